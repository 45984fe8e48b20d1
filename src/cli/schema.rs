//! `infra schema`: looks into the catalogue of resource types, and adds to it. In: the options of its
//! commands. Out: what the command says, each of which has a file of its own.

use super::schema_import::{ImportArgs, PlaceArgs, RemoveArgs, UpdateArgs, reports};
use super::schema_list::ListArgs;
use super::{Outcome, Terminal, schema_bundle, schema_import, schema_list, schema_show};
use crate::schema::Catalogue;
use crate::session::{Config, Session};
use crate::text::Sources;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Look into the catalogue of resource types, and add types to it.
///
/// It holds every type of the CloudFormation registry and of SAM: properties with all that is said
/// about their values, what `Ref` and `Fn::GetAtt` give, regions, tags, permissions. And every resource
/// type and data source of Terraform's providers for aws, awscc, azurerm, google, kubernetes, helm, random,
/// null, local, time and tls, and Terraform's own. `infra schema import` adds others to a project.
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
    Import(ImportArgs),
    Update(UpdateArgs),
    Remove(RemoveArgs),
    Bundle(BundleArgs),
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

    #[command(flatten)]
    pub place: PlaceArgs,
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

pub fn run(args: &SchemaArgs, terminal: &Terminal) -> Outcome {
    match &args.command {
        SchemaCommand::List(args) => looked(&args.place, terminal, |catalogue| {
            schema_list::run(catalogue, args)
        }),
        SchemaCommand::Show(args) => looked(&args.place, terminal, |catalogue| {
            schema_show::run(catalogue, args)
        }),
        SchemaCommand::Import(args) => schema_import::import(args, terminal),
        SchemaCommand::Update(args) => schema_import::update(args, terminal),
        SchemaCommand::Remove(args) => schema_import::remove(args, terminal),
        SchemaCommand::Bundle(args) => schema_bundle::run(args),
    }
}

/// Looks into the catalogue of the project, or into what is built in where there is none.
fn looked(
    place: &PlaceArgs,
    terminal: &Terminal,
    look: impl FnOnce(&Catalogue) -> Outcome,
) -> Outcome {
    let session = Session::default();
    let mut sources = Sources::default();
    let found = Config::in_folder(&place.project, &session.files, &mut sources);
    let (mut config, _) = found.unwrap_or_default();
    let wrong = session.add_schemas(&mut config, &mut sources);
    match wrong.is_empty() {
        true => look(&config.catalogue.unwrap_or_else(Catalogue::shared)),
        false => reports(&sources, &wrong, terminal),
    }
}

/// JSON for programs, indented: people look at it too.
pub fn json(value: &impl serde::Serialize) -> Outcome {
    match serde_json::to_string_pretty(value) {
        Ok(text) => Outcome::text(text + "\n"),
        Err(error) => Outcome::usage(error),
    }
}
