//! A field of an expression: taken from what it chooses between, where that has a known shape. In: a
//! [`Deferred::Field`]. Out: the same value without it. Never: a guess.

use super::plan::{Planner, address};
use super::problem::ProblemKind;
use super::reading::Reading;
use crate::graph::{Deferred, DeferredRef, Value, ValueKind};
use crate::text::Name;

impl Planner<'_> {
    /// The field's value; `None`, which has been reported, where only the deployment knows it.
    pub fn field(&mut self, value: &Value, deferred: &DeferredRef) -> Option<Value> {
        let key = address(deferred);
        if let Some(known) = self.plan.fields.get(&key) {
            return known.clone();
        }
        let Deferred::Field { base, name } = &**deferred else {
            return None;
        };
        let field = self.take(base, name);
        if field.is_none() {
            self.report(ProblemKind::Field(name.clone()), value.origin);
        }
        self.plan.fields.insert(key, field.clone());
        field
    }

    fn take(&mut self, base: &Value, name: &Name) -> Option<Value> {
        let at = base.origin;
        let deferred = match &base.kind {
            ValueKind::Map(map) => {
                return Some(map.get(name).cloned().unwrap_or(Value::null(at)));
            }
            ValueKind::Null | ValueKind::Error => return Some(base.clone()),
            ValueKind::Deferred(deferred) => deferred,
            _ => return None,
        };
        let taken = match &**deferred {
            Deferred::If { .. } | Deferred::Match { .. } => {
                deferred.map_branches(&mut |branch| self.take(branch, name))?
            }
            Deferred::Lookup {
                map,
                entries,
                keys,
                domain,
                default,
            } => {
                let mut keys = keys.clone();
                keys.push(Value::text(name.clone(), at));
                let default = match default {
                    Some(default) => Some(self.take(default, name)?),
                    None => None,
                };
                Deferred::Lookup {
                    map: *map,
                    entries: entries.clone(),
                    keys,
                    domain: domain.clone(),
                    default,
                }
            }
            Deferred::Prop {
                resource,
                path,
                known,
            } => {
                let longer: Vec<Name> = path.iter().chain([name]).cloned().collect();
                let known = match known {
                    Some(known) => self.take(known, name),
                    None => None,
                };
                let is_part = matches!(self.reading(*resource, &longer), Reading::Part { .. });
                if is_part && known.is_none() {
                    return None;
                }
                Deferred::Prop {
                    resource: *resource,
                    path: longer.into(),
                    known,
                }
            }
            Deferred::Field { .. } => {
                let inner = self.field(base, deferred)?;
                return self.take(&inner, name);
            }
            _ => return None,
        };
        Some(Value::deferred(taken, at))
    }
}
