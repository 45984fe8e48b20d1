//! What the compiler says to people, as data.
//!
//! In: findings of every phase. Out: [`Diagnostic`]s, sorted by place. Never: rendering, colours,
//! or the command line.

mod code;
mod diagnostic;
mod suggest;

pub use code::Code;
pub use diagnostic::{Diagnostic, Edit, Fix, Label, Severity};
pub use suggest::{all_of, did_you_mean, nearest, one_of};
