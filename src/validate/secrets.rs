//! Where secrets may not go. In: a graph. Out: each place that people or logs can read and that holds
//! something computed from a `@secret` param: outputs, names, tags, metadata, export names. Never: a
//! look at a stack without a secret.

use super::choices::each_at;
use super::finding::{Finding, Reports};
use crate::diag::Code;
use crate::graph::{Deferred, Graph, ParamId, Resource, Value, ValueKind};
use crate::schema::Catalogue;
use crate::text::Span;
use rustc_hash::FxHashMap;

const OUTPUT: &str = "an output";

pub(super) fn check(graph: &Graph, catalogue: &Catalogue, reports: &mut Reports) {
    if !graph.params.iter().any(|param| param.secret) {
        return;
    }
    let mut walk = Walk {
        graph,
        known: FxHashMap::default(),
    };
    // What an output that is `@secret` shows is for its target to say.
    for output in graph.outputs.iter().filter(|output| !output.secret) {
        let subject = Some(output.origin.span);
        walk.place(&output.value, OUTPUT, subject, reports);
        if let Some(export) = &output.export {
            walk.place(export, "an export name", subject, reports);
        }
    }
    for resource in &graph.resources {
        resource_places(&mut walk, resource, catalogue, reports);
    }
    if let Some(metadata) = &graph.settings.metadata {
        walk.place(metadata, "metadata", None, reports);
    }
}

fn resource_places(
    walk: &mut Walk,
    resource: &Resource,
    catalogue: &Catalogue,
    reports: &mut Reports,
) {
    let subject = Some(resource.origin.span);
    let options = resource.options.as_deref();
    if let Some(metadata) = options.and_then(|options| options.metadata.as_ref()) {
        walk.place(metadata, "metadata", subject, reports);
    }
    let Some(schema) = catalogue.schema(&resource.ty) else {
        return;
    };
    for path in &schema.primary_identifier {
        let steps: Vec<&str> = path.split('/').collect();
        each_at(&resource.properties, &steps, &mut |value| {
            walk.place(value, "a name", subject, reports);
        });
    }
    if let Some(tags) = &schema.tags {
        let steps: Vec<&str> = tags.property.split('/').collect();
        each_at(&resource.properties, &steps, &mut |value| {
            walk.place(value, "a tag", subject, reports);
        });
    }
    each_at(&resource.properties, &["Description"], &mut |value| {
        walk.place(value, "a description", subject, reports);
    });
}

struct Walk<'a> {
    graph: &'a Graph,
    /// The secret in a shared value, by its address: looked for once.
    known: FxHashMap<usize, Option<ParamId>>,
}

impl Walk<'_> {
    fn place(&mut self, value: &Value, what: &str, subject: Option<Span>, reports: &mut Reports) {
        let Some(param) = self.secret(value) else {
            return;
        };
        let param = self.graph.param(param);
        let message = format!("the secret `{}` would stand in {what}", param.name);
        reports.add(
            Finding::new(Code::SecretExposed, value.origin, message)
                .here("everybody can read this")
                .help(match what {
                    OUTPUT => format!(
                        "leave `{}` out of {what}, or for Terraform make it `@secret`",
                        param.name
                    ),
                    _ => format!("leave `{}` out of {what}", param.name),
                })
                .also(
                    param.origin.span,
                    format!("`{}` is a secret here", param.name),
                ),
            subject,
        );
    }

    /// The secret param that a value is computed from. What only decides between two values is not
    /// part of them.
    fn secret(&mut self, value: &Value) -> Option<ParamId> {
        let address = match &value.kind {
            ValueKind::List(list) => return list.iter().find_map(|value| self.secret(value)),
            ValueKind::Map(map) => return map.values().find_map(|value| self.secret(value)),
            ValueKind::Deferred(deferred) => std::ptr::from_ref::<Deferred>(deferred) as usize,
            _ => return None,
        };
        if let Some(known) = self.known.get(&address) {
            return *known;
        }
        let found = self.in_deferred(value.as_deferred()?);
        self.known.insert(address, found);
        found
    }

    fn in_deferred(&mut self, deferred: &Deferred) -> Option<ParamId> {
        match deferred {
            Deferred::Param(id) => Some(*id).filter(|id| self.graph.param(*id).secret),
            Deferred::Prop { known, .. } => known.as_ref().and_then(|known| self.secret(known)),
            Deferred::If {
                then, otherwise, ..
            } => self.secret(then).or_else(|| self.secret(otherwise)),
            Deferred::Match {
                arms, otherwise, ..
            } => {
                let mut values = arms.iter().map(|arm| &arm.value).chain(otherwise);
                values.find_map(|value| self.secret(value))
            }
            _ => {
                let mut operands = Vec::new();
                deferred.operands(&mut |value| operands.push(value));
                operands.into_iter().find_map(|value| self.secret(value))
            }
        }
    }
}
