//! What an editor asks of a program: what is here, where is it from, what may stand here.
//!
//! In: a [`Workspace`] (the files that an editor has open, and those around them), or a [`View`] of one
//! file of it, and a place there as a byte offset. Out: plain data, whose places are
//! [`crate::text::Span`]s. Never: a protocol (see `lsp`), a second pipeline (all of it is read off an
//! [`crate::session::Analysis`]), or an answer that needs the program to be without mistakes.

mod callee;
pub mod calls;
mod complete;
mod definition;
mod docs;
mod everywhere;
mod expansion;
mod fields;
mod fixes;
mod folding;
mod format;
mod fuzzy;
mod hints;
mod hover;
mod import;
mod items;
mod lenses;
mod links;
mod marks;
mod outline;
mod phase;
mod place;
mod properties;
mod readers;
mod refactor;
pub mod rename;
mod scope;
mod search;
mod selection;
mod signature;
mod symbol;
mod testing;
mod tokens;
mod view;
mod wanted;
mod workspace;

pub use complete::{Completion, Completions, Context, Kind as CompletionKind, Subject, complete};
pub use definition::{Goal, Origin, Which, definition};
pub use docs::subject_page;
pub use everywhere::{Uses, around, instances, uses};
pub use expansion::{Expansion, NoExpansion, expansion};
pub use fixes::{Repair, fix_all, fixes};
pub use folding::{Fold, FoldKind, folds};
pub use format::{Change, format, format_ended, format_range};
pub use fuzzy::score;
pub use hints::{Hint, HintKind, HintOptions, hints};
pub use hover::{Hover, hover};
pub use import::import_text;
pub use lenses::{Lens, LensKind, lenses, made_count, uses_elsewhere};
pub use links::{Link, Target, link_at, links};
pub use marks::{Made, made, made_at, sources_at};
pub use outline::{Kind, Part, outline};
pub use place::{Path, path_at};
pub use refactor::{Refactor, RefactorKind, Scene, organize, refactors};
pub use search::{Declared, Match, search};
pub use selection::selections;
pub use signature::{SignatureText, Signatures, signature};
pub use symbol::{Declarations, Occurrence, Role, Symbol, occurrences, references, symbol_at};
pub use testing::{Tested, run_named};
pub use tokens::{Modifiers, Token, TokenKind, tokens};
pub use view::View;
pub use workspace::{Stale, Workspace};
