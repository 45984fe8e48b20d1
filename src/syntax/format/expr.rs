//! Expressions. In: one, and where it stands. Out: its text. Never: parentheses that are not in the tree.

use super::collections::{arguments, block, list, list_for, map_for, match_arms, record};
use super::printer::Printer;
use super::text::{number, text_literal};
use super::types::type_name;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, TextPart, UnaryOp};

/// The sign before a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Behind `=` a value may begin on the next line.
    Equals,
    /// Behind `:` and `=>` it only does if it is one word that fits there alone.
    Colon,
}

/// A value behind its sign, on the same line or on the next.
pub fn value(p: &mut Printer, sign: Sign, expr: &Expr) {
    let before = p.slice(0, expr.span.start).trim_end_matches([' ', '\t']);
    let new_line = sign == Sign::Equals && before.ends_with('\n');
    let same_line = |p: &mut Printer| {
        p.push(" ");
        one_line(p, expr);
    };
    if p.is_flat() {
        same_line(p);
        return;
    }
    if !new_line && p.try_flat(0, same_line) {
        return;
    }
    let hugs = hugs(expr);
    if sign == Sign::Equals || (!hugs && is_atom(expr)) {
        let mark = p.mark();
        p.indented(Printer::newline);
        let mut fits = false;
        p.indented(|p| fits = p.try_flat(0, |p| one_line(p, expr)));
        if fits {
            return;
        }
        p.reset(mark);
    }
    if sign == Sign::Equals && !hugs && !is_atom(expr) {
        p.indented(|p| {
            p.newline();
            several_lines(p, expr, false);
        });
    } else {
        p.push(" ");
        several_lines(p, expr, true);
    }
}

/// An expression: on one line if that fits.
pub fn expr(p: &mut Printer, expr: &Expr) {
    if p.is_flat() {
        one_line(p, expr);
    } else if !p.try_flat(0, |p| one_line(p, expr)) {
        several_lines(p, expr, true);
    }
}

/// All on one line; where that cannot be, the attempt fails.
fn one_line(p: &mut Printer, expr: &Expr) {
    print(p, expr, false);
}

/// Broken where it can be. Further lines stand two columns to the right if it `hangs` on what is
/// before it on its line.
fn several_lines(p: &mut Printer, expr: &Expr, hangs: bool) {
    print(p, expr, hangs);
}

fn print(p: &mut Printer, e: &Expr, hangs: bool) {
    match &e.kind {
        ExprKind::Null => p.push("null"),
        ExprKind::Bool(true) => p.push("true"),
        ExprKind::Bool(false) => p.push("false"),
        ExprKind::Int(value) => number(p, e.span, || value.to_string()),
        ExprKind::Number(value) => number(p, e.span, || format!("{value:?}")),
        ExprKind::Text(text) => text_literal(p, e, text),
        ExprKind::List(entries) => list(p, e, entries),
        ExprKind::Record(entries) => record(p, e, entries),
        ExprKind::ListFor(list) => list_for(p, e, list),
        ExprKind::MapFor(map) => map_for(p, e, map),
        ExprKind::Name(name) => p.push(name),
        ExprKind::TypeName(name) => type_name(p, name),
        ExprKind::Paren(inner) => {
            p.push("(");
            p.indented(|p| expr(p, inner));
            p.push(")");
        }
        ExprKind::Field {
            base,
            name,
            optional,
        } => {
            expr(p, base);
            p.push(if *optional { "?." } else { "." });
            p.push(&name.name);
        }
        ExprKind::Index { base, index } => {
            expr(p, base);
            p.push("[");
            p.indented(|p| expr(p, index));
            p.push("]");
        }
        ExprKind::Call {
            callee,
            arguments: args,
        } => {
            expr(p, callee);
            arguments(p, args, callee.span.end, e.span.end.saturating_sub(1));
        }
        ExprKind::Assume(base) => {
            expr(p, base);
            p.push("!");
        }
        ExprKind::Unary { op, operand: inner } => {
            p.push(match op {
                UnaryOp::Not => "!",
                UnaryOp::Negate => "-",
            });
            expr(p, inner);
        }
        ExprKind::Range { from, to } => {
            expr(p, from);
            p.push("..");
            expr(p, to);
        }
        ExprKind::Binary {
            op, left, right, ..
        } => binary(p, *op, left, right, hangs),
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => conditional(p, condition, then, otherwise, hangs),
        ExprKind::Match { subject, arms } => {
            p.push("match ");
            expr(p, subject);
            p.push(" ");
            match_arms(p, arms, subject.span.end, e.span.end.saturating_sub(1));
        }
        ExprKind::Block { lets, result } => block(p, e, lets, result),
        ExprKind::Error => p.verbatim(e.span.start, e.span.end),
    }
}

