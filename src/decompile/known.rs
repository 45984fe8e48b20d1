//! Ids that nothing in the template has. In: functions that name ids. Out: a diagnostic for each id that is
//! unknown, with what it may be a slip of. Never: a word where a transform may make what is named.

use super::reference::pseudo;
use super::state::Decompiler;
use super::sub::{Piece, pieces};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::template::{Entry, Node};
use crate::text::{Name, Span};

/// What an id is looked for among.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Of params and resources.
    Things,
    Resources,
    Conditions,
    Mappings,
}

/// So many ids are offered.
const OFFERED: usize = 3;

/// What SAM makes beside what the template declares.
const IMPLICIT: [&str; 2] = ["ServerlessRestApi", "ServerlessHttpApi"];

impl Decompiler<'_> {
    /// Looks at the ids that a function names.
    pub fn check_function(&mut self, function: &Entry) {
        let argument = &function.value;
        let first = argument.as_list().and_then(<[Node]>::first);
        let first = first.and_then(|first| Some((first.as_text()?, first.span)));
        match function.key.as_str() {
            "Ref" => {
                if let Some(id) = argument.as_text() {
                    self.must_be_known(Section::Things, id, argument.span);
                }
            }
            "Fn::GetAtt" => {
                let whole = argument.as_text().map(|text| (text, argument.span));
                if let Some((path, at)) = first.or(whole) {
                    let id = path.split('.').next().unwrap_or_default();
                    self.must_be_known(Section::Things, id, at);
                }
            }
            "Fn::Sub" => self.check_sub(argument),
            "Fn::If" => {
                if let Some((id, at)) = first {
                    self.must_be_known(Section::Conditions, id, at);
                }
            }
            "Fn::FindInMap" => {
                if let Some((id, at)) = first {
                    self.must_be_known(Section::Mappings, id, at);
                }
            }
            _ => {}
        }
    }

    /// Looks at the ids that a condition names.
    pub fn check_condition(&mut self, function: &Entry) {
        if function.key == "Condition"
            && let Some(id) = function.value.as_text()
        {
            self.must_be_known(Section::Conditions, id, function.value.span);
        }
    }

    /// Looks at the condition of a resource or an output.
    pub fn check_condition_of(&mut self, id: &str, at: Span) {
        self.must_be_known(Section::Conditions, id, at);
    }

    /// Looks at the ids that a resource waits for, and whether they are there where it is.
    pub fn check_depends_on(&mut self, depends: &Entry, always: bool) {
        let one = std::slice::from_ref(&depends.value);
        for node in depends.value.as_list().unwrap_or(one) {
            let Some(id) = node.as_text() else {
                continue;
            };
            self.must_be_known(Section::Resources, id, node.span);
            if always {
                self.must_be_there(id, node.span);
            }
        }
    }

    /// A resource that is always there cannot wait for one that may not be.
    fn must_be_there(&mut self, id: &str, at: Span) {
        let declared = |id: &str| self.template.root.get("Resources")?.get(id);
        let condition = declared(id).and_then(|other| other.get("Condition")?.as_text());
        let Some(condition) = condition else {
            return;
        };
        let message = format!("`{id}` is there only where `{condition}` holds");
        self.diagnostics.push(
            Diagnostic::new(Code::TemplateDependsOn, at, message)
                .here("may not be there")
                .help(format!(
                    "write `Condition: {condition}` at this resource too"
                )),
        );
    }

    fn check_sub(&mut self, argument: &Node) {
        let (text, own) = match argument.as_list() {
            Some([text, own]) => (text, Some(own)),
            Some(_) => return,
            None => (argument, None),
        };
        let Some(all) = text.as_text().and_then(|text| pieces(text)) else {
            return;
        };
        for piece in all {
            let Piece::Variable(variable) = piece else {
                continue;
            };
            let variable = variable.trim();
            let id = variable.split('.').next().unwrap_or_default();
            if own.is_none_or(|own| own.get(variable).is_none()) {
                self.must_be_known(Section::Things, id, text.span);
            }
        }
    }

    fn must_be_known(&mut self, section: Section, id: &str, at: Span) {
        if self.is_known(section, id) || self.may_be_made(section, id) {
            return;
        }
        let (message, here) = match section {
            Section::Things => (
                format!("nothing in the template has the id `{id}`"),
                "no parameter or resource",
            ),
            Section::Resources => (
                format!("no resource in the template has the id `{id}`"),
                "no resource",
            ),
            Section::Conditions => (
                format!("the template has no condition `{id}`"),
                "no condition of that name",
            ),
            Section::Mappings => (
                format!("the template has no mapping `{id}`"),
                "no mapping of that name",
            ),
        };
        let mut diagnostic = Diagnostic::new(Code::NameUnknown, at, message).here(here);
        let offered = nearest(id, self.ids(section), OFFERED);
        if let Some(help) = did_you_mean(&offered) {
            diagnostic = diagnostic.help(help);
        }
        self.diagnostics.push(diagnostic);
    }

    fn ids(&self, section: Section) -> Vec<&str> {
        let sections = match section {
            Section::Things => &["Resources", "Parameters"][..],
            Section::Resources => &["Resources"],
            Section::Conditions => &["Conditions"],
            Section::Mappings => &["Mappings"],
        };
        let sections = sections.iter();
        let entries = sections.filter_map(|section| self.template.root.get(section)?.as_map());
        entries.flatten().map(|entry| entry.key.as_str()).collect()
    }

    /// Whether the template declares an id, also where the source has no name for it.
    fn is_known(&self, section: Section, id: &str) -> bool {
        let declares = |section: &str| {
            let section = self.template.root.get(section);
            section.is_some_and(|section| section.get(id).is_some())
        };
        match section {
            Section::Things => {
                id == "AWS::NoValue"
                    || pseudo(id).is_some()
                    || self
                        .scope
                        .variables
                        .iter()
                        .any(|(variable, _)| variable == id)
                    || declares("Parameters")
                    || declares("Resources")
            }
            Section::Resources => declares("Resources"),
            Section::Conditions => declares("Conditions"),
            Section::Mappings => declares("Mappings"),
        }
    }

    /// Whether what processes the template may add an id.
    fn may_be_made(&self, section: Section, id: &str) -> bool {
        let name = match section {
            Section::Things | Section::Resources => "Resources",
            Section::Conditions => "Conditions",
            Section::Mappings => "Mappings",
        };
        let entries = self.template.root.get(name).and_then(Node::as_map);
        let entries = entries.unwrap_or_default();
        let is_made = |entry: &Entry| entry.key.starts_with("Fn::");
        let sam = self
            .transforms()
            .any(|name| name.starts_with("AWS::Serverless"));
        let others =
            |name: &Name| !name.starts_with("AWS::Serverless") && name != "AWS::LanguageExtensions";
        if entries.iter().any(is_made) || self.transforms().any(others) || self.has_root_include() {
            return true;
        }
        if !matches!(section, Section::Things | Section::Resources) {
            return false;
        }
        // A module's and SAM's resources are called by what they are made from.
        let makes = |entry: &Entry| {
            let ty = entry.value.get("Type").and_then(Node::as_text);
            let makes = ty.is_some_and(|ty| {
                ty.ends_with("::MODULE") || (sam && ty.starts_with("AWS::Serverless::"))
            });
            makes && id.starts_with(entry.key.as_str())
        };
        entries.iter().any(makes) || (sam && IMPLICIT.iter().any(|own| id.starts_with(own)))
    }

    fn transforms(&self) -> impl Iterator<Item = &Name> {
        let said = self.template.root.get("Transform");
        let all = match said.map(|said| (said, said.as_list())) {
            Some((_, Some(all))) => all,
            Some((said, None)) => std::slice::from_ref(said),
            None => &[],
        };
        all.iter()
            .filter_map(|one| one.as_text().or_else(|| one.get("Name")?.as_text()))
    }

    /// Whether a macro makes sections of the template.
    fn has_root_include(&self) -> bool {
        self.template.root.get("Fn::Transform").is_some()
    }
}
