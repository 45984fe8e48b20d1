//! The way from a place to its items. In: a session, a file, and a byte offset. Out: what may be written there.
//! Never: the items themselves, which stand beside.

use super::cursor::{Cursor, Standing};
use super::item::Completions;
use super::place::{self, Place};
use super::stand_in::StandIn;
use super::type_names::Use;
use super::{attributes, iam, imports, items, keys, library, members, type_names, types, values};
use crate::ide::View;
use crate::session::{Analysis, Session};
use crate::syntax::ast::{ImportNames, Item, ItemKind};
use crate::text::FileId;
use std::path::PathBuf;

/// What is known where something is to be completed.
pub struct Context<'a> {
    pub session: &'a Session,
    /// The program that the file is part of, as it is.
    pub analysis: &'a Analysis,
    pub file: FileId,
    /// Other files, of which something may be imported.
    pub others: &'a [PathBuf],
    /// Whether the client knows places in what is inserted.
    pub snippets: bool,
}

/// What may be written at a place, and the text that it replaces.
pub fn complete(context: &Context, offset: u32) -> Completions {
    let source = context.analysis.sources.get(context.file);
    let text = source.text.as_str();
    let cursor = Cursor::new(context.file, text, offset);
    let mut list = Completions::new(cursor.word_span(), context.snippets);
    match cursor.standing {
        Standing::Comment => return list,
        // A type of a resource needs no look at the rest of the file.
        Standing::Code => {
            let catalogue = context.analysis.catalogue();
            let of = cursor.names_type();
            if let Some(of) = of.or(cursor.is_in_colons().then_some(Use::Named)) {
                // A name behind a dot is one of another file.
                if cursor.line_before().ends_with('.') {
                    return list;
                }
                type_names::types(catalogue, &cursor, of, &mut list);
                if of == Use::Made && !cursor.is_in_colons() {
                    components(context, &cursor, &mut list);
                }
                return list;
            }
        }
        Standing::Text { .. } => {}
    }
    let Some(copy) = StandIn::new(context, &cursor) else {
        return list;
    };
    let Some(view) = copy.view() else { return list };
    let asked = Asked {
        context,
        cursor: &cursor,
        copy: &copy,
        view: &view,
    };
    match place::place(&asked) {
        Place::Nothing => {}
        Place::Item { inside_component } => items::items(inside_component, &mut list),
        Place::Statement(words) => items::statements(words, &mut list),
        Place::Attribute(item) => attributes::names(&asked, item, &mut list),
        Place::Key { wanted, entries } => keys::keys(&asked, &wanted, entries, &mut list),
        Place::WithKey { instance, prefix } => {
            keys::inside(&asked, &instance, prefix.as_ref(), &mut list);
        }
        Place::Value { wanted, call } => {
            if let Some(call) = call {
                values::argument_names(&view, call, &mut list);
                if values::takes_type(&view, call) {
                    type_names::types(view.catalogue(), &cursor, Use::Named, &mut list);
                }
            }
            values::values(&asked, wanted.as_ref(), &mut list);
        }
        Place::Resources => values::resources(&asked, &mut list),
        Place::Member { field, wanted } => {
            members::members(&asked, field, wanted.as_ref(), &mut list);
        }
        Place::Type => types::types(&asked, &mut list),
        Place::TypeMember(name) => types::members(&view, name, &mut list),
        Place::ResourceType(of) => {
            type_names::types(view.catalogue(), &cursor, of, &mut list);
            if of == Use::Made {
                components(context, &cursor, &mut list);
            }
        }
        Place::ImportName(item) => imports::names(&asked, item, &mut list),
        Place::ImportPath => imports::paths(&asked, &mut list),
        Place::Text { wanted, actions } => {
            if actions {
                iam::actions(&asked, &mut list);
            }
            values::texts(&asked, wanted.as_ref(), &mut list);
        }
        Place::Code(word) => attributes::codes(word, &asked, &mut list),
    }
    list
}

/// All that the kinds of place need.
pub(super) struct Asked<'a> {
    pub context: &'a Context<'a>,
    pub cursor: &'a Cursor<'a>,
    pub copy: &'a StandIn,
    /// The copy.
    pub view: &'a View<'a>,
}

/// Components, where a resource type may stand: those of the file, and those that can be imported.
fn components(context: &Context, cursor: &Cursor, list: &mut Completions) {
    let analysis = context.analysis;
    let Some(module) = library::module_of(analysis, context.file) else {
        return;
    };
    for item in &module.items {
        match &item.kind {
            ItemKind::Component(component) => {
                type_names::component(&component.name.name, item, cursor, list);
            }
            ItemKind::Import(import) => {
                let Some(there) = analysis.imported_by(context.file, item.id) else {
                    continue;
                };
                let there = library::module_of(analysis, there);
                let ImportNames::Listed(names) = &import.names else {
                    continue;
                };
                for one in names {
                    let here = one.alias.as_ref().unwrap_or(&one.name);
                    let mut all = there.iter().flat_map(|module| &module.items);
                    let is_meant = |item: &&Item| {
                        item.kind
                            .name()
                            .is_some_and(|name| name.name == one.name.name)
                    };
                    if let Some(item) = all.find(is_meant) {
                        type_names::component(&here.name, item, cursor, list);
                    }
                }
            }
            _ => {}
        }
    }
    let back = |offset: u32| offset;
    library::offer(context, cursor, module, &back, &["component"], list);
}

/// The copy of a file with a name at the cursor, for others who look at text that is being written.
pub fn stand_in_at(context: &Context, offset: u32) -> Option<StandIn> {
    let text = &context.analysis.sources.get(context.file).text;
    let cursor = Cursor::new(context.file, text, offset);
    match cursor.standing {
        Standing::Comment => None,
        _ => StandIn::new(context, &cursor),
    }
}
