//! What kind of value an expression gives, as far as it can be told: Terraform wants both branches of a
//! conditional to be of one type, and converts where it can. In: values and types. Out: [`Shape`]s, and
//! whether two go together unchanged. Never: a conversion that changes a value (`1` to `"1"`).

use super::place::Place;
use crate::graph::{Deferred, Graph, Value, ValueKind};
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::{Literal, Schemas, Type};

/// A type of Terraform's, or that nothing is known of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Null, or anything.
    Any,
    Bool,
    Number,
    Text,
    Tuple(Vec<Shape>),
    /// Of any length.
    List(Box<Shape>),
    Object(Vec<(Name, Shape)>),
    Map(Box<Shape>),
}

/// The shape of a value.
pub fn of(graph: &Graph, catalogue: &Catalogue, value: &Value) -> Shape {
    let of = |value: &Value| of(graph, catalogue, value);
    match &value.kind {
        ValueKind::Bool(_) => Shape::Bool,
        ValueKind::Int(_) | ValueKind::Number(_) => Shape::Number,
        ValueKind::Text(_) | ValueKind::Resource(..) => Shape::Text,
        ValueKind::List(items) => Shape::Tuple(items.iter().map(of).collect()),
        ValueKind::Map(map) => {
            let fields = map.iter().map(|(key, value)| (key.clone(), of(value)));
            Shape::Object(fields.collect())
        }
        ValueKind::Deferred(deferred) => of_expression(graph, catalogue, deferred),
        ValueKind::Null | ValueKind::Error | ValueKind::Instance(..) => Shape::Any,
    }
}

fn of_expression(graph: &Graph, catalogue: &Catalogue, deferred: &Deferred) -> Shape {
    let of = |value: &Value| of(graph, catalogue, value);
    match deferred {
        Deferred::Param(id) => of_type(catalogue, &graph.param(*id).ty),
        Deferred::Pseudo(_)
        | Deferred::Reference(_)
        | Deferred::Concat(_)
        | Deferred::Join { .. }
        | Deferred::Base64(_)
        | Deferred::ToJson(_)
        | Deferred::CidrSubnet { .. }
        | Deferred::ImportValue(_)
        | Deferred::Ssm { .. }
        | Deferred::EachKey(_) => Shape::Text,
        Deferred::Condition(_)
        | Deferred::Equals(..)
        | Deferred::Not(_)
        | Deferred::And(_)
        | Deferred::Or(_)
        | Deferred::Compare { .. } => Shape::Bool,
        Deferred::Arithmetic { .. } | Deferred::Length(_) => Shape::Number,
        Deferred::Split { .. } | Deferred::AvailabilityZones(_) => {
            Shape::List(Box::new(Shape::Text))
        }
        Deferred::Prop { resource, path, .. } => {
            let schema = catalogue.schema(&graph.resource(*resource).ty);
            of_place(Place::root(schema).follow(path))
        }
        Deferred::If {
            then, otherwise, ..
        } => join(of(then), of(otherwise)).unwrap_or(Shape::Any),
        Deferred::Match {
            arms, otherwise, ..
        } => {
            let values = arms.iter().map(|arm| &arm.value).chain(otherwise);
            common(values.map(of)).unwrap_or(Shape::Any)
        }
        Deferred::Field { base, name } => match of(base) {
            Shape::Object(fields) => {
                let field = fields.into_iter().find(|(key, _)| key == name);
                field.map_or(Shape::Any, |(_, shape)| shape)
            }
            Shape::Map(element) => *element,
            _ => Shape::Any,
        },
        Deferred::Select { list, .. } => match of(list) {
            Shape::List(element) | Shape::Map(element) => *element,
            Shape::Tuple(elements) => common(elements.into_iter()).unwrap_or(Shape::Any),
            _ => Shape::Any,
        },
        Deferred::Lookup {
            entries,
            keys,
            default,
            ..
        } => {
            let row = keys.iter().fold(of(entries), |shape, _| entry(shape));
            let default = default.as_ref().map_or(Shape::Any, of);
            join(row, default).unwrap_or(Shape::Any)
        }
        Deferred::Call { function, .. } => of_function(function),
        Deferred::StackOutput { .. }
        | Deferred::Secret { .. }
        | Deferred::EachValue(_)
        | Deferred::Intrinsic { .. }
        | Deferred::Raw(_) => Shape::Any,
    }
}

