//! What is to be said over a declaration. In: a view. Out: places with what is to be counted there; counting
//! is for when they are seen. Never: a count that nobody looks at.

use super::{View, Workspace};
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::{ItemId, ItemKind, Node};
use crate::text::{Name, Span};
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

/// Something over a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lens {
    pub at: Span,
    pub kind: LensKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LensKind {
    /// How many resources the stack makes.
    Resources,
    Graph,
    Test(Name),
    /// In how many stacks a declaration is used.
    Uses(ItemId),
}

/// The uses of a declaration.
#[derive(Debug, Default)]
pub struct Uses {
    /// How many programs use it.
    pub programs: usize,
    /// Where, by the path of the file; each place once.
    pub places: Vec<(PathBuf, Span)>,
}

/// The lenses of a file, in the order of the text.
pub fn lenses(view: &View) -> Vec<Lens> {
    let mut lenses = Vec::new();
    if view.is_template {
        return lenses;
    }
    let makes = |kind: &ItemKind| {
        matches!(
            kind,
            ItemKind::Resource(_) | ItemKind::Data(_) | ItemKind::Module(_)
        )
    };
    let items = &view.module.items;
    if view.file == view.analysis.stack && items.iter().any(|item| makes(&item.kind)) {
        let at = Span::new(view.file, 0, 0);
        let kinds = [LensKind::Resources, LensKind::Graph];
        lenses.extend(kinds.map(|kind| Lens { at, kind }));
    }
    for item in items {
        let kind = match &item.kind {
            ItemKind::Test(test) => LensKind::Test(test.title.value.clone()),
            ItemKind::Fn(_) | ItemKind::Component(_) | ItemKind::Type(_) | ItemKind::Let(_)
                if !items.iter().any(|item| makes(&item.kind)) =>
            {
                LensKind::Uses(item.id)
            }
            _ => continue,
        };
        let is_private = |name: &str| name.starts_with('_') || name.is_empty();
        let at = match (&item.kind, item.kind.name()) {
            (_, Some(name)) if is_private(&name.name) => continue,
            (_, Some(name)) => name.span,
            (ItemKind::Test(test), None) => test.title.span,
            _ => continue,
        };
        lenses.push(Lens { at, kind });
    }
    lenses
}

/// How many resources the program makes.
pub fn made_count(view: &View) -> usize {
    let resources = view.analysis.graph().resources.iter();
    resources.filter(|resource| resource.kind.is_made()).count()
}

/// Where other files use a declaration of a file.
pub fn uses_elsewhere(workspace: &mut Workspace, path: &Path, item: ItemId) -> Uses {
    let mut uses = Uses::default();
    let mut seen = FxHashSet::default();
    for program in workspace.programs(path) {
        let analysis = workspace.analysis(&program);
        let Some(file) = analysis.file_at(path) else {
            continue;
        };
        let decl = DeclId { file, item };
        let mut is_used = false;
        for view in View::all(&analysis).filter(|view| view.file != file) {
            let places = uses_in(&view, decl);
            is_used |= !places.is_empty();
            let path = PathBuf::from(&view.source.path);
            for at in places {
                // Programs share files, whose places are the same in all of them.
                if seen.insert(at) {
                    uses.places.push((path.clone(), at));
                }
            }
        }
        uses.programs += usize::from(is_used);
    }
    uses
}

/// Where a file uses a declaration of another one; importing it is no use.
fn uses_in(view: &View, decl: DeclId) -> Vec<Span> {
    let mut places = Vec::new();
    Node::Module(view.module).walk(&mut |node| match node {
        Node::Expr(expr) if view.names.binding(expr.id) == Binding::Item(decl) => {
            places.push(expr.span);
        }
        Node::TypeName(name) if view.names.declared(view.file, name) == Some(decl) => {
            places.push(name.span);
        }
        _ => {}
    });
    places
}
