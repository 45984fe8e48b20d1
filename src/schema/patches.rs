//! Our corrections of what is published, from `stdlib/schema/patches`. In: the registry JSON of all
//! types, cfn-lint's extension rules, and patches. Out: the JSON with the patches applied, and each
//! patch that found no place (a published schema changed: the patch must be looked at again).
//!
//! A patch file is a list of objects. Each says where (`type`, one name or several, and `at`, a
//! property path, the type itself where it is left out), why (`because`), and does one of:
//!
//! - `set`: keywords and their new values;
//! - `drop`: keywords to take away; of an object's `properties`, `required` and the like the names;
//! - `define`: definitions that the type gets beside its own;
//! - `require`: a schema that must hold too;
//! - `rule`: the name of an extension file of cfn-lint that must hold too;
//! - `values`: the name of an extension file that lists values by region: any region's are allowed;
//! - `anyCase`, beside `rule`: properties whose values the rule compares without regard to case;
//! - `attributes`: further attributes of `Fn::GetAtt`; `"*"` for all properties that it can give.
//!
//! Or it is about an identifier, `Type.Attribute`: that it `is` another by a second name, or that where
//! it is wanted, others may `also` stand.

use super::pointer;
use crate::text::Name;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What patches say about identifiers.
#[derive(Debug, Default)]
pub struct Identifiers {
    /// Second names, and what they are names of.
    pub is: BTreeMap<String, (String, Name)>,
    /// What may stand where one is wanted.
    pub also: BTreeMap<String, Vec<(String, Name)>>,
}

/// The patches about identifiers.
pub fn identifiers(patches: &[Value]) -> Identifiers {
    let mut found = Identifiers::default();
    let split = |text: &str| {
        let (resource, attribute) = text.split_once('.')?;
        Some((resource.to_string(), Name::from(attribute)))
    };
    for patch in patches {
        let Some(identifier) = patch["identifier"].as_str() else {
            continue;
        };
        if let Some(is) = patch["is"].as_str().and_then(split) {
            found.is.insert(identifier.to_string(), is);
        }
        let also = names(&patch["also"]).into_iter().filter_map(split);
        found
            .also
            .entry(identifier.to_string())
            .or_default()
            .extend(also);
    }
    found
}

/// Applies patches in their order. Gives those that could not be applied.
pub fn apply(
    types: &mut BTreeMap<Name, Value>,
    extensions: &BTreeMap<String, Value>,
    patches: &[Value],
) -> Vec<String> {
    let mut failed = Vec::new();
    for patch in patches {
        let at = patch["at"].as_str().unwrap_or_default();
        for name in names(&patch["type"]) {
            let place = types
                .get_mut(name)
                .and_then(|source| Some((pointer::path(source, at)?, source)));
            let done = place.and_then(|(place, source)| one(source, &place, patch, extensions));
            if done.is_none() {
                failed.push(format!("`{name}` at `{at}`: {patch}"));
            }
        }
    }
    failed
}

fn one(
    source: &mut Value,
    place: &str,
    patch: &Value,
    extensions: &BTreeMap<String, Value>,
) -> Option<()> {
    if let Some(definitions) = patch["define"].as_object() {
        return add_definitions(source, definitions);
    }
    if let Some(attributes) = patch.get("attributes") {
        return add_attributes(source, attributes);
    }
    // What must hold belongs to the definition; keywords to where they are written.
    let must = match (patch["rule"].as_str(), patch["values"].as_str()) {
        (Some(file), _) => {
            let mut rule = inlined(extensions.get(file)?, extensions.get(file)?);
            ignore_case(&mut rule, &names(&patch["anyCase"]));
            Some(rule)
        }
        (_, Some(file)) => Some(any_region(extensions.get(file)?)),
        _ => patch.get("require").cloned(),
    };
    if let Some(must) = must {
        let place = pointer::resolve(source, place);
        let schema = source.pointer_mut(&place)?.as_object_mut()?;
        schema
            .entry("allOf")
            .or_insert_with(|| json!([]))
            .as_array_mut()?
            .push(must);
        return Some(());
    }
    let schema = source.pointer_mut(place)?.as_object_mut()?;
    if let Some(set) = patch["set"].as_object() {
        schema.extend(set.clone());
        return Some(());
    }
    drop_keywords(schema, &patch["drop"])
}

/// `["pattern"]` takes keywords away, `{"required": ["Name"]}` names below them.
fn drop_keywords(schema: &mut Map<String, Value>, drop: &Value) -> Option<()> {
    match drop {
        Value::Array(keywords) => {
            for keyword in keywords {
                schema.remove(keyword.as_str()?)?;
            }
        }
        Value::Object(lists) => {
            for (keyword, gone) in lists {
                let gone = gone.as_array()?;
                match schema.get_mut(keyword)? {
                    Value::Array(list) => list.retain(|item| !gone.contains(item)),
                    Value::Object(map) => map.retain(|key, _| !gone.iter().any(|g| g == key)),
                    _ => return None,
                }
            }
        }
        _ => return None,
    }
    Some(())
}

