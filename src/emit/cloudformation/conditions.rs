//! Conditions in the form in which CloudFormation takes them: comparisons of scalars, joined by `And`, `Or`
//! and `Not`, without `If` inside. In: deferred booleans. Out: normal ones, and what cannot be one. Never:
//! names (see `names.rs`).

use super::chains::chain;
use super::choices::Choice;
use super::plan::Planner;
use super::problem::{Extension, Held, ProblemKind};
use super::reading::Reading;
use crate::emit::content::content;
use crate::graph::{Deferred, DeferredRef, Origin, ResourceKind, Value, ValueKind};
use crate::types::Literal;
use rustc_hash::FxHashSet;

/// Where a condition stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the section `Conditions`.
    Condition,
    /// In a rule, which knows no names of conditions, no Mappings and few functions.
    Rule,
}

impl Planner<'_> {
    /// The condition in normal form. What is no condition is reported and kept as it is.
    pub fn normal(&mut self, value: &Value, place: Place) -> Value {
        let ValueKind::Deferred(deferred) = &value.kind else {
            if !matches!(value.kind, ValueKind::Bool(_) | ValueKind::Error) {
                self.held(Held::NoCondition, value.origin, place);
            }
            return value.clone();
        };
        match &**deferred {
            Deferred::Condition(id) if place == Place::Rule => {
                let graph = self.graph;
                self.normal(&graph.condition(*id).value, place)
            }
            Deferred::Condition(_) | Deferred::Param(_) => value.clone(),
            Deferred::Intrinsic { name, argument } => {
                self.normal_intrinsic(value, name, argument, place)
            }
            Deferred::Raw(_) => value.clone(),
            Deferred::Not(inner) => not(self.normal(inner, place), value.origin),
            Deferred::And(operands) => {
                let operands = self.each_normal(operands, place);
                junction(true, operands, value.origin)
            }
            Deferred::Or(operands) => {
                let operands = self.each_normal(operands, place);
                junction(false, operands, value.origin)
            }
            Deferred::Equals(left, right) => self.equality(left, right, value.origin, place),
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                let condition = self.normal(condition, place);
                let then = self.normal(then, place);
                let otherwise = self.normal(otherwise, place);
                either(condition, then, otherwise, value.origin)
            }
            _ => match self.simpler(value, deferred, place) {
                Simpler::Other(other) => self.normal(&other, place),
                Simpler::Mapping => value.clone(),
                Simpler::Resource => {
                    self.held(Held::Resource, value.origin, place);
                    value.clone()
                }
                // A comparison of numbers, which the engine does not have.
                Simpler::Same if is_condition(value) => {
                    self.operand(value, place);
                    value.clone()
                }
                Simpler::Same => {
                    let bool = Value::new(ValueKind::Bool(true), value.origin);
                    self.equality(value, &bool, value.origin, place)
                }
            },
        }
    }

    /// `cfn.and(...)` stays as it is spelled, but for its operands.
    fn normal_intrinsic(
        &mut self,
        value: &Value,
        name: &'static str,
        argument: &Value,
        place: Place,
    ) -> Value {
        match (name, argument.as_list()) {
            ("Fn::And" | "Fn::Or" | "Fn::Not", Some(operands)) => {
                let operands = self.each_normal(operands, place);
                let argument = Value::list(operands, argument.origin);
                Value::deferred(Deferred::Intrinsic { name, argument }, value.origin)
            }
            _ => {
                self.spell_all(value);
                value.clone()
            }
        }
    }

    fn each_normal(&mut self, operands: &[Value], place: Place) -> Vec<Value> {
        operands.iter().map(|o| self.normal(o, place)).collect()
    }

    /// `left == right`: choices in an operand become choices between comparisons.
    fn equality(&mut self, left: &Value, right: &Value, at: Origin, place: Place) -> Value {
        let left = self.simplest(left, place);
        let right = self.simplest(right, place);
        for (side, other) in [(&left, &right), (&right, &left)] {
            if let Some(Deferred::If {
                condition,
                then,
                otherwise,
            }) = side.as_deferred()
            {
                let condition = self.normal(condition, place);
                let then = self.equality(then, other, at, place);
                let otherwise = self.equality(otherwise, other, at, place);
                return either(condition, then, otherwise, at);
            }
        }
        if let Some(same) = known_equality(&left, &right) {
            return Value::new(ValueKind::Bool(same), at);
        }
        for (side, other) in [(&left, &right), (&right, &left)] {
            if is_condition(side) {
                let condition = self.normal(side, place);
                let other = self.normal(other, place);
                let inverse = not(other.clone(), at);
                return either(condition, other, inverse, at);
            }
        }
        if let Some(set) = self.absence(&left, &right) {
            return set;
        }
        self.operand(&left, place);
        self.operand(&right, place);
        Value::deferred(Deferred::Equals(left, right), at)
    }

    /// `x == null`, where `x` is no param: nothing else is absent for a reason of its own.
    fn absence(&self, left: &Value, right: &Value) -> Option<Value> {
        let other = match (left.is_null(), right.is_null()) {
            (true, _) => right,
            (_, true) => left,
            _ => return None,
        };
        let param = matches!(other.as_deferred(), Some(Deferred::Param(_)));
        (!param).then(|| Value::new(ValueKind::Bool(false), other.origin))
    }

    /// The value behind properties that were set, fields and look-ups that are no Mapping.
    pub fn simplest(&mut self, value: &Value, place: Place) -> Value {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return value.clone();
        };
        match self.simpler(value, deferred, place) {
            Simpler::Other(other) => self.simplest(&other, place),
            _ => value.clone(),
        }
    }

    fn simpler(&mut self, value: &Value, deferred: &DeferredRef, place: Place) -> Simpler {
        match &**deferred {
            Deferred::Prop {
                resource, known, ..
            } if self.graph.resource(*resource).kind == ResourceKind::Existing => {
                let found = known.clone().or_else(|| self.existing_property(value));
                Simpler::Other(found.unwrap_or(Value::new(ValueKind::Error, value.origin)))
            }
            Deferred::Prop {
                resource,
                path,
                known,
            } => match self.reading(*resource, path) {
                Reading::Set => match known {
                    Some(known) => Simpler::Other(known.clone()),
                    None => Simpler::Other(Value::null(value.origin)),
                },
                _ => Simpler::Resource,
            },
            Deferred::Reference(_) => Simpler::Resource,
            Deferred::Match { .. } | Deferred::Lookup { .. } if place == Place::Rule => {
                match chain(value, deferred) {
                    Ok(chain) => Simpler::Other(chain),
                    Err(_) => Simpler::Same,
                }
            }
            Deferred::Match { .. } | Deferred::Lookup { .. } => {
                match self.choice(value, deferred, None) {
                    Choice::Other(other) => Simpler::Other(other),
                    Choice::Mapping(_) => Simpler::Mapping,
                    Choice::Broken => Simpler::Same,
                }
            }
            Deferred::Field { .. } => match self.field(value, deferred) {
                Some(other) => Simpler::Other(other),
                None => Simpler::Same,
            },
            _ => Simpler::Same,
        }
    }

    /// Looks at what is compared: params, pseudo parameters, Mappings, and `Sub`, `Join`, `Select` and
    /// `Split` of those.
    fn operand(&mut self, value: &Value, place: Place) {
        let ValueKind::Deferred(deferred) = &value.kind else {
            if matches!(value.kind, ValueKind::List(_) | ValueKind::Map(_)) {
                self.held(Held::Structure, value.origin, place);
            }
            return;
        };
        let held = match &**deferred {
            Deferred::Param(_)
            | Deferred::Pseudo(_)
            | Deferred::Intrinsic { .. }
            | Deferred::Raw(_) => return,
            Deferred::Select { list, index } => {
                self.list_operand(list, place);
                return self.operand(index, place);
            }
            Deferred::Match { .. }
            | Deferred::Lookup { .. }
            | Deferred::Field { .. }
            | Deferred::Prop { .. } => match self.simpler(value, deferred, place) {
                Simpler::Other(other) => return self.operand(&other, place),
                Simpler::Mapping | Simpler::Same => return,
                Simpler::Resource => Held::Resource,
            },
            Deferred::Reference(_) => Held::Resource,
            Deferred::EachKey(_) | Deferred::EachValue(_) => Held::LoopVariable,
            Deferred::If { .. } => Held::Choice,
            Deferred::Concat(parts) if place == Place::Condition => {
                return parts.iter().for_each(|part| self.operand(part, place));
            }
            Deferred::Join { separator, list } if place == Place::Condition => {
                self.known_separator(separator, super::problem::Argument::JoinSeparator);
                return self.list_operand(list, place);
            }
            Deferred::Split { .. } if place == Place::Condition => {
                return self.list_operand(value, place);
            }
            Deferred::Length(list) if place == Place::Condition => {
                self.needs_extensions(Extension::Length, value.origin);
                return self.list_operand(list, place);
            }
            Deferred::Arithmetic { op, .. } => {
                return self.report(ProblemKind::Arithmetic(*op), value.origin);
            }
            Deferred::Compare { op, .. } => {
                return self.report(ProblemKind::Compare(*op), value.origin);
            }
            Deferred::Call { function, .. } => {
                return self.report(ProblemKind::Function(function), value.origin);
            }
            Deferred::Condition(_)
            | Deferred::Equals(..)
            | Deferred::Not(_)
            | Deferred::And(_)
            | Deferred::Or(_) => Held::Choice,
            other => Held::Intrinsic(super::expression::spelling(other)),
        };
        self.held(held, value.origin, place);
    }

    fn list_operand(&mut self, list: &Value, place: Place) {
        match &list.kind {
            ValueKind::List(items) => items.iter().for_each(|item| self.operand(item, place)),
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Split { separator, text } if place == Place::Condition => {
                    self.known_separator(separator, super::problem::Argument::SplitSeparator);
                    self.operand(text, place);
                }
                _ => self.operand(list, place),
            },
            _ => {}
        }
    }

    fn held(&mut self, held: Held, at: Origin, place: Place) {
        let kind = match place {
            Place::Condition => ProblemKind::Condition(held),
            Place::Rule => ProblemKind::Rule(held),
        };
        self.report(kind, at);
    }
}

