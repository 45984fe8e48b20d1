//! Reading resources: `r.ref`, `r.P`, guarded where the resource is conditional.

use super::access::Reading;
use super::blocks;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    Deferred, InstanceId, LoopId, Origin, Presence, ResourceId, ResourceKind, Value, ValueKind,
    ValueMap, is_same_expression, terraform_name,
};
use crate::syntax::ast::{Expr, Ident};
use crate::text::{Name, Span};
use crate::types::Type;
use std::sync::Arc;

impl<'a> Eval<'a> {
    pub fn read_resource(
        &mut self,
        id: ResourceId,
        presence: Presence,
        name: &'a Ident,
        reading: Reading,
        expr: &'a Expr,
    ) -> Value {
        if presence == Presence::Guarded && self.graph.resource(id).each.is_some() {
            return self.outside_of_loop(id, reading.at);
        }
        let handle = self.value(ValueKind::Resource(id, presence), reading.at);
        self.guarded(&handle, reading, |eval, origin| {
            eval.member(id, name, origin, expr)
        })
    }

    /// The member of an instance.
    pub fn read_instance(
        &mut self,
        id: InstanceId,
        presence: Presence,
        name: &Ident,
        reading: Reading,
    ) -> Value {
        let handle = self.value(ValueKind::Instance(id, presence), reading.at);
        self.guarded(&handle, reading, |eval, origin| {
            let member = eval.graph.instance(id).members.get(&name.name).cloned();
            // What it does not have has been reported.
            let mut member = member.unwrap_or(Value::new(ValueKind::Error, origin));
            if matches!(
                member.kind,
                ValueKind::Resource(..) | ValueKind::Instance(..)
            ) {
                member.origin = origin;
            }
            eval.settled(member)
        })
    }

    /// What is read of something that may not be there.
    fn guarded(
        &mut self,
        handle: &Value,
        reading: Reading,
        read: impl FnOnce(&mut Self, Origin) -> Value,
    ) -> Value {
        let origin = self.origin(reading.at);
        let Some(condition) = self.condition_of(handle) else {
            return read(self, origin);
        };
        match self.implied(&condition) {
            Some(true) => read(self, origin),
            Some(false) if reading.optional || reading.lenient => Value::null(origin),
            None if reading.optional || reading.lenient => {
                let value = read(self, origin);
                self.make_if(condition, value, Value::null(origin), origin)
            }
            _ if self.program.regardless => read(self, origin),
            _ => self.unguarded(handle, &condition, reading.at),
        }
    }

    /// Under which condition a resource or an instance is there, unless that was assumed.
    pub fn condition_of(&self, handle: &Value) -> Option<Value> {
        match &handle.kind {
            ValueKind::Resource(id, Presence::Guarded) => {
                self.graph.resource(*id).condition.clone()
            }
            ValueKind::Instance(id, Presence::Guarded) => {
                self.graph.instance(*id).condition.clone()
            }
            _ => None,
        }
    }

    /// The attribute or property of a resource that is there.
    fn member(&mut self, id: ResourceId, name: &'a Ident, origin: Origin, expr: &Expr) -> Value {
        let of = self.graph.resource(id);
        let is_module = of.kind == ResourceKind::Module;
        if name.name == "ref" && !is_module {
            return self.deferred(Deferred::Reference(id), origin);
        }
        if self.judging
            && let Some(value) = self.as_set(id, &name.name, origin)
            && let Some(value) = self.as_read(id, &name.name, value)
        {
            return value;
        }
        let known = match &self.graph.resource(id).properties.kind {
            // What a module was given is not what it gives.
            _ if is_module => None,
            ValueKind::Map(properties) => properties.get(&name.name).cloned(),
            _ => None,
        };
        let known = known.and_then(|value| self.as_read(id, &name.name, value));
        let path = self.path(expr.id, &name.name);
        self.property(id, path, known, origin)
    }

    /// What was set, as a provider's attribute is read: a block that stands for a list of one is that
    /// list. `None` where only the deployment knows which of both it is.
    fn as_read(&self, resource: ResourceId, name: &str, value: Value) -> Option<Value> {
        let ty = &self.graph.resource(resource).ty;
        if !ty.is_terraform() {
            return Some(value);
        }
        match self.program.schemas.attribute(ty, name) {
            Some(attribute) => blocks::listed(&value, &attribute.ty, self.program.schemas),
            None => Some(value),
        }
    }

