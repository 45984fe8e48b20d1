//! Small parts of a tree. In: places and words. Out: nodes of the tree. Never: nodes of a template.

use super::state::Decompiler;
use crate::syntax::ast::{
    Argument, Attribute, Bound, Bounds, Expr, ExprKind, Ident, Key, Number, PatternKind,
    RecordEntry, Text, TypeExpr, TypeExprKind, TypeName,
};
use crate::text::{Name, Span};

pub fn ident(name: impl Into<Name>, span: Span) -> Ident {
    Ident {
        name: name.into(),
        span,
    }
}

/// `@name(arguments)`
pub fn attribute(name: &'static str, span: Span, arguments: Vec<Expr>) -> Attribute {
    let arguments = arguments.into_iter();
    Attribute {
        name: ident(name, span),
        arguments: arguments
            .map(|value| Argument { name: None, value })
            .collect(),
        span,
    }
}

/// `name: value` in a record.
pub fn field(key: &Name, span: Span, value: Expr) -> RecordEntry {
    RecordEntry::Field {
        key: Key::Name(ident(key.clone(), span)),
        value,
    }
}

/// `AWS::SQS::Queue`, `AWS::EC2::VPC.Id`
pub fn type_name(written: &str, span: Span) -> TypeName {
    let mut parts = written.split('.');
    TypeName {
        base: parts.next().unwrap_or_default().into(),
        members: parts.map(|part| ident(part, span)).collect(),
        span,
    }
}

/// A type that has a name, with its bounds.
pub fn named_type(written: &str, bounds: Option<Bounds>, span: Span) -> TypeExpr {
    let name = type_name(written, span);
    TypeExpr {
        span,
        kind: TypeExprKind::Name { name, bounds },
    }
}

pub fn list_type(element: TypeExpr) -> TypeExpr {
    TypeExpr {
        span: element.span,
        kind: TypeExprKind::List {
            element: Box::new(element),
            bounds: None,
        },
    }
}

/// One literal, or a union of several.
pub fn literal_type(literals: Vec<PatternKind>, span: Span) -> TypeExpr {
    let literal = |kind| TypeExpr {
        span,
        kind: TypeExprKind::Literal(kind),
    };
    let mut members: Vec<TypeExpr> = literals.into_iter().map(literal).collect();
    match members.len() {
        1 => members.remove(0),
        _ => TypeExpr {
            span,
            kind: TypeExprKind::Union(members),
        },
    }
}

/// Bounds, where there are any.
pub fn bounds(
    min: Option<Number>,
    max: Option<Number>,
    pattern: Option<&Name>,
    span: Span,
) -> Option<Bounds> {
    let bound = |value| Bound { value, span };
    let pattern = pattern.map(|value| Text {
        value: value.clone(),
        span,
    });
    let any = min.is_some() || max.is_some() || pattern.is_some();
    any.then(|| Bounds {
        min: min.map(bound),
        max: max.map(bound),
        pattern,
        span,
    })
}

impl Decompiler<'_> {
    pub fn record(&mut self, span: Span, entries: Vec<RecordEntry>) -> Expr {
        self.expr(span, ExprKind::Record(entries))
    }

    /// `cfn.function(arguments)`, `raw(arguments)`
    pub fn call(&mut self, span: Span, callee: Expr, arguments: Vec<Expr>) -> Expr {
        let arguments = arguments
            .into_iter()
            .map(|value| Argument { name: None, value })
            .collect();
        let callee = Box::new(callee);
        self.expr(span, ExprKind::Call { callee, arguments })
    }
}
