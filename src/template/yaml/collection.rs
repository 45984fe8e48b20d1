//! Lists and maps, in brackets and by indentation. In: a composer that stands before one. Out: its value. Never:
//! what stands in them.

use super::anchor::ALIAS_LIMIT;
use super::compose::{Composer, Place};
use super::key::{Key, KeyKind};
use super::mapping::Mapping;
use super::scan::Scanned;
use super::token::TokenKind;
use crate::template::mistakes::Wanted;
use crate::template::{Node, NodeKind};
use crate::text::Name;

impl<'t> Composer<'t> {
    pub(super) fn block_list(&mut self) -> Scanned<Node> {
        let open = self.next()?;
        let mut end = open.end;
        let mut items = Vec::new();
        loop {
            let token = self.peek()?;
            let at = token.start;
            match token.kind {
                TokenKind::BlockEntry => {
                    let token = self.next()?;
                    let item = match self.peek()?.kind {
                        TokenKind::BlockEntry | TokenKind::BlockEnd => self.empty(token.end),
                        _ => self.node(Place::Block)?,
                    };
                    end = item.span.end as usize;
                    items.push(item);
                }
                TokenKind::BlockEnd => {
                    self.skip();
                    return Ok(self.list(items, open.start, end));
                }
                _ => return Err(self.misplaced(Wanted::Item(open.start), at)),
            }
        }
    }

    pub(super) fn indentless_list(&mut self) -> Scanned<Node> {
        let start = self.peek()?.start;
        let mut end = start;
        let mut items = Vec::new();
        while self.peek()?.kind == TokenKind::BlockEntry {
            let token = self.next()?;
            let item = match self.peek()?.kind {
                TokenKind::BlockEntry | TokenKind::Key | TokenKind::Value | TokenKind::BlockEnd => {
                    self.empty(token.end)
                }
                _ => self.node(Place::Block)?,
            };
            end = item.span.end as usize;
            items.push(item);
        }
        Ok(self.list(items, start, end))
    }

    pub(super) fn flow_list(&mut self) -> Scanned<Node> {
        let open = self.next()?;
        let mut items = Vec::new();
        loop {
            let token = self.peek()?;
            match token.kind {
                TokenKind::FlowListEnd => break,
                TokenKind::Key => {
                    let map = self.pair()?;
                    items.push(map);
                }
                _ => {
                    let item = self.node(Place::Flow)?;
                    items.push(item);
                }
            }
            self.separator(TokenKind::FlowListEnd, open.start)?;
        }
        let close = self.next()?;
        Ok(self.list(items, open.start, close.end))
    }

    /// `a: b` in a list in brackets: a map of one entry.
    fn pair(&mut self) -> Scanned<Node> {
        let mut map = Mapping::default();
        let start = self.peek()?.start;
        let end = self.entry(&mut map, Place::Flow, TokenKind::FlowListEnd)?;
        let kind = NodeKind::Map(map.finish());
        let span = self.mistakes.span(start, end);
        Ok(Node { kind, span })
    }

    pub(super) fn flow_map(&mut self) -> Scanned<Node> {
        let open = self.next()?;
        let mut map = Mapping::default();
        while self.peek()?.kind != TokenKind::FlowMapEnd {
            self.entry(&mut map, Place::Flow, TokenKind::FlowMapEnd)?;
            self.separator(TokenKind::FlowMapEnd, open.start)?;
        }
        let close = self.next()?;
        let span = self.mistakes.span(open.start, close.end);
        let entries = map.finish();
        let written = self.slice(span);
        // Of `{{resolve:...}}` has been said that it needs quotes.
        let kind = match entries.is_empty() && written.starts_with("{{") {
            true => NodeKind::Text(written.into()),
            false => NodeKind::Map(entries),
        };
        Ok(Node { kind, span })
    }

    /// A comma, or the bracket that closes.
    fn separator(&mut self, close: TokenKind<'t>, open: usize) -> Scanned<()> {
        let token = self.peek()?;
        let at = token.start;
        if token.kind == close {
            return Ok(());
        }
        if token.kind == TokenKind::FlowEntry {
            self.skip();
            return Ok(());
        }
        let is_end = token.kind == TokenKind::End;
        let is_list = close == TokenKind::FlowListEnd;
        Err(self
            .mistakes
            .separator(at, open, is_list, is_end, self.text))
    }

    pub(super) fn block_map(&mut self) -> Scanned<Node> {
        let open = self.next()?;
        let mut end = open.end;
        let mut map = Mapping::default();
        loop {
            let token = self.peek()?;
            let at = token.start;
            match token.kind {
                TokenKind::Key => {
                    end = self.entry(&mut map, Place::MapValue, TokenKind::BlockEnd)?;
                }
                TokenKind::BlockEnd => break,
                _ => return Err(self.misplaced(Wanted::Key(open.start), at)),
            }
        }
        self.skip();
        let span = self.mistakes.span(open.start, end);
        let kind = NodeKind::Map(map.finish());
        Ok(Node { kind, span })
    }

    /// A key and its value, into a map. Gives where it ends.
    fn entry(&mut self, map: &mut Mapping, place: Place, close: TokenKind<'t>) -> Scanned<usize> {
        let ends = |kind: &TokenKind<'t>| match place {
            Place::Flow => matches!(kind, TokenKind::FlowEntry) || *kind == close,
            _ => matches!(kind, TokenKind::Key) || *kind == close,
        };
        let mark = self.peek()?.end;
        let is_marked = self.peek()?.kind == TokenKind::Key;
        if is_marked {
            self.skip();
        }
        let key = match &self.peek()?.kind {
            kind if is_marked && (*kind == TokenKind::Value || ends(kind)) => Key {
                kind: KeyKind::Text(Name::new()),
                span: self.mistakes.span(mark, mark),
            },
            _ => self.key(place)?,
        };
        let mut end = key.span.end as usize;
        let known = self.diagnostics.len();
        // Without its mark a key was too long, or is not on the line of its `:`.
        let value = if is_marked && self.peek()?.kind == TokenKind::Value {
            end = self.next()?.end;
            match &self.peek()?.kind {
                TokenKind::Value if place != Place::Flow => self.empty(end),
                kind if ends(kind) => self.empty(end),
                _ => self.node(place)?,
            }
        } else {
            self.empty(end)
        };
        let end = end.max(value.span.end as usize);
        let is_said = self.diagnostics.len() > known || self.expanded > ALIAS_LIMIT;
        self.put(map, key, value, is_said);
        Ok(end)
    }

    /// An entry into a map; of its value may have been said what is wrong.
    fn put(&mut self, map: &mut Mapping, key: Key, value: Node, is_said: bool) {
        let found = match key.kind {
            KeyKind::Merge => self.merge(map, value, key.span, is_said),
            KeyKind::Text(name) => map
                .add(name, key.span, value)
                .map(|(name, first)| self.mistakes.duplicate_key(&name, key.span, first)),
            KeyKind::Other => Some(self.mistakes.key_kind(key.span, self.text)),
        };
        self.diagnostics.extend(found.map(|found| *found));
    }

    fn list(&self, items: Vec<Node>, start: usize, end: usize) -> Node {
        Node {
            kind: NodeKind::List(items),
            span: self.mistakes.span(start, end),
        }
    }
}
