//! Conditions of a statement: operators, and the keys and values that they compare.

use super::document::Policy;
use crate::diag::{Code, nearest};
use crate::graph::{Value, ValueKind, ValueMap};
use crate::validate::choices::each_choice;
use crate::validate::finding::Finding;
use crate::validate::objects::is_intrinsic;
use crate::validate::scalars::shown;

/// "IAM JSON policy elements: Condition operators".
const OPERATORS: &[&str] = &[
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
];

/// Before an operator: how it treats keys of several values.
const SETS: &[&str] = &["ForAllValues:", "ForAnyValue:"];
/// Behind an operator: absent keys pass.
const IF_EXISTS: &str = "IfExists";

pub(super) fn check(policy: &mut Policy, condition: &Value) {
    each_choice(condition, &mut |condition| match &condition.kind {
        ValueKind::Map(map) if is_intrinsic(map) => {}
        ValueKind::Map(map) => operators(policy, map),
        ValueKind::Deferred(_) | ValueKind::Null | ValueKind::Error | ValueKind::Resource(..) => {}
        kind => {
            let message = format!("expected a record, found {}", shown(kind));
            let finding = Finding::new(Code::IamValue, condition.origin, message);
            policy.say(finding.here("the condition"));
        }
    });
}

fn operators(policy: &mut Policy, map: &ValueMap) {
    for (operator, keys) in map {
        if keys.is_null() || keys.is_error() || operator.starts_with("Fn::") {
            continue;
        }
        let Some(plain) = plain_operator(operator) else {
            unknown_operator(policy, operator, keys);
            continue;
        };
        each_choice(keys, &mut |keys| match &keys.kind {
            ValueKind::Map(map) if is_intrinsic(map) => {}
            ValueKind::Map(map) => {
                for (key, value) in map.iter() {
                    values(policy, plain, key, value);
                }
            }
            ValueKind::Deferred(_)
            | ValueKind::Null
            | ValueKind::Error
            | ValueKind::Resource(..) => {}
            kind => {
                let message = format!("expected a record of keys, found {}", shown(kind));
                let finding = Finding::new(Code::IamValue, keys.origin, message);
                policy.say(finding.here(format!("the value of `{operator}`")));
            }
        });
    }
}

/// The operator without what may stand before and behind it.
fn plain_operator(operator: &str) -> Option<&'static str> {
    let set = SETS.iter().find_map(|set| operator.strip_prefix(set));
    let operator = set.unwrap_or(operator);
    let find = |name: &str| OPERATORS.iter().copied().find(|known| *known == name);
    let shorter = || operator.strip_suffix(IF_EXISTS).and_then(find);
    find(operator).or_else(shorter)
}

fn unknown_operator(policy: &mut Policy, operator: &str, keys: &Value) {
    let message = format!("conditions have no operator `{operator}`");
    let finding = Finding::new(Code::IamUnknownOperator, keys.origin, message)
        .here(format!("the value of `{operator}`"));
    policy.say(
        match nearest(operator, OPERATORS.iter().copied(), 1).first() {
            Some(near) => finding.help(format!("write `{near}`")),
            None => finding,
        },
    );
}

fn values(policy: &mut Policy, operator: &str, key: &str, value: &Value) {
    each_choice(value, &mut |value| match &value.kind {
        ValueKind::List(list) => {
            for element in list.iter() {
                each_choice(element, &mut |element| one(policy, operator, key, element));
            }
        }
        _ => one(policy, operator, key, value),
    });
}

fn one(policy: &mut Policy, operator: &str, key: &str, value: &Value) {
    let wanted = match &value.kind {
        ValueKind::Map(map) if is_intrinsic(map) => return,
        ValueKind::Map(_) | ValueKind::List(_) => "a text, number or boolean",
        ValueKind::Text(text) if operator == "Null" && text != "true" && text != "false" => {
            "`true` or `false`"
        }
        ValueKind::Int(_) | ValueKind::Number(_) if operator == "Null" => "`true` or `false`",
        _ => return,
    };
    let message = format!("expected {wanted}, found {}", shown(&value.kind));
    let finding = Finding::new(Code::IamValue, value.origin, message);
    policy.say(finding.here(format!("compared with `{key}`")));
}
