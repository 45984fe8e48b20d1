//! Runs a program: known values to plain data, deferred ones to expressions for the engine.
//!
//! In: a [`Program`] (trees, what their names mean, their types, the inputs). Out: the
//! [`Graph`] and what is wrong. Never: a target, the disk (files come through [`Files`]), or a
//! second report of what checking found.

mod access;
mod assume;
mod attributes;
mod branch;
mod budget;
mod builtin;
mod call;
mod chain;
mod deferred;
mod entries;
mod expr;
mod guard;
mod ids;
mod input;
mod keys;
mod logic;
mod lookup;
mod loops;
mod module;
mod needs;
mod operators;
mod output;
mod param;
mod program;
mod reading;
mod reports;
mod resource;
mod rule;
mod shared;
mod stack;
mod state;
mod text;

use crate::diag::Diagnostic;
use crate::graph::Graph;
pub use budget::{DEEPEST, MOST_RESOURCES, MOST_VALUES};
pub use program::{Files, Given, Inputs, NoFiles, Program, Unit};

/// Evaluates the stack of a program.
pub fn evaluate(program: &Program) -> (Graph, Vec<Diagnostic>) {
    let modules: Vec<_> = program
        .units
        .iter()
        .map(|u| state::Prepared::new(*u))
        .collect();
    let Some(mut eval) = state::Eval::new(*program, &modules) else {
        return (Graph::default(), Vec::new());
    };
    eval.refuse_unknown_inputs();
    eval.module();
    eval.finish()
}
