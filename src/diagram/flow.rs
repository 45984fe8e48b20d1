//! Layers, from the left to the right: what needs, then what is needed. In: nodes that hang together, and
//! their edges. Out: a piece of the picture. Never: the algorithm, which is dagre's; what a box holds and
//! nothing refers to goes in as one node, so that a hundred of them make a grid and not a column.

use super::borders;
use super::effort::{Work, is_for_layers};
use super::grid::{self, Piece};
use super::layout::{BOX_TOP, Rect, Route};
use super::model::Diagram;
use super::words;
use dugong::graphlib::{Graph, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};
use std::collections::{BTreeMap, BTreeSet};

/// So many nodes of a box without edges are laid out as a grid.
const GRID: usize = 3;

/// Between two nodes of a layer, and between arrows.
const NODE_GAP: f64 = 28.0;
const EDGE_GAP: f64 = 14.0;

/// Between layers, where arrows have labels and where they have none.
const LAYER_GAP: f64 = 64.0;
const BARE_LAYER_GAP: f64 = 120.0;

const LABEL_HEIGHT: f64 = 16.0;

/// What is to be laid out.
pub struct Flow<'a> {
    pub diagram: &'a Diagram,
    pub sizes: &'a [Rect],
    pub nodes: &'a [usize],
    pub edges: &'a [usize],
    /// Of all nodes of the diagram, which have edges.
    pub has_edges: &'a [bool],
    /// Whether the labels of edges have room of their own.
    pub is_labelled: bool,
}

type Dagre = Graph<NodeLabel, EdgeLabel, GraphLabel>;

/// The grid of each box that holds nodes without edges.
type Grids = BTreeMap<usize, Piece>;

/// Lays out in layers; without, where that would be too much work or where a box would not hold its
/// members alone.
pub fn lay_out(flow: &Flow, work: &mut Work) -> Piece {
    let edges = flow.edges.iter().map(|edge| &flow.diagram.edges[*edge]);
    let tries = match is_for_layers(edges) {
        true => [None, Some("longest-path")].as_slice(),
        false => &[],
    };
    let mut tries = tries.iter();
    tries
        .find_map(|ranker| in_layers(flow, *ranker, work))
        .unwrap_or_else(|| grid::nested(flow.diagram, flow.nodes, flow.edges, flow.sizes))
}

/// The layers of a ranker of the library. `None` where they cannot be drawn: the border of a box that
/// crosses many layers may lean so far that something else stands on it.
fn in_layers(flow: &Flow, ranker: Option<&str>, work: &mut Work) -> Option<Piece> {
    let grids = grids(flow);
    let mut graph = graph(flow, &grids);
    graph.graph_mut().ranker = ranker.map(str::to_owned);
    dugong::layout_controlled(&mut graph, work).ok()?;
    let mut nodes = Vec::with_capacity(flow.nodes.len());
    for node in outside(flow, &grids) {
        nodes.push((node, placed(&graph, &node_id(node), flow.sizes[node])));
    }
    for (group, grid) in &grids {
        let corner = placed(&graph, &grid_id(*group), size_of(grid));
        nodes.extend(grid.nodes.iter().map(|(node, rect)| {
            let rect = Rect {
                x: corner.x + rect.x,
                y: corner.y + rect.y,
                ..*rect
            };
            (*node, rect)
        }));
    }
    let routes = flow
        .edges
        .iter()
        .map(|edge| (*edge, route(&graph, flow, *edge)));
    let mut piece = Piece {
        nodes,
        edges: routes.collect(),
        ..Piece::default()
    };
    let boxes = borders::of(flow.diagram, &piece.nodes);
    if !borders::are_apart(flow.diagram, &boxes, &piece.nodes) {
        return None;
    }
    to_corner(&boxes, &mut piece);
    Some(piece)
}

fn grids(flow: &Flow) -> Grids {
    let mut of_boxes: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for node in flow.nodes.iter().filter(|node| !flow.has_edges[**node]) {
        if let Some(group) = flow.diagram.nodes[*node].group {
            of_boxes.entry(group).or_default().push(*node);
        }
    }
    let large = of_boxes
        .into_iter()
        .filter(|(_, nodes)| nodes.len() >= GRID);
    large
        .filter_map(|(group, nodes)| Some((group, grid::of_nodes(&nodes, flow.sizes)?)))
        .collect()
}

/// The nodes that are in no grid.
fn outside<'a>(flow: &'a Flow, grids: &'a Grids) -> impl Iterator<Item = usize> + 'a {
    let is_in_grid = |node: usize| {
        let group = flow.diagram.nodes[node].group;
        !flow.has_edges[node] && group.is_some_and(|group| grids.contains_key(&group))
    };
    flow.nodes
        .iter()
        .copied()
        .filter(move |node| !is_in_grid(*node))
}

