//! The names of resource types, and of components. In: the letters that were typed, and a catalogue. Out: those
//! that fit, with their braces where none follow. Never: a schema, but those of the first few types.

use super::cursor::Cursor;
use super::item::{Completion, Completions, Kind, MOST, Subject};
use super::snippets;
use crate::ide::docs::{code, paragraphs};
use crate::ide::fuzzy::score;
use crate::schema::{Catalogue, provider};
use crate::syntax::ast::{FnParam, Item, ItemKind};
use crate::types::{Schemas, Type};

/// Of so many types the properties that must be set are looked up.
const FILLED: usize = 5;

/// What is made of the types.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A resource, with all that must be set.
    Made,
    /// One that is there already.
    Existing,
    /// A data source.
    Read,
    /// The name alone.
    Named,
}

/// Types of CloudFormation, and those of Terraform's once their name is begun.
pub fn types(catalogue: &Catalogue, cursor: &Cursor, of: Use, list: &mut Completions) {
    let word = cursor.word();
    let has_body = cursor.has_body() || of == Use::Named;
    let mut filled = 0;
    for (score, name) in found(catalogue, word, of, list) {
        let shown = provider::data_name(name).unwrap_or(name);
        let item = Completion::new(shown, Kind::ResourceType, rank_of(score))
            .filter(word)
            .subject(Subject::Type(name.into()));
        if has_body {
            list.push(item);
            continue;
        }
        let is_filled = of != Use::Existing && filled < FILLED && list.takes_snippets();
        filled += usize::from(is_filled);
        let key = catalogue.find(name).filter(|_| is_filled);
        let root = key.and_then(|key| Some(Type::Named(key.clone(), catalogue.properties(&key)?)));
        let body = match root {
            Some(root) => snippets::body(catalogue, &root),
            None => "{ $0 }".to_owned(),
        };
        list.push(item.snippet(format!("{shown} {body}")));
    }
}

/// The better the match, the lower the rank.
pub fn rank_of(score: i32) -> u32 {
    u32::try_from(100_000 - score).unwrap_or_default()
}

/// The types that fit, the best first.
fn found<'a>(
    catalogue: &'a Catalogue,
    word: &str,
    of: Use,
    list: &mut Completions,
) -> Vec<(i32, &'a str)> {
    let is_wanted = |name: &&str| {
        let is_data = provider::data_name(name).is_some();
        provider::configured(name).is_none() && is_data == (of == Use::Read)
    };
    let of_terraform = word.contains('_') || of == Use::Read;
    let of_terraform = of_terraform.then(|| catalogue.provider_types());
    let names = catalogue.names().chain(of_terraform.into_iter().flatten());
    let scored = names.filter(is_wanted).filter_map(|name| {
        let shown = provider::data_name(name).unwrap_or(name);
        Some((score(word, shown)?, name))
    });
    let mut scored: Vec<(i32, &str)> = scored.collect();
    scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    // What fits best changes with every letter, so the client is told to ask again.
    list.incomplete = true;
    scored.truncate(MOST);
    scored
}

/// A component of the program, under its name here.
pub fn component(name: &str, item: &Item, cursor: &Cursor, list: &mut Completions) {
    let ItemKind::Component(component) = &item.kind else {
        return;
    };
    let word = cursor.word();
    let Some(score) = score(word, name).filter(|_| !list.has(name)) else {
        return;
    };
    let doc = item.doc.as_ref().map_or("", |doc| doc.text.as_str());
    let page = paragraphs([code(&format!("component {name}")), doc.to_owned()]);
    // What the program itself declares is meant more often than what only looks like it.
    let found = Completion::new(name, Kind::Component, rank_of(score + 640))
        .detail("component")
        .filter(word)
        .page(page);
    list.push(match cursor.has_body() {
        true => found,
        false => found.snippet(format!("{name} {}", braces(&component.params))),
    });
}

/// Braces with all that must be given.
pub fn braces(params: &[FnParam]) -> String {
    let required = params.iter().filter(|param| param.default.is_none());
    let lines = (1..).zip(required);
    let lines = lines.map(|(at, param)| format!("  {}: ${at}\n", param.name.name));
    let lines: String = lines.collect();
    match lines.is_empty() {
        true => "{ $0 }".to_owned(),
        false => format!("{{\n{lines}}}"),
    }
}
