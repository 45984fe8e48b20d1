//! The pass over a graph. In: a graph. Out: the same with each resource in the provider's terms, and all
//! that reads one. What resources of one type, and values that several resources share, have in common is
//! done once.

use super::counterpart::{Counterparts, Place, ROOT};
use super::messages::{self, Reports};
use super::names::{attribute_name, type_name};
use super::stand_in;
use crate::diag::Diagnostic;
use crate::graph::{
    Condition, DeferredLoop, Graph, Keys, Let, Output, Resource, ResourceId, ResourceKind, Rule,
    RuleAssert, Value, ValueKind, ValueMap,
};
use crate::schema::Catalogue;
use crate::types::{NodeId, TypeKey};
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// Whether a resource is of a type that CloudFormation alone makes.
pub(super) fn is_cloudformation(resource: &Resource) -> bool {
    resource.ty.name.contains("::")
}

pub(super) fn lower(graph: &Graph, catalogue: &Catalogue) -> (Graph, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(graph, catalogue);
    let resources = (0..graph.resources.len()).map(|at| lowering.resource(at));
    let resources = resources.collect();
    let lowered = Graph {
        resources,
        conditions: lowering.conditions(),
        lets: lowering.lets(),
        loops: lowering.loops(),
        outputs: lowering.outputs(),
        rules: lowering.rules(),
        params: graph.params.clone(),
        maps: graph.maps.clone(),
        instances: graph.instances.clone(),
        settings: graph.settings.clone(),
        frames: graph.frames.clone(),
    };
    (lowered, lowering.reports.finish())
}

/// The type of a resource that the provider is not for. One of CloudFormation has been reported: it gets
/// a name that Terraform could have, so that nobody else has to.
fn own_type(resource: &Resource) -> TypeKey {
    if !is_cloudformation(resource) {
        return resource.ty.clone();
    }
    let name = type_name(&resource.ty.name);
    TypeKey {
        name: name.unwrap_or_else(|| attribute_name(&resource.ty.name)),
        index: None,
    }
}

/// What the pass knows.
pub(super) struct Lowering<'a> {
    pub graph: &'a Graph,
    pub catalogue: &'a Catalogue,
    pub types: Counterparts<'a>,
    pub reports: Reports<'a>,
    /// For each resource the type that stands for its own.
    counterparts: Vec<Option<u32>>,
    /// The properties of resources that are written as those of another type.
    written: FxHashMap<u32, Value>,
    /// Values that several others share, by their address and where they stand. All of them are the
    /// graph's, so that no other gets their address.
    pub shared: FxHashMap<(usize, Want), ValueKind>,
    /// What the keys of records become, by their address.
    pub keys: FxHashMap<(usize, Place), Rc<Renamed>>,
}

/// What a value becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Want {
    /// What a place of the provider's schema takes.
    At(Place),
    /// A text of JSON.
    Json,
    /// What it is, but for what is read of resources.
    Free,
}

/// The keys of a record in the provider's names.
pub(super) struct Renamed {
    /// Held, so that no others get their address.
    _written: Keys,
    pub keys: Keys,
    /// For each key of the record where its value stands; `None` where the provider lacks it.
    pub places: Vec<Option<NodeId>>,
}

