//! The items of the stack: each in its turn.

use super::ids::Namespace;
use super::lookup::is_table;
use super::resource::{Declared, What};
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    self, Condition, ConditionId, Deferred, MapId, MapLet, ResourceKind, Value, ValueKind,
};
use crate::syntax::ast::{Item, ItemId, ItemKind, Let};
use crate::types::{Literal, Type};

impl<'a> Eval<'a> {
    /// Runs a whole module: first what others read, in an order in which everything is there before
    /// it is read, then what nothing reads.
    pub fn module(&mut self) {
        let module = self.module;
        let order = module.unit.names.order.iter();
        for item in order.filter_map(|id| module.item(*id)) {
            self.item(item);
            self.locals.clear();
        }
        for item in &module.unit.module.items {
            match &item.kind {
                ItemKind::Output(output) => self.output(item, output),
                ItemKind::Rule(rule) => self.rule(item, rule),
                ItemKind::Stack(stack) => self.settings(&stack.body),
                _ => continue,
            }
            self.locals.clear();
        }
    }

    /// Evaluates the values of the imported modules, as far as the stack needs them. They are no
    /// parts of the stack: no condition and no mapping has their names.
    pub fn libraries(&mut self) {
        let stack = (self.module, self.scope);
        for (scope, module) in self.modules.iter().enumerate().skip(1) {
            (self.module, self.scope) = (module, scope);
            let needed = |id: &&ItemId| module.unit.reached.is_none_or(|all| all.contains(id));
            for id in module.unit.names.order.iter().filter(needed) {
                if let Some(item) = module.item(*id)
                    && let ItemKind::Let(value) = &item.kind
                {
                    let mut made = self.expr(&value.value);
                    if is_boolean(module.unit.types.item(*id)) && made.as_deferred().is_some() {
                        made = self.as_condition(made);
                    }
                    self.set_item(*id, made);
                }
                self.locals.clear();
            }
        }
        (self.module, self.scope) = stack;
    }

    /// An item that others may read. What is no value of the stack, or of an instance, is left
    /// alone.
    pub fn item(&mut self, item: &'a Item) {
        match &item.kind {
            ItemKind::Param(param) => self.param(item, param),
            ItemKind::Input(input) => self.input(item, input),
            ItemKind::Let(value) => self.top_let(item, value),
            ItemKind::Resource(resource) => self.resources(
                item,
                &Declared {
                    name: &resource.name,
                    what: What::Type(&resource.ty),
                    kind: ResourceKind::Managed,
                    loops: &resource.loops,
                    condition: resource.condition.as_ref(),
                    body: &resource.body,
                    with: resource.with.as_ref(),
                },
            ),
            ItemKind::Existing(existing) => self.resources(
                item,
                &Declared {
                    name: &existing.name,
                    what: What::Type(&existing.ty),
                    // Of a type of Terraform it is a data source.
                    kind: match existing.ty.base.contains("::") {
                        true => ResourceKind::Existing,
                        false => ResourceKind::Data,
                    },
                    loops: &[],
                    condition: None,
                    body: &existing.body,
                    with: None,
                },
            ),
            ItemKind::Data(data) => self.resources(
                item,
                &Declared {
                    name: &data.name,
                    what: What::Type(&data.ty),
                    kind: ResourceKind::Data,
                    loops: &data.loops,
                    condition: data.condition.as_ref(),
                    body: &data.body,
                    with: None,
                },
            ),
            ItemKind::Module(module) => self.resources(
                item,
                &Declared {
                    name: &module.name,
                    what: What::Module(&module.source),
                    kind: ResourceKind::Module,
                    loops: &module.loops,
                    condition: module.condition.as_ref(),
                    body: &module.body,
                    with: None,
                },
            ),
            _ => {}
        }
    }

    /// A `let` of the top level or of an instance: a deferred boolean becomes a condition of its name, a map may be looked
    /// up under its name.
    fn top_let(&mut self, item: &'a Item, value: &'a Let) {
        let name = &value.name;
        let mut made = self.expr(&value.value);
        let is_bool = is_boolean(self.module.unit.types.item(item.id));
        if is_bool && made.as_deferred().is_some() {
            made = self.as_condition(made);
        }
        let explicit = self.explicit_id(item);
        let id = self.id_of(&name.name, &[], explicit.as_ref());
        match &made.kind {
            ValueKind::Deferred(_) if is_bool => {
                self.take_id(Namespace::Condition, &id, &name.name, name.span);
                let condition = ConditionId(self.graph.conditions.len() as u32);
                self.graph.conditions.push(Condition {
                    name: name.name.clone(),
                    logical_id: id,
                    value: made,
                    origin: self.origin(name.span),
                });
                made = Value::deferred(Deferred::Condition(condition), self.origin(name.span));
            }
            ValueKind::Deferred(deferred) if explicit.is_none() => {
                self.graph.lets.push(graph::Let {
                    logical_id: id,
                    value: deferred.clone(),
                    origin: self.origin(name.span),
                });
            }
            ValueKind::Map(entries) if is_table(entries) || explicit.is_some() => {
                let always = explicit.is_some();
                let map = MapId(self.graph.maps.len() as u32);
                self.note_map(map, entries);
                if always {
                    self.take_id(Namespace::Mapping, &id, &name.name, name.span);
                }
                self.graph.maps.push(MapLet {
                    name: name.name.clone(),
                    logical_id: id,
                    value: made.clone(),
                    always,
                    origin: self.origin(name.span),
                });
            }
            // A condition, too, of which everything is known in this build.
            ValueKind::Bool(_) | ValueKind::Error => {}
            _ if explicit.is_some() => self.id_without_use(item, value),
            _ => {}
        }
        self.set_item(item.id, made);
    }

    /// `@id` before a `let` that nothing in a template is called by.
    fn id_without_use(&mut self, item: &'a Item, value: &'a Let) {
        let Some(id) = item.attribute("id") else {
            return;
        };
        let message = format!("`{}` gets no id", value.name.name);
        self.report_plain(
            Diagnostic::new(Code::AttributeMisplaced, id.name.span, message)
                .here("means nothing here")
                .label(value.value.span, "neither a condition nor a map")
                .help("remove it"),
        );
    }
}

fn is_boolean(ty: &Type) -> bool {
    let members = ty.members();
    !members.is_empty()
        && members
            .iter()
            .all(|m| matches!(m, Type::Bool | Type::Literal(Literal::Bool(_))))
}
