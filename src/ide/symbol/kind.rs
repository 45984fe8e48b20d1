//! What a name may stand for. Plain data.

use crate::builtins::BuiltinId;
use crate::resolve::{DeclId, Namespace};
use crate::text::{FileId, Name, Span};
use crate::types::{NodeId, TypeKey};
use std::sync::Arc;

/// Something that has a name. Two are equal where they are the same thing, in all files of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// A declaration of a program, of the top level or inside a component; an output too.
    Declared(DeclId),
    /// A variable of a loop, a comprehension, a block, a policy or a test: its name where it is declared.
    Local(Span),
    /// A parameter of a function or an input of a component: its name in its declaration.
    Parameter(Span),
    /// `B` of `import { A as B }`: where it gets that name, and what it stands for.
    Alias {
        at: Span,
        decl: DeclId,
    },
    /// `net` of `import "./net.infra" as net`: where it gets that name, and the file.
    Import {
        at: Span,
        file: FileId,
    },
    /// The path of an import.
    File(FileId),
    /// A built-in function, or a member of `aws` or `cfn`.
    Builtin(BuiltinId),
    /// A parameter of a built-in function, where an argument names it.
    BuiltinParameter(BuiltinId, Name),
    Namespace(Namespace),
    /// `string`, `json`.
    Scalar(Name),
    /// A resource type of the catalogue.
    Type(TypeKey),
    /// `T.X` where a type is written: a property, an attribute or a definition.
    Part(TypeKey, Name),
    /// A property: the node of the schema that has it, and its name there.
    Property(TypeKey, NodeId, Name),
    /// What the engine gives of a resource: `r.Arn`, `r.Endpoint.Address`, `r.ref`.
    Attribute(TypeKey, Name),
    /// A field of a record. Records are known by the names of their fields, which are sorted here.
    Field(Arc<[Name]>, Name),
    /// `@id`.
    Annotation(Name),
}

/// A place where something is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub at: Span,
    pub symbol: Symbol,
    pub role: Role,
}

/// What the place does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It says what the name stands for.
    Declaration,
    Read,
    /// It says what the value is: the name of an argument, a property, an input, what `with` changes.
    Write,
}

impl Symbol {
    /// The declaration that it stands for, under whatever name.
    pub fn decl(&self) -> Option<DeclId> {
        match self {
            Symbol::Declared(decl) | Symbol::Alias { decl, .. } => Some(*decl),
            _ => None,
        }
    }

    /// Whether both are the same thing, under whatever names.
    pub fn means(&self, other: &Symbol) -> bool {
        match (self.decl(), other.decl()) {
            (Some(one), Some(other)) => one == other,
            _ => self == other,
        }
    }
}
