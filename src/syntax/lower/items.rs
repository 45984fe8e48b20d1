//! The declarations of a file or a component, and those that are short. In: their nodes. Out:
//! [`Item`]s. Never: whether a declaration may stand where it does.

use super::context::{Context, Node, Nodes, end, is_unclosed, start};
use super::expr::{arguments, end_of, expr};
use super::grammar::Rule;
use super::{collections, functions, header, resources, statements, stray, text, types};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{
    Attribute, Comment, Expr, ExprKind, Ident, Import, ImportName, ImportNames, Item, ItemKind,
    ModuleCall, Output, Param, Stack, Text, TypeAlias,
};
use crate::syntax::mistakes;
use crate::text::Name;

/// All items of a file.
pub(super) fn file<'i>(cx: &mut Context<'i>, nodes: Nodes<'i>) -> Vec<Item> {
    let mut items = Vec::with_capacity(nodes.len());
    let mut strays = stray::Strays::default();
    let mut waiting = vec![nodes];
    while let Some(nodes) = waiting.last_mut() {
        match nodes.next(cx) {
            Some(node) => item_or_stray(cx, node, &mut items, &mut strays),
            None => drop(waiting.pop()),
        }
        waiting.extend(cx.outside.drain(..).rev());
    }
    items
}

/// The items of a component, behind its brace. Where that is never closed, what begins in the first
/// column is none of them: it is left to the file.
pub(super) fn items<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Vec<Item> {
    let open = start(&node);
    let unclosed = is_unclosed(&node);
    let mut items = Vec::new();
    let mut strays = stray::Strays::default();
    let mut nodes = Nodes::of(node);
    while let Some(node) = nodes.next(cx) {
        match node.as_rule() {
            Rule::missing_close => cx.unclosed(open, start(&node)),
            Rule::item if unclosed && begins_line(cx, &node) => {
                cx.unclosed(open, start(&node));
                nodes.put_back(node);
                cx.outside.push(nodes);
                break;
            }
            _ => item_or_stray(cx, node, &mut items, &mut strays),
        }
        if let Some(at) = cx.outside.first().and_then(Nodes::start) {
            // One in this one is not closed either.
            if unclosed {
                cx.unclosed(open, at);
            }
            cx.outside.push(nodes);
            break;
        }
    }
    items
}

/// Whether an item begins in the first column.
fn begins_line(cx: &Context, item: &Node) -> bool {
    let before = cx.text.as_bytes().get(..start(item)).unwrap_or_default();
    before.last().is_none_or(|b| *b == b'\n')
}

/// `@name(arguments)`, behind the `@`.
pub(super) fn attribute<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Attribute {
    let span = cx.span(start(&node) - 1, end_of(cx, &node));
    let mut nodes = Nodes::of(node);
    let name = name(cx, &mut nodes);
    let arguments = match nodes.take(cx, Rule::arguments) {
        Some(node) => arguments(cx, node),
        None => Vec::new(),
    };
    Attribute {
        name,
        arguments,
        span,
    }
}

/// The name that a declaration begins with.
pub(super) fn declared<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Ident {
    match nodes.take(cx, Rule::name) {
        Some(node) => cx.declared(&node),
        None => name(cx, nodes),
    }
}

/// What stands before the value of a declaration: a type, and `=`.
pub(super) fn equals<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) {
    if let Some(wrong) = nodes.take(cx, Rule::wrong_equals) {
        cx.wrong(&wrong, "=", None);
    } else if let Some(missing) = nodes.take(cx, Rule::missing_equals) {
        cx.expected(start(&missing), "`=`", None);
    }
}

/// The properties of a resource, a module or the stack.
pub(super) fn body<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Expr {
    let mut missing_at = None;
    if let Some(missing) = nodes.take(cx, Rule::missing_body) {
        missing_at = Some(start(&missing));
    }
    let Some(node) = nodes.take(cx, Rule::braces) else {
        let at = missing_at.unwrap_or(0);
        cx.expected(at, "`{`", None);
        return cx.error_expr(at);
    };
    if let Some(at) = missing_at {
        let help = "put the brace at the end of the line before".to_owned();
        cx.expected(at, "`{`", Some(help));
    }
    let from = start(&node) - 1;
    let span = cx.span(from, end_of(cx, &node));
    let lowered = cx.deeper(span, |cx| collections::braces(cx, node));
    let kind = match lowered {
        Some(kind @ ExprKind::Record(_)) => kind,
        Some(_) => {
            let message = "expected properties, found an expression";
            let help = "spread it: `{ ...value }`";
            let at = cx.span(from, from + 1);
            let diagnostic = Diagnostic::new(Code::SyntaxExpected, at, message);
            cx.report(diagnostic.here("properties begin here").help(help));
            ExprKind::Error
        }
        None => ExprKind::Error,
    };
    cx.above(cx.height, span, kind)
}

