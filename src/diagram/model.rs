//! What a picture of a stack shows: plain data. Never: where anything stands on the page
//! (`layout.rs`), or how it looks.

use crate::text::{Name, Span};

/// Nodes in boxes, with edges between them. Numbers are indices into these lists.
#[derive(Debug, Clone, Default)]
pub struct Diagram {
    /// The resources in the order of the source, then the params.
    pub nodes: Vec<Node>,
    /// The instances of components, each before those inside it.
    pub boxes: Vec<Group>,
    /// By the number of `from`, then of `to`; at most one between two nodes in each direction.
    pub edges: Vec<Edge>,
}

/// A resource, or a param of the deployment.
#[derive(Debug, Clone)]
pub struct Node {
    /// The logical id.
    pub id: Name,
    /// As the source reads it inside its box: `queue["orders"]`.
    pub name: String,
    pub kind: NodeKind,
    /// The type of a resource, or that of a param as the language spells it.
    pub ty: String,
    /// The innermost box around it.
    pub group: Option<usize>,
    /// Whether the deployment decides that it is made.
    pub is_conditional: bool,
    /// Whether a loop of the deployment makes any number of it.
    pub is_many: bool,
    /// The whole declaration, as far as its values tell.
    pub at: Span,
    pub place: Place,
    /// Through which passes and instances it came to be, outermost first.
    pub context: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodeKind {
    Resource,
    /// It is there already.
    Existing,
    /// A data source of Terraform.
    Data,
    /// A call of one of Terraform's modules.
    Module,
    Param,
}

/// An instance of a component.
#[derive(Debug, Clone)]
pub struct Group {
    /// The names that lead to it: `orders.worker["a"]`.
    pub id: String,
    /// As the source reads it inside the box around it.
    pub name: String,
    pub component: Name,
    pub parent: Option<usize>,
    pub is_conditional: bool,
    pub at: Span,
    pub place: Place,
}

/// One node needs another: all the reasons in one arrow.
#[derive(Debug, Clone)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    /// In the order of the text; at least one.
    pub relations: Vec<Relation>,
}

/// Why one node needs another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub kind: RelationKind,
    /// The path of the value that makes it: `RedrivePolicy.deadLetterTargetArn`; what stands before
    /// the properties as the source spells it: `@dependsOn`, `if`, `for`.
    pub property: String,
    /// What is read of the other: an attribute or a property. Nothing where it is the reference.
    pub reads: Option<String>,
    pub at: Span,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationKind {
    Property,
    /// An attribute of the declaration, such as `@metadata`.
    Attribute,
    Condition,
    Loop,
    DependsOn,
}

/// Where something was written, for people: lines and columns from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub line: u32,
    pub column: u32,
    pub end_line: u32,
    pub end_column: u32,
}

/// What each box holds, and what stands in none.
#[derive(Debug, Clone)]
pub struct Tree {
    outside: Members,
    boxes: Vec<Members>,
}

#[derive(Debug, Clone, Default)]
pub struct Members {
    pub nodes: Vec<usize>,
    pub boxes: Vec<usize>,
}

impl NodeKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            NodeKind::Resource => "resource",
            NodeKind::Existing => "existing",
            NodeKind::Data => "data",
            NodeKind::Module => "module",
            NodeKind::Param => "param",
        }
    }
}

impl RelationKind {
    pub const fn as_str(self) -> &'static str {
        match self {
            RelationKind::Property => "property",
            RelationKind::Attribute => "attribute",
            RelationKind::Condition => "condition",
            RelationKind::Loop => "loop",
            RelationKind::DependsOn => "dependsOn",
        }
    }
}

impl Edge {
    /// Whether nothing but the order of making is behind it.
    pub fn is_order_alone(&self) -> bool {
        let mut kinds = self.relations.iter().map(|relation| relation.kind);
        kinds.all(|kind| kind == RelationKind::DependsOn)
    }
}

impl Diagram {
    /// The boxes around a node or a box, innermost first.
    pub fn around(&self, innermost: Option<usize>) -> impl Iterator<Item = usize> {
        let mut next = innermost;
        std::iter::from_fn(move || {
            let at = next?;
            // A box comes behind the one around it, so that this ends.
            next = self.boxes.get(at)?.parent.filter(|outer| *outer < at);
            Some(at)
        })
    }

    /// What stands directly in each box.
    pub fn tree(&self) -> Tree {
        let mut tree = Tree {
            outside: Members::default(),
            boxes: vec![Members::default(); self.boxes.len()],
        };
        for (number, node) in self.nodes.iter().enumerate() {
            tree.members_mut(node.group).nodes.push(number);
        }
        for (number, group) in self.boxes.iter().enumerate() {
            tree.members_mut(group.parent).boxes.push(number);
        }
        tree
    }
}

impl Tree {
    /// What stands directly in a box, or in none.
    pub fn members(&self, group: Option<usize>) -> &Members {
        let inside = group.and_then(|group| self.boxes.get(group));
        inside.unwrap_or(&self.outside)
    }

    fn members_mut(&mut self, group: Option<usize>) -> &mut Members {
        match group.and_then(|group| self.boxes.get_mut(group)) {
            Some(members) => members,
            None => &mut self.outside,
        }
    }
}
