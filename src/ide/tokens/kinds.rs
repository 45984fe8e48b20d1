//! The kinds of tokens. Plain data, in the words that editors have for them.

use crate::text::Span;

/// A word, a sign, or a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub at: Span,
    pub kind: TokenKind,
    pub modifiers: Modifiers,
}

macro_rules! kinds {
    ($($kind:ident $name:literal,)*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum TokenKind {
            $($kind,)*
        }

        impl TokenKind {
            pub const ALL: &[TokenKind] = &[$(TokenKind::$kind,)*];

            /// As the protocol calls it.
            pub fn name(self) -> &'static str {
                match self {
                    $(TokenKind::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    Namespace "namespace",
    Type "type",
    Class "class",
    EnumMember "enumMember",
    Parameter "parameter",
    Variable "variable",
    Property "property",
    Function "function",
    Method "method",
    Keyword "keyword",
    Text "string",
    Number "number",
    Pattern "regexp",
    Operator "operator",
    Comment "comment",
    Decorator "decorator",
}

/// What else is to be said of a token: a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modifiers(pub u32);

impl Modifiers {
    pub const NONE: Modifiers = Modifiers(0);
    pub const DECLARATION: Modifiers = Modifiers(1);
    pub const READONLY: Modifiers = Modifiers(1 << 1);
    pub const DEPRECATED: Modifiers = Modifiers(1 << 2);
    pub const DEFAULT_LIBRARY: Modifiers = Modifiers(1 << 3);
    pub const DOCUMENTATION: Modifiers = Modifiers(1 << 4);
    /// Known only when deploying.
    pub const DEFERRED: Modifiers = Modifiers(1 << 5);

    /// The names of the bits, the lowest first. The last one is our own.
    pub const NAMES: &[&str] = &[
        "declaration",
        "readonly",
        "deprecated",
        "defaultLibrary",
        "documentation",
        "deferred",
    ];

    pub fn with(self, other: Modifiers) -> Modifiers {
        Modifiers(self.0 | other.0)
    }

    /// The names of what is in it.
    pub fn names(self) -> impl Iterator<Item = &'static str> {
        let all = Modifiers::NAMES.iter().enumerate();
        all.filter(move |(bit, _)| self.0 & (1 << bit) != 0)
            .map(|(_, name)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_places_in_the_lists() {
        for (place, kind) in TokenKind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, place);
        }
        let last = Modifiers::DEFERRED;
        assert_eq!(last.names().collect::<Vec<_>>(), ["deferred"]);
        assert_eq!(last.0, 1 << (Modifiers::NAMES.len() - 1));
    }
}
