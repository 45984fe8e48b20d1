//! Expressions: a flat row of operands and operators becomes a tree, by precedence. In: the row.
//! Out: one [`Expr`]. Never: names or types.

use super::collections::{braces, list, match_expr};
use super::context::{Context, Node, Nodes, end, start};
use super::grammar::Rule;
use super::{number, text, types};
use crate::syntax::ast::{Argument, BinaryOp, Expr, ExprKind, Ident, UnaryOp};
use crate::syntax::mistakes;
use crate::text::Span;

/// A binary operator; `..` makes an expression of its own kind.
#[derive(Clone, Copy)]
enum Infix {
    Binary(BinaryOp),
    Range,
}

/// An expression with how tall it is.
struct Tall {
    expr: Expr,
    height: u32,
}

/// The row that begins at the next node.
pub(super) fn expr<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Expr {
    let first = operand(cx, nodes);
    if nodes.peek(cx) == Some(Rule::infix) {
        row(cx, nodes, first)
    } else {
        first
    }
}

/// The arguments of a call or an attribute. Leaves the height of the tallest.
pub(super) fn arguments<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Vec<Argument> {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let mut arguments = Vec::with_capacity(nodes.len());
    let mut tallest = 0;
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let name = nodes.take(cx, Rule::argument_name);
        let name = name.map(|name| cx.ident(&name));
        if let Some(wrong) = nodes.take(cx, Rule::wrong_colon) {
            cx.wrong(&wrong, ":", None);
        }
        let value = expr(cx, &mut nodes);
        tallest = tallest.max(cx.height);
        arguments.push(Argument { name, value });
    }
    cx.height = tallest;
    arguments
}

/// Operands and the operators between them: an operator waits until one comes that binds less
/// tightly.
fn row<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, first: Expr) -> Expr {
    let mut operands = vec![Tall {
        expr: first,
        height: cx.height,
    }];
    let mut waiting: Vec<(Infix, Span)> = Vec::new();
    while let Some(node) = nodes.take(cx, Rule::infix) {
        let (op, at) = infix(cx, node);
        while let Some((before, before_at)) = waiting.pop() {
            if precedence(before) < precedence(op) {
                waiting.push((before, before_at));
                break;
            }
            if precedence(before) == precedence(op) && !chains(op) {
                cx.report(mistakes::chained(at, before_at));
            }
            join(cx, &mut operands, before, before_at);
        }
        waiting.push((op, at));
        let expr = operand(cx, nodes);
        operands.push(Tall {
            expr,
            height: cx.height,
        });
    }
    while let Some((op, at)) = waiting.pop() {
        join(cx, &mut operands, op, at);
    }
    match operands.pop() {
        Some(whole) => {
            cx.height = whole.height;
            whole.expr
        }
        None => cx.error_expr(0),
    }
}

/// Makes one operand of the last two.
fn join(cx: &mut Context, operands: &mut Vec<Tall>, op: Infix, op_span: Span) {
    let (Some(right), Some(left)) = (operands.pop(), operands.pop()) else {
        return;
    };
    let below = left.height.max(right.height);
    let span = left.expr.span.to(right.expr.span);
    let (left, right) = (Box::new(left.expr), Box::new(right.expr));
    let kind = match op {
        Infix::Binary(op) => ExprKind::Binary {
            op,
            op_span,
            left,
            right,
        },
        Infix::Range => ExprKind::Range {
            from: left,
            to: right,
        },
    };
    let expr = cx.above(below, span, kind);
    operands.push(Tall {
        expr,
        height: cx.height,
    });
}

/// A primary with what stands before and behind it.
fn operand<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Expr {
    let mut prefixes: Vec<(UnaryOp, Span)> = Vec::new();
    while let Some(node) = nodes.take(cx, Rule::prefix) {
        let op = match node.as_str().as_bytes().first() {
            Some(b'-') => UnaryOp::Negate,
            _ => UnaryOp::Not,
        };
        let at = start(&node);
        prefixes.push((op, cx.span(at, at + 1)));
        // Nothing but comments stands between a sign and its operand.
        let mut between = Nodes::of(node);
        while between.next(cx).is_some() {}
    }
    let negated = matches!(prefixes.last(), Some((UnaryOp::Negate, _)));
    let primary = primary(cx, nodes, negated);
    let mut expr = suffixes(cx, nodes, primary);
    while let Some((op, at)) = prefixes.pop() {
        expr = unary(cx, op, at, expr);
    }
    expr
}

