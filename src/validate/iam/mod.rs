//! IAM policy documents.
//!
//! In: the properties of a resource. Out: what is wrong with the policy documents in them. Never:
//! whether a policy is wise. The grammar is that of "Grammar of the IAM JSON policy language" and
//! "IAM JSON policy elements reference" in the IAM user guide.

mod actions;
mod conditions;
mod document;
mod places;
mod principals;
mod resources;

pub(super) use actions::KnownActions;
pub(super) use document::check;
pub(super) use places::{Place, places};
