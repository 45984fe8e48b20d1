//! What tags mean. In: a tag and the value behind it. Out: the value in its long form, as JSON would have it.
//! Never: whether the arguments of a function are right.

use super::compose::Composer;
use super::token::Tag;
use crate::diag::nearest;
use crate::template::{Entry, Node, NodeKind};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The functions that have a short form `!Name`, which is `Fn::Name` in full.
const FUNCTIONS: &[&str] = &[
    "And",
    "Base64",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "FindInMap",
    "ForEach",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
];

/// Those whose long form has no `Fn::`.
const BARE: &[&str] = &["Ref", "Condition"];

const CORE: &str = "tag:yaml.org,2002:";

/// What a tag is.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// `!`: none at all.
    None,
    /// One of YAML's own: `!!str`.
    Core(String),
    /// One of the template's: `!Sub`.
    Short(String),
    /// Any other, in full.
    Other(String),
}

pub fn meaning(tag: &Tag, handles: &FxHashMap<&str, Cow<str>>) -> Meaning {
    let suffix = tag.suffix.as_ref();
    let full = match (tag.handle, handles.get(tag.handle)) {
        ("!", _) if suffix.is_empty() => return Meaning::None,
        (_, Some(prefix)) => format!("{prefix}{suffix}"),
        ("!!", None) => format!("{CORE}{suffix}"),
        (handle, None) => format!("{handle}{suffix}"),
    };
    if let Some(name) = full.strip_prefix(CORE) {
        return Meaning::Core(name.to_owned());
    }
    match full.strip_prefix('!') {
        Some("") => Meaning::None,
        Some(name) if !name.contains('!') => Meaning::Short(name.to_owned()),
        _ => Meaning::Other(full),
    }
}

impl Composer<'_> {
    /// Whether a place is that of a tag.
    pub(super) fn is_tag(&self, span: Span) -> bool {
        self.slice(span).starts_with('!')
    }

    /// A value behind a tag that stands from one place to another. A scalar is given as a text.
    pub(super) fn tagged(&mut self, meaning: Meaning, node: Node, tag: (usize, usize)) -> Node {
        let (from, to) = tag;
        let name = match meaning {
            Meaning::None => return node,
            Meaning::Short(name) => name,
            Meaning::Core(name) => {
                let fits = match node.kind {
                    NodeKind::List(_) => name == "seq",
                    NodeKind::Map(_) => name == "map",
                    _ => true,
                };
                if !fits {
                    let what = match node.kind {
                        NodeKind::List(_) => "a list",
                        _ => "a map",
                    };
                    let found = self.mistakes.core_tag(from, to, &name, what);
                    self.diagnostics.push(*found);
                }
                let span = self.mistakes.span(from, node.span.end as usize);
                return Node { span, ..node };
            }
            Meaning::Other(name) => {
                let found = self.mistakes.unknown_tag(from, to, &name, &[]);
                self.diagnostics.push(*found);
                return node;
            }
        };
        let key = match name.as_str() {
            name if BARE.contains(&name) => Name::from(name),
            name if FUNCTIONS.contains(&name) => long(name),
            name => {
                let bare = name.strip_prefix("Fn::").unwrap_or(name);
                let known = FUNCTIONS.iter().chain(BARE).copied();
                let near = match known.clone().find(|known| *known == bare) {
                    Some(known) => vec![known],
                    None => nearest(bare, known, 3),
                };
                let found = self.mistakes.unknown_tag(from, to, name, &near);
                self.diagnostics.push(*found);
                match near.as_slice() {
                    [only] if BARE.contains(only) => Name::from(*only),
                    [only] => long(only),
                    _ => return node,
                }
            }
        };
        let key_span = self.mistakes.span(from, to);
        let value = match &node.kind {
            NodeKind::Text(text) if key == "Fn::GetAtt" => self.attribute(text.clone(), node.span),
            _ => node,
        };
        Node {
            span: self.mistakes.span(from, (value.span.end as usize).max(to)),
            kind: NodeKind::Map(vec![Entry {
                key,
                key_span,
                value,
            }]),
        }
    }

    /// `A.B` as the list of its two parts, each at its place.
    fn attribute(&self, text: Name, span: Span) -> Node {
        let Some((resource, attribute)) = text.split_once('.') else {
            let item = Node {
                kind: NodeKind::Text(text),
                span,
            };
            let kind = NodeKind::List(vec![item]);
            return Node { kind, span };
        };
        let written = self.slice(span);
        // In quotes with escapes the parts have no places of their own.
        let dot = match written.find(text.as_str()) {
            Some(at) => span.start as usize + at + resource.len(),
            None => span.start as usize,
        };
        let parts = match written.contains(text.as_str()) {
            true => {
                let start = dot - resource.len();
                let end = dot + 1 + attribute.len();
                [(start, dot), (dot + 1, end)]
            }
            false => [span.range(), span.range()].map(|range| (range.start, range.end)),
        };
        let texts = [resource, attribute];
        let items = texts.iter().zip(parts).map(|(text, (start, end))| Node {
            kind: NodeKind::Text((*text).into()),
            span: self.mistakes.span(start, end),
        });
        Node {
            kind: NodeKind::List(items.collect()),
            span,
        }
    }
}

fn long(name: &str) -> Name {
    let mut long = Name::from("Fn::");
    long.push_str(name);
    long
}
