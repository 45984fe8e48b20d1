//! Groups of resources as loops. In: the tree of a program. Out: the tree with loops, and what was done to it. Never:
//! a group that was not asked for.

use super::bare::renumber;
use super::columns::Column;
use super::groups::{Group, groups};
use super::lets;
use super::references::{Key as PassKey, Pass, made, replace, texts};
use super::unify::Place;
use crate::decompile::build::{attribute, field, ident};
use crate::decompile::names::free_name;
use crate::syntax::ast::{
    Expr, ExprKind, ForClause, Item, ItemKind, ListEntry, Module, RecordEntry, TextPart, Visitor,
    walk_expr,
};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// So often loops make others possible: what reads them may have become alike.
const ROUNDS: usize = 4;

/// A shorter tree.
#[derive(Debug)]
pub struct Rolled {
    pub module: Module,
    /// What was done, by the place of what it began with.
    pub steps: Vec<Span>,
}

/// Rolls a program up, by all steps that there are or by these alone.
pub fn roll(module: &Module, only: Option<&FxHashSet<Span>>) -> Rolled {
    let mut module = module.clone();
    let mut steps = Vec::new();
    let is_wanted = |at: Span| only.is_none_or(|only| only.contains(&at));
    for _ in 0..ROUNDS {
        renumber(&mut module);
        let found = groups(&module.items, |item| is_wanted(item.span));
        if found.is_empty() {
            break;
        }
        steps.extend(found.iter().filter_map(|group| {
            let first = group.members.first()?;
            Some(module.items.get(*first)?.span)
        }));
        apply(&mut module, &found);
    }
    steps.extend(lets::share(&mut module, is_wanted));
    renumber(&mut module);
    Rolled { module, steps }
}

fn apply(module: &mut Module, found: &[Group]) {
    let taken: FxHashSet<Name> = module
        .items
        .iter()
        .filter_map(|item| Some(item.kind.name()?.name.clone()))
        .collect();
    let mut gone = FxHashSet::default();
    let mut passes = FxHashMap::default();
    for group in found {
        let Some(first) = group.members.first().copied() else {
            continue;
        };
        let looped = looped(&module.items, group, &taken);
        for (at, key) in group.members.iter().zip(&group.scheme.keys) {
            if let Some(name) = module.items[*at].kind.name() {
                let pass = Pass {
                    name: group.scheme.name.clone(),
                    key: pass_key(group, key),
                };
                passes.insert(name.name.clone(), pass);
            }
        }
        gone.extend(group.members.iter().skip(1).copied());
        if let Some(looped) = looped {
            module.items[first] = looped;
        }
    }
    let mut at = 0;
    module.items.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
    replace(&mut module.items, &passes);
}

/// Passes of numbers have them as keys; keys of maps are texts.
fn pass_key(group: &Group, key: &Name) -> PassKey {
    match key.parse() {
        Ok(number) if group.is_numbered() => PassKey::Number(number),
        _ => PassKey::Text(key.clone()),
    }
}

