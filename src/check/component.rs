//! `component`: its inputs, what is inside, and what its instances are. Checked where it is written,
//! whether anything uses it or not.

use super::checker::{Checker, Origin};
use super::report::deprecated;
use crate::syntax::ast::*;
use crate::types::{ComponentInput, ComponentType, Member, Type};
use rustc_hash::FxHashSet;
use std::sync::Arc;

impl<'a> Checker<'a> {
    pub fn component(&mut self, item: &'a Item, component: &'a Component) {
        self.attributes(item);
        self.component = Some(item.id);
        let mut inputs = Vec::with_capacity(component.params.len());
        for input in &component.params {
            let ty = self.parameter_type(input);
            self.input_attributes(input);
            self.bind(ty.clone(), Origin::Input);
            inputs.push(ComponentInput {
                name: input.name.name.clone(),
                optional: input.default.is_some() || ty.is_optional(),
                ty,
                declared: input.name.span,
                deprecated: deprecated(&input.attributes),
            });
        }
        // The slots of items follow each other as the items do.
        for inner in &component.items {
            if self.names.places.contains_key(&inner.id) {
                self.bind(Type::Error, Origin::Item(inner));
            }
        }
        self.shared = self.frame.len();
        for inner in &component.items {
            self.declare(inner);
        }
        let order = self.names.inside.get(&item.id);
        let order = order.map_or(&[][..], Vec::as_slice);
        for id in order {
            if let Some(inner) = self.item(*id) {
                self.inside(inner);
            }
        }
        let done: FxHashSet<ItemId> = order.iter().copied().collect();
        for inner in &component.items {
            if !done.contains(&inner.id) {
                self.inside(inner);
            }
        }
        let ty = ComponentType {
            name: component.name.name.clone(),
            declared: component.name.span,
            inputs,
            outputs: self.members(component, |kind| matches!(kind, ItemKind::Output(_))),
            inside: self.members(component, is_inside),
        };
        self.shared = 0;
        self.component = None;
        self.frame.clear();
        self.set_item(item.id, Type::Component(Arc::new(ty)));
    }

    /// Checks one item of a component. What cannot stand there has been reported.
    fn inside(&mut self, inner: &'a Item) {
        match &inner.kind {
            ItemKind::Let(value) => {
                self.item_body(inner);
                self.note_phase(inner.id, &value.value);
            }
            ItemKind::Resource(_)
            | ItemKind::Existing(_)
            | ItemKind::Data(_)
            | ItemKind::Module(_)
            | ItemKind::Output(_)
            | ItemKind::Rule(_) => self.item_body(inner),
            _ => {}
        }
    }

    fn members(&self, component: &Component, is: fn(&ItemKind) -> bool) -> Vec<Member> {
        let items = component.items.iter().filter(|i| is(&i.kind));
        let members = items.filter_map(|inner| {
            let name = inner.kind.name().filter(|n| !n.name.is_empty())?;
            Some(Member {
                name: name.name.clone(),
                ty: self.types.item(inner.id).clone(),
                declared: name.span,
            })
        });
        members.collect()
    }
}

/// Whether a `with` may reach it.
fn is_inside(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Resource(_) | ItemKind::Data(_) | ItemKind::Module(_)
    )
}
