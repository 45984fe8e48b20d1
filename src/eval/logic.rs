//! Conditions: `!`, `&&`, `||`, `==` of what may be deferred, folded as far as it is known.

use super::state::Eval;
use crate::builtins::is_same;
use crate::graph::{Deferred, MatchArm, Origin, Value, ValueKind, ValueMap, is_same_expression};
use crate::syntax::ast::Expr;
use crate::types::Literal;

/// What a literal's value is.
pub(super) fn literal_kind(literal: &Literal) -> ValueKind {
    match literal {
        Literal::Text(text) => ValueKind::Text(text.clone()),
        Literal::Int(int) => ValueKind::Int(*int),
        Literal::Number(number) => ValueKind::Number(*number),
        Literal::Bool(bool) => ValueKind::Bool(*bool),
    }
}

/// Whether nothing at any depth is deferred. A property whose value was set counts as known.
pub(super) fn is_known(value: &Value) -> bool {
    match &value.kind {
        ValueKind::List(list) => list.iter().all(is_known),
        ValueKind::Map(map) => map.values().all(is_known),
        ValueKind::Deferred(_) => value.known().is_some_and(is_known),
        _ => true,
    }
}

impl<'a> Eval<'a> {
    /// Evaluates a condition: `true`, `false`, an error, or a deferred boolean that no `if` hides.
    pub fn condition(&mut self, expr: &'a Expr) -> Value {
        let value = self.expr(expr);
        self.as_condition(value)
    }

