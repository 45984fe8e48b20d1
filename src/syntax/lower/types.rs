//! Types as they are written. In: their nodes. Out: [`TypeExpr`]s. Never: what a name stands for.

use super::context::{Context, Node, Nodes, end, start};
use super::expr::end_of;
use super::grammar::Rule;
use super::{number, text};
use crate::syntax::ast::{
    Bound, Bounds, Doc, FieldType, Ident, Key, Number, PatternKind, Text, TypeExpr, TypeExprKind,
    TypeName,
};
use crate::syntax::mistakes;
use crate::text::{Name, Span};

/// The type of a declaration: `: T`, where there is one.
pub(super) fn maybe_type<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Option<TypeExpr> {
    let node = nodes.take(cx, Rule::type_expr)?;
    Some(type_expr(cx, node))
}

pub(super) fn type_expr<'i>(cx: &mut Context<'i>, node: Node<'i>) -> TypeExpr {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let lowered = cx.deeper(span, |cx| union(cx, &mut nodes));
    lowered.unwrap_or(TypeExpr {
        span,
        kind: TypeExprKind::Error,
    })
}

/// `AWS::SQS::Queue.Tag`, or a message where a type is missing.
pub(super) fn type_ref<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> TypeName {
    if let Some(node) = nodes.take(cx, Rule::type_name) {
        return type_name_between(cx, start(&node), end(&node));
    }
    let at = match nodes.take(cx, Rule::missing_type) {
        Some(missing) => {
            let help = "name a type such as `AWS::S3::Bucket`";
            cx.expected(start(&missing), "a resource type", Some(help.to_owned()));
            start(&missing)
        }
        None => 0,
    };
    TypeName {
        base: Name::new(),
        members: Vec::new(),
        span: cx.span(at, at),
    }
}

/// The name of a type, which is one token, by its place.
pub(super) fn type_name_between(cx: &mut Context, from: usize, to: usize) -> TypeName {
    let written = cx.text.get(from..to).unwrap_or("");
    let span = cx.span(from, to);
    if !written.is_ascii() {
        cx.report(mistakes::foreign_letters(span, written));
    }
    let mut parts = written.split('.');
    let base = parts.next().unwrap_or("");
    let mut at = from + base.len() + 1;
    let mut members = Vec::new();
    for part in parts {
        members.push(Ident {
            name: Name::from(part),
            span: cx.span(at, at + part.len()),
        });
        at += part.len() + 1;
    }
    TypeName {
        base: Name::from(base),
        members,
        span,
    }
}

/// `true`, `false` and `null`.
pub(super) fn word_literal(word: &str) -> Option<PatternKind> {
    match word {
        "true" => Some(PatternKind::Bool(true)),
        "false" => Some(PatternKind::Bool(false)),
        "null" => Some(PatternKind::Null),
        _ => None,
    }
}

/// A text or a number, signed or not, of which `node` is the first part.
pub(super) fn literal<'i>(
    cx: &mut Context<'i>,
    nodes: &mut Nodes<'i>,
    node: Node<'i>,
) -> (Option<PatternKind>, Span) {
    let span = cx.span_of(&node);
    match node.as_rule() {
        Rule::negative => {
            let Some(digits) = nodes.next(cx) else {
                return (None, span);
            };
            let kind = number::number(cx, &digits, true).map(|number| match number {
                Number::Int(value) => PatternKind::Int(value.wrapping_neg()),
                Number::Float(value) => PatternKind::Number(-value),
            });
            (kind, span.to(cx.span_of(&digits)))
        }
        Rule::number => {
            let kind = number::number(cx, &node, false).map(|number| match number {
                Number::Int(value) => PatternKind::Int(value),
                Number::Float(value) => PatternKind::Number(value),
            });
            (kind, span)
        }
        _ => {
            let text = text::literal(cx, node);
            (Some(PatternKind::Text(text.value)), text.span)
        }
    }
}

/// The lines of a document, one node each.
pub(super) fn doc(cx: &Context, lines: &[Node]) -> Option<Doc> {
    let (first, last) = (lines.first()?, lines.last()?);
    let texts: Vec<&str> = lines
        .iter()
        .map(|line| {
            let text = line.as_str().trim_start_matches('/');
            text.strip_prefix(' ').unwrap_or(text).trim_end()
        })
        .collect();
    let last_end = start(last) + last.as_str().trim_end().len();
    Some(Doc {
        text: texts.join("\n"),
        span: cx.span(start(first) - 1, last_end),
    })
}

