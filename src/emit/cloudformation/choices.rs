//! `match` and look-ups by what only the deployment knows: a Mapping where one can hold them, else
//! nested `If`s. In: such an expression. Out: a [`Choice`], the same for all that say the same. Never:
//! how it is written.

use super::chains::chain;
use super::conditions::Place;
use super::mappings::{Mappings, covers, is_flat, match_rows, rows_of};
use super::names;
use super::plan::{Planner, address};
use super::problem::{Extension, ProblemKind, Unmappable};
use crate::emit::content::content;
use crate::graph::{Deferred, DeferredRef, MapId, Origin, Value, ValueKind};
use crate::text::Name;
use rustc_hash::FxHashMap;

/// What an expression that chooses by a key becomes.
#[derive(Debug, Clone)]
pub enum Choice {
    /// `Fn::FindInMap`.
    Mapping(u32),
    /// The same said with `If`.
    Other(Value),
    /// It cannot be said; that has been reported.
    Broken,
}

/// The arguments of one `Fn::FindInMap`.
#[derive(Debug)]
pub struct MapUse {
    pub mapping: u32,
    pub first: Value,
    /// `None` where the map has one level.
    pub second: Option<Value>,
    pub default: Option<Value>,
}

/// All choices of a stack.
#[derive(Debug, Default)]
pub struct Choices {
    pub mappings: Mappings,
    uses: Vec<MapUse>,
    all: Vec<Choice>,
    by_address: FxHashMap<usize, u32>,
    by_content: FxHashMap<Box<[u8]>, u32>,
}

impl Choices {
    pub fn get(&self, deferred: &DeferredRef) -> Option<&Choice> {
        let number = self.by_address.get(&address(deferred))?;
        self.all.get(*number as usize)
    }

    pub fn mapping(&self, number: u32) -> Option<&MapUse> {
        self.uses.get(number as usize)
    }
}

