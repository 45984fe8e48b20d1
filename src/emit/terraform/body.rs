//! The body of a resource or a block: attributes, blocks, and blocks that only the deployment knows. In:
//! entries and the place of the body. Out: events. Never: an attribute where the provider has a block.

use super::blocks::{Block, Content, blocks, record};
use super::expression::Binding;
use super::literal;
use super::nulls::may_be_null_under;
use super::place::{Nesting, Place};
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{Value, ValueKind, ValueMap};
use crate::text::Name;
use crate::types::{Field, Type};

/// The blocks of one name that `dynamic` makes.
type Dynamic<'n, 'a> = (&'n Name, Nesting, Place<'a>, Vec<Block>);

impl<'a, W: Writer> Emitter<'a, W> {
    /// The entries of a body. What `dynamic` makes stands behind all else.
    pub fn body(&mut self, map: &ValueMap, place: Place<'a>) {
        let mut dynamic: Vec<Dynamic> = Vec::new();
        let entries = self.bodies.entries(place, map.shared_keys());
        for ((key, value), (inner, nested)) in map.iter().zip(entries.iter()) {
            match *nested {
                _ if value.is_null() => {}
                None => {
                    self.out.key(key);
                    self.value(value, *inner);
                }
                Some((nesting, block)) if is_known(value) => {
                    self.out.key(key);
                    self.known_blocks(value, nesting, block);
                }
                Some((nesting, block)) => {
                    let left = self.leading(key, value, block);
                    if !left.is_empty() {
                        dynamic.push((key, nesting, block, left));
                    }
                }
            }
        }
        if dynamic.is_empty() {
            return;
        }
        self.out.key("dynamic");
        self.out.open_map();
        for (key, nesting, place, blocks) in &dynamic {
            self.out.key(key);
            self.dynamic(key, *nesting, *place, blocks);
        }
        self.out.close_map();
    }

    /// Blocks, in a list or alone.
    pub fn blocks(&mut self, value: &Value, block: Place<'a>) {
        self.known_blocks(value, Nesting::Single, block);
    }

