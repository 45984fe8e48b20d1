//! Less of the same: equal groups of resources as loops, and values that are repeated as `let`s.
//!
//! In: the tree of a program as it was taken from a template. Out: a tree that makes the same and is shorter.
//! Never: a promise; the caller builds the tree, and asks for less where something else comes out.

mod bare;
mod columns;
mod groups;
mod ids;
mod lets;
mod loops;
mod references;
mod unify;

pub use loops::{Rolled, roll};