impl Planner<'_> {
    /// What to say for a `match` or look-up. `place` is the property that it is for.
    pub fn choice(
        &mut self,
        value: &Value,
        deferred: &DeferredRef,
        place: Option<&Name>,
    ) -> Choice {
        let at = address(deferred);
        let number = match self.plan.choices.by_address.get(&at) {
            Some(number) => *number,
            None => {
                let number = self.choice_of_content(value, deferred);
                self.plan.choices.by_address.insert(at, number);
                number
            }
        };
        let choices = &mut self.plan.choices;
        let choice = choices.all.get(number as usize).cloned();
        if let (Some(Choice::Mapping(used)), Some(place)) = (&choice, place)
            && let Some(used) = choices.uses.get(*used as usize)
        {
            choices
                .mappings
                .note_place(used.mapping, place, &self.owner);
        }
        choice.unwrap_or(Choice::Broken)
    }

    /// A `let` under `@id` is a Mapping whether something looks it up or not.
    pub fn map_let(&mut self, id: MapId) {
        let Some(map) = self.graph.maps.get(id.0 as usize) else {
            return;
        };
        let flat = is_flat(&map.value);
        match rows_of(&map.value, flat) {
            Ok(rows) => {
                self.plan.choices.mappings.of_let(id, map, rows, flat);
            }
            Err(reason) => self.report(ProblemKind::Mapping(reason), map.value.origin),
        }
    }

    fn choice_of_content(&mut self, value: &Value, deferred: &DeferredRef) -> u32 {
        let mut key = Vec::new();
        content(value, &mut key);
        if let Some(number) = self.plan.choices.by_content.get(&key[..]) {
            return *number;
        }
        let choice = self.make_choice(value, deferred);
        let choices = &mut self.plan.choices;
        let number = choices.all.len() as u32;
        choices.all.push(choice);
        choices.by_content.insert(key.into(), number);
        number
    }

    fn make_choice(&mut self, value: &Value, deferred: &DeferredRef) -> Choice {
        let mapping = match &**deferred {
            Deferred::Match { .. } => self.match_mapping(deferred, value.origin),
            _ => self.look_up_mapping(deferred, value.origin),
        };
        let reason = match mapping {
            Ok(used) => {
                self.plan.choices.uses.push(used);
                return Choice::Mapping(self.plan.choices.uses.len() as u32 - 1);
            }
            Err(reason) => reason,
        };
        let reason = match chain(value, deferred) {
            Ok(chain) => return Choice::Other(chain),
            Err(Unmappable::Missing) => Unmappable::Missing,
            Err(_) => reason,
        };
        self.report(ProblemKind::Lookup(reason), value.origin);
        Choice::Broken
    }

    fn match_mapping(&mut self, deferred: &Deferred, at: Origin) -> Result<MapUse, Unmappable> {
        let Deferred::Match {
            subject,
            arms,
            otherwise,
            domain,
        } = deferred
        else {
            return Err(Unmappable::By);
        };
        let subject = self.key(subject);
        if !self.is_plain_key(&subject) {
            return Err(Unmappable::By);
        }
        let rows = match_rows(arms, otherwise.as_ref(), domain.as_deref(), at)?;
        let by = names::subject(self.graph, &subject);
        Ok(MapUse {
            mapping: self.plan.choices.mappings.of_rows(rows, true, by, at),
            first: subject,
            second: None,
            default: None,
        })
    }

    fn look_up_mapping(&mut self, deferred: &Deferred, at: Origin) -> Result<MapUse, Unmappable> {
        let Deferred::Lookup {
            map,
            entries,
            keys,
            domain,
            default,
        } = deferred
        else {
            return Err(Unmappable::By);
        };
        let mut keys = keys.iter().map(|key| self.key(key));
        let (first, second) = match (keys.next(), keys.next(), keys.next()) {
            (Some(first), second, None) => (first, second),
            _ => return Err(Unmappable::By),
        };
        let flat = second.is_none();
        let rows = rows_of(entries, flat)?;
        let covered = covers(&rows, domain.as_deref(), &first);
        if covered == Some(false) && default.is_none() {
            return Err(Unmappable::Missing);
        }
        for key in std::iter::once(&first).chain(&second) {
            self.look_up_key(key, domain.is_some(), at)?;
        }
        let default = default.clone().filter(|_| covered != Some(true) || !flat);
        if default.is_some() {
            self.needs_extensions(Extension::Default, at);
        }
        let named = map.and_then(|id| Some((id, self.graph.maps.get(id.0 as usize)?)));
        let named = named.filter(|(_, map)| is_flat(&map.value) == flat);
        let by = match (&second, first.as_deferred()) {
            (Some(second), None) => second,
            _ => &first,
        };
        let by = names::subject(self.graph, by);
        let mappings = &mut self.plan.choices.mappings;
        let mapping = match named {
            Some((id, map)) => mappings.of_let(id, map, rows, flat),
            None => mappings.of_rows(rows, flat, by, at),
        };
        Ok(MapUse {
            mapping,
            first,
            second,
            default,
        })
    }

    /// A key as it is looked up: `"${key}"` is the key, where that is a text.
    fn key(&mut self, key: &Value) -> Value {
        let key = self.simplest(key, Place::Condition);
        match key.as_deferred() {
            Some(Deferred::Concat(parts)) => match &parts[..] {
                [only, empty] if empty.as_text().is_some_and(|text| text.is_empty()) => {
                    self.simplest(only, Place::Condition)
                }
                _ => key,
            },
            _ => key,
        }
    }

    /// Whether CloudFormation takes a key. Some it takes with an extension alone; these are nested
    /// `If`s where all values of the key are known.
    fn look_up_key(&mut self, key: &Value, finite: bool, at: Origin) -> Result<(), Unmappable> {
        let ValueKind::Deferred(deferred) = &key.kind else {
            return Ok(());
        };
        match &**deferred {
            Deferred::Match { .. } | Deferred::Lookup { .. } => {
                match self.choice(key, deferred, None) {
                    Choice::Mapping(_) => Ok(()),
                    _ => Err(Unmappable::By),
                }
            }
            Deferred::EachKey(_) | Deferred::EachValue(_) => Ok(()),
            Deferred::Concat(_) | Deferred::Join { .. } | Deferred::Select { .. }
                if !finite && !self.reads_resource(key) =>
            {
                self.needs_extensions(Extension::Key, at);
                Ok(())
            }
            _ if self.is_plain_key(key) => Ok(()),
            _ => Err(Unmappable::By),
        }
    }

    fn is_plain_key(&self, key: &Value) -> bool {
        match key.as_deferred() {
            Some(Deferred::Param(id)) => !self.is_optional(*id),
            Some(Deferred::Pseudo(_)) => true,
            _ => false,
        }
    }
}
