//! The section `Mappings`: which maps can stand there, as what rows, under what names. In: maps and the
//! cases of a `match`. Out: [`Mapping`]s, each once. Never: what looks them up.

use super::conditions::{literal_value, scalar_text};
use super::names;
use super::problem::Unmappable;
use crate::emit::content::{content, digest};
use crate::graph::{MapId, MapLet, MatchArm, Origin, Value, ValueKind, ValueMap};
use crate::text::Name;
use crate::types::Literal;
use rustc_hash::{FxHashMap, FxHashSet};

/// An entry of the section `Mappings`.
#[derive(Debug)]
pub struct Mapping {
    pub name: Name,
    pub rows: Rows,
    /// The rows are values, not maps of values.
    pub flat: bool,
    pub origin: Origin,
    /// It has the name of a `let`.
    named: bool,
    /// The property that it is for, and the resource; the first in the alphabet where it is for
    /// several, so that the order of declarations does not matter.
    place: Option<(Name, Name)>,
    /// What it is looked up by.
    subject: String,
}

pub type Rows = Vec<(Name, Value)>;

/// The second key of a Mapping of one level.
pub const VALUE: &str = "Value";

/// All Mappings of a stack.
#[derive(Debug, Default)]
pub struct Mappings {
    all: Vec<Mapping>,
    by_let: FxHashMap<MapId, u32>,
    by_content: FxHashMap<Box<[u8]>, u32>,
}

impl Mappings {
    pub fn iter(&self) -> std::slice::Iter<'_, Mapping> {
        self.all.iter()
    }

    pub fn get(&self, number: u32) -> Option<&Mapping> {
        self.all.get(number as usize)
    }

    /// The Mapping of a `let`.
    pub fn of_let(&mut self, id: MapId, map: &MapLet, rows: Rows, flat: bool) -> u32 {
        let next = self.all.len() as u32;
        let number = *self.by_let.entry(id).or_insert(next);
        if number == next {
            self.all.push(Mapping {
                name: map.logical_id.clone(),
                rows,
                flat,
                origin: map.origin,
                named: true,
                place: None,
                subject: String::new(),
            });
        }
        number
    }

    /// The Mapping with these rows, which all that say the same share.
    pub fn of_rows(&mut self, rows: Rows, flat: bool, subject: String, origin: Origin) -> u32 {
        let next = self.all.len() as u32;
        let key = content_of(&rows, &subject);
        let number = *self.by_content.entry(key.into()).or_insert(next);
        if number == next {
            self.all.push(Mapping {
                name: Name::new(),
                rows,
                flat,
                origin,
                named: false,
                place: None,
                subject,
            });
        }
        number
    }

    /// Says that a property of a resource is for what a Mapping holds.
    pub fn note_place(&mut self, number: u32, property: &Name, owner: &Name) {
        let Some(mapping) = self.all.get_mut(number as usize) else {
            return;
        };
        let is_first = match &mapping.place {
            None => true,
            Some((p, o)) => (property, owner) < (p, o),
        };
        if is_first && !mapping.named {
            mapping.place = Some((property.clone(), owner.clone()));
        }
    }

    /// Gives all Mappings their names: that of their `let`; else the property and what it is looked
    /// up by, with the resource before it where two differ, with a digest behind it as the last way
    /// out.
    pub fn finish(&mut self) {
        let unnamed = || self.all.iter().filter(|mapping| !mapping.named);
        let mut plain: FxHashMap<String, u32> = FxHashMap::default();
        let mut full: FxHashMap<String, u32> = FxHashMap::default();
        for mapping in unnamed() {
            *plain.entry(mapping.plain_name()).or_default() += 1;
            *full.entry(mapping.full_name()).or_default() += 1;
        }
        let named = self.all.iter().filter(|mapping| mapping.named);
        let taken: FxHashSet<Name> = named.map(|mapping| mapping.name.clone()).collect();
        for mapping in self.all.iter_mut().filter(|mapping| !mapping.named) {
            let (short, long) = (mapping.plain_name(), mapping.full_name());
            let is_own = |name: &String| !taken.contains(name.as_str()) && name.len() <= 255;
            mapping.name = if plain.get(&short) == Some(&1) && is_own(&short) {
                short.into()
            } else if full.get(&long) == Some(&1) && !plain.contains_key(&long) && is_own(&long) {
                long.into()
            } else {
                let content = content_of(&mapping.rows, &mapping.subject);
                names::with_digest(short.get(..200).unwrap_or(&short), digest(&content))
            };
        }
    }
}

