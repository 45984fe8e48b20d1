//! `@deferred` loops: one resource that the engine makes for each element.

use super::keys::shown_variable;
use super::resource::Declared;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, DeferredLoop, LoopId, Over, Value, ValueKind, logical_id};
use crate::syntax::ast::{ForClause, Item};
use crate::text::Name;
use crate::types::{Literal, Type, TypeKey};

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
            let Some(over) = self.runs_over(clause) else {
                return self.error(at);
            };
            let this = LoopId(self.graph.loops.len() as u32);
            let variable = self.loop_variable(&own, &shown_variable(clause).name);
            id = ecow::eco_format!("{id}${{{variable}}}");
            self.graph.loops.push(DeferredLoop {
                name: name.clone(),
                logical_id: own.clone(),
                variable,
                written: shown_variable(clause).name.clone(),
                collection,
                over,
                by: None,
                within: each,
                origin: self.origin(clause.span),
            });
            let key = Value::deferred(Deferred::EachKey(this), self.origin(clause.span));
            let value = Value::deferred(Deferred::EachValue(this), self.origin(clause.span));
            self.bind_pass(clause, key, value);
            if let Some(by) = &clause.by {
                let key = self.expr(by);
                if key.is_error() {
                    return self.error(at);
                }
                if let Some(each) = self.graph.loops.get_mut(this.0 as usize) {
                    each.by = Some(key);
                }
            }
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

    /// What a loop runs over, by its type. `None` where that has no position, which is asked for.
    fn runs_over(&mut self, clause: &ForClause) -> Option<Over> {
        let ty = self.module.unit.types.expr(clause.iterable.id);
        let over = match (self.over(ty), &clause.key) {
            // With two variables it is for a map.
            (Over::Unknown, Some(_)) => Over::Map,
            (over, _) => over,
        };
        let Some(position) = clause.key.as_ref().filter(|_| over != Over::Map) else {
            return Some(over);
        };
        let message = "a loop of the deployment over a list has no position";
        let element = &clause.value.name;
        self.report(
            Diagnostic::new(Code::PhaseDeferredLoop, position.span, message)
                .here("the place in the list")
                .label(clause.iterable.span, "a list")
                .help(format!(
                    "leave `{}` away: `for {element} in`",
                    position.name
                )),
        );
        None
    }

    fn over(&self, ty: &Type) -> Over {
        let mut all = None;
        for member in self.structures(ty) {
            let over = match member {
                Type::Null => continue,
                Type::Map(_) | Type::Record(_) => Over::Map,
                Type::List(list) => self.elements(&list.element),
                _ => Over::Unknown,
            };
            all = match all {
                Some(other) if other != over => Some(Over::Unknown),
                _ => Some(over),
            };
        }
        all.unwrap_or(Over::Unknown)
    }

    /// What a loop over a list of elements of this type runs over.
    fn elements(&self, element: &Type) -> Over {
        let mut all = Over::Texts;
        for member in self.structures(element) {
            match member {
                Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) | Type::Null => {}
                Type::Int(_) | Type::Number(_) | Type::Literal(_) => all = Over::Numbers,
                Type::Json | Type::Any | Type::Error | Type::Never => return Over::Unknown,
                _ => return Over::Others,
            }
        }
        all
    }

    /// The members of a type, with their structure.
    fn structures(&self, ty: &Type) -> Vec<Type> {
        let mut structures = Vec::new();
        for member in ty.members() {
            match member {
                Type::Named(key, node) => {
                    let expanded = self.program.schemas.expand(key, *node);
                    structures.extend_from_slice(expanded.members());
                }
                other => structures.push(other.clone()),
            }
        }
        structures
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
