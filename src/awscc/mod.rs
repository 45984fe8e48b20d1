//! One source, two engines: the types of CloudFormation as Terraform's `awscc` provider has them.
//!
//! In: a name, later a [`Graph`](crate::graph::Graph), of CloudFormation's types. Out: the same in the
//! provider's. Never: what Terraform's JSON looks like, or a type that is Terraform's already.

pub mod names;
