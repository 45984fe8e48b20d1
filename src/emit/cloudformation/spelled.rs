//! The names that `cfn` functions spell: ids, conditions and Mappings as the template has them. In: a plan
//! in which everything has its name. Out: a problem for each name that nothing has. Never: a word where
//! a transform may make what is named.

use super::plan::Planner;
use super::problem::{ProblemKind, Section};
use super::sections::LANGUAGE_EXTENSIONS;
use crate::graph::{Deferred, Origin, Value, ValueKind};
use crate::text::Name;
use rustc_hash::FxHashSet;

/// A name, what it is of, and where it is written.
#[derive(Debug)]
pub struct Spelled {
    section: Section,
    name: Name,
    at: Origin,
}

impl Planner<'_> {
    /// Notes the name that a function spells.
    pub fn spell(&mut self, function: &str, argument: &Value) {
        let first = argument.as_list().and_then(<[Value]>::first);
        let (section, value) = match function {
            "Ref" => (Section::Ids, Some(argument)),
            "Fn::GetAtt" | "Fn::Sub" => (Section::Ids, first.or(Some(argument))),
            "Fn::If" => (Section::Conditions, first),
            "Condition" => (Section::Conditions, Some(argument)),
            "Fn::FindInMap" => (Section::Mappings, first),
            _ => return,
        };
        let Some((text, at)) = value.and_then(|v| Some((v.as_text()?.clone(), v.origin))) else {
            return;
        };
        match function {
            "Fn::Sub" => {
                let own = argument.as_list().and_then(|list| list.get(1)?.as_map());
                for name in names_in_sub(&text) {
                    if own.is_none_or(|own| !own.contains_key(name)) {
                        self.note(section, owner_of(name), at);
                    }
                }
            }
            "Fn::GetAtt" => self.note(section, owner_of(&text), at),
            _ => self.note(section, &text, at),
        }
    }

    fn note(&mut self, section: Section, name: &str, at: Origin) {
        if !name.starts_with("AWS::") {
            let name = Name::from(name);
            self.plan.spelled.push(Spelled { section, name, at });
        }
    }

    /// Notes all names in a part of a condition, and what is looked up there.
    pub fn spell_all(&mut self, value: &Value) {
        match &value.kind {
            ValueKind::List(items) => items.iter().for_each(|item| self.spell_all(item)),
            ValueKind::Map(map) => map.values().for_each(|item| self.spell_all(item)),
            ValueKind::Deferred(deferred) => {
                match &**deferred {
                    Deferred::Intrinsic { name, argument } => self.spell(name, argument),
                    Deferred::Match { .. } | Deferred::Lookup { .. } => {
                        self.choice(value, deferred, None);
                    }
                    _ => {}
                }
                deferred.operands(&mut |operand| self.spell_all(operand));
            }
            _ => {}
        }
    }

    /// Reports what nothing has, when all names are given.
    pub fn unknown_names(&mut self) {
        let spelled = std::mem::take(&mut self.plan.spelled);
        if spelled.is_empty() || self.may_make_more() {
            return;
        }
        let graph = self.graph;
        let ids = graph.resources.iter().map(|r| r.logical_id.as_str());
        let params = graph.params.iter().map(|p| p.logical_id.as_str());
        let ids: FxHashSet<&str> = ids.chain(params).collect();
        let named = graph.conditions.iter().map(|c| c.logical_id.as_str());
        let made = self.plan.conditions.iter().map(|c| c.name.clone());
        let conditions: FxHashSet<Name> = named.map(Name::from).chain(made).collect();
        let mappings = self.plan.choices.mappings.iter();
        let mappings: FxHashSet<Name> = mappings.map(|mapping| mapping.name.clone()).collect();
        let fragment = graph.settings.template.as_ref().and_then(Value::as_map);
        for Spelled { section, name, at } in spelled {
            let sections = section.sections();
            let has = |section: &&str| {
                fragment.is_some_and(|fragment| {
                    let entries = fragment.get(section).and_then(Value::as_map);
                    entries.is_some_and(|entries| entries.contains_key(&name))
                })
            };
            let is_there = sections.iter().any(has)
                || match section {
                    Section::Ids => ids.contains(name.as_str()),
                    Section::Conditions => conditions.contains(&name),
                    Section::Mappings => mappings.contains(&name),
                };
            if !is_there {
                self.subject = None;
                self.report(ProblemKind::Unnamed { section, name }, at);
            }
        }
    }

    /// Whether a transform may make what the source does not name.
    fn may_make_more(&self) -> bool {
        let makes = |said: &Value| {
            said.as_text()
                .is_none_or(|text| text != LANGUAGE_EXTENSIONS)
        };
        let transform = self.graph.settings.transform.as_ref();
        let said = transform.is_some_and(|said| match said.as_list() {
            Some(all) => all.iter().any(makes),
            None => makes(said),
        });
        said || self.plan.serverless || !self.graph.loops.is_empty()
    }
}

/// The resource of `Resource.Attribute`.
fn owner_of(path: &str) -> &str {
    path.split_once('.').map_or(path, |(owner, _)| owner)
}

/// What stands in `${...}`, but for `${!...}`.
fn names_in_sub(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split("${").skip(1);
    let names = parts.filter_map(|part| part.split_once('}').map(|(name, _)| name.trim()));
    names.filter(|name| !name.is_empty() && !name.starts_with('!'))
}
