//! Schemas as JSON, for programs. In: a schema. Out: registry JSON with the same keywords that
//! `registry.rs` reads, so that reading it gives the same schema again, and the regions.

use super::{
    Additional, Branches, Catalogue, ListRules, Node, NumberRules, ObjectRules, PropertyPath,
    Schema, TagShape, TextRules, TypeSet, ValueRules,
};
use crate::text::Name;
use crate::types::{Literal, NodeId, Relation, TypeKey};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value, json};

/// The whole type.
pub fn schema(catalogue: &Catalogue, key: &TypeKey) -> Option<Value> {
    let schema = catalogue.schema(key)?;
    let mut out = match (Export::of(schema).root(), &schema.name) {
        (Value::Object(root), _) => root,
        _ => Map::new(),
    };
    out.insert("typeName".into(), schema.name.as_str().into());
    facts(schema, &mut out);
    if let Some(regions) = catalogue.regions_of(key) {
        let all = catalogue.region_names().enumerate();
        let here = all.filter(|(i, _)| regions.has(*i)).map(|(_, name)| name);
        out.insert("regions".into(), here.collect());
    }
    Some(Value::Object(out))
}

/// One place of it, with the definitions that it needs.
pub fn node(schema: &Schema, id: NodeId) -> Value {
    let mut export = Export::of(schema);
    let mut out = match export.fields(id) {
        Value::Object(map) => map,
        other => return other,
    };
    export.add_definitions(&mut out);
    Value::Object(out)
}

fn facts(schema: &Schema, out: &mut Map<String, Value>) {
    let mut put = |key: &str, value: Value| {
        let empty = match &value {
            Value::Null => true,
            Value::Array(list) => list.is_empty(),
            Value::Object(map) => map.is_empty(),
            _ => false,
        };
        if !empty {
            out.insert(key.into(), value);
        }
    };
    let paths = |paths: &[PropertyPath]| -> Value {
        paths
            .iter()
            .map(|path| format!("/properties/{path}"))
            .collect()
    };
    put("readOnlyProperties", paths(&schema.read_only));
    put("writeOnlyProperties", paths(&schema.write_only));
    put("createOnlyProperties", paths(&schema.create_only));
    put(
        "conditionalCreateOnlyProperties",
        paths(&schema.conditional_create_only),
    );
    put("deprecatedProperties", paths(&schema.deprecated));
    put("packagedProperties", paths(&schema.packaged));
    put("primaryIdentifier", paths(&schema.primary_identifier));
    let attributes = schema.attributes.iter();
    let attributes = attributes.map(|a| format!("/properties/{}", a.name.replace(".", "/")));
    put("attributes", attributes.collect());
    put("reference", schema.reference.attribute.as_str().into());
    put(
        "tagging",
        schema.tags.as_ref().map_or_else(
            || json!({ "taggable": false }),
            |tags| {
                json!({
                    "taggable": true,
                    "tagProperty": format!("/properties/{}", tags.property),
                    "tagUpdatable": tags.updatable,
                    "shape": match tags.shape {
                        TagShape::List => "list",
                        TagShape::Map => "map",
                        TagShape::AutoScaling => "autoScaling",
                    },
                })
            },
        ),
    );
    if schema.stateful {
        put("stateful", true.into());
    }
    if let Some(lifecycle) = &schema.lifecycle {
        put(
            "lifecycle",
            json!({ "status": lifecycle.status, "date": lifecycle.date }),
        );
    }
    let p = &schema.permissions;
    let handlers = [
        ("create", &p.create),
        ("read", &p.read),
        ("update", &p.update),
        ("delete", &p.delete),
        ("list", &p.list),
    ];
    let handlers = handlers.into_iter().filter(|(_, names)| !names.is_empty());
    let handlers =
        handlers.map(|(name, names)| (name.to_string(), json!({ "permissions": names })));
    put("handlers", Value::Object(handlers.collect()));
    put("arnFormat", json!(schema.arn_format));
    put("transform", json!(schema.transform));
}

/// Writes nodes; definitions as references to them.
struct Export<'a> {
    schema: &'a Schema,
    definitions: FxHashMap<NodeId, &'a Name>,
    /// Definitions that were referred to, in the order of the first time.
    wanted: Vec<NodeId>,
}

