//! The one pipeline: what the command line, the tests and the editor all go through.
//!
//! In: a [`Session`] (files, configuration) and a [`Request`] (which stack, for which target,
//! with which inputs). Out: an [`Analysis`], a snapshot that computes each phase on first ask and
//! keeps it. Never: printing, exiting, or a second way through the phases.

mod allowed;
mod analysis;
mod cache;
mod changes;
mod combinations;
mod config;
mod declares;
mod engine;
mod extract;
mod files;
mod glob;
mod import;
mod inputs;
mod levels;
mod library;
mod lock;
mod manifest;
mod modules;
mod policies;
mod project;
mod repair;
mod request;
mod rolled;
mod schemas;
mod spelled;
mod templates;
mod testing;
mod toml;
mod views;

pub use analysis::{Analysis, analyse};
pub use cache::Work;
pub use changes::{Change, changes, programs};
pub use config::{CONFIG_FILE, Config, PolicyFile, StackConfig};
pub use declares::{Declares, library_paths};
pub use files::{FILE_LIMIT, FileProblem, Files, SCHEMA_LIMIT, STDIN};
pub use import::{Imported, Wishes, import};
pub use levels::{Found, Levels, apply, is_of_policies, nearest_codes};
pub use lock::{LOCK_FILE, Pin, hash, print as print_lock, read as read_lock};
pub use request::{Request, Session};
pub use testing::{
    Snapshot, TestCase, TestResult, combinations_of, run_test, tested_files, tests_of,
};
pub use views::FileView;
