//! Numbers, booleans, and which kinds of value a schema takes for which: CloudFormation turns
//! numbers and booleans into texts where a text is asked for, and texts into numbers and booleans
//! where they read as such.

use super::assume::Assume;
use super::finding::Finding;
use super::fit::Fit;
use super::values::Walk;
use crate::diag::{Code, nearest, one_of};
use crate::graph::{Value, ValueKind};
use crate::schema::{Node, NumberRules, TypeSet, ValueRules};
use crate::types::{Literal, NodeId};

impl Walk<'_> {
    /// An integer, a number or a boolean.
    pub fn scalar<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        if !takes_scalar(node.types, &value.kind) {
            return self.wrong_kind::<WORDS>(value, node);
        }
        if let Some(rules) = &node.values
            && !is_allowed(rules, &value.kind)
        {
            return self.not_allowed::<WORDS>(value, rules);
        }
        if let Some(rules) = &node.number
            && let Some(number) = number_of(&value.kind)
            && let Some(fault) = fault_of(rules, number)
        {
            return self.out_of_range::<WORDS>(value, fault);
        }
        if let Some(pattern) = node.text.as_ref().and_then(|t| t.pattern.as_ref())
            && !pattern.is_match(&plain(&value.kind))
        {
            return self.without_pattern::<WORDS>(value, pattern);
        }
        match &node.branches {
            None => Fit::Yes,
            Some(_) => self.branches::<WORDS>(value, id, node, assume),
        }
    }

    pub fn wrong_kind<const WORDS: bool>(&mut self, value: &Value, node: &Node) -> Fit {
        self.no::<WORDS>(|_| {
            let wanted = kinds(node.types);
            let found = shown(&value.kind);
            let message = format!("expected {wanted}, found {found}");
            Finding::new(Code::SchemaType, value.origin, message)
        })
    }

    pub fn not_allowed<const WORDS: bool>(&mut self, value: &Value, rules: &ValueRules) -> Fit {
        self.no::<WORDS>(|_| {
            let wanted = one_of(&rules.allowed);
            let found = shown(&value.kind);
            let message = format!("expected {wanted}, found {found}");
            let finding = Finding::new(Code::SchemaEnum, value.origin, message);
            let texts = rules.allowed.iter().filter_map(|allowed| match allowed {
                Literal::Text(text) => Some(text.as_str()),
                _ => None,
            });
            let near = value.as_text().and_then(|wrong| {
                let near = nearest(wrong, texts, 1);
                near.first().map(|near| Literal::Text((*near).into()))
            });
            match near {
                Some(near) => finding
                    .help(format!("write `{near}`"))
                    .instead(near.to_string()),
                None => finding,
            }
        })
    }

    pub fn out_of_range<const WORDS: bool>(&mut self, value: &Value, fault: RangeFault) -> Fit {
        self.no::<WORDS>(|_| {
            let wanted = match fault {
                RangeFault::Below(min) => format!("at least {min}"),
                RangeFault::NotAbove(min) => format!("more than {min}"),
                RangeFault::Above(max) => format!("at most {max}"),
                RangeFault::NotBelow(max) => format!("less than {max}"),
                RangeFault::NoMultiple(of) => format!("a multiple of {of}"),
            };
            let found = plain(&value.kind);
            let message = format!("expected {wanted}, found {found}");
            Finding::new(Code::SchemaRange, value.origin, message)
        })
    }

    /// A text that reads as the number or boolean that is wanted.
    pub fn quoted<const WORDS: bool>(&mut self, value: &Value, text: &str, node: &Node) {
        if self.testing {
            return;
        }
        self.remarks = true;
        if WORDS {
            let plain = text.to_ascii_lowercase();
            let wanted = kinds(node.types);
            let message = format!("expected {wanted}, found `\"{text}\"` in quotes");
            let finding = Finding::new(Code::SchemaQuoted, value.origin, message)
                .here(self.label())
                .help(format!("write `{plain}`"))
                .instead(plain);
            self.findings.push(finding);
        }
    }
}

/// Which bound a number breaks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum RangeFault {
    Below(f64),
    NotAbove(f64),
    Above(f64),
    NotBelow(f64),
    NoMultiple(f64),
}

pub(super) fn fault_of(rules: &NumberRules, number: f64) -> Option<RangeFault> {
    let below = rules.minimum.filter(|min| number < *min);
    let not_above = rules.exclusive_minimum.filter(|min| number <= *min);
    let above = rules.maximum.filter(|max| number > *max);
    let not_below = rules.exclusive_maximum.filter(|max| number >= *max);
    let no_multiple = rules.multiple_of.filter(|of| !is_multiple(number, *of));
    below
        .map(RangeFault::Below)
        .or(not_above.map(RangeFault::NotAbove))
        .or(above.map(RangeFault::Above))
        .or(not_below.map(RangeFault::NotBelow))
        .or(no_multiple.map(RangeFault::NoMultiple))
}

