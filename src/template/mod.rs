//! CloudFormation templates as data with places.
//!
//! In: the text of a template, YAML 1.1 or JSON. Out: a [`Template`], of which every value knows where it
//! stands, with its comments; and where two templates differ. Never: what a section or a function means.

mod check;
mod differences;
mod json;
mod mistakes;
mod node;
mod read;
mod yaml;

pub use check::check;
pub use differences::{Difference, What, differences};
pub use node::{Comment, Entry, Node, NodeKind, Template};
pub use read::{NESTING_LIMIT, is_template, read, read_json};
