//! What was found, as text in the format that was asked for. In: diagnostics with their sources.
//! Out: text. Never: a stream, or the exit code.

use super::args::MessageFormat;
use super::terminal::Style;
use super::{github, json, report, sarif};
use crate::diag::{Diagnostic, Severity};
use crate::emit::Target;
use crate::session::Analysis;
use crate::text::Sources;
use std::fmt::{self, Write};

/// What was found in one stack.
#[derive(Clone, Copy)]
pub struct Findings<'a> {
    pub sources: &'a Sources,
    pub diagnostics: &'a [Diagnostic],
    /// The one target that it was found for, where several were asked for.
    pub target: Option<Target>,
}

/// Whether a stack builds for a target, where several were asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The stack's file, as messages show it.
    pub stack: String,
    pub target: Target,
    pub errors: usize,
    pub warnings: usize,
}

impl<'a> From<&'a Analysis> for Findings<'a> {
    fn from(analysis: &'a Analysis) -> Findings<'a> {
        Findings {
            sources: &analysis.sources,
            diagnostics: analysis.diagnostics(),
            target: None,
        }
    }
}

/// All findings as one text, and behind them how stacks stand with several targets. `limit` holds for
/// reports to people alone; 0 is no limit.
pub fn render(
    format: MessageFormat,
    findings: &[Findings<'_>],
    standings: &[Standing],
    style: impl FnOnce() -> Style,
    limit: usize,
) -> String {
    let mut text = match format {
        MessageFormat::Sarif => return sarif::document(findings, standings),
        _ if findings.iter().all(|f| f.diagnostics.is_empty()) => String::new(),
        MessageFormat::Human => report::reports(findings, style(), limit),
        MessageFormat::Short | MessageFormat::Json | MessageFormat::Github => {
            lines(format, findings)
        }
    };
    for standing in standings {
        match format {
            MessageFormat::Json => json::standing(&mut text, standing),
            // Writing to a String cannot fail.
            _ => drop(writeln!(text, "{standing}")),
        }
    }
    text
}

/// A line for each message.
fn lines(format: MessageFormat, findings: &[Findings<'_>]) -> String {
    let mut text = String::new();
    for found in findings {
        for diagnostic in found.diagnostics {
            match format {
                MessageFormat::Json => json::line(&mut text, found, diagnostic),
                MessageFormat::Github => github::line(&mut text, found.sources, diagnostic),
                _ => short(&mut text, found, diagnostic),
            }
        }
    }
    text
}

/// `main.infra: builds for CloudFormation`.
impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let stack = printable(&self.stack);
        match self.errors {
            0 => write!(f, "{stack}: builds for {}", self.target)?,
            1 => write!(f, "{stack}: 1 error is in the way of {}", self.target)?,
            errors => write!(
                f,
                "{stack}: {errors} errors are in the way of {}",
                self.target
            )?,
        }
        Ok(())
    }
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
fn short(text: &mut String, found: &Findings<'_>, diagnostic: &Diagnostic) {
    let sources = found.sources;
    let target = found.target.map(|target| format!(" (for {target})"));
    let at = sources.start(diagnostic.at);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{}:{}:{}: {}[{}]: {}{}",
        printable(&sources.get(diagnostic.at.file).path),
        at.line,
        at.column,
        severity(diagnostic.severity),
        diagnostic.code.as_str(),
        printable(&diagnostic.message).replace('\n', " "),
        target.unwrap_or_default(),
    );
}
