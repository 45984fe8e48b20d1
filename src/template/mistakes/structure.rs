//! Keys, lists and maps: what is said about them. In: places in the text. Out: diagnostics. Never: finds one.

use super::shown::{first_character, line_end, shown, word_end};
use super::{Mistakes, Said};
use crate::diag::{Code, Diagnostic};
use crate::template::NESTING_LIMIT;
use crate::text::Span;

impl Mistakes {
    pub fn list_behind(self, at: usize) -> Said {
        self.syntax(at, at + 1, "a list cannot begin behind something else")
            .here("an element of a list")
            .help("begin the list on a line of its own, or put the text in quotes")
            .into()
    }

    pub fn key_behind(self, at: usize) -> Said {
        self.syntax(at, at + 1, "a key cannot begin behind something else")
            .here("the beginning of a key")
            .help("begin the key on a line of its own, or put the text in quotes")
            .into()
    }

    pub fn no_colon(self, at: usize, text: &str) -> Said {
        self.syntax(
            at,
            line_end(text, at),
            format!("expected a key with `:`, found {}", shown(text, at)),
        )
        .here("no `:` behind it")
        .help("write `:` and a space behind the key, or indent what belongs to the line before")
        .into()
    }

    pub fn colon_in_flow(self, at: usize) -> Said {
        self.syntax(at, at + 1, "a `:` in brackets needs a space behind it")
            .here("this `:`")
            .help("put a space behind it, or the text in quotes")
            .into()
    }

    pub fn no_value(self, at: usize, text: &str) -> Said {
        self.syntax(
            at,
            line_end(text, at),
            format!("expected a value, found {}", shown(text, at)),
        )
        .here("not the beginning of a value")
        .help("write a value, or put a text in quotes")
        .into()
    }

    /// Behind an element in brackets.
    pub fn separator(self, at: usize, open: usize, list: bool, end: bool, text: &str) -> Said {
        let (bracket, close) = if list { ('[', ']') } else { ('{', '}') };
        if end {
            return self
                .syntax(open, open + 1, format!("`{bracket}` has no `{close}`"))
                .here("it begins here")
                .help(format!("close it with `{close}`"))
                .into();
        }
        self.syntax(
            at,
            word_end(text, at).max(at + first_character(text, at).len()),
            format!("expected `,` or `{close}`, found {}", shown(text, at)),
        )
        .here("not the next element")
        .label(self.span(open, open + 1), "the bracket opens here")
        .help(match text.get(at..).unwrap_or("") {
            rest if rest.starts_with("//") || rest.starts_with("/*") => {
                "remove the comment: JSON has none, and those of YAML begin with `#`".to_owned()
            }
            _ => format!("put `,` before it, or close the bracket with `{close}`"),
        })
        .into()
    }

    pub fn end_in_flow(self, at: usize) -> Said {
        self.syntax(at, at, "expected a value, found the end of the file")
            .here("the end of the file")
            .help("write the value, and close the bracket")
            .into()
    }

    pub fn duplicate_key(self, name: &str, at: Span, first: Span) -> Said {
        Diagnostic::new(
            Code::TemplateDuplicateKey,
            at,
            format!("the key `{name}` is there twice in one map"),
        )
        .here("the second one")
        .label(first, "the first one")
        .help("remove one of the two")
        .into()
    }

    pub fn key_kind(self, at: Span, text: &str) -> Said {
        let said = Diagnostic::new(
            Code::TemplateKey,
            at,
            "a key must be a text, not a list or a map",
        );
        // `{{resolve:...}}`, or a place that another tool fills in.
        let before = text.get(..at.start as usize).unwrap_or("");
        let written = text.get(at.range()).unwrap_or("");
        let is_doubled = before.ends_with('{') && written.starts_with('{');
        match is_doubled {
            true => said
                .here("read as a map, not as a text")
                .help("put the text that begins with `{{` in quotes"),
            false => said.here("the key").help("write a text as the key"),
        }
        .into()
    }

    pub fn tagged_key(self, start: usize, end: usize) -> Said {
        self.say(Code::TemplateKey, start, end, "a key cannot be computed")
            .here("a function as a key")
            .help("write the key itself")
            .into()
    }

    pub fn nesting(self, at: usize) -> Said {
        self.say(
            Code::TemplateNesting,
            at,
            at + 1,
            format!("lists and maps are more than {NESTING_LIMIT} deep in one another"),
        )
        .here("one too many")
        .help("make the template flatter")
        .into()
    }
}
