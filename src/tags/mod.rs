//! Stack tags: `stack { tags: { ... } }` on every resource whose type takes tags.
//!
//! In: an evaluated [`Graph`] and the [`Catalogue`]. Out: the same graph with the tags in each
//! resource's properties, in the shape that its type wants, and what is in the way. A resource's own
//! tag wins. Never: a second copy of values that resources share, or a look at any resource where
//! the stack has no tags.

mod merge;
mod place;

use crate::diag::Diagnostic;
use crate::graph::Graph;
use crate::schema::Catalogue;

/// Adds the stack's tags to its resources.
pub fn add_stack_tags(graph: &mut Graph, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let Some(tags) = graph.settings.tags.clone() else {
        return Vec::new();
    };
    match tags.as_map() {
        Some(entries) if !entries.is_empty() => place::add(graph, catalogue, entries, tags.origin),
        // Nothing to add, or reported by evaluation.
        _ => Vec::new(),
    }
}
