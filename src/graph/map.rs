//! The map of values: entries in the order in which they were written. Its keys are shared, so
//! that the thousand records which one literal makes in a loop hold one list of keys, and a later
//! phase can do what concerns the keys alone once for all of them ([`Keys::same`]).

use super::{Value, Weight};
use crate::text::Name;
use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::sync::{Arc, OnceLock};

/// Entries in the order in which they were written. Never two of one key.
#[derive(Debug, Clone, Default)]
pub struct ValueMap {
    keys: Keys,
    values: Vec<Value>,
    weight: Weight,
}

/// The keys of a map, shared between all maps that one record literal makes.
#[derive(Debug, Clone, Default)]
pub struct Keys(Arc<KeyList>);

#[derive(Debug, Clone, Default)]
struct KeyList {
    names: Vec<Name>,
    /// Where each name is. Made at the first look-up among so many that looking at all of them
    /// would take longer.
    places: OnceLock<FxHashMap<Name, u32>>,
}

/// Up to this many keys are compared one after the other.
const SCANNED: usize = 12;

impl Keys {
    /// The keys, without those that occur before.
    pub fn new(names: impl IntoIterator<Item = Name>) -> Keys {
        let mut list = KeyList::default();
        for name in names {
            if list.place(&name).is_none() {
                list.push(name);
            }
        }
        Keys(Arc::new(list))
    }

    /// Keys of which the caller knows that there are no two of one name.
    pub fn unique(names: Vec<Name>) -> Keys {
        Keys(Arc::new(KeyList {
            names,
            places: OnceLock::new(),
        }))
    }

    pub fn names(&self) -> &[Name] {
        &self.0.names
    }

    pub fn len(&self) -> usize {
        self.0.names.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.names.is_empty()
    }

    /// At which place a key stands.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.0.place(name)
    }

    /// Whether both are one list: then what was found out for the keys of one holds for the other.
    pub fn same(&self, other: &Keys) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// A number that is the same for two lists of keys only where [`Keys::same`] holds, as long as
    /// both live.
    pub fn address(&self) -> usize {
        Arc::as_ptr(&self.0) as usize
    }
}

impl KeyList {
    fn place(&self, name: &str) -> Option<usize> {
        if self.names.len() <= SCANNED {
            return self.names.iter().position(|n| n == name);
        }
        let places = self.places.get_or_init(|| {
            let numbered = self.names.iter().zip(0..);
            numbered
                .map(|(name, place)| (name.clone(), place))
                .collect()
        });
        places.get(name).map(|place| *place as usize)
    }

    fn push(&mut self, name: Name) {
        if let Some(places) = self.places.get_mut() {
            places.insert(name.clone(), self.names.len() as u32);
        }
        self.names.push(name);
    }
}

impl ValueMap {
    pub fn new() -> ValueMap {
        ValueMap::default()
    }

    pub fn with_capacity(capacity: usize) -> ValueMap {
        ValueMap {
            keys: Keys(Arc::new(KeyList {
                names: Vec::with_capacity(capacity),
                places: OnceLock::new(),
            })),
            values: Vec::with_capacity(capacity),
            weight: Weight::LEAF,
        }
    }

    /// The values at the places of their keys; `None` where they are not as many.
    pub fn from_keys(keys: Keys, values: Vec<Value>) -> Option<ValueMap> {
        let weight = Weight::around(&values);
        (keys.len() == values.len()).then_some(ValueMap {
            keys,
            values,
            weight,
        })
    }

    pub fn shared_keys(&self) -> &Keys {
        &self.keys
    }

    /// How much stands below.
    pub fn weight(&self) -> Weight {
        self.weight
    }

    pub fn len(&self) -> usize {
        self.values.len()
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.values.get(self.keys.place(key)?)
    }

    pub fn get_index(&self, index: usize) -> Option<(&Name, &Value)> {
        Some((self.keys.names().get(index)?, self.values.get(index)?))
    }

    pub fn contains_key(&self, key: &str) -> bool {
        self.keys.place(key).is_some()
    }

    /// Sets a value. A key that is there keeps its place. Gives the value that was there.
    pub fn insert(&mut self, key: Name, value: Value) -> Option<Value> {
        match self.keys.place(&key).and_then(|i| self.values.get_mut(i)) {
            Some(old) => {
                let old = std::mem::replace(old, value);
                self.weight = Weight::around(&self.values);
                Some(old)
            }
            None => {
                self.weight = self.weight.with(&value);
                Arc::make_mut(&mut self.keys.0).push(key);
                self.values.push(value);
                None
            }
        }
    }

    /// Adds a value under keys that are this map's own and one more: maps that share their keys go
    /// on to share them. Keys of another number change nothing.
    pub fn push_under(&mut self, keys: Keys, value: Value) {
        if keys.len() == self.values.len() + 1 {
            self.weight = self.weight.with(&value);
            self.keys = keys;
            self.values.push(value);
        }
    }

    /// Takes an entry out; the others keep their order.
    pub fn shift_remove(&mut self, key: &str) -> Option<Value> {
        let place = self.keys.place(key)?;
        let names = self.keys.names().iter();
        self.keys = Keys::new(names.filter(|n| *n != key).cloned());
        let old = self.values.remove(place);
        self.weight = Weight::around(&self.values);
        Some(old)
    }

    pub fn keys(&self) -> std::slice::Iter<'_, Name> {
        self.keys.names().iter()
    }

    pub fn values(&self) -> std::slice::Iter<'_, Value> {
        self.values.iter()
    }

    pub fn iter(&self) -> Iter<'_> {
        self.keys().zip(self.values())
    }
}

/// Entries of a map, in order.
pub type Iter<'a> = std::iter::Zip<std::slice::Iter<'a, Name>, std::slice::Iter<'a, Value>>;

impl<'a> IntoIterator for &'a ValueMap {
    type Item = (&'a Name, &'a Value);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}

impl<K: Borrow<str> + Into<Name>> FromIterator<(K, Value)> for ValueMap {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> ValueMap {
        let entries = entries.into_iter();
        let mut map = ValueMap::with_capacity(entries.size_hint().0);
        map.extend(entries);
        map
    }
}

impl<K: Into<Name>> Extend<(K, Value)> for ValueMap {
    fn extend<I: IntoIterator<Item = (K, Value)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key.into(), value);
        }
    }
}
