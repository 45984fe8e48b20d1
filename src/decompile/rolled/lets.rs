//! Values that are repeated. In: the tree of a program. Out: the tree with a `let` for each of them. Never: a value
//! that reads the variable of a loop, or one that stands for the template's own spelling.

use super::bare::{bare, leaves};
use super::references::made;
use super::unify::is_spelled;
use crate::decompile::build::ident;
use crate::decompile::names::{free_name, reserved};
use crate::syntax::ast::{
    Expr, ExprId, ExprKind, ForClause, Item, ItemId, ItemKind, Key, Let, ListEntry, Module,
    RecordEntry, TextLiteral, TextPart, Visitor, walk_expr,
};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;
use std::hash::Hasher;

/// So many values are shared at most.
const MOST: usize = 32;

/// How much a value must save, in literals and names.
const GAIN: usize = 8;

/// A text counts once for so many characters, if it is long at all.
const CHARACTERS: usize = 80;
const LONG: usize = 2 * CHARACTERS;

/// A value, and where it stands.
struct Repeated {
    value: Expr,
    size: usize,
    under: Name,
    /// The item that has it first.
    item: usize,
    places: Vec<ExprId>,
}

/// Declares repeated values; where each began.
pub fn share(module: &mut Module, is_wanted: impl Fn(Span) -> bool) -> Vec<Span> {
    let mut shared = Vec::new();
    let mut refused: FxHashSet<Span> = FxHashSet::default();
    while shared.len() < MOST {
        super::bare::renumber(module);
        let mut finder = Finder::default();
        for (index, item) in module.items.iter().enumerate() {
            finder.look(index, item);
        }
        let gain = |found: &&Repeated| (found.places.len() - 1) * found.size;
        let best = finder
            .found
            .iter()
            .filter(|found| is_wanted(found.value.span) && !refused.contains(&found.value.span))
            .filter(|found| gain(found) >= GAIN)
            .max_by_key(|found| (gain(found), std::cmp::Reverse(found.item)));
        let Some(best) = best else {
            break;
        };
        let at = best.value.span;
        refused.insert(at);
        shared.push(at);
        declare(module, best);
    }
    shared
}

fn declare(module: &mut Module, found: &Repeated) {
    let span = found.value.span;
    let name = shared_name(module, &found.under);
    let mut writer = Writer {
        places: found.places.iter().copied().collect(),
        name: name.clone(),
    };
    module.items.iter_mut().for_each(|item| writer.item(item));
    let declared = Item {
        id: ItemId(0),
        span,
        doc: None,
        attributes: Vec::new(),
        kind: ItemKind::Let(Let {
            name: ident(name, span.at_start()),
            ty: None,
            value: found.value.clone(),
        }),
    };
    module.items.insert(found.item, declared);
}

fn shared_name(module: &Module, under: &str) -> Name {
    let mut taken: FxHashSet<Name> = reserved().collect();
    for item in &module.items {
        taken.extend(item.kind.name().map(|name| name.name.clone()));
        if let ItemKind::Resource(resource) = &item.kind {
            taken.extend(variables(resource.loops.iter()));
        }
    }
    free_name(under, "shared", |name| taken.contains(name))
}

fn variables<'a>(loops: impl Iterator<Item = &'a ForClause>) -> Vec<Name> {
    let names = loops.flat_map(|clause| clause.key.iter().chain([&clause.value]));
    names.map(|name| name.name.clone()).collect()
}

#[derive(Default)]
struct Finder {
    found: Vec<Repeated>,
    /// By the hash of what a value says: where it is in `found`.
    known: FxHashMap<u64, Vec<usize>>,
    item: usize,
    under: Name,
    /// The variables of the loops around.
    locals: Vec<Name>,
}

impl Finder {
    fn look(&mut self, index: usize, item: &Item) {
        let ItemKind::Resource(resource) = &item.kind else {
            return;
        };
        self.item = index;
        self.locals = variables(resource.loops.iter());
        self.expr_of(&resource.body, false);
    }

