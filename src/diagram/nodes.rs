//! The nodes and boxes of a diagram. In: a graph and its sources. Out: a node for each resource and each
//! param, a box for each instance of a component that holds any. Never: what a node refers to
//! (`relations.rs`).

use super::model::{Group, Node, NodeKind, Place};
use crate::graph::{
    FrameId, FrameKind, Graph, Instance, InstanceId, Param, Resource, ResourceId, ResourceKind,
    Value, ValueKind, context,
};
use crate::text::{Name, Sources, Span};
use crate::types::{Schemas, show};
use rustc_hash::FxHashMap;

/// The nodes and boxes of a graph, and where its own numbers went.
pub struct Nodes {
    pub nodes: Vec<Node>,
    pub boxes: Vec<Group>,
    /// The node of each resource, by its number.
    pub of_resources: Vec<usize>,
    /// The node of the first param.
    pub first_param: usize,
}

/// What is around a name: its instances, and the keys of its own passes.
struct Around {
    /// `queue["orders"]`.
    name: String,
    /// The frame of the innermost instance.
    instance: Option<FrameId>,
}

pub fn nodes(graph: &Graph, sources: &Sources, schemas: &dyn Schemas) -> Nodes {
    let (boxes, of_frames) = boxes(graph, sources);
    let mut nodes = Vec::with_capacity(graph.resources.len() + graph.params.len());
    let mut of_resources = vec![0; graph.resources.len()];
    for id in graph.in_source_order() {
        if let Some(slot) = of_resources.get_mut(id.0 as usize) {
            *slot = nodes.len();
        }
        nodes.push(resource(graph, id, &of_frames, sources));
    }
    let first_param = nodes.len();
    let params = graph.params.iter();
    nodes.extend(params.map(|param| of_param(graph, param, &of_frames, sources, schemas)));
    Nodes {
        nodes,
        boxes,
        of_resources,
        first_param,
    }
}

fn resource(
    graph: &Graph,
    id: ResourceId,
    boxes: &FxHashMap<FrameId, usize>,
    sources: &Sources,
) -> Node {
    let resource = graph.resource(id);
    let around = around(graph, &resource.name, resource.origin.frame);
    let at = declaration(resource);
    Node {
        id: resource.logical_id.clone(),
        name: around.name,
        kind: match resource.kind {
            ResourceKind::Managed => NodeKind::Resource,
            ResourceKind::Existing => NodeKind::Existing,
            ResourceKind::Data => NodeKind::Data,
            ResourceKind::Module => NodeKind::Module,
        },
        ty: match resource.ty.name.strip_prefix("data.") {
            Some(ty) if resource.kind == ResourceKind::Data => ty.to_owned(),
            _ => resource.ty.name.to_string(),
        },
        group: around.instance.and_then(|frame| boxes.get(&frame).copied()),
        is_conditional: resource.condition.is_some(),
        is_many: resource.each.is_some(),
        at,
        place: place(sources, at),
        context: context(&graph.frames, resource.origin.frame),
    }
}

fn of_param(
    graph: &Graph,
    param: &Param,
    boxes: &FxHashMap<FrameId, usize>,
    sources: &Sources,
    schemas: &dyn Schemas,
) -> Node {
    let around = around(graph, &param.name, param.origin.frame);
    let default = param.default.as_ref().map(|value| value.origin.span);
    let at = up_to(param.origin.span, default);
    Node {
        id: param.logical_id.clone(),
        name: around.name,
        kind: NodeKind::Param,
        ty: show(&param.ty, schemas),
        group: around.instance.and_then(|frame| boxes.get(&frame).copied()),
        is_conditional: false,
        is_many: false,
        at,
        place: place(sources, at),
        context: context(&graph.frames, param.origin.frame),
    }
}

/// A box for each instance that holds a resource, by its own number and by its frame.
fn boxes(graph: &Graph, sources: &Sources) -> (Vec<Group>, FxHashMap<FrameId, usize>) {
    let mut boxes: Vec<Group> = Vec::new();
    let mut numbers: FxHashMap<InstanceId, usize> = FxHashMap::default();
    let mut of_frames = FxHashMap::default();
    for id in from_outside(graph) {
        let instance = graph.instance(id);
        let parent = instance.parent.and_then(|p| numbers.get(&p).copied());
        let around = around(graph, &instance.name, instance.origin.frame);
        let outer = parent.and_then(|outer| boxes.get(outer));
        let at = instance.origin.span;
        numbers.insert(id, boxes.len());
        of_frames.insert(instance.frame, boxes.len());
        boxes.push(Group {
            id: match outer {
                Some(outer) => format!("{}.{}", outer.id, around.name),
                None => around.name.clone(),
            },
            name: around.name,
            component: instance.component.clone(),
            parent,
            is_conditional: instance.condition.is_some(),
            at,
            place: place(sources, at),
        });
    }
    (boxes, of_frames)
}

/// The instances that hold resources, each before those inside it; else as they were made.
fn from_outside(graph: &Graph) -> Vec<InstanceId> {
    let depth = |instance: &Instance| {
        let mut depth = 0;
        let mut next = instance.parent;
        while let Some(id) = next {
            depth += 1;
            next = graph.instance(id).parent;
        }
        depth
    };
    let numbered = (0u32..).map(InstanceId).zip(&graph.instances);
    let holding = numbered.filter(|(_, instance)| !instance.resources.is_empty());
    let mut all: Vec<(usize, InstanceId)> = holding.map(|(id, i)| (depth(i), id)).collect();
    all.sort_unstable();
    all.into_iter().map(|(_, id)| id).collect()
}

fn around(graph: &Graph, name: &Name, frame: FrameId) -> Around {
    let mut keys = Vec::new();
    let mut instance = None;
    let mut next = frame;
    while next != FrameId::TOP {
        let frame = graph.frame(next);
        match &frame.kind {
            FrameKind::Pass { value, .. } => keys.push(key(value)),
            FrameKind::Instance { .. } => {
                instance = Some(next);
                break;
            }
            FrameKind::Top | FrameKind::Call { .. } => {}
        }
        // A frame's parent was made before it, so that this ends.
        match frame.parent < next {
            true => next = frame.parent,
            false => break,
        }
    }
    keys.reverse();
    Around {
        name: format!("{name}{}", keys.concat()),
        instance,
    }
}

fn key(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => format!("[{:?}]", text.as_str()),
        ValueKind::Int(int) => format!("[{int}]"),
        _ => String::new(),
    }
}

/// From the name of a resource to the end of its properties, where these stand behind it.
fn declaration(resource: &Resource) -> Span {
    up_to(resource.origin.span, Some(resource.properties.origin.span))
}

fn up_to(name: Span, end: Option<Span>) -> Span {
    match end {
        Some(end) if end.file == name.file && end.start >= name.end => name.to(end),
        _ => name,
    }
}

fn place(sources: &Sources, at: Span) -> Place {
    let (start, end) = (sources.start(at), sources.end(at));
    Place {
        file: sources.get(at.file).path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}
