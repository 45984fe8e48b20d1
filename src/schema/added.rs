//! What a project adds to the types that are built in. In: texts, as [`super::given`] made them. Out:
//! types by their names, each read when it is asked for. Never: which files they are from.

use super::relation::Identities;
use super::{Dump, Schema, provider, registry};
use crate::text::Name;
use serde_json::Value;
use std::sync::OnceLock;

/// Private types of CloudFormation, and Terraform's providers.
#[derive(Debug, Default)]
pub struct Additions {
    pub types: Vec<AddedType>,
    pub providers: Vec<AddedProvider>,
}

/// A type of CloudFormation, as its registry describes it.
#[derive(Debug)]
pub struct AddedType {
    pub name: Name,
    /// The JSON of its schema.
    pub text: String,
    /// What is shown of where it is from.
    pub file: Name,
}

#[derive(Debug)]
pub struct AddedProvider {
    pub dump: Dump,
    /// Empty where nobody said it.
    pub version: Name,
    /// What is shown of where it is from.
    pub file: Name,
}

/// Additions, ready to be looked into.
#[derive(Debug, Default)]
pub struct Added {
    /// Sorted by name.
    types: Vec<Type>,
    providers: Vec<AddedProvider>,
    /// `hashicorp/aws 6.47.0`
    labels: Vec<Name>,
    /// The types of the providers, sorted by name.
    provided: Vec<Provided>,
}

#[derive(Debug)]
struct Type {
    added: AddedType,
    source: OnceLock<Value>,
    schema: OnceLock<Box<Schema>>,
}

#[derive(Debug)]
struct Provided {
    name: Name,
    /// Which provider, and which of its types.
    provider: usize,
    number: usize,
    schema: OnceLock<Box<Schema>>,
}

impl Added {
    /// `is_builtin` says whether a type is of a provider that is built in.
    pub fn new(additions: Additions, is_builtin: impl Fn(&str) -> bool) -> Added {
        let Additions {
            mut types,
            providers,
        } = additions;
        types.sort_by(|a, b| a.name.cmp(&b.name));
        types.dedup_by(|later, first| later.name == first.name);
        let mut provided: Vec<(Name, bool, usize, usize)> = Vec::new();
        for (at, added) in providers.iter().enumerate() {
            let local = provider::local_name(&added.dump.source);
            let types = added.dump.types().enumerate();
            provided.extend(types.map(|(number, name)| {
                let is_guest = !is_named_after(name, local);
                (name.clone(), is_guest, at, number)
            }));
        }
        // A type that several providers have is that of the one after which it is named: what is
        // called `google_...` is `google`'s, though `google-beta` has it too.
        provided.retain(|(name, is_guest, ..)| !is_guest || !is_builtin(name));
        provided.sort();
        provided.dedup_by(|later, first| later.0 == first.0);
        let label = |added: &AddedProvider| match added.version.is_empty() {
            true => added.dump.source.clone(),
            false => ecow::eco_format!("{} {}", added.dump.source, added.version),
        };
        Added {
            types: types.into_iter().map(Type::new).collect(),
            labels: providers.iter().map(label).collect(),
            provided: provided.into_iter().map(Provided::new).collect(),
            providers,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.types.is_empty() && self.providers.is_empty()
    }

    /// The place of a type: those of CloudFormation come first, those of providers behind them.
    pub fn find(&self, name: &str) -> Option<usize> {
        if let Some(at) = self.find_type(name) {
            return Some(at);
        }
        let at = self
            .provided
            .binary_search_by(|t| t.name.as_str().cmp(name));
        Some(self.types.len() + at.ok()?)
    }

    /// The place of a type of CloudFormation.
    pub fn find_type(&self, name: &str) -> Option<usize> {
        let at = self
            .types
            .binary_search_by(|t| t.added.name.as_str().cmp(name));
        at.ok()
    }

    pub fn schema(&self, at: usize, identities: &dyn Identities) -> Option<&Schema> {
        if let Some(ty) = self.types.get(at) {
            let read = || Box::new(registry::read(ty.source(), identities));
            return Some(ty.schema.get_or_init(read));
        }
        let ty = self.provided(at)?;
        let dump = &self.providers.get(ty.provider)?.dump;
        // The text is as it was when its types were found, so that there is JSON.
        let read = || {
            Box::new(provider::complete(
                dump.schema(ty.number).unwrap_or_default(),
            ))
        };
        Some(ty.schema.get_or_init(read))
    }

    /// A type as who published it describes it.
    pub fn json(&self, at: usize) -> Option<Value> {
        if let Some(ty) = self.types.get(at) {
            return Some(ty.source().clone());
        }
        let ty = self.provided(at)?;
        self.providers.get(ty.provider)?.dump.json(ty.number)
    }

    /// The JSON of a type of CloudFormation.
    pub fn registry_json(&self, at: usize) -> Option<&Value> {
        self.types.get(at).map(Type::source)
    }

    /// What is shown of where a type is from.
    pub fn file(&self, at: usize) -> Option<&str> {
        let file = match self.types.get(at) {
            Some(ty) => &ty.added.file,
            None => &self.providers.get(self.provided(at)?.provider)?.file,
        };
        Some(file)
    }

    pub fn type_names(&self) -> impl Iterator<Item = &str> {
        self.types.iter().map(|ty| ty.added.name.as_str())
    }

    pub fn provided_names(&self) -> impl Iterator<Item = &str> {
        self.provided.iter().map(|ty| ty.name.as_str())
    }

    pub fn providers(&self) -> &[AddedProvider] {
        &self.providers
    }

    pub fn labels(&self) -> &[Name] {
        &self.labels
    }

    /// The provider of a type.
    pub fn provider_of(&self, at: usize) -> Option<usize> {
        Some(self.provided(at)?.provider)
    }

    /// The source of the provider of a type that is not named after it.
    pub fn guest_of(&self, at: usize) -> Option<&str> {
        let ty = self.provided(at)?;
        let source = self.providers.get(ty.provider)?.dump.source.as_str();
        (!is_named_after(&ty.name, provider::local_name(source))).then_some(source)
    }

    fn provided(&self, at: usize) -> Option<&Provided> {
        self.provided.get(at.checked_sub(self.types.len())?)
    }
}

impl Type {
    fn new(added: AddedType) -> Type {
        Type {
            added,
            source: OnceLock::new(),
            schema: OnceLock::new(),
        }
    }

    fn source(&self) -> &Value {
        let read = || serde_json::from_str(&self.added.text).unwrap_or_default();
        self.source.get_or_init(read)
    }
}

impl Provided {
    fn new((name, _, provider, number): (Name, bool, usize, usize)) -> Provided {
        Provided {
            name,
            provider,
            number,
            schema: OnceLock::new(),
        }
    }
}

/// Whether Terraform takes a type for one of the provider with this local name, unless something else
/// is said.
fn is_named_after(name: &str, local: &str) -> bool {
    if let Some(configured) = provider::configured(name) {
        return configured == local;
    }
    let name = provider::data_name(name).unwrap_or(name);
    name.split('_').next() == Some(local)
}
