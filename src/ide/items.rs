//! Declarations by their ids. In: a view of a file, and what names mean there. Out: items, in any file
//! of the program. Never: what an item means.

use super::View;
use crate::resolve::DeclId;
use crate::syntax::ast::{Item, ItemId, ItemKind, Module};

/// An item, also one inside a component.
pub fn item_of(module: &Module, id: ItemId) -> Option<&Item> {
    let mut found = None;
    for item in &module.items {
        if item.id == id {
            return Some(item);
        }
        if let ItemKind::Component(component) = &item.kind {
            found = found.or_else(|| component.items.iter().find(|inner| inner.id == id));
        }
    }
    found
}

/// The item of a declaration, with the file that it stands in.
pub fn declared<'a>(view: &View<'a>, decl: DeclId) -> Option<(View<'a>, &'a Item)> {
    let there = match decl.file == view.file {
        true => *view,
        false => View::of(view.analysis, decl.file)?,
    };
    item_of(there.module, decl.item).map(|item| (there, item))
}
