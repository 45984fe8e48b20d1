//! What a name is by what it stands for. In: bindings. Out: a kind and its modifiers. Never: a place.

use super::{Modifiers, TokenKind};
use crate::builtins::{self, Builtin, Space};
use crate::ide::View;
use crate::resolve::{Binding, DeclId, Namespace};
use crate::session::Analysis;
use crate::syntax::ast::{Item, ItemId, ItemKind};
use crate::text::FileId;
use rustc_hash::FxHashMap;

/// A kind with its modifiers.
pub type Look = (TokenKind, Modifiers);

/// The declarations of a program, each looked at once.
pub struct Looks<'a> {
    analysis: &'a Analysis,
    files: FxHashMap<FileId, Option<Known<'a>>>,
    known: FxHashMap<DeclId, Look>,
}

struct Known<'a> {
    items: Vec<Option<&'a Item>>,
    /// By item: whether it is known only when deploying.
    deferred: FxHashMap<ItemId, bool>,
}

/// The item around a name, whose variables are numbered.
#[derive(Clone, Copy)]
pub enum Frame<'a> {
    Plain,
    /// A function with so many parameters.
    Function(usize),
    Component(&'a Item),
}

impl<'a> Looks<'a> {
    pub fn new(view: &View<'a>) -> Looks<'a> {
        Looks {
            analysis: view.analysis,
            files: FxHashMap::default(),
            known: FxHashMap::default(),
        }
    }

    /// How a use of a declaration looks.
    pub fn declared(&mut self, decl: DeclId) -> Look {
        if let Some(look) = self.known.get(&decl) {
            return *look;
        }
        let analysis = self.analysis;
        let file = self.files.entry(decl.file).or_insert_with(|| {
            let file = analysis.file(decl.file)?;
            let signatures = analysis.signatures(decl.file);
            let signatures = signatures.iter().flat_map(|all| &all.items);
            let deferred = signatures.map(|(item, one)| (*item, one.deferred));
            Some(Known {
                items: file.module.items_by_id(),
                deferred: deferred.collect(),
            })
        });
        let found = file.as_ref().and_then(|known| {
            let item = known.items.get(decl.item.0 as usize).copied().flatten()?;
            let deferred = known.deferred.get(&decl.item).copied().unwrap_or(false);
            let (kind, modifiers) = of_item(item);
            let modifiers = match deferred {
                true => modifiers.with(Modifiers::DEFERRED),
                false => modifiers,
            };
            Some((kind, modifiers))
        });
        let look = found.unwrap_or((TokenKind::Variable, Modifiers::NONE));
        self.known.insert(decl, look);
        look
    }

    /// How a name looks. `None` for one that stands for nothing.
    pub fn bound(&mut self, view: &View, frame: Frame, binding: Binding) -> Option<Look> {
        let look = match binding {
            Binding::None => return None,
            Binding::Local(slot) => local(view, frame, slot as usize),
            Binding::Item(decl) => self.declared(decl),
            Binding::Builtin(id) => of_builtin(id.get()),
            Binding::Namespace(_) => (TokenKind::Namespace, Modifiers::DEFAULT_LIBRARY),
            Binding::Module(_) => (TokenKind::Namespace, Modifiers::NONE),
        };
        Some(look)
    }
}

/// How the name of a declaration looks, there and where it is used.
pub fn of_item(item: &Item) -> Look {
    let (kind, modifiers) = match &item.kind {
        ItemKind::Param(_) => (
            TokenKind::Parameter,
            Modifiers::READONLY.with(Modifiers::DEFERRED),
        ),
        ItemKind::Input(_) => (TokenKind::Parameter, Modifiers::READONLY),
        ItemKind::Let(_) => (TokenKind::Variable, Modifiers::READONLY),
        ItemKind::Type(_) => (TokenKind::Type, Modifiers::NONE),
        ItemKind::Fn(_) => (TokenKind::Function, Modifiers::NONE),
        ItemKind::Component(_) => (TokenKind::Class, Modifiers::NONE),
        ItemKind::Output(_) => (TokenKind::Property, Modifiers::NONE),
        _ => (TokenKind::Variable, Modifiers::NONE),
    };
    match item.attribute("deprecated") {
        Some(_) => (kind, modifiers.with(Modifiers::DEPRECATED)),
        None => (kind, modifiers),
    }
}

/// How something of a built-in namespace looks: the `region` of `aws.region`.
pub fn of_namespace(namespace: Namespace, name: &str) -> Option<Look> {
    let space = match namespace {
        Namespace::Aws => Space::Aws,
        Namespace::Cfn => Space::Cfn,
    };
    let (kind, modifiers) = of_builtin(builtins::find(space, name)?.get());
    Some((kind, modifiers.with(Modifiers::DEFERRED)))
}

fn of_builtin(builtin: &Builtin) -> Look {
    let kind = match builtin.kind {
        builtins::Kind::Function(_) => TokenKind::Function,
        builtins::Kind::Value(_) => TokenKind::Property,
    };
    (kind, Modifiers::DEFAULT_LIBRARY)
}

fn local(view: &View, frame: Frame, slot: usize) -> Look {
    let variable = (TokenKind::Variable, Modifiers::READONLY);
    match frame {
        Frame::Plain => variable,
        Frame::Function(params) if slot < params => (TokenKind::Parameter, Modifiers::NONE),
        Frame::Function(_) => variable,
        Frame::Component(item) => {
            let ItemKind::Component(component) = &item.kind else {
                return variable;
            };
            if slot < component.params.len() {
                return (TokenKind::Parameter, Modifiers::NONE);
            }
            let place = |item: &Item| view.names.places.get(&item.id).copied();
            let mut items = component.items.iter();
            let found = items.find(|item| place(item) == Some(slot as u32));
            found.map_or(variable, of_item)
        }
    }
}
