//! Runs a program: known values to plain data, deferred ones to expressions for the engine.
//!
//! In: a [`Program`] (trees, what their names mean, their types, the inputs). Out: the
//! [`Graph`] and what is wrong. Never: a target, the disk (files come through [`Files`]), or a
//! second report of what checking found.

mod access;
mod assume;
mod attributes;
mod blocks;
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
mod instance;
mod keys;
mod logic;
mod lookup;
mod loops;
mod module;
mod needs;
mod operators;
mod output;
mod param;
mod policy;
mod program;
mod reading;
mod reports;
mod resource;
mod rule;
mod shared;
mod shown;
mod stack;
mod state;
mod terraform;
mod test;
mod text;
mod verdicts;
mod with;

use crate::diag::Diagnostic;
use crate::graph::Graph;
use crate::syntax::ast::ItemKind;
pub use budget::{DEEPEST, MOST_RESOURCES, MOST_VALUES};
pub use program::{Files, Given, GivenInput, Inputs, NoFiles, Program, Unit};
pub use shown::shown;
pub use test::{Expected, TestRun};

/// What evaluation yields.
#[derive(Debug, Default)]
pub struct Evaluation {
    pub graph: Graph,
    pub diagnostics: Vec<Diagnostic>,
    /// What policies have to say. Kept apart: nobody but the resource itself can be exempt.
    pub policies: Vec<Diagnostic>,
    /// What the test found that was asked for.
    pub test: Option<TestRun>,
    /// The values of the items of the top level: by the place of its file among the units, then by
    /// [`crate::syntax::ast::ItemId`]. An error where there is none.
    pub values: Vec<Vec<crate::graph::ValueKind>>,
}

/// Evaluates the stack of a program. `complete` adds to the graph what policies are to see too.
pub fn evaluate(
    program: &Program,
    complete: impl FnOnce(&mut Graph) -> Vec<Diagnostic>,
) -> Evaluation {
    let modules: Vec<_> = program
        .units
        .iter()
        .map(|u| state::Prepared::new(*u, program.regardless))
        .collect();
    let Some(mut eval) = state::Eval::new(*program, &modules) else {
        return Evaluation::default();
    };
    let test = program.test.and_then(|id| eval.module.item(id));
    let test = test.and_then(|item| match &item.kind {
        ItemKind::Test(test) => Some(test),
        _ => None,
    });
    if let Some(test) = test {
        eval.fix(test);
    }
    eval.refuse_unknown_inputs();
    eval.libraries();
    eval.module();
    let completed = complete(&mut eval.graph);
    let policies = eval.policies();
    let test = test.map(|test| eval.test(test));
    let values = eval.take_values();
    let (graph, mut diagnostics) = eval.finish();
    diagnostics.extend(completed);
    Evaluation {
        graph,
        diagnostics,
        policies,
        test,
        values,
    }
}
