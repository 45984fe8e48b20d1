//! What each place of a file wants. In: the way to a place. Out: for each part on it, the type of the
//! values that may stand there. Never: whether what stands there fits; nothing is said where anything
//! may stand.

use super::callee::callee;
use super::fields::{element_of, field_of, members};
use super::{Path, View};
use crate::check::attribute_values;
use crate::syntax::ast::{
    Argument, BinaryOp, Expr, ExprKind, Item, ItemKind, Key, Node, RecordEntry,
};
use crate::types::{ComponentInput, ComponentType, Field, NodeId, Schemas, Type};
use std::sync::Arc;

/// The types that are wanted, one for each part of the way. Of a record's entry, and of its key, it is
/// the type of the whole record.
pub fn wanted(view: &View, path: &Path) -> Vec<Option<Type>> {
    let mut all: Vec<Option<Type>> = vec![None];
    for (at, pair) in path.nodes.windows(2).enumerate() {
        let [above, below] = pair else { break };
        let want = all.last().cloned().flatten();
        let around = path.nodes.get(..at).unwrap_or(&[]);
        all.push(below_of(view, around, *above, *below, want));
    }
    all
}

/// What a part wants of one of the parts below it. `around` is what the part itself stands in.
fn below_of(
    view: &View,
    around: &[Node],
    above: Node,
    below: Node,
    want: Option<Type>,
) -> Option<Type> {
    match (above, below) {
        (Node::Item(item), Node::Expr(expr)) => of_item(view, item, expr),
        (Node::Param(param), Node::Expr(_)) => {
            let Some(Node::Item(item)) = around.last() else {
                return None;
            };
            parameter(view, item, &param.name.name)
        }
        (Node::WithEntry(entry), Node::Expr(expr)) if std::ptr::eq(expr, &entry.value) => {
            body_of(view, &target_of_with(view, around, &entry.target)?)
        }
        (Node::Attribute(attribute), Node::Argument(_)) => {
            let values = attribute_values(&attribute.name.name);
            (!values.is_empty()).then(|| Type::union(values.iter().map(|v| Type::text(v))))
        }
        (Node::Argument(_), Node::Expr(_)) => want,
        (Node::Expr(expr), below) => of_expr(view, expr, below, want),
        (Node::Entry(entry), Node::Ident(_)) => matches!(entry, RecordEntry::Field { .. })
            .then_some(want)
            .flatten(),
        (Node::Entry(RecordEntry::Field { key, value }), Node::Expr(expr)) => match key {
            Key::Name(name) if std::ptr::eq(expr, value) => {
                field_of(view.catalogue(), &want?, &name.name).map(|field| field.ty)
            }
            _ => None,
        },
        (Node::Entry(RecordEntry::Spread(_)), Node::Expr(_)) => want,
        (Node::Arm(_), Node::Expr(_)) => want,
        _ => None,
    }
}

fn of_item(view: &View, item: &Item, expr: &Expr) -> Option<Type> {
    let is = |value: &Expr| std::ptr::eq(expr, value);
    match &item.kind {
        ItemKind::Resource(resource) if is(&resource.body) => {
            body_of(view, view.types.item(item.id))
        }
        ItemKind::Existing(existing) if is(&existing.body) => {
            body_of(view, view.types.item(item.id))
        }
        ItemKind::Data(data) if is(&data.body) => body_of(view, view.types.item(item.id)),
        ItemKind::Param(param) | ItemKind::Input(param) if param.ty.is_some() => {
            known(view.types.item(item.id))
        }
        ItemKind::Let(one) if one.ty.is_some() => known(view.types.item(item.id)),
        ItemKind::Fn(function) if is(&function.body) && function.result.is_some() => {
            known(view.types.item(item.id))
        }
        ItemKind::Stack(stack) if is(&stack.body) => known(view.types.expr(expr.id)),
        ItemKind::Test(_) => Some(choices(view)),
        _ => None,
    }
}

fn known(ty: &Type) -> Option<Type> {
    (!ty.is_error()).then(|| ty.clone())
}

/// What may stand in the braces behind a type: the properties of a resource, the inputs of a component.
pub fn body_of(view: &View, made: &Type) -> Option<Type> {
    match made
        .members()
        .iter()
        .find(|member| **member != Type::Null)?
    {
        Type::Resource(key) => {
            let root: NodeId = view.catalogue().properties(key)?;
            Some(Type::Named(key.clone(), root))
        }
        Type::Component(component) => {
            let field = |input: &ComponentInput| Field {
                name: input.name.clone(),
                ty: input.ty.clone(),
                optional: input.optional,
            };
            Some(Type::record(component.inputs.iter().map(field).collect()))
        }
        Type::Map(inner) => body_of(view, inner),
        _ => None,
    }
}

/// The params and inputs that a test may fix.
pub fn choices(view: &View) -> Type {
    let items = view.module.items.iter();
    let fields = items.filter_map(|item| match &item.kind {
        ItemKind::Param(param) | ItemKind::Input(param) => Some(Field {
            name: param.name.name.clone(),
            ty: view.types.item(item.id).clone(),
            optional: true,
        }),
        _ => None,
    });
    Type::record(fields.collect())
}

