//! The id that comes from a name, written down. In: a scene. Out: `@id` on the declaration whose name is at the
//! cursor, so that another name is no other resource. Never: an id other than the one that it has.

use super::proof::keeps;
use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::ide::rename::pin;

pub fn pinned(scene: &Scene) -> Option<Refactor> {
    let (title, change) = pin(&scene.view, scene.selection.start)?;
    let edits = vec![edit(change.at, change.text)];
    let is_kept = keeps(scene, &edits);
    is_kept.then(|| Refactor::new(RefactorKind::Rewrite, title, edits))
}
