//! Resources that are not always there. In: an expression that stands for a resource. Out: which
//! declaration and which pass of its loops it is, and whether what is known here says that it is
//! there.
//!
//! A single resource is there where its condition is implied. An element of a loop is there where
//! the condition is implied for that element: the key says which variable here stands for the
//! loop's own.

use super::checker::{Checker, Origin};
use super::same::Slots;
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::types::Type;

/// A resource, or some passes of its loops.
#[derive(Debug, Clone)]
pub struct Collection<'a> {
    pub item: ItemId,
    /// The keys of the outer loops, as far as they are given.
    pub keys: Vec<Key<'a>>,
}

#[derive(Debug, Clone, Copy)]
pub enum Key<'a> {
    Expr(&'a Expr),
    /// A variable: the key of a loop over the collection.
    Slot(u32),
    /// The loop over the collection has no variable for its key.
    Unnamed,
}

impl<'a> Checker<'a> {
    /// The resource that an expression stands for.
    pub fn collection(&self, expr: &'a Expr) -> Option<Collection<'a>> {
        match &expr.kind {
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.collection(inner),
            ExprKind::Index { base, index } => {
                let mut collection = self.collection(base)?;
                collection.keys.push(Key::Expr(index));
                Some(collection)
            }
            ExprKind::Name(_) => match self.names.binding(expr.id) {
                Binding::Local(slot) => self.collection_of(slot),
                _ => {
                    let item = self.item_of(expr)?;
                    let resource = matches!(item.kind, ItemKind::Resource(_));
                    resource.then(|| Collection {
                        item: item.id,
                        keys: Vec::new(),
                    })
                }
            },
            _ => None,
        }
    }

    /// Whether the resource exists only under a condition.
    pub fn is_conditional(&self, expr: &'a Expr) -> bool {
        let item = self.collection(expr).and_then(|c| self.item(c.item));
        matches!(item, Some(Item { kind: ItemKind::Resource(r), .. }) if r.condition.is_some())
    }

    /// Whether what is known here says that the resource is there.
    pub fn is_present(&self, expr: &'a Expr) -> bool {
        let Some(collection) = self.collection(expr) else {
            return false;
        };
        let Some(ItemKind::Resource(resource)) = self.item(collection.item).map(|i| &i.kind) else {
            return false;
        };
        let Some(condition) = &resource.condition else {
            return true;
        };
        let around = self.around(collection.item);
        let slots = match resource.loops.is_empty() {
            true => around,
            false => self.slots(resource, &collection.keys, around),
        };
        self.implied(condition, true, Some(&slots))
    }

    /// `r!`: the user says that the resource is there.
    pub fn assume_there(&mut self, expr: &'a Expr, inner: &'a Expr) -> Type {
        let ty = self.infer(inner);
        if ty.is_error() {
            return ty;
        }
        let resource = ty.members().iter().any(Type::is_handle);
        if !resource {
            let found = self.show(&ty);
            let message = format!("expected a conditional resource, found `{found}`");
            let help = match ty.is_optional() {
                true => "say what to take instead of `null`: `... ?? ...`",
                false => "remove the `!`: this is never `null` here",
            };
            let diagnostic = self
                .error(crate::diag::Code::TypeOperator, inner, message)
                .here("the operand of `!`")
                .help(help);
            self.report(expr, diagnostic);
            return Type::Error;
        }
        if !ty.is_optional() && !self.is_conditional(inner) {
            self.never_null(inner);
        }
        ty.without_null()
    }

    /// A variable that a loop over a collection binds to its elements.
    fn collection_of(&self, slot: u32) -> Option<Collection<'a>> {
        match self.frame.get(slot as usize)?.origin {
            Origin::Value { clause, key } => {
                let mut collection = self.collection(&clause.iterable)?;
                collection.keys.push(match key {
                    true => Key::Slot(slot.checked_sub(1)?),
                    false => Key::Unnamed,
                });
                Some(collection)
            }
            Origin::Let(value) => self.collection(value),
            Origin::Item(item) => match &item.kind {
                ItemKind::Let(value) => self.collection(&value.value),
                ItemKind::Resource(_) => Some(Collection {
                    item: item.id,
                    keys: Vec::new(),
                }),
                _ => None,
            },
            _ => None,
        }
    }

