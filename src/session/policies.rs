//! The files of policies that a project names. In: their trees. Out: the names of all policies, and
//! what such files cannot hold. Never: a verdict, which is evaluation's.

use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Item, ItemKind, Module};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

/// The names of all policies, and an error for each that two have: an exemption names one.
pub(super) fn titles<'m>(
    modules: impl Iterator<Item = &'m Module>,
) -> (Vec<Name>, Vec<Diagnostic>) {
    let mut places: FxHashMap<&Name, Span> = FxHashMap::default();
    let mut names = Vec::new();
    let mut doubled = Vec::new();
    for item in modules.flat_map(|module| &module.items) {
        let ItemKind::Policy(policy) = &item.kind else {
            continue;
        };
        let (name, at) = (&policy.title.value, policy.title.span);
        match places.get(name) {
            // Where the title is missing, that has been reported.
            _ if name.is_empty() => {}
            None => {
                places.insert(name, at);
                names.push(name.clone());
            }
            Some(first) => {
                let message = format!("`{name}` is already the name of a policy");
                doubled.push(
                    Diagnostic::new(Code::NameDuplicate, at, message)
                        .here("named again here")
                        .label(*first, "named here first")
                        .help("choose another name: an exemption names one policy"),
                );
            }
        }
    }
    (names, doubled)
}

/// The error of a declaration that a file of policies cannot have: nothing would come of it.
pub(super) fn misplaced(item: &Item) -> Option<Diagnostic> {
    let what = match &item.kind {
        ItemKind::Param(_) => "a param",
        ItemKind::Input(_) => "an input",
        ItemKind::Resource(_) | ItemKind::Existing(_) | ItemKind::Data(_) => "a resource",
        ItemKind::Output(_) => "an output",
        ItemKind::Module(_) => "a module call",
        ItemKind::Stack(_) => "settings of a stack",
        ItemKind::Rule(_) => "a rule",
        _ => return None,
    };
    let at = item.kind.name().map_or(item.span, |name| name.span);
    let message = format!("a file of policies cannot have {what}");
    Some(
        Diagnostic::new(Code::PolicyMisplaced, at, message)
            .here("nothing would come of it")
            .help("move it into a stack; policies, functions, types and values may stay"),
    )
}
