//! Text and places in it.
//!
//! In: the bytes of source files. Out: [`Span`]s (places), [`Source`]s (files with their line
//! index), [`Name`]s and [`Pattern`]s. Never: the disk, or anything that knows the language.

mod name;
mod pattern;
mod source;
mod span;

pub use name::Name;
pub use pattern::{Partial, Pattern};
pub use source::{LineColumn, Source, Sources};
pub use span::{FileId, Span};
