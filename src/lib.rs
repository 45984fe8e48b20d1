//! The compiler behind the `infra` command.

pub mod text;
pub mod types;
