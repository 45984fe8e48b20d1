//! What completion gives. Plain data.

use crate::ide::Change;
use crate::text::{Name, Span};
use crate::types::{NodeId, TypeKey};

/// All that may stand at a place.
#[derive(Debug, Clone)]
pub struct Completions {
    pub items: Vec<Completion>,
    /// Whether more would be found with more letters.
    pub incomplete: bool,
    /// What an item replaces, where it does not say so itself.
    pub at: Span,
    snippets: bool,
}

#[derive(Debug, Clone)]
pub struct Completion {
    pub label: String,
    pub kind: Kind,
    pub detail: Option<String>,
    /// What is inserted; the label where there is none.
    pub insert: Option<String>,
    /// Whether what is inserted has places for the cursor: `${1:name}`, `$0`.
    pub is_snippet: bool,
    /// What the client compares with what was typed, where the label is not to be: what was typed itself,
    /// where the choice is made already.
    pub filter: Option<String>,
    /// Lower goes first.
    pub rank: u32,
    /// What it replaces, where that is not what all others do.
    pub at: Option<Span>,
    /// What is changed beside: an import that is needed.
    pub also: Vec<Change>,
    /// What its page is about; looked up when somebody wants to read it.
    pub subject: Option<Subject>,
    pub deprecated: bool,
}

/// What a page is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    Type(Name),
    Property {
        key: TypeKey,
        node: NodeId,
        name: Name,
    },
    Attribute {
        key: TypeKey,
        name: Name,
    },
    /// The page itself, where it is at hand.
    Page(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    ResourceType,
    Component,
    Type,
    Property,
    Member,
    Value,
    Variable,
    Constant,
    Function,
    Namespace,
    Keyword,
    File,
    Snippet,
}

/// So many items are given at most.
pub const MOST: usize = 200;

impl Completions {
    pub fn new(at: Span, snippets: bool) -> Completions {
        Completions {
            items: Vec::new(),
            incomplete: false,
            at,
            snippets,
        }
    }

    pub fn push(&mut self, mut item: Completion) {
        if item.is_snippet && !self.snippets {
            item.insert = item.insert.map(|text| super::snippets::plain(&text));
            item.is_snippet = false;
        }
        self.items.push(item);
    }

    /// Whether something has this label already: what is nearer was found first.
    pub fn has(&self, label: &str) -> bool {
        self.items.iter().any(|item| item.label == label)
    }

    pub fn takes_snippets(&self) -> bool {
        self.snippets
    }
}

impl Completion {
    pub fn new(label: impl Into<String>, kind: Kind, rank: u32) -> Completion {
        Completion {
            label: label.into(),
            kind,
            detail: None,
            insert: None,
            is_snippet: false,
            filter: None,
            rank,
            at: None,
            also: Vec::new(),
            subject: None,
            deprecated: false,
        }
    }

    pub fn detail(self, detail: impl Into<String>) -> Completion {
        Completion {
            detail: Some(detail.into()).filter(|text| !text.is_empty()),
            ..self
        }
    }

    pub fn insert(self, text: impl Into<String>) -> Completion {
        Completion {
            insert: Some(text.into()),
            ..self
        }
    }

    pub fn snippet(self, text: impl Into<String>) -> Completion {
        Completion {
            insert: Some(text.into()),
            is_snippet: true,
            ..self
        }
    }

    pub fn filter(self, typed: &str) -> Completion {
        Completion {
            filter: Some(typed.to_owned()).filter(|typed| !typed.is_empty()),
            ..self
        }
    }

    pub fn subject(self, subject: Subject) -> Completion {
        Completion {
            subject: Some(subject),
            ..self
        }
    }

    pub fn page(self, page: String) -> Completion {
        match page.is_empty() {
            true => self,
            false => self.subject(Subject::Page(page)),
        }
    }

    pub fn at(self, at: Span) -> Completion {
        Completion {
            at: Some(at),
            ..self
        }
    }
}
