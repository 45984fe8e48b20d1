//! The keys of maps. In: a composer that stands before one. Out: its text. Never: the value behind it.

use super::compose::{Composer, Place};
use super::scalar;
use super::scan::Scanned;
use super::tag::{Meaning, meaning};
use super::token::TokenKind;
use crate::template::{Node, NodeKind};
use crate::text::Name;

impl Composer<'_> {
    /// A key, and whether it is the merge key; nothing where it is no scalar. With its place.
    #[allow(clippy::type_complexity)]
    pub(super) fn key(&mut self, place: Place) -> Scanned<(Option<(Name, bool)>, usize, usize)> {
        let token = self.peek()?;
        let (start, end) = (token.start, token.end);
        match &token.kind {
            TokenKind::Scalar { value, plain } => {
                let is_merge = *plain && value == "<<";
                let name = Name::from(value.as_ref());
                self.skip();
                Ok((Some((name, is_merge)), start, end))
            }
            TokenKind::Alias(name) => {
                let name = *name;
                let known = self.diagnostics.len();
                let (_, key) = self.alias(name, start, end);
                self.skip();
                // What is wrong with the alias has been said.
                let key = key.or_else(|| (self.diagnostics.len() > known).then(|| name.into()));
                Ok((key.map(|key| (key, false)), start, end))
            }
            _ => {
                let (tagged, at) = match &token.kind {
                    TokenKind::Tag(tag) => (Some(tag.clone()), start),
                    _ => (None, start),
                };
                if let Some(tag) = tagged
                    && !matches!(
                        meaning(&tag, &self.handles),
                        Meaning::Core(_) | Meaning::None
                    )
                {
                    let found = self.mistakes.tagged_key(at, end);
                    self.diagnostics.push(*found);
                }
                self.written_key(place)
            }
        }
    }

    /// A key behind an anchor or a tag, or one that is no scalar.
    #[allow(clippy::type_complexity)]
    fn written_key(&mut self, place: Place) -> Scanned<(Option<(Name, bool)>, usize, usize)> {
        let properties = self.properties()?;
        let token = self.peek()?;
        let (start, end) = (token.start, token.end);
        let (node, key) = match &token.kind {
            TokenKind::Scalar { value, plain } => {
                let kind = match plain {
                    true => scalar::resolve(value),
                    false => NodeKind::Text(value.as_ref().into()),
                };
                let key = Name::from(value.as_ref());
                let span = self.mistakes.span(start, end);
                self.skip();
                (Node { kind, span }, Some(key))
            }
            _ if properties.end.is_some()
                && matches!(
                    token.kind,
                    TokenKind::Value
                        | TokenKind::Key
                        | TokenKind::BlockEnd
                        | TokenKind::FlowEntry
                        | TokenKind::FlowMapEnd
                        | TokenKind::FlowListEnd
                ) =>
            {
                let at = properties.end.unwrap_or(start);
                (self.empty(at), Some(Name::new()))
            }
            _ => (self.node(place)?, None),
        };
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        self.remember(properties.anchor, &node, key.clone());
        Ok((key.map(|key| (key, false)), start, end))
    }
}
