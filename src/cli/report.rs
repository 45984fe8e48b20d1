//! Reports for people: the source underlined, labels, help. The only file that knows miette.
//! In: diagnostics with their sources. Out: text. Never: a label drawn under another file's text.

use super::excerpt::{Excerpt, excerpt};
use super::messages::{Findings, printable, summary};
use super::terminal::Style;
use crate::diag::{Diagnostic, Label, Severity};
use crate::text::{FileId, Sources, Span};
use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents,
    SourceCode, SourceSpan, SpanContents,
};
use std::fmt;

/// A diagnostic as miette draws it: one text alone is underlined, so what is in other files is
/// `related`, each with its own.
#[derive(Debug)]
struct Report {
    code: Option<&'static str>,
    severity: Severity,
    message: String,
    context: Option<Context>,
    help: Option<String>,
    excerpt: Option<Excerpt>,
    labels: Vec<LabeledSpan>,
    related: Vec<Report>,
}

/// How it came to be, as a chain of causes.
#[derive(Debug)]
struct Context {
    line: String,
    next: Option<Box<Context>>,
}

/// All reports and the line that counts them. More than `limit` are counted but not shown, unless
/// it is 0.
pub fn reports(findings: &[Findings<'_>], style: Style, limit: usize) -> String {
    let total = findings.iter().map(|f| f.diagnostics.len()).sum();
    let limit = if limit == 0 { total } else { limit };
    let mut text = bodies(findings, style, limit);
    text.push_str(&summary(findings));
    if total > limit {
        let left = total - limit;
        text.push_str(&format!(
            "; {left} of them not shown (`--max-reports 0` shows all)"
        ));
    }
    text.push('\n');
    text
}

/// The first `limit` reports, one behind the other.
pub fn bodies(findings: &[Findings<'_>], style: Style, limit: usize) -> String {
    let theme = if style.colour {
        GraphicalTheme {
            characters: miette::ThemeCharacters::unicode(),
            styles: miette::ThemeStyles::ansi(),
        }
    } else {
        GraphicalTheme::unicode_nocolor()
    };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(style.width)
        .with_urls(false)
        .with_context_lines(1)
        .tab_width(2)
        .without_syntax_highlighting();
    let all = || {
        findings
            .iter()
            .flat_map(|f| f.diagnostics.iter().map(|d| (f.sources, d)))
    };
    let mut text = String::new();
    for (sources, diagnostic) in all().take(limit) {
        let report = report(sources, diagnostic);
        // Writing to a String fails only where a label cannot be drawn; the message is not lost.
        if handler.render_report(&mut text, &report).is_err() {
            text.push_str(&report.message);
            text.push('\n');
        }
        text.push('\n');
    }
    text
}

fn report(sources: &Sources, diagnostic: &Diagnostic) -> Report {
    let home = diagnostic.at.file;
    let mut labels: Vec<Label> = diagnostic.labels.clone();
    if !labels.iter().any(|l| l.at == diagnostic.at) {
        let text = String::new();
        labels.insert(
            0,
            Label {
                at: diagnostic.at,
                text,
            },
        );
    }
    // The error's own place comes before all others.
    labels.sort_by_key(|l| l.at != diagnostic.at);
    let (here, elsewhere): (Vec<Label>, Vec<Label>) =
        labels.into_iter().partition(|l| l.at.file == home);
    let help = diagnostic.help.as_deref();
    let help = help.or(diagnostic.fixes.first().map(|fix| fix.title.as_str()));
    let context = diagnostic.context.iter().rev().fold(None, |next, line| {
        let line = printable(line).into_owned();
        Some(Context {
            line,
            next: next.map(Box::new),
        })
    });
    let (excerpt, labels) = draw(sources, home, &here, diagnostic.at);
    Report {
        code: Some(diagnostic.code.as_str()),
        severity: diagnostic.severity,
        message: printable(&diagnostic.message).into_owned(),
        context,
        help: help.map(|h| printable(h).into_owned()),
        excerpt,
        labels,
        related: elsewhere.into_iter().map(|l| related(sources, l)).collect(),
    }
}

/// A label in another file.
fn related(sources: &Sources, label: Label) -> Report {
    let bare = Label {
        at: label.at,
        text: String::new(),
    };
    let (excerpt, labels) = draw(sources, label.at.file, &[bare], label.at);
    Report {
        code: None,
        severity: Severity::Note,
        message: printable(&label.text).into_owned(),
        context: None,
        help: None,
        excerpt,
        labels,
        related: Vec::new(),
    }
}

/// The lines around the labels, and the labels in them. None for a file without a text.
fn draw(
    sources: &Sources,
    file: FileId,
    labels: &[Label],
    primary: Span,
) -> (Option<Excerpt>, Vec<LabeledSpan>) {
    let source = sources.get(file);
    if source.text.is_empty() {
        return (None, Vec::new());
    }
    let marks: Vec<Span> = labels.iter().map(|l| l.at).collect();
    let (excerpt, places) = excerpt(source, &marks);
    let drawn = labels.iter().zip(places).map(|(label, place)| {
        let text = printable(&label.text).into_owned();
        let text = Some(text).filter(|t| !t.is_empty());
        let span = SourceSpan::from(place);
        if label.at == primary {
            LabeledSpan::new_primary_with_span(text, span)
        } else {
            LabeledSpan::new_with_span(text, span)
        }
    });
    let drawn = drawn.collect();
    (Some(excerpt), drawn)
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Report {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.context.as_ref().map(|c| c as _)
    }
}

impl fmt::Display for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

impl std::error::Error for Context {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.next.as_ref().map(|c| c as _)
    }
}

impl miette::Diagnostic for Report {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.map(|c| Box::new(c) as _)
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|h| Box::new(h) as _)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.excerpt.as_ref().map(|e| e as _)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        (!self.labels.is_empty()).then(|| Box::new(self.labels.iter().cloned()) as _)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        let related = self.related.iter().map(|r| r as &dyn miette::Diagnostic);
        (!self.related.is_empty()).then(|| Box::new(related) as _)
    }
}

impl SourceCode for Excerpt {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let mut first = self.row_at(span.offset());
        let mut last = self.row_at(span.offset() + span.len().saturating_sub(1));
        // Blocks are drawn apart, also where the lines of the second stand before those of the first.
        if !self.is_whole(first, last) {
            return Err(MietteError::OutOfBounds);
        }
        // Lines that were left out end the context.
        let follows = |row: usize| row + 1 < self.rows.len() && self.is_whole(row, row + 1);
        for _ in 0..before {
            if first > 0 && follows(first - 1) {
                first -= 1;
            }
        }
        for _ in 0..after {
            if follows(last) {
                last += 1;
            }
        }
        let row = self.rows.get(first).ok_or(MietteError::OutOfBounds)?;
        let (start, column) = if before == 0 {
            let lead = self.text.get(row.start..span.offset()).unwrap_or("");
            (span.offset(), lead.chars().count() + row.cut)
        } else {
            (row.start, 0)
        };
        let end = self.row_end(last);
        let data = self
            .text
            .as_bytes()
            .get(start..end)
            .ok_or(MietteError::OutOfBounds)?;
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            data,
            (start, end - start).into(),
            row.number as usize - 1,
            column,
            last - first + 1,
        )))
    }
}
