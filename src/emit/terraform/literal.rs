//! Texts, keys and numbers as Terraform's language has them. In: known values. Out: the same, escaped for
//! the place where they stand. Never: an expression.

use crate::emit::writer::{Writer, write_int, write_number};
use crate::graph::ValueKind;

/// A text that is a template: what would begin an expression is doubled.
pub fn template(text: &str, out: &mut impl Writer) {
    let mut rest = text;
    // Nearly all texts have no such bracket, which is found out fast.
    while rest.contains('{')
        && let Some(at) = interpolation(rest)
    {
        let (before, from) = rest.split_at(at);
        out.part(before);
        out.part(if from.starts_with('$') { "$$" } else { "%%" });
        rest = from.get(1..).unwrap_or_default();
    }
    out.part(rest);
}

/// The same inside of the quotes of an expression.
pub fn quoted(text: &str, out: &mut String) {
    out.push('"');
    quoted_part(text, out);
    out.push('"');
}

/// A part of a text in quotes.
pub fn quoted_part(text: &str, out: &mut String) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if characters.peek() == Some(&'{') => {
                out.push(character);
                out.push(character);
            }
            control if control.is_control() => {
                out.push_str(&format!("\\u{:04x}", u32::from(control)));
            }
            other => out.push(other),
        }
    }
}

/// A text before an expression, and the `$`s at its end: these stand in an expression of their own, for
/// `$${` would be no expression.
pub fn before_expression(text: &str) -> (&str, &str) {
    text.split_at(text.trim_end_matches('$').len())
}

/// The expression that a template is; `None` where there is more, or less, in it.
pub fn only_expression(template: &str) -> Option<&str> {
    let inner = template.strip_prefix("${")?;
    let length = expression_length(inner)?;
    let (inner, rest) = inner.split_at(length);
    (rest == "}").then(|| inner.trim())
}

/// A template as it stands in quotes: escapes around its expressions, nothing in them.
pub fn quoted_template(template: &str, out: &mut String) {
    let mut rest = template;
    while let Some(at) = interpolation(rest) {
        let (before, from) = rest.split_at(at);
        quoted_part(before, out);
        let inner = from.get(2..).unwrap_or_default();
        let is_escaped = before.ends_with(['$', '%']);
        let length = expression_length(inner)
            .filter(|_| !is_escaped)
            .map_or(2, |length| length + 3);
        let (expression, after) = from.split_at(length.min(from.len()));
        out.push_str(expression);
        rest = after;
    }
    quoted_part(rest, out);
}

/// How long an expression is that stands before its closing bracket. `None` where none closes it.
fn expression_length(text: &str) -> Option<usize> {
    let mut depth = 0;
    let mut quotes = false;
    let mut bytes = text.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quotes => drop(bytes.next()),
            b'"' => quotes = !quotes,
            b'{' if !quotes => depth += 1,
            b'}' if !quotes && depth == 0 => return Some(at),
            b'}' if !quotes => depth -= 1,
            _ => {}
        }
    }
    None
}

/// A key of an object.
pub fn key(key: &str, out: &mut String) {
    match is_identifier(key) && !RESERVED.contains(&key) {
        true => out.push_str(key),
        false => quoted(key, out),
    }
}

/// The step from a value to a part of it: `.name`, `["odd name"]`, `[0]`.
pub fn step(step: &str, out: &mut String) {
    let is_index = step == "0" || !step.starts_with('0') && step.parse::<u32>().is_ok();
    if is_index {
        out.push('[');
        out.push_str(step);
        out.push(']');
    } else if is_identifier(step) {
        out.push('.');
        out.push_str(step);
    } else {
        out.push('[');
        quoted(step, out);
        out.push(']');
    }
}

/// A known scalar that is no text.
pub fn scalar(kind: &ValueKind, out: &mut String) {
    let mut bytes = Vec::with_capacity(20);
    match kind {
        ValueKind::Bool(true) => bytes.extend_from_slice(b"true"),
        ValueKind::Bool(false) => bytes.extend_from_slice(b"false"),
        ValueKind::Int(int) => write_int(&mut bytes, *int),
        ValueKind::Number(number) => write_number(&mut bytes, *number),
        _ => bytes.extend_from_slice(b"null"),
    }
    out.push_str(&String::from_utf8_lossy(&bytes));
}

/// Whether a text can stand as a name.
pub fn is_identifier(text: &str) -> bool {
    let mut bytes = text.bytes();
    let begins = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    bytes.next().is_some_and(begins) && bytes.all(goes_on)
}

/// Words that mean something else where an object begins.
const RESERVED: [&str; 4] = ["for", "null", "true", "false"];

/// Where the next `${` or `%{` stands.
fn interpolation(text: &str) -> Option<usize> {
    let mut pairs = text.as_bytes().windows(2);
    pairs.position(|pair| matches!(pair, b"${" | b"%{"))
}
