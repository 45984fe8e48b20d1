//! What a condition says of others where it holds. In: conditions. Out: whether one implies another, and
//! which optional params are set. Never: more than their conjuncts say.

use crate::graph::{Deferred, Graph, ParamId, Value, ValueKind, is_same_expression};

/// Whether one condition holds wherever another does, as far as their conjuncts say.
pub fn implies(graph: &Graph, condition: &Value, wanted: &Value) -> bool {
    let operands = |value: &Value| match value.as_deferred() {
        Some(Deferred::Condition(id)) => vec![graph.condition(*id).value.clone()],
        Some(Deferred::And(operands)) => operands.clone(),
        _ => Vec::new(),
    };
    if is_same_expression(condition, wanted) {
        return true;
    }
    let parts = operands(wanted);
    let has = |wanted: &Value| {
        operands(condition)
            .iter()
            .any(|c| implies(graph, c, wanted))
    };
    has(wanted) || (!parts.is_empty() && parts.iter().all(|part| implies(graph, condition, part)))
}

/// The optional params that are set where a condition holds (or, with `truth` false, does not).
pub fn set_by(graph: &Graph, condition: &Value, truth: bool, found: &mut Vec<ParamId>) {
    match condition.as_deferred() {
        Some(Deferred::Condition(id)) => set_by(graph, &graph.condition(*id).value, truth, found),
        Some(Deferred::Not(inner)) => set_by(graph, inner, !truth, found),
        Some(Deferred::And(operands)) if truth => {
            operands.iter().for_each(|o| set_by(graph, o, truth, found));
        }
        Some(Deferred::Or(operands)) if !truth => {
            operands.iter().for_each(|o| set_by(graph, o, truth, found));
        }
        Some(Deferred::Equals(left, right)) => {
            let (param, known) = match (left.as_deferred(), right.as_deferred()) {
                (Some(Deferred::Param(param)), _) => (param, right),
                (_, Some(Deferred::Param(param))) => (param, left),
                _ => return,
            };
            let says = match &known.kind {
                ValueKind::Null => !truth,
                ValueKind::Text(text) => truth && !text.is_empty(),
                _ => false,
            };
            if says {
                found.push(*param);
            }
        }
        _ => {}
    }
}
