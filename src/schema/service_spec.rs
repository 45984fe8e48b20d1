//! What the service spec (`@aws-cdk/aws-service-spec`) knows beside the registry schemas: relations,
//! the forms of ARNs, what `Ref` returns, attributes. In: its database and the registry JSON of all
//! types. Out: the same JSON with these facts in it, under the keys that `registry.rs` reads.

use super::pointer;
use crate::text::Name;
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Puts the facts of every type of the spec into the type's registry JSON.
pub fn merge(types: &mut BTreeMap<Name, Value>, spec: &Value) {
    let definitions: Definitions = entities(spec, "typeDefinition")
        .filter_map(|d| Some((d["$id"].as_str()?, d["properties"].as_object()?)))
        .collect();
    for resource in entities(spec, "resource") {
        let Some(name) = resource["cloudFormationType"].as_str() else {
            continue;
        };
        let Some(source) = types.get_mut(name) else {
            continue;
        };
        let relations = relations(source, resource, &definitions);
        for (at, relations) in relations {
            if let Some(Value::Object(schema)) = source.pointer_mut(&at) {
                schema.insert("relationshipRefs".into(), relations);
            }
        }
        facts(source, resource);
    }
}

type Definitions<'a> = FxHashMap<&'a str, &'a Map<String, Value>>;

fn entities<'a>(spec: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    spec["schema"][name]["entities"]
        .as_array()
        .into_iter()
        .flatten()
}

fn facts(source: &mut Value, resource: &Value) {
    if let Some(form) = resource["arnTemplate"].as_str() {
        source["arnFormat"] = form.into();
    }
    if resource["isStateful"].as_bool() == Some(true) {
        source["stateful"] = true.into();
    }
    if let Some(transform) = resource["cloudFormationTransform"].as_str() {
        source["transform"] = transform.into();
    }
    match resource["cfnRefIdentifier"].as_array().map(Vec::as_slice) {
        Some([only]) => source["reference"] = only.clone(),
        // `Ref` joins the values of several: a text of its own.
        Some([_, ..]) => source["reference"] = "Id".into(),
        _ => {}
    }
    let attributes = resource["attributes"].as_object().into_iter().flatten();
    let paths = attributes.map(|(name, _)| format!("/properties/{}", name.replace('.', "/")));
    source["attributes"] = paths.collect();
}

/// The places in the registry JSON whose values must identify something, and what.
fn relations(
    source: &Value,
    resource: &Value,
    definitions: &Definitions,
) -> BTreeMap<String, Value> {
    let mut walk = Walk {
        source,
        definitions,
        seen: BTreeSet::new(),
        found: BTreeMap::new(),
    };
    walk.object(&resource["properties"], "");
    walk.found
}

/// The spec and the registry schema, side by side.
struct Walk<'a> {
    source: &'a Value,
    definitions: &'a Definitions<'a>,
    seen: BTreeSet<(&'a str, String)>,
    found: BTreeMap<String, Value>,
}

impl<'a> Walk<'a> {
    /// The properties of an object in the spec, whose registry schema is at `at`.
    fn object(&mut self, properties: &'a Value, at: &str) {
        for (name, property) in properties.as_object().into_iter().flatten() {
            if let Some(at) = pointer::property(self.source, at, name) {
                self.property(property, &at);
            }
        }
    }

    fn property(&mut self, property: &'a Value, at: &str) {
        if let Some(relations) = property["relationshipRefs"].as_array()
            && let Some(leaf) = self.text_at(at)
        {
            let relation = |r: &Value| {
                json!({
                    "typeName": r["cloudFormationType"],
                    "propertyPath": format!("/properties/{}", r["propertyName"].as_str().unwrap_or_default()),
                })
            };
            self.found
                .insert(leaf, relations.iter().map(relation).collect());
        }
        self.value(&property["type"], at);
    }

    fn value(&mut self, ty: &'a Value, at: &str) {
        match ty["type"].as_str() {
            Some("ref") => {
                let Some(id) = ty["reference"]["$ref"].as_str() else {
                    return;
                };
                let at = pointer::resolve(self.source, at);
                if self.seen.insert((id, at.clone()))
                    && let Some(properties) = self.definitions.get(id)
                {
                    for (name, property) in *properties {
                        if let Some(at) = pointer::property(self.source, &at, name) {
                            self.property(property, &at);
                        }
                    }
                }
            }
            Some("array" | "map") => {
                if let Some(at) = pointer::element(self.source, at) {
                    self.value(&ty["element"], &at);
                }
            }
            Some("union") => {
                let types = ty["types"].as_array().into_iter().flatten();
                types.for_each(|ty| self.value(ty, at));
            }
            _ => {}
        }
    }

    /// The text to which a property's relation belongs: itself or the elements of a list. `None`
    /// where the registry schema says already what it identifies: those relations were written by
    /// hand, the spec's were gathered by program.
    fn text_at(&self, at: &str) -> Option<String> {
        let schema = self.source.pointer(at)?;
        let target = self.source.pointer(&pointer::resolve(self.source, at))?;
        if identifies(schema) || identifies(target) {
            return None;
        }
        match target["type"].as_str() {
            Some("string") => Some(at.to_string()),
            Some("array") => self.text_at(&pointer::element(self.source, at)?),
            _ => None,
        }
    }
}

/// Whether a schema says what its text identifies, by its format or in its branches.
fn identifies(schema: &Value) -> bool {
    schema["format"]
        .as_str()
        .is_some_and(|format| format.starts_with("AWS::"))
        || schema.get("relationshipRef").is_some()
        || ["anyOf", "oneOf", "allOf"].iter().any(|key| {
            schema[*key]
                .as_array()
                .into_iter()
                .flatten()
                .any(identifies)
        })
}
