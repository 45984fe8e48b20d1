//! What stands in brackets: lists, records, comprehensions, bodies of functions, the arms of a
//! `match`. In: their nodes. Out: [`ExprKind`]s. Never: whether keys are told apart.

use super::context::{Context, Node, Nodes, end, start};
use super::expr::{bracketed, expr};
use super::grammar::Rule;
use super::{header, statements, text, types};
use crate::syntax::ast::{
    Arm, ExprKind, Key, ListEntry, ListFor, MapFor, Pattern, PatternKind, RecordEntry,
};

/// `{ ... }`: a record, a comprehension, or the body of a function.
pub(super) fn braces<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ExprKind {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    match nodes.peek(cx) {
        Some(Rule::let_statement) => block(cx, &mut nodes, open),
        Some(Rule::for_clause) => map_for(cx, &mut nodes, open),
        _ => record(cx, &mut nodes, open),
    }
}

/// `[ ... ]`: a list or a comprehension.
pub(super) fn list<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ExprKind {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    if nodes.peek(cx) == Some(Rule::for_clause) {
        return list_for(cx, &mut nodes, open);
    }
    let mut entries = Vec::with_capacity(nodes.len());
    let mut tallest = 0;
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let spread = nodes.take(cx, Rule::spread).is_some();
        let value = expr(cx, &mut nodes);
        tallest = tallest.max(cx.height);
        entries.push(if spread {
            ListEntry::Spread(value)
        } else {
            ListEntry::Item(value)
        });
    }
    cx.height = tallest;
    ExprKind::List(entries)
}

/// `match subject { pattern => value }`
pub(super) fn match_expr<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ExprKind {
    let mut nodes = Nodes::of(node);
    let subject = Box::new(expr(cx, &mut nodes));
    let mut tallest = cx.height;
    let mut found = Vec::new();
    if let Some(missing) = nodes.take(cx, Rule::missing_arms) {
        let help = "write `match subject { \"a\" => 1, _ => 2 }`";
        cx.expected(start(&missing), "`{`", Some(help.to_owned()));
    } else if let Some(arms) = nodes.take(cx, Rule::arms) {
        let open = start(&arms) - 1;
        let mut nodes = Nodes::of(arms);
        while let Some(rule) = nodes.peek(cx) {
            if super::between(cx, &mut nodes, rule, open) {
                continue;
            }
            let Some(node) = nodes.next(cx) else { break };
            found.push(arm(cx, node));
            tallest = tallest.max(cx.height);
        }
    }
    cx.height = tallest;
    ExprKind::Match {
        subject,
        arms: found,
    }
}

fn record<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, open: usize) -> ExprKind {
    // A key and a value each; what more there is belongs to the values.
    let mut entries = Vec::with_capacity(nodes.len() / 2);
    let mut tallest = 0;
    while let Some(rule) = nodes.peek(cx) {
        if rule == Rule::stray_entry {
            let Some(node) = nodes.next(cx) else { break };
            let at = start(&node);
            let span = cx.span(at, at + node.as_str().trim_end().len());
            cx.expected(at, "an entry", None);
            entries.push(RecordEntry::Error(span));
            continue;
        }
        if super::between(cx, nodes, rule, open) {
            continue;
        }
        entries.push(entry(cx, nodes));
        tallest = tallest.max(cx.height);
    }
    cx.height = tallest;
    ExprKind::Record(entries)
}

/// `key: value` or `...spread`. Leaves the height of the taller part.
fn entry<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> RecordEntry {
    if nodes.take(cx, Rule::spread).is_some() {
        return RecordEntry::Spread(expr(cx, nodes));
    }
    let Some(node) = nodes.next(cx) else {
        return RecordEntry::Error(cx.span(0, 0));
    };
    let key_end = end(&node);
    let key = key(cx, node);
    let key_height = cx.height;
    let mut is_there = true;
    match nodes.peek(cx) {
        Some(Rule::missing_colon) => {
            nodes.next(cx);
            let what = match &key {
                Key::Name(name) => format!("`:` behind `{}`", name.name),
                Key::Computed(_) => "`:` behind the key".to_owned(),
            };
            cx.expected(key_end, &what, None);
            is_there = nodes.peek(cx).is_some_and(begins_value);
        }
        Some(Rule::wrong_colon) => {
            if let Some(node) = nodes.next(cx) {
                cx.wrong(&node, ":", None);
            }
        }
        _ => {}
    }
    if let Some(missing) = nodes.take(cx, Rule::missing_value) {
        missing_value(cx, key_end, start(&missing));
        is_there = false;
    }
    let value = if is_there {
        expr(cx, nodes)
    } else {
        cx.error_expr(key_end)
    };
    cx.height = cx.height.max(key_height);
    RecordEntry::Field { key, value }
}

