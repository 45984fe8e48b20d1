//! Types. In: one. Out: its text. Never: what a name stands for.

use super::brackets::Brackets;
use super::entries::Place;
use super::printer::Printer;
use super::text::{key_text, known_text, number, raw_text};
use crate::syntax::ast::{
    Bound, Bounds, FieldType, Number, PatternKind, TypeExpr, TypeExprKind, TypeName,
};
use crate::syntax::escapes;
use crate::text::Span;

/// `: T`, where there is a type.
pub fn of_type(p: &mut Printer, ty: Option<&TypeExpr>) {
    if let Some(ty) = ty {
        p.push(": ");
        type_expr(p, ty);
    }
}

pub fn type_expr(p: &mut Printer, ty: &TypeExpr) {
    if p.is_flat() || !p.try_flat(0, |p| print(p, ty)) {
        print(p, ty);
    }
}

pub fn type_name(p: &mut Printer, name: &TypeName) {
    p.push(&name.base);
    for member in &name.members {
        p.push(".");
        p.push(&member.name);
    }
}

/// A literal in a type or a `match`.
pub fn pattern(p: &mut Printer, span: Span, kind: &PatternKind) {
    match kind {
        PatternKind::Null => p.push("null"),
        PatternKind::Bool(true) => p.push("true"),
        PatternKind::Bool(false) => p.push("false"),
        PatternKind::Int(value) => number(p, span, || value.to_string()),
        PatternKind::Number(value) => number(p, span, || format!("{value:?}")),
        PatternKind::Text(value) => known_text(p, span, value),
        PatternKind::Wildcard => p.push("_"),
    }
}

fn print(p: &mut Printer, ty: &TypeExpr) {
    match &ty.kind {
        TypeExprKind::Name { name, bounds } => {
            type_name(p, name);
            maybe_bounds(p, bounds.as_ref());
        }
        TypeExprKind::List { element, bounds } => {
            p.push("list<");
            type_expr(p, element);
            p.push(">");
            maybe_bounds(p, bounds.as_ref());
        }
        TypeExprKind::Map { value } => {
            p.push("map<");
            type_expr(p, value);
            p.push(">");
        }
        TypeExprKind::Record(fields) => {
            let (begin, end) = (ty.span.start + 1, ty.span.end.saturating_sub(1));
            Brackets::braces(begin, end).print(p, 0, fields, field_place, field);
        }
        TypeExprKind::Literal(kind) => pattern(p, unwrapped(p, ty.span), kind),
        TypeExprKind::Optional(inner) => {
            member(p, inner);
            p.push("?");
        }
        TypeExprKind::Union(members) => union(p, members),
        TypeExprKind::Error => p.verbatim(ty.span.start, ty.span.end),
    }
}

/// The span of a literal without the parentheses around it.
fn unwrapped(p: &Printer, span: Span) -> Span {
    let written = p.slice(span.start, span.end);
    let inner = written.trim_matches(['(', ')', ' ', '\t', '\r', '\n']);
    match written.find(inner) {
        Some(at) if written.starts_with('(') => Span {
            start: span.start + at as u32,
            end: span.start + (at + inner.len()) as u32,
            ..span
        },
        _ => span,
    }
}

/// `A | B`; each further member on its own line where they do not fit on one.
fn union(p: &mut Printer, members: &[TypeExpr]) {
    let rest = |p: &mut Printer| {
        for (index, one) in members.iter().enumerate() {
            if index > 0 {
                if p.is_flat() {
                    p.push(" ");
                } else {
                    p.newline();
                }
                p.push("| ");
            }
            member(p, one);
        }
    };
    p.indented(rest);
}

/// A type before `?` or beside `|`: a union there was written in parentheses.
fn member(p: &mut Printer, ty: &TypeExpr) {
    match ty.kind {
        TypeExprKind::Union(_) => {
            p.push("(");
            type_expr(p, ty);
            p.push(")");
        }
        _ => type_expr(p, ty),
    }
}

fn maybe_bounds(p: &mut Printer, bounds: Option<&Bounds>) {
    let Some(bounds) = bounds else {
        return;
    };
    p.push("(");
    if bounds.min.is_some() || bounds.max.is_some() {
        bound(p, bounds.min.as_ref());
        p.push("..");
        bound(p, bounds.max.as_ref());
        if bounds.pattern.is_some() {
            p.push(", ");
        }
    }
    if let Some(pattern) = &bounds.pattern {
        match p.slice(pattern.span.start, pattern.span.end) {
            "" => p.push(&pattern_text(&pattern.value)),
            written => p.push_written(written),
        }
    }
    p.push(")");
}

/// A pattern that nobody wrote: between slashes, where it can be.
fn pattern_text(pattern: &str) -> String {
    let slashed = pattern.replace('/', "\\/");
    let is_comment = pattern.is_empty() || pattern.starts_with('*');
    let mut is_whole = !is_comment && !pattern.contains(escapes::is_hidden);
    let mut characters = slashed.chars();
    while let Some(character) = characters.next() {
        is_whole &= match character {
            '\\' => characters.next().is_some(),
            _ => character != '/',
        };
    }
    if is_whole && slashed.replace("\\/", "/") == pattern {
        format!("/{slashed}/")
    } else {
        raw_text(pattern)
    }
}

fn bound(p: &mut Printer, bound: Option<&Bound>) {
    if let Some(bound) = bound {
        number(p, bound.span, || match bound.value {
            Number::Int(value) => value.to_string(),
            Number::Float(value) => format!("{value:?}"),
        });
    }
}

fn field_place(_: &Printer, field: &FieldType) -> Place {
    let start = field
        .doc
        .as_ref()
        .map_or(field.name.span.start, |doc| doc.span.start);
    Place {
        start,
        end: field.ty.span.end,
    }
}

fn field(p: &mut Printer, field: &FieldType) {
    if let Some(doc) = &field.doc {
        super::items::doc(p, doc);
    }
    key_text(p, &field.name);
    if field.optional {
        p.push("?");
    }
    p.push(": ");
    type_expr(p, &field.ty);
}
