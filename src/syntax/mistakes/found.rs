//! What stands at a place, in words. In: a text and an offset. Out: the token there, what to call
//! it, and what to do about it where it comes from another language. Never: what was expected.

use super::declarations::is_keyword;
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
    let next = rest.trim_start();
    if next.is_empty() {
        return text.len();
    }
    if rest.starts_with(['\n', '\r']) {
        // What is missing at the end of a line is not missed again before the next sign.
        return text.len() - next.len() - 1;
    }
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let ends = rest
        .get(first..)
        .unwrap_or("")
        .find([',', '\n', '}', ')', ']']);
    let end = at + ends.map_or(rest.len(), |i| i + first);
    match text.get(end..).unwrap_or("").trim_start() {
        "" => text.len(),
        _ => end,
    }
}

/// What to do about something that does not belong behind what stands before it.
pub fn after(text: &str, at: usize) -> Option<String> {
    let before = text.get(..at).unwrap_or("").trim_end_matches([' ', '\t']);
    let rest = text.get(at..).unwrap_or("").trim_start_matches([' ', '\t']);
    if rest.starts_with('=') && !rest.starts_with("==") {
        return Some("compare with `==`".to_owned());
    }
    if before.ends_with("\\'") {
        let help = "write it in double quotes: a raw text ends at its first `'`";
        return Some(help.to_owned());
    }
    let tag = before.rfind('!').and_then(|i| before.get(i + 1..))?;
    let help = match tag {
        "Ref" => "write `name.ref` for `!Ref name`",
        "GetAtt" => "write `name.Arn` for `!GetAtt name.Arn`",
        "Sub" => "leave `!Sub` out: texts in double quotes interpolate",
        "If" | "Equals" | "And" | "Or" | "Not" => {
            "write conditions with `if`, `==`, `&&`, `||` and `!`"
        }
        "Join" | "Split" | "Select" | "Base64" | "Cidr" | "GetAZs" | "ImportValue"
        | "FindInMap" | "Transform" => "call a function: short tags are YAML's",
        _ => return None,
    };
    Some(help.to_owned())
}

/// Whether a value cannot begin at an offset, since something else does or ends there.
pub fn ends_value(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or("");
    let word = rest.find(|c: char| !c.is_ascii_lowercase());
    let word = rest.get(..word.unwrap_or(rest.len())).unwrap_or("");
    rest.is_empty() || rest.starts_with(['}', ')', ']', '@']) || is_keyword(word)
}

/// Among the brackets that stand in an unclosed one, the first whose end is indented otherwise than
/// its line: there the one that is missing belongs, probably. Texts are skipped as far as they end
/// on their line.
pub fn misindented(text: &str, open: usize, end: usize) -> Option<usize> {
    let mut stack: Vec<(usize, usize)> = Vec::new();
    let mut at = text.get(..open)?.rfind('\n').map_or(0, |i| i + 1);
    for line in text.get(at..end)?.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        let closes = line.trim_start().starts_with(['}', ')', ']']);
        let mut quoted = None;
        let mut escaped = false;
        for (i, b) in line.bytes().enumerate() {
            match (quoted, b) {
                _ if escaped => escaped = false,
                (Some(b'"'), b'\\') => escaped = true,
                (Some(quote), _) if b == quote => quoted = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => quoted = Some(b),
                (None, b'{' | b'(' | b'[') if at + i >= open => stack.push((at + i, indent)),
                (None, b'}' | b')' | b']') => {
                    if let Some((inner, inner_indent)) = stack.pop()
                        && closes
                        && i == indent
                        && inner_indent != indent
                        && inner != open
                    {
                        return Some(inner);
                    }
                }
                _ => {}
            }
        }
        at += line.len();
    }
    None
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
        "$" if rest.starts_with("${") => "interpolate in double quotes: `\"${name}\"`",
        "\\" => "go on in the next line behind an operator, or in parentheses",
        "\u{A0}" | "\u{200B}" => "write a plain space",
        _ => return None,
    };
    Some(help.to_owned())
}
