//! Components: one scope for the inputs and all that is inside. In: a component. Out: places for
//! its items, and which of them each reads. Never: what an instance gives.

use super::declare::{described, is_namespace, twice};
use super::tables::Names;
use super::walk::Walk;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Component, Item, ItemId, ItemKind, Module};
use crate::text::{Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// The component that is being walked.
pub(super) struct Inside {
    /// The slot of the first item; those before it are inputs.
    first: u32,
    /// The items that have a slot, in the order of their slots.
    items: Vec<ItemId>,
    /// The item that is being walked.
    current: ItemId,
    /// Which of the others each reads, in the order in which they are walked.
    reads: Vec<(ItemId, ItemId, Span)>,
}

impl<'a> Walk<'a, '_> {
    pub fn component(&mut self, item: &'a Item, component: &'a Component) {
        self.attributes(&item.attributes);
        for input in &component.params {
            self.attributes(&input.attributes);
            self.ty(input.ty.as_ref());
            // A default may read the inputs before it.
            self.maybe(input.default.as_ref());
            self.bind(&input.name, true);
        }
        let mut inside = Inside {
            first: self.scope.depth() as u32,
            items: Vec::new(),
            current: item.id,
            reads: Vec::new(),
        };
        let mut outputs: FxHashMap<&Name, Span> = FxHashMap::default();
        for inner in &component.items {
            self.declare_inside(inner, &mut inside, &mut outputs);
        }
        self.inside = Some(inside);
        let depth = self.scope.depth();
        for inner in &component.items {
            if let Some(inside) = &mut self.inside {
                inside.current = inner.id;
            }
            if may_stand_inside(&inner.kind) {
                self.item(inner);
            }
            self.leave(depth);
        }
    }

    /// Notes that a variable is read which may be an item of the component.
    pub fn read_inside(&mut self, slot: u32, at: Span) {
        if let Some(inside) = &mut self.inside
            && let Some(place) = slot.checked_sub(inside.first)
            && let Some(read) = inside.items.get(place as usize)
        {
            inside.reads.push((inside.current, *read, at));
        }
    }

    /// Writes down which items inside read which.
    pub fn close_component(&mut self) {
        let Some(inside) = self.inside.take() else {
            return;
        };
        let mut reads = inside.reads.as_slice();
        while let Some((reader, ..)) = reads.first() {
            let count = reads.iter().take_while(|(r, ..)| r == reader).count();
            let (own, rest) = reads.split_at(count);
            let start = self.result.names.reads.edges.len();
            let edges = own.iter().map(|(_, read, at)| (*read, *at));
            self.result.names.reads.edges.extend(edges);
            self.close_reads(*reader, start);
            reads = rest;
        }
    }

    fn declare_inside(
        &mut self,
        inner: &'a Item,
        inside: &mut Inside,
        outputs: &mut FxHashMap<&'a Name, Span>,
    ) {
        let name = inner.kind.name().filter(|n| !n.name.is_empty());
        match &inner.kind {
            ItemKind::Error { .. } => {
                self.result.complete = false;
                self.broken.extend(name.map(|n| n.name.clone()));
            }
            ItemKind::Output(_) => {
                if let Some(name) = name
                    && let Some(first) = outputs.insert(&name.name, name.span)
                {
                    self.diagnostics.push(twice(name, first, "an output"));
                }
            }
            ItemKind::Rule(_) => {}
            kind if !may_stand_inside(kind) => {
                self.broken.extend(name.map(|n| n.name.clone()));
                self.diagnostics.push(misplaced(inner));
            }
            kind => {
                let Some(name) = name else { return };
                let other = self.scope.find(&name.name);
                if let Some(first) = other.and_then(|slot| self.scope.local(slot)) {
                    let first = first.span;
                    self.diagnostics
                        .push(twice(name, first, "something in this component"));
                } else if let Some(diagnostic) = is_namespace(name) {
                    self.diagnostics.push(diagnostic);
                } else {
                    let place = self.scope.depth() as u32;
                    self.result.names.places.insert(inner.id, place);
                    inside.items.push(inner.id);
                    let is_let = matches!(kind, ItemKind::Let(_) | ItemKind::Existing(_));
                    self.bind(name, is_let && inner.attribute("id").is_none());
                }
            }
        }
    }
}

/// Tells the order of a component's items from that of the file's.
pub(super) fn split(module: &Module, order: Vec<ItemId>, names: &mut Names) {
    let mut owners: FxHashMap<ItemId, ItemId> = FxHashMap::default();
    let mut components: FxHashSet<ItemId> = FxHashSet::default();
    for item in &module.items {
        if let ItemKind::Component(component) = &item.kind {
            owners.extend(component.items.iter().map(|inner| (inner.id, item.id)));
            components.insert(item.id);
        }
    }
    names.order = order;
    if components.is_empty() {
        return;
    }
    let ordered = names.order.iter().filter(|id| components.contains(id));
    names.inside = ordered.map(|id| (*id, Vec::new())).collect();
    let inside = &mut names.inside;
    names.order.retain(|item| {
        let owner = owners.get(item);
        if let Some(items) = owner.and_then(|owner| inside.get_mut(owner)) {
            items.push(*item);
        }
        owner.is_none()
    });
}

/// What a component may be made of.
fn may_stand_inside(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Let(_)
            | ItemKind::Resource(_)
            | ItemKind::Existing(_)
            | ItemKind::Data(_)
            | ItemKind::Module(_)
            | ItemKind::Output(_)
            | ItemKind::Rule(_)
    )
}

fn misplaced(item: &Item) -> Diagnostic {
    let what = described(&item.kind);
    let at = item.kind.name().map_or(item.span, |name| name.span);
    let name = item.kind.name().map_or("name", |name| &name.name);
    let help = match &item.kind {
        ItemKind::Param(_) | ItemKind::Input(_) => {
            format!("write it between the parentheses of the component: `{name}: string`")
        }
        _ => "move it out of the component".to_owned(),
    };
    Diagnostic::new(
        Code::NameMisplaced,
        at,
        format!("{what} cannot stand in a component"),
    )
    .here("means nothing here")
    .help(help)
}
