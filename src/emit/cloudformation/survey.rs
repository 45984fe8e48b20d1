//! The walk over all values before anything is written. In: resources and settings. Out: the plan's
//! tables filled with what their values need. Never: bytes. Plain data costs one look a value.

use super::choices::Choice;
use super::conditions::{Place, is_condition};
use super::plan::Planner;
use super::problem::{Argument, Extension, ProblemKind};
use super::reading::Reading;
use crate::emit::guards::{implies, set_by};
use crate::graph::{
    Deferred, DeferredRef, LoopId, MapId, Origin, Over, Resource, ResourceId, ResourceKind,
    ResourceOptions, Value, ValueKind,
};
use crate::text::Name;
use rustc_hash::FxHashSet;

/// The keys of a resource that the language has a form of its own for.
const OWN_KEYS: [&str; 9] = [
    "Type",
    "Properties",
    "Condition",
    "DependsOn",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
    "Metadata",
];

impl Planner<'_> {
    pub fn resources(&mut self) {
        let graph = self.graph;
        for (number, map) in graph.maps.iter().enumerate() {
            if map.always {
                self.map_let(MapId(number as u32));
            }
        }
        for (number, resource) in graph.resources.iter().enumerate() {
            match resource.kind {
                _ if resource.ty.is_terraform() => {
                    self.about(&resource.logical_id, resource.origin);
                    let kind = ProblemKind::Terraform(resource.ty.name.clone());
                    self.report(kind, resource.origin);
                }
                ResourceKind::Existing | ResourceKind::Data | ResourceKind::Module => {}
                ResourceKind::Managed => self.resource(ResourceId(number as u32), resource),
            }
        }
    }

    fn resource(&mut self, id: ResourceId, resource: &Resource) {
        self.about(&resource.logical_id, resource.origin);
        let name = resource.ty.name.as_str();
        if !self.plan.serverless {
            self.plan.serverless = name.starts_with("AWS::Serverless::");
        }
        self.refers.clear();
        self.takes.clear();
        self.enter_loops(resource.each);
        if let Some(condition) = &resource.condition {
            self.test(condition);
            set_by(self.graph, condition, true, &mut self.set);
        }
        self.value(&resource.properties, &resource.logical_id);
        if let Some(options) = &resource.options {
            self.options(options);
        }
        self.waits_of(id, resource);
        self.set.clear();
        self.loops.clear();
    }

    fn options(&mut self, options: &ResourceOptions) {
        let place = Name::from("Policy");
        for policy in [&options.deletion_policy, &options.update_replace_policy]
            .into_iter()
            .flatten()
        {
            self.value(policy, &place);
            if policy.as_deferred().is_some() {
                self.needs_extensions(Extension::Policy, policy.origin);
            }
        }
        let keys = options.attributes.iter().filter_map(Value::as_map);
        for (key, value) in keys.flatten() {
            // What the language's own form cannot say is said by `raw`.
            if OWN_KEYS.contains(&key.as_str()) && !is_raw(value) {
                self.report(ProblemKind::AttributeKey(key.clone()), value.origin);
            }
        }
        let others = [
            &options.update_policy,
            &options.creation_policy,
            &options.metadata,
            &options.attributes,
        ];
        for value in others.into_iter().flatten() {
            self.value(value, &place);
        }
        if let Some(moved) = &options.moved {
            let old = moved.as_text().cloned().unwrap_or_default();
            self.report(ProblemKind::Moved(old), moved.origin);
        }
        // A resource that is to be kept says so for each engine in its own words.
        let is_kept = options.deletion_policy.is_some() || options.update_replace_policy.is_some();
        let lifecycle = options.lifecycle.clone().filter(|_| !is_kept);
        let foreign = [
            ("lifecycle", &lifecycle),
            ("provider", &options.provider),
            ("import", &options.import),
        ];
        for (name, value) in foreign {
            if let Some(value) = value {
                self.report(ProblemKind::Attribute(name), value.origin);
            }
        }
        for (target, origin) in &options.depends_on {
            self.outside(*target, *origin);
        }
    }

    /// The keys of `@attributes` of what is no resource.
    pub fn own_keys(&mut self, attributes: Option<&Value>) {
        if let Some(attributes) = attributes {
            self.value(attributes, &Name::from("Key"));
        }
    }

    /// What a resource waits for: what the user says, and the resources of which it knows a property
    /// without asking the engine for it.
    fn waits_of(&mut self, id: ResourceId, resource: &Resource) {
        let said = resource.options.iter().flat_map(|o| &o.depends_on);
        let said = said.map(|(target, _)| *target);
        let taken = self.takes.iter().copied();
        let taken = taken.filter(|target| {
            *target != id && !self.refers.contains(target) && self.is_there_with(resource, *target)
        });
        let mut waits: Vec<ResourceId> = Vec::new();
        for target in said.chain(taken) {
            let kind = self.graph.resource(target).kind;
            if kind == ResourceKind::Managed && !waits.contains(&target) {
                waits.push(target);
            }
        }
        if !waits.is_empty() {
            self.plan.waits.insert(id, waits);
        }
    }

    /// Whether a resource is there wherever another one is: CloudFormation refuses to wait for what
    /// is not made.
    fn is_there_with(&self, resource: &Resource, target: ResourceId) -> bool {
        match (&resource.condition, &self.graph.resource(target).condition) {
            (_, None) => true,
            (None, Some(_)) => false,
            (Some(own), Some(wanted)) => implies(self.graph, own, wanted),
        }
    }

    pub fn loops(&mut self) {
        let graph = self.graph;
        let mut taken = FxHashSet::default();
        for each in &graph.loops {
            self.about(&each.name, each.origin);
            let mut name = each.logical_id.clone();
            while !taken.insert(name.clone()) {
                name.push_str(&each.variable);
            }
            self.plan.loops.push(name);
            self.needs_extensions(Extension::ForEach, each.origin);
            self.enter_loops(each.within);
            if let Some(by) = &each.by {
                self.report(ProblemKind::LoopBy, by.origin);
            }
            if each.over == Over::Map {
                self.report(ProblemKind::LoopOver, each.collection.origin);
            }
            for element in each.collection.as_list().unwrap_or_default() {
                let text = element.as_text().filter(|text| !fits_id(text));
                if let Some(text) = text {
                    self.report(ProblemKind::LoopElement(text.clone()), element.origin);
                }
            }
            self.value(&each.collection, &each.name);
            self.loops.clear();
        }
    }

    fn enter_loops(&mut self, innermost: Option<LoopId>) {
        self.loops = self.graph.loops_around(innermost);
    }

    pub fn settings(&mut self) {
        self.subject = None;
        let settings = &self.graph.settings;
        let values = [
            &settings.transform,
            &settings.metadata,
            &settings.globals,
            &settings.hooks,
        ];
        for rule in &self.graph.rules {
            self.own_keys(rule.attributes.as_ref());
        }
        for value in values.into_iter().flatten() {
            self.value(value, &Name::from("Metadata"));
        }
    }

    /// A value that may be absent. `place` is the property that it is for.
    pub fn value(&mut self, value: &Value, place: &Name) {
        match &value.kind {
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Number(_)
            | ValueKind::Text(_)
            | ValueKind::Instance(..)
            | ValueKind::Error => {}
            ValueKind::List(items) => items.iter().for_each(|item| self.value(item, place)),
            ValueKind::Map(map) => map.iter().for_each(|(key, item)| self.value(item, key)),
            ValueKind::Resource(id, _) => self.reference(*id, value.origin),
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Param(param) => {
                    if self.is_optional(*param) && !self.set.contains(param) {
                        self.test_set(*param, value.origin);
                    }
                }
                _ => self.expression(value, deferred, place),
            },
        }
    }

    /// A value that is a part of an expression: a param there is set.
    pub fn operand_value(&mut self, value: &Value, place: &Name) {
        if !matches!(value.as_deferred(), Some(Deferred::Param(_))) {
            self.value(value, place);
        }
    }

    fn expression(&mut self, value: &Value, deferred: &DeferredRef, place: &Name) {
        let at = value.origin;
        match &**deferred {
            Deferred::Param(_) | Deferred::Pseudo(_) => {}
            Deferred::Reference(id) => self.reference(*id, at),
            Deferred::Prop {
                resource,
                path,
                known,
            } => self.property(*resource, path, known.as_ref(), value, place),
            Deferred::Concat(parts) => parts.iter().for_each(|part| self.part(part, place)),
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                self.test(condition);
                self.branch(condition, true, then, place);
                self.branch(condition, false, otherwise, place);
            }
            Deferred::Match { .. } | Deferred::Lookup { .. } => {
                self.chosen(value, deferred, place);
            }
            Deferred::Field { .. } => {
                if let Some(simpler) = self.field(value, deferred) {
                    self.value(&simpler, place);
                }
            }
            _ if is_condition(value) => self.test(value),
            Deferred::Arithmetic { op, .. } => self.report(ProblemKind::Arithmetic(*op), at),
            Deferred::Call { function, .. } => self.report(ProblemKind::Function(function), at),
            Deferred::EachKey(each) | Deferred::EachValue(each) => {
                if !self.loops.contains(each) {
                    self.report(ProblemKind::LoopVariable, at);
                }
            }
            Deferred::Intrinsic { name, argument } => {
                self.intrinsic(name, argument, at, place);
            }
            other => {
                self.function(other, at);
                other.operands(&mut |operand| self.operand_value(operand, place));
            }
        }
    }

    /// A part of a text: see [`Reading::yields_to`].
    fn part(&mut self, part: &Value, place: &Name) {
        if let Some(Deferred::Prop {
            resource,
            path,
            known,
        }) = part.as_deferred()
            && self.reading(*resource, path).yields_to(known.as_ref())
        {
            return self.takes.push(*resource);
        }
        self.operand_value(part, place);
    }

    /// What a function asks for beside its operands.
    fn function(&mut self, function: &Deferred, at: Origin) {
        match function {
            Deferred::Join { separator, .. } => {
                self.known_separator(separator, Argument::JoinSeparator);
            }
            Deferred::Split { separator, .. } => {
                self.known_separator(separator, Argument::SplitSeparator);
            }
            Deferred::ToJson(_) => self.needs_extensions(Extension::ToJson, at),
            Deferred::Length(of) if self.is_text(of) => {
                self.report(ProblemKind::LengthOfText, at);
            }
            Deferred::Length(_) => self.needs_extensions(Extension::Length, at),
            Deferred::CidrSubnet { length, index, .. } => {
                self.known_int(length, Argument::SubnetLength);
                let index_value = self.known_int(index, Argument::SubnetIndex);
                if let Some(number) = index_value.filter(|number| !(0..=255).contains(number)) {
                    self.report(ProblemKind::SubnetIndex(number), index.origin);
                }
            }
            _ => {}
        }
    }

    fn intrinsic(&mut self, name: &str, argument: &Value, at: Origin, place: &Name) {
        self.spell(name, argument);
        match name {
            "Fn::Length" => self.needs_extensions(Extension::Length, at),
            "Fn::ToJsonString" => self.needs_extensions(Extension::ToJson, at),
            "Fn::FindInMap" if argument.as_list().is_some_and(|list| list.len() > 3) => {
                self.needs_extensions(Extension::Default, at);
            }
            "Fn::If" => {
                if let Some(condition) = argument.as_list().and_then(<[Value]>::first) {
                    self.test(condition);
                }
            }
            _ => {}
        }
        self.value(argument, place);
    }

    fn branch(&mut self, condition: &Value, truth: bool, value: &Value, place: &Name) {
        let before = self.set.len();
        set_by(self.graph, condition, truth, &mut self.set);
        self.guards += 1;
        self.value(value, place);
        self.guards -= 1;
        self.set.truncate(before);
    }

    fn chosen(&mut self, value: &Value, deferred: &DeferredRef, place: &Name) {
        match self.choice(value, deferred, Some(place)) {
            Choice::Other(simpler) => self.value(&simpler, place),
            Choice::Mapping(_) | Choice::Broken => {}
        }
    }

    fn reference(&mut self, id: ResourceId, at: Origin) {
        let resource = self.graph.resource(id);
        if resource.kind == ResourceKind::Existing {
            let known = super::existing::identifier(self.catalogue, resource).cloned();
            return match known {
                Some(known) => {
                    self.operand_value(&known, &Name::new());
                    self.plan.existing.insert(id, known);
                }
                None => {
                    let property = Name::from("ref");
                    self.report(ProblemKind::Existing { property }, at);
                }
            };
        }
        self.outside(id, at);
        if self.guards == 0 {
            self.refers.push(id);
        }
    }

    fn property(
        &mut self,
        resource: ResourceId,
        path: &[Name],
        known: Option<&Value>,
        value: &Value,
        place: &Name,
    ) {
        if self.graph.resource(resource).kind == ResourceKind::Existing {
            return match (known, self.existing_property(value)) {
                (Some(known), _) => self.value(known, place),
                (None, Some(simpler)) => self.value(&simpler, place),
                (None, None) => {}
            };
        }
        match self.reading(resource, path) {
            Reading::Attribute { .. } | Reading::Reference => {
                self.outside(resource, value.origin);
                if self.guards == 0 {
                    self.refers.push(resource);
                }
            }
            Reading::Set => {
                if let Some(known) = known {
                    self.takes.push(resource);
                    self.value(known, place);
                }
            }
            Reading::Part { attribute } => {
                let attribute = attribute.clone();
                let kind = ProblemKind::AttributePart { attribute };
                match known {
                    Some(known) => {
                        self.takes.push(resource);
                        self.value(known, place);
                    }
                    None => self.report(kind, value.origin),
                }
            }
        }
    }

    /// A resource of a `@deferred` loop has a name in such a loop alone.
    fn outside(&mut self, resource: ResourceId, at: Origin) {
        let resource = self.graph.resource(resource);
        if let Some(each) = resource.each {
            let depth = self.graph.loops_around(Some(each)).len();
            if self.loops.len() < depth {
                let name = resource.name.clone();
                self.report(ProblemKind::LoopOutside(name), at);
            }
        }
    }

    pub fn known_separator(&mut self, separator: &Value, argument: Argument) {
        let known = self.simplest(separator, Place::Condition);
        if known.as_text().is_none() && !known.is_error() {
            self.report(ProblemKind::NeedsKnown(argument), separator.origin);
        }
    }

    fn known_int(&mut self, value: &Value, argument: Argument) -> Option<i64> {
        match self.simplest(value, Place::Condition).kind {
            ValueKind::Int(number) => Some(number),
            ValueKind::Error => None,
            _ => {
                self.report(ProblemKind::NeedsKnown(argument), value.origin);
                None
            }
        }
    }

    /// Whether a value holds what only a resource gives.
    pub fn reads_resource(&mut self, value: &Value) -> bool {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return match &value.kind {
                ValueKind::List(items) => items.iter().any(|item| self.reads_resource(item)),
                ValueKind::Map(map) => map.values().any(|item| self.reads_resource(item)),
                ValueKind::Resource(..) => true,
                _ => false,
            };
        };
        match &**deferred {
            Deferred::Reference(id) => self.graph.resource(*id).kind != ResourceKind::Existing,
            Deferred::Prop {
                resource,
                path,
                known,
            } => match self.reading(*resource, path) {
                Reading::Set => known.as_ref().is_some_and(|k| self.reads_resource(k)),
                _ => self.graph.resource(*resource).kind != ResourceKind::Existing,
            },
            other => {
                let mut reads = false;
                other.operands(&mut |operand| reads = reads || self.reads_resource(operand));
                reads
            }
        }
    }
}

fn fits_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a value is as the template is to have it, or says that there is nothing.
fn is_raw(value: &Value) -> bool {
    let is_empty = match &value.kind {
        ValueKind::Map(map) => map.is_empty(),
        ValueKind::List(items) => items.is_empty(),
        _ => false,
    };
    is_empty || matches!(value.as_deferred(), Some(Deferred::Raw(_)))
}
