//! Values as CloudFormation says them. In: values of a graph and its plan. Out: events to a writer.
//! Never: a failure, or a decision: those are the plan's.

use super::choices::Choice;
use super::conditions::is_condition;
use super::plan::Plan;
use super::reading::Reading;
use super::write::Emitter;
use crate::emit::guards::set_by;
use crate::emit::writer::{Writer, pair};
use crate::graph::{
    Deferred, Graph, LoopId, ParamId, Pseudo, ResourceId, ResourceKind, Value, ValueKind,
};
use crate::text::Name;

impl<'a, W: Writer> Emitter<'a, W> {
    /// What a value says here; `None` where it is absent.
    #[inline]
    pub fn seen(&self, value: &'a Value) -> Option<&'a Value> {
        match &value.kind {
            ValueKind::Null | ValueKind::Deferred(_) | ValueKind::Resource(..) => {
                self.resolved(value)
            }
            _ => Some(value),
        }
    }

    fn resolved(&self, mut value: &'a Value) -> Option<&'a Value> {
        loop {
            let next = match &value.kind {
                ValueKind::Null => None,
                ValueKind::Deferred(deferred) => match &**deferred {
                    Deferred::Prop {
                        resource,
                        path,
                        known,
                    } => {
                        let resource = self.graph.resource(*resource);
                        let reading = self.plan.readings.get(&resource.ty, path);
                        match (resource.kind, reading) {
                            (ResourceKind::Existing, _) => {
                                known.as_ref().or_else(|| self.plan.simpler(deferred))
                            }
                            (_, Reading::Set | Reading::Part { .. }) => known.as_ref(),
                            _ => return Some(value),
                        }
                    }
                    Deferred::Reference(id) if self.is_existing(*id) => self.plan.existing.get(id),
                    Deferred::Field { .. } => self.plan.simpler(deferred),
                    Deferred::Match { .. } | Deferred::Lookup { .. } => {
                        match self.plan.choices.get(deferred) {
                            Some(Choice::Other(other)) => Some(other),
                            _ => return Some(value),
                        }
                    }
                    _ => return Some(value),
                },
                ValueKind::Resource(id, _) if self.is_existing(*id) => self.plan.existing.get(id),
                _ => return Some(value),
            };
            value = next?;
        }
    }

    fn is_existing(&self, id: ResourceId) -> bool {
        self.graph.resource(id).kind == ResourceKind::Existing
    }

    /// A value where one must stand: what is absent is `AWS::NoValue`.
    pub fn value(&mut self, value: &'a Value) {
        self.out.at(value.origin);
        match self.seen(value) {
            Some(seen) => self.write(seen),
            None => pair(&mut self.out, "Ref", "AWS::NoValue"),
        }
    }

    /// A value that is there, of a form that [`Emitter::seen`] gives.
    pub fn write(&mut self, value: &'a Value) {
        match &value.kind {
            // An instance is no data, as checking says.
            ValueKind::Null | ValueKind::Instance(..) | ValueKind::Error => self.out.null(),
            ValueKind::Bool(value) => self.out.bool(*value),
            ValueKind::Int(value) => self.out.int(*value),
            ValueKind::Number(value) => self.out.number(*value),
            ValueKind::Text(text) => self.out.text(text),
            ValueKind::List(items) => self.list(items),
            ValueKind::Map(map) => {
                self.out.open_map();
                for (key, item) in map.iter() {
                    if let Some(seen) = self.seen(item) {
                        self.out.key(key);
                        self.out.at(item.origin);
                        self.write(seen);
                    }
                }
                self.out.close_map();
            }
            ValueKind::Resource(id, _) => self.reference(*id),
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Param(param) if self.may_be_absent(*param) => {
                    let name = self.plan.set_name(self.graph, *param);
                    self.open_if(name);
                    self.out.item();
                    self.param(*param);
                    self.out.item();
                    pair(&mut self.out, "Ref", "AWS::NoValue");
                    self.close_call();
                }
                expression => self.expression(value, expression),
            },
        }
    }

    fn list(&mut self, items: &'a [Value]) {
        self.out.open_list();
        for item in items {
            if let Some(seen) = self.seen(item) {
                self.out.item();
                self.out.at(item.origin);
                self.write(seen);
            }
        }
        self.out.close_list();
    }

    /// A list of texts, without those that are absent.
    pub fn texts(&mut self, items: &'a [Value]) {
        self.out.open_list();
        for item in items {
            if self.seen(item).is_some() {
                self.out.item();
                self.join_part(item);
            }
        }
        self.out.close_list();
    }

    /// A value that is a part of an expression: a param there is set.
    pub fn operand(&mut self, value: &'a Value) {
        self.out.at(value.origin);
        match self.seen(value) {
            Some(seen) => match seen.as_deferred() {
                Some(Deferred::Param(param)) => self.param(*param),
                _ => self.write(seen),
            },
            None => pair(&mut self.out, "Ref", "AWS::NoValue"),
        }
    }

    /// A value where CloudFormation wants a text: scalars are quoted.
    pub fn text_operand(&mut self, value: &'a Value) {
        let Some(seen) = self.seen(value) else {
            return pair(&mut self.out, "Ref", "AWS::NoValue");
        };
        match &seen.kind {
            ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) => {
                self.out.at(value.origin);
                let text = super::conditions::scalar_text(seen);
                self.out.text(&text.unwrap_or_default());
            }
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::If {
                    condition,
                    then,
                    otherwise,
                } => self.choice(condition, then, otherwise, Self::text_operand),
                _ if is_condition(seen) => self.truth(seen, true),
                _ => self.operand(value),
            },
            _ => self.operand(value),
        }
    }

    fn expression(&mut self, value: &'a Value, expression: &'a Deferred) {
        match expression {
            Deferred::Param(param) => self.param(*param),
            Deferred::Pseudo(pseudo) => pair(&mut self.out, "Ref", pseudo_name(*pseudo)),
            Deferred::Reference(id) => self.reference(*id),
            Deferred::Prop { resource, path, .. } => self.property(*resource, path),
            Deferred::Concat(_) | Deferred::Secret { .. } | Deferred::Ssm { .. } => {
                self.interpolated(value);
            }
            Deferred::If {
                condition,
                then,
                otherwise,
            } => self.choice(condition, then, otherwise, Self::value),
            Deferred::Match { .. } | Deferred::Lookup { .. } => self.find_in_map(value),
            Deferred::EachKey(each) | Deferred::EachValue(each) => {
                let name = variable(self.graph, *each);
                pair(&mut self.out, "Ref", name);
            }
            Deferred::Select { list, index } => {
                self.call("Fn::Select", |emitter| {
                    emitter.argument(index);
                    emitter.argument(list);
                });
            }
            Deferred::Join { separator, list } => self.join(separator, list),
            Deferred::Split { separator, text } => self.call("Fn::Split", |emitter| {
                emitter.argument(separator);
                emitter.argument(text);
            }),
            Deferred::Base64(value) => self.unary("Fn::Base64", value),
            Deferred::ToJson(value) => self.unary("Fn::ToJsonString", value),
            Deferred::Length(value) => self.unary("Fn::Length", value),
            Deferred::ImportValue(name) => self.unary("Fn::ImportValue", name),
            Deferred::AvailabilityZones(Some(region)) => self.unary("Fn::GetAZs", region),
            Deferred::AvailabilityZones(None) => pair(&mut self.out, "Fn::GetAZs", ""),
            Deferred::StackOutput { stack, name } => {
                self.out.open_map();
                self.out.key("Fn::GetStackOutput");
                self.out.open_map();
                self.out.key("StackName");
                self.operand(stack);
                self.out.key("OutputName");
                self.operand(name);
                self.out.close_map();
                self.out.close_map();
            }
            Deferred::CidrSubnet {
                block,
                length,
                index,
            } => self.cidr_subnet(block, length, index),
            Deferred::Intrinsic { name, argument } => self.intrinsic(name, argument),
            Deferred::Raw(raw) => self.raw(raw),
            _ if is_condition(value) => self.truth(value, false),
            // What is left has been reported.
            _ => self.out.null(),
        }
    }

    fn may_be_absent(&self, param: ParamId) -> bool {
        let shape = self.plan.params.get(param.0 as usize);
        shape.is_some_and(|shape| shape.optional) && !self.set.contains(&param)
    }

    pub fn param(&mut self, param: ParamId) {
        pair(&mut self.out, "Ref", &self.graph.param(param).logical_id);
    }

    fn reference(&mut self, id: ResourceId) {
        let resource = self.graph.resource(id);
        if resource.each.is_none() {
            return pair(&mut self.out, "Ref", &resource.logical_id);
        }
        self.out.open_map();
        self.out.key("Ref");
        self.looped_id(id);
        self.out.close_map();
    }

    /// The id of a resource that a loop makes, in the pass that is going on.
    fn looped_id(&mut self, id: ResourceId) {
        let id = self.id_in_loop(id);
        pair(&mut self.out, "Fn::Sub", &id);
    }

    fn property(&mut self, id: ResourceId, path: &[Name]) {
        let resource = self.graph.resource(id);
        let plan = self.plan;
        let Reading::Attribute { name, .. } = plan.readings.get(&resource.ty, path) else {
            return self.reference(id);
        };
        self.call("Fn::GetAtt", |emitter| {
            emitter.out.item();
            match resource.each {
                None => emitter.out.text(&resource.logical_id),
                Some(_) => emitter.looped_id(id),
            }
            emitter.out.item();
            emitter.out.text(name);
        });
    }

    pub fn choice(
        &mut self,
        condition: &'a Value,
        then: &'a Value,
        otherwise: &'a Value,
        write: fn(&mut Self, &'a Value),
    ) {
        if let Some(known) = condition.as_bool() {
            return write(self, if known { then } else { otherwise });
        }
        let before = self.set.len();
        self.open_if(self.plan.test_name(self.graph, condition));
        set_by(self.graph, condition, true, &mut self.set);
        self.out.item();
        write(self, then);
        self.set.truncate(before);
        set_by(self.graph, condition, false, &mut self.set);
        self.out.item();
        write(self, otherwise);
        self.set.truncate(before);
        self.close_call();
    }

    /// A condition where a value is wanted.
    fn truth(&mut self, condition: &'a Value, as_text: bool) {
        self.open_if(self.plan.test_name(self.graph, condition));
        for known in [true, false] {
            self.out.item();
            match as_text {
                true => self.out.text(if known { "true" } else { "false" }),
                false => self.out.bool(known),
            }
        }
        self.close_call();
    }

    fn find_in_map(&mut self, value: &'a Value) {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return;
        };
        let plan = self.plan;
        let used = match plan.choices.get(deferred) {
            Some(Choice::Mapping(used)) => plan.choices.mapping(*used),
            _ => None,
        };
        let Some(used) = used else {
            return self.out.null();
        };
        let mapping = plan.choices.mappings.get(used.mapping);
        self.call("Fn::FindInMap", |emitter| {
            emitter.out.item();
            emitter
                .out
                .text(mapping.map_or("", |mapping| &mapping.name));
            emitter.out.item();
            emitter.text_operand(&used.first);
            emitter.out.item();
            match &used.second {
                Some(second) => emitter.text_operand(second),
                None => emitter.out.text(super::mappings::VALUE),
            }
            if let Some(default) = &used.default {
                emitter.out.item();
                emitter.out.open_map();
                emitter.out.key("DefaultValue");
                emitter.operand(default);
                emitter.out.close_map();
            }
        });
    }

    fn join(&mut self, separator: &'a Value, list: &'a Value) {
        self.call("Fn::Join", |emitter| {
            emitter.argument(separator);
            emitter.out.item();
            match emitter.seen(list).map(|list| &list.kind) {
                Some(ValueKind::List(items)) => emitter.texts(items),
                _ => emitter.operand(list),
            }
        });
    }

    fn cidr_subnet(&mut self, block: &'a Value, length: &'a Value, index: &'a Value) {
        let number = |value: Option<&Value>| match value.map(|value| &value.kind) {
            Some(ValueKind::Int(number)) => *number,
            _ => 0,
        };
        let length = number(self.seen(length));
        let index = number(self.seen(index));
        let bits = if length > 32 || self.is_ipv6(block) {
            128
        } else {
            32
        };
        self.call("Fn::Select", |emitter| {
            emitter.out.item();
            emitter.out.int(index);
            emitter.out.item();
            emitter.call("Fn::Cidr", |emitter| {
                emitter.argument(block);
                emitter.out.item();
                emitter.out.int(index.saturating_add(1));
                emitter.out.item();
                emitter.out.int(bits - length.min(bits));
            });
        });
    }

    /// Whether an address block is of the new kind: by its text, or by what gives it.
    fn is_ipv6(&self, block: &'a Value) -> bool {
        let Some(block) = self.seen(block) else {
            return false;
        };
        match (&block.kind, block.as_deferred()) {
            (ValueKind::Text(text), _) => text.contains(':'),
            (_, Some(Deferred::Prop { path, .. })) => path.iter().any(|n| n.contains("Ipv6")),
            (_, Some(Deferred::Param(param))) => {
                let name = self.graph.param(*param).name.to_ascii_lowercase();
                name.contains("ipv6")
            }
            (_, Some(Deferred::Select { list, .. })) => self.is_ipv6(list),
            (ValueKind::List(items), _) => items.first().is_some_and(|item| self.is_ipv6(item)),
            _ => false,
        }
    }

    fn intrinsic(&mut self, name: &'static str, argument: &'a Value) {
        self.out.open_map();
        self.out.key(name);
        match (&argument.kind, name) {
            (ValueKind::List(items), "Fn::And" | "Fn::Or" | "Fn::Not") => {
                self.out.open_list();
                for item in items.iter() {
                    self.out.item();
                    self.condition(item);
                }
                self.out.close_list();
            }
            (ValueKind::List(items), _) => {
                self.out.open_list();
                for (place, item) in items.iter().enumerate() {
                    self.out.item();
                    match item.as_deferred() {
                        Some(_) if name == "Fn::If" && place == 0 => {
                            let name = self.plan.test_name(self.graph, item);
                            self.out.text(name);
                        }
                        _ => self.value(item),
                    }
                }
                self.out.close_list();
            }
            (ValueKind::Null, _) => self.out.null(),
            _ => self.operand(argument),
        }
        self.out.close_map();
    }

    /// A fragment as it is, nulls and all.
    fn raw(&mut self, value: &'a Value) {
        self.out.at(value.origin);
        match &value.kind {
            ValueKind::List(items) => {
                self.out.open_list();
                for item in items.iter() {
                    self.out.item();
                    self.raw(item);
                }
                self.out.close_list();
            }
            ValueKind::Map(map) => {
                self.out.open_map();
                for (key, item) in map.iter() {
                    self.out.key(key);
                    self.raw(item);
                }
                self.out.close_map();
            }
            ValueKind::Null => self.out.null(),
            _ => self.operand(value),
        }
    }

    fn unary(&mut self, name: &str, value: &'a Value) {
        self.out.open_map();
        self.out.key(name);
        self.operand(value);
        self.out.close_map();
    }

    fn argument(&mut self, value: &'a Value) {
        self.out.item();
        self.operand(value);
    }

    pub fn call(&mut self, name: &str, arguments: impl FnOnce(&mut Self)) {
        self.out.open_map();
        self.out.key(name);
        self.out.open_list();
        arguments(self);
        self.close_call();
    }

    fn open_if(&mut self, condition: &str) {
        self.out.open_map();
        self.out.key("Fn::If");
        self.out.open_list();
        self.out.item();
        self.out.text(condition);
    }

    fn close_call(&mut self) {
        self.out.close_list();
        self.out.close_map();
    }
}

