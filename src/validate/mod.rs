//! Judgement of what evaluation made.
//!
//! In: a graph, the catalogue, the plan of a target. Out: diagnostics, each at the place where the
//! value was written. Never: a change of the graph, or a second report of what an earlier phase said.

pub mod target;
