//! What is known to hold at a place: conditions that lead there, and types that they narrow.

use super::checker::{Checker, Origin};
use super::same::Slots;
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::types::{Literal, Type};

/// Conditions may name others, which name others: this much is looked at.
const STEPS: u32 = 200;

/// What holds here.
#[derive(Default)]
pub struct Facts<'a> {
    known: Vec<Fact<'a>>,
    narrowed: Vec<(&'a Expr, Type)>,
}

/// A condition that holds, or does not.
#[derive(Clone, Copy)]
struct Fact<'a> {
    subject: &'a Expr,
    test: Test<'a>,
    holds: bool,
}

#[derive(Clone, Copy)]
enum Test<'a> {
    /// The subject itself is a condition.
    Holds,
    /// `subject == other`.
    Equals(&'a Expr),
    /// The subject is what a pattern of a `match` says.
    Is(&'a PatternKind),
}

impl<'a> Facts<'a> {
    pub fn mark(&self) -> (usize, usize) {
        (self.known.len(), self.narrowed.len())
    }

    pub fn truncate(&mut self, (known, narrowed): (usize, usize)) {
        self.known.truncate(known);
        self.narrowed.truncate(narrowed);
    }

    pub fn clear(&mut self) {
        self.truncate((0, 0));
    }
}

impl<'a> Checker<'a> {
    /// From here on the condition holds, or does not.
    pub fn assume(&mut self, condition: &'a Expr, holds: bool) {
        let mut steps = STEPS;
        self.assume_within(condition, holds, &mut steps);
    }

    /// From here on the subject of a `match` is what one of these patterns says; `matched` is the
    /// type of that.
    pub fn assume_case(&mut self, subject: &'a Expr, patterns: &'a [Pattern], matched: Type) {
        if is_place(subject) && !matched.is_error() && matched != Type::Never {
            self.narrow_record(subject, &matched);
            self.facts.narrowed.push((subject, matched));
        }
        if let [
            Pattern {
                kind: PatternKind::Wildcard,
                ..
            },
        ] = patterns
        {
            return;
        }
        if let [pattern] = patterns {
            self.facts.known.push(Fact {
                subject,
                test: Test::Is(&pattern.kind),
                holds: true,
            });
        }
    }

    /// The type of a place, which conditions may have narrowed.
    pub fn narrowed(&mut self, expr: &'a Expr, ty: Type) -> Type {
        let narrowed = &self.facts.narrowed;
        let found = narrowed
            .iter()
            .rev()
            .find(|(place, _)| self.same(place, expr, None));
        let ty = match found {
            Some((_, ty)) => ty.clone(),
            None => ty,
        };
        match &ty {
            Type::Union(members)
                if members.iter().any(Type::is_handle) && self.is_present(expr) =>
            {
                ty.without_null()
            }
            _ => ty,
        }
    }

    /// Whether what is known says that a condition holds (or does not). `slots` says which variable
    /// here a variable of the condition stands for, where it is of another declaration.
    pub fn implied(&self, condition: &'a Expr, holds: bool, slots: Option<&Slots>) -> bool {
        let mut steps = STEPS;
        self.implied_within(condition, holds, slots, &mut steps)
    }

    fn assume_within(&mut self, condition: &'a Expr, holds: bool, steps: &mut u32) {
        if *steps == 0 {
            return;
        }
        *steps -= 1;
        match &condition.kind {
            ExprKind::Paren(inner) => return self.assume_within(inner, holds, steps),
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => return self.assume_within(operand, !holds, steps),
            ExprKind::Binary {
                op, left, right, ..
            } => match (op, holds) {
                (BinaryOp::And, true) | (BinaryOp::Or, false) => {
                    self.assume_within(left, holds, steps);
                    return self.assume_within(right, holds, steps);
                }
                (BinaryOp::Equal, _) => return self.assume_equal(left, right, holds),
                (BinaryOp::NotEqual, _) => return self.assume_equal(left, right, !holds),
                (BinaryOp::In, true) => self.assume_in(left, right),
                _ => {}
            },
            ExprKind::Name(_) => {
                if let Some(value) = self.named_value(condition) {
                    self.assume_within(value, holds, steps);
                }
            }
            _ => {}
        }
        self.facts.known.push(Fact {
            subject: condition,
            test: Test::Holds,
            holds,
        });
    }

    fn assume_equal(&mut self, left: &'a Expr, right: &'a Expr, holds: bool) {
        self.facts.known.push(Fact {
            subject: left,
            test: Test::Equals(right),
            holds,
        });
        for (place, other) in [(left, right), (right, left)] {
            let other = match self.types.expr(other.id) {
                Type::Literal(literal) => Some(literal.clone()),
                Type::Null => None,
                _ => continue,
            };
            if is_place(place) {
                self.narrow(place, other.as_ref(), holds);
            }
        }
    }

    /// Narrows a place to one value, or by it. No literal is `null`.
    fn narrow(&mut self, place: &'a Expr, value: Option<&Literal>, holds: bool) {
        let recorded = self.types.expr(place.id).clone();
        let ty = self.narrowed(place, recorded);
        if ty.is_error() {
            return;
        }
        let narrow = match (value, holds) {
            (None, true) => Type::Null,
            (None, false) => ty.without_null(),
            (Some(literal), true) => Type::Literal(literal.clone()),
            (Some(literal), false) => self.without(&ty, literal),
        };
        // Where `a?.b` is there, so is `a`.
        if holds == value.is_some() {
            let mut outer = place;
            while let ExprKind::Field { base, optional, .. } = &outer.kind {
                outer = base;
                if *optional && is_place(base) {
                    let ty = self.types.expr(base.id).without_null();
                    self.facts.narrowed.push((base, ty));
                }
            }
        }
        self.narrow_record(place, &narrow);
        self.facts.narrowed.push((place, narrow));
        if value.is_none() && !holds {
            self.assume_condition_of(place);
        }
    }

    /// What a field is says which of several records it belongs to.
    fn narrow_record(&mut self, field: &'a Expr, narrow: &Type) {
        let ExprKind::Field { base, name, .. } = &field.kind else {
            return;
        };
        if !is_place(base) {
            return;
        }
        let recorded = self.types.expr(base.id).clone();
        let ty = self.narrowed(base, recorded);
        if !matches!(ty, Type::Union(_) | Type::Named(..)) {
            return;
        }
        let members = self.nodes.members(&ty);
        let count = members.len();
        let kept: Vec<Type> = members
            .into_iter()
            .filter(|member| may_have(member, &name.name, narrow))
            .collect();
        if !kept.is_empty() && kept.len() < count {
            let ty = Type::union(kept);
            self.narrow_record(base, &ty);
            self.facts.narrowed.push((base, ty));
        }
    }

    /// What is there, is there because its condition holds.
    fn assume_condition_of(&mut self, place: &'a Expr) {
        if let Some(item) = self.item_of(place)
            && let ItemKind::Resource(resource) = &item.kind
            && resource.loops.is_empty()
            && let Some(condition) = &resource.condition
        {
            self.assume(condition, true);
        }
    }

    fn assume_in(&mut self, place: &'a Expr, list: &'a Expr) {
        let ExprKind::List(entries) = &list.kind else {
            return;
        };
        if !is_place(place) {
            return;
        }
        let mut literals = Vec::with_capacity(entries.len());
        for entry in entries {
            match entry {
                ListEntry::Item(e) => match self.types.expr(e.id) {
                    ty @ Type::Literal(_) => literals.push(ty.clone()),
                    _ => return,
                },
                ListEntry::Spread(_) => return,
            }
        }
        let narrow = Type::union(literals);
        self.narrow_record(place, &narrow);
        self.facts.narrowed.push((place, narrow));
    }

    fn without(&self, ty: &Type, literal: &Literal) -> Type {
        let members = self.nodes.members(ty);
        let excluded = Type::Literal(literal.clone());
        let rest = members
            .into_iter()
            .filter_map(|member| match (&member, literal) {
                (Type::Bool, Literal::Bool(b)) => Some(Type::Literal(Literal::Bool(!b))),
                _ if member == excluded => None,
                _ => Some(member),
            });
        Type::union(rest)
    }

    fn implied_within(
        &self,
        condition: &'a Expr,
        holds: bool,
        slots: Option<&Slots>,
        steps: &mut u32,
    ) -> bool {
        if *steps == 0 {
            return false;
        }
        *steps -= 1;
        if holds && slots.is_some() && self.is_known_part(condition) {
            return true;
        }
        match &condition.kind {
            ExprKind::Paren(inner) => return self.implied_within(inner, holds, slots, steps),
            ExprKind::Bool(value) => return *value == holds,
            ExprKind::Unary {
                op: UnaryOp::Not,
                operand,
            } => return self.implied_within(operand, !holds, slots, steps),
            ExprKind::Binary {
                op, left, right, ..
            } => match (op, holds) {
                (BinaryOp::Equal, _) => return self.equal_known(left, right, holds, slots),
                (BinaryOp::NotEqual, _) => return self.equal_known(left, right, !holds, slots),
                (BinaryOp::And, true) | (BinaryOp::Or, false)
                    if self.implied_within(left, holds, slots, steps)
                        && self.implied_within(right, holds, slots, steps) =>
                {
                    return true;
                }
                (BinaryOp::And, false) | (BinaryOp::Or, true)
                    if (self.implied_within(left, holds, slots, steps)
                        || self.implied_within(right, holds, slots, steps)) =>
                {
                    return true;
                }
                _ => {}
            },
            _ => {}
        }
        let known = |fact: &Fact<'a>| {
            matches!(fact.test, Test::Holds)
                && fact.holds == holds
                && self.same(fact.subject, condition, slots)
        };
        if self.facts.known.iter().any(known) {
            return true;
        }
        match self.named_value(condition) {
            Some(value) => self.implied_within(value, holds, slots, steps),
            None => false,
        }
    }

    fn equal_known(
        &self,
        left: &'a Expr,
        right: &'a Expr,
        holds: bool,
        slots: Option<&Slots>,
    ) -> bool {
        self.facts.known.iter().any(|fact| {
            let (other, is) = match fact.test {
                Test::Holds => return false,
                Test::Equals(other) => (Some(other), None),
                Test::Is(pattern) => (None, Some(pattern)),
            };
            for (place, value) in [(left, right), (right, left)] {
                for (subject, known) in [(Some(fact.subject), other), (other, Some(fact.subject))] {
                    let Some(subject) = subject else { continue };
                    if !self.same(subject, place, slots) {
                        continue;
                    }
                    if fact.holds == holds {
                        let equal = match (known, is) {
                            (Some(known), None) => self.same(known, value, slots),
                            (_, Some(pattern)) => is_pattern(value, pattern),
                            _ => false,
                        };
                        if equal {
                            return true;
                        }
                    }
                    // What is one value is no other.
                    if fact.holds && !holds {
                        let differs = match (known, is) {
                            (Some(known), None) => differ(known, value),
                            (_, Some(pattern)) => {
                                literal(value).is_some() && !is_pattern(value, pattern)
                            }
                            _ => false,
                        };
                        if differs {
                            return true;
                        }
                    }
                }
            }
            false
        })
    }

    /// The value of a name that a `let` declares.
    pub fn named_value(&self, expr: &Expr) -> Option<&'a Expr> {
        match self.names.binding(expr.id) {
            Binding::Local(slot) => match self.frame.get(slot as usize)?.origin {
                Origin::Let(value) => Some(value),
                Origin::Item(Item {
                    kind: ItemKind::Let(value),
                    ..
                }) => Some(&value.value),
                _ => None,
            },
            Binding::Item(_) => match &self.item_of(expr)?.kind {
                ItemKind::Let(value) => Some(&value.value),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Whether an expression names a place whose value is the same each time: a name, a field, an
/// element.
pub fn is_place(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Paren(inner) => is_place(inner),
        ExprKind::Field { base, .. } => is_place(base),
        ExprKind::Index { base, index } => {
            is_place(base) && (literal(index).is_some() || is_place(index))
        }
        _ => false,
    }
}

/// Whether the field of a value of this type may be one of `narrow`. Only what can be counted
/// decides: literals and `null`, which is also what an absent field reads as.
fn may_have(ty: &Type, name: &str, narrow: &Type) -> bool {
    let null = Type::Null;
    let (own, optional) = match ty {
        Type::Null => (&null, false),
        Type::Record(record) => match record.field(name) {
            Some(field) => (&field.ty, field.optional),
            None => (&null, false),
        },
        _ => return true,
    };
    let counted = |ty: &Type| matches!(ty, Type::Literal(_) | Type::Null);
    let meets = |own: &Type| {
        let mut others = narrow.members().iter();
        others.any(|other| !counted(own) || !counted(other) || own == other)
    };
    own.members().iter().any(meets) || (optional && meets(&null))
}

fn literal(expr: &Expr) -> Option<Option<Literal>> {
    match &expr.kind {
        ExprKind::Paren(inner) => literal(inner),
        ExprKind::Null => Some(None),
        ExprKind::Bool(b) => Some(Some(Literal::Bool(*b))),
        ExprKind::Int(n) => Some(Some(Literal::Int(*n))),
        ExprKind::Number(n) => Some(Some(Literal::Number(*n))),
        ExprKind::Text(text) => Some(Some(Literal::Text(super::expr::literal_text(text)?))),
        _ => None,
    }
}

fn is_pattern(expr: &Expr, pattern: &PatternKind) -> bool {
    let ty = super::branch::type_of(pattern);
    match literal(expr) {
        Some(Some(literal)) => ty == Type::Literal(literal),
        Some(None) => ty == Type::Null,
        None => false,
    }
}

fn differ(a: &Expr, b: &Expr) -> bool {
    matches!((literal(a), literal(b)), (Some(a), Some(b)) if a != b)
}
