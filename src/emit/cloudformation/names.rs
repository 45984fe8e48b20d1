//! Names made from content: of conditions that have none of their own (`StageIsProd`), and of outputs'
//! leaves. In: normal conditions and keys. Out: names of letters and digits, the same in every
//! run and wherever the declarations stand. Never: counters.

use crate::graph::{Deferred, Graph, Pseudo, Value, ValueKind, logical_id};
use crate::text::Name;

/// Longer names end in a digest of their content.
const LONGEST: usize = 64;

/// The words of a text, capitalised, in letters and digits alone: `orders-eu` is `OrdersEu`.
pub fn words(text: &str) -> String {
    logical_id([text]).into()
}

/// What a condition is called after what it says. `digest` tells it from others where the words
/// do not.
pub fn of_condition(graph: &Graph, condition: &Value, digest: u64) -> Name {
    let mut name = said(graph, condition);
    if name.is_empty() || name.len() > LONGEST {
        name.truncate(LONGEST - 8);
        name = if name.is_empty() {
            "Condition".to_string()
        } else {
            name
        };
        return with_digest(&name, digest);
    }
    name.into()
}

/// The name with four bytes of a digest behind it.
pub fn with_digest(name: &str, digest: u64) -> Name {
    ecow::eco_format!("{name}{:08X}", digest as u32)
}

fn said(graph: &Graph, condition: &Value) -> String {
    let Some(deferred) = condition.as_deferred() else {
        return match condition.kind {
            ValueKind::Bool(true) => "Always".to_string(),
            ValueKind::Bool(false) => "Never".to_string(),
            _ => String::new(),
        };
    };
    match deferred {
        Deferred::Condition(id) => graph.condition(*id).logical_id.to_string(),
        Deferred::Param(_) => subject(graph, condition) + "IsTrue",
        Deferred::Equals(left, right) => equality(graph, left, right, "Is"),
        Deferred::Not(inner) => match inner.as_deferred() {
            Some(Deferred::Equals(left, right)) => equality(graph, left, right, "IsNot"),
            Some(Deferred::Param(_)) => subject(graph, inner) + "IsFalse",
            _ => format!("Not{}", said(graph, inner)),
        },
        Deferred::And(operands) => join(graph, operands, "And"),
        Deferred::Or(operands) => {
            one_of(graph, operands).unwrap_or_else(|| join(graph, operands, "Or"))
        }
        _ => subject(graph, condition) + "IsTrue",
    }
}

fn join(graph: &Graph, operands: &[Value], word: &str) -> String {
    let operands: Vec<String> = operands.iter().map(|o| said(graph, o)).collect();
    operands.join(word)
}

/// `StageIsDevOrTest`, where all operands compare one thing.
fn one_of(graph: &Graph, operands: &[Value]) -> Option<String> {
    let mut name = String::new();
    let mut first = None;
    for operand in operands {
        let Some(Deferred::Equals(left, right)) = operand.as_deferred() else {
            return None;
        };
        right.as_text()?;
        let subject = subject(graph, left);
        match &first {
            None => name = equality(graph, left, right, "Is"),
            Some(first) if *first == subject => {
                name.push_str("Or");
                name.push_str(&words(right.as_text()?));
            }
            Some(_) => return None,
        }
        first.get_or_insert(subject);
    }
    Some(name)
}

fn equality(graph: &Graph, left: &Value, right: &Value, is: &str) -> String {
    let left_known = left.as_deferred().is_none();
    let (left, right) = if left_known {
        (right, left)
    } else {
        (left, right)
    };
    let name = subject(graph, left);
    match (&right.kind, is) {
        // `p != null`
        (ValueKind::Null, "Is") => name + "IsNotSet",
        (ValueKind::Null, _) => name + "IsSet",
        (ValueKind::Text(text), _) if text.is_empty() => name + is + "Empty",
        (ValueKind::Text(text), _) if words(text).is_empty() => String::new(),
        (ValueKind::Bool(value), _) => match (*value, is) {
            (true, "Is") | (false, "IsNot") => name + "IsTrue",
            _ => name + "IsFalse",
        },
        _ => format!("{name}{is}{}", subject(graph, right)),
    }
}

/// What a deferred scalar is about.
pub fn subject(graph: &Graph, value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => words(text),
        ValueKind::Int(number) => words(&number.to_string().replace('-', "Minus ")),
        ValueKind::Number(number) => words(&number.to_string().replace('-', "Minus ")),
        ValueKind::Deferred(deferred) => of_expression(graph, deferred),
        _ => "Value".to_string(),
    }
}

fn of_expression(graph: &Graph, deferred: &Deferred) -> String {
    match deferred {
        Deferred::Param(id) => words(&graph.param(*id).logical_id),
        Deferred::Pseudo(pseudo) => pseudo_word(*pseudo).to_string(),
        Deferred::EachKey(id) | Deferred::EachValue(id) => {
            let each = graph.loops.get(id.0 as usize);
            each.map_or(String::new(), |each| words(&each.variable))
        }
        Deferred::Select { list, index } => subject(graph, list) + &subject(graph, index),
        Deferred::Split { text, .. } => subject(graph, text) + "Part",
        Deferred::Join { list, .. } => subject(graph, list),
        Deferred::Concat(parts) => parts.iter().map(|part| subject(graph, part)).collect(),
        Deferred::Lookup { keys, .. } => keys.iter().map(|key| subject(graph, key)).collect(),
        Deferred::Match { subject: by, .. } => subject(graph, by) + "Case",
        Deferred::Length(list) => subject(graph, list) + "Length",
        _ => "Value".to_string(),
    }
}

fn pseudo_word(pseudo: Pseudo) -> &'static str {
    match pseudo {
        Pseudo::Region => "Region",
        Pseudo::AccountId => "AccountId",
        Pseudo::Partition => "Partition",
        Pseudo::StackName => "StackName",
        Pseudo::StackId => "StackId",
        Pseudo::UrlSuffix => "UrlSuffix",
        Pseudo::NotificationArns => "NotificationArns",
    }
}
