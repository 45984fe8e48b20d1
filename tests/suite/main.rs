//! The one test binary.

mod catalogue;
mod cli;
mod docs;
mod emit;
mod format;
mod harness;
mod hostile;
mod programs;
mod properties;
mod tidy;
mod ui;
