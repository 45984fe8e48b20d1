//! Look-up of resource types. In: a type's name. Out: its key, its regions, its [`Schema`]. A schema
//! is decoded when it is first asked for and kept. Opening the catalogue parses nothing.

use super::relation::Identities;
use super::store::Store;
use super::{Regions, Schema, decode, registry, relation};
use crate::text::Name;
use crate::types::{Relation, TypeKey};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The bundle that `infra schema bundle` made; see `stdlib/schema/PROVENANCE.md`.
static BUNDLE: &[u8] = include_bytes!("../../stdlib/schema/catalogue.bin");

/// All resource types that a session knows: those of a bundle, then those that were added.
#[derive(Debug, Default)]
pub struct Catalogue {
    store: Store<'static>,
    decoded: Vec<OnceLock<Box<Schema>>>,
    /// Sorted by name.
    added: Vec<Added>,
}

/// A type that came as registry JSON.
#[derive(Debug)]
struct Added {
    name: Name,
    source: Value,
    schema: OnceLock<Box<Schema>>,
}

impl Catalogue {
    /// The types that come with the binary.
    pub fn builtin() -> &'static Catalogue {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(|| Catalogue::of(Store::open(BUNDLE).unwrap_or_default()))
    }

    /// The types of a bundle; `None` where the bytes are none.
    pub fn from_bundle(bytes: &'static [u8]) -> Option<Catalogue> {
        Store::open(bytes).map(Catalogue::of)
    }

    /// A catalogue of registry schemas, each the JSON text of one type. The error says which text
    /// is none, counted from 1.
    pub fn from_registry_json<'a>(
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Catalogue, String> {
        let mut sources = BTreeMap::new();
        for (i, text) in texts.into_iter().enumerate() {
            let value: Value =
                serde_json::from_str(text).map_err(|e| format!("schema {}: {e}", i + 1))?;
            let name = value["typeName"].as_str().map(Name::from);
            let name = name.ok_or_else(|| format!("schema {} has no `typeName`", i + 1))?;
            sources.insert(name, value);
        }
        let entry = |(name, source)| Added {
            name,
            source,
            schema: OnceLock::new(),
        };
        Ok(Catalogue {
            added: sources.into_iter().map(entry).collect(),
            ..Catalogue::default()
        })
    }

    fn of(store: Store<'static>) -> Catalogue {
        let decoded = std::iter::repeat_with(OnceLock::new)
            .take(store.len())
            .collect();
        Catalogue {
            store,
            decoded,
            added: Vec::new(),
        }
    }

    /// A type by its name. Open types are found without being listed: `Custom::X` and modules.
    pub fn find(&self, name: &str) -> Option<TypeKey> {
        let index = self.index_of(name);
        (index.is_some() || is_open(name)).then(|| TypeKey {
            name: name.into(),
            index,
        })
    }

    /// All listed types: those of the bundle, sorted, then the added ones, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.store
            .names()
            .chain(self.added.iter().map(|a| a.name.as_str()))
    }

    /// The schema of a listed type; `None` for an open one that is not listed.
    pub fn schema(&self, key: &TypeKey) -> Option<&Schema> {
        let index = key.index?;
        match self.decoded.get(index as usize) {
            Some(cell) => Some(cell.get_or_init(|| Box::new(decode::schema(&self.store, index)))),
            None => {
                let added = self.added.get(index as usize - self.decoded.len())?;
                Some(
                    added
                        .schema
                        .get_or_init(|| Box::new(registry::read(&added.source, self))),
                )
            }
        }
    }

    /// The regions that have the type, without decoding it. `None` where that is not known.
    pub fn regions_of(&self, key: &TypeKey) -> Option<Regions> {
        let index = key.index.filter(|i| (*i as usize) < self.store.len())?;
        Some(self.store.regions_of(index)).filter(|regions| *regions != Regions::default())
    }

    /// The regions that are known, by their index in [`Regions`].
    pub fn region_names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.store.region_names()
    }

    /// The prefixes of IAM actions: `s3`, `sqs`.
    pub fn iam_services(&self) -> impl ExactSizeIterator<Item = &str> {
        self.store.services()
    }

    /// The actions of a service, without their prefix. `None` where no service has that prefix.
    pub fn iam_actions(&self, service: &str) -> Option<impl Iterator<Item = &str> + Clone> {
        self.store.actions(&service.to_ascii_lowercase())
    }

    fn index_of(&self, name: &str) -> Option<u32> {
        let added = || {
            self.added
                .binary_search_by(|a| a.name.as_str().cmp(name))
                .ok()
        };
        let place = |at: usize| (self.decoded.len() + at) as u32;
        self.store.find(name).or_else(|| added().map(place))
    }
}

impl Identities for Catalogue {
    fn relation(&self, resource: &str, attribute: &str) -> Relation {
        let index = self.index_of(resource);
        let added = |i: u32| {
            self.added
                .get((i as usize).checked_sub(self.decoded.len())?)
        };
        let target = index.and_then(added).map(|a| &a.source);
        let resource = TypeKey {
            name: resource.into(),
            index,
        };
        Relation {
            attribute: relation::canonical(target, attribute),
            resource,
        }
    }

    fn also(&self, _: &Relation) -> Vec<Relation> {
        Vec::new()
    }
}

/// Whether a type has open properties by its name alone.
pub fn is_open(name: &str) -> bool {
    name.starts_with("Custom::")
        || name == "AWS::CloudFormation::CustomResource"
        || name.ends_with("::MODULE")
}
