//! `infra schema` for the types of Terraform's providers: their pages, and the list of providers.

use super::Outcome;
use super::schema::{SchemaFormat, json};
use super::schema_show::{add_description, add_place_description, find, missing, place};
use super::schema_types::Types;
use crate::diag::nearest;
use crate::schema::{Access, Catalogue, Schema, provider, provider_export, split_provider};
use crate::types::{NodeId, TypeKey};
use serde_json::Value;
use std::fmt::Write;

/// A type, or one place in it.
pub fn show(
    catalogue: &Catalogue,
    key: &TypeKey,
    path: Option<&str>,
    format: SchemaFormat,
) -> Outcome {
    let Some(schema) = catalogue.schema(key) else {
        return missing(format!("no resource type is named `{}`", key.name), &[]);
    };
    let Some(path) = path else {
        return match format {
            SchemaFormat::Json => json(&described(catalogue, key, schema)),
            SchemaFormat::Text => Outcome::text(page(catalogue, key, schema)),
        };
    };
    match (find(schema, path), format) {
        (Ok(node), SchemaFormat::Json) => json(&provider_export::place(schema, node)),
        (Ok(node), SchemaFormat::Text) => {
            let mut text = place(schema, path, node);
            add_place_description(&mut text, catalogue, key, path);
            Outcome::text(text)
        }
        (Err((step, known)), _) => {
            let message = format!("`{}` has no attribute or block `{path}`", key.name);
            missing(message, &nearest(step, known, 5))
        }
    }
}

/// The providers with how many types they have, and where they are from.
pub fn providers(catalogue: &Catalogue, format: SchemaFormat) -> Outcome {
    match format {
        SchemaFormat::Json => json(&providers_json(catalogue)),
        SchemaFormat::Text => Outcome::text(providers_text(catalogue, "")),
    }
}

pub fn providers_json(catalogue: &Catalogue) -> Vec<Value> {
    let all = catalogue.providers().zip(counts(catalogue)).enumerate();
    let entry = |(at, (provider, (resources, data))): (usize, (&str, (usize, usize)))| {
        let (source, version) = split_provider(provider);
        let version = (!version.is_empty()).then_some(version);
        serde_json::json!({
            "source": source, "version": version, "file": catalogue.provider_file(at),
            "resourceTypes": resources, "dataSources": data,
        })
    };
    all.map(entry).collect()
}

pub fn providers_text(catalogue: &Catalogue, indent: &str) -> String {
    let mut text = String::new();
    let all = catalogue.providers().zip(counts(catalogue)).enumerate();
    let mut all: Vec<_> = all.collect();
    all.sort_by_key(|(_, (provider, _))| *provider);
    for (at, (provider, (resources, data))) in all {
        let (source, version) = split_provider(provider);
        let from = catalogue.provider_file(at).unwrap_or("built in");
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{indent}{source:<31} {version:<9}{resources:>5} resource types{data:>5} data sources  {from}"
        );
    }
    text
}

/// How many resource types and data sources each provider has.
fn counts(catalogue: &Catalogue) -> Vec<(usize, usize)> {
    let mut counts = vec![(0usize, 0usize); catalogue.providers().len()];
    for name in catalogue.provider_types() {
        let at = catalogue
            .find(name)
            .and_then(|key| catalogue.provider_of(&key));
        if let Some((resources, data)) = at.and_then(|at| counts.get_mut(at)) {
            match kind(name) {
                "data" => *data += 1,
                "resource" => *resources += 1,
                _ => {}
            }
        }
    }
    counts
}

/// What a type of a provider's is a type of.
fn kind(name: &str) -> &'static str {
    match (provider::data_name(name), provider::configured(name)) {
        (Some(_), _) => "data",
        (_, Some(_)) => "provider",
        _ => "resource",
    }
}

fn provider_label<'a>(catalogue: &'a Catalogue, key: &TypeKey) -> &'a str {
    let at = catalogue.provider_of(key);
    at.and_then(|at| catalogue.providers().nth(at))
        .unwrap_or_default()
}

fn described(catalogue: &Catalogue, key: &TypeKey, schema: &Schema) -> Value {
    let (source, version) = split_provider(provider_label(catalogue, key));
    // With its descriptions, where there are any.
    let block = catalogue
        .published(key)
        .map(|mut published| published["block"].take());
    serde_json::json!({
        "name": provider::data_name(&key.name).unwrap_or(&key.name),
        "kind": kind(&key.name),
        "provider": source,
        "version": version,
        "file": catalogue.file_of(key),
        "block": block.unwrap_or_else(|| provider_export::block(schema)),
    })
}

fn page(catalogue: &Catalogue, key: &TypeKey, schema: &Schema) -> String {
    let (source, version) = split_provider(provider_label(catalogue, key));
    let mut text = format!("{}\n\n", schema.name);
    add_description(&mut text, catalogue, key, &[]);
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<14}{value}");
    };
    fact("provider", format!("{source} {version}").trim_end());
    if let Some(file) = catalogue.file_of(key) {
        fact("from", file);
    }
    if schema.deprecated.iter().any(|path| path.is_empty()) {
        fact("deprecated", "by its provider");
    }
    let mut types = Types::of(schema);
    text.push_str("\nattributes and blocks\n");
    types.add_properties(&mut text, NodeId(0), 1);
    let root = schema.root().and_then(|root| root.object.as_ref());
    let read = root.map_or(&[][..], |root| &root.properties);
    let read = read.iter().filter(|p| p.access.has(Access::READ_ONLY));
    let lines: Vec<String> = read
        .map(|p| format!("  {}: {}\n", p.name, types.text_of(p.node, 1)))
        .collect();
    if !lines.is_empty() {
        text.push_str("\nread only\n");
        lines.iter().for_each(|line| text.push_str(line));
    }
    text
}
