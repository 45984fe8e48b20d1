//! The messages of one target, as they are collected. In: a diagnostic for each problem, and where it came
//! from. Out: those that are to be shown. Never: what happens in many passes said for each of them.

use crate::diag::{Code, Diagnostic};
use crate::graph::{Graph, Origin, context};
use crate::text::Span;
use rustc_hash::FxHashSet;

pub(super) struct Reports<'a> {
    graph: &'a Graph,
    seen: FxHashSet<(Code, Span)>,
    found: Vec<Diagnostic>,
}

impl<'a> Reports<'a> {
    pub fn new(graph: &'a Graph) -> Reports<'a> {
        Reports {
            graph,
            seen: FxHashSet::default(),
            found: Vec::new(),
        }
    }

    /// Adds what is said of a value, and of the declaration (its name) that the value is for.
    pub fn push(&mut self, diagnostic: Diagnostic, origin: Origin, subject: Option<Span>) {
        if !self.seen.insert((diagnostic.code, diagnostic.at)) {
            return;
        }
        let lines = context(&self.graph.frames, origin.frame).into_iter();
        let diagnostic = lines.fold(diagnostic, Diagnostic::context);
        self.found.push(match subject {
            Some(subject) => diagnostic.about(subject),
            None => diagnostic,
        });
    }

    pub fn finish(self) -> Vec<Diagnostic> {
        self.found
    }
}
