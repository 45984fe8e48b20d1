//! The lines of functions, rules, policies and tests. In: one, or all of a body. Out: their text.
//! Never: what they say.

use super::brackets::Brackets;
use super::entries::{Place, Rows};
use super::expr::{Sign, expr, value};
use super::printer::Printer;
use super::text::known_text;
use super::types::of_type;
use crate::syntax::ast::{Expr, Let, Statement, StatementKind};

/// `let name: T = value`
pub fn binding(p: &mut Printer, binding: &Let) {
    p.push("let ");
    p.push(&binding.name.name);
    of_type(p, binding.ty.as_ref());
    p.push(" =");
    value(p, Sign::Equals, &binding.value);
}

/// Where a `let` was written.
pub fn binding_place(p: &Printer, binding: &Let) -> Place {
    Place {
        start: p.sign_before(binding.name.span.start, "let"),
        end: binding.value.span.end,
    }
}

/// The lines in the braces of a rule, a policy or a test, which end at `end`.
pub fn statements(p: &mut Printer, statements: &[Statement], begin: u32, end: u32) {
    let brackets = Brackets {
        separator: "; ",
        rows: Rows::Single,
        ..Brackets::braces(begin, end)
    };
    brackets.print(p, 0, statements, place, statement);
}

fn place(_: &Printer, statement: &Statement) -> Place {
    Place {
        start: statement.span.start,
        end: statement.span.end,
    }
}

fn statement(p: &mut Printer, statement: &Statement) {
    match &statement.kind {
        StatementKind::Assert { condition, message } => check(p, "assert", condition, message),
        StatementKind::Require { condition, message } => check(p, "require", condition, message),
        StatementKind::Warn { condition, message } => check(p, "warn", condition, message),
        StatementKind::Expect { code, message } => {
            p.push("expect ");
            known_text(p, code.span, &code.value);
            if let Some(message) = message {
                p.push(", ");
                known_text(p, message.span, &message.value);
            }
        }
        StatementKind::Snapshot(name) => {
            p.push("snapshot ");
            known_text(p, name.span, &name.value);
        }
        StatementKind::Let(line) => binding(p, line),
        StatementKind::Error => p.verbatim(statement.span.start, statement.span.end),
    }
}

/// `assert condition, message`; the message on a line of its own where it does not fit.
fn check(p: &mut Printer, word: &str, condition: &Expr, message: &Option<Expr>) {
    p.push(word);
    p.push(" ");
    p.reserving(1, |p| expr(p, condition));
    let Some(message) = message else {
        return;
    };
    p.push(",");
    value(p, Sign::Colon, message);
}
