//! What each name of a file stands for. In: a file of a program. Out: every place there that names
//! something, with what it names: declarations, variables, inputs, outputs, types of the catalogue and their
//! properties. Never: a judgement; a name that stands for nothing is left out.

mod access;
mod declarations;
mod kind;
mod template;
mod walk;

use super::View;
pub use declarations::Declarations;
pub use kind::{Occurrence, Role, Symbol};

/// All that is named in a file, in the order of the text.
pub fn occurrences(view: &View) -> Vec<Occurrence> {
    walk::occurrences(view)
}

/// What is named at a place. A cursor behind a name means that name.
pub fn symbol_at(view: &View, offset: u32) -> Option<Occurrence> {
    let all = occurrences(view);
    let covers = |one: &&Occurrence| one.at.start <= offset && offset < one.at.end;
    let ends = |one: &&Occurrence| one.at.end == offset;
    let found = all.iter().find(covers).or_else(|| all.iter().find(ends));
    found.cloned()
}

/// Where something is named in a file, its declaration among it.
pub fn references(view: &View, symbol: &Symbol) -> Vec<Occurrence> {
    let mut all = occurrences(view);
    all.retain(|one| one.symbol.means(symbol));
    all
}
