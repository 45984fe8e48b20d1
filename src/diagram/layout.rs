//! Where everything stands. In: a diagram. Out: a [`Layout`], a place for each node, box and edge, the
//! same for the same diagram. What hangs together is laid out in layers (`flow.rs`); what stands alone is
//! put into a grid; the pieces are put side by side. Never: an overlap of two nodes, or of a box and a
//! node that is not in it.

use super::aside::{Aside, aside, line};
use super::borders;
use super::effort::Work;
use super::flow::{self, Flow};
use super::grid::{self, Piece};
use super::model::{Diagram, Node};
use super::ports;
use super::words;

/// The height of a node: its name, and its type below it.
pub const NODE_HEIGHT: f64 = 46.0;

/// ... and the width of one with a short name.
const NODE_WIDTH: f64 = 120.0;

/// Around a box's members: above them stands its name.
pub const BOX_TOP: f64 = 26.0;
pub const BOX_PADDING: f64 = 14.0;

/// Around the whole picture.
const MARGIN: f64 = 20.0;

/// Above this many edges, what makes them shows when one points at them alone: so many labels say
/// nothing, and move apart what belongs together.
const LABELLED_EDGES: usize = 60;

/// A picture with places. Numbers are those of the diagram.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    pub nodes: Vec<Rect>,
    pub boxes: Vec<Rect>,
    pub edges: Vec<Route>,
    /// Whether labels show only where one points.
    pub is_crowded: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// The way of an arrow.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Route {
    pub points: Vec<(f64, f64)>,
    /// The middle of its label.
    pub label: (f64, f64),
    /// Whether it is a straight line behind the others, without a label.
    pub is_faint: bool,
}

/// Lays out a diagram.
pub fn layout(diagram: &Diagram) -> Layout {
    let mut out = Layout {
        width: 0.0,
        height: 0.0,
        nodes: diagram.nodes.iter().map(size).collect(),
        boxes: vec![Rect::default(); diagram.boxes.len()],
        edges: vec![Route::default(); diagram.edges.len()],
        is_crowded: false,
    };
    let aside = aside(diagram);
    let drawn = aside.is_faint.iter().filter(|is_faint| !**is_faint).count();
    out.is_crowded = drawn > LABELLED_EDGES;
    let parts = parts(diagram, &aside);
    let mut work = Work::default();
    let mut pieces: Vec<Piece> = Vec::new();
    for part in &parts.connected {
        let flow = Flow {
            diagram,
            sizes: &out.nodes,
            nodes: &part.nodes,
            edges: &part.edges,
            has_edges: &parts.has_edges,
            is_labelled: !out.is_crowded,
        };
        pieces.push(flow::lay_out(&flow, &mut work));
    }
    pieces.extend(grid::of_nodes(&parts.alone, &out.nodes));
    let page = grid::side_by_side(pieces);
    let page = grid::below(grid::rows(&aside.params, &out.nodes, page.width), page);
    out.width = (page.width + 2.0 * MARGIN).ceil();
    out.height = (page.height + 2.0 * MARGIN).ceil();
    page.write(&mut out);
    ports::spread(&diagram.edges, &out.nodes, &mut out.edges);
    let routes = diagram.edges.iter().zip(&mut out.edges);
    for ((edge, route), _) in routes
        .zip(&aside.is_faint)
        .filter(|(_, is_faint)| **is_faint)
    {
        *route = line(out.nodes[edge.from], out.nodes[edge.to]);
    }
    let nodes: Vec<(usize, Rect)> = out.nodes.iter().copied().enumerate().collect();
    for (number, rect) in borders::of(diagram, &nodes) {
        out.boxes[number] = rect;
    }
    shift(&mut out, MARGIN);
    out
}

/// What hangs together, and what stands alone.
struct Parts {
    connected: Vec<Part>,
    alone: Vec<usize>,
    /// Of each node.
    has_edges: Vec<bool>,
}

#[derive(Default)]
struct Part {
    nodes: Vec<usize>,
    edges: Vec<usize>,
}