/// What an expression is, one step nearer to what CloudFormation says.
enum Simpler {
    Other(Value),
    Mapping,
    Resource,
    Same,
}

/// Whether a value is a condition whatever it is compared with.
pub fn is_condition(value: &Value) -> bool {
    match value.as_deferred() {
        Some(
            Deferred::Condition(_)
            | Deferred::Equals(..)
            | Deferred::Not(_)
            | Deferred::And(_)
            | Deferred::Or(_)
            | Deferred::Compare { .. },
        ) => true,
        Some(Deferred::Intrinsic { name, .. }) => matches!(
            *name,
            "Condition"
                | "Fn::Equals"
                | "Fn::Not"
                | "Fn::And"
                | "Fn::Or"
                | "Fn::Contains"
                | "Fn::EachMemberEquals"
                | "Fn::EachMemberIn"
        ),
        _ => false,
    }
}

/// `!x`
pub fn not(value: Value, at: Origin) -> Value {
    match &value.kind {
        ValueKind::Bool(known) => Value::new(ValueKind::Bool(!known), at),
        ValueKind::Deferred(deferred) => match &**deferred {
            Deferred::Not(inner) => inner.clone(),
            _ => Value::deferred(Deferred::Not(value), at),
        },
        _ => value,
    }
}

/// `if condition then a else b` of booleans.
fn either(condition: Value, then: Value, otherwise: Value, at: Origin) -> Value {
    match condition.kind {
        ValueKind::Bool(true) => return then,
        ValueKind::Bool(false) => return otherwise,
        _ => {}
    }
    if let (Some(true), Some(false)) = (then.as_bool(), otherwise.as_bool()) {
        return condition;
    }
    let inverse = not(condition.clone(), at);
    let first = junction(true, vec![condition, then], at);
    let second = junction(true, vec![inverse, otherwise], at);
    junction(false, vec![first, second], at)
}

