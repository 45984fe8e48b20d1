//! What is read of resources: `r.P`, `r.ref`. In: a resource and a path in CloudFormation's names. Out: the
//! expression that gives the same value of the provider's resource. Never: a guess where the provider
//! has no such attribute: that is reported where it is read.

use super::counterpart::{Place, Reading, Shape, is_index};
use super::lower::Lowering;
use super::messages;
use crate::graph::{Deferred, Origin, ResourceId, Value, ValueKind};
use crate::text::Name;
use std::sync::Arc;

/// What `Ref` returns where that is neither an attribute that the catalogue names nor the provider's
/// `id`: the values of these, joined by `|`, without those that a resource does not set.
const REFERENCES: [(&str, &[&str]); 5] = [
    ("AWS::ACMPCA::Certificate", &["Arn"]),
    ("AWS::ApplicationAutoScaling::ScalingPolicy", &["Arn"]),
    ("AWS::AutoScaling::LifecycleHook", &["LifecycleHookName"]),
    (
        "AWS::AutoScaling::ScheduledAction",
        &["ScheduledActionName"],
    ),
    ("AWS::Events::Rule", &["EventBusName", "Name"]),
];

/// A value that was read.
pub(super) struct Read {
    pub value: Value,
    /// Where it stands in the provider's schema of its resource.
    pub place: Option<Place>,
}

impl Lowering<'_> {
    /// `r.ref`. `None` where it stays what it is: the provider's `id`, or of a type that it is not for.
    pub fn reference(&mut self, resource: ResourceId, origin: Origin) -> Option<Read> {
        let ty = self.counterpart(resource)?;
        let source = self.types.get(ty).source;
        let joined = REFERENCES.iter().find(|(name, _)| source.name == *name);
        if let Some((_, properties)) = joined {
            return self.joined_reference(resource, properties, origin);
        }
        // A property inside another one: `StorageLensConfiguration.Id`.
        let attribute = &source.reference.attribute;
        let path: Vec<Name> = attribute.split('.').map(Name::from).collect();
        match self.types.reading(ty, &path) {
            Reading::Attribute { path, node } => Some(Read {
                value: prop(resource, path, origin),
                place: Some(Place { ty, node }),
            }),
            _ => None,
        }
    }

    fn joined_reference(
        &mut self,
        resource: ResourceId,
        properties: &[&str],
        origin: Origin,
    ) -> Option<Read> {
        let set = self.graph.resource(resource).properties.as_map();
        let is_set = |name: &str| {
            let value = set.and_then(|set| set.get(name));
            value.is_some_and(|value| !value.is_null())
        };
        let last = properties.last()?;
        let mut parts = Vec::new();
        for property in properties {
            if property == last || is_set(property) {
                let path: Arc<[Name]> = Arc::new([Name::from(*property)]);
                if !parts.is_empty() {
                    parts.push(Value::text("|", origin));
                }
                parts.push(self.property(resource, &path, None, origin)?.value);
            }
        }
        let value = match parts.len() {
            1 => parts.pop()?,
            _ => Value::deferred(Deferred::Concat(parts), origin),
        };
        Some(Read { value, place: None })
    }

    /// `r.P`. `None` where the resource is of a type that the provider is not for.
    pub fn property(
        &mut self,
        resource: ResourceId,
        path: &Arc<[Name]>,
        known: Option<&Value>,
        origin: Origin,
    ) -> Option<Read> {
        let ty = self.counterpart(resource)?;
        let has_index = path.iter().any(|step| is_index(step));
        let (value, place) = match (self.types.reading(ty, path), known) {
            // An element may be somewhere else in the list that the provider gives.
            (_, Some(known)) if has_index => (self.free(known), None),
            (Reading::Attribute { path, node }, _) => {
                (prop(resource, path, origin), Some(Place { ty, node }))
            }
            (_, Some(known)) => (self.free(known), None),
            (Reading::Json { path, rest }, None) => {
                let text = prop(resource, path, origin);
                let parsed = Deferred::Call {
                    function: "fromJson",
                    arguments: vec![text],
                };
                let field = |base: Value, name: &Name| {
                    let name = name.clone();
                    Value::deferred(Deferred::Field { base, name }, origin)
                };
                let parsed = Value::deferred(parsed, origin);
                (rest.iter().fold(parsed, field), None)
            }
            (Reading::Element | Reading::Missing, None) => {
                let counterpart = self.types.get(ty);
                let dotted = path.join(".");
                if counterpart.source.attribute(&dotted).is_none() {
                    // A property that nobody set.
                    return Some(Read {
                        value: Value::null(origin),
                        place: None,
                    });
                }
                let report = messages::no_attribute(origin, counterpart, &dotted);
                self.reports.add(report, origin);
                (Value::new(ValueKind::Error, origin), None)
            }
        };
        Some(Read { value, place })
    }

    /// A property that is read where nothing says which names it should have: what was set, in the
    /// user's spelling, stands for a structure.
    pub fn free_property(
        &mut self,
        resource: ResourceId,
        path: &Arc<[Name]>,
        known: Option<&Value>,
        origin: Origin,
    ) -> Option<Value> {
        let read = self.property(resource, path, known, origin)?;
        let spelled = known.filter(|known| {
            let place = read.place.filter(|place| self.is_respelled(*place));
            match place.map(|place| self.types.shape(place)) {
                // A text, or an object that is one there.
                Some(Shape::Text) => self.may_be_structure(known),
                Some(_) => true,
                None => false,
            }
        });
        Some(match spelled {
            Some(known) => self.free(known),
            None => read.value,
        })
    }

    /// Whether a structure at a place has names of the provider's, or is a text there.
    pub fn is_respelled(&self, place: Place) -> bool {
        match self.types.shape(place) {
            Shape::Record | Shape::Text => true,
            Shape::Map(node) | Shape::List(node) | Shape::Set(node) => {
                let inner = Place { node, ..place };
                !matches!(self.types.shape(inner), Shape::Text) && self.is_respelled(inner)
            }
            Shape::Number | Shape::Bool | Shape::Any => false,
        }
    }
}

fn prop(resource: ResourceId, path: Arc<[Name]>, origin: Origin) -> Value {
    let known = None;
    Value::deferred(
        Deferred::Prop {
            resource,
            path,
            known,
        },
        origin,
    )
}
