//! Holds each resource against its type. In: the resources of a graph. Out: what is wrong with
//! their properties. Large stacks are looked at by two threads, which changes nothing but the time.

use super::assume::{Assume, Question};
use super::choices::{each_at, each_choice};
use super::finding::{Finding, Reports};
use super::iam::{self, KnownActions};
use super::values::Walk;
use super::{custom, lifecycle, tags};
use crate::diag::Code;
use crate::graph::{Graph, Resource, ResourceKind, Value, ValueKind, ValueMap};
use crate::schema::{Catalogue, Schema, Tags};
use crate::text::{Name, Sources};
use crate::types::NodeId;
use rustc_hash::FxHashMap;

/// With fewer resources, a second thread costs more than it brings.
const MANY: usize = 4_000;

/// Checks all resources.
pub(super) fn check<'a>(
    graph: &'a Graph,
    catalogue: &'a Catalogue,
    sources: &'a Sources,
    reports: &mut Reports<'a>,
) {
    let resources = graph.resources.as_slice();
    if resources.len() < MANY {
        return check_part(graph, catalogue, resources, reports);
    }
    let (first, second) = resources.split_at(resources.len() / 2);
    let rest = std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let mut reports = Reports::new(graph, sources);
            check_part(graph, catalogue, second, &mut reports);
            reports
        });
        check_part(graph, catalogue, first, reports);
        thread.join()
    });
    match rest {
        Ok(rest) => reports.append(rest),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

fn check_part<'a>(
    graph: &'a Graph,
    catalogue: &'a Catalogue,
    resources: &'a [Resource],
    reports: &mut Reports<'a>,
) {
    let mut checks: FxHashMap<u32, TypeCheck> = FxHashMap::default();
    let mut actions = KnownActions::new(catalogue);
    for resource in resources {
        if resource.kind == ResourceKind::Existing {
            continue;
        }
        let (Some(index), Some(schema)) = (resource.ty.index, catalogue.schema(&resource.ty))
        else {
            custom::check(resource, reports);
            continue;
        };
        let check = checks
            .entry(index)
            .or_insert_with(|| TypeCheck::new(graph, catalogue, schema));
        check.resource(resource, &mut actions, reports);
    }
}

/// What is looked at in every resource of one type.
struct TypeCheck<'a> {
    walk: Walk<'a>,
    tags: Option<&'a Tags>,
    /// Policy documents, and whether the schema knows their grammar.
    policies: Vec<(iam::Place, bool)>,
    /// Properties inside others that only the service sets.
    read_only: Vec<Vec<&'a str>>,
    open: bool,
    /// Stands for the properties of a resource that has none.
    nothing: ValueMap,
}

impl<'a> TypeCheck<'a> {
    fn new(graph: &'a Graph, catalogue: &'a Catalogue, schema: &'a Schema) -> TypeCheck<'a> {
        let nested = schema.read_only.iter().filter(|path| path.contains('/'));
        TypeCheck {
            walk: Walk::new(graph, catalogue, schema),
            tags: schema
                .tags
                .as_ref()
                .filter(|tags| !tags.property.contains('/')),
            policies: policies(schema),
            read_only: nested.map(|path| path.split('/').collect()).collect(),
            open: schema.open,
            nothing: ValueMap::new(),
        }
    }

    fn resource(
        &mut self,
        resource: &'a Resource,
        actions: &mut KnownActions,
        reports: &mut Reports<'a>,
    ) {
        let graph = reports.graph();
        let assume = Assume::nothing(graph);
        let held = resource
            .condition
            .as_ref()
            .map(|condition| assume.holding(Question::Condition(condition), true));
        let assume = match &held {
            Some(held) => assume.with(held),
            None => assume,
        };
        let empty;
        let properties = match &resource.properties.kind {
            ValueKind::Null => {
                empty = Value::map(self.nothing.clone(), resource.origin);
                &empty
            }
            _ => &resource.properties,
        };
        let mut findings = Vec::new();
        if self.open {
            custom::check(resource, reports);
        } else {
            findings = self.walk.findings(properties, NodeId(0), assume);
            self.nested(properties, &mut findings);
        }
        findings.extend(lifecycle::check(self.walk.schema, resource.origin));
        if let Some(tags) = self.tags {
            self.tags(properties, tags, &mut findings);
        }
        for (place, typed) in &self.policies {
            each_at(properties, place.path, &mut |document| {
                iam::check(document, *place, *typed, actions, &mut findings);
            });
        }
        for mut finding in findings {
            // What concerns the resource as a whole is said at its name.
            if finding.whole && finding.at == properties.origin {
                finding.at = resource.origin;
            }
            reports.add(finding, Some(resource.origin.span));
        }
    }

    fn tags(&self, properties: &Value, tags: &Tags, findings: &mut Vec<Finding>) {
        each_choice(properties, &mut |properties| {
            let map = properties.as_map();
            if let Some(value) = map.and_then(|map| map.get(&tags.property)) {
                tags::check(value, tags.shape, findings);
            }
        });
    }

    fn nested(&self, properties: &Value, findings: &mut Vec<Finding>) {
        for path in &self.read_only {
            each_at(properties, path, &mut |value| {
                if value.is_null() || value.is_error() {
                    return;
                }
                let name = path.last().copied().unwrap_or_default();
                let owner: Name = self.walk.schema.name.clone();
                let message = format!("`{}` of `{owner}` is only ever read", path.join("."));
                findings.push(
                    Finding::new(Code::SchemaReadOnly, value.origin, message)
                        .here(format!("the value of `{name}`"))
                        .help(format!("remove `{name}`: the service sets it")),
                );
            });
        }
    }
}

fn policies(schema: &Schema) -> Vec<(iam::Place, bool)> {
    let typed = |place: &iam::Place| {
        let steps = place.path.iter().filter(|step| **step != "*");
        let mut steps = steps;
        let node = steps.try_fold(NodeId(0), |at, step| schema.property_below(at, step));
        node.is_some_and(|node| schema.property_below(node, "Statement").is_some())
    };
    let places = iam::places(&schema.name).iter();
    places.map(|place| (*place, typed(place))).collect()
}