/// What a built-in function gives.
fn of_function(function: &str) -> Shape {
    match function {
        "lower" | "upper" | "trim" | "toString" | "format" | "replace" | "substring" | "sha256"
        | "cidrHost" => Shape::Text,
        "startsWith" | "endsWith" | "matches" | "contains" => Shape::Bool,
        "toInt" | "min" | "max" | "sum" | "abs" | "floor" | "ceil" => Shape::Number,
        "keys" => Shape::List(Box::new(Shape::Text)),
        _ => Shape::Any,
    }
}

/// Any entry of what is looked up.
fn entry(shape: Shape) -> Shape {
    match shape {
        Shape::Map(element) => *element,
        Shape::Object(fields) => {
            common(fields.into_iter().map(|(_, shape)| shape)).unwrap_or(Shape::Any)
        }
        _ => Shape::Any,
    }
}

/// The shape of what a type of the language holds.
pub fn of_type(catalogue: &Catalogue, ty: &Type) -> Shape {
    match ty {
        Type::Named(key, node) => match catalogue.expand(key, *node) {
            // A node that stands for another one ends here.
            Type::Named(..) => Shape::Any,
            expanded => of_type(catalogue, &expanded),
        },
        Type::Bool | Type::Literal(Literal::Bool(_)) => Shape::Bool,
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_)) => {
            Shape::Number
        }
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) => Shape::Text,
        Type::List(list) => Shape::List(Box::new(of_type(catalogue, &list.element))),
        Type::Map(element) => Shape::Map(Box::new(of_type(catalogue, element))),
        Type::Record(record) => {
            let fields = record.fields.iter();
            let shapes = fields.map(|field| (field.name.clone(), of_type(catalogue, &field.ty)));
            Shape::Object(shapes.collect())
        }
        Type::Union(members) => {
            let members = members.iter().filter(|member| **member != Type::Null);
            common(members.map(|member| of_type(catalogue, member))).unwrap_or(Shape::Any)
        }
        _ => Shape::Any,
    }
}

fn of_place(place: Place) -> Shape {
    match place.scalar() {
        Some(shape) => shape,
        None if place.is_list() => Shape::List(Box::new(of_place(place.element(0)))),
        None => Shape::Any,
    }
}

/// The shape that all have, as [`join`] does.
pub fn common(mut shapes: impl Iterator<Item = Shape>) -> Option<Shape> {
    let first = shapes.next()?;
    shapes.try_fold(first, join)
}

/// The shape of a value that may be either; `None` where Terraform would change a value, or refuse.
pub fn join(left: Shape, right: Shape) -> Option<Shape> {
    match (left, right) {
        (Shape::Any, other) | (other, Shape::Any) => Some(other),
        (Shape::Tuple(left), Shape::Tuple(right)) if left.len() == right.len() => {
            let pairs = left.into_iter().zip(right);
            let joined: Option<Vec<Shape>> = pairs.map(|(l, r)| join(l, r)).collect();
            joined.map(Shape::Tuple)
        }
        (left @ (Shape::Tuple(_) | Shape::List(_)), right @ (Shape::Tuple(_) | Shape::List(_))) => {
            let element = common(elements(left).chain(elements(right)));
            Some(Shape::List(Box::new(element?)))
        }
        (Shape::Object(left), Shape::Object(right)) if same_keys(&left, &right) => {
            let fields = left.into_iter().map(|(key, shape)| {
                let other = right.iter().find(|(other, _)| *other == key)?;
                Some((key, join(shape, other.1.clone())?))
            });
            fields.collect::<Option<_>>().map(Shape::Object)
        }
        (left @ (Shape::Object(_) | Shape::Map(_)), right @ (Shape::Object(_) | Shape::Map(_))) => {
            let element = common(elements(left).chain(elements(right)));
            Some(Shape::Map(Box::new(element?)))
        }
        (left, right) if left == right => Some(left),
        _ => None,
    }
}

fn elements(shape: Shape) -> impl Iterator<Item = Shape> {
    let elements = match shape {
        Shape::Tuple(elements) => elements,
        Shape::List(element) | Shape::Map(element) => vec![*element],
        Shape::Object(fields) => fields.into_iter().map(|(_, shape)| shape).collect(),
        _ => Vec::new(),
    };
    elements.into_iter()
}

fn same_keys(left: &[(Name, Shape)], right: &[(Name, Shape)]) -> bool {
    let has = |key: &Name| right.iter().any(|(other, _)| other == key);
    left.len() == right.len() && left.iter().all(|(key, _)| has(key))
}