impl<'a> Export<'a> {
    fn of(schema: &'a Schema) -> Export<'a> {
        // Of two names of one definition the first is used.
        let names = schema
            .definitions
            .iter()
            .rev()
            .map(|(name, id)| (*id, name));
        Export {
            schema,
            definitions: names.collect(),
            wanted: Vec::new(),
        }
    }

    fn root(&mut self) -> Value {
        let mut root = self.fields(NodeId(0));
        if let Value::Object(map) = &mut root {
            let all = self.schema.definitions.iter();
            let all: Vec<(String, Value)> = all
                .map(|(name, id)| (name.to_string(), self.definition(name, *id)))
                .collect();
            if !all.is_empty() {
                map.insert(
                    "definitions".into(),
                    Value::Object(all.into_iter().collect()),
                );
            }
        }
        root
    }

    /// A second name of a definition refers to the first.
    fn definition(&mut self, name: &Name, id: NodeId) -> Value {
        match self.definitions.get(&id) {
            Some(first) if *first != name => json!({ "$ref": format!("#/definitions/{first}") }),
            _ => self.fields(id),
        }
    }

    fn add_definitions(&mut self, out: &mut Map<String, Value>) {
        let mut definitions = Map::new();
        while let Some(id) = self.wanted.pop() {
            let Some(name) = self.definitions.get(&id).map(|name| name.to_string()) else {
                continue;
            };
            if !definitions.contains_key(&name) {
                let fields = self.fields(id);
                definitions.insert(name, fields);
            }
        }
        if !definitions.is_empty() {
            out.insert("definitions".into(), Value::Object(definitions));
        }
    }

    fn value(&mut self, id: NodeId) -> Value {
        match self.definitions.get(&id) {
            Some(name) => {
                self.wanted.push(id);
                json!({ "$ref": format!("#/definitions/{name}") })
            }
            None => self.fields(id),
        }
    }

    fn values(&mut self, ids: &[NodeId]) -> Value {
        ids.iter().map(|id| self.value(*id)).collect()
    }

    fn fields(&mut self, id: NodeId) -> Value {
        let Some(node) = self.schema.node(id) else {
            return json!({});
        };
        if node.is_never() {
            return Value::Bool(false);
        }
        let mut out = Map::new();
        if node.types != TypeSet::ANY {
            out.insert("type".into(), types(node.types));
        }
        if let Some(format) = &node.format {
            out.insert("format".into(), format.as_str().into());
        }
        relations(node, &mut out);
        node.values.iter().for_each(|rules| values(rules, &mut out));
        node.text.iter().for_each(|rules| text(rules, &mut out));
        node.number.iter().for_each(|rules| number(rules, &mut out));
        node.list
            .iter()
            .for_each(|rules| self.list(rules, &mut out));
        node.object
            .iter()
            .for_each(|rules| self.object(rules, &mut out));
        node.branches
            .iter()
            .for_each(|rules| self.branches(rules, &mut out));
        Value::Object(out)
    }

    fn list(&mut self, rules: &ListRules, out: &mut Map<String, Value>) {
        let ids = [("items", rules.items), ("contains", rules.contains)];
        for (key, id) in ids.into_iter().filter_map(|(key, id)| Some((key, id?))) {
            out.insert(key.into(), self.value(id));
        }
        if !rules.prefix.is_empty() {
            out.insert("prefixItems".into(), self.values(&rules.prefix));
        }
        if rules.unique_items {
            out.insert("uniqueItems".into(), true.into());
        }
        if !rules.unique_keys.is_empty() {
            out.insert("uniqueKeys".into(), json!(rules.unique_keys));
        }
        put_counts(
            out,
            [
                ("minItems", rules.min_items),
                ("maxItems", rules.max_items),
                ("maxUniqueItems", rules.max_unique_items),
            ],
        );
    }

    fn object(&mut self, rules: &ObjectRules, out: &mut Map<String, Value>) {
        let properties = rules.properties.iter();
        let properties: Map<String, Value> = properties
            .map(|p| (p.name.to_string(), self.value(p.node)))
            .collect();
        let patterns = rules.pattern_properties.iter();
        let patterns: Map<String, Value> = patterns
            .map(|(p, id)| (p.text().to_string(), self.value(*id)))
            .collect();
        let dependent = rules.dependent_schemas.iter();
        let dependent: Map<String, Value> = dependent
            .map(|(name, id)| (name.to_string(), self.value(*id)))
            .collect();
        let lists = |pairs: &[(Name, Vec<Name>)]| -> Map<String, Value> {
            pairs
                .iter()
                .map(|(name, others)| (name.to_string(), json!(others)))
                .collect()
        };
        let maps = [
            ("properties", properties),
            ("patternProperties", patterns),
            ("dependentSchemas", dependent),
            ("dependentRequired", lists(&rules.dependent_required)),
            ("dependentExcluded", lists(&rules.dependent_excluded)),
        ];
        let maps = maps.into_iter().filter(|(_, map)| !map.is_empty());
        out.extend(maps.map(|(key, map)| (key.to_string(), Value::Object(map))));
        match rules.additional {
            Additional::Allowed => {}
            Additional::Forbidden => {
                out.insert("additionalProperties".into(), false.into());
            }
            Additional::Like(id) => {
                out.insert("additionalProperties".into(), self.value(id));
            }
        }
        if !rules.required.is_empty() {
            out.insert("required".into(), json!(rules.required));
        }
        let groups = [
            ("requiredXor", &rules.required_xor),
            ("requiredOr", &rules.required_or),
        ];
        for (key, groups) in groups {
            match groups.as_slice() {
                [] => None,
                [only] => out.insert(key.into(), json!(only)),
                several => out.insert(key.into(), json!(several)),
            };
        }
        if let Some(id) = rules.property_names {
            out.insert("propertyNames".into(), self.value(id));
        }
        put_counts(
            out,
            [
                ("minProperties", rules.min_properties),
                ("maxProperties", rules.max_properties),
            ],
        );
    }

    fn branches(&mut self, branches: &Branches, out: &mut Map<String, Value>) {
        let lists = [
            ("allOf", &branches.all_of),
            ("anyOf", &branches.any_of),
            ("oneOf", &branches.one_of),
        ];
        for (key, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
            out.insert(key.into(), self.values(ids));
        }
        let condition = branches.condition;
        let ids = [
            ("not", branches.not),
            ("if", condition.map(|c| c.test)),
            ("then", condition.and_then(|c| c.then)),
            ("else", condition.and_then(|c| c.otherwise)),
        ];
        for (key, id) in ids.into_iter().filter_map(|(key, id)| Some((key, id?))) {
            out.insert(key.into(), self.value(id));
        }
    }
}

/// The names of the kinds in a set.
pub fn type_names(types: TypeSet) -> impl Iterator<Item = &'static str> {
    let all = [
        (TypeSet::STRING, "string"),
        (TypeSet::INTEGER, "integer"),
        (TypeSet::NUMBER, "number"),
        (TypeSet::BOOLEAN, "boolean"),
        (TypeSet::OBJECT, "object"),
        (TypeSet::ARRAY, "array"),
        (TypeSet::NULL, "null"),
    ];
    all.into_iter()
        .filter(move |(kind, _)| types.has(*kind))
        .map(|(_, name)| name)
}

