//! What an instance of a component makes, written out. In: a view and a place in the declaration of an
//! instance. Out: a program of plain resources. Never: a guess; it is read off the template.

use super::{View, path_at};
use crate::emit::{Layout, Target};
use crate::graph::{FrameKind, outwards};
use crate::session::{Files, Request, Session, analyse};
use crate::syntax::ast::ItemKind;
use crate::text::Name;
use rustc_hash::FxHashSet;
use std::path::PathBuf;

/// An instance, written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    pub name: Name,
    pub text: String,
}

/// Why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoExpansion {
    /// There is no instance at the place.
    NoInstance,
    /// The instance makes nothing: its condition does not hold, or it has mistakes.
    NothingMade,
    /// Only CloudFormation's templates can be read back.
    Terraform,
}

/// What the instance at a place makes.
pub fn expansion(session: &Session, view: &View, offset: u32) -> Result<Expansion, NoExpansion> {
    let path = path_at(view.module, offset);
    let resource = match path.item().map(|item| &item.kind) {
        Some(ItemKind::Resource(resource)) => resource,
        _ => return Err(NoExpansion::NoInstance),
    };
    if view.names.declared(view.file, &resource.ty).is_none() {
        return Err(NoExpansion::NoInstance);
    }
    let name = &resource.name;
    let graph = view.analysis.graph();
    let inside = graph.resources.iter().filter(|resource| {
        let mut around = outwards(&graph.frames, resource.origin.frame);
        around.any(|kind| matches!(kind, FrameKind::Instance { at, .. } if *at == name.span))
    });
    let ids: FxHashSet<Name> = inside.map(|one| one.logical_id.clone()).collect();
    if ids.is_empty() {
        return Err(NoExpansion::NothingMade);
    }
    if view.analysis.target() == Target::Terraform
        && graph.resources.iter().any(|one| one.ty.is_terraform())
    {
        return Err(NoExpansion::Terraform);
    }
    let text = written(session, view, &ids).ok_or(NoExpansion::NothingMade)?;
    Ok(Expansion {
        name: name.name.clone(),
        text,
    })
}

/// The resources with these ids, each as its template says it.
fn written(session: &Session, view: &View, ids: &FxHashSet<Name>) -> Option<String> {
    let request = Request {
        target: Some(Target::CloudFormation),
        layout: Layout::Json,
        regardless: true,
        ..view.analysis.request().clone()
    };
    let analysis = analyse(session, request);
    let template = String::from_utf8(analysis.template().to_vec()).ok()?;
    let imported = super::import_text(&template, None)?;
    // The names of the program say nothing of the ids; what it makes does.
    let program = PathBuf::from(PROGRAM);
    let mut files = Files::default();
    files.set(&program, imported.text.as_str());
    let made = analyse(
        &Session::new(files),
        Request {
            stack: program,
            regardless: true,
            ..Request::default()
        },
    );
    let graph = made.graph();
    let wanted = graph.resources.iter();
    let wanted = wanted.filter(|resource| ids.contains(&resource.logical_id));
    let wanted: FxHashSet<_> = wanted.map(|resource| resource.origin.span).collect();
    let items = made.module().items.iter();
    let shown = items.filter_map(|item| match &item.kind {
        ItemKind::Resource(resource) if wanted.contains(&resource.name.span) => {
            Some(made.sources.slice(item.span).trim_end())
        }
        _ => None,
    });
    let shown: Vec<&str> = shown.collect();
    (!shown.is_empty()).then(|| shown.join("\n\n") + "\n")
}

/// Where the program would stand.
const PROGRAM: &str = "/main.infra";
