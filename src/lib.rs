//! The compiler behind the `infra` command.

pub mod builtins;
pub mod check;
pub mod cli;
pub mod diag;
pub mod eval;
pub mod graph;
pub mod resolve;
pub mod schema;
pub mod session;
pub mod syntax;
pub mod text;
pub mod types;
