//! The packages that publish schemas, as values. In: the texts of their files, by their path in the
//! package. Out: [`Published`], what `bundle.rs` makes the catalogue from. Never reads the disk.

use crate::text::Name;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What the packages say, before it is put together.
#[derive(Debug, Default)]
pub struct Published {
    /// Registry JSON by type name.
    pub types: BTreeMap<Name, Value>,
    /// The types of each region. SAM types are in all of them, and are not listed.
    pub regions: BTreeMap<Name, BTreeSet<Name>>,
    /// cfn-lint's rules about single types, by their path below `extensions`.
    pub extensions: BTreeMap<String, Value>,
    /// Types whose deletion deletes data.
    pub stateful: BTreeSet<Name>,
    /// IAM actions by service prefix, in lower case.
    pub actions: BTreeMap<Name, BTreeSet<Name>>,
    /// `db.json` of the service spec.
    pub service_spec: Value,
}

/// Where things are in the `cfn-lint` package.
const RESOURCES: &str = "data/schemas/resources/";
const PROVIDERS: &str = "data/schemas/providers/";
const EXTENSIONS: &str = "data/schemas/extensions/";
const STATEFUL: &str = "data/AdditionalSpecs/StatefulResources.json";
const ACTIONS: &str = "data/AdditionalSpecs/Policies.json";

impl Published {
    /// Takes what is of use in a file of the `cfn-lint` package. The error is for the maintainer
    /// who makes the bundle.
    pub fn add_cfn_lint(&mut self, path: &str, text: &str) -> Result<(), String> {
        let Some(stem) = path.strip_suffix(".json") else {
            return Ok(());
        };
        let json = || serde_json::from_str::<Value>(text).map_err(|e| format!("{path}: {e}"));
        if stem.starts_with(RESOURCES) {
            let value = json()?;
            let name = value["typeName"].as_str().map(Name::from);
            self.types
                .insert(name.ok_or_else(|| format!("{path}: no `typeName`"))?, value);
        } else if let Some(region) = stem.strip_prefix(PROVIDERS) {
            let types = json()?
                .as_object()
                .into_iter()
                .flatten()
                .map(|(t, _)| t.into())
                .collect();
            self.regions.insert(region.into(), types);
        } else if let Some(name) = path.strip_prefix(EXTENSIONS) {
            self.extensions.insert(name.to_string(), json()?);
        } else if path == STATEFUL {
            let value = json()?;
            self.stateful.extend(keys(&value["ResourceTypes"]));
        } else if path == ACTIONS {
            for (service, facts) in json()?.as_object().into_iter().flatten() {
                self.actions
                    .insert(service.into(), keys(&facts["Actions"]).collect());
            }
        }
        Ok(())
    }

    /// Takes the service spec's database.
    pub fn add_service_spec(&mut self, text: &str) -> Result<(), String> {
        self.service_spec = serde_json::from_str(text).map_err(|e| e.to_string())?;
        Ok(())
    }

    /// Removes the list of SAM types from the regions: they are made where the transform runs.
    pub fn take_sam_types(&mut self) -> BTreeSet<Name> {
        self.regions.remove("sam").unwrap_or_default()
    }
}

fn keys(value: &Value) -> impl Iterator<Item = Name> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, _)| key.into())
}
