//! Tokens to a value. In: the tokens of a file. Out: the value of its one document, with aliases replaced by
//! what they stand for, and what is wrong. Never: what a function means.

use super::anchor::Anchor;
use super::scalar;
use super::scan::{Scanned, Tokens};
use super::tag::{Meaning, meaning};
use super::token::{Directive, Tag, Token, TokenKind};
use crate::diag::Diagnostic;
use crate::template::mistakes::{Before, Mistakes, Wanted};
use crate::template::{NESTING_LIMIT, Node, NodeKind};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

pub fn compose(text: &str, mistakes: Mistakes, scanned: Tokens) -> (Option<Node>, Vec<Diagnostic>) {
    let last = Token {
        kind: TokenKind::End,
        start: text.len(),
        end: text.len(),
    };
    let mut composer = Composer {
        text,
        mistakes,
        tokens: scanned.tokens.into_iter().peekable(),
        last,
        mistake: scanned.mistake,
        handles: FxHashMap::default(),
        anchors: FxHashMap::default(),
        before: (0, 0),
        depth: 0,
        expanded: 0,
        diagnostics: Vec::new(),
    };
    let root = match composer.document() {
        Ok(root) => Some(root),
        Err(found) => {
            composer.diagnostics.push(*found);
            None
        }
    };
    (root, composer.diagnostics)
}

/// The anchor and the tag before a value.
#[derive(Default)]
pub(super) struct Properties<'t> {
    pub(super) anchor: Option<&'t str>,
    pub(super) tag: Option<(Tag<'t>, usize, usize)>,
    /// Where the last of them ends.
    pub(super) end: Option<usize>,
}

/// How what comes next is written.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Place {
    Flow,
    Block,
    /// A value of a map, whose list may stand in the column of the key.
    MapValue,
}

