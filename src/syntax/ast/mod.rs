//! The tree of one file. In: nothing; out: plain data that every later phase reads. Never holds
//! types or meanings: those stand in side tables, by [`ExprId`] and [`ItemId`].
//!
//! Both ids are dense in a file, so that a side table is a plain `Vec`. Comments are kept beside
//! the tree, for the formatter.

mod expr;
mod item;
mod nodes;
mod types;
mod visit;

pub use expr::*;
pub use item::*;
pub use nodes::Node;
pub use types::*;
pub use visit::*;
