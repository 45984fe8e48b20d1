//! Names to declarations.
//!
//! In: the tree of one file (and of those that it imports). Out: [`Names`], side tables that say
//! what each name stands for, and the order in which items can be evaluated. Never: types or
//! values.

mod component;
mod declare;
mod imports;
mod offers;
mod order;
mod reach;
mod scope;
mod tables;
mod unused;
mod walk;

use crate::diag::Diagnostic;
use crate::syntax::ast::Module;
pub use offers::{Imports, Offered, Offers, is_private, offers};
pub use reach::reach;
pub use tables::{Binding, DeclId, Names, Namespace, Reads};

/// Says what every name of a file stands for.
pub fn resolve(module: &Module, imports: &Imports) -> (Names, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut declared = declare::declare(module, &mut diagnostics);
    let imported = imports::bind(module, imports, &mut declared, &mut diagnostics);
    let walked = walk::walk(module, declared, imported, &mut diagnostics);
    let order = order::order(&walked.items, &walked.names.reads, &mut diagnostics);
    unused::unused(module, &walked, &mut diagnostics);
    let mut names = walked.names;
    component::split(module, order, &mut names);
    (names, diagnostics)
}
