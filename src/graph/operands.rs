//! An expression with other operands. In: an expression and what to make of each value directly below
//! it. Out: the same expression around what was made. Never: a look further down.

use super::{Deferred, MatchArm, Value};

impl Deferred {
    /// The expression with what `change` gives for its operands: those that [`Deferred::operands`]
    /// visits, in its order. `None` where it gave nothing for any of them.
    pub fn map_operands(
        &self,
        change: &mut dyn FnMut(&Value) -> Option<Value>,
    ) -> Option<Deferred> {
        let mut changed = false;
        let mut new = |value: &Value| match change(value) {
            Some(value) => {
                changed = true;
                value
            }
            None => value.clone(),
        };
        let expression = match self {
            Deferred::Param(_)
            | Deferred::Pseudo(_)
            | Deferred::Reference(_)
            | Deferred::Prop { .. }
            | Deferred::Condition(_)
            | Deferred::EachKey(_)
            | Deferred::EachValue(_) => return None,
            Deferred::Concat(values) => Deferred::Concat(values.iter().map(new).collect()),
            Deferred::And(values) => Deferred::And(values.iter().map(new).collect()),
            Deferred::Or(values) => Deferred::Or(values.iter().map(new).collect()),
            Deferred::Call {
                function,
                arguments,
            } => Deferred::Call {
                function,
                arguments: arguments.iter().map(new).collect(),
            },
            Deferred::If {
                condition,
                then,
                otherwise,
            } => Deferred::If {
                condition: new(condition),
                then: new(then),
                otherwise: new(otherwise),
            },
            Deferred::Match {
                subject,
                arms,
                otherwise,
                domain,
            } => Deferred::Match {
                subject: new(subject),
                arms: arms
                    .iter()
                    .map(|arm| MatchArm {
                        patterns: arm.patterns.clone(),
                        value: new(&arm.value),
                    })
                    .collect(),
                otherwise: otherwise.as_ref().map(new),
                domain: domain.clone(),
            },
            Deferred::Lookup {
                map,
                entries,
                keys,
                domain,
                default,
            } => Deferred::Lookup {
                map: *map,
                entries: new(entries),
                keys: keys.iter().map(&mut new).collect(),
                domain: domain.clone(),
                default: default.as_ref().map(new),
            },
            Deferred::Equals(left, right) => Deferred::Equals(new(left), new(right)),
            Deferred::Not(value) => Deferred::Not(new(value)),
            Deferred::Compare { op, left, right } => Deferred::Compare {
                op: *op,
                left: new(left),
                right: new(right),
            },
            Deferred::Arithmetic { op, left, right } => Deferred::Arithmetic {
                op: *op,
                left: new(left),
                right: new(right),
            },
            Deferred::Select { list, index } => Deferred::Select {
                list: new(list),
                index: new(index),
            },
            Deferred::Join { separator, list } => Deferred::Join {
                separator: new(separator),
                list: new(list),
            },
            Deferred::Split { separator, text } => Deferred::Split {
                separator: new(separator),
                text: new(text),
            },
            Deferred::Base64(value) => Deferred::Base64(new(value)),
            Deferred::ToJson(value) => Deferred::ToJson(new(value)),
            Deferred::Length(value) => Deferred::Length(new(value)),
            Deferred::CidrSubnet {
                block,
                length,
                index,
            } => Deferred::CidrSubnet {
                block: new(block),
                length: new(length),
                index: new(index),
            },
            Deferred::AvailabilityZones(region) => {
                Deferred::AvailabilityZones(region.as_ref().map(new))
            }
            Deferred::ImportValue(name) => Deferred::ImportValue(new(name)),
            Deferred::StackOutput { stack, name } => Deferred::StackOutput {
                stack: new(stack),
                name: new(name),
            },
            Deferred::Secret { id, key } => Deferred::Secret {
                id: new(id),
                key: key.as_ref().map(new),
            },
            Deferred::Ssm { name, secure } => Deferred::Ssm {
                name: new(name),
                secure: *secure,
            },
            Deferred::Field { base, name } => Deferred::Field {
                base: new(base),
                name: name.clone(),
            },
            Deferred::Intrinsic { name, argument } => Deferred::Intrinsic {
                name,
                argument: new(argument),
            },
            Deferred::Raw(value) => Deferred::Raw(new(value)),
        };
        changed.then_some(expression)
    }
}
