//! Configurations of Terraform, in its JSON syntax.
//!
//! In: a graph and the catalogue. Out: first a [`Plan`] ([`plan`]: what must be known of the whole stack,
//! and what Terraform cannot say), then bytes ([`emit`]) and, if asked for, their source map
//! ([`emit_mapped`]). Never: a failure of its own: what the plan found is reported by
//! `validate/target/terraform.rs`, and emitting goes on. CloudFormation's types are not known here: they have
//! been replaced before.

mod attributes;
mod blocks;
mod body;
mod choice;
mod constraint;
mod expression;
mod function;
mod literal;
mod locals;
mod lookups;
mod loops;
mod meta;
mod names;
mod nulls;
mod outputs;
mod place;
mod plan;
mod problem;
mod providers;
mod re2;
mod rules;
mod sensitive;
mod settings;
mod shape;
mod stored;
mod survey;
mod template;
mod validation;
mod variables;
mod versions;
mod write;

pub use names::addresses;
pub use plan::{Plan, plan};
pub use problem::{Attribute, Problem, ProblemKind};
pub use template::{emit, emit_mapped};
