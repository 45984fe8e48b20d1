//! Expressions. In: nothing; out: plain data. Never: values or types.

use super::{ForClause, Ident, Let, TypeName};
use crate::text::{Name, Span};

/// An expression of a file, by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExprId(pub u32);

#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    pub id: ExprId,
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    Null,
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(TextLiteral),
    List(Vec<ListEntry>),
    Record(Vec<RecordEntry>),
    /// `[for x in xs if c: body]`.
    ListFor(Box<ListFor>),
    /// `{ for k, v in m if c: key => value }`.
    MapFor(Box<MapFor>),
    Name(Name),
    /// A resource type where a value is asked for: `resources(AWS::SQS::Queue)`.
    TypeName(Box<TypeName>),
    /// `(e)`: kept for the formatter.
    Paren(Box<Expr>),
    /// `a.b` and `a?.b`. The name is empty where none follows the dot.
    Field {
        base: Box<Expr>,
        name: Ident,
        optional: bool,
    },
    Index {
        base: Box<Expr>,
        index: Box<Expr>,
    },
    Call {
        callee: Box<Expr>,
        arguments: Vec<Argument>,
    },
    /// `r!`: this conditional resource is there.
    Assume(Box<Expr>),
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a..b`, both ends included.
    Range {
        from: Box<Expr>,
        to: Box<Expr>,
    },
    If {
        condition: Box<Expr>,
        then: Box<Expr>,
        otherwise: Box<Expr>,
    },
    Match {
        subject: Box<Expr>,
        arms: Vec<Arm>,
    },
    /// `{ let a = b; result }`: the body of a function.
    Block {
        lets: Vec<Let>,
        result: Box<Expr>,
    },
    /// Text that could not be parsed; it has been reported.
    Error,
}

#[derive(Debug, Clone, PartialEq)]
pub struct TextLiteral {
    pub style: TextStyle,
    pub parts: Vec<TextPart>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextStyle {
    /// `"..."`
    Quoted,
    /// `'...'`
    Raw,
    /// `"""..."""`
    MultiQuoted,
    /// `'''...'''`
    MultiRaw,
}

#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Escapes resolved, indentation stripped.
    Text { value: Name, span: Span },
    /// `${expr}`
    Expr(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum ListEntry {
    Item(Expr),
    Spread(Expr),
}

#[derive(Debug, Clone, PartialEq)]
pub enum RecordEntry {
    Field {
        key: Key,
        value: Expr,
    },
    Spread(Expr),
    /// Text that could not be parsed; it has been reported. What is absent may stand in it.
    Error(Span),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `name:` or `"any text":`.
    Name(Ident),
    /// `[expr]:`
    Computed(Box<Expr>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListFor {
    pub clauses: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub body: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MapFor {
    pub clauses: Vec<ForClause>,
    pub condition: Option<Expr>,
    pub key: Expr,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Argument {
    pub name: Option<Ident>,
    pub value: Expr,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    pub patterns: Vec<Pattern>,
    pub value: Expr,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum PatternKind {
    Null,
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(Name),
    /// `_`; not in a type.
    Wildcard,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Negate,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BinaryOp {
    Multiply,
    Divide,
    Remainder,
    Add,
    Subtract,
    Coalesce,
    In,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
    And,
    Or,
}

impl Expr {
    /// The type that a name may stand for where one is wanted: `AWS::SQS::Queue`, `aws_sqs_queue`,
    /// `data.aws_ami`.
    pub fn as_type_name(&self) -> Option<TypeName> {
        let (base, members) = match &self.kind {
            ExprKind::TypeName(name) => return Some((**name).clone()),
            ExprKind::Name(name) => (name, Vec::new()),
            ExprKind::Field { base, name, .. } => match &base.kind {
                ExprKind::Name(first) => (first, vec![name.clone()]),
                _ => return None,
            },
            _ => return None,
        };
        Some(TypeName {
            base: base.clone(),
            members,
            span: self.span,
        })
    }

    /// The alias of a provider, which is no value: `us`, `aws.us`.
    pub fn as_alias(&self) -> Option<Name> {
        match &self.kind {
            ExprKind::Name(name) => Some(name.clone()),
            ExprKind::Field { base, name, .. } => match &base.kind {
                ExprKind::Name(provider) => Some(ecow::eco_format!("{provider}.{}", name.name)),
                _ => None,
            },
            _ => None,
        }
    }
}

impl BinaryOp {
    /// As it is written.
    pub fn symbol(self) -> &'static str {
        match self {
            BinaryOp::Multiply => "*",
            BinaryOp::Divide => "/",
            BinaryOp::Remainder => "%",
            BinaryOp::Add => "+",
            BinaryOp::Subtract => "-",
            BinaryOp::Coalesce => "??",
            BinaryOp::In => "in",
            BinaryOp::Less => "<",
            BinaryOp::LessEqual => "<=",
            BinaryOp::Greater => ">",
            BinaryOp::GreaterEqual => ">=",
            BinaryOp::Equal => "==",
            BinaryOp::NotEqual => "!=",
            BinaryOp::And => "&&",
            BinaryOp::Or => "||",
        }
    }
}
