//! A folder from which Terraform installs providers: the one of `tests/provider` under the name of each that
//! configurations use, with the schemas of the types that they use, out of the catalogue.
//!
//! The catalogue may not know how a provider is configured. Then everything that these configurations say
//! to it is accepted.

use crate::folder::Folder;
use crate::harness::files;
use infra::schema::given::What;
use infra::schema::{Catalogue, provider, provider_export};
use infra::session::{LOCK_FILE, read_lock};
use infra::text::FileId;
use infra::types::TypeKey;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub struct Mirror {
    pub folder: Folder,
}

/// What configurations use.
#[derive(Default)]
struct Uses {
    /// Types; those of data sources begin with `data.`.
    types: BTreeSet<String>,
    /// What is said to each provider.
    settings: BTreeMap<String, BTreeSet<String>>,
}

impl Mirror {
    pub fn of<'a>(binary: &Path, configurations: impl Iterator<Item = &'a Folder>) -> Mirror {
        let mut uses = Uses::default();
        let mut added = Vec::new();
        for configuration in configurations {
            added.push(configuration);
            for file in files(&configuration.0.to_string_lossy()) {
                let read = |file| std::fs::read_to_string(file).expect("a file of a configuration");
                match file.to_string_lossy() {
                    name if name.ends_with(".tf.json") => uses.add_json(&read(&file)),
                    name if name.ends_with(".tf") => uses.add_native(&read(&file)),
                    _ => (),
                }
            }
        }
        let mirror = Mirror {
            folder: Folder::with(".keep", ""),
        };
        for (number, provider) in Catalogue::builtin().providers().enumerate() {
            mirror.add(binary, number, provider, &uses);
        }
        for configuration in added {
            mirror.add_own(binary, configuration);
        }
        mirror
    }

    /// The providers that the project of a configuration adds, with all of their types.
    fn add_own(&self, binary: &Path, configuration: &Folder) {
        if !configuration.0.join(LOCK_FILE).exists() {
            return;
        }
        let (pins, wrong) = read_lock(FileId(0), &configuration.read(LOCK_FILE));
        assert!(wrong.is_empty(), "{wrong:?}");
        for pin in pins {
            if let What::Provider(source) = &pin.what {
                self.install(binary, source, &pin.version, &configuration.read(&pin.file));
            }
        }
    }

    fn add(&self, binary: &Path, number: usize, provider: &str, uses: &Uses) {
        let (source, version) = provider.split_once(' ').expect("a source and a version");
        let name = source
            .rsplit('/')
            .next()
            .expect("a source ends with a name");
        let is_installed = source.split('/').count() == 2;
        if !is_installed {
            return;
        }
        // What was taken from between two versions has none.
        let is_version = version.split('.').all(|part| part.parse::<u32>().is_ok());
        let version = if is_version { version } else { "1.0.0" };
        self.install(binary, source, version, &dump(number, source, name, uses));
    }

    fn install(&self, binary: &Path, source: &str, version: &str, dump: &str) {
        let name = provider::local_name(source);
        let system = format!("{}_{}", system(), architecture());
        let folder = format!("registry.terraform.io/{source}/{version}/{system}");
        self.folder.write(&format!("{folder}/schema.json"), dump);
        let link = format!("{folder}/terraform-provider-{name}_v{version}");
        std::os::unix::fs::symlink(binary, self.folder.0.join(link)).expect("a link");
    }
}

impl Uses {
    fn add_json(&mut self, text: &str) {
        let configuration: Value = serde_json::from_str(text).expect("JSON");
        let names = |key: &str| configuration[key].as_object().into_iter().flatten();
        self.types.extend(names("resource").map(|(n, _)| n.clone()));
        let data = names("data").map(|(name, _)| provider::data_source(name).to_string());
        self.types.extend(data);
        for (name, settings) in names("provider") {
            let all = settings
                .as_array()
                .map_or(std::slice::from_ref(settings), Vec::as_slice);
            let keys = all.iter().filter_map(Value::as_object).flat_map(Map::keys);
            let of_provider = keys.filter(|key| *key != "alias" && *key != "version");
            let known = self.settings.entry(name.clone()).or_default();
            known.extend(of_provider.cloned());
        }
    }