/// A pseudo parameter as CloudFormation spells it.
pub fn pseudo_name(pseudo: Pseudo) -> &'static str {
    match pseudo {
        Pseudo::Region => "AWS::Region",
        Pseudo::AccountId => "AWS::AccountId",
        Pseudo::Partition => "AWS::Partition",
        Pseudo::StackName => "AWS::StackName",
        Pseudo::StackId => "AWS::StackId",
        Pseudo::UrlSuffix => "AWS::URLSuffix",
        Pseudo::NotificationArns => "AWS::NotificationARNs",
    }
}

/// A loop's variable as the engine spells it.
pub fn variable(graph: &Graph, id: LoopId) -> &str {
    let each = graph.loops.get(id.0 as usize);
    each.map_or("", |each| each.variable.as_str())
}

/// What an expression is called in CloudFormation, for messages.
pub fn spelling(deferred: &Deferred) -> &'static str {
    match deferred {
        Deferred::Param(_) | Deferred::Pseudo(_) | Deferred::Reference(_) => "Ref",
        Deferred::Prop { .. } | Deferred::Field { .. } => "Fn::GetAtt",
        Deferred::Concat(_) => "Fn::Sub",
        Deferred::If { .. } => "Fn::If",
        Deferred::Match { .. } | Deferred::Lookup { .. } => "Fn::FindInMap",
        Deferred::Condition(_) => "Condition",
        Deferred::Equals(..) => "Fn::Equals",
        Deferred::Not(_) => "Fn::Not",
        Deferred::And(_) => "Fn::And",
        Deferred::Or(_) => "Fn::Or",
        Deferred::Select { .. } => "Fn::Select",
        Deferred::Join { .. } => "Fn::Join",
        Deferred::Split { .. } => "Fn::Split",
        Deferred::Base64(_) => "Fn::Base64",
        Deferred::ToJson(_) => "Fn::ToJsonString",
        Deferred::Length(_) => "Fn::Length",
        Deferred::CidrSubnet { .. } => "Fn::Cidr",
        Deferred::AvailabilityZones(_) => "Fn::GetAZs",
        Deferred::ImportValue(_) => "Fn::ImportValue",
        Deferred::StackOutput { .. } => "Fn::GetStackOutput",
        Deferred::Secret { .. } | Deferred::Ssm { .. } => "{{resolve:...}}",
        Deferred::EachKey(_) | Deferred::EachValue(_) => "Fn::ForEach",
        Deferred::Call { function, .. } => function,
        Deferred::Intrinsic { name, .. } => name,
        Deferred::Compare { .. } | Deferred::Arithmetic { .. } | Deferred::Raw(_) => "",
    }
}

impl Plan {
    /// What stands for a field, or for a property of an existing resource.
    pub fn simpler(&self, deferred: &crate::graph::DeferredRef) -> Option<&Value> {
        self.fields.get(&super::plan::address(deferred))?.as_ref()
    }
}
