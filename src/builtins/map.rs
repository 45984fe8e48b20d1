//! Functions over maps and records. They look at the keys alone, so values may be deferred.

use super::call::{Call, Fault, known, mismatch};
use super::signature::{ANY_T, Param, Ty, param, signature};
use super::table::{Builtin, example, function};
use crate::graph::{Value, ValueKind, ValueMap};
use crate::text::Name;

const T: Ty = Ty::Var(0);

const MAP: Param = param("map", Ty::Map(&T));

pub(super) static ENTRIES: &[Builtin] = &[
    function(
        "keys",
        &[signature(&[MAP], Ty::List(&Ty::Text)).over(ANY_T)],
        "The keys of a map or a record, in their order.",
        example("keys({ eu: 1, us: 2 })", r#"["eu", "us"]"#),
        keys,
    ),
    function(
        "values",
        &[signature(&[MAP], Ty::List(&T)).over(ANY_T)],
        "The values of a map or a record, in the order of their keys.",
        example("values({ eu: 1, us: 2 })", "[1, 2]"),
        values,
    ),
    function(
        "entries",
        &[signature(
            &[MAP],
            Ty::List(&Ty::Record(&[("key", Ty::Text), ("value", T)])),
        )
        .over(ANY_T)],
        "The entries of a map or a record as records with `key` and `value`.",
        example("entries({ eu: 1 })", r#"[{ key: "eu", value: 1 }]"#),
        entries,
    ),
    function(
        "merge",
        &[
            signature(&[], Ty::Map(&T))
                .rest(param("maps", Ty::Map(&T)))
                .over(ANY_T),
            signature(&[param("maps", Ty::List(&Ty::Map(&T)))], Ty::Map(&T)).over(ANY_T),
        ],
        "All entries of several maps, or of a list of maps. Where two have one key, the later map \
         wins.",
        example("merge({ eu: 1, us: 2 }, { us: 3 })", "{ eu: 1, us: 3 }"),
        merge,
    ),
];

fn keys(call: &mut Call) -> Result<ValueKind, Fault> {
    let map = call.map(0)?;
    call.reserve(map.len())?;
    let keys = map.keys().map(|k| Value::text(k.clone(), call.origin));
    Ok(Value::list(Vec::from_iter(keys), call.origin).kind)
}

fn values(call: &mut Call) -> Result<ValueKind, Fault> {
    let map = call.map(0)?;
    call.reserve(map.len())?;
    let values = map.values().cloned();
    Ok(Value::list(Vec::from_iter(values), call.origin).kind)
}

fn entries(call: &mut Call) -> Result<ValueKind, Fault> {
    let map = call.map(0)?;
    call.reserve(map.len().saturating_mul(3))?;
    let entry = |(key, value): (&Name, &Value)| {
        let key = Value::text(key.clone(), call.origin);
        let fields = [
            (Name::from("key"), key),
            (Name::from("value"), value.clone()),
        ];
        Value::map(ValueMap::from_iter(fields), call.origin)
    };
    Ok(Value::list(Vec::from_iter(map.iter().map(entry)), call.origin).kind)
}

fn merge(call: &mut Call) -> Result<ValueKind, Fault> {
    let mut maps = Vec::with_capacity(call.arguments.len());
    for (index, argument) in call.arguments.iter().enumerate() {
        let value = known(argument, index)?;
        match &value.kind {
            ValueKind::List(list) => maps.extend(list.iter().map(|map| (index, map))),
            _ => maps.push((index, value)),
        }
    }
    let mut merged = ValueMap::new();
    for (index, value) in maps {
        let map = known(value, index)?;
        let map = map.as_map().ok_or_else(|| mismatch(index, "a map", map))?;
        call.reserve(map.len())?;
        merged.extend(map.iter().map(|(k, v)| (k.clone(), v.clone())));
    }
    Ok(Value::map(merged, call.origin).kind)
}
