//! What attributes of a resource say. In: what was written for CloudFormation. Out: the same for Terraform:
//! what is kept when the stack goes may not be destroyed, and `@lifecycle` has the provider's names. What
//! Terraform has nothing like stays, for who reports it. Never: a look at the resource's properties.

use super::counterpart::Reading;
use super::lower::Lowering;
use super::messages;
use crate::graph::{Deferred, Resource, ResourceOptions, Value, ValueKind, ValueMap};
use crate::text::Name;

/// The policy that is CloudFormation's own default: it says nothing.
const DELETE: &str = "Delete";

const PREVENT_DESTROY: &str = "prevent_destroy";
const IGNORE_CHANGES: &str = "ignore_changes";

impl Lowering<'_> {
    pub fn options(
        &mut self,
        resource: &Resource,
        options: &ResourceOptions,
        ty: Option<u32>,
    ) -> ResourceOptions {
        let mut lowered = options.clone();
        if let Some(lifecycle) = &options.lifecycle {
            lowered.lifecycle = Some(self.lifecycle(lifecycle, ty));
        }
        if ty.is_some() {
            self.retention(resource, &mut lowered);
        }
        lowered
    }

    fn lifecycle(&mut self, lifecycle: &Value, ty: Option<u32>) -> Value {
        let lowered = self.free(lifecycle);
        let (Some(ty), Some(entries)) = (ty, lowered.as_map()) else {
            return lowered;
        };
        let Some(ignored) = entries.get(IGNORE_CHANGES).and_then(Value::as_list) else {
            return lowered;
        };
        let names = ignored.iter().map(|value| self.attribute_text(value, ty));
        let names = Value::list(names.collect::<Vec<_>>(), lifecycle.origin);
        let mut entries = entries.clone();
        entries.insert(IGNORE_CHANGES.into(), names);
        Value::map(entries, lifecycle.origin)
    }

    /// A property's name as the attribute's.
    fn attribute_text(&mut self, property: &Value, ty: u32) -> Value {
        let Some(text) = property.as_text() else {
            return property.clone();
        };
        let path: Vec<Name> = text.split('.').map(Name::from).collect();
        match self.types.reading(ty, &path) {
            Reading::Attribute { path, .. } => Value::text(path.join("."), property.origin),
            _ => property.clone(),
        }
    }

    fn retention(&mut self, resource: &Resource, options: &mut ResourceOptions) {
        let policies = [
            options.deletion_policy.take(),
            options.update_replace_policy.take(),
        ];
        let lifecycle = options.lifecycle.as_ref().and_then(Value::as_map);
        if lifecycle.is_some_and(|entries| entries.contains_key(PREVENT_DESTROY)) {
            return;
        }
        for policy in policies.into_iter().flatten() {
            match is_kept(&policy) {
                Some(false) => {}
                Some(true) => {
                    self.reports.retained(resource, policy.origin);
                    return protect(options, &policy);
                }
                None => {
                    let report = messages::deferred_policy(policy.origin);
                    return self.reports.add(report, policy.origin);
                }
            }
        }
    }
}

/// Whether a policy keeps the resource, or a copy of it. `None` where only the deployment knows.
fn is_kept(policy: &Value) -> Option<bool> {
    match &policy.kind {
        ValueKind::Text(text) => Some(text != DELETE),
        ValueKind::Deferred(deferred) => match &**deferred {
            Deferred::Prop {
                known: Some(known), ..
            } => is_kept(known),
            _ => None,
        },
        _ => Some(false),
    }
}

fn protect(options: &mut ResourceOptions, policy: &Value) {
    let lifecycle = options.lifecycle.take();
    let origin = lifecycle
        .as_ref()
        .map_or(policy.origin, |value| value.origin);
    let entries = lifecycle.as_ref().and_then(Value::as_map);
    let mut entries: ValueMap = entries.cloned().unwrap_or_default();
    let protection = Value::new(ValueKind::Bool(true), policy.origin);
    entries.insert(PREVENT_DESTROY.into(), protection);
    options.lifecycle = Some(Value::map(entries, origin));
}
