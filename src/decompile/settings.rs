//! What a template says of itself: `stack { ... }`. In: the sections that declare nothing. Out: the one declaration.
//! Never: what only the template's default says.

use super::Form;
use super::build::field;
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind, Item, ItemKind, Stack};
use crate::template::{Entry, Node, NodeKind};
use crate::text::Name;

/// The version that every template has, unless it says otherwise.
const VERSION: &str = "2010-09-09";

/// The transform that is there wherever one of its types is.
const SERVERLESS: &str = "AWS::Serverless-2016-10-31";

impl<'a> Decompiler<'a> {
    /// A section that has no setting goes into the template as it is.
    pub fn setting(&mut self, section: &'a Entry) {
        if setting_of(section).is_none() || self.asked(&section.value) >= Form::Raw {
            self.fragment_at(&[section]);
        }
    }

    fn setting_value(&mut self, section: &Entry) -> Expr {
        self.wrote(&section.value, Form::Natural);
        match section.key.as_str() {
            "Description" | "AWSTemplateFormatVersion" => self.literal(&section.value),
            // By its name it is told from what a type asks for.
            "Transform" if section.value.as_text().is_some() => self.literal(&section.value),
            _ => self.value(&section.value),
        }
    }

    /// Whether the transform is there without being named, since a type asks for it.
    fn follows_from_types(&self, transform: &Entry) -> bool {
        let resources = self.template.root.get("Resources").and_then(Node::as_map);
        let is_serverless = |entry: &Entry| {
            let ty = entry.value.get("Type").and_then(Node::as_text);
            ty.is_some_and(|ty| ty.starts_with("AWS::Serverless::"))
                && self.names.thing(&entry.key).is_some()
        };
        self.asked(&transform.value) == Form::Natural
            && transform
                .value
                .as_text()
                .is_some_and(|text| text == SERVERLESS)
            && resources.unwrap_or_default().iter().any(is_serverless)
    }

    /// `stack { ... }`, where there is anything to say.
    pub fn stack(&mut self, sections: &'a [Entry]) -> Option<Item> {
        let mut fields = Vec::new();
        let root = self.template.root.span;
        if !sections.iter().any(|s| s.key == "AWSTemplateFormatVersion") {
            let none = self.expr(root.at_start(), ExprKind::Null);
            fields.push(field(&"formatVersion".into(), root.at_start(), none));
        }
        for section in sections {
            let Some(name) = setting_of(section) else {
                continue;
            };
            if self.asked(&section.value) >= Form::Raw || name.is_empty() {
                continue;
            }
            if name == "transform" && self.follows_from_types(section) {
                self.wrote(&section.value, Form::Natural);
                continue;
            }
            let value = self.setting_value(section);
            fields.push(field(&Name::from(name), section.key_span, value));
        }
        let has_transform = sections.iter().any(|s| s.key == "Transform");
        let is_needed = || {
            let root = &self.template.root;
            self.asked(root) >= Form::Spelled || asks_for_transform(root)
        };
        if !has_transform && is_needed() {
            let none = ExprKind::List(Vec::new());
            let none = self.expr(root.at_start(), none);
            fields.push(field(&"transform".into(), root.at_start(), none));
        }
        if let Some(fragments) = self.all_fragments() {
            fields.push(field(&"template".into(), fragments.span, fragments));
        }
        let first = sections
            .iter()
            .find(|section| setting_of(section).is_some_and(|name| !name.is_empty()));
        let span = first.map_or(root.at_start(), |first| first.key_span.to(first.value.span));
        if fields.is_empty() {
            return None;
        }
        let body = self.record(span, fields);
        Some(self.item(span, Vec::new(), ItemKind::Stack(Stack { body })))
    }
}

/// The setting that says what a section says. An empty one: every template says it.
fn setting_of(section: &Entry) -> Option<&'static str> {
    let text = section.value.as_text();
    match section.key.as_str() {
        "AWSTemplateFormatVersion" => match text.map(Name::as_str) {
            Some(VERSION) => Some(""),
            Some(_) => Some("formatVersion"),
            None => None,
        },
        "Description" => text.map(|_| "description"),
        "Metadata" => section.value.as_map().map(|_| "metadata"),
        "Globals" => section.value.as_map().map(|_| "globals"),
        "Hooks" => section.value.as_map().map(|_| "hooks"),
        "Transform" => is_transform(&section.value).then_some("transform"),
        _ => None,
    }
}

fn is_transform(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Text(_) | NodeKind::Map(_) => true,
        NodeKind::List(items) => !items.is_empty(),
        _ => false,
    }
}

/// Whether something in a template is there by a transform alone, so that the language would add it.
fn asks_for_transform(node: &Node) -> bool {
    let asks = |entry: &Entry| match entry.key.as_str() {
        "Fn::Length" | "Fn::ToJsonString" => true,
        "Fn::FindInMap" => entry.value.as_list().is_some_and(|list| list.len() > 3),
        "DeletionPolicy" | "UpdateReplacePolicy" => entry.value.as_map().is_some(),
        "Type" => {
            let ty = entry.value.as_text();
            ty.is_some_and(|ty| ty.starts_with("AWS::Serverless::"))
        }
        key => key.starts_with("Fn::ForEach::"),
    };
    match &node.kind {
        NodeKind::List(items) => items.iter().any(asks_for_transform),
        NodeKind::Map(entries) => entries
            .iter()
            .any(|entry| asks(entry) || asks_for_transform(&entry.value)),
        _ => false,
    }
}
