//! The escapes of texts in double quotes: `\n \r \t \" \\ \$ \u{...}`. In: text as it is written.
//! Out: what it means, and which escapes mean nothing. Never: interpolations.

use std::ops::Range;

/// What is wrong with an escape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// No escape begins so.
    Unknown,
    /// `\u` without one to six hexadecimal digits in braces.
    Form,
    /// The digits name no character.
    Character,
}

/// The escapes that mean nothing, by their places in the text.
pub(super) fn mistakes(written: &str) -> Vec<(Range<usize>, Wrong)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(i) = written.get(at..).and_then(|rest| rest.find('\\')) {
        let from = at + i;
        let (length, read) = escape(&written[from..]);
        if let Err(wrong) = read {
            found.push((from..from + length, wrong));
        }
        at = from + length;
    }
    found
}

/// What a text means. An escape that means nothing stays as it is.
pub(super) fn resolve(written: &str) -> String {
    let mut resolved = String::with_capacity(written.len());
    let mut rest = written;
    while let Some(i) = rest.find('\\') {
        resolved.push_str(&rest[..i]);
        let (length, read) = escape(&rest[i..]);
        match read {
            Ok(character) => resolved.push(character),
            Err(_) => resolved.push_str(&rest[i..i + length]),
        }
        rest = &rest[i + length..];
    }
    resolved.push_str(rest);
    resolved
}

/// A text as it is written between double quotes.
pub fn escape_text(text: &str) -> String {
    escape_for(text, false)
}

/// A text as it is written between three double quotes.
pub(super) fn escape_lines(text: &str) -> String {
    escape_for(text, true)
}

fn escape_for(text: &str, lines: bool) -> String {
    let mut written = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\n' | '\t' if lines => written.push(character),
            '"' if lines && !written.ends_with("\"\"") => written.push('"'),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            '"' => written.push_str("\\\""),
            '\\' => written.push_str("\\\\"),
            '$' if characters.peek() == Some(&'{') => written.push_str("\\$"),
            _ if is_hidden(character) => {
                written.push_str(&format!("\\u{{{:X}}}", u32::from(character)));
            }
            _ => written.push(character),
        }
    }
    written
}

/// Whether a character cannot be seen, or changes how others are shown.
pub(super) fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}')
        || matches!(character, '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}

/// How long the escape is that a text begins with, and what it means.
fn escape(text: &str) -> (usize, Result<char, Wrong>) {
    let Some(second) = text.chars().nth(1) else {
        return (text.len(), Err(Wrong::Unknown));
    };
    let simple = match second {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        '"' | '\\' | '$' => Some(second),
        _ => None,
    };
    match (simple, second) {
        (Some(character), _) => (2, Ok(character)),
        (None, 'u') => unicode(text),
        (None, _) => (1 + second.len_utf8(), Err(Wrong::Unknown)),
    }
}

/// `\u{1F600}`
fn unicode(text: &str) -> (usize, Result<char, Wrong>) {
    let digits = text.strip_prefix("\\u{").and_then(|rest| {
        let end = rest.find('}')?;
        rest.get(..end)
    });
    let Some(digits) = digits else {
        return (2, Err(Wrong::Form));
    };
    let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
    if !hexadecimal || digits.is_empty() || digits.len() > 6 {
        return (2, Err(Wrong::Form));
    }
    let length = "\\u{}".len() + digits.len();
    let code = u32::from_str_radix(digits, 16).ok();
    match code.and_then(char::from_u32) {
        Some(character) => (length, Ok(character)),
        None => (length, Err(Wrong::Character)),
    }
}
