//! What a walk over the resources of one type remembers, so that the thousandth resource of a loop
//! costs next to nothing: texts and shared values that fitted, and what was found out about lists
//! of keys, which all the records of one literal share.

use super::fit::Fit;
use super::shape::Shape;
use crate::graph::{DeferredRef, Keys};
use crate::text::Name;
use crate::types::NodeId;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// All memory of one walk.
#[derive(Default)]
pub(super) struct Memo {
    /// By node: where its memory is, counted from 1. Most nodes of a schema are never met.
    places: Vec<u32>,
    nodes: Vec<NodeMemo>,
    /// Lists and maps that were looked at, by address, node and question.
    shared: FxHashMap<(usize, NodeId, bool), Fit>,
    shapes: FxHashMap<(usize, NodeId), Rc<Shape>>,
}

/// What is remembered of one node.
#[derive(Default)]
struct NodeMemo {
    text: Option<Name>,
    deferred: Option<(DeferredRef, Fit)>,
    shape: Option<(usize, Rc<Shape>)>,
}

/// More lists of keys than this are not remembered: they are the keys of data, not of literals.
const SHAPES: usize = 4096;

impl Memo {
    pub fn new(nodes: usize) -> Memo {
        Memo {
            places: vec![0; nodes],
            ..Memo::default()
        }
    }

    /// Whether this text was the last one that fitted the node.
    pub fn has_text(&self, id: NodeId, text: &Name) -> bool {
        let node = self.node(id);
        node.is_some_and(|n| n.text.as_ref() == Some(text))
    }

    pub fn keep_text(&mut self, id: NodeId, text: &Name) {
        self.node_mut(id).text = Some(text.clone());
    }

    /// What this very expression was found to be, where it was the last one that was looked at.
    pub fn deferred(&self, id: NodeId, deferred: &DeferredRef) -> Option<Fit> {
        let (last, fit) = self.node(id)?.deferred.as_ref()?;
        last.same(deferred).then_some(*fit)
    }

    pub fn keep_deferred(&mut self, id: NodeId, deferred: &DeferredRef, fit: Fit) {
        self.node_mut(id).deferred = Some((deferred.clone(), fit));
    }

    /// What a shared list or map was found to be, by its address. Addresses stay taken: the graph
    /// outlives the walk.
    pub fn shared(&self, id: NodeId, address: usize, testing: bool) -> Option<Fit> {
        self.shared.get(&(address, id, testing)).copied()
    }

    pub fn keep_shared(&mut self, id: NodeId, address: usize, testing: bool, fit: Fit) {
        self.shared.insert((address, id, testing), fit);
    }

    /// What the keys of a map mean to a node.
    pub fn shape(&mut self, id: NodeId, keys: &Keys, make: impl FnOnce() -> Shape) -> Rc<Shape> {
        let address = keys.address();
        if let Some(NodeMemo {
            shape: Some((last, shape)),
            ..
        }) = self.node(id)
            && *last == address
        {
            return shape.clone();
        }
        let shape = match self.shapes.get(&(address, id)) {
            Some(shape) => shape.clone(),
            None => Rc::new(make()),
        };
        if self.shapes.len() < SHAPES {
            self.shapes.insert((address, id), shape.clone());
        }
        self.node_mut(id).shape = Some((address, shape.clone()));
        shape
    }

    fn node(&self, id: NodeId) -> Option<&NodeMemo> {
        let place = self.places.get(id.0 as usize)?.checked_sub(1)?;
        self.nodes.get(place as usize)
    }

    fn node_mut(&mut self, id: NodeId) -> &mut NodeMemo {
        let place = &mut self.places[id.0 as usize];
        if *place == 0 {
            self.nodes.push(NodeMemo::default());
            *place = self.nodes.len() as u32;
        }
        let place = *place as usize - 1;
        &mut self.nodes[place]
    }
}
