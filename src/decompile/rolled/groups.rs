//! Which resources become one loop. In: the items of a program. Out: groups, each with what its resources differ
//! in. Never: a group that is longer as a loop.

use super::bare::leaves;
use super::columns::{Column, columns, known};
use super::ids::{Scheme, schemes, stem};
use super::unify::{Hole, unify};
use crate::graph::logical_id;
use crate::syntax::ast::{Item, ItemKind, Resource};
use crate::text::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// So many values of one pass at most.
const FIELDS: usize = 6;

/// Resources that become one loop.
pub struct Group {
    /// Their places among the items.
    pub members: Vec<usize>,
    pub scheme: Scheme,
    /// What they differ in; a value for each.
    pub columns: Vec<Column>,
}

impl Group {
    /// Whether the loop runs over numbers, which say all that differs.
    pub fn is_numbered(&self) -> bool {
        let said = |column: &Column| {
            column.is_key(&self.scheme) || column.around_key(&self.scheme).is_some()
        };
        self.scheme.numbers && self.columns.iter().all(said)
    }

    /// The columns that the key does not say.
    pub fn fields(&self) -> Vec<&Column> {
        let numbered = self.is_numbered();
        let columns = self.columns.iter();
        columns
            .filter(|column| !numbered && column.around_key(&self.scheme).is_none())
            .collect()
    }
}

/// All groups, none with a resource of another. `wanted` says which first members may begin one.
pub fn groups(items: &[Item], wanted: impl Fn(&Item) -> bool) -> Vec<Group> {
    let mut by_stem: FxHashMap<(Name, String), Vec<usize>> = FxHashMap::default();
    let mut order = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let Some((resource, id)) = resource(item) else {
            continue;
        };
        let key = (resource.ty.base.clone(), stem(&id));
        let members = by_stem.entry(key.clone()).or_default();
        if members.is_empty() {
            order.push(key);
        }
        members.push(at);
    }
    let mut used = FxHashSet::default();
    let mut found = Vec::new();
    let by_type = |order: &[(Name, String)]| {
        let mut types: Vec<Name> = Vec::new();
        for (ty, _) in order {
            if !types.contains(ty) {
                types.push(ty.clone());
            }
        }
        types
    };
    // First those whose ids only differ in a number, then those of one type.
    let stems = order.iter().filter_map(|key| by_stem.get(key));
    let mut candidates: Vec<Vec<usize>> = stems.cloned().collect();
    for ty in by_type(&order) {
        let all = order.iter().filter(|(other, _)| *other == ty);
        let mut all: Vec<usize> = all.flat_map(|key| by_stem[key].iter().copied()).collect();
        all.sort_unstable();
        candidates.push(all);
    }
    for candidate in candidates {
        let mut rest: Vec<usize> = candidate;
        while rest.len() > 1 {
            rest.retain(|at| !used.contains(at));
            let Some(first) = rest.first().copied() else {
                break;
            };
            let alike = alike(items, &rest);
            let group = match wanted(&items[first]) {
                true => group(items, alike),
                false => None,
            };
            match group {
                Some(group) => {
                    used.extend(group.members.iter().copied());
                    found.push(group);
                }
                None => {
                    rest.remove(0);
                }
            }
        }
    }
    found
}

/// The resource of an item, and its id where that is known.
pub fn resource(item: &Item) -> Option<(&Resource, Name)> {
    let ItemKind::Resource(resource) = &item.kind else {
        return None;
    };
    if !resource.loops.is_empty() {
        return None;
    }
    let said = item.attributes.iter().find(|a| a.name.name == "id");
    let id = match said {
        None => logical_id([resource.name.name.as_str()]),
        Some(attribute) => known(&attribute.arguments.first()?.value)?,
    };
    Some((resource, id))
}

/// The first of some items, and those that only differ from it in literals.
fn alike(items: &[Item], at: &[usize]) -> Vec<(usize, Vec<Hole>)> {
    let mut alike = Vec::new();
    let Some((first, others)) = at.split_first() else {
        return alike;
    };
    alike.push((*first, Vec::new()));
    for other in others {
        if let Some(holes) = unify(&items[*first], &items[*other]) {
            alike.push((*other, holes));
        }
    }
    alike
}

/// A group of these, if it is worth it.
fn group(items: &[Item], alike: Vec<(usize, Vec<Hole>)>) -> Option<Group> {
    let count = alike.len();
    if count < 2 {
        return None;
    }
    let members: Vec<usize> = alike.iter().map(|(at, _)| *at).collect();
    let ids: Vec<Name> = members
        .iter()
        .map(|at| resource(&items[*at]).map(|(_, id)| id))
        .collect::<Option<_>>()?;
    let own: FxHashSet<&str> = members.iter().filter_map(|at| name(&items[*at])).collect();
    let taken: FxHashSet<&str> = items.iter().filter_map(name).collect();
    let schemes = schemes(&ids, |name| own.contains(name) || !taken.contains(name));
    let columns = columns(&alike);
    let groups = schemes.into_iter().map(|scheme| Group {
        members: members.clone(),
        scheme,
        columns: columns.clone(),
    });
    let group = groups.min_by_key(|group| group.fields().len())?;
    let (first, _) = resource(&items[*members.first()?])?;
    let size = leaves(&first.body);
    let fields = group.fields().len();
    let gain = (count - 1) * (size + 2);
    let cost = fields + if fields > 0 { count } else { 0 };
    let worth = fields <= FIELDS && fields * 2 <= size + 1 && gain >= cost + 2;
    worth.then_some(group)
}

fn name(item: &Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Output(_) => None,
        kind => kind.name().map(|name| name.name.as_str()),
    }
}
