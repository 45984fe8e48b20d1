//! The names that hold at a place beside those of the whole file. In: the way to a place. Out: variables of
//! functions, loops and blocks, and what stands inside the component around. Never: the file's own
//! declarations, or what is built in.

use super::fields::members;
use super::{Path, View};
use crate::syntax::ast::{
    Expr, ExprKind, FnParam, ForClause, Ident, Item, ItemKind, Let, Node, Statement, StatementKind,
};
use crate::types::{Type, TypeKey};

/// A variable that is known at a place.
#[derive(Debug, Clone)]
pub struct Local<'a> {
    pub name: &'a Ident,
    pub ty: Type,
    pub kind: LocalKind<'a>,
}

#[derive(Debug, Clone, Copy)]
pub enum LocalKind<'a> {
    /// What a function or a component is given.
    Parameter {
        of: &'a Item,
        param: &'a FnParam,
    },
    /// The key of a pass.
    Key(&'a ForClause),
    /// The element of a pass.
    Element(&'a ForClause),
    Let(&'a Let),
    /// The resource that a policy looks at.
    Subject,
    /// Something inside the component around.
    Item(&'a Item),
}

/// All variables at a place, the innermost last.
pub fn locals<'a>(view: &View<'a>, path: &Path<'a>) -> Vec<Local<'a>> {
    let mut found = Vec::new();
    for (at, node) in path.nodes.iter().enumerate() {
        let below = path.nodes.get(at + 1).copied();
        match node {
            Node::Item(item) => of_item(view, item, below, path.offset, &mut found),
            Node::Expr(expr) => of_expr(view, expr, below, path.offset, &mut found),
            _ => {}
        }
    }
    found
}

/// The variable that a name means at a place.
pub fn local<'a>(view: &View<'a>, path: &Path<'a>, name: &str) -> Option<Local<'a>> {
    let all = locals(view, path).into_iter().rev();
    all.into_iter().find(|local| local.name.name == name)
}

fn of_item<'a>(
    view: &View<'a>,
    item: &'a Item,
    below: Option<Node<'a>>,
    offset: u32,
    found: &mut Vec<Local<'a>>,
) {
    match &item.kind {
        ItemKind::Fn(function) => parameters(view, item, &function.params, found),
        ItemKind::Component(component) => {
            parameters(view, item, &component.params, found);
            for inner in &component.items {
                if let Some(name) = inner.kind.name() {
                    found.push(Local {
                        name,
                        ty: view.types.item(inner.id).clone(),
                        kind: LocalKind::Item(inner),
                    });
                }
            }
        }
        ItemKind::Resource(resource) => clauses(view, &resource.loops, below, found),
        ItemKind::Data(data) => clauses(view, &data.loops, below, found),
        ItemKind::Module(module) => clauses(view, &module.loops, below, found),
        ItemKind::Policy(policy) => {
            let (name, _) = policy.ty.resource_type();
            let index = view.catalogue().find(&name).and_then(|key| key.index);
            found.push(Local {
                name: &policy.binding,
                ty: Type::Resource(TypeKey { name, index }),
                kind: LocalKind::Subject,
            });
            statements(view, &policy.body, offset, found);
        }
        ItemKind::Test(test) => statements(view, &test.body, offset, found),
        _ => {}
    }
}

fn of_expr<'a>(
    view: &View<'a>,
    expr: &'a Expr,
    below: Option<Node<'a>>,
    offset: u32,
    found: &mut Vec<Local<'a>>,
) {
    match &expr.kind {
        ExprKind::ListFor(list) => clauses(view, &list.clauses, below, found),
        ExprKind::MapFor(map) => clauses(view, &map.clauses, below, found),
        ExprKind::Block { lets, .. } => {
            let before = lets.iter().filter(|one| one.value.span.end < offset);
            before.for_each(|one| binding(view, one, found));
        }
        _ => {}
    }
}

fn parameters<'a>(
    view: &View<'a>,
    of: &'a Item,
    params: &'a [FnParam],
    found: &mut Vec<Local<'a>>,
) {
    for param in params {
        let name = &param.name.name;
        let ty = match view.types.item(of.id) {
            Type::Component(component) => {
                let input = component.inputs.iter().find(|input| input.name == *name);
                input.map(|input| input.ty.clone())
            }
            _ => {
                let all = view.types.functions.get(&of.id);
                let mut all = all.iter().flat_map(|all| all.iter());
                all.find(|one| one.name.name == *name)
                    .map(|one| one.ty.clone())
            }
        };
        found.push(Local {
            name: &param.name,
            ty: ty.unwrap_or(Type::Error),
            kind: LocalKind::Parameter { of, param },
        });
    }
}

/// The variables of loops. A clause sees those before it, and its own behind what it runs over.
fn clauses<'a>(
    view: &View<'a>,
    clauses: &'a [ForClause],
    below: Option<Node<'a>>,
    found: &mut Vec<Local<'a>>,
) {
    for clause in clauses {
        if matches!(below, Some(Node::Clause(one)) if std::ptr::eq(one, clause)) {
            // Where the clause itself is meant, its variables are, too: they are declared there.
            push_clause(view, clause, found);
            return;
        }
        push_clause(view, clause, found);
    }
}

fn push_clause<'a>(view: &View<'a>, clause: &'a ForClause, found: &mut Vec<Local<'a>>) {
    let (key, element) = pass_of(view, &clause.iterable);
    if let Some(name) = &clause.key {
        found.push(Local {
            name,
            ty: key,
            kind: LocalKind::Key(clause),
        });
    }
    found.push(Local {
        name: &clause.value,
        ty: element,
        kind: LocalKind::Element(clause),
    });
}

/// What the key and the element of a pass are.
fn pass_of(view: &View, iterable: &Expr) -> (Type, Type) {
    let ty = view.types.expr(iterable.id).without_null();
    for member in members(view.catalogue(), &ty) {
        match member {
            Type::List(list) => return (Type::int(), list.element.clone()),
            Type::Map(value) => return (Type::string(), (*value).clone()),
            _ => {}
        }
    }
    (Type::Error, Type::Error)
}

fn statements<'a>(view: &View<'a>, all: &'a [Statement], offset: u32, found: &mut Vec<Local<'a>>) {
    for statement in all.iter().filter(|one| one.span.end < offset) {
        if let StatementKind::Let(one) = &statement.kind {
            binding(view, one, found);
        }
    }
}

fn binding<'a>(view: &View<'a>, one: &'a Let, found: &mut Vec<Local<'a>>) {
    found.push(Local {
        name: &one.name,
        ty: view.types.expr(one.value.id).clone(),
        kind: LocalKind::Let(one),
    });
}
