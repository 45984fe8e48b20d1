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
mod component;
mod data;
mod existing;
mod expr;
mod facts;
mod generic;
mod instance;
mod item;
mod join;
mod list;
mod loops;
mod member;
mod meta;
mod module;
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
mod signature;
mod spread;
mod stack;
mod tables;
mod terraform;
mod test;
#[cfg(test)]
mod tests;
mod ty;
mod want;
mod with;

use crate::diag::Diagnostic;
use crate::resolve::Names;
use crate::syntax::ast::{ItemId, Module};
use crate::types::Schemas;
pub use attribute::{attribute_is_bare, attribute_names, attribute_values, attributes_of};
pub use policy::ANY_RESOURCE;
use rustc_hash::FxHashSet;
pub use signature::{Parameter, Signature, Signatures, signatures};
use std::sync::Arc;
pub use tables::Types;
pub use ty::TYPE_NAMES;

/// What checking a file reads.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    pub module: &'a Module,
    pub names: &'a Names,
    /// What the files that it imports offer.
    pub library: &'a [Arc<Signatures>],
    /// The top-level items that count; nothing for all of them.
    pub only: Option<&'a FxHashSet<ItemId>>,
}

/// Types every expression and item of a file.
pub fn check(source: Source, schemas: &dyn Schemas) -> (Types, Vec<Diagnostic>) {
    let Source { module, names, .. } = source;
    let mut checker = checker::Checker::new(module, names, source.library, schemas);
    checker.module(source.only);
    (checker.types, checker.diagnostics)
}
