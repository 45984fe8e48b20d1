//! What must be known of a whole stack before the first byte of its configuration is written: names,
//! and what Terraform cannot say. In: a graph and the catalogue. Out: a [`Plan`]. Never: bytes.

use super::locals::{Locals, Uses};
use super::lookups::Lookups;
use super::names;
use super::place::Bodies;
use super::problem::{Problem, ProblemKind};
use super::providers::Providers;
use super::variables::Variable;
use crate::graph::{Graph, LoopId, Origin, ResourceId};
use crate::schema::Catalogue;
use crate::schema::provider::data_source;
use crate::text::{Name, Span};
use crate::types::TypeKey;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;

/// The decisions for one graph, and good for that graph alone.
#[derive(Debug, Default)]
pub struct Plan {
    pub problems: Vec<Problem>,
    /// By [`ResourceId`].
    pub(super) names: Vec<Name>,
    /// The resources in the order of the configuration: those of one type stand together.
    pub(super) groups: Vec<Group>,
    /// By [`ParamId`](crate::graph::ParamId).
    pub(super) variables: Vec<Variable>,
    pub(super) lookups: Lookups,
    pub(super) locals: Locals,
    /// Whether a variable holds the name of the stack.
    pub(super) stack_name: bool,
    /// The sources of the providers in use, each with its version: `hashicorp/aws 6.47.0`.
    pub(super) providers: Vec<Name>,
    /// Those that `stack` says something about.
    pub(super) configured: Providers,
}

/// The resources of one type.
#[derive(Debug)]
pub struct Group {
    /// `resource`, `data`, `module`.
    pub section: &'static str,
    /// Empty for modules.
    pub ty: Name,
    pub resources: Vec<ResourceId>,
}

/// A plan in the making.
pub struct Planner<'a> {
    pub graph: &'a Graph,
    pub catalogue: &'a Catalogue,
    pub plan: Plan,
    /// Where the thing is declared whose values are looked at.
    pub subject: Option<Span>,
    /// The `@deferred` loops around that, outermost first.
    pub loops: Vec<LoopId>,
    pub uses: Uses,
    pub bodies: Bodies<'a>,
}

/// Looks at a whole graph.
pub fn plan(graph: &Graph, catalogue: &Catalogue) -> Plan {
    let mut planner = Planner {
        graph,
        catalogue,
        plan: Plan {
            names: names::resources(graph),
            groups: groups(graph),
            configured: Providers::of(graph, catalogue),
            ..Plan::default()
        },
        subject: None,
        loops: Vec::new(),
        uses: Uses::new(graph),
        bodies: Bodies::default(),
    };
    planner.attributes();
    planner.loops();
    planner.resources();
    planner.output_values();
    planner.rule_values();
    planner.others();
    planner.settings();
    planner.aliases();
    planner.moves();
    planner.triggers();
    planner.variables();
    planner.rules();
    planner.outputs();
    planner.finish();
    planner.plan
}

impl Plan {
    /// The last part of a resource's address.
    pub fn name(&self, id: ResourceId) -> &str {
        self.names.get(id.0 as usize).map_or("", Name::as_str)
    }
}

