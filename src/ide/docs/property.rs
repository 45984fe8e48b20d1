//! A property, an attribute, or a field of a record. In: its place in a schema. Out: its type, what it must
//! be like, and what a change of it does. Never: whether it is set.

use super::{code, links, paragraphs};
use crate::ide::fields::RecordField;
use crate::schema::{Access, Catalogue, ObjectRules, Property, Schema, describe};
use crate::text::Name;
use crate::types::{Literal, NodeId, Schemas, Type, TypeKey, show, show_wanted};

/// So many values of a property are listed.
const VALUES: usize = 24;

/// A property of an object in the schema of a type. `path` is the way to it from the resource, as
/// [`place_of_property`] makes it, where that is known.
pub fn property(
    catalogue: &Catalogue,
    key: &TypeKey,
    node: NodeId,
    name: &str,
    path: Option<&str>,
) -> Option<String> {
    let schema = catalogue.schema(key)?;
    let object = schema.node(node)?.object.as_deref()?;
    let property = object.property(name)?;
    let ty = Type::Named(key.clone(), property.node);
    let mark = if object.is_required(name) { "" } else { "?" };
    let shown = show_wanted(&ty, catalogue);
    let holder = match catalogue.node_name(key, node) {
        own if own.is_empty() => key.name.clone(),
        own => ecow::eco_format!("{}.{own}", key.name),
    };
    let mut facts = vec![format!("Of `{holder}`, {}.", need(object, property))];
    facts.extend(effect(schema, property, path));
    let names: Vec<&str> = match path {
        Some(path) => path.split('/').filter(|step| *step != "*").collect(),
        None => vec![name],
    };
    Some(paragraphs([
        code(&format!("{name}{mark}: {shown}")),
        describe(catalogue, key, &names).unwrap_or_default(),
        facts.join(" "),
        values(catalogue, &ty),
        relations(catalogue, key, property.node),
        rules(object, name),
        link(links::of_property(catalogue, key, node, name)),
    ]))
}

/// A field of a record that no schema holds.
pub fn field(catalogue: &Catalogue, field: &RecordField) -> String {
    if let Some((key, node)) = &field.owner
        && let Some(page) = property(catalogue, key, *node, &field.name, None)
    {
        return page;
    }
    let mark = if field.required { "" } else { "?" };
    let shown = show_wanted(&field.ty, catalogue);
    paragraphs([
        code(&format!("{}{mark}: {shown}", field.name)),
        values(catalogue, &field.ty),
    ])
}

/// What can be read of a resource: what `Ref` gives, an attribute, or a property that was set.
pub fn attribute(catalogue: &Catalogue, key: &TypeKey, name: &str) -> Option<String> {
    if name == "ref" {
        let reference = catalogue.reference(key);
        let ty = Type::Id(reference.clone());
        let what = match reference.attribute.as_str() {
            "Id" | "id" => "The identifier of the resource".to_owned(),
            other => format!("`{other}` of the resource"),
        };
        return Some(paragraphs([
            code(&format!("ref: {}", show(&ty, catalogue))),
            format!("{what}: what `Ref` returns. Known when deploying."),
            link(links::of_type(catalogue, key)),
        ]));
    }
    if let Some(attribute) = catalogue.attribute(key, name) {
        let shown = show_wanted(&attribute.ty, catalogue);
        return Some(paragraphs([
            code(&format!("{name}: {shown}")),
            describe(catalogue, key, &name.split('.').collect::<Vec<_>>()).unwrap_or_default(),
            format!("An attribute of `{}`. Known when deploying.", key.name),
            link(links::of_type(catalogue, key)),
        ]));
    }
    let root = catalogue.properties(key)?;
    property(catalogue, key, root, name, Some(name))
}

/// The way to a property below the resource, as the schemas write it: `Rules/*/Id`.
pub fn place_of_property(steps: &[Name]) -> String {
    steps.join("/")
}

