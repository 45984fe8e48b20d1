//! Nodes of schemas, each expanded once. In: a catalogue behind [`Schemas`]. Out: [`Node`]s, shared.
//! Made for one file's check and dropped with it; never judges a value.

use super::{Field, NodeId, RecordType, Relation, Schemas, Type, TypeKey};
use crate::text::Name;
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// Records with more fields than this are searched through an index.
const SHORT: usize = 6;

/// One node of a schema, expanded by one level.
#[derive(Debug)]
pub struct Node {
    pub ty: Type,
    /// What the value must identify, by any of these.
    pub relations: Vec<Relation>,
    /// Properties that only the engine sets.
    read_only: Vec<Name>,
    /// Where [`Node::ty`] is a record: its fields by name, if they are many, and those that must be
    /// there.
    fields: FxHashMap<Name, u32>,
    pub required: Vec<u32>,
}

/// The nodes that were asked for so far.
pub struct Nodes<'a> {
    pub schemas: &'a dyn Schemas,
    /// Resource types by name; `None` for names that no type has.
    resources: RefCell<FxHashMap<Name, Option<TypeKey>>>,
    /// By type, then by [`NodeId`].
    expanded: RefCell<FxHashMap<TypeKey, Vec<Option<Rc<Node>>>>>,
}

impl<'a> Nodes<'a> {
    pub fn new(schemas: &'a dyn Schemas) -> Nodes<'a> {
        Nodes {
            schemas,
            resources: RefCell::default(),
            expanded: RefCell::default(),
        }
    }

    /// A resource type by its name.
    pub fn resource(&self, name: &Name) -> Option<TypeKey> {
        if let Some(known) = self.resources.borrow().get(name) {
            return known.clone();
        }
        let found = self.schemas.resource(name);
        self.resources
            .borrow_mut()
            .insert(name.clone(), found.clone());
        found
    }

    /// A node of a type's schema.
    pub fn get(&self, key: &TypeKey, id: NodeId) -> Rc<Node> {
        let at = id.0 as usize;
        if let Some(nodes) = self.expanded.borrow().get(key)
            && let Some(Some(node)) = nodes.get(at)
        {
            return node.clone();
        }
        let node = Rc::new(self.expand(key, id));
        let mut expanded = self.expanded.borrow_mut();
        let nodes = expanded.entry(key.clone()).or_default();
        if nodes.len() <= at {
            nodes.resize(at + 1, None);
        }
        if let Some(slot) = nodes.get_mut(at) {
            *slot = Some(node.clone());
        }
        node
    }

    /// The structure behind a type: a node of a schema is expanded, all else is itself.
    pub fn structure(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(key, id) => self.get(key, *id).ty.clone(),
            other => other.clone(),
        }
    }

    /// All members of a type, nodes of schemas expanded.
    pub fn members(&self, ty: &Type) -> Vec<Type> {
        let mut members = Vec::new();
        for member in ty.members() {
            match member {
                Type::Named(..) => members.extend_from_slice(self.structure(member).members()),
                other => members.push(other.clone()),
            }
        }
        members
    }

    fn expand(&self, key: &TypeKey, id: NodeId) -> Node {
        let ty = self.schemas.expand(key, id);
        let mut fields = FxHashMap::default();
        let mut required = Vec::new();
        let read_only = match &ty {
            Type::Record(record) => {
                if record.fields.len() > SHORT {
                    let names = record.fields.iter().map(|f| f.name.clone());
                    fields = names.zip(0..).collect();
                }
                let indexes = record.fields.iter().zip(0..);
                required.extend(indexes.filter(|(f, _)| !f.optional).map(|(_, i)| i));
                self.schemas.read_only(key, id)
            }
            _ => Vec::new(),
        };
        let mut relations = self.schemas.relations(key, id);
        // A relation to a type that the catalogue does not have tells nothing apart.
        if relations.iter().any(|r| r.resource.index.is_none()) {
            relations.clear();
        }
        Node {
            ty,
            relations,
            read_only,
            fields,
            required,
        }
    }
}

impl Node {
    /// The record's field of this name, with its index. `record` is what [`Node::ty`] holds.
    pub fn field<'r>(&self, record: &'r RecordType, name: &str) -> Option<(usize, &'r Field)> {
        let at = match self.fields.is_empty() {
            true => record.fields.iter().position(|f| f.name == name)?,
            false => *self.fields.get(name)? as usize,
        };
        Some((at, record.fields.get(at)?))
    }

    pub fn is_read_only(&self, name: &str) -> bool {
        self.read_only.iter().any(|p| p == name)
    }
}
