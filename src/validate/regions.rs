//! What a region lacks. In: the resources of a graph and the regions that the stack must be fit for.
//! Out: each type that one of them does not have, once. Never: a guess about a type whose regions
//! the catalogue does not know.

use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::graph::{Graph, ResourceKind};
use crate::schema::{Catalogue, Regions};
use crate::text::{Name, Sources, Span};
use rustc_hash::FxHashSet;

/// Checks every type against every region.
pub(super) fn check(
    graph: &Graph,
    catalogue: &Catalogue,
    sources: &Sources,
    regions: &[Name],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut asked: Vec<(&Name, Regions)> = Vec::new();
    for region in regions {
        match catalogue.region_names().position(|name| name == region) {
            Some(index) => asked.push((region, Regions(1 << index))),
            None => found.extend(unknown(catalogue, sources, region)),
        }
    }
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    for resource in &graph.resources {
        if resource.kind != ResourceKind::Managed || !seen.insert(&resource.ty.name) {
            continue;
        }
        let Some(has) = catalogue.regions_of(&resource.ty) else {
            continue;
        };
        let lacking = asked.iter().filter(|(_, bit)| has.0 & bit.0 == 0);
        let names: Vec<String> = lacking.map(|(name, _)| format!("`{name}`")).collect();
        if names.is_empty() {
            continue;
        }
        let ty = &resource.ty.name;
        let message = format!("{} does not have `{ty}`", names.join(", "));
        let at = resource.origin.span;
        found.push(
            Diagnostic::new(Code::RegionLacks, at, message)
                .here("cannot be made there")
                .help("take the region from `--region`, or another type")
                .about(at),
        );
    }
    found
}

/// A region that nothing is known of: no check is skipped in silence.
fn unknown(catalogue: &Catalogue, sources: &Sources, region: &str) -> Option<Diagnostic> {
    let (file, _) = sources.iter().next()?;
    let message = format!("there is no region `{region}`");
    let near = nearest(region, catalogue.region_names(), 1);
    let at = Span::new(file, 0, 0);
    let diagnostic = Diagnostic::new(Code::RegionUnknown, at, message);
    Some(match did_you_mean(&near) {
        Some(help) => diagnostic.help(help),
        None => diagnostic.help("write the region as AWS does: `eu-central-1`"),
    })
}
