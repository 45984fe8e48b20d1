//! Imports in order. In: a view. Out: the edits that take out what nothing reads, put the names of one file together, and
//! sort both. Never: an import that is not of the first group, or one with mistakes.

use super::proof::applied;
use super::scene::edit;
use crate::diag::{Code, Edit};
use crate::ide::View;
use crate::syntax::ast::{ImportNames, Item, ItemKind};
use crate::text::Span;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Where a file stands in the order, and its path as it is written.
type Place<'a> = (bool, &'a str);

/// A name and the one that it gets here.
type Listed<'a> = (&'a str, Option<&'a str>);

/// The edits that make it so; none where it is.
pub fn organize(view: &View) -> Vec<Edit> {
    let items = &view.module.items;
    let imports = items
        .iter()
        .take_while(|item| matches!(item.kind, ItemKind::Import(_)));
    let imports: Vec<&Item> = imports.collect();
    let (Some(first), Some(last)) = (imports.first(), imports.last()) else {
        return Vec::new();
    };
    let at = first.span.to(last.span);
    let is_remark = |span: &Span| at.contains(*span);
    let mut comments = view.module.comments.iter().map(|comment| comment.span);
    // What somebody wrote between them belongs somewhere.
    let is_plain = !comments.any(|span| is_remark(&span))
        && !view.module.broken.iter().any(is_remark)
        && imports
            .iter()
            .all(|item| item.doc.is_none() && item.attributes.is_empty());
    if !is_plain {
        return Vec::new();
    }
    let found = view.analysis.diagnostics().iter();
    let unused = found.filter(|found| found.code == Code::NameUnused);
    let unused: FxHashSet<Span> = unused.map(|found| found.at).collect();
    let text = sorted(view, &imports, &unused);
    if text == view.slice(at) {
        return Vec::new();
    }
    let at = match text.is_empty() {
        true => with_blank(view, at),
        false => at,
    };
    let edits = vec![edit(at, text)];
    match applied(view.text(), view.file, &edits) {
        Some(_) => edits,
        None => Vec::new(),
    }
}

/// The imports as they should be: what is the library's first, then the project's, by path.
fn sorted(view: &View, imports: &[&Item], unused: &FxHashSet<Span>) -> String {
    let mut listed: BTreeMap<Place, Vec<Listed>> = BTreeMap::new();
    let mut whole: BTreeMap<(bool, &str, &str), ()> = BTreeMap::new();
    for item in imports {
        let ItemKind::Import(import) = &item.kind else {
            continue;
        };
        // As it is written, so that nothing is to be escaped.
        let path = view.slice(import.path.span);
        let key = (!import.path.value.starts_with("std/"), path);
        match &import.names {
            ImportNames::Whole(name) => {
                if !unused.contains(&name.span) && !unused.contains(&item.span) {
                    whole.insert((key.0, key.1, &name.name), ());
                }
            }
            ImportNames::Listed(names) => {
                let names = names.iter().filter(|one| {
                    let here = one.alias.as_ref().unwrap_or(&one.name);
                    !unused.contains(&one.name.span) && !unused.contains(&here.span)
                });
                let names = names.map(|one| {
                    let alias = one.alias.as_ref().map(|alias| alias.name.as_str());
                    (one.name.name.as_str(), alias)
                });
                listed.entry(key).or_default().extend(names);
            }
        }
    }
    let mut lines: Vec<((bool, &str, bool), String)> = Vec::new();
    for ((own, path), mut names) in listed {
        names.sort_unstable();
        names.dedup();
        if names.is_empty() {
            continue;
        }
        let names = names.iter().map(|(name, alias)| match alias {
            Some(alias) => format!("{name} as {alias}"),
            None => (*name).to_owned(),
        });
        let names: Vec<String> = names.collect();
        let line = format!("import {{ {} }} from {path}", names.join(", "));
        lines.push(((own, path, false), line));
    }
    for (own, path, name) in whole.into_keys() {
        lines.push(((own, path, true), format!("import {path} as {name}")));
    }
    lines.sort();
    let lines: Vec<String> = lines.into_iter().map(|(_, line)| line).collect();
    lines.join("\n")
}

/// A place with the empty lines behind it.
fn with_blank(view: &View, at: Span) -> Span {
    let rest = view.text().get(at.end as usize..).unwrap_or("");
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    Span::new(at.file, at.start as usize, at.end as usize + blank)
}
