//! What a component is to those who use it: what it takes, what its instances give, and what is
//! inside, for `with`. Plain data that goes from the file that declares it to those that import it.

use super::Type;
use crate::text::{Name, Span};

/// A component. Two are the same where they are declared at the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentType {
    pub name: Name,
    /// Its name in its declaration.
    pub declared: Span,
    pub inputs: Vec<ComponentInput>,
    pub outputs: Vec<Member>,
    /// The resources and instances that it makes.
    pub inside: Vec<Member>,
}

/// What an instance may, or must, say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComponentInput {
    pub name: Name,
    pub ty: Type,
    /// Whether it may be left out.
    pub optional: bool,
    pub declared: Span,
    /// The text and the place of its `@deprecated`.
    pub deprecated: Option<(Name, Span)>,
}

/// Something of a component, by its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub name: Name,
    pub ty: Type,
    pub declared: Span,
}

impl ComponentType {
    pub fn is(&self, other: &ComponentType) -> bool {
        self.declared == other.declared
    }

    /// What `instance.name` is: an output, else an input.
    pub fn member(&self, name: &str) -> Option<&Type> {
        let output = self.outputs.iter().find(|o| o.name == name);
        let input = || self.inputs.iter().find(|i| i.name == name);
        output
            .map(|o| &o.ty)
            .or_else(|| input().map(|input| &input.ty))
    }

    /// All names that can be read of an instance.
    pub fn members(&self) -> impl Iterator<Item = &Name> {
        let inputs = self.inputs.iter().map(|i| &i.name);
        self.outputs.iter().map(|o| &o.name).chain(inputs)
    }

    pub fn inside(&self, name: &str) -> Option<&Member> {
        self.inside.iter().find(|i| i.name == name)
    }
}