    /// A boolean as a condition: choices become `&&` and `||`, since engines have none in
    /// conditions.
    pub fn as_condition(&mut self, value: Value) -> Value {
        if matches!(value.kind, ValueKind::Bool(_) | ValueKind::Error) {
            return value;
        }
        let origin = value.origin;
        if let Some(known) = value.known().filter(|v| v.as_deferred().is_none()) {
            return match known.kind {
                ValueKind::Bool(_) | ValueKind::Error => known.clone(),
                _ => self.not_a_condition(known),
            };
        }
        match value.as_deferred() {
            Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) => {
                let condition = condition.clone();
                let (then, otherwise) = (then.clone(), otherwise.clone());
                self.choice_of_conditions(condition, then, otherwise, origin)
            }
            Some(Deferred::Match {
                subject,
                arms,
                otherwise,
                ..
            }) => {
                let (subject, arms) = (subject.clone(), arms.clone());
                let last = match otherwise {
                    Some(otherwise) => otherwise.clone(),
                    None => Value::new(ValueKind::Bool(false), origin),
                };
                let chain = arms.into_iter().rev().fold(last, |rest, arm| {
                    let here = self.is_one_of(&subject, &arm, origin);
                    self.choice_of_conditions(here, arm.value, rest, origin)
                });
                self.as_condition(chain)
            }
            _ => value,
        }
    }

    /// `condition && then || !condition && otherwise`, folded.
    fn choice_of_conditions(
        &mut self,
        condition: Value,
        then: Value,
        otherwise: Value,
        origin: Origin,
    ) -> Value {
        match self.implied(&condition) {
            Some(true) => return self.as_condition(then),
            Some(false) => return self.as_condition(otherwise),
            None => {}
        }
        let then = self.as_condition(then);
        let otherwise = self.as_condition(otherwise);
        match (then.as_bool(), otherwise.as_bool()) {
            (Some(then), Some(otherwise)) if then == otherwise => {
                return Value::new(ValueKind::Bool(then), origin);
            }
            (Some(true), _) => return self.or(vec![condition, otherwise], origin),
            (_, Some(false)) => return self.and(vec![condition, then], origin),
            _ => {}
        }
        let opposite = self.not(condition.clone(), origin);
        match (then.as_bool(), otherwise.as_bool()) {
            (Some(false), _) => self.and(vec![opposite, otherwise], origin),
            (_, Some(true)) => self.or(vec![opposite, then], origin),
            _ => {
                let first = self.and(vec![condition, then], origin);
                let second = self.and(vec![opposite, otherwise], origin);
                self.or(vec![first, second], origin)
            }
        }
    }

    /// Whether a deferred subject is one of an arm's literals.
    pub fn is_one_of(&mut self, subject: &Value, arm: &MatchArm, origin: Origin) -> Value {
        let equal = |eval: &mut Self, literal: &Literal| {
            let literal = Value::new(literal_kind(literal), origin);
            eval.equals(subject, &literal, origin)
        };
        match arm.patterns.as_slice() {
            [only] => equal(self, only),
            several => {
                let each = several.iter().map(|l| equal(self, l)).collect();
                self.or(each, origin)
            }
        }
    }

    pub fn not(&mut self, value: Value, origin: Origin) -> Value {
        match &value.kind {
            ValueKind::Bool(bool) => Value::new(ValueKind::Bool(!bool), origin),
            ValueKind::Error => value,
            _ => match value.as_deferred() {
                Some(Deferred::Not(inner)) => inner.clone(),
                _ => self.deferred(Deferred::Not(value), origin),
            },
        }
    }

    pub fn and(&mut self, operands: Vec<Value>, origin: Origin) -> Value {
        self.connect(operands, true, origin)
    }

    pub fn or(&mut self, operands: Vec<Value>, origin: Origin) -> Value {
        self.connect(operands, false, origin)
    }

    /// `&&` (`neutral` is true) or `||` (false), flat, without operands that decide nothing.
    fn connect(&mut self, operands: Vec<Value>, neutral: bool, origin: Origin) -> Value {
        let mut kept: Vec<Value> = Vec::with_capacity(operands.len());
        for operand in operands {
            match &operand.kind {
                ValueKind::Bool(bool) if *bool == neutral => continue,
                ValueKind::Bool(_) | ValueKind::Error => return operand,
                _ => {}
            }
            match operand.as_deferred() {
                Some(Deferred::And(inner)) if neutral => add_new(&mut kept, inner),
                Some(Deferred::Or(inner)) if !neutral => add_new(&mut kept, inner),
                _ => add_new(&mut kept, std::slice::from_ref(&operand)),
            }
        }
        match (kept.len(), neutral) {
            (0, _) => Value::new(ValueKind::Bool(neutral), origin),
            (1, _) => kept.swap_remove(0),
            (_, true) => self.deferred(Deferred::And(kept), origin),
            (_, false) => self.deferred(Deferred::Or(kept), origin),
        }
    }

    /// `left == right`.
    pub fn equals(&mut self, left: &Value, right: &Value, origin: Origin) -> Value {
        if left.is_error() || right.is_error() {
            return Value::new(ValueKind::Error, origin);
        }
        if is_known(left) && is_known(right) {
            let (null, other) = (left.is_null(), if left.is_null() { right } else { left });
            return match &other.kind {
                // A conditional resource is `null` where its condition does not hold.
                ValueKind::Resource(..) | ValueKind::Instance(..) if null || right.is_null() => {
                    self.is_absent(other, origin)
                }
                _ => Value::new(ValueKind::Bool(is_same(left, right)), origin),
            };
        }
        if is_mapped(left) && is_text_or_number(right)
            || is_mapped(right) && is_text_or_number(left)
        {
            return self.equal_operands(left, right, origin);
        }
        for (choice, other) in [(left, right), (right, left)] {
            let compared = self.over_branches(choice, origin, &mut |eval, branch| {
                eval.equals(branch, other, origin)
            });
            if let Some(compared) = compared {
                return self.as_condition(compared);
            }
        }
        self.equal_operands(left, right, origin)
    }

    /// `left == right` of what is no choice.
    fn equal_operands(&mut self, left: &Value, right: &Value, origin: Origin) -> Value {
        let (left, right) = (left.known().unwrap_or(left), right.known().unwrap_or(right));
        // The literal stands on the right, so that both spellings are one condition.
        let (left, right) = match left.as_deferred() {
            Some(_) => (left, right),
            None => (right, left),
        };
        match (&left.kind, &right.kind) {
            (_, ValueKind::Null) => self.is_null(left, origin),
            (ValueKind::Null, _) => self.is_null(right, origin),
            (_, ValueKind::Bool(true)) => left.clone(),
            (_, ValueKind::Bool(false)) => self.not(left.clone(), origin),
            (ValueKind::List(l), ValueKind::List(r)) if l.len() != r.len() => {
                Value::new(ValueKind::Bool(false), origin)
            }
            (ValueKind::List(l), ValueKind::List(r)) => {
                let pairs = l.iter().zip(r.iter());
                let each = pairs.map(|(l, r)| self.equals(l, r, origin)).collect();
                self.and(each, origin)
            }
            _ if is_same_expression(left, right) => Value::new(ValueKind::Bool(true), origin),
            _ => {
                let equals = Deferred::Equals(left.clone(), right.clone());
                let value = self.deferred(equals, origin);
                match self.implied(&value) {
                    Some(truth) => Value::new(ValueKind::Bool(truth), origin),
                    None => value,
                }
            }
        }
    }

    /// `value == null`, of a value that is no choice.
    pub(super) fn is_null(&mut self, value: &Value, origin: Origin) -> Value {
        let known = |bool| Value::new(ValueKind::Bool(bool), origin);
        match value.as_deferred() {
            Some(Deferred::Param(id)) if !self.graph.param(*id).ty.is_optional() => known(false),
            Some(Deferred::Param(_) | Deferred::Field { .. } | Deferred::Lookup { .. }) => {
                let null = Value::null(origin);
                let value = self.deferred(Deferred::Equals(value.clone(), null), origin);
                match self.implied(&value) {
                    Some(truth) => known(truth),
                    None => value,
                }
            }
            Some(Deferred::Prop { resource, path, .. }) => {
                known(self.gives_nothing(*resource, path))
            }
            // Every other expression gives a value.
            _ => known(false),
        }
    }

    /// `resource == null`, also of an instance.
    fn is_absent(&mut self, handle: &Value, origin: Origin) -> Value {
        let absent = match self.condition_of(handle) {
            None => return Value::new(ValueKind::Bool(false), origin),
            Some(condition) => self.not(condition, origin),
        };
        match self.implied(&absent) {
            Some(truth) => Value::new(ValueKind::Bool(truth), origin),
            None => absent,
        }
    }
}

