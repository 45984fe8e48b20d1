//! Pictures of a stack.
//!
//! In: an evaluated [`Graph`](crate::graph::Graph), its sources and the schemas that its params name.
//! Out: a [`Diagram`], plain data of nodes, boxes and edges, and functions that print it. Never: the
//! disk, a target, or an edge that no value makes (`@dependsOn` apart).

mod aside;
mod borders;
mod dot;
mod effort;
mod flow;
mod grid;
mod json;
mod layout;
mod mermaid;
mod model;
mod nodes;
mod page;
mod parts;
mod ports;
mod relations;
mod svg;
mod words;

pub use dot::dot;
pub use json::json;
pub use layout::{Layout, Rect, Route, layout};
pub use mermaid::mermaid;
pub use model::{Diagram, Edge, Group, Node, NodeKind, Place, Relation, RelationKind};
pub use page::{Backing, Drawn, SCRIPT, STYLE, TOOLS, fill, html, in_script};
pub use svg::svg;

use crate::graph::Graph;
use crate::text::Sources;
use crate::types::Schemas;

/// The picture of a graph.
pub fn of(graph: &Graph, sources: &Sources, schemas: &dyn Schemas) -> Diagram {
    let nodes = nodes::nodes(graph, sources, schemas);
    let edges = relations::edges(graph, &nodes);
    Diagram {
        nodes: nodes.nodes,
        boxes: nodes.boxes,
        edges,
    }
}
