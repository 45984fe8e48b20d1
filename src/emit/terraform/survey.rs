//! The walk over all values before anything is written. In: resources, outputs and settings. Out: the
//! plan's tables filled with what their values need, and its problems. Never: bytes. Plain data costs one
//! look a value.

use super::blocks::{self, Content, blocks};
use super::function;
use super::lookups;
use super::loops;
use super::place::{Nesting, Place};
use super::plan::Planner;
use super::problem::ProblemKind;
use super::sensitive::{Sensitive, sensitive};
use crate::graph::{
    Deferred, DeferredRef, LoopId, Origin, Pseudo, Resource, ResourceId, ResourceKind,
    ResourceOptions, Value, ValueKind, ValueMap,
};

impl<'a> Planner<'a> {
    pub fn resources(&mut self) {
        let graph = self.graph;
        for resource in &graph.resources {
            self.subject = Some(resource.origin.span);
            self.resource(resource);
        }
    }

    fn resource(&mut self, resource: &Resource) {
        if let Some(each) = resource.each {
            self.loops = self.graph.loops_around(Some(each));
        }
        if let Some(condition) = &resource.condition {
            self.value(condition);
        }
        let place = Place::root(self.catalogue.schema(&resource.ty));
        match &resource.properties.kind {
            ValueKind::Map(properties) => self.body(properties, place),
            ValueKind::Deferred(_) => match blocks::body(&resource.properties) {
                Some(properties) => self.body(&properties, place),
                None => self.report(ProblemKind::Body, resource.properties.origin),
            },
            _ => {}
        }
        if let Some(options) = &resource.options {
            self.option_values(options);
        }
        self.loops.clear();
    }

    fn option_values(&mut self, options: &ResourceOptions) {
        let lifecycle = options.lifecycle.iter().filter_map(Value::as_map);
        for (name, value) in lifecycle.flatten() {
            // Resources themselves, of which nothing is read.
            if name != "replace_triggered_by" {
                self.value(value);
            }
        }
        let others = [&options.provider, &options.import];
        others
            .into_iter()
            .flatten()
            .for_each(|value| self.value(value));
    }

    pub fn loops(&mut self) {
        let graph = self.graph;
        for (id, each) in (0..).map(LoopId).zip(&graph.loops) {
            self.subject = Some(each.origin.span);
            self.loops = graph.loops_around(each.within);
            if loops::form_of(graph, self.catalogue, each).is_none() {
                self.report(ProblemKind::LoopOver, each.collection.origin);
            }
            let names = [Some(&each.collection), each.by.as_ref()];
            let mut names = names.into_iter().flatten();
            if let Some(secret) = names.find_map(|value| sensitive(graph, self.catalogue, value)) {
                let (Sensitive::Param { name, at, .. } | Sensitive::Value { name, at }) = secret;
                self.report(ProblemKind::LoopSecret(name), at);
            }
            self.value(&each.collection);
            if let Some(by) = &each.by {
                self.loops.push(id);
                self.value(by);
            }
        }
        self.loops.clear();
    }

    pub fn output_values(&mut self) {
        let graph = self.graph;
        for output in &graph.outputs {
            self.subject = Some(output.origin.span);
            self.value(&output.value);
            output.condition.iter().for_each(|value| self.value(value));
        }
    }

    /// What is in rules. Conditions stand there without their names.
    pub fn rule_values(&mut self) {
        let graph = self.graph;
        let named = self.uses.conditions.clone();
        for rule in &graph.rules {
            self.subject = Some(rule.origin.span);
            rule.condition.iter().for_each(|value| self.value(value));
            let asserts = rule.asserts.iter();
            asserts.for_each(|assert| self.value(&assert.condition));
        }
        self.uses.conditions = named;
    }

    pub fn others(&mut self) {
        self.subject = None;
        let others = self.graph.settings.other.values();
        others.for_each(|value| self.value(value));
    }

    /// Attributes and blocks.
    fn body(&mut self, map: &ValueMap, place: Place<'a>) {
        let entries = self.bodies.entries(place, map.shared_keys());
        for ((key, value), (_, nested)) in map.iter().zip(entries.iter()) {
            let Some((nesting, block)) = *nested else {
                self.value(value);
                continue;
            };
            match &value.kind {
                ValueKind::Map(map) if nesting == Nesting::Map => {
                    let bodies = map.values().filter_map(Value::as_map);
                    bodies.for_each(|map| self.body(map, block));
                }
                ValueKind::Map(map) => self.body(map, block),
                _ => {
                    for made in blocks(self.graph, self.catalogue, value) {
                        made.condition.iter().for_each(|value| self.value(value));
                        match made.content {
                            Content::Known(Value {
                                kind: ValueKind::Map(map),
                                ..
                            }) => self.body(&map, block),
                            Content::Known(other) => self.value(&other),
                            Content::Each { over, .. } => self.value(&over),
                            Content::Unknown => {
                                self.report(ProblemKind::Block(key.clone()), made.origin);
                            }
                        }
                    }
                }
            }
        }
    }

