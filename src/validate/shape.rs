//! What the keys of a map mean to an object of a schema: which node each value must be like, which
//! keys nobody knows, and whether those that must be there are. In: keys alone, no values.

use crate::graph::Keys;
use crate::schema::{Access, Additional, ObjectRules, Schema};
use crate::text::Name;
use crate::types::NodeId;

/// The answers for one list of keys.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Places of keys, and what the value there must be like. A key may have several.
    pub checks: Vec<(u32, NodeId)>,
    /// Places of keys that the object does not have.
    pub unknown: Vec<u32>,
    /// Places of properties that only the service sets.
    pub read_only: Vec<u32>,
    /// Places of properties that the service advises against.
    pub deprecated: Vec<u32>,
    /// Whether the object is content with these keys, each with a value.
    pub complete: bool,
}

impl Shape {
    pub fn of(rules: &ObjectRules, keys: &Keys) -> Shape {
        let mut shape = Shape {
            complete: is_complete(rules, keys.len(), &|name| keys.place(name).is_some()),
            ..Shape::default()
        };
        for (place, key) in (0..).zip(keys.names()) {
            shape.add(rules, place, key);
        }
        shape
    }

    fn add(&mut self, rules: &ObjectRules, place: u32, key: &Name) {
        let mut known = false;
        if let Some(property) = rules.property(key) {
            known = true;
            self.checks.push((place, property.node));
            if property.access.has(Access::READ_ONLY) {
                self.read_only.push(place);
            }
            if property.access.has(Access::DEPRECATED) {
                self.deprecated.push(place);
            }
        }
        for (pattern, node) in &rules.pattern_properties {
            if pattern.is_match(key) {
                known = true;
                self.checks.push((place, *node));
            }
        }
        match rules.additional {
            _ if known => {}
            Additional::Allowed => {}
            Additional::Like(node) => self.checks.push((place, node)),
            // What a macro will put in place of this key is not known.
            Additional::Forbidden if key.starts_with("Fn::") => {}
            Additional::Forbidden => self.unknown.push(place),
        }
    }
}

/// Whether an object asks for nothing more, and nothing less, than what is there.
pub(super) fn is_complete(rules: &ObjectRules, count: usize, has: &dyn Fn(&str) -> bool) -> bool {
    let set = |names: &[Name]| names.iter().filter(|n| has(n)).count();
    rules.required.iter().all(|name| has(name))
        && rules.min_properties.is_none_or(|min| count >= min as usize)
        && rules.max_properties.is_none_or(|max| count <= max as usize)
        && rules.required_xor.iter().all(|group| set(group) == 1)
        && rules.required_or.iter().all(|group| set(group) > 0)
        && (rules.dependent_required.iter())
            .all(|(name, others)| !has(name) || others.iter().all(|o| has(o)))
        && (rules.dependent_excluded.iter())
            .all(|(name, others)| !has(name) || !others.iter().any(|o| has(o)))
}

/// Whether it matters to an object which of its properties are there.
pub(super) fn counts_keys(rules: &ObjectRules) -> bool {
    !rules.required.is_empty()
        || rules.min_properties.is_some()
        || rules.max_properties.is_some()
        || !rules.required_xor.is_empty()
        || !rules.required_or.is_empty()
        || !rules.dependent_required.is_empty()
        || !rules.dependent_excluded.is_empty()
        || !rules.dependent_schemas.is_empty()
}

/// The name by which messages call an object: the type, and which part of it.
pub(super) fn owner(schema: &Schema, id: NodeId) -> Name {
    match id {
        NodeId(0) => schema.name.clone(),
        id => match schema.node_name(id) {
            part if part.is_empty() => schema.name.clone(),
            part => ecow::eco_format!("{}.{part}", schema.name),
        },
    }
}
