//! Equality of known values: what `==` says, and keys for sets of values.

use super::number::order;
use crate::graph::{Value, ValueKind};
use std::cmp::Ordering;
use std::fmt::Write;

/// Whether two known values are equal. An integer equals the number of the same size; maps are
/// equal whatever the order of their entries. Deferred ones are never equal here.
pub fn is_same(left: &Value, right: &Value) -> bool {
    let (Some(left), Some(right)) = (left.known(), right.known()) else {
        return false;
    };
    match (&left.kind, &right.kind) {
        (ValueKind::Null, ValueKind::Null) => true,
        (ValueKind::Bool(l), ValueKind::Bool(r)) => l == r,
        (ValueKind::Text(l), ValueKind::Text(r)) => l == r,
        (ValueKind::Resource(l, _), ValueKind::Resource(r, _)) => l == r,
        (ValueKind::Instance(l, _), ValueKind::Instance(r, _)) => l == r,
        (ValueKind::List(l), ValueKind::List(r)) => {
            l.len() == r.len() && l.iter().zip(r.iter()).all(|(l, r)| is_same(l, r))
        }
        (ValueKind::Map(l), ValueKind::Map(r)) => {
            let equal = |(key, value)| r.get(key).is_some_and(|other| is_same(value, other));
            l.len() == r.len()
                && l.iter()
                    .all(|(k, v): (&crate::text::Name, &Value)| equal((k, v)))
        }
        (l, r) => order(l, r) == Some(Ordering::Equal),
    }
}

/// A text that two known values share only if they are equal.
pub fn key_of(value: &Value) -> String {
    let mut key = String::new();
    write_key(&mut key, value);
    key
}

fn write_key(out: &mut String, value: &Value) {
    // Writing to a string cannot fail.
    let _ = match &value.known().unwrap_or(value).kind {
        ValueKind::Null => write!(out, "n;"),
        ValueKind::Bool(bool) => write!(out, "b{bool};"),
        ValueKind::Int(int) => write!(out, "i{int};"),
        ValueKind::Number(number) => match super::number::whole(*number) {
            Some(int) => write!(out, "i{int};"),
            None => write!(out, "f{number};"),
        },
        ValueKind::Text(text) => write!(out, "t{}:{text};", text.len()),
        ValueKind::Resource(id, _) => write!(out, "r{};", id.0),
        ValueKind::Instance(id, _) => write!(out, "c{};", id.0),
        ValueKind::List(list) => {
            out.push('[');
            list.iter().for_each(|v| write_key(out, v));
            write!(out, "]")
        }
        ValueKind::Map(map) => {
            let mut entries = Vec::from_iter(map.iter());
            entries.sort_by_key(|(key, _)| *key);
            out.push('{');
            for (key, value) in entries {
                let _ = write!(out, "{}:{key}=", key.len());
                write_key(out, value);
            }
            write!(out, "}}")
        }
        ValueKind::Deferred(_) | ValueKind::Error => write!(out, "?;"),
    };
}
