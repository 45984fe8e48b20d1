//! What becomes of the ids that come from a name. In: programs before and after a renaming. Out: the attribute
//! that keeps the ids, where one is needed. Never: an attribute without a look at the template that it gives.

use super::changes::FileChanges;
use super::subject::Subject;
use super::trial::{Trial, trials};
use crate::emit::Target;
use crate::graph::{logical_id, terraform_name};
use crate::ide::symbol::{Declarations, Symbol, symbol_at};
use crate::ide::{Change, View, Workspace};
use crate::session::Analysis;
use crate::syntax::ast::{ForClause, Item, ItemKind};
use crate::text::Span;
use crate::types::Type;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

/// What becomes of ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Identity {
    /// The templates are the same, or need nothing to be so.
    Same,
    /// With this further change in the file of the declaration, everything stays what it is.
    Kept { at: PathBuf, change: Change },
    /// Something gets another id, and no attribute keeps the one that it has.
    Lost,
}

/// What becomes of the ids that come from the name of something. `trials` are the programs with the new name.
pub fn identity(
    workspace: &mut Workspace,
    analysis: &Arc<Analysis>,
    subject: &Subject,
    programs: &[PathBuf],
    trials: &[Trial],
    files: &[FileChanges],
) -> Identity {
    let mut declarations = Declarations::new(analysis);
    let decl = match &subject.symbol {
        Symbol::Declared(decl) => *decl,
        _ => return Identity::Same,
    };
    let (Some(view), Some(item)) = (declarations.view(decl.file), declarations.item(decl)) else {
        return Identity::Same;
    };
    if item.attribute("id").is_some() || item.attribute("moved").is_some() {
        return Identity::Same;
    }
    let mut other = Vec::new();
    let mut unknown = Vec::new();
    for (program, trial) in programs.iter().zip(trials) {
        if trial.before.has_errors() {
            unknown.push((program.clone(), trial.before.target()));
        } else if trial.before.template() != trial.after.template() {
            other.push((program.clone(), trial.before.target()));
        }
    }
    // What cannot be built says nothing: then what is declared decides.
    let is_guess = other.is_empty();
    if is_guess {
        if unknown.len() < programs.len() || !gets_id(&view, item) {
            return Identity::Same;
        }
        // What the keys of a loop make is not known either.
        if !loops(item).is_empty() {
            return Identity::Lost;
        }
        other = unknown;
    }
    let home = PathBuf::from(&view.source.path);
    let is_cloudformation = |(_, target): &(PathBuf, Target)| *target == Target::CloudFormation;
    let formation: Vec<PathBuf> = (other.iter().filter(|one| is_cloudformation(one)))
        .map(|(program, _)| program.clone())
        .collect();
    let (checked, attributes) = match formation.is_empty() {
        false => (formation, vec![id(&view, item, Target::CloudFormation)]),
        true => {
            let all = other.into_iter().map(|(program, _)| program).collect();
            let own = vec![moved(&view, item), id(&view, item, Target::Terraform)];
            (all, own)
        }
    };
    for attribute in attributes.into_iter().flatten() {
        let change = before_item(&view, item, &attribute);
        if is_guess || keeps(workspace, &checked, files, &home, &change) {
            return Identity::Kept { at: home, change };
        }
    }
    Identity::Lost
}

/// What gives something with an id of its own the id that comes from its name, whatever it will be called: the
/// title and the change.
pub fn pin(view: &View, offset: u32) -> Option<(String, Change)> {
    let found = symbol_at(view, offset)?;
    let Symbol::Declared(decl) = found.symbol else {
        return None;
    };
    if view.is_template || decl.file != view.file {
        return None;
    }
    let item = Declarations::new(view.analysis).item(decl)?;
    let is_named = item.kind.name().is_some_and(|name| name.span == found.at);
    let is_free = item.attribute("id").is_none() && loops(item).is_empty();
    if !is_named || !is_free || !gets_id(view, item) {
        return None;
    }
    let attribute = id(view, item, view.analysis.target())?;
    let change = before_item(view, item, &attribute);
    Some((format!("keep the id under any name: `{attribute}`"), change))
}

/// Whether the name of an item is a part of ids.
fn gets_id(view: &View, item: &Item) -> bool {
    match item.kind {
        ItemKind::Param(_) | ItemKind::Resource(_) | ItemKind::Module(_) => true,
        // One of a component is read by the program alone.
        ItemKind::Output(_) => view.module.items.iter().any(|own| own.id == item.id),
        _ => false,
    }
}

