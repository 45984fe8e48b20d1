//! The JSON Schema part of a registry schema to [`Node`]s. In: a type's JSON. Out: its table of
//! nodes with every `$ref` resolved to an id. Never fails: an unknown keyword says nothing.

use super::relation::Identities;
use super::{
    Access, Additional, Branches, Condition, ListRules, Node, NumberRules, ObjectForm, ObjectRules,
    Property, TextRules, TypeSet, ValueRules,
};
use crate::text::{Name, Pattern};
use crate::types::{Literal, NodeId, Relation};
use rustc_hash::FxHashMap;
use serde_json::{Map, Value};

/// Keywords that say nothing about values.
const SILENT: [&str; 6] = [
    "description",
    "title",
    "$comment",
    "examples",
    "default",
    "$id",
];

/// Builds the nodes of one type.
pub struct Reader<'a> {
    pub nodes: Vec<Node>,
    source: &'a Value,
    identities: &'a dyn Identities,
    /// Definitions that have a node, finished or not: definitions recurse.
    known: FxHashMap<&'a str, NodeId>,
}

impl<'a> Reader<'a> {
    pub fn new(source: &'a Value, identities: &'a dyn Identities) -> Reader<'a> {
        Reader {
            nodes: Vec::new(),
            source,
            identities,
            known: FxHashMap::default(),
        }
    }

    /// Node 0: the resource's properties, with the constraints that stand at the schema's top.
    pub fn read_root(&mut self) -> NodeId {
        let id = self.reserve();
        if let Some(map) = self.source.as_object() {
            let mut node = self.fields(map);
            node.types = TypeSet::OBJECT;
            self.nodes[0] = node;
        }
        id
    }

    /// Every definition, sorted by name.
    pub fn read_definitions(&mut self) -> Vec<(Name, NodeId)> {
        let Some(definitions) = self.source["definitions"].as_object() else {
            return Vec::new();
        };
        let mut all: Vec<(Name, NodeId)> = definitions
            .keys()
            .map(|name| (name.as_str().into(), self.definition(name)))
            .collect();
        all.sort();
        all
    }

    /// Where every branch of a node says what it identifies, the node is any of these.
    pub fn settle_relations(&mut self) {
        for at in 0..self.nodes.len() {
            let node = &self.nodes[at];
            let Some(branches) = node.branches.as_ref().filter(|_| node.relations.is_empty())
            else {
                continue;
            };
            let related = |id: &NodeId| !self.nodes[id.0 as usize].relations.is_empty();
            let choice = [&branches.any_of, &branches.one_of]
                .into_iter()
                .find(|list| !list.is_empty() && list.iter().all(related));
            let found = choice.into_iter().flatten().chain(&branches.all_of);
            let mut relations = Vec::new();
            for relation in found.flat_map(|id| &self.nodes[id.0 as usize].relations) {
                if !relations.contains(relation) {
                    relations.push(relation.clone());
                }
            }
            self.nodes[at].relations = relations;
        }
    }

    /// Adds to what each node wants what may stand there too.
    pub fn widen_relations(&mut self) {
        for node in &mut self.nodes {
            for at in 0..node.relations.len() {
                for other in self.identities.also(&node.relations[at]) {
                    if !node.relations.contains(&other) {
                        node.relations.push(other);
                    }
                }
            }
        }
    }

    /// Adds the node of a schema that stands anywhere in the type.
    pub fn read(&mut self, schema: &'a Value) -> NodeId {
        match schema {
            Value::Bool(false) => {
                let id = self.reserve();
                self.nodes[id.0 as usize].types = TypeSet::NONE;
                id
            }
            Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
                Some(target) => self.reference(map, target),
                None => {
                    let id = self.reserve();
                    self.nodes[id.0 as usize] = self.fields(map);
                    id
                }
            },
            _ => self.reserve(),
        }
    }

    fn reserve(&mut self) -> NodeId {
        self.nodes.push(Node { ..Node::default() });
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn definition(&mut self, name: &'a str) -> NodeId {
        if let Some(id) = self.known.get(name) {
            return *id;
        }
        let schema = &self.source["definitions"][name];
        if let Some(target) = schema["$ref"].as_str().and_then(definition_name)
            && target != name
            && schema.as_object().is_some_and(|m| !says_more(m))
        {
            let id = self.definition(target);
            self.known.insert(name, id);
            return id;
        }
        let id = self.reserve();
        self.known.insert(name, id);
        if let Some(map) = schema.as_object() {
            self.nodes[id.0 as usize] = self.fields(map);
        }
        id
    }

    /// A reference is its target; with keywords beside it, a node of its own that is like both.
    fn reference(&mut self, map: &'a Map<String, Value>, target: &'a str) -> NodeId {
        let id = match (
            definition_name(target),
            target.strip_prefix("#/properties/"),
        ) {
            (Some(definition), _) => self.definition(definition),
            (None, Some(property)) => {
                let schema = &self.source["properties"][property];
                // A property that refers to a property that refers on has not been published yet.
                if schema.get("$ref").is_some() {
                    return self.reserve();
                }
                self.read(schema)
            }
            (None, None) => return self.reserve(),
        };
        if !says_more(map) {
            return id;
        }
        let own = self.reserve();
        let beside = self.fields(map);
        self.nodes[own.0 as usize] = self.both(id, beside);
        own
    }

    /// A node like `target` and like `beside`. Where they say different things of one kind,
    /// `target` becomes a branch that must hold too.
    fn both(&mut self, target: NodeId, beside: Node) -> Node {
        let base = &self.nodes[target.0 as usize];
        let clash = (base.text.is_some() && beside.text.is_some())
            || (base.number.is_some() && beside.number.is_some())
            || (base.list.is_some() && beside.list.is_some())
            || (base.object.is_some() && beside.object.is_some())
            || (base.values.is_some() && beside.values.is_some())
            || (base.format.is_some() && beside.format.is_some())
            || (base.branches.is_some() && beside.branches.is_some());
        if clash {
            let types = base.types.both(beside.types);
            let mut branches = beside.branches.clone().unwrap_or_default();
            branches.all_of.push(target);
            return Node {
                types,
                branches: Some(branches),
                ..beside
            };
        }
        let mut relations = base.relations.clone();
        relations.extend(beside.relations);
        Node {
            types: base.types.both(beside.types),
            format: base.format.clone().or(beside.format),
            values: base.values.clone().or(beside.values),
            text: base.text.clone().or(beside.text),
            number: base.number.clone().or(beside.number),
            list: base.list.clone().or(beside.list),
            object: base.object.clone().or(beside.object),
            branches: base.branches.clone().or(beside.branches),
            relations,
        }
    }

    fn fields(&mut self, map: &'a Map<String, Value>) -> Node {
        let mut relations = Vec::new();
        let format = map.get("format").and_then(Value::as_str);
        relations.extend(format.and_then(|f| self.relation(f)));
        let one = map.get("relationshipRef").into_iter();
        let several = map.get("relationshipRefs").and_then(Value::as_array);
        for relation in one.chain(several.into_iter().flatten()) {
            relations.extend(
                self.relationship(relation)
                    .filter(|r| !relations.contains(r)),
            );
        }
        Node {
            types: types(map.get("type")),
            format: format.map(Name::from),
            values: values(map),
            text: text_rules(map),
            number: number_rules(map),
            list: self.list_rules(map),
            object: self.object_rules(map),
            branches: self.branches(map),
            relations,
        }
    }

    fn list_rules(&mut self, map: &'a Map<String, Value>) -> Option<Box<ListRules>> {
        let (items, prefix) = match map.get("items") {
            Some(Value::Array(items)) => (None, self.read_all(items)),
            Some(items) => (Some(self.read(items)), Vec::new()),
            None => (None, Vec::new()),
        };
        let prefix = match map.get("prefixItems") {
            Some(Value::Array(items)) => self.read_all(items),
            _ => prefix,
        };
        let rules = ListRules {
            items,
            prefix,
            min_items: count(map, "minItems"),
            max_items: count(map, "maxItems"),
            max_unique_items: count(map, "maxUniqueItems"),
            unique_items: map
                .get("uniqueItems")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            unique_keys: names(map.get("uniqueKeys")),
            contains: map.get("contains").map(|c| self.read(c)),
            set: false,
        };
        (rules != ListRules::default()).then(|| Box::new(rules))
    }

    fn object_rules(&mut self, map: &'a Map<String, Value>) -> Option<Box<ObjectRules>> {
        let mut properties: Vec<Property> = Vec::new();
        for (key, schema) in object(map.get("properties")) {
            let node = self.read(schema);
            properties.push(Property {
                name: key.as_str().into(),
                node,
                access: Access(0),
            });
        }
        properties.sort_by(|a, b| a.name.cmp(&b.name));
        let mut pattern_properties = Vec::new();
        for (pattern, schema) in object(map.get("patternProperties")) {
            pattern_properties.push((Pattern::new(pattern.as_str()), self.read(schema)));
        }
        let additional = match map.get("additionalProperties") {
            Some(Value::Bool(false)) => Additional::Forbidden,
            Some(schema @ Value::Object(_)) => Additional::Like(self.read(schema)),
            _ => Additional::Allowed,
        };
        let mut dependent_required = lists(map.get("dependentRequired"));
        let mut dependent_schemas = Vec::new();
        for (key, schema) in
            object(map.get("dependencies")).chain(object(map.get("dependentSchemas")))
        {
            match schema {
                Value::Array(_) => {
                    dependent_required.push((key.as_str().into(), names(Some(schema))))
                }
                _ => dependent_schemas.push((key.as_str().into(), self.read(schema))),
            }
        }
        let rules = ObjectRules {
            properties,
            pattern_properties,
            additional,
            required: names(map.get("required")),
            min_properties: count(map, "minProperties"),
            max_properties: count(map, "maxProperties"),
            dependent_required,
            dependent_excluded: lists(map.get("dependentExcluded")),
            dependent_schemas,
            required_xor: groups(map.get("requiredXor")),
            required_or: groups(map.get("requiredOr")),
            property_names: map.get("propertyNames").map(|p| self.read(p)),
            form: ObjectForm::Plain,
        };
        (rules != ObjectRules::default()).then(|| Box::new(rules))
    }

    fn branches(&mut self, map: &'a Map<String, Value>) -> Option<Box<Branches>> {
        let mut all = |key: &str| match map.get(key) {
            Some(Value::Array(items)) => self.read_all(items),
            _ => Vec::new(),
        };
        let (all_of, any_of, one_of) = (all("allOf"), all("anyOf"), all("oneOf"));
        let not = map.get("not").map(|n| self.read(n));
        let condition = map.get("if").map(|test| Condition {
            test: self.read(test),
            then: map.get("then").map(|n| self.read(n)),
            otherwise: map.get("else").map(|n| self.read(n)),
        });
        let branches = Branches {
            all_of,
            any_of,
            one_of,
            not,
            condition,
        };
        (branches != Branches::default()).then(|| Box::new(branches))
    }

    fn read_all(&mut self, schemas: &'a [Value]) -> Vec<NodeId> {
        schemas.iter().map(|schema| self.read(schema)).collect()
    }

    /// `AWS::IAM::Role.Arn` says what the text identifies; `date-time` does not.
    fn relation(&self, format: &str) -> Option<Relation> {
        let (resource, attribute) = format.split_once('.')?;
        Some(self.identities.relation(resource, attribute))
    }

    fn relationship(&self, value: &Value) -> Option<Relation> {
        let path = super::registry::property_path(value["propertyPath"].as_str()?);
        let resource = value["typeName"].as_str()?;
        Some(self.identities.relation(resource, &path.replace("/", ".")))
    }
}