pub(super) struct Composer<'t> {
    pub(super) text: &'t str,
    pub(super) mistakes: Mistakes,
    pub(super) tokens: std::iter::Peekable<std::vec::IntoIter<Token<'t>>>,
    /// What stands behind all tokens.
    pub(super) last: Token<'t>,
    /// Why there are no further tokens, where the file goes on.
    pub(super) mistake: Option<Box<Diagnostic>>,
    /// What `%TAG` says.
    pub(super) handles: FxHashMap<&'t str, Cow<'t, str>>,
    /// Nothing where the value is being read.
    pub(super) anchors: FxHashMap<&'t str, Option<Anchor>>,
    /// The last token that was taken.
    pub(super) before: Before,
    pub(super) depth: usize,
    pub(super) expanded: usize,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'t> Composer<'t> {
    fn document(&mut self) -> Scanned<Node> {
        let mut explicit = false;
        while let TokenKind::Directive(_) = self.peek()?.kind {
            self.directive()?;
            explicit = true;
        }
        let start = self.peek()?.start;
        match self.peek()?.kind {
            TokenKind::DocumentStart => {
                self.skip();
            }
            _ if explicit => return Err(self.mistakes.document_start(start)),
            _ => {}
        }
        let root = match self.peek()?.kind {
            TokenKind::End | TokenKind::DocumentStart | TokenKind::DocumentEnd => {
                self.empty(self.text.len())
            }
            _ => self.node(Place::Block)?,
        };
        let mut ended = false;
        while self.peek()?.kind == TokenKind::DocumentEnd {
            self.skip();
            ended = true;
        }
        let next = self.peek()?;
        let (kind, at) = (next.kind.clone(), next.start);
        match kind {
            TokenKind::End => Ok(root),
            TokenKind::DocumentStart => {
                let second = self.mistakes.documents(at);
                self.diagnostics.push(*second);
                Ok(root)
            }
            TokenKind::Directive(_) if ended => {
                let second = self.mistakes.documents(at);
                self.diagnostics.push(*second);
                Ok(root)
            }
            _ => Err(self.misplaced(Wanted::End, at)),
        }
    }

    fn directive(&mut self) -> Scanned<()> {
        let token = self.next()?;
        let is_right = match token.kind {
            TokenKind::Directive(Directive::Version { major, minor }) => {
                major == 1 && (minor == 1 || minor == 2)
            }
            TokenKind::Directive(Directive::Tag { handle, prefix }) => {
                self.handles.insert(handle, prefix).is_none()
            }
            _ => true,
        };
        match is_right {
            true => Ok(()),
            false => Err(self.mistakes.directive(token.start, self.text)),
        }
    }

    pub(super) fn peek(&mut self) -> Scanned<&Token<'t>> {
        match self.tokens.peek() {
            Some(token) => Ok(token),
            None => match self.mistake.take() {
                Some(mistake) => Err(mistake),
                None => Ok(&self.last),
            },
        }
    }

    pub(super) fn next(&mut self) -> Scanned<Token<'t>> {
        let (start, end) = (self.peek()?.start, self.peek()?.end);
        self.before = (start, end);
        Ok(self.tokens.next().unwrap_or_else(|| self.last.clone()))
    }

    pub(super) fn skip(&mut self) {
        if let Some(token) = self.tokens.next() {
            self.before = (token.start, token.end);
        }
    }

    pub(super) fn misplaced(&self, wanted: Wanted, at: usize) -> Box<Diagnostic> {
        self.mistakes.misplaced(wanted, at, self.before, self.text)
    }

    pub(super) fn empty(&self, at: usize) -> Node {
        Node {
            kind: NodeKind::Null,
            span: self.mistakes.span(at, at),
        }
    }

    pub(super) fn properties(&mut self) -> Scanned<Properties<'t>> {
        let mut found = Properties::default();
        loop {
            let token = self.peek()?;
            let (start, end) = (token.start, token.end);
            match &token.kind {
                TokenKind::Anchor(name) if found.anchor.is_none() => found.anchor = Some(name),
                TokenKind::Tag(tag) if found.tag.is_none() => {
                    found.tag = Some((tag.clone(), start, end));
                }
                _ => return Ok(found),
            }
            found.end = Some(end);
            self.skip();
        }
    }

    /// A value with its anchor and tag, or an alias.
    pub(super) fn node(&mut self, place: Place) -> Scanned<Node> {
        if let TokenKind::Alias(name) = self.peek()?.kind {
            let token = self.next()?;
            let (node, _) = self.alias(name, token.start, token.end);
            return Ok(node);
        }
        let properties = self.properties()?;
        if let Some(anchor) = properties.anchor {
            self.anchors.insert(anchor, None);
        }
        self.depth += 1;
        let start = self.peek()?.start;
        if self.depth > NESTING_LIMIT {
            return Err(self.mistakes.nesting(start));
        }
        let (node, key) = self.content(place, &properties)?;
        self.depth -= 1;
        self.remember(properties.anchor, &node, key);
        Ok(node)
    }

    /// What stands behind anchor and tag; with its text, where it is a scalar.
    fn content(
        &mut self,
        place: Place,
        properties: &Properties<'t>,
    ) -> Scanned<(Node, Option<Name>)> {
        let token = self.peek()?;
        let (start, end) = (token.start, token.end);
        let node = match &token.kind {
            TokenKind::Scalar { .. } => {
                let TokenKind::Scalar { value, plain } = self.next()?.kind else {
                    return Ok((self.empty(start), None));
                };
                let key = Name::from(value.as_ref());
                let node = self.scalar(properties, &value, plain, start, end);
                return Ok((node, Some(key)));
            }
            TokenKind::FlowList => self.flow_list()?,
            TokenKind::FlowMap => self.flow_map()?,
            TokenKind::BlockList if place != Place::Flow => self.block_list()?,
            TokenKind::BlockMap if place != Place::Flow => self.block_map()?,
            TokenKind::BlockEntry if place == Place::MapValue => self.indentless_list()?,
            _ => match properties.end {
                Some(at) => {
                    let node = self.scalar(properties, "", true, at, at);
                    return Ok((node, Some(Name::new())));
                }
                None => return Err(self.no_value(start, place)),
            },
        };
        let Some((tag, start, end)) = &properties.tag else {
            return Ok((node, None));
        };
        let meaning = meaning(tag, &self.handles);
        let place = (*start, *end);
        Ok((self.tagged(meaning, node, place), None))
    }

    fn no_value(&mut self, at: usize, place: Place) -> Box<Diagnostic> {
        let is_end = matches!(self.peek(), Ok(token) if token.kind == TokenKind::End);
        match place {
            Place::Flow if is_end => self.mistakes.end_in_flow(at),
            _ => self.mistakes.no_value(at, self.text),
        }
    }

    fn scalar(
        &mut self,
        properties: &Properties<'t>,
        value: &str,
        plain: bool,
        start: usize,
        end: usize,
    ) -> Node {
        let span = self.mistakes.span(start, end);
        let Some((tag, from, to)) = &properties.tag else {
            let kind = match plain {
                true => scalar::resolve(value),
                false => NodeKind::Text(value.into()),
            };
            return self.finite(Node { kind, span }, value);
        };
        let meaning = meaning(tag, &self.handles);
        let text = NodeKind::Text(value.into());
        let node = match &meaning {
            Meaning::None if value.is_empty() => return Node { kind: text, span },
            Meaning::None => {
                let kind = scalar::resolve(value);
                return self.finite(Node { kind, span }, value);
            }
            Meaning::Core(name) => {
                let span = self.mistakes.span(*from, end);
                let Some(kind) = scalar::as_tagged(name, value) else {
                    let found = self.mistakes.core_tag(*from, *to, name, "this text");
                    self.diagnostics.push(*found);
                    return Node { kind: text, span };
                };
                return self.finite(Node { kind, span }, value);
            }
            _ => Node { kind: text, span },
        };
        self.tagged(meaning, node, (*from, *to))
    }

    /// Says so where a number is none that JSON has, which then is a text.
    fn finite(&mut self, node: Node, text: &str) -> Node {
        match node.kind {
            NodeKind::Number(number) if !number.is_finite() => {
                self.diagnostics
                    .push(*self.mistakes.not_finite(node.span, text));
                Node {
                    kind: NodeKind::Text(text.into()),
                    span: node.span,
                }
            }
            _ => node,
        }
    }

    /// What is written at a place.
    pub(super) fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}
