//! Operators: arithmetic, comparisons, `&&`, `||`, `in`, ranges.

use super::logic::is_known;
use super::state::Eval;
use crate::builtins::{float, is_finite, is_same, order, scalar_text};
use crate::diag::{Code, Diagnostic};
use crate::graph::{ArithmeticOp, CompareOp, Deferred, Value, ValueKind};
use crate::syntax::ast::{BinaryOp, Expr, ExprKind};
use crate::text::Span;
use std::cmp::Ordering;

/// `in` over a range of at most this many numbers lists them.
const LISTED: i64 = 100;

impl<'a> Eval<'a> {
    pub fn binary(&mut self, op: BinaryOp, left: &'a Expr, right: &'a Expr, span: Span) -> Value {
        match op {
            BinaryOp::And => self.both(left, right, true, span),
            BinaryOp::Or => self.both(left, right, false, span),
            BinaryOp::Coalesce => self.coalesce(left, right, span),
            BinaryOp::In => self.is_in(left, right, span),
            BinaryOp::Equal | BinaryOp::NotEqual => {
                let (left, right) = (self.expr(left), self.expr(right));
                if !self.reserve_walk(&left, span) {
                    return self.error(span);
                }
                let equal = self.equals(&left, &right, self.origin(span));
                match op {
                    BinaryOp::Equal => equal,
                    _ => self.not(equal, self.origin(span)),
                }
            }
            BinaryOp::Less => self.compared(CompareOp::Less, left, right, span),
            BinaryOp::LessEqual => self.compared(CompareOp::LessEqual, left, right, span),
            BinaryOp::Greater => self.compared(CompareOp::Greater, left, right, span),
            BinaryOp::GreaterEqual => self.compared(CompareOp::GreaterEqual, left, right, span),
            BinaryOp::Multiply => self.computed(ArithmeticOp::Multiply, left, right, span),
            BinaryOp::Divide => self.computed(ArithmeticOp::Divide, left, right, span),
            BinaryOp::Remainder => self.computed(ArithmeticOp::Remainder, left, right, span),
            BinaryOp::Add => self.computed(ArithmeticOp::Add, left, right, span),
            BinaryOp::Subtract => self.computed(ArithmeticOp::Subtract, left, right, span),
        }
    }

    /// `&&` (`neutral` is true) and `||` (false). The right side is only looked at where the left
    /// one does not decide, and under what it says.
    fn both(&mut self, left: &'a Expr, right: &'a Expr, neutral: bool, span: Span) -> Value {
        let left = self.condition(left);
        let decided = match left.kind {
            ValueKind::Bool(bool) => Some(bool),
            ValueKind::Error => return self.error(span),
            _ => self.implied(&left),
        };
        match decided {
            Some(truth) if truth == neutral => self.condition(right),
            Some(truth) => self.value(ValueKind::Bool(truth), span),
            None => {
                let right = self.under(&left, neutral, |eval| eval.condition(right));
                match neutral {
                    true => self.and(vec![left, right], self.origin(span)),
                    false => self.or(vec![left, right], self.origin(span)),
                }
            }
        }
    }

    /// `left in right`.
    fn is_in(&mut self, left: &'a Expr, right: &'a Expr, span: Span) -> Value {
        let wanted = self.expr(left);
        let origin = self.origin(span);
        if let ExprKind::Range { from, to } = &right.kind {
            return self.is_in_range(&wanted, from, to, span);
        }
        let list = self.expr(right);
        if wanted.is_error() || list.is_error() {
            return self.error(span);
        }
        let Some(known) = list.known().filter(|l| l.as_deferred().is_none()) else {
            let over = self.over_branches(&list, origin, &mut |eval, branch| {
                eval.is_element(&wanted, branch, span)
            });
            return match over {
                Some(over) => self.as_condition(over),
                None => {
                    let call = Deferred::Call {
                        function: "contains",
                        arguments: vec![list, wanted],
                    };
                    self.deferred(call, origin)
                }
            };
        };
        self.is_element(&wanted, known, span)
    }

