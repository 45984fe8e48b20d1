//! The list of values, and the expression that is deferred, each with its weight: how much stands
//! below it. Weights are kept as values are made, so that what would be too deep to walk or too big
//! to write is refused before it exists; sharing hides its size otherwise (`[a, a]`, thirty times).

use super::{Deferred, Value, ValueKind};
use std::ops::Deref;
use std::sync::Arc;

/// Values in order.
#[derive(Debug, Clone, Default)]
pub struct List {
    values: Vec<Value>,
    weight: Weight,
}

/// A shared [`Deferred`].
#[derive(Debug, Clone)]
pub struct DeferredRef(Arc<DeferredNode>);

#[derive(Debug)]
struct DeferredNode {
    deferred: Deferred,
    weight: Weight,
}

/// How many values stand below a value, itself counted, shared ones at each of their places; and
/// how deep they nest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weight {
    pub count: u32,
    pub depth: u32,
}

impl Weight {
    /// Of what has nothing below.
    pub const LEAF: Weight = Weight { count: 1, depth: 1 };

    pub fn of(value: &Value) -> Weight {
        match &value.kind {
            ValueKind::List(list) => list.weight(),
            ValueKind::Map(map) => map.weight(),
            ValueKind::Deferred(deferred) => deferred.weight(),
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Number(_)
            | ValueKind::Text(_)
            | ValueKind::Resource(..)
            | ValueKind::Instance(..)
            | ValueKind::Error => Weight::LEAF,
        }
    }

    /// Of what holds these values.
    pub fn around<'a>(values: impl IntoIterator<Item = &'a Value>) -> Weight {
        values.into_iter().fold(Weight::LEAF, Weight::with)
    }

    /// Of what has this weight, and one more value directly below.
    pub fn with(self, value: &Value) -> Weight {
        let below = Weight::of(value);
        Weight {
            count: self.count.saturating_add(below.count),
            depth: self.depth.max(below.depth.saturating_add(1)),
        }
    }
}

impl Default for Weight {
    fn default() -> Weight {
        Weight::LEAF
    }
}

impl List {
    pub fn weight(&self) -> Weight {
        self.weight
    }

    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}

impl From<Vec<Value>> for List {
    fn from(values: Vec<Value>) -> List {
        let weight = Weight::around(&values);
        List { values, weight }
    }
}

impl FromIterator<Value> for List {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> List {
        List::from(Vec::from_iter(values))
    }
}

impl Deref for List {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.values
    }
}

impl<'a> IntoIterator for &'a List {
    type Item = &'a Value;
    type IntoIter = std::slice::Iter<'a, Value>;

    fn into_iter(self) -> Self::IntoIter {
        self.values.iter()
    }
}

impl DeferredRef {
    pub fn weight(&self) -> Weight {
        self.0.weight
    }

    /// A number that is the same for two expressions only where [`DeferredRef::same`] holds, as long
    /// as both live.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }

    /// Whether more than one value holds it.
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Whether both are one and the same expression in memory.
    pub fn same(&self, other: &DeferredRef) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl From<Deferred> for DeferredRef {
    fn from(deferred: Deferred) -> DeferredRef {
        let mut weight = Weight::LEAF;
        deferred.operands(&mut |operand| weight = weight.with(operand));
        if let Deferred::Prop {
            known: Some(known), ..
        } = &deferred
        {
            weight = weight.with(known);
        }
        DeferredRef(Arc::new(DeferredNode { deferred, weight }))
    }
}

impl Deref for DeferredRef {
    type Target = Deferred;

    fn deref(&self) -> &Deferred {
        &self.0.deferred
    }
}

impl AsRef<Deferred> for DeferredRef {
    fn as_ref(&self) -> &Deferred {
        &self.0.deferred
    }
}
