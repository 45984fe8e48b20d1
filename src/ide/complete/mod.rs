//! What may be written at a place. In: a session, a file as it is, and a byte offset. Out: items, the likeliest
//! first. Never: what the place could not hold.
//!
//! Text that is being written is broken text. So a copy of the file is looked at, beside it, in which a name
//! stands at the cursor and what is open is closed: the tree then says what the place is. What was made of
//! the file itself stays as it is.

mod ask;
mod attributes;
mod cursor;
mod iam;
mod imports;
mod item;
mod items;
mod keys;
mod library;
mod members;
mod place;
mod snippets;
mod stand_in;
mod type_names;
mod types;
mod values;

pub use ask::{Context, complete, stand_in_at};
pub use item::{Completion, Completions, Kind, Subject};
