//! An expression, or a type, under a name of its own: `let`, `param`, `fn` or `type`. In: a scene. Out: the changes.
//! Never: one for what is not selected as a whole.

use super::names::{after_place, free, is_name, lower_first, upper_first};
use super::proof::{Verdict, judge};
use super::scene::{Refactor, RefactorKind, Scene, edit};
use super::written::dedented;
use crate::diag::Edit;
use crate::ide::Path;
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::text::Span;
use crate::types::{Type, show_whole};

/// What can be extracted.
pub fn extract(scene: &Scene) -> Vec<Refactor> {
    let mut found = Vec::new();
    if let Some((path, expr)) = scene.selected_expr()
        && is_value(&path, expr)
        && let Some(item) = scene.item()
    {
        let name = after_place(&path).unwrap_or_else(|| "value".to_owned());
        found.extend(to_let(scene, item, expr, &name));
        found.extend(to_param(scene, item, expr, &name));
        found.extend(to_fn(scene, item, expr, &name));
    }
    found.extend(to_type(scene));
    found
}

/// Whether a part of the tree stands for a value, which a name can stand for too.
fn is_value(path: &Path, expr: &Expr) -> bool {
    let is_target = path.nodes.windows(2).any(|pair| match pair {
        [Node::WithEntry(entry), Node::Expr(inner)] => inner.id == entry.target.id,
        [
            Node::Expr(Expr {
                kind: ExprKind::Call { callee, .. },
                ..
            }),
            Node::Expr(inner),
        ] => inner.id == callee.id && inner.id == expr.id,
        // The braces of a declaration are a part of it.
        [Node::Item(item), Node::Expr(inner)] => match &item.kind {
            ItemKind::Let(_) | ItemKind::Output(_) | ItemKind::Param(_) | ItemKind::Input(_) => {
                false
            }
            ItemKind::Fn(_) => false,
            ItemKind::Resource(resource) => inner.id == resource.body.id && inner.id == expr.id,
            _ => inner.id == expr.id,
        },
        _ => false,
    });
    let is_name = matches!(
        expr.kind,
        ExprKind::Name(_) | ExprKind::TypeName(_) | ExprKind::Error | ExprKind::Block { .. }
    );
    !is_target && !is_name
}

/// A `let` above the item; in a component, or the body of a function, inside of it where it reads what is there.
fn to_let(scene: &Scene, item: &Item, expr: &Expr, wished: &str) -> Option<Refactor> {
    let text = dedented(scene, expr.span);
    let make = |name: &str| -> Option<Vec<Edit>> {
        if scene.view.names.is_closed(expr.id) {
            let above = format!("let {name} = {text}\n\n");
            return Some(vec![
                edit(scene.line_start(item.span), above),
                edit(expr.span, name),
            ]);
        }
        match &item.kind {
            ItemKind::Component(component) => {
                let shared = component.params.len() + component.items.len();
                let is_shared = |slot: u32| (slot as usize) < shared;
                if !locals(scene, expr)
                    .iter()
                    .all(|(_, slot, _)| is_shared(*slot))
                {
                    return None;
                }
                let mut inner = component.items.iter();
                let inner = inner.find(|inner| inner.span.contains(expr.span))?;
                let start = scene.line_start(inner.span);
                let indent = indent(scene, inner.span);
                let above = format!("{indent}let {name} = {}\n", scene.slice(expr.span));
                Some(vec![edit(start, above), edit(expr.span, name)])
            }
            ItemKind::Fn(function) => in_function(scene, function, expr, name),
            _ => None,
        }
    };
    let title = "extract to a `let`";
    let done = |edits: Vec<Edit>| Some(Refactor::new(RefactorKind::Extract, title, edits));
    let name = free(&scene.view, wished);
    let edits = make(&name)?;
    match judge(scene, &edits) {
        Verdict::Same => done(edits),
        Verdict::Broken => None,
        // The name of a `let` that decides something is that of its Condition.
        Verdict::Other => {
            let named = conditions(scene).into_iter().map(|name| lower_first(&name));
            let named = named.filter(|name| is_name(name) && free(&scene.view, name) == *name);
            let mut tried = named.filter_map(|name| make(&name));
            let found = tried.find(|edits| judge(scene, edits) == Verdict::Same);
            match found {
                Some(edits) => done(edits),
                None => Some(Refactor::new(
                    RefactorKind::Extract,
                    format!("{title} (the template changes)"),
                    edits,
                )),
            }
        }
    }
}

