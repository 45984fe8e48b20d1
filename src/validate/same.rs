//! Whether values are the same for an engine, which turns scalars into texts, and which of many are
//! there twice. Equal expressions count as equal values.

use super::scalars::plain;
use crate::graph::{Value, ValueKind, is_same_expression};
use rustc_hash::FxHasher;
use std::collections::hash_map::Entry;
use std::hash::{Hash, Hasher};

/// The first two elements that are the same, of those that `there` lets pass.
pub(super) fn repeated<'v>(
    values: &'v [Value],
    there: impl Fn(&'v Value) -> Option<&'v Value>,
) -> Option<(&'v Value, &'v Value)> {
    let get = |at: usize| values.get(at).and_then(&there);
    let (first, second) = first_pair(
        values.len(),
        |at| get(at).map_or(0, hash_of),
        |a, b| get(a).zip(get(b)).is_some_and(|(a, b)| is_same(a, b)),
    )?;
    get(first).zip(get(second))
}

/// The places of the first two whose parts are the same.
pub(super) fn repeated_parts(parts: &[Vec<Value>]) -> Option<(usize, usize)> {
    let hash = |at: usize| {
        let hashes: Vec<u64> = parts[at].iter().map(hash_of).collect();
        let mut hasher = FxHasher::default();
        hashes.hash(&mut hasher);
        hasher.finish()
    };
    first_pair(parts.len(), hash, |a, b| {
        let (a, b) = (&parts[a], &parts[b]);
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| is_same(a, b))
    })
}

/// How many different values there are.
pub(super) fn different(values: &[&Value]) -> usize {
    let mut groups: rustc_hash::FxHashMap<u64, Vec<&Value>> = rustc_hash::FxHashMap::default();
    for value in values {
        let group = groups.entry(hash_of(value)).or_default();
        if !group.iter().any(|other| is_same(other, value)) {
            group.push(value);
        }
    }
    groups.values().map(Vec::len).sum()
}

pub(super) fn is_same(a: &Value, b: &Value) -> bool {
    match (&a.kind, &b.kind) {
        (ValueKind::Text(a), ValueKind::Text(b)) => a == b,
        (ValueKind::List(a), ValueKind::List(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| is_same(a, b))
        }
        (ValueKind::Map(a), ValueKind::Map(b)) => {
            let there =
                |map: &crate::graph::ValueMap| map.values().filter(|v| !v.is_null()).count();
            there(a) == there(b)
                && a.iter()
                    .filter(|(_, v)| !v.is_null())
                    .all(|(key, a)| b.get(key).is_some_and(|b| is_same(a, b)))
        }
        (ValueKind::Deferred(_), _) | (_, ValueKind::Deferred(_)) => is_same_expression(a, b),
        (ValueKind::Null, ValueKind::Null) => true,
        _ if is_scalar(a) && is_scalar(b) => plain(&a.kind) == plain(&b.kind),
        _ => false,
    }
}

/// Two by two where they are few, else by their hashes.
fn first_pair(
    count: usize,
    hash: impl Fn(usize) -> u64,
    same: impl Fn(usize, usize) -> bool,
) -> Option<(usize, usize)> {
    /// More values are hashed.
    const FEW: usize = 8;
    if count <= FEW {
        return (1..count).find_map(|b| {
            let a = (0..b).find(|a| same(*a, b))?;
            Some((a, b))
        });
    }
    let mut seen: rustc_hash::FxHashMap<u64, Vec<usize>> = rustc_hash::FxHashMap::default();
    for at in 0..count {
        match seen.entry(hash(at)) {
            Entry::Occupied(mut group) => {
                if let Some(first) = group.get().iter().find(|a| same(**a, at)) {
                    return Some((*first, at));
                }
                group.get_mut().push(at);
            }
            Entry::Vacant(group) => {
                group.insert(vec![at]);
            }
        }
    }
    None
}

/// Equal for values that are the same; the order of a map's keys counts for nothing.
fn hash_of(value: &Value) -> u64 {
    let mut hasher = FxHasher::default();
    match &value.kind {
        ValueKind::Text(text) => text.hash(&mut hasher),
        ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Bool(_) => {
            plain(&value.kind).as_str().hash(&mut hasher);
        }
        ValueKind::List(list) => list.iter().for_each(|v| hash_of(v).hash(&mut hasher)),
        ValueKind::Map(map) => {
            let entries = map.iter().filter(|(_, v)| !v.is_null());
            let sum = entries.fold(0u64, |sum, (key, value)| {
                let mut entry = FxHasher::default();
                key.hash(&mut entry);
                hash_of(value).hash(&mut entry);
                sum.wrapping_add(entry.finish())
            });
            sum.hash(&mut hasher);
        }
        // Expressions are few and told apart two by two.
        ValueKind::Deferred(deferred) => deferred.weight().count.hash(&mut hasher),
        ValueKind::Null | ValueKind::Resource(..) | ValueKind::Instance(..) | ValueKind::Error => {}
    }
    hasher.finish()
}

fn is_scalar(value: &Value) -> bool {
    matches!(
        value.kind,
        ValueKind::Text(_) | ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Bool(_)
    )
}
