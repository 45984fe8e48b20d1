//! Rules, as validations of the first variable that each names. In: the rules of a graph. Out: a condition
//! and a message for each assertion. Never: a rule that Terraform would check only after it has made
//! something.

use super::plan::Planner;
use super::problem::ProblemKind;
use crate::graph::{Deferred, Graph, ParamId, Rule, RuleAssert, Value, ValueKind};

/// One assertion of a rule.
#[derive(Debug)]
pub struct Ruled {
    /// When it is asked for; always, where there is none.
    pub condition: Option<Value>,
    pub assert: Value,
    /// What is said where it does not hold.
    pub message: String,
}

/// What a rule is made of.
#[derive(Debug, Default)]
struct Named {
    variable: Option<ParamId>,
    resource: Option<Value>,
    intrinsic: Option<(&'static str, Value)>,
}

impl Planner<'_> {
    pub fn rules(&mut self) {
        let graph = self.graph;
        for rule in &graph.rules {
            self.subject = Some(rule.origin.span);
            for assert in &rule.asserts {
                self.rule(rule, assert);
            }
        }
        self.subject = None;
    }

    fn rule(&mut self, rule: &Rule, assert: &RuleAssert) {
        let condition = rule.condition.as_ref().map(|c| inline(self.graph, c));
        let assert_value = inline(self.graph, &assert.condition);
        let mut named = Named::default();
        for value in condition.iter().chain([&assert_value]) {
            named.look(self.graph, value);
        }
        let at = assert.condition.origin;
        if let Some(resource) = &named.resource {
            return self.report(ProblemKind::RuleResource, resource.origin);
        }
        if let Some((name, value)) = &named.intrinsic {
            return self.report(ProblemKind::Intrinsic(name), value.origin);
        }
        let Some(variable) = named.variable else {
            return self.report(ProblemKind::RuleVariable, at);
        };
        let message = assert.message.as_ref().unwrap_or(&rule.title);
        if let Some(variable) = self.plan.variables.get_mut(variable.0 as usize) {
            variable.rules.push(Ruled {
                condition,
                assert: assert_value,
                message: message.to_string(),
            });
        }
    }
}

impl Named {
    fn look(&mut self, graph: &Graph, value: &Value) {
        match &value.kind {
            ValueKind::List(items) => items.iter().for_each(|item| self.look(graph, item)),
            ValueKind::Map(map) => map.values().for_each(|item| self.look(graph, item)),
            ValueKind::Resource(..) => {
                self.resource.get_or_insert_with(|| value.clone());
            }
            ValueKind::Deferred(deferred) => {
                match &**deferred {
                    Deferred::Param(id) if !graph.param(*id).ssm => {
                        self.variable.get_or_insert(*id);
                    }
                    Deferred::Reference(_) | Deferred::Prop { .. } => {
                        self.resource.get_or_insert_with(|| value.clone());
                    }
                    Deferred::Intrinsic { name, .. } => {
                        self.intrinsic.get_or_insert_with(|| (name, value.clone()));
                    }
                    _ => {}
                }
                deferred.operands(&mut |operand| self.look(graph, operand));
            }
            _ => {}
        }
    }
}

/// A condition without the names of others: Terraform wants the variable itself in its validation.
fn inline(graph: &Graph, value: &Value) -> Value {
    let Some(deferred) = value.as_deferred() else {
        return value.clone();
    };
    let inner = |value: &Value| inline(graph, value);
    let all = |values: &[Value]| values.iter().map(inner).collect();
    let inlined = match deferred {
        Deferred::Condition(id) => return inner(&graph.condition(*id).value),
        Deferred::Not(operand) => Deferred::Not(inner(operand)),
        Deferred::And(operands) => Deferred::And(all(operands)),
        Deferred::Or(operands) => Deferred::Or(all(operands)),
        Deferred::Equals(left, right) => Deferred::Equals(inner(left), inner(right)),
        Deferred::If {
            condition,
            then,
            otherwise,
        } => Deferred::If {
            condition: inner(condition),
            then: inner(then),
            otherwise: inner(otherwise),
        },
        _ => return value.clone(),
    };
    Value::deferred(inlined, value.origin)
}
