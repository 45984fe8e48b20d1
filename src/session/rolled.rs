//! How far a program can be rolled up. In: its tree, and the proof that a shorter one makes the same. Out: the
//! shortest for which the proof holds. Never: what is not proved.

use crate::decompile::roll;
use crate::syntax::ast::Module;
use rustc_hash::FxHashSet;

/// So many steps are tried one by one, where not all of them together can be.
const TRIES: usize = 64;

/// What the proof gives for the shortest tree; `None` where none is shorter, or none holds.
pub fn shortest<T>(module: &Module, proof: impl Fn(&Module) -> Option<T>) -> Option<T> {
    let all = roll(module, None);
    if all.steps.is_empty() {
        return None;
    }
    if let Some(proved) = proof(&all.module) {
        return Some(proved);
    }
    let mut kept = FxHashSet::default();
    let mut best = None;
    for step in all.steps.iter().take(TRIES) {
        kept.insert(*step);
        match proof(&roll(module, Some(&kept)).module) {
            Some(proved) => best = Some(proved),
            None => {
                kept.remove(step);
            }
        }
    }
    best
}
