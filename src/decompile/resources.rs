//! `Resources`: each is a `resource` of its type. In: an entry of the section. Out: the declaration, with attributes
//! for what stands beside the properties. Never: what a property means.

use super::Form;
use super::build::{attribute, ident, type_name};
use super::state::Decompiler;
use crate::graph::is_terraform_name;
use crate::syntax::ast::{
    Attribute, Expr, ExprKind, Item, ItemKind, ListEntry, RecordEntry, Resource,
};
use crate::template::{Entry, Node, NodeKind};
use crate::text::Name;

/// Whether an entry can be declared as a resource.
pub fn is_resource(entry: &Entry) -> bool {
    let ty = entry.value.get("Type").and_then(Node::as_text);
    let named = super::names::is_id(&entry.key) || is_terraform_name(&entry.key);
    named && ty.is_some_and(|ty| is_type(ty))
}

/// Whether a text can be written as the type of a resource.
fn is_type(ty: &str) -> bool {
    let mut segments = ty.split("::");
    let first = segments.next().unwrap_or_default();
    let begins = first
        .bytes()
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic());
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut rest = segments.peekable();
    let has_rest = rest.peek().is_some();
    begins
        && has_rest
        && first.bytes().all(plain)
        && rest.all(|s| !s.is_empty() && s.bytes().all(|b| plain(b) || b == b'-' || b == b'@'))
}

impl<'a> Decompiler<'a> {
    /// `None`: no `resource` can say it.
    pub fn resource(&mut self, entry: &'a Entry) -> Option<Item> {
        if !is_resource(entry) {
            return None;
        }
        let keys = entry.value.as_map()?;
        let ty = entry.value.get("Type")?;
        let name = self.names.thing(&entry.key)?.name.clone();
        let span = entry.key_span;
        let (item, mut attributes) = self.begun(&name, entry);
        let mut others = Vec::new();
        let mut body = None;
        let mut condition = None;
        for key in keys {
            let said = match key.key.as_str() {
                "Type" => true,
                "Properties" => {
                    body = self.body(&key.value);
                    body.is_some()
                }
                "Condition" => {
                    condition = self.condition_named(&key.value);
                    condition.is_some()
                }
                "DependsOn" => {
                    let always = entry.value.get("Condition").is_none();
                    self.check_depends_on(key, always);
                    let depends = self.depends_on(key);
                    let said = depends.is_some();
                    attributes.extend(depends);
                    said
                }
                own => match attribute_of(own) {
                    Some(name) if fits_attribute(name, &key.value) => {
                        let value = self.value(&key.value);
                        attributes.push(self.attribute_of(name, key, value));
                        true
                    }
                    _ => false,
                },
            };
            if !said {
                others.push(key);
            }
        }
        attributes.extend(self.other_keys(&others));
        let body = match body {
            Some(body) => body,
            None => self.record(ty.span.at_end(), Vec::new()),
        };
        self.wrote(&entry.value, Form::Natural);
        Some(Item {
            attributes,
            kind: ItemKind::Resource(Resource {
                name: ident(name, span),
                loops: Vec::new(),
                condition,
                ty: type_name(ty.as_text()?, ty.span),
                body,
                with: None,
            }),
            ..item
        })
    }

    /// Properties: a record; what a function gives is spread. `None`: there are none to be written.
    fn body(&mut self, properties: &Node) -> Option<Expr> {
        properties.as_map().filter(|entries| !entries.is_empty())?;
        let value = self.value(properties);
        Some(match value.kind {
            ExprKind::Record(_) => value,
            _ => self.record(properties.span, vec![RecordEntry::Spread(value)]),
        })
    }

    /// The condition of an id.
    pub fn condition_named(&mut self, node: &Node) -> Option<Expr> {
        let id = node.as_text()?;
        self.check_condition_of(id, node.span);
        if let Some(condition) = self.condition_use(id, node) {
            return Some(condition);
        }
        self.scope.named_conditions.insert(id.clone());
        let callee = self.member(node.span, "cfn", "condition");
        let id = self.text(node.span, id.clone());
        Some(self.call(node.span, callee, vec![id]))
    }

    /// `@dependsOn(a, b)`; a list of one is written as one. `None`: something is no resource here.
    fn depends_on(&mut self, key: &Entry) -> Option<Attribute> {
        let span = key.key_span.to(key.value.span);
        let targets: Vec<(Name, crate::text::Span)> = match &key.value.kind {
            NodeKind::Text(id) => vec![(self.resource_name(id)?, key.value.span)],
            NodeKind::List(items) => {
                let target = |item: &Node| Some((self.resource_name(item.as_text()?)?, item.span));
                items.iter().map(target).collect::<Option<_>>()?
            }
            _ => return None,
        };
        let is_list = key.value.as_list().is_some();
        let mut targets: Vec<Expr> = targets
            .into_iter()
            .map(|(name, span)| self.name(span, name))
            .collect();
        match (targets.len(), is_list) {
            (0, _) => return None,
            (1, true) => {
                let items = targets.drain(..).map(ListEntry::Item).collect();
                targets = vec![self.expr(key.value.span, ExprKind::List(items))];
            }
            _ => {}
        }
        Some(attribute("dependsOn", span, targets))
    }

    fn resource_name(&self, id: &str) -> Option<Name> {
        if self.circles.through_sam.contains(id) {
            return None;
        }
        let named = self.names.thing(id)?;
        (named.kind == super::names::Kind::Resource).then(|| named.name.clone())
    }
}

/// The attribute for a key beside the properties.
fn attribute_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "DeletionPolicy" => "deletionPolicy",
        "UpdateReplacePolicy" => "updateReplacePolicy",
        "UpdatePolicy" => "updatePolicy",
        "CreationPolicy" => "creationPolicy",
        "Metadata" => "metadata",
        _ => return None,
    })
}

/// Whether an attribute takes such a value.
fn fits_attribute(name: &str, value: &Node) -> bool {
    match name {
        "deletionPolicy" | "updateReplacePolicy" => {
            value.as_text().is_some() || value.as_map().is_some()
        }
        _ => value.as_map().is_some(),
    }
}
