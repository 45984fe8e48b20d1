//! Types: their names, and what stands behind the dot of one. In: the place. Out: built-in types, those of the
//! program, and behind `T.` properties, attributes and definitions of `T`. Never: resource types before their
//! name is begun; see `type_names.rs`.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind, Subject};
use super::library;
use super::type_names::{self, Use};
use crate::ide::View;
use crate::ide::docs;
use crate::ide::items::{declared, item_of};
use crate::resolve::offers;
use crate::schema::Catalogue;
use crate::syntax::ast::{ItemKind, TypeName};
use crate::types::{Schemas, show_wanted};

pub fn types(asked: &Asked, list: &mut Completions) {
    let view = asked.view;
    for (rank, (name, _)) in (0..).zip(docs::type_names()) {
        let page = docs::type_word(name).unwrap_or_default();
        let item = Completion::new(name, Kind::Type, rank).page(page);
        list.push(match name {
            "list" | "map" => item.snippet(format!("{name}<$0>")),
            _ => item,
        });
    }
    for item in &view.module.items {
        if let ItemKind::Type(alias) = &item.kind {
            let page = docs::declaration(view, item);
            list.push(Completion::new(alias.name.name.as_str(), Kind::Type, 50).page(page));
        }
    }
    for (name, decl) in &view.names.imported {
        if let Some((there, item)) = declared(view, *decl)
            && let ItemKind::Type(_) = &item.kind
        {
            let page = docs::declaration(&there, item);
            list.push(Completion::new(name.as_str(), Kind::Type, 60).page(page));
        }
    }
    for name in view.names.modules.keys() {
        list.push(Completion::new(name.as_str(), Kind::Namespace, 70));
    }
    if asked.cursor.word().len() > 1 {
        type_names::types(view.catalogue(), asked.cursor, Use::Named, list);
    } else {
        list.incomplete = true;
    }
    let back = |offset: u32| asked.copy.back(offset);
    library::offer(
        asked.context,
        asked.cursor,
        view.module,
        &back,
        &["type"],
        list,
    );
}

/// What may stand behind the dot of a type, or of a file's name.
pub fn members(view: &View, name: &TypeName, list: &mut Completions) {
    if let Some(file) = view.names.modules.get(&name.base) {
        if let Some(there) = View::of(view.analysis, *file) {
            of_file(&there, list);
        }
        return;
    }
    let catalogue: &Catalogue = view.catalogue();
    let (own, _) = name.resource_type();
    let own = match name.base == "data" {
        true => name.base.clone(),
        false => own,
    };
    let Some(key) = catalogue.find(&own) else {
        return;
    };
    let mut names = catalogue.member_names(&key);
    if !key.is_terraform() {
        names.extend(["Id".into(), "Arn".into()]);
    }
    for (rank, member) in (0..).zip(names) {
        if member.contains('.') || list.has(&member) {
            continue;
        }
        let Some(ty) = catalogue.member(&key, &member) else {
            continue;
        };
        let mut item =
            Completion::new(member.as_str(), Kind::Type, rank).detail(show_wanted(&ty, catalogue));
        if let Some(root) = catalogue.properties(&key) {
            item = item.subject(Subject::Property {
                key: key.clone(),
                node: root,
                name: member,
            });
        }
        list.push(item);
    }
}

/// The types and components that another file offers.
fn of_file(there: &View, list: &mut Completions) {
    let offered = offers(there.module);
    for (rank, name) in (0..).zip(offered.public()) {
        let Some(found) = offered.names.get(name) else {
            continue;
        };
        let kind = match found.kind() {
            "type" => Kind::Type,
            "component" => Kind::Component,
            _ => continue,
        };
        let page = item_of(there.module, found.item);
        let page = page.map_or_else(String::new, |item| docs::declaration(there, item));
        list.push(Completion::new(name, kind, rank).page(page));
    }
}
