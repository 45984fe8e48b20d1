//! Where two templates differ. In: two values. Out: each place at which they are not the same, and how. Never:
//! calls two spellings the same: 80 is not "80", and `Fn::Sub` is not `Fn::Join`. Only the order of keys, and
//! whether a number is written 1 or 1.0, do not count.

use super::{Entry, Node, NodeKind};
use crate::text::Name;
use rustc_hash::FxHashMap;
use std::fmt;

/// A place where two values differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference<'a> {
    /// The JSON pointer of the place.
    pub pointer: String,
    /// The values of the first that lead to the place, from the whole to the innermost that is there.
    pub path: Vec<&'a Node>,
    pub what: What<'a>,
}

/// How two values differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum What<'a> {
    OnlyFirst(&'a Node),
    OnlySecond(&'a Node),
    Kind(&'a Node, &'a Node),
    Value(&'a Node, &'a Node),
    /// The lists have so many elements each.
    Length(usize, usize),
}

/// All places where two values differ, in the order of the first.
pub fn differences<'a>(a: &'a Node, b: &'a Node) -> Vec<Difference<'a>> {
    let mut search = Search {
        pointer: String::new(),
        path: Vec::new(),
        found: Vec::new(),
    };
    search.values(a, b);
    search.found
}

struct Search<'a> {
    pointer: String,
    path: Vec<&'a Node>,
    found: Vec<Difference<'a>>,
}

impl<'a> Search<'a> {
    fn values(&mut self, a: &'a Node, b: &'a Node) {
        self.path.push(a);
        match (&a.kind, &b.kind) {
            (NodeKind::Map(first), NodeKind::Map(second)) => self.maps(first, second),
            (NodeKind::List(first), NodeKind::List(second)) => {
                if first.len() != second.len() {
                    self.add(What::Length(first.len(), second.len()));
                }
                for (at, (a, b)) in first.iter().zip(second).enumerate() {
                    self.below(&at.to_string(), |search| search.values(a, b));
                }
            }
            (first, second) if kind(first) != kind(second) => self.add(What::Kind(a, b)),
            (first, second) if !same_scalar(first, second) => self.add(What::Value(a, b)),
            _ => {}
        }
        self.path.pop();
    }

    fn maps(&mut self, first: &'a [Entry], second: &'a [Entry]) {
        // Mostly the keys have the same order.
        let table: Option<FxHashMap<&Name, &'a Node>> = (second.len() > 8).then(|| {
            second
                .iter()
                .map(|entry| (&entry.key, &entry.value))
                .collect()
        });
        for (at, entry) in first.iter().enumerate() {
            let found = match (second.get(at), &table) {
                (Some(other), _) if other.key == entry.key => Some(&other.value),
                (_, Some(table)) => table.get(&entry.key).copied(),
                (_, None) => value_of(second, &entry.key),
            };
            self.below(&entry.key, |search| match found {
                Some(other) => search.values(&entry.value, other),
                None => {
                    search.path.push(&entry.value);
                    search.add(What::OnlyFirst(&entry.value));
                    search.path.pop();
                }
            });
        }
        let table: Option<FxHashMap<&Name, ()>> =
            (first.len() > 8).then(|| first.iter().map(|entry| (&entry.key, ())).collect());
        for (at, entry) in second.iter().enumerate() {
            let is_known = match (first.get(at), &table) {
                (Some(other), _) if other.key == entry.key => true,
                (_, Some(table)) => table.contains_key(&entry.key),
                (_, None) => value_of(first, &entry.key).is_some(),
            };
            if !is_known {
                self.below(&entry.key, |search| {
                    search.add(What::OnlySecond(&entry.value))
                });
            }
        }
    }

    /// Searches below a key or an index.
    fn below(&mut self, key: &str, search: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        self.pointer.push('/');
        if key.contains(['~', '/']) {
            let escaped = key.replace('~', "~0").replace('/', "~1");
            self.pointer.push_str(&escaped);
        } else {
            self.pointer.push_str(key);
        }
        search(self);
        self.pointer.truncate(length);
    }

    fn add(&mut self, what: What<'a>) {
        self.found.push(Difference {
            pointer: self.pointer.clone(),
            path: self.path.clone(),
            what,
        });
    }
}

fn value_of<'a>(entries: &'a [Entry], key: &Name) -> Option<&'a Node> {
    let entry = entries.iter().find(|entry| entry.key == *key)?;
    Some(&entry.value)
}

fn same_scalar(a: &NodeKind, b: &NodeKind) -> bool {
    match (a, b) {
        (NodeKind::Int(int), NodeKind::Number(number))
        | (NodeKind::Number(number), NodeKind::Int(int)) => {
            *int as f64 == *number && *number as i128 == i128::from(*int)
        }
        _ => a == b,
    }
}

fn kind(kind: &NodeKind) -> &'static str {
    match kind {
        NodeKind::Null => "null",
        NodeKind::Bool(_) => "a boolean",
        NodeKind::Int(_) | NodeKind::Number(_) => "a number",
        NodeKind::Text(_) => "a text",
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
    }
}

/// How much of a value one line shows.
const SHOWN: usize = 60;

impl fmt::Display for Difference<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pointer.as_str() {
            "" => write!(f, "the whole")?,
            pointer => write!(f, "{pointer}")?,
        }
        match self.what {
            What::OnlyFirst(node) => write!(f, ": only in the first: {}", Shown(node)),
            What::OnlySecond(node) => write!(f, ": only in the second: {}", Shown(node)),
            What::Kind(a, b) => {
                let (first, second) = (kind(&a.kind), kind(&b.kind));
                write!(f, ": {first} {} / {second} {}", Shown(a), Shown(b))
            }
            What::Length(a, b) => write!(f, ": a list of {a} / a list of {b}"),
            What::Value(a, b) => match (a.as_text(), b.as_text()) {
                (Some(a), Some(b)) if a.len() + b.len() > 2 * SHOWN => {
                    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
                    let rest = |text: &str| -> String { text.chars().skip(same).collect() };
                    write!(f, ": texts differ from character {same}: ")?;
                    write!(f, "{} / {}", quoted(&rest(a)), quoted(&rest(b)))
                }
                _ => write!(f, ": {} / {}", Shown(a), Shown(b)),
            },
        }
    }
}

/// A value on one line, as JSON, without what is too long.
struct Shown<'a>(&'a Node);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.kind {
            NodeKind::Null => f.write_str("null"),
            NodeKind::Bool(bool) => write!(f, "{bool}"),
            NodeKind::Int(int) => write!(f, "{int}"),
            NodeKind::Number(number) => write!(f, "{number}"),
            NodeKind::Text(text) => f.write_str(&quoted(text)),
            NodeKind::List(items) if items.is_empty() => f.write_str("[]"),
            NodeKind::List(items) => write!(f, "[…] of {}", items.len()),
            NodeKind::Map(entries) => match entries.as_slice() {
                [] => f.write_str("{}"),
                [only] => write!(f, "{{{}: …}}", quoted(&only.key)),
                [first, ..] => write!(f, "{{{}: …, …}}", quoted(&first.key)),
            },
        }
    }
}

fn quoted(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}
