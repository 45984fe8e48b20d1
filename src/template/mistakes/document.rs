//! Tags, anchors and documents: what is said about them. In: places in the text. Out: diagnostics. Never: finds one.

use super::shown::{line_end, shown, word_end};
use super::{Mistakes, Said};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::text::Span;

impl Mistakes {
    pub fn anchor_name(self, at: usize, is_alias: bool, text: &str) -> Said {
        let what = if is_alias { "`*`" } else { "`&`" };
        self.syntax(
            at,
            word_end(text, at).max(at + 1),
            format!("expected a name of letters and digits behind {what}"),
        )
        .here(if is_alias { "an alias" } else { "an anchor" })
        .help(format!("put a text that begins with {what} in quotes"))
        .into()
    }

    pub fn unknown_alias<'a>(
        self,
        start: usize,
        end: usize,
        name: &str,
        known: impl Iterator<Item = &'a str>,
    ) -> Said {
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        let said = self.say(
            Code::TemplateAlias,
            start,
            end,
            format!("no anchor before this has the name `{name}`"),
        );
        let said = said.here("an unknown alias");
        match did_you_mean(&nearest(name, known, 3)) {
            Some(help) => said.help(help),
            None => said.help(format!(
                "put `&{name}` before the value that it stands for, or the text in quotes"
            )),
        }
        .into()
    }

    pub fn inside_itself(self, start: usize, end: usize, name: &str) -> Said {
        self.say(
            Code::TemplateAlias,
            start,
            end,
            format!("`*{name}` stands in the value that it stands for"),
        )
        .here("a value inside of itself")
        .help("write the value out")
        .into()
    }

    pub fn too_many(self, start: usize, end: usize, limit: usize) -> Said {
        self.say(
            Code::TemplateExpansion,
            start,
            end,
            format!("aliases stand for more than {limit} values"),
        )
        .here("the first one too many")
        .help("write values out instead of repeating them in one another")
        .into()
    }

    pub fn merge(self, at: Span, key: Span) -> Said {
        Diagnostic::new(
            Code::TemplateMerge,
            at,
            "`<<` takes a map or a list of maps, as they are written",
        )
        .here("something else")
        .label(key, "the entries would come here")
        .help("name the anchor of a map, or put the key in quotes")
        .into()
    }

    pub fn tag(self, start: usize, end: usize) -> Said {
        self.syntax(start, end, "expected a space behind the tag")
            .here("this tag")
            .help("put a space between the tag and its value")
            .into()
    }

    /// A tag of YAML's own that a template does not take, or not before this.
    pub fn core_tag(self, start: usize, end: usize, name: &str, what: &str) -> Said {
        let known = ["str", "int", "float", "bool", "null", "seq", "map"];
        let message = match known.contains(&name) {
            true => format!("the tag `!!{name}` does not go with {what}"),
            false => format!("`!!{name}` is no tag of CloudFormation"),
        };
        self.say(Code::TemplateUnknownTag, start, end, message)
            .here("this tag")
            .help("leave the tag out")
            .into()
    }

    pub fn unknown_tag(self, start: usize, end: usize, name: &str, near: &[&str]) -> Said {
        let shown = name.strip_prefix('!').unwrap_or(name);
        let said = self.say(
            Code::TemplateUnknownTag,
            start,
            end,
            format!("`!{shown}` is no tag of CloudFormation"),
        );
        let said = said.here("this tag");
        let near: Vec<String> = near.iter().map(|name| format!("!{name}")).collect();
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        match did_you_mean(&near) {
            Some(help) => said.help(help),
            None => said.help("leave the tag out, or put a text that begins with `!` in quotes"),
        }
        .into()
    }

    pub fn directive(self, at: usize, text: &str) -> Said {
        self.syntax(
            at,
            line_end(text, at),
            format!("{} is no directive of YAML 1.1", shown(text, at)),
        )
        .here("a line that begins with `%`")
        .help("remove the line, or put the text in quotes")
        .into()
    }

    pub fn document_start(self, at: usize) -> Said {
        self.syntax(at, at, "expected `---` behind the directives")
            .here("the document begins here")
            .help("put a line `---` before it")
            .into()
    }

    pub fn documents(self, at: usize) -> Said {
        self.say(
            Code::TemplateDocuments,
            at,
            at + 3,
            "a template is one document, and a second begins here",
        )
        .here("the second document")
        .help("put it into a file of its own")
        .into()
    }
}
