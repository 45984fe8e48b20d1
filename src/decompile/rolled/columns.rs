//! In what the resources of a group differ. In: the places in which each differs from the first. Out: a column of
//! values for each, and whether keys say them. Never: two columns of the same values.

use super::bare::same;
use super::ids::Scheme;
use super::unify::{Hole, Place};
use crate::syntax::ast::{Expr, ExprKind, TextPart};
use crate::text::Name;
use std::collections::BTreeMap;

/// The values of one place, or of several in which they are the same.
#[derive(Debug, Clone)]
pub struct Column {
    pub places: Vec<Place>,
    /// The key that the first of them stands under.
    pub under: Name,
    /// Of each resource.
    pub values: Vec<Expr>,
}

/// What differs, the same values once.
pub fn columns(alike: &[(usize, Vec<Hole>)]) -> Vec<Column> {
    let mut all: BTreeMap<Place, (Name, Vec<Expr>)> = BTreeMap::new();
    for (_, holes) in alike {
        for hole in holes {
            let first = || (hole.under.clone(), vec![hole.first.clone(); alike.len()]);
            all.entry(hole.place).or_insert_with(first);
        }
    }
    for (pass, (_, holes)) in alike.iter().enumerate() {
        for hole in holes {
            if let Some((_, values)) = all.get_mut(&hole.place)
                && let Some(value) = values.get_mut(pass)
            {
                value.clone_from(&hole.other);
            }
        }
    }
    let mut columns: Vec<Column> = Vec::new();
    for (place, (under, values)) in all {
        let is_same = |column: &&mut Column| {
            let mut pairs = column.values.iter().zip(&values);
            pairs.all(|(a, b)| same(a, b))
        };
        match columns.iter_mut().find(is_same) {
            Some(column) => column.places.push(place),
            None => columns.push(Column {
                places: vec![place],
                under,
                values,
            }),
        }
    }
    columns
}

impl Column {
    /// Whether the values are the numbers of the passes.
    pub fn is_key(&self, scheme: &Scheme) -> bool {
        let mut pairs = self.values.iter().zip(&scheme.keys);
        pairs.all(
            |(value, key)| matches!(value.kind, ExprKind::Int(number) if key.parse() == Ok(number)),
        )
    }

    /// What stands before and behind the key in all values.
    pub fn around_key(&self, scheme: &Scheme) -> Option<(Name, Name)> {
        let values: Vec<Name> = self.values.iter().map(known).collect::<Option<_>>()?;
        let (value, key) = (values.first()?, scheme.keys.first()?);
        let candidates = value.match_indices(key.as_str());
        let mut candidates = candidates.map(|(at, _)| (&value[..at], &value[at + key.len()..]));
        let fits = |(before, after): &(&str, &str)| {
            values.iter().zip(&scheme.keys).all(|(value, key)| {
                let rest = value.strip_prefix(before);
                rest.and_then(|rest| rest.strip_suffix(after)) == Some(key)
            })
        };
        let (before, after) = candidates.find(fits)?;
        Some((before.into(), after.into()))
    }
}

/// A text without expressions.
pub fn known(expr: &Expr) -> Option<Name> {
    let ExprKind::Text(text) = &expr.kind else {
        return None;
    };
    match text.parts.as_slice() {
        [] => Some(Name::new()),
        [TextPart::Text { value, .. }] => Some(value.clone()),
        _ => None,
    }
}
