//! Hover on what stands behind a dot. In: the expression, and the name behind its last dot. Out: the page of
//! the attribute, property, output, or declaration. Never: the value.

use super::place::declaration_page;
use crate::builtins;
use crate::ide::View;
use crate::ide::callee::{built_in, space_of};
use crate::ide::docs::{self, code, paragraphs};
use crate::ide::fields::field_of;
use crate::ide::phase::phase;
use crate::ide::wanted::component_of;
use crate::resolve::Binding;
use crate::syntax::ast::{Expr, ExprKind, Ident};
use crate::types::{Type, TypeKey, show, show_wanted};

pub fn member(view: &View, expr: &Expr, name: &Ident) -> Option<String> {
    let ExprKind::Field { base, .. } = &expr.kind else {
        return None;
    };
    if let Binding::Item(decl) = view.names.binding(expr.id) {
        return declaration_page(view, decl);
    }
    if let Binding::Namespace(namespace) = view.names.binding(base.id) {
        let id = builtins::find(space_of(namespace), &name.name)?;
        let builtin = id.get();
        return Some(match builtin.signatures().is_empty() {
            false => docs::callee_page(&built_in(id)),
            true => {
                let ty = show(view.types.expr(expr.id), view.catalogue());
                paragraphs([
                    code(&format!("{}: {ty}", builtin.path())),
                    builtin.doc.to_owned(),
                ])
            }
        });
    }
    let why = phase(view, expr).sentence();
    let catalogue = view.catalogue();
    let base_ty = view.types.expr(base.id).without_null();
    if let Type::Resource(key) = &base_ty {
        let page = docs::attribute(catalogue, key, &name.name);
        let page = page.or_else(|| {
            let ty = view.types.expr(expr.id);
            (!ty.is_error()).then(|| code(&format!("{}: {}", name.name, show(ty, catalogue))))
        });
        return page.map(|page| match page.contains("Known when deploying") {
            true => page,
            false => paragraphs([page, why]),
        });
    }
    if let Some((key, dotted)) = dotted(view, expr)
        && let Some(page) = docs::attribute(catalogue, &key, &dotted)
    {
        return Some(page);
    }
    if let Some(component) = component_of(&base_ty) {
        let ty = component.member(&name.name)?;
        let what = match component.outputs.iter().any(|o| o.name == name.name) {
            true => "An output",
            false => "An input",
        };
        return Some(paragraphs([
            code(&format!("{}: {}", name.name, show_wanted(ty, catalogue))),
            format!("{what} of `{}`.", component.name),
            why,
        ]));
    }
    if let Some(field) = field_of(catalogue, &base_ty, &name.name) {
        return Some(paragraphs([docs::field(catalogue, &field), why]));
    }
    let ty = view.types.expr(expr.id);
    (!ty.is_error()).then(|| {
        paragraphs([
            code(&format!("{}: {}", name.name, show(ty, catalogue))),
            why,
        ])
    })
}

/// `Endpoint.Address` of `db.Endpoint.Address`, with the type of `db`.
fn dotted(view: &View, expr: &Expr) -> Option<(TypeKey, String)> {
    let mut names = Vec::new();
    let mut at = expr;
    while let ExprKind::Field { base, name, .. } = &at.kind {
        names.push(name.name.as_str());
        if let Type::Resource(key) = view.types.expr(base.id).without_null() {
            names.reverse();
            return Some((key, names.join(".")));
        }
        at = base;
    }
    None
}
