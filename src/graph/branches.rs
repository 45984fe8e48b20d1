//! What a value may turn out to be. In: a choice that the deployment makes. Out: the same choice between
//! other values. Never: a guess which branch it takes.

use super::{Deferred, MatchArm, Value};

impl Deferred {
    /// The choice with `change` made in each branch. `None` where it is no choice, or where a branch
    /// gives none.
    pub fn map_branches(
        &self,
        change: &mut dyn FnMut(&Value) -> Option<Value>,
    ) -> Option<Deferred> {
        match self {
            Deferred::If {
                condition,
                then,
                otherwise,
            } => Some(Deferred::If {
                condition: condition.clone(),
                then: change(then)?,
                otherwise: change(otherwise)?,
            }),
            Deferred::Match {
                subject,
                arms,
                otherwise,
                domain,
            } => {
                let arms = arms.iter().map(|arm| {
                    Some(MatchArm {
                        patterns: arm.patterns.clone(),
                        value: change(&arm.value)?,
                    })
                });
                Some(Deferred::Match {
                    subject: subject.clone(),
                    arms: arms.collect::<Option<_>>()?,
                    otherwise: match otherwise {
                        Some(value) => Some(change(value)?),
                        None => None,
                    },
                    domain: domain.clone(),
                })
            }
            _ => None,
        }
    }
}