    /// Blocks of which it is known how many there are.
    fn known_blocks(&mut self, value: &Value, nesting: Nesting, block: Place<'a>) {
        self.out.at(value.origin);
        match &value.kind {
            ValueKind::Map(map) if nesting == Nesting::Map => {
                self.out.open_map();
                for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
                    self.out.key(key);
                    self.known_blocks(value, Nesting::Single, block);
                }
                self.out.close_map();
            }
            ValueKind::Map(map) => {
                self.out.open_map();
                self.body(map, block);
                self.out.close_map();
            }
            ValueKind::List(items) => {
                self.out.open_list();
                for item in items.iter().filter(|item| !item.is_null()) {
                    self.out.item();
                    self.known_blocks(item, Nesting::Single, block);
                }
                self.out.close_list();
            }
            _ => self.value(value, block),
        }
    }

    /// Writes the blocks that are there in any case, up to the first that may not be. Gives that one and
    /// all behind it.
    fn leading(&mut self, key: &str, value: &Value, block: Place<'a>) -> Vec<Block> {
        let mut all = blocks(self.graph, self.catalogue, value);
        let first = all.iter().position(|block| known(block).is_none());
        let left = all.split_off(first.unwrap_or(all.len()));
        if all.is_empty() {
            return left;
        }
        self.out.key(key);
        let is_list = value.as_list().is_some();
        if is_list {
            self.out.open_list();
        }
        for content in all.iter().filter_map(known) {
            if is_list {
                self.out.item();
            }
            self.known_blocks(content, Nesting::Single, block);
        }
        if is_list {
            self.out.close_list();
        }
        left
    }

    /// All `dynamic` blocks of one name.
    fn dynamic(&mut self, key: &str, nesting: Nesting, place: Place<'a>, blocks: &[Block]) {
        let several = blocks.len() > 1;
        if several {
            self.out.open_list();
        }
        for block in blocks {
            if several {
                self.out.item();
            }
            self.out.at(block.origin);
            self.out.open_map();
            match &block.content {
                Content::Known(content) => {
                    self.out.key("for_each");
                    self.if_there(block.condition.as_ref());
                    self.out.key("content");
                    self.known_blocks(content, Nesting::Single, place);
                }
                Content::Each { over, ty } => {
                    self.out.key("for_each");
                    self.elements(over, ty, block.condition.as_ref());
                    self.content(key, nesting, place, ty);
                }
                // A problem of the plan.
                Content::Unknown => {}
            }
            self.out.close_map();
        }
        if several {
            self.out.close_list();
        }
    }

    /// A list of one element, or of none.
    fn if_there(&mut self, condition: Option<&Value>) {
        match condition {
            Some(condition) => self.expression(|printer| {
                printer.bound(condition, Place::UNKNOWN, Binding::Or);
                printer.text.push_str(" ? [1] : []");
            }),
            None => {
                self.out.open_list();
                self.out.item();
                self.out.int(1);
                self.out.close_list();
            }
        }
    }

    /// What only the deployment knows, as a list or a map of blocks.
    fn elements(&mut self, over: &Value, ty: &Type, condition: Option<&Value>) {
        let mut printed = |value: &Value, around| {
            self.printer.text.clear();
            self.printer.bound(value, Place::UNKNOWN, around);
            self.printer.text.clone()
        };
        let each = listed(
            &printed(over, Binding::Equality),
            ty,
            may_be_null_under(self.graph, over, condition),
        );
        let condition = condition.map(|condition| printed(condition, Binding::Or));
        let text = match condition {
            None => format!("${{{each}}}"),
            Some(condition) if each.contains(" ? ") => format!("${{{condition} ? ({each}) : []}}"),
            Some(condition) => format!("${{{condition} ? {each} : []}}"),
        };
        self.out.text(&text);
    }

    /// What is in each block of a list that only the deployment knows: all fields of its record.
    fn content(&mut self, key: &str, nesting: Nesting, place: Place<'a>, ty: &Type) {
        let iterator = key;
        if nesting == Nesting::Map {
            self.out.key("labels");
            self.out.open_list();
            self.out.item();
            self.out.text(&format!("${{{iterator}.key}}"));
            self.out.close_list();
        }
        self.out.key("content");
        self.out.open_map();
        let fields = record(ty).map_or(&[][..], |record| &record.fields);
        let mut inner: Vec<(&Field, Nesting, Place, String)> = Vec::new();
        for field in fields {
            let mut value = format!("{iterator}.value");
            literal::step(&field.name, &mut value);
            let place = place.property(&field.name);
            match place.blocks() {
                None => {
                    self.out.key(&field.name);
                    self.out.text(&format!("${{{value}}}"));
                }
                Some((nesting, block)) => inner.push((field, nesting, block, value)),
            }
        }
        if !inner.is_empty() {
            self.out.key("dynamic");
            self.out.open_map();
            for (field, nesting, block, value) in inner {
                self.out.key(&field.name);
                self.out.open_map();
                self.out.key("for_each");
                let nulls = field.optional || field.ty.is_optional();
                let each = listed(&value, &field.ty, nulls);
                self.out.text(&format!("${{{each}}}"));
                self.content(&field.name, nesting, block, &field.ty);
                self.out.close_map();
            }
            self.out.close_map();
        }
        self.out.close_map();
    }
}

/// Whether it is known how many blocks a value makes.
fn is_known(value: &Value) -> bool {
    match &value.kind {
        ValueKind::List(items) => items.iter().all(|item| item.as_deferred().is_none()),
        _ => value.as_deferred().is_none(),
    }
}

/// The content of a block that is there in any case.
fn known(block: &Block) -> Option<&Value> {
    match (&block.content, &block.condition) {
        (Content::Known(content), None) => Some(content),
        _ => None,
    }
}

/// An expression as a list or a map, for `for_each`.
fn listed(expression: &str, ty: &Type, nulls: bool) -> String {
    let is_one = is_record(ty);
    let list = match is_one {
        true => format!("[{expression}]"),
        false => expression.to_string(),
    };
    match nulls {
        true => format!("{expression} == null ? [] : {list}"),
        false => list,
    }
}

/// Whether a type is one of a single record.
fn is_record(ty: &Type) -> bool {
    ty.members()
        .iter()
        .any(|member| matches!(member, Type::Record(_)))
}
