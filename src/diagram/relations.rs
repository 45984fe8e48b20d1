//! The edges of a diagram, from the values of its resources. In: a graph. Out: what each resource needs,
//! with the path of the value that says so. Never: a second list; what the user writes in
//! `@dependsOn` is the one relation that no value makes.

use super::model::{Edge, Relation, RelationKind};
use super::nodes::Nodes;
use crate::graph::{
    ConditionId, Deferred, Graph, LoopId, ParamId, Resource, ResourceId, Value, ValueKind,
    spelled_ids,
};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;
use std::fmt::Write;
use std::sync::Arc;

/// The edges between the nodes of a graph, by the nodes that they lead from and to.
pub fn edges(graph: &Graph, nodes: &Nodes) -> Vec<Edge> {
    let mut by_id = FxHashMap::default();
    for (node, number) in nodes.nodes.iter().zip(0..) {
        by_id.entry(node.id.clone()).or_insert(number);
    }
    let conditions = graph.conditions.iter().zip(0..);
    let conditions = conditions.map(|(c, number)| (&c.logical_id, ConditionId(number)));
    let mut walk = Walk {
        graph,
        nodes,
        by_id,
        conditions: conditions.collect(),
        kind: RelationKind::Property,
        path: String::new(),
        is_fixed: false,
        known: FxHashMap::default(),
        found: FxHashMap::default(),
    };
    let mut edges = Vec::new();
    for (resource, from) in graph.resources.iter().zip(&nodes.of_resources) {
        walk.resource(resource);
        let found = std::mem::take(&mut walk.found);
        edges.extend(found.into_iter().map(|(to, relations)| Edge {
            from: *from,
            to,
            relations,
        }));
    }
    edges.sort_unstable_by_key(|edge| (edge.from, edge.to));
    edges
}

/// A look through the values of one resource.
struct Walk<'a> {
    graph: &'a Graph,
    nodes: &'a Nodes,
    by_id: FxHashMap<Name, usize>,
    conditions: FxHashMap<&'a Name, ConditionId>,
    kind: RelationKind,
    /// The path of the value that is looked at.
    path: String,
    /// Whether the path stays as it is: what an expression is made of has no path of its own.
    is_fixed: bool,
    /// What conditions and loops are made of, each looked at once. While that is done it is empty, which
    /// ends the circles that a template may spell.
    known: FxHashMap<Named, Arc<[Needed]>>,
    found: FxHashMap<usize, Vec<Relation>>,
}

/// What values read by name and is no node.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Named {
    Condition(ConditionId),
    Loop(LoopId),
}

/// A node that a value needs.
struct Needed {
    to: usize,
    reads: Option<String>,
    at: Span,
}

impl<'a> Walk<'a> {
    fn resource(&mut self, resource: &'a Resource) {
        self.begin(RelationKind::Property, "");
        self.value(&resource.properties);
        if let Some(condition) = &resource.condition {
            self.begin(RelationKind::Condition, "if");
            self.value(condition);
        }
        if let Some(each) = resource.each {
            self.begin(RelationKind::Loop, "for");
            for id in self.graph.loops_around(Some(each)) {
                self.named(Named::Loop(id));
            }
        }
        let Some(options) = &resource.options else {
            return;
        };
        let values = [
            ("@deletionPolicy", &options.deletion_policy),
            ("@updateReplacePolicy", &options.update_replace_policy),
            ("@updatePolicy", &options.update_policy),
            ("@creationPolicy", &options.creation_policy),
            ("@metadata", &options.metadata),
            ("@attributes", &options.attributes),
            ("@lifecycle", &options.lifecycle),
        ];
        for (name, value) in values {
            if let Some(value) = value {
                self.begin(RelationKind::Attribute, name);
                self.value(value);
            }
        }
        self.begin(RelationKind::DependsOn, "@dependsOn");
        for (id, origin) in &options.depends_on {
            self.needs_resource(*id, None, origin.span);
        }
    }

    fn begin(&mut self, kind: RelationKind, path: &str) {
        self.kind = kind;
        path.clone_into(&mut self.path);
    }

    fn value(&mut self, value: &'a Value) {
        let at = value.origin.span;
        match &value.kind {
            ValueKind::List(list) => {
                for (index, item) in list.iter().enumerate() {
                    self.at_index(index, |walk| walk.value(item));
                }
            }
            ValueKind::Map(map) => {
                for (key, value) in map.iter() {
                    self.at_key(key, |walk| walk.value(value));
                }
            }
            ValueKind::Resource(id, _) => self.needs_resource(*id, None, at),
            ValueKind::Deferred(deferred) => self.deferred(deferred, at),
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Number(_)
            | ValueKind::Text(_)
            | ValueKind::Instance(..)
            | ValueKind::Error => {}
        }
    }

