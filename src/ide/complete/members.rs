//! What may stand behind a dot. In: the expression before it. Out: attributes, properties, outputs, fields,
//! what a namespace or another file offers. Never: what cannot be read.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind, Subject};
use super::values::callee_snippet;
use crate::builtins;
use crate::ide::View;
use crate::ide::callee::{built_in, callee_of, space_of};
use crate::ide::docs;
use crate::ide::fields::{fields_of, members as members_of};
use crate::resolve::{Binding, is_private};
use crate::syntax::ast::{Expr, ExprKind, ItemKind};
use crate::text::FileId;
use crate::types::{Doubt, Fit, Nodes, Schemas, Type, TypeKey, fit_in_schema, show, show_wanted};

pub fn members(asked: &Asked, field: &Expr, wanted: Option<&Type>, list: &mut Completions) {
    let view = asked.view;
    let ExprKind::Field { base, .. } = &field.kind else {
        return;
    };
    if let Binding::Namespace(namespace) = view.names.binding(base.id) {
        return of_namespace(asked, space_of(namespace), list);
    }
    if let ExprKind::Name(name) = &base.kind
        && let Some(file) = view.names.modules.get(name)
    {
        return of_module(asked, *file, list);
    }
    let ty = view.types.expr(base.id).without_null();
    let nodes = Nodes::new(view.catalogue());
    let suits = |ty: &Type| match wanted {
        // A text that only looks like what is wanted is not meant.
        Some(wanted) => match fit_in_schema(ty, wanted, &nodes) {
            Fit::Always => true,
            Fit::Maybe(Doubt::Schema) => matches!(ty, Type::Id(_)),
            _ => false,
        },
        None => false,
    };
    let members = &Members {
        asked,
        suits: &suits,
    };
    of_type(members, &ty, list);
    if list.items.is_empty()
        && let Some((key, prefix)) = dotted(view, base)
    {
        attributes(members, &key, &format!("{prefix}."), list);
    }
}

fn of_namespace(asked: &Asked, space: builtins::Space, list: &mut Completions) {
    for (id, builtin) in builtins::all().filter(|(_, b)| b.space == space) {
        let is_function = !builtin.signatures().is_empty();
        let kind = if is_function {
            Kind::Function
        } else {
            Kind::Constant
        };
        let item = Completion::new(builtin.name, kind, 10);
        list.push(match is_function {
            true => {
                let callee = built_in(id);
                let item = callee_snippet(item, builtin.name, &callee, asked);
                item.page(docs::callee_page(&callee))
            }
            false => item.page(builtin.doc.to_owned()),
        });
    }
}

/// What another file offers under its name here.
fn of_module(asked: &Asked, file: FileId, list: &mut Completions) {
    let Some(there) = View::of(asked.view.analysis, file) else {
        return;
    };
    for item in &there.module.items {
        let Some(name) = item.kind.name().filter(|name| !is_private(&name.name)) else {
            continue;
        };
        let kind = match item.kind {
            ItemKind::Fn(_) => Kind::Function,
            ItemKind::Let(_) => Kind::Constant,
            _ => continue,
        };
        let found =
            Completion::new(name.name.as_str(), kind, 10).page(docs::declaration(&there, item));
        list.push(match callee_of(&there, item) {
            Some(callee) => callee_snippet(found, &name.name, &callee, asked),
            None => found.detail(show(there.types.item(item.id), there.catalogue())),
        });
    }
}

/// What is asked, and what fits there.
struct Members<'a> {
    asked: &'a Asked<'a>,
    suits: &'a dyn Fn(&Type) -> bool,
}

impl Members<'_> {
    /// What fits goes first.
    fn rank(&self, ty: &Type, rank: u32) -> u32 {
        match (self.suits)(ty) {
            true => 1,
            false => rank,
        }
    }
}

fn of_type(members: &Members, ty: &Type, list: &mut Completions) {
    let catalogue = members.asked.view.catalogue();
    for member in members_of(catalogue, ty) {
        match member {
            Type::Resource(key) => of_resource(members, &key, list),
            Type::Component(component) => {
                let outputs = component
                    .outputs
                    .iter()
                    .map(|o| (&o.name, &o.ty, 10, "output"));
                let inputs = component
                    .inputs
                    .iter()
                    .map(|i| (&i.name, &i.ty, 20, "input"));
                for (name, ty, rank, what) in outputs.chain(inputs) {
                    if !list.has(name) {
                        let shown = show_wanted(ty, catalogue);
                        list.push(
                            Completion::new(name.as_str(), Kind::Member, members.rank(ty, rank))
                                .detail(format!("{what}: {shown}")),
                        );
                    }
                }
            }
            record @ Type::Record(_) => {
                for field in fields_of(catalogue, &record) {
                    if !list.has(&field.name) {
                        let shown = show_wanted(&field.ty, catalogue);
                        list.push(
                            Completion::new(
                                field.name.as_str(),
                                Kind::Member,
                                members.rank(&field.ty, 10),
                            )
                            .detail(shown),
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

fn of_resource(members: &Members, key: &TypeKey, list: &mut Completions) {
    let catalogue = members.asked.view.catalogue();
    let reference = catalogue.reference(key);
    if !reference.attribute.is_empty() {
        let ty = Type::Id(reference);
        let shown = show(&ty, catalogue);
        list.push(
            Completion::new("ref", Kind::Member, members.rank(&ty, 5))
                .detail(shown)
                .subject(Subject::Attribute {
                    key: key.clone(),
                    name: "ref".into(),
                }),
        );
    }
    attributes(members, key, "", list);
    let root = catalogue.properties(key);
    let fields = root.map(|root| fields_of(catalogue, &Type::Named(key.clone(), root)));
    for field in fields.unwrap_or_default() {
        if list.has(&field.name) {
            continue;
        }
        let shown = show_wanted(&field.ty, catalogue);
        let rank = members.rank(&field.ty, 30);
        let item = Completion::new(field.name.as_str(), Kind::Property, rank).detail(shown);
        list.push(match field.owner {
            Some((key, node)) => item.subject(Subject::Property {
                key,
                node,
                name: field.name,
            }),
            None => item,
        });
    }
}

/// The attributes whose names begin so; of those with further dots, the next part.
fn attributes(members: &Members, key: &TypeKey, prefix: &str, list: &mut Completions) {
    let catalogue = members.asked.view.catalogue();
    for name in catalogue.attribute_names(key) {
        let Some(rest) = name.strip_prefix(prefix) else {
            continue;
        };
        let (label, is_whole) = match rest.split_once('.') {
            Some((first, _)) => (first, false),
            None => (rest, true),
        };
        if label == "*" || list.has(label) {
            continue;
        }
        let item = Completion::new(label, Kind::Member, if is_whole { 10 } else { 15 });
        list.push(match catalogue.attribute(key, &name).filter(|_| is_whole) {
            Some(attribute) => {
                item.detail(show_wanted(&attribute.ty, catalogue))
                    .subject(Subject::Attribute {
                        key: key.clone(),
                        name: name.clone(),
                    })
            }
            None => item,
        });
    }
}

/// The resource that a chain of names begins with, and the names behind it.
fn dotted(view: &View, expr: &Expr) -> Option<(TypeKey, String)> {
    let ExprKind::Field { base, name, .. } = &expr.kind else {
        return None;
    };
    if let Type::Resource(key) = view.types.expr(base.id).without_null() {
        return Some((key, name.name.to_string()));
    }
    let (key, prefix) = dotted(view, base)?;
    Some((key, format!("{prefix}.{}", name.name)))
}
