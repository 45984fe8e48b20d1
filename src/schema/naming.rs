//! The names of nodes, for people. In: a schema and a node. Out: the definition's name, else the path
//! of the property; and the way back from a name to a node. Searches, since names are needed only in
//! messages.

use super::{Additional, Branches, Node, Schema};
use crate::text::Name;
use crate::types::NodeId;

/// `Tag` for a definition, `Rules[].Filter` for a property below the resource, `Tag.Key` for one
/// below a definition. Branches have the name of what they are branches of.
pub fn name_of(schema: &Schema, wanted: NodeId) -> Name {
    let definition = |id: NodeId| schema.definitions.iter().find(|d| d.1 == id);
    if let Some((name, _)) = definition(wanted) {
        return name.clone();
    }
    let mut seen = vec![false; schema.nodes.len()];
    let starts = std::iter::once((NodeId(0), Name::new())).chain(
        schema
            .definitions
            .iter()
            .map(|(name, id)| (*id, name.clone())),
    );
    for (start, name) in starts {
        let mut open = vec![(start, name)];
        while let Some((id, name)) = open.pop() {
            if id == wanted {
                return name;
            }
            let at = id.0 as usize;
            if seen.get(at) != Some(&false) {
                continue;
            }
            seen[at] = true;
            for (child, step) in schema.nodes.get(at).map(children).unwrap_or_default() {
                // A definition's own nodes go by the definition's name.
                if definition(child).is_none() {
                    open.push((child, join(&name, step)));
                }
            }
        }
    }
    Name::new()
}

/// The property of that name in the nearest object below a node.
pub fn property_below(schema: &Schema, id: NodeId, name: &str) -> Option<NodeId> {
    let mut found = None;
    each_below(schema, id, &mut |node| {
        found = found.or(node.property(name).map(|p| p.node));
        found.is_some()
    });
    found
}

/// The names of all properties in the nearest objects below a node.
pub fn property_names_below(schema: &Schema, id: NodeId) -> Vec<&str> {
    let mut names = Vec::new();
    each_below(schema, id, &mut |node| {
        let properties = node.object.iter().flat_map(|o| &o.properties);
        names.extend(properties.map(|p| p.name.as_str()));
        false
    });
    names
}

/// The node, its elements and its branches, nearest first, until one is enough.
fn each_below<'a>(schema: &'a Schema, id: NodeId, enough: &mut dyn FnMut(&'a Node) -> bool) {
    let mut open = std::collections::VecDeque::from([id]);
    let mut seen = vec![id];
    while let Some(node) = open.pop_front().and_then(|id| schema.node(id)) {
        if enough(node) {
            return;
        }
        for (child, step) in children(node) {
            if !matches!(step, Step::Property(_)) && !seen.contains(&child) {
                seen.push(child);
                open.push_back(child);
            }
        }
    }
}

/// How a node is reached from the one above it.
enum Step<'a> {
    Property(&'a Name),
    Any,
    Element,
    Branch,
}

fn join(name: &Name, step: Step) -> Name {
    let dot = if name.is_empty() { "" } else { "." };
    match step {
        Step::Property(property) => ecow::eco_format!("{name}{dot}{property}"),
        Step::Any => ecow::eco_format!("{name}{dot}*"),
        Step::Element => ecow::eco_format!("{name}[]"),
        Step::Branch => name.clone(),
    }
}

fn children(node: &Node) -> Vec<(NodeId, Step<'_>)> {
    let mut found = Vec::new();
    if let Some(object) = &node.object {
        found.extend(
            object
                .properties
                .iter()
                .map(|p| (p.node, Step::Property(&p.name))),
        );
        found.extend(object.pattern_properties.iter().map(|p| (p.1, Step::Any)));
        found.extend(object.dependent_schemas.iter().map(|d| (d.1, Step::Branch)));
        if let Additional::Like(id) = object.additional {
            found.push((id, Step::Any));
        }
    }
    if let Some(list) = &node.list {
        let elements = list.items.iter().chain(&list.prefix).chain(&list.contains);
        found.extend(elements.map(|id| (*id, Step::Element)));
    }
    if let Some(branches) = &node.branches {
        found.extend(branch_nodes(branches).map(|id| (id, Step::Branch)));
    }
    found
}

fn branch_nodes(branches: &Branches) -> impl Iterator<Item = NodeId> {
    let condition = branches.condition.iter();
    let condition =
        condition.flat_map(|c| std::iter::once(c.test).chain(c.then).chain(c.otherwise));
    let lists = branches
        .all_of
        .iter()
        .chain(&branches.any_of)
        .chain(&branches.one_of)
        .copied();
    lists.chain(branches.not).chain(condition)
}