    /// A read of a property, with the value that was set.
    pub fn property(
        &mut self,
        resource: ResourceId,
        path: Arc<[Name]>,
        known: Option<Value>,
        origin: Origin,
    ) -> Value {
        let known = known.filter(|k| !k.is_null());
        if known.as_ref().is_some_and(Value::is_error) {
            return Value::new(ValueKind::Error, origin);
        }
        // What is read from another resource is what was set there: chains do not nest.
        let known = known.map(|k| k.known().cloned().unwrap_or(k));
        let prop = Deferred::Prop {
            resource,
            path,
            known,
        };
        self.deferred(prop, origin)
    }

    /// Whether the engine gives a value for a path after the resource is made.
    pub fn is_attribute(&self, resource: ResourceId, path: &[Name]) -> bool {
        let ty = &self.graph.resource(resource).ty;
        match path {
            [one] => self.program.schemas.attribute(ty, one).is_some(),
            several => {
                let dotted = several.join(".");
                self.program.schemas.attribute(ty, &dotted).is_some()
            }
        }
    }

    /// Whether the parts of a property are those of the value that was set. Of an attribute of
    /// CloudFormation nothing is known; a provider of Terraform may add entries to a map.
    pub fn has_parts(
        &self,
        resource: ResourceId,
        path: &[Name],
        known: &Value,
        key: &Value,
    ) -> bool {
        if !self.graph.resource(resource).ty.is_terraform() {
            return !self.is_attribute(resource, path);
        }
        match (&known.kind, key.known().map(|key| &key.kind)) {
            (ValueKind::List(_), Some(ValueKind::Int(_))) => true,
            (ValueKind::Map(map), Some(ValueKind::Text(key))) => map.get(key).is_some(),
            _ => false,
        }
    }

    /// What a loop over a property of a provider's type runs over: the elements as they are read of the
    /// resource, so that what was not written is what the provider says.
    pub fn elements_read(&mut self, value: &Value, ty: &Type, at: Span) -> Option<Value> {
        let Some(Deferred::Prop {
            resource,
            path,
            known: Some(known),
        }) = value.as_deferred()
        else {
            return None;
        };
        if !self.graph.resource(*resource).ty.is_terraform() {
            return None;
        }
        let schemas = self.program.schemas;
        let structure = |ty: &Type| match ty {
            Type::Named(key, node) => schemas.expand(key, *node),
            other => other.clone(),
        };
        let (element, is_set) = match structure(ty) {
            Type::List(list) => (list.element.clone(), list.set),
            Type::Map(element) => ((*element).clone(), false),
            _ => return None,
        };
        if !matches!(structure(&element), Type::Record(_)) {
            return None;
        }
        if is_set {
            let message = "a loop cannot run over blocks of a set, which have no order";
            self.report(
                Diagnostic::new(Code::PhaseNeedsKnownValue, at, message)
                    .here("read of a resource")
                    .help("loop over the value that was written, from a `let`"),
            );
            return Some(self.error(at));
        }
        let (resource, path, known) = (*resource, path.clone(), known.clone());
        let below = |step: Name| path.iter().cloned().chain([step]).collect::<Arc<[Name]>>();
        match &known.kind {
            ValueKind::List(items) => {
                let items = items.iter().enumerate().map(|(number, item)| {
                    let path = below(ecow::eco_format!("{number}"));
                    self.property(resource, path, Some(item.clone()), item.origin)
                });
                let items: Vec<Value> = items.collect();
                Some(Value::list(items, known.origin))
            }
            ValueKind::Map(map) => {
                let values = map.iter().map(|(key, item)| {
                    let path = below(key.clone());
                    self.property(resource, path, Some(item.clone()), item.origin)
                });
                let values: Vec<Value> = values.collect();
                let map = ValueMap::from_keys(map.shared_keys().clone(), values)?;
                Some(Value::map(map, known.origin))
            }
            _ => None,
        }
    }

