//! What a target cannot say.
//!
//! In: a graph and the plan of what is emitted from it. Out: a diagnostic for each problem of the plan, at
//! the value that asks for it, with a way out. Never: a second look at the values: the plan has done
//! that. One file a target; codes are shared where they mean the same.

pub mod cloudformation;
pub mod terraform;

mod reports;

use reports::Reports;
