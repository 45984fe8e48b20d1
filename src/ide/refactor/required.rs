//! Properties that must be there. In: a scene. Out: the entries that a record lacks, each with a value to be
//! written over. Never: one that is there, or that a spread may bring.

use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::diag::Code;
use crate::ide::fields::fields_of;
use crate::ide::wanted::wanted;
use crate::ide::{Path, View, path_at};
use crate::syntax::ast::*;
use crate::text::Span;
use crate::types::{Literal, Schemas, Type};

/// The entries that the innermost record at the cursor lacks.
pub fn required(scene: &Scene) -> Vec<Refactor> {
    let Some((entries, body, wanted)) = at_cursor(scene) else {
        return Vec::new();
    };
    let is_written = |name: &str| {
        entries.iter().any(|entry| match entry {
            RecordEntry::Field {
                key: Key::Name(key),
                ..
            } => key.name == name,
            _ => false,
        })
    };
    let is_open = |entry: &RecordEntry| {
        !matches!(
            entry,
            RecordEntry::Field {
                key: Key::Name(_),
                ..
            }
        )
    };
    if entries.iter().any(is_open) {
        return Vec::new();
    }
    let lacking = fields(&scene.view, &wanted).into_iter();
    let lacking = lacking.filter(|(name, _)| !is_written(name));
    let lacking: Vec<(String, Type)> = lacking.collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let indent = {
        let start = scene.line_start(body).start as usize;
        let line = scene.view.text().get(start..).unwrap_or("");
        line.len() - line.trim_start_matches(' ').len()
    };
    let kind = match is_found(scene, body) {
        true => RefactorKind::Mend,
        false => RefactorKind::Rewrite,
    };
    let title = match lacking.as_slice() {
        [(name, _)] => format!("add the missing `{name}`"),
        more => format!("add the {} missing properties", more.len()),
    };
    // What stands on one line stays there.
    if let Some(last) = entries.last()
        && !scene.slice(body).contains('\n')
    {
        let added = lacking.iter();
        let added = added.map(|(name, ty)| format!(", {name}: {}", stand_in(&scene.view, ty, 0)));
        let at = Node::Entry(last).span().at_end();
        let edits = vec![edit(at, added.collect::<String>())];
        return vec![Refactor::new(kind, title, edits)];
    }
    let mut text = String::new();
    for (name, ty) in &lacking {
        let value = stand_in(&scene.view, ty, 0);
        text += &format!("\n{}{name}: {value}", " ".repeat(indent + 2));
    }
    // Behind the last entry, or right in the braces; the closing one has a line of its own.
    let inside = scene
        .slice(body)
        .strip_prefix('{')
        .and_then(|text| text.strip_suffix('}'));
    let Some(inside) = inside else {
        return Vec::new();
    };
    let at = body.start as usize + 1 + inside.trim_end().len();
    let closing = body.end as usize - 1;
    text += &format!("\n{}", " ".repeat(indent));
    let at = Span::new(body.file, at, closing);
    let edits = vec![edit(at, text)];
    vec![Refactor::new(kind, title, edits)]
}

/// The innermost record at the cursor; at the name or the type of a declaration, its braces.
fn at_cursor<'a>(scene: &Scene<'a>) -> Option<(&'a [RecordEntry], Span, Type)> {
    let path = scene.path();
    let of_item = || match &path.item()?.kind {
        ItemKind::Resource(resource) if scene.selection.end <= resource.body.span.start => {
            let inside = path_at(scene.view.module, resource.body.span.start);
            record(&scene.view, &inside)
        }
        _ => None,
    };
    record(&scene.view, &path).or_else(of_item)
}

/// Whether it was said of this record, or at the cursor, that something is missing.
fn is_found(scene: &Scene, body: Span) -> bool {
    let selection = scene.selection;
    let path = scene.path();
    // Of the braces of a declaration it is said at its name.
    let name = path.item().and_then(|item| match &item.kind {
        ItemKind::Resource(resource) if resource.body.span == body => Some(resource.name.span),
        _ => None,
    });
    let mut found = scene.view.analysis.diagnostics().iter();
    found.any(|found| {
        let at = found.at;
        let is_here = at.start <= selection.end && selection.start <= at.end;
        matches!(
            found.code,
            Code::SchemaMissingProperty | Code::TypeMissingField
        ) && at.file == body.file
            && (is_here || at.start == body.start || Some(at) == name)
    })
}

/// The innermost record on the way whose type is known.
fn record<'a>(view: &View, path: &Path<'a>) -> Option<(&'a [RecordEntry], Span, Type)> {
    // What reaches into an instance need not be whole.
    let is_part = |node: &Node| matches!(node, Node::WithEntry(_));
    if path.nodes.iter().any(is_part) {
        return None;
    }
    let wanted = wanted(view, path);
    let mut ways = path.nodes.iter().zip(wanted).rev();
    ways.find_map(|(node, ty)| match node {
        Node::Expr(Expr {
            span,
            kind: ExprKind::Record(entries),
            ..
        }) => Some((entries.as_slice(), *span, ty?)),
        _ => None,
    })
}

/// The entries that must be there, in the order of their type.
fn fields(view: &View, ty: &Type) -> Vec<(String, Type)> {
    let fields = fields_of(view.catalogue(), ty).into_iter();
    let required = fields.filter(|field| field.required);
    required
        .map(|field| (field.name.to_string(), field.ty))
        .collect()
}

/// A value of a type, to be written over.
fn stand_in(view: &View, ty: &Type, depth: usize) -> String {
    let ty = match ty {
        Type::Named(key, node) => view.catalogue().expand(key, *node),
        other => other.clone(),
    };
    match ty.without_null() {
        Type::Bool => "false".to_owned(),
        Type::Int(range) => range.min.unwrap_or(0).to_string(),
        Type::Number(_) => "0".to_owned(),
        Type::Literal(Literal::Text(text)) => format!("\"{text}\""),
        Type::Literal(literal) => literal.to_string(),
        Type::List(list) if list.min.unwrap_or(0) > 0 && depth < 2 => {
            format!("[{}]", stand_in(view, &list.element, depth + 1))
        }
        Type::List(_) => "[]".to_owned(),
        Type::Map(_) | Type::Json => "{}".to_owned(),
        Type::Record(record) if depth < 2 => {
            let fields = record.fields.iter().filter(|field| !field.optional);
            let fields = fields
                .map(|field| format!("{}: {}", field.name, stand_in(view, &field.ty, depth + 1)));
            let fields: Vec<String> = fields.collect();
            match fields.is_empty() {
                true => "{}".to_owned(),
                false => format!("{{ {} }}", fields.join(", ")),
            }
        }
        Type::Record(_) => "{}".to_owned(),
        Type::Union(members) => match members.first() {
            Some(first) => stand_in(view, first, depth),
            None => "\"\"".to_owned(),
        },
        Type::Named(key, node) if depth < 4 => stand_in(view, &Type::Named(key, node), depth + 1),
        _ => "\"\"".to_owned(),
    }
}
