//! Texts, keys and numbers: as they were written, where they were. In: one of them. Out: its text.
//! Never: another spelling of what somebody wrote.

use super::expr::expr;
use super::printer::Printer;
use crate::syntax::ast::{Expr, Ident, TextLiteral, TextPart};
use crate::syntax::escapes;

/// A text is not touched. One that nobody wrote is put in double quotes.
pub fn text_literal(p: &mut Printer, e: &Expr, literal: &TextLiteral) {
    let written = p.slice(e.span.start, e.span.end);
    if !written.is_empty() {
        p.verbatim(e.span.start, e.span.end);
        return;
    }
    p.push("\"");
    for part in &literal.parts {
        match part {
            TextPart::Text { value, .. } => p.push(&escapes::escape_text(value)),
            TextPart::Expr(inner) => {
                p.push("${");
                expr(p, inner);
                p.push("}");
            }
        }
    }
    p.push("\"");
}

/// A text that cannot interpolate, such as a path, or a literal type.
pub fn known_text(p: &mut Printer, span: crate::text::Span, value: &str) {
    match p.slice(span.start, span.end) {
        "" => p.push(&format!("\"{}\"", escapes::escape_text(value))),
        written => p.push_written(written),
    }
}

/// A number as it was written, its sign next to it.
pub fn number(p: &mut Printer, span: crate::text::Span, value: impl FnOnce() -> String) {
    let written = p.slice(span.start, span.end);
    if written.is_empty() {
        p.push(&value());
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
