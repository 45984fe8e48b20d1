//! The ids of a template: letters and digits alone, but for those of conditions. In: all that has an id. Out: problems. Never: an id of
//! its own making; `@id` may say what only Terraform takes.

use super::plan::Planner;
use super::problem::ProblemKind;
use crate::graph::{Origin, ResourceKind, is_condition_id};
use crate::text::Name;

impl Planner<'_> {
    pub fn ids(&mut self) {
        let graph = self.graph;
        // In a `@deferred` loop the engine puts the key into the id.
        let resources = graph.resources.iter().filter(|resource| {
            resource.kind == ResourceKind::Managed
                && resource.each.is_none()
                && !resource.ty.is_terraform()
        });
        let resources = resources.map(|r| (&r.logical_id, r.origin));
        let others = graph.params.iter().map(|p| (&p.logical_id, p.origin));
        let others = others.chain(graph.outputs.iter().map(|o| (&o.logical_id, o.origin)));
        let conditions = graph.conditions.iter();
        let conditions = conditions.filter(|c| !is_condition_id(&c.logical_id));
        let others = others.chain(conditions.map(|c| (&c.logical_id, c.origin)));
        let others = others.chain(graph.maps.iter().map(|m| (&m.logical_id, m.origin)));
        let others = others.chain(graph.rules.iter().map(|r| (&r.logical_id, r.origin)));
        let is_wrong = |(id, _): &(&Name, Origin)| !id.bytes().all(|b| b.is_ascii_alphanumeric());
        for (id, origin) in resources.chain(others).filter(is_wrong) {
            self.about(id, origin);
            self.report(ProblemKind::Id(id.clone()), origin);
        }
    }
}
