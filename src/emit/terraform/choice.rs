//! Choices: `if`, `match`, look-ups, and what `&&` and `||` guard. In: deferred choices. Out: conditionals
//! and look-ups of Terraform's language. Never: a branch whose type Terraform would change.

use super::expression::{Binding, Printer};
use super::literal;
use super::nulls::may_fail;
use super::place::Place;
use super::shape::{self, Shape};
use crate::graph::{Deferred, MatchArm, Value, ValueKind, is_same_expression};
use crate::types::Literal;

/// What decides for a branch.
#[derive(Clone, Copy)]
enum Test<'v> {
    Holds(&'v Value),
    /// The subject is one of these.
    Is(&'v Value, &'v [Literal]),
}

/// A branch, and the test before it; the last has none.
type Branch<'v> = (Option<Test<'v>>, &'v Value);

impl Printer<'_> {
    pub fn choice(&mut self, deferred: &Deferred, place: Place, around: Binding) {
        match deferred {
            Deferred::If {
                condition,
                then,
                otherwise,
            } if otherwise.is_null() && is_given(condition, then) => {
                self.bound(then, place, around);
            }
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                let branches = [(Some(Test::Holds(condition)), then), (None, otherwise)];
                self.branches(&branches, place, around);
            }
            Deferred::Match {
                subject,
                arms,
                otherwise,
                domain,
            } => {
                let otherwise = otherwise.as_ref();
                let covers = covers(arms, domain.as_deref());
                if is_table(arms, otherwise) || (otherwise.is_none() && !covers && is_keyed(arms)) {
                    return self.table(subject, arms, otherwise);
                }
                let mut branches: Vec<Branch> = arms
                    .iter()
                    .map(|arm| (Some(Test::Is(subject, &arm.patterns)), &arm.value))
                    .collect();
                match otherwise {
                    Some(value) => branches.push((None, value)),
                    // All values are covered: the last arm takes what the others leave.
                    None => branches.iter_mut().rev().take(1).for_each(|b| b.0 = None),
                }
                self.branches(&branches, place, around);
            }
            Deferred::Lookup {
                map,
                entries,
                keys,
                default,
                ..
            } => {
                let local = map.and_then(|map| self.plan.map_name(map));
                self.lookup(local, entries, keys, default.as_ref());
            }
            _ => {}
        }
    }

    /// `a ? x : b ? y : z`
    fn branches(&mut self, branches: &[Branch], place: Place, around: Binding) {
        let shapes = branches.iter().map(|(_, value)| self.shape(value));
        if place.scalar().is_none() && shape::common(shapes).is_none() {
            return self.unlike(branches, place);
        }
        self.operation(Binding::Choice, around, |printer| {
            for (test, value) in branches {
                let Some(test) = test else {
                    printer.bound(value, place, Binding::Choice);
                    break;
                };
                printer.test(*test);
                printer.text.push_str(" ? ");
                printer.bound(value, place, Binding::Or);
                printer.text.push_str(" : ");
            }
        });
    }

    /// `[x, y][a ? 0 : 1]`: the branches of a conditional must be of one type, the elements of a tuple
    /// need not. All of them are evaluated: `a ? x : null` where that fails unless it is the one.
    fn unlike(&mut self, branches: &[Branch], place: Place) {
        self.text.push('[');
        for (number, (test, value)) in branches.iter().enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            if !may_fail(self.graph, value) {
                self.value(value, place);
                continue;
            }
            for before in branches.iter().take(number).filter_map(|branch| branch.0) {
                self.test(before);
                self.text.push_str(" ? null : ");
            }
            match test {
                Some(test) => {
                    self.test(*test);
                    self.text.push_str(" ? ");
                    self.bound(value, place, Binding::Or);
                    self.text.push_str(" : null");
                }
                None => self.value(value, place),
            }
        }
        self.text.push_str("][");
        for (number, (test, _)) in branches.iter().enumerate() {
            if let Some(test) = test {
                self.test(*test);
                self.text.push_str(" ? ");
            }
            self.text.push_str(&number.to_string());
            if test.is_some() {
                self.text.push_str(" : ");
            }
        }
        self.text.push(']');
    }

    fn test(&mut self, test: Test) {
        match test {
            Test::Holds(condition) => self.bound(condition, Place::UNKNOWN, Binding::Or),
            Test::Is(subject, [Literal::Bool(true)]) => {
                self.bound(subject, Place::UNKNOWN, Binding::Or);
            }
            Test::Is(subject, [Literal::Bool(false)]) => {
                self.text.push('!');
                self.bound(subject, Place::UNKNOWN, Binding::Prefix);
            }
            Test::Is(subject, [only]) => {
                self.bound(subject, Place::UNKNOWN, Binding::Equality);
                self.text.push_str(" == ");
                self.literal(only);
            }
            Test::Is(subject, patterns) => {
                self.text.push_str("contains([");
                for (number, pattern) in patterns.iter().enumerate() {
                    if number > 0 {
                        self.text.push_str(", ");
                    }
                    self.literal(pattern);
                }
                self.text.push_str("], ");
                self.value(subject, Place::UNKNOWN);
                self.text.push(')');
            }
        }
    }

    /// `{ prod = 3, dev = 1 }[var.stage]`, `lookup({ prod = 3 }, var.stage, 1)`
    fn table(&mut self, subject: &Value, arms: &[MatchArm], otherwise: Option<&Value>) {
        if otherwise.is_some() {
            self.text.push_str("lookup(");
        }
        let mut open = "{ ";
        for arm in arms {
            for pattern in &arm.patterns {
                self.text.push_str(open);
                literal::key(&pattern_text(pattern), &mut self.text);
                self.text.push_str(" = ");
                self.value(&arm.value, Place::UNKNOWN);
                open = ", ";
            }
        }
        self.text.push_str(" }");
        match otherwise {
            Some(otherwise) => {
                self.text.push_str(", ");
                self.value(subject, Place::UNKNOWN);
                self.text.push_str(", ");
                self.value(otherwise, Place::UNKNOWN);
                self.text.push(')');
            }
            None => self.index(subject),
        }
    }

    /// `local.sizes[var.stage]["memory"]`, `lookup(lookup(local.sizes, var.stage, {}), "memory", 1)`
    fn lookup(
        &mut self,
        local: Option<&str>,
        entries: &Value,
        keys: &[Value],
        default: Option<&Value>,
    ) {
        if default.is_some() {
            keys.iter().for_each(|_| self.text.push_str("lookup("));
        }
        match local {
            Some(name) => self.push(&["local.", name]),
            None => self.bound(entries, Place::UNKNOWN, Binding::Postfix),
        }
        for (number, key) in keys.iter().enumerate() {
            let Some(default) = default else {
                self.index(key);
                continue;
            };
            self.text.push_str(", ");
            self.value(key, Place::UNKNOWN);
            self.text.push_str(", ");
            match number + 1 == keys.len() {
                true => self.value(default, Place::UNKNOWN),
                false => self.text.push_str("{}"),
            }
            self.text.push(')');
        }
    }

    /// `a && b`, `a || b`. Terraform evaluates both sides whatever the first says, so that a side which
    /// only works under the other is written as a branch.
    pub fn junction(&mut self, operands: &[Value], is_and: bool, around: Binding) {
        let (sign, own) = match is_and {
            true => (" && ", Binding::And),
            false => (" || ", Binding::Or),
        };
        let guarded = operands.iter().skip(1);
        let is_guarded = guarded.into_iter().any(|o| may_fail(self.graph, o));
        let Some((last, before)) = operands.split_last().filter(|_| is_guarded) else {
            return self.operation(own, around, |printer| {
                for (number, operand) in operands.iter().enumerate() {
                    if number > 0 {
                        printer.text.push_str(sign);
                    }
                    printer.bound(operand, Place::UNKNOWN, own);
                }
            });
        };
        self.operation(Binding::Choice, around, |printer| {
            for operand in before {
                printer.bound(operand, Place::UNKNOWN, Binding::Or);
                printer
                    .text
                    .push_str(if is_and { " ? " } else { " ? true : " });
            }
            printer.bound(last, Place::UNKNOWN, Binding::Choice);
            if is_and {
                before
                    .iter()
                    .for_each(|_| printer.text.push_str(" : false"));
            }
        });
    }

    fn literal(&mut self, literal: &Literal) {
        match literal {
            Literal::Text(text) => literal::quoted(text, &mut self.text),
            Literal::Int(int) => literal::scalar(&ValueKind::Int(*int), &mut self.text),
            Literal::Number(number) => literal::scalar(&ValueKind::Number(*number), &mut self.text),
            Literal::Bool(bool) => literal::scalar(&ValueKind::Bool(*bool), &mut self.text),
        }
    }

    pub fn shape(&self, value: &Value) -> Shape {
        shape::of(self.graph, self.catalogue, value)
    }
}