fn types(types: TypeSet) -> Value {
    let names: Vec<&str> = type_names(types).collect();
    match names.as_slice() {
        [only] => json!(only),
        all => json!(all),
    }
}

/// What the format does not say already.
fn relations(node: &Node, out: &mut Map<String, Value>) {
    let one = |relation: &Relation| {
        json!({
            "typeName": relation.resource.name,
            "propertyPath": format!("/properties/{}", relation.attribute.replace(".", "/")),
        })
    };
    if !node.relations.is_empty() {
        out.insert(
            "relationshipRefs".into(),
            node.relations.iter().map(one).collect(),
        );
    }
}

fn values(rules: &ValueRules, out: &mut Map<String, Value>) {
    let literal = |literal: &Literal| match literal {
        Literal::Text(text) => json!(text),
        Literal::Int(int) => json!(int),
        Literal::Number(number) => json!(number),
        Literal::Bool(value) => json!(value),
    };
    let key = if rules.ignore_case {
        "enumCaseInsensitive"
    } else {
        "enum"
    };
    out.insert(key.into(), rules.allowed.iter().map(literal).collect());
}

fn text(rules: &TextRules, out: &mut Map<String, Value>) {
    put_counts(
        out,
        [
            ("minLength", rules.min_length),
            ("maxLength", rules.max_length),
        ],
    );
    if let Some(pattern) = &rules.pattern {
        out.insert("pattern".into(), pattern.text().into());
    }
}

fn number(rules: &NumberRules, out: &mut Map<String, Value>) {
    let all = [
        ("minimum", rules.minimum),
        ("maximum", rules.maximum),
        ("exclusiveMinimum", rules.exclusive_minimum),
        ("exclusiveMaximum", rules.exclusive_maximum),
        ("multipleOf", rules.multiple_of),
    ];
    for (key, value) in all
        .into_iter()
        .filter_map(|(key, value)| Some((key, value?)))
    {
        // Up to 2^53 every whole number is exact, and is better read without a point.
        let whole = value.fract() == 0.0 && value.abs() <= 9_007_199_254_740_992.0;
        out.insert(
            key.into(),
            if whole {
                json!(value as i64)
            } else {
                json!(value)
            },
        );
    }
}

fn put_counts<const N: usize>(out: &mut Map<String, Value>, counts: [(&str, Option<u32>); N]) {
    for (key, count) in counts
        .into_iter()
        .filter_map(|(key, count)| Some((key, count?)))
    {
        out.insert(key.into(), count.into());
    }
}
