//! Paths in a program. In: a file. Out: each path that leads to a file, and that file. Never: a path that
//! leads nowhere, or out of the project.

use super::View;
use crate::builtins::{READERS, Space};
use crate::resolve::Binding;
use crate::syntax::ast::{Argument, Expr, ExprKind, ItemKind, Node, TextPart};
use crate::text::{FileId, Name, Span};
use std::path::{Component, Path, PathBuf};

/// A path, and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub at: Span,
    pub target: Target,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A file of the program, or of the library.
    Program(FileId),
    /// A file that the program reads as it is; whether it is there has not been asked.
    Disk(PathBuf),
}

/// All paths of a file: of imports, and of what functions read.
pub fn links(view: &View) -> Vec<Link> {
    let mut found = Vec::new();
    for item in &view.module.items {
        if let ItemKind::Import(import) = &item.kind {
            let target = view.imports.iter().find(|(id, _)| *id == item.id);
            found.extend(target.map(|(_, file)| Link {
                at: import.path.span,
                target: Target::Program(*file),
            }));
        }
    }
    Node::Module(view.module).walk(&mut |node| {
        if let Node::Expr(expr) = node {
            found.extend(read(view, expr));
        }
    });
    found.sort_by_key(|link| link.at.start);
    found
}

/// The path at a place.
pub fn link_at(view: &View, offset: u32) -> Option<Link> {
    let covers = |link: &Link| link.at.start <= offset && offset <= link.at.end;
    links(view).into_iter().find(covers)
}

/// `file("handler.js")`.
fn read(view: &View, expr: &Expr) -> Option<Link> {
    let ExprKind::Call { callee, arguments } = &expr.kind else {
        return None;
    };
    let Binding::Builtin(id) = view.names.binding(callee.id) else {
        return None;
    };
    let [Argument { value, .. }, ..] = arguments.as_slice() else {
        return None;
    };
    let builtin = id.get();
    if builtin.space != Space::Global || !READERS.contains(&builtin.name) {
        return None;
    }
    let path = literal(value)?;
    let home = Path::new(&view.source.path).parent()?;
    let target = joined(home, Path::new(path.as_str()))?;
    let is_inside = target.starts_with(&view.analysis.config().root);
    is_inside.then_some(Link {
        at: value.span,
        target: Target::Disk(target),
    })
}

fn literal(expr: &Expr) -> Option<&Name> {
    match &expr.kind {
        ExprKind::Text(text) => match text.parts.as_slice() {
            [TextPart::Text { value, .. }] => Some(value),
            _ => None,
        },
        ExprKind::Paren(inner) => literal(inner),
        _ => None,
    }
}

/// A path from a folder, without `.` and `..`.
fn joined(folder: &Path, path: &Path) -> Option<PathBuf> {
    let mut joined = folder.to_owned();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !joined.pop() {
                    return None;
                }
            }
            Component::Normal(name) => joined.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(joined)
}
