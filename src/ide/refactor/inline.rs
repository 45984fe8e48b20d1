//! A `let` or a `fn` in place of its name. In: a scene. Out: the changes. Never: one that takes away what others
//! may read.

use super::proof::{Verdict, judge};
use super::scene::{Refactor, RefactorKind, Scene, edit};
use super::written::{in_place_of, placed};
use crate::diag::Edit;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::Span;

/// What can be put in place of its name at the cursor.
pub fn inline(scene: &Scene) -> Vec<Refactor> {
    if scene.selection.start != scene.selection.end {
        return Vec::new();
    }
    let mut found = Vec::new();
    let Some(item) = named(scene) else {
        return found;
    };
    match &item.kind {
        ItemKind::Let(one) => found.extend(inline_let(scene, item, one)),
        ItemKind::Fn(function) => {
            found.extend(inline_call(scene, item, function));
            found.extend(inline_fn(scene, item, function));
        }
        _ => {}
    }
    found
}

/// The item of this file whose name stands at the cursor.
fn named<'a>(scene: &Scene<'a>) -> Option<&'a Item> {
    let path = scene.path();
    let items = scene.view.module.items.iter();
    let used = path.expr().map(|expr| scene.view.names.binding(expr.id));
    let mut items = items.filter(|item| {
        let decl = DeclId {
            file: scene.view.file,
            item: item.id,
        };
        let name = item.kind.name();
        let is_declared = name.is_some_and(|name| holds(name.span, scene.selection));
        is_declared || used == Some(Binding::Item(decl))
    });
    items.next()
}

fn holds(at: Span, cursor: Span) -> bool {
    at.start <= cursor.start && cursor.start <= at.end
}

/// A use of a declaration: the name, what it stands in, and what that stands in.
struct Use<'a> {
    expr: &'a Expr,
    around: Option<Node<'a>>,
    beyond: Option<Node<'a>>,
}

/// All uses in the file.
fn uses<'a>(scene: &Scene<'a>, item: &Item) -> Vec<Use<'a>> {
    let wanted = Binding::Item(DeclId {
        file: scene.view.file,
        item: item.id,
    });
    let mut found = Vec::new();
    let mut open: Vec<(Node<'a>, Option<Node<'a>>, Option<Node<'a>>)> = Vec::new();
    for item in &scene.view.module.items {
        open.push((Node::Item(item), None, None));
    }
    while let Some((node, around, beyond)) = open.pop() {
        if let Node::Expr(expr) = node
            && scene.view.names.binding(expr.id) == wanted
        {
            found.push(Use {
                expr,
                around,
                beyond,
            });
        }
        node.each_child(&mut |below| open.push((below, Some(node), around)));
    }
    found
}

/// Whether somebody else may read a declaration, or it says more than its value.
fn is_bound(scene: &Scene, item: &Item) -> bool {
    scene.is_shared || !item.attributes.is_empty()
}

fn inline_let(scene: &Scene, item: &Item, one: &Let) -> Option<Refactor> {
    let uses = uses(scene, item);
    if is_bound(scene, item) || uses.is_empty() {
        return None;
    }
    let edits = uses.iter().map(|used| {
        let (at, text) = in_place_of(scene, used.expr, &one.value, used.around.as_ref());
        edit(at, text)
    });
    let mut edits: Vec<Edit> = edits.collect();
    edits.push(edit(scene.with_line_end(item.span), ""));
    offered(scene, format!("inline `{}`", one.name.name), edits)
}

/// One call, at the cursor.
fn inline_call(scene: &Scene, item: &Item, function: &Fn) -> Option<Refactor> {
    let uses = uses(scene, item);
    let used = uses
        .iter()
        .find(|used| holds(used.expr.span, scene.selection))?;
    let edits = vec![in_place(scene, function, used)?];
    let name = &function.name.name;
    offered(scene, format!("inline this call of `{name}`"), edits)
}

/// All calls, and the function is gone.
fn inline_fn(scene: &Scene, item: &Item, function: &Fn) -> Option<Refactor> {
    let uses = uses(scene, item);
    if is_bound(scene, item) || uses.is_empty() {
        return None;
    }
    let edits = uses.iter().map(|used| in_place(scene, function, used));
    let mut edits: Vec<Edit> = edits.collect::<Option<_>>()?;
    edits.push(edit(scene.with_line_end(item.span), ""));
    offered(
        scene,
        format!("inline `{}` everywhere", function.name.name),
        edits,
    )
}

fn offered(scene: &Scene, title: String, edits: Vec<Edit>) -> Option<Refactor> {
    let title = match judge(scene, &edits) {
        Verdict::Broken => return None,
        Verdict::Same => title,
        // A `let` that decides something gives its name to a Condition.
        Verdict::Other => format!("{title} (the template changes)"),
    };
    Some(Refactor::new(RefactorKind::Inline, title, edits))
}

/// The body of a function in place of a call of it.
fn in_place(scene: &Scene, function: &Fn, used: &Use) -> Option<Edit> {
    let Some(Node::Expr(call)) = used.around else {
        return None;
    };
    let ExprKind::Call { callee, arguments } = &call.kind else {
        return None;
    };
    if callee.id != used.expr.id || matches!(function.body.kind, ExprKind::Block { .. }) {
        return None;
    }
    // What each parameter is given, in the order of the parameters.
    let mut given: Vec<Option<&Expr>> = vec![None; function.params.len()];
    for (place, argument) in arguments.iter().enumerate() {
        let at = match &argument.name {
            None => place,
            Some(name) => {
                let mut params = function.params.iter();
                params.position(|param| param.name.name == name.name)?
            }
        };
        *given.get_mut(at)? = Some(&argument.value);
    }
    let defaults = function.params.iter().map(|param| param.default.as_ref());
    let given = given.into_iter().zip(defaults);
    let given: Vec<&Expr> = given
        .map(|(given, default)| given.or(default))
        .collect::<Option<_>>()?;
    let body = &function.body;
    let mut edits = Vec::new();
    let mut open = vec![(Node::Expr(body), None)];
    while let Some((node, around)) = open.pop() {
        if let Node::Expr(expr) = node
            && let Binding::Local(slot) = scene.view.names.binding(expr.id)
            && let Some(value) = given.get(slot as usize)
        {
            let (at, text) = in_place_of(scene, expr, value, around.as_ref());
            edits.push(edit(at, text));
        }
        node.each_child(&mut |below| open.push((below, Some(node))));
    }
    edits.sort_by_key(|edit| edit.at.start);
    let mut text = String::new();
    let mut at = body.span.start;
    for one in edits {
        text += scene.slice(Span {
            start: at,
            end: one.at.start,
            ..body.span
        });
        text += &one.text;
        at = one.at.end;
    }
    text += scene.slice(Span {
        start: at,
        ..body.span
    });
    Some(edit(call.span, placed(&text, body, used.beyond.as_ref())))
}
