//! Data sources that nobody declares: what `aws.region`, `aws.ssm(...)` and their like are read from. In:
//! deferred values. Out: a table of data sources, each once, named by what it is asked for. Never: an
//! answer.

use super::names;
use super::place::Place;
use super::write::Emitter;
use crate::emit::content::{content, digest};
use crate::emit::writer::Writer;
use crate::graph::{Deferred, DeferredRef, Graph, Pseudo, Value};
use crate::text::Name;
use rustc_hash::FxHashMap;

/// The data sources of a plan.
#[derive(Debug, Default)]
pub struct Lookups {
    pub all: Vec<LookUp>,
    by_content: FxHashMap<Box<[u8]>, u32>,
    by_address: FxHashMap<usize, u32>,
}

/// One data source.
#[derive(Debug)]
pub struct LookUp {
    /// `aws_region`
    pub ty: &'static str,
    pub name: Name,
    pub arguments: Vec<(&'static str, Value)>,
    digest: u64,
}

/// The attribute of a data source that a value is.
pub struct Wanted<'a> {
    pub ty: &'static str,
    /// What the data source is called, where its arguments do not say it.
    pub name: Option<Name>,
    pub arguments: Vec<(&'static str, &'a Value)>,
}

/// What a value is read from; `None` where that is no data source.
pub fn wanted(deferred: &Deferred) -> Option<Wanted<'_>> {
    let (ty, arguments) = match deferred {
        Deferred::Pseudo(pseudo) => (pseudo_type(*pseudo)?, Vec::new()),
        Deferred::AvailabilityZones(region) => {
            let region = region.iter().map(|region| ("region", region));
            ("aws_availability_zones", region.collect())
        }
        Deferred::ImportValue(name) => ("aws_cloudformation_export", vec![("name", name)]),
        Deferred::StackOutput { stack, .. } => ("aws_cloudformation_stack", vec![("name", stack)]),
        Deferred::Secret { id, .. } => {
            let arguments = vec![("secret_id", id)];
            ("aws_secretsmanager_secret_version", arguments)
        }
        Deferred::Ssm { name, .. } => ("aws_ssm_parameter", vec![("name", name)]),
        _ => return None,
    };
    Some(Wanted {
        ty,
        name: None,
        arguments,
    })
}

fn pseudo_type(pseudo: Pseudo) -> Option<&'static str> {
    match pseudo {
        Pseudo::Region => Some("aws_region"),
        Pseudo::AccountId => Some("aws_caller_identity"),
        Pseudo::Partition | Pseudo::UrlSuffix => Some("aws_partition"),
        Pseudo::StackName | Pseudo::StackId | Pseudo::NotificationArns => None,
    }
}

impl Lookups {
    /// Notes what a value is read from.
    pub fn add(&mut self, graph: &Graph, deferred: &DeferredRef, wanted: Wanted) {
        if self.by_address.contains_key(&deferred.address()) {
            return;
        }
        let mut key = wanted.ty.as_bytes().to_vec();
        wanted
            .arguments
            .iter()
            .for_each(|(_, argument)| content(argument, &mut key));
        let next = self.all.len() as u32;
        let number = match self.by_content.get(&key[..]) {
            Some(number) => *number,
            None => {
                let arguments = wanted.arguments.into_iter();
                let arguments: Vec<_> = arguments.map(|(name, v)| (name, v.clone())).collect();
                self.all.push(LookUp {
                    ty: wanted.ty,
                    name: (wanted.name).unwrap_or_else(|| name(graph, wanted.ty, &arguments)),
                    arguments,
                    digest: digest(&key),
                });
                self.by_content.insert(key.into(), next);
                next
            }
        };
        self.by_address.insert(deferred.address(), number);
    }

    /// The data source that a value is read from.
    pub fn get(&self, deferred: &DeferredRef) -> Option<&LookUp> {
        let number = self.by_address.get(&deferred.address())?;
        self.all.get(*number as usize)
    }

    /// Gives each a name of its own: of those that are called alike, and of what the user calls so, all
    /// get a digest of what they are asked for, so that it does not matter which one comes first.
    pub fn settle(&mut self, is_taken: impl Fn(&'static str, &str) -> bool) {
        let mut shared: FxHashMap<(&'static str, Name), u32> = FxHashMap::default();
        for lookup in &self.all {
            *shared.entry((lookup.ty, lookup.name.clone())).or_default() += 1;
        }
        for lookup in &mut self.all {
            let several = shared.get(&(lookup.ty, lookup.name.clone())) != Some(&1);
            if several || is_taken(lookup.ty, &lookup.name) {
                lookup.name = ecow::eco_format!("{}_{:08x}", lookup.name, lookup.digest as u32);
            }
        }
    }
}

/// `current`, or what the arguments say.
fn name(graph: &Graph, ty: &str, arguments: &[(&'static str, Value)]) -> Name {
    let mut words = String::new();
    arguments
        .iter()
        .for_each(|(_, argument)| said(graph, argument, &mut words));
    let name = names::of_one(&words);
    match (name.is_empty(), ty) {
        (false, _) => name,
        (true, "aws_availability_zones") => "available".into(),
        (true, _) => "current".into(),
    }
}

/// The words of a value, apart.
fn said(graph: &Graph, value: &Value, out: &mut String) {
    out.push(' ');
    if let Some(text) = value.as_text() {
        return out.push_str(text);
    }
    match value.as_deferred() {
        Some(Deferred::Param(id)) => out.push_str(&graph.param(*id).name),
        Some(Deferred::Pseudo(pseudo)) => out.push_str(pseudo.name()),
        Some(Deferred::Reference(id)) => out.push_str(&graph.resource(*id).logical_id),
        Some(Deferred::Prop { resource, path, .. }) => {
            out.push_str(&graph.resource(*resource).logical_id);
            path.iter().for_each(|step| out.extend([" ", step]));
        }
        Some(Deferred::Condition(id)) => out.push_str(&graph.condition(*id).name),
        Some(other) => other.operands(&mut |operand| said(graph, operand, out)),
        None => {}
    }
}

impl<W: Writer> Emitter<'_, W> {
    /// The types of which the user declares no data source.
    pub fn added_data_sources(&mut self) {
        let plan = self.plan;
        let mut types: Vec<&str> = Vec::new();
        for lookup in &plan.lookups.all {
            let declared = plan
                .groups
                .iter()
                .any(|g| g.section == "data" && g.ty == lookup.ty);
            if !declared && !types.contains(&lookup.ty) {
                types.push(lookup.ty);
            }
        }
        for ty in types {
            self.out.key(ty);
            self.out.open_map();
            self.added_of_type(ty);
            self.out.close_map();
        }
    }

    /// The data sources of a type that the user does not declare.
    pub fn added_of_type(&mut self, ty: &str) {
        let plan = self.plan;
        for lookup in plan.lookups.all.iter().filter(|lookup| lookup.ty == ty) {
            self.out.key(&lookup.name);
            self.out.open_map();
            for (name, argument) in &lookup.arguments {
                self.out.key(name);
                self.value(argument, Place::UNKNOWN);
            }
            self.out.close_map();
        }
    }
}
