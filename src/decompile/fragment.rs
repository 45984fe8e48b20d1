//! What no declaration can say, which goes into the template as it is. In: entries of sections. Out: the one
//! expression of `stack { template: raw({...}) }`. Never: what would come out the same in another form.

use super::Form;
use super::build::field;
use super::state::Decompiler;
use crate::syntax::ast::Expr;
use crate::template::Entry;
use crate::text::{Name, Span};

/// Entries of the template by their sections, in the order of the template.
#[derive(Debug, Default)]
pub struct Fragments {
    sections: Vec<Section>,
}

#[derive(Debug)]
struct Section {
    name: Name,
    span: Span,
    /// Entries of the section; a value alone where the section as a whole is no map.
    entries: Vec<(Name, Span, Expr)>,
    whole: Option<Expr>,
}

impl Decompiler<'_> {
    /// Puts an entry of a section into the template as it is.
    pub fn fragment(&mut self, section: &Entry, entry: &Entry) {
        self.wrote(&entry.value, Form::Fragment);
        self.note_names(&entry.value);
        let value = self.literal(&entry.value);
        let found = self.section_of(section);
        found
            .entries
            .push((entry.key.clone(), entry.key_span, value));
    }

    /// Puts a whole section into the template as it is.
    pub fn fragment_section(&mut self, section: &Entry) {
        self.wrote(&section.value, Form::Fragment);
        self.note_names(&section.value);
        let value = self.literal(&section.value);
        self.section_of(section).whole = Some(value);
    }

    fn section_of(&mut self, section: &Entry) -> &mut Section {
        let sections = &mut self.fragments.sections;
        let at = sections.iter().position(|s| s.name == section.key);
        let at = at.unwrap_or(sections.len());
        if at == sections.len() {
            sections.push(Section {
                name: section.key.clone(),
                span: section.key_span,
                entries: Vec::new(),
                whole: None,
            });
        }
        &mut sections[at]
    }

    /// `raw({ Resources: {...} })`, where there is anything to say.
    pub fn all_fragments(&mut self) -> Option<Expr> {
        let sections = std::mem::take(&mut self.fragments.sections);
        let at = sections.first()?.span;
        let mut fields = Vec::new();
        for section in sections {
            let value = match section.whole {
                Some(value) => value,
                None => {
                    let entries = section.entries.into_iter();
                    let entries = entries.map(|(key, span, value)| field(&key, span, value));
                    self.record(section.span, entries.collect())
                }
            };
            fields.push(field(&section.name, section.span, value));
        }
        let record = self.record(at, fields);
        let callee = self.name(at, "raw");
        Some(self.call(at, callee, vec![record]))
    }
}
