//! The provider's side of the protocol. In: a call's name and its request. Out: the answer; `None` for a call
//! that it does not know. Everything is accepted, and what a cloud would decide is unknown in the plan and
//! made up when it is applied, unless what data sources give was said.

use crate::messages::{
    ApplyResponse, Attribute, ChangeRequest, Diagnostic, DynamicValue, ImportRequest,
    ImportResponse, ImportedResource, NestedBlock, OpenResponse, PlanResponse, ProviderSchema,
    ReadRequest, Schema, Severity, StateResponse, UpgradeRequest,
};
use crate::values::{self, Change};
use bytes::Bytes;
use prost::Message;
use rmpv::Value;
use serde_json::Value as Json;

pub struct Provider {
    schema: ProviderSchema,
    /// By types of data sources and attributes.
    given: Json,
}

impl Provider {
    pub fn new(schema: ProviderSchema, given: Json) -> Provider {
        Provider { schema, given }
    }

    pub fn answer(&self, method: &str, request: Bytes) -> Option<Vec<u8>> {
        let schema = &self.schema;
        match method {
            "GetProviderSchema" => Some(schema.encode_to_vec()),
            // An empty answer: nothing to say against it.
            "ValidateProviderConfig"
            | "ValidateResourceConfig"
            | "ValidateDataResourceConfig"
            | "ValidateEphemeralResourceConfig"
            | "ConfigureProvider"
            | "CloseEphemeralResource"
            | "StopProvider" => Some(Vec::new()),
            "UpgradeResourceState" => answer(request, upgrade),
            "ReadResource" => answer(request, |r: ReadRequest| StateResponse { state: r.value }),
            "PlanResourceChange" => answer(request, |r: ChangeRequest| PlanResponse {
                state: changed(schema.resource_schemas.get(&r.type_name), r.state, &Planned),
                legacy_type_system: true,
            }),
            "ApplyResourceChange" => answer(request, |r: ChangeRequest| ApplyResponse {
                state: changed(schema.resource_schemas.get(&r.type_name), r.state, &Applied),
                legacy_type_system: true,
            }),
            "ReadDataSource" => answer(request, |r: ReadRequest| {
                let schema = schema.data_source_schemas.get(&r.type_name);
                let given = &self.given[&r.type_name];
                let state = changed(schema, r.value, &LookedUp { given });
                StateResponse { state }
            }),
            "OpenEphemeralResource" => answer(request, |r: ReadRequest| {
                let schema = schema.ephemeral_resource_schemas.get(&r.type_name);
                let given = &self.given[&r.type_name];
                let result = changed(schema, r.value, &LookedUp { given });
                OpenResponse { result }
            }),
            "ImportResourceState" => answer(request, |r| self.import(r)),
            _ => None,
        }
    }

    /// What is imported has the id that it is imported by, and what a cloud would know of it.
    fn import(&self, request: ImportRequest) -> ImportResponse {
        let Some(schema) = self.schema.resource_schemas.get(&request.type_name) else {
            let summary = format!("no resource type {}", request.type_name);
            return ImportResponse {
                imported_resources: Vec::new(),
                diagnostics: vec![error(summary)],
            };
        };
        let nothing = values::empty(&schema.block);
        let value = values::map(&schema.block, nothing, &Imported { id: &request.id });
        ImportResponse {
            imported_resources: vec![ImportedResource {
                type_name: request.type_name,
                state: Some(encoded(&value)),
            }],
            diagnostics: Vec::new(),
        }
    }
}

/// What is not set and may be computed becomes known when the change is made.
struct Planned;

impl Change for Planned {
    fn attribute(&self, attribute: &Attribute, value: Value) -> Value {
        match value {
            _ if attribute.write_only => Value::Nil,
            Value::Nil if attribute.computed => values::unknown(),
            value => value,
        }
    }

    fn blocks(&self, _: &NestedBlock, _: Value) -> Value {
        values::unknown()
    }
}

struct Applied;

impl Change for Applied {
    fn attribute(&self, attribute: &Attribute, value: Value) -> Value {
        match value {
            _ if attribute.write_only => Value::Nil,
            value if values::is_unknown(&value) => values::made_up(attribute),
            value => value,
        }
    }

    fn blocks(&self, nested: &NestedBlock, value: Value) -> Value {
        match values::is_unknown(&value) {
            true => values::made_up_blocks(nested),
            false => value,
        }
    }
}

/// Providers answer with much that may be asked for, too, and that their schemas do not call computed.
struct LookedUp<'a> {
    given: &'a Json,
}

impl Change for LookedUp<'_> {
    fn attribute(&self, attribute: &Attribute, value: Value) -> Value {
        match (value, &self.given[&attribute.name]) {
            (Value::Nil, Json::Null) => values::made_up(attribute),
            (Value::Nil, given) => values::from_json(given),
            (value, _) => value,
        }
    }

    fn blocks(&self, nested: &NestedBlock, _: Value) -> Value {
        values::made_up_blocks(nested)
    }
}

struct Imported<'a> {
    id: &'a str,
}

impl Change for Imported<'_> {
    fn attribute(&self, attribute: &Attribute, value: Value) -> Value {
        match value {
            _ if attribute.name == "id" => self.id.into(),
            Value::Nil if attribute.computed => values::made_up(attribute),
            value => value,
        }
    }

    fn blocks(&self, _: &NestedBlock, value: Value) -> Value {
        value
    }
}

fn answer<Q: Message + Default, A: Message>(request: Bytes, f: impl Fn(Q) -> A) -> Option<Vec<u8>> {
    Some(f(Q::decode(request).ok()?).encode_to_vec())
}

/// The schema of a state never changes here: what is in its file is what Terraform wants.
fn upgrade(request: UpgradeRequest) -> StateResponse {
    let state = request.raw_state.map(|raw| DynamicValue {
        json: raw.json,
        ..DynamicValue::default()
    });
    StateResponse { state }
}

/// The value of a resource with a change made at every place. A resource that is to go away is null and
/// stays so.
fn changed(
    schema: Option<&Schema>,
    value: Option<DynamicValue>,
    change: &impl Change,
) -> Option<DynamicValue> {
    let (schema, value) = (schema?, value?);
    let value = rmpv::decode::read_value(&mut value.msgpack.as_slice()).ok()?;
    Some(encoded(&values::map(&schema.block, value, change)))
}

fn encoded(value: &Value) -> DynamicValue {
    let mut msgpack = Vec::new();
    rmpv::encode::write_value(&mut msgpack, value).expect("memory takes what is written");
    DynamicValue {
        msgpack,
        json: Vec::new(),
    }
}

fn error(summary: String) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error.into(),
        summary,
        detail: String::new(),
    }
}