fn loops(item: &Item) -> &[ForClause] {
    match &item.kind {
        ItemKind::Resource(resource) => &resource.loops,
        ItemKind::Data(data) => &data.loops,
        ItemKind::Module(module) => &module.loops,
        _ => &[],
    }
}

/// `@id("Queue")`, in a loop `@id("Queue${team}")`.
fn id(view: &View, item: &Item, target: Target) -> Option<String> {
    let name = item.kind.name()?;
    let (id, between) = match target {
        Target::CloudFormation => (logical_id([name.name.as_str()]), ""),
        Target::Terraform => (terraform_name([name.name.as_str()]), "_"),
    };
    Some(format!("@id(\"{id}{}\")", keys(view, item, between)))
}

/// `@moved("queue")`, of what Terraform can move.
fn moved(view: &View, item: &Item) -> Option<String> {
    if !matches!(item.kind, ItemKind::Resource(_) | ItemKind::Module(_)) {
        return None;
    }
    let name = terraform_name([item.kind.name()?.name.as_str()]);
    Some(format!("@moved(\"{name}{}\")", keys(view, item, "_")))
}

/// What the keys of loops add.
fn keys(view: &View, item: &Item, between: &str) -> String {
    let keys = loops(item).iter().map(|clause| {
        let by = clause.by.as_ref().map(|by| view.slice(by.span));
        let is_map = match view.types.expr(clause.iterable.id) {
            Type::List(_) => false,
            _ => clause.key.is_some(),
        };
        let key = clause.key.as_ref().filter(|_| is_map);
        let own = || key.map_or(clause.value.name.as_str(), |key| key.name.as_str());
        format!("{between}${{{}}}", by.unwrap_or_else(own))
    });
    keys.collect()
}

/// An attribute in front of an item, on a line of its own where the item has one.
fn before_item(view: &View, item: &Item, attribute: &str) -> Change {
    let text = view.text();
    let start = match (item.attributes.first(), &item.doc) {
        (Some(first), _) => first.span.start as usize,
        (None, Some(doc)) => {
            let behind = text.get(doc.span.end as usize..).unwrap_or_default();
            doc.span.end as usize + (behind.len() - behind.trim_start().len())
        }
        (None, None) => item.span.start as usize,
    };
    let before = text.get(..start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let indent = before.get(line..).unwrap_or_default();
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let text = match indent.trim().is_empty() {
        true => format!("{attribute}{end}{indent}"),
        false => format!("{attribute} "),
    };
    let at = Span::new(view.file, start, start);
    Change { at, text }
}

/// Whether a further change keeps what is there in all of these programs.
fn keeps(
    workspace: &mut Workspace,
    programs: &[PathBuf],
    files: &[FileChanges],
    home: &PathBuf,
    change: &Change,
) -> bool {
    let mut files = files.to_vec();
    for file in files.iter_mut().filter(|file| file.path == *home) {
        file.changes.push(change.clone());
        file.changes.sort_by_key(|change| change.at.start);
    }
    let trials = trials(workspace, programs, &files);
    let mut all = trials.iter();
    all.all(|trial| {
        let (before, after) = (trial.before.template(), trial.after.template());
        !trial.after.has_errors() && (before == after || is_moved(before, after))
    })
}

/// Whether what a configuration of Terraform no longer has was moved.
fn is_moved(before: &[u8], after: &[u8]) -> bool {
    let read = |bytes| serde_json::from_slice::<Value>(bytes).ok();
    let (Some(before), Some(after)) = (read(before), read(after)) else {
        return false;
    };
    let moved = after.get("moved").and_then(Value::as_array);
    let Some(moved) = moved else {
        return false;
    };
    let from = moved.iter().filter_map(|one| one.get("from")?.as_str());
    let from: BTreeSet<&str> = from.collect();
    let there = addresses(&after);
    let mut gone = addresses(&before)
        .into_iter()
        .filter(|one| !there.contains(one));
    gone.all(|one| from.contains(one.as_str()))
}

/// The addresses of all that a configuration of Terraform makes.
fn addresses(template: &Value) -> BTreeSet<String> {
    let entries = |value: Option<&Value>| value.and_then(Value::as_object).cloned();
    let mut addresses = BTreeSet::new();
    for (ty, all) in entries(template.get("resource")).into_iter().flatten() {
        for (name, _) in entries(Some(&all)).into_iter().flatten() {
            addresses.insert(format!("{ty}.{name}"));
        }
    }
    for (name, _) in entries(template.get("module")).into_iter().flatten() {
        addresses.insert(format!("module.{name}"));
    }
    addresses
}
