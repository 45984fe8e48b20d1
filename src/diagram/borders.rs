//! The borders of boxes. In: nodes with places. Out: each box around its members, and whether every box
//! holds them alone. Never: a box without a member.

use super::layout::Rect;
use super::model::Diagram;
use std::collections::BTreeMap;

/// The boxes around nodes, by their numbers.
pub fn of(diagram: &Diagram, nodes: &[(usize, Rect)]) -> Vec<(usize, Rect)> {
    let mut inside: BTreeMap<usize, Rect> = BTreeMap::new();
    let put = |inside: &mut BTreeMap<usize, Rect>, group: Option<usize>, rect: Rect| {
        if let Some(group) = group {
            let members = inside.entry(group).or_insert(rect);
            *members = members.around(rect);
        }
    };
    for (node, rect) in nodes {
        put(&mut inside, diagram.nodes[*node].group, *rect);
    }
    let mut boxes = Vec::new();
    // A box comes behind the one around it.
    while let Some((group, members)) = inside.pop_last() {
        let rect = members.with_border();
        boxes.push((group, rect));
        let parent = diagram.boxes[group].parent.filter(|outer| *outer < group);
        put(&mut inside, parent, rect);
    }
    boxes.reverse();
    boxes
}

/// Whether nothing stands in a box, or on its border, that does not belong there.
pub fn are_apart(diagram: &Diagram, boxes: &[(usize, Rect)], nodes: &[(usize, Rect)]) -> bool {
    let is_in = |inner: Option<usize>, outer: usize| diagram.around(inner).any(|at| at == outer);
    boxes.iter().all(|(group, rect)| {
        let mut foreign = nodes
            .iter()
            .filter(|(node, _)| !is_in(diagram.nodes[*node].group, *group))
            .map(|(_, other)| *other);
        let mut others = boxes
            .iter()
            .filter(|(other, _)| !is_in(Some(*other), *group) && !is_in(Some(*group), *other))
            .map(|(_, other)| *other);
        !foreign.any(|other| rect.overlaps(other)) && !others.any(|other| rect.overlaps(other))
    })
}
