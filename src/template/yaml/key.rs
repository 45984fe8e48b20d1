//! The keys of maps. In: a composer that stands before one. Out: its text. Never: the value behind it.

use super::compose::{Composer, Place};
use super::scalar;
use super::scan::Scanned;
use super::tag::{Meaning, meaning};
use super::token::TokenKind;
use crate::template::{Node, NodeKind};
use crate::text::{Name, Span};

/// A key at its place.
pub struct Key {
    pub kind: KeyKind,
    pub span: Span,
}

pub enum KeyKind {
    Text(Name),
    /// `<<` without quotes.
    Merge,
    /// A list or a map, which no key can be.
    Other,
}

impl Composer<'_> {
    pub(super) fn key(&mut self, place: Place) -> Scanned<Key> {
        let token = self.peek()?;
        let (start, end) = (token.start, token.end);
        let span = self.mistakes.span(start, end);
        let kind = match &self.peek()?.kind {
            TokenKind::Scalar { value, plain } => match *plain && value == "<<" {
                true => KeyKind::Merge,
                false => KeyKind::Text(value.as_ref().into()),
            },
            TokenKind::Alias(name) => {
                let name = *name;
                let known = self.diagnostics.len();
                match self.alias(name, start, end).1 {
                    Some(key) => KeyKind::Text(key),
                    // What is wrong with the alias has been said.
                    None if self.diagnostics.len() > known => KeyKind::Text(name.into()),
                    None => KeyKind::Other,
                }
            }
            _ => return self.written_key(place),
        };
        self.skip();
        Ok(Key { kind, span })
    }

    /// A key behind an anchor or a tag, or one that is no scalar.
    fn written_key(&mut self, place: Place) -> Scanned<Key> {
        let properties = self.properties()?;
        if let Some((tag, from, to)) = &properties.tag
            && !matches!(
                meaning(tag, &self.handles),
                Meaning::Core(_) | Meaning::None
            )
        {
            let found = self.mistakes.tagged_key(*from, *to);
            self.diagnostics.push(*found);
        }
        let token = self.peek()?;
        let (start, end) = (token.start, token.end);
        let (node, key) = match (&token.kind, properties.end) {
            (TokenKind::Scalar { value, plain }, _) => {
                let kind = match plain {
                    true => scalar::resolve(value),
                    false => NodeKind::Text(value.as_ref().into()),
                };
                let key = Name::from(value.as_ref());
                let span = self.mistakes.span(start, end);
                self.skip();
                (Node { kind, span }, Some(key))
            }
            (kind, Some(at)) if kind.ends_value() => (self.empty(at), Some(Name::new())),
            _ => (self.node(place)?, None),
        };
        self.remember(properties.anchor, &node, key.clone());
        Ok(Key {
            kind: key.map_or(KeyKind::Other, KeyKind::Text),
            span: node.span,
        })
    }
}
