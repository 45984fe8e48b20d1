//! Where something comes from. In: a file and a place in it. Out: what is named there, and the places that
//! declare it, its type, or the file that it is. Never: a place for what the language or a schema has.

use super::View;
use super::links::{Target, link_at};
use super::symbol::{Declarations, Occurrence, Role, Symbol, occurrences, symbol_at};
use crate::resolve::DeclId;
use crate::syntax::ast::{FnParam, Item, ItemKind, Node, TypeExpr};
use crate::text::{FileId, Span};
use crate::types::Type;

/// What is asked about, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// What was asked about.
    pub at: Span,
    pub targets: Vec<Goal>,
}

/// A place to go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A declaration: its name, and all of it.
    Place { name: Span, whole: Span },
    /// A file: of the program, or one that the program reads as it is.
    File(Target),
}

/// Which of the places that declare something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Where it is declared, in whatever file.
    Definition,
    /// Where it gets its name: that may be an import.
    Declaration,
    /// Where its type is declared.
    Type,
}

/// Where what stands at a place comes from.
pub fn definition(view: &View, offset: u32, which: Which) -> Option<Origin> {
    if which != Which::Type
        && let Some(link) = link_at(view, offset)
    {
        let targets = vec![Goal::File(link.target)];
        return Some(Origin {
            at: link.at,
            targets,
        });
    }
    let found = symbol_at(view, offset)?;
    let mut declarations = Declarations::new(view.analysis);
    let targets = match which {
        Which::Type => types(view, &mut declarations, &found, offset),
        _ => declared(view, &mut declarations, &found.symbol, which),
    };
    (!targets.is_empty()).then_some(Origin {
        at: found.at,
        targets,
    })
}

fn declared(
    view: &View,
    declarations: &mut Declarations,
    symbol: &Symbol,
    which: Which,
) -> Vec<Goal> {
    match symbol {
        Symbol::Alias { at, .. } if which == Which::Declaration => vec![place(view, *at)],
        Symbol::Declared(decl) | Symbol::Alias { decl, .. } => {
            goal(declarations, *decl).into_iter().collect()
        }
        Symbol::Local(at) | Symbol::Parameter(at) => vec![place(view, *at)],
        Symbol::Import { at, .. } if which == Which::Declaration => vec![place(view, *at)],
        Symbol::Import { file, .. } | Symbol::File(file) => {
            vec![Goal::File(Target::Program(*file))]
        }
        Symbol::Field(..) => fields(view, symbol),
        _ => Vec::new(),
    }
}

/// Where the fields of a type are written: records are known by their fields alone, so that there may be
/// several.
fn fields(view: &View, symbol: &Symbol) -> Vec<Goal> {
    let mut goals = Vec::new();
    for file in View::all(view.analysis) {
        for one in occurrences(&file) {
            if one.role == Role::Declaration && one.symbol == *symbol {
                goals.push(place(&file, one.at));
            }
        }
    }
    goals
}

/// A name that is a part of some item.
fn place(view: &View, name: Span) -> Goal {
    let mut whole = name;
    if let Some(view) = View::of(view.analysis, name.file) {
        let path = super::path_at(view.module, name.start);
        let parts = path.nodes.iter().rev().filter(|node| match node {
            Node::Ident(_) | Node::Module(_) => false,
            node => node.span().contains(name),
        });
        whole = parts.map(|node| node.span()).next().unwrap_or(name);
    }
    Goal::Place { name, whole }
}

fn goal(declarations: &mut Declarations, decl: DeclId) -> Option<Goal> {
    let item = declarations.item(decl)?;
    Some(Goal::Place {
        name: item.kind.name()?.span,
        whole: item.span,
    })
}

