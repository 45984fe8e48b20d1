//! Resources that are much alike, as a loop. In: a scene. Out: the change, if the program then makes the same. Never: a
//! loop that was not built and compared.

use super::proof::keeps;
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::decompile::roll;
use crate::diag::Edit;
use crate::syntax::ast::{Item, ItemKind, Module};
use crate::syntax::print;
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// The loop of the resources that are selected.
pub fn roll_up(scene: &Scene) -> Option<Refactor> {
    let selected = scene.selected_items();
    let resources = selected
        .iter()
        .filter(|item| matches!(item.kind, ItemKind::Resource(_)));
    let wanted: FxHashSet<Span> = resources.map(|item| item.span).collect();
    if wanted.len() < 2 {
        return None;
    }
    let module = scene.view.module;
    // A group begins with its first resource, and may have some that are not selected.
    let rolled = roll(module, Some(&wanted)).module;
    let edits = changes(scene, module, &rolled)?;
    let is_done = !edits.is_empty() && keeps(scene, &edits);
    is_done.then(|| Refactor::new(RefactorKind::Rewrite, "roll into a loop", edits))
}

/// The edits that make one list of items of another, item by item: what stays is not touched.
fn changes(scene: &Scene, before: &Module, after: &Module) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let kept: FxHashSet<Span> = after.items.iter().map(|item| item.span).collect();
    let mut old: FxHashMap<Span, &Item> = FxHashMap::default();
    for item in &before.items {
        if kept.contains(&item.span) {
            old.insert(item.span, item);
        } else {
            edits.push(edit(scene.with_line_end(item.span), ""));
        }
    }
    for item in &after.items {
        // What is new was not asked for.
        let was = old.remove(&item.span)?;
        let text = printed(scene, item);
        if printed(scene, was) != text {
            edits.push(edit(was.span, text.trim_end()));
        }
    }
    Some(edits)
}

/// One item as text, in the one style.
fn printed(scene: &Scene, item: &Item) -> String {
    let module = scene.view.module;
    let alone = Module {
        file: module.file,
        items: vec![item.clone()],
        comments: Vec::new(),
        expr_count: module.expr_count,
        item_count: module.item_count,
        broken: Vec::new(),
        is_template: false,
    };
    // Comments are in the order of the text.
    let comments = &module.comments;
    let start = comments.partition_point(|one| one.span.start < item.span.start);
    let inside = comments.iter().skip(start).map(|one| one.span);
    let inside = inside.take_while(|at| at.end <= item.span.end);
    let inside: Vec<Span> = inside.collect();
    print(&alone, scene.view.text(), &inside)
}
