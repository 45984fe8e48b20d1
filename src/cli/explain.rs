//! `infra explain`: the page of a code, or the list of all codes.

use super::Outcome;
use super::args::ExplainArgs;
use crate::diag::{Code, Severity, did_you_mean};
use crate::session::nearest_codes;
use std::fmt::Write;

pub fn run(args: &ExplainArgs) -> Outcome {
    match &args.code {
        None => Outcome::text(list()),
        Some(text) => match find("infra explain", text) {
            Ok(code) => Outcome::text(code.page()),
            Err(outcome) => outcome,
        },
    }
}

/// The code that a word of the command line names.
pub fn find(option: &str, text: &str) -> Result<Code, Outcome> {
    Code::parse(text).ok_or_else(|| {
        let near = did_you_mean(&nearest_codes(text));
        let help = near.unwrap_or_else(|| "`infra explain` lists all codes".to_owned());
        Outcome::usage(format!("{option}: no code is named `{text}`\n  {help}"))
    })
}

fn list() -> String {
    let width = Code::ALL
        .iter()
        .map(|c| c.as_str().len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for code in Code::ALL {
        let severity = match code.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let line = format!(
            "{:width$}  {severity:7}  {}",
            code.as_str(),
            summary(code.page())
        );
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// The first sentence of a page, on one line.
fn summary(page: &str) -> String {
    let body = page
        .lines()
        .skip_while(|line| line.starts_with('#') || line.trim().is_empty());
    let paragraph: Vec<&str> = body.take_while(|line| !line.trim().is_empty()).collect();
    let paragraph = paragraph.join(" ");
    let end = paragraph.find(". ").unwrap_or(paragraph.len());
    paragraph[..end].trim_end_matches('.').to_owned()
}
