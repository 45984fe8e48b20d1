//! A resource type. In: its key. Out: what must be set, what can be read, and what to know before one makes
//! one. Never: any instance of it.

use super::property::link;
use super::{code, links, paragraphs};
use crate::ide::fields::fields_of;
use crate::schema::{Catalogue, OtherAttributes, describe, provider};
use crate::text::Name;
use crate::types::{Schemas, Type, TypeKey};

/// So many attributes are listed.
const ATTRIBUTES: usize = 8;

pub fn resource_type(catalogue: &Catalogue, key: &TypeKey) -> String {
    let kind = match provider::data_name(&key.name) {
        Some(_) => "data",
        None => "resource",
    };
    let Some(schema) = catalogue.schema(key) else {
        return paragraphs([
            code(&format!("{kind} {}", key.name)),
            "Any properties and attributes.".to_owned(),
        ]);
    };
    let root = catalogue.properties(key);
    let fields = root.map_or_else(Vec::new, |root| {
        fields_of(catalogue, &Type::Named(key.clone(), root))
    });
    let required = listed(fields.iter().filter(|f| f.required).map(|f| &f.name));
    let mut facts = Vec::new();
    if !required.is_empty() {
        facts.push(format!("Required: {required}."));
    }
    let reference = catalogue.reference(key);
    if !reference.attribute.is_empty() {
        facts.push(match schema.reference.node {
            Some(_) => format!("`ref` gives `{}`.", reference.attribute),
            None => "`ref` gives an id of its own.".to_owned(),
        });
    }
    let mut attributes = catalogue.attribute_names(key);
    // What is deep inside is seldom asked for.
    attributes.sort_by_key(|name| name.contains('.'));
    let names = listed(attributes.iter().take(ATTRIBUTES));
    let more = attributes.len().saturating_sub(ATTRIBUTES);
    match (schema.other_attributes, more) {
        (OtherAttributes::Any, _) => facts.push("Any attribute can be read.".to_owned()),
        (OtherAttributes::Outputs, _) => {
            facts.push("Attributes: `Outputs.NAME`.".to_owned());
        }
        _ if names.is_empty() => {}
        (_, 0) => facts.push(format!("Attributes: {names}.")),
        _ => facts.push(format!("Attributes: {names} and {more} more.")),
    }
    if schema.stateful {
        facts.push("**Deleting it deletes data.**".to_owned());
    }
    if let Some(transform) = &schema.transform {
        facts.push(format!("It needs the transform `{transform}`."));
    }
    if let Some(lifecycle) = &schema.lifecycle {
        let since = lifecycle.date.as_ref();
        let since = since.map_or_else(String::new, |date| format!(" since {date}"));
        facts.push(format!(
            "**The service is in {}{since}.**",
            lifecycle.status
        ));
    }
    if schema.deprecated.iter().any(|path| path.is_empty()) {
        facts.push("**Deprecated.**".to_owned());
    }
    if let Some(file) = catalogue.file_of(key) {
        facts.push(format!("From `{file}`."));
    }
    paragraphs([
        code(&format!("{kind} {}", key.name)),
        describe(catalogue, key, &[]).unwrap_or_default(),
        facts.join("  \n"),
        link(links::of_type(catalogue, key)),
    ])
}

fn listed<'a>(names: impl Iterator<Item = &'a Name>) -> String {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    names.join(", ")
}
