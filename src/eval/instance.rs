//! Instances of components: what is inside is made anew for each, under its prefix, its frame and
//! its condition.

use super::resource::Declared;
use super::state::{Eval, Prepared};
use super::with::Change;
use crate::graph::{
    FrameKind, Instance, InstanceId, Keys, Presence, Value, ValueKind, ValueMap, push_capitalised,
};
use crate::resolve::DeclId;
use crate::syntax::ast::{Component, Item, ItemKind, TypeName};
use crate::text::Name;
use crate::types::Type;
use std::sync::Arc;

/// A component, with the module whose code it is.
#[derive(Clone, Copy)]
pub(super) struct Code<'a> {
    scope: usize,
    module: &'a Prepared<'a>,
    item: &'a Item,
    component: &'a Component,
}

/// The instance that is being made.
#[derive(Default)]
pub(super) struct Within {
    pub instance: Option<InstanceId>,
    /// What the ids of all that is inside begin with.
    pub prefix: Name,
    /// The slots of what is inside: behind the inputs, before the variables of each item.
    pub slots: std::ops::Range<u32>,
    /// Under which all that is inside is there.
    pub condition: Option<Value>,
    /// What is to be different inside; the later goes over the earlier.
    pub changes: Vec<Change>,
    /// What its attributes say to all that is inside.
    pub options: Option<Arc<super::attributes::Inherited>>,
}

