//! Whether a value is known now or when deploying, and why. In: an expression. Out: the answer with what
//! the expression reads that makes it so. Never: the value; what is computed from names alone may say
//! "when deploying" of a value that turns out to be known.

use super::items::declared;
use super::scope::{LocalKind, local};
use super::{Path, View, path_at};
use crate::builtins::{self, Run};
use crate::resolve::Binding;
use crate::syntax::ast::{Expr, ExprKind, ItemKind, Key, Node, RecordEntry};
use crate::text::{FileId, Span};
use crate::types::{Schemas, Type};

/// Values may read others, which read others: this many steps are looked at.
const STEPS: u32 = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Now,
    /// What is read, each step from the one before.
    Deploying(Vec<String>),
}

impl Phase {
    /// For people.
    pub fn sentence(&self) -> String {
        match self {
            Phase::Now => "Known now.".to_owned(),
            Phase::Deploying(steps) => {
                format!(
                    "Known when deploying, because it reads {}.",
                    steps.join(", which reads ")
                )
            }
        }
    }
}

pub fn phase(view: &View, expr: &Expr) -> Phase {
    let trace = Trace {
        home: view.file,
        steps: STEPS,
    };
    match reason(view, expr, trace) {
        Some(steps) => Phase::Deploying(steps),
        None => Phase::Now,
    }
}

/// The first thing in an expression that only the deployment knows.
fn reason(view: &View, expr: &Expr, trace: Trace) -> Option<Vec<String>> {
    let trace = trace.next()?;
    let direct = match &expr.kind {
        ExprKind::Field { base, name, .. } => field(view, expr, base, &name.name, trace),
        ExprKind::Name(name) => named(view, expr, name, trace),
        ExprKind::Call { callee, .. } => called(view, callee, trace),
        _ => Found::LookBelow,
    };
    match direct {
        Found::Reason(reason) => return Some(reason),
        Found::Known => return None,
        Found::LookBelow => {}
    }
    let mut found = None;
    Node::Expr(expr).each_child(&mut |below| {
        if found.is_none() {
            found = below_reason(view, below, trace);
        }
    });
    found
}

/// Where the question came from, and how far the answer may look.
#[derive(Clone, Copy)]
struct Trace {
    home: FileId,
    steps: u32,
}

impl Trace {
    fn next(self) -> Option<Trace> {
        let steps = self.steps.checked_sub(1)?;
        Some(Trace { steps, ..self })
    }
}

/// What a step says.
enum Found {
    Reason(Vec<String>),
    Known,
    /// Its parts decide.
    LookBelow,
}

fn below_reason(view: &View, node: Node, trace: Trace) -> Option<Vec<String>> {
    if let Node::Expr(expr) = node {
        return reason(view, expr, trace);
    }
    let mut found = None;
    node.each_child(&mut |below| {
        if found.is_none() {
            found = below_reason(view, below, trace);
        }
    });
    found
}

fn named(view: &View, expr: &Expr, name: &str, trace: Trace) -> Found {
    match view.names.binding(expr.id) {
        Binding::Item(decl) => {
            let Some((there, item)) = declared(view, decl) else {
                return Found::Known;
            };
            match &item.kind {
                ItemKind::Param(param) => Found::Reason(vec![at(
                    &there,
                    format!("`param {name}`"),
                    param.name.span,
                    trace,
                )]),
                ItemKind::Let(one) => {
                    let behind = reason(&there, &one.value, trace);
                    through(behind, || {
                        at(&there, format!("`{name}`"), one.name.span, trace)
                    })
                }
                ItemKind::Fn(function) => {
                    let behind = reason(&there, &function.body, trace);
                    through(behind, || {
                        at(&there, format!("`{name}`"), function.name.span, trace)
                    })
                }
                _ => Found::Known,
            }
        }
        Binding::Local(_) => local_reason(view, expr, name, trace),
        Binding::Namespace(_) => Found::Known,
        _ => Found::Known,
    }
}

fn local_reason(view: &View, expr: &Expr, name: &str, trace: Trace) -> Found {
    let path: Path = path_at(view.module, expr.span.start);
    let Some(found) = local(view, &path, name) else {
        return Found::Known;
    };
    let place = || at(view, format!("`{name}`"), found.name.span, trace);
    match found.kind {
        LocalKind::Let(one) => through(reason(view, &one.value, trace), place),
        LocalKind::Element(clause) => through(reason(view, &clause.iterable, trace), place),
        LocalKind::Item(item) => match &item.kind {
            ItemKind::Let(one) => through(reason(view, &one.value, trace), place),
            _ => Found::Known,
        },
        LocalKind::Key(_) | LocalKind::Parameter { .. } | LocalKind::Subject => Found::Known,
    }
}