fn graph(flow: &Flow, grids: &Grids) -> Dagre {
    let mut graph: Dagre = Graph::new(GraphOptions {
        directed: true,
        multigraph: true,
        compound: true,
    });
    graph.set_graph(GraphLabel {
        rankdir: RankDir::LR,
        nodesep: node_gap(flow),
        ranksep: match flow.is_labelled {
            true => LAYER_GAP,
            false => BARE_LAYER_GAP,
        },
        edgesep: EDGE_GAP,
        ..GraphLabel::default()
    });
    let label = |rect: Rect| NodeLabel {
        width: rect.width,
        height: rect.height,
        ..NodeLabel::default()
    };
    let mut boxes: BTreeSet<usize> = BTreeSet::new();
    for node in flow.nodes {
        boxes.extend(flow.diagram.around(flow.diagram.nodes[*node].group));
    }
    let mut parents: Vec<(String, usize)> = Vec::new();
    for node in outside(flow, grids) {
        graph.set_node(node_id(node), label(flow.sizes[node]));
        let group = flow.diagram.nodes[node].group;
        parents.extend(group.map(|group| (node_id(node), group)));
    }
    for number in boxes {
        graph.set_node(box_id(number), NodeLabel::default());
        let parent = flow.diagram.boxes[number].parent;
        parents.extend(parent.map(|parent| (box_id(number), parent)));
        if let Some(grid) = grids.get(&number) {
            graph.set_node(grid_id(number), label(size_of(grid)));
            parents.push((grid_id(number), number));
        }
    }
    for (id, parent) in parents {
        graph.set_parent(id, box_id(parent));
    }
    for (number, edge) in flow
        .edges
        .iter()
        .map(|edge| (*edge, &flow.diagram.edges[*edge]))
    {
        let mut label = EdgeLabel {
            // What merely waits for another bends before what is made of it does.
            weight: if edge.is_order_alone() { 1.0 } else { 2.0 },
            ..EdgeLabel::default()
        };
        if flow.is_labelled {
            label.width = words::width(&words::label(edge), words::LABEL_WIDTH) + 8.0;
            label.height = LABEL_HEIGHT;
        }
        let (from, to) = (node_id(edge.from), node_id(edge.to));
        graph.set_edge_named(from, to, Some(number.to_string()), Some(label));
    }
    graph
}

/// What is between nodes so that the borders of boxes around them have room there too. To the library a
/// border is an arrow, as far from the next one; the names of boxes want more than that.
fn node_gap(flow: &Flow) -> f64 {
    let depth = |node: &usize| flow.diagram.around(flow.diagram.nodes[*node].group).count();
    let deepest = flow.nodes.iter().map(depth).max().unwrap_or(0);
    let missing = BOX_TOP + 2.0 - EDGE_GAP;
    NODE_GAP.max(deepest as f64 * missing + 8.0)
}

/// Where the library put the middle of a node.
fn placed(graph: &Dagre, id: &str, size: Rect) -> Rect {
    let label = graph.node(id);
    let middle = |of: fn(&NodeLabel) -> Option<f64>| label.and_then(of).unwrap_or_default();
    Rect {
        x: middle(|label| label.x) - size.width / 2.0,
        y: middle(|label| label.y) - size.height / 2.0,
        ..size
    }
}

fn route(graph: &Dagre, flow: &Flow, number: usize) -> Route {
    let edge = &flow.diagram.edges[number];
    let (from, to) = (node_id(edge.from), node_id(edge.to));
    let Some(label) = graph.edge(&from, &to, Some(&number.to_string())) else {
        return Route::default();
    };
    let points: Vec<(f64, f64)> = label
        .points
        .iter()
        .map(|point| (point.x, point.y))
        .collect();
    let middle = points.get(points.len() / 2).copied().unwrap_or_default();
    Route {
        label: (label.x.unwrap_or(middle.0), label.y.unwrap_or(middle.1)),
        points,
        is_faint: false,
    }
}

/// Moves a piece so that all of it, the borders of boxes too, stands right and below of its corner.
fn to_corner(boxes: &[(usize, Rect)], piece: &mut Piece) {
    let points = piece.edges.iter().flat_map(|(_, route)| &route.points);
    let points = points.map(|(x, y)| Rect {
        x: *x,
        y: *y,
        ..Rect::default()
    });
    let rects = piece.nodes.iter().chain(boxes).map(|(_, rect)| *rect);
    let whole = rects.chain(points).reduce(Rect::around).unwrap_or_default();
    let mut moved = Piece {
        width: whole.width,
        height: whole.height,
        ..Piece::default()
    };
    moved.add(std::mem::take(piece), -whole.x, -whole.y);
    *piece = moved;
}

fn size_of(piece: &Piece) -> Rect {
    Rect {
        width: piece.width,
        height: piece.height,
        ..Rect::default()
    }
}

// Not numbers alone: the library sorts those by their own rules.

fn node_id(number: usize) -> String {
    format!("n{number}")
}

fn box_id(number: usize) -> String {
    format!("b{number}")
}

fn grid_id(number: usize) -> String {
    format!("g{number}")
}
