//! Whether one scalar type goes where another is wanted: see `assign.rs`. Never looks into lists,
//! records or schemas.

use super::assign::{Doubt, Fit, Why, never};
use super::{Literal, StringConstraint, Type};
use crate::text::Pattern;

/// Whether a scalar fits. Anything else does not.
pub fn fit(found: &Type, wanted: &Type, in_schema: bool) -> Fit {
    match (found, wanted) {
        (Type::Null, Type::Null) | (Type::Bool, Type::Bool) => Fit::Always,
        (Type::Id(a), Type::Id(b)) => match a == b {
            true => Fit::Always,
            false => never(found, wanted, Why::Identifies(vec![b.clone()])),
        },
        (Type::Literal(a), Type::Literal(b)) => literals(a, b, found, wanted, in_schema),
        (Type::Literal(literal), _) => literal_fit(literal, found, wanted, in_schema),
        (_, Type::Literal(literal)) => match in_schema {
            // What a schema enumerates is held against the value.
            true => fit(found, &literal.widened(), true).and(Fit::Maybe(Doubt::Schema)),
            false if same_kind(found, literal) => never(found, wanted, Why::Literal),
            false => never(found, wanted, Why::Kind),
        },
        (Type::Int(a), Type::Int(b)) => {
            bounds((a.min, a.max), (b.min, b.max), found, wanted, in_schema)
        }
        (Type::Int(a), Type::Number(b)) => {
            let float = |n: Option<i64>| n.map(|n| n as f64);
            let range = (float(a.min), float(a.max));
            bounds(range, (b.min, b.max), found, wanted, in_schema)
        }
        (Type::Number(a), Type::Number(b)) => {
            bounds((a.min, a.max), (b.min, b.max), found, wanted, in_schema)
        }
        (Type::Number(_), Type::Int(_)) if in_schema => Fit::Maybe(Doubt::Schema),
        (Type::Str(a), Type::Str(b)) => strings(a, b, found, wanted, in_schema),
        (Type::Id(_), Type::Str(b)) => {
            strings(&StringConstraint::default(), b, found, wanted, in_schema)
        }
        (Type::Str(_), Type::Id(_)) => Fit::Maybe(Doubt::PlainText),
        _ if in_schema => converted(found, wanted),
        _ => never(found, wanted, Why::Kind),
    }
}

/// Whether one range lies in another: `None` where only a part of it does.
pub fn within<T: PartialOrd + Copy>(
    found: (Option<T>, Option<T>),
    wanted: (Option<T>, Option<T>),
) -> Option<bool> {
    let above = wanted
        .0
        .is_none_or(|want| found.0.is_some_and(|f| f >= want));
    let below = wanted
        .1
        .is_none_or(|want| found.1.is_some_and(|f| f <= want));
    if above && below {
        return Some(true);
    }
    let after = |a: Option<T>, b: Option<T>| matches!((a, b), (Some(a), Some(b)) if a > b);
    match after(found.0, wanted.1) || after(wanted.0, found.1) {
        true => Some(false),
        false => None,
    }
}

/// Whether a text has the length and the pattern that are asked for.
pub fn text_fits(text: &str, constraint: &StringConstraint) -> bool {
    let length = || text.chars().count();
    constraint.min.is_none_or(|min| length() >= min as usize)
        && constraint.max.is_none_or(|max| length() <= max as usize)
        && constraint
            .pattern
            .as_ref()
            .is_none_or(|pattern| Pattern::whole(pattern).is_match(text))
}

fn bounds<T: PartialOrd + Copy>(
    a: (Option<T>, Option<T>),
    b: (Option<T>, Option<T>),
    found: &Type,
    wanted: &Type,
    in_schema: bool,
) -> Fit {
    match within(a, b) {
        Some(true) => Fit::Always,
        _ if in_schema => Fit::Maybe(Doubt::Schema),
        Some(false) => never(found, wanted, Why::Bounds),
        None => Fit::Maybe(Doubt::Value),
    }
}

fn strings(
    a: &StringConstraint,
    b: &StringConstraint,
    found: &Type,
    wanted: &Type,
    in_schema: bool,
) -> Fit {
    let lengths = bounds((a.min, a.max), (b.min, b.max), found, wanted, in_schema);
    let same = b.pattern.is_none() || a.pattern == b.pattern;
    match (same, in_schema) {
        (true, _) => lengths,
        (false, true) => lengths.and(Fit::Maybe(Doubt::Schema)),
        (false, false) => lengths.and(Fit::Maybe(Doubt::Value)),
    }
}