/// `And` or `Or` of normal conditions: flat, each once, without what is known, never of one operand.
pub fn junction(all: bool, operands: Vec<Value>, at: Origin) -> Value {
    let mut flat = Vec::with_capacity(operands.len());
    for operand in operands {
        match (&operand.kind, operand.as_deferred()) {
            (ValueKind::Bool(known), _) if *known == all => {}
            (ValueKind::Bool(_), _) => return operand,
            (_, Some(Deferred::And(inner))) if all => flat.extend(inner.iter().cloned()),
            (_, Some(Deferred::Or(inner))) if !all => flat.extend(inner.iter().cloned()),
            _ => flat.push(operand),
        }
    }
    let mut seen: FxHashSet<Vec<u8>> = FxHashSet::default();
    flat.retain(|operand| {
        let mut key = Vec::new();
        content(operand, &mut key);
        seen.insert(key)
    });
    match (flat.len(), all) {
        (0, _) => Value::new(ValueKind::Bool(all), at),
        (1, _) => flat.remove(0),
        (_, true) => Value::deferred(Deferred::And(flat), at),
        (_, false) => Value::deferred(Deferred::Or(flat), at),
    }
}

/// Whether two known scalars are equal. CloudFormation compares texts, so `1` is `"1"`.
fn known_equality(left: &Value, right: &Value) -> Option<bool> {
    if left.is_null() || right.is_null() {
        let known = left.as_deferred().is_none() && right.as_deferred().is_none();
        return known.then(|| left.is_null() && right.is_null());
    }
    Some(scalar_text(left)? == scalar_text(right)?)
}

/// The text that a known scalar is in CloudFormation.
pub fn scalar_text(value: &Value) -> Option<crate::text::Name> {
    match &value.kind {
        ValueKind::Bool(value) => Some(if *value { "true" } else { "false" }.into()),
        ValueKind::Int(value) => Some(ecow::eco_format!("{value}")),
        ValueKind::Number(value) => {
            let mut text = Vec::new();
            crate::emit::writer::write_number(&mut text, *value);
            Some(String::from_utf8(text).unwrap_or_default().into())
        }
        ValueKind::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// The value of a literal.
pub fn literal_value(literal: &Literal, at: Origin) -> Value {
    let kind = match literal {
        Literal::Text(text) => ValueKind::Text(text.clone()),
        Literal::Int(value) => ValueKind::Int(*value),
        Literal::Number(value) => ValueKind::Number(*value),
        Literal::Bool(value) => ValueKind::Bool(*value),
    };
    Value::new(kind, at)
}
