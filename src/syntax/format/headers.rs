//! What declarations have in common: parameters, loops and conditions, types, bodies. In: one of these. Out: its
//! text. Never: a whole declaration.

use super::brackets::Brackets;
use super::collections::{body_record, for_clause};
use super::entries::Place;
use super::expr::{Sign, expr, value};
use super::items::attribute;
use super::printer::Printer;
use super::types::{of_type, type_name};
use crate::syntax::ast::{
    Attribute, Expr, ExprKind, FnParam, ForClause, TypeName, With, WithEntry,
};

/// `(a: T, b: U = d)`, between the name and what follows.
/// Behind it `after` columns are needed.
pub fn params(p: &mut Printer, params: &[FnParam], begin: u32, before: u32, after: usize) {
    let last = params.last().map_or(begin, |last| param_place(p, last).end);
    let rest = p.slice(last, before);
    let end = rest.find(')').map_or(last, |i| last + i as u32);
    Brackets::round(begin, end).print(p, after, params, param_place, |p, param| {
        attributes(p, &param.attributes, param.name.span.start);
        p.push(&param.name.name);
        of_type(p, param.ty.as_ref());
        if let Some(default) = &param.default {
            p.push(" =");
            value(p, Sign::Equals, default);
        }
    });
}

pub fn param_place(_: &Printer, param: &FnParam) -> Place {
    let start = param.attributes.first().map_or(param.name.span, |a| a.span);
    let ty = param.ty.as_ref().map_or(param.name.span, |ty| ty.span);
    Place {
        start: start.start,
        end: param.default.as_ref().map_or(ty, |d| d.span).end,
    }
}

/// All before the braces; loops and a condition on lines of their own where they do not fit.
pub fn header(
    p: &mut Printer,
    word: &str,
    name: &str,
    loops: &[ForClause],
    condition: Option<&Expr>,
    what: impl Fn(&mut Printer),
) {
    p.push(word);
    p.push(name);
    let count = loops.len() + usize::from(condition.is_some());
    let clauses = |p: &mut Printer| {
        for (index, clause) in loops.iter().enumerate() {
            // The first of several stays beside the name.
            break_or_blank(p, count > 1 && index == 0);
            for_clause(p, clause);
        }
        if let Some(condition) = condition {
            break_or_blank(p, false);
            p.push("if ");
            expr(p, condition);
        }
        what(p);
    };
    if !p.try_flat(" {".len(), clauses) {
        p.indented(clauses);
    }
    p.push(" ");
}

/// ` if c` before what needs `after` more columns; on a line of its own where it does not fit.
pub fn condition(p: &mut Printer, condition: Option<&Expr>, after: usize) {
    let Some(condition) = condition else {
        return;
    };
    let clause = |p: &mut Printer| {
        break_or_blank(p, false);
        p.push("if ");
        expr(p, condition);
    };
    if !p.try_flat(after, clause) {
        p.indented(clause);
    }
}

fn break_or_blank(p: &mut Printer, stays: bool) {
    if p.is_flat() || stays {
        p.push(" ");
    } else {
        p.newline();
    }
}

pub fn is_type(p: &mut Printer, ty: &TypeName) {
    p.push(" = ");
    type_name(p, ty);
}

pub fn typed_body(p: &mut Printer, ty: &TypeName, properties: &Expr, after: usize) {
    is_type(p, ty);
    p.push(" ");
    body(p, properties, after);
}

/// The properties of a resource: a record, with `after` more columns on its last line.
pub fn body(p: &mut Printer, body: &Expr, after: usize) {
    match &body.kind {
        ExprKind::Record(entries) => body_record(p, body, entries, after),
        _ => expr(p, body),
    }
}

pub fn with_block(p: &mut Printer, with: &With) {
    let open = p.slice(with.span.start, with.span.end).find('{');
    let begin = with.span.start + open.map_or(0, |i| i as u32 + 1);
    let end = with.span.end.saturating_sub(1);
    Brackets::braces(begin, end).print(p, 0, &with.entries, with_place, |p, entry| {
        attributes(p, &entry.attributes, entry.target.span.start);
        expr(p, &entry.target);
        p.push(":");
        value(p, Sign::Colon, &entry.value);
    });
}

/// What stands before a part, which begins at `next`, on its line or above it.
fn attributes(p: &mut Printer, attributes: &[Attribute], next: u32) {
    let starts = attributes.iter().skip(1).map(|one| one.span.start);
    for (one, next) in attributes.iter().zip(starts.chain([next])) {
        attribute(p, one);
        match p.line_ends(one.span.end, next) {
            true => p.newline(),
            false => p.push(" "),
        }
    }
}

fn with_place(_: &Printer, entry: &WithEntry) -> Place {
    let first = entry
        .attributes
        .first()
        .map_or(entry.target.span, |a| a.span);
    Place {
        start: first.start,
        end: entry.value.span.end,
    }
}
