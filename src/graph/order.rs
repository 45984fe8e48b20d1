//! The edges between resources, from their values, and whether they lead in a circle. What the
//! language itself reads is there before it is read; a circle can only come from references that an
//! intrinsic spells (`cfn.ref("Id")`).

use super::{Deferred, Graph, Resource, ResourceId, Value, ValueKind, spelled_ids};
use crate::text::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// The resources that a resource needs: what its values refer to, its condition apart, and what
/// `@dependsOn` names. In the order of the text, some more than once.
pub fn needs(graph: &Graph, id: ResourceId, ids: &FxHashMap<&Name, ResourceId>) -> Vec<ResourceId> {
    let resource = graph.resource(id);
    let mut found = Vec::new();
    collect(&resource.properties, ids, &mut found);
    if let Some(options) = &resource.options {
        found.extend(options.depends_on.iter().map(|(id, _)| *id));
        let values = [
            &options.metadata,
            &options.update_policy,
            &options.creation_policy,
            &options.attributes,
        ];
        let values = values.into_iter().flatten();
        values.for_each(|value| collect(value, ids, &mut found));
    }
    found
}

/// The resources by their ids.
pub fn by_id(graph: &Graph) -> FxHashMap<&Name, ResourceId> {
    let numbered = graph.resources.iter().zip(0..);
    numbered
        .map(|(resource, number)| (&resource.logical_id, ResourceId(number)))
        .collect()
}

/// Circles of resources, in each of which one needs the next, and the last the first; as many as it takes to name
/// every resource that is in one.
pub fn find_cycles(graph: &Graph) -> Vec<Vec<ResourceId>> {
    let ids = by_id(graph);
    // SAM makes several resources of one, of which each needs less: its circles are none.
    let is_sam = |ty: &str| ty.starts_with("AWS::Serverless::");
    let state = |resource: &Resource| match is_sam(&resource.ty.name) {
        true => State::Done,
        false => State::New,
    };
    let mut states: Vec<State> = graph.resources.iter().map(state).collect();
    let mut named: FxHashSet<ResourceId> = FxHashSet::default();
    let mut cycles = Vec::new();
    for start in (0..graph.resources.len() as u32).map(ResourceId) {
        // The path to where the search is, each with what it needs and has not been looked at.
        let mut path: Vec<(ResourceId, Vec<ResourceId>)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(id) = next {
                match states.get(id.0 as usize) {
                    Some(State::New) => {
                        states[id.0 as usize] = State::Open;
                        path.push((id, needs(graph, id, &ids)));
                    }
                    Some(State::Open) => {
                        let from = path.iter().position(|(other, _)| *other == id);
                        let cycle = path.iter().skip(from.unwrap_or(path.len()));
                        let cycle: Vec<ResourceId> = cycle.map(|(id, _)| *id).collect();
                        if cycle.iter().any(|id| !named.contains(id)) {
                            named.extend(cycle.iter().copied());
                            cycles.push(cycle);
                        }
                    }
                    Some(State::Done) | None => {}
                }
            }
            let Some((id, needed)) = path.last_mut() else {
                break;
            };
            next = needed.pop();
            if next.is_none() {
                states[id.0 as usize] = State::Done;
                path.pop();
            }
        }
    }
    cycles
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

fn collect(value: &Value, ids: &FxHashMap<&Name, ResourceId>, out: &mut Vec<ResourceId>) {
    match &value.kind {
        ValueKind::List(list) => list.iter().for_each(|v| collect(v, ids, out)),
        ValueKind::Map(map) => map.values().for_each(|v| collect(v, ids, out)),
        ValueKind::Deferred(deferred) => {
            match deferred.as_ref() {
                Deferred::Reference(id) | Deferred::Prop { resource: id, .. } => out.push(*id),
                Deferred::Intrinsic { name, argument } => {
                    spelled_ids(name, argument, &mut |id, _| {
                        out.extend(ids.get(&Name::from(id)))
                    });
                }
                _ => {}
            }
            deferred.operands(&mut |operand| collect(operand, ids, out));
        }
        _ => {}
    }
}
