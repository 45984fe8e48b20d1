//! Whether a value may be known only when deploying. A rough answer, from names alone: it decides
//! whether an element of a loop with a condition may be absent, and nothing else. The precise one
//! is the evaluator's.

use super::checker::{Checker, Origin};
use crate::resolve::Binding;
use crate::syntax::ast::*;
use rustc_hash::FxHashSet;

/// By item: whether its value may be known only when deploying. Empty until somebody asks.
#[derive(Default)]
pub struct Phases {
    deferred: Vec<bool>,
    /// Parts of the conditions of loops that are known when compiling: a pass for which one does
    /// not hold does not exist, so that who names its key has been told.
    known: FxHashSet<ExprId>,
    /// The values inside the component at hand that are known when compiling.
    inside: FxHashSet<ItemId>,
}

impl<'a> Checker<'a> {
    /// Whether an expression of the current frame may be deferred.
    pub fn may_be_deferred(&mut self, expr: &'a Expr) -> bool {
        self.find_phases();
        self.deferred(expr)
    }

    /// Whether a loop's condition may be deferred. Notes the parts of it that are not.
    pub fn split_condition(&mut self, condition: &'a Expr) -> bool {
        match &condition.kind {
            ExprKind::Paren(inner) => self.split_condition(inner),
            ExprKind::Binary {
                op: BinaryOp::And,
                left,
                right,
                ..
            } => {
                let left = self.split_condition(left);
                self.split_condition(right) || left
            }
            _ => {
                let deferred = self.may_be_deferred(condition);
                if !deferred {
                    self.phases.known.insert(condition.id);
                }
                deferred
            }
        }
    }

    /// Notes whether a value inside a component is known when compiling.
    pub fn note_phase(&mut self, item: ItemId, value: &'a Expr) {
        if !self.may_be_deferred(value) {
            self.phases.inside.insert(item);
        }
    }

    /// Whether a value or function of the top level may be deferred.
    pub fn item_may_be_deferred(&mut self, item: ItemId) -> bool {
        self.find_phases();
        let deferred = self.phases.deferred.get(item.0 as usize);
        deferred.copied().unwrap_or(true)
    }

    /// Whether this part of a loop's condition is known when compiling.
    pub fn is_known_part(&self, condition: &Expr) -> bool {
        self.phases.known.contains(&condition.id)
    }

    /// Looks at all items once, each after those that it reads.
    fn find_phases(&mut self) {
        if !self.phases.deferred.is_empty() || self.items.is_empty() {
            return;
        }
        // What stands in a cycle counts as deferred; it has been reported.
        self.phases.deferred = vec![true; self.items.len()];
        let frame = std::mem::take(&mut self.frame);
        for id in &self.names.order {
            let Some(item) = self.item(*id) else { continue };
            let deferred = match &item.kind {
                ItemKind::Input(_) => false,
                ItemKind::Let(value) => self.deferred(&value.value),
                ItemKind::Fn(function) => self.deferred(&function.body),
                _ => true,
            };
            if let Some(slot) = self.phases.deferred.get_mut(id.0 as usize) {
                *slot = deferred;
            }
        }
        self.frame = frame;
    }

    fn deferred(&self, expr: &'a Expr) -> bool {
        let any = |exprs: &[&'a Expr]| exprs.iter().any(|e| self.deferred(e));
        match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Number(_)
            | ExprKind::TypeName(_)
            | ExprKind::Error => false,
            ExprKind::Name(_) => self.name_deferred(expr),
            ExprKind::Text(text) => text.parts.iter().any(|part| match part {
                TextPart::Text { .. } => false,
                TextPart::Expr(e) => self.deferred(e),
            }),
            ExprKind::List(entries) => entries.iter().any(|entry| match entry {
                ListEntry::Item(e) | ListEntry::Spread(e) => self.deferred(e),
            }),
            ExprKind::Record(entries) => entries.iter().any(|entry| match entry {
                RecordEntry::Field { value, .. } | RecordEntry::Spread(value) => {
                    self.deferred(value)
                }
                RecordEntry::Error(_) => false,
            }),
            ExprKind::ListFor(list) => {
                self.clauses_deferred(&list.clauses)
                    || list.condition.as_ref().is_some_and(|c| self.deferred(c))
                    || self.deferred(&list.body)
            }
            ExprKind::MapFor(map) => {
                self.clauses_deferred(&map.clauses)
                    || map.condition.as_ref().is_some_and(|c| self.deferred(c))
                    || self.deferred(&map.value)
            }
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.deferred(inner),
            ExprKind::Field { base, .. } => self.deferred(base),
            ExprKind::Unary { operand, .. } => self.deferred(operand),
            ExprKind::Index { base, index } => any(&[base, index]),
            ExprKind::Binary { left, right, .. } => any(&[left, right]),
            ExprKind::Range { from, to } => any(&[from, to]),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => any(&[condition, then, otherwise]),
            ExprKind::Call { callee, arguments } => {
                self.deferred(callee) || arguments.iter().any(|a| self.deferred(&a.value))
            }
            ExprKind::Match { subject, arms } => {
                self.deferred(subject) || arms.iter().any(|a| self.deferred(&a.value))
            }
            ExprKind::Block { lets, result } => {
                lets.iter().any(|l| self.deferred(&l.value)) || self.deferred(result)
            }
        }
    }

    fn clauses_deferred(&self, clauses: &'a [ForClause]) -> bool {
        clauses.iter().any(|c| self.deferred(&c.iterable))
    }

    fn name_deferred(&self, expr: &Expr) -> bool {
        match self.names.binding(expr.id) {
            Binding::Namespace(_) => true,
            Binding::Item(decl) if decl.file != self.module.file => {
                self.signature(decl).is_none_or(|s| s.deferred)
            }
            Binding::Item(decl) => {
                let deferred = self.phases.deferred.get(decl.item.0 as usize);
                deferred.copied().unwrap_or(true)
            }
            Binding::Local(slot) => match self.frame.get(slot as usize).map(|l| l.origin) {
                Some(Origin::Let(value)) => self.deferred(value),
                // What a loop runs over is known, and so are its keys; elements may hold anything.
                Some(Origin::Value { clause, .. }) => self.deferred(&clause.iterable),
                Some(Origin::Item(item)) => !self.phases.inside.contains(&item.id),
                Some(Origin::Input) => true,
                Some(Origin::Key | Origin::Param) | None => false,
            },
            _ => false,
        }
    }
}
