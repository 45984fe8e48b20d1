//! YAML 1.1, as CloudFormation's users have it read.
//!
//! In: the text of a file. Out: the value of its one document, with places, its comments, and what is wrong.
//! Never: what a section or a function means.
//!
//! No library is used here: those that are kept in safe Rust read YAML 1.2, or stop the process on some texts;
//! none has the places in bytes and the comments, nor says what is wrong in words for those who wrote it.

mod anchor;
mod block;
mod collection;
mod compose;
mod key;
mod mapping;
mod property;
mod quoted;
mod scalar;
mod scan;
mod structure;
mod tag;
mod text;
mod token;

pub use mapping::Mapping;
pub use text::hex;

use crate::diag::Diagnostic;
use crate::template::mistakes::Mistakes;
use crate::template::{Comment, NESTING_LIMIT, Node};

/// What was read, as far as it could be.
pub struct Document {
    /// Nothing where the text is no YAML.
    pub root: Option<Node>,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
}

pub fn read(text: &str, mistakes: Mistakes) -> Document {
    if let Some(at) = forbidden(text) {
        return Document {
            root: None,
            comments: Vec::new(),
            diagnostics: vec![*mistakes.character(at, text)],
        };
    }
    let scanned = scan::scan(text, mistakes, NESTING_LIMIT);
    let comments = scanned.comments.iter().map(|span| Comment { span: *span });
    let comments = comments.collect();
    let (root, diagnostics) = compose::compose(text, mistakes, scanned);
    Document {
        root,
        comments,
        diagnostics,
    }
}

/// The first character that no YAML may have: control characters, mostly.
fn forbidden(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_forbidden = |at: usize| match bytes[at] {
        b'\t' | b'\n' | b'\r' => false,
        0..0x20 | 0x7f => true,
        0xc2 => matches!(bytes.get(at + 1), Some(0x80..=0x84 | 0x86..=0x9f)),
        0xef => matches!(bytes.get(at + 1..at + 3), Some([0xbf, 0xbe | 0xbf])),
        _ => false,
    };
    (0..bytes.len()).find(|at| is_forbidden(*at))
}
