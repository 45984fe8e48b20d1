//! Imports: the names in their braces, and their paths. In: the import. Out: what its file offers and is not
//! named yet; files of the project and of the library. Never: the file itself.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind};
use super::library::path_between;
use super::stand_in::NAME;
use super::values::content;
use crate::ide::View;
use crate::ide::docs;
use crate::ide::items::item_of;
use crate::resolve::offers;
use crate::session::library_paths;
use crate::syntax::ast::{ImportNames, Item, ItemKind};

pub fn names(asked: &Asked, item: &Item, list: &mut Completions) {
    let view = asked.view;
    let ItemKind::Import(import) = &item.kind else {
        return;
    };
    let ImportNames::Listed(named) = &import.names else {
        return;
    };
    let imports = view.analysis.file(view.file).map(|file| file.imports);
    let target = imports.and_then(|all| all.iter().find(|(id, _)| *id == item.id));
    let Some(there) = target.and_then(|(_, file)| View::of(view.analysis, *file)) else {
        return;
    };
    let offered = offers(there.module);
    for (rank, name) in (0..).zip(offered.public()) {
        let is_named = |one: &crate::syntax::ast::ImportName| one.name.name == name;
        if name == NAME || named.iter().any(is_named) {
            continue;
        }
        let Some(found) = offered.names.get(name) else {
            continue;
        };
        let page = item_of(there.module, found.item);
        let page = page.map_or_else(String::new, |item| docs::declaration(&there, item));
        let kind = match found.kind() {
            "component" => Kind::Component,
            "type" => Kind::Type,
            "function" => Kind::Function,
            _ => Kind::Constant,
        };
        list.push(
            Completion::new(name, kind, rank)
                .detail(found.kind())
                .page(page),
        );
    }
}

/// Paths from the folder of the file, those that are near first; then the library's.
pub fn paths(asked: &Asked, list: &mut Completions) {
    let at = content(asked);
    let own = &asked.context.analysis.sources.get(asked.context.file).path;
    let mut near: Vec<String> = asked
        .context
        .others
        .iter()
        // Templates have nothing to import.
        .filter(|path| path.extension().is_some_and(|ending| ending == "infra"))
        .filter_map(|path| path_between(own, path))
        .collect();
    near.sort_by(|a, b| {
        let depth = |path: &str| path.matches('/').count();
        depth(a).cmp(&depth(b)).then(a.cmp(b))
    });
    near.dedup();
    for (rank, path) in (0..).zip(near) {
        list.push(Completion::new(path, Kind::File, rank).at(at));
    }
    for path in library_paths() {
        let item = Completion::new(path, Kind::File, 5000).detail("the library");
        list.push(item.at(at));
    }
}
