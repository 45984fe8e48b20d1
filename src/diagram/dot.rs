//! A diagram in the language of Graphviz. In: a diagram. Out: a text for `dot`. Never: a place for
//! anything; that is what `dot` is for.

use super::model::{Diagram, Edge, Node, NodeKind, Tree};
use super::words;
use std::fmt::{self, Write};

pub fn dot(diagram: &Diagram) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, diagram);
    out
}

fn write(out: &mut String, diagram: &Diagram) -> fmt::Result {
    out.push_str("digraph stack {\n");
    out.push_str("  rankdir=LR\n  compound=true\n");
    out.push_str("  node [shape=box, style=rounded, fontname=\"monospace\", fontsize=11]\n");
    out.push_str("  edge [fontname=\"monospace\", fontsize=9]\n");
    out.push_str("  graph [fontname=\"monospace\", fontsize=11, style=rounded]\n");
    write_members(out, diagram, &diagram.tree(), None, 1)?;
    for edge in &diagram.edges {
        write_edge(out, edge)?;
    }
    out.push_str("}\n");
    Ok(())
}

fn write_members(
    out: &mut String,
    diagram: &Diagram,
    tree: &Tree,
    group: Option<usize>,
    depth: usize,
) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let members = tree.members(group);
    for number in &members.nodes {
        write_node(out, &indent, *number, &diagram.nodes[*number])?;
    }
    for number in &members.boxes {
        let group = &diagram.boxes[*number];
        writeln!(out, "{indent}subgraph cluster_{number} {{")?;
        let label = format!("{}: {}", group.name, group.component);
        writeln!(out, "{indent}  label={}", quoted(&label))?;
        if group.is_conditional {
            writeln!(out, "{indent}  style=\"rounded,dashed\"")?;
        }
        write_members(out, diagram, tree, Some(*number), depth + 1)?;
        writeln!(out, "{indent}}}")?;
    }
    Ok(())
}

fn write_node(out: &mut String, indent: &str, number: usize, node: &Node) -> fmt::Result {
    let label = quoted(&format!("{}\n{}", node.name, words::whole_type(node)));
    write!(
        out,
        "{indent}n{number} [label={label}, tooltip={}",
        quoted(&node.id)
    )?;
    if node.kind == NodeKind::Param {
        out.push_str(", shape=cds");
    }
    if node.is_conditional || node.kind == NodeKind::Existing {
        out.push_str(", style=\"rounded,dashed\"");
    }
    if node.is_many {
        out.push_str(", peripheries=2");
    }
    out.push_str("]\n");
    Ok(())
}

fn write_edge(out: &mut String, edge: &Edge) -> fmt::Result {
    let reasons = words::reasons(edge).join("\n");
    write!(
        out,
        "  n{} -> n{} [label={}, tooltip={}",
        edge.from,
        edge.to,
        quoted(&words::label(edge)),
        quoted(&reasons)
    )?;
    if edge.is_order_alone() {
        out.push_str(", style=dashed");
    }
    out.push_str("]\n");
    Ok(())
}

fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push('\u{FFFD}'),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