fn need(object: &ObjectRules, property: &Property) -> &'static str {
    match property.access {
        access if access.has(Access::READ_ONLY) => "set by the engine alone",
        _ if object.is_required(&property.name) => "required",
        access if access.has(Access::COMPUTED) => "chosen by the provider if not set",
        _ => "optional",
    }
}

/// What a change does, and other things to know before one sets it.
fn effect(schema: &Schema, property: &Property, path: Option<&str>) -> Vec<String> {
    let listed = |paths: &[Name]| path.is_some_and(|path| paths.iter().any(|p| p == path));
    let is = |access: Access, paths: &[Name]| property.access.has(access) || listed(paths);
    let mut said = Vec::new();
    if is(Access::CREATE_ONLY, &schema.create_only) {
        said.push("**A change replaces the resource.**".to_owned());
    } else if is(
        Access::CONDITIONAL_CREATE_ONLY,
        &schema.conditional_create_only,
    ) {
        said.push("**A change may replace the resource.**".to_owned());
    }
    if is(Access::DEPRECATED, &schema.deprecated) {
        said.push("**Deprecated.**".to_owned());
    }
    if is(Access::WRITE_ONLY, &schema.write_only) {
        said.push("It cannot be read back.".to_owned());
    }
    if property.access.has(Access::SENSITIVE) {
        said.push("It is sensitive.".to_owned());
    }
    if listed(&schema.packaged) {
        said.push("The path of a local file may stand here.".to_owned());
    }
    said
}

/// All values, where there are some few.
fn values(catalogue: &Catalogue, ty: &Type) -> String {
    let inner = match ty {
        Type::Named(key, node) => catalogue.expand(key, *node),
        other => other.clone(),
    };
    let texts = inner.members().iter().filter_map(|member| match member {
        Type::Literal(literal) => Some(match literal {
            Literal::Text(text) => format!("`\"{text}\"`"),
            other => format!("`{other}`"),
        }),
        _ => None,
    });
    let texts: Vec<String> = texts.collect();
    // Those that fit are in the type already.
    if texts.len() <= 5 {
        return String::new();
    }
    let more = match texts.len().checked_sub(VALUES) {
        None | Some(0) => String::new(),
        Some(more) => format!(" and {more} more"),
    };
    let first: Vec<&str> = texts.iter().take(VALUES).map(String::as_str).collect();
    format!("One of {}{more}.", first.join(", "))
}

fn relations(catalogue: &Catalogue, key: &TypeKey, node: NodeId) -> String {
    let all = catalogue.relations(key, node);
    if all.len() < 2 {
        return String::new();
    }
    let names = all
        .iter()
        .take(8)
        .map(|r| format!("`{}.{}`", r.resource.name, r.attribute));
    format!(
        "It identifies one of {}.",
        names.collect::<Vec<_>>().join(", ")
    )
}

/// Which other properties it goes with.
fn rules(object: &ObjectRules, name: &str) -> String {
    let others = |names: &[Name]| {
        let others = names.iter().filter(|other| *other != name);
        let others: Vec<String> = others.map(|other| format!("`{other}`")).collect();
        others.join(", ")
    };
    let has = |names: &&Vec<Name>| names.iter().any(|other| other == name);
    let mut said = Vec::new();
    for group in object.required_xor.iter().filter(has) {
        said.push(format!("Exactly one is set of this and {}.", others(group)));
    }
    for group in object.required_or.iter().filter(has) {
        said.push(format!(
            "At least one is set of this and {}.",
            others(group)
        ));
    }
    for (_, rest) in object.dependent_required.iter().filter(|(f, _)| f == name) {
        said.push(format!("It needs {}.", others(rest)));
    }
    for (_, rest) in object.dependent_excluded.iter().filter(|(f, _)| f == name) {
        said.push(format!("It excludes {}.", others(rest)));
    }
    said.join(" ")
}

pub(super) fn link(address: Option<String>) -> String {
    address.map_or_else(String::new, |address| format!("[Documentation]({address})"))
}
