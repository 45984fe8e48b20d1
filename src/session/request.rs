//! What an analysis is asked for, and with what it works. Plain data.

use super::{Files, Levels};
use std::path::PathBuf;

/// The inputs that every analysis shares: the only thing that changes between two analyses (an
/// editor sets the text of an open file).
#[derive(Debug, Default)]
pub struct Session {
    pub files: Files,
}

/// One stack and how it is to be built.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The stack's file; `-` is standard input.
    pub stack: PathBuf,
    /// What the command line allows and denies.
    pub levels: Levels,
}
