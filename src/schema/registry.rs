//! CloudFormation registry schemas (JSON) to ours. In: the JSON of one type, with the keywords that
//! the registry and cfn-lint use, and some of ours that a bundle adds: `attributes`, `reference`,
//! `arnFormat`, `stateful`, `transform`. Out: a [`Schema`]. Never fails: what it cannot read says
//! nothing.

use super::{
    Access, AttributeFact, Lifecycle, Node, OtherAttributes, Permissions, PropertyPath, Reference,
    Regions, Schema, TagShape, Tags, TypeSet, nodes::Reader, relation::Identities,
};
use crate::text::Name;
use crate::types::NodeId;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads one type.
pub fn read(source: &Value, identities: &dyn Identities) -> Schema {
    let mut reader = Reader::new(source, identities);
    reader.read_root();
    let definitions = reader.read_definitions();
    reader.settle_relations();
    let name: Name = source["typeName"].as_str().unwrap_or_default().into();
    let read_only = paths(&source["readOnlyProperties"]);
    let more = paths(&source["attributes"]);
    let attributes = attributes(
        &reader.nodes,
        &name,
        identities,
        read_only.iter().chain(&more),
    );
    let primary_identifier = paths(&source["primaryIdentifier"]);
    let reference = reference(
        &reader.nodes,
        source["reference"].as_str(),
        &primary_identifier,
    );
    // Only now: what an attribute identifies is one thing, what a property takes may be several.
    reader.widen_relations();
    let mut schema = Schema {
        other_attributes: other_attributes(&name),
        open: super::catalogue::is_open(&name) && !is_described_module(&name, source),
        tags: tags(&reader.nodes, source),
        nodes: reader.nodes,
        name,
        definitions,
        attributes,
        reference,
        read_only,
        write_only: paths(&source["writeOnlyProperties"]),
        create_only: paths(&source["createOnlyProperties"]),
        conditional_create_only: paths(&source["conditionalCreateOnlyProperties"]),
        deprecated: paths(&source["deprecatedProperties"]),
        packaged: paths(&source["packagedProperties"]),
        primary_identifier,
        stateful: source["stateful"].as_bool() == Some(true),
        lifecycle: lifecycle(&source["lifecycle"]),
        permissions: permissions(&source["handlers"]),
        regions: Regions::default(),
        arn_format: source["arnFormat"].as_str().map(Name::from),
        transform: source["transform"].as_str().map(Name::from),
    };
    mark_access(&mut schema);
    forget_own_names(&mut schema);
    schema
}

/// `/properties/Rules/*/Id` as `Rules/*/Id`.
pub fn property_path(pointer: &str) -> PropertyPath {
    pointer
        .strip_prefix("/properties/")
        .unwrap_or(pointer)
        .replace("/items/", "/*/")
        .into()
}

fn paths(list: &Value) -> Vec<PropertyPath> {
    let texts = list
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str);
    let mut found: Vec<PropertyPath> = texts.map(property_path).collect();
    found.dedup();
    found
}

/// Attributes are the read-only properties and what is listed beside them; of an object, also its
/// leaves.
fn attributes<'a>(
    nodes: &[Node],
    name: &str,
    identities: &dyn Identities,
    paths: impl Iterator<Item = &'a PropertyPath>,
) -> Vec<AttributeFact> {
    let mut found: BTreeMap<Name, NodeId> = BTreeMap::new();
    if other_attributes(name) == OtherAttributes::None {
        for path in paths.filter(|p| !p.contains('*')) {
            if let Some(node) = walk(nodes, path) {
                leaves(
                    nodes,
                    path.replace("/", "."),
                    node,
                    &mut Vec::new(),
                    &mut found,
                );
            }
        }
    }
    let fact = |(attribute, id): (Name, NodeId)| AttributeFact {
        identifies: nodes
            .get(id.0 as usize)
            .and_then(|node| match node.relations.as_slice() {
                [] if is_plain_text(node) => Some(identities.relation(name, &attribute)),
                [only] => Some(only.clone()),
                _ => None,
            }),
        name: attribute,
        node: id,
    };
    found.into_iter().map(fact).collect()
}

/// Any text, as identifiers are.
fn is_plain_text(node: &Node) -> bool {
    node.types == TypeSet::STRING && node.values.is_none() && node.format.is_none()
}

/// An attribute, and where it is an object, each property below it under its dotted name.
fn leaves(
    nodes: &[Node],
    name: Name,
    node: NodeId,
    within: &mut Vec<NodeId>,
    found: &mut BTreeMap<Name, NodeId>,
) {
    found.entry(name.clone()).or_insert(node);
    if within.contains(&node) {
        return;
    }
    within.push(node);
    if let Some(object) = nodes.get(node.0 as usize).and_then(|n| n.object.as_ref()) {
        for property in &object.properties {
            let name = ecow::eco_format!("{name}.{}", property.name);
            leaves(nodes, name, property.node, within, found);
        }
    }
    within.pop();
}

/// The node at a property path, through branches where it must.
fn walk(nodes: &[Node], path: &str) -> Option<NodeId> {
    path.split('/')
        .try_fold(NodeId(0), |at, step| step_into(nodes, at, step, 0))
}

