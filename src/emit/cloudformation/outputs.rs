//! Outputs as CloudFormation has them: one text each. In: outputs of any shape. Out: a [`Leaf`] for each
//! scalar in them, lists joined, and what has no such form. Never: bytes.

use super::choices::Choice;
use super::conditions::{Place, junction, not, scalar_text};
use super::plan::Planner;
use super::problem::ProblemKind;
use super::reading::{Kind, Reading};
use crate::emit::guards::set_by;
use crate::graph::{Deferred, Origin, Output, Pseudo, Value, ValueKind, logical_id};
use crate::text::Name;
use rustc_hash::FxHashMap;

/// An entry of the section `Outputs`.
#[derive(Debug)]
pub struct Leaf {
    /// An index into the graph's outputs.
    pub output: usize,
    pub id: Name,
    pub value: Value,
    /// It is a list, to be joined.
    pub join: bool,
    pub condition: Option<Value>,
}

impl Planner<'_> {
    pub fn outputs(&mut self) {
        let graph = self.graph;
        for (number, output) in graph.outputs.iter().enumerate() {
            self.about(&output.logical_id, output.origin);
            let first = self.plan.leaves.len();
            if output.secret {
                self.report(ProblemKind::OutputSecret, output.origin);
            }
            let mut path = vec![output.logical_id.clone()];
            self.leaf(number, &output.value, &mut path, output.condition.clone());
            self.own_keys(output.attributes.as_ref());
            self.export(output, self.plan.leaves.len() - first);
        }
        self.outputs_of_one_name();
    }

    fn leaf(
        &mut self,
        number: usize,
        value: &Value,
        path: &mut Vec<Name>,
        condition: Option<Value>,
    ) {
        let value = self.shown(value);
        match &value.kind {
            ValueKind::Null | ValueKind::Error => return,
            ValueKind::Map(map) => {
                for (key, item) in map.iter() {
                    path.push(key.clone());
                    self.leaf(number, item, path, condition.clone());
                    path.pop();
                }
                return;
            }
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::If {
                    condition: test,
                    then,
                    otherwise,
                } => {
                    let branches = (self.shown(then), self.shown(otherwise));
                    let at = value.origin;
                    match branches {
                        (then, otherwise) if otherwise.is_null() => {
                            let condition = both(condition, test.clone(), at);
                            return self.leaf(number, &then, path, Some(condition));
                        }
                        (then, otherwise) if then.is_null() => {
                            let condition = both(condition, not(test.clone(), at), at);
                            return self.leaf(number, &otherwise, path, Some(condition));
                        }
                        (then, otherwise) => {
                            if let Some(map) = merged(test, &then, &otherwise) {
                                return self.leaf(number, &map, path, condition);
                            }
                        }
                    }
                }
                Deferred::Param(param) if self.is_optional(*param) => {
                    let at = value.origin;
                    let set = Deferred::Equals(value.clone(), Value::null(at));
                    let set = Value::deferred(Deferred::Not(Value::deferred(set, at)), at);
                    let condition = both(condition, set, at);
                    return self.scalar(number, value.clone(), path, Some(condition));
                }
                _ => {}
            },
            _ => {}
        }
        self.scalar(number, value, path, condition);
    }

    fn scalar(&mut self, number: usize, value: Value, path: &[Name], condition: Option<Value>) {
        let id = match path {
            [id] => id.clone(),
            path => logical_id(path.iter().map(Name::as_str)),
        };
        let (value, join) = match joined(&value) {
            Some(text) => (text, false),
            None => {
                let join = self.is_list(&value);
                (value, join)
            }
        };
        let before = self.set.len();
        if let Some(condition) = &condition {
            self.test(condition);
            set_by(self.graph, condition, true, &mut self.set);
        }
        match self.fault(&value, join, false) {
            Some(fault) => self.report(fault, value.origin),
            None => self.value(&value, &id),
        }
        self.set.truncate(before);
        self.plan.leaves.push(Leaf {
            output: number,
            id,
            value,
            join,
            condition,
        });
    }

    /// Why a value cannot be one text. `spare`: it may be absent, as an element of a list may.
    fn fault(&mut self, value: &Value, join: bool, spare: bool) -> Option<ProblemKind> {
        let value = self.shown(value);
        match &value.kind {
            ValueKind::Map(_) => Some(ProblemKind::OutputShape),
            ValueKind::List(items) if join => {
                items.iter().find_map(|item| self.fault(item, false, true))
            }
            ValueKind::List(_) => Some(ProblemKind::OutputShape),
            ValueKind::Null if !join && !spare => Some(ProblemKind::OutputOptional),
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::If {
                    condition,
                    then,
                    otherwise,
                } => {
                    let before = self.set.len();
                    set_by(self.graph, condition, true, &mut self.set);
                    let fault = self.fault(then, join, spare);
                    self.set.truncate(before);
                    set_by(self.graph, condition, false, &mut self.set);
                    let fault = fault.or_else(|| self.fault(otherwise, join, spare));
                    self.set.truncate(before);
                    fault
                }
                Deferred::Param(param) => {
                    let absent = self.is_optional(*param) && !self.set.contains(param);
                    absent.then_some(ProblemKind::OutputOptional)
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn export(&mut self, output: &Output, leaves: usize) {
        let Some(export) = &output.export else {
            return;
        };
        if leaves > 1 {
            self.report(ProblemKind::ExportMany, export.origin);
        }
        if self.reads_resource(export) {
            self.report(ProblemKind::ExportResource, export.origin);
        } else {
            self.operand_value(export, &output.logical_id);
        }
    }

    /// Outputs of one id as a whole were found when the graph was made; their leaves were not.
    fn outputs_of_one_name(&mut self) {
        let graph = self.graph;
        let is_whole = |leaf: &Leaf| graph.outputs[leaf.output].logical_id == leaf.id;
        let mut seen: FxHashMap<&Name, &Leaf> = FxHashMap::default();
        let mut found = Vec::new();
        for leaf in &self.plan.leaves {
            match seen.get(&leaf.id) {
                Some(other) if is_whole(leaf) && is_whole(other) => {}
                Some(_) => found.push((leaf.id.clone(), leaf.value.origin)),
                None => {
                    seen.insert(&leaf.id, leaf);
                }
            }
        }
        for (id, at) in found {
            self.report(ProblemKind::OutputName(id), at);
        }
    }

    /// The value without what stands for something simpler.
    fn shown(&mut self, value: &Value) -> Value {
        let value = self.simplest(value, Place::Condition);
        match &value.kind {
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Match { .. } | Deferred::Lookup { .. } => {
                    match self.choice(&value, deferred, None) {
                        Choice::Other(other) => self.shown(&other),
                        Choice::Mapping(_) | Choice::Broken => value,
                    }
                }
                _ => value,
            },
            _ => value,
        }
    }

    /// Whether a value is one text for sure.
    pub fn is_text(&mut self, value: &Value) -> bool {
        let value = self.shown(value);
        let ValueKind::Deferred(deferred) = &value.kind else {
            return matches!(value.kind, ValueKind::Text(_));
        };
        match &**deferred {
            Deferred::Param(param) => {
                let shape = self.plan.params.get(param.0 as usize);
                shape.is_some_and(|shape| !shape.is_list)
            }
            Deferred::Pseudo(pseudo) => *pseudo != Pseudo::NotificationArns,
            Deferred::Prop { resource, path, .. } => matches!(
                self.reading(*resource, path),
                Reading::Reference
                    | Reading::Attribute {
                        kind: Kind::Text,
                        ..
                    }
            ),
            Deferred::Concat(_)
            | Deferred::Join { .. }
            | Deferred::Base64(_)
            | Deferred::ToJson(_)
            | Deferred::Reference(_) => true,
            Deferred::If {
                then, otherwise, ..
            } => self.is_text(then) || self.is_text(otherwise),
            _ => false,
        }
    }

    fn is_list(&mut self, value: &Value) -> bool {
        let value = self.shown(value);
        let ValueKind::Deferred(deferred) = &value.kind else {
            return matches!(value.kind, ValueKind::List(_));
        };
        match &**deferred {
            Deferred::Param(param) => {
                let shape = self.plan.params.get(param.0 as usize);
                shape.is_some_and(|shape| shape.is_list)
            }
            Deferred::Pseudo(pseudo) => *pseudo == Pseudo::NotificationArns,
            Deferred::Prop { resource, path, .. } => matches!(
                self.reading(*resource, path),
                Reading::Attribute {
                    kind: Kind::List,
                    ..
                }
            ),
            Deferred::Split { .. } | Deferred::AvailabilityZones(_) => true,
            Deferred::Intrinsic { name, .. } => {
                matches!(*name, "Fn::Split" | "Fn::GetAZs" | "Fn::Cidr")
            }
            Deferred::If {
                then, otherwise, ..
            } => self.is_list(then) || self.is_list(otherwise),
            Deferred::Match { arms, .. } => {
                arms.first().is_some_and(|arm| self.is_list(&arm.value))
            }
            Deferred::Lookup { entries, keys, .. } => {
                let mut first = entries.clone();
                for _ in keys {
                    let inner = first.as_map().and_then(|map| map.values().next().cloned());
                    let Some(inner) = inner else { return false };
                    first = inner;
                }
                matches!(first.kind, ValueKind::List(_))
            }
            _ => false,
        }
    }
}

/// Both hold. `None` holds always.
fn both(condition: Option<Value>, test: Value, at: Origin) -> Value {
    match condition {
        Some(condition) => junction(true, vec![condition, test], at),
        None => test,
    }
}

/// A choice between two maps of the same keys, as a map of choices.
fn merged(test: &Value, then: &Value, otherwise: &Value) -> Option<Value> {
    let (left, right) = (then.as_map()?, otherwise.as_map()?);
    let mut entries = Vec::with_capacity(left.len());
    for (key, value) in left {
        let choice = Deferred::If {
            condition: test.clone(),
            then: value.clone(),
            otherwise: right.get(key)?.clone(),
        };
        entries.push((key.clone(), Value::deferred(choice, value.origin)));
    }
    (left.len() == right.len()).then(|| Value::map(entries.into_iter().collect(), then.origin))
}

/// A list of which everything is known, as one text.
fn joined(value: &Value) -> Option<Value> {
    let items = value.as_list()?.iter().filter(|item| !item.is_null());
    let texts: Option<Vec<Name>> = items.map(scalar_text).collect();
    Some(Value::text(texts?.join(","), value.origin))
}
