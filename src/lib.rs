//! The compiler behind the `infra` command.

pub mod diag;
pub mod syntax;
pub mod text;
pub mod types;