fn called(view: &View, callee: &Expr, _trace: Trace) -> Found {
    let id = match (view.names.binding(callee.id), &callee.kind) {
        (Binding::Builtin(id), _) => id,
        (_, ExprKind::Field { base, name, .. }) => {
            let Binding::Namespace(namespace) = view.names.binding(base.id) else {
                return Found::LookBelow;
            };
            match builtins::find(super::callee::space_of(namespace), &name.name) {
                Some(id) => id,
                None => return Found::LookBelow,
            }
        }
        _ => return Found::LookBelow,
    };
    match id.get().run {
        Run::Defer(_) | Run::Intrinsic { .. } | Run::Pseudo(_) => {
            Found::Reason(vec![format!("`{}`", id.get().path())])
        }
        Run::Compute { .. } | Run::Known(_) => Found::LookBelow,
    }
}

fn field(view: &View, expr: &Expr, base: &Expr, name: &str, trace: Trace) -> Found {
    if let Binding::Item(decl) = view.names.binding(expr.id)
        && let Some((there, item)) = declared(view, decl)
        && let ItemKind::Let(one) = &item.kind
    {
        let behind = reason(&there, &one.value, trace);
        return through(behind, || {
            at(&there, format!("`{name}`"), one.name.span, trace)
        });
    }
    if let Binding::Namespace(namespace) = view.names.binding(base.id) {
        let found = builtins::find(super::callee::space_of(namespace), name);
        return match found {
            Some(id) => Found::Reason(vec![format!("`{}`", id.get().path())]),
            None => Found::Known,
        };
    }
    let ty = view.types.expr(base.id).without_null();
    match &ty {
        Type::Resource(key) => {
            let shown = format!("`{}`", super::callee::one_line(view.slice(expr.span)));
            let catalogue = view.catalogue();
            if name == "ref" || catalogue.attribute(key, name).is_some() {
                let what = at(view, format!("the attribute {shown}"), expr.span, trace);
                return Found::Reason(vec![what]);
            }
            match set_property(view, base, name) {
                Some((there, value)) => {
                    let behind = reason(&there, value, trace);
                    through(behind, || at(&there, shown, value.span, trace))
                }
                None => Found::LookBelow,
            }
        }
        Type::Component(component) => {
            let output = component.outputs.iter().find(|output| output.name == name);
            let Some(output) = output else {
                return Found::LookBelow;
            };
            let Some(there) = View::of(view.analysis, output.declared.file) else {
                return Found::LookBelow;
            };
            let path = path_at(there.module, output.declared.start);
            match path.item().map(|item| &item.kind) {
                Some(ItemKind::Output(one)) => {
                    let behind = reason(&there, &one.value, trace);
                    let shown = format!("the output `{name}`");
                    through(behind, || at(&there, shown, output.declared, trace))
                }
                _ => Found::LookBelow,
            }
        }
        _ => Found::LookBelow,
    }
}

/// The value that the body of a resource sets for a property.
fn set_property<'a>(view: &View<'a>, base: &Expr, name: &str) -> Option<(View<'a>, &'a Expr)> {
    let Binding::Item(decl) = view.names.binding(base.id) else {
        return None;
    };
    let (there, item) = declared(view, decl)?;
    let body = match &item.kind {
        ItemKind::Resource(resource) => &resource.body,
        ItemKind::Existing(existing) => &existing.body,
        _ => return None,
    };
    let ExprKind::Record(entries) = &body.kind else {
        return None;
    };
    let value = entries.iter().find_map(|entry| match entry {
        RecordEntry::Field {
            key: Key::Name(key),
            value,
        } if key.name == name => Some(value),
        _ => None,
    })?;
    Some((there, value))
}

/// What stands behind a name, with the name before it.
fn through(behind: Option<Vec<String>>, step: impl FnOnce() -> String) -> Found {
    match behind {
        Some(mut steps) => {
            steps.insert(0, step());
            Found::Reason(steps)
        }
        None => Found::Known,
    }
}

/// A thing and its line.
fn at(view: &View, what: String, span: Span, trace: Trace) -> String {
    let line = view.sources().start(span).line;
    match span.file == trace.home {
        true => format!("{what} at line {line}"),
        false => {
            let path = &view.sources().get(span.file).path;
            let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
            format!("{what} at line {line} of `{name}`")
        }
    }
}