/// A text that is known as it stands: a title or a path.
pub(super) fn known_text<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Text {
    let at = match nodes.next(cx) {
        Some(node) if node.as_rule() == Rule::missing_text => {
            cx.expected(start(&node), "a text", None);
            start(&node)
        }
        Some(node) => return text::literal(cx, node),
        None => 0,
    };
    Text {
        value: Name::new(),
        span: cx.span(at, at),
    }
}

fn item_or_stray<'i>(
    cx: &mut Context<'i>,
    node: Node<'i>,
    items: &mut Vec<Item>,
    strays: &mut stray::Strays,
) {
    match node.as_rule() {
        Rule::item => items.extend(item(cx, node, strays)),
        Rule::stray_close => {
            // One of a row is enough, and none where a bracket was left open for it.
            let at = start(&node);
            if cx.unclosed_at.replace(end(&node)) != Some(at) {
                let message = format!("`{}` closes nothing", node.as_str());
                let span = cx.span_of(&node);
                let diagnostic = Diagnostic::new(Code::SyntaxUnopened, span, message);
                cx.report(diagnostic.here("no bracket is open here"));
            }
            cx.broken.push(cx.span_of(&node));
        }
        // The end of a component that is never closed has been reported.
        Rule::EOI | Rule::missing_close => {}
        _ => {
            let help = (node.as_rule() == Rule::stray_semicolon)
                .then(|| "end a declaration with a new line".to_owned())
                .or_else(|| mistakes::after(cx.text, start(&node)));
            cx.expected(start(&node), "a new line", help);
        }
    }
}

/// One item; `None` where there is nothing but a document.
fn item<'i>(cx: &mut Context<'i>, node: Node<'i>, strays: &mut stray::Strays) -> Option<Item> {
    let span = cx.span(start(&node), end_of(cx, &node));
    let mut nodes = Nodes::of(node);
    let mut lines = Vec::new();
    let mut attributes = Vec::new();
    loop {
        if let Some(line) = nodes.take(cx, Rule::doc_tail) {
            lines.push(line);
        } else if let Some(node) = nodes.take(cx, Rule::attribute) {
            attributes.push(attribute(cx, node));
        } else {
            break;
        }
    }
    let doc = types::doc(cx, &lines);
    let node = nodes.next(cx)?;
    let rule = node.as_rule();
    if rule == Rule::missing_item && attributes.is_empty() {
        cx.dangling_doc = true;
        for line in lines {
            let from = start(&line) - 1;
            let span = cx.span(from, from + 1 + line.as_str().trim_end().len());
            cx.comments.push(Comment { span });
        }
        return None;
    }
    let kind = declaration(cx, node, strays);
    let outside = cx.outside.first().and_then(Nodes::start);
    let span = match outside.and_then(|at| cx.text.get(..at)) {
        Some(before) => cx.span(span.start as usize - cx.base, before.trim_end().len()),
        None => span,
    };
    Some(Item {
        id: cx.item_id(),
        span,
        doc,
        attributes,
        kind,
    })
}

fn declaration<'i>(cx: &mut Context<'i>, node: Node<'i>, strays: &mut stray::Strays) -> ItemKind {
    if node.as_rule() != Rule::stray_item {
        *strays = stray::Strays::default();
    }
    match node.as_rule() {
        Rule::resource_item => ItemKind::Resource(resources::resource(cx, node)),
        Rule::let_item => ItemKind::Let(statements::binding(cx, node)),
        Rule::output_item => ItemKind::Output(output(cx, node)),
        Rule::param_item => ItemKind::Param(param(cx, node)),
        Rule::input_item => ItemKind::Input(param(cx, node)),
        Rule::fn_item => ItemKind::Fn(functions::function(cx, node)),
        Rule::type_item => ItemKind::Type(type_alias(cx, node)),
        Rule::existing_item => ItemKind::Existing(resources::existing(cx, node)),
        Rule::data_item => ItemKind::Data(resources::data(cx, node)),
        Rule::import_item => ItemKind::Import(import(cx, node)),
        Rule::component_item => functions::component(cx, node),
        Rule::module_item => ItemKind::Module(module_call(cx, node)),
        Rule::stack_item => {
            let mut nodes = Nodes::of(node);
            let body = body(cx, &mut nodes);
            ItemKind::Stack(Stack { body })
        }
        Rule::rule_item => ItemKind::Rule(statements::rule(cx, node)),
        Rule::policy_item => ItemKind::Policy(statements::policy(cx, node)),
        Rule::test_item => ItemKind::Test(statements::test(cx, node)),
        Rule::stray_item => ItemKind::Error {
            name: stray::stray_item(cx, &node, strays),
        },
        _ => {
            cx.expected(start(&node), "a declaration behind the attribute", None);
            ItemKind::Error { name: None }
        }
    }
}

