//! What an analysis is asked for, and with what it works. Plain data.

use super::cache::{Cache, Work};
use super::schemas::Catalogues;
use super::{Config, Files, Levels};
use crate::emit::{Layout, Target};
use crate::graph::Value;
use crate::syntax::ast::ItemId;
use crate::text::Name;
use std::path::PathBuf;
use std::sync::Arc;

/// The inputs that every analysis shares: the only thing that changes between two analyses (an
/// editor sets the text of an open file). A clone is cheap and shares what was made; it keeps the files as
/// they are.
#[derive(Debug, Clone, Default)]
pub struct Session {
    pub files: Files,
    /// What earlier analyses made.
    pub(super) cache: Arc<Cache>,
    pub(super) catalogues: Arc<Catalogues>,
}

impl Session {
    pub fn new(files: Files) -> Session {
        Session {
            files,
            ..Session::default()
        }
    }

    /// How much was done so far. What did not change is not done again.
    pub fn work(&self) -> Work {
        self.cache.work()
    }
}

/// One stack and how it is to be built.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The stack's file; `-` is standard input.
    pub stack: PathBuf,
    /// The project that the stack is part of, where that was read before; else it is looked for.
    pub config: Option<Arc<Config>>,
    /// The engine that it is built for; without one, the project or the stack itself says it.
    pub target: Option<Target>,
    /// Files of inputs, YAML or JSON. The later word counts, here and in what follows.
    pub inputs_files: Vec<PathBuf>,
    /// Inputs as values.
    pub values: Vec<(Name, Value)>,
    /// `--input NAME=TEXT`, in their order.
    pub inputs: Vec<(Name, String)>,
    /// Params that are known all the same.
    pub params: Vec<(Name, Value)>,
    /// The test that is to be run.
    pub test: Option<ItemId>,
    /// What is wrong comes out all the same, as far as that can be.
    pub regardless: bool,
    /// The regions that the stack must be fit for.
    pub regions: Vec<Name>,
    /// How the template is to look; its size counts.
    pub layout: Layout,
    /// What the command line allows and denies.
    pub levels: Levels,
}
