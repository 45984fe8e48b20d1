//! How `r.P` is said in CloudFormation. In: a resource type and a path. Out: whether `Fn::GetAtt` gives
//! it, `Ref` does, or only what was set is known. Asked of the catalogue once for each path of a type.

use super::conditions::scalar_text;
use crate::graph::Value;
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::{Literal, Schemas, Type, TypeKey};
use rustc_hash::FxHashMap;

/// The ways to say a property or attribute of a resource.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    /// `Fn::GetAtt` with this name.
    Attribute { name: Name, kind: Kind },
    /// `Ref` returns it.
    Reference,
    /// The value that was set, if one was.
    Set,
    /// It is a part of this attribute, which comes as a whole.
    Part { attribute: Name },
}

impl Reading {
    /// Whether the value that was set goes into a text in place of the attribute: where it is known
    /// and the attribute is no text, which is all that a `Sub` takes.
    pub fn yields_to(&self, known: Option<&Value>) -> bool {
        let is_text = !matches!(self, Reading::Attribute { kind, .. } if *kind != Kind::Text);
        !is_text && known.is_some_and(|known| scalar_text(known).is_some())
    }
}

/// What an attribute is, as far as it matters where it may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Text,
    List,
    Other,
}

/// A path below a resource, and what reads it.
type Answer = (Box<[Name]>, Reading);

/// The answers so far.
#[derive(Debug, Default)]
pub struct Readings {
    /// By the type's index; types without one are open and answer alike.
    by_type: FxHashMap<u32, Vec<Answer>>,
}

const OPEN: u32 = u32::MAX;

impl Readings {
    /// The answer, which must have been asked for before.
    pub fn get(&self, ty: &TypeKey, path: &[Name]) -> &Reading {
        let answers = self.by_type.get(&ty.index.unwrap_or(OPEN));
        answers
            .and_then(|answers| answers.iter().find(|(known, _)| **known == *path))
            .map_or(&Reading::Set, |(_, reading)| reading)
    }

    pub fn ask(&mut self, catalogue: &Catalogue, ty: &TypeKey, path: &[Name]) -> &Reading {
        let answers = self.by_type.entry(ty.index.unwrap_or(OPEN)).or_default();
        let place = answers.iter().position(|(known, _)| **known == *path);
        let place = place.unwrap_or_else(|| {
            answers.push((path.into(), read(catalogue, ty, path)));
            answers.len() - 1
        });
        &answers[place].1
    }
}

fn read(catalogue: &Catalogue, ty: &TypeKey, path: &[Name]) -> Reading {
    let dotted = path.join(".");
    if let Some(attribute) = catalogue.attribute(ty, &dotted) {
        return Reading::Attribute {
            name: dotted.into(),
            kind: kind(catalogue, &attribute.ty),
        };
    }
    if let [property] = path
        && catalogue.reference(ty).attribute == *property
    {
        return Reading::Reference;
    }
    let parts = (1..path.len()).rev().map(|end| path[..end].join("."));
    let mut wholes = parts.filter(|part| catalogue.attribute(ty, part).is_some());
    match wholes.next() {
        Some(attribute) => Reading::Part {
            attribute: attribute.into(),
        },
        None => Reading::Set,
    }
}

/// Whether a type's values are texts or lists.
pub fn kind(catalogue: &Catalogue, ty: &Type) -> Kind {
    match ty {
        Type::Named(key, node) => match catalogue.expand(key, *node) {
            // A node that stands for another one of the same kind ends here.
            Type::Named(..) => Kind::Other,
            expanded => kind(catalogue, &expanded),
        },
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) => Kind::Text,
        Type::List(_) => Kind::List,
        Type::Union(members) => {
            let mut kinds = members
                .iter()
                .filter(|member| **member != Type::Null)
                .map(|member| kind(catalogue, member));
            match kinds.next() {
                Some(first) if kinds.all(|other| other == first) => first,
                _ => Kind::Other,
            }
        }
        _ => Kind::Other,
    }
}
