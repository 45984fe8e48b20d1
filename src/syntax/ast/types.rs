//! Types as they are written. In: nothing; out: plain data. Never: what a name stands for.

use super::{Doc, Ident, PatternKind, Text};
use crate::text::{Name, Span};

/// The name of a type as it is written: one token. `AWS::SQS::Queue.Tag` has the base
/// `AWS::SQS::Queue` and one member; `iam.Statement` has the base `iam`. An empty base stands where
/// a type is missing; that has been reported.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeName {
    pub base: Name,
    pub members: Vec<Ident>,
    pub span: Span,
}

impl TypeName {
    /// The name of the resource type, and which part of it is meant. A data source of Terraform has a
    /// dot in its name: `data.aws_ami`.
    pub fn resource_type(&self) -> (Name, &[Ident]) {
        match self.members.split_first() {
            Some((name, parts)) if self.base == "data" => {
                (ecow::eco_format!("data.{}", name.name), parts)
            }
            _ => (self.base.clone(), &self.members),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    pub span: Span,
    pub kind: TypeExprKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TypeExprKind {
    /// `string`, `json`, `Name`, `AWS::SQS::Queue.Tag`, with its bounds.
    Name {
        name: TypeName,
        bounds: Option<Bounds>,
    },
    List {
        element: Box<TypeExpr>,
        bounds: Option<Bounds>,
    },
    Map {
        value: Box<TypeExpr>,
    },
    Record(Vec<FieldType>),
    Literal(PatternKind),
    Optional(Box<TypeExpr>),
    Union(Vec<TypeExpr>),
    Error,
}

/// `(1..10)`, `(3..63, /[a-z]+/)`: what stands in the parentheses behind a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Bounds {
    pub min: Option<Bound>,
    pub max: Option<Bound>,
    /// The text between the slashes, `\/` as `/`.
    pub pattern: Option<Text>,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    pub value: Number,
    pub span: Span,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    Int(i64),
    Float(f64),
}

#[derive(Debug, Clone, PartialEq)]
pub struct FieldType {
    pub name: Ident,
    pub optional: bool,
    pub ty: TypeExpr,
    pub doc: Option<Doc>,
}
