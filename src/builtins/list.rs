//! Functions over lists. Most look at the list alone and take elements of any kind, also deferred
//! ones.

use super::call::{Call, Fault, deep, known, list, mismatch};
use super::number::order;
use super::same::{is_same, key_of};
use super::signature::{ANY_T, Param, Signature, Ty, Variable, optional, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Deferred, Value, ValueKind, ValueMap};
use crate::text::Name;
use rustc_hash::FxHashSet;
use std::cmp::Ordering;

const T: Ty = Ty::Var(0);

const LIST: Param = param("list", Ty::List(&T));

const LIST_TO_LIST: &[Signature] = &[signature(&[LIST], Ty::List(&T)).over(ANY_T)];

const PAIR: &[Variable] = &[
    Variable {
        name: "T",
        bound: Ty::Any,
    },
    Variable {
        name: "U",
        bound: Ty::Any,
    },
];

const SORTED: &[Variable] = &[Variable {
    name: "T",
    bound: Ty::OneOf(&[Ty::Text, Ty::Number]),
}];

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Compute {
            compute: length,
            defer: Some(defer_length),
        },
        ..function(
            "length",
            &[
                signature(&[param("text", Ty::Text)], Ty::Int),
                signature(&[LIST], Ty::Int).over(ANY_T),
                signature(&[param("map", Ty::Map(&T))], Ty::Int).over(ANY_T),
            ],
            "How many elements a list has, entries a map or characters a text. A list that is \
             known only when deploying becomes `Fn::Length`.",
            example(r#"length(["orders", "billing"])"#, "2"),
            length,
        )
    },
    function(
        "range",
        &[signature(
            &[
                param("from", Ty::Int),
                param("to", Ty::Int),
                optional("step", Ty::Int),
            ],
            Ty::List(&Ty::Int),
        )],
        "The integers from `from` to `to`, both included, in steps of `step` (1 if it is left \
         out). A negative step counts down. `a..b` is the same as `range(a, b)`.",
        example("range(0, 10, 5)", "[0, 5, 10]"),
        range,
    ),
    function(
        "flatten",
        &[signature(&[param("lists", Ty::List(&Ty::List(&T)))], Ty::List(&T)).over(ANY_T)],
        "The elements of all lists of a list, in one list.",
        example("flatten([[1, 2], [3]])", "[1, 2, 3]"),
        flatten,
    ),
    function(
        "one",
        &[signature(&[LIST], T).over(ANY_T)],
        "The element of a list or a set that has one alone. For sets of Terraform, whose elements have \
         no index.",
        example(r#"one(["orders"])"#, r#""orders""#),
        one,
    ),
    function(
        "listOf",
        &[signature(&[param("value", Ty::Any)], Ty::List(&Ty::Json))],
        "A list as it is, nothing of `null`, and of all else a list of it alone: for what may be one \
         or many, as the statements of an IAM policy.",
        example(r#"listOf("s3:GetObject")"#, r#"["s3:GetObject"]"#),
        list_of,
    ),
    function(
        "distinct",
        LIST_TO_LIST,
        "The list without elements that occur before in it.",
        example(r#"distinct(["a", "b", "a"])"#, r#"["a", "b"]"#),
        distinct,
    ),
    function(
        "sort",
        &[signature(&[LIST], Ty::List(&T)).over(SORTED)],
        "The list in ascending order: numbers by size, texts by their characters' code points.",
        example("sort([3, 1, 2])", "[1, 2, 3]"),
        sort,
    ),
    function(
        "reverse",
        LIST_TO_LIST,
        "The list from its end to its start.",
        example("reverse([1, 2, 3])", "[3, 2, 1]"),
        reverse,
    ),
    function(
        "zip",
        &[signature(
            &[
                param("first", Ty::List(&Ty::Var(0))),
                param("second", Ty::List(&Ty::Var(1))),
            ],
            Ty::List(&Ty::Record(&[
                ("first", Ty::Var(0)),
                ("second", Ty::Var(1)),
            ])),
        )
        .over(PAIR)],
        "The elements of two lists of one length in pairs, as records with `first` and `second`.",
        example(
            r#"zip(["a", "b"], [1, 2])"#,
            r#"[{ first: "a", second: 1 }, { first: "b", second: 2 }]"#,
        ),
        zip,
    ),
    Builtin {
        run: Run::Compute {
            compute: contains,
            defer: Some(defer_contains),
        },
        ..function(
            "contains",
            &[
                signature(
                    &[param("text", Ty::Text), param("part", Ty::Text)],
                    Ty::Bool,
                ),
                signature(&[LIST, param("element", T)], Ty::Bool).over(ANY_T),
            ],
            "Whether a list has an element (as `element in list`), or a text a part.",
            example(r#"contains(["eu", "us"], "eu")"#, "true"),
            contains,
        )
    },
];

fn length(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    let length = match &value.kind {
        // Only the deployment knows how many elements are left.
        ValueKind::List(list) if list.iter().any(may_be_left_out) => {
            return Err(Fault::Deferred(0));
        }
        ValueKind::List(list) => list.len(),
        ValueKind::Map(map) => map.len(),
        ValueKind::Text(text) => text.chars().count(),
        _ => return Err(mismatch(0, "a list, a map or a string", value)),
    };
    Ok(ValueKind::Int(length as i64))
}

fn one(call: &mut Call) -> Result<ValueKind, Fault> {
    // What a resource gives may say more of its elements than what was written.
    if call
        .arguments
        .first()
        .is_some_and(|list| list.as_deferred().is_some())
    {
        return Err(Fault::Deferred(0));
    }
    let list = call.list(0)?;
    match &**list {
        [only] => Ok(only.kind.clone()),
        _ => Err(Fault::Wrong {
            message: format!("expected a list of one element, found {}", list.len()),
            argument: Some(0),
            help: None,
        }),
    }
}

/// Whether an element is `null`, and so not there, under a condition.
fn may_be_left_out(element: &Value) -> bool {
    match element.as_deferred() {
        Some(Deferred::If {
            then, otherwise, ..
        }) => [then, otherwise]
            .into_iter()
            .any(|branch| branch.is_null() || may_be_left_out(branch)),
        _ => false,
    }
}

fn defer_length(call: &Call) -> Option<Deferred> {
    Some(Deferred::Length(call.raw(0).ok()?.clone()))
}

fn range(call: &mut Call) -> Result<ValueKind, Fault> {
    let step = match call.option(2) {
        Some(_) => call.int(2)?,
        None => 1,
    };
    if step == 0 {
        return Err(Fault::at(2, "the step of `range` is 0").help("give a step above or below 0"));
    }
    let integers = integers(call, call.int(0)?, call.int(1)?, step)?;
    Ok(Value::list(integers, call.origin).kind)
}

/// The integers from `from` to `to`, both included.
fn integers(call: &mut Call, from: i64, to: i64, step: i64) -> Result<Vec<Value>, Fault> {
    let distance = i128::from(to) - i128::from(from);
    let count = distance / i128::from(step) + 1;
    let count = u64::try_from(count).unwrap_or(0);
    call.world.reserve(count, "elements of the range")?;
    // Every element lies between two 64-bit integers.
    let element = |i: u64| from.wrapping_add((i as i64).wrapping_mul(step));
    let values = (0..count).map(|i| call.make(ValueKind::Int(element(i))));
    Ok(values.collect())
}

fn flatten(call: &mut Call) -> Result<ValueKind, Fault> {
    let lists = call.list(0)?;
    let lists = lists.iter().filter(|v| !v.is_null());
    let lists = Vec::from_iter(lists.map(|v| list(v, 0)));
    let lists = lists.into_iter().collect::<Result<Vec<_>, _>>()?;
    call.reserve(lists.iter().map(|l| l.len()).sum())?;
    let all = lists.into_iter().flat_map(|l| l.iter().cloned());
    Ok(Value::list(Vec::from_iter(all), call.origin).kind)
}

fn list_of(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    Ok(match &value.kind {
        ValueKind::List(_) => value.kind.clone(),
        ValueKind::Null => Value::list(Vec::new(), call.origin).kind,
        _ => Value::list(vec![value.clone()], call.origin).kind,
    })
}

fn distinct(call: &mut Call) -> Result<ValueKind, Fault> {
    let list = call.list(0)?;
    let mut seen = FxHashSet::default();
    let mut kept = Vec::new();
    for value in list {
        deep(value, 0)?;
        if seen.insert(key_of(value)) {
            kept.push(value.clone());
        }
    }
    call.reserve(kept.len())?;
    Ok(Value::list(kept, call.origin).kind)
}

fn sort(call: &mut Call) -> Result<ValueKind, Fault> {
    let list = call.list(0)?;
    call.reserve(list.len())?;
    let first = match list.first() {
        Some(first) => known(first, 0)?,
        None => return Ok(call.raw(0)?.kind.clone()),
    };
    for value in list {
        let value = known(value, 0)?;
        if compare(value, first).is_none() {
            return Err(mismatch(0, "all strings or all numbers", value));
        }
    }
    let mut sorted = Vec::from_iter(list.iter().cloned());
    sorted.sort_by(|a, b| compare(a, b).unwrap_or(Ordering::Equal));
    Ok(Value::list(sorted, call.origin).kind)
}

fn compare(left: &Value, right: &Value) -> Option<Ordering> {
    let (left, right) = (left.known()?, right.known()?);
    match (&left.kind, &right.kind) {
        (ValueKind::Text(l), ValueKind::Text(r)) => Some(l.cmp(r)),
        (l, r) => order(l, r),
    }
}

fn reverse(call: &mut Call) -> Result<ValueKind, Fault> {
    let list = call.list(0)?;
    call.reserve(list.len())?;
    let reversed = list.iter().rev().cloned();
    Ok(Value::list(Vec::from_iter(reversed), call.origin).kind)
}

fn zip(call: &mut Call) -> Result<ValueKind, Fault> {
    let (first, second) = (call.list(0)?, call.list(1)?);
    if first.len() != second.len() {
        let message = format!(
            "`zip` of {} and {} elements: both lists must be of one length",
            first.len(),
            second.len()
        );
        return Err(Fault::at(1, message));
    }
    call.reserve(first.len().saturating_mul(3))?;
    let pair = |(a, b): (&Value, &Value)| {
        let entries = [(Name::from("first"), a), (Name::from("second"), b)];
        let map = ValueMap::from_iter(entries.map(|(k, v)| (k, v.clone())));
        Value::map(map, call.origin)
    };
    let pairs = first.iter().zip(second.iter()).map(pair);
    Ok(Value::list(Vec::from_iter(pairs), call.origin).kind)
}

fn contains(call: &mut Call) -> Result<ValueKind, Fault> {
    let container = call.known(0)?;
    let found = match &container.kind {
        ValueKind::Text(text) => text.contains(call.text(1)?.as_str()),
        ValueKind::List(list) => {
            let wanted = call.raw(1)?;
            deep(wanted, 1)?;
            list.iter().try_for_each(|v| deep(v, 0))?;
            list.iter().any(|v| is_same(v, wanted))
        }
        _ => return Err(mismatch(0, "a list or a string", container)),
    };
    Ok(ValueKind::Bool(found))
}

/// `contains` of a list that is known, with a deferred element in it or looked for: one of them is
/// equal.
fn defer_contains(call: &Call) -> Option<Deferred> {
    let wanted = call.raw(1).ok()?;
    let list = call.list(0).ok()?;
    let equal =
        |v: &Value| Value::deferred(Deferred::Equals(v.clone(), wanted.clone()), call.origin);
    Some(Deferred::Or(list.iter().map(equal).collect()))
}
