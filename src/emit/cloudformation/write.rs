//! The emitter itself: what is written where, resource by resource. In: a graph, its plan and a writer.
//! Out: events. Never: the disk.

use super::conditions::scalar_text;
use super::expression::variable;
use super::interpolation::Piece;
use super::plan::Plan;
use crate::emit::guards::set_by;
use crate::emit::writer::Writer;
use crate::graph::{
    Deferred, Graph, LoopId, ParamId, Resource, ResourceId, ResourceKind, ResourceOptions, Value,
    ValueKind, ValueMap,
};
use crate::text::Name;

/// Writes one document, or a part of it.
pub struct Emitter<'a, W> {
    pub graph: &'a Graph,
    pub plan: &'a Plan,
    pub out: W,
    /// The optional params that are known to be set here.
    pub set: Vec<ParamId>,
    /// The `@deferred` loops around this, outermost first.
    pub loops: Vec<LoopId>,
    /// Room for the parts of a text, kept for the next one.
    pub pieces: Vec<Piece<'a>>,
}

impl<'a, W: Writer> Emitter<'a, W> {
    pub fn new(graph: &'a Graph, plan: &'a Plan, out: W) -> Emitter<'a, W> {
        Emitter {
            graph,
            plan,
            out,
            set: Vec::new(),
            loops: Vec::new(),
            pieces: Vec::new(),
        }
    }

    /// A resource under its id. What is there already is not written.
    pub fn resource(&mut self, id: ResourceId) {
        let graph = self.graph;
        let resource = graph.resource(id);
        if resource.kind != ResourceKind::Managed {
            return;
        }
        match resource.each {
            None => {
                self.out.key(&resource.logical_id);
                self.resource_body(id, resource);
            }
            Some(each) => {
                let loops = graph.loops_around(Some(each));
                self.resource_in_loops(id, resource, &loops);
                self.loops.clear();
            }
        }
    }

    /// `"Fn::ForEach::Name": [variable, collection, { id: resource }]`, as often as loops nest.
    fn resource_in_loops(&mut self, id: ResourceId, resource: &'a Resource, loops: &[LoopId]) {
        let Some((each, inner)) = loops.split_first() else {
            self.out.key(&resource.logical_id);
            return self.resource_body(id, resource);
        };
        let plan = self.plan;
        let name = plan.loops.get(each.0 as usize).map_or("", Name::as_str);
        self.out.key(&ecow::eco_format!("Fn::ForEach::{name}"));
        self.out.at(resource.origin);
        self.out.open_list();
        self.out.item();
        self.out.text(variable(self.graph, *each));
        self.out.item();
        if let Some(each) = self.graph.loops.get(each.0 as usize) {
            self.value(&each.collection);
        }
        self.loops.push(*each);
        self.out.item();
        self.out.open_map();
        self.resource_in_loops(id, resource, inner);
        self.out.close_map();
        self.out.close_list();
    }

    fn resource_body(&mut self, id: ResourceId, resource: &'a Resource) {
        let options = resource.options.as_deref();
        let own = options.and_then(|options| options.attributes.as_ref()?.as_map());
        let says = |key: &str| own.is_none_or(|own| !own.contains_key(key));
        self.out.at(resource.origin);
        self.out.open_map();
        if says("Type") {
            self.out.key("Type");
            self.out.text(&resource.ty.name);
        }
        if let Some(condition) = &resource.condition {
            if says("Condition") {
                self.out.key("Condition");
                self.out.at(condition.origin);
                self.out.text(self.plan.test_name(self.graph, condition));
            }
            set_by(self.graph, condition, true, &mut self.set);
        }
        if !self.plan.waits.is_empty()
            && let Some(waits) = self.plan.waits.get(&id)
            && says("DependsOn")
        {
            self.out.key("DependsOn");
            self.depends_on(waits, options.is_some_and(|o| o.depends_on_list));
        }
        if let Some(options) = options {
            self.options(options);
        }
        let properties = self.seen(&resource.properties);
        let properties = properties.filter(|value| !is_empty(value));
        if let Some(properties) = properties.filter(|_| says("Properties")) {
            self.out.key("Properties");
            self.out.at(resource.properties.origin);
            self.write(properties);
        }
        self.out.close_map();
        self.set.clear();
    }

    fn depends_on(&mut self, waits: &[ResourceId], as_list: bool) {
        if let ([only], false) = (waits, as_list) {
            return self.id_text(*only);
        }
        self.out.open_list();
        for id in waits {
            self.out.item();
            self.id_text(*id);
        }
        self.out.close_list();
    }

    fn id_text(&mut self, id: ResourceId) {
        let resource = self.graph.resource(id);
        match resource.each {
            None => self.out.text(&resource.logical_id),
            Some(_) => {
                let id = self.id_in_loop(id);
                self.out.text(&id);
            }
        }
    }

    fn options(&mut self, options: &'a ResourceOptions) {
        let entries = [
            ("CreationPolicy", &options.creation_policy),
            ("UpdatePolicy", &options.update_policy),
            ("DeletionPolicy", &options.deletion_policy),
            ("UpdateReplacePolicy", &options.update_replace_policy),
            ("Metadata", &options.metadata),
        ];
        let own = options.attributes.as_ref().and_then(Value::as_map);
        for (key, value) in entries {
            if let Some(value) = value
                && own.is_none_or(|own| !own.contains_key(key))
            {
                self.entry(key, value);
            }
        }
        self.own_keys(options.attributes.as_ref());
    }

    /// The keys of `@attributes`.
    pub fn own_keys(&mut self, attributes: Option<&'a Value>) {
        for (key, value) in attributes.and_then(Value::as_map).into_iter().flatten() {
            self.entry(key, value);
        }
    }

    /// A key and its value, unless that is absent.
    pub fn entry(&mut self, key: &str, value: &'a Value) {
        if let Some(seen) = self.seen(value) {
            self.out.key(key);
            self.out.at(value.origin);
            self.write(seen);
        }
    }

    /// The id of a resource that loops make, with the variables of the loops that are going on in
    /// place of its own.
    pub fn id_in_loop(&self, id: ResourceId) -> Name {
        let resource = self.graph.resource(id);
        let own = self.graph.loops_around(resource.each);
        let mut id = resource.logical_id.to_string();
        for (own, current) in own.iter().zip(&self.loops) {
            let (own, current) = (variable(self.graph, *own), variable(self.graph, *current));
            if own != current {
                id = id.replace(&format!("${{{own}}}"), &format!("${{{current}}}"));
            }
        }
        id.into()
    }

    /// A normal condition, as it stands in `Conditions` and `Rules`.
    pub fn condition(&mut self, value: &'a Value) {
        self.out.at(value.origin);
        let Some(value) = self.seen(value) else {
            return self.constant(false);
        };
        let deferred = match &value.kind {
            ValueKind::Bool(known) => return self.constant(*known),
            ValueKind::Deferred(deferred) => &**deferred,
            _ => return self.out.null(),
        };
        match deferred {
            Deferred::Condition(id) => {
                let name = &self.graph.condition(*id).logical_id;
                crate::emit::writer::pair(&mut self.out, "Condition", name);
            }
            Deferred::Equals(left, right) => self.call("Fn::Equals", |emitter| {
                emitter.compared(left);
                emitter.compared(right);
            }),
            Deferred::Not(inner) => self.call("Fn::Not", |emitter| {
                emitter.out.item();
                emitter.condition(inner);
            }),
            Deferred::And(operands) => self.junction("Fn::And", operands),
            Deferred::Or(operands) => self.junction("Fn::Or", operands),
            Deferred::Intrinsic { .. } | Deferred::Raw(_) => self.write(value),
            _ => self.call("Fn::Equals", |emitter| {
                emitter.compared(value);
                emitter.out.item();
                emitter.out.text("true");
            }),
        }
    }

    /// `And` or `Or` of any number of operands: the engine takes ten, so that more nest.
    fn junction(&mut self, name: &str, operands: &'a [Value]) {
        const MOST: usize = 10;
        let mut size = 1;
        while operands.len().div_ceil(size) > MOST {
            size *= MOST;
        }
        self.call(name, |emitter| {
            for group in operands.chunks(size) {
                emitter.out.item();
                match group {
                    [only] => emitter.condition(only),
                    group => emitter.junction(name, group),
                }
            }
        });
    }

    /// A side of a comparison, which is of texts: what is absent is empty.
    fn compared(&mut self, value: &'a Value) {
        self.out.item();
        match self.seen(value) {
            None => self.out.text(""),
            Some(seen) => match scalar_text(seen) {
                Some(text) => self.out.text(&text),
                None => self.operand(seen),
            },
        }
    }

    fn constant(&mut self, value: bool) {
        self.call("Fn::Equals", |emitter| {
            emitter.out.item();
            emitter.out.text("true");
            emitter.out.item();
            emitter.out.text(if value { "true" } else { "false" });
        });
    }
}

/// Whether no property was written at all.
fn is_empty(properties: &Value) -> bool {
    properties.as_map().is_some_and(ValueMap::is_empty)
}
