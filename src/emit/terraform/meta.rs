//! What the attributes of a resource say to Terraform: its provider, how it lives, what it was called, and
//! what it stands for. In: resources of a plan. Out: events. Never: a property.

use super::loops::passes;
use super::names;
use super::place::Place;
use super::plan::Planner;
use super::problem::ProblemKind;
use super::providers::{of_module, of_resource};
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{
    Graph, Presence, Resource, ResourceId, ResourceKind, Value, ValueKind, is_same_expression,
};
use crate::text::Name;

impl Planner<'_> {
    /// Whether what each `@moved` names can be an address.
    pub fn moves(&mut self) {
        let graph = self.graph;
        for (resource, name) in graph.resources.iter().zip(self.plan.names.clone()) {
            let moved = resource.options.as_ref().and_then(|o| o.moved.as_ref());
            let Some((moved, old)) = moved.and_then(|moved| Some((moved, moved.as_text()?))) else {
                continue;
            };
            self.subject = Some(resource.origin.span);
            if !names::is_valid(old) {
                self.report(ProblemKind::Moved(old.clone()), moved.origin);
            } else if former(graph, resource, old) == addressed(resource, &name) {
                self.report(ProblemKind::MovedNowhere(old.clone()), moved.origin);
            }
        }
        self.subject = None;
    }

    /// Whether all that replaces a resource is there: Terraform gives up where it finds none of a whole
    /// resource's instances.
    pub fn triggers(&mut self) {
        let graph = self.graph;
        for resource in &graph.resources {
            let Some(triggers) = entry(resource, "replace_triggered_by") else {
                continue;
            };
            self.subject = Some(resource.origin.span);
            for trigger in triggers.as_list().unwrap_or_default() {
                // What is named by the pass at hand, or with `!`, is there.
                let ValueKind::Resource(id, Presence::Guarded) = trigger.kind else {
                    continue;
                };
                let other = graph.resource(id);
                let is_there = match (&other.condition, &resource.condition) {
                    (None, _) => true,
                    (Some(other), Some(own)) => is_same_expression(other, own),
                    (Some(_), None) => false,
                };
                if !is_there || (other.each.is_some() && other.each != resource.each) {
                    self.report(ProblemKind::Trigger(other.name.clone()), trigger.origin);
                }
            }
        }
        self.subject = None;
    }
}

impl<W: Writer> Emitter<'_, W> {
    /// `provider`, or `providers` of a module.
    pub fn provider(&mut self, resource: &Resource) {
        let asked = resource.options.as_ref().and_then(|o| o.provider.as_ref());
        let plan = self.plan;
        if resource.kind == ResourceKind::Module {
            let Some(asked) = asked else { return };
            let found = of_module(asked).into_iter().filter_map(|(called, asked)| {
                let (name, whole) = plan.configured.choose_any(asked.as_text()?)?;
                Some((called_by_module(called, asked, name), whole))
            });
            let found: Vec<(Name, Name)> = found.collect();
            self.out.key("providers");
            self.out.open_map();
            for (called, whole) in found {
                self.out.key(&called);
                self.out.text(&whole);
            }
            self.out.close_map();
        } else if let Some(name) = of_resource(&plan.configured, self.catalogue, resource) {
            self.out.key("provider");
            self.out
                .at(asked.map_or(resource.origin, |asked| asked.origin));
            self.out.text(&name);
        }
    }

    /// `lifecycle`.
    pub fn lifecycle(&mut self, resource: &Resource) {
        let lifecycle = resource.options.as_ref().and_then(|o| o.lifecycle.as_ref());
        let entries = lifecycle.and_then(Value::as_map);
        let Some(entries) = entries.filter(|entries| !entries.is_empty()) else {
            return;
        };
        self.out.key("lifecycle");
        self.out.open_map();
        for (name, entry) in entries.iter() {
            self.out.key(name);
            match name.as_str() {
                "ignore_changes" => self.names(entry),
                "replace_triggered_by" => self.triggers(entry),
                _ => self.blocks(entry, Place::UNKNOWN),
            }
        }
        self.out.close_map();
    }

    /// Names of properties, which are no values.
    fn names(&mut self, value: &Value) {
        self.out.at(value.origin);
        match &value.kind {
            ValueKind::Text(name) => self.out.text(name),
            ValueKind::List(items) => {
                self.out.open_list();
                for item in items.iter() {
                    self.out.item();
                    self.names(item);
                }
                self.out.close_list();
            }
            _ => self.out.null(),
        }
    }

    /// Resources and what is read of them, without `${}` around.
    fn triggers(&mut self, triggers: &Value) {
        self.out.open_list();
        for trigger in triggers.as_list().unwrap_or_default() {
            self.out.item();
            self.out.at(trigger.origin);
            self.printer.text.clear();
            match &trigger.kind {
                ValueKind::Resource(id, Presence::Assumed) => self.printer.attribute(*id, &[]),
                ValueKind::Resource(id, Presence::Guarded) => self.printer.address(*id),
                _ => self.printer.value(trigger, Place::UNKNOWN),
            }
            self.out.text(&self.printer.text);
        }
        self.out.close_list();
    }
}

