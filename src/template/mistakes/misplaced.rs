//! What stands where something else has to: what is said about it. In: places in the text. Out: diagnostics. Never:
//! finds one.

use super::shown::{first_character, line_end, shown, word_end};
use super::{Mistakes, Said};

/// What may stand at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Wanted {
    /// A key of the map that begins at a place.
    Key(usize),
    /// An element of the list that begins at a place.
    Item(usize),
    /// Nothing: the value of the file is complete.
    End,
}

/// What stands before a place: a token, from one place to another.
pub type Before = (usize, usize);

impl Mistakes {
    /// Something that is not what a place wants.
    pub fn misplaced(self, wanted: Wanted, at: usize, before: Before, text: &str) -> Said {
        let said = self.before(at, before, text);
        said.unwrap_or_else(|| self.not_wanted(wanted, at, text))
    }

    /// Where what stands before is the reason.
    fn before(self, at: usize, (start, end): Before, text: &str) -> Option<Said> {
        let between = text.get(end..at)?;
        let first = first_character(text, start);
        let is_block = matches!(first, "|" | ">");
        if between.contains(['\n', '\r']) || start == end {
            if !is_block {
                return None;
            }
            let said = self.syntax(
                at,
                line_end(text, at),
                format!("expected a line of the text, found {}", shown(text, at)),
            );
            let said = said.here("further left than the text");
            let said = said.label(self.span(start, start + 1), "the text begins behind this");
            return Some(
                said.help("indent all lines of the text as its first one")
                    .into(),
            );
        }
        let found = shown(text, at);
        let end_of_line = line_end(text, at);
        let (before, here) = (self.span(start, end), "this follows on the same line");
        let said = match first {
            "!" | "&" if first_character(text, at) == first => self
                .syntax(
                    at,
                    word_end(text, at),
                    match first {
                        "!" => "a value cannot have two tags",
                        _ => "a value cannot have two anchors",
                    },
                )
                .here("the second one")
                .label(before, "the first one")
                .help(match first {
                    "!" => "write the inner function in its long form, on a line of its own",
                    _ => "leave one of them out",
                }),
            "'" | "\"" => self
                .syntax(
                    at,
                    end_of_line,
                    format!("expected a new line behind the text, found {found}"),
                )
                .here(here)
                .label(self.span(end - 1, end), "the text ends here")
                .help(match first {
                    "'" => "put the whole text in quotes, and write `''` for a quote in it",
                    _ => "put the whole text in quotes, and write `\\\"` for a quote in it",
                }),
            _ => self
                .syntax(
                    at,
                    end_of_line,
                    format!("expected a new line, found {found}"),
                )
                .here(here)
                .label(before, "behind this")
                .help("begin it on a line of its own, or put the whole text in quotes"),
        };
        Some(said.into())
    }

    fn not_wanted(self, wanted: Wanted, at: usize, text: &str) -> Said {
        let end = line_end(text, at);
        let found = shown(text, at);
        let is_item = text.get(at..).is_some_and(|rest| rest.starts_with("- "));
        let said = match wanted {
            Wanted::Key(_) if is_item => self
                .syntax(
                    at,
                    end,
                    "expected a key of the map, found an element of a list",
                )
                .here("a list where keys stand"),
            Wanted::Key(_) => self
                .syntax(at, end, format!("expected a key of the map, found {found}"))
                .here("not in the column of the keys"),
            Wanted::Item(_) => self
                .syntax(at, end, format!("expected `-`, found {found}"))
                .here("no element of the list"),
            Wanted::End => self
                .syntax(
                    at,
                    end,
                    format!("expected the end of the file, found {found}"),
                )
                .here("behind the end of the value"),
        };
        match wanted {
            Wanted::Key(open) => said
                .label(self.span(open, word_end(text, open)), "the map begins here")
                .help("put it in the column of the map or list that it belongs to"),
            Wanted::Item(open) => said
                .label(self.span(open, open + 1), "the list begins here")
                .help("put it in the column of the map or list that it belongs to"),
            Wanted::End => said.help("put it in the column where it belongs, or remove it"),
        }
        .into()
    }

    /// A `:` that ends no key; before it stands a token of the kind that a key has, or nothing.
    pub fn value_behind(self, at: usize, before: Option<Before>, text: &str) -> Said {
        let said = |message: &str| {
            self.syntax(at, at + 1, message)
                .here("this belongs to no key")
        };
        let Some((start, end)) = before.filter(|(_, end)| text[*end..at].trim().is_empty()) else {
            return said("a `:` without a key before it")
                .help("write the key before it, or put the text in quotes")
                .into();
        };
        let key = &text[start..end];
        let first_line = line_end(text, start).min(end);
        if first_line < end {
            let said = said("a `:` in a text of several lines");
            let said = said.label(self.span(start, first_line), "the text begins here");
            let has_colon = text[start..first_line].contains(':');
            return match has_colon {
                true => said.help("put a space behind the `:` of a key"),
                false => said.help("begin the key in the column of the keys around it"),
            }
            .into();
        }
        if key.chars().count() > 1024 {
            return said("a key has at most 1024 characters")
                .help("make the key shorter")
                .into();
        }
        said("a second `:` on one line")
            .help("put a text that has `: ` in it in quotes, or the key on a line of its own")
            .into()
    }
}
