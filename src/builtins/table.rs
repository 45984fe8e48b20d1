//! Name to signature, documentation and implementation of everything that is built in. The
//! entries stand in the files of their topics; this one puts them together and finds them.

use super::call::{Call, Fault};
use super::signature::{Signature, Ty};
use super::{aws, cfn, encode, files, list, map, meta, net, number, string};
use crate::graph::{Deferred, Pseudo, Value, ValueKind};
use crate::text::Name;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// Something built in, by the place of its entry in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BuiltinId {
    group: u8,
    entry: u8,
}

/// Where a name is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Space {
    /// `length(...)`.
    Global,
    /// `aws.region`.
    Aws,
    /// `cfn.sub(...)`.
    Cfn,
}

/// An entry of the table.
#[derive(Debug)]
pub struct Builtin {
    pub space: Space,
    pub name: &'static str,
    pub kind: Kind,
    /// One paragraph for people.
    pub doc: &'static str,
    pub example: Example,
    pub run: Run,
}

#[derive(Debug)]
pub enum Kind {
    /// Read without parentheses.
    Value(Ty),
    /// Called. One signature or several; the first that fits decides.
    Function(&'static [Signature]),
}

/// An expression and what it gives, both as the user writes them. `gives` is empty where only the
/// deployment knows.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    pub code: &'static str,
    pub gives: &'static str,
}

/// How the value comes to be.
#[derive(Debug)]
pub enum Run {
    Pseudo(Pseudo),
    /// From arguments that are known as far as the function looks into them. Where it meets a
    /// deferred one, `defer` makes the expression for the engine; without it the call itself is
    /// that expression.
    Compute {
        compute: fn(&mut Call) -> Result<ValueKind, Fault>,
        defer: Option<fn(&Call) -> Option<Deferred>>,
    },
    /// As `Compute`, but nothing that is deferred can be given: no engine has such a function.
    Known(fn(&mut Call) -> Result<ValueKind, Fault>),
    /// Always an expression for the engine. What it finds wrong with known arguments, it says.
    Defer(fn(&mut Call) -> Result<Deferred, Fault>),
    /// An intrinsic of CloudFormation as it is spelled, never folded.
    Intrinsic {
        name: &'static str,
        argument: Spelling,
    },
}

/// How the arguments of an intrinsic stand in the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// The first argument alone: `{ "Ref": a }`; null where there is none.
    Bare,
    /// All in a list: `{ "Fn::Join": [a, b] }`.
    List,
    /// All in a list, absent ones too: `{ "Fn::If": [c, a, null] }`.
    Places,
    /// The first alone where no other is given, else all in a list: `Fn::Sub`.
    BareOrList,
    /// As entries with these names: `{ "Fn::Transform": { "Name": a, "Parameters": b } }`.
    Entries(&'static [&'static str]),
    /// A text that is always the same: `{ "Ref": "AWS::NoValue" }`.
    Fixed(&'static str),
}

/// The entries, in groups by topic.
pub static TABLE: [&[Builtin]; 10] = [
    string::ENTRIES,
    list::ENTRIES,
    map::ENTRIES,
    number::ENTRIES,
    encode::ENTRIES,
    net::ENTRIES,
    files::ENTRIES,
    meta::ENTRIES,
    aws::ENTRIES,
    cfn::ENTRIES,
];

/// Finds an entry by its name.
pub fn find(space: Space, name: &str) -> Option<BuiltinId> {
    static PLACES: OnceLock<FxHashMap<(Space, &'static str), BuiltinId>> = OnceLock::new();
    let places = PLACES.get_or_init(|| all().map(|(id, b)| ((b.space, b.name), id)).collect());
    places.get(&(space, name)).copied()
}

/// All entries, in the order of the table.
pub fn all() -> impl Iterator<Item = (BuiltinId, &'static Builtin)> {
    (0u8..).zip(TABLE.iter()).flat_map(|(group, entries)| {
        let numbered = (0u8..).zip(entries.iter());
        numbered.map(move |(entry, builtin)| (BuiltinId { group, entry }, builtin))
    })
}

/// The names of a space, for suggestions.
pub fn names(space: Space) -> impl Iterator<Item = &'static str> {
    let entries = TABLE.iter().flat_map(|group| group.iter());
    entries.filter(move |b| b.space == space).map(|b| b.name)
}

/// An entry of the global space that computes.
pub(super) const fn function(
    name: &'static str,
    signatures: &'static [Signature],
    doc: &'static str,
    example: Example,
    compute: fn(&mut Call) -> Result<ValueKind, Fault>,
) -> Builtin {
    Builtin {
        space: Space::Global,
        name,
        kind: Kind::Function(signatures),
        doc,
        example,
        run: Run::Compute {
            compute,
            defer: None,
        },
    }
}

pub(super) const fn example(code: &'static str, gives: &'static str) -> Example {
    Example { code, gives }
}

impl BuiltinId {
    pub fn get(self) -> &'static Builtin {
        // Only `all` makes ids, from places that exist.
        &TABLE[usize::from(self.group)][usize::from(self.entry)]
    }
}

impl Builtin {
    pub fn signatures(&self) -> &'static [Signature] {
        match self.kind {
            Kind::Value(_) => &[],
            Kind::Function(signatures) => signatures,
        }
    }

    /// As the user writes it: `length`, `aws.region`.
    pub fn path(&self) -> Name {
        match self.space {
            Space::Global => self.name.into(),
            Space::Aws => ecow::eco_format!("aws.{}", self.name),
            Space::Cfn => ecow::eco_format!("cfn.{}", self.name),
        }
    }
}

impl Spelling {
    /// The argument of an intrinsic, from what was given.
    pub fn argument(self, call: &Call) -> Value {
        let given = || call.given().cloned();
        let list = || Value::list(Vec::from_iter(given()), call.origin);
        match self {
            Spelling::Fixed(text) => Value::text(text, call.origin),
            Spelling::List => list(),
            Spelling::Places => Value::list(call.arguments.to_vec(), call.origin),
            Spelling::Bare | Spelling::BareOrList => {
                let mut all = given();
                match (all.next(), all.next()) {
                    (Some(only), None) => only,
                    (Some(first), Some(_)) if self == Spelling::Bare => first,
                    (None, _) if self == Spelling::Bare => Value::null(call.origin),
                    _ => list(),
                }
            }
            Spelling::Entries(names) => {
                let named = names.iter().zip(call.arguments);
                let set = named.filter(|(_, value)| !value.is_null());
                let entries = set.map(|(name, value)| (*name, value.clone()));
                Value::map(entries.collect(), call.origin)
            }
        }
    }
}
