//! Tests as JUnit's XML, as CI servers read it: a suite for each file. In: verdicts. Out: XML. Never: a
//! character that XML does not have.

use super::test::Verdict;

/// The whole document.
pub fn document(verdicts: &[Verdict]) -> String {
    let failures = |of: &[&Verdict]| of.iter().filter(|v| !v.messages.is_empty()).count();
    let all: Vec<&Verdict> = verdicts.iter().collect();
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let counts = format!("tests=\"{}\" failures=\"{}\"", all.len(), failures(&all));
    text.push_str(&format!("<testsuites name=\"infra\" {counts}>\n"));
    let mut rest = all.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().position(|v| v.file != first.file);
        let (suite, others) = rest.split_at(end.unwrap_or(rest.len()));
        rest = others;
        let file = escaped(&first.file);
        let counts = format!("tests=\"{}\" failures=\"{}\"", suite.len(), failures(suite));
        text.push_str(&format!("  <testsuite name=\"{file}\" {counts}>\n"));
        suite
            .iter()
            .for_each(|verdict| text.push_str(&case(verdict, &file)));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn case(verdict: &Verdict, file: &str) -> String {
    let title = escaped(verdict.title.as_deref().unwrap_or("the file itself"));
    let head = format!("    <testcase name=\"{title}\" classname=\"{file}\"");
    let Some(first) = verdict.messages.first() else {
        return format!("{head}/>\n");
    };
    format!(
        "{head}>\n      <failure type=\"{}\" message=\"{}\">{}</failure>\n    </testcase>\n",
        first.code,
        escaped(&first.text),
        escaped(&verdict.report),
    )
}

/// Text as it may stand in XML: what XML has no word for becomes the replacement character.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c < ' ' || matches!(c, '\u{FFFE}' | '\u{FFFF}') => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out
}
