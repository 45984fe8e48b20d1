//! What is known to hold at a place: the conditions of the branches and declarations around it.
//! From them follows that a conditional resource is there, and that an `if` on the same condition
//! is decided.

use super::state::Eval;
use crate::graph::{Deferred, Value, ValueKind, is_same_expression};

/// The conditions that hold, innermost last.
#[derive(Default)]
pub(super) struct Assumptions {
    held: Vec<Held>,
    /// A number for all that is held: equal numbers mean equal assumptions.
    mark: u64,
    /// How many times an assumption was asked for.
    asked: u64,
    /// Conditions that were assumed lately, with their numbers.
    recent: Vec<(Value, u64)>,
    next: u64,
}

struct Held {
    condition: Value,
    truth: bool,
    /// The mark before it.
    before: u64,
}

/// So many conditions are recognised when they are assumed again.
const RECENT: usize = 8;

impl Assumptions {
    pub fn mark(&self) -> u64 {
        self.mark
    }

    pub fn asked(&self) -> u64 {
        self.asked
    }

    /// How many conditions are held, for [`Eval::retract`].
    pub fn len(&self) -> usize {
        self.held.len()
    }

    fn push(&mut self, condition: &Value, truth: bool) {
        let number = self.number(condition);
        let before = self.mark;
        // Spread over all bits, so that different stacks of conditions have different marks.
        let mixed = (before ^ (number * 2 + u64::from(truth))).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.mark = mixed ^ (mixed >> 29);
        self.held.push(Held {
            condition: condition.clone(),
            truth,
            before,
        });
    }

    /// The number of a condition: that of the same one in memory, or a new one.
    fn number(&mut self, condition: &Value) -> u64 {
        let same = |other: &Value| match (&condition.kind, &other.kind) {
            (ValueKind::Deferred(l), ValueKind::Deferred(r)) => l.same(r),
            _ => false,
        };
        if let Some((_, number)) = self.recent.iter().find(|(other, _)| same(other)) {
            return *number;
        }
        self.next += 1;
        if self.recent.len() == RECENT {
            self.recent.remove(0);
        }
        self.recent.push((condition.clone(), self.next));
        self.next
    }
}

impl Eval<'_> {
    /// Assumes that a condition is so, until [`Eval::retract`] of what this returns.
    pub fn assume(&mut self, condition: &Value, truth: bool) -> usize {
        let before = self.assumptions.held.len();
        self.add_assumption(condition, truth);
        before
    }

    /// Drops all assumptions but the first `length`.
    pub fn retract(&mut self, length: usize) {
        if let Some(first) = self.assumptions.held.get(length) {
            self.assumptions.mark = first.before;
            self.assumptions.held.truncate(length);
        }
    }

    fn add_assumption(&mut self, condition: &Value, truth: bool) {
        let ValueKind::Deferred(deferred) = &condition.kind else {
            return;
        };
        self.assumptions.push(condition, truth);
        match deferred.as_ref() {
            Deferred::Not(inner) => self.add_assumption(inner, !truth),
            Deferred::And(all) if truth => all.iter().for_each(|c| self.add_assumption(c, true)),
            Deferred::Or(any) if !truth => any.iter().for_each(|c| self.add_assumption(c, false)),
            Deferred::Condition(id) => {
                let value = self.graph.condition(*id).value.clone();
                self.add_assumption(&value, truth);
            }
            _ => {}
        }
    }

    /// Whether a condition holds, or does not, as far as what is assumed says.
    pub fn implied(&mut self, condition: &Value) -> Option<bool> {
        self.assumptions.asked += 1;
        if self.assumptions.held.is_empty() {
            return None;
        }
        self.follows(condition)
    }

    fn follows(&self, condition: &Value) -> Option<bool> {
        let deferred = condition.as_deferred()?;
        let held = self.assumptions.held.iter().rev();
        let mut decided = held.filter_map(|h| decides(h, condition));
        if let Some(truth) = decided.next() {
            return Some(truth);
        }
        match deferred {
            Deferred::Not(inner) => self.follows(inner).map(|truth| !truth),
            Deferred::And(all) => self.follows_all(all, true),
            Deferred::Or(any) => self.follows_all(any, false),
            Deferred::Condition(id) => self.follows(&self.graph.condition(*id).value),
            _ => None,
        }
    }

    /// `&&` (`neutral` is true) and `||` (false): one operand that is not neutral decides.
    fn follows_all(&self, operands: &[Value], neutral: bool) -> Option<bool> {
        let mut all = Some(neutral);
        for operand in operands {
            match self.follows(operand) {
                Some(truth) if truth != neutral => return Some(!neutral),
                Some(_) => {}
                None => all = None,
            }
        }
        all
    }
}

/// What one held condition says about another.
fn decides(held: &Held, condition: &Value) -> Option<bool> {
    if is_same_expression(&held.condition, condition) {
        return Some(held.truth);
    }
    // What equals one literal equals no other.
    match (held.condition.as_deferred()?, condition.as_deferred()?) {
        (Deferred::Equals(left, literal), Deferred::Equals(other, another)) => {
            let distinct = is_same_expression(left, other)
                && literal.as_deferred().is_none()
                && another.as_deferred().is_none()
                && !is_same_expression(literal, another);
            (held.truth && distinct).then_some(false)
        }
        _ => None,
    }
}
