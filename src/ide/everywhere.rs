//! Where something is named, in all files that an editor knows of. In: a workspace, and what is named. Out:
//! its places, file by file. Never: a file twice, or one whose text cannot name it.

use super::symbol::{Declarations, Occurrence, Role, Symbol, references};
use super::{View, Workspace};
use crate::resolve::DeclId;
use crate::session::Analysis;
use crate::syntax::ast::{Item, ItemKind};
use crate::text::{FileId, Name};
use std::path::PathBuf;
use std::sync::Arc;

/// The places of one file.
#[derive(Debug)]
pub struct Uses {
    pub path: PathBuf,
    /// A program that the file is part of.
    pub analysis: Arc<Analysis>,
    pub file: FileId,
    /// In the order of the text.
    pub uses: Vec<Occurrence>,
}

impl Uses {
    pub fn view(&self) -> Option<View<'_>> {
        View::of(&self.analysis, self.file)
    }
}

/// All places that name something, its declaration among them. `analysis` is the program in which it was
/// found.
pub fn uses(workspace: &mut Workspace, analysis: &Arc<Analysis>, symbol: &Symbol) -> Vec<Uses> {
    let Some(name) = name_of(analysis, symbol) else {
        return Vec::new();
    };
    workspace.look_everywhere();
    let mut found = Vec::new();
    for path in files(workspace, analysis, symbol) {
        let text = workspace.text(&path);
        if !text.is_some_and(|text| text.contains(name.as_str())) {
            continue;
        }
        let program = match analysis.file_at(&path) {
            Some(_) => analysis.clone(),
            None => workspace.analysis_of(&path),
        };
        let Some(file) = program.file_at(&path) else {
            continue;
        };
        let all = View::of(&program, file).map(|view| references(&view, symbol));
        let all = all.unwrap_or_default();
        if !all.is_empty() {
            found.push(Uses {
                path,
                analysis: program,
                file,
                uses: all,
            });
        }
    }
    found
}

/// The resources that are instances of a component: their names.
pub fn instances(
    workspace: &mut Workspace,
    analysis: &Arc<Analysis>,
    symbol: &Symbol,
) -> Vec<Uses> {
    let mut found = uses(workspace, analysis, symbol);
    for one in &mut found {
        let Some(view) = View::of(&one.analysis, one.file) else {
            continue;
        };
        let mut names = Vec::new();
        for item in view.module.items_by_id().into_iter().flatten() {
            if let ItemKind::Resource(resource) = &item.kind {
                let of = |one: &&Occurrence| resource.ty.span.contains(one.at);
                names.extend(one.uses.iter().find(of).map(|_| Occurrence {
                    at: resource.name.span,
                    symbol: Symbol::Declared(DeclId {
                        file: view.file,
                        item: item.id,
                    }),
                    role: Role::Declaration,
                }));
            }
        }
        one.uses = names;
    }
    found.retain(|one| !one.uses.is_empty());
    found
}

/// The item of the top level that a place is in.
pub fn around<'a>(view: &View<'a>, offset: u32) -> Option<&'a Item> {
    let items = view.module.items.iter();
    let mut around = items.filter(|item| item.span.start <= offset && offset < item.span.end);
    around.next()
}

/// The files that may name it.
fn files(workspace: &mut Workspace, analysis: &Arc<Analysis>, symbol: &Symbol) -> Vec<PathBuf> {
    let path = |file: FileId| PathBuf::from(&analysis.sources.get(file).path);
    let home = match symbol {
        Symbol::Local(at) | Symbol::Import { at, .. } => return vec![path(at.file)],
        Symbol::Declared(decl) | Symbol::Alias { decl, .. } => decl.file,
        Symbol::Parameter(at) => at.file,
        Symbol::File(file) => *file,
        _ => return workspace.known_files(),
    };
    let home = path(home);
    // The library is read by anyone.
    if !home.is_absolute() {
        return workspace.known_files();
    }
    let mut files: Vec<PathBuf> = workspace.readers(&home).cloned().collect();
    if !files.contains(&home) {
        files.push(home);
    }
    files
}

/// The text that a file must hold to name it.
fn name_of(analysis: &Analysis, symbol: &Symbol) -> Option<Name> {
    let slice = |at| Some(Name::from(analysis.sources.slice(at)));
    Some(match symbol {
        Symbol::Declared(decl) | Symbol::Alias { decl, .. } => {
            let at = Declarations::new(analysis).name(*decl)?.span;
            let text = analysis.sources.slice(at);
            text.trim_matches(['"', '\'']).into()
        }
        Symbol::Local(at) | Symbol::Parameter(at) | Symbol::Import { at, .. } => {
            return slice(*at);
        }
        Symbol::File(_) => "import".into(),
        Symbol::Builtin(id) => id.get().name.into(),
        Symbol::BuiltinParameter(_, name)
        | Symbol::Scalar(name)
        | Symbol::Annotation(name)
        | Symbol::Field(_, name) => name.clone(),
        Symbol::Namespace(namespace) => match namespace {
            crate::resolve::Namespace::Aws => "aws".into(),
            crate::resolve::Namespace::Cfn => "cfn".into(),
        },
        Symbol::Type(key) => key.name.clone(),
        // A name with dots is not one word of the text.
        Symbol::Part(_, name) | Symbol::Property(_, _, name) | Symbol::Attribute(_, name) => {
            name.split('.').next().unwrap_or_default().into()
        }
    })
}
