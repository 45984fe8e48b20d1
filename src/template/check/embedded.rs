//! Texts that look as if CloudFormation would fill them in: `${Stage}` outside of `Fn::Sub`, where `Stage` is a
//! parameter. In: a template. Out: each such text. Never: a text with names that nothing in the template has: shells
//! and other programs write the same.

use super::Checker;
use crate::diag::{Code, Diagnostic};
use crate::template::{Node, NodeKind};
use rustc_hash::FxHashSet;

/// The whole template of another stack: what is in it is its own.
const TEMPLATE_BODY: &str = "TemplateBody";

pub(super) fn check(checker: &mut Checker, root: &Node) {
    let ids = ["Parameters", "Resources"].iter();
    let ids = ids.filter_map(|section| root.get(section)?.as_map());
    let known = ids.flatten().map(|entry| entry.key.as_str()).collect();
    let filled = FxHashSet::default();
    Walk { known, checker }.node(root, &filled, false);
}

struct Walk<'a, 'c> {
    /// The ids of the template.
    known: FxHashSet<&'a str>,
    checker: &'c mut Checker,
}

impl<'a> Walk<'a, '_> {
    /// `filled` are the names that a state machine fills in by itself; `definition` says whether its definition
    /// is around the node.
    fn node(&mut self, node: &'a Node, filled: &FxHashSet<&'a str>, definition: bool) {
        match &node.kind {
            NodeKind::Text(text) => {
                let names = variables(text);
                let mut names = names.filter(|name| !filled.contains(name));
                if let Some(name) = names.find(|name| definition || self.is_known(name)) {
                    self.report(node, name);
                }
            }
            NodeKind::List(list) => {
                for item in list {
                    self.node(item, filled, definition);
                }
            }
            NodeKind::Map(entries) => {
                let own = node.get("DefinitionSubstitutions").and_then(Node::as_map);
                let own: Option<FxHashSet<&str>> =
                    own.map(|own| own.iter().map(|entry| entry.key.as_str()).collect());
                let filled = own.as_ref().unwrap_or(filled);
                for entry in entries {
                    if entry.key == "Fn::Sub" || entry.key == TEMPLATE_BODY {
                        continue;
                    }
                    let definition = definition || entry.key == "DefinitionString";
                    self.node(&entry.value, filled, definition);
                }
            }
            _ => {}
        }
    }

    fn is_known(&self, name: &str) -> bool {
        let id = name.split('.').next().unwrap_or_default();
        self.known.contains(id) || is_pseudo(name)
    }

    fn report(&mut self, node: &Node, name: &str) {
        let message = format!("`${{{name}}}` is not filled in outside of `Fn::Sub`");
        self.checker.found.push(
            Diagnostic::new(Code::TemplateNotSubstituted, node.span, message)
                .here("stays as it is written")
                .help("write `Fn::Sub`, or `!Sub` in YAML, before the text"),
        );
    }
}

fn is_pseudo(name: &str) -> bool {
    let Some(name) = name.strip_prefix("AWS::") else {
        return false;
    };
    matches!(
        name,
        "AccountId"
            | "NotificationARNs"
            | "NoValue"
            | "Partition"
            | "Region"
            | "StackId"
            | "StackName"
            | "URLSuffix"
    )
}

/// The names in `${...}`.
fn variables(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("${").skip(1);
    let name = |part: &'_ str| -> Option<usize> {
        let end = part.find('}')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '.');
        (end > 0 && part[..end].chars().all(is_name)).then_some(end)
    };
    parts.filter_map(move |part| Some(&part[..name(part)?]))
}
