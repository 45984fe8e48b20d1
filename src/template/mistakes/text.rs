//! Characters, words and texts: what is said about them. In: places in the text. Out: diagnostics. Never: finds one.

use super::shown::{escape, first_character, line_end, shown};
use super::{Mistakes, Said};
use crate::diag::{Code, Diagnostic};
use crate::text::Span;

impl Mistakes {
    pub fn character(self, at: usize, text: &str) -> Said {
        let found = text[at..].chars().next();
        let code = found.map_or(0, u32::from);
        let end = at + found.map_or(0, char::len_utf8);
        self.say(
            Code::TemplateCharacter,
            at,
            end,
            format!("a template cannot hold the character U+{code:04X}"),
        )
        .here("this character")
        .help("remove it, or write it as an escape in double quotes")
        .into()
    }

    pub fn tab(self, at: usize) -> Said {
        self.say(
            Code::TemplateTab,
            at,
            at + 1,
            "expected spaces, found a tab",
        )
        .here("a tab")
        .help("indent with spaces: YAML does not take tabs")
        .into()
    }

    pub fn cannot_begin(self, at: usize, text: &str) -> Said {
        let found = first_character(text, at);
        self.syntax(
            at,
            at + found.len(),
            match found {
                "`" => "expected a value, found a backtick".to_owned(),
                _ => format!("expected a value, found `{found}`"),
            },
        )
        .here("no text begins so")
        .help("put the text in quotes")
        .into()
    }

    pub fn unclosed_text(self, at: usize, text: &str) -> Said {
        let quote = first_character(text, at);
        self.syntax(
            at,
            at + quote.len(),
            "a text in quotes has no end".to_owned(),
        )
        .here("it begins here")
        .help(format!("close the text with `{quote}`"))
        .into()
    }

    /// An escape in YAML's double quotes; one of a number has so many digits.
    pub fn escape(self, at: usize, digits: usize, text: &str) -> Said {
        let (found, end) = escape(text, at, digits);
        let said = self.syntax(at, end, format!("`{found}` is no escape in double quotes"));
        let said = said.here("this escape");
        match digits {
            0 => said.help("write `\\\\` for a backslash, or put the text in single quotes"),
            _ => said.help("write the character itself"),
        }
        .into()
    }

    pub fn json_escape(self, at: usize, digits: usize, text: &str) -> Said {
        let (found, end) = escape(text, at, digits);
        let said = self.syntax(at, end, format!("`{found}` is no escape in JSON"));
        let said = said.here("this escape");
        match digits {
            0 => said.help("write `\\\\` for a backslash"),
            _ => said.help("write the character itself, or both halves of its pair"),
        }
        .into()
    }

    pub fn block_header(self, start: usize, at: usize, text: &str) -> Said {
        let sign = first_character(text, start);
        self.syntax(
            at,
            line_end(text, at),
            format!(
                "expected a new line behind `{sign}`, found {}",
                shown(text, at)
            ),
        )
        .here("this belongs to the next line")
        .help("begin the text on a line of its own")
        .into()
    }

    pub fn not_finite(self, at: Span, text: &str) -> Said {
        Diagnostic::new(
            Code::TemplateNumber,
            at,
            format!("`{text}` is no number that a template can hold"),
        )
        .here("infinite, or no number")
        .help("put it in quotes if it is a text")
        .into()
    }

    pub fn too_large(self, at: Span, text: &str) -> Said {
        Diagnostic::new(
            Code::TemplateNumber,
            at,
            format!("`{text}` has more digits than a number of JSON keeps"),
        )
        .here("more than 64 bits")
        .help("put it in quotes if it is a text")
        .into()
    }
}
