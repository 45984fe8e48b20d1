//! What nothing reads. In: a walked file. Out: a warning for each import, param, input, value, function,
//! type, component and existing resource that is declared for nothing. Never: locals (see `walk.rs`).

use super::declare::described;
use super::imports;
use super::walk::Walked;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{ItemKind, Module};

/// Warns of unused declarations of a stack. A file that declares only what can be imported is a
/// library, whose readers are elsewhere; and where text was not understood, it may read anything.
pub fn unused(module: &Module, walked: &Walked, diagnostics: &mut Vec<Diagnostic>) {
    if !walked.complete {
        return;
    }
    imports::unused(&walked.imported, diagnostics);
    if !module.items.iter().any(|i| is_of_stack(&i.kind)) {
        return;
    }
    let mut used = vec![false; walked.items.len()];
    for item in walked.items.iter().flatten() {
        for (read, _) in walked.names.reads.of(item.id) {
            if *read != item.id {
                used[read.0 as usize] = true;
            }
        }
    }
    for item in &module.items {
        let counts = match &item.kind {
            ItemKind::Param(_)
            | ItemKind::Input(_)
            | ItemKind::Fn(_)
            | ItemKind::Type(_)
            | ItemKind::Component(_)
            | ItemKind::Existing(_) => true,
            // An `@id` asks for a Mapping or Condition that nothing need read.
            ItemKind::Let(_) => item.attribute("id").is_none(),
            _ => false,
        };
        let Some(name) = item.kind.name() else {
            continue;
        };
        let silent = name.name.starts_with('_') || name.name.is_empty();
        if !counts || silent || used.get(item.id.0 as usize).copied().unwrap_or(true) {
            continue;
        }
        let message = format!("`{}` is never used", name.name);
        diagnostics.push(
            Diagnostic::new(Code::NameUnused, name.span, message)
                .here(format!("{} that nothing reads", described(&item.kind)))
                .help("remove it"),
        );
    }
}

fn is_of_stack(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Param(_)
            | ItemKind::Input(_)
            | ItemKind::Resource(_)
            | ItemKind::Existing(_)
            | ItemKind::Output(_)
            | ItemKind::Rule(_)
            | ItemKind::Stack(_)
    )
}
