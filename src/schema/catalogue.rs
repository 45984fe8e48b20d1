//! Look-up of resource types. In: a type's name. Out: its key, its regions, its [`Schema`]. A schema
//! is decoded when it is first asked for and kept. Opening the catalogue parses nothing.

use super::added::Added;
use super::relation::Identities;
use super::store::Store;
use super::{AddedType, Additions, Regions, Schema, decode, provider, relation};
use crate::text::Name;
use crate::types::{Relation, TypeKey};
use serde_json::Value;
use std::sync::{Arc, LazyLock, OnceLock};

/// The bundle that `infra schema bundle` made; see `stdlib/schema/PROVENANCE.md`.
static BUNDLE: &[u8] = include_bytes!("../../stdlib/schema/catalogue.bin");

/// The types of Terraform's providers, by the same command.
static PROVIDERS: &[u8] = include_bytes!("../../stdlib/schema/providers.bin");

/// All resource types that a session knows: those of a bundle, those of Terraform's providers, then
/// those that a project adds. A type that is added hides one of its name; a provider that is added
/// hides the whole provider that is built in with its local name.
#[derive(Debug, Default)]
pub struct Catalogue {
    store: Store<'static>,
    decoded: Vec<OnceLock<Box<Schema>>>,
    /// What it calls regions are the providers: each type is of one.
    providers: Store<'static>,
    /// Made with the first type that is asked for: most programs ask for none.
    provided: OnceLock<Vec<OnceLock<Box<Schema>>>>,
    added: Added,
    /// The providers of the bundle that are hidden.
    hidden: Regions,
}

/// Where a type is.
enum Place {
    Bundle(u32),
    Provider(u32),
    Added(usize),
}

