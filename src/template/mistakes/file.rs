//! The file as a whole: what is said about it. In: places in the text. Out: diagnostics. Never: finds one.

use super::{Mistakes, Said};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::text::Span;

impl Mistakes {
    pub fn empty(self) -> Said {
        self.say(Code::TemplateEmpty, 0, 0, "the template is empty")
            .here("nothing is in the file")
            .help("write a section `Resources`")
            .into()
    }

    pub fn no_map(self, at: Span, found: &str) -> Said {
        Diagnostic::new(
            Code::TemplateNotATemplate,
            at.at_start(),
            format!("a template is a map of sections, and this is {found}"),
        )
        .here("the value begins here")
        .help("write the resources in a section `Resources`")
        .into()
    }

    /// A map that has none of a template's sections; `near` is one that a key may mean.
    pub fn no_section(self, key: Option<(&str, Span)>, root: Span, sections: &[&str]) -> Said {
        let at = key.map_or(root, |(_, at)| at);
        let said = Diagnostic::new(
            Code::TemplateNotATemplate,
            at,
            "this is no CloudFormation template: it has none of the sections",
        );
        let said = said.here("no section of a template");
        let near = key.map(|(name, _)| nearest(name, sections.iter().copied(), 1));
        match near.and_then(|near| did_you_mean(&near)) {
            Some(help) => said.help(help),
            None => said.help(format!("write a section: {}", one_of(sections))),
        }
        .into()
    }
}
