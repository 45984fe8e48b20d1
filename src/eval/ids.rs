//! Which identifiers are taken. Parameters and resources share one namespace of the template;
//! conditions, mappings, outputs and rules have one each.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Graph, LONGEST_ID};
use crate::text::{Name, Span};
use hashbrown::HashTable;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::Hasher;

/// The identifiers of a template.
#[derive(Default)]
pub(super) struct Ids {
    /// Of resources, by their number, and of params, by theirs above [`PARAMS`].
    made: HashTable<u32>,
    others: FxHashMap<(Namespace, Name), (Name, Span)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Namespace {
    Condition,
    Mapping,
    Output,
    Rule,
}

/// What has an identifier already.
pub(super) enum Taken {
    Resource(u32),
    Param(u32),
}

/// Numbers from here on are params.
const PARAMS: u32 = 1 << 31;

impl Ids {
    /// Takes an identifier for the resource with this number. What has it already, otherwise.
    pub fn take_resource(&mut self, graph: &Graph, id: &str, number: u32) -> Option<Taken> {
        self.take(graph, id, number)
    }

    /// The same for a param.
    pub fn take_param(&mut self, graph: &Graph, id: &str, number: u32) -> Option<Taken> {
        self.take(graph, id, number | PARAMS)
    }

    pub fn reserve(&mut self, graph: &Graph, count: usize) {
        let rehash = |other: &u32| hash(name_of(graph, *other).unwrap_or_default());
        self.made.reserve(count, rehash);
    }

    fn take(&mut self, graph: &Graph, id: &str, number: u32) -> Option<Taken> {
        let is_same = |other: &u32| name_of(graph, *other) == Some(id);
        let rehash = |other: &u32| hash(name_of(graph, *other).unwrap_or_default());
        match self.made.entry(hash(id), is_same, rehash) {
            hashbrown::hash_table::Entry::Vacant(entry) => {
                entry.insert(number);
                None
            }
            hashbrown::hash_table::Entry::Occupied(entry) => Some(match *entry.get() {
                number @ 0..PARAMS => Taken::Resource(number),
                number => Taken::Param(number & !PARAMS),
            }),
        }
    }
}

fn name_of(graph: &Graph, number: u32) -> Option<&str> {
    match number {
        0..PARAMS => graph.resources.get(number as usize).map(|r| &r.logical_id),
        _ => {
            let param = graph.params.get((number & !PARAMS) as usize);
            param.map(|p| &p.logical_id)
        }
    }
    .map(Name::as_str)
}

fn hash(id: &str) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(id.as_bytes());
    hasher.finish()
}

impl Eval<'_> {
    /// Takes an identifier in a namespace of its own. Reports where it is taken, or too long.
    pub fn take_id(&mut self, namespace: Namespace, id: &Name, name: &Name, at: Span) {
        self.check_length(id, name, at);
        let key = (namespace, id.clone());
        match self.ids.others.get(&key) {
            None => {
                self.ids.others.insert(key, (name.clone(), at));
            }
            Some((first, first_at)) => {
                let diagnostic = collision(id, (name, at), (first, *first_at));
                self.report(diagnostic);
            }
        }
    }

    pub fn check_length(&mut self, id: &Name, name: &Name, at: Span) {
        if id.len() > LONGEST_ID {
            let message = format!(
                "the id of `{name}` has {} characters, {LONGEST_ID} at most are allowed",
                id.len()
            );
            self.report(
                Diagnostic::new(Code::IdTooLong, at, message)
                    .here("the id is made from this")
                    .help("give it a shorter one with `@id(\"...\")`"),
            );
        }
    }
}

/// The error of two declarations with one identifier.
pub(super) fn collision(
    id: &str,
    (name, at): (&str, Span),
    (first, first_at): (&str, Span),
) -> Diagnostic {
    let message = match name == first {
        true => format!("two of `{name}` have the id `{id}`"),
        false => format!("`{name}` and `{first}` have the same id `{id}`"),
    };
    Diagnostic::new(Code::IdCollision, at, message)
        .here(format!("becomes `{id}`"))
        .label(first_at, format!("becomes `{id}` too"))
        .help("give one of them another id with `@id(\"...\")`")
}
