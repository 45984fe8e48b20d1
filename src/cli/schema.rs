//! `infra schema`: looks into the catalogue of resource types. Here the options of its commands and
//! the list of types; the other commands have a file each.

use super::{Outcome, outcome, schema_bundle, schema_provider, schema_show};
use crate::diag::{did_you_mean, nearest};
use crate::schema::Catalogue;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Look into the catalogue of resource types.
///
/// It holds every type of the CloudFormation registry and of SAM: properties with all that is said
/// about their values, what `Ref` and `Fn::GetAtt` give, regions, tags, permissions. And every resource
/// type and data source of Terraform's providers for aws, awscc, azurerm, google, kubernetes, helm, random,
/// null, local, time and tls, and Terraform's own.
#[derive(Parser)]
#[command(name = "infra schema")]
pub struct SchemaArgs {
    #[command(subcommand)]
    command: SchemaCommand,
}

#[derive(Subcommand)]
enum SchemaCommand {
    List(ListArgs),
    Show(ShowArgs),
    Bundle(BundleArgs),
}

/// List resource types.
#[derive(Args)]
#[command(after_help = "\
Examples:
  infra schema list                             all of them
  infra schema list queue                       those with `queue` in their name
  infra schema list 'AWS::S3*::*'               `*` stands for any text
  infra schema list --region eu-central-2       those that a region has
  infra schema list 'aws_*'                     those of Terraform's provider
  infra schema list --providers                 Terraform's providers and their versions")]
pub struct ListArgs {
    /// A part of the name, or a whole name with `*`; case does not matter.
    #[arg(value_name = "PATTERN")]
    pub pattern: Option<String>,

    /// Only types that this region has; may be given several times.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,

    /// Terraform's providers and their versions instead of types.
    #[arg(long, conflicts_with_all = ["pattern", "region"])]
    pub providers: bool,

    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: SchemaFormat,
}

/// Show what is known about a resource type or one of its properties.
#[derive(Args)]
#[command(after_help = "\
Examples:
  infra schema show AWS::SQS::Queue
  infra schema show AWS::SQS::Queue.RedrivePolicy
  infra schema show AWS::S3::Bucket.LifecycleConfiguration.Rules.Status
  infra schema show AWS::Lambda::Function --format json
  infra schema show aws_s3_bucket.versioning
  infra schema show data.aws_ami                a data source
  infra schema show provider.aws                how a provider is configured")]
pub struct ShowArgs {
    /// A type, or a type and a property, definition or attribute of it.
    #[arg(value_name = "TYPE[.PROPERTY]")]
    pub name: String,

    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: SchemaFormat,
}

/// Make the catalogue that comes with the binary (for maintainers).
///
/// The same packages and patches give the same bytes. The types of Terraform's providers are a file of
/// their own.
#[derive(Args)]
pub struct BundleArgs {
    /// The folder `cfnlint` of the unpacked PyPI package `cfn-lint`.
    #[arg(long, value_name = "FOLDER", required_unless_present = "provider")]
    pub cfn_lint: Option<PathBuf>,

    /// The unpacked `db.json` of the npm package `@aws-cdk/aws-service-spec`.
    #[arg(long, value_name = "FILE", required_unless_present = "provider")]
    pub service_spec: Option<PathBuf>,

    /// A provider's version, and what `terraform providers schema -json` prints of that provider; for
    /// each provider once.
    #[arg(long, value_name = "VERSION=FILE", conflicts_with_all = ["cfn_lint", "service_spec"])]
    pub provider: Vec<String>,

    /// What `terraform providers schema -json` prints of another version of one of these providers, of
    /// whose own dump the configuration is missing.
    #[arg(long, value_name = "FILE", requires = "provider")]
    pub configuration: Vec<PathBuf>,

    /// Corrections, in the order of the files' names.
    #[arg(long, value_name = "FOLDER", default_value = "stdlib/schema/patches")]
    pub patches: PathBuf,

    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaFormat {
    /// For people.
    Text,
    /// For programs.
    Json,
}

pub fn run(args: &SchemaArgs) -> Outcome {
    match &args.command {
        SchemaCommand::List(args) => list(Catalogue::builtin(), args),
        SchemaCommand::Show(args) => schema_show::run(Catalogue::builtin(), args),
        SchemaCommand::Bundle(args) => schema_bundle::run(args),
    }
}

fn list(catalogue: &Catalogue, args: &ListArgs) -> Outcome {
    if args.providers {
        return schema_provider::providers(catalogue, args.format);
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

/// JSON for programs, indented: people look at it too.
pub fn json(value: &impl serde::Serialize) -> Outcome {
    match serde_json::to_string_pretty(value) {
        Ok(text) => Outcome::text(text + "\n"),
        Err(error) => Outcome::usage(error),
    }
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