/// What `@lifecycle` says of one thing.
fn entry<'a>(resource: &'a Resource, name: &str) -> Option<&'a Value> {
    let lifecycle = resource.options.as_ref()?.lifecycle.as_ref()?;
    lifecycle.as_map()?.get(name)
}

/// The section `moved`.
pub fn moved<W: Writer>(emitter: &mut Emitter<W>) {
    let moved = each(emitter, |resource| {
        resource.options.as_ref()?.moved.as_ref()
    });
    if moved.is_empty() {
        return;
    }
    emitter.out.key("moved");
    emitter.out.open_list();
    for (id, from) in moved {
        let Some(old) = from.as_text() else { continue };
        emitter.out.item();
        emitter.out.open_map();
        emitter.out.key("from");
        emitter.out.at(from.origin);
        let resource = emitter.graph.resource(id);
        emitter.out.text(&former(emitter.graph, resource, old));
        emitter.out.key("to");
        emitter.address(id, "");
        emitter.out.close_map();
    }
    emitter.out.close_list();
}

/// The section `import`.
pub fn import<W: Writer>(emitter: &mut Emitter<W>) {
    let imports = each(emitter, |resource| {
        resource.options.as_ref()?.import.as_ref()
    });
    if imports.is_empty() {
        return;
    }
    emitter.out.key("import");
    emitter.out.open_list();
    for (id, from) in imports {
        let resource = emitter.graph.resource(id);
        emitter.out.item();
        emitter.out.at(from.origin);
        emitter.out.open_map();
        let pass = match (&resource.condition, resource.each) {
            (_, Some(_)) => {
                emitter.out.key("for_each");
                emitter.expression(|printer| printer.for_each(resource));
                emitter.printer.passes = passes(emitter.graph, emitter.catalogue, resource);
                "[each.key]"
            }
            // Where the resource is not made, there is nothing that could stand for it.
            (Some(condition), None) => {
                emitter.out.key("for_each");
                emitter.expression(|printer| {
                    let around = super::expression::Binding::Or;
                    printer.bound(condition, Place::UNKNOWN, around);
                    printer.text.push_str(" ? toset([\"0\"]) : toset([])");
                });
                "[0]"
            }
            (None, None) => "",
        };
        emitter.out.key("to");
        emitter.address(id, pass);
        emitter.out.key("id");
        emitter.value(from, Place::UNKNOWN);
        if let Some(name) = of_resource(&emitter.plan.configured, emitter.catalogue, resource) {
            emitter.out.key("provider");
            emitter.out.text(&name);
        }
        emitter.out.close_map();
        emitter.printer.passes.clear();
    }
    emitter.out.close_list();
}

/// The resources of which something is said, in the order of the configuration.
fn each<'a, W: Writer>(
    emitter: &Emitter<'a, W>,
    said: impl Fn(&'a Resource) -> Option<&'a Value>,
) -> Vec<(ResourceId, &'a Value)> {
    let (graph, plan) = (emitter.graph, emitter.plan);
    let all = plan.groups.iter().flat_map(|group| &group.resources);
    all.filter_map(|id| Some((*id, said(graph.resource(*id))?)))
        .collect()
}

/// The address that a resource had, by its former name or as it is.
fn former(graph: &Graph, resource: &Resource, old: &Name) -> Name {
    match names::is_address(old) {
        true => old.clone(),
        false => addressed(resource, &names::explicit(graph, resource, old)),
    }
}

/// The address of a resource by its name.
fn addressed(resource: &Resource, name: &Name) -> Name {
    match names::section(resource) {
        ("module", _) => ecow::eco_format!("module.{name}"),
        (_, ty) => ecow::eco_format!("{ty}.{name}"),
    }
}

/// `aws` of the configuration `aws.us`; `aws.source` where the module calls it `source`.
fn called_by_module(called: Option<&Name>, asked: &Value, provider: Name) -> Name {
    match called {
        Some(called) if Some(called) != asked.as_text() && *called != provider => {
            ecow::eco_format!("{provider}.{called}")
        }
        _ => provider,
    }
}

impl<W: Writer> Emitter<'_, W> {
    /// A resource's address as a text.
    fn address(&mut self, id: ResourceId, pass: &str) {
        self.printer.text.clear();
        self.printer.address(id);
        self.printer.text.push_str(pass);
        self.out.text(&self.printer.text);
    }
}
