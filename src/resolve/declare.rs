//! What a file declares. In: its items. Out: its top-level names, and what is declared twice or
//! under a name that is taken. Never looks into an item.

use super::Namespace;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Ident, Item, ItemId, ItemKind, Module};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The names of a file's top level.
#[derive(Debug, Default)]
pub struct Declared<'a> {
    pub top: FxHashMap<Name, ItemId>,
    /// By [`ItemId`]; those inside components too.
    pub items: Vec<Option<&'a Item>>,
    /// Names that stand for something that cannot be used because of an error that has been
    /// reported: nothing more is said about them.
    pub broken: FxHashSet<Name>,
}

/// Collects what a file declares.
pub fn declare<'a>(module: &'a Module, diagnostics: &mut Vec<Diagnostic>) -> Declared<'a> {
    let mut declared = Declared {
        items: module.items_by_id(),
        ..Declared::default()
    };
    declared.top.reserve(module.items.len());
    let mut outputs: FxHashMap<&str, Span> = FxHashMap::default();
    let mut stack: Option<Span> = None;
    for item in &module.items {
        match &item.kind {
            // See `imports.rs`.
            ItemKind::Import(_) => {}
            // An output binds no name: only the outside reads it.
            ItemKind::Output(output) if !output.name.name.is_empty() => {
                let first = *outputs.entry(&output.name.name).or_insert(output.name.span);
                if first != output.name.span {
                    diagnostics.push(twice(&output.name, first, "an output"));
                }
            }
            ItemKind::Stack(_) => match stack {
                Some(first) => diagnostics.push(
                    Diagnostic::new(Code::NameDuplicate, item.span, "a second `stack`")
                        .here("the settings go on here")
                        .label(first, "and are here already")
                        .help("put all settings into one `stack { ... }`"),
                ),
                None => stack = Some(item.span),
            },
            ItemKind::Error { name: Some(name) } => {
                declared.broken.insert(name.name.clone());
            }
            _ => {
                if let Some(name) = item.kind.name() {
                    declare_one(&mut declared, item, name, diagnostics);
                }
            }
        }
    }
    declared
}

/// A built-in namespace by its name.
pub fn namespace(name: &str) -> Option<Namespace> {
    match name {
        "aws" => Some(Namespace::Aws),
        "cfn" => Some(Namespace::Cfn),
        _ => None,
    }
}

/// What an item is called in messages.
pub fn described(kind: &ItemKind) -> &'static str {
    match kind {
        ItemKind::Param(_) => "a param",
        ItemKind::Input(_) => "an input",
        ItemKind::Let(_) => "a value",
        ItemKind::Type(_) => "a type",
        ItemKind::Fn(_) => "a function",
        ItemKind::Component(_) => "a component",
        ItemKind::Resource(_) => "a resource",
        ItemKind::Existing(_) => "an existing resource",
        ItemKind::Data(_) => "a data source",
        ItemKind::Module(_) => "a module",
        ItemKind::Output(_) => "an output",
        ItemKind::Import(_) => "an import",
        ItemKind::Stack(_) => "the stack's settings",
        ItemKind::Rule(_) => "a rule",
        ItemKind::Policy(_) => "a policy",
        ItemKind::Test(_) => "a test",
        ItemKind::Error { .. } => "something",
    }
}

/// The error for a name that is a built-in namespace.
pub fn is_namespace(name: &Ident) -> Option<Diagnostic> {
    namespace(&name.name)?;
    let message = format!("`{}` is the name of a built-in namespace", name.name);
    Some(
        Diagnostic::new(Code::NameShadowed, name.span, message)
            .here("declared here")
            .help("choose another name"),
    )
}

/// The error for a second declaration of a name.
pub fn twice(name: &Ident, first: Span, what: &str) -> Diagnostic {
    let message = format!("`{}` is already the name of {what}", name.name);
    Diagnostic::new(Code::NameDuplicate, name.span, message)
        .here("declared again here")
        .label(first, "first declared here")
        .help("give one of them another name")
}

fn declare_one(
    declared: &mut Declared,
    item: &Item,
    name: &Ident,
    diagnostics: &mut Vec<Diagnostic>,
) {
    if name.name.is_empty() {
        return;
    }
    if let Some(diagnostic) = is_namespace(name) {
        diagnostics.push(diagnostic);
        return;
    }
    let id = *declared.top.entry(name.name.clone()).or_insert(item.id);
    if id == item.id {
        return;
    }
    let first = declared.items.get(id.0 as usize).copied().flatten();
    if let Some(first) = first
        && let Some(at) = first.kind.name()
    {
        diagnostics.push(twice(name, at.span, described(&first.kind)));
    }
}
