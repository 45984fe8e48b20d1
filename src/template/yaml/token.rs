//! The tokens of YAML. In: nothing; out: plain data. Never: what a token means.

use std::borrow::Cow;

/// A token at its place, in bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Token<'t> {
    pub kind: TokenKind<'t>,
    pub start: usize,
    pub end: usize,
}

impl Token<'_> {
    pub fn is_scalar(&self) -> bool {
        matches!(self.kind, TokenKind::Scalar { .. })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum TokenKind<'t> {
    /// `%YAML` or `%TAG`.
    Directive(Directive<'t>),
    /// `---`
    DocumentStart,
    /// `...`
    DocumentEnd,
    /// Where the indentation of a list or a map begins, and where it ends.
    BlockList,
    BlockMap,
    BlockEnd,
    /// `[`, `]`, `{`, `}` and `,`
    FlowList,
    FlowListEnd,
    FlowMap,
    FlowMapEnd,
    FlowEntry,
    /// `-`
    BlockEntry,
    /// `?`, or the place where a key begins that has none.
    Key,
    /// `:`
    Value,
    /// The name behind `*` and behind `&`.
    Alias(&'t str),
    Anchor(&'t str),
    Tag(Tag<'t>),
    Scalar {
        value: Cow<'t, str>,
        plain: bool,
    },
    End,
}

impl TokenKind<'_> {
    /// Whether no value can begin with it: one before it is complete, if need be empty.
    pub fn ends_value(&self) -> bool {
        matches!(
            self,
            TokenKind::Key
                | TokenKind::Value
                | TokenKind::BlockEnd
                | TokenKind::FlowEntry
                | TokenKind::FlowListEnd
                | TokenKind::FlowMapEnd
        )
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum Directive<'t> {
    Version {
        major: u32,
        minor: u32,
    },
    Tag {
        handle: &'t str,
        prefix: Cow<'t, str>,
    },
}

/// A tag as it is written: `!!str` has the handle `!!` and the suffix `str`, `!Sub` has `!` and `Sub`. `!<...>`
/// has no handle, `!` alone no suffix.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag<'t> {
    pub handle: &'t str,
    pub suffix: Cow<'t, str>,
}