impl<'a> Lowering<'a> {
    fn new(graph: &'a Graph, catalogue: &'a Catalogue) -> Lowering<'a> {
        let mut lowering = Lowering {
            graph,
            catalogue,
            types: Counterparts::default(),
            reports: Reports::new(graph),
            counterparts: Vec::with_capacity(graph.resources.len()),
            written: FxHashMap::default(),
            shared: FxHashMap::default(),
            keys: FxHashMap::default(),
        };
        for (at, resource) in graph.resources.iter().enumerate() {
            let found = lowering.find(at, resource, catalogue);
            lowering.counterparts.push(found);
        }
        lowering
    }

    fn find(&mut self, at: usize, resource: &Resource, catalogue: &'a Catalogue) -> Option<u32> {
        if !is_cloudformation(resource) {
            return None;
        }
        let found = self.types.find(catalogue, &resource.ty);
        if found.is_some() {
            return found;
        }
        match stand_in::find(resource) {
            stand_in::Found::Other(ty, properties) => {
                let key = catalogue.find(ty)?;
                let found = self.types.find(catalogue, &key)?;
                self.written.insert(at as u32, properties);
                Some(found)
            }
            stand_in::Found::Several(ty) => {
                let report = messages::several(resource, ty);
                self.reports.add(report, resource.origin);
                None
            }
            stand_in::Found::None => {
                let report = messages::no_type(resource, catalogue);
                self.reports.add(report, resource.origin);
                None
            }
        }
    }

    /// The type that stands for the one of a resource.
    pub fn counterpart(&self, id: ResourceId) -> Option<u32> {
        *self.counterparts.get(id.0 as usize)?
    }

    fn resource(&mut self, at: usize) -> Resource {
        let resource = &self.graph.resources[at];
        let condition = resource.condition.as_ref().map(|value| self.free(value));
        let counterpart = self.counterparts[at];
        let properties = self.written.remove(&(at as u32));
        let properties = properties.as_ref().unwrap_or(&resource.properties);
        let (kind, ty, properties) = match (counterpart, resource.kind) {
            (Some(ty), ResourceKind::Existing) => self.data_source(resource, ty),
            (Some(ty), kind) => {
                let place = Place { ty, node: ROOT };
                let key = self.types.get(ty).key.clone();
                (kind, key, self.value(properties, place))
            }
            (None, kind) => (kind, own_type(resource), self.free(properties)),
        };
        let options = resource.options.as_ref();
        let options = options.map(|options| Box::new(self.options(resource, options, counterpart)));
        Resource {
            kind,
            ty,
            properties,
            condition,
            options,
            name: resource.name.clone(),
            logical_id: resource.logical_id.clone(),
            each: resource.each,
            origin: resource.origin,
        }
    }

    fn conditions(&mut self) -> Vec<Condition> {
        let conditions = self.graph.conditions.iter();
        let lowered = conditions.map(|condition| Condition {
            value: self.free(&condition.value),
            ..condition.clone()
        });
        lowered.collect()
    }

    /// Those that are deferred still: a value that is shared stays so.
    fn lets(&mut self) -> Vec<Let> {
        let lets = self.graph.lets.iter().filter_map(|named| {
            let kind = ValueKind::Deferred(named.value.clone());
            match self.free(&Value::new(kind, named.origin)).kind {
                ValueKind::Deferred(value) => Some(Let {
                    value,
                    ..named.clone()
                }),
                _ => None,
            }
        });
        lets.collect()
    }

    fn loops(&mut self) -> Vec<DeferredLoop> {
        let loops = self.graph.loops.iter();
        let lowered = loops.map(|each| DeferredLoop {
            collection: self.free(&each.collection),
            by: each.by.as_ref().map(|key| self.free(key)),
            ..each.clone()
        });
        lowered.collect()
    }

    fn outputs(&mut self) -> Vec<Output> {
        let outputs = self.graph.outputs.iter();
        let lowered = outputs.map(|output| Output {
            value: self.free(&output.value),
            condition: output.condition.as_ref().map(|value| self.free(value)),
            ..output.clone()
        });
        lowered.collect()
    }

    fn rules(&mut self) -> Vec<Rule> {
        let rules = self.graph.rules.iter();
        let lowered = rules.map(|rule| {
            let asserts = rule.asserts.iter().map(|assert| RuleAssert {
                condition: self.free(&assert.condition),
                message: assert.message.clone(),
            });
            Rule {
                asserts: asserts.collect(),
                condition: rule.condition.as_ref().map(|value| self.free(value)),
                ..rule.clone()
            }
        });
        lowered.collect()
    }

    /// What the keys of a record become. Keys that the provider lacks, or only gives, are reported
    /// where their values were written.
    pub fn renamed(&mut self, record: &ValueMap, place: Place) -> Rc<Renamed> {
        let key = (record.shared_keys().address(), place);
        if let Some(renamed) = self.keys.get(&key) {
            return renamed.clone();
        }
        let counterpart = self.types.get(place.ty);
        let mut names = Vec::with_capacity(record.len());
        let mut places = Vec::with_capacity(record.len());
        for property in record.keys() {
            let attribute = counterpart.attribute(place.node, property);
            let node = counterpart.target.node(place.node);
            let found = node.and_then(|node| node.property(&attribute));
            let found = found.filter(|_| !counterpart.is_only_read(place.node, &attribute));
            places.push(found.map(|property| property.node));
            if found.is_some() {
                names.push(attribute);
            }
        }
        let renamed = Rc::new(Renamed {
            _written: record.shared_keys().clone(),
            keys: Keys::new(names),
            places,
        });
        self.keys.insert(key, renamed.clone());
        renamed
    }
}
