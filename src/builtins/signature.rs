//! Signatures as static data. In: nothing. Out: [`Signature`]s with the types of their parameters
//! ([`Ty`]), and the step from there to a [`Type`]. Never: inference, which is the checker's.

use crate::text::Name;
use crate::types::{Field, Literal, Type};

/// A type in a signature: as [`Type`], but static, and with variables.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Ty {
    /// A variable of the signature, by its index in [`Signature::variables`].
    Var(usize),
    Never,
    Null,
    Bool,
    Int,
    Number,
    Text,
    Literal(&'static str),
    List(&'static Ty),
    Map(&'static Ty),
    Record(&'static [(&'static str, Ty)]),
    OneOf(&'static [Ty]),
    /// A resource of any type.
    Resource,
    Json,
    Any,
}

/// One way to call a function. A function with several is called by the first that fits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Signature {
    pub variables: &'static [Variable],
    pub params: &'static [Param],
    /// Any number of further arguments, which have no name.
    pub rest: Option<Param>,
    pub result: Ty,
}

/// A type that the arguments decide.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Variable {
    pub name: &'static str,
    /// What it may be at most: [`Ty::Any`] where everything fits.
    pub bound: Ty,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Param {
    /// By which it can be given too: `join(list: xs, separator: ",")`.
    pub name: &'static str,
    pub ty: Ty,
    pub optional: bool,
}

/// What a text can be made of.
pub const SCALAR: Ty = Ty::OneOf(&[Ty::Text, Ty::Number, Ty::Bool]);

/// One variable, `T`, that may be anything.
pub const ANY_T: &[Variable] = &[Variable {
    name: "T",
    bound: Ty::Any,
}];

/// A parameter that must be given.
pub const fn param(name: &'static str, ty: Ty) -> Param {
    Param {
        name,
        ty,
        optional: false,
    }
}

/// A parameter that may be left out.
pub const fn optional(name: &'static str, ty: Ty) -> Param {
    Param {
        name,
        ty,
        optional: true,
    }
}

/// A signature without variables.
pub const fn signature(params: &'static [Param], result: Ty) -> Signature {
    Signature {
        variables: &[],
        params,
        rest: None,
        result,
    }
}

impl Signature {
    pub const fn over(self, variables: &'static [Variable]) -> Signature {
        Signature { variables, ..self }
    }

    pub const fn rest(self, rest: Param) -> Signature {
        Signature {
            rest: Some(rest),
            ..self
        }
    }

    /// How many arguments must be given.
    pub fn required(&self) -> usize {
        self.params.iter().filter(|p| !p.optional).count()
    }
}

impl Ty {
    /// The type, with `variables` for its variables. One that is not decided is [`Type::Any`].
    pub fn instantiate(&self, variables: &[Option<Type>]) -> Type {
        match self {
            Ty::Var(index) => {
                let known = variables.get(*index).cloned().flatten();
                known.unwrap_or(Type::Any)
            }
            Ty::Never => Type::Never,
            Ty::Null => Type::Null,
            Ty::Bool => Type::Bool,
            Ty::Int => Type::int(),
            Ty::Number => Type::number(),
            Ty::Text => Type::string(),
            Ty::Literal(text) => Type::Literal(Literal::Text((*text).into())),
            Ty::List(element) => Type::list(element.instantiate(variables)),
            Ty::Map(value) => Type::map(value.instantiate(variables)),
            Ty::Record(fields) => {
                let field = |(name, ty): &(&str, Ty)| Field {
                    name: Name::from(*name),
                    ty: ty.instantiate(variables),
                    optional: false,
                };
                Type::record(fields.iter().map(field).collect())
            }
            Ty::OneOf(members) => Type::union(members.iter().map(|m| m.instantiate(variables))),
            Ty::Json => Type::Json,
            Ty::Resource | Ty::Any => Type::Any,
        }
    }
}
