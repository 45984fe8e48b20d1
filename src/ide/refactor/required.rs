//! Properties that must be there. In: a scene. Out: the entries that a record lacks, each with a value to be
//! written over. Never: one that is there, or that a spread may bring.

use super::scene::{Refactor, RefactorKind, Scene, edit};
use crate::ide::{Path, View};
use crate::syntax::ast::*;
use crate::text::Span;
use crate::types::{Literal, Schemas, Type};

/// The entries that the innermost record at the cursor lacks.
pub fn required(scene: &Scene) -> Vec<Refactor> {
    let path = scene.path();
    let Some((entries, body, wanted)) = record(&scene.view, &path) else {
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
        return vec![Refactor::new(RefactorKind::Rewrite, title, edits)];
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
    vec![Refactor::new(RefactorKind::Rewrite, title, edits)]
}

/// The innermost record on the way whose type is known.
fn record<'a>(view: &View, path: &Path<'a>) -> Option<(&'a [RecordEntry], Span, Type)> {
    let mut found = None;
    let mut wanted: Option<Type> = None;
    for (at, node) in path.nodes.iter().enumerate() {
        match node {
            Node::Item(item) => wanted = of_item(view, item),
            Node::Entry(RecordEntry::Field {
                key: Key::Name(name),
                ..
            }) => {
                let all = wanted.as_ref().map(|ty| known(view, ty, Shape::Record));
                let ty = all.and_then(|ty| match ty {
                    Type::Record(record) => record.field(&name.name).map(|field| field.ty.clone()),
                    _ => None,
                });
                let component = wanted.as_ref().and_then(|ty| match ty {
                    Type::Component(component) => {
                        let mut inputs = component.inputs.iter();
                        let input = inputs.find(|input| input.name == name.name);
                        input.map(|input| input.ty.clone())
                    }
                    _ => None,
                });
                wanted = ty.or(component);
            }
            Node::Expr(expr) => match &expr.kind {
                ExprKind::Record(entries) => {
                    if let Some(ty) = &wanted {
                        found = Some((entries.as_slice(), expr.span, ty.clone()));
                    }
                }
                ExprKind::List(_) => {
                    wanted = wanted.and_then(|ty| match known(view, &ty, Shape::List) {
                        Type::List(list) => Some(list.element.clone()),
                        _ => None,
                    });
                }
                ExprKind::Paren(_) => {}
                // What is written elsewhere is not of this type.
                _ if at + 1 < path.nodes.len() => wanted = None,
                _ => {}
            },
            Node::With(_) | Node::Attribute(_) => return None,
            _ => {}
        }
    }
    found
}

/// What the braces of a declaration are to be.
fn of_item(view: &View, item: &Item) -> Option<Type> {
    let (ty, loops) = match &item.kind {
        ItemKind::Resource(resource) => (&resource.ty, &resource.loops),
        // The type of the item is the one that is written.
        ItemKind::Let(one) if one.ty.is_some() => {
            return Some(view.types.item(item.id).clone());
        }
        _ => return None,
    };
    let own = view.types.item(item.id).without_null();
    let own = match (&own, loops.is_empty()) {
        (Type::Map(value), false) => (**value).clone(),
        _ => own,
    };
    if let Type::Component(_) = own.without_null() {
        return Some(own.without_null());
    }
    let key = view.catalogue().resource(&ty.base)?;
    let node = view.catalogue().properties(&key)?;
    Some(Type::Named(key, node))
}

/// The entries that must be there, in the order of their type.
fn fields(view: &View, ty: &Type) -> Vec<(String, Type)> {
    match known(view, ty, Shape::Record) {
        Type::Record(record) => {
            let fields = record.fields.iter().filter(|field| !field.optional);
            fields
                .map(|field| (field.name.to_string(), field.ty.clone()))
                .collect()
        }
        Type::Component(component) => {
            let inputs = component.inputs.iter().filter(|input| !input.optional);
            inputs
                .map(|input| (input.name.to_string(), input.ty.clone()))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// What is written, which tells which type of several is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Record,
    List,
}

/// A type with what stands behind its name; of several the first that has this shape.
fn known(view: &View, ty: &Type, shape: Shape) -> Type {
    let mut ty = ty.without_null();
    // Names lead to names only so often.
    for _ in 0..8 {
        ty = match &ty {
            Type::Named(key, node) => view.catalogue().expand(key, *node),
            Type::Union(members) => {
                let members = members.iter().map(|member| known(view, member, shape));
                let mut members = members.filter(|ty| match ty {
                    Type::Record(_) => shape == Shape::Record,
                    Type::List(_) => shape == Shape::List,
                    _ => false,
                });
                match members.next() {
                    Some(first) => first,
                    None => return ty,
                }
            }
            _ => return ty,
        };
    }
    ty
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
