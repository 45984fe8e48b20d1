//! Between what the compiler says and what the protocol wants. In: plain data of `ide`, `diag` and `text`.
//! Out: that of the protocol, and back. Never: a judgement.

mod completion;
mod diagnostics;
mod edits;
mod markup;
mod parts;
mod paths;
mod places;
mod positions;

pub use completion::{CompletionClient, CompletionData, completions, signature_help};
pub use diagnostics::{Converted, convert, diagnostic};
pub use edits::workspace_edit;
pub use markup::markup;
pub use parts::{symbol_kind, symbol_list, symbol_tags, symbol_tree};
pub use paths::{path_of, uri_of};
pub use places::Places;
pub use positions::{Encoding, Lines};
