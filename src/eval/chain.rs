//! The way by which a value became unknown: through which `let`s and functions. In: the place that
//! needs the value. Out: the declarations on the way, nearest first. Never: work before there is an
//! error to report.

use super::state::Eval;
use crate::graph::ValueKind;
use crate::syntax::ast::{Item, ItemId, ItemKind};
use crate::text::Span;

/// So many steps are shown.
const STEPS: usize = 4;

impl<'a> Eval<'a> {
    /// The names of the declarations between a place and what makes its value unknown.
    pub fn way_to_unknown(&self, at: Span) -> Vec<(Span, &'a str)> {
        let steps = crate::graph::places(&self.graph.frames, self.frame);
        let places = std::iter::once(at).chain(steps.map(|(_, at)| at));
        let mut way: Vec<(Span, &'a str)> = Vec::new();
        let mut next = places
            .take(STEPS)
            .find_map(|place| self.unknown_read(place));
        while let Some(item) = next {
            let (Some(name), Some(body)) = (item.kind.name(), body(item)) else {
                break;
            };
            if way.len() == STEPS || way.iter().any(|(span, _)| *span == name.span) {
                break;
            }
            way.push((name.span, &name.name));
            next = self.unknown_read(body);
        }
        way
    }

    /// The first `let` or function that is read in a place and whose value is not known.
    fn unknown_read(&self, place: Span) -> Option<&'a Item> {
        let module = self.module.unit.module;
        if place.file != module.file {
            return None;
        }
        let items = &module.items;
        let after = items.partition_point(|item| item.span.start <= place.start);
        let reader = items.get(after.checked_sub(1)?)?;
        let reads = self.module.unit.names.reads.of(reader.id).iter();
        let reads = reads.filter(|(_, at)| place.contains(*at));
        let mut read = reads.filter_map(|(id, _)| self.module.item(*id));
        read.find(|item| match &item.kind {
            ItemKind::Let(_) => self.is_unknown(item.id),
            ItemKind::Fn(_) => self.reads_unknown(item.id),
            _ => false,
        })
    }

    fn reads_unknown(&self, function: ItemId) -> bool {
        let reads = self.module.unit.names.reads.of(function).iter();
        let mut reads = reads.filter_map(|(id, _)| self.module.item(*id));
        reads.any(|item| match &item.kind {
            ItemKind::Param(_) | ItemKind::Resource(_) => true,
            ItemKind::Let(_) => self.is_unknown(item.id),
            _ => false,
        })
    }

    fn is_unknown(&self, item: ItemId) -> bool {
        let value = self.here().items.get(item.0 as usize);
        matches!(value, Some(ValueKind::Deferred(_)))
    }
}

/// What a declaration stands for.
fn body(item: &Item) -> Option<Span> {
    match &item.kind {
        ItemKind::Let(value) => Some(value.value.span),
        ItemKind::Fn(_) => Some(item.span),
        _ => None,
    }
}