/// `A | B?`
fn union<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> TypeExpr {
    let mut members = Vec::new();
    nodes.take(cx, Rule::bar);
    loop {
        members.push(postfix(cx, nodes));
        if nodes.take(cx, Rule::bar).is_none() {
            break;
        }
    }
    match (members.len(), members.first(), members.last()) {
        (2.., Some(first), Some(last)) => TypeExpr {
            span: first.span.to(last.span),
            kind: TypeExprKind::Union(members),
        },
        _ => members.pop().unwrap_or(TypeExpr {
            span: cx.span(0, 0),
            kind: TypeExprKind::Error,
        }),
    }
}

/// `T?`; a second question mark adds nothing.
fn postfix<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> TypeExpr {
    let mut ty = primary(cx, nodes);
    while let Some(mark) = nodes.take(cx, Rule::optional) {
        ty = match ty.kind {
            TypeExprKind::Optional(_) => ty,
            _ => TypeExpr {
                span: ty.span.to(cx.span_of(&mark)),
                kind: TypeExprKind::Optional(Box::new(ty)),
            },
        };
    }
    ty
}

fn primary<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> TypeExpr {
    let Some(node) = nodes.next(cx) else {
        let span = cx.span(0, 0);
        return error(span);
    };
    let (from, to) = (start(&node), end(&node));
    match node.as_rule() {
        Rule::named_type => {
            let span = cx.span(from, to);
            let lowered = cx.deeper(span, |cx| named(cx, node));
            lowered.unwrap_or(error(span))
        }
        Rule::record_type => {
            let span = cx.span(from - 1, end_of(cx, &node));
            let lowered = cx.deeper(span, |cx| record(cx, node));
            let kind = lowered.map_or(TypeExprKind::Error, TypeExprKind::Record);
            TypeExpr { span, kind }
        }
        Rule::paren_type => {
            let span = cx.span(from - 1, end_of(cx, &node));
            let mut nodes = Nodes::of(node);
            let lowered = cx.deeper(span, |cx| {
                let inner = union(cx, &mut nodes);
                super::rest(cx, &mut nodes, from - 1);
                inner
            });
            // The parentheses belong to the printed form alone.
            lowered.map_or(error(span), |inner| TypeExpr { span, ..inner })
        }
        Rule::missing_ty => {
            cx.expected(from, "a type", None);
            error(cx.span(from, from))
        }
        _ => {
            let (kind, span) = literal(cx, nodes, node);
            let kind = kind.map_or(TypeExprKind::Error, TypeExprKind::Literal);
            TypeExpr { span, kind }
        }
    }
}

fn error(span: Span) -> TypeExpr {
    TypeExpr {
        span,
        kind: TypeExprKind::Error,
    }
}

/// `list<T>(1..5)`, `map<T>`, `int(1..10)`, `AWS::SQS::Queue.Tag`
fn named<'i>(cx: &mut Context<'i>, node: Node<'i>) -> TypeExpr {
    let span = cx.span(start(&node), end_of(cx, &node));
    let mut nodes = Nodes::of(node);
    let name = type_ref(cx, &mut nodes);
    let arguments = nodes.take(cx, Rule::type_arguments);
    let arguments = arguments.map(|node| (cx.span_of(&node), type_arguments(cx, node)));
    let bounds = nodes.take(cx, Rule::bounds).map(|node| bounds(cx, node));
    let kind = match (name.base.as_str(), arguments) {
        ("list", Some((_, element))) => TypeExprKind::List {
            element: Box::new(element),
            bounds,
        },
        ("map", Some((_, value))) => {
            if let Some(bounds) = bounds {
                cx.report(mistakes::map_bounds(bounds.span));
            }
            TypeExprKind::Map {
                value: Box::new(value),
            }
        }
        ("list" | "map", None) if name.members.is_empty() => {
            cx.report(mistakes::bare_collection(span, &name.base));
            TypeExprKind::Error
        }
        (_, Some(_)) => {
            cx.report(mistakes::not_generic(name.span, &name.base));
            TypeExprKind::Error
        }
        (word, None) => match word_literal(word) {
            Some(kind) if name.members.is_empty() && bounds.is_none() => {
                TypeExprKind::Literal(kind)
            }
            _ => TypeExprKind::Name { name, bounds },
        },
    };
    TypeExpr { span, kind }
}

/// `<T>`, behind the bracket.
fn type_arguments<'i>(cx: &mut Context<'i>, node: Node<'i>) -> TypeExpr {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let first = union(cx, &mut nodes);
    while nodes
        .peek(cx)
        .is_some_and(|rule| rule != Rule::missing_close)
    {
        let extra = union(cx, &mut nodes);
        cx.report(mistakes::second_argument(extra.span));
    }
    if let Some(missing) = nodes.take(cx, Rule::missing_close) {
        cx.unclosed(open, start(&missing));
    }
    first
}

