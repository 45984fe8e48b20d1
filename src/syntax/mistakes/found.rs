//! What stands at a place, in words. In: a text and an offset. Out: the token there, what to call
//! it, and what to do about it where it comes from another language. Never: what was expected.

use std::ops::Range;

/// The token at a place.
pub struct Found {
    pub range: Range<usize>,
    /// What messages call it: `` `=` ``, `the end of the line`.
    pub what: String,
    /// The action that helps, where the token is a habit of another language.
    pub habit: Option<String>,
}

/// Signs of more than one character, the longest first.
const SIGNS: &[&str] = &[
    "===", "!==", "...", "\"\"\"", "'''", "=>", "->", "==", "!=", "<=", ">=", "&&", "||", "??",
    "?.", "..", "::", ":=", "++", "--", "+=", "<<", "**", "<>",
];

/// The token that begins at an offset, behind blanks.
pub fn found(text: &str, at: usize) -> Found {
    let rest = text.get(at..).unwrap_or("");
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let from = at + blanks;
    let rest = text.get(from..).unwrap_or("");
    if rest.trim_start().is_empty() {
        return empty(text, at, "the end of the file");
    }
    if rest.starts_with('\n') || rest.starts_with("\r\n") || is_line_comment(rest) {
        return empty(text, at, "the end of the line");
    }
    let length = token(rest);
    let token = rest.get(..length).unwrap_or("");
    Found {
        range: from..from + length,
        what: called(token),
        habit: habit(token, rest),
    }
}

/// Where what follows from a mistake ends: the next comma, closing bracket or line.
pub fn end_of_mistake(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    let skipped = rest.chars().next().map_or(0, char::len_utf8);
    let end = rest
        .get(skipped..)
        .and_then(|rest| rest.find([',', '\n', '}', ')', ']']))
        .map_or(rest.len(), |i| i + skipped);
    match rest.chars().next() {
        Some('\n') | None => at,
        _ => at + end,
    }
}

/// The end of a line or of the file: the place right behind what is before it.
fn empty(text: &str, at: usize, what: &str) -> Found {
    let before = text.get(..at).unwrap_or("");
    let end = before.trim_end().len();
    Found {
        range: end..end,
        what: what.to_owned(),
        habit: None,
    }
}

fn is_line_comment(rest: &str) -> bool {
    rest.starts_with("//")
}

/// How long the token is that a text begins with.
fn token(rest: &str) -> usize {
    let Some(first) = rest.chars().next() else {
        return 0;
    };
    if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
        return sign.len();
    }
    if first == '"' || first == '\'' {
        return quoted(rest, first);
    }
    if first.is_alphanumeric() || first == '_' {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
        let word = rest.get(..end.unwrap_or(rest.len())).unwrap_or("");
        // `a::b` is one word; the colon of `key:` is none of it.
        let word = match word.find(':') {
            Some(i) if !word[i..].starts_with("::") => &word[..i],
            _ => word.trim_end_matches(':'),
        };
        return word.len();
    }
    first.len_utf8()
}

/// A text up to its end on this line, else its first quote.
fn quoted(rest: &str, quote: char) -> usize {
    let line = rest.split('\n').next().unwrap_or("");
    match line.get(1..).and_then(|line| line.find(quote)) {
        Some(i) => i + 2,
        None => 1,
    }
}

fn called(token: &str) -> String {
    match token {
        "\u{A0}" => "a non-breaking space".to_owned(),
        "\u{FEFF}" => "a byte order mark".to_owned(),
        "\u{200B}" => "a zero-width space".to_owned(),
        _ if token.chars().any(char::is_control) => {
            let code = token.chars().next().map_or(0, u32::from);
            format!("a control character (U+{code:04X})")
        }
        _ if token.chars().count() > 40 => "a text".to_owned(),
        _ => format!("`{token}`"),
    }
}

/// What to do about a token that other languages have.
fn habit(token: &str, rest: &str) -> Option<String> {
    let help = match token {
        ";" => "end it with a new line",
        "#" => "begin comments with `//`",
        "\u{201C}" | "\u{201D}" => "write texts in straight quotes: `\"text\"`",
        "\u{2018}" | "\u{2019}" => "write texts in straight quotes: `'text'`",
        "`" => "write texts in double quotes; `\"a ${b}\"` interpolates",
        "?" => "write `if c then a else b`, `a ?? b` or `a?.b`",
        "++" | "--" | "+=" => "declare another name with `let`: nothing can be assigned twice",
        "=>" => "there are no function values: declare a function with `fn`",
        "=" => "compare with `==`",
        "$" if rest.starts_with("${") => "interpolate in double quotes: `\"${name}\"`",
        "\\" => "go on in the next line behind an operator, or in parentheses",
        "\u{A0}" | "\u{200B}" => "write a plain space",
        _ => return None,
    };
    Some(help.to_owned())
}
