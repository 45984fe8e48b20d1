//! Hover on names: of values, of types, of what is imported. In: the name and where it stands. Out: the page
//! of what it means. Never: what stands behind a dot; see `member.rs`.

use super::place::{declaration_page, file_name};
use crate::ide::callee::{built_in, one_line};
use crate::ide::docs::{self, code, paragraphs};
use crate::ide::phase::{Phase, phase};
use crate::ide::scope::{Local, LocalKind, local};
use crate::ide::{Path, View};
use crate::resolve::{Binding, Namespace};
use crate::syntax::ast::{Expr, Ident, ImportNames, Item, ItemKind, TypeName};
use crate::types::{Schemas, Type, show};

/// A name where a value stands.
pub fn name(view: &View, path: &Path, expr: &Expr, written: &str) -> Option<String> {
    match view.names.binding(expr.id) {
        Binding::Item(decl) => declaration_page(view, decl),
        Binding::Builtin(id) => {
            let example = id.get().example;
            let example = match example.gives {
                "" => example.code.to_owned(),
                gives => format!("{}  // {gives}", example.code),
            };
            let page = docs::callee_page(&built_in(id));
            Some(paragraphs([page, code(&example)]))
        }
        Binding::Namespace(Namespace::Aws) => docs::namespace("aws"),
        Binding::Namespace(Namespace::Cfn) => docs::namespace("cfn"),
        Binding::Module(file) => {
            let source = &view.sources().get(file).path;
            Some(paragraphs([
                code(&format!("import \"{}\" as {written}", file_name(source))),
                "All that the file offers.".to_owned(),
            ]))
        }
        Binding::Local(_) => local_name(view, path, written),
        Binding::None => expr.as_type_name().and_then(|ty| type_name(view, &ty)),
    }
}

/// A variable, where it is used or declared.
pub fn local_name(view: &View, path: &Path, name: &str) -> Option<String> {
    let found = local(view, path, name)?;
    Some(local_page(view, &found))
}

/// A variable.
pub fn local_page(view: &View, found: &Local) -> String {
    let name = &found.name.name;
    let ty = show(&found.ty, view.catalogue());
    match found.kind {
        LocalKind::Parameter { of, param } => {
            let what = match &of.kind {
                ItemKind::Component(component) => {
                    format!("An input of `{}`.", component.name.name)
                }
                _ => "Known as what the caller gives is.".to_owned(),
            };
            let default = param.default.as_ref().map_or_else(String::new, |value| {
                format!(" = {}", one_line(view.slice(value.span)))
            });
            paragraphs([code(&format!("{name}: {ty}{default}")), what])
        }
        LocalKind::Key(clause) => paragraphs([
            code(&format!("{name}: {ty}")),
            format!(
                "The key of a pass over `{}`.",
                one_line(view.slice(clause.iterable.span))
            ),
        ]),
        LocalKind::Element(clause) => paragraphs([
            code(&format!("{name}: {ty}")),
            format!(
                "The element of a pass over `{}`.",
                one_line(view.slice(clause.iterable.span))
            ),
        ]),
        LocalKind::Let(one) => paragraphs([
            code(&format!("let {name}: {ty}")),
            // What is known now in one call may not be so in another.
            match phase(view, &one.value) {
                Phase::Now => String::new(),
                known => known.sentence(),
            },
        ]),
        LocalKind::Subject => paragraphs([
            code(&format!("{name}: {ty}")),
            "Each resource that the policy looks at.".to_owned(),
        ]),
        LocalKind::Item(item) => docs::declaration(view, item),
    }
}

/// The name of a type, or of a component.
pub fn type_name(view: &View, ty: &TypeName) -> Option<String> {
    if let Some(decl) = view.names.declared(view.file, ty) {
        return declaration_page(view, decl);
    }
    let (name, _) = ty.resource_type();
    match view.catalogue().find(&name) {
        Some(key) => Some(docs::resource_type(view.catalogue(), &key)),
        None => docs::type_word(&name),
    }
}

/// `X` of `AWS::SQS::Queue.X`, or of `net.X`.
pub fn type_member(view: &View, ty: &TypeName, member: &Ident) -> Option<String> {
    if let Some(decl) = view.names.declared(view.file, ty) {
        return declaration_page(view, decl);
    }
    let catalogue = view.catalogue();
    let (name, parts) = ty.resource_type();
    let key = catalogue.find(&name)?;
    if !parts.iter().any(|part| part.span == member.span) {
        return Some(docs::resource_type(catalogue, &key));
    }
    let root = catalogue.properties(&key)?;
    let path = member.name.as_str();
    if let Some(page) = docs::property(catalogue, &key, root, path, Some(path)) {
        return Some(page);
    }
    let found: Type = catalogue.member(&key, &member.name)?;
    let shown = crate::types::show_wanted(&found, catalogue);
    Some(code(&format!("{name}.{}: {shown}", member.name)))
}

/// A name in the braces of an import.
pub fn imported(view: &View, path: &Path, ident: &Ident) -> Option<String> {
    let item = path.item()?;
    let ItemKind::Import(import) = &item.kind else {
        return None;
    };
    let ImportNames::Listed(names) = &import.names else {
        return None;
    };
    let one = names.iter().find(|one| {
        let alias = one.alias.as_ref();
        one.name.span == ident.span || alias.is_some_and(|alias| alias.span == ident.span)
    })?;
    let here = one.alias.as_ref().unwrap_or(&one.name);
    declaration_page(view, *view.names.imported.get(&here.name)?)
}

/// The path of an import: the file, and what it offers.
pub fn import_path(view: &View, item: &Item) -> Option<String> {
    let imports = view.analysis.file(view.file)?.imports;
    let (_, file) = imports.iter().find(|(id, _)| *id == item.id)?;
    let there = View::of(view.analysis, *file)?;
    let offered = crate::resolve::offers(there.module);
    let names: Vec<String> = offered.public().iter().map(|n| format!("`{n}`")).collect();
    Some(paragraphs([
        code(&format!("\"{}\"", file_name(&there.source.path))),
        match names.is_empty() {
            true => "Offers nothing.".to_owned(),
            false => format!("Offers {}.", names.join(", ")),
        },
    ]))
}
