//! What users give to be added. In: the text of a file: what `terraform providers schema -json` prints,
//! or schemas of CloudFormation's registry, one or a list of them, bare or in what `aws cloudformation
//! describe-type` prints. Out: each provider and each type in the form that a project keeps, or why
//! there is none. Never: a name that leads to a place outside of its folder.

use super::layout::lay_out;
use super::{dump, provider};
use crate::text::Name;
use serde_json::Value;

/// One thing to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub what: What,
    /// As a project keeps it.
    pub text: String,
}

/// What a schema is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// A provider by its source: `hashicorp/aws`.
    Provider(Name),
    /// A type of CloudFormation: `Company::Team::Thing`.
    Type(Name),
}

/// What each kind of text begins with, for messages.
const EXPECTED: &str = "expected what `terraform providers schema -json` prints, or the registry \
                        schema of a CloudFormation type";

/// Reads all that a text holds, sorted by name.
pub fn read(text: &str) -> Result<Vec<Given>, String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(format!("the file is empty: {EXPECTED}"));
    }
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("no JSON ({error}): {EXPECTED}"))?;
    let mut found = match &value {
        Value::Object(map)
            if map.contains_key("format_version") || map.contains_key("provider_schemas") =>
        {
            providers(&value)?
        }
        Value::Object(_) => vec![registry_type(&value)?],
        Value::Array(list) if list.is_empty() => return Err(format!("no schema: {EXPECTED}")),
        Value::Array(list) => {
            let one = |(at, value): (usize, &Value)| {
                registry_type(value).map_err(|reason| format!("schema {}: {reason}", at + 1))
            };
            let all = list.iter().enumerate().map(one);
            all.collect::<Result<Vec<Given>, String>>()?
        }
        _ => return Err(format!("no schema: {EXPECTED}")),
    };
    found.sort_by(|a, b| a.what.cmp(&b.what));
    let twice = found.windows(2).find(|two| two[0].what == two[1].what);
    match twice {
        Some(two) => Err(format!("`{}` is there twice", two[0].what.name())),
        None => Ok(found),
    }
}

fn providers(dump: &Value) -> Result<Vec<Given>, String> {
    // Where no provider is in use, Terraform leaves the key out.
    let is_empty = dump["format_version"].is_string() && dump["provider_schemas"].is_null();
    let nothing = serde_json::Map::new();
    let all = match is_empty {
        true => &nothing,
        false => provider::all(dump)?,
    };
    if all.is_empty() {
        return Err(
            "no provider is in it: run `terraform init` where the provider is in use, then \
                    `terraform providers schema -json` there"
                .to_owned(),
        );
    }
    let mut found = Vec::with_capacity(all.len());
    for (address, value) in all {
        let source = provider::source(address);
        if !is_source(&source) {
            return Err(format!("`{address}` is no source of a provider"));
        }
        let mut types = 0;
        for section in ["resource_schemas", "data_source_schemas"] {
            for (name, ty) in value[section].as_object().into_iter().flatten() {
                if !is_identifier(name) || !ty["block"].is_object() {
                    return Err(format!("`{source}`: `{name}` is no type of a provider"));
                }
                types += 1;
            }
        }
        if types == 0 && !provider::says_something(&value["provider"]) {
            return Err(format!("`{source}` has no types"));
        }
        found.push(Given {
            what: What::Provider(source),
            text: dump::print(address, value),
        });
    }
    Ok(found)
}

fn registry_type(value: &Value) -> Result<Given, String> {
    // `describe-type` has the schema as a text.
    let inner: Value;
    let value = match value["Schema"].as_str() {
        Some(text) => {
            inner = serde_json::from_str(text)
                .map_err(|error| format!("its `Schema` is no JSON ({error})"))?;
            &inner
        }
        None => value,
    };
    let Some(name) = value["typeName"].as_str() else {
        return Err(format!("no `typeName`: {EXPECTED}"));
    };
    if !is_type_name(name) {
        return Err(format!(
            "`{name}` is no name of a type: expected `Company::Team::Thing`"
        ));
    }
    if !value["properties"].is_object() {
        return Err(format!("`{name}` has no `properties`"));
    }
    Ok(Given {
        what: What::Type(name.into()),
        text: lay_out(value, 1),
    })
}

impl What {
    pub fn name(&self) -> &Name {
        match self {
            What::Provider(name) | What::Type(name) => name,
        }
    }

    /// What it is called in a program: the local name of a provider, the name of a type.
    pub fn local_name(&self) -> &str {
        match self {
            What::Provider(source) => provider::local_name(source),
            What::Type(name) => name,
        }
    }

    /// Where it is kept, below the folder of schemas.
    pub fn path(&self) -> String {
        match self {
            // Not every system takes a colon in the name of a file.
            What::Provider(source) => format!("{}.json", source.replace(":", "-")),
            What::Type(name) => format!("{}.json", name.replace("::", "-")),
        }
    }
}

/// `hashicorp/aws`, `registry.company.com/team/thing`
pub fn is_source(text: &str) -> bool {
    let is_part = |part: &str| {
        let all = part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c));
        all && part.starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    let parts: Vec<&str> = text.split('/').collect();
    // The colon is for the port of a host.
    let names = parts.iter().rev().take(2);
    let names_are_plain = names.into_iter().all(|name| !name.contains(':'));
    matches!(parts.len(), 2 | 3) && parts.into_iter().all(is_part) && names_are_plain
}

/// `Company::Team::Thing`, `Company::Team::Thing::MODULE`
pub fn is_type_name(text: &str) -> bool {
    let plain = text.strip_suffix("::MODULE").unwrap_or(text);
    let parts: Vec<&str> = plain.split("::").collect();
    let is_part = |part: &&str| {
        (1..=64).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    parts.len() == 3 && parts.iter().all(is_part) && parts[0] != "Custom"
}

fn is_identifier(name: &str) -> bool {
    let rest = name
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    rest && !name.is_empty()
}

#[cfg(test)]
mod tests {
    use super::{is_source, is_type_name};

    #[test]
    fn names_lead_nowhere() {
        for good in [
            "hashicorp/aws",
            "terraform.io/builtin/terraform",
            "host.com:443/a/b-c",
        ] {
            assert!(is_source(good), "{good}");
        }
        for bad in [
            "aws",
            "../../etc/x",
            "a/../b",
            "a//b",
            "a/b/c/d",
            "a/b:c",
            "a/b\\c",
            ".a/b",
        ] {
            assert!(!is_source(bad), "{bad}");
        }
        for good in ["Company::Team::Thing", "AWS::S3::Bucket", "A::B::C::MODULE"] {
            assert!(is_type_name(good), "{good}");
        }
        for bad in [
            "A::B",
            "A::B::C::D",
            "Custom::Thing",
            "Custom::A::B",
            "A::../x::B",
            "A::::B",
        ] {
            assert!(!is_type_name(bad), "{bad}");
        }
    }
}
