//! The provider's side of the protocol. In: a call's name and its request. Out: the answer; `None` for a call
//! that it does not know. Everything is accepted, and what a cloud would decide is unknown in the plan and
//! made up when it is applied.

use crate::messages::{
    Attribute, ChangeRequest, Diagnostic, DynamicValue, ImportRequest, ImportResponse,
    ImportedResource, OpenResponse, ProviderSchema, ReadRequest, Schema, Severity, StateResponse,
    UpgradeRequest,
};
use crate::values;
use bytes::Bytes;
use prost::Message;
use rmpv::Value;

pub struct Provider {
    schema: ProviderSchema,
}

impl Provider {
    pub fn new(schema: ProviderSchema) -> Provider {
        Provider { schema }
    }

    pub fn answer(&self, method: &str, request: Bytes) -> Option<Vec<u8>> {
        match method {
            "GetProviderSchema" => Some(self.schema.encode_to_vec()),
            // An empty answer: nothing to say against it.
            "ValidateProviderConfig"
            | "ValidateResourceConfig"
            | "ValidateDataResourceConfig"
            | "ValidateEphemeralResourceConfig"
            | "ConfigureProvider"
            | "CloseEphemeralResource"
            | "StopProvider" => Some(Vec::new()),
            "UpgradeResourceState" => answer(request, upgrade),
            "ReadResource" => answer(request, |r: ReadRequest| state(r.value)),
            "PlanResourceChange" => answer(request, |r: ChangeRequest| {
                let schema = self.schema.resource_schemas.get(&r.type_name);
                state(on_value(schema, r.state, &planned))
            }),
            "ApplyResourceChange" => answer(request, |r: ChangeRequest| {
                let schema = self.schema.resource_schemas.get(&r.type_name);
                state(on_value(schema, r.state, &applied))
            }),
            "ReadDataSource" => answer(request, |r: ReadRequest| {
                let schema = self.schema.data_source_schemas.get(&r.type_name);
                state(on_value(schema, r.value, &looked_up))
            }),
            "OpenEphemeralResource" => answer(request, |r: ReadRequest| {
                let schema = self.schema.ephemeral_resource_schemas.get(&r.type_name);
                let result = on_value(schema, r.value, &looked_up);
                OpenResponse { result }
            }),
            "ImportResourceState" => answer(request, |r| self.import(r)),
            _ => None,
        }
    }

    /// What is imported has the id that it is imported by, and what a cloud would know of it.
    fn import(&self, request: ImportRequest) -> ImportResponse {
        let Some(schema) = self.schema.resource_schemas.get(&request.type_name) else {
            let problem = format!("no resource type {}", request.type_name);
            return ImportResponse {
                imported_resources: Vec::new(),
                diagnostics: vec![error(problem)],
            };
        };
        let value = values::map(
            &schema.block,
            values::empty(&schema.block),
            &|a, value| match a.name == "id" {
                true => request.id.as_str().into(),
                false => found(a, value),
            },
        );
        ImportResponse {
            imported_resources: vec![ImportedResource {
                type_name: request.type_name,
                state: Some(encoded(&value)),
            }],
            diagnostics: Vec::new(),
        }
    }
}

fn answer<Q: Message + Default, A: Message>(request: Bytes, f: impl Fn(Q) -> A) -> Option<Vec<u8>> {
    Some(f(Q::decode(request).ok()?).encode_to_vec())
}

/// The schema of a state never changes here: what is in its file is what Terraform wants.
fn upgrade(request: UpgradeRequest) -> StateResponse {
    state(request.raw_state.map(|raw| DynamicValue {
        json: raw.json,
        ..DynamicValue::default()
    }))
}

/// What is not set and may be computed becomes known when the change is made.
fn planned(attribute: &Attribute, value: Value) -> Value {
    match value {
        _ if attribute.write_only => Value::Nil,
        Value::Nil if attribute.computed => values::unknown(),
        value => value,
    }
}

fn applied(attribute: &Attribute, value: Value) -> Value {
    match value {
        _ if attribute.write_only => Value::Nil,
        value if values::is_unknown(&value) => values::made_up(attribute),
        value => value,
    }
}

/// Providers answer with much that may be asked for, too, and that their schemas do not call computed.
fn looked_up(attribute: &Attribute, value: Value) -> Value {
    match value {
        Value::Nil => values::made_up(attribute),
        value => value,
    }
}

fn found(attribute: &Attribute, value: Value) -> Value {
    match value {
        Value::Nil if attribute.computed => values::made_up(attribute),
        value => value,
    }
}

/// The value of a resource with each attribute put through a function. A resource that is to go away is
/// null and stays so.
fn on_value(
    schema: Option<&Schema>,
    value: Option<DynamicValue>,
    f: &impl Fn(&Attribute, Value) -> Value,
) -> Option<DynamicValue> {
    let (schema, encoded_value) = (schema?, value?);
    let value = rmpv::decode::read_value(&mut encoded_value.msgpack.as_slice()).ok()?;
    Some(encoded(&values::map(&schema.block, value, f)))
}

fn encoded(value: &Value) -> DynamicValue {
    let mut value_bytes = Vec::new();
    rmpv::encode::write_value(&mut value_bytes, value).expect("memory takes what is written");
    DynamicValue {
        msgpack: value_bytes,
        json: Vec::new(),
    }
}

fn state(state: Option<DynamicValue>) -> StateResponse {
    StateResponse { state }
}

fn error(summary: String) -> Diagnostic {
    Diagnostic {
        severity: Severity::Error.into(),
        summary,
        detail: String::new(),
    }
}
