//! Runs a program: known values to plain data, deferred ones to expressions for the engine.
//!
//! In: a [`Program`] (trees, what their names mean, their types, the inputs). Out: the
//! [`Graph`] and what is wrong. Never: a target, the disk (files come through [`Files`]), or a
//! second report of what checking found.

mod program;

pub use program::{Files, Given, Inputs, NoFiles, Program, Unit};

use crate::diag::Diagnostic;
use crate::graph::Graph;

/// Evaluates the stack of a program.
pub fn evaluate(program: &Program) -> (Graph, Vec<Diagnostic>) {
    let _ = program;
    (Graph::default(), Vec::new())
}
