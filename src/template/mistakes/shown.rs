//! The user's text as messages show it. In: a text and a place. Out: what stands there. Never: more than a line.

/// How many characters of the user's text a message shows.
const SHOWN: usize = 40;

pub fn first_character(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or("");
    let length = rest.chars().next().map_or(0, char::len_utf8);
    &rest[..length]
}

/// The end of the line, or of the file.
pub fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let line = rest.split(['\n', '\r']).next().unwrap_or("");
    at + line.trim_end().len()
}

pub fn word_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let is_word = |c: &char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '!' | '&' | '*');
    at + rest
        .chars()
        .take_while(is_word)
        .map(char::len_utf8)
        .sum::<usize>()
}

/// What stands at a place, as a message shows it.
pub fn shown(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or("");
    let line = rest.get(..line_end(text, at) - at).unwrap_or("");
    match line.char_indices().nth(SHOWN) {
        _ if rest.trim().is_empty() => "the end of the file".to_owned(),
        _ if line.is_empty() => "the end of the line".to_owned(),
        Some((end, _)) => format!("`{}…`", &line[..end]),
        None => format!("`{line}`"),
    }
}

/// An escape as it is written, and where it ends.
pub fn escape(text: &str, at: usize, digits: usize) -> (&str, usize) {
    let rest = text.get(at..).unwrap_or("");
    let length = rest
        .chars()
        .take(2 + digits)
        .take_while(|c| *c != '"' && *c != '\n');
    let length = length
        .map(char::len_utf8)
        .sum::<usize>()
        .max(1)
        .min(rest.len());
    (&rest[..length], at + length)
}
