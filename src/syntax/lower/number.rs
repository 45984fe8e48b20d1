//! Number literals. In: what was taken for one. Out: its value, or a message. Never: signs; they
//! are operators.

use super::context::{Context, Node};
use crate::syntax::ast::{ExprKind, Number};
use crate::syntax::mistakes;

impl From<Number> for ExprKind {
    fn from(number: Number) -> ExprKind {
        match number {
            Number::Int(value) => ExprKind::Int(value),
            Number::Float(value) => ExprKind::Number(value),
        }
    }
}

/// The value of a literal. With a minus before it, the smallest int fits too, and is returned as
/// it is.
pub(super) fn number(cx: &mut Context, node: &Node, negated: bool) -> Option<Number> {
    let text = node.as_str();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let span = cx.span_of(node);
    if digits > 1 && text.starts_with('0') {
        cx.report(mistakes::leading_zero(span, text));
        return None;
    }
    if digits == text.len() {
        return match text.parse::<u64>() {
            Ok(value) if value <= i64::MAX as u64 => Some(Number::Int(value as i64)),
            Ok(value) if negated && value == 1 << 63 => Some(Number::Int(i64::MIN)),
            _ => {
                cx.report(mistakes::int_range(span, text));
                None
            }
        };
    }
    // `parse` knows more spellings than the language, so what follows the digits is looked at.
    let known = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
    match text.parse::<f64>() {
        Ok(value) if known && value.is_finite() => Some(Number::Float(value)),
        Ok(_) if known => {
            cx.report(mistakes::number_range(span, text));
            None
        }
        _ => {
            cx.report(mistakes::number(span, text, digits));
            None
        }
    }
}
