//! `locals`: conditions and maps that have a name and are used, and values of a `let` that are long and
//! used more than once. In: the uses that the survey counts. Out: the names, and the section. Never: a name
//! of our own.

use super::names;
use super::place::Place;
use super::plan::Plan;
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{ConditionId, Graph, MapId, Origin, Value, ValueKind};
use crate::text::Name;
use rustc_hash::FxHashMap;

/// What is used of what has a name.
#[derive(Debug, Default)]
pub struct Uses {
    /// By [`ConditionId`].
    pub conditions: Vec<bool>,
    /// By [`MapId`].
    pub maps: Vec<bool>,
    /// By the address of the value of a `let`: its number, and how often it is used.
    pub lets: FxHashMap<usize, (usize, u32)>,
}

/// The names of locals.
#[derive(Debug, Default)]
pub struct Locals {
    pub all: Vec<Local>,
    /// By [`ConditionId`], whether used or not.
    conditions: Vec<Name>,
    /// By [`MapId`]; none where it is not used.
    maps: Vec<Option<Name>>,
    /// By the address of the value of a `let`.
    lets: FxHashMap<usize, Name>,
}

#[derive(Debug)]
pub struct Local {
    pub name: Name,
    pub value: Value,
    pub origin: Origin,
}

/// A value of so many parts is long.
const LONG: u32 = 5;

impl Uses {
    pub fn new(graph: &Graph) -> Uses {
        let lets = graph.lets.iter().enumerate();
        let long = lets.filter(|(_, value)| value.value.weight().count >= LONG);
        Uses {
            conditions: vec![false; graph.conditions.len()],
            maps: vec![false; graph.maps.len()],
            lets: long
                .map(|(number, value)| (value.value.address(), (number, 0)))
                .collect(),
        }
    }
}

impl Locals {
    /// The locals for what is used.
    pub fn new(graph: &Graph, uses: &Uses) -> Locals {
        let mut locals = Locals::default();
        for (condition, used) in graph.conditions.iter().zip(&uses.conditions) {
            let name = names::of_one(&condition.logical_id);
            if *used {
                locals.add(&name, condition.value.clone(), condition.origin);
            }
            locals.conditions.push(name);
        }
        for (map, used) in graph.maps.iter().zip(&uses.maps) {
            let name = used.then(|| names::of_one(&map.logical_id));
            if let Some(name) = &name {
                locals.add(name, map.value.clone(), map.origin);
            }
            locals.maps.push(name);
        }
        let mut shared: Vec<(usize, usize)> = uses
            .lets
            .iter()
            .filter(|(_, (_, count))| *count > 1)
            .map(|(address, (number, _))| (*number, *address))
            .collect();
        shared.sort_unstable();
        for (number, address) in shared {
            if let Some(value) = graph.lets.get(number) {
                let name = names::of_one(&value.logical_id);
                let shown = Value::new(ValueKind::Deferred(value.value.clone()), value.origin);
                locals.add(&name, shown, value.origin);
                locals.lets.insert(address, name);
            }
        }
        locals.all.sort_by_key(|local| {
            let span = local.origin.span;
            (span.file, span.start)
        });
        locals
    }

    fn add(&mut self, name: &Name, value: Value, origin: Origin) {
        self.all.push(Local {
            name: name.clone(),
            value,
            origin,
        });
    }
}

impl Plan {
    pub fn condition_name(&self, id: ConditionId) -> &str {
        let name = self.locals.conditions.get(id.0 as usize);
        name.map_or("", Name::as_str)
    }

    pub fn map_name(&self, id: MapId) -> Option<&str> {
        let name = self.locals.maps.get(id.0 as usize)?;
        name.as_deref()
    }

    /// The local that holds the value at an address.
    pub fn let_name(&self, address: usize) -> Option<&str> {
        match self.locals.lets.is_empty() {
            true => None,
            false => self.locals.lets.get(&address).map(Name::as_str),
        }
    }
}

/// The section, where there are locals.
pub fn locals<W: Writer>(emitter: &mut Emitter<W>) {
    let plan = emitter.plan;
    if plan.locals.all.is_empty() {
        return;
    }
    emitter.out.key("locals");
    emitter.out.open_map();
    for local in &plan.locals.all {
        emitter.out.key(&local.name);
        emitter.out.at(local.origin);
        emitter.printer.whole = true;
        emitter.value(&local.value, Place::UNKNOWN);
        emitter.printer.whole = false;
    }
    emitter.out.close_map();
}
