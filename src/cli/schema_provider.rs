//! `infra schema` for the types of Terraform's providers: their pages, and the list of providers.

use super::Outcome;
use super::schema::{SchemaFormat, json};
use super::schema_show::{find, missing, place};
use super::schema_types::Types;
use crate::diag::nearest;
use crate::schema::{Access, Catalogue, Schema, provider, provider_export};
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
        (Ok(node), SchemaFormat::Text) => Outcome::text(place(schema, path, node)),
        (Err((step, known)), _) => {
            let message = format!("`{}` has no attribute or block `{path}`", key.name);
            missing(message, &nearest(step, known, 5))
        }
    }
}

/// The providers with how many types they have.
pub fn providers(catalogue: &Catalogue, format: SchemaFormat) -> Outcome {
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
    let all = catalogue.providers().zip(counts);
    match format {
        SchemaFormat::Json => {
            let entry = |(provider, (resources, data)): (&str, (usize, usize))| {
                let (source, version) = split(provider);
                serde_json::json!({
                    "source": source, "version": version,
                    "resourceTypes": resources, "dataSources": data,
                })
            };
            json(&all.map(entry).collect::<Vec<Value>>())
        }
        SchemaFormat::Text => {
            let mut text = String::new();
            for (provider, (resources, data)) in all {
                let (source, version) = split(provider);
                // Writing to a String cannot fail.
                let _ = writeln!(
                    text,
                    "{source:<32}{version:<10}{resources:>5} resource types{data:>5} data sources"
                );
            }
            Outcome::text(text)
        }
    }
}

/// `hashicorp/aws 6.47.0` as its source and its version.
fn split(provider: &str) -> (&str, &str) {
    provider.rsplit_once(' ').unwrap_or((provider, ""))
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
    let (source, version) = split(provider_label(catalogue, key));
    serde_json::json!({
        "name": provider::data_name(&key.name).unwrap_or(&key.name),
        "kind": kind(&key.name),
        "provider": source,
        "version": version,
        "block": provider_export::block(schema),
    })
}

fn page(catalogue: &Catalogue, key: &TypeKey, schema: &Schema) -> String {
    let (source, version) = split(provider_label(catalogue, key));
    let mut text = format!("{}\n\n", schema.name);
    let mut fact = |name: &str, value: &str| {
        let _ = writeln!(text, "  {name:<14}{value}");
    };
    fact("provider", &format!("{source} {version}"));
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
