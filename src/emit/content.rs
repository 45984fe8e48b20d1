//! What a value says, as bytes: equal for two values that say the same thing, wherever they were
//! written. In: values. Out: keys for tables, and numbers for names. Never: origins.

use crate::graph::{Deferred, Value, ValueKind};
use crate::types::Literal;

/// Appends the content of a value. Every part begins with its kind and says its length, so that no
/// two different values have one content.
pub fn content(value: &Value, out: &mut Vec<u8>) {
    match &value.kind {
        ValueKind::Null => out.push(b'n'),
        ValueKind::Bool(value) => out.extend([b'b', u8::from(*value)]),
        ValueKind::Int(value) => number(b'i', *value as u64, out),
        ValueKind::Number(value) => number(b'f', value.to_bits(), out),
        ValueKind::Text(value) => text(value, out),
        ValueKind::List(list) => {
            number(b'l', list.len() as u64, out);
            list.iter().for_each(|item| content(item, out));
        }
        ValueKind::Map(map) => {
            number(b'm', map.len() as u64, out);
            for (key, item) in map.iter() {
                text(key, out);
                content(item, out);
            }
        }
        ValueKind::Resource(id, _) => number(b'r', u64::from(id.0), out),
        ValueKind::Instance(id, _) => number(b'c', u64::from(id.0), out),
        ValueKind::Deferred(deferred) => expression(deferred, out),
        ValueKind::Error => out.push(b'e'),
    }
}

/// A number that hardly any two contents share, the same on every machine (FNV-1a).
pub fn digest(content: &[u8]) -> u64 {
    content.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn expression(deferred: &Deferred, out: &mut Vec<u8>) {
    head(deferred, out);
    let mut count = 0u32;
    deferred.operands(&mut |_| count += 1);
    number(b'(', u64::from(count), out);
    deferred.operands(&mut |operand| content(operand, out));
}

/// The kind of an expression and what it holds beside its operands.
fn head(deferred: &Deferred, out: &mut Vec<u8>) {
    let mut id = |kind: u8, id: u32| number(kind, u64::from(id), out);
    match deferred {
        Deferred::Param(param) => id(1, param.0),
        Deferred::Pseudo(pseudo) => id(2, *pseudo as u32),
        Deferred::Reference(resource) => id(3, resource.0),
        Deferred::Prop { resource, path, .. } => {
            id(4, resource.0);
            number(b'(', path.len() as u64, out);
            path.iter().for_each(|name| text(name, out));
        }
        Deferred::Concat(_) => id(5, 0),
        Deferred::If { .. } => id(6, 0),
        Deferred::Match {
            arms,
            otherwise,
            domain,
            ..
        } => {
            id(7, u32::from(otherwise.is_some()));
            for arm in arms {
                literals(Some(&arm.patterns), out);
            }
            literals(domain.as_deref(), out);
        }
        Deferred::Lookup {
            map,
            keys,
            domain,
            default,
            ..
        } => {
            id(8, map.map_or(u32::MAX, |map| map.0));
            id(8, 2 * keys.len() as u32 + u32::from(default.is_some()));
            literals(domain.as_deref(), out);
        }
        Deferred::Condition(condition) => id(9, condition.0),
        Deferred::Equals(..) => id(10, 0),
        Deferred::Not(_) => id(11, 0),
        Deferred::And(_) => id(12, 0),
        Deferred::Or(_) => id(13, 0),
        Deferred::Compare { op, .. } => id(14, *op as u32),
        Deferred::Arithmetic { op, .. } => id(15, *op as u32),
        Deferred::Select { .. } => id(16, 0),
        Deferred::Join { .. } => id(17, 0),
        Deferred::Split { .. } => id(18, 0),
        Deferred::Base64(_) => id(19, 0),
        Deferred::ToJson(_) => id(20, 0),
        Deferred::Length(_) => id(21, 0),
        Deferred::CidrSubnet { .. } => id(22, 0),
        Deferred::AvailabilityZones(_) => id(23, 0),
        Deferred::ImportValue(_) => id(24, 0),
        Deferred::StackOutput { .. } => id(25, 0),
        Deferred::Secret { key, .. } => id(26, u32::from(key.is_some())),
        Deferred::Ssm { secure, .. } => id(27, u32::from(*secure)),
        Deferred::EachKey(each) => id(28, each.0),
        Deferred::EachValue(each) => id(29, each.0),
        Deferred::Field { name, .. } => {
            id(30, 0);
            text(name, out);
        }
        Deferred::Call { function, .. } => {
            id(31, 0);
            text(function, out);
        }
        Deferred::Intrinsic { name, .. } => {
            id(32, 0);
            text(name, out);
        }
        Deferred::Raw(_) => id(33, 0),
    }
}

fn literals(literals: Option<&[Literal]>, out: &mut Vec<u8>) {
    let Some(literals) = literals else {
        return out.push(b'n');
    };
    number(b'l', literals.len() as u64, out);
    for literal in literals {
        match literal {
            Literal::Text(value) => text(value, out),
            Literal::Int(value) => number(b'i', *value as u64, out),
            Literal::Number(value) => number(b'f', value.to_bits(), out),
            Literal::Bool(value) => out.extend([b'b', u8::from(*value)]),
        }
    }
}

fn text(text: &str, out: &mut Vec<u8>) {
    number(b't', text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

fn number(kind: u8, number: u64, out: &mut Vec<u8>) {
    out.push(kind);
    out.extend_from_slice(&number.to_le_bytes());
}
