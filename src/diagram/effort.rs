//! How much work layers may be. In: what is to be laid out. Out: whether it is worth a try, and a budget
//! for the library. Never: a clock; what is drawn depends on the diagram alone.

use super::model::Edge;
use dugong::{WorkControl, WorkError};
use rustc_hash::FxHashMap;

/// The work that the layout of one picture may be, in the library's own units: half a second or so. Some
/// six hundred nodes that hang together are as much; more cannot be read in layers either.
const WORK: usize = 30_000_000;

/// Arrows may cross this many layers altogether: at each of them an arrow is a node to the library, of
/// which it does not count all the work.
const CROSSED: usize = 6_000;

/// What is left of the work.
pub struct Work(usize);

impl Default for Work {
    fn default() -> Work {
        Work(WORK)
    }
}

impl WorkControl for Work {
    fn charge(&mut self, units: usize) -> Result<(), WorkError> {
        self.0 = self.0.checked_sub(units).ok_or(WorkError::Interrupted)?;
        Ok(())
    }
}

/// Whether arrows cross so few layers that layers help.
pub fn is_for_layers<'a>(edges: impl Iterator<Item = &'a Edge>) -> bool {
    let mut needed: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for edge in edges {
        needed.entry(edge.from).or_default().push(edge.to);
    }
    let layers = layers(&needed);
    let layer = |node: &usize| layers.get(node).copied().unwrap_or(0);
    let crossed = needed.iter().map(|(from, to)| {
        let of = |to: &usize| layer(from).saturating_sub(layer(to));
        to.iter().map(of).sum::<usize>()
    });
    crossed.sum::<usize>() <= CROSSED
}

/// The layer of each node that needs others: one above the highest of those. What closes a circle counts
/// for nothing.
fn layers(needed: &FxHashMap<usize, Vec<usize>>) -> FxHashMap<usize, usize> {
    let mut layers: FxHashMap<usize, usize> = FxHashMap::default();
    let mut starts: Vec<usize> = needed.keys().copied().collect();
    starts.sort_unstable();
    for start in starts {
        // The way to where the search is: nodes, and how many of those that each needs were seen.
        let mut way: Vec<(usize, usize)> = Vec::new();
        let mut next = Some(start);
        loop {
            if let Some(node) = next
                && !layers.contains_key(&node)
            {
                layers.insert(node, 0);
                way.push((node, 0));
            }
            let Some((node, seen)) = way.last_mut() else {
                break;
            };
            let of_node = needed.get(node).map_or(&[][..], Vec::as_slice);
            next = of_node.get(*seen).copied();
            *seen += 1;
            if next.is_none() {
                let below = of_node.iter().filter_map(|to| layers.get(to));
                let layer = below.max().map_or(0, |below| below + 1);
                layers.insert(*node, layer);
                way.pop();
            }
        }
    }
    layers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layer_is_one_above_those_that_it_needs() {
        let needed = [(0, vec![1, 2]), (1, vec![2]), (2, vec![3])];
        let layers = layers(&needed.into_iter().collect());
        assert_eq!([0, 1, 2, 3].map(|node| layers[&node]), [3, 2, 1, 0]);
    }

    #[test]
    fn circles_have_layers_too() {
        let needed = [(0, vec![1]), (1, vec![2]), (2, vec![0, 2])];
        let layers = layers(&needed.into_iter().collect());
        assert_eq!([0, 1, 2].map(|node| layers[&node]), [3, 2, 1]);
    }
}
