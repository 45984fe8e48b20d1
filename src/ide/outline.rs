//! What a file is made of, as a table of contents. In: a file. Out: its parts, each with those inside. Never:
//! what a part means; one that is broken is there too, if its name can be read.

use super::View;
use crate::syntax::ast::{
    Component, Expr, ExprKind, Ident, Item, ItemKind, Key, Module, RecordEntry,
};
use crate::template::{Entry, Node, Template};
use crate::text::{Source, Span};

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub name: String,
    /// What is shown beside the name: a type, as it is written.
    pub detail: Option<String>,
    pub kind: Kind,
    pub whole: Span,
    /// Its name, or what stands for one.
    pub at: Span,
    pub inside: Vec<Part>,
    pub is_deprecated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Param,
    Input,
    Let,
    Type,
    Fn,
    Component,
    Resource,
    Existing,
    Data,
    Output,
    Module,
    Stack,
    Rule,
    Policy,
    Test,
    /// A key of a record, or a property.
    Key,
    /// A section of a template.
    Section,
    /// Something in a section that is no resource.
    Entry,
    /// What could not be read.
    Broken,
}

/// The parts of a file, in the order of the text.
pub fn outline(view: &View) -> Vec<Part> {
    match view.template {
        Some(template) => sections(template),
        None => parts(view.module, view.source),
    }
}

/// The parts of a program.
pub fn parts(module: &Module, source: &Source) -> Vec<Part> {
    let items = module.items.iter();
    items.filter_map(|item| part(item, source)).collect()
}

fn part(item: &Item, source: &Source) -> Option<Part> {
    let slice = |at: Span| source.text.get(at.range()).map(one_line);
    let (kind, detail, inside) = match &item.kind {
        ItemKind::Import(_) => return None,
        ItemKind::Param(param) => (
            Kind::Param,
            param.ty.as_ref().and_then(|ty| slice(ty.span)),
            Vec::new(),
        ),
        ItemKind::Input(param) => (
            Kind::Input,
            param.ty.as_ref().and_then(|ty| slice(ty.span)),
            keys(param.default.as_ref()),
        ),
        ItemKind::Let(one) => (
            Kind::Let,
            one.ty.as_ref().and_then(|ty| slice(ty.span)),
            keys(Some(&one.value)),
        ),
        ItemKind::Type(alias) => (Kind::Type, None, fields(&alias.ty)),
        ItemKind::Fn(function) => (
            Kind::Fn,
            function.result.as_ref().and_then(|ty| slice(ty.span)),
            Vec::new(),
        ),
        ItemKind::Component(component) => (Kind::Component, None, members(component, source)),
        ItemKind::Resource(resource) => (
            Kind::Resource,
            slice(resource.ty.span),
            keys(Some(&resource.body)),
        ),
        ItemKind::Existing(existing) => (
            Kind::Existing,
            slice(existing.ty.span),
            keys(Some(&existing.body)),
        ),
        ItemKind::Data(data) => (Kind::Data, slice(data.ty.span), keys(Some(&data.body))),
        ItemKind::Output(output) => (
            Kind::Output,
            output.ty.as_ref().and_then(|ty| slice(ty.span)),
            Vec::new(),
        ),
        ItemKind::Module(module) => (
            Kind::Module,
            slice(module.source.span),
            keys(Some(&module.body)),
        ),
        ItemKind::Stack(stack) => (Kind::Stack, None, keys(Some(&stack.body))),
        ItemKind::Rule(_) => (Kind::Rule, None, Vec::new()),
        ItemKind::Policy(policy) => (Kind::Policy, slice(policy.ty.span), Vec::new()),
        ItemKind::Test(_) => (Kind::Test, None, Vec::new()),
        ItemKind::Error { name } => {
            name.as_ref()?;
            (Kind::Broken, None, Vec::new())
        }
    };
    let (name, at) = match &item.kind {
        ItemKind::Stack(_) => ("stack".to_owned(), item.span),
        ItemKind::Rule(rule) => (rule.title.value.to_string(), rule.title.span),
        ItemKind::Policy(policy) => (policy.title.value.to_string(), policy.title.span),
        ItemKind::Test(test) => (test.title.value.to_string(), test.title.span),
        kind => {
            let name = kind.name().filter(|name| !name.name.is_empty())?;
            (name.name.to_string(), name.span)
        }
    };
    Some(Part {
        // Editors refuse a part without a name.
        name: match name.trim().is_empty() {
            true => "\"\"".to_owned(),
            false => name,
        },
        detail,
        kind,
        // A title that nothing closes may go on behind what was read.
        whole: item.span.to(at),
        at,
        inside,
        is_deprecated: item.attribute("deprecated").is_some(),
    })
}