/// A definition may be added twice, but not another of its name.
fn add_definitions(source: &mut Value, definitions: &Map<String, Value>) -> Option<()> {
    let own = source
        .as_object_mut()?
        .entry("definitions")
        .or_insert_with(|| json!({}));
    let own = own.as_object_mut()?;
    for (name, definition) in definitions {
        if own
            .insert(name.clone(), definition.clone())
            .is_some_and(|old| old != *definition)
        {
            return None;
        }
    }
    Some(())
}

fn add_attributes(source: &mut Value, attributes: &Value) -> Option<()> {
    let added: Vec<Value> = match attributes {
        Value::String(_) => {
            let mut found = Vec::new();
            plain_properties(source, "", "/properties", &mut found);
            found
        }
        _ => attributes.as_array()?.clone(),
    };
    match &mut source["attributes"] {
        Value::Array(list) => list.extend(added),
        none => *none = added.into(),
    }
    Some(())
}

/// The paths of all properties that `Fn::GetAtt` can give: scalars and lists of scalars, also in
/// objects.
fn plain_properties(source: &Value, at: &str, path: &str, found: &mut Vec<Value>) {
    let object = source
        .pointer(at)
        .and_then(|schema| schema["properties"].as_object());
    for name in object.into_iter().flatten().map(|(name, _)| name) {
        let Some(at) = pointer::property(source, at, name) else {
            continue;
        };
        let at = pointer::resolve(source, &at);
        let kind = |at: &str| source.pointer(at).map(|schema| &schema["type"]);
        let path = format!("{path}/{name}");
        let of_objects = || {
            let element = pointer::element(source, &at).map(|e| pointer::resolve(source, &e));
            let kind = element.and_then(|at| kind(&at));
            kind.is_none_or(|k| k == "object" || k == "array")
        };
        match kind(&at).and_then(Value::as_str) {
            // No published type is this deep; one that is has a definition inside itself.
            Some("object") if path.len() < 200 => plain_properties(source, &at, &path, found),
            Some("array") if of_objects() => {}
            Some(_) => found.push(path.into()),
            None => {}
        }
    }
}

/// A rule with its own definitions in place of its references to them.
fn inlined(rule: &Value, file: &Value) -> Value {
    let target = rule["$ref"]
        .as_str()
        .and_then(|r| file.pointer(r.trim_start_matches('#')));
    match (target, rule) {
        (Some(target), _) => inlined(target, file),
        (None, Value::Object(map)) => {
            let parts = map.iter().filter(|(key, _)| *key != "definitions");
            Value::Object(
                parts
                    .map(|(key, part)| (key.clone(), inlined(part, file)))
                    .collect(),
            )
        }
        (None, Value::Array(list)) => list.iter().map(|part| inlined(part, file)).collect(),
        (None, scalar) => scalar.clone(),
    }
}

/// Lets the values of some properties of a rule be in any case.
fn ignore_case(rule: &mut Value, properties: &[&str]) {
    match rule {
        Value::Array(list) => list
            .iter_mut()
            .for_each(|part| ignore_case(part, properties)),
        Value::Object(map) => {
            for (name, schema) in map
                .get_mut("properties")
                .and_then(Value::as_object_mut)
                .into_iter()
                .flatten()
            {
                if let (true, Value::Object(schema)) = (properties.contains(&name.as_str()), schema)
                {
                    let one = schema.remove("const").map(|value| json!([value]));
                    if let Some(values) = schema.remove("enum").or(one) {
                        schema.insert("enumCaseInsensitive".into(), values);
                    }
                }
            }
            map.iter_mut()
                .for_each(|(_, part)| ignore_case(part, properties));
        }
        _ => {}
    }
}

/// Lists of values by region as one: what is allowed anywhere, whatever it depends on.
fn any_region(regions: &Value) -> Value {
    let mut own = Vec::new();
    let mut by_property: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for (_, rule) in regions.as_object().into_iter().flatten() {
        own.extend(listed(rule));
        let conditions = rule["allOf"].as_array().into_iter().flatten();
        for rule in conditions.map(|condition| &condition["then"]).chain([rule]) {
            for (name, schema) in rule["properties"].as_object().into_iter().flatten() {
                by_property.entry(name).or_default().extend(listed(schema));
            }
        }
    }
    if !own.is_empty() {
        return json!({ "enum": distinct(own) });
    }
    let properties = by_property.into_iter().map(|(name, values)| {
        let values = json!({ "enum": distinct(values) });
        (name.to_string(), values)
    });
    json!({ "properties": Value::Object(properties.collect()) })
}

fn listed(schema: &Value) -> impl Iterator<Item = Value> + use<> {
    let lists = [&schema["enum"], &schema["enumCaseInsensitive"]];
    lists
        .into_iter()
        .filter_map(Value::as_array)
        .flatten()
        .cloned()
        .collect::<Vec<_>>()
        .into_iter()
}

fn distinct(mut values: Vec<Value>) -> Vec<Value> {
    values.sort_by_key(Value::to_string);
    values.dedup();
    values
}

fn names(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect(),
    }
}
