//! `@deferred` loops: one resource that the engine makes for each element.

use super::keys::shown_variable;
use super::resource::Declared;
use super::state::Eval;
use crate::graph::{Deferred, DeferredLoop, LoopId, Value, ValueKind, logical_id};
use crate::syntax::ast::Item;
use crate::text::Name;
use crate::types::TypeKey;

impl<'a> Eval<'a> {
    /// `@deferred`: one resource that the engine makes for each element.
    pub fn deferred_loop(
        &mut self,
        item: &'a Item,
        declared: &Declared<'a>,
        ty: &TypeKey,
    ) -> Value {
        let name = &declared.name.name;
        let at = declared.name.span;
        let mut each = None;
        let mut id = self.id_of(name, &[], None);
        let own = id.clone();
        for clause in declared.loops {
            let collection = self.expr(&clause.iterable);
            if collection.is_error() {
                return self.error(at);
            }
            let this = LoopId(self.graph.loops.len() as u32);
            let variable = self.loop_variable(&own, &shown_variable(clause).name);
            id = ecow::eco_format!("{id}${{{variable}}}");
            self.graph.loops.push(DeferredLoop {
                name: name.clone(),
                logical_id: own.clone(),
                variable,
                written: shown_variable(clause).name.clone(),
                collection,
                within: each,
                origin: self.origin(clause.span),
            });
            let key = Value::deferred(Deferred::EachKey(this), self.origin(clause.span));
            let value = Value::deferred(Deferred::EachValue(this), self.origin(clause.span));
            self.bind_pass(clause, key, value);
            each = Some(this);
        }
        let (made, condition) = self.filter(declared.condition);
        if !made {
            return self.value(ValueKind::Null, at);
        }
        let mut resource = self.evaluated(item, declared, ty, id, None, condition);
        resource.each = each;
        self.change(&mut resource, &[]);
        self.add(resource, declared)
    }

    /// The loop's variable as the engine spells it. It shares its namespace with params, and has the
    /// name of its resource where it alone would not do: inside of an instance always, so that what
    /// else there is changes nothing.
    fn loop_variable(&mut self, resource: &Name, variable: &Name) -> Name {
        let short = logical_id([variable.as_str()]);
        let mut name = match self.within.instance {
            Some(_) => ecow::eco_format!("{resource}{short}"),
            None => short.clone(),
        };
        if self.is_loop_variable(&name) {
            name = ecow::eco_format!("{resource}{short}");
        }
        while self.is_loop_variable(&name) {
            name.push_str(&short);
        }
        self.loop_variables.insert(name.clone());
        name
    }

    fn is_loop_variable(&self, name: &Name) -> bool {
        let mut params = self.graph.params.iter();
        self.loop_variables.contains(name) || params.any(|p| p.logical_id == *name)
    }
}
