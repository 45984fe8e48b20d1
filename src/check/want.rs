//! What a place wants: a type, and what to call the place in a message. Plain data; nothing is
//! formatted until something is wrong.

use crate::text::{Name, Span};
use crate::types::Type;

/// The type that an expression must have, and why.
#[derive(Clone, Copy)]
pub struct Want<'w> {
    pub ty: &'w Type,
    /// `null` is welcome too: it leaves out what is optional.
    pub nullable: bool,
    /// A schema asks: see [`crate::types::Doubt`].
    pub schema: bool,
    pub role: Role<'w>,
}

/// What the value is for.
#[derive(Clone, Copy)]
pub enum Role<'w> {
    /// A property of a resource, or a field of a record.
    Property(&'w Name),
    /// An argument, by the parameter's name and, for functions of the program, its place.
    Argument {
        function: &'w str,
        parameter: &'w str,
        declared: Option<Span>,
    },
    /// The value of a declaration with a type.
    Declared { name: &'w Name, ty: Span },
    /// The result of a function with a type.
    Result { function: &'w Name, ty: Span },
    /// `the condition`, `the index`.
    Part(&'static str),
}

impl<'w> Want<'w> {
    pub fn new(ty: &'w Type, role: Role<'w>) -> Want<'w> {
        Want {
            ty,
            nullable: false,
            schema: false,
            role,
        }
    }

    pub fn nullable(self, nullable: bool) -> Want<'w> {
        Want { nullable, ..self }
    }

    pub fn schema(self, schema: bool) -> Want<'w> {
        Want { schema, ..self }
    }
}

impl Role<'_> {
    /// The first label of a message: what the place is.
    pub fn label(&self) -> String {
        match self {
            Role::Property(name) => format!("the value of `{name}`"),
            Role::Argument { parameter, .. } => format!("the argument `{parameter}`"),
            Role::Declared { name, .. } => format!("the value of `{name}`"),
            Role::Result { function, .. } => format!("what `{function}` gives"),
            Role::Part(part) => (*part).to_owned(),
        }
    }

    /// The second label: where it was declared that something else is wanted.
    pub fn declared(&self) -> Option<(Span, String)> {
        match self {
            Role::Argument {
                function,
                parameter,
                declared: Some(at),
            } => Some((*at, format!("`{parameter}` of `{function}`"))),
            Role::Declared { ty, .. } => Some((*ty, "because of this type".to_owned())),
            Role::Result { ty, .. } => Some((*ty, "the declared result".to_owned())),
            _ => None,
        }
    }
}
