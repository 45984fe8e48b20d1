//! A template as a tree of data with places. In: nothing; out: plain data. Never: what a key means.

use crate::text::{FileId, Name, Span};

/// One template, as it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    pub file: FileId,
    pub root: Node,
    /// In the order of the text. JSON has none.
    pub comments: Vec<Comment>,
    /// Whether all of the text could be read, so that this is what the text says.
    pub is_whole: bool,
}

/// A value of JSON at its place: with its quotes, brackets or the sign of its block. Short tags of YAML are in their
/// long form: `!Sub x` is a map of one entry, which begins with the tag; the tag is the place of its key. An alias is
/// what it stands for, at the place of the alias; what is in it stands where the anchor is.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    pub kind: NodeKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub enum NodeKind {
    Null,
    Bool(bool),
    Int(i64),
    /// Always finite; also whole numbers beyond 64 bits.
    Number(f64),
    Text(Name),
    List(Vec<Node>),
    /// In the order of the text, every key once; what a merge key brings in comes first.
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub key: Name,
    pub key_span: Span,
    pub value: Node,
}

/// A comment without its `#`: a line of its own, or behind something.
#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    pub span: Span,
}

impl Node {
    pub fn as_text(&self) -> Option<&Name> {
        match &self.kind {
            NodeKind::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.kind {
            NodeKind::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.kind {
            NodeKind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value under a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.as_map()?.iter().find(|entry| entry.key == key)?;
        Some(&entry.value)
    }

    /// The one entry of a map that has no other: how a function of CloudFormation is written.
    pub fn single(&self) -> Option<&Entry> {
        match self.as_map()? {
            [entry] => Some(entry),
            _ => None,
        }
    }
}
