//! `infra schema`: looks into the catalogue of resource types. The options of its commands, each of
//! which has a file of its own.

use super::{Outcome, schema_bundle};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Look into the catalogue of resource types.
#[derive(Parser)]
#[command(name = "infra schema")]
pub struct SchemaArgs {
    #[command(subcommand)]
    command: SchemaCommand,
}

#[derive(Subcommand)]
enum SchemaCommand {
    Bundle(BundleArgs),
}

/// Make the catalogue that comes with the binary (for maintainers).
///
/// The same packages and patches give the same bytes.
#[derive(Args)]
pub struct BundleArgs {
    /// The folder `cfnlint` of the unpacked PyPI package `cfn-lint`.
    #[arg(long, value_name = "FOLDER")]
    pub cfn_lint: PathBuf,

    /// The unpacked `db.json` of the npm package `@aws-cdk/aws-service-spec`.
    #[arg(long, value_name = "FILE")]
    pub service_spec: PathBuf,

    /// Corrections, in the order of the files' names.
    #[arg(long, value_name = "FOLDER", default_value = "stdlib/schema/patches")]
    pub patches: PathBuf,

    #[arg(short, long, value_name = "FILE")]
    pub out: PathBuf,
}

pub fn run(args: &SchemaArgs) -> Outcome {
    match &args.command {
        SchemaCommand::Bundle(args) => schema_bundle::run(args),
    }
}
