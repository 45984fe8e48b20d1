//! What so many need that arrows to it would tie everything together: params that stand at the head of
//! the page, and resources that stay where they are. In: a diagram. Out: which edges are drawn as faint
//! lines, beside the layers. Never: an edge left out.

use super::layout::{Rect, Route};
use super::model::{Diagram, NodeKind};

/// A param that more need than this goes to the head of the page.
const USERS_OF_PARAM: usize = 6;

/// Where there are more params than this, all of them do.
const PARAMS: usize = 12;

/// A resource that more need than this.
const USERS_OF_RESOURCE: usize = 40;

/// What stands aside.
pub struct Aside {
    /// Of each edge, whether it is a faint line.
    pub is_faint: Vec<bool>,
    /// The params at the head of the page.
    pub params: Vec<usize>,
}

pub fn aside(diagram: &Diagram) -> Aside {
    let mut users = vec![0; diagram.nodes.len()];
    for edge in &diagram.edges {
        users[edge.to] += 1;
    }
    let is_param = |node: usize| diagram.nodes[node].kind == NodeKind::Param;
    let all = 0..diagram.nodes.len();
    let params = all.clone().filter(|node| is_param(*node)).count();
    let is_hub = |node: usize| match is_param(node) {
        true => users[node] > USERS_OF_PARAM || params > PARAMS,
        false => users[node] > USERS_OF_RESOURCE,
    };
    let is_outside = |node: usize| diagram.nodes[node].group.is_none();
    Aside {
        is_faint: diagram.edges.iter().map(|edge| is_hub(edge.to)).collect(),
        params: all
            .filter(|node| is_param(*node) && is_hub(*node) && is_outside(*node))
            .collect(),
    }
}

/// A straight line between the borders of two nodes.
pub fn line(from: Rect, to: Rect) -> Route {
    let points = vec![border(from, to.middle()), border(to, from.middle())];
    let label = match points.as_slice() {
        [a, b] => ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0),
        _ => (0.0, 0.0),
    };
    Route {
        points,
        label,
        is_faint: true,
    }
}

/// Where the way from the middle of a node to a point leaves the node.
fn border(rect: Rect, to: (f64, f64)) -> (f64, f64) {
    let middle = rect.middle();
    let (dx, dy) = (to.0 - middle.0, to.1 - middle.1);
    let part = |size: f64, way: f64| match way == 0.0 {
        true => f64::INFINITY,
        false => size / 2.0 / way.abs(),
    };
    let scale = part(rect.width, dx).min(part(rect.height, dy)).min(1.0);
    (middle.0 + dx * scale, middle.1 + dy * scale)
}