/// The loop that makes all resources of a group.
fn looped(items: &[Item], group: &Group, taken: &FxHashSet<Name>) -> Option<Item> {
    let members: Vec<&Item> = group.members.iter().map(|at| &items[*at]).collect();
    let mut item = (*members.first()?).clone();
    let span = item.span;
    let free = |wished: Name| -> Name {
        let mut name = wished.clone();
        let mut number = 2;
        while taken.contains(&name) {
            name = ecow::eco_format!("{wished}{number}");
            number += 1;
        }
        name
    };
    let fields = group.fields();
    let numbered = group.is_numbered();
    let key = free(if numbered { "n" } else { "key" }.into());
    let names = field_names(&fields);
    let value = match names.as_slice() {
        [] => key.clone(),
        [one] => free(one.clone()),
        _ => free("it".into()),
    };
    let mut writer = Writer::default();
    for column in &group.columns {
        let kind = match column.around_key(&group.scheme) {
            Some((before, after)) if before.is_empty() && after.is_empty() && !numbered => {
                ExprKind::Name(key.clone())
            }
            Some((before, after)) => with_key(before, &key, after, span),
            None if numbered => ExprKind::Name(key.clone()),
            None => {
                let at = fields
                    .iter()
                    .position(|field| std::ptr::eq(*field, column))?;
                let base = made(span, ExprKind::Name(value.clone()));
                match names.len() {
                    1 => base.kind,
                    _ => ExprKind::Field {
                        base: Box::new(base),
                        name: ident(names.get(at)?.clone(), span),
                        optional: false,
                    },
                }
            }
        };
        let places = column.places.iter();
        writer
            .kinds
            .extend(places.map(|place| (*place, kind.clone())));
    }
    writer.item(&mut item);
    item.attributes
        .retain(|attribute| attribute.name.name != "id");
    if let Some((before, after)) = &group.scheme.id {
        let id = with_key(before.clone(), &key, after.clone(), span);
        item.attributes
            .insert(0, attribute("id", span.at_start(), vec![made(span, id)]));
    }
    let ItemKind::Resource(resource) = &mut item.kind else {
        return None;
    };
    resource.name.name.clone_from(&group.scheme.name);
    let iterable = match fields.is_empty() {
        true => {
            let keys = members.iter().zip(&group.scheme.keys);
            let keys = keys.map(|(item, key)| {
                let at = item.span.at_start();
                ListEntry::Item(pass_key(group, key).expr(at))
            });
            ExprKind::List(keys.collect())
        }
        false => passes(&members, group, &fields, &names),
    };
    resource.loops = vec![ForClause {
        key: (!fields.is_empty()).then(|| ident(key, span)),
        value: ident(value, span),
        iterable: made(span, iterable),
        by: None,
        span,
    }];
    Some(item)
}

/// `{ a: { size: 1, name: "x" }, b: ... }`; one value stands without a record of its own.
fn passes(members: &[&Item], group: &Group, fields: &[&Column], names: &[Name]) -> ExprKind {
    let entries = members.iter().zip(&group.scheme.keys).enumerate();
    let entries = entries.map(|(pass, (item, key))| {
        let at = item.span.at_start();
        let mut values = fields
            .iter()
            .zip(names)
            .filter_map(|(column, name)| Some((name, column.values.get(pass)?.clone())));
        let value = match (fields.len(), values.next()) {
            (1, Some((_, value))) => value,
            (_, first) => {
                let all = first.into_iter().chain(values);
                let all = all.map(|(name, value)| field(name, value.span, value));
                let all: Vec<RecordEntry> = all.collect();
                made(item.span, ExprKind::Record(all))
            }
        };
        field(key, at, value)
    });
    ExprKind::Record(entries.collect())
}

/// A name for each column, from the key that it stands under.
fn field_names(fields: &[&Column]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for column in fields {
        let name = free_name(&column.under, "value", |name| names.contains(name));
        names.push(name);
    }
    names
}

/// A text with the key in it.
fn with_key(before: Name, key: &Name, after: Name, span: Span) -> ExprKind {
    let name = made(span, ExprKind::Name(key.clone()));
    let mut parts = Vec::new();
    for (value, is_last) in [(before, false), (after, true)] {
        if is_last {
            parts.push(TextPart::Expr(name.clone()));
        }
        if !value.is_empty() {
            parts.push(TextPart::Text { value, span });
        }
    }
    texts(span, parts).kind
}

/// Puts variables where resources differ.
#[derive(Default)]
struct Writer {
    kinds: FxHashMap<Place, ExprKind>,
}

impl Visitor for Writer {
    fn expr(&mut self, expr: &mut Expr) {
        let place = Place {
            expr: expr.id,
            part: None,
        };
        if let Some(kind) = self.kinds.get(&place) {
            expr.kind = kind.clone();
            return;
        }
        let (id, span) = (expr.id, expr.span);
        if let ExprKind::Text(literal) = &mut expr.kind {
            let parts = std::mem::take(&mut literal.parts).into_iter().enumerate();
            for (index, part) in parts {
                let place = Place {
                    expr: id,
                    part: Some(index),
                };
                match self.kinds.get(&place) {
                    // A text around the key is part of the text around it.
                    Some(ExprKind::Text(inner)) => literal.parts.extend(inner.parts.clone()),
                    Some(kind) => literal.parts.push(TextPart::Expr(made(span, kind.clone()))),
                    None => literal.parts.push(part),
                }
            }
        }
        walk_expr(self, expr);
    }
}
