//! `infra schema show`: what is known about a resource type or one place in it, for people as a
//! page, for programs as JSON.

use super::messages::printable;
use super::schema::{SchemaFormat, ShowArgs, json};
use super::schema_types::Types;
use super::{Outcome, outcome, schema_provider};
use crate::diag::{did_you_mean, nearest};
use crate::schema::{
    Access, Catalogue, OtherAttributes, Schema, TagShape, describe, node_json, provider,
    schema_json,
};
use crate::types::{NodeId, Schemas, TypeKey};
use std::fmt::Write;

pub fn run(catalogue: &Catalogue, args: &ShowArgs) -> Outcome {
    let prefixed = provider::data_name(&args.name).or_else(|| provider::configured(&args.name));
    let start = match prefixed {
        Some(name) => args.name.len() - name.len(),
        None => 0,
    };
    let dot = args.name.get(start..).and_then(|name| name.find('.'));
    let (name, path) = match dot.and_then(|at| Some((args.name.get(..start + at)?, at))) {
        Some((name, at)) => (name, args.name.get(start + at + 1..)),
        None => (args.name.as_str(), None),
    };
    let Some(key) = catalogue.find(name) else {
        let near = catalogue.nearest_types(name);
        let near: Vec<&str> = near.iter().map(|n| n.as_str()).collect();
        return missing(format!("no resource type is named `{name}`"), &near);
    };
    if key.is_terraform() {
        return schema_provider::show(catalogue, &key, path, args.format);
    }
    let Some(schema) = catalogue.schema(&key) else {
        return Outcome::text(format!("{name}\n\n  any properties and attributes\n"));
    };
    let Some(path) = path else {
        return match args.format {
            SchemaFormat::Json => json(&schema_json(catalogue, &key)),
            SchemaFormat::Text => Outcome::text(page(catalogue, &key, schema)),
        };
    };
    let node = match find(schema, path) {
        Ok(node) => node,
        Err((step, known)) => {
            let near = nearest(step, known, 5);
            return missing(
                format!("`{name}` has no property, definition or attribute `{path}`"),
                &near,
            );
        }
    };
    match args.format {
        SchemaFormat::Json => json(&node_json(schema, node)),
        SchemaFormat::Text => {
            let mut text = place(schema, path, node);
            add_place_description(&mut text, catalogue, &key, path);
            Outcome::text(text)
        }
    }
}

/// What who published a place in a type wrote of it.
pub fn add_place_description(text: &mut String, catalogue: &Catalogue, key: &TypeKey, path: &str) {
    let mut description = String::new();
    let path: Vec<&str> = path.split('.').collect();
    add_description(&mut description, catalogue, key, &path);
    if !description.is_empty() {
        text.push('\n');
        text.push_str(description.trim_end());
        text.push('\n');
    }
}

/// The description, and a blank line behind it.
pub fn add_description(text: &mut String, catalogue: &Catalogue, key: &TypeKey, path: &[&str]) {
    let Some(description) = describe(catalogue, key, path) else {
        return;
    };
    for text_line in printable(&description).lines() {
        line(text, &format!("  {}", text_line.trim_end()));
    }
    text.push('\n');
}

pub fn missing(message: String, near: &[&str]) -> Outcome {
    let help = did_you_mean(near).map_or_else(String::new, |help| format!("  {help}\n"));
    Outcome {
        stderr: format!("error: {message}\n{help}").into_bytes(),
        code: outcome::ERRORS,
        ..Outcome::default()
    }
}

/// `Rules.Status`: properties below each other (through lists and maps), or a definition first; or
/// an attribute. The error is the step that is not there, and what is.
pub fn find<'a>(schema: &'a Schema, path: &'a str) -> Result<NodeId, (&'a str, Vec<&'a str>)> {
    if let Some(attribute) = schema.attribute(path) {
        return Ok(attribute.node);
    }
    let mut at = NodeId(0);
    for (depth, step) in path.split('.').enumerate() {
        let next = schema.property_below(at, step);
        let next = next.or_else(|| schema.definition(step).filter(|_| depth == 0));
        at = next.ok_or_else(|| {
            let mut known = schema.property_names_below(at);
            if depth == 0 {
                known.extend(schema.definitions.iter().map(|(name, _)| name.as_str()));
                known.extend(schema.attributes.iter().map(|a| a.name.as_str()));
            }
            (step, known)
        })?;
    }
    Ok(at)
}

/// One place: its type with all values, and the definitions below it.
pub fn place(schema: &Schema, path: &str, node: NodeId) -> String {
    let mut types = Types::of(schema);
    types.all_values = true;
    let mut text = format!("{}.{path}: {}\n", schema.name, types.text_of(node, 0));
    types.add_rules(&mut text, node, 1);
    types.add_definitions(&mut text);
    text
}