/// `-1` is a number; all else stays as it is written.
fn unary(cx: &mut Context, op: UnaryOp, at: Span, operand: Expr) -> Expr {
    let span = at.to(operand.span);
    match (op, operand.kind) {
        (UnaryOp::Negate, ExprKind::Int(value)) if value != 0 && !is_negative(cx, operand.span) => {
            Expr {
                span,
                kind: ExprKind::Int(value.wrapping_neg()),
                ..operand
            }
        }
        (UnaryOp::Negate, ExprKind::Number(value)) if !is_negative(cx, operand.span) => Expr {
            span,
            kind: ExprKind::Number(-value),
            ..operand
        },
        (op, kind) => {
            let operand = Box::new(Expr { kind, ..operand });
            cx.above(cx.height, span, ExprKind::Unary { op, operand })
        }
    }
}

/// Whether a number is written with a sign: `--1` is not `1`.
fn is_negative(cx: &Context, number: Span) -> bool {
    let at = number.start as usize - cx.base;
    cx.text.as_bytes().get(at) == Some(&b'-')
}

fn suffixes<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, mut base: Expr) -> Expr {
    while let Some(rule) = nodes.peek(cx) {
        if !matches!(
            rule,
            Rule::field | Rule::optional_field | Rule::arguments | Rule::index | Rule::assume
        ) {
            break;
        }
        let Some(node) = nodes.next(cx) else { break };
        let below = cx.height;
        let span = base.span.to(cx.span(start(&node), end_of(cx, &node)));
        base = match rule {
            Rule::field | Rule::optional_field => {
                let name = field_name(cx, &node);
                let optional = rule == Rule::optional_field;
                let base = Box::new(base);
                let kind = ExprKind::Field {
                    base,
                    name,
                    optional,
                };
                cx.above(below, span, kind)
            }
            Rule::assume => cx.above(below, span, ExprKind::Assume(Box::new(base))),
            Rule::arguments => {
                let arguments = cx.deeper(span, |cx| arguments(cx, node));
                let below = below.max(cx.height);
                let kind = match arguments {
                    Some(arguments) => ExprKind::Call {
                        callee: Box::new(base),
                        arguments,
                    },
                    None => ExprKind::Error,
                };
                cx.above(below, span, kind)
            }
            _ => {
                let index = cx.deeper(span, |cx| bracketed(cx, node));
                let below = below.max(cx.height);
                let kind = match index {
                    Some(index) => ExprKind::Index {
                        base: Box::new(base),
                        index: Box::new(index),
                    },
                    None => ExprKind::Error,
                };
                cx.above(below, span, kind)
            }
        };
    }
    base
}

/// The name behind a dot.
pub(super) fn field_name(cx: &mut Context, node: &Node) -> Ident {
    if node.as_str().is_empty() {
        let rest = cx.text.get(start(node)..).unwrap_or("");
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let help = (digits > 0).then(|| format!("index with `[{}]`", &rest[..digits]));
        cx.expected(start(node), "a name behind the dot", help);
    }
    cx.ident(node)
}

/// The one expression of a node in brackets: an index, a parenthesis, an interpolation.
pub(super) fn bracketed<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Expr {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let inner = expr(cx, &mut nodes);
    let height = cx.height;
    super::rest(cx, &mut nodes, open);
    cx.height = height;
    inner
}

fn primary<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, negated: bool) -> Expr {
    cx.height = 1;
    let Some(node) = nodes.next(cx) else {
        return cx.error_expr(0);
    };
    let from = start(&node);
    match node.as_rule() {
        Rule::name => name(cx, nodes, node),
        Rule::number => {
            let span = cx.span_of(&node);
            let kind = match number::number(cx, &node, negated) {
                Some(number) => number.into(),
                None => ExprKind::Error,
            };
            cx.expr(span, kind)
        }
        Rule::text | Rule::multi_text | Rule::raw_text | Rule::multi_raw_text => {
            text::text(cx, node)
        }
        Rule::missing_expr => {
            cx.expected_value(from);
            cx.error_expr(from)
        }
        rule => {
            // All others recurse. Their brackets stand before the node.
            let bracket = matches!(rule, Rule::braces | Rule::list | Rule::paren);
            let span = cx.span(from - usize::from(bracket), end_of(cx, &node));
            let lowered = cx.deeper(span, |cx| match rule {
                Rule::braces => braces(cx, node),
                Rule::list => list(cx, node),
                Rule::paren => ExprKind::Paren(Box::new(bracketed(cx, node))),
                Rule::if_expr | Rule::if_in_paren => conditional(cx, &mut Nodes::of(node)),
                _ => match_expr(cx, node),
            });
            match lowered {
                Some(kind) => cx.above(cx.height, span, kind),
                None => {
                    cx.height = 0;
                    cx.expr(span, ExprKind::Error)
                }
            }
        }
    }
}

/// Where a node ends, without the white space that a missing bracket leaves at its end.
pub(super) fn end_of(cx: &Context, node: &Node) -> usize {
    let end = end(node);
    match cx.text.as_bytes().get(end.wrapping_sub(1)) {
        Some(b' ' | b'\t' | b'\r' | b'\n') => start(node) + node.as_str().trim_end().len(),
        _ => end,
    }
}