impl<'a> Eval<'a> {
    /// The component that a type's name stands for. Nothing where it is no component, or stands in a
    /// cycle, which has been reported.
    pub fn component(&self, name: &TypeName) -> Option<Code<'a>> {
        let unit = self.module.unit;
        let decl: DeclId = unit.names.declared(unit.module.file, name)?;
        let scope = self.module_of(decl)?;
        let modules = self.modules;
        let module = modules.get(scope)?;
        // What contains itself has no order.
        let item = module.item(decl.item)?;
        let ItemKind::Component(component) = &item.kind else {
            return None;
        };
        let code = Code {
            scope,
            module,
            item,
            component,
        };
        let ordered = module.unit.names.inside.contains_key(&decl.item);
        ordered.then_some(code)
    }

    /// Makes one instance. The locals and the frame are those of its pass.
    pub fn instantiate(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        code: Code<'a>,
        keys: &[Name],
        condition: Option<Value>,
    ) -> Value {
        let at = declared.name.span;
        if !self.reserve(1, "instances", at) {
            return self.error(at);
        }
        let explicit = self.explicit_id(item);
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let given = self.expr(declared.body);
        let options = self.inherited(item);
        let wanted = self.wanted.len();
        let mut changes = declared
            .with
            .map_or_else(Vec::new, |with| self.changes(with));
        // Who is further out has the last word.
        changes.extend(self.changes_inside(&declared.name.name, keys));
        let prefix = self.id_of(&declared.name.name, keys, explicit.as_ref());
        let condition = self.also_within(condition, at);
        let id = self.open_instance(declared, code, condition.clone());
        let value = Value::new(ValueKind::Instance(id, Presence::Guarded), self.origin(at));
        let frame = self.push_frame(FrameKind::Instance {
            name: declared.name.name.clone(),
            component: code.component.name.name.clone(),
            id: explicit,
            at,
        });
        if let Some(instance) = self.graph.instances.get_mut(id.0 as usize) {
            instance.frame = self.frame;
        }
        let caller = (self.module, self.scope, self.base, self.repeating);
        self.module = code.module;
        self.scope = code.scope;
        self.base = self.locals.len();
        self.repeating = true;
        let within = Within {
            instance: Some(id),
            prefix,
            slots: 0..0,
            condition,
            changes,
            options,
        };
        let around = std::mem::replace(&mut self.within, within);
        let members = self.with_stack(at, |eval| {
            let members = eval.inside(code, &given);
            Value::map(members, eval.origin(at))
        });
        self.locals.truncate(self.base);
        self.within = around;
        (self.module, self.scope, self.base, self.repeating) = caller;
        self.frame = frame;
        self.refuse_unused_changes(wanted);
        if let Some(before) = before {
            self.retract(before);
        }
        let end = self.graph.resources.len() as u32;
        if let Some(instance) = self.graph.instances.get_mut(id.0 as usize) {
            instance.resources.end = end;
            if let ValueKind::Map(members) = members.kind {
                instance.members = members;
            }
        }
        value
    }

    /// The value of something that only is there with the instance around it.
    pub fn also_within(&mut self, own: Option<Value>, at: crate::text::Span) -> Option<Value> {
        match (self.within.condition.clone(), own) {
            (Some(around), Some(own)) => {
                let origin = self.origin(at);
                Some(self.and(vec![around, own], origin))
            }
            (around, own) => own.or(around),
        }
    }

    /// The id of something with this name and these keys, inside the instance at hand.
    pub fn id_of(&mut self, name: &str, keys: &[Name], explicit: Option<&Name>) -> Name {
        self.text.clear();
        self.text.push_str(&self.within.prefix);
        match explicit {
            Some(explicit) => self.text.push_str(explicit),
            None => {
                push_capitalised(&mut self.text, name);
                keys.iter()
                    .for_each(|key| push_capitalised(&mut self.text, key));
            }
        }
        self.text.as_str().into()
    }

    fn open_instance(
        &mut self,
        declared: &Declared<'a>,
        code: Code<'a>,
        condition: Option<Value>,
    ) -> InstanceId {
        let id = InstanceId(self.graph.instances.len() as u32);
        let start = self.graph.resources.len() as u32;
        self.graph.instances.push(Instance {
            name: declared.name.name.clone(),
            component: code.component.name.name.clone(),
            frame: self.frame,
            parent: self.within.instance,
            resources: start..start,
            members: Arc::new(ValueMap::new()),
            condition,
            origin: self.origin(declared.name.span),
        });
        id
    }

    /// Runs the code of a component. Gives what the outside sees: outputs, and inputs that no output
    /// hides.
    fn inside(&mut self, code: Code<'a>, given: &Value) -> ValueMap {
        let names = code.module.unit.names;
        self.bind_inputs(code, given);
        let first = (self.locals.len() - self.base) as u32;
        let places = |i: &&Item| names.places.contains_key(&i.id);
        for inner in code.component.items.iter().filter(places) {
            let absent = self.error(inner.span);
            self.locals.push(absent);
        }
        let top = self.locals.len();
        self.within.slots = first..(top - self.base) as u32;
        let order = names.inside.get(&code.item.id).into_iter().flatten();
        for inner in order.filter_map(|id| code.module.item(*id)) {
            // Such a one has been reported; what reads it finds an error.
            if matches!(inner.kind, ItemKind::Param(_) | ItemKind::Input(_)) {
                continue;
            }
            self.item(inner);
            self.locals.truncate(top);
        }
        let mut members = Vec::with_capacity(code.component.items.len());
        for inner in &code.component.items {
            match &inner.kind {
                ItemKind::Output(output) => {
                    let value = match self.filter(output.condition.as_ref()) {
                        (false, _) => Value::null(self.origin(output.name.span)),
                        (true, None) => self.expr(&output.value),
                        (true, Some(condition)) => {
                            let origin = self.origin(output.name.span);
                            let value =
                                self.under(&condition, true, |eval| eval.expr(&output.value));
                            self.make_if(condition, value, Value::null(origin), origin)
                        }
                    };
                    members.push((output.name.name.clone(), value));
                }
                ItemKind::Rule(rule) => self.rule(inner, rule),
                _ => {}
            }
            self.locals.truncate(top);
        }
        let inputs = code.component.params.iter().zip(self.base..);
        for (input, place) in inputs {
            let hidden = members.iter().any(|(name, _)| *name == input.name.name);
            if !hidden && let Some(value) = self.locals.get(place) {
                members.push((input.name.name.clone(), value.clone()));
            }
        }
        let (names, values): (Vec<Name>, Vec<Value>) = members.into_iter().unzip();
        // A name that is declared twice has been reported.
        ValueMap::from_keys(Keys::new(names), values).unwrap_or_default()
    }

    /// Binds what is given, and the defaults of what is not.
    fn bind_inputs(&mut self, code: Code<'a>, given: &Value) {
        let may_lack = |name: &Name| match code.module.unit.types.item(code.item.id) {
            Type::Component(ty) => ty.inputs.iter().any(|i| i.name == *name && i.optional),
            _ => false,
        };
        for input in &code.component.params {
            let name = &input.name.name;
            let value = match &given.kind {
                ValueKind::Map(map) => map.get(name).cloned(),
                ValueKind::Deferred(_) => {
                    self.over_branches(given, given.origin, &mut |_, branch| {
                        let value = branch.as_map().and_then(|map| map.get(name)).cloned();
                        value.unwrap_or(Value::null(branch.origin))
                    })
                }
                _ => None,
            };
            let value = match (value.filter(|v| !v.is_null()), &input.default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.expr(default),
                // What is missing has been reported.
                (None, None) if may_lack(name) => Value::null(given.origin),
                (None, None) => self.error(input.name.span),
            };
            self.locals.push(value);
        }
    }
}
