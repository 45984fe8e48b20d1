//! Look-up of resource types. In: a type's name. Out: its key, its regions, its [`Schema`]. A schema
//! is decoded when it is first asked for and kept. Opening the catalogue parses nothing.

use super::relation::Identities;
use super::store::Store;
use super::{Regions, Schema, decode, provider, registry, relation};
use crate::text::Name;
use crate::types::{Relation, TypeKey};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The bundle that `infra schema bundle` made; see `stdlib/schema/PROVENANCE.md`.
static BUNDLE: &[u8] = include_bytes!("../../stdlib/schema/catalogue.bin");

/// The types of Terraform's providers, by the same command.
static PROVIDERS: &[u8] = include_bytes!("../../stdlib/schema/providers.bin");

/// All resource types that a session knows: those of a bundle, those of Terraform's providers, then
/// those that were added.
#[derive(Debug, Default)]
pub struct Catalogue {
    store: Store<'static>,
    decoded: Vec<OnceLock<Box<Schema>>>,
    /// What it calls regions are the providers: each type is of one.
    providers: Store<'static>,
    /// Made with the first type that is asked for: most programs ask for none.
    provided: OnceLock<Vec<OnceLock<Box<Schema>>>>,
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
        BUILTIN.get_or_init(|| {
            let providers = Store::open(PROVIDERS).unwrap_or_default();
            Catalogue::of(Store::open(BUNDLE).unwrap_or_default(), providers)
        })
    }

    /// The types of a bundle; `None` where the bytes are none.
    pub fn from_bundle(bytes: &'static [u8]) -> Option<Catalogue> {
        Store::open(bytes).map(|store| Catalogue::of(store, Store::default()))
    }

    /// The types of a bundle of Terraform's providers; `None` where the bytes are none.
    pub fn from_provider_bundle(bytes: &'static [u8]) -> Option<Catalogue> {
        Store::open(bytes).map(|providers| Catalogue::of(Store::default(), providers))
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

    fn of(store: Store<'static>, providers: Store<'static>) -> Catalogue {
        Catalogue {
            store,
            decoded: undecoded(store.len()),
            providers,
            ..Catalogue::default()
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

    /// All listed types of CloudFormation: those of the bundle, sorted, then the added ones, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.store
            .names()
            .chain(self.added.iter().map(|a| a.name.as_str()))
    }

    /// All types of Terraform's providers, sorted. Data sources begin with `data.`.
    pub fn provider_types(&self) -> impl Iterator<Item = &str> {
        self.providers.names()
    }

    /// Terraform's providers, each with its version: `hashicorp/aws 6.47.0`.
    pub fn providers(&self) -> impl ExactSizeIterator<Item = &str> {
        self.providers.region_names()
    }

    /// The provider of a type, by its index in [`Catalogue::providers`].
    pub fn provider_of(&self, key: &TypeKey) -> Option<usize> {
        let index = self.provider_index(key.index?)?;
        let provider = self.providers.regions_of(index).0.checked_ilog2()?;
        Some(provider as usize)
    }

    /// The schema of a listed type; `None` for an open one that is not listed.
    pub fn schema(&self, key: &TypeKey) -> Option<&Schema> {
        let index = key.index?;
        if let Some(cell) = self.decoded.get(index as usize) {
            return Some(cell.get_or_init(|| Box::new(decode::schema(&self.store, index))));
        }
        if let Some(index) = self.provider_index(index) {
            let provided = self
                .provided
                .get_or_init(|| undecoded(self.providers.len()));
            let read = || Box::new(provider::complete(decode::schema(&self.providers, index)));
            return Some(provided.get(index as usize)?.get_or_init(read));
        }
        let added = self.added.get(self.added_index(index)?)?;
        let read = || Box::new(registry::read(&added.source, self));
        Some(added.schema.get_or_init(read))
    }

    /// The place among the types of providers.
    fn provider_index(&self, index: u32) -> Option<u32> {
        let place = index.checked_sub(self.decoded.len() as u32)?;
        ((place as usize) < self.providers.len()).then_some(place)
    }

    /// The place among the added types.
    fn added_index(&self, index: u32) -> Option<usize> {
        (index as usize).checked_sub(self.decoded.len() + self.providers.len())
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
        let provided = || self.providers.find(name).map(|at| at as usize);
        let first = self.decoded.len();
        let place = |at: usize| (first + at) as u32;
        let added = || added().map(|at| self.providers.len() + at);
        self.store
            .find(name)
            .or_else(|| provided().or_else(added).map(place))
    }
}

impl Identities for Catalogue {
    fn relation(&self, resource: &str, attribute: &str) -> Relation {
        let index = self.index_of(resource);
        let added = |i: u32| self.added.get(self.added_index(i)?);
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

fn undecoded(count: usize) -> Vec<OnceLock<Box<Schema>>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// Whether a type has open properties by its name alone.
pub fn is_open(name: &str) -> bool {
    name.starts_with("Custom::")
        || name == "AWS::CloudFormation::CustomResource"
        || name.ends_with("::MODULE")
}
