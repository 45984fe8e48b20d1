//! `if` and `match`, known and deferred; and how everything else reaches into what a deferred one
//! may give.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, MatchArm, Origin, Value, ValueKind, ValueMap};
use crate::syntax::ast::{Arm, Expr, ExprId, PatternKind};
use crate::text::{Name, Span};
use crate::types::{Literal, Type};
use std::sync::Arc;

/// What is done with each branch of a choice.
pub(super) type OnBranch<'f, 'a> = &'f mut dyn FnMut(&mut Eval<'a>, &Value) -> Value;

impl<'a> Eval<'a> {
    pub fn if_expr(
        &mut self,
        condition: &'a Expr,
        then: &'a Expr,
        otherwise: &'a Expr,
        span: Span,
    ) -> Value {
        let condition = self.condition(condition);
        let decided = match &condition.kind {
            ValueKind::Bool(bool) => Some(*bool),
            ValueKind::Error => return self.error(span),
            _ => self.implied(&condition),
        };
        match decided {
            Some(true) => self.expr(then),
            Some(false) => self.expr(otherwise),
            None => {
                let then = self.under(&condition, true, |eval| eval.expr(then));
                let otherwise = self.under(&condition, false, |eval| eval.expr(otherwise));
                self.make_if(condition, then, otherwise, self.origin(span))
            }
        }
    }

