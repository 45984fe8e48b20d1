//! Where arrows leave and reach nodes: at the sides, one below the other in the order of where they come
//! from, so that they neither meet at a corner nor cross before they part. In: nodes with places, and
//! routes. Out: the same routes with other ends. Never: another bend.

use super::layout::{Rect, Route};
use super::model::Edge;
use std::collections::BTreeMap;

/// The side of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Left,
    Right,
}

/// One end of a route at a side of a node.
struct End {
    /// The height of the point before it or behind it.
    towards: f64,
    edge: usize,
    is_start: bool,
}

/// Moves the ends of routes to the sides of their nodes.
pub fn spread(edges: &[Edge], nodes: &[Rect], routes: &mut [Route]) {
    let mut sides: BTreeMap<(usize, Side), Vec<End>> = BTreeMap::new();
    for (number, (edge, route)) in edges.iter().zip(routes.iter()).enumerate() {
        // What leads to itself goes around a corner.
        let count = route.points.len();
        if edge.from == edge.to || count < 2 {
            continue;
        }
        let (from, to) = (nodes[edge.from].middle(), nodes[edge.to].middle());
        let after = if count > 2 { route.points[1] } else { to };
        let before = if count > 2 {
            route.points[count - 2]
        } else {
            from
        };
        let leaves = if after.0 >= from.0 {
            Side::Right
        } else {
            Side::Left
        };
        let reaches = if before.0 <= to.0 {
            Side::Left
        } else {
            Side::Right
        };
        let ends = [
            (edge.from, leaves, after, true),
            (edge.to, reaches, before, false),
        ];
        for (node, side, (_, towards), is_start) in ends {
            sides.entry((node, side)).or_default().push(End {
                towards,
                edge: number,
                is_start,
            });
        }
    }
    for ((node, side), mut ends) in sides {
        ends.sort_by(|a, b| a.towards.total_cmp(&b.towards));
        let rect = nodes[node];
        let step = rect.height / (ends.len() + 1) as f64;
        let x = match side {
            Side::Left => rect.x,
            Side::Right => rect.right(),
        };
        for (end, place) in ends.iter().zip(1..) {
            let point = (x, rect.y + step * f64::from(place));
            let points = &mut routes[end.edge].points;
            let at = if end.is_start { 0 } else { points.len() - 1 };
            points[at] = point;
        }
    }
}