/// Nodes hang together by edges that are no faint lines, and by the outermost box around them.
fn parts(diagram: &Diagram, aside: &Aside) -> Parts {
    let count = diagram.nodes.len();
    // Behind the nodes stand the boxes.
    let mut leaders: Vec<usize> = (0..count + diagram.boxes.len()).collect();
    let mut has_edges = vec![false; count];
    for (number, node) in diagram.nodes.iter().enumerate() {
        if let Some(outermost) = diagram.around(node.group).last() {
            unite(&mut leaders, number, count + outermost);
        }
    }
    let layered = diagram.edges.iter().zip(&aside.is_faint);
    let layered = layered.enumerate().filter(|(_, (_, is_faint))| !**is_faint);
    let layered = layered.map(|(number, (edge, _))| (number, edge));
    for (_, edge) in layered.clone() {
        unite(&mut leaders, edge.from, edge.to);
        has_edges[edge.from] = true;
        has_edges[edge.to] = true;
    }
    let mut is_at_head = vec![false; count];
    for param in &aside.params {
        is_at_head[*param] = true;
    }
    let mut of_leader = vec![None; leaders.len()];
    let mut connected: Vec<Part> = Vec::new();
    let mut alone = Vec::new();
    for (number, node) in diagram.nodes.iter().enumerate() {
        if is_at_head[number] {
            continue;
        }
        if node.group.is_none() && !has_edges[number] {
            alone.push(number);
            continue;
        }
        let leader = leader(&mut leaders, number);
        let part = *of_leader[leader].get_or_insert_with(|| {
            connected.push(Part::default());
            connected.len() - 1
        });
        connected[part].nodes.push(number);
    }
    for (number, edge) in layered {
        let leader = leader(&mut leaders, edge.from);
        if let Some(part) = of_leader[leader] {
            connected[part].edges.push(number);
        }
    }
    Parts {
        connected,
        alone,
        has_edges,
    }
}

fn leader(leaders: &mut [usize], of: usize) -> usize {
    let mut at = of;
    while leaders[at] != at {
        // On the way up, the way gets shorter for the next one.
        leaders[at] = leaders[leaders[at]];
        at = leaders[at];
    }
    at
}

fn unite(leaders: &mut [usize], a: usize, b: usize) {
    let (a, b) = (leader(leaders, a), leader(leaders, b));
    leaders[a.max(b)] = a.min(b);
}

fn size(node: &Node) -> Rect {
    let name = words::width(&words::name(&node.name), words::NAME_WIDTH);
    let ty = words::width(&words::ty(node), words::TYPE_WIDTH);
    Rect {
        x: 0.0,
        y: 0.0,
        width: (name.max(ty) + 28.0).ceil().max(NODE_WIDTH),
        height: NODE_HEIGHT,
    }
}

/// Moves everything away from the edges of the page, to whole numbers.
fn shift(out: &mut Layout, by: f64) {
    for rect in out.nodes.iter_mut().chain(&mut out.boxes) {
        rect.x = (rect.x + by).round();
        rect.y = (rect.y + by).round();
        rect.width = rect.width.round();
        rect.height = rect.height.round();
    }
    let moved = |(x, y): (f64, f64)| ((x + by).round(), (y + by).round());
    for route in &mut out.edges {
        route
            .points
            .iter_mut()
            .for_each(|point| *point = moved(*point));
        route.label = moved(route.label);
    }
}

impl Rect {
    pub fn right(self) -> f64 {
        self.x + self.width
    }

    pub fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub fn middle(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// A box around these members.
    pub fn with_border(self) -> Rect {
        Rect {
            x: self.x - BOX_PADDING,
            y: self.y - BOX_TOP,
            width: self.width + 2.0 * BOX_PADDING,
            height: self.height + BOX_TOP + BOX_PADDING,
        }
    }

    /// The smallest that holds both.
    pub fn around(self, other: Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect {
            x,
            y,
            width: self.right().max(other.right()) - x,
            height: self.bottom().max(other.bottom()) - y,
        }
    }

    pub fn contains(self, other: Rect) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.right() <= self.right()
            && other.bottom() <= self.bottom()
    }

    /// Whether two have more in common than a border.
    pub fn overlaps(self, other: Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }
}