fn literals(a: &Literal, b: &Literal, found: &Type, wanted: &Type, in_schema: bool) -> Fit {
    if a == b {
        return Fit::Always;
    }
    let why = match std::mem::discriminant(a) == std::mem::discriminant(b) {
        true => Why::Literal,
        false => Why::Kind,
    };
    if !in_schema {
        return never(found, wanted, why);
    }
    match (a, b) {
        (Literal::Int(a), Literal::Number(b)) | (Literal::Number(b), Literal::Int(a)) => {
            match *a as f64 == *b {
                true => Fit::Maybe(Doubt::Schema),
                false => never(found, wanted, Why::Literal),
            }
        }
        (Literal::Text(a), Literal::Int(_) | Literal::Number(_) | Literal::Bool(_)) => {
            match *a == plain(b) {
                true => Fit::Maybe(Doubt::Quoted),
                false => never(found, wanted, Why::Literal),
            }
        }
        (_, Literal::Text(b)) if plain(a) == *b => Fit::Maybe(Doubt::Schema),
        _ => never(found, wanted, Why::Literal),
    }
}

fn literal_fit(literal: &Literal, found: &Type, wanted: &Type, in_schema: bool) -> Fit {
    let proved = |fits: bool| match (fits, in_schema) {
        (true, _) => Fit::Always,
        (false, true) => Fit::Maybe(Doubt::Schema),
        (false, false) => never(found, wanted, Why::Bounds),
    };
    match (literal, wanted) {
        (Literal::Bool(_), Type::Bool) | (Literal::Text(_), Type::Id(_)) => Fit::Always,
        // A schema's pattern waits for the values, where it is compiled once.
        (Literal::Text(_), Type::Str(c)) if in_schema => {
            proved(c.min.is_none() && c.max.is_none() && c.pattern.is_none())
        }
        (Literal::Text(text), Type::Str(constraint)) => proved(text_fits(text, constraint)),
        (Literal::Int(n), Type::Int(range)) => proved(inside(*n, (range.min, range.max))),
        (Literal::Number(n), Type::Int(range)) if n.fract() == 0.0 => {
            let float = |n: Option<i64>| n.map(|n| n as f64);
            proved(inside(*n, (float(range.min), float(range.max))))
        }
        (Literal::Int(n), Type::Number(range)) => proved(inside(*n as f64, (range.min, range.max))),
        (Literal::Number(n), Type::Number(range)) => proved(inside(*n, (range.min, range.max))),
        _ if in_schema => converted(found, wanted),
        _ => never(found, wanted, Why::Kind),
    }
}

fn inside<T: PartialOrd + Copy>(value: T, range: (Option<T>, Option<T>)) -> bool {
    range.0.is_none_or(|min| value >= min) && range.1.is_none_or(|max| value <= max)
}

/// What CloudFormation converts. It writes numbers and booleans as strings where a service asks for
/// strings, and reads them from strings where it asks for numbers and booleans (cfn-lint does the
/// same in its rule E3012 unless told to be strict).
fn converted(found: &Type, wanted: &Type) -> Fit {
    let text = |ty: &Type| matches!(ty, Type::Str(_) | Type::Id(_));
    match (found, wanted) {
        (Type::Literal(Literal::Text(t)), Type::Int(_)) if t.parse::<i64>().is_ok() => {
            Fit::Maybe(Doubt::Quoted)
        }
        (Type::Literal(Literal::Text(t)), Type::Number(_)) if is_number(t) => {
            Fit::Maybe(Doubt::Quoted)
        }
        (Type::Literal(Literal::Text(t)), Type::Bool) if is_bool(t) => Fit::Maybe(Doubt::Quoted),
        (Type::Str(_), Type::Int(_) | Type::Number(_) | Type::Bool) => Fit::Maybe(Doubt::Schema),
        (Type::Literal(Literal::Text(_)), _) => never(found, wanted, Why::Kind),
        (Type::Int(_) | Type::Number(_) | Type::Bool | Type::Literal(_), _) if text(wanted) => {
            Fit::Maybe(Doubt::Schema)
        }
        _ => never(found, wanted, Why::Kind),
    }
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn is_bool(text: &str) -> bool {
    matches!(text, "true" | "false" | "True" | "False")
}

/// A literal as CloudFormation writes it into a string.
fn plain(literal: &Literal) -> String {
    match literal {
        Literal::Text(text) => text.to_string(),
        Literal::Int(n) => n.to_string(),
        Literal::Number(n) => n.to_string(),
        Literal::Bool(b) => b.to_string(),
    }
}

fn same_kind(found: &Type, literal: &Literal) -> bool {
    matches!(
        (found, literal),
        (Type::Str(_) | Type::Id(_), Literal::Text(_))
            | (Type::Int(_), Literal::Int(_))
            | (Type::Number(_), Literal::Number(_))
            | (Type::Bool, Literal::Bool(_))
    )
}
