//! What is said about texts that are no template. In: places in the text. Out: diagnostics. Never: finds one.

mod document;
mod file;
mod json;
mod misplaced;
mod shown;
mod structure;
mod text;

pub use misplaced::{Before, Wanted};

use crate::diag::{Code, Diagnostic};
use crate::text::{FileId, Span};

type Said = Box<Diagnostic>;

/// Makes the diagnostics of one file.
#[derive(Debug, Clone, Copy)]
pub struct Mistakes {
    pub file: FileId,
}

impl Mistakes {
    pub fn span(self, start: usize, end: usize) -> Span {
        Span::new(self.file, start, end)
    }

    fn say(self, code: Code, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, self.span(start, end), message)
    }

    fn syntax(self, start: usize, end: usize, message: impl Into<String>) -> Diagnostic {
        self.say(Code::TemplateSyntax, start, end, message)
    }
}
