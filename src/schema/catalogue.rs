//! Look-up of resource types. In: a type's name. Out: its key, its regions, its [`Schema`]. A schema
//! is decoded when it is first asked for and kept. Making a catalogue parses nothing.

use super::{Regions, Schema, registry, relation};
use crate::text::Name;
use crate::types::{Relation, TypeKey};
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// All resource types that a session knows.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Sorted by name.
    entries: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: Name,
    source: Arc<serde_json::Value>,
    schema: OnceLock<Schema>,
}

impl Catalogue {
    /// The types that come with the binary.
    pub fn builtin() -> &'static Catalogue {
        static BUILTIN: OnceLock<Catalogue> = OnceLock::new();
        BUILTIN.get_or_init(Catalogue::default)
    }

    /// A catalogue of registry schemas, each the JSON text of one type. The error names the text
    /// that is no registry schema.
    pub fn from_registry_json<'a>(
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Catalogue, String> {
        let mut sources = BTreeMap::new();
        for text in texts {
            let value: serde_json::Value =
                serde_json::from_str(text).map_err(|e| format!("not JSON: {e}"))?;
            let name = value["typeName"]
                .as_str()
                .ok_or("a schema without `typeName`")?;
            sources.insert(Name::from(name), Arc::new(value));
        }
        let entry = |(name, source)| Entry {
            name,
            source,
            schema: OnceLock::new(),
        };
        Ok(Catalogue {
            entries: sources.into_iter().map(entry).collect(),
        })
    }

    /// A type by its name. Open types are found without being listed: `Custom::X` and modules.
    pub fn find(&self, name: &str) -> Option<TypeKey> {
        if let Some(index) = self.index_of(name) {
            return Some(TypeKey {
                name: self.entries[index].name.clone(),
                index: Some(index as u32),
            });
        }
        is_open(name).then(|| TypeKey {
            name: name.into(),
            index: None,
        })
    }

    /// All listed types, sorted.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.entries.iter().map(|e| e.name.as_str())
    }

    /// The schema of a listed type; `None` for an open one.
    pub fn schema(&self, key: &TypeKey) -> Option<&Schema> {
        let entry = self.entries.get(key.index? as usize)?;
        Some(entry.schema.get_or_init(|| self.read(entry)))
    }

    /// The regions that have the type, without decoding the rest. `None` where that is not known.
    pub fn regions_of(&self, key: &TypeKey) -> Option<Regions> {
        let _ = key;
        None
    }

    /// The regions that are known, by their index in [`Regions`].
    pub fn region_names(&self) -> impl Iterator<Item = &str> {
        std::iter::empty()
    }

    fn read(&self, entry: &Entry) -> Schema {
        let source = |name: &str| Some(&*self.entries[self.index_of(name)?].source);
        registry::read(&entry.source, &|resource, attribute| {
            let attribute = relation::canonical(source(resource), attribute);
            let index = self.index_of(resource).map(|i| i as u32);
            Some(Relation {
                resource: TypeKey {
                    name: resource.into(),
                    index,
                },
                attribute,
            })
        })
    }

    fn index_of(&self, name: &str) -> Option<usize> {
        self.entries
            .binary_search_by(|e| e.name.as_str().cmp(name))
            .ok()
    }
}

/// Whether a type has open properties by its name alone.
pub fn is_open(name: &str) -> bool {
    name.starts_with("Custom::")
        || name == "AWS::CloudFormation::CustomResource"
        || name.ends_with("::MODULE")
}