    fn deferred(&mut self, deferred: &'a Deferred, at: Span) {
        match deferred {
            Deferred::Param(id) => self.needs_param(*id, at),
            Deferred::Reference(id) => self.needs_resource(*id, None, at),
            Deferred::Prop { resource, path, .. } => {
                self.needs_resource(*resource, Some(path.join(".")), at);
            }
            Deferred::Condition(id) => self.named(Named::Condition(*id)),
            Deferred::EachKey(id) | Deferred::EachValue(id) => self.named(Named::Loop(*id)),
            Deferred::Intrinsic { name, argument } => self.intrinsic(name, argument, at),
            Deferred::Raw(value) => return self.raw(value),
            _ => {}
        }
        // Branches stand where the choice does; what else an expression is made of stands nowhere.
        let is_choice = matches!(
            deferred,
            Deferred::If { .. } | Deferred::Match { .. } | Deferred::Lookup { .. }
        );
        let was_fixed = self.is_fixed;
        self.is_fixed |= !is_choice;
        deferred.operands(&mut |operand| self.value(operand));
        self.is_fixed = was_fixed;
    }

    /// A fragment as the template has it: a map of one intrinsic is that intrinsic.
    fn raw(&mut self, value: &'a Value) {
        if let Some(map) = value.as_map() {
            for (key, value) in map.iter() {
                if map.len() == 1 {
                    self.intrinsic(key, value, value.origin.span);
                }
                self.at_key(key, |walk| walk.raw(value));
            }
        } else if let Some(list) = value.as_list() {
            for (index, item) in list.iter().enumerate() {
                self.at_index(index, |walk| walk.raw(item));
            }
        } else {
            self.value(value);
        }
    }

    fn at_key(&mut self, key: &str, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !self.is_fixed {
            push_key(&mut self.path, key);
        }
        look(self);
        self.path.truncate(length);
    }

    fn at_index(&mut self, index: usize, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        if !self.is_fixed {
            // Writing to a String cannot fail.
            let _ = write!(self.path, "[{index}]");
        }
        look(self);
        self.path.truncate(length);
    }

    fn intrinsic(&mut self, name: &str, argument: &'a Value, at: Span) {
        let mut found = Vec::new();
        spelled_ids(name, argument, &mut |id, reads| found.push((id, reads)));
        for (id, reads) in found {
            if let Some(to) = self.by_id.get(&Name::from(id)) {
                self.needs(*to, reads.map(str::to_owned), at);
            }
        }
        let condition = match name {
            "Condition" => argument.as_text(),
            "Fn::If" => argument.as_list().and_then(|list| list.first()?.as_text()),
            _ => None,
        };
        if let Some(id) = condition.and_then(|name| self.conditions.get(name)) {
            self.named(Named::Condition(*id));
        }
    }

    /// A condition or a loop: what it is made of is needed where it is read.
    fn named(&mut self, named: Named) {
        let known = match self.known.get(&named) {
            Some(known) => known.clone(),
            None => self.look_at(named),
        };
        for needed in known.iter() {
            self.needs(needed.to, needed.reads.clone(), needed.at);
        }
    }

    fn look_at(&mut self, named: Named) -> Arc<[Needed]> {
        self.known.insert(named, Arc::from([]));
        let graph = self.graph;
        let found = std::mem::take(&mut self.found);
        let was_fixed = std::mem::replace(&mut self.is_fixed, true);
        match named {
            Named::Condition(id) => self.value(&graph.condition(id).value),
            Named::Loop(id) => {
                if let Some(each) = graph.loops.get(id.0 as usize) {
                    self.value(&each.collection);
                    each.by.iter().for_each(|by| self.value(by));
                }
            }
        }
        self.is_fixed = was_fixed;
        let inside = std::mem::replace(&mut self.found, found);
        let mut needed: Vec<Needed> = Vec::new();
        for (to, relations) in inside {
            needed.extend(relations.into_iter().map(|relation| Needed {
                to,
                reads: relation.reads,
                at: relation.at,
            }));
        }
        let needed: Arc<[Needed]> = needed.into();
        self.known.insert(named, needed.clone());
        needed
    }

    fn needs_resource(&mut self, id: ResourceId, reads: Option<String>, at: Span) {
        if let Some(to) = self.nodes.of_resources.get(id.0 as usize) {
            self.needs(*to, reads, at);
        }
    }

    fn needs_param(&mut self, id: ParamId, at: Span) {
        let to = self.nodes.first_param + id.0 as usize;
        if to < self.nodes.nodes.len() {
            self.needs(to, None, at);
        }
    }

    fn needs(&mut self, to: usize, reads: Option<String>, at: Span) {
        let relation = Relation {
            kind: self.kind,
            property: self.path.clone(),
            reads,
            at,
        };
        let relations = self.found.entry(to).or_default();
        // All of one path come one behind the other, and differ in what they read.
        let mut same_path = relations
            .iter()
            .rev()
            .take_while(|known| known.kind == relation.kind && known.property == relation.property);
        let is_known = same_path.any(|known| known.reads == relation.reads);
        if !is_known {
            relations.push(relation);
        }
    }
}

/// Adds a key to a path as the language spells it.
fn push_key(path: &mut String, key: &str) {
    let is_plain = |c: char| c.is_alphanumeric() || c == '_';
    if key.is_empty() || !key.chars().all(is_plain) {
        // Writing to a String cannot fail.
        let _ = write!(path, "[{key:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