/// `0.01` is no binary number, so that the quotient may be off by a little.
fn is_multiple(number: f64, of: f64) -> bool {
    let quotient = number / of;
    (quotient - quotient.round()).abs() <= quotient.abs() * 1e-12
}

fn takes_scalar(types: TypeSet, kind: &ValueKind) -> bool {
    if types.has(TypeSet::STRING) {
        return true;
    }
    match kind {
        ValueKind::Bool(_) => types.has(TypeSet::BOOLEAN),
        ValueKind::Int(_) => types.has(TypeSet::INTEGER) || types.has(TypeSet::NUMBER),
        ValueKind::Number(number) => {
            types.has(TypeSet::NUMBER) || (types.has(TypeSet::INTEGER) && number.fract() == 0.0)
        }
        _ => false,
    }
}

/// Whether a text reads as one of the kinds that are wanted.
pub(super) fn reads_as(types: TypeSet, text: &str) -> bool {
    let number = || text.trim().parse::<f64>().is_ok_and(f64::is_finite);
    let integer = || text.trim().parse::<i64>().is_ok();
    (types.has(TypeSet::NUMBER) && number())
        || (types.has(TypeSet::INTEGER) && integer())
        || (types.has(TypeSet::BOOLEAN) && is_boolean(text))
}

fn is_boolean(text: &str) -> bool {
    matches!(text, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

pub(super) fn number_of(kind: &ValueKind) -> Option<f64> {
    match kind {
        ValueKind::Int(int) => Some(*int as f64),
        ValueKind::Number(number) => Some(*number),
        ValueKind::Text(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Whether a scalar is one of the allowed ones. Texts are compared with what the others read as.
pub(super) fn is_allowed(rules: &ValueRules, kind: &ValueKind) -> bool {
    rules.allowed.iter().any(|allowed| match (allowed, kind) {
        (Literal::Text(a), ValueKind::Text(b)) => {
            a == b || (rules.ignore_case && a.eq_ignore_ascii_case(b)) || same_boolean(a, b)
        }
        (Literal::Int(a), ValueKind::Int(b)) => a == b,
        (Literal::Bool(a), ValueKind::Bool(b)) => a == b,
        (Literal::Text(a), kind) => *a == plain(kind) || same_boolean(a, &plain(kind)),
        (Literal::Bool(a), ValueKind::Text(b)) => b.eq_ignore_ascii_case(bool_text(*a)),
        (Literal::Int(a), ValueKind::Number(b)) => *a as f64 == *b,
        (Literal::Number(a), ValueKind::Int(b)) => *a == *b as f64,
        (Literal::Number(a), ValueKind::Number(b)) => a == b,
        (Literal::Int(a), ValueKind::Text(b)) => b.parse() == Ok(*a),
        (Literal::Number(a), ValueKind::Text(b)) => b.parse() == Ok(*a),
        _ => false,
    })
}

fn same_boolean(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) && (a.eq_ignore_ascii_case("true") || a.eq_ignore_ascii_case("false"))
}

fn bool_text(truth: bool) -> &'static str {
    if truth { "true" } else { "false" }
}

/// A scalar as CloudFormation turns it into a text.
pub(super) fn plain(kind: &ValueKind) -> String {
    match kind {
        ValueKind::Text(text) => text.to_string(),
        ValueKind::Int(int) => int.to_string(),
        ValueKind::Number(number) => number.to_string(),
        ValueKind::Bool(bool) => bool.to_string(),
        _ => String::new(),
    }
}

/// The kinds of a set, for messages.
pub(super) fn kinds(types: TypeSet) -> String {
    let names = [
        (TypeSet::STRING, "string"),
        (TypeSet::NUMBER, "number"),
        (TypeSet::INTEGER, "int"),
        (TypeSet::BOOLEAN, "bool"),
        (TypeSet::ARRAY, "list"),
        (TypeSet::OBJECT, "record"),
    ];
    let integer = |kind: TypeSet| kind == TypeSet::INTEGER && types.has(TypeSet::NUMBER);
    let stated = names
        .into_iter()
        .filter(|(kind, _)| types.has(*kind) && !integer(*kind));
    one_of(stated.map(|(_, name)| name))
}

/// A value, for messages: a scalar as it is written, anything else by its kind.
pub(super) fn shown(kind: &ValueKind) -> String {
    /// Longer texts are cut.
    const LONGEST: usize = 60;
    match kind {
        ValueKind::Text(text) if text.chars().count() > LONGEST => {
            let start: String = text.chars().take(LONGEST).collect();
            format!("`{start:?}...`")
        }
        ValueKind::Text(text) => format!("`{}`", Literal::Text(text.clone())),
        ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Bool(_) => {
            format!("`{}`", plain(kind))
        }
        ValueKind::List(_) => "a list".to_owned(),
        ValueKind::Map(_) => "a record".to_owned(),
        ValueKind::Null => "`null`".to_owned(),
        ValueKind::Deferred(_)
        | ValueKind::Resource(..)
        | ValueKind::Instance(..)
        | ValueKind::Error => "something else".to_owned(),
    }
}