/// A name, a word that is a value, or the name of a type.
fn name<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, node: Node<'i>) -> Expr {
    if let Some(tail) = nodes.take(cx, Rule::type_tail) {
        let name = types::type_name_between(cx, start(&node), end(&tail));
        return cx.expr(name.span, ExprKind::TypeName(Box::new(name)));
    }
    let span = cx.span_of(&node);
    let kind = match node.as_str() {
        "true" => ExprKind::Bool(true),
        "false" => ExprKind::Bool(false),
        "null" => ExprKind::Null,
        _ => ExprKind::Name(cx.ident(&node).name),
    };
    cx.expr(span, kind)
}

/// `if a then b else c`, behind the `if`; `elif` has been reported and begins another one.
fn conditional<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> ExprKind {
    let condition = expr(cx, nodes);
    let mut tallest = cx.height;
    if let Some(wrong) = nodes.take(cx, Rule::wrong_condition) {
        let equality = wrong.as_str().starts_with('=');
        let help = equality.then(|| "compare with `==`".to_owned());
        cx.expected(start(&wrong), "`then`", help);
    }
    let then = match nodes.take(cx, Rule::missing_then) {
        Some(missing) => {
            let help = "write `if condition then a else b`";
            cx.expected(start(&missing), "`then`", Some(help.to_owned()));
            cx.quiet_line(start(&missing));
            match nodes.peek(cx) {
                None | Some(Rule::missing_else | Rule::wrong_elif) => {
                    cx.error_expr(start(&missing))
                }
                Some(_) => expr(cx, nodes),
            }
        }
        None => expr(cx, nodes),
    };
    tallest = tallest.max(cx.height);
    let otherwise = if let Some(missing) = nodes.take(cx, Rule::missing_else) {
        let help = "give the other value: `else null` leaves it out";
        cx.expected(start(&missing), "`else`", Some(help.to_owned()));
        cx.error_expr(start(&missing))
    } else if let Some(elif) = nodes.take(cx, Rule::wrong_elif) {
        cx.wrong(&elif, "else if", None);
        let at = cx.span_of(&elif);
        match cx.deeper(at, |cx| conditional(cx, nodes)) {
            Some(kind) => cx.above(cx.height, at, kind),
            None => cx.error_expr(start(&elif)),
        }
    } else {
        expr(cx, nodes)
    };
    cx.height = tallest.max(cx.height);
    ExprKind::If {
        condition: Box::new(condition),
        then: Box::new(then),
        otherwise: Box::new(otherwise),
    }
}

/// The operator, and what it should have been where it is one of another language.
fn infix<'i>(cx: &mut Context<'i>, node: Node<'i>) -> (Infix, Span) {
    let span = cx.span_of(&node);
    let text = node.as_str();
    let op = match text {
        ".." => Infix::Range,
        "*" => Infix::Binary(BinaryOp::Multiply),
        "/" => Infix::Binary(BinaryOp::Divide),
        "%" => Infix::Binary(BinaryOp::Remainder),
        "+" => Infix::Binary(BinaryOp::Add),
        "-" => Infix::Binary(BinaryOp::Subtract),
        "??" => Infix::Binary(BinaryOp::Coalesce),
        "in" => Infix::Binary(BinaryOp::In),
        "<" => Infix::Binary(BinaryOp::Less),
        "<=" => Infix::Binary(BinaryOp::LessEqual),
        ">" => Infix::Binary(BinaryOp::Greater),
        ">=" => Infix::Binary(BinaryOp::GreaterEqual),
        "==" => Infix::Binary(BinaryOp::Equal),
        "!=" => Infix::Binary(BinaryOp::NotEqual),
        "&&" => Infix::Binary(BinaryOp::And),
        "||" => Infix::Binary(BinaryOp::Or),
        _ => {
            let op = match text {
                "&" | "and" => BinaryOp::And,
                "|" | "or" => BinaryOp::Or,
                "===" => BinaryOp::Equal,
                "!==" | "<>" => BinaryOp::NotEqual,
                _ => BinaryOp::Multiply,
            };
            cx.report(mistakes::operator(span, text, op));
            Infix::Binary(op)
        }
    };
    (op, span)
}

fn precedence(op: Infix) -> u8 {
    match op {
        Infix::Range => 5,
        Infix::Binary(op) => match op {
            BinaryOp::Multiply | BinaryOp::Divide | BinaryOp::Remainder => 7,
            BinaryOp::Add | BinaryOp::Subtract => 6,
            BinaryOp::Coalesce => 4,
            BinaryOp::In
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::Equal
            | BinaryOp::NotEqual => 3,
            BinaryOp::And => 2,
            BinaryOp::Or => 1,
        },
    }
}

/// Whether the operator may follow itself without parentheses.
fn chains(op: Infix) -> bool {
    !matches!(precedence(op), 3 | 5)
}
