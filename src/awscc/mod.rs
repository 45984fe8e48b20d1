//! One source, two engines: the types of CloudFormation as Terraform's `awscc` provider has them.
//!
//! In: an evaluated [`Graph`] and the [`Catalogue`]. Out: a graph of the same resources, each of an `AWS::`
//! type now of the provider's, with its names, its kinds of value and what is read of it; and what does not
//! carry over. Never: what Terraform's JSON looks like, or a change of what is Terraform's already.

mod counterpart;
mod existing;
mod free;
mod lower;
mod messages;
pub mod names;
mod policies;
mod reading;
mod spelled;
mod stand_in;
mod values;

use crate::diag::Diagnostic;
use crate::graph::Graph;
use crate::schema::Catalogue;

/// Whether anything in a graph is of CloudFormation's types: only then there is something to do.
pub fn is_needed(graph: &Graph) -> bool {
    graph.resources.iter().any(lower::is_cloudformation)
}

/// The graph for Terraform.
pub fn lower(graph: &Graph, catalogue: &Catalogue) -> (Graph, Vec<Diagnostic>) {
    lower::lower(graph, catalogue)
}
