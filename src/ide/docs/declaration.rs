//! A declaration of a program. In: the file and the item. Out: how it is declared, what its writer says of
//! it, and what it comes to in the program at hand. Never: who uses it.

use super::{code, paragraphs};
use crate::eval::shown;
use crate::ide::View;
use crate::ide::callee::{Callee, callee_of, one_line};
use crate::ide::phase::{Phase, phase};
use crate::resolve::DeclId;
use crate::syntax::ast::{Item, ItemKind};
use crate::types::{Type, show};

/// So many ids of a resource are listed.
const IDS: usize = 6;

pub fn declaration(view: &View, item: &Item) -> String {
    let doc = item.doc.as_ref().map_or("", |doc| doc.text.as_str());
    if let Some(callee) = callee_of(view, item) {
        let outputs = outputs(view, item);
        return paragraphs([callee_page(&callee), outputs]);
    }
    let ty = || show(view.types.item(item.id), view.catalogue());
    let mut facts = Vec::new();
    let header = match &item.kind {
        ItemKind::Param(param) => {
            facts.push("Known when deploying: chosen then.".to_owned());
            with_default(
                view,
                format!("param {}: {}", param.name.name, ty()),
                &param.default,
            )
        }
        ItemKind::Input(param) => {
            facts.push("Known now: chosen when compiling.".to_owned());
            facts.extend(value_of(view, item));
            with_default(
                view,
                format!("input {}: {}", param.name.name, ty()),
                &param.default,
            )
        }
        ItemKind::Let(one) => {
            let known = phase(view, &one.value);
            facts.extend(match &known {
                Phase::Now => value_of(view, item),
                Phase::Deploying(_) => Some(known.sentence()),
            });
            format!("let {}: {}", one.name.name, ty())
        }
        ItemKind::Type(alias) => {
            let written = one_line(view.slice(alias.ty.span));
            format!("type {} = {written}", alias.name.name)
        }
        ItemKind::Output(output) => {
            facts.push(phase(view, &output.value).sentence());
            let shown = show(view.types.expr(output.value.id), view.catalogue());
            format!("output {}: {shown}", output.name.name)
        }
        ItemKind::Resource(resource) => {
            facts.extend(made(view, item));
            format!("resource {}: {}", resource.name.name, ty())
        }
        ItemKind::Existing(existing) => format!("existing {}: {}", existing.name.name, ty()),
        ItemKind::Data(data) => format!("data {}: {}", data.name.name, ty()),
        ItemKind::Module(module) => {
            format!(
                "module {} from \"{}\"",
                module.name.name, module.source.value
            )
        }
        _ => String::new(),
    };
    if header.is_empty() {
        return doc.to_owned();
    }
    paragraphs([code(&header), doc.to_owned(), facts.join("  \n")])
}

/// A function or a component: how it is called, and what it is for.
pub fn callee_page(callee: &Callee) -> String {
    let word = match callee.is_component {
        true => "component ",
        false => "fn ",
    };
    let ways = callee.ways.iter();
    let ways: Vec<String> = ways
        .map(|way| format!("{word}{}", way.label(callee).0))
        .collect();
    paragraphs([code(&ways.join("\n")), callee.doc.clone()])
}

fn with_default(view: &View, header: String, default: &Option<crate::syntax::ast::Expr>) -> String {
    match default {
        Some(value) => format!("{header} = {}", one_line(view.slice(value.span))),
        None => header,
    }
}

/// What a component gives to the outside.
fn outputs(view: &View, item: &Item) -> String {
    let Type::Component(component) = view.types.item(item.id) else {
        return String::new();
    };
    let names = component.outputs.iter().map(|o| format!("`{}`", o.name));
    let names: Vec<String> = names.collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("Gives {}.", names.join(", ")),
    }
}

/// The value that is known of an item of the top level.
fn value_of(view: &View, item: &Item) -> Option<String> {
    let decl = DeclId {
        file: view.file,
        item: item.id,
    };
    let value = view.analysis.value(decl)?;
    let text = shown(view.analysis.graph(), &value);
    Some(format!("Known now: `{}`", text.replace('`', "'")))
}

/// What comes of a resource in the program: its ids, or how many there are.
fn made(view: &View, item: &Item) -> Option<String> {
    let name = item.kind.name()?;
    let graph = view.analysis.graph();
    let of_it = |at: crate::text::Span| at == name.span;
    let ids: Vec<&str> = graph
        .resources
        .iter()
        .filter(|resource| of_it(resource.origin.span))
        .map(|resource| resource.logical_id.as_str())
        .collect();
    let instances: Vec<usize> = graph
        .instances
        .iter()
        .filter(|instance| of_it(instance.origin.span))
        .map(|instance| instance.resources.len())
        .collect();
    if !instances.is_empty() {
        let resources: usize = instances.iter().sum();
        return Some(format!(
            "{}, which {} {}.",
            counted(instances.len(), "instance"),
            if instances.len() == 1 {
                "makes"
            } else {
                "make"
            },
            counted(resources, "resource")
        ));
    }
    let listed: Vec<String> = ids.iter().take(IDS).map(|id| format!("`{id}`")).collect();
    match ids.len() {
        0 => None,
        1 => Some(format!("Logical id: {}", listed.join(""))),
        count if count <= IDS => Some(format!("{count} passes: {}", listed.join(", "))),
        count => Some(format!("{count} passes: {}, ...", listed.join(", "))),
    }
}

fn counted(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}