fn param<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Param {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let ty = types::maybe_type(cx, &mut nodes);
    equals(cx, &mut nodes);
    let default = nodes.peek(cx).is_some().then(|| expr(cx, &mut nodes));
    Param { name, ty, default }
}

fn output<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Output {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let condition = header::condition(cx, &mut nodes);
    let ty = types::maybe_type(cx, &mut nodes);
    equals(cx, &mut nodes);
    let value = expr(cx, &mut nodes);
    Output {
        name,
        condition,
        ty,
        value,
    }
}

fn type_alias<'i>(cx: &mut Context<'i>, node: Node<'i>) -> TypeAlias {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    equals(cx, &mut nodes);
    let at = name.span.at_end();
    let ty = types::maybe_type(cx, &mut nodes).unwrap_or(crate::syntax::ast::TypeExpr {
        span: at,
        kind: crate::syntax::ast::TypeExprKind::Error,
    });
    TypeAlias { name, ty }
}

fn module_call<'i>(cx: &mut Context<'i>, node: Node<'i>) -> ModuleCall {
    let mut nodes = Nodes::of(node);
    let name = declared(cx, &mut nodes);
    let (loops, condition) = header::header(cx, &mut nodes);
    let source = from_path(cx, &mut nodes);
    let body = body(cx, &mut nodes);
    ModuleCall {
        name,
        loops,
        condition,
        source,
        body,
    }
}

fn import<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Import {
    let mut nodes = Nodes::of(node);
    if let Some(node) = nodes.take(cx, Rule::import_names) {
        let names = ImportNames::Listed(import_names(cx, node));
        let path = from_path(cx, &mut nodes);
        return Import { path, names };
    }
    let path = known_text(cx, &mut nodes);
    let name = match nodes.take(cx, Rule::missing_as) {
        Some(missing) => {
            let help = "name the module: `import \"std/iam\" as iam`";
            cx.expected(start(&missing), "`as`", Some(help.to_owned()));
            cx.no_name(start(&missing))
        }
        None => declared(cx, &mut nodes),
    };
    Import {
        path,
        names: ImportNames::Whole(name),
    }
}

/// `from "path"`, the word being silent.
fn from_path<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Text {
    match nodes.take(cx, Rule::missing_from) {
        Some(missing) => {
            let at = start(&missing);
            cx.expected(at, "`from` and a path", None);
            Text {
                value: Name::new(),
                span: cx.span(at, at),
            }
        }
        None => known_text(cx, nodes),
    }
}

fn import_names<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Vec<ImportName> {
    let open = start(&node) - 1;
    let mut nodes = Nodes::of(node);
    let mut names = Vec::new();
    while let Some(rule) = nodes.peek(cx) {
        if super::between(cx, &mut nodes, rule, open) {
            continue;
        }
        let Some(node) = nodes.next(cx) else { break };
        let mut inner = Nodes::of(node);
        let imported = name(cx, &mut inner);
        let alias = match inner.next(cx) {
            Some(node) if node.as_rule() == Rule::import_alias => Some(cx.declared(&node)),
            Some(node) => {
                cx.expected(start(&node), "a name", None);
                Some(cx.no_name(end(&node)))
            }
            None => None,
        };
        names.push(ImportName {
            name: imported,
            alias,
        });
    }
    names
}

/// A name that is declared elsewhere.
fn name<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>) -> Ident {
    match nodes.next(cx) {
        Some(node) if node.as_rule() == Rule::name => cx.ident(&node),
        Some(node) => {
            cx.expected(start(&node), "a name", None);
            cx.no_name(start(&node))
        }
        None => cx.no_name(0),
    }
}
