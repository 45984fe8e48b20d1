//! What may be null once the deployment knows. In: values. Out: whether they may be. Never: what a resource
//! gives: of that nothing is said to be left out.

use super::blocks::record;
use crate::emit::guards::set_by;
use crate::graph::{Deferred, Graph, ParamId, Value, ValueKind, is_same_expression};
use crate::types::{Field, Type};

/// Whether a value is null, or a choice that may be.
pub fn may_be_null(graph: &Graph, value: &Value) -> bool {
    may_be(graph, value, &mut Vec::new())
}

/// The same where a condition holds.
pub fn may_be_null_under(graph: &Graph, value: &Value, condition: Option<&Value>) -> bool {
    let mut set = Vec::new();
    if let Some(condition) = condition {
        set_by(graph, condition, true, &mut set);
    }
    may_be(graph, value, &mut set)
}

/// The same where some params are known to be set.
fn may_be(graph: &Graph, value: &Value, set: &mut Vec<ParamId>) -> bool {
    match &value.kind {
        ValueKind::Null => true,
        ValueKind::Deferred(deferred) => match &**deferred {
            Deferred::Param(id) => {
                let ty = &graph.param(*id).ty;
                ty.members().contains(&Type::Null) && !set.contains(id)
            }
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                let mut branch = |truth, value| {
                    if says_not_null(condition, truth, value) {
                        return false;
                    }
                    let before = set.len();
                    set_by(graph, condition, truth, set);
                    let may = may_be(graph, value, set);
                    set.truncate(before);
                    may
                };
                branch(true, then) || branch(false, otherwise)
            }
            Deferred::Match {
                arms, otherwise, ..
            } => {
                let mut values = arms.iter().map(|arm| &arm.value).chain(otherwise);
                values.any(|value| may_be(graph, value, set))
            }
            Deferred::Lookup { default, .. } => {
                let mut default = default.iter();
                default.any(|value| may_be(graph, value, set))
            }
            Deferred::Field { .. } => field(graph, value).is_some_and(|field| field.optional),
            _ => false,
        },
        _ => false,
    }
}

/// The field of a param's type that a value is.
fn field<'g>(graph: &'g Graph, value: &Value) -> Option<&'g Field> {
    let Deferred::Field { base, name } = value.as_deferred()? else {
        return None;
    };
    let of = match base.as_deferred()? {
        Deferred::Param(id) => &graph.param(*id).ty,
        _ => &field(graph, base)?.ty,
    };
    record(of)?.field(name)
}

/// Whether a condition, where it is so, says of this very value that it is not null.
fn says_not_null(condition: &Value, truth: bool, value: &Value) -> bool {
    match condition.as_deferred() {
        Some(Deferred::Not(inner)) => says_not_null(inner, !truth, value),
        Some(Deferred::Equals(left, right)) => {
            !truth && right.is_null() && is_same_expression(left, value)
        }
        _ => false,
    }
}

/// Whether Terraform fails to evaluate a value where a condition beside it does not hold: it reads a
/// resource that may not be there, or computes with a param that may be null.
pub fn may_fail(graph: &Graph, value: &Value) -> bool {
    match &value.kind {
        ValueKind::Resource(id, _) => graph.resource(*id).condition.is_some(),
        ValueKind::List(items) => items.iter().any(|item| may_fail(graph, item)),
        ValueKind::Map(map) => map.values().any(|item| may_fail(graph, item)),
        ValueKind::Deferred(deferred) => match &**deferred {
            Deferred::Reference(id) | Deferred::Prop { resource: id, .. } => {
                graph.resource(*id).condition.is_some()
            }
            Deferred::Equals(left, right) => {
                let mut sides = [left, right].into_iter().filter(|side| !is_param(side));
                sides.any(|side| may_fail(graph, side))
            }
            Deferred::Param(_) => may_be_null(graph, value),
            other => {
                let mut fails = false;
                other.operands(&mut |operand| fails = fails || may_fail(graph, operand));
                fails
            }
        },
        _ => false,
    }
}

fn is_param(value: &Value) -> bool {
    matches!(value.as_deferred(), Some(Deferred::Param(_)))
}
