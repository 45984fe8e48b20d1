//! A diagram as JSON, for programs. The format is documented in `docs/graph.md`. In: a diagram. Out: a
//! text. Never: a change of a key that is there.

use super::model::{Diagram, Edge, Group, Node, Place, Relation};
use serde::Serialize;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    nodes: Vec<NodeData<'a>>,
    boxes: Vec<BoxData<'a>>,
    edges: Vec<EdgeData<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct NodeData<'a> {
    id: &'a str,
    kind: &'a str,
    name: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    #[serde(rename = "box")]
    group: Option<&'a str>,
    conditional: bool,
    many: bool,
    at: PlaceData<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BoxData<'a> {
    id: &'a str,
    name: &'a str,
    component: &'a str,
    #[serde(rename = "box")]
    group: Option<&'a str>,
    conditional: bool,
    at: PlaceData<'a>,
}

#[derive(Serialize)]
struct EdgeData<'a> {
    from: &'a str,
    to: &'a str,
    relations: Vec<RelationData<'a>>,
}

#[derive(Serialize)]
struct RelationData<'a> {
    kind: &'a str,
    property: &'a str,
    reads: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PlaceData<'a> {
    file: &'a str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
}

pub fn json(diagram: &Diagram) -> String {
    let group = |at: Option<usize>| Some(diagram.boxes.get(at?)?.id.as_str());
    let id = |at: usize| diagram.nodes.get(at).map_or("", |node| node.id.as_str());
    let document = Document {
        version: 1,
        nodes: diagram
            .nodes
            .iter()
            .map(|n| node(n, group(n.group)))
            .collect(),
        boxes: diagram
            .boxes
            .iter()
            .map(|b| in_box(b, group(b.parent)))
            .collect(),
        edges: diagram
            .edges
            .iter()
            .map(|e| edge(e, id(e.from), id(e.to)))
            .collect(),
    };
    // Plain data of strings and numbers always has a JSON form.
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn node<'a>(node: &'a Node, group: Option<&'a str>) -> NodeData<'a> {
    NodeData {
        id: &node.id,
        kind: node.kind.as_str(),
        name: &node.name,
        ty: &node.ty,
        group,
        conditional: node.is_conditional,
        many: node.is_many,
        at: place(&node.place),
    }
}

fn in_box<'a>(of: &'a Group, group: Option<&'a str>) -> BoxData<'a> {
    BoxData {
        id: &of.id,
        name: &of.name,
        component: &of.component,
        group,
        conditional: of.is_conditional,
        at: place(&of.place),
    }
}

fn edge<'a>(edge: &'a Edge, from: &'a str, to: &'a str) -> EdgeData<'a> {
    let relation = |relation: &'a Relation| RelationData {
        kind: relation.kind.as_str(),
        property: &relation.property,
        reads: relation.reads.as_deref(),
    };
    EdgeData {
        from,
        to,
        relations: edge.relations.iter().map(relation).collect(),
    }
}

fn place(place: &Place) -> PlaceData<'_> {
    PlaceData {
        file: &place.file,
        line: place.line,
        column: place.column,
        end_line: place.end_line,
        end_column: place.end_column,
    }
}
