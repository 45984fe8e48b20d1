//! Declarations by their ids, and what is inside components. In: a program. Out: items of any of its files.
//! Never: types; what is written tells all of it.

use crate::ide::View;
use crate::resolve::DeclId;
use crate::session::Analysis;
use crate::syntax::ast::{Component, FnParam, Ident, Item, ItemKind, TypeName};
use crate::text::{FileId, Span};
use rustc_hash::FxHashMap;

/// The declarations of a program, looked up file by file.
pub struct Declarations<'a> {
    analysis: &'a Analysis,
    files: FxHashMap<FileId, Option<File<'a>>>,
}

struct File<'a> {
    view: View<'a>,
    items: Vec<Option<&'a Item>>,
}

impl<'a> Declarations<'a> {
    pub fn new(analysis: &'a Analysis) -> Declarations<'a> {
        Declarations {
            analysis,
            files: FxHashMap::default(),
        }
    }

    fn file(&mut self, file: FileId) -> Option<&File<'a>> {
        let analysis = self.analysis;
        let known = self.files.entry(file).or_insert_with(|| {
            let view = View::of(analysis, file)?;
            let items = view.module.items_by_id();
            Some(File { view, items })
        });
        known.as_ref()
    }

    pub fn view(&mut self, file: FileId) -> Option<View<'a>> {
        self.file(file).map(|file| file.view)
    }

    pub fn item(&mut self, decl: DeclId) -> Option<&'a Item> {
        let items = &self.file(decl.file)?.items;
        items.get(decl.item.0 as usize).copied().flatten()
    }

    pub fn name(&mut self, decl: DeclId) -> Option<&'a Ident> {
        self.item(decl)?.kind.name()
    }

    /// What a file declares under a name, at its top level.
    pub fn top(&mut self, file: FileId, name: &str) -> Option<DeclId> {
        let item = *self.file(file)?.view.names.top.get(name)?;
        Some(DeclId { file, item })
    }

    pub fn component(&mut self, decl: DeclId) -> Option<&'a Component> {
        match &self.item(decl)?.kind {
            ItemKind::Component(component) => Some(component),
            _ => None,
        }
    }

    /// The component whose name is declared at a place.
    pub fn component_at(&mut self, declared: Span) -> Option<DeclId> {
        let file = declared.file;
        let items = self.view(file)?.module.items.iter();
        let mut components = items.filter(|item| matches!(item.kind, ItemKind::Component(_)));
        let found = components.find(|item| item.kind.name().is_some_and(|n| n.span == declared))?;
        let item = found.id;
        Some(DeclId { file, item })
    }

    /// The component that a type names, written in a file.
    pub fn named_component(&mut self, file: FileId, name: &TypeName) -> Option<DeclId> {
        let decl = self.view(file)?.names.declared(file, name)?;
        self.component(decl).map(|_| decl)
    }

    /// What stands inside a component under a name, outputs left out.
    pub fn inside(&mut self, component: DeclId, name: &str) -> Option<DeclId> {
        let is_meant = |item: &&Item| {
            let own = item.kind.name().is_some_and(|own| own.name == name);
            own && !matches!(item.kind, ItemKind::Output(_))
        };
        self.inner(component, is_meant)
    }

    /// An output of a component.
    pub fn output(&mut self, component: DeclId, name: &str) -> Option<DeclId> {
        let is_meant = |item: &&Item| match &item.kind {
            ItemKind::Output(output) => output.name.name == name,
            _ => false,
        };
        self.inner(component, is_meant)
    }

    fn inner(&mut self, component: DeclId, is: impl Fn(&&Item) -> bool) -> Option<DeclId> {
        let found = self.component(component)?.items.iter().find(is)?;
        Some(DeclId {
            file: component.file,
            item: found.id,
        })
    }

    /// The parameters of a function, or the inputs of a component.
    pub fn params(&mut self, decl: DeclId) -> &'a [FnParam] {
        match self.item(decl).map(|item| &item.kind) {
            Some(ItemKind::Fn(function)) => &function.params,
            Some(ItemKind::Component(component)) => &component.params,
            _ => &[],
        }
    }

    /// The name of a parameter or an input in its declaration.
    pub fn param(&mut self, decl: DeclId, name: &str) -> Option<Span> {
        let found = self.params(decl).iter().find(|p| p.name.name == name)?;
        Some(found.name.span)
    }
}
