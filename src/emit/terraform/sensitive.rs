//! What Terraform does not show. In: values. Out: the part of a value that it takes for a secret: a `@secret`
//! param, an attribute that its provider calls sensitive, what is stored as a secret. Never: a judgement
//! on where the value goes.

use crate::graph::{Deferred, Graph, Origin, ResourceId, Value, ValueKind};
use crate::schema::{Access, Additional, Catalogue, Node, Schema};
use crate::text::Name;
use crate::types::NodeId;
use rustc_hash::FxHashSet;

/// What makes a value a secret, and where that stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Sensitive {
    /// A param. `shown` where its value is a part of the whole, and not only decides about it.
    Param {
        name: Name,
        at: Origin,
        shown: bool,
    },
    Value {
        name: Name,
        at: Origin,
    },
}

/// The first secret that a value is computed from.
pub fn sensitive(graph: &Graph, catalogue: &Catalogue, value: &Value) -> Option<Sensitive> {
    let mut walk = Walk {
        graph,
        catalogue,
        seen: FxHashSet::default(),
    };
    walk.value(value, true)
}

struct Walk<'a> {
    graph: &'a Graph,
    catalogue: &'a Catalogue,
    /// Shared values that hold no secret.
    seen: FxHashSet<usize>,
}

impl Walk<'_> {
    fn value(&mut self, value: &Value, shown: bool) -> Option<Sensitive> {
        match &value.kind {
            ValueKind::List(items) => items.iter().find_map(|item| self.value(item, shown)),
            ValueKind::Map(map) => map.values().find_map(|item| self.value(item, shown)),
            ValueKind::Deferred(deferred) => {
                let address = std::ptr::from_ref::<Deferred>(deferred) as usize;
                if !self.seen.insert(address) {
                    return None;
                }
                self.deferred(deferred, value.origin, shown)
            }
            _ => None,
        }
    }

    fn deferred(&mut self, deferred: &Deferred, at: Origin, shown: bool) -> Option<Sensitive> {
        match deferred {
            Deferred::Param(id) => {
                let param = self.graph.param(*id);
                let name = param.name.clone();
                param.secret.then_some(Sensitive::Param { name, at, shown })
            }
            Deferred::Prop {
                resource,
                path,
                known,
            } => {
                if self.is_sensitive(*resource, path) {
                    let name = path.last().cloned().unwrap_or_default();
                    return Some(Sensitive::Value { name, at });
                }
                // What was set with a secret is one when it is read.
                known.as_ref().and_then(|known| self.value(known, shown))
            }
            Deferred::Condition(id) => {
                let value = &self.graph.condition(*id).value;
                self.value(value, false)
            }
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                let decides = self.value(condition, false);
                let then = decides.or_else(|| self.value(then, shown));
                then.or_else(|| self.value(otherwise, shown))
            }
            Deferred::Secret { .. } => Some(Sensitive::Value {
                name: "aws.secret".into(),
                at,
            }),
            Deferred::Ssm { secure: true, .. } => Some(Sensitive::Value {
                name: "aws.ssm".into(),
                at,
            }),
            _ => {
                let mut operands = Vec::new();
                deferred.operands(&mut |operand| operands.push(operand));
                let mut operands = operands.into_iter();
                operands.find_map(|operand| self.value(operand, shown))
            }
        }
    }

    /// Whether the provider calls an attribute sensitive, something around it or something in it.
    fn is_sensitive(&self, resource: ResourceId, path: &[Name]) -> bool {
        let resource = self.graph.resource(resource);
        let Some(schema) = self.catalogue.schema(&resource.ty) else {
            return false;
        };
        let mut place = NodeId(0);
        for step in path {
            let Some(node) = schema.node(place) else {
                return false;
            };
            let Some((access, next)) = step_into(node, step) else {
                return false;
            };
            if access.has(Access::SENSITIVE) {
                return true;
            }
            place = next;
        }
        holds_sensitive(schema, place, &mut FxHashSet::default())
    }
}

/// The part of a value that a step of a path leads to, and who may see it.
fn step_into(node: &Node, step: &str) -> Option<(Access, NodeId)> {
    if let Some(object) = node.object.as_deref() {
        return match (object.property(step), object.additional) {
            (Some(property), _) => Some((property.access, property.node)),
            (None, Additional::Like(node)) => Some((Access::default(), node)),
            (None, _) => None,
        };
    }
    let items = node.list.as_deref().and_then(|list| list.items)?;
    Some((Access::default(), items))
}

fn holds_sensitive(schema: &Schema, place: NodeId, seen: &mut FxHashSet<NodeId>) -> bool {
    let Some(node) = schema.node(place).filter(|_| seen.insert(place)) else {
        return false;
    };
    let mut below = Vec::new();
    if let Some(object) = node.object.as_deref() {
        for property in &object.properties {
            if property.access.has(Access::SENSITIVE) {
                return true;
            }
            below.push(property.node);
        }
        if let Additional::Like(node) = object.additional {
            below.push(node);
        }
    }
    let items = node.list.as_deref().and_then(|list| list.items);
    let mut below = below.into_iter().chain(items);
    below.any(|node| holds_sensitive(schema, node, seen))
}