/// How tightly comparisons bind; they do not chain.
pub const COMPARISON: u8 = 3;

/// How tightly the outermost operator of an expression binds.
pub fn precedence(e: &Expr) -> u8 {
    match &e.kind {
        ExprKind::Binary { op, .. } => op_precedence(*op),
        ExprKind::Range { .. } => 5,
        ExprKind::If { .. } => 0,
        ExprKind::Unary { .. } => 8,
        ExprKind::Int(value) if *value < 0 => 8,
        ExprKind::Number(value) if *value < 0.0 => 8,
        _ => 9,
    }
}

pub fn op_precedence(op: BinaryOp) -> u8 {
    match op {
        BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 7,
        BinaryOp::Add | BinaryOp::Subtract => 6,
        BinaryOp::Coalesce => 4,
        BinaryOp::And => 2,
        BinaryOp::Or => 1,
        _ => COMPARISON,
    }
}

/// Operators of one precedence break together. The logical ones and `??` begin lines, the others
/// end them: otherwise the next line would be another entry.
fn binary(p: &mut Printer, op: BinaryOp, left: &Expr, right: &Expr, hangs: bool) {
    let level = op_precedence(op);
    let chains = level != COMPARISON;
    let mut rest = vec![(op, right)];
    let mut first = left;
    while let ExprKind::Binary {
        op, left, right, ..
    } = &first.kind
        && chains
        && op_precedence(*op) == level
    {
        rest.push((*op, right));
        first = left;
    }
    expr(p, first);
    let continued = |p: &mut Printer| {
        for (op, right) in rest.iter().rev() {
            let begins = matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Coalesce);
            if p.is_flat() {
                p.push(" ");
            } else if begins {
                p.newline();
            } else {
                p.push(" ");
            }
            p.push(op.symbol());
            if p.is_flat() || begins {
                p.push(" ");
            } else {
                p.newline();
            }
            expr(p, right);
        }
    };
    if hangs {
        p.indented(continued);
    } else {
        continued(p);
    }
}

/// `if a then b else c`. A branch in brackets goes on behind `then`; others begin lines.
fn conditional(p: &mut Printer, condition: &Expr, then: &Expr, otherwise: &Expr, hangs: bool) {
    p.push("if ");
    expr(p, condition);
    if p.is_flat() || (hugs(then) && !p.try_flat(0, |p| branch(p, " then ", then))) {
        branch(p, " then ", then);
        branch(p, " else ", otherwise);
        return;
    }
    let continued = |p: &mut Printer| {
        if !hugs(then) && !p.try_flat(0, |p| branch(p, " then ", then)) {
            p.newline();
            branch(p, "then ", then);
        }
        p.newline();
        p.push("else ");
        match &otherwise.kind {
            // The steps of a ladder look alike.
            ExprKind::If { .. } => several_lines(p, otherwise, false),
            _ => expr(p, otherwise),
        }
    };
    if hangs {
        p.indented(continued);
    } else {
        continued(p);
    }
}

fn branch(p: &mut Printer, word: &str, value: &Expr) {
    p.push(word);
    expr(p, value);
}

/// Whether an expression ends with a bracket (or the quotes of a text of several lines) that can
/// stand behind a sign and go on over several lines.
pub fn hugs(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Record(_)
        | ExprKind::List(_)
        | ExprKind::ListFor(_)
        | ExprKind::MapFor(_)
        | ExprKind::Match { .. }
        | ExprKind::Block { .. }
        | ExprKind::Paren(_)
        | ExprKind::Call { .. } => true,
        ExprKind::Text(text) => text.parts.iter().any(|part| match part {
            TextPart::Text { value, .. } => value.contains('\n'),
            TextPart::Expr(_) => false,
        }),
        ExprKind::If {
            then, otherwise, ..
        } => hugs(then) || hugs(otherwise),
        ExprKind::Field { base, .. } | ExprKind::Index { base, .. } | ExprKind::Assume(base) => {
            hugs(base)
        }
        _ => false,
    }
}

/// Whether an expression cannot be broken.
fn is_atom(e: &Expr) -> bool {
    match &e.kind {
        ExprKind::Field { base, .. } => is_atom(base),
        kind => matches!(
            kind,
            ExprKind::Text(_) | ExprKind::Name(_) | ExprKind::TypeName(_) | ExprKind::Error
        ),
    }
}
