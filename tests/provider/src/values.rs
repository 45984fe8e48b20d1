//! Values of Terraform's, as its msgpack encodes them. In: the value of a block, its schema, and what to do
//! with its attributes. Out: the value with that done, at every depth. Never: a judgement whether a value
//! fits its schema: Terraform has that before it asks a provider.

use crate::messages::{Attribute, Block, NestedBlock, NestedType, Nesting};
use rmpv::Value;
use serde_json::Value as Json;

/// An extension type whose content says nothing: known when the change is made.
pub fn unknown() -> Value {
    Value::Ext(0, vec![0])
}

pub fn is_unknown(value: &Value) -> bool {
    matches!(value, Value::Ext(..))
}

/// The block's value with each attribute put through a function. Attributes of nested types that have a
/// value are taken one by one.
pub fn map(block: &Block, value: Value, f: &impl Fn(&Attribute, Value) -> Value) -> Value {
    on_fields(value, |name, value| {
        if let Some(attribute) = block.attributes.iter().find(|a| a.name == name) {
            return map_attribute(attribute, value, f);
        }
        match block.block_types.iter().find(|b| b.type_name == name) {
            Some(nested) => on_objects(nested.nesting(), value, &|v| map(&nested.block, v, f)),
            None => value,
        }
    })
}

/// The value of a block of which nothing is written.
pub fn empty(block: &Block) -> Value {
    let attributes = block.attributes.iter().map(|a| (&a.name, Value::Nil));
    let blocks = block.block_types.iter();
    let blocks = blocks.map(|b| (&b.type_name, empty_block(b)));
    object(attributes.chain(blocks))
}

/// Something that an attribute could have.
pub fn made_up(attribute: &Attribute) -> Value {
    if let Some(nested) = &attribute.nested_type {
        return made_up_nested(&attribute.name, nested);
    }
    let ty = serde_json::from_slice(&attribute.r#type).unwrap_or_default();
    made_up_of(&attribute.name, &ty)
}

fn map_attribute(
    attribute: &Attribute,
    value: Value,
    f: &impl Fn(&Attribute, Value) -> Value,
) -> Value {
    match &attribute.nested_type {
        Some(nested) if !value.is_nil() && !is_unknown(&value) => {
            on_objects(nested.nesting(), value, &|object| {
                on_fields(object, |name, value| {
                    match nested.attributes.iter().find(|a| a.name == name) {
                        Some(attribute) => map_attribute(attribute, value, f),
                        None => value,
                    }
                })
            })
        }
        _ => f(attribute, value),
    }
}

fn on_objects(nesting: Nesting, value: Value, f: &impl Fn(Value) -> Value) -> Value {
    match (nesting, value) {
        (Nesting::List | Nesting::Set, Value::Array(all)) => all.into_iter().map(f).collect(),
        (Nesting::Map, value) => on_fields(value, |_, value| f(value)),
        (_, value) => f(value),
    }
}

/// A null or an unknown value has no fields and stays what it is.
fn on_fields(value: Value, mut f: impl FnMut(&str, Value) -> Value) -> Value {
    let Value::Map(fields) = value else {
        return value;
    };
    let mut done = |(key, value): (Value, Value)| {
        let value = f(key.as_str().unwrap_or(""), value);
        (key, value)
    };
    Value::Map(fields.into_iter().map(&mut done).collect())
}

fn empty_block(nested: &NestedBlock) -> Value {
    match nested.nesting() {
        Nesting::List | Nesting::Set => Value::Array(Vec::new()),
        Nesting::Map => Value::Map(Vec::new()),
        Nesting::Group => empty(&nested.block),
        Nesting::Single | Nesting::Invalid => Value::Nil,
    }
}

fn made_up_nested(name: &str, nested: &NestedType) -> Value {
    let fields = nested.attributes.iter().map(|a| (&a.name, made_up(a)));
    let one = object(fields);
    match nested.nesting() {
        Nesting::List | Nesting::Set => Value::Array(vec![one]),
        Nesting::Map => Value::Map(vec![(name.into(), one)]),
        _ => one,
    }
}

/// How many availability zones there are.
const ZONES: i64 = 6;

/// Lists have one element, so that `[0]` of one can be read. The names of availability zones are more.
fn made_up_of(name: &str, ty: &Json) -> Value {
    match (ty.as_str(), ty[0].as_str()) {
        (Some("string"), _) => text(name).into(),
        (Some("number"), _) => 1.into(),
        (Some("bool"), _) => true.into(),
        (Some("dynamic"), _) => Value::Array(vec![
            Value::Binary(b"\"string\"".to_vec()),
            text(name).into(),
        ]),
        (_, Some("list")) if name == "names" => {
            let zone = |number| Value::from(format!("{name}-{number}"));
            (1..=ZONES).map(zone).collect()
        }
        (_, Some("list" | "set")) => Value::Array(vec![made_up_of(name, &ty[1])]),
        (_, Some("map")) => Value::Map(vec![(name.into(), made_up_of(name, &ty[1]))]),
        (_, Some("object")) => {
            let fields = ty[1].as_object().into_iter().flatten();
            object(fields.map(|(name, ty)| (name, made_up_of(name, ty))))
        }
        (_, Some("tuple")) => {
            let elements = ty[1].as_array().into_iter().flatten();
            elements.map(|ty| made_up_of(name, ty)).collect()
        }
        _ => Value::Nil,
    }
}

/// A text that functions take which want one of this kind.
fn text(name: &str) -> &str {
    match name {
        name if name.ends_with("cidr_block") => "10.0.0.0/16",
        name if name.ends_with("json") || name == "secret_string" => "{}",
        name => name,
    }
}

fn object<'a>(fields: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Map(fields.map(|(name, v)| (name.as_str().into(), v)).collect())
}
