//! Changes of a program that keep what it means.
//!
//! In: a view of a file, what is selected there, and where programs can be built. Out: each change that is possible
//! there, with its edits. Never: a change that was not looked at: what may make another template is built before it
//! is offered, and left out, or its title says so.

mod allow;
mod component;
mod extract;
mod imports;
mod inline;
mod logic;
mod names;
mod pasted;
mod pinned;
mod proof;
mod required;
mod rolled;
mod scene;
mod texts;
mod written;

pub use imports::organize;
pub use scene::{Refactor, RefactorKind, Scene};

/// All changes that are possible for what is selected.
pub fn refactors(scene: &Scene) -> Vec<Refactor> {
    if scene.view.is_template {
        return allow::allow(scene);
    }
    let mut found = allow::allow(scene);
    found.extend(extract::extract(scene));
    found.extend(component::extract(scene));
    found.extend(inline::inline(scene));
    found.extend(required::required(scene));
    found.extend(rolled::roll_up(scene));
    found.extend(texts::texts(scene));
    found.extend(logic::logic(scene));
    found.extend(pasted::pasted(scene));
    found.extend(pinned::pinned(scene));
    found
}