fn definition_name(reference: &str) -> Option<&str> {
    reference
        .strip_prefix("#/definitions/")
        .filter(|name| !name.contains('/'))
}

fn says_more(map: &Map<String, Value>) -> bool {
    map.keys()
        .any(|key| key != "$ref" && !SILENT.contains(&key.as_str()))
}

fn types(value: Option<&Value>) -> TypeSet {
    let one = |value: &Value| match value.as_str() {
        Some("string") => TypeSet::STRING,
        Some("integer") => TypeSet::INTEGER,
        Some("number") => TypeSet::NUMBER,
        Some("boolean") => TypeSet::BOOLEAN,
        Some("object") => TypeSet::OBJECT,
        Some("array") => TypeSet::ARRAY,
        Some("null") => TypeSet::NULL,
        _ => TypeSet::ANY,
    };
    match value {
        None => TypeSet::ANY,
        Some(Value::Array(all)) => all.iter().map(one).fold(TypeSet::NONE, TypeSet::with),
        Some(value) => one(value),
    }
}

fn values(map: &Map<String, Value>) -> Option<Box<ValueRules>> {
    let (list, ignore_case) = match (map.get("enum"), map.get("enumCaseInsensitive")) {
        (Some(Value::Array(list)), _) => (list.as_slice(), false),
        (_, Some(Value::Array(list))) => (list.as_slice(), true),
        _ => (std::slice::from_ref(map.get("const")?), false),
    };
    // A list with a value that is no scalar could only be checked in part.
    let allowed = list.iter().map(literal).collect::<Option<Vec<Literal>>>()?;
    Some(Box::new(ValueRules {
        allowed,
        ignore_case,
    }))
}