impl Catalogue {
    /// The types that come with the binary.
    pub fn builtin() -> &'static Catalogue {
        &BUILTIN
    }

    /// The types that come with the binary, to be kept beside those of projects.
    pub fn shared() -> Arc<Catalogue> {
        BUILTIN.clone()
    }

    /// The types that come with the binary, and what a project adds.
    pub fn with(additions: Additions) -> Catalogue {
        let own = Catalogue::builtin();
        let mut catalogue = Catalogue::of(own.store, own.providers);
        for added in &additions.providers {
            let local = provider::local_name(&added.dump.source);
            let same = |label: &str| provider::local_name(split(label).0) == local;
            let labels = catalogue.providers.region_names().enumerate();
            for (at, _) in labels.filter(|(_, label)| same(label)) {
                catalogue.hidden = catalogue.hidden.with(at);
            }
        }
        let added = Added::new(additions, |name| catalogue.find_provided(name).is_some());
        catalogue.added = added;
        catalogue
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
        let mut additions = Additions::default();
        for (i, text) in texts.into_iter().enumerate() {
            let value: Value =
                serde_json::from_str(text).map_err(|e| format!("schema {}: {e}", i + 1))?;
            let name = value["typeName"].as_str().map(Name::from);
            additions.types.push(AddedType {
                name: name.ok_or_else(|| format!("schema {} has no `typeName`", i + 1))?,
                text: text.to_owned(),
                file: Name::new(),
            });
        }
        Ok(Catalogue {
            added: Added::new(additions, |_| false),
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
        let own = self.store.names();
        own.filter(|name| self.added.find_type(name).is_none())
            .chain(self.added.type_names())
    }

    /// All types of Terraform's providers, those that are built in, sorted, then the added ones,
    /// sorted. Data sources begin with `data.`.
    pub fn provider_types(&self) -> impl Iterator<Item = &str> {
        let own = self.providers.names().enumerate();
        own.filter(|(at, name)| self.is_offered(*at as u32, name))
            .map(|(_, name)| name)
            .chain(self.added.provided_names())
    }

    /// Terraform's providers, each with its version where that is known: `hashicorp/aws 6.47.0`.
    pub fn providers(&self) -> impl ExactSizeIterator<Item = &str> {
        let own = self.providers.region_names().enumerate();
        let own = own
            .filter(|(at, _)| !self.hidden.has(*at))
            .map(|(_, label)| label);
        let added = self.added.labels().iter().map(Name::as_str);
        own.chain(added).collect::<Vec<&str>>().into_iter()
    }

    /// The provider of a type, by its index in [`Catalogue::providers`].
    pub fn provider_of(&self, key: &TypeKey) -> Option<usize> {
        let visible = |count: usize| (0..count).filter(|at| !self.hidden.has(*at)).count();
        match self.place(key)? {
            Place::Bundle(_) => None,
            Place::Provider(index) => {
                let provider = self.providers.regions_of(index).0.checked_ilog2()? as usize;
                (!self.hidden.has(provider)).then(|| visible(provider))
            }
            Place::Added(at) => {
                let own = visible(self.providers.region_names().len());
                Some(own + self.added.provider_of(at)?)
            }
        }
    }

    /// The source of the provider of a type, where Terraform would take the type for one of another
    /// provider, after which it is named.
    pub fn guest_of(&self, key: &TypeKey) -> Option<&str> {
        match self.place(key)? {
            Place::Added(at) => self.added.guest_of(at),
            _ => None,
        }
    }

    /// The file of the project that a provider is from, by its index in [`Catalogue::providers`].
    /// `None` for those that are built in.
    pub fn provider_file(&self, provider: usize) -> Option<&str> {
        let added = self.added.providers();
        let own = self.providers().len() - added.len();
        let added = added.get(provider.checked_sub(own)?)?;
        Some(&added.file)
    }

    /// The file of the project that a type is from; `None` for what is built in.
    pub fn file_of(&self, key: &TypeKey) -> Option<&str> {
        match self.place(key)? {
            Place::Added(at) => self.added.file(at),
            _ => None,
        }
    }

    /// A type as who published it describes it, descriptions and all. `None` for what is built in.
    pub fn published(&self, key: &TypeKey) -> Option<Value> {
        match self.place(key)? {
            Place::Added(at) => self.added.json(at),
            _ => None,
        }
    }

    /// The schema of a listed type; `None` for an open one that is not listed.
    pub fn schema(&self, key: &TypeKey) -> Option<&Schema> {
        match self.place(key)? {
            Place::Bundle(index) => {
                let cell = self.decoded.get(index as usize)?;
                Some(cell.get_or_init(|| Box::new(decode::schema(&self.store, index))))
            }
            Place::Provider(index) => {
                let provided = self
                    .provided
                    .get_or_init(|| undecoded(self.providers.len()));
                let read = || Box::new(provider::complete(decode::schema(&self.providers, index)));
                Some(provided.get(index as usize)?.get_or_init(read))
            }
            Place::Added(at) => self.added.schema(at, self),
        }
    }

    /// Where a type is. What is built in says of a type that is hidden where it was.
    fn place(&self, key: &TypeKey) -> Option<Place> {
        let index = key.index?;
        let Some(provided) = index.checked_sub(self.decoded.len() as u32) else {
            let added = self.added.find_type(&key.name);
            return Some(added.map_or(Place::Bundle(index), Place::Added));
        };
        Some(match provided.checked_sub(self.providers.len() as u32) {
            None => Place::Provider(provided),
            Some(at) => Place::Added(at as usize),
        })
    }

    /// The regions that have the type, without decoding it. `None` where that is not known.
    pub fn regions_of(&self, key: &TypeKey) -> Option<Regions> {
        let index = match self.place(key)? {
            Place::Bundle(index) => index,
            // Who describes a type anew does not move it.
            Place::Added(_) => self.store.find(&key.name)?,
            Place::Provider(_) => return None,
        };
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
        let first = self.decoded.len();
        if !self.added.is_empty()
            && let Some(at) = self.added.find(name)
        {
            return Some((first + self.providers.len() + at) as u32);
        }
        let provided = || self.find_provided(name).map(|at| first as u32 + at);
        self.store.find(name).or_else(provided)
    }

    /// A type of a provider that is built in and not hidden.
    fn find_provided(&self, name: &str) -> Option<u32> {
        let index = self.providers.find(name)?;
        let provider = self.providers.regions_of(index).0.checked_ilog2();
        let is_hidden = provider.is_some_and(|at| self.hidden.has(at as usize));
        // A dump may say nothing of how its provider is configured.
        (!is_hidden || provider::configured(name).is_some()).then_some(index)
    }

    /// Whether a type of the bundle of providers is neither hidden nor replaced.
    fn is_offered(&self, index: u32, name: &str) -> bool {
        if self.added.is_empty() {
            return true;
        }
        let provider = self.providers.regions_of(index).0.checked_ilog2();
        let is_hidden = provider.is_some_and(|at| self.hidden.has(at as usize));
        !is_hidden && self.added.find(name).is_none()
    }
}

impl Identities for Catalogue {
    fn relation(&self, resource: &str, attribute: &str) -> Relation {
        let index = self.index_of(resource);
        let resource = TypeKey {
            name: resource.into(),
            index,
        };
        let target = match self.place(&resource) {
            Some(Place::Added(at)) => self.added.registry_json(at),
            _ => None,
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

/// `hashicorp/aws 6.47.0` as its source and its version; the version is empty where it is not known.
pub fn split(provider: &str) -> (&str, &str) {
    provider.split_once(' ').unwrap_or((provider, ""))
}

static BUILTIN: LazyLock<Arc<Catalogue>> = LazyLock::new(|| {
    let providers = Store::open(PROVIDERS).unwrap_or_default();
    let store = Store::open(BUNDLE).unwrap_or_default();
    Arc::new(Catalogue::of(store, providers))
});

fn undecoded(count: usize) -> Vec<OnceLock<Box<Schema>>> {
    std::iter::repeat_with(OnceLock::new).take(count).collect()
}

/// Whether a type has open properties by its name alone.
pub fn is_open(name: &str) -> bool {
    name.starts_with("Custom::")
        || name == "AWS::CloudFormation::CustomResource"
        || name.ends_with("::MODULE")
}
