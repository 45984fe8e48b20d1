//! Another name for something of the program, everywhere at once. In: a workspace, a place, and a name. Out:
//! the changes of all files, with what keeps the ids that resources have; or one sentence that says why not.
//! Never: a change that makes any name stand for something else than before, or a new error: both are looked
//! at in the changed program before it is offered.

mod changes;
mod identity;
mod settings;
mod subject;
mod trial;

pub use changes::{FileChanges, Renamed, rename};
pub use identity::{Identity, pin};
pub use subject::{Subject, prepare};
