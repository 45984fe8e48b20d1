//! The stack's tags and a resource's own as one value. In: both. Out: the value of the tag property.
//! Never: a guess at what only the deployment knows: then there is no merged value.

use crate::graph::{Deferred, Keys, Origin, Value, ValueKind, ValueMap};
use crate::schema::TagShape;
use crate::text::Name;
use rustc_hash::FxHashSet;

/// The stack's tags in one of the shapes.
pub(super) struct Shaped {
    /// Each key with what the shape has for it: an element of the list, or the value of the map.
    entries: Vec<(Name, Value)>,
    is_list: bool,
    /// All of them, as a resource without tags of its own gets them.
    pub whole: Value,
}

impl Shaped {
    pub fn new(tags: &ValueMap, origin: Origin, shape: TagShape) -> Shaped {
        let is_list = shape != TagShape::Map;
        let keys = Keys::unique(match shape {
            TagShape::AutoScaling => {
                vec!["Key".into(), "Value".into(), "PropagateAtLaunch".into()]
            }
            TagShape::List | TagShape::Map => vec!["Key".into(), "Value".into()],
        });
        let element = |key: &Name, value: &Value| {
            let mut values = vec![Value::text(key.clone(), value.origin), value.clone()];
            if shape == TagShape::AutoScaling {
                values.push(Value::new(ValueKind::Bool(true), value.origin));
            }
            let record = ValueMap::from_keys(keys.clone(), values);
            Value::map(record.unwrap_or_default(), value.origin)
        };
        let entry = |(key, value): (&Name, &Value)| match is_list {
            true => (key.clone(), element(key, value)),
            false => (key.clone(), value.clone()),
        };
        let entries: Vec<(Name, Value)> = tags.iter().map(entry).collect();
        let values = entries.iter().map(|(_, value)| value.clone());
        let whole = match is_list {
            true => Value::list(values.collect::<Vec<_>>(), origin),
            false => Value::map(entries.iter().cloned().collect(), origin),
        };
        Shaped {
            entries,
            is_list,
            whole,
        }
    }

    /// The resource's own tags and those of the stack that it does not have. `None` where only the
    /// deployment knows which it has.
    pub fn merged(&self, own: &Value) -> Option<Value> {
        match &own.kind {
            ValueKind::Null => Some(self.whole.clone()),
            ValueKind::List(list) if self.is_list => Some(self.in_list(list, own.origin)),
            ValueKind::Map(map) if !self.is_list => Some(self.in_map(map, own.origin)),
            ValueKind::Deferred(deferred) => {
                each_branch(deferred, own.origin, &mut |branch| self.merged(branch))
            }
            // Of a wrong kind, which is reported where values are checked.
            _ => Some(own.clone()),
        }
    }

    /// Whether a resource's own tags leave nothing to add.
    pub fn is_within(&self, own: &Value) -> bool {
        let names = |name: &Name| match &own.kind {
            ValueKind::List(list) => list.iter().any(|tag| key_of(tag) == Some(name)),
            ValueKind::Map(map) => map.contains_key(name),
            _ => false,
        };
        self.entries.iter().all(|(name, _)| names(name))
    }

    fn in_list(&self, own: &[Value], origin: Origin) -> Value {
        let names: FxHashSet<&Name> = own.iter().filter_map(key_of).collect();
        let conditional: Vec<&Value> = own.iter().filter(|e| e.as_deferred().is_some()).collect();
        let mut all = own.to_vec();
        for (name, tag) in &self.entries {
            if names.contains(name) {
                continue;
            }
            let tag = tag.clone();
            let tag = conditional.iter().fold(tag, |tag, element| {
                if may_be(element, name) {
                    unless(element, name, &tag)
                } else {
                    tag
                }
            });
            all.push(tag);
        }
        Value::list(all, origin)
    }

    fn in_map(&self, own: &ValueMap, origin: Origin) -> Value {
        let mut all = own.clone();
        for (name, tag) in &self.entries {
            if !own.contains_key(name) {
                all.insert(name.clone(), tag.clone());
            }
        }
        Value::map(all, origin)
    }
}

/// A choice between values with `change` made in each branch. `None` where it is no choice, or where
/// a branch gives none.
pub(super) fn each_branch(
    deferred: &Deferred,
    origin: Origin,
    change: &mut dyn FnMut(&Value) -> Option<Value>,
) -> Option<Value> {
    // Another spelling of a value that is known.
    if let Deferred::Prop {
        known: Some(known), ..
    } = deferred
    {
        return change(known);
    }
    let changed = deferred.map_branches(change)?;
    Some(Value::deferred(changed, origin))
}

/// The key of an element, where the element is there in any case and its key is known.
fn key_of(tag: &Value) -> Option<&Name> {
    tag.known()?.as_map()?.get("Key")?.known()?.as_text()
}

/// Whether an element that is chosen when deploying may be the tag of this name.
fn may_be(element: &Value, name: &Name) -> bool {
    let mut found = false;
    if let Some(deferred) = element.as_deferred() {
        deferred.operands(&mut |operand| found |= may_be(operand, name));
    }
    found || key_of(element) == Some(name)
}

/// The tag, absent wherever the element is the tag of this name.
fn unless(element: &Value, name: &Name, tag: &Value) -> Value {
    if key_of(element) == Some(name) {
        return Value::null(tag.origin);
    }
    let branches = element.as_deferred().and_then(|deferred| {
        each_branch(deferred, tag.origin, &mut |branch| {
            Some(unless(branch, name, tag))
        })
    });
    branches.unwrap_or_else(|| tag.clone())
}
