//! How the passes of a loop get the ids that resources have. In: the ids. Out: a name for the loop and a key for
//! each of its passes, and what `@id` says where name and key give other ids. Never: another id.

use crate::decompile::Purpose;
use crate::decompile::names::wish;
use crate::graph::logical_id;
use crate::text::Name;
use rustc_hash::FxHashSet;

/// Names and keys that give ids.
#[derive(Debug, Clone)]
pub struct Scheme {
    pub name: Name,
    /// Of each pass.
    pub keys: Vec<Name>,
    /// Whether all keys are whole numbers.
    pub numbers: bool,
    /// What stands before and behind the key in `@id`; none where the name gives the ids.
    pub id: Option<(Name, Name)>,
}

/// Ids that only differ in a number or in a letter at the end have one stem.
pub fn stem(id: &str) -> String {
    let mut stem = String::with_capacity(id.len());
    for c in id.chars() {
        match c.is_ascii_digit() {
            true if stem.ends_with('#') => {}
            true => stem.push('#'),
            false => stem.push(c),
        }
    }
    let last = stem.pop();
    match last {
        Some(c) if c.is_ascii_uppercase() && !stem.ends_with(|c: char| c.is_ascii_uppercase()) => {
            stem.push('#');
        }
        Some(c) => stem.push(c),
        None => {}
    }
    stem
}

/// The ways in which these ids come about; `is_free` says whether a name can be taken. None where they have
/// nothing in common.
pub fn schemes(ids: &[Name], is_free: impl Fn(&str) -> bool) -> Vec<Scheme> {
    let Some((head, tail, keys)) = parts(ids) else {
        return Vec::new();
    };
    let wished = wish(&format!("{head}{tail}"), Purpose::Keep);
    let names = [wished.clone(), ecow::eco_format!("{wished}s")];
    let Some(name) = names.into_iter().find(|name| is_free(name)) else {
        return Vec::new();
    };
    let numbers = keys.iter().all(|key| is_number(key));
    let natural: Option<Vec<Name>> = keys.iter().map(natural).collect();
    let gives = |keys: &&Vec<Name>| {
        (keys.iter().zip(ids)).all(|(key, id)| logical_id([name.as_str(), key.as_str()]) == *id)
    };
    let scheme = |keys: &Vec<Name>, id| Scheme {
        name: name.clone(),
        keys: keys.clone(),
        numbers,
        id,
    };
    let all = natural.iter().chain([&keys]);
    let mut found: Vec<Scheme> = all.filter(gives).map(|keys| scheme(keys, None)).collect();
    if found.is_empty() {
        found.push(scheme(&keys, Some((head.into(), tail.into()))));
    }
    found
}

/// What is common to all ids at either end, and what is between.
fn parts(ids: &[Name]) -> Option<(&str, &str, Vec<Name>)> {
    let (head, tail) = around(ids)?;
    let between = |id: &Name| Some(Name::from(id.get(head.len()..id.len() - tail.len())?));
    let keys: Vec<Name> = ids.iter().map(between).collect::<Option<_>>()?;
    let distinct: FxHashSet<&Name> = keys.iter().collect();
    let usable = distinct.len() == ids.len() && keys.iter().all(|key| !key.is_empty());
    (usable && head.len() + tail.len() >= 3).then_some((head, tail, keys))
}

/// What all ids begin with and end with, up to where words end.
fn around(ids: &[Name]) -> Option<(&str, &str)> {
    let first = ids.first()?.as_str();
    let shortest = ids.iter().map(|id| id.len()).min()?;
    let mut head = (0..shortest)
        .find(|at| {
            ids.iter()
                .any(|id| id.as_bytes()[*at] != first.as_bytes()[*at])
        })
        .unwrap_or(shortest);
    let from_end = |id: &str, at: usize| id.as_bytes()[id.len() - 1 - at];
    let mut tail = (0..shortest - head)
        .find(|at| {
            ids.iter()
                .any(|id| from_end(id, *at) != from_end(first, *at))
        })
        .unwrap_or(shortest - head);
    let splits = |at: usize, id: &Name| splits_word(id.as_bytes(), at);
    while head > 0 && ids.iter().any(|id| splits(head, id)) {
        head -= 1;
    }
    while tail > 0 && (ids.iter()).any(|id| splits_word(id.as_bytes(), id.len() - tail)) {
        tail -= 1;
    }
    Some((first.get(..head)?, first.get(first.len() - tail..)?))
}

/// Whether a word or a number goes on at an offset.
fn splits_word(id: &[u8], at: usize) -> bool {
    let (Some(before), Some(next)) = (at.checked_sub(1).and_then(|i| id.get(i)), id.get(at)) else {
        return false;
    };
    next.is_ascii_lowercase() || (before.is_ascii_digit() && next.is_ascii_digit())
}

fn is_number(key: &str) -> bool {
    key == "0"
        || (key.len() < 10 && !key.starts_with('0') && key.bytes().all(|b| b.is_ascii_digit()))
}

/// A key as one would write it. `None`: that would be part of another id.
fn natural(key: &Name) -> Option<Name> {
    if key.starts_with(|c: char| c.is_ascii_digit()) {
        return Some(key.clone());
    }
    let wished = wish(key, Purpose::Keep);
    (logical_id([wished.as_str()]) == *key).then_some(wished)
}