    /// Runs `run` as a branch that is only taken where a condition is so.
    pub fn under<T>(
        &mut self,
        condition: &Value,
        truth: bool,
        run: impl FnOnce(&mut Eval<'a>) -> T,
    ) -> T {
        let before = self.assume(condition, truth);
        self.open_branches += 1;
        let result = run(self);
        self.open_branches -= 1;
        self.retract(before);
        result
    }

    /// A deferred `if`; the value itself where both branches are one scalar.
    pub fn make_if(
        &mut self,
        condition: Value,
        then: Value,
        otherwise: Value,
        origin: Origin,
    ) -> Value {
        // What is wrong in one branch was reported, and the other is still looked at.
        if then.is_error() && otherwise.is_error() {
            return Value::new(ValueKind::Error, origin);
        }
        if is_same_scalar(&then, &otherwise) {
            return then;
        }
        let deferred = Deferred::If {
            condition,
            then,
            otherwise,
        };
        self.deferred(deferred, origin)
    }

    pub fn match_expr(&mut self, subject: &'a Expr, arms: &'a [Arm], span: Span) -> Value {
        let value = self.expr(subject);
        self.match_value(&value, subject.id, arms, span)
    }

    fn match_value(
        &mut self,
        subject: &Value,
        typed: ExprId,
        arms: &'a [Arm],
        span: Span,
    ) -> Value {
        if subject.is_error() {
            return self.error(span);
        }
        if let Some(known) = subject.known().filter(|v| v.as_deferred().is_none()) {
            return match arms.iter().find(|arm| takes(arm, known)) {
                Some(arm) => self.expr(&arm.value),
                None => self.no_arm(known, span),
            };
        }
        let over = self.over_branches(subject, self.origin(span), &mut |eval, branch| {
            eval.match_value(branch, typed, arms, span)
        });
        if let Some(over) = over {
            return over;
        }
        if arms
            .iter()
            .any(|arm| patterns(arm).any(|p| matches!(p, PatternKind::Bool(_))))
        {
            return self.match_bool(subject, arms, span);
        }
        self.match_deferred(subject, typed, arms, span)
    }

    /// `match` on a deferred boolean.
    fn match_bool(&mut self, subject: &Value, arms: &'a [Arm], span: Span) -> Value {
        let condition = self.as_condition(subject.clone());
        let branch = |eval: &mut Self, truth: bool| {
            let known = eval.value(ValueKind::Bool(truth), span);
            match arms.iter().find(|arm| takes(arm, &known)) {
                Some(arm) => eval.under(&condition, truth, |eval| eval.expr(&arm.value)),
                None => eval.no_arm(&known, span),
            }
        };
        let then = branch(self, true);
        let otherwise = branch(self, false);
        self.make_if(condition, then, otherwise, self.origin(span))
    }

    fn match_deferred(
        &mut self,
        subject: &Value,
        typed: ExprId,
        arms: &'a [Arm],
        span: Span,
    ) -> Value {
        let origin = self.origin(span);
        let mut made: Vec<MatchArm> = Vec::with_capacity(arms.len());
        let mut last = None;
        let before = self.assumptions.len();
        self.open_branches += 1;
        for arm in arms {
            if patterns(arm).any(|p| matches!(p, PatternKind::Wildcard)) {
                last = Some(self.expr(&arm.value));
                break;
            }
            let mut arm_made = MatchArm {
                patterns: patterns(arm).filter_map(literal).collect(),
                value: Value::new(ValueKind::Error, origin),
            };
            // What is deferred and no choice is never `null`.
            if arm_made.patterns.is_empty() {
                continue;
            }
            let condition = self.is_one_of(subject, &arm_made, origin);
            match condition.as_bool() {
                Some(false) => continue,
                Some(true) => {
                    last = Some(self.expr(&arm.value));
                    break;
                }
                None => {}
            }
            arm_made.value = self.under(&condition, true, |eval| eval.expr(&arm.value));
            made.push(arm_made);
            // Until the end: the arms behind it are only looked at if it is not this one.
            self.assume(&condition, false);
        }
        self.open_branches -= 1;
        self.retract(before);
        let domain = self.domain(typed);
        self.make_match(subject.clone(), made, last, domain, origin)
    }

    fn make_match(
        &mut self,
        subject: Value,
        arms: Vec<MatchArm>,
        otherwise: Option<Value>,
        domain: Option<Arc<[Literal]>>,
        origin: Origin,
    ) -> Value {
        if arms.iter().any(|a| a.value.is_error())
            || otherwise.as_ref().is_some_and(Value::is_error)
        {
            return Value::new(ValueKind::Error, origin);
        }
        let mut values = arms.iter().map(|a| &a.value).chain(&otherwise);
        match values.next() {
            None => return self.no_arm(&subject, origin.span),
            Some(first) if values.all(|v| is_same_scalar(first, v)) => return first.clone(),
            Some(_) => {}
        }
        let deferred = Deferred::Match {
            subject,
            arms,
            otherwise,
            domain,
        };
        self.deferred(deferred, origin)
    }

    fn no_arm(&mut self, subject: &Value, at: Span) -> Value {
        let shown = crate::builtins::scalar_text(subject);
        let message = match shown {
            Some(shown) => format!("no case of this `match` is `{shown}`"),
            None => "no case of this `match` fits".to_owned(),
        };
        self.report(
            Diagnostic::new(Code::EvalMismatch, at, message)
                .here("the value fits none")
                .help("add a case `_`"),
        );
        self.error(at)
    }

    /// All values of an expression's type, where there are finitely many.
    pub fn domain(&self, typed: ExprId) -> Option<Arc<[Literal]>> {
        let mut literals = Vec::new();
        self.collect_literals(self.module.unit.types.expr(typed), &mut literals)?;
        (!literals.is_empty()).then(|| literals.into())
    }

    fn collect_literals(&self, ty: &Type, out: &mut Vec<Literal>) -> Option<()> {
        match ty {
            Type::Literal(literal) => out.push(literal.clone()),
            Type::Union(members) => {
                return members
                    .iter()
                    .try_for_each(|m| self.collect_literals(m, out));
            }
            Type::Null => {}
            Type::Named(key, node) => match self.program.schemas.expand(key, *node) {
                // One level: a node that is another node's name alone has no values to list.
                Type::Named(..) => return None,
                expanded => return self.collect_literals(&expanded, out),
            },
            _ => return None,
        }
        Some(())
    }

    /// Applies `on` to what a deferred choice may give, each under its condition, and gives the
    /// choice between the results. `None` where the value is no choice.
    pub fn over_branches(
        &mut self,
        value: &Value,
        origin: Origin,
        on: OnBranch<'_, 'a>,
    ) -> Option<Value> {
        match value.as_deferred()? {
            Deferred::If {
                condition,
                then,
                otherwise,
            } => Some(match self.implied(condition) {
                Some(true) => self.on_branch(then, origin, on),
                Some(false) => self.on_branch(otherwise, origin, on),
                None => {
                    let made = self.under(condition, true, |e| e.on_branch(then, origin, on));
                    let other =
                        self.under(condition, false, |e| e.on_branch(otherwise, origin, on));
                    self.make_if(condition.clone(), made, other, origin)
                }
            }),
            Deferred::Match {
                subject,
                arms,
                otherwise,
                domain,
            } => {
                let mut made = Vec::with_capacity(arms.len());
                for arm in arms {
                    let condition = self.is_one_of(subject, arm, origin);
                    let value =
                        self.under(&condition, true, |e| e.on_branch(&arm.value, origin, on));
                    made.push(MatchArm {
                        patterns: arm.patterns.clone(),
                        value,
                    });
                }
                let otherwise = otherwise.as_ref();
                self.open_branches += 1;
                let otherwise = otherwise.map(|value| self.on_branch(value, origin, on));
                self.open_branches -= 1;
                Some(self.make_match(subject.clone(), made, otherwise, domain.clone(), origin))
            }
            Deferred::Lookup {
                entries,
                keys,
                domain,
                default,
                ..
            } => {
                let (first, further) = keys.split_first()?;
                let entries = entries.as_map()?;
                let arm = |(key, value): (&Name, &Value)| MatchArm {
                    patterns: vec![Literal::Text(key.clone())],
                    value: rest_of_lookup(value, further, default, origin),
                };
                let lookup = Deferred::Match {
                    subject: first.clone(),
                    arms: entries.iter().map(arm).collect(),
                    otherwise: default.clone(),
                    domain: domain.clone(),
                };
                let lookup = self.deferred(lookup, origin);
                self.over_branches(&lookup, origin, on)
            }
            _ => None,
        }
    }

    fn on_branch(&mut self, value: &Value, origin: Origin, on: OnBranch<'_, 'a>) -> Value {
        if !self.reserve(1, "combinations of conditions", origin.span) {
            return Value::new(ValueKind::Error, origin);
        }
        match self.over_branches(value, origin, on) {
            Some(over) => over,
            None => on(self, value),
        }
    }

    /// What a deferred choice may give; the value itself where it is none. `None` where that is too
    /// much to say.
    pub fn leaves(&self, value: &Value, out: &mut Vec<Value>) -> Option<()> {
        /// More branches than this are not looked through.
        const MOST: usize = 256;
        if out.len() >= MOST {
            return None;
        }
        match value.as_deferred() {
            Some(Deferred::If {
                then, otherwise, ..
            }) => {
                self.leaves(then, out)?;
                self.leaves(otherwise, out)
            }
            Some(Deferred::Match {
                arms, otherwise, ..
            }) => {
                let values = arms.iter().map(|a| &a.value);
                let mut values = values.chain(otherwise);
                values.try_for_each(|v| self.leaves(v, out))
            }
            _ => {
                out.push(value.clone());
                Some(())
            }
        }
    }

    /// An expression for the engine, unless it would nest too deep.
    pub fn deferred(&mut self, deferred: Deferred, origin: Origin) -> Value {
        let value = Value::deferred(deferred, origin);
        self.limited(value)
    }

    pub fn map(&mut self, map: ValueMap, origin: Origin) -> Value {
        let value = Value::map(map, origin);
        self.limited(value)
    }

    pub fn list(&mut self, values: Vec<Value>, origin: Origin) -> Value {
        let value = Value::list(values, origin);
        self.limited(value)
    }

    /// The value, unless it is deeper or bigger than anything that can be deployed.
    pub fn limited(&mut self, value: Value) -> Value {
        let weight = value.weight();
        if weight.depth <= super::budget::DEEPEST
            && u64::from(weight.count) <= super::budget::MOST_VALUES
        {
            return value;
        }
        let at = value.origin.span;
        if weight.depth > super::budget::DEEPEST {
            let message = format!("values nest deeper than {} levels", super::budget::DEEPEST);
            self.report(Diagnostic::new(Code::EvalTooDeep, at, message).here("one level too many"));
        } else {
            self.report_over_budget(u64::from(weight.count), "values", at);
        }
        self.error(at)
    }
}

/// A look-up without its first key.
fn rest_of_lookup(value: &Value, keys: &[Value], default: &Option<Value>, origin: Origin) -> Value {
    let Some((first, further)) = keys.split_first() else {
        return value.clone();
    };
    // A known key has one entry alone.
    let entry = first.as_text().and_then(|key| value.as_map()?.get(key));
    if let Some(entry) = entry {
        return rest_of_lookup(entry, further, default, origin);
    }
    let lookup = Deferred::Lookup {
        map: None,
        entries: value.clone(),
        keys: keys.to_vec(),
        domain: None,
        default: default.clone(),
    };
    Value::deferred(lookup, origin)
}

/// Whether an arm takes a known value.
fn takes(arm: &Arm, value: &Value) -> bool {
    patterns(arm).any(|pattern| match (pattern, &value.kind) {
        (PatternKind::Wildcard, _) | (PatternKind::Null, ValueKind::Null) => true,
        (PatternKind::Bool(p), ValueKind::Bool(v)) => p == v,
        (PatternKind::Text(p), ValueKind::Text(v)) => p == v,
        (PatternKind::Int(p), kind) => {
            crate::builtins::order(&ValueKind::Int(*p), kind) == Some(std::cmp::Ordering::Equal)
        }
        (PatternKind::Number(p), kind) => {
            crate::builtins::order(&ValueKind::Number(*p), kind) == Some(std::cmp::Ordering::Equal)
        }
        _ => false,
    })
}

fn patterns(arm: &Arm) -> impl Iterator<Item = &PatternKind> {
    arm.patterns.iter().map(|p| &p.kind)
}

fn literal(pattern: &PatternKind) -> Option<Literal> {
    match pattern {
        PatternKind::Text(text) => Some(Literal::Text(text.clone())),
        PatternKind::Int(int) => Some(Literal::Int(*int)),
        PatternKind::Number(number) => Some(Literal::Number(*number)),
        PatternKind::Bool(bool) => Some(Literal::Bool(*bool)),
        PatternKind::Null | PatternKind::Wildcard => None,
    }
}

/// Whether both are one and the same known scalar.
fn is_same_scalar(left: &Value, right: &Value) -> bool {
    let scalar = |kind: &ValueKind| {
        !matches!(
            kind,
            ValueKind::List(_) | ValueKind::Map(_) | ValueKind::Deferred(_)
        )
    };
    scalar(&left.kind) && scalar(&right.kind) && crate::graph::is_same_expression(left, right)
}
