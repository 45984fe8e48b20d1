//! What was found, as text in the format that was asked for. In: diagnostics with their sources.
//! Out: text. Never: a stream, or the exit code.

use super::args::MessageFormat;
use super::terminal::Style;
use super::{github, json, report, sarif};
use crate::diag::{Diagnostic, Severity};
use crate::session::Analysis;
use crate::text::Sources;
use std::fmt::Write;

/// What was found in one stack.
#[derive(Clone, Copy)]
pub struct Findings<'a> {
    pub sources: &'a Sources,
    pub diagnostics: &'a [Diagnostic],
}

impl<'a> From<&'a Analysis<'_>> for Findings<'a> {
    fn from(analysis: &'a Analysis<'_>) -> Findings<'a> {
        Findings {
            sources: &analysis.sources,
            diagnostics: analysis.diagnostics(),
        }
    }
}

/// All findings as one text. `limit` holds for reports to people alone; 0 is no limit.
pub fn render(
    format: MessageFormat,
    findings: &[Findings<'_>],
    style: impl FnOnce() -> Style,
    limit: usize,
) -> String {
    match format {
        MessageFormat::Sarif => return sarif::document(findings),
        _ if findings.iter().all(|f| f.diagnostics.is_empty()) => return String::new(),
        MessageFormat::Human => return report::reports(findings, style(), limit),
        MessageFormat::Short | MessageFormat::Json | MessageFormat::Github => {}
    }
    let mut text = String::new();
    for found in findings {
        for diagnostic in found.diagnostics {
            match format {
                MessageFormat::Json => json::line(&mut text, found.sources, diagnostic),
                MessageFormat::Github => github::line(&mut text, found.sources, diagnostic),
                _ => short(&mut text, found.sources, diagnostic),
            }
        }
    }
    text
}

/// All findings as reports for people, without the line that counts them.
pub fn reports_of(findings: &[Findings<'_>], style: Style) -> String {
    report::bodies(findings, style, usize::MAX)
}

/// As messages name a severity.
pub fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// `2 errors, 1 warning`.
pub fn summary(findings: &[Findings<'_>]) -> String {
    let all = || findings.iter().flat_map(|f| f.diagnostics);
    let counted = [Severity::Error, Severity::Warning, Severity::Note].map(|wanted| {
        let count = all().filter(|d| d.severity == wanted).count();
        let plural = if count == 1 { "" } else { "s" };
        (count, format!("{count} {}{plural}", severity(wanted)))
    });
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    counted.map(|(_, text)| text).collect::<Vec<_>>().join(", ")
}

/// A text without control characters: a program cannot write to the terminal through its messages.
pub fn printable(text: &str) -> std::borrow::Cow<'_, str> {
    if text.chars().any(is_control) {
        let clean = text
            .chars()
            .map(|c| if is_control(c) { '\u{FFFD}' } else { c });
        clean.collect::<String>().into()
    } else {
        text.into()
    }
}

fn is_control(c: char) -> bool {
    c.is_control() && c != '\t' && c != '\n'
}

/// `main.infra:3:12: error[name::unknown]: no value is named `stgae``.
fn short(text: &mut String, sources: &Sources, diagnostic: &Diagnostic) {
    let at = sources.start(diagnostic.at);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}:{}:{}: {}[{}]: {}",
        printable(&sources.get(diagnostic.at.file).path),
        at.line,
        at.column,
        severity(diagnostic.severity),
        diagnostic.code.as_str(),
        printable(&diagnostic.message).replace('\n', " "),
    );
}
