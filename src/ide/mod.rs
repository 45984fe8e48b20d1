//! What an editor asks of a program: what is here, where is it from, what may stand here.
//!
//! In: a [`Workspace`] (the files that an editor has open, and those around them), or a [`View`] of one
//! file of it, and a place there as a byte offset. Out: plain data, whose places are
//! [`crate::text::Span`]s. Never: a protocol (see `lsp`), a second pipeline (all of it is read off an
//! [`crate::session::Analysis`]), or an answer that needs the program to be without mistakes.

mod callee;
mod docs;
mod fields;
mod format;
mod hover;
mod items;
mod phase;
mod place;
mod readers;
mod scope;
mod symbol;
mod view;
mod wanted;
mod workspace;

pub use format::{Change, format};
pub use hover::{Hover, hover};
pub use place::{Path, path_at};
pub use symbol::{Declarations, Occurrence, Role, Symbol, occurrences, references, symbol_at};
pub use view::View;
pub use workspace::{Stale, Workspace};
