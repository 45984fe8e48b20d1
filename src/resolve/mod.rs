//! Names to declarations.
//!
//! In: the tree of one file (and of those that it imports). Out: [`Names`], side tables that say
//! what each name stands for, and the order in which items can be evaluated. Never: types or
//! values.

mod tables;

use crate::diag::Diagnostic;
use crate::syntax::ast::Module;
pub use tables::{Binding, DeclId, Names, Namespace};

/// Says what every name of a file stands for.
pub fn resolve(module: &Module) -> (Names, Vec<Diagnostic>) {
    let names = Names {
        bindings: vec![Binding::None; module.expr_count as usize],
        closed: vec![false; module.expr_count as usize],
        slots: vec![0; module.item_count as usize],
        ..Names::default()
    };
    (names, Vec::new())
}