fn page(catalogue: &Catalogue, key: &TypeKey, schema: &Schema) -> String {
    let mut text = format!("{}\n\n", schema.name);
    add_description(&mut text, catalogue, key, &[]);
    add_facts(&mut text, catalogue, key, schema);
    let mut types = Types::of(schema);
    text.push_str("\nproperties\n");
    if schema.open {
        text.push_str("  any others too\n");
    }
    types.add_properties(&mut text, NodeId(0), 1);
    types.add_rules(&mut text, NodeId(0), 1);
    types.add_definitions(&mut text);
    add_attributes(&mut text, &mut types, schema);
    text
}

/// What only `Fn::GetAtt` gives with its type; of what can be set too, the names.
fn add_attributes(text: &mut String, types: &mut Types, schema: &Schema) {
    let settable = |name: &str| {
        let first = name.split('.').next().unwrap_or_default();
        schema
            .property(first)
            .is_some_and(|p| !p.access.has(Access::READ_ONLY))
    };
    let (known, own): (Vec<_>, Vec<_>) = schema.attributes.iter().partition(|a| settable(&a.name));
    if !schema.attributes.is_empty() {
        text.push_str("\nattributes\n");
    }
    for attribute in own {
        let ty = types.attribute(attribute);
        line(text, &format!("  {}: {ty}", attribute.name));
    }
    if !known.is_empty() {
        let names: Vec<&str> = known.iter().map(|a| a.name.as_str()).collect();
        line(
            text,
            &format!("  // and of the properties {}", names.join(", ")),
        );
    }
    types.add_definitions(text);
}

fn add_facts(text: &mut String, catalogue: &Catalogue, key: &TypeKey, schema: &Schema) {
    let mut fact = |name: &str, value: &str| line(text, &format!("  {name:<14}{value}"));
    match schema.reference.node {
        Some(_) => fact("Ref gives", &schema.reference.attribute),
        None => fact("Ref gives", "an id of its own"),
    }
    match schema.other_attributes {
        OtherAttributes::None => {}
        OtherAttributes::Outputs => fact("GetAtt gives", "Outputs.NAME"),
        OtherAttributes::Any => fact("GetAtt gives", "any name"),
    }
    if !schema.primary_identifier.is_empty() {
        fact("identified by", &schema.primary_identifier.join(", "));
    }
    if let Some(form) = &schema.arn_format {
        fact("ARN", form);
    }
    if let Some(tags) = &schema.tags {
        let shape = match tags.shape {
            TagShape::List => "list of Key and Value",
            TagShape::Map => "map",
            TagShape::AutoScaling => "list of Key, Value and PropagateAtLaunch",
        };
        let fixed = if tags.updatable {
            ""
        } else {
            ", replaced with the resource"
        };
        fact("tags", &format!("{} ({shape}{fixed})", tags.property));
    }
    if schema.stateful {
        fact("stateful", "deleting it deletes data");
    }
    if let Some(transform) = &schema.transform {
        fact("transform", transform);
    }
    if let Some(lifecycle) = &schema.lifecycle {
        let since = lifecycle
            .date
            .as_ref()
            .map_or_else(String::new, |date| format!(" since {date}"));
        fact("lifecycle", &format!("{}{since}", lifecycle.status));
    }
    if let Some(regions) = regions(catalogue, key) {
        fact("regions", &regions);
    }
    if let Some(file) = catalogue.file_of(key) {
        fact("from", file);
    }
    let nested = schema.create_only.iter().filter(|path| path.contains('/'));
    let nested: Vec<&str> = nested.map(|path| path.as_str()).collect();
    if !nested.is_empty() {
        fact("replaced by", &nested.join(", "));
    }
}

/// The regions that have it, or the few that do not.
fn regions(catalogue: &Catalogue, key: &TypeKey) -> Option<String> {
    let regions = catalogue.regions_of(key)?;
    let names: Vec<&str> = catalogue.region_names().collect();
    let split = |here: bool| -> Vec<&str> {
        let own = names
            .iter()
            .enumerate()
            .filter(|(i, _)| regions.has(*i) == here);
        own.map(|(_, name)| *name).collect()
    };
    let (here, missing) = (split(true), split(false));
    Some(match (here.len(), missing.len()) {
        (all, 0) => format!("all {all}"),
        (count, 1..=8) => format!("{count} of {}, not {}", names.len(), missing.join(", ")),
        (count @ 0..=8, _) => format!("{count} of {}: {}", names.len(), here.join(", ")),
        (count, _) => format!("{count} of {} (`--format json` lists them)", names.len()),
    })
}

/// What is said beside a property of the resource itself.
pub fn access_note(access: Access) -> &'static str {
    match access {
        a if a.has(Access::CREATE_ONLY) => "a change replaces the resource",
        a if a.has(Access::CONDITIONAL_CREATE_ONLY) => "a change may replace the resource",
        a if a.has(Access::DEPRECATED) => "deprecated",
        a if a.has(Access::SENSITIVE) => "sensitive",
        a if a.has(Access::COMPUTED) => "chosen by the provider if not set",
        _ => "",
    }
}

fn line(text: &mut String, line: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "{}", line.trim_end());
}
