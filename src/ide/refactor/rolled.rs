//! Resources that are much alike, as a loop. In: a scene. Out: the change, if the program then makes the same. Never: a
//! loop that was not built and compared.

use super::proof::keeps;
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::decompile::roll;
use crate::diag::Edit;
use crate::syntax::ast::{Item, ItemKind, Module};
use crate::syntax::print;
use crate::text::Span;
use rustc_hash::FxHashSet;

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
    let mut old: Vec<&Item> = Vec::new();
    for item in &before.items {
        match kept.contains(&item.span) {
            true => old.push(item),
            false => edits.push(edit(scene.with_line_end(item.span), "")),
        }
    }
    let mut seen = FxHashSet::default();
    for item in &after.items {
        let one = printed(scene, after, item);
        let was = old.iter().find(|old| old.span == item.span);
        match was {
            Some(old) if seen.insert(item.span) => {
                if printed(scene, before, old) != one {
                    edits.push(edit(old.span, one.trim_end()));
                }
            }
            _ => return None,
        }
    }
    Some(edits)
}

/// One item as text, in the one style.
fn printed(scene: &Scene, module: &Module, item: &Item) -> String {
    let alone = Module {
        items: vec![item.clone()],
        comments: Vec::new(),
        broken: Vec::new(),
        ..module.clone()
    };
    let comments = module.comments.iter().map(|comment| comment.span);
    let comments: Vec<Span> = comments
        .filter(|comment| item.span.contains(*comment))
        .collect();
    print(&alone, scene.view.text(), &comments)
}
