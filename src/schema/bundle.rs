//! Makes the catalogue's bundle. In: what the packages publish, and our patches. Out: the bytes of
//! `stdlib/schema/catalogue.bin` or `providers.bin`, the same for the same input, and what there is to look at.

use super::patches::Identifiers;
use super::provider::Provider;
use super::published::Published;
use super::relation::Identities;
use super::{Regions, Schema, actions, encode, patches, registry, relation, service_spec};
use crate::text::Name;
use crate::types::{Relation, TypeKey};
use serde_json::Value;
use std::collections::BTreeMap;

/// A bundle and how it came out.
#[derive(Debug)]
pub struct Bundle {
    pub bytes: Vec<u8>,
    /// How many types, of the registry and of SAM.
    pub types: usize,
    /// Of providers, how many there are.
    pub regions: usize,
    /// Patches that found no place.
    pub failed_patches: Vec<String>,
}

/// Puts the types of Terraform's providers together, each provider with its version. The error is for
/// the maintainer who makes the bundle.
pub fn make_of_providers(mut providers: Vec<(Provider, Name)>) -> Result<Bundle, String> {
    providers.sort_by(|(a, _), (b, _)| a.source.cmp(&b.source));
    let label = |(provider, version): &(Provider, Name)| -> Name {
        ecow::eco_format!("{} {version}", provider.source)
    };
    let labels: Vec<Name> = providers.iter().map(label).collect();
    let mut schemas = Vec::new();
    for (at, (provider, _)) in providers.into_iter().enumerate() {
        let regions = Regions::default().with(at);
        let own = provider.schemas.into_iter();
        schemas.extend(own.map(|schema| Schema { regions, ..schema }));
    }
    schemas.sort_by(|a, b| a.name.cmp(&b.name));
    let twice = schemas.windows(2).find(|two| two[0].name == two[1].name);
    if let Some([schema, _]) = twice {
        return Err(format!("two providers have `{}`", schema.name));
    }
    Ok(Bundle {
        bytes: encode::bundle(&schemas, &labels, &BTreeMap::new()),
        types: schemas.len(),
        regions: labels.len(),
        failed_patches: Vec::new(),
    })
}

/// Puts everything together.
pub fn make(mut published: Published, patches: &[Value]) -> Bundle {
    let sam = published.take_sam_types();
    for name in &published.stateful {
        if let Some(source) = published.types.get_mut(name) {
            source["stateful"] = true.into();
        }
    }
    for name in &sam {
        if let Some(source) = published.types.get_mut(name) {
            source["transform"] = "AWS::Serverless-2016-10-31".into();
        }
    }
    service_spec::merge(&mut published.types, &published.service_spec);
    let identifiers = patches::identifiers(patches);
    let failed_patches = patches::apply(&mut published.types, &published.extensions, patches);

    let region_names: Vec<Name> = published.regions.keys().cloned().collect();
    let listed = |name: &Name| {
        let has = |region: &&Name| published.regions[*region].contains(name);
        encode::region_set(
            &region_names,
            region_names.iter().filter(has).map(Name::as_str),
        )
    };
    let offered = |name: &Name| sam.contains(name) || listed(name) != Regions::default();
    let types = &published.types;
    let known: Vec<&Name> = types.keys().filter(|name| offered(name)).collect();
    let world = World {
        types,
        known: &known,
        identifiers: &identifiers,
    };
    let schemas: Vec<Schema> = known
        .iter()
        .map(|name| Schema {
            regions: listed(name),
            ..registry::read(&types[*name], &world)
        })
        .collect();
    let actions = actions::named(&published.actions, &schemas);
    let bytes = encode::bundle(&schemas, &region_names, &actions);
    Bundle {
        bytes,
        types: schemas.len(),
        regions: region_names.len(),
        failed_patches,
    }
}

/// The types that are in the bundle, and what our patches say about identifiers.
struct World<'a> {
    types: &'a BTreeMap<Name, Value>,
    known: &'a [&'a Name],
    identifiers: &'a Identifiers,
}

impl World<'_> {
    fn key(&self, resource: &str) -> TypeKey {
        let index = self
            .known
            .binary_search_by(|name| name.as_str().cmp(resource));
        TypeKey {
            name: resource.into(),
            index: index.ok().map(|i| i as u32),
        }
    }
}

impl Identities for World<'_> {
    fn relation(&self, resource: &str, attribute: &str) -> Relation {
        let attribute = relation::canonical(self.types.get(resource), attribute);
        match self.identifiers.is.get(&format!("{resource}.{attribute}")) {
            Some((resource, attribute)) => Relation {
                resource: self.key(resource),
                attribute: attribute.clone(),
            },
            None => Relation {
                resource: self.key(resource),
                attribute,
            },
        }
    }

    fn also(&self, relation: &Relation) -> Vec<Relation> {
        let wanted = format!("{}.{}", relation.resource.name, relation.attribute);
        let others = self.identifiers.also.get(&wanted).into_iter().flatten();
        others
            .map(|(resource, attribute)| self.relation(resource, attribute))
            .collect()
    }
}
