//! Types of everything that is written, called or not.
//!
//! In: trees, their names and the catalogue. Out: [`Types`], side tables, and what is wrong. Never:
//! values.

mod accept;
mod access;
mod attribute;
mod branch;
mod call;
mod checker;
mod existing;
mod expr;
mod facts;
mod generic;
mod item;
mod join;
mod list;
mod loops;
mod member;
mod operator;
mod param;
mod phase;
mod policy;
mod presence;
mod record;
mod report;
mod resource;
mod same;
mod shape;
mod spread;
mod stack;
mod tables;
#[cfg(test)]
mod tests;
mod ty;
mod want;

use crate::diag::Diagnostic;
use crate::resolve::Names;
use crate::syntax::ast::Module;
use crate::types::Schemas;
pub use policy::ANY_RESOURCE;
pub use tables::Types;

/// Types every expression and item of a file.
pub fn check(module: &Module, names: &Names, schemas: &dyn Schemas) -> (Types, Vec<Diagnostic>) {
    let mut checker = checker::Checker::new(module, names, schemas);
    checker.module();
    (checker.types, checker.diagnostics)
}
