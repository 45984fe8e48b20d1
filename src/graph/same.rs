//! Whether two expressions for the engine are the same, wherever they were written: the guard of a
//! branch and the condition of a resource, the collections of two loops.

use super::{Deferred, Value, ValueKind};

/// Whether both are the same expression, or the same data. Integers and numbers are told apart.
pub fn is_same_expression(left: &Value, right: &Value) -> bool {
    match (&left.kind, &right.kind) {
        (ValueKind::Null, ValueKind::Null) => true,
        (ValueKind::Bool(l), ValueKind::Bool(r)) => l == r,
        (ValueKind::Int(l), ValueKind::Int(r)) => l == r,
        (ValueKind::Number(l), ValueKind::Number(r)) => l == r,
        (ValueKind::Text(l), ValueKind::Text(r)) => l == r,
        (ValueKind::Resource(l, _), ValueKind::Resource(r, _)) => l == r,
        (ValueKind::Instance(l, _), ValueKind::Instance(r, _)) => l == r,
        (ValueKind::List(l), ValueKind::List(r)) => {
            l.len() == r.len()
                && l.iter()
                    .zip(r.iter())
                    .all(|(l, r)| is_same_expression(l, r))
        }
        (ValueKind::Map(l), ValueKind::Map(r)) => {
            let mut both = l.iter().zip(r.iter());
            l.len() == r.len()
                && both.all(|((k, l), (other, r))| k == other && is_same_expression(l, r))
        }
        (ValueKind::Deferred(l), ValueKind::Deferred(r)) => {
            l.same(r) || (l.weight() == r.weight() && is_same_head(l, r) && are_operands_same(l, r))
        }
        _ => false,
    }
}

/// Whether two expressions are the same but for their operands.
fn is_same_head(left: &Deferred, right: &Deferred) -> bool {
    if std::mem::discriminant(left) != std::mem::discriminant(right) {
        return false;
    }
    match (left, right) {
        (Deferred::Param(l), Deferred::Param(r)) => l == r,
        (Deferred::Pseudo(l), Deferred::Pseudo(r)) => l == r,
        (Deferred::Reference(l), Deferred::Reference(r)) => l == r,
        (Deferred::Condition(l), Deferred::Condition(r)) => l == r,
        (Deferred::EachKey(l), Deferred::EachKey(r)) => l == r,
        (Deferred::EachValue(l), Deferred::EachValue(r)) => l == r,
        (Deferred::Ssm { secure: l, .. }, Deferred::Ssm { secure: r, .. }) => l == r,
        (Deferred::Field { name: l, .. }, Deferred::Field { name: r, .. }) => l == r,
        (Deferred::Compare { op: l, .. }, Deferred::Compare { op: r, .. }) => l == r,
        (Deferred::Arithmetic { op: l, .. }, Deferred::Arithmetic { op: r, .. }) => l == r,
        (Deferred::Call { function: l, .. }, Deferred::Call { function: r, .. }) => l == r,
        (Deferred::Intrinsic { name: l, .. }, Deferred::Intrinsic { name: r, .. }) => l == r,
        (
            Deferred::Prop {
                resource: l,
                path: left,
                ..
            },
            Deferred::Prop {
                resource: r,
                path: right,
                ..
            },
        ) => l == r && left == right,
        (Deferred::Match { arms: l, .. }, Deferred::Match { arms: r, .. }) => {
            let patterns = |l: &[super::MatchArm], r: &[super::MatchArm]| {
                l.iter().zip(r).all(|(l, r)| l.patterns == r.patterns)
            };
            l.len() == r.len() && patterns(l, r)
        }
        _ => true,
    }
}

fn are_operands_same(left: &Deferred, right: &Deferred) -> bool {
    let mut operands = Vec::new();
    left.operands(&mut |operand| operands.push(operand));
    let mut operands = operands.into_iter();
    let mut same = true;
    right.operands(&mut |r| {
        same = same && operands.next().is_some_and(|l| is_same_expression(l, r));
    });
    same && operands.next().is_none()
}
