//! Where the providers document their types. In: a type, and a place in it. Out: an address of the web.
//! Never: a request to it; no address for types that nobody publishes.

use crate::schema::{Catalogue, Schema, provider, split_provider};
use crate::types::{NodeId, TypeKey};

const CLOUDFORMATION: &str =
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/";

const SAM: &str = "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/";

const TERRAFORM: &str = "https://registry.terraform.io/providers/";

/// The page of a resource type.
pub fn of_type(catalogue: &Catalogue, key: &TypeKey) -> Option<String> {
    match key.is_terraform() {
        true => of_provider(catalogue, key),
        false => {
            let (guide, parts) = guide_of(key)?;
            let kind = if guide == SAM { "sam" } else { "aws" };
            let name = if guide == SAM {
                parts.get(1..)?
            } else {
                &parts
            };
            Some(format!("{guide}{kind}-resource-{}.html", name.join("-")))
        }
    }
}

/// The place of a property of an object in the schema of a type.
pub fn of_property(
    catalogue: &Catalogue,
    key: &TypeKey,
    node: NodeId,
    name: &str,
) -> Option<String> {
    if key.is_terraform() {
        return of_provider(catalogue, key);
    }
    let (guide, parts) = guide_of(key)?;
    let name = name.to_ascii_lowercase();
    if guide == SAM {
        // The pages of what is nested have names of their own.
        let own = parts.get(1..)?.join("-");
        let anchor = match node.0 {
            0 => format!("#sam-{own}-{name}"),
            _ => String::new(),
        };
        return Some(format!("{guide}sam-resource-{own}.html{anchor}"));
    }
    let own = parts.join("-");
    if node.0 == 0 {
        return Some(format!("{guide}aws-resource-{own}.html#cfn-{own}-{name}"));
    }
    let schema: &Schema = catalogue.schema(key)?;
    let definition = schema.definitions.iter().find(|(_, id)| *id == node)?;
    let definition = definition.0.to_ascii_lowercase();
    Some(format!(
        "{guide}aws-properties-{own}-{definition}.html#cfn-{own}-{definition}-{name}"
    ))
}

/// The guide that holds the pages of a type, and the parts of the type's name there.
fn guide_of(key: &TypeKey) -> Option<(&'static str, Vec<String>)> {
    let rest = key.name.strip_prefix("AWS::")?;
    let parts: Vec<String> = rest.split("::").map(str::to_ascii_lowercase).collect();
    let guide = match parts.first()?.as_str() {
        "serverless" => SAM,
        _ => CLOUDFORMATION,
    };
    (parts.len() == 2).then_some((guide, parts))
}

/// The page of a type of Terraform's.
fn of_provider(catalogue: &Catalogue, key: &TypeKey) -> Option<String> {
    let at = catalogue.provider_of(key)?;
    let label = catalogue.providers().nth(at)?.to_owned();
    let (source, version) = split_provider(&label);
    let version = if version.is_empty() {
        "latest"
    } else {
        version
    };
    let (folder, name) = match provider::data_name(&key.name) {
        Some(name) => ("data-sources", name),
        None => ("resources", key.name.as_str()),
    };
    let local = provider::local_name(source);
    let name = name
        .strip_prefix(local)
        .and_then(|rest| rest.strip_prefix('_'))
        .unwrap_or(name);
    // Who has a registry of their own has their own pages.
    (source.split('/').count() == 2)
        .then(|| format!("{TERRAFORM}{source}/{version}/docs/{folder}/{name}"))
}