/// Whether a condition says of a value that it is not `null`, and nothing else.
fn is_given(condition: &Value, value: &Value) -> bool {
    let Some(Deferred::Not(inner)) = condition.as_deferred() else {
        return false;
    };
    match inner.as_deferred() {
        Some(Deferred::Equals(left, right)) => right.is_null() && is_same_expression(left, value),
        _ => false,
    }
}

/// Whether a `match` is a table of known scalars, with more than one row.
fn is_table(arms: &[MatchArm], otherwise: Option<&Value>) -> bool {
    let is_data = |value: &Value| {
        matches!(
            value.kind,
            ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Text(_)
        )
    };
    let rows: usize = arms.iter().map(|arm| arm.patterns.len()).sum();
    rows > 1
        && (rows > 2 || otherwise.is_some())
        && is_keyed(arms)
        && arms.iter().all(|arm| is_data(&arm.value))
        && otherwise.is_none_or(is_data)
}

/// Whether all patterns can be keys of an object.
fn is_keyed(arms: &[MatchArm]) -> bool {
    let mut patterns = arms.iter().flat_map(|arm| &arm.patterns);
    patterns.all(|pattern| matches!(pattern, Literal::Text(_) | Literal::Int(_)))
}

fn pattern_text(pattern: &Literal) -> String {
    match pattern {
        Literal::Text(text) => text.to_string(),
        Literal::Int(int) => int.to_string(),
        Literal::Number(number) => number.to_string(),
        Literal::Bool(bool) => bool.to_string(),
    }
}

/// Whether arms take every value that the subject can have. Where its type has endlessly many, the
/// checker has asked for an arm of all others; a map that is looked up has not.
fn covers(arms: &[MatchArm], domain: Option<&[Literal]>) -> bool {
    let taken = |literal: &Literal| arms.iter().any(|arm| arm.patterns.contains(literal));
    domain.is_some_and(|all| all.iter().all(taken))
}