    fn expr_of(&mut self, expr: &Expr, counts: bool) {
        let is_value = match &expr.kind {
            ExprKind::Record(entries) => !entries.is_empty(),
            ExprKind::List(entries) => !entries.is_empty(),
            ExprKind::Text(text) => length(text) >= LONG,
            _ => false,
        };
        if counts && is_value {
            self.count(expr);
        }
        match &expr.kind {
            ExprKind::Record(entries) => {
                for entry in entries {
                    if let RecordEntry::Field { key, value } = entry {
                        let outer = self.under.clone();
                        if let Key::Name(name) = key {
                            self.under = name.name.clone();
                        }
                        self.expr_of(value, true);
                        self.under = outer;
                    }
                }
            }
            ExprKind::List(entries) => {
                for entry in entries {
                    let (ListEntry::Item(value) | ListEntry::Spread(value)) = entry;
                    self.expr_of(value, true);
                }
            }
            ExprKind::Call { callee, arguments } if !is_spelled(callee) => {
                for argument in arguments {
                    self.expr_of(&argument.value, true);
                }
            }
            ExprKind::If {
                then, otherwise, ..
            } => {
                self.expr_of(then, true);
                self.expr_of(otherwise, true);
            }
            _ => {}
        }
    }

    fn count(&mut self, expr: &Expr) {
        let size = size(expr);
        // What saves too little even if all of a large program said it is not looked at.
        if size < 2 {
            return;
        }
        let value = bare(expr);
        let hash = hash(&value);
        let same = self.known.entry(hash).or_default();
        for at in same.iter() {
            if let Some(found) = self.found.get_mut(*at)
                && bare(&found.value) == value
            {
                found.places.push(expr.id);
                return;
            }
        }
        if reads(expr, &self.locals) {
            return;
        }
        same.push(self.found.len());
        self.found.push(Repeated {
            value: expr.clone(),
            size,
            under: self.under.clone(),
            item: self.item,
            places: vec![expr.id],
        });
    }
}

fn size(expr: &Expr) -> usize {
    let text = match &expr.kind {
        ExprKind::Text(text) => length(text) / CHARACTERS,
        _ => 0,
    };
    leaves(expr) + text
}

fn length(text: &TextLiteral) -> usize {
    let known = text.parts.iter().map(|part| match part {
        TextPart::Text { value, .. } => value.len(),
        TextPart::Expr(_) => 0,
    });
    known.sum()
}

fn hash(bare: &Expr) -> u64 {
    struct Hashing(rustc_hash::FxHasher);
    impl Write for Hashing {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hashing = Hashing(rustc_hash::FxHasher::default());
    // Writing to a hasher cannot fail.
    let _ = write!(hashing, "{bare:?}");
    hashing.0.finish()
}

/// Whether an expression reads one of these names.
fn reads(expr: &Expr, names: &[Name]) -> bool {
    struct Reader<'a> {
        names: &'a [Name],
        found: bool,
    }
    impl Visitor for Reader<'_> {
        fn expr(&mut self, expr: &mut Expr) {
            if let ExprKind::Name(name) = &expr.kind {
                self.found |= self.names.contains(name);
            }
            walk_expr(self, expr);
        }
    }
    if names.is_empty() {
        return false;
    }
    let mut reader = Reader {
        names,
        found: false,
    };
    reader.expr(&mut expr.clone());
    reader.found
}

/// Puts a name where the value stood.
struct Writer {
    places: FxHashSet<ExprId>,
    name: Name,
}

impl Visitor for Writer {
    fn expr(&mut self, expr: &mut Expr) {
        if self.places.contains(&expr.id) {
            *expr = made(expr.span, ExprKind::Name(self.name.clone()));
        } else {
            walk_expr(self, expr);
        }
    }
}
