//! Terraform's own description of providers to ours. In: what `terraform providers schema -json` prints,
//! of one provider or many. Out: a [`Schema`] for each resource type, each data source, which is
//! called `data.aws_ami` as in Terraform's addresses, and for how the provider itself is configured,
//! which is called `provider.aws`. Facts only, no descriptions; what is unknown in a schema says
//! nothing, so that only what is no such document fails.

use super::{
    Access, Additional, AttributeFact, ListRules, Node, ObjectForm, ObjectRules, Property,
    Reference, Schema, TypeSet,
};
use crate::text::Name;
use crate::types::NodeId;
use serde_json::{Map, Value};

/// What one provider offers.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// `hashicorp/aws`; with its host where that is not the public registry.
    pub source: Name,
    /// Sorted by name, without what [`complete`] adds.
    pub schemas: Vec<Schema>,
}

impl Provider {
    /// How the provider itself is configured, where its dump says so.
    pub fn configuration(&self) -> Option<&Schema> {
        let mut schemas = self.schemas.iter();
        schemas.find(|schema| configured(&schema.name).is_some())
    }
}

/// The public registry, which sources leave out.
const REGISTRY: &str = "registry.terraform.io/";

/// Reads all providers of a dump, sorted by their source.
pub fn read(text: &str) -> Result<Vec<Provider>, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let mut found: Vec<Provider> = all(&value)?
        .iter()
        .map(|(address, provider)| Provider {
            source: source(address),
            schemas: schemas(local_name(address), provider),
        })
        .collect();
    found.sort_by(|a, b| a.source.cmp(&b.source));
    Ok(found)
}

/// The providers of a dump by their addresses, each as Terraform describes it.
pub fn all(dump: &Value) -> Result<&Map<String, Value>, String> {
    let version = dump["format_version"].as_str().unwrap_or_default();
    if !matches!(version.split('.').next(), Some("0" | "1")) {
        return Err(match version {
            "" => "no `format_version`: expected what `terraform providers schema -json` prints"
                .to_string(),
            other => format!("expected `format_version` 1, found {other}"),
        });
    }
    let providers = dump["provider_schemas"].as_object();
    providers.ok_or_else(|| {
        "no `provider_schemas`: expected what `terraform providers schema -json` prints".to_string()
    })
}

/// How a configuration names the provider with an address: `hashicorp/aws`.
pub fn source(address: &str) -> Name {
    address.strip_prefix(REGISTRY).unwrap_or(address).into()
}

/// Reads one type, data source or configuration under the name that it has among the types.
pub fn one(name: Name, value: &Value) -> Schema {
    schema(name, &value["block"])
}

/// Whether there is anything to configure: an empty block says nothing.
pub fn says_something(value: &Value) -> bool {
    let mut parts = ["attributes", "block_types"].into_iter();
    parts.any(|part| members(&value["block"][part]).next().is_some())
}

/// Adds what follows from the properties of a type, and is in no bundle for that: all of them can be
/// read, and `ref` is its `id`.
pub fn complete(mut schema: Schema) -> Schema {
    let object = schema.root().and_then(|root| root.object.as_ref());
    let properties = object.map_or(&[][..], |object| &object.properties);
    let fact = |property: &Property| AttributeFact {
        name: property.name.clone(),
        node: property.node,
        identifies: None,
    };
    let id = properties.iter().find(|p| p.name == "id");
    let reference = id.map(|id| Reference {
        attribute: id.name.clone(),
        node: Some(id.node),
        identifies: None,
    });
    schema.attributes = properties.iter().map(fact).collect();
    schema.reference = reference.unwrap_or_default();
    schema
}

/// What a data source is called among the types: `data.aws_ami`.
pub fn data_source(name: &str) -> Name {
    ecow::eco_format!("{DATA}{name}")
}

/// The name of a data source among the types, as it is written. `None` for a resource type.
pub fn data_name(name: &str) -> Option<&str> {
    name.strip_prefix(DATA)
}

