//! Text to tree. In: the text of one file. Out: its [`Module`] and what is wrong with it, whatever
//! the text is. Never: other files.

use super::ast::{Item, ItemId, ItemKind, Module};
use super::{lower, mistakes, stretches};
use crate::diag::Diagnostic;
use crate::text::{FileId, Span};

/// What a thread may use for a text whose brackets stand too deep in one another for the stack at
/// hand. Untouched, it costs nothing.
const DEEP_STACK: usize = 64 << 20;

/// Parses a file. Every text has a module; what cannot be read is an error node in it.
pub fn parse(file: FileId, text: &str) -> (Module, Vec<Diagnostic>) {
    let lowered = stretches::lower(file, text)
        .or_else(|| lower::lower(file, text, 0))
        .or_else(|| lower_deep(file, text));
    match lowered {
        Some(lowered) => {
            let module = Module {
                file,
                items: lowered.items,
                comments: lowered.comments,
                expr_count: lowered.expr_count,
                item_count: lowered.item_count,
                broken: lowered.broken,
                is_template: false,
            };
            (module, lowered.diagnostics)
        }
        None => too_deep(file, text),
    }
}

/// The same on a thread with more stack, so that the limit of nesting alone decides what is too
/// deep, not where the caller stands.
fn lower_deep(file: FileId, text: &str) -> Option<lower::Lowered> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(DEEP_STACK);
        let handle = thread.spawn_scoped(scope, || lower::lower(file, text, 0));
        handle.ok()?.join().ok()?
    })
}

/// A file of which nothing is read: it nests far deeper than any program.
fn too_deep(file: FileId, text: &str) -> (Module, Vec<Diagnostic>) {
    let whole = Span::new(file, 0, text.len());
    let at = deepest_allowed(text);
    let diagnostic = mistakes::nesting(Span::new(file, at, text.len()));
    let item = Item {
        id: ItemId(0),
        span: whole,
        doc: None,
        attributes: Vec::new(),
        kind: ItemKind::Error { name: None },
    };
    let module = Module {
        file,
        items: vec![item],
        comments: Vec::new(),
        expr_count: 0,
        item_count: 1,
        broken: vec![whole],
        is_template: false,
    };
    (module, vec![diagnostic])
}

/// Where the limit of nesting is passed, as far as brackets alone tell.
fn deepest_allowed(text: &str) -> usize {
    let mut depth = 0;
    let passes = text.bytes().position(|b| {
        match b {
            b'(' | b'[' | b'{' | b'<' => depth += 1,
            b')' | b']' | b'}' | b'>' => depth = u32::saturating_sub(depth, 1),
            _ => {}
        }
        depth > lower::NESTING_LIMIT
    });
    passes.unwrap_or(0)
}
