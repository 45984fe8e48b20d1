//! Which blocks a value makes: those that are there in any case, those that a condition decides on, those
//! that a list of the deployment's makes. In: the value of a block in the source. Out: [`Block`]s, in
//! order. Never: what is in them.

use crate::graph::{Deferred, Graph, Origin, Value, ValueKind, ValueMap};
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::{ListType, Literal, RecordType, Schemas, Type};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// One block, or one for each element of what only the deployment knows.
#[derive(Debug)]
pub struct Block {
    /// Under which condition it is there.
    pub condition: Option<Value>,
    pub content: Content,
    pub origin: Origin,
}

#[derive(Debug)]
pub enum Content {
    Known(Value),
    Each {
        /// The list, the map or the single record.
        over: Value,
        ty: Type,
    },
    /// Nobody knows what is in it.
    Unknown,
}

/// The blocks of a value.
pub fn blocks(graph: &Graph, catalogue: &Catalogue, value: &Value) -> Vec<Block> {
    let mut found = Vec::new();
    collect(graph, catalogue, value, None, &mut found);
    found
}

fn collect(
    graph: &Graph,
    catalogue: &Catalogue,
    value: &Value,
    condition: Option<&Value>,
    found: &mut Vec<Block>,
) {
    let mut add = |content| {
        found.push(Block {
            condition: condition.cloned(),
            content,
            origin: value.origin,
        });
    };
    match &value.kind {
        ValueKind::Null | ValueKind::Error => {}
        ValueKind::Map(_) => add(Content::Known(value.clone())),
        ValueKind::List(items) => {
            for item in items.iter() {
                collect(graph, catalogue, item, condition, found);
            }
        }
        ValueKind::Deferred(deferred) => {
            // A block in either branch is one block of choices.
            if let Some(body) = body(value) {
                return add(Content::Known(Value::new(
                    ValueKind::Map(body),
                    value.origin,
                )));
            }
            match &**deferred {
                Deferred::If {
                    condition: own,
                    then,
                    otherwise,
                } => {
                    let holds = both(condition, own.clone());
                    collect(graph, catalogue, then, Some(&holds), found);
                    let opposite = both(condition, not(own));
                    collect(graph, catalogue, otherwise, Some(&opposite), found);
                }
                Deferred::Match {
                    subject,
                    arms,
                    otherwise,
                    ..
                } => {
                    // Arms are of different values, so that no test asks for what the others leave.
                    let mut others: Vec<Value> = condition.cloned().into_iter().collect();
                    for arm in arms {
                        let test = test(subject, &arm.patterns, value.origin);
                        let own = both(condition, test.clone());
                        collect(graph, catalogue, &arm.value, Some(&own), found);
                        others.push(not(&test));
                    }
                    if let Some(otherwise) = otherwise {
                        let own = all(others, Deferred::And, value.origin);
                        collect(graph, catalogue, otherwise, Some(&own), found);
                    }
                }
                _ => add(match type_of(graph, catalogue, value) {
                    Some(ty) => Content::Each {
                        over: value.clone(),
                        ty,
                    },
                    None => Content::Unknown,
                }),
            }
        }
        _ => add(Content::Unknown),
    }
}

/// The entries of what is a body in any case: of a choice between bodies one in which each entry is
/// that choice. `None` where a branch is none.
pub fn body(value: &Value) -> Option<Arc<ValueMap>> {
    if let ValueKind::Map(map) = &value.kind {
        return Some(map.clone());
    }
    let choice = value.as_deferred()?;
    let mut keys: Vec<Name> = Vec::new();
    let mut seen = FxHashSet::default();
    choice.map_branches(&mut |branch| {
        let body = body(branch)?;
        keys.extend(
            body.keys()
                .filter(|key| seen.insert((*key).clone()))
                .cloned(),
        );
        Some(branch.clone())
    })?;
    let entries = keys.into_iter().map(|key| {
        let entry = choice.map_branches(&mut |branch| {
            let body = body(branch)?;
            Some(
                body.get(&key)
                    .cloned()
                    .unwrap_or(Value::null(branch.origin)),
            )
        })?;
        Some((key, Value::deferred(entry, value.origin)))
    });
    let map: Option<ValueMap> = entries.collect::<Option<Vec<_>>>().map(ValueMap::from_iter);
    map.map(Arc::new)
}

/// The record of a type that is one, or of the elements of one that is a list or a map of them.
pub fn record(ty: &Type) -> Option<&RecordType> {
    match ty {
        Type::Record(record) => Some(record),
        Type::List(list) => record(&list.element),
        Type::Map(element) => record(element),
        Type::Union(members) => {
            let mut members = members.iter().filter(|member| **member != Type::Null);
            let only = members.next().filter(|_| members.next().is_none());
            only.and_then(record)
        }
        _ => None,
    }
}

/// The type of a deferred value, where it is one of records.
fn type_of(graph: &Graph, catalogue: &Catalogue, value: &Value) -> Option<Type> {
    let ty = match value.as_deferred()? {
        Deferred::Param(id) => graph.param(*id).ty.clone(),
        Deferred::Prop { resource, path, .. } => {
            let ty = &graph.resource(*resource).ty;
            let attribute = catalogue.attribute(ty, &path.join("."))?;
            attribute.ty
        }
        Deferred::Field { base, name } => {
            let of = type_of(graph, catalogue, base)?;
            record(&of)?.field(name)?.ty.clone()
        }
        Deferred::Select { list, .. } => match type_of(graph, catalogue, list)? {
            Type::List(list) => list.element.clone(),
            Type::Map(element) => (*element).clone(),
            _ => return None,
        },
        _ => return None,
    };
    let ty = expanded(catalogue, ty);
    record(&ty).is_some().then_some(ty)
}

/// A type without references into a schema at its outermost levels.
fn expanded(catalogue: &Catalogue, ty: Type) -> Type {
    match ty {
        Type::Named(key, node) => catalogue.expand(&key, node),
        Type::List(list) => {
            let element = expanded(catalogue, list.element.clone());
            Type::List(Arc::new(ListType {
                element,
                ..ListType::clone(&list)
            }))
        }
        other => other,
    }
}

fn both(condition: Option<&Value>, own: Value) -> Value {
    match condition {
        None => own,
        Some(outer) => {
            let origin = own.origin;
            Value::deferred(Deferred::And(vec![outer.clone(), own]), origin)
        }
    }
}

fn not(condition: &Value) -> Value {
    match condition.as_deferred() {
        Some(Deferred::Not(inner)) => inner.clone(),
        _ => Value::deferred(Deferred::Not(condition.clone()), condition.origin),
    }
}

/// Whether the subject of a `match` is one of these.
fn test(subject: &Value, patterns: &[Literal], origin: Origin) -> Value {
    let is = |pattern| {
        let pattern = literal(pattern, origin);
        Value::deferred(Deferred::Equals(subject.clone(), pattern), origin)
    };
    all(patterns.iter().map(is).collect(), Deferred::Or, origin)
}

fn all(mut operands: Vec<Value>, join: fn(Vec<Value>) -> Deferred, origin: Origin) -> Value {
    match operands.len() {
        1 => operands.remove(0),
        _ => Value::deferred(join(operands), origin),
    }
}

fn literal(literal: &Literal, origin: Origin) -> Value {
    let kind = match literal {
        Literal::Text(text) => ValueKind::Text(text.clone()),
        Literal::Int(int) => ValueKind::Int(*int),
        Literal::Number(number) => ValueKind::Number(*number),
        Literal::Bool(bool) => ValueKind::Bool(*bool),
    };
    Value::new(kind, origin)
}