/// What the configuration of a provider is called among the types: `provider.aws`.
pub fn configuration(local_name: &str) -> Name {
    ecow::eco_format!("{CONFIGURATION}{local_name}")
}

/// The provider that a type is the configuration of. `None` where it is none.
pub fn configured(name: &str) -> Option<&str> {
    name.strip_prefix(CONFIGURATION)
}

/// What a configuration calls a provider unless it says otherwise: `aws` of `hashicorp/aws`.
pub fn local_name(source: &str) -> &str {
    source.rsplit_once('/').map_or(source, |(_, name)| name)
}

const DATA: &str = "data.";
const CONFIGURATION: &str = "provider.";

fn schemas(local_name: &str, provider: &Value) -> Vec<Schema> {
    let all = |key: &str| provider[key].as_object().into_iter().flatten();
    let resources = all("resource_schemas").map(|(name, source)| (Name::from(name), source));
    let data = all("data_source_schemas").map(|(name, source)| (data_source(name), source));
    let own = provider.get("provider");
    let own = own.filter(|own| says_something(own));
    let own = own.map(|source| (configuration(local_name), source));
    let mut found: Vec<Schema> = resources
        .chain(data)
        .chain(own)
        .map(|(name, source)| schema(name, &source["block"]))
        .collect();
    found.sort_by(|a, b| a.name.cmp(&b.name));
    found
}

fn schema(name: Name, block: &Value) -> Schema {
    let mut reader = Reader::default();
    reader.block(block);
    let mut deprecated = Vec::new();
    if block["deprecated"] == true {
        deprecated.push(Name::new());
    }
    Schema {
        name,
        nodes: reader.nodes,
        deprecated,
        ..Schema::default()
    }
}

/// Builds the nodes of one type.
#[derive(Default)]
struct Reader {
    nodes: Vec<Node>,
}

impl Reader {
    /// A block's attributes and the blocks in it, as one object.
    fn block(&mut self, block: &Value) -> NodeId {
        let id = self.add(Node::default());
        let mut rules = self.attributes(&block["attributes"], ObjectForm::Block);
        for (name, nested) in members(&block["block_types"]) {
            if nested["min_items"].as_u64().unwrap_or(0) > 0 {
                rules.required.push(name.as_str().into());
            }
            let access = match nested["block"]["deprecated"] == true {
                true => Access::DEPRECATED,
                false => Access::default(),
            };
            let node = self.nested_block(nested);
            rules.properties.push(Property {
                name: name.as_str().into(),
                node,
                access,
            });
        }
        self.set(id, object(rules));
        id
    }

    fn nested_block(&mut self, nested: &Value) -> NodeId {
        let inner = self.block(&nested["block"]);
        let count = |key: &str| nested[key].as_u64().and_then(|n| u32::try_from(n).ok());
        // What may be given any number of times has a maximum of 0.
        let max_items = count("max_items").filter(|max| *max > 0);
        let min_items = count("min_items").filter(|min| *min > 0);
        let mode = nested["nesting_mode"].as_str().unwrap_or_default();
        self.nesting(mode, inner, min_items, max_items)
    }

    /// A value that is nested: alone, or in a list, a set or a map.
    fn nesting(
        &mut self,
        mode: &str,
        inner: NodeId,
        min_items: Option<u32>,
        max_items: Option<u32>,
    ) -> NodeId {
        match mode {
            "list" | "set" => {
                let list = ListRules {
                    items: Some(inner),
                    min_items,
                    max_items,
                    set: mode == "set",
                    ..ListRules::default()
                };
                self.add(list_of(list))
            }
            "map" => self.add(map_of(inner)),
            // `single`, and `group`, which is a single one that is never null.
            _ => inner,
        }
    }

    /// The object of a block's or a nested type's attributes.
    fn attributes(&mut self, attributes: &Value, form: ObjectForm) -> ObjectRules {
        let mut rules = ObjectRules {
            additional: Additional::Forbidden,
            form,
            ..ObjectRules::default()
        };
        for (name, attribute) in members(attributes) {
            if attribute["required"] == true {
                rules.required.push(name.as_str().into());
            }
            rules.properties.push(Property {
                name: name.as_str().into(),
                node: self.attribute(attribute),
                access: access(attribute),
            });
        }
        rules
    }