impl Mapping {
    fn plain_name(&self) -> String {
        let place = self.place.as_ref().map_or("Value", |(place, _)| place);
        format!("{}By{}", names::words(place), self.subject)
    }

    fn full_name(&self) -> String {
        let owner = self.place.as_ref().map_or("", |(_, owner)| owner);
        names::words(owner) + &self.plain_name()
    }
}

fn content_of(rows: &[(Name, Value)], subject: &str) -> Vec<u8> {
    let mut key = subject.as_bytes().to_vec();
    for (name, value) in rows {
        key.push(0);
        key.extend_from_slice(name.as_bytes());
        key.push(0);
        content(value, &mut key);
    }
    key
}

/// One row for each case; `_` stands for all values of a finite type that no case names.
pub fn match_rows(
    arms: &[MatchArm],
    otherwise: Option<&Value>,
    domain: Option<&[Literal]>,
    at: Origin,
) -> Result<Rows, Unmappable> {
    let mut rows = Vec::new();
    let mut seen: FxHashSet<Name> = FxHashSet::default();
    let named = arms
        .iter()
        .flat_map(|arm| arm.patterns.iter().map(move |p| (p, &arm.value)));
    let rest = match (otherwise, domain) {
        (None, _) => None,
        (Some(otherwise), Some(domain)) => Some(domain.iter().map(move |l| (l, otherwise))),
        (Some(_), None) => return Err(Unmappable::By),
    };
    for (literal, value) in named.chain(rest.into_iter().flatten()) {
        let key = scalar_text(&literal_value(literal, at)).unwrap_or_default();
        if !seen.insert(key.clone()) {
            continue;
        }
        if !fits_first_key(&key) {
            return Err(Unmappable::Key);
        }
        if !fits_value(value) {
            return Err(Unmappable::Value);
        }
        rows.push((key, value.clone()));
    }
    Ok(rows)
}

pub fn rows_of(entries: &Value, flat: bool) -> Result<Rows, Unmappable> {
    let entries = entries.as_map().ok_or(Unmappable::Value)?;
    if entries.is_empty() {
        return Err(Unmappable::Empty);
    }
    let mut rows = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if !fits_first_key(key) {
            return Err(Unmappable::Key);
        }
        match (flat, value.as_map()) {
            (true, _) if fits_value(value) => {}
            (false, Some(inner)) => fits_row(inner)?,
            _ => return Err(Unmappable::Value),
        }
        rows.push((key.clone(), value.clone()));
    }
    Ok(rows)
}

/// Whether a map has one level of scalars.
pub fn is_flat(map: &Value) -> bool {
    let values = map.as_map().into_iter().flat_map(ValueMap::values);
    values.into_iter().all(|value| value.as_map().is_none())
}

/// Whether every value of the key's type has a row. `None` where there are endlessly many.
pub fn covers(rows: &[(Name, Value)], domain: Option<&[Literal]>, key: &Value) -> Option<bool> {
    let has = |wanted: &Name| rows.iter().any(|(name, _)| name == wanted);
    if key.as_deferred().is_none() {
        return Some(scalar_text(key).is_some_and(|key| has(&key)));
    }
    let mut keys = domain?
        .iter()
        .filter_map(|literal| scalar_text(&literal_value(literal, key.origin)));
    Some(keys.all(|key| has(&key)))
}

fn fits_row(row: &ValueMap) -> Result<(), Unmappable> {
    match () {
        () if row.is_empty() => Err(Unmappable::Empty),
        () if !row.keys().all(|key| fits_second_key(key)) => Err(Unmappable::Key),
        () if !row.values().all(fits_value) => Err(Unmappable::Value),
        () => Ok(()),
    }
}

/// Characters that the first key of a Mapping may hold (cfn-lint's schema of Mappings).
fn fits_first_key(key: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    !key.is_empty() && key.bytes().all(fits)
}

/// The second key may hold letters and digits alone (same source, and the engine's own message).
fn fits_second_key(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn fits_value(value: &Value) -> bool {
    let is_scalar = |value: &Value| {
        matches!(
            value.kind,
            ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Text(_)
        )
    };
    is_scalar(value)
        || value
            .as_list()
            .is_some_and(|list| list.iter().all(is_scalar))
}
