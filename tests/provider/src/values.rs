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

/// What becomes of the places of a value.
pub trait Change {
    /// An attribute; one of a nested type that has a value is taken attribute by attribute instead.
    fn attribute(&self, attribute: &Attribute, value: Value) -> Value;

    /// A list or set of blocks that is unknown, or that is empty and of a type in which something is computed.
    fn blocks(&self, nested: &NestedBlock, value: Value) -> Value;
}

/// The block's value with a change made at every place.
pub fn map(block: &Block, value: Value, change: &impl Change) -> Value {
    on_fields(value, |name, value| {
        if let Some(attribute) = block.attributes.iter().find(|a| a.name == name) {
            return map_attribute(attribute, value, change);
        }
        match block.block_types.iter().find(|b| b.type_name == name) {
            Some(nested) => map_blocks(nested, value, change),
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

pub fn from_json(json: &Json) -> Value {
    match json {
        Json::Null => Value::Nil,
        Json::Bool(bool) => (*bool).into(),
        Json::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Json::String(text) => text.as_str().into(),
        Json::Array(all) => all.iter().map(from_json).collect(),
        Json::Object(fields) => object(fields.iter().map(|(k, v)| (k, from_json(v)))),
    }
}

/// Something that an attribute could have.
pub fn made_up(attribute: &Attribute) -> Value {
    if let Some(nested) = &attribute.nested_type {
        return made_up_nested(&attribute.name, nested);
    }
    let ty = serde_json::from_slice(&attribute.r#type).unwrap_or_default();
    made_up_of(&attribute.name, &ty)
}

/// Blocks of which one could be.
pub fn made_up_blocks(nested: &NestedBlock) -> Value {
    Value::Array(vec![made_up_block(&nested.block)])
}

fn made_up_block(block: &Block) -> Value {
    let attributes = block.attributes.iter().map(|a| match a.write_only {
        true => (&a.name, Value::Nil),
        false => (&a.name, made_up(a)),
    });
    let blocks = block.block_types.iter();
    let blocks = blocks.map(|b| (&b.type_name, empty_block(b)));
    object(attributes.chain(blocks))
}

fn map_attribute(attribute: &Attribute, value: Value, change: &impl Change) -> Value {
    match &attribute.nested_type {
        Some(nested) if !value.is_nil() && !is_unknown(&value) => {
            on_objects(nested.nesting(), value, &|object| {
                on_fields(object, |name, value| {
                    match nested.attributes.iter().find(|a| a.name == name) {
                        Some(attribute) => map_attribute(attribute, value, change),
                        None => value,
                    }
                })
            })
        }
        _ => change.attribute(attribute, value),
    }
}

fn map_blocks(nested: &NestedBlock, value: Value, change: &impl Change) -> Value {
    match value {
        Value::Ext(..) => change.blocks(nested, value),
        Value::Array(all) if all.is_empty() && computes(&nested.block) => {
            change.blocks(nested, Value::Array(all))
        }
        value => on_objects(nested.nesting(), value, &|object| {
            map(&nested.block, object, change)
        }),
    }
}

fn computes(block: &Block) -> bool {
    let inner = || block.block_types.iter().any(|b| computes(&b.block));
    block.attributes.iter().any(|a| a.computed) || inner()
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

/// How many texts a list has: a program may want as many as there are zones in a region.
const TEXTS: usize = 6;

/// Lists have an element, so that `[0]` of one can be read, and those of texts more.
fn made_up_of(name: &str, ty: &Json) -> Value {
    match (ty.as_str(), ty[0].as_str()) {
        (Some("string"), _) => text(name).into(),
        (Some("number"), _) => 1.into(),
        (Some("bool"), _) => true.into(),
        (Some("dynamic"), _) => Value::Array(vec![
            Value::Binary(b"\"string\"".to_vec()),
            text(name).into(),
        ]),
        (_, Some("list")) if ty[1] == "string" => {
            let numbered = (1..=TEXTS).map(|i| format!("{name}-{i}"));
            numbered.map(Value::from).collect()
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
        name if name.ends_with("certificate") || name == "data" => "bWFkZSB1cA==",
        name => name,
    }
}

fn object<'a>(fields: impl Iterator<Item = (&'a String, Value)>) -> Value {
    Value::Map(fields.map(|(name, v)| (name.as_str().into(), v)).collect())
}
