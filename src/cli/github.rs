//! Annotations for GitHub Actions: `::error file=...::message`. In: a diagnostic with its sources.
//! Out: a line. Never: a text that ends the line or the property early.

use super::messages::printable;
use crate::diag::{Diagnostic, Severity};
use crate::text::Sources;
use std::fmt::Write;

/// Adds a diagnostic's line. Labels and help follow the message on lines of their own.
pub fn line(out: &mut String, sources: &Sources, diagnostic: &Diagnostic) {
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let (start, end) = (sources.start(diagnostic.at), sources.end(diagnostic.at));
    let mut message = diagnostic.message.clone();
    for line in diagnostic.context.iter().chain(&diagnostic.help) {
        message.push('\n');
        message.push_str(line);
    }
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "::{command} file={},line={},endLine={}",
        property(&sources.get(diagnostic.at.file).path),
        start.line,
        end.line,
    );
    // GitHub takes columns only where both ends are on one line.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column);
    }
    let title = property(diagnostic.code.as_str());
    let _ = writeln!(out, ",title={title}::{}", data(&message));
}

fn data(text: &str) -> String {
    let text = text
        .replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A");
    printable(&text).into_owned()
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Code;
    use crate::text::{Source, Span};

    #[test]
    fn what_would_end_the_line_is_escaped() {
        let mut sources = Sources::default();
        let file = sources.add(Source::new("a,b:c.infra", "let a = 1\nlet b"));
        let at = Span::new(file, 4, 5);
        let diagnostic = Diagnostic::new(Code::SyntaxExpected, at, "100%\nwrong").help("mend it");
        let mut text = String::new();
        line(&mut text, &sources, &diagnostic);
        assert_eq!(
            text,
            "::error file=a%2Cb%3Ac.infra,line=1,endLine=1,col=5,endColumn=6,\
             title=syntax%3A%3Aexpected::100%25\\nwrong%0Amend it\n"
        );
    }
}