/// The names of the conditions in the template.
fn conditions(scene: &Scene) -> Vec<String> {
    let template = scene.view.analysis.template();
    let template: serde_json::Value = serde_json::from_slice(template).unwrap_or_default();
    let conditions = template.get("Conditions").and_then(|all| all.as_object());
    conditions
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

/// A `let` in the body of a function, which becomes a block if it is none.
fn in_function(scene: &Scene, function: &Fn, expr: &Expr, name: &str) -> Option<Vec<Edit>> {
    let params = function.params.len();
    let text = scene.slice(expr.span);
    let ExprKind::Block { lets, result } = &function.body.kind else {
        let is_param = |(_, slot, _): &(String, u32, Type)| (*slot as usize) < params;
        if !locals(scene, expr).iter().all(is_param) || function.body.span == expr.span {
            return None;
        }
        let start = function.body.span.at_start();
        let end = function.body.span.at_end();
        return Some(vec![
            edit(start, format!("{{\n  let {name} = {text}\n  ")),
            edit(expr.span, name),
            edit(end, "\n}"),
        ]);
    };
    // Before the statement that holds it, all that it reads is there.
    let holds = lets.iter().find(|one| one.value.span.contains(expr.span));
    let statement = match holds {
        Some(one) => scene.line_start(one.name.span),
        None if result.span.contains(expr.span) => scene.line_start(result.span),
        None => return None,
    };
    let bound = match holds {
        Some(one) => lets.iter().take_while(|other| *other != one).count(),
        None => lets.len(),
    };
    let reach = params + bound;
    let is_there = |(_, slot, _): &(String, u32, Type)| (*slot as usize) < reach;
    if !locals(scene, expr).iter().all(is_there) {
        return None;
    }
    let indent = "  ";
    Some(vec![
        edit(statement, format!("{indent}let {name} = {text}\n")),
        edit(expr.span, name),
    ])
}

/// A literal that is chosen when deploying.
fn to_param(scene: &Scene, item: &Item, expr: &Expr, wished: &str) -> Option<Refactor> {
    let ty = match &expr.kind {
        ExprKind::Int(_) => "int",
        ExprKind::Number(_) => "number",
        ExprKind::Bool(_) => "bool",
        ExprKind::Text(text) => {
            let is_plain = |part: &TextPart| matches!(part, TextPart::Text { .. });
            if !text.parts.iter().all(is_plain) {
                return None;
            }
            "string"
        }
        _ => return None,
    };
    // Only a stack has params.
    let makes = |item: &Item| matches!(item.kind, ItemKind::Resource(_) | ItemKind::Param(_));
    if scene.is_shared || !scene.view.module.items.iter().any(makes) {
        return None;
    }
    let name = free(&scene.view, wished);
    let text = scene.slice(expr.span);
    let edits = vec![
        edit(
            scene.line_start(item.span),
            format!("param {name}: {ty} = {text}\n\n"),
        ),
        edit(expr.span, name),
    ];
    let is_fit = judge(scene, &edits) != Verdict::Broken;
    is_fit.then(|| Refactor::new(RefactorKind::Extract, "extract to a `param`", edits))
}

/// A function of what the expression reads of what is around it.
fn to_fn(scene: &Scene, item: &Item, expr: &Expr, wished: &str) -> Option<Refactor> {
    let name = free(&scene.view, wished);
    let locals = locals(scene, expr);
    let schemas = scene.view.catalogue();
    let params = locals.iter().map(|(name, _, ty)| {
        let shown = show_whole(ty, schemas);
        format!("{name}: {shown}")
    });
    let params: Vec<String> = params.collect();
    let given: Vec<&str> = locals.iter().map(|(name, _, _)| name.as_str()).collect();
    let text = dedented(scene, expr.span);
    let edits = vec![
        edit(
            scene.line_start(item.span),
            format!("fn {name}({}) = {text}\n\n", params.join(", ")),
        ),
        edit(expr.span, format!("{name}({})", given.join(", "))),
    ];
    let is_same = judge(scene, &edits) == Verdict::Same;
    is_same.then(|| Refactor::new(RefactorKind::Extract, "extract to a `fn`", edits))
}

/// What an expression reads of the variables around it: each once, with its slot and its type.
fn locals(scene: &Scene, expr: &Expr) -> Vec<(String, u32, Type)> {
    let mut own: Vec<&str> = Vec::new();
    let mut found: Vec<(String, u32, Type)> = Vec::new();
    let (names, types) = (scene.view.names, scene.view.types);
    Node::Expr(expr).walk(&mut |node| match node {
        Node::Clause(clause) => {
            let bound = clause.key.iter().chain([&clause.value]);
            own.extend(bound.map(|name| name.name.as_str()));
        }
        Node::Let(one) => own.push(&one.name.name),
        Node::Expr(inner) => {
            if let (ExprKind::Name(name), Binding::Local(slot)) =
                (&inner.kind, names.binding(inner.id))
                && !found.iter().any(|(known, _, _)| known == name.as_str())
            {
                found.push((name.to_string(), slot, types.expr(inner.id).clone()));
            }
        }
        _ => {}
    });
    // Nothing hides a name, so that what has the name of a variable inside is that variable.
    found.retain(|(name, _, _)| !own.contains(&name.as_str()));
    found
}

/// A type under a name.
fn to_type(scene: &Scene) -> Option<Refactor> {
    let selected = scene.selected()?;
    let path = crate::ide::path_at(scene.view.module, selected.start);
    let at = path.nodes.iter().position(
        |node| matches!(node, Node::Type(ty) if ty.span == selected && !matches!(ty.kind, TypeExprKind::Error)),
    )?;
    let item = scene.item()?;
    let around = path.nodes.get(..at)?;
    let name = around.iter().rev().find_map(|node| match node {
        Node::Param(param) => Some(&param.name.name),
        Node::Field(field) => Some(&field.name.name),
        Node::Let(one) => Some(&one.name.name),
        Node::Item(item) => item.kind.name().map(|name| &name.name),
        _ => None,
    })?;
    let name = free(&scene.view, &upper_first(name));
    let text = dedented(scene, selected);
    let edits = vec![
        edit(
            scene.line_start(item.span),
            format!("type {name} = {text}\n\n"),
        ),
        edit(selected, name),
    ];
    let is_same = judge(scene, &edits) == Verdict::Same;
    is_same.then(|| Refactor::new(RefactorKind::Extract, "extract to a `type`", edits))
}

/// The blanks before the first sign of a line.
fn indent<'a>(scene: &Scene<'a>, at: Span) -> &'a str {
    let start = scene.line_start(at).start as usize;
    let before = scene.view.text().get(start..at.start as usize);
    before.filter(|text| text.trim().is_empty()).unwrap_or("")
}