impl Planner<'_> {
    pub fn report(&mut self, kind: ProblemKind, at: Origin) {
        let subject = self.subject;
        self.plan.problems.push(Problem { kind, at, subject });
    }

    /// What follows from all uses: names, providers, and what is called alike.
    fn finish(&mut self) {
        self.plan.locals = Locals::new(self.graph, &self.uses);
        let named: FxHashSet<(&str, &str)> = (self.plan.groups.iter())
            .filter(|group| group.section == "data")
            .flat_map(|group| group.resources.iter().map(|id| (group.ty.as_str(), *id)))
            .map(|(ty, id)| (ty, self.plan.names[id.0 as usize].as_str()))
            .collect();
        self.plan
            .lookups
            .settle(|ty, name| named.contains(&(ty, name)));
        self.types();
        self.versions();
        self.collisions();
    }

    /// The providers of all types, and types that are none of theirs.
    fn types(&mut self) {
        let providers: Vec<&str> = self.catalogue.providers().collect();
        let mut used = vec![false; providers.len()];
        let mut keys: Vec<TypeKey> = Vec::new();
        for number in 0..self.plan.groups.len() {
            let first = self.plan.groups[number].resources.first();
            let Some(resource) = first.map(|id| self.graph.resource(*id)) else {
                continue;
            };
            self.subject = Some(resource.origin.span);
            if !resource.ty.is_terraform() {
                self.report(ProblemKind::Type(resource.ty.name.clone()), resource.origin);
            }
            keys.push(resource.ty.clone());
        }
        let looked_up = self.plan.lookups.all.iter();
        keys.extend(looked_up.filter_map(|l| self.catalogue.find(&data_source(l.ty))));
        for key in &keys {
            let provider = self.catalogue.provider_of(key);
            if let Some(used) = provider.and_then(|provider| used.get_mut(provider)) {
                *used = true;
            }
        }
        let used = providers.iter().zip(used).filter(|(_, used)| *used);
        self.plan.providers = used.map(|(provider, _)| Name::from(*provider)).collect();
    }

    /// Two things of one section under one name.
    fn collisions(&mut self) {
        let graph = self.graph;
        let mut found = Vec::new();
        for group in &self.plan.groups {
            let prefix = match group.section {
                "resource" => format!("{}.", group.ty),
                "data" => format!("data.{}.", group.ty),
                section => format!("{section}."),
            };
            let names = group
                .resources
                .iter()
                .map(|id| (self.plan.name(*id), graph.resource(*id)))
                .map(|(name, resource)| (name, resource.logical_id.as_str(), resource.origin));
            alike(&prefix, names, &mut found);
        }
        alike(
            "local.",
            self.plan
                .locals
                .all
                .iter()
                .map(|l| (l.name.as_str(), "", l.origin)),
            &mut found,
        );
        let params: Vec<Name> = graph
            .params
            .iter()
            .map(|p| names::of(&p.identity))
            .collect();
        let named = params.iter().zip(&graph.params);
        alike(
            "var.",
            named.map(|(name, p)| (name.as_str(), p.logical_id.as_str(), p.origin)),
            &mut found,
        );
        let outputs: Vec<Name> = graph
            .outputs
            .iter()
            .map(|o| names::of(&o.identity))
            .collect();
        let named = outputs.iter().zip(&graph.outputs);
        alike(
            "output.",
            named.map(|(name, o)| (name.as_str(), o.logical_id.as_str(), o.origin)),
            &mut found,
        );
        for (address, at, other) in found {
            self.subject = Some(at.span);
            self.report(ProblemKind::Address { address, other }, at);
        }
    }
}

/// Notes each thing whose name another one has before it: name, logical id, place. That two have one logical
/// id has been reported.
fn alike<'n>(
    prefix: &str,
    things: impl Iterator<Item = (&'n str, &'n str, Origin)>,
    found: &mut Vec<(Name, Origin, Origin)>,
) {
    let mut taken: FxHashMap<&str, (&str, Origin)> = FxHashMap::default();
    for (name, id, origin) in things {
        match taken.entry(name) {
            Entry::Vacant(free) => drop(free.insert((id, origin))),
            Entry::Occupied(first) if id.is_empty() || first.get().0 != id => {
                found.push((ecow::eco_format!("{prefix}{name}"), origin, first.get().1));
            }
            Entry::Occupied(_) => {}
        }
    }
}

/// Data sources first, then modules and resources; types in the order of their first resource in the source.
fn groups(graph: &Graph) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut places: FxHashMap<(&str, &str), usize> = FxHashMap::default();
    for id in graph.in_source_order() {
        let (section, ty) = names::section(graph.resource(id));
        let place = *places.entry((section, ty)).or_insert(groups.len());
        if place == groups.len() {
            groups.push(Group {
                section,
                ty: ty.into(),
                resources: Vec::new(),
            });
        }
        if let Some(group) = groups.get_mut(place) {
            group.resources.push(id);
        }
    }
    groups.sort_by_key(|group| group.section);
    groups
}
