//! Texts and what is interpolated into them: one text where everything is known, else the parts.

use super::state::Eval;
use crate::builtins::{number_text, scalar_text, with_digits};
use crate::graph::{Deferred, Value, ValueKind};
use crate::syntax::ast::{Expr, TextLiteral, TextPart};
use crate::text::{Name, Span};
use crate::types::{Literal, Type};

impl<'a> Eval<'a> {
    pub fn text_expr(&mut self, text: &'a TextLiteral, expr: &'a Expr) -> Value {
        match text.parts.as_slice() {
            [] => self.value(ValueKind::Text(Name::new()), expr.span),
            [TextPart::Text { value, .. }] => self.value(ValueKind::Text(value.clone()), expr.span),
            parts => self.interpolated(parts, expr.span),
        }
    }

    fn interpolated(&mut self, parts: &'a [TextPart], span: Span) -> Value {
        let mut made = Made {
            // Taken, not borrowed: what is interpolated may hold texts of its own.
            text: std::mem::take(&mut self.text),
            parts: Vec::new(),
            from: span,
        };
        made.text.clear();
        let mut failed = false;
        for part in parts {
            match part {
                TextPart::Text { value, span } => made.push_text(value, *span),
                TextPart::Expr(part) => {
                    let value = self.expr(part);
                    failed |= value.is_error();
                    self.interpolate(&mut made, value);
                }
            }
            if made.text.len() > MOST_AT_ONCE
                && !self.reserve((made.text.len() / SHARE) as u64, "bytes of text", span)
            {
                failed = true;
                break;
            }
        }
        let value = match made.parts.is_empty() {
            _ if failed => self.error(span),
            true => self.value(ValueKind::Text(made.text.as_str().into()), span),
            false => self.concatenated(&mut made, parts, span),
        };
        self.text = made.text;
        value
    }

    fn interpolate(&mut self, made: &mut Made, value: Value) {
        match &value.kind {
            ValueKind::Text(text) => made.push_text(text, value.origin.span),
            ValueKind::Int(int) => with_digits(*int, |digits| made.text.push_str(digits)),
            ValueKind::Number(number) => made.text.push_str(&number_text(*number)),
            ValueKind::Bool(bool) => made.text.push_str(if *bool { "true" } else { "false" }),
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::Concat(inner) => {
                    for part in inner {
                        match scalar_text(part) {
                            Some(text) => made.push_text(&text, part.origin.span),
                            None => made.push_part(part.clone(), self),
                        }
                    }
                }
                _ => made.push_part(value, self),
            },
            ValueKind::Null => {
                self.null_error(value.origin.span);
            }
            ValueKind::List(_)
            | ValueKind::Map(_)
            | ValueKind::Resource(..)
            | ValueKind::Instance(..) => {
                self.not_a_text(&value);
            }
            ValueKind::Error => {}
        }
    }

    fn concatenated(&mut self, made: &mut Made, parts: &'a [TextPart], span: Span) -> Value {
        made.flush(self);
        // Nothing behind a text alone says that it is one, and needs no conversion.
        if let ([_], [TextPart::Expr(part)]) = (made.parts.as_slice(), parts)
            && is_text(self.module.unit.types.expr(part.id))
        {
            made.parts
                .push(self.value(ValueKind::Text(Name::new()), span));
        }
        let parts = std::mem::take(&mut made.parts);
        if !self.reserve(parts.len() as u64, "parts of texts", span) {
            return self.error(span);
        }
        self.deferred(Deferred::Concat(parts), self.origin(span))
    }
}

/// A longer text takes room of the build's budget.
const MOST_AT_ONCE: usize = 1 << 12;

/// So many bytes take the room of one value.
const SHARE: usize = 64;

/// What is put together so far.
struct Made {
    /// Known text behind the last part.
    text: String,
    parts: Vec<Value>,
    /// Where `text` was written.
    from: Span,
}

impl Made {
    fn push_text(&mut self, text: &str, at: Span) {
        if self.text.is_empty() {
            self.from = at;
        }
        self.text.push_str(text);
    }

    fn push_part(&mut self, part: Value, eval: &Eval) {
        self.flush(eval);
        self.parts.push(part);
    }

    fn flush(&mut self, eval: &Eval) {
        if !self.text.is_empty() {
            let kind = ValueKind::Text(self.text.as_str().into());
            self.parts.push(eval.value(kind, self.from));
            self.text.clear();
        }
    }
}

fn is_text(ty: &Type) -> bool {
    ty.members().iter().all(|member| {
        matches!(
            member,
            Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_))
        )
    })
}
