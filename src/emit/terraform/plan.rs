//! What must be known of a whole stack before the first byte of its configuration is written: names,
//! and what Terraform cannot say. In: a graph and the catalogue. Out: a [`Plan`]. Never: bytes.

use super::names;
use super::problem::{Problem, ProblemKind};
use super::providers::Providers;
use super::variables::Variable;
use crate::graph::{Graph, Origin, ResourceId};
use crate::schema::Catalogue;
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

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
    };
    planner.types();
    planner.attributes();
    planner.settings();
    planner.aliases();
    planner.moves();
    planner.triggers();
    planner.variables();
    planner.rules();
    planner.outputs();
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

    /// The providers of all types.
    fn types(&mut self) {
        let providers: Vec<&str> = self.catalogue.providers().collect();
        let mut used = vec![false; providers.len()];
        for number in 0..self.plan.groups.len() {
            let first = self.plan.groups[number].resources.first();
            let Some(resource) = first.map(|id| self.graph.resource(*id)) else {
                continue;
            };
            self.subject = Some(resource.origin.span);
            if !resource.ty.is_terraform() {
                self.report(ProblemKind::Type(resource.ty.name.clone()), resource.origin);
            }
            if let Some(provider) = self.catalogue.provider_of(&resource.ty)
                && let Some(used) = used.get_mut(provider)
            {
                *used = true;
            }
        }
        let used = providers.iter().zip(used).filter(|(_, used)| *used);
        self.plan.providers = used.map(|(provider, _)| Name::from(*provider)).collect();
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