    /// Any value.
    pub fn value(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Number(_)
            | ValueKind::Text(_)
            | ValueKind::Instance(..)
            | ValueKind::Error => {}
            ValueKind::List(items) => items.iter().for_each(|item| self.value(item)),
            ValueKind::Map(map) => map.values().for_each(|item| self.value(item)),
            ValueKind::Resource(id, _) => self.read(*id, value.origin),
            ValueKind::Deferred(deferred) => self.deferred(deferred, value.origin),
        }
    }

    fn deferred(&mut self, deferred: &DeferredRef, at: Origin) {
        if !self.uses.lets.is_empty()
            && let Some((_, count)) = self.uses.lets.get_mut(&deferred.address())
        {
            *count += 1;
            // What is in it stands in one place, the local.
            if *count > 1 {
                return;
            }
        }
        match &**deferred {
            Deferred::Param(id) if self.graph.param(*id).ssm => self.stored(deferred, *id),
            Deferred::Param(_) => {}
            Deferred::Reference(id) => self.read(*id, at),
            Deferred::Prop { resource, .. } => self.read(*resource, at),
            Deferred::Pseudo(Pseudo::StackName) => self.plan.stack_name = true,
            Deferred::Pseudo(pseudo @ (Pseudo::StackId | Pseudo::NotificationArns)) => {
                self.report(ProblemKind::Pseudo(pseudo.name()), at);
            }
            Deferred::Condition(id) => {
                if let Some(used) = self.uses.conditions.get_mut(id.0 as usize)
                    && !std::mem::replace(used, true)
                {
                    self.value(&self.graph.condition(*id).value);
                }
            }
            Deferred::Lookup {
                map: Some(map),
                keys,
                default,
                ..
            } => {
                if let Some(used) = self.uses.maps.get_mut(map.0 as usize) {
                    *used = true;
                }
                keys.iter()
                    .chain(default)
                    .for_each(|value| self.value(value));
            }
            Deferred::EachKey(each) | Deferred::EachValue(each) => {
                if !self.loops.contains(each) {
                    self.report(ProblemKind::LoopVariable, at);
                }
            }
            Deferred::Call {
                function,
                arguments,
            } => {
                if function::form(self.graph, self.catalogue, function, arguments).is_none() {
                    self.report(ProblemKind::Function(function), at);
                }
                arguments.iter().for_each(|value| self.value(value));
            }
            Deferred::Intrinsic { name, .. } => self.report(ProblemKind::Intrinsic(name), at),
            Deferred::Raw(_) => {}
            other => {
                if let Some(wanted) = lookups::wanted(other) {
                    let arguments = wanted.arguments.iter();
                    if arguments
                        .into_iter()
                        .any(|(_, value)| self.is_of_pass(value))
                    {
                        self.report(ProblemKind::LookUpInLoop(wanted.ty), at);
                    }
                    self.plan.lookups.add(self.graph, deferred, wanted);
                }
                other.operands(&mut |operand| self.value(operand));
            }
        }
    }

    /// A resource of a `@deferred` loop has a name in such a loop alone.
    fn read(&mut self, id: ResourceId, at: Origin) {
        let resource = self.graph.resource(id);
        if resource.kind == ResourceKind::Existing && !resource.ty.is_terraform() {
            return;
        }
        let own = self.graph.loops_around(resource.each);
        let around =
            |each: &LoopId| loops::like(self.graph, self.loops.iter().copied(), *each).is_some();
        if !own.iter().all(around) {
            self.report(ProblemKind::LoopOutside(resource.name.clone()), at);
        }
    }

    /// Whether a value differs in each pass of a `@deferred` loop.
    fn is_of_pass(&self, value: &Value) -> bool {
        match &value.kind {
            ValueKind::List(items) => items.iter().any(|item| self.is_of_pass(item)),
            ValueKind::Map(map) => map.values().any(|item| self.is_of_pass(item)),
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::EachKey(_) | Deferred::EachValue(_) => true,
                Deferred::Reference(id) | Deferred::Prop { resource: id, .. } => {
                    self.graph.resource(*id).each.is_some()
                }
                other => {
                    let mut found = false;
                    other.operands(&mut |operand| found = found || self.is_of_pass(operand));
                    found
                }
            },
            _ => false,
        }
    }
}
