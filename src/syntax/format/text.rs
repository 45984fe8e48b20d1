//! Texts, keys and numbers: as they were written, where they were. In: one of them. Out: its text.
//! Never: another spelling of what somebody wrote.

use super::expr::expr;
use super::printer::Printer;
use crate::syntax::ast::{Expr, Ident, TextLiteral, TextPart, TextStyle};
use crate::syntax::escapes;

/// A text is not touched. One that nobody wrote is spelled in its style, or in the next that can say it.
pub fn text_literal(p: &mut Printer, e: &Expr, literal: &TextLiteral) {
    let written = p.slice(e.span.start, e.span.end);
    if !written.is_empty() {
        p.verbatim(e.span.start, e.span.end);
        return;
    }
    match style(p, literal) {
        TextStyle::Quoted => {
            let content = spelled(p, literal, escapes::escape_text);
            p.push(&format!("\"{content}\""));
        }
        TextStyle::Raw => p.push(&format!("'{}'", known(literal))),
        TextStyle::MultiQuoted => {
            let content = spelled(p, literal, escapes::escape_lines);
            p.text_lines("\"\"\"", &content);
        }
        TextStyle::MultiRaw => p.text_lines("'''", &known(literal)),
    }
}

/// The style of a text that nobody wrote. Lines of their own are for two of them at least, and for none in
/// another text.
fn style(p: &Printer, literal: &TextLiteral) -> TextStyle {
    let is_known = !literal
        .parts
        .iter()
        .any(|part| matches!(part, TextPart::Expr(_)));
    let text = known(literal);
    let lines = !p.is_in_text() && text.trim_end_matches('\n').contains('\n');
    let visible = !text.contains(|c: char| escapes::is_hidden(c) && c != '\n' && c != '\t');
    match literal.style {
        TextStyle::Quoted => TextStyle::Quoted,
        TextStyle::MultiRaw if lines && is_known && visible && !text.contains("'''") => {
            TextStyle::MultiRaw
        }
        TextStyle::MultiRaw | TextStyle::MultiQuoted if lines => TextStyle::MultiQuoted,
        TextStyle::Raw | TextStyle::MultiRaw if is_known && is_raw(&text) => TextStyle::Raw,
        _ => TextStyle::Quoted,
    }
}

/// What a text says by itself, without its expressions.
fn known(literal: &TextLiteral) -> String {
    let parts = literal.parts.iter().filter_map(|part| match part {
        TextPart::Text { value, .. } => Some(value.as_str()),
        TextPart::Expr(_) => None,
    });
    parts.collect()
}

/// What stands between double quotes.
fn spelled(p: &mut Printer, literal: &TextLiteral, escape: fn(&str) -> String) -> String {
    let mut content = String::new();
    let mut text = String::new();
    for part in &literal.parts {
        match part {
            TextPart::Text { value, .. } => text.push_str(value),
            TextPart::Expr(inner) => {
                content.push_str(&escape(&std::mem::take(&mut text)));
                let inner = p.in_text(|p| expr(p, inner));
                content.push_str(&format!("${{{inner}}}"));
            }
        }
    }
    content.push_str(&escape(&text));
    content
}

/// A text that cannot interpolate, such as a path, or a literal type.
pub fn known_text(p: &mut Printer, span: crate::text::Span, value: &str) {
    match p.slice(span.start, span.end) {
        "" => p.push(&format!("\"{}\"", escapes::escape_text(value))),
        written => p.push_written(written),
    }
}

/// A text with as few escapes as can be.
pub fn raw_text(value: &str) -> String {
    if is_raw(value) {
        format!("'{value}'")
    } else {
        format!("\"{}\"", escapes::escape_text(value))
    }
}

/// Whether a text can stand between single quotes.
fn is_raw(text: &str) -> bool {
    !text.contains(|c: char| c == '\'' || (c != '\t' && escapes::is_hidden(c)))
}

/// A number as it was written, its sign next to it.
pub fn number(p: &mut Printer, span: crate::text::Span, value: impl FnOnce() -> String) {
    let written = p.slice(span.start, span.end);
    if written.is_empty() {
        p.push(&value());
    } else if written.contains('/') {
        // A comment stands behind the sign.
        p.verbatim(span.start, span.end);
    } else {
        p.push(&written.replace([' ', '\t', '\r', '\n'], ""));
    }
}

/// A key: quoted where it is no name.
pub fn key_text(p: &mut Printer, key: &Ident) {
    if is_name(&key.name) {
        p.push(&key.name);
    } else {
        known_text(p, key.span, &key.name);
    }
}

fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}