fn step_into(nodes: &[Node], at: NodeId, step: &str, depth: u32) -> Option<NodeId> {
    let node = nodes.get(at.0 as usize)?;
    if let (true, Some(list)) = (step == "*", &node.list) {
        return list.items;
    }
    if let Some(property) = node.property(step) {
        return Some(property.node);
    }
    // Branches may refer back to their own object; no published path is this deep.
    let branches = node.branches.as_ref().filter(|_| depth < 8)?;
    let all = branches
        .all_of
        .iter()
        .chain(&branches.any_of)
        .chain(&branches.one_of);
    all.copied()
        .find_map(|branch| step_into(nodes, branch, step, depth + 1))
}

/// Modules may have any parameters and resources, unless their schema says which.
fn is_described_module(name: &str, source: &Value) -> bool {
    name.ends_with("::MODULE") && source["properties"].is_object()
}

fn other_attributes(name: &str) -> OtherAttributes {
    match name {
        "AWS::CloudFormation::Stack" | "AWS::Serverless::Application" => OtherAttributes::Outputs,
        _ if super::catalogue::is_open(name) => OtherAttributes::Any,
        _ => OtherAttributes::None,
    }
}

/// `Ref` gives what is stated, else the primary identifier. One of several parts is a text of its
/// own.
fn reference(nodes: &[Node], stated: Option<&str>, primary: &[PropertyPath]) -> Reference {
    let property = match (stated, primary) {
        (Some(stated), _) => stated,
        (None, [only]) => only.as_str(),
        (None, _) => "Id",
    };
    let node = walk(nodes, property);
    let relations = node
        .and_then(|id| nodes.get(id.0 as usize))
        .map(|n| n.relations.as_slice());
    Reference {
        attribute: property.replace('/', ".").into(),
        node,
        identifies: match relations {
            Some([only]) => Some(only.clone()),
            _ => None,
        },
    }
}

fn tags(nodes: &[Node], source: &Value) -> Option<Tags> {
    let tagging = &source["tagging"];
    if tagging["taggable"]
        .as_bool()
        .or(source["taggable"].as_bool())
        == Some(false)
    {
        return None;
    }
    let property = property_path(
        tagging["tagProperty"]
            .as_str()
            .unwrap_or("/properties/Tags"),
    );
    let node = nodes.get(walk(nodes, &property)?.0 as usize)?;
    let element = node
        .list
        .as_ref()
        .and_then(|l| l.items)
        .and_then(|i| nodes.get(i.0 as usize));
    let shape = match element {
        Some(tag) if tag.property("PropagateAtLaunch").is_some() => TagShape::AutoScaling,
        Some(tag) if tag.property("Key").is_some() => TagShape::List,
        Some(_) => return None,
        None => TagShape::Map,
    };
    let updatable = tagging["tagUpdatable"].as_bool().unwrap_or(true);
    Some(Tags {
        property,
        shape,
        updatable,
    })
}

fn lifecycle(value: &Value) -> Option<Lifecycle> {
    let status = value["status"].as_str()?.into();
    Some(Lifecycle {
        status,
        date: value["date"].as_str().map(Name::from),
    })
}

fn permissions(handlers: &Value) -> Permissions {
    let of = |handler: &str| {
        let list = handlers[handler]["permissions"].as_array();
        let mut names: Vec<Name> = list
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(Name::from)
            .collect();
        names.sort();
        names.dedup();
        names
    };
    Permissions {
        create: of("create"),
        read: of("read"),
        update: of("update"),
        delete: of("delete"),
        list: of("list"),
    }
}

/// Puts what the lists of paths say about the resource's own properties onto the properties.
fn mark_access(schema: &mut Schema) {
    let lists = [
        (&schema.read_only, Access::READ_ONLY),
        (&schema.write_only, Access::WRITE_ONLY),
        (&schema.create_only, Access::CREATE_ONLY),
        (
            &schema.conditional_create_only,
            Access::CONDITIONAL_CREATE_ONLY,
        ),
        (&schema.deprecated, Access::DEPRECATED),
    ];
    let Some(object) = schema.nodes.first_mut().and_then(|n| n.object.as_mut()) else {
        return;
    };
    for (paths, access) in lists {
        for path in paths {
            if let Some(p) = object.properties.iter_mut().find(|p| p.name == *path) {
                p.access = p.access.with(access);
            }
        }
    }
}

/// The name that a resource is given identifies it, but need not be an identifier before: a bucket may
/// be named after a queue.
fn forget_own_names(schema: &mut Schema) {
    let definitions = &schema.definitions;
    let object = schema.nodes.first().and_then(|n| n.object.as_ref());
    let properties = object.map(|o| o.properties.clone()).unwrap_or_default();
    for property in properties {
        let shared = definitions.iter().any(|(_, id)| *id == property.node);
        if let Some(node) = schema
            .nodes
            .get_mut(property.node.0 as usize)
            .filter(|_| !shared)
        {
            let name = &schema.name;
            node.relations
                .retain(|r| r.resource.name != *name || r.attribute != property.name);
        }
    }
}