fn record<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Vec<FieldType> {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let mut fields = Vec::new();
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let Some(node) = nodes.next(cx) else { break };
        fields.extend(field(cx, node));
    }
    fields
}

fn field<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Option<FieldType> {
    let mut nodes = Nodes::of(node);
    let mut lines = Vec::new();
    while let Some(line) = nodes.take(cx, Rule::doc_tail) {
        lines.push(line);
    }
    let doc = doc(cx, &lines);
    let node = nodes.next(cx)?;
    let name = match node.as_rule() {
        Rule::word_key => cx.ident(&node),
        Rule::text_key => {
            let text = Nodes::of(node).next(cx)?;
            match text::key(cx, text) {
                Key::Name(name) => name,
                Key::Computed(key) => {
                    cx.report(mistakes::interpolated(key.span));
                    return None;
                }
            }
        }
        _ => {
            cx.expected(start(&node), "a field such as `name: string`", None);
            return None;
        }
    };
    let optional = nodes.take(cx, Rule::optional).is_some();
    if let Some(wrong) = nodes.take(cx, Rule::wrong_colon) {
        cx.wrong(&wrong, ":", None);
    } else if let Some(missing) = nodes.take(cx, Rule::missing_colon) {
        cx.expected(start(&missing), "`:`", None);
    }
    let ty = maybe_type(cx, &mut nodes)?;
    Some(FieldType {
        name,
        optional,
        ty,
        doc,
    })
}

/// `(1..10)`, `(3..63, /[a-z]+/)`
fn bounds<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Bounds {
    let open = start(&node) - 1;
    let mut found = Bounds {
        min: None,
        max: None,
        pattern: None,
        span: cx.span(open, end_of(cx, &node)),
    };
    let mut nodes = Nodes::of(node);
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let Some(node) = nodes.next(cx) else { break };
        match rule {
            Rule::range => range(cx, node, &mut found),
            Rule::pattern_text
            | Rule::text
            | Rule::multi_text
            | Rule::raw_text
            | Rule::multi_raw_text => {
                let pattern = match rule {
                    Rule::pattern_text => pattern(cx, node),
                    _ => text::literal(cx, node),
                };
                if found.pattern.is_some() {
                    cx.report(mistakes::second_bound(pattern.span, "pattern"));
                }
                found.pattern = Some(pattern);
            }
            _ => {
                let help = "write bounds as `1..10`, `..63` or `/[a-z]+/`";
                cx.expected(start(&node), "a range or a pattern", Some(help.to_owned()));
            }
        }
    }
    found
}

/// `1..10`, `..10`, `1..`; a single number means both ends.
fn range<'i>(cx: &mut Context<'i>, node: Node<'i>, found: &mut Bounds) {
    let written = node.as_str();
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    if found.min.is_some() || found.max.is_some() {
        cx.report(mistakes::second_bound(span, "range"));
    }
    let first = nodes.take(cx, Rule::signed);
    let dots = nodes.take(cx, Rule::dots).is_some();
    found.min = first.and_then(|node| bound(cx, node));
    if dots {
        let last = nodes.take(cx, Rule::signed);
        found.max = last.and_then(|node| bound(cx, node));
        if found.min.is_none() && found.max.is_none() {
            cx.report(mistakes::open_range(span));
        }
    } else {
        if found.min.is_some() {
            cx.report(mistakes::lone_bound(span, written));
        }
        found.max = found.min.clone();
    }
}

fn bound<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Option<Bound> {
    let span = cx.span_of(&node);
    let mut nodes = Nodes::of(node);
    let negative = nodes.take(cx, Rule::negative).is_some();
    let node = nodes.next(cx)?;
    let value = number::number(cx, &node, negative)?;
    let value = match (negative, value) {
        (true, Number::Int(value)) => Number::Int(value.wrapping_neg()),
        (true, Number::Float(value)) => Number::Float(-value),
        (false, value) => value,
    };
    Some(Bound { value, span })
}

/// `/.../`, behind the first slash.
fn pattern<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Text {
    let from = start(&node);
    let span = cx.span(from - 1, end(&node));
    let mut nodes = Nodes::of(node);
    let written = nodes.take(cx, Rule::pattern_chars);
    let written = written.map_or("", |node| node.as_str());
    if nodes.take(cx, Rule::unterminated).is_some() {
        cx.report(mistakes::unclosed_pattern(cx.span(from - 1, from)));
    }
    Text {
        value: Name::from(written.replace("\\/", "/")),
        span,
    }
}
