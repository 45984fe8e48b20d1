//! Patterns in the ECMAScript dialect that schemas use, with look-around and `\p{..}`. In: a
//! pattern's text. Out: whether a text has it. Compiled on first use and once; never panics: a
//! pattern that cannot be compiled says why and finds everything.

use super::Name;
use std::sync::{Arc, OnceLock};

/// A pattern. Clones share what was compiled.
#[derive(Clone)]
pub struct Pattern(Arc<Inner>);

struct Inner {
    text: Name,
    compiled: OnceLock<Result<regress::Regex, String>>,
}

impl Pattern {
    pub fn new(text: impl Into<Name>) -> Pattern {
        Pattern(Arc::new(Inner {
            text: text.into(),
            compiled: OnceLock::new(),
        }))
    }

    /// A pattern that must match the whole value, as `AllowedPattern` does.
    pub fn whole(text: &str) -> Pattern {
        Pattern::new(format!("^(?:{text})$"))
    }

    pub fn text(&self) -> &str {
        &self.0.text
    }

    /// Whether the pattern occurs in `value`. True where the pattern itself is broken.
    pub fn is_match(&self, value: &str) -> bool {
        match self.compiled() {
            Ok(regex) => regex.find(value).is_some(),
            Err(_) => true,
        }
    }

    /// Why the pattern cannot be used.
    pub fn problem(&self) -> Option<&str> {
        self.compiled().as_ref().err().map(String::as_str)
    }

    fn compiled(&self) -> &Result<regress::Regex, String> {
        self.0
            .compiled
            .get_or_init(|| regress::Regex::with_flags(&self.0.text, "u").map_err(|e| e.text))
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.0.text == other.0.text
    }
}

impl Eq for Pattern {}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "/{}/", self.0.text)
    }
}
