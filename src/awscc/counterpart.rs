//! Types of CloudFormation and what stands for them in the provider. In: a resource. Out: both schemas
//! of its type, and the place where a property of one is in the other. Asked of the catalogue once for
//! each type. Never: a value.

use super::names::{attribute_name, root_attribute_name, type_name};
use crate::schema::{Access, Additional, Catalogue, Node, Schema, TypeSet};
use crate::text::Name;
use crate::types::{NodeId, TypeKey};
use rustc_hash::FxHashMap;

/// A type of CloudFormation and the provider's.
pub(super) struct Counterpart<'a> {
    pub source: &'a Schema,
    pub target: &'a Schema,
    pub key: TypeKey,
    /// What was asked for below it so far. Programs read few properties of a type.
    readings: Vec<(Box<[Name]>, Reading)>,
}

/// One place in the provider's schema of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Place {
    /// An index into [`Counterparts`].
    pub ty: u32,
    pub node: NodeId,
}

/// What may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Named attributes.
    Record,
    /// Keys that the user chooses.
    Map(NodeId),
    List(NodeId),
    /// A list of which no element can be read by its index.
    Set(NodeId),
    Text,
    Number,
    Bool,
    Any,
}

/// How a property of a resource is read.
#[derive(Debug, Clone)]
pub(super) enum Reading {
    /// The attribute that holds the same.
    Attribute {
        path: std::sync::Arc<[Name]>,
        node: NodeId,
    },
    /// It is inside of an attribute that is a text of JSON: the attribute, and the way in it.
    Json {
        path: std::sync::Arc<[Name]>,
        rest: Box<[Name]>,
    },
    /// An element of a set, which has no place.
    Element,
    /// The provider has no such attribute.
    Missing,
}

#[derive(Default)]
pub(super) struct Counterparts<'a> {
    all: Vec<Counterpart<'a>>,
    /// By the type's index in the catalogue.
    known: FxHashMap<u32, Option<u32>>,
}

impl<'a> Counterparts<'a> {
    /// What stands for a type; `None` where the provider has nothing.
    pub fn find(&mut self, catalogue: &'a Catalogue, ty: &TypeKey) -> Option<u32> {
        let index = ty.index?;
        if let Some(known) = self.known.get(&index) {
            return *known;
        }
        let found = Counterpart::of(catalogue, ty).map(|counterpart| {
            self.all.push(counterpart);
            self.all.len() as u32 - 1
        });
        self.known.insert(index, found);
        found
    }

    pub fn get(&self, ty: u32) -> &Counterpart<'a> {
        &self.all[ty as usize]
    }

    pub fn node(&self, place: Place) -> Option<&'a Node> {
        self.get(place.ty).target.node(place.node)
    }

    pub fn shape(&self, place: Place) -> Shape {
        self.node(place).map_or(Shape::Any, shape)
    }

    /// How a property or an attribute is read that has this path in CloudFormation.
    pub fn reading(&mut self, ty: u32, path: &[Name]) -> Reading {
        let counterpart = &self.all[ty as usize];
        let mut known = counterpart.readings.iter();
        if let Some((_, reading)) = known.find(|(known, _)| **known == *path) {
            return reading.clone();
        }
        let reading = counterpart.read(path);
        let readings = &mut self.all[ty as usize].readings;
        readings.push((path.into(), reading.clone()));
        reading
    }
}

impl<'a> Counterpart<'a> {
    fn of(catalogue: &'a Catalogue, ty: &TypeKey) -> Option<Counterpart<'a>> {
        let key = catalogue.find(&type_name(&ty.name)?)?;
        Some(Counterpart {
            source: catalogue.schema(ty)?,
            target: catalogue.schema(&key)?,
            key,
            readings: Vec::new(),
        })
    }

    /// The attribute that stands for a property below a node.
    pub fn attribute(&self, node: NodeId, property: &str) -> Name {
        match node {
            ROOT => root_attribute_name(&self.source.name, property),
            _ => attribute_name(property),
        }
    }

    fn read(&self, path: &[Name]) -> Reading {
        let mut found: Vec<Name> = Vec::with_capacity(path.len());
        let mut at = ROOT;
        for (i, step) in path.iter().enumerate() {
            let Some(node) = self.target.node(at) else {
                return Reading::Missing;
            };
            let (name, next) = match shape(node) {
                Shape::Record => {
                    let name = self.attribute(at, step);
                    match node.property(&name) {
                        Some(property) => (name, property.node),
                        None => return Reading::Missing,
                    }
                }
                Shape::Map(inner) => (step.clone(), inner),
                Shape::List(inner) if is_index(step) => (step.clone(), inner),
                Shape::Set(_) if is_index(step) => return Reading::Element,
                Shape::Text => {
                    return Reading::Json {
                        path: found.into(),
                        rest: path.get(i..).unwrap_or_default().into(),
                    };
                }
                _ => return Reading::Missing,
            };
            found.push(name);
            at = next;
        }
        Reading::Attribute {
            path: found.into(),
            node: at,
        }
    }

    /// Whether nobody but the provider sets an attribute of the record at a node.
    pub fn is_only_read(&self, node: NodeId, attribute: &str) -> bool {
        let node = self.target.node(node);
        let property = node.and_then(|node| node.property(attribute));
        property.is_some_and(|property| property.access.has(Access::READ_ONLY))
    }
}

/// The object of a resource's own properties.
pub(super) const ROOT: NodeId = NodeId(0);

fn shape(node: &Node) -> Shape {
    if let Some(object) = &node.object {
        return match object.additional {
            Additional::Like(inner) => Shape::Map(inner),
            Additional::Allowed | Additional::Forbidden => Shape::Record,
        };
    }
    if let Some(list) = &node.list {
        return match list.items {
            Some(items) if list.set => Shape::Set(items),
            Some(items) => Shape::List(items),
            None => Shape::Any,
        };
    }
    match node.types {
        TypeSet::STRING => Shape::Text,
        TypeSet::NUMBER => Shape::Number,
        TypeSet::BOOLEAN => Shape::Bool,
        _ => Shape::Any,
    }
}

/// Whether a step of a path is the index of an element.
pub(super) fn is_index(step: &str) -> bool {
    !step.is_empty() && step.bytes().all(|b| b.is_ascii_digit())
}
