//! Expressions: which file runs which, and names.

use super::shared::is_worth_keeping;
use super::state::{CLOSED, Eval, FAILED, GUARDED};
use crate::graph::{Deferred, Origin, Presence, Value, ValueKind};
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::{Expr, ExprKind, UnaryOp};
use crate::text::Span;

impl<'a> Eval<'a> {
    /// The value of an expression. What is wrong in it has been reported when this returns.
    pub fn expr(&mut self, expr: &'a Expr) -> Value {
        let flags = self.module.flags(expr.id);
        if flags & (FAILED | GUARDED) != 0 {
            return self.marked(expr, flags);
        }
        if flags & CLOSED != 0 && self.repeating && is_worth_keeping(&expr.kind) {
            return self.kept(expr);
        }
        self.compute(expr)
    }

    fn marked(&mut self, expr: &'a Expr, flags: u8) -> Value {
        if flags & FAILED != 0 {
            return self.error(expr.span);
        }
        let value = match flags & CLOSED != 0 && self.repeating && is_worth_keeping(&expr.kind) {
            true => self.kept(expr),
            false => self.compute(expr),
        };
        self.guard(value, expr)
    }

    /// The value of an expression, whatever its marks.
    pub fn compute(&mut self, expr: &'a Expr) -> Value {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => self.value(ValueKind::Null, span),
            ExprKind::Bool(bool) => self.value(ValueKind::Bool(*bool), span),
            ExprKind::Int(int) => self.value(ValueKind::Int(*int), span),
            ExprKind::Number(number) => self.value(ValueKind::Number(*number), span),
            ExprKind::Text(text) => self.text_expr(text, expr),
            ExprKind::List(entries) => self.list_expr(entries, span),
            ExprKind::Record(entries) => self.record_expr(entries, expr),
            ExprKind::ListFor(list) => self.list_for(list, span),
            ExprKind::MapFor(map) => self.map_for(map, span),
            ExprKind::Name(_) => self.name(expr),
            ExprKind::Paren(inner) => self.expr(inner),
            ExprKind::Field {
                base,
                name,
                optional,
            } => self.field_expr(base, name, *optional, expr),
            ExprKind::Index { base, index } => self.index_expr(base, index, span),
            ExprKind::Call { callee, arguments } => self.call_expr(callee, arguments, expr),
            ExprKind::Assume(inner) => {
                let value = self.expr(inner);
                self.assumed(value, span)
            }
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => {
                let value = self.condition(operand);
                self.not(value, self.origin(span))
            }
            ExprKind::Unary {
                op: UnaryOp::Negate,
                operand,
            } => {
                let value = self.expr(operand);
                self.negate(&value, span)
            }
            ExprKind::Binary {
                op, left, right, ..
            } => self.binary(*op, left, right, span),
            ExprKind::Range { from, to } => self.range_expr(from, to, span),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => self.if_expr(condition, then, otherwise, span),
            ExprKind::Match { subject, arms } => self.match_expr(subject, arms, span),
            ExprKind::Block { lets, result } => {
                let depth = self.locals.len();
                for value in lets {
                    let value = self.expr(&value.value);
                    self.locals.push(value);
                }
                let value = self.expr(result);
                self.locals.truncate(depth);
                value
            }
            // Types are values in tests alone; the rest has been reported.
            ExprKind::TypeName(_) | ExprKind::Error => self.error(span),
        }
    }

    fn name(&mut self, expr: &'a Expr) -> Value {
        match self.module.unit.names.binding(expr.id) {
            Binding::Local(slot) => {
                let value = self.locals.get(self.base + slot as usize);
                let value = value.cloned();
                let mut value = value.unwrap_or_else(|| self.error(expr.span));
                if self.within.slots.contains(&slot) {
                    value.origin = self.read_at(&value, expr.span);
                }
                self.settled(value)
            }
            Binding::Item(decl) => self.item_value(decl, expr.span),
            // Functions and namespaces are no values; the checker says so.
            Binding::Builtin(_) | Binding::Namespace(_) | Binding::Module(_) | Binding::None => {
                self.error(expr.span)
            }
        }
    }

    /// The value of a top-level declaration, read at a place.
    pub fn item_value(&mut self, decl: DeclId, at: Span) -> Value {
        let item = decl.item.0 as usize;
        let scope = self.module_of(decl).and_then(|m| self.scopes.get(m));
        let kind = scope.and_then(|s| s.items.get(item)).cloned();
        let kind = kind.unwrap_or(ValueKind::Error);
        let written = scope.and_then(|s| s.origins.get(item).copied().flatten());
        let mut value = Value::new(kind, written.unwrap_or_else(|| self.origin(at)));
        value.origin = self.read_at(&value, at);
        self.settled(value)
    }

    /// Where a declaration's value is from that is read at a place: references are made where they
    /// are written, data where it is.
    fn read_at(&self, value: &Value, at: Span) -> Origin {
        match &value.kind {
            ValueKind::Resource(..) | ValueKind::Instance(..) => self.origin(at),
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::Param(_) | Deferred::Condition(_) => self.origin(at),
                _ => value.origin,
            },
            _ => value.origin,
        }
    }

    /// The value, without an `if` around it that is decided where it is read.
    pub fn settled(&mut self, value: Value) -> Value {
        let Some(Deferred::If {
            condition,
            then,
            otherwise,
        }) = value.as_deferred()
        else {
            return value;
        };
        match self.implied(condition) {
            Some(true) => {
                let then = then.clone();
                self.settled(then)
            }
            Some(false) => {
                let otherwise = otherwise.clone();
                self.settled(otherwise)
            }
            None => value,
        }
    }

    /// `value!`: it is there.
    pub fn assumed(&mut self, value: Value, span: Span) -> Value {
        let origin = self.origin(span);
        match &value.kind {
            ValueKind::Resource(id, _) => {
                Value::new(ValueKind::Resource(*id, Presence::Assumed), origin)
            }
            ValueKind::Instance(id, _) => {
                Value::new(ValueKind::Instance(*id, Presence::Assumed), origin)
            }
            ValueKind::Null => self.null_error(span),
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::If {
                    then, otherwise, ..
                } if otherwise.is_null() => self.assumed(then.clone(), span),
                Deferred::If {
                    then, otherwise, ..
                } if then.is_null() => self.assumed(otherwise.clone(), span),
                _ => value,
            },
            _ => value,
        }
    }
}