fn members(component: &Component, source: &Source) -> Vec<Part> {
    let inputs = component.params.iter().map(|param| {
        let ty = param.ty.as_ref().map(|ty| ty.span);
        let end = param.default.as_ref().map(|value| value.span).or(ty);
        let detail = ty.and_then(|ty| source.text.get(ty.range()));
        leaf(
            &param.name,
            Kind::Input,
            end.unwrap_or(param.name.span),
            detail,
        )
    });
    let inputs = inputs.filter(|part| !part.name.is_empty());
    let items = component.items.iter().filter_map(|item| part(item, source));
    inputs.chain(items).collect()
}

/// The keys of a record that is written out.
fn keys(value: Option<&Expr>) -> Vec<Part> {
    let Some(ExprKind::Record(entries)) = value.map(|value| &value.kind) else {
        return Vec::new();
    };
    let named = entries.iter().filter_map(|entry| match entry {
        RecordEntry::Field {
            key: Key::Name(name),
            value,
        } if !name.name.trim().is_empty() => Some(leaf(name, Kind::Key, value.span, None)),
        _ => None,
    });
    named.collect()
}

fn fields(ty: &crate::syntax::ast::TypeExpr) -> Vec<Part> {
    let crate::syntax::ast::TypeExprKind::Record(fields) = &ty.kind else {
        return Vec::new();
    };
    let named = fields.iter().filter(|field| !field.name.name.is_empty());
    named
        .map(|field| leaf(&field.name, Kind::Key, field.ty.span, None))
        .collect()
}

fn leaf(name: &Ident, kind: Kind, end: Span, detail: Option<&str>) -> Part {
    Part {
        name: name.name.to_string(),
        detail: detail.map(one_line),
        kind,
        whole: name.span.to(end),
        at: name.span,
        inside: Vec::new(),
        is_deprecated: false,
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sections of a template that hold something of a name, and that.
fn sections(template: &Template) -> Vec<Part> {
    let sections = template.root.as_map().unwrap_or(&[]).iter();
    let parts = sections.map(|section| {
        let is_resources = section.key == "Resources";
        let entries = section.value.as_map().unwrap_or(&[]).iter();
        let inside = entries.map(|entry| {
            let detail = entry.value.get("Type").and_then(Node::as_text);
            let kind = match is_resources {
                true => Kind::Resource,
                false => Kind::Entry,
            };
            section_part(entry, kind, detail.map(|detail| detail.to_string()))
        });
        Part {
            inside: inside.filter(|part| !part.name.trim().is_empty()).collect(),
            ..section_part(section, Kind::Section, None)
        }
    });
    parts.filter(|part| !part.name.trim().is_empty()).collect()
}

fn section_part(entry: &Entry, kind: Kind, detail: Option<String>) -> Part {
    // What an alias brings in stands elsewhere.
    let value = entry.value.span;
    let whole = match value.start >= entry.key_span.start {
        true => entry.key_span.to(value),
        false => entry.key_span,
    };
    Part {
        name: entry.key.to_string(),
        detail,
        kind,
        whole,
        at: entry.key_span,
        inside: Vec::new(),
        is_deprecated: false,
    }
}
