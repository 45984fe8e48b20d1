//! What Terraform's `awscc` provider calls the types and properties of CloudFormation: every pair that
//! the provider has, against the rule.

use crate::providers::text_of;
use infra::awscc::names::{attribute_name, root_attribute_name, type_name};
use infra::diag::{Code, Diagnostic};
use infra::graph::{FrameId, Graph, Origin, Resource, ResourceKind, Value, ValueKind, ValueMap};
use infra::schema::{Access, Additional, Catalogue, Schema, TypeSet};
use infra::text::{FileId, Name, Span};
use infra::types::{NodeId, TypeKey};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// Types and attributes of the version that the list was made from.
const TYPES: usize = 1_443;
const ATTRIBUTES: usize = 36_659;

/// One line of the list.
struct Pair<'a> {
    depth: usize,
    cloudformation: String,
    terraform: &'a str,
}

fn list() -> String {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/catalogue/awscc-names.txt"
    );
    std::fs::read_to_string(path).expect("the list of names")
}

/// The pairs of the list; the second of a pair is what the text has in lower case where it is not
/// written out.
fn pairs<'a>(list: &'a str, lower: &'a str) -> impl Iterator<Item = Pair<'a>> {
    let lines = list.lines().zip(lower.lines());
    lines
        .filter(|(line, _)| !line.starts_with('#'))
        .map(|(line, lower)| {
            let text = line.trim_start();
            let depth = line.len() - text.len();
            match text.split_once('=') {
                Some((cloudformation, terraform)) => Pair {
                    depth,
                    cloudformation: cloudformation.into(),
                    terraform,
                },
                None => Pair {
                    depth,
                    cloudformation: text.replace('_', ""),
                    terraform: lower.trim_start(),
                },
            }
        })
}

