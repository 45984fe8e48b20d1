//! Types of everything that is written, called or not.
//!
//! In: trees, their names and the catalogue. Out: [`Types`], side tables, and what is wrong. Never:
//! values.

mod tables;

pub use tables::Types;
