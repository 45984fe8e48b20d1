//! The emitter itself: resources with their bodies. In: a graph, its plan, the catalogue and a writer. Out:
//! events. Never: the disk.

use super::blocks;
use super::expression::{Binding, Nulls, Printer, has_choice_of_null};
use super::literal;
use super::loops;
use super::nulls::may_be_null;
use super::place::{Bodies, Place};
use super::plan::Plan;
use crate::emit::writer::Writer;
use crate::graph::{Deferred, DeferredRef, Graph, Resource, ResourceId, Value, ValueKind};
use crate::schema::Catalogue;

/// Writes one configuration, or a part of it.
pub struct Emitter<'a, W> {
    pub graph: &'a Graph,
    pub plan: &'a Plan,
    pub catalogue: &'a Catalogue,
    pub out: W,
    /// Its text is room for one expression, kept for the next one.
    pub printer: Printer<'a>,
    pub bodies: Bodies<'a>,
}

impl<'a, W: Writer> Emitter<'a, W> {
    pub fn new(
        graph: &'a Graph,
        plan: &'a Plan,
        catalogue: &'a Catalogue,
        out: W,
    ) -> Emitter<'a, W> {
        Emitter {
            graph,
            plan,
            catalogue,
            out,
            printer: Printer {
                graph,
                plan,
                catalogue,
                text: String::new(),
                passes: Vec::new(),
                whole: false,
                inlines: false,
                nulls: Nulls::default(),
            },
            bodies: Bodies::default(),
        }
    }

    /// A resource under its name.
    pub fn resource(&mut self, id: ResourceId) {
        let resource = self.graph.resource(id);
        self.out.key(self.plan.name(id));
        self.out.at(resource.origin);
        self.out.open_map();
        self.meta_arguments(resource);
        let root = Place::root(self.catalogue.schema(&resource.ty));
        match &resource.properties.kind {
            ValueKind::Map(properties) => self.body(properties, root),
            _ => {
                if let Some(properties) = blocks::body(&resource.properties) {
                    self.body(&properties, root);
                }
            }
        }
        self.lifecycle(resource);
        self.out.close_map();
        self.printer.passes.clear();
    }

    /// What a resource says about itself beside its properties.
    fn meta_arguments(&mut self, resource: &Resource) {
        if resource.each.is_some() {
            self.out.key("for_each");
            self.out.at(resource.origin);
            self.expression(|printer| printer.for_each(resource));
            self.printer.passes = loops::passes(self.graph, self.catalogue, resource);
        } else if let Some(condition) = &resource.condition {
            self.out.key("count");
            self.out.at(condition.origin);
            self.expression(|printer| {
                printer.bound(condition, Place::UNKNOWN, Binding::Or);
                printer.text.push_str(" ? 1 : 0");
            });
        }
        self.provider(resource);
        let waits = resource.options.as_ref().map(|o| o.depends_on.as_slice());
        if let Some(waits @ [_, ..]) = waits {
            self.out.key("depends_on");
            self.out.open_list();
            for (id, origin) in waits {
                self.out.item();
                self.out.at(*origin);
                self.printer.text.clear();
                self.printer.address(*id);
                self.out.text(&self.printer.text);
            }
            self.out.close_list();
        }
    }

    /// A value that is there, as JSON where it is known.
    pub fn value(&mut self, value: &Value, place: Place) {
        self.out.at(value.origin);
        match &value.kind {
            ValueKind::Null | ValueKind::Error | ValueKind::Instance(..) => self.out.null(),
            ValueKind::Bool(value) => self.out.bool(*value),
            ValueKind::Int(value) => self.out.int(*value),
            ValueKind::Number(value) => self.out.number(*value),
            ValueKind::Text(text) => self.template(text),
            ValueKind::List(items) => {
                let nulls = |item: &Value| !item.is_null() && may_be_null(self.graph, item);
                if items.iter().any(nulls) {
                    return self.expression(|printer| printer.value(value, place));
                }
                self.out.open_list();
                let items = items.iter().filter(|item| !item.is_null());
                for (number, item) in items.enumerate() {
                    self.out.item();
                    self.value(item, place.element(number));
                }
                self.out.close_list();
            }
            ValueKind::Map(map) => {
                if place.is_map() && has_choice_of_null(self.graph, map) {
                    return self.expression(|printer| printer.value(value, place));
                }
                self.out.open_map();
                for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
                    self.key_template(key);
                    self.value(value, place.property(key));
                }
                for key in place.missing(map) {
                    self.key_template(key);
                    self.out.null();
                }
                self.out.close_map();
            }
            ValueKind::Deferred(deferred) => match &**deferred {
                Deferred::Concat(parts) if parts.len() > 1 => self.concat(deferred, parts),
                Deferred::Raw(raw) => self.raw(raw),
                _ => self.expression(|printer| printer.value(value, place)),
            },
            ValueKind::Resource(..) => self.expression(|printer| printer.value(value, place)),
        }
    }

    /// `"${...}"`
    pub fn expression(&mut self, write: impl FnOnce(&mut Printer<'a>)) {
        self.printer.text.clear();
        self.printer.text.push_str("${");
        write(&mut self.printer);
        self.printer.text.push('}');
        self.out.text(&self.printer.text);
    }

    /// A text that has no expressions in it.
    pub fn template(&mut self, text: &str) {
        self.out.open_text();
        literal::template(text, &mut self.out);
        self.out.close_text();
    }

    /// The keys of objects are templates too.
    fn key_template(&mut self, key: &str) {
        match key.contains('{') {
            false => self.out.key(key),
            true => {
                let key = key.replace("${", "$${").replace("%{", "%%{");
                self.out.key(&key);
            }
        }
    }

    /// A text with expressions in it.
    fn concat(&mut self, deferred: &DeferredRef, parts: &[Value]) {
        if let Some(name) = self.printer.local(deferred) {
            return self.expression(|printer| printer.push(&["local.", name]));
        }
        self.out.open_text();
        for (number, part) in parts.iter().enumerate() {
            match &part.kind {
                ValueKind::Text(text) if number + 1 < parts.len() => {
                    let (text, dollars) = literal::before_expression(text);
                    literal::template(text, &mut self.out);
                    if !dollars.is_empty() {
                        self.out.part("${\"");
                        self.out.part(dollars);
                        self.out.part("\"}");
                    }
                }
                ValueKind::Text(text) => literal::template(text, &mut self.out),
                _ => {
                    self.printer.text.clear();
                    self.printer.value(part, Place::UNKNOWN);
                    self.out.part("${");
                    self.out.part(&self.printer.text);
                    self.out.part("}");
                }
            }
        }
        self.out.close_text();
    }

    /// What the user wrote as it is to stand in the configuration.
    fn raw(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::Text(text) => self.out.text(text),
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
                for (key, value) in map.iter() {
                    self.out.key(key);
                    self.raw(value);
                }
                self.out.close_map();
            }
            _ => self.value(value, Place::UNKNOWN),
        }
    }
}
