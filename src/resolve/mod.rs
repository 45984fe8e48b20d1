//! Names to declarations.
//!
//! In: the tree of one file (and of those that it imports). Out: [`Names`], side tables that say
//! what each name stands for, and the order in which items can be evaluated. Never: types or
//! values.

mod tables;

pub use tables::{Binding, DeclId, Names, Namespace};