    /// Whether reading a property that was not set gives `null`: the engine does not know it.
    pub fn gives_nothing(&self, resource: ResourceId, path: &[Name]) -> bool {
        let ty = &self.graph.resource(resource).ty;
        let Some(first) = path.first() else {
            return false;
        };
        // Of open types nothing is known.
        self.program.schemas.properties(ty).is_some()
            && !self.is_attribute(resource, path)
            && !self.is_attribute(resource, std::slice::from_ref(first))
            && self.program.schemas.reference(ty).attribute != *first
    }

    /// `name[key]` of a `@deferred` loop.
    pub fn pass_of(&mut self, resource: ResourceId, key: &Value, at: Span) -> Value {
        let Some(each) = self.graph.resource(resource).each else {
            let kind = ValueKind::Resource(resource, Presence::Guarded);
            return self.wrong_kind(&self.value(kind, at), "a list or a map");
        };
        let read = self.loop_of_key(key);
        // Of nested loops each has its key; with that of the innermost a pass is named.
        let mut next = Some(each);
        while let (Some(id), Some(read)) = (next, read) {
            let Some(own) = self.graph.loops.get(id.0 as usize) else {
                break;
            };
            if self.graph.has_same_passes(id, read) {
                let presence = match id == each {
                    true => Presence::Assumed,
                    false => Presence::Guarded,
                };
                return Value::new(ValueKind::Resource(resource, presence), self.origin(at));
            }
            next = own.within;
        }
        self.outside_of_loop(resource, at)
    }

    /// The `@deferred` loop whose passes have this key: what its `by` says, or its variable.
    fn loop_of_key(&self, key: &Value) -> Option<LoopId> {
        let of = |id: LoopId| self.graph.loops.get(id.0 as usize);
        if let Some(Deferred::EachKey(id) | Deferred::EachValue(id)) = key.as_deferred()
            && of(*id)?.by.is_none()
        {
            return Some(*id);
        }
        let mut ids = (0..self.graph.loops.len() as u32).rev().map(LoopId);
        ids.find(|id| {
            let by = of(*id).and_then(|each| each.by.as_ref());
            by.is_some_and(|by| is_same_expression(by, key))
        })
    }

    fn outside_of_loop(&mut self, id: ResourceId, at: Span) -> Value {
        let resource = self.graph.resource(id);
        let (name, declared) = (resource.name.clone(), resource.origin.span);
        let message = format!("the passes of `{name}` are only known when deploying");
        let ty = &resource.ty;
        // Only Terraform has words for all of them at once.
        let help = match ty.name.contains("::") {
            true => format!("read `{name}[key]` in another `@deferred` loop over the same list"),
            false => {
                let identity = self.graph.identity(id);
                let own = match identity.explicit {
                    Some(_) => "NAME".into(),
                    None => terraform_name(identity.path.iter().map(Name::as_str)),
                };
                let address = &ty.name;
                format!(
                    "read `{name}[key]` in another `@deferred` loop over the same list, or all with `raw('${{values({address}.{own})[*].ATTRIBUTE}}')`"
                )
            }
        };
        self.report(
            Diagnostic::new(Code::PhaseDeferredLoop, at, message)
                .here("read outside of such a loop")
                .label(declared, "declared as `@deferred`")
                .help(help),
        );
        self.error(at)
    }

    fn unguarded(&mut self, handle: &Value, condition: &Value, at: Span) -> Value {
        let (name, declared) = match &handle.kind {
            ValueKind::Instance(id, _) => {
                let instance = self.graph.instance(*id);
                (&instance.name, instance.origin.span)
            }
            ValueKind::Resource(id, _) => {
                let resource = self.graph.resource(*id);
                (&resource.name, resource.origin.span)
            }
            _ => return self.error(at),
        };
        let message = format!("`{name}` is only there under a condition");
        let mut diagnostic = Diagnostic::new(Code::PhaseUnguarded, at, message)
            .here("read without that condition")
            .label(declared, "declared with `if`")
            .help("read it with `?.`, under the same condition, or with `!`");
        if condition.origin.span != declared {
            diagnostic = diagnostic.label(condition.origin.span, "the condition");
        }
        self.report(diagnostic);
        self.error(at)
    }
}