/// Whether a value is looked up in a map with a name, which becomes a Mapping: conditions hold those
/// as they are.
fn is_mapped(value: &Value) -> bool {
    let Some(Deferred::Lookup {
        map: Some(_),
        entries,
        keys,
        domain,
        default: None,
    }) = value.as_deferred()
    else {
        return false;
    };
    if let [_, second] = keys.as_slice() {
        let Some(key) = second.as_text() else {
            return false;
        };
        let mut rows = entries.as_map().into_iter().flat_map(ValueMap::values);
        return rows.all(|row| {
            let found = row.as_map().and_then(|row| row.get(key));
            found.is_some_and(is_text_or_number)
        });
    }
    let Some(domain) = domain else {
        return false;
    };
    let has = |literal: &Literal| match literal {
        Literal::Text(text) => {
            let row = entries.as_map().and_then(|map| map.get(text));
            row.is_some_and(is_text_or_number)
        }
        _ => false,
    };
    keys.len() == 1 && domain.iter().all(has)
}

fn is_text_or_number(value: &Value) -> bool {
    matches!(
        value.kind,
        ValueKind::Text(_) | ValueKind::Int(_) | ValueKind::Number(_)
    )
}

/// Of more operands than this, what is there twice is found by the target, which has to name them.
const COMPARED: usize = 256;

/// Adds operands that are not there yet.
fn add_new(kept: &mut Vec<Value>, operands: &[Value]) {
    for operand in operands {
        let is_there = |kept: &[Value]| kept.iter().any(|k| is_same_expression(k, operand));
        if kept.len() > COMPARED || !is_there(kept) {
            kept.push(operand.clone());
        }
    }
}