    /// Of Terraform's own syntax, in which modules may be, only how declarations begin.
    fn add_native(&mut self, text: &str) {
        for line in text.lines() {
            let mut words = line.split_whitespace();
            let (kind, name) = (words.next(), words.next().unwrap_or(""));
            let name = name.trim_matches('"');
            match kind {
                Some("resource") => self.types.insert(name.to_owned()),
                Some("data") => self.types.insert(provider::data_source(name).to_string()),
                _ => false,
            };
        }
    }
}

/// As `terraform providers schema -json` prints it.
fn dump(number: usize, source: &str, name: &str, uses: &Uses) -> String {
    let (mut resources, mut data) = (Map::new(), Map::new());
    for name in &uses.types {
        let key = Catalogue::builtin().find(name);
        let Some((block, of)) = key.and_then(|key| block(&key)).or_else(|| looked_up(name)) else {
            continue;
        };
        if of != number {
            continue;
        }
        let schema = json!({ "version": 0, "block": block });
        match provider::data_name(name) {
            Some(name) => data.insert(name.to_owned(), schema),
            None => resources.insert(name.clone(), schema),
        };
    }
    let own = Catalogue::builtin().find(&provider::configuration(name));
    let own = own.and_then(|key| block(&key)).map(|(block, _)| block);
    let own = own.unwrap_or_else(|| anything(uses.settings.get(name).into_iter().flatten()));
    let provider = json!({
        "provider": { "version": 0, "block": own },
        "resource_schemas": resources,
        "data_source_schemas": data,
    });
    let address = format!("registry.terraform.io/{source}");
    json!({ "format_version": "1.0", "provider_schemas": { address: provider } }).to_string()
}

/// A data source of a provider that has one for each of its types, which no dump says: by its `id` it gives
/// all that the type has.
fn looked_up(name: &str) -> Option<(Value, usize)> {
    let ty = provider::data_name(name).filter(|ty| ty.starts_with("awscc_"))?;
    let (mut block, of) = block(&Catalogue::builtin().find(ty)?)?;
    for (name, attribute) in block["attributes"].as_object_mut()? {
        give(attribute);
        if name == "id" {
            *attribute = json!({ "type": "string", "required": true });
        }
    }
    Some((block, of))
}

/// Makes an attribute, and all below it, one that is only read.
fn give(attribute: &mut Value) {
    let nested = attribute.get_mut("nested_type");
    let nested = nested.and_then(|nested| nested["attributes"].as_object_mut());
    nested
        .into_iter()
        .flatten()
        .for_each(|(_, inner)| give(inner));
    if let Some(attribute) = attribute.as_object_mut() {
        attribute.remove("required");
        attribute.remove("optional");
        attribute.insert("computed".into(), true.into());
    }
}

fn anything<'a>(names: impl Iterator<Item = &'a String>) -> Value {
    let attribute = json!({ "type": "dynamic", "optional": true });
    let attributes = names.map(|name| (name.clone(), attribute.clone()));
    json!({ "attributes": attributes.collect::<Map<String, Value>>() })
}

fn block(key: &TypeKey) -> Option<(Value, usize)> {
    let catalogue = Catalogue::builtin();
    let schema = catalogue.schema(key)?;
    Some((provider_export::block(schema), catalogue.provider_of(key)?))
}

/// As Terraform calls this machine.
fn system() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    }
}

fn architecture() -> &'static str {
    match std::env::consts::ARCH {
        "x86_64" => "amd64",
        "aarch64" => "arm64",
        other => other,
    }
}