/// A key whose line ends behind its colon. What follows may have been meant as its value.
fn missing_value(cx: &mut Context, key_end: usize, next: usize) {
    let indent = |at: usize| {
        let line = cx.text.get(..at).unwrap_or("");
        at - line.rfind('\n').map_or(0, |i| i + 1)
    };
    let key_line = cx.text.get(..key_end).unwrap_or("").rfind('\n');
    let first = key_line.map_or(0, |i| i + 1);
    let blanks = cx.text.get(first..).unwrap_or("");
    let blanks = blanks.len() - blanks.trim_start_matches([' ', '\t']).len();
    let help = (indent(next) > blanks && cx.text.get(next..).is_some_and(|t| !t.starts_with('}')))
        .then(|| "put what belongs to it in `{ }`".to_owned());
    let colon = cx.text.get(key_end..).and_then(|rest| rest.find(':'));
    cx.expected(key_end + colon.map_or(0, |i| i + 1), "a value", help);
}

fn key<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Key {
    cx.height = 0;
    match node.as_rule() {
        Rule::word_key => Key::Name(cx.ident(&node)),
        Rule::text_key => match Nodes::of(node).next(cx) {
            Some(node) => text::key(cx, node),
            None => Key::Name(cx.no_name(0)),
        },
        _ => Key::Computed(Box::new(bracketed(cx, node))),
    }
}

/// Whether an expression may begin with a node of this rule.
fn begins_value(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::prefix
            | Rule::name
            | Rule::number
            | Rule::text
            | Rule::multi_text
            | Rule::raw_text
            | Rule::multi_raw_text
            | Rule::braces
            | Rule::list
            | Rule::paren
            | Rule::if_expr
            | Rule::match_expr
            | Rule::missing_expr
    )
}

fn list_for<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, open: usize) -> ExprKind {
    let (clauses, condition) = header::header(cx, nodes);
    let mut tallest = cx.height;
    missing_colon(cx, nodes);
    let body = expr(cx, nodes);
    tallest = tallest.max(cx.height);
    super::rest(cx, nodes, open);
    cx.height = tallest;
    ExprKind::ListFor(Box::new(ListFor {
        clauses,
        condition,
        body,
    }))
}

fn map_for<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, open: usize) -> ExprKind {
    let (clauses, condition) = header::header(cx, nodes);
    let mut tallest = cx.height;
    missing_colon(cx, nodes);
    let key = expr(cx, nodes);
    tallest = tallest.max(cx.height);
    arrow(cx, nodes);
    let value = expr(cx, nodes);
    tallest = tallest.max(cx.height);
    super::rest(cx, nodes, open);
    cx.height = tallest;
    ExprKind::MapFor(Box::new(MapFor {
        clauses,
        condition,
        key,
        value,
    }))
}

fn missing_colon<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) {
    if let Some(missing) = nodes.take(cx, Rule::missing_colon) {
        cx.expected(start(&missing), "`:`", None);
    }
}

fn arrow<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) {
    if let Some(wrong) = nodes.take(cx, Rule::wrong_arrow) {
        cx.wrong(&wrong, "=>", None);
    } else if let Some(missing) = nodes.take(cx, Rule::missing_arrow) {
        cx.expected(start(&missing), "`=>`", None);
    }
}

fn block<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, open: usize) -> ExprKind {
    let mut lets = Vec::new();
    let mut tallest = 0;
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, nodes, rule, open) {
            continue;
        }
        match nodes.take(cx, Rule::let_statement) {
            Some(node) => lets.push(statements::binding(cx, node)),
            None => break,
        }
        tallest = tallest.max(cx.height);
    }
    let result = Box::new(expr(cx, nodes));
    tallest = tallest.max(cx.height);
    super::rest(cx, nodes, open);
    cx.height = tallest;
    ExprKind::Block { lets, result }
}

fn arm<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Arm {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let mut patterns = Vec::new();
    while let Some(node) = nodes.take(cx, Rule::pattern) {
        if let Some(pattern) = pattern(cx, node) {
            patterns.push(pattern);
        }
    }
    arrow(cx, &mut nodes);
    let value = expr(cx, &mut nodes);
    Arm {
        patterns,
        value,
        span,
    }
}

fn pattern<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Option<Pattern> {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let node = nodes.next(cx)?;
    let kind = match node.as_rule() {
        Rule::missing_pattern => {
            cx.expected(start(&node), "a literal or `_`", None);
            return None;
        }
        Rule::name => match node.as_str() {
            "_" => PatternKind::Wildcard,
            word => match types::word_literal(word) {
                Some(kind) => kind,
                None => {
                    let help = "compare with a literal such as `\"prod\"`; `_` is all the rest";
                    cx.expected(start(&node), "a literal or `_`", Some(help.to_owned()));
                    return None;
                }
            },
        },
        _ => types::literal(cx, &mut nodes, node).0?,
    };
    Some(Pattern { kind, span })
}
