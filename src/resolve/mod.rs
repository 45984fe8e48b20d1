//! Names to declarations.
//!
//! In: the tree of one file (and of those that it imports). Out: [`Names`], side tables that say
//! what each name stands for, and the order in which items can be evaluated. Never: types or
//! values.

mod declare;
mod order;
mod scope;
mod tables;
mod unused;
mod walk;

use crate::diag::Diagnostic;
use crate::syntax::ast::Module;
pub use tables::{Binding, DeclId, Names, Namespace, Reads};

/// Says what every name of a file stands for.
pub fn resolve(module: &Module) -> (Names, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let declared = declare::declare(module, &mut diagnostics);
    let walked = walk::walk(module, declared, &mut diagnostics);
    let order = order::order(&walked.items, &walked.reads, &mut diagnostics);
    unused::unused(module, &walked, &mut diagnostics);
    let names = Names {
        bindings: walked.bindings,
        closed: walked.closed,
        slots: walked.slots,
        order: order.values,
        types: order.types,
        top: walked.top,
        reads: walked.reads,
    };
    (names, diagnostics)
}