    fn is_element(&mut self, wanted: &Value, list: &Value, span: Span) -> Value {
        let origin = self.origin(span);
        match &list.kind {
            ValueKind::List(elements) => {
                if !self.reserve_walk(list, span) {
                    return self.error(span);
                }
                if is_known(wanted) && elements.iter().all(is_known) {
                    let found = elements.iter().any(|e| is_same(e, wanted));
                    return Value::new(ValueKind::Bool(found), origin);
                }
                let equal = elements.iter().map(|e| self.equals(wanted, e, origin));
                let equal = equal.collect();
                self.or(equal, origin)
            }
            ValueKind::Map(map) => match wanted.known().and_then(scalar_text) {
                Some(key) => Value::new(ValueKind::Bool(map.contains_key(&key)), origin),
                None => {
                    let keys: Vec<Value> =
                        map.keys().map(|k| Value::text(k.clone(), origin)).collect();
                    let equal = keys.iter().map(|k| self.equals(wanted, k, origin));
                    let equal = equal.collect();
                    self.or(equal, origin)
                }
            },
            ValueKind::Null => Value::new(ValueKind::Bool(false), origin),
            _ => self.wrong_kind(list, "a list"),
        }
    }

    fn is_in_range(&mut self, wanted: &Value, from: &'a Expr, to: &'a Expr, span: Span) -> Value {
        let origin = self.origin(span);
        let (from, to) = (self.expr(from), self.expr(to));
        let deferred = !is_known(wanted);
        if deferred
            && let (ValueKind::Int(first), ValueKind::Int(last)) = (&from.kind, &to.kind)
            && last.saturating_sub(*first) < LISTED
        {
            let numbers = (*first..=*last).map(|i| Value::new(ValueKind::Int(i), origin));
            let numbers = Value::list(Vec::from_iter(numbers), origin);
            return self.is_element(wanted, &numbers, span);
        }
        let above = self.order(CompareOp::LessEqual, &from, wanted, span);
        let below = self.order(CompareOp::LessEqual, wanted, &to, span);
        self.and(vec![above, below], origin)
    }

    fn compared(&mut self, op: CompareOp, left: &'a Expr, right: &'a Expr, span: Span) -> Value {
        let (left, right) = (self.expr(left), self.expr(right));
        self.order(op, &left, &right, span)
    }

    fn order(&mut self, op: CompareOp, left: &Value, right: &Value, span: Span) -> Value {
        if left.is_error() || right.is_error() {
            return self.error(span);
        }
        let (Some(l), Some(r)) = (data(left), data(right)) else {
            let over = self.over_either(left, right, span, &mut |eval, l, r| {
                eval.order(op, l, r, span)
            });
            return match over {
                Some(over) => self.as_condition(over),
                None => {
                    let compare = Deferred::Compare {
                        op,
                        left: left.clone(),
                        right: right.clone(),
                    };
                    self.deferred(compare, self.origin(span))
                }
            };
        };
        let ordering = match (&l.kind, &r.kind) {
            (ValueKind::Text(l), ValueKind::Text(r)) => Some(l.cmp(r)),
            (l, r) => order(l, r),
        };
        let Some(ordering) = ordering else {
            let wrong = if float(&l.kind).is_some() { r } else { l };
            return self.wrong_kind(wrong, "a number");
        };
        let holds = match op {
            CompareOp::Less => ordering == Ordering::Less,
            CompareOp::LessEqual => ordering != Ordering::Greater,
            CompareOp::Greater => ordering == Ordering::Greater,
            CompareOp::GreaterEqual => ordering != Ordering::Less,
        };
        self.value(ValueKind::Bool(holds), span)
    }

    fn computed(&mut self, op: ArithmeticOp, left: &'a Expr, right: &'a Expr, span: Span) -> Value {
        let (left, right) = (self.expr(left), self.expr(right));
        self.arithmetic(op, &left, &right, span)
    }

    fn arithmetic(&mut self, op: ArithmeticOp, left: &Value, right: &Value, span: Span) -> Value {
        if left.is_error() || right.is_error() {
            return self.error(span);
        }
        let (Some(l), Some(r)) = (data(left), data(right)) else {
            let over = self.over_either(left, right, span, &mut |eval, l, r| {
                eval.arithmetic(op, l, r, span)
            });
            return match over {
                Some(over) => over,
                None => {
                    let arithmetic = Deferred::Arithmetic {
                        op,
                        left: left.clone(),
                        right: right.clone(),
                    };
                    self.deferred(arithmetic, self.origin(span))
                }
            };
        };
        let result = match (&l.kind, &r.kind) {
            (ValueKind::Int(l), ValueKind::Int(r)) => integers(op, *l, *r),
            (lk, rk) => match (float(lk), float(rk)) {
                (Some(l), Some(r)) => floats(op, l, r),
                (None, _) => return self.wrong_kind(l, "a number"),
                (_, None) => return self.wrong_kind(r, "a number"),
            },
        };
        match result {
            Ok(kind) => self.value(kind, span),
            Err(message) => self.arithmetic_error(message, span),
        }
    }

