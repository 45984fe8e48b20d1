//! What a file offers to those who import it. In: its tree. Out: names with what they declare, and
//! what stands in the way of an import. Never: other files, or types.

use super::DeclId;
use super::declare::described;
use crate::syntax::ast::{ItemId, ItemKind, Module};
use crate::text::{FileId, Name, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The offers of all files that one file imports, by its import. What could not be read has been
/// reported and is left out.
pub type Imports = FxHashMap<ItemId, Arc<Offers>>;

/// What a file declares for others.
#[derive(Debug, Clone, PartialEq)]
pub struct Offers {
    pub file: FileId,
    pub names: FxHashMap<Name, Offered>,
    /// Names that text which could not be read would have declared.
    broken: Vec<Name>,
    /// Declarations that only a stack can have.
    pub refused: Vec<Refused>,
}

/// A declaration that others may import, unless it is private.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Offered {
    pub item: ItemId,
    /// Its name in its declaration.
    pub declared: Span,
    pub what: &'static str,
}

/// A declaration that makes a file a stack.
#[derive(Debug, Clone, PartialEq)]
pub struct Refused {
    pub what: &'static str,
    pub at: Span,
}

/// Collects what a file offers.
pub fn offers(module: &Module) -> Offers {
    let mut offers = Offers {
        file: module.file,
        names: FxHashMap::default(),
        broken: Vec::new(),
        refused: Vec::new(),
    };
    for item in &module.items {
        let what = described(&item.kind);
        match &item.kind {
            ItemKind::Let(_) | ItemKind::Type(_) | ItemKind::Fn(_) | ItemKind::Component(_) => {
                let Some(name) = item.kind.name() else {
                    continue;
                };
                let offered = Offered {
                    item: item.id,
                    declared: name.span,
                    what,
                };
                offers.names.entry(name.name.clone()).or_insert(offered);
            }
            ItemKind::Error { name } => {
                offers.broken.extend(name.iter().map(|n| n.name.clone()));
            }
            // Rules for the builds of others, and tests of what is here, are no part of a stack.
            ItemKind::Import(_) | ItemKind::Policy(_) | ItemKind::Test(_) => {}
            _ => offers.refused.push(Refused {
                what,
                at: item.kind.name().map_or(item.span, |name| name.span),
            }),
        }
    }
    offers
}

impl Offered {
    /// What it is, without its article: `function`.
    pub fn kind(&self) -> &'static str {
        self.what.strip_prefix("a ").unwrap_or(self.what)
    }
}

impl Offers {
    pub fn decl(&self, offered: &Offered) -> DeclId {
        DeclId {
            file: self.file,
            item: offered.item,
        }
    }

    /// Whether somebody has been told why nothing is known of a name.
    pub fn is_broken(&self, name: &str) -> bool {
        self.broken.iter().any(|broken| broken == name)
    }

    /// The names that may be imported, sorted.
    pub fn public(&self) -> Vec<&str> {
        let names = self.names.keys().map(Name::as_str);
        let mut names: Vec<&str> = names.filter(|n| !is_private(n)).collect();
        names.sort_unstable();
        names
    }
}

/// Whether a name is for its own file alone.
pub fn is_private(name: &str) -> bool {
    name.starts_with('_')
}
