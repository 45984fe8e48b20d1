//! JSON: what is said about it. In: places in the text. Out: diagnostics. Never: finds one.

use super::shown::{first_character, line_end, shown, word_end};
use super::{Mistakes, Said};
use crate::text::Span;

impl Mistakes {
    pub fn behind_json(self, at: usize, text: &str) -> Said {
        self.syntax(
            at,
            line_end(text, at),
            format!("expected the end of the file, found {}", shown(text, at)),
        )
        .here("behind the end of the value")
        .help("remove it, or the bracket before it that closes too much")
        .into()
    }

    pub fn json_end(self, at: usize) -> Said {
        self.end_in_flow(at)
    }

    pub fn json_value(self, at: usize, text: &str) -> Said {
        let end = word_end(text, at).max(at + first_character(text, at).len());
        self.syntax(
            at,
            end,
            format!("expected a value, found {}", shown(text, at)),
        )
        .here("no value of JSON")
        .help("write a text in double quotes, a number, `true`, `false` or `null`")
        .into()
    }

    pub fn json_key(self, at: usize, text: &str) -> Said {
        let rest = text.get(at..).unwrap_or("");
        if rest.starts_with("//") || rest.starts_with("/*") {
            return self
                .syntax(at, line_end(text, at), "JSON has no comments")
                .here("a comment")
                .help("remove the comment")
                .into();
        }
        let end = word_end(text, at).max(at + first_character(text, at).len());
        self.syntax(
            at,
            end,
            format!("expected a key in double quotes, found {}", shown(text, at)),
        )
        .here("the key")
        .help("put the key in double quotes")
        .into()
    }

    pub fn json_colon(self, at: usize, key: Span, text: &str) -> Said {
        let end = at + first_character(text, at).len();
        self.syntax(
            at,
            end,
            format!("expected `:` behind the key, found {}", shown(text, at)),
        )
        .here("not a `:`")
        .label(key, "the key")
        .help("put `:` between the key and its value")
        .into()
    }

    pub fn json_comma(self, at: usize) -> Said {
        self.syntax(at, at + 1, "a comma behind the last element")
            .here("nothing follows it")
            .help("remove the comma")
            .into()
    }

    pub fn json_unclosed(self, at: usize, open: usize, close: u8) -> Said {
        self.separator(at, open, close == b']', true, "")
    }
}
