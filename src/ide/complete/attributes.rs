//! Attributes, and the codes that some of them take. In: the item that follows, where one does. Out: the
//! attributes that may stand before it. Never: one that stands there already, but where it may twice.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind};
use super::stand_in::NAME;
use crate::check::{attribute_is_bare, attribute_names, attribute_values, attributes_of};
use crate::diag::Code;
use crate::ide::docs;
use crate::syntax::ast::{Item, ItemKind};
use crate::types::Type;

pub fn names(asked: &Asked, item: Option<&Item>, list: &mut Completions) {
    let names: Vec<&str> = match item {
        Some(item) => {
            let is_instance = matches!(&item.kind, ItemKind::Resource(_))
                && matches!(asked.view.types.item(item.id), Type::Component(_));
            attributes_of(&item.kind, is_instance).collect()
        }
        None => attribute_names().collect(),
    };
    let written = item.map_or(&[][..], |item| &item.attributes);
    for (rank, name) in (0..).zip(names) {
        let is_written = written
            .iter()
            .any(|one| one.name.name == name && one.name.name != NAME);
        if is_written && name != "allow" {
            continue;
        }
        let found = Completion::new(name, Kind::Keyword, rank)
            .page(docs::attribute_word(name).unwrap_or_default());
        let is_called = asked.cursor.behind().starts_with('(');
        let takes_text = !attribute_values(name).is_empty() || TEXTS.contains(&name);
        list.push(match () {
            () if is_called || attribute_is_bare(name) => found,
            () if takes_text => found.snippet(format!("{name}(\"$0\")")),
            () if RECORDS.contains(&name) => found.snippet(format!("{name}({{ $0 }})")),
            () => found.snippet(format!("{name}($0)")),
        });
    }
}

/// Attributes that take a text.
const TEXTS: [&str; 8] = [
    "id",
    "export",
    "deprecated",
    "constraintDescription",
    "description",
    "moved",
    "import",
    "allow",
];

/// Attributes that take a record.
const RECORDS: [&str; 5] = [
    "updatePolicy",
    "creationPolicy",
    "metadata",
    "attributes",
    "lifecycle",
];

/// The codes of diagnostics: those that may be silenced, or all that a test may expect.
pub fn codes(word: &str, asked: &Asked, list: &mut Completions) {
    let at = super::values::content(asked);
    for (rank, code) in (0..).zip(Code::ALL) {
        let item = Completion::new(code.as_str(), Kind::Value, rank);
        let what = format!("{:?}", code.severity()).to_lowercase();
        let is_error = code.severity() == crate::diag::Severity::Error;
        if word == "expect" || !is_error {
            list.push(item.detail(what).at(at));
        }
    }
}
