//! One provider's dump as a project keeps it. In: a provider as `terraform providers schema -json` has
//! it; later the text that was made of it. Out: that text, which is such a dump too; later its types,
//! each found by its lines and read when it is asked for. Never: a parse of the whole.

use super::layout::lay_out;
use super::{Schema, provider};
use crate::text::Name;
use serde_json::{Value, json};
use std::ops::Range;

/// The text of a provider, and where its types stand.
#[derive(Debug, Default)]
pub struct Dump {
    /// `hashicorp/aws`; with its host where that is not the public registry.
    pub source: Name,
    text: String,
    types: Vec<(Name, Range<usize>)>,
}

/// So many levels are about the dump as a whole: what is below them is one type.
const LEVELS: usize = 4;

/// The text that a project keeps of a provider; `address` is its key in the dump that it is from.
pub fn print(address: &str, provider: &Value) -> String {
    let dump = json!({ "format_version": "1.0", "provider_schemas": { address: provider } });
    lay_out(&dump, LEVELS)
}

impl Dump {
    /// Finds the types in a text that [`print`] made; `None` where it was made otherwise.
    pub fn open(text: String) -> Option<Dump> {
        let mut dump = Dump::default();
        let mut section = Section::Other;
        let mut open: Option<(Name, usize)> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let at = start;
            start += line.len();
            // Most lines are inside of a type.
            let depth = line.bytes().take_while(|byte| *byte == b' ').count();
            if depth > LEVELS {
                continue;
            }
            let inner = line.trim_ascii().trim_end_matches(',');
            let end = at + depth + inner.len();
            if inner == "}" {
                if let Some((name, start)) = open.take_if(|_| depth == section.depth()) {
                    dump.types.push((name, start..end));
                }
                continue;
            }
            let Some((key, value)) = entry(inner) else {
                continue;
            };
            let start = end - value.len();
            match (depth, &section) {
                (2, _) if !dump.source.is_empty() => return None,
                (2, _) => dump.source = provider::source(key),
                (3, _) => section = Section::of(key),
                _ => {}
            }
            let name = match (depth, &section) {
                (3, Section::Provider) => {
                    provider::configuration(provider::local_name(&dump.source))
                }
                (LEVELS, Section::Resources) => key.into(),
                (LEVELS, Section::Data) => provider::data_source(key),
                _ => continue,
            };
            match value {
                "{" => open = Some((name, start)),
                _ => dump.types.push((name, start..end)),
            }
        }
        if dump.source.is_empty() || open.is_some() {
            return None;
        }
        dump.types.sort_by(|a, b| a.0.cmp(&b.0));
        dump.text = text;
        let is_empty = |(number, (name, _)): (usize, &(Name, Range<usize>))| {
            let own = provider::configured(name).and_then(|_| dump.json(number));
            own.is_some_and(|own| !provider::says_something(&own))
        };
        // Where there is nothing to configure, there is no type for it.
        if let Some(at) = dump.types.iter().enumerate().position(is_empty) {
            dump.types.remove(at);
        }
        Some(dump)
    }

    /// The names of all types, sorted, each with its number.
    pub fn types(&self) -> impl ExactSizeIterator<Item = &Name> {
        self.types.iter().map(|(name, _)| name)
    }

    /// Reads one type, by its number.
    pub fn schema(&self, number: usize) -> Option<Schema> {
        let (name, _) = self.types.get(number)?;
        Some(provider::one(name.clone(), &self.json(number)?))
    }

    /// One type as Terraform describes it.
    pub fn json(&self, number: usize) -> Option<Value> {
        let (_, range) = self.types.get(number)?;
        serde_json::from_str(self.text.get(range.clone())?).ok()
    }
}

/// What the lines are about.
enum Section {
    Provider,
    Resources,
    Data,
    Other,
}

impl Section {
    fn of(key: &str) -> Section {
        match key {
            "provider" => Section::Provider,
            "resource_schemas" => Section::Resources,
            "data_source_schemas" => Section::Data,
            _ => Section::Other,
        }
    }

    /// How deep the lines are that end a type.
    fn depth(&self) -> usize {
        match self {
            Section::Provider => LEVELS - 1,
            _ => LEVELS,
        }
    }
}

/// `"key": value`. Keys with escapes are no names.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.strip_prefix('"')?.split_once("\": ")?;
    (!key.contains(['"', '\\'])).then_some((key, value))
}
