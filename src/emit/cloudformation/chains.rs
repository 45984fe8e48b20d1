//! A `match` or a look-up said with nested `If`s: for what no Mapping can hold. In: such an
//! expression. Out: the same value without it, or why that cannot be. Never: a plan.

use super::conditions::{literal_value, scalar_text};
use super::problem::Unmappable;
use crate::graph::{Deferred, MatchArm, Origin, Value};
use crate::text::Name;
use crate::types::Literal;

/// The same value, chosen by conditions.
pub fn chain(value: &Value, deferred: &Deferred) -> Result<Value, Unmappable> {
    let at = value.origin;
    match deferred {
        Deferred::Match {
            subject,
            arms,
            otherwise,
            ..
        } => Ok(cases(subject, arms, otherwise.as_ref(), at)),
        Deferred::Lookup {
            entries,
            keys,
            domain,
            default,
            ..
        } => look_up(entries, keys, domain.as_deref(), default.as_ref(), at),
        _ => Ok(value.clone()),
    }
}

fn cases(subject: &Value, arms: &[MatchArm], otherwise: Option<&Value>, at: Origin) -> Value {
    let (rest, arms) = match (otherwise, arms.split_last()) {
        (Some(otherwise), _) => (otherwise.clone(), arms),
        // All cases are there, so what is none of the others is the last one.
        (None, Some((last, arms))) => (last.value.clone(), arms),
        (None, None) => return Value::null(at),
    };
    arms.iter().rev().fold(rest, |rest, arm| {
        let tests = arm.patterns.iter().map(|pattern| {
            let pattern = literal_value(pattern, at);
            Value::deferred(Deferred::Equals(subject.clone(), pattern), at)
        });
        let any = Value::deferred(Deferred::Or(tests.collect()), at);
        choose(any, arm.value.clone(), rest, at)
    })
}

fn look_up(
    entries: &Value,
    keys: &[Value],
    domain: Option<&[Literal]>,
    default: Option<&Value>,
    at: Origin,
) -> Result<Value, Unmappable> {
    let map = entries.as_map().ok_or(Unmappable::Value)?;
    let (key, more) = keys.split_first().ok_or(Unmappable::By)?;
    let found = |name: &str| match map.get(name) {
        Some(value) if more.is_empty() => Ok(value.clone()),
        Some(value) => further(value, more, default, at),
        None => default.cloned().ok_or(Unmappable::Missing),
    };
    if key.as_deferred().is_none() {
        return found(&scalar_text(key).ok_or(Unmappable::By)?);
    }
    let test = |case: Value| Value::deferred(Deferred::Equals(key.clone(), case), at);
    let mut cases: Vec<(Value, Value)> = Vec::new();
    let rest = match (domain, default) {
        (Some(domain), _) => {
            for literal in domain {
                let literal = literal_value(literal, at);
                let value = found(&scalar_text(&literal).unwrap_or_default())?;
                cases.push((test(literal), value));
            }
            cases.pop().ok_or(Unmappable::Empty)?.1
        }
        (None, Some(default)) => {
            for name in map.keys() {
                cases.push((test(Value::text(name.clone(), at)), found(name)?));
            }
            default.clone()
        }
        (None, None) => return Err(Unmappable::By),
    };
    let chain = cases.into_iter().rev();
    Ok(chain.fold(rest, |rest, (test, value)| choose(test, value, rest, at)))
}

/// A look-up in what a look-up found: at once where the key is known.
fn further(
    found: &Value,
    keys: &[Value],
    default: Option<&Value>,
    at: Origin,
) -> Result<Value, Unmappable> {
    let known: Option<Vec<Name>> = keys.iter().map(scalar_text).collect();
    let Some(known) = known else {
        let look_up = Deferred::Lookup {
            map: None,
            entries: found.clone(),
            keys: keys.to_vec(),
            domain: None,
            default: default.cloned(),
        };
        return Ok(Value::deferred(look_up, at));
    };
    let found = known
        .iter()
        .try_fold(found, |value, key| value.as_map()?.get(key));
    found.or(default).cloned().ok_or(Unmappable::Missing)
}

fn choose(condition: Value, then: Value, otherwise: Value, at: Origin) -> Value {
    let choice = Deferred::If {
        condition,
        then,
        otherwise,
    };
    Value::deferred(choice, at)
}
