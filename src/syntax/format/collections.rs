//! What stands in brackets: records, lists, comprehensions, arguments, arms, bodies. In: one of
//! them. Out: its text. Never: what is before the bracket.

use super::brackets::Brackets;
use super::entries::{Place, Rows};
use super::expr::{Sign, expr, hugs, value};
use super::printer::Printer;
use super::statements::{binding, binding_place};
use super::text::key_text;
use super::types::pattern;
use crate::syntax::ast::{
    Argument, Arm, Expr, ExprKind, ForClause, Key, Let, ListEntry, ListFor, MapFor, RecordEntry,
    TextPart,
};

/// A line in the body of a function.
enum BodyLine<'a> {
    Let(&'a Let),
    Result(&'a Expr),
}

/// `{ key: value, ...spread }`. A record of one entry with brackets keeps its own next to those.
pub fn record(p: &mut Printer, e: &Expr, entries: &[RecordEntry]) {
    let (begin, end) = inside(e);
    let brackets = Brackets::braces(begin, end);
    if let [RecordEntry::Field { value, .. }] = entries
        && holds_lines(value)
        && !p.is_flat()
        && !brackets.was_broken(p, entries, entry_place)
        && !p.comment_between(begin, value.span.start)
        && !p.comment_between(value.span.end, end)
    {
        if !p.try_flat(0, |p| brackets.print(p, 0, entries, entry_place, entry)) {
            p.push("{ ");
            entries.iter().for_each(|one| entry(p, one));
            p.push(" }");
        }
        return;
    }
    brackets.print(p, 0, entries, entry_place, entry);
}

/// Whether a value's lines may stand in brackets that do not begin lines themselves.
fn holds_lines(e: &Expr) -> bool {
    let kind = match &e.kind {
        ExprKind::Record(_) | ExprKind::List(_) | ExprKind::Text(_) => true,
        ExprKind::Call { arguments, .. } => !arguments.is_empty(),
        _ => false,
    };
    kind && hugs(e)
}

/// The braces of a declaration, with `after` more columns on its last line.
pub fn body_record(p: &mut Printer, e: &Expr, entries: &[RecordEntry], after: usize) {
    let (begin, end) = inside(e);
    Brackets::braces(begin, end).print(p, after, entries, entry_place, entry);
}

/// `[a, ...b]`. A list of one thing in brackets keeps its own next to those.
pub fn list(p: &mut Printer, e: &Expr, entries: &[ListEntry]) {
    let (begin, end) = inside(e);
    let brackets = Brackets::square(begin, end);
    if let [ListEntry::Item(only)] = entries
        && !p.is_flat()
        && hugs(only)
        && !brackets.was_broken(p, entries, element_place)
        && p.comment_before(only.span.start).is_none()
        && !p.comment_between(only.span.end, end)
    {
        if !p.try_flat(0, |p| brackets.print(p, 0, entries, element_place, element)) {
            p.push("[");
            expr(p, only);
            p.push("]");
        }
        return;
    }
    let is_row = p.is_unwritten() && entries.len() > 2 && entries.iter().all(is_word);
    let rows = if is_row { Rows::Filled } else { Rows::Kept };
    let brackets = Brackets { rows, ..brackets };
    brackets.print(p, 0, entries, element_place, element);
}

/// Whether an element is short enough to stand in a row with others.
fn is_word(entry: &ListEntry) -> bool {
    let ListEntry::Item(e) = entry else {
        return false;
    };
    match &e.kind {
        ExprKind::Text(text) => match text.parts.as_slice() {
            [TextPart::Text { value, .. }] => value.len() <= 40 && !value.contains('\n'),
            _ => false,
        },
        ExprKind::Int(_) | ExprKind::Number(_) | ExprKind::Bool(_) | ExprKind::Name(_) => true,
        _ => false,
    }
}

/// `[for x in xs if c: body]`
pub fn list_for(p: &mut Printer, e: &Expr, list: &ListFor) {
    let (begin, end) = inside(e);
    let broken = list
        .clauses
        .first()
        .is_some_and(|c| p.line_ends(begin, c.span.start));
    p.push("[");
    if p.is_flat() || (!broken && hugs(&list.body)) {
        if broken {
            p.fail();
        }
        head(p, &list.clauses, list.condition.as_ref());
        p.push(": ");
        expr(p, &list.body);
    } else {
        p.indented(|p| {
            p.newline();
            head(p, &list.clauses, list.condition.as_ref());
            p.push(":");
            value(p, Sign::Equals, &list.body);
        });
        p.misplace_comments(end);
        p.newline();
    }
    p.push("]");
}

/// `{ for k, v in m if c: key => value }`
pub fn map_for(p: &mut Printer, e: &Expr, map: &MapFor) {
    let (begin, end) = inside(e);
    let broken = map
        .clauses
        .first()
        .is_some_and(|c| p.line_ends(begin, c.span.start));
    p.push("{");
    if p.is_flat() {
        if broken {
            p.fail();
        }
        p.push(" ");
        head(p, &map.clauses, map.condition.as_ref());
        p.push(": ");
        expr(p, &map.key);
        p.push(" => ");
        expr(p, &map.value);
        p.push(" ");
    } else {
        p.indented(|p| {
            p.newline();
            head(p, &map.clauses, map.condition.as_ref());
            p.push(":");
            p.push(" ");
            expr(p, &map.key);
            p.push(" =>");
            value(p, Sign::Colon, &map.value);
        });
        p.misplace_comments(end);
        p.newline();
    }
    p.push("}");
}

/// `{ pattern => value }`
pub fn match_arms(p: &mut Printer, arms: &[Arm], begin: u32, end: u32) {
    Brackets::braces(begin, end).print(p, 0, arms, arm_place, arm);
}

/// `{ let a = 1; a + 1 }`
pub fn block(p: &mut Printer, e: &Expr, lets: &[Let], result: &Expr) {
    let (begin, end) = inside(e);
    let mut lines: Vec<BodyLine> = lets.iter().map(BodyLine::Let).collect();
    lines.push(BodyLine::Result(result));
    let brackets = Brackets {
        separator: "; ",
        rows: Rows::Single,
        ..Brackets::braces(begin, end)
    };
    let place = |p: &Printer, line: &BodyLine| match line {
        BodyLine::Let(line) => binding_place(p, line),
        BodyLine::Result(result) => expr_place(result),
    };
    brackets.print(p, 0, &lines, place, |p, line| match line {
        BodyLine::Let(line) => binding(p, line),
        BodyLine::Result(result) => expr(p, result),
    });
}

/// `(a, named: b)`, behind what ends at `begin`. The last argument's bracket may go on over several
/// lines next to the parenthesis.
pub fn arguments(p: &mut Printer, arguments: &[Argument], begin: u32, end: u32) {
    let brackets = Brackets::round(begin, end);
    if let Some((last, others)) = arguments.split_last()
        && !p.is_flat()
        && hugs(&last.value)
        && !brackets.was_broken(p, arguments, argument_place)
        && p.comment_before(last.value.span.start).is_none()
        && !p.comment_between(last.value.span.end, end)
    {
        let print = |p: &mut Printer| brackets.print(p, 0, arguments, argument_place, argument);
        if p.try_flat(0, print) {
            return;
        }
        let before_last = |p: &mut Printer| {
            p.push("(");
            for other in others {
                argument(p, other);
                p.push(", ");
            }
        };
        if p.try_flat(1, before_last) {
            argument(p, last);
            p.push(")");
            return;
        }
    }
    brackets.print(p, 0, arguments, argument_place, argument);
}

/// `for k, v in xs by v.name`
pub fn for_clause(p: &mut Printer, clause: &ForClause) {
    p.push("for ");
    if let Some(key) = &clause.key {
        p.push(&key.name);
        p.push(", ");
    }
    p.push(&clause.value.name);
    p.push(" in ");
    expr(p, &clause.iterable);
    if let Some(by) = &clause.by {
        p.push(" by ");
        expr(p, by);
    }
}

fn head(p: &mut Printer, clauses: &[ForClause], condition: Option<&Expr>) {
    for (index, clause) in clauses.iter().enumerate() {
        if index > 0 {
            p.push(" ");
        }
        for_clause(p, clause);
    }
    if let Some(condition) = condition {
        p.push(" if ");
        expr(p, condition);
    }
}

fn inside(e: &Expr) -> (u32, u32) {
    (e.span.start + 1, e.span.end.saturating_sub(1))
}

fn expr_place(e: &Expr) -> Place {
    Place {
        start: e.span.start,
        end: e.span.end,
    }
}

fn spread_place(p: &Printer, e: &Expr) -> Place {
    Place {
        start: p.sign_before(e.span.start, "..."),
        end: e.span.end,
    }
}

fn entry_place(p: &Printer, entry: &RecordEntry) -> Place {
    match entry {
        RecordEntry::Field { key, value } => Place {
            start: match key {
                Key::Name(name) => name.span.start,
                Key::Computed(key) if is_text(key) => key.span.start,
                Key::Computed(key) => p.sign_before(key.span.start, "["),
            },
            end: value.span.end,
        },
        RecordEntry::Spread(value) => spread_place(p, value),
        RecordEntry::Error(span) => Place {
            start: span.start,
            end: span.end,
        },
    }
}

fn entry(p: &mut Printer, entry: &RecordEntry) {
    match entry {
        RecordEntry::Field { key, value: e } => {
            match key {
                Key::Name(name) => key_text(p, name),
                Key::Computed(key) if is_text(key) => expr(p, key),
                Key::Computed(key) => {
                    p.push("[");
                    expr(p, key);
                    p.push("]");
                }
            }
            p.push(":");
            value(p, Sign::Colon, e);
        }
        RecordEntry::Spread(e) => {
            p.push("...");
            expr(p, e);
        }
        RecordEntry::Error(span) => p.verbatim(span.start, span.end),
    }
}

/// A text may be a key without brackets.
fn is_text(key: &Expr) -> bool {
    matches!(key.kind, ExprKind::Text(_))
}

fn element_place(p: &Printer, element: &ListEntry) -> Place {
    match element {
        ListEntry::Item(e) => expr_place(e),
        ListEntry::Spread(e) => spread_place(p, e),
    }
}

fn element(p: &mut Printer, element: &ListEntry) {
    match element {
        ListEntry::Item(e) => expr(p, e),
        ListEntry::Spread(e) => {
            p.push("...");
            expr(p, e);
        }
    }
}

fn argument_place(_: &Printer, argument: &Argument) -> Place {
    Place {
        start: argument
            .name
            .as_ref()
            .map_or(argument.value.span.start, |name| name.span.start),
        end: argument.value.span.end,
    }
}

fn argument(p: &mut Printer, argument: &Argument) {
    if let Some(name) = &argument.name {
        p.push(&name.name);
        p.push(": ");
    }
    expr(p, &argument.value);
}

fn arm_place(_: &Printer, arm: &Arm) -> Place {
    Place {
        start: arm.span.start,
        end: arm.value.span.end,
    }
}

fn arm(p: &mut Printer, arm: &Arm) {
    for (index, one) in arm.patterns.iter().enumerate() {
        if index > 0 {
            p.push(" | ");
        }
        pattern(p, one.span, &one.kind);
    }
    p.push(" =>");
    value(p, Sign::Colon, &arm.value);
}
