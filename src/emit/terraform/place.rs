//! Where a value stands in a provider's schema, and what that makes of it: blocks, objects that want all
//! of their fields, maps. In: a type's schema. Out: answers about one place of it. Never: a judgement on
//! the value.

use super::shape::Shape;
use crate::graph::{Keys, Value, ValueMap};
use crate::schema::{Additional, ListRules, Node, ObjectForm, ObjectRules, Schema, TypeSet};
use crate::text::Name;
use crate::types::NodeId;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A node of a schema; nothing where no schema says anything.
#[derive(Debug, Clone, Copy, Default)]
pub struct Place<'a>(Option<(&'a Schema, NodeId)>);

/// What the schema says of the entries of one body.
pub type Entries<'a> = Arc<[(Place<'a>, Option<(Nesting, Place<'a>)>)]>;

/// The answers for bodies that share their keys, as those do which one loop makes.
#[derive(Debug, Default)]
pub struct Bodies<'a> {
    /// By the address of the keys, which are held so that no others get it, and by the node.
    known: FxHashMap<(usize, usize, u32), (Keys, Entries<'a>)>,
}

impl<'a> Bodies<'a> {
    /// For each key of a body where its value stands, and how it is nested if it is a block.
    pub fn entries(&mut self, place: Place<'a>, keys: &Keys) -> Entries<'a> {
        let all = || keys.names().iter().map(|key| place.property(key));
        let found = || all().map(|place| (place, place.blocks())).collect();
        let Some((schema, node)) = place.0 else {
            return found();
        };
        let key = (keys.address(), std::ptr::from_ref(schema).addr(), node.0);
        let known = self.known.entry(key);
        known.or_insert_with(|| (keys.clone(), found())).1.clone()
    }
}

/// How the blocks of one name are nested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    Single,
    List,
    Map,
}

impl<'a> Place<'a> {
    pub const UNKNOWN: Place<'static> = Place(None);

    /// The body of a resource.
    pub fn root(schema: Option<&'a Schema>) -> Place<'a> {
        Place(schema.map(|schema| (schema, NodeId(0))))
    }

    fn node(self) -> Option<&'a Node> {
        let (schema, id) = self.0?;
        schema.node(id)
    }

    fn at(self, id: Option<NodeId>) -> Place<'a> {
        Place(self.0.zip(id).map(|((schema, _), id)| (schema, id)))
    }

    pub fn object(self) -> Option<&'a ObjectRules> {
        self.node()?.object.as_deref()
    }

    /// An attribute or a block of the object here, or an entry of the map.
    pub fn property(self, name: &str) -> Place<'a> {
        let Some(object) = self.object() else {
            return Place(None);
        };
        let node = match (object.property(name), object.additional) {
            (Some(property), _) => Some(property.node),
            (None, Additional::Like(node)) => Some(node),
            (None, _) => None,
        };
        self.at(node)
    }

    /// The element with this number of the list here.
    pub fn element(self, number: usize) -> Place<'a> {
        let list = self.list();
        self.at(list.and_then(|list| list.prefix.get(number).copied().or(list.items)))
    }

    /// What a path leads to: names of properties, numbers of elements.
    pub fn follow(self, path: &[Name]) -> Place<'a> {
        path.iter().fold(self, |place, step| match place.is_list() {
            true => place.element(step.parse().unwrap_or(0)),
            false => place.property(step),
        })
    }

    pub fn is_list(self) -> bool {
        self.list().is_some()
    }

    /// Whether it is a set, whose elements have no numbers.
    pub fn is_set(self) -> bool {
        self.list().is_some_and(|list| list.set)
    }

    fn list(self) -> Option<&'a ListRules> {
        self.node()?.list.as_deref()
    }

    /// What a scalar here is; `None` for what is none.
    pub fn scalar(self) -> Option<Shape> {
        match self.node()?.types {
            TypeSet::STRING => Some(Shape::Text),
            TypeSet::NUMBER | TypeSet::INTEGER => Some(Shape::Number),
            TypeSet::BOOLEAN => Some(Shape::Bool),
            _ => None,
        }
    }

    /// Whether it is an object whose fields must all be there.
    pub fn wants_all_fields(self) -> bool {
        self.form() == Some(ObjectForm::Value)
    }

    /// The fields that an object here wants and a map has not.
    pub fn missing<'m>(self, map: &'m ValueMap) -> impl Iterator<Item = &'a Name> + use<'a, 'm> {
        let object = self.object().filter(|_| self.wants_all_fields());
        let fields = object.map_or(&[][..], |object| &object.properties);
        let names = fields.iter().map(|field| &field.name);
        names.filter(|name| map.get(name).is_none_or(Value::is_null))
    }

    /// Whether it is a map, in which null is a value: in a block or an object it is the same as what is
    /// not there.
    pub fn is_map(self) -> bool {
        let object = self.object();
        object.is_some_and(|object| matches!(object.additional, Additional::Like(_)))
    }

    /// How blocks are nested here; `None` where the place is one of a value. The second is the place of
    /// one block's body.
    pub fn blocks(self) -> Option<(Nesting, Place<'a>)> {
        if self.is_block() {
            return Some((Nesting::Single, self));
        }
        let element = self.element(0);
        if element.is_block() {
            return Some((Nesting::List, element));
        }
        match self.object()?.additional {
            Additional::Like(node) => {
                let entry = self.at(Some(node));
                entry.is_block().then_some((Nesting::Map, entry))
            }
            _ => None,
        }
    }

    fn is_block(self) -> bool {
        self.form() == Some(ObjectForm::Block)
    }

    fn form(self) -> Option<ObjectForm> {
        self.object().map(|object| object.form)
    }
}