    /// The variables of the component that an item is in: they are the same here.
    fn around(&self, item: ItemId) -> Slots {
        let shared = match self.names.places.contains_key(&item) {
            true => self.shared as u32,
            false => 0,
        };
        (0..shared).map(|slot| (slot, slot)).collect()
    }

    /// For each variable of the resource's loops the variable here that holds the same, as far as
    /// the keys say.
    fn slots(&self, resource: &'a Resource, keys: &[Key<'a>], around: Slots) -> Slots {
        let mut there = around.len() as u32;
        let mut slots = around;
        for (clause, key) in resource.loops.iter().zip(keys) {
            let value_there = there + u32::from(clause.key.is_some());
            if clause.key.is_some() {
                // Keys name passes whatever the loop there runs over.
                slots.extend(self.variable(*key).map(|here| (there, here)));
            } else if clause.by.is_none() && self.names_itself(clause) {
                slots.extend(self.variable(*key).map(|here| (value_there, here)));
            }
            if let Some(here) = self.same_pass(clause, *key, value_there, &slots) {
                slots.push((value_there, here));
            }
            there = value_there + 1;
        }
        slots
    }

    /// Whether the variable of a loop over a list is the key.
    fn names_itself(&self, clause: &ForClause) -> bool {
        match self.types.expr(clause.iterable.id) {
            Type::List(list) => list.element.members().iter().all(|ty| {
                matches!(
                    ty,
                    Type::Str(_) | Type::Int(_) | Type::Id(_) | Type::Literal(_)
                )
            }),
            _ => false,
        }
    }

    /// The variable that a key is.
    fn variable(&self, key: Key<'a>) -> Option<u32> {
        match key {
            Key::Slot(slot) => Some(slot),
            Key::Unnamed => None,
            Key::Expr(expr) => self.key_variable(expr),
        }
    }

    /// `x`, `"${x}"` and `toString(x)` name the same pass.
    fn key_variable(&self, expr: &'a Expr) -> Option<u32> {
        match &expr.kind {
            ExprKind::Paren(inner) => self.key_variable(inner),
            ExprKind::Name(_) => match self.names.binding(expr.id) {
                Binding::Local(slot) => Some(slot),
                _ => None,
            },
            ExprKind::Text(text) => match text.parts.as_slice() {
                [TextPart::Expr(only)] => self.key_variable(only),
                _ => None,
            },
            ExprKind::Call { callee, arguments } => match (&callee.kind, arguments.as_slice()) {
                (ExprKind::Name(name), [only]) if name == "toString" => {
                    self.key_variable(&only.value)
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The value of a loop here that runs over the same and whose pass has this key.
    fn same_pass(
        &self,
        clause: &ForClause,
        key: Key<'a>,
        there: u32,
        slots: &Slots,
    ) -> Option<u32> {
        let candidates = self.frame.iter().zip(0u32..);
        let mut loops = candidates.filter_map(|(local, slot)| match local.origin {
            Origin::Value { clause, key } => Some((clause, key, slot)),
            _ => None,
        });
        loops.find_map(|(here, has_key, slot)| {
            let over_same = self.same(&here.iterable, &clause.iterable, Some(slots));
            let has_pass = match (&here.by, &clause.by) {
                (Some(by), Some(by_there)) => {
                    let mut slots = slots.clone();
                    slots.push((there, slot));
                    let named = match key {
                        Key::Expr(expr) => self.same(by, expr, None),
                        _ => false,
                    };
                    named && self.same(by, by_there, Some(&slots))
                }
                (None, None) => match self.variable(key) {
                    Some(variable) if has_key => variable + 1 == slot,
                    Some(variable) => variable == slot,
                    None => false,
                },
                _ => false,
            };
            (over_same && has_pass).then_some(slot)
        })
    }
}
