//! The one test binary.

mod added;
mod added_refused;
mod awscc;
mod catalogue;
mod cli;
mod docs;
mod emit;
mod engines;
mod folder;
mod format;
mod fuzzing;
mod harness;
mod hostile;
mod init;
mod library;
mod mirror;
mod programs;
mod project;
mod properties;
mod providers;
mod sessions;
mod targets;
mod terraform;
mod testing;
mod tidy;
mod ui;
