//! Resources that are there already. In: an `existing` resource with what its braces say. Out: a data source
//! with the provider's `id`, by which it is looked up. Never: what else the braces say, which the look-up
//! gives.

use super::lower::Lowering;
use super::messages;
use crate::graph::{Deferred, Resource, ResourceKind, Value, ValueMap};
use crate::schema::provider::data_source;
use crate::text::Name;
use crate::types::TypeKey;

/// What the provider puts between the parts of an identifier.
const PARTED_BY: &str = "|";

impl Lowering<'_> {
    pub fn data_source(&mut self, resource: &Resource, ty: u32) -> (ResourceKind, TypeKey, Value) {
        let id = self.identifier(resource, ty);
        let entries = id.map(|id| (Name::from("id"), id)).into_iter();
        let properties = Value::map(entries.collect(), resource.properties.origin);
        let key = TypeKey {
            name: data_source(&self.types.get(ty).key.name),
            // All that it has is what the resource type has.
            index: None,
        };
        (ResourceKind::Data, key, properties)
    }

    /// The properties that together identify the resource, or what the braces say that `Ref` returns
    /// where that is no property.
    fn identifier(&mut self, resource: &Resource, ty: u32) -> Option<Value> {
        let source = self.types.get(ty).source;
        let said: &ValueMap = resource.properties.as_map()?;
        let set = |name: &str| said.get(name).filter(|value| !value.is_null());
        if source.property("Id").is_none()
            && let Some(id) = set("Id")
        {
            return Some(self.free(id));
        }
        let mut parts = Vec::new();
        for property in &source.primary_identifier {
            let Some(value) = set(property) else {
                let report = messages::no_identifier(resource, property);
                self.reports.add(report, resource.origin);
                return None;
            };
            if !parts.is_empty() {
                parts.push(Value::text(PARTED_BY, value.origin));
            }
            parts.push(self.free(value));
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Value::deferred(
                Deferred::Concat(parts),
                resource.properties.origin,
            )),
        }
    }
}
