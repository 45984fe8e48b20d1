//! CloudFormation templates.
//!
//! In: a graph and the catalogue. Out: first a [`Plan`] ([`plan`]: what must be known of the whole stack,
//! and what CloudFormation cannot say), then bytes ([`emit`]) and, if asked for, their source map
//! ([`emit_mapped`]). Never: a failure of its own: what the plan found is reported by
//! `validate/target`, and emitting goes on.

mod chains;
mod choices;
mod conditions;
mod existing;
mod expression;
mod fields;
mod ids;
mod interpolation;
mod mappings;
mod names;
mod outputs;
mod overlay;
mod params;
mod plan;
mod problem;
mod reading;
mod sections;
mod spelled;
mod survey;
mod template;
mod write;

pub use plan::{Plan, plan};
pub use problem::{Argument, Bound, Extension, Held, Problem, ProblemKind, Section, Unmappable};
pub use template::{emit, emit_mapped};
