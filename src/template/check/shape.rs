//! The keys and kinds that a part of a template may have, as tables, and how a node is held against one. In: a
//! node and its shape. Out: what is wrong. Never: the arguments of functions: see `functions`.

use super::Checker;
use super::values::{self, function_of};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::template::{Entry, Node, NodeKind};
use crate::text::Span;

/// What a node must look like.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Anything, also functions.
    Any,
    /// A text; numbers and booleans are taken for theirs.
    Text,
    Int,
    Number,
    Bool,
    OneOf(&'static [&'static str]),
    List(&'static Shape),
    /// A text, or a list of texts.
    Texts,
    Map,
    Record(&'static Record),
}

/// A map with known keys.
#[derive(Debug)]
pub(super) struct Record {
    /// `a parameter`
    pub what: &'static str,
    pub keys: &'static [Key],
    /// Whether there may be other keys, which mean nothing.
    pub open: bool,
}

#[derive(Debug)]
pub(super) struct Key {
    pub name: &'static str,
    pub shape: Shape,
    pub required: bool,
}

pub(super) const fn key(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

pub(super) const fn required(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

impl Checker {
    /// Holds a node against a shape. `functions` says whether functions may stand for values.
    pub fn shape(&mut self, node: &Node, shape: Shape, functions: bool) {
        if functions && function_of(node).is_some() {
            return values::value(self, node);
        }
        match (shape, &node.kind) {
            (Shape::Any, _) => values::value(self, node),
            (Shape::Record(record), NodeKind::Map(entries)) => {
                self.record(node.span, entries, record, functions);
            }
            (Shape::Map, NodeKind::Map(_)) => values::value(self, node),
            (Shape::List(items), NodeKind::List(list)) => {
                for item in list {
                    self.shape(item, *items, functions);
                }
            }
            (Shape::Texts, NodeKind::List(list)) => {
                for item in list {
                    self.shape(item, Shape::Text, functions);
                }
            }
            (Shape::OneOf(allowed), kind) => match text_of(kind) {
                Some(text) => self.one_of(node, &text, allowed),
                None => self.wrong_kind(node, "a string"),
            },
            (shape, kind) if is_scalar_like(shape, kind) => {}
            (shape, _) => self.wrong_kind(node, expected(shape)),
        }
    }

    /// Holds the keys of a map against those that it may and must have. `at` is where a key is missing.
    pub fn record(&mut self, at: Span, entries: &[Entry], record: &Record, functions: bool) {
        for entry in entries {
            match record.keys.iter().find(|key| key.name == entry.key) {
                Some(key) => self.shape(&entry.value, key.shape, functions),
                None if record.open => {}
                None => self.unknown_key(entry, record),
            }
        }
        self.missing(at, entries, record);
    }

    pub fn missing(&mut self, at: Span, entries: &[Entry], record: &Record) {
        for key in record.keys.iter().filter(|key| key.required) {
            if entries.iter().any(|entry| entry.key == key.name) {
                continue;
            }
            let message = format!("{} must have `{}`", record.what, key.name);
            self.found.push(
                Diagnostic::new(Code::TemplateMissingKey, at, message)
                    .here(format!("`{}` is missing", key.name))
                    .help(format!("add `{}`", key.name)),
            );
        }
    }

    pub fn unknown_key(&mut self, entry: &Entry, record: &Record) {
        let message = format!("{} has no `{}`", record.what, entry.key);
        let names = record.keys.iter().map(|key| key.name);
        let near = nearest(&entry.key, names.clone(), 2);
        let help = did_you_mean(&near).unwrap_or_else(|| format!("write one of {}", one_of(names)));
        self.found.push(
            Diagnostic::new(Code::TemplateUnknownKey, entry.key_span, message)
                .here("nothing has this name")
                .help(help),
        );
    }

    pub fn one_of(&mut self, node: &Node, text: &str, allowed: &[&'static str]) {
        if allowed.contains(&text) {
            return;
        }
        let message = format!("expected {}, found `{text}`", one_of(allowed));
        let mut diagnostic =
            Diagnostic::new(Code::TemplateValue, node.span, message).here("not allowed here");
        let near = nearest(text, allowed.iter().copied(), 2);
        if let Some(help) = did_you_mean(&near) {
            diagnostic = diagnostic.help(help);
        }
        self.found.push(diagnostic);
    }

    pub fn wrong_kind(&mut self, node: &Node, expected: &str) {
        let found = kind_of(node);
        let message = format!("expected {expected}, found {found}");
        self.found.push(
            Diagnostic::new(Code::TemplateKind, node.span, message)
                .here(format!("this is {found}")),
        );
    }
}

/// What a node is, in words.
pub(super) fn kind_of(node: &Node) -> String {
    if let Some(name) = function_of(node) {
        return format!("`{name}`");
    }
    match &node.kind {
        NodeKind::Null => "null",
        NodeKind::Bool(_) => "a boolean",
        NodeKind::Int(_) | NodeKind::Number(_) => "a number",
        NodeKind::Text(_) => "a string",
        NodeKind::List(_) => "a list",
        NodeKind::Map(_) => "a map",
    }
    .to_owned()
}

/// A scalar as CloudFormation reads it: as a text.
pub(super) fn text_of(kind: &NodeKind) -> Option<String> {
    match kind {
        NodeKind::Text(text) => Some(text.to_string()),
        NodeKind::Bool(bool) => Some(bool.to_string()),
        NodeKind::Int(int) => Some(int.to_string()),
        NodeKind::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_scalar_like(shape: Shape, kind: &NodeKind) -> bool {
    let Some(text) = text_of(kind) else {
        return false;
    };
    match shape {
        Shape::Text | Shape::Texts => true,
        Shape::Int => text.trim().parse::<i64>().is_ok(),
        Shape::Number => text.trim().parse::<f64>().is_ok(),
        Shape::Bool => matches!(text.to_ascii_lowercase().as_str(), "true" | "false"),
        _ => false,
    }
}

fn expected(shape: Shape) -> &'static str {
    match shape {
        Shape::Any => "a value",
        Shape::Text | Shape::OneOf(_) => "a string",
        Shape::Int => "a whole number",
        Shape::Number => "a number",
        Shape::Bool => "`true` or `false`",
        Shape::List(_) => "a list",
        Shape::Texts => "a string or a list of strings",
        Shape::Map | Shape::Record(_) => "a map",
    }
}
