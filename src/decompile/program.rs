//! The whole of a template, section by section. In: a template. Out: the module, and what is wrong with the
//! shape of the template. Never: what a declaration holds.

use super::names::{Kind, Names};
use super::state::Decompiler;
use super::{Form, Forms, Purpose};
use crate::diag::Diagnostic;
use crate::syntax::ast::{Item, Module};
use crate::template::{Entry, Node, Template};

/// A template as a program.
#[derive(Debug)]
pub struct Decompiled {
    pub module: Module,
    pub diagnostics: Vec<Diagnostic>,
    /// The form of each part that was written by itself.
    pub forms: Forms,
}

/// Writes a template as a program, every part at least as far from natural as it is asked for.
pub fn decompile(template: &Template, purpose: Purpose, asked: &Forms) -> Decompiled {
    let mut decompiler = Decompiler::new(template, purpose, asked);
    decompiler.scope.inlined = decompiler.inlined();
    let mut items = decompiler.program();
    let mut inlined = std::mem::take(&mut decompiler.scope.inlined);
    let before = inlined.len();
    inlined.retain(|id| !decompiler.scope.named_conditions.contains(id));
    if inlined.len() < before {
        // What something names by a text needs its `let` after all.
        decompiler = Decompiler::new(template, purpose, asked);
        decompiler.scope.inlined = inlined;
        items = decompiler.program();
    }
    let (expr_count, item_count) = decompiler.counts();
    Decompiled {
        module: Module {
            file: template.file,
            items,
            comments: Vec::new(),
            expr_count,
            item_count,
            broken: Vec::new(),
            is_template: purpose == Purpose::Check,
        },
        diagnostics: decompiler.diagnostics,
        forms: decompiler.forms,
    }
}

/// How a section's entries are declared.
type Declare<'a> = fn(&mut Decompiler<'a>, &'a Entry) -> Option<Item>;

impl<'a> Decompiler<'a> {
    fn program(&mut self) -> Vec<Item> {
        let template = self.template;
        let sections = template.root.as_map().unwrap_or_default();
        self.collect_names(sections);
        let mut items = Vec::new();
        for section in sections {
            if self.asked(&template.root) == Form::Fragment {
                self.fragment_at(&[section]);
                continue;
            }
            let declare: Declare = match section.key.as_str() {
                "Parameters" => Decompiler::param,
                "Mappings" => Decompiler::mapping,
                "Conditions" => Decompiler::condition_let,
                "Rules" => Decompiler::rule,
                "Resources" => Decompiler::resource,
                "Outputs" => Decompiler::output,
                _ => {
                    self.setting(section);
                    continue;
                }
            };
            let Some(entries) = section.value.as_map() else {
                self.fragment_at(&[section]);
                continue;
            };
            if entries.is_empty() {
                self.fragment_at(&[section]);
            }
            for entry in entries {
                if section.key == "Conditions" && self.scope.inlined.contains(&entry.key) {
                    continue;
                }
                let item = match self.is_fragment(entry) {
                    true => None,
                    false => self.declared(section, entry, declare),
                };
                match item {
                    Some(item) => items.push(item),
                    None => self.fragment(section, entry),
                }
            }
        }
        self.keep_mappings(&mut items);
        if let Some(stack) = self.stack(sections) {
            items.insert(0, stack);
        }
        items
    }

    /// A declaration, with what its own condition says of all that is in it.
    fn declared(
        &mut self,
        section: &Entry,
        entry: &'a Entry,
        declare: Declare<'a>,
    ) -> Option<Item> {
        let condition = match section.key.as_str() {
            "Resources" | "Outputs" => entry.value.get("Condition").and_then(Node::as_text),
            _ => None,
        };
        match condition {
            Some(id) => self.under(id, true, |this| declare(this, entry)),
            None => declare(self, entry),
        }
    }

    /// Whether a declaration is asked for as it stands.
    fn is_fragment(&self, entry: &Entry) -> bool {
        self.asked(&entry.value) >= Form::Raw || entry.value.as_map().is_none()
    }

    fn collect_names(&mut self, sections: &[Entry]) {
        let mut ids = Vec::new();
        for section in sections {
            let kind = match section.key.as_str() {
                "Parameters" => Kind::Param,
                "Mappings" => Kind::Mapping,
                "Conditions" => Kind::Condition,
                "Resources" => Kind::Resource,
                "Outputs" => Kind::Output,
                _ => continue,
            };
            let entries = section.value.as_map().unwrap_or_default().iter();
            let entries = entries.filter(|entry| !self.is_fragment(entry));
            let declared = entries.filter(|entry| match kind {
                Kind::Resource => super::resources::is_resource(entry),
                kind => super::names::is_id_of(kind, &entry.key),
            });
            ids.extend(declared.map(|entry| (kind, entry.key.clone(), entry.key_span)));
        }
        self.names = Names::new(&ids, self.purpose);
    }
}
