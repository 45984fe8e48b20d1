//! Holds the evaluated stack against what the catalogue and the engine ask.
//!
//! In: a [`Graph`], the [`Catalogue`] and [`Options`]. Out: what is wrong with its values, each at
//! the place where the value was written. Never: syntax, a target (but for `target`), or a
//! guess: what only the deployment knows passes as far as it can be right.

pub mod limits;
pub mod target;

mod assume;
mod branches;
mod choices;
mod custom;
mod finding;
mod fit;
mod formats;
mod iam;
mod kinds;
mod lifecycle;
mod lists;
mod memo;
mod objects;
mod regions;
mod relations;
mod resources;
mod same;
mod scalars;
mod secrets;
mod shape;
mod tags;
mod texts;
mod values;

use crate::diag::Diagnostic;
use crate::graph::Graph;
use crate::schema::Catalogue;
use crate::text::{Name, Sources};
use finding::Reports;

/// What the checks of a graph need beside it.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// The texts that the origins of values point into.
    pub sources: &'a Sources,
    /// The regions that the stack must be fit for; none asks for none.
    pub regions: &'a [Name],
}

/// Everything that is wrong with the values of a stack, whatever the target.
pub fn validate(graph: &Graph, catalogue: &Catalogue, options: &Options) -> Vec<Diagnostic> {
    let mut reports = Reports::new(graph, options.sources);
    resources::check(graph, catalogue, options.sources, &mut reports);
    secrets::check(graph, catalogue, &mut reports);
    let mut found = reports.finish();
    found.extend(regions::check(
        graph,
        catalogue,
        options.sources,
        options.regions,
    ));
    found
}
