//! The names of what a template declares. In: the ids of its sections, and what the tree is for. Out: for each
//! id the name that it has in the source, and whether `@id` must say the id. Never: a name that is taken or
//! reserved, or two names for one id.

use super::Purpose;
use crate::graph::{is_condition_id, is_logical_id, logical_id};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// What has a name that others read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Param,
    Resource,
    Condition,
    Mapping,
    /// Binds no name: only the outside reads it.
    Output,
}

/// A declaration of the template by its name in the source.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    pub name: Name,
    pub kind: Kind,
    /// The id in the template.
    pub id: Name,
    /// Where the id stands.
    pub span: Span,
}

/// All names of a template. Params and resources share one space of ids; conditions and mappings have one each.
#[derive(Debug, Clone, Default)]
pub struct Names {
    things: FxHashMap<Name, Named>,
    conditions: FxHashMap<Name, Named>,
    mappings: FxHashMap<Name, Named>,
    outputs: FxHashMap<Name, Named>,
}

/// Words that no declaration can be called by.
const WORDS: [&str; 10] = [
    "if", "then", "else", "match", "for", "in", "let", "true", "false", "null",
];

/// What is imported calls these, so that nothing else has their names.
const CALLED: [&str; 10] = [
    "aws",
    "cfn",
    "raw",
    "join",
    "split",
    "base64",
    "toJson",
    "length",
    "cidrSubnet",
    "file",
];

impl Names {
    /// Names for all ids, which come in the order of the template. Those that keep their id go first, so
    /// that as few as possible need to say it.
    pub fn new(ids: &[(Kind, Name, Span)], purpose: Purpose) -> Names {
        let mut names = Names::default();
        let mut used: FxHashSet<Name> = reserved().collect();
        let mut outputs: FxHashSet<Name> = WORDS.map(Name::from).into_iter().collect();
        let (plain, others): (Vec<_>, Vec<_>) = ids
            .iter()
            .partition(|(_, id, _)| !needs_id(&wish(id, purpose), id));
        for (kind, id, span) in plain.into_iter().chain(others) {
            let wish = wish(id, purpose);
            let mut name = wish.clone();
            let mut number = 1;
            let used = match kind {
                Kind::Output => &mut outputs,
                _ => &mut used,
            };
            while used.contains(&name) {
                name = match number {
                    1 => ecow::eco_format!("{wish}{}", suffix(*kind)),
                    _ => ecow::eco_format!("{wish}{}{number}", suffix(*kind)),
                };
                number += 1;
            }
            used.insert(name.clone());
            let named = Named {
                name,
                kind: *kind,
                id: id.clone(),
                span: *span,
            };
            names.space(*kind).entry(id.clone()).or_insert(named);
        }
        names
    }

    fn space(&mut self, kind: Kind) -> &mut FxHashMap<Name, Named> {
        match kind {
            Kind::Param | Kind::Resource => &mut self.things,
            Kind::Condition => &mut self.conditions,
            Kind::Mapping => &mut self.mappings,
            Kind::Output => &mut self.outputs,
        }
    }

    /// The param or resource of an id.
    pub fn thing(&self, id: &str) -> Option<&Named> {
        self.things.get(id)
    }

    pub fn condition(&self, id: &str) -> Option<&Named> {
        self.conditions.get(id)
    }

    pub fn mapping(&self, id: &str) -> Option<&Named> {
        self.mappings.get(id)
    }

    pub fn output(&self, id: &str) -> Option<&Named> {
        self.outputs.get(id)
    }
}

/// The names that no value of an imported program has.
pub fn reserved() -> impl Iterator<Item = Name> {
    WORDS.into_iter().chain(CALLED).map(Name::from)
}

/// Whether a name gives another id than this one.
pub fn needs_id(name: &str, id: &str) -> bool {
    logical_id([name]) != id
}

/// Whether a text can be an id of a template at all.
pub fn is_id(text: &str) -> bool {
    is_logical_id(text)
}

/// Whether a text can be the id of such a thing.
pub fn is_id_of(kind: Kind, text: &str) -> bool {
    is_id(text) || kind == Kind::Condition && is_condition_id(text)
}

/// The name that one would like for an id.
pub fn wish(id: &str, purpose: Purpose) -> Name {
    let is_part = |c: char| c.is_ascii_alphanumeric();
    let name = match purpose {
        Purpose::Check => id.replace(|c| !is_part(c), "_"),
        // `create_bucket` is `createBucket`.
        Purpose::Keep if !id.chars().all(is_part) => styled(&logical_id([id])),
        Purpose::Keep => styled(id),
    };
    match name.bytes().next() {
        Some(first) if !first.is_ascii_digit() => name.into(),
        _ => ecow::eco_format!("_{name}"),
    }
}

/// The name that one would like for an id, or another one for an id without one; with a number where it is taken.
pub fn free_name(id: &str, otherwise: &str, is_taken: impl Fn(&Name) -> bool) -> Name {
    let wished = match wish(id, Purpose::Keep) {
        name if name.is_empty() || name == "_" => otherwise.into(),
        name => name,
    };
    let mut name = wished.clone();
    let mut number = 2;
    while is_taken(&name) {
        name = ecow::eco_format!("{wished}{number}");
        number += 1;
    }
    name
}

/// `MyBucket` is `myBucket`, `VPC` is `vpc`, `ELBSecurityGroup` is `elbSecurityGroup`.
fn styled(id: &str) -> String {
    let capitals = id.bytes().take_while(u8::is_ascii_uppercase).count();
    let after = id.as_bytes().get(capitals);
    let lowered = match (capitals, after) {
        (0 | 1, _) => capitals,
        // The last capital begins the next word.
        (_, Some(next)) if next.is_ascii_lowercase() && !is_plural(id, capitals) => capitals - 1,
        _ => capitals,
    };
    let (head, tail) = id.split_at(lowered);
    head.to_ascii_lowercase() + tail
}

/// Whether the small letter behind capitals is an `s` of many: `AZs`, `VPCsToUse`.
fn is_plural(id: &str, capitals: usize) -> bool {
    let mut rest = id.bytes().skip(capitals);
    rest.next() == Some(b's') && rest.next().is_none_or(|next| !next.is_ascii_lowercase())
}

fn suffix(kind: Kind) -> &'static str {
    match kind {
        Kind::Param => "Param",
        Kind::Resource => "Resource",
        Kind::Condition => "Condition",
        Kind::Mapping => "Map",
        Kind::Output => "Output",
    }
}