    fn attribute(&mut self, attribute: &Value) -> NodeId {
        let nested = &attribute["nested_type"];
        if nested.is_null() {
            return self.type_expression(&attribute["type"]);
        }
        let inner = self.add(Node::default());
        let rules = self.attributes(&nested["attributes"], ObjectForm::Plain);
        self.set(inner, object(rules));
        let mode = nested["nesting_mode"].as_str().unwrap_or_default();
        self.nesting(mode, inner, None, None)
    }

    /// `"string"`, `["list", "string"]`, `["object", { "a": "string" }, ["a"]]`.
    fn type_expression(&mut self, ty: &Value) -> NodeId {
        let scalar = |types: TypeSet| Node {
            types,
            ..Node::default()
        };
        let node = match (ty.as_str(), ty[0].as_str()) {
            (Some("string"), _) => scalar(TypeSet::STRING),
            (Some("number"), _) => scalar(TypeSet::NUMBER),
            (Some("bool"), _) => scalar(TypeSet::BOOLEAN),
            (None, Some(kind @ ("list" | "set"))) => list_of(ListRules {
                items: Some(self.type_expression(&ty[1])),
                set: kind == "set",
                ..ListRules::default()
            }),
            (None, Some("map")) => map_of(self.type_expression(&ty[1])),
            (None, Some("object")) => object(self.fields(&ty[1])),
            (None, Some("tuple")) => {
                let elements = ty[1].as_array().into_iter().flatten();
                let prefix: Vec<NodeId> = elements.map(|e| self.type_expression(e)).collect();
                let length = u32::try_from(prefix.len()).ok();
                list_of(ListRules {
                    prefix,
                    min_items: length,
                    max_items: length,
                    ..ListRules::default()
                })
            }
            // `dynamic`: any value.
            _ => Node::default(),
        };
        self.add(node)
    }

    /// The object of an object type. A field that is not written is null.
    fn fields(&mut self, fields: &Value) -> ObjectRules {
        let property = |(name, ty): (&String, &Value)| Property {
            name: name.as_str().into(),
            node: self.type_expression(ty),
            access: Access::default(),
        };
        ObjectRules {
            properties: members(fields).map(property).collect(),
            additional: Additional::Forbidden,
            form: ObjectForm::Value,
            ..ObjectRules::default()
        }
    }

    fn add(&mut self, node: Node) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node);
        id
    }

    fn set(&mut self, id: NodeId, node: Node) {
        if let Some(place) = self.nodes.get_mut(id.0 as usize) {
            *place = node;
        }
    }
}

fn access(attribute: &Value) -> Access {
    let is = |key: &str| attribute[key] == true;
    let all = [
        (is("deprecated"), Access::DEPRECATED),
        (is("sensitive"), Access::SENSITIVE),
        (is("write_only"), Access::WRITE_ONLY),
        (is("computed") && is("optional"), Access::COMPUTED),
        (
            is("computed") && !is("optional") && !is("required"),
            Access::READ_ONLY,
        ),
    ];
    let there = all.into_iter().filter(|(there, _)| *there);
    there.fold(Access::default(), |access, (_, fact)| access.with(fact))
}

fn object(mut rules: ObjectRules) -> Node {
    rules.properties.sort_by(|a, b| a.name.cmp(&b.name));
    rules.required.sort();
    Node {
        types: TypeSet::OBJECT,
        object: Some(Box::new(rules)),
        ..Node::default()
    }
}

fn map_of(inner: NodeId) -> Node {
    object(ObjectRules {
        additional: Additional::Like(inner),
        ..ObjectRules::default()
    })
}

fn list_of(rules: ListRules) -> Node {
    Node {
        types: TypeSet::ARRAY,
        list: Some(Box::new(rules)),
        ..Node::default()
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    static NOTHING: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    value.as_object().unwrap_or(&NOTHING).iter()
}
