//! What Terraform says of a provider's schema. In: JSON as `terraform providers schema -json` prints it, and
//! a provider's name. Out: the same in the protocol's messages. Never: descriptions, functions.

use crate::messages::{Attribute, Block, NestedBlock, NestedType, Nesting, ProviderSchema, Schema};
use serde_json::Value;

pub fn read(text: &[u8], name: &str) -> Result<ProviderSchema, String> {
    let dump: Value = serde_json::from_slice(text).map_err(|e| e.to_string())?;
    let mut providers = entries(&dump["provider_schemas"]);
    let of_name = |(address, _): &(&String, &Value)| address.rsplit('/').next() == Some(name);
    let (_, provider) = providers
        .find(of_name)
        .ok_or_else(|| format!("the schema has no provider `{name}`"))?;
    let all = |key: &str| {
        let schemas = entries(&provider[key]);
        schemas.map(|(k, v)| (k.clone(), schema(v))).collect()
    };
    Ok(ProviderSchema {
        provider: Some(schema(&provider["provider"])),
        resource_schemas: all("resource_schemas"),
        data_source_schemas: all("data_source_schemas"),
        ephemeral_resource_schemas: all("ephemeral_resource_schemas"),
    })
}

fn schema(dump: &Value) -> Schema {
    Schema {
        version: dump["version"].as_i64().unwrap_or(0),
        block: block(&dump["block"]),
    }
}

fn block(dump: &Value) -> Block {
    Block {
        attributes: attributes(&dump["attributes"]),
        block_types: entries(&dump["block_types"])
            .map(|(name, dump)| nested_block(name, dump))
            .collect(),
        deprecated: is(dump, "deprecated"),
    }
}

fn nested_block(name: &str, dump: &Value) -> NestedBlock {
    NestedBlock {
        type_name: name.to_owned(),
        block: block(&dump["block"]),
        nesting: nesting(dump),
        min_items: dump["min_items"].as_i64().unwrap_or(0),
        max_items: dump["max_items"].as_i64().unwrap_or(0),
    }
}

fn attributes(dump: &Value) -> Vec<Attribute> {
    entries(dump).map(|(name, d)| attribute(name, d)).collect()
}

fn attribute(name: &str, dump: &Value) -> Attribute {
    let nested = dump.get("nested_type");
    Attribute {
        name: name.to_owned(),
        r#type: dump
            .get("type")
            .map_or(Vec::new(), |t| t.to_string().into()),
        nested_type: nested.map(|nested| NestedType {
            attributes: attributes(&nested["attributes"]),
            nesting: nesting(nested),
        }),
        required: is(dump, "required"),
        optional: is(dump, "optional"),
        computed: is(dump, "computed"),
        sensitive: is(dump, "sensitive"),
        deprecated: is(dump, "deprecated"),
        write_only: is(dump, "write_only"),
    }
}

fn nesting(dump: &Value) -> i32 {
    let nesting = match dump["nesting_mode"].as_str() {
        Some("single") => Nesting::Single,
        Some("list") => Nesting::List,
        Some("set") => Nesting::Set,
        Some("map") => Nesting::Map,
        Some("group") => Nesting::Group,
        _ => Nesting::Invalid,
    };
    nesting.into()
}

fn is(dump: &Value, fact: &str) -> bool {
    dump[fact].as_bool().unwrap_or(false)
}

fn entries(dump: &Value) -> impl Iterator<Item = (&String, &Value)> {
    dump.as_object().into_iter().flatten()
}
