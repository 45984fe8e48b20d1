//! JSON and YAML texts to values and back. In: a text from the user's files. Out: plain data, or
//! why there is none. Never: more values than there is room for, whatever aliases say.

use super::call::{Fault, World};
use super::number::whole;
use crate::graph::{Origin, Value, ValueKind, ValueMap};
use crate::text::{LineColumn, Name};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::fmt;

/// How many values are asked for at a time.
const CHUNK: u32 = 256;

/// Reads a JSON text. The error is one line.
pub fn from_json(text: &str, origin: Origin, world: &mut dyn World) -> Result<Value, Fault> {
    let mut reader = Reader::new(origin, world);
    let mut json = serde_json::Deserializer::from_str(text);
    let result = Data(&mut reader).deserialize(&mut json);
    let result = result.and_then(|value| json.end().map(|()| value));
    reader.finish(result.map_err(|e| e.to_string()), "JSON")
}

/// Reads a YAML text of one document. The error is one line.
pub fn from_yaml(text: &str, origin: Origin, world: &mut dyn World) -> Result<Value, Fault> {
    from_yaml_file(text, origin, world).map_err(|(fault, _)| fault)
}

/// Reads a YAML text of one document. An error comes with the byte at which it was found, where
/// that is known.
pub fn from_yaml_file(
    text: &str,
    origin: Origin,
    world: &mut dyn World,
) -> Result<Value, (Fault, Option<LineColumn>)> {
    let mut reader = Reader::new(origin, world);
    let result = Data(&mut reader).deserialize(serde_yaml::Deserializer::from_str(text));
    let location = result.as_ref().err().and_then(|e| e.location());
    let place = location.map(|location| LineColumn {
        line: location.line() as u32,
        column: location.column() as u32,
    });
    let result = reader.finish(result.map_err(|e| e.to_string()), "YAML");
    result.map_err(|fault| (fault, place))
}

/// A known value as JSON, on one line.
pub fn to_json(value: &Value) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Json(value))
}

/// What is read so far, and the room that is left.
struct Reader<'a> {
    origin: Origin,
    world: &'a mut dyn World,
    room: u32,
    /// Why the caller refused more.
    refused: Option<Fault>,
}

impl<'a> Reader<'a> {
    fn new(origin: Origin, world: &'a mut dyn World) -> Reader<'a> {
        Reader {
            origin,
            world,
            room: 0,
            refused: None,
        }
    }

    /// Takes the room of one value.
    fn take(&mut self) -> Result<(), &'static str> {
        if self.room == 0 {
            if let Err(fault) = self.world.reserve(u64::from(CHUNK), "values") {
                self.refused = Some(fault);
                return Err("too many values");
            }
            self.room = CHUNK;
        }
        self.room -= 1;
        Ok(())
    }

    fn finish(self, result: Result<Value, String>, format: &str) -> Result<Value, Fault> {
        match (result, self.refused) {
            (_, Some(fault)) => Err(fault),
            (Ok(value), None) => Ok(value),
            (Err(error), None) => {
                let line = error.lines().next().unwrap_or_default();
                Err(Fault::at(0, format!("this text is not {format}: {line}")))
            }
        }
    }
}

/// One value of any kind.
struct Data<'r, 'a>(&'r mut Reader<'a>);

impl<'de> DeserializeSeed<'de> for Data<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.take().map_err(D::Error::custom)?;
        deserializer.deserialize_any(self)
    }
}

impl Data<'_, '_> {
    fn value<E>(self, kind: ValueKind) -> Result<Value, E> {
        Ok(Value::new(kind, self.0.origin))
    }
}

impl<'de> Visitor<'de> for Data<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value without tags")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        self.value(ValueKind::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        self.value(ValueKind::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        self.value(ValueKind::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        self.value(ValueKind::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        let int = i64::try_from(value).map(ValueKind::Int);
        self.value(int.unwrap_or(ValueKind::Number(value as f64)))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        if !value.is_finite() {
            return Err(E::custom("a number is infinite or no number"));
        }
        self.value(ValueKind::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        self.value(ValueKind::Text(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = items.next_element_seed(Data(&mut *self.0))? {
            values.push(value);
        }
        Ok(Value::list(values, self.0.origin))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = ValueMap::new();
        while let Some(key) = entries.next_key::<Key>()? {
            let value = entries.next_value_seed(Data(&mut *self.0))?;
            if map.contains_key(&key.0) {
                let message = format!("the key `{}` occurs twice", key.0);
                return Err(A::Error::custom(message));
            }
            map.insert(key.0, value);
        }
        Ok(Value::map(map, self.0.origin))
    }
}

/// A key: in YAML also a number or a boolean, as text.
struct Key(Name);

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Key, D::Error> {
        struct KeyVisitor;

        impl Visitor<'_> for KeyVisitor {
            type Value = Key;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a scalar as the key of an entry")
            }

            fn visit_str<E>(self, value: &str) -> Result<Key, E> {
                Ok(Key(value.into()))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Key, E> {
                Ok(Key(ecow::eco_format!("{value}")))
            }

            fn visit_u64<E>(self, value: u64) -> Result<Key, E> {
                Ok(Key(ecow::eco_format!("{value}")))
            }

            fn visit_f64<E>(self, value: f64) -> Result<Key, E> {
                Ok(Key(super::string::number_text(value)))
            }

            fn visit_bool<E>(self, value: bool) -> Result<Key, E> {
                Ok(Key(ecow::eco_format!("{value}")))
            }
        }

        deserializer.deserialize_any(KeyVisitor)
    }
}

/// A value on its way to JSON.
struct Json<'a>(&'a Value);

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        use serde::ser::Error;
        match &self.0.known().unwrap_or(self.0).kind {
            ValueKind::Null => serializer.serialize_unit(),
            ValueKind::Bool(bool) => serializer.serialize_bool(*bool),
            ValueKind::Int(int) => serializer.serialize_i64(*int),
            ValueKind::Number(number) => match whole(*number) {
                Some(int) => serializer.serialize_i64(int),
                None => serializer.serialize_f64(*number),
            },
            ValueKind::Text(text) => serializer.serialize_str(text),
            ValueKind::List(list) => serializer.collect_seq(list.iter().map(Json)),
            ValueKind::Map(map) => {
                let mut entries = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map.iter() {
                    entries.serialize_entry(key.as_str(), &Json(value))?;
                }
                entries.end()
            }
            ValueKind::Resource(..) | ValueKind::Instance(..) => {
                Err(S::Error::custom("a resource has no JSON form"))
            }
            ValueKind::Deferred(_) | ValueKind::Error => {
                Err(S::Error::custom("a value is not known"))
            }
        }
    }
}
