//! `import`: what the names of other files stand for here. In: a file's imports and what the other
//! files offer. Out: declarations by the names that they have here. Never reads a file.

use super::declare::{Declared, described, is_namespace};
use super::offers::{Imports, Offers, is_private};
use super::{DeclId, Offered};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::syntax::ast::{Ident, Import, ImportNames, Item, ItemKind, Module};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What a file imports.
#[derive(Debug, Default)]
pub struct Imported {
    /// `import { A, B as C }`: by the name here.
    pub names: FxHashMap<Name, ImportedName>,
    /// `import "path" as name`: by the name here.
    pub modules: FxHashMap<Name, ImportedModule>,
}

#[derive(Debug)]
pub struct ImportedName {
    pub decl: DeclId,
    pub what: &'static str,
    /// Where it gets its name here.
    pub at: Span,
    pub used: bool,
}

#[derive(Debug)]
pub struct ImportedModule {
    pub offers: Arc<Offers>,
    pub at: Span,
    pub used: bool,
}

/// Binds the names of all imports of a file.
pub fn bind(
    module: &Module,
    imports: &Imports,
    declared: &mut Declared<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Imported {
    let mut imported = Imported::default();
    for item in &module.items {
        if let ItemKind::Import(import) = &item.kind {
            bind_one(item, import, imports, declared, &mut imported, diagnostics);
        }
    }
    imported
}

fn bind_one(
    item: &Item,
    import: &Import,
    imports: &Imports,
    declared: &mut Declared<'_>,
    imported: &mut Imported,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let offers = imports.get(&item.id);
    if let Some(offers) = offers {
        diagnostics.extend(refused(import, offers));
    }
    match &import.names {
        ImportNames::Whole(name) => {
            let Some(offers) = offers else {
                declared.broken.insert(name.name.clone());
                return;
            };
            if is_free(name, declared, imported, diagnostics) {
                let module = ImportedModule {
                    offers: offers.clone(),
                    at: name.span,
                    used: false,
                };
                imported.modules.insert(name.name.clone(), module);
            }
        }
        ImportNames::Listed(names) => {
            for listed in names {
                let here = listed.alias.as_ref().unwrap_or(&listed.name);
                let found = offers.and_then(|o| offered(o, &listed.name, import, diagnostics));
                let (Some(offers), Some(offered)) = (offers, found) else {
                    declared.broken.insert(here.name.clone());
                    continue;
                };
                if is_free(here, declared, imported, diagnostics) {
                    let name = ImportedName {
                        decl: offers.decl(&offered),
                        what: offered.what,
                        at: here.span,
                        used: false,
                    };
                    imported.names.insert(here.name.clone(), name);
                }
            }
        }
    }
}

/// What a file offers under a name; says why where it does not.
pub fn offered(
    offers: &Offers,
    name: &Ident,
    import: &Import,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Offered> {
    find(offers, name, &import.path.value)
        .map_err(|diagnostic| diagnostics.extend(diagnostic.map(|d| *d)))
        .ok()
}

/// The same for a name in a namespace. Where the error is nothing, somebody has been told.
pub fn find(offers: &Offers, name: &Ident, from: &str) -> Result<Offered, Option<Box<Diagnostic>>> {
    if name.name.is_empty() {
        return Err(None);
    }
    match offers.names.get(&name.name) {
        Some(offered) if !is_private(&name.name) => Ok(*offered),
        Some(offered) => {
            let message = format!("`{}` is private to `{from}`", name.name);
            let diagnostic = Diagnostic::new(Code::NamePrivate, name.span, message)
                .here("cannot be imported")
                .label(offered.declared, "its name begins with `_`")
                .help("give it a name without `_` in its file");
            Err(Some(Box::new(diagnostic)))
        }
        None if offers.is_broken(&name.name) => Err(None),
        None => {
            let message = format!("`{from}` has no `{}`", name.name);
            let mut diagnostic = Diagnostic::new(Code::NameUnknown, name.span, message)
                .here("nothing there has this name");
            let public = offers.public();
            let near = nearest(&name.name, public.iter().copied(), 3);
            if let Some(help) = did_you_mean(&near) {
                diagnostic = diagnostic.help(help);
            } else if !public.is_empty() && public.len() <= 5 {
                let all = crate::diag::all_of(public.iter());
                diagnostic = diagnostic.help(format!("it offers {all}"));
            }
            if let [near] = near.as_slice() {
                diagnostic = diagnostic.fix(format!("write `{near}`"), name.span, *near);
            }
            Err(Some(Box::new(diagnostic)))
        }
    }
}

/// The error of an import of a file that declares what only a stack can have.
fn refused(import: &Import, offers: &Offers) -> Option<Diagnostic> {
    let first = offers.refused.first()?;
    let message = format!(
        "`{}` is a stack: it declares {}",
        import.path.value, first.what
    );
    let mut diagnostic = Diagnostic::new(Code::NameImport, import.path.span, message)
        .here("only libraries can be imported")
        .label(first.at, format!("{} of a stack", first.what))
        .help("move what others need into a file of its own, resources into a component");
    if let [_, more @ ..] = offers.refused.as_slice()
        && !more.is_empty()
    {
        let text = match more.len() {
            1 => "and one more such declaration".to_owned(),
            n => format!("and {n} more such declarations"),
        };
        diagnostic.context.push(text);
    }
    Some(diagnostic)
}

/// Whether an imported name collides with nothing.
fn is_free(
    name: &Ident,
    declared: &Declared<'_>,
    imported: &Imported,
    diagnostics: &mut Vec<Diagnostic>,
) -> bool {
    if name.name.is_empty() {
        return false;
    }
    if let Some(diagnostic) = is_namespace(name) {
        diagnostics.push(diagnostic);
        return false;
    }
    let item = declared.top.get(&name.name);
    let item = item.and_then(|id| declared.items.get(id.0 as usize).copied().flatten());
    let item = item.and_then(|item| Some((item.kind.name()?.span, described(&item.kind))));
    let import = || {
        let listed = imported.names.get(&name.name).map(|i| i.at);
        let at = listed.or_else(|| imported.modules.get(&name.name).map(|m| m.at))?;
        Some((at, "an import"))
    };
    let Some((first, what)) = item.or_else(import) else {
        return true;
    };
    let message = format!("`{}` is already the name of {what}", name.name);
    diagnostics.push(
        Diagnostic::new(Code::NameDuplicate, name.span, message)
            .here("imported here")
            .label(first, "declared here too")
            .help(format!(
                "import it under another name: `{} as ...`",
                name.name
            )),
    );
    false
}

/// Warns of imports that nothing reads.
pub fn unused(imported: &Imported, diagnostics: &mut Vec<Diagnostic>) {
    let names = imported.names.iter().filter(|(_, i)| !i.used);
    let modules = imported.modules.iter().filter(|(_, m)| !m.used);
    let unused = names.map(|(name, i)| (name, i.at));
    let unused = unused.chain(modules.map(|(name, m)| (name, m.at)));
    let mut unused: Vec<(&Name, Span)> = unused.filter(|(n, _)| !is_private(n)).collect();
    unused.sort_unstable_by_key(|(_, at)| *at);
    for (name, at) in unused {
        let message = format!("`{name}` is never used");
        diagnostics.push(
            Diagnostic::new(Code::NameUnused, at, message)
                .here("an import that nothing reads")
                .help("remove it"),
        );
    }
}
