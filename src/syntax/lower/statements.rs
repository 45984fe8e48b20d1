//! Rules, policies and tests, and the lines in them; and `let`, which stands in them too. In: their
//! nodes. Out: their parts of the tree. Never: whether a line may stand where it does.

use super::context::{Context, Node, Nodes, is_unclosed, start};
use super::expr::expr;
use super::grammar::Rule;
use super::items::{body, declared, equals, known_text};
use super::{header, types};
use crate::syntax::ast::{Let, Policy, Rule as RuleItem, Statement, StatementKind, Test, TypeName};
use crate::text::Name;

/// `let name: T = value`. Leaves the height of the value.
pub(super) fn binding<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Let {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let ty = types::maybe_type(cx, &mut nodes);
    if let (Some(ty), Some(Rule::missing_equals)) = (&ty, nodes.peek(cx)) {
        // `let x: 3` gives a type where a value was meant.
        let end = (ty.span.end as usize).saturating_sub(cx.base);
        let help = format!("write the value behind `=`: `let {} = ...`", name.name);
        cx.expected(end, "`=`", Some(help));
    }
    equals(cx, &mut nodes);
    let value = expr(cx, &mut nodes);
    Let { name, ty, value }
}

pub(super) fn rule<'i>(cx: &mut Context<'i>, node: Node<'i>) -> RuleItem {
    let mut nodes = Nodes::of(node);
    let title = known_text(cx, &mut nodes);
    let condition = header::condition(cx, &mut nodes);
    let asserts = statements(cx, &mut nodes);
    RuleItem {
        title,
        condition,
        asserts,
    }
}

pub(super) fn policy<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Policy {
    let mut nodes = Nodes::of(node);
    let title = known_text(cx, &mut nodes);
    let (binding, ty) = match nodes.take(cx, Rule::policy_for) {
        Some(node) => policy_for(cx, node),
        None => (cx.no_name(0), no_type(cx, 0)),
    };
    let condition = header::condition(cx, &mut nodes);
    let body = statements(cx, &mut nodes);
    Policy {
        title,
        binding,
        ty,
        condition,
        body,
    }
}

pub(super) fn test<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Test {
    let mut nodes = Nodes::of(node);
    let title = known_text(cx, &mut nodes);
    let with = nodes.take(cx, Rule::test_with);
    let is_open = with.as_ref().is_some_and(is_open);
    let with = with.map(|node| body(cx, &mut Nodes::of(node)));
    if is_open && nodes.take(cx, Rule::missing_body).is_some() {
        // The braces that are never closed have taken the lines in.
        let body = Vec::new();
        return Test { title, with, body };
    }
    let body = statements(cx, &mut nodes);
    Test { title, with, body }
}

/// Whether the braces of a `with` are never closed.
fn is_open(with: &Node) -> bool {
    let braces = with.clone().into_inner().next_back();
    braces.is_some_and(|braces| is_unclosed(&braces))
}

/// `for bucket in AWS::S3::Bucket`
fn policy_for<'i>(cx: &mut Context<'i>, node: Node<'i>) -> (crate::syntax::ast::Ident, TypeName) {
    let at = start(&node);
    let mut nodes = Nodes::of(node);
    if nodes.take(cx, Rule::missing_for).is_some() {
        let help = "say what it is for: `policy \"title\" for b in AWS::S3::Bucket { ... }`";
        cx.expected(at, "`for`", Some(help.to_owned()));
        return (cx.no_name(at), no_type(cx, at));
    }
    let name = declared(cx, &mut nodes);
    (name, types::type_ref(cx, &mut nodes))
}

fn no_type(cx: &Context, at: usize) -> TypeName {
    TypeName {
        base: Name::new(),
        members: Vec::new(),
        span: cx.span(at, at),
    }
}

fn statements<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Vec<Statement> {
    let Some(node) = nodes.next(cx) else {
        return Vec::new();
    };
    let open = start(&node);
    if node.as_rule() != Rule::statements {
        cx.expected(open, "`{`", None);
        return Vec::new();
    }
    let mut statements = Vec::new();
    let mut nodes = Nodes::of(node);
    while let Some(node) = nodes.next(cx) {
        let span = cx.span_of(&node);
        let kind = match node.as_rule() {
            Rule::missing_close => {
                cx.unclosed(open, start(&node));
                continue;
            }
            Rule::let_statement => StatementKind::Let(binding(cx, node)),
            Rule::check_statement => check(cx, node),
            Rule::expect_statement => {
                let mut nodes = Nodes::of(node);
                let code = known_text(cx, &mut nodes);
                let message = nodes.peek(cx).is_some().then(|| known_text(cx, &mut nodes));
                StatementKind::Expect { code, message }
            }
            Rule::snapshot_statement => {
                StatementKind::Snapshot(known_text(cx, &mut Nodes::of(node)))
            }
            _ => {
                let help =
                    "lines begin with `assert`, `require`, `warn`, `expect`, `snapshot` or `let`";
                cx.expected(start(&node), "a statement", Some(help.to_owned()));
                StatementKind::Error
            }
        };
        statements.push(Statement { span, kind });
    }
    statements
}

/// `assert condition, message`
fn check<'i>(cx: &mut Context<'i>, node: Node<'i>) -> StatementKind {
    let mut nodes = Nodes::of(node);
    let word = nodes.take(cx, Rule::check_word);
    let condition = expr(cx, &mut nodes);
    let message = nodes.peek(cx).is_some().then(|| expr(cx, &mut nodes));
    match word.as_ref().map(|word| word.as_str()) {
        Some("require") => StatementKind::Require { condition, message },
        Some("warn") => StatementKind::Warn { condition, message },
        _ => StatementKind::Assert { condition, message },
    }
}
