//! `infra schema list`: which types there are. In: a catalogue, and a pattern or none. Out: the names of the
//! types that fit; without a pattern, how many there are of what.

use super::schema::{SchemaFormat, json};
use super::schema_import::PlaceArgs;
use super::{Outcome, outcome, schema_provider};
use crate::diag::{did_you_mean, nearest};
use crate::schema::Catalogue;
use clap::Args;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write;

/// List resource types; without a pattern, say how many there are and where they are from.
#[derive(Args)]
#[command(after_help = "\
Examples:
  infra schema list                             how many there are, and of which versions
  infra schema list '*'                         all of them
  infra schema list queue                       those with `queue` in their name
  infra schema list 'AWS::S3*::*'               `*` stands for any text
  infra schema list --region eu-central-2       those that a region has
  infra schema list 'aws_*'                     those of Terraform's provider
  infra schema list --services                  CloudFormation's services
  infra schema list --providers                 Terraform's providers and their versions")]
pub struct ListArgs {
    /// A part of the name, or a whole name with `*`; case does not matter.
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,

    /// Only types that this region has; may be given several times.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,

    /// Terraform's providers and their versions instead of types.
    #[arg(long, conflicts_with_all = ["pattern", "region", "services"])]
    pub providers: bool,

    /// CloudFormation's services and how many types they have.
    #[arg(long, conflicts_with_all = ["pattern", "region"])]
    pub services: bool,

    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: SchemaFormat,

    #[command(flatten)]
    pub place: PlaceArgs,
}

pub fn run(catalogue: &Catalogue, args: &ListArgs) -> Outcome {
    if args.providers {
        return schema_provider::providers(catalogue, args.format);
    }
    if args.services {
        return services(catalogue, args.format);
    }
    if args.pattern.is_none() && args.region.is_empty() {
        return summary(catalogue, args.format);
    }
    let mut wanted = Vec::new();
    for region in &args.region {
        match catalogue.region_names().position(|name| name == region) {
            Some(index) => wanted.push(index),
            None => return no_region(catalogue, region),
        }
    }
    let in_regions = |name: &str| {
        let regions = catalogue
            .find(name)
            .and_then(|key| catalogue.regions_of(&key));
        // What no region lists (SAM) is made by a transform, anywhere.
        regions.is_none_or(|regions| wanted.iter().all(|index| regions.has(*index)))
    };
    let pattern = args.pattern.as_deref().unwrap_or("*");
    // No region has a type of Terraform's.
    let provided = catalogue
        .provider_types()
        .filter(|_| args.region.is_empty());
    let all = catalogue.names().chain(provided);
    let names: Vec<&str> = all
        .filter(|name| fits(pattern, name) && in_regions(name))
        .collect();
    if names.is_empty() {
        let all = catalogue.names().chain(catalogue.provider_types());
        let near = did_you_mean(&nearest(pattern, all, 5));
        let help = near.map_or_else(String::new, |help| format!("  {help}\n"));
        return Outcome {
            stderr: format!("error: no resource type fits `{pattern}`\n{help}").into_bytes(),
            code: outcome::ERRORS,
            ..Outcome::default()
        };
    }
    match args.format {
        SchemaFormat::Json => json(&names),
        SchemaFormat::Text => Outcome::text(names.join("\n") + "\n"),
    }
}

/// The types of CloudFormation whose names have the same parts in the beginning.
#[derive(Default)]
struct Group<'a> {
    types: usize,
    /// The files of the project that they are from.
    files: Vec<&'a str>,
}

fn groups(catalogue: &Catalogue, parts: usize) -> BTreeMap<String, Group<'_>> {
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for name in catalogue.names() {
        let parts: Vec<&str> = name.split("::").take(parts).collect();
        let group = groups.entry(parts.join("::")).or_default();
        group.types += 1;
        let key = catalogue.find(name);
        group
            .files
            .extend(key.and_then(|key| catalogue.file_of(&key)));
    }
    groups
}

fn services(catalogue: &Catalogue, format: SchemaFormat) -> Outcome {
    let groups = groups(catalogue, 2);
    if format == SchemaFormat::Json {
        let entry = |(name, group): (&String, &Group)| serde_json::json!({ "name": name, "types": group.types });
        return json(&groups.iter().map(entry).collect::<Vec<Value>>());
    }
    let mut text = String::new();
    for (name, group) in &groups {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{name:<36}{:>4}", group.types);
    }
    Outcome::text(text)
}

/// How many types there are, of what, and where they are from.
fn summary(catalogue: &Catalogue, format: SchemaFormat) -> Outcome {
    let owners = groups(catalogue, 1);
    let services = groups(catalogue, 2);
    let services = |owner: &str| {
        let is_own = |name: &&String| name.split("::").next() == Some(owner);
        services.keys().filter(is_own).count()
    };
    if format == SchemaFormat::Json {
        let entry = |(name, group): (&String, &Group)| {
            serde_json::json!({
                "name": name, "types": group.types, "services": services(name),
                "files": group.files,
            })
        };
        let owners: Vec<Value> = owners.iter().map(entry).collect();
        let providers = schema_provider::providers_json(catalogue);
        return json(&serde_json::json!({ "cloudformation": owners, "providers": providers }));
    }
    let mut text = String::from("CloudFormation\n");
    for (name, group) in &owners {
        let from = match group.files.as_slice() {
            [] => "built in".to_owned(),
            [file] => file.to_string(),
            [file, ..] if group.files.len() == group.types => {
                format!("{file} and {} more", group.files.len() - 1)
            }
            files => format!("built in; {} of the project", files.len()),
        };
        let services = services(name);
        let of = if services == 1 { "service" } else { "services" };
        let _ = writeln!(
            text,
            "  {name:<40}{:>5} types of{services:>4} {of:<16}{from}",
            group.types
        );
    }
    text.push_str("\nTerraform\n");
    text.push_str(&schema_provider::providers_text(catalogue, "  "));
    text.push_str(
        "\n`infra schema list PATTERN` lists types: `infra schema list AWS::SQS`, \
         `infra schema list 'aws_sqs_*'`\n",
    );
    Outcome::text(text)
}

fn no_region(catalogue: &Catalogue, region: &str) -> Outcome {
    let near = did_you_mean(&nearest(region, catalogue.region_names(), 5));
    let help = near.map_or_else(String::new, |help| format!("\n  {help}"));
    Outcome::usage(format!("--region: no region is named `{region}`{help}"))
}

/// Whether a name has the pattern in it or, where that has a `*`, is like it as a whole.
fn fits(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.to_ascii_lowercase(), name.to_ascii_lowercase());
    let parts: Vec<&str> = pattern.split('*').collect();
    let [first, middle @ .., last] = parts.as_slice() else {
        return name.contains(&pattern);
    };
    let Some(mut rest) = name
        .strip_prefix(first)
        .and_then(|rest| rest.strip_suffix(last))
    else {
        return false;
    };
    for part in middle {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}
