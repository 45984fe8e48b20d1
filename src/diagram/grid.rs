//! What has no layers: nodes that stand alone, in a grid, and pieces of a picture side by side. In: sizes.
//! Out: a [`Piece`], with its places counted from its own corner. Never: a look at edges, but where a
//! diagram is too big for layers: then they are straight lines.

use super::aside::line;
use super::layout::{Layout, Rect, Route};
use super::model::Diagram;

/// Between what has nothing to do with each other.
const GAP: f64 = 24.0;

/// Nodes in rows are given this much room, however narrow the rest of the page is.
const ROW: f64 = 900.0;

/// How much wider than high a picture should be.
const ASPECT: f64 = 1.6;

/// A part of a picture.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    pub width: f64,
    pub height: f64,
    pub nodes: Vec<(usize, Rect)>,
    pub edges: Vec<(usize, Route)>,
}

/// Nodes in rows. Nothing where there are none.
pub fn of_nodes(nodes: &[usize], sizes: &[Rect]) -> Option<Piece> {
    let of = |node: &usize| sizes.get(*node).copied().unwrap_or_default();
    let cell_width = nodes.iter().map(|node| of(node).width).fold(0.0, f64::max) + GAP;
    let cell_height = nodes.iter().map(|node| of(node).height).fold(0.0, f64::max) + GAP;
    if nodes.is_empty() {
        return None;
    }
    let wanted = (nodes.len() as f64 * ASPECT * cell_height / cell_width).sqrt();
    let columns = (wanted.round() as usize).clamp(1, nodes.len());
    let rows = nodes.len().div_ceil(columns);
    let placed = nodes.iter().enumerate().map(|(index, node)| {
        let rect = Rect {
            x: (index % columns) as f64 * cell_width,
            y: (index / columns) as f64 * cell_height,
            ..of(node)
        };
        (*node, rect)
    });
    Some(Piece {
        width: columns as f64 * cell_width - GAP,
        height: rows as f64 * cell_height - GAP,
        nodes: placed.collect(),
        edges: Vec::new(),
    })
}

/// All pieces on one page, the highest first, in rows.
pub fn side_by_side(pieces: Vec<Piece>) -> Piece {
    let area: f64 = pieces
        .iter()
        .map(|p| (p.width + GAP) * (p.height + GAP))
        .sum();
    let widest = pieces.iter().map(|p| p.width).fold(0.0, f64::max);
    let page = widest.max((area * ASPECT).sqrt());
    let mut pieces = pieces;
    pieces.sort_by(|a, b| b.height.total_cmp(&a.height));
    in_rows(pieces, page)
}

fn in_rows(pieces: impl IntoIterator<Item = Piece>, page: f64) -> Piece {
    let mut all = Piece::default();
    let (mut x, mut y, mut row) = (0.0, 0.0, 0.0_f64);
    for piece in pieces {
        if x > 0.0 && x + piece.width > page {
            (x, y, row) = (0.0, y + row + GAP, 0.0);
        }
        row = row.max(piece.height);
        all.width = all.width.max(x + piece.width);
        all.height = all.height.max(y + piece.height);
        let width = piece.width;
        all.add(piece, x, y);
        x += width + GAP;
    }
    all
}

/// Nodes one beside the other, in rows of this width.
pub fn rows(nodes: &[usize], sizes: &[Rect], width: f64) -> Piece {
    let pieces = nodes.iter().map(|node| {
        let size = sizes.get(*node).copied().unwrap_or_default();
        Piece {
            width: size.width,
            height: size.height,
            nodes: vec![(*node, size)],
            edges: Vec::new(),
        }
    });
    in_rows(pieces, width.max(ROW))
}

/// One piece below another, with room between them for the lines that cross it.
pub fn below(above: Piece, below: Piece) -> Piece {
    if above.nodes.is_empty() {
        return below;
    }
    let y = above.height + 3.0 * GAP;
    let mut both = Piece {
        width: above.width.max(below.width),
        height: y + below.height,
        ..Piece::default()
    };
    both.add(above, 0.0, 0.0);
    both.add(below, 0.0, y);
    both
}

/// A part of a diagram without layers: each box holds a grid of its nodes, and the boxes inside it.
pub fn nested(diagram: &Diagram, nodes: &[usize], edges: &[usize], sizes: &[Rect]) -> Piece {
    let mut of_boxes: Vec<Vec<usize>> = vec![Vec::new(); diagram.boxes.len()];
    let mut outside = Vec::new();
    for node in nodes {
        let group = diagram.nodes.get(*node).and_then(|node| node.group);
        match group.and_then(|group| of_boxes.get_mut(group)) {
            Some(members) => members.push(*node),
            None => outside.push(*node),
        }
    }
    let mut inside: Vec<Vec<Piece>> = vec![Vec::new(); diagram.boxes.len()];
    let mut pieces = Vec::new();
    // A box comes behind the one around it.
    for (number, members) in of_boxes.into_iter().enumerate().rev() {
        let mut parts = std::mem::take(&mut inside[number]);
        parts.extend(of_nodes(&members, sizes));
        if parts.is_empty() {
            continue;
        }
        let mut boxed = Piece::default();
        let content = side_by_side(parts);
        let border = Rect {
            width: content.width,
            height: content.height,
            ..Rect::default()
        };
        let border = border.with_border();
        (boxed.width, boxed.height) = (border.width, border.height);
        boxed.add(content, -border.x, -border.y);
        match diagram.boxes[number]
            .parent
            .and_then(|outer| inside.get_mut(outer))
        {
            Some(outer) => outer.push(boxed),
            None => pieces.push(boxed),
        }
    }
    pieces.reverse();
    pieces.extend(of_nodes(&outside, sizes));
    let mut all = side_by_side(pieces);
    let mut places = vec![Rect::default(); diagram.nodes.len()];
    for (node, rect) in &all.nodes {
        places[*node] = *rect;
    }
    let straight = |number: &usize| {
        let edge = diagram.edges.get(*number)?;
        let (from, to) = (places.get(edge.from)?, places.get(edge.to)?);
        Some((*number, line(*from, *to)))
    };
    all.edges = edges.iter().filter_map(straight).collect();
    all
}

impl Piece {
    /// Adds a piece with its corner at a place.
    pub fn add(&mut self, piece: Piece, x: f64, y: f64) {
        let moved = |rect: Rect| Rect {
            x: rect.x + x,
            y: rect.y + y,
            ..rect
        };
        let nodes = piece.nodes.into_iter();
        self.nodes
            .extend(nodes.map(|(node, rect)| (node, moved(rect))));
        for (edge, mut route) in piece.edges {
            route.points.iter_mut().for_each(|(px, py)| {
                *px += x;
                *py += y;
            });
            route.label.0 += x;
            route.label.1 += y;
            self.edges.push((edge, route));
        }
    }

    /// Writes its places into a layout.
    pub fn write(self, out: &mut Layout) {
        for (node, rect) in self.nodes {
            if let Some(slot) = out.nodes.get_mut(node) {
                *slot = rect;
            }
        }
        for (edge, route) in self.edges {
            if let Some(slot) = out.edges.get_mut(edge) {
                *slot = route;
            }
        }
    }
}