fn parameter(view: &View, item: &Item, name: &str) -> Option<Type> {
    match view.types.item(item.id) {
        Type::Component(component) => {
            let input = component.inputs.iter().find(|input| input.name == name)?;
            Some(input.ty.clone())
        }
        _ => {
            let all = view.types.functions.get(&item.id)?;
            let found = all.iter().find(|parameter| parameter.name.name == name)?;
            known(&found.ty)
        }
    }
}

/// What an entry of `with` names. `around` ends with the `with` itself.
pub fn target_of_with(view: &View, around: &[Node], target: &Expr) -> Option<Type> {
    let instance = around.iter().rev().find_map(|node| match node {
        Node::Item(item) => Some(view.types.item(item.id).clone()),
        _ => None,
    })?;
    inside(&instance, target)
}

/// What a path of names inside an instance leads to.
fn inside(instance: &Type, target: &Expr) -> Option<Type> {
    match &target.kind {
        ExprKind::Name(name) => member_inside(instance, name),
        ExprKind::Field { base, name, .. } => member_inside(&inside(instance, base)?, &name.name),
        ExprKind::Index { base, .. } => match inside(instance, base)? {
            Type::Map(inner) => Some((*inner).clone()),
            other => Some(other),
        },
        _ => None,
    }
}

fn member_inside(instance: &Type, name: &str) -> Option<Type> {
    let component = component_of(instance)?;
    component.inside(name).map(|member| member.ty.clone())
}

/// The component that something is an instance of, or a collection of instances.
pub fn component_of(ty: &Type) -> Option<&Arc<ComponentType>> {
    match ty {
        Type::Component(component) => Some(component),
        Type::Map(inner) => component_of(inner),
        Type::Union(members) => members.iter().find_map(component_of),
        _ => None,
    }
}

fn of_expr(view: &View, expr: &Expr, below: Node, want: Option<Type>) -> Option<Type> {
    let catalogue = view.catalogue();
    match (&expr.kind, below) {
        (ExprKind::Record(_), Node::Entry(_)) => want,
        (ExprKind::Text(_), Node::Piece(_)) => want,
        (ExprKind::List(_), Node::Expr(_)) => {
            let want = want?;
            element_of(catalogue, &want)
        }
        (ExprKind::ListFor(list), Node::Expr(value)) if std::ptr::eq(value, &list.body) => {
            element_of(catalogue, &want?)
        }
        (ExprKind::MapFor(map), Node::Expr(value)) if std::ptr::eq(value, &map.value) => {
            let all = members(catalogue, &want?);
            all.into_iter().find_map(|member| match member {
                Type::Map(value) => Some((*value).clone()),
                _ => None,
            })
        }
        (ExprKind::Paren(_) | ExprKind::Assume(_), Node::Expr(_)) => want,
        (ExprKind::If { condition, .. }, Node::Expr(value)) => {
            match std::ptr::eq(value, &**condition) {
                true => Some(Type::Bool),
                false => want,
            }
        }
        (ExprKind::Match { .. }, Node::Arm(_)) => want,
        (ExprKind::Block { result, .. }, Node::Expr(value)) if std::ptr::eq(value, &**result) => {
            want
        }
        (
            ExprKind::Binary {
                op, left, right, ..
            },
            Node::Expr(value),
        ) => {
            let other = match std::ptr::eq(value, &**left) {
                true => right,
                false => left,
            };
            match op {
                BinaryOp::Coalesce => want,
                BinaryOp::Equal | BinaryOp::NotEqual => known(view.types.expr(other.id)),
                BinaryOp::In if std::ptr::eq(value, &**right) => {
                    known(view.types.expr(left.id)).map(Type::list)
                }
                BinaryOp::And | BinaryOp::Or => Some(Type::Bool),
                _ => None,
            }
        }
        (ExprKind::Index { base, index }, Node::Expr(value)) if std::ptr::eq(value, &**index) => {
            keys_of(view, view.types.expr(base.id))
        }
        (
            ExprKind::Call {
                callee: function,
                arguments,
            },
            Node::Argument(argument),
        ) => argument_of(view, function, arguments, argument),
        _ => None,
    }
}

/// The keys that are known of what is indexed.
fn keys_of(view: &View, ty: &Type) -> Option<Type> {
    let all = members(view.catalogue(), ty);
    let keys = all.into_iter().find_map(|member| match member {
        Type::Record(record) => {
            let keys = record.fields.iter().map(|field| Type::text(&field.name));
            Some(Type::union(keys))
        }
        _ => None,
    });
    keys.filter(|keys| *keys != Type::Never)
}

fn argument_of(
    view: &View,
    function: &Expr,
    arguments: &[Argument],
    argument: &Argument,
) -> Option<Type> {
    let called = callee(view, function)?;
    let at = arguments
        .iter()
        .position(|one| std::ptr::eq(one, argument))?;
    let types = called.ways.iter().filter_map(|way| {
        let found = match &argument.name {
            Some(name) => way.parameters.iter().find(|p| p.name == name.name),
            None => {
                let last = way.parameters.last().filter(|_| way.rest);
                way.parameters.get(at).or(last)
            }
        };
        found.map(|parameter| parameter.ty.clone())
    });
    let ty = Type::union(types);
    (ty != Type::Never && ty != Type::Any).then_some(ty)
}
