//! The `infra` command.
//!
//! In: the arguments. Out: an [`Outcome`], what is to be printed and the exit code; [`main`] alone
//! prints it. Never: a judgement about a program, which is the session's.

mod args;
mod build;
mod check;
mod completions;
mod diff;
mod excerpt;
mod explain;
mod format;
mod github;
mod graph;
mod import;
mod init;
mod json;
mod junit;
mod lsp;
mod messages;
mod outcome;
mod output;
mod parallel;
mod playground;
mod project;
mod report;
mod sarif;
mod schema;
mod schema_bundle;
mod schema_changes;
mod schema_given;
mod schema_import;
mod schema_list;
mod schema_provider;
mod schema_show;
mod schema_types;
mod schema_update;
mod targets;
mod terminal;
mod test;
mod test_json;
mod watch;

pub use args::{MessageFormat, run};
pub use init::EXAMPLES;
pub use messages::{Findings, Standing, render};
pub use outcome::{Outcome, main};
pub use terminal::{Style, Terminal};