/// Where the type of something is declared: a component, or a type of the program.
fn types(
    view: &View,
    declarations: &mut Declarations,
    found: &Occurrence,
    offset: u32,
) -> Vec<Goal> {
    let symbol = &found.symbol;
    let written = match symbol {
        Symbol::Declared(decl) | Symbol::Alias { decl, .. } => {
            let item = declarations.item(*decl);
            item.and_then(written_type).map(|ty| (decl.file, ty))
        }
        Symbol::Parameter(at) => {
            parameter(declarations, *at).and_then(|param| Some((at.file, param.ty.as_ref()?)))
        }
        _ => None,
    };
    let mut goals = Vec::new();
    if let Some((file, ty)) = written {
        let names = declarations.view(file).map(|view| view.names);
        Node::Type(ty).walk(&mut |node| {
            if let Node::TypeName(name) = node
                && let Some(decl) = names.and_then(|names| names.declared(file, name))
            {
                goals.extend(goal(declarations, decl));
            }
        });
    }
    // The innermost expression around the name of what is given is the whole that it is given to.
    let is_key = found.role == Role::Write && symbol.decl().is_none();
    if goals.is_empty() && !is_key {
        let ty = type_of(view, declarations, symbol, offset);
        goals = declared_types(view, declarations, &ty);
    }
    goals.dedup();
    goals
}

/// The type that a declaration says it has.
fn written_type(item: &Item) -> Option<&TypeExpr> {
    match &item.kind {
        ItemKind::Param(param) | ItemKind::Input(param) => param.ty.as_ref(),
        ItemKind::Let(one) => one.ty.as_ref(),
        ItemKind::Fn(function) => function.result.as_ref(),
        ItemKind::Output(output) => output.ty.as_ref(),
        _ => None,
    }
}

/// The parameter whose name is declared at a place.
pub fn parameter<'a>(declarations: &mut Declarations<'a>, at: Span) -> Option<&'a FnParam> {
    let items = &declarations.view(at.file)?.module.items;
    let params = items.iter().flat_map(|item| match &item.kind {
        ItemKind::Fn(function) => function.params.as_slice(),
        ItemKind::Component(component) => component.params.as_slice(),
        _ => &[],
    });
    let mut params = params.filter(|param| param.name.span == at);
    params.next()
}

/// The type of what stands at a place.
fn type_of(view: &View, declarations: &mut Declarations, symbol: &Symbol, offset: u32) -> Type {
    let path = super::path_at(view.module, offset);
    let here = path.expr().map(|expr| view.types.expr(expr.id).clone());
    match symbol {
        Symbol::Declared(decl) | Symbol::Alias { decl, .. } => {
            let home = declarations.view(decl.file);
            home.map_or(Type::Error, |home| home.types.item(decl.item).clone())
        }
        _ => here.unwrap_or(Type::Error),
    }
}

/// The declarations of the components and types that a type is made of.
fn declared_types(view: &View, declarations: &mut Declarations, ty: &Type) -> Vec<Goal> {
    match ty {
        Type::Component(component) => {
            let decl = declarations.component_at(component.declared);
            decl.and_then(|decl| goal(declarations, decl))
                .into_iter()
                .collect()
        }
        Type::List(list) => declared_types(view, declarations, &list.element),
        Type::Map(value) => declared_types(view, declarations, value),
        Type::Record(_) => aliases(view, declarations, ty),
        Type::Union(members) => {
            let whole = aliases(view, declarations, ty);
            if !whole.is_empty() {
                return whole;
            }
            let each = members.iter();
            each.flat_map(|one| declared_types(view, declarations, one))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The types of the program that stand for this one.
fn aliases(view: &View, declarations: &mut Declarations, ty: &Type) -> Vec<Goal> {
    let mut goals = Vec::new();
    for file in View::all(view.analysis) {
        let items = file.module.items.iter();
        let same = items.filter(|item| {
            matches!(item.kind, ItemKind::Type(_)) && file.types.item(item.id) == ty
        });
        for item in same {
            goals.extend(goal(declarations, decl(file.file, item)));
        }
    }
    goals
}

fn decl(file: FileId, item: &Item) -> DeclId {
    DeclId {
        file,
        item: item.id,
    }
}
