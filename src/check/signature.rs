//! What an imported file says of its declarations: all that checking those who import it may look
//! at, so that a change that leaves it alone checks nobody else anew. Plain data, and how it is
//! taken from a file that was checked.

use super::checker::Checker;
use super::report::deprecated;
use super::{Source, Types};
use crate::syntax::ast::{Ident, ItemId, ItemKind};
use crate::text::{FileId, Name, Span};
use crate::types::{Schemas, Type};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What one file offers, with types.
#[derive(Debug, Clone, PartialEq)]
pub struct Signatures {
    pub file: FileId,
    pub items: FxHashMap<ItemId, Signature>,
}

/// A declaration, as others see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    pub what: What,
    pub name: Name,
    /// Its name in its declaration.
    pub declared: Span,
    /// Of a value its type, of a function what it gives, of a type what it stands for, of a
    /// component what its instances are.
    pub ty: Type,
    /// Of a function. Nothing where it stands in a cycle.
    pub parameters: Option<Arc<[Parameter]>>,
    /// The text and the place of its `@deprecated`.
    pub deprecated: Option<(Name, Span)>,
    /// Whether the value, or what the function gives, may be known only when deploying.
    pub deferred: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Let,
    Fn,
    Type,
    Component,
}

/// A parameter of a function of the program.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    pub name: Ident,
    pub ty: Type,
    pub optional: bool,
}

/// What a checked file offers.
pub fn signatures(source: Source, types: &Types, schemas: &dyn Schemas) -> Signatures {
    let Source { module, names, .. } = source;
    // Only asked for phases, which need names alone.
    let mut phases = Checker::new(module, names, source.library, schemas);
    let counts = |id: &ItemId| source.only.is_none_or(|only| only.contains(id));
    let mut items = FxHashMap::default();
    for item in module.items.iter().filter(|i| counts(&i.id)) {
        let what = match &item.kind {
            ItemKind::Let(_) => What::Let,
            ItemKind::Fn(_) => What::Fn,
            ItemKind::Type(_) => What::Type,
            ItemKind::Component(_) => What::Component,
            _ => continue,
        };
        let Some(name) = item.kind.name() else {
            continue;
        };
        let has_phase = matches!(what, What::Let | What::Fn);
        let signature = Signature {
            what,
            name: name.name.clone(),
            declared: name.span,
            ty: types.item(item.id).clone(),
            parameters: types.functions.get(&item.id).cloned(),
            deprecated: deprecated(&item.attributes),
            deferred: has_phase && phases.item_may_be_deferred(item.id),
        };
        items.insert(item.id, signature);
    }
    Signatures {
        file: module.file,
        items,
    }
}
