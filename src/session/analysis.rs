//! The snapshot of one stack: each phase runs when its result is first asked for, and once. In: a
//! session and a request. Out: what each phase made, and all that was found, sorted by place.
//! Never: output.

use super::levels::Found;
use super::{Levels, Request, Session, apply};
use crate::diag::{Diagnostic, Severity};
use crate::syntax::ast::Module;
use crate::text::{FileId, Sources};
use std::sync::OnceLock;

/// What is known of one stack. Immutable: a change of a file makes a new one.
#[derive(Debug)]
pub struct Analysis {
    pub sources: Sources,
    pub stack: FileId,
    levels: Levels,
    /// What was wrong with reading the file. Where it has no text, nothing else is looked at.
    unread: Vec<Diagnostic>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
}

/// Reads the stack's file. Nothing else happens until something is asked for.
pub fn analyse(session: &Session, request: Request) -> Analysis {
    let mut sources = Sources::default();
    let (stack, unread) = session.files.open(&request.stack, &mut sources);
    Analysis {
        sources,
        stack,
        levels: request.levels,
        unread,
        diagnostics: OnceLock::new(),
    }
}

impl Analysis {
    /// The tree; none where the file could not be read.
    pub fn module(&self) -> Option<&Module> {
        None
    }

    /// Everything that there is to say, sorted by place. Runs all phases.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| {
            let mut found = Found::default();
            found.program.extend_from_slice(&self.unread);
            apply(&self.levels, self.module(), found)
        })
    }

    /// Whether anything found is an error, or was made one by `--deny`.
    pub fn has_errors(&self) -> bool {
        self.diagnostics()
            .iter()
            .any(|d| d.severity == Severity::Error)
    }
}