#[test]
fn every_name_of_the_provider_comes_out_by_the_rule() {
    let list = list();
    let lower = list.to_ascii_lowercase();
    let mut ty = String::new();
    let (mut types, mut attributes) = (0, 0);
    let mut wrong = Vec::new();
    for pair in pairs(&list, &lower) {
        let property = pair.cloudformation.as_str();
        let found = match pair.depth {
            0 => type_name(property).expect("a type of AWS"),
            1 => root_attribute_name(&ty, property),
            _ => attribute_name(property),
        };
        if found != pair.terraform {
            wrong.push(format!("{ty} {property}: {found}, not {}", pair.terraform));
        }
        match pair.depth {
            0 => {
                types += 1;
                ty = pair.cloudformation;
            }
            _ => attributes += 1,
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert_eq!((types, attributes), (TYPES, ATTRIBUTES));
}

/// The list that was published, of which ours is a shorter form: `INFRA_AWSCC_NAMES` names it.
#[test]
#[allow(clippy::print_stderr, reason = "a test that was skipped says so")]
fn the_list_holds_all_that_was_published() {
    let beside =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/awscc-f995d4f.names.json.gz");
    let path = std::env::var_os("INFRA_AWSCC_NAMES").map_or(beside, PathBuf::from);
    if !path.exists() {
        eprintln!("skipped: no list of names at {}", path.display());
        return;
    }
    let published: Json = serde_json::from_str(&text_of(&path)).expect("JSON");
    let mut all = Vec::new();
    for (terraform, ty) in published.as_object().expect("types") {
        let name = ty["type"].as_str().expect("a type");
        all.push(format!("{name} {terraform}"));
        gather(&ty["attributes"], 1, &mut all);
    }
    let list = list();
    let lower = list.to_ascii_lowercase();
    let indented = |pair: Pair| {
        let indent = " ".repeat(pair.depth);
        format!("{indent}{} {}", pair.cloudformation, pair.terraform)
    };
    let ours: Vec<String> = pairs(&list, &lower).map(indented).collect();
    assert!(
        ours == all,
        "tests/catalogue/awscc-names.txt is another list"
    );
}

fn gather(attributes: &Json, depth: usize, all: &mut Vec<String>) {
    for (terraform, attribute) in attributes.as_object().into_iter().flatten() {
        let property = attribute["cfn"].as_str().expect("a property");
        all.push(format!("{}{property} {terraform}", " ".repeat(depth)));
        gather(&attribute["nested"], depth + 1, all);
    }
}

/// A value of every property of every type that both sides have, as CloudFormation takes it, has the
/// provider's names and kinds of value after lowering.
#[test]
fn every_property_goes_where_the_provider_has_it() {
    let catalogue = Catalogue::builtin();
    let mut wrong = Vec::new();
    let mut types = 0;
    for name in catalogue.names() {
        let key = catalogue.find(name).expect("a listed type");
        let counterpart = type_name(name).and_then(|name| catalogue.find(&name));
        let Some(target) = counterpart.and_then(|key| catalogue.schema(&key)) else {
            continue;
        };
        types += 1;
        let source = catalogue.schema(&key).expect("a listed type");
        let sample = sample(source, NodeId(0), 0).expect("an object");
        let graph = Graph {
            resources: vec![resource(key, sample)],
            ..Graph::default()
        };
        let (lowered, found) = infra::awscc::lower(&graph, catalogue);
        let lacks = |d: &Diagnostic| d.code == Code::TargetProperty;
        wrong.extend(
            found
                .iter()
                .filter(|d| !lacks(d))
                .map(|d| d.message.clone()),
        );
        let properties = &lowered.resources[0].properties;
        misfits(target, NodeId(0), properties, name, &mut wrong);
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(types > 1_400, "{types} types");
}

fn resource(ty: TypeKey, properties: Value) -> Resource {
    Resource {
        kind: ResourceKind::Managed,
        ty,
        name: "it".into(),
        logical_id: "It".into(),
        properties,
        condition: None,
        options: None,
        each: None,
        origin: nowhere(),
    }
}

fn nowhere() -> Origin {
    Origin {
        span: Span {
            file: FileId(0),
            start: 0,
            end: 0,
        },
        frame: FrameId::TOP,
    }
}

/// A value of a node with everything in it that the schema names; `None` where it nests in itself.
fn sample(schema: &Schema, id: NodeId, depth: u32) -> Option<Value> {
    if depth > 9 {
        return None;
    }
    let node = schema.node(id)?;
    if let Some(object) = &node.object
        && (!object.properties.is_empty() || !object.pattern_properties.is_empty())
    {
        let settable = object
            .properties
            .iter()
            .filter(|p| !p.access.has(Access::READ_ONLY));
        let named = settable.filter(|p| depth > 0 || !schema.read_only.contains(&p.name));
        let mut entries = ValueMap::new();
        for property in named {
            if let Some(value) = sample(schema, property.node, depth + 1) {
                entries.insert(property.name.clone(), value);
            }
        }
        for (_, inner) in &object.pattern_properties {
            if let Some(value) = sample(schema, *inner, depth + 1) {
                entries.insert("AnyKey".into(), value);
            }
        }
        return Some(Value::map(entries, nowhere()));
    }
    if let Some(items) = node.list.as_ref().and_then(|list| list.items) {
        let element = sample(schema, items, depth + 1)?;
        return Some(Value::list(vec![element], nowhere()));
    }
    if let Some(branches) = &node.branches {
        let all = branches
            .one_of
            .iter()
            .chain(&branches.any_of)
            .chain(&branches.all_of);
        let structured = all.filter(|id| {
            let branch = schema.node(**id);
            branch.is_some_and(|b| b.types != TypeSet::ANY || b.object.is_some())
        });
        let is_open = node.types == TypeSet::ANY || node.types == TypeSet::ARRAY;
        if is_open && let Some(branch) = structured.into_iter().next() {
            return sample(schema, *branch, depth + 1);
        }
    }
    let has = |kind| node.types.has(kind);
    let kind = match () {
        () if has(TypeSet::OBJECT) => {
            let entry = (Name::from("AnyKey"), Value::text("value", nowhere()));
            return Some(Value::map([entry].into_iter().collect(), nowhere()));
        }
        () if has(TypeSet::BOOLEAN) => ValueKind::Text("True".into()),
        () if has(TypeSet::ARRAY) => {
            return Some(Value::list(vec![Value::text("x", nowhere())], nowhere()));
        }
        () if has(TypeSet::STRING) => ValueKind::Text("1".into()),
        () if has(TypeSet::INTEGER) || has(TypeSet::NUMBER) => ValueKind::Int(1),
        () => return None,
    };
    Some(Value::new(kind, nowhere()))
}

/// What does not fit the provider's schema.
fn misfits(schema: &Schema, id: NodeId, value: &Value, path: &str, wrong: &mut Vec<String>) {
    let Some(node) = schema.node(id) else {
        return wrong.push(format!("{path}: no node"));
    };
    match &value.kind {
        ValueKind::Map(map) => {
            let Some(object) = &node.object else {
                return wrong.push(format!("{path}: an object"));
            };
            for (key, value) in map.iter() {
                let path = format!("{path}.{key}");
                match (object.property(key), object.additional) {
                    (Some(property), _) => misfits(schema, property.node, value, &path, wrong),
                    (None, Additional::Like(inner)) => misfits(schema, inner, value, &path, wrong),
                    _ => wrong.push(format!("{path}: unknown")),
                }
            }
        }
        ValueKind::List(list) => match node.list.as_ref().and_then(|list| list.items) {
            Some(items) => {
                for element in list.iter() {
                    misfits(schema, items, element, &format!("{path}[]"), wrong);
                }
            }
            None => wrong.push(format!("{path}: a list")),
        },
        ValueKind::Text(_) if node.types == TypeSet::STRING => {}
        ValueKind::Int(_) if node.types == TypeSet::NUMBER => {}
        ValueKind::Bool(_) if node.types == TypeSet::BOOLEAN => {}
        ValueKind::Null => {}
        other => wrong.push(format!("{path}: {other:?} where {:?}", node.types)),
    }
}