fn literal(value: &Value) -> Option<Literal> {
    match value {
        Value::String(text) => Some(Literal::Text(text.as_str().into())),
        Value::Bool(value) => Some(Literal::Bool(*value)),
        Value::Number(number) => match number.as_i64() {
            Some(int) => Some(Literal::Int(int)),
            None => number.as_f64().map(Literal::Number),
        },
        _ => None,
    }
}

fn text_rules(map: &Map<String, Value>) -> Option<Box<TextRules>> {
    let rules = TextRules {
        min_length: count(map, "minLength"),
        max_length: count(map, "maxLength"),
        pattern: map.get("pattern").and_then(Value::as_str).map(Pattern::new),
    };
    (rules != TextRules::default()).then(|| Box::new(rules))
}

fn number_rules(map: &Map<String, Value>) -> Option<Box<NumberRules>> {
    let of = |key: &str| map.get(key).and_then(Value::as_f64);
    let rules = NumberRules {
        minimum: of("minimum"),
        maximum: of("maximum"),
        exclusive_minimum: of("exclusiveMinimum"),
        exclusive_maximum: of("exclusiveMaximum"),
        multiple_of: of("multipleOf"),
    };
    (rules != NumberRules::default()).then(|| Box::new(rules))
}

fn count(map: &Map<String, Value>, key: &str) -> Option<u32> {
    let value = map.get(key)?.as_f64()?;
    (value >= 0.0).then_some(value as u32)
}

fn object(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

fn names(value: Option<&Value>) -> Vec<Name> {
    let list = value.and_then(Value::as_array).into_iter().flatten();
    list.filter_map(Value::as_str).map(Name::from).collect()
}

fn lists(value: Option<&Value>) -> Vec<(Name, Vec<Name>)> {
    object(value)
        .map(|(key, list)| (key.as_str().into(), names(Some(list))))
        .collect()
}

/// A group of names, or several.
fn groups(value: Option<&Value>) -> Vec<Vec<Name>> {
    let list = value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    match list {
        [] => Vec::new(),
        [Value::Array(_), ..] => list.iter().map(|group| names(Some(group))).collect(),
        _ => vec![names(value)],
    }
}
