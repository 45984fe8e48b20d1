//! What an analysis is asked for, and with what it works. Plain data.

use super::{Files, Levels};
use crate::emit::cloudformation::Layout;
use crate::text::Name;
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
    /// `--input NAME=TEXT`, in their order. They go before what the file of inputs says.
    pub inputs: Vec<(Name, String)>,
    /// `--inputs FILE`: YAML or JSON.
    pub inputs_file: Option<PathBuf>,
    /// The regions that the stack must be fit for.
    pub regions: Vec<Name>,
    /// How the template is to look; its size counts.
    pub layout: Layout,
    /// What the command line allows and denies.
    pub levels: Levels,
}