    pub fn negate(&mut self, value: &Value, span: Span) -> Value {
        let zero = self.value(ValueKind::Int(0), span);
        match data(value).map(|v| &v.kind) {
            Some(ValueKind::Number(number)) => self.value(ValueKind::Number(-number), span),
            _ => self.arithmetic(ArithmeticOp::Subtract, &zero, value, span),
        }
    }

    fn arithmetic_error(&mut self, message: &str, span: Span) -> Value {
        self.report(Diagnostic::new(Code::EvalArithmetic, span, message).here("computed here"));
        self.error(span)
    }

    /// Applies `on` to all combinations of what two operands may be. `None` where neither is a
    /// choice.
    fn over_either(
        &mut self,
        left: &Value,
        right: &Value,
        span: Span,
        on: &mut dyn FnMut(&mut Eval<'a>, &Value, &Value) -> Value,
    ) -> Option<Value> {
        let origin = self.origin(span);
        let over = self.over_branches(left, origin, &mut |eval, left| on(eval, left, right));
        if over.is_some() {
            return over;
        }
        self.over_branches(right, origin, &mut |eval, right| on(eval, left, right))
    }

    /// `from..to` as a list.
    pub fn range_expr(&mut self, from: &'a Expr, to: &'a Expr, span: Span) -> Value {
        let Some((first, last)) = self.range_ends(from, to) else {
            return self.error(span);
        };
        if !self.reserve(count(first, last), "elements of the range", span) {
            return self.error(span);
        }
        let numbers = (first..=last).map(|i| self.value(ValueKind::Int(i), span));
        let numbers = numbers.collect();
        self.list(numbers, self.origin(span))
    }

    /// Both ends of a range, which must be known.
    pub fn range_ends(&mut self, from: &'a Expr, to: &'a Expr) -> Option<(i64, i64)> {
        let mut ends = [from, to].map(|end| {
            let value = self.expr(end);
            if value.is_error() {
                return None;
            }
            let known = self.must_be_known(&value, end.span, "the end of a range")?;
            match known.kind {
                ValueKind::Int(int) => Some(int),
                _ => {
                    self.wrong_kind(&known, "an integer");
                    None
                }
            }
        });
        Some((ends[0].take()?, ends[1].take()?))
    }

    /// Takes the room of looking at all of a value. Small ones are free.
    fn reserve_walk(&mut self, value: &Value, span: Span) -> bool {
        const FREE: u32 = 64;
        match value.weight().count {
            0..=FREE => true,
            count => self.reserve(u64::from(count / FREE), "values", span),
        }
    }
}

/// How many integers a range holds.
pub(super) fn count(first: i64, last: i64) -> u64 {
    match first <= last {
        true => first.abs_diff(last).saturating_add(1),
        false => 0,
    }
}

fn data(value: &Value) -> Option<&Value> {
    value.known().filter(|v| v.as_deferred().is_none())
}

fn integers(op: ArithmeticOp, left: i64, right: i64) -> Result<ValueKind, &'static str> {
    let result = match op {
        ArithmeticOp::Add => left.checked_add(right),
        ArithmeticOp::Subtract => left.checked_sub(right),
        ArithmeticOp::Multiply => left.checked_mul(right),
        ArithmeticOp::Divide => return floats(op, left as f64, right as f64),
        ArithmeticOp::Remainder if right == 0 => return Err("division by zero"),
        // The one case that does not fit, -2^63 % -1, is 0.
        ArithmeticOp::Remainder => Some(left.wrapping_rem(right)),
    };
    result
        .map(ValueKind::Int)
        .ok_or("the result is too big for 64 bits")
}

fn floats(op: ArithmeticOp, left: f64, right: f64) -> Result<ValueKind, &'static str> {
    let result = match op {
        ArithmeticOp::Add => left + right,
        ArithmeticOp::Subtract => left - right,
        ArithmeticOp::Multiply => left * right,
        ArithmeticOp::Divide | ArithmeticOp::Remainder if right == 0.0 => {
            return Err("division by zero");
        }
        ArithmeticOp::Divide => left / right,
        ArithmeticOp::Remainder => left % right,
    };
    Some(ValueKind::Number(result))
        .filter(is_finite)
        .ok_or("the result is too big for a number")
}
