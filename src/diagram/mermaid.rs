//! A diagram in the language of Mermaid, which many wikis and code hosts draw. In: a diagram. Out: a
//! flowchart. Never: a place for anything.

use super::model::{Diagram, Edge, Node, NodeKind, Tree};
use super::words;
use std::fmt::{self, Write};

pub fn mermaid(diagram: &Diagram) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, diagram);
    out
}

fn write(out: &mut String, diagram: &Diagram) -> fmt::Result {
    out.push_str("flowchart LR\n");
    write_members(out, diagram, &diagram.tree(), None, 1)?;
    for edge in &diagram.edges {
        write_edge(out, edge)?;
    }
    out.push_str("  classDef dashed stroke-dasharray: 5 3\n");
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
        let label = Escaped(&format!("{}: {}", group.name, group.component)).to_string();
        writeln!(out, "{indent}subgraph b{number}[\"{label}\"]")?;
        write_members(out, diagram, tree, Some(*number), depth + 1)?;
        writeln!(out, "{indent}end")?;
        if group.is_conditional {
            writeln!(out, "{indent}class b{number} dashed")?;
        }
    }
    Ok(())
}

fn write_node(out: &mut String, indent: &str, number: usize, node: &Node) -> fmt::Result {
    // The shapes: a param leans, what many are made of is a stack of its own, data is a cylinder.
    let (open, close) = match node.kind {
        NodeKind::Param => ("[/", "/]"),
        NodeKind::Data => ("[(", ")]"),
        NodeKind::Resource | NodeKind::Existing | NodeKind::Module if node.is_many => ("[[", "]]"),
        NodeKind::Resource | NodeKind::Existing | NodeKind::Module => ("[", "]"),
    };
    write!(
        out,
        "{indent}n{number}{open}\"{}<br/>{}\"{close}",
        Escaped(&node.name),
        Escaped(&words::whole_type(node))
    )?;
    if node.is_conditional || node.kind == NodeKind::Existing {
        out.push_str(":::dashed");
    }
    out.push('\n');
    Ok(())
}

fn write_edge(out: &mut String, edge: &Edge) -> fmt::Result {
    let (open, close) = match edge.is_order_alone() {
        true => ("-.", ".->"),
        false => ("--", "-->"),
    };
    writeln!(
        out,
        "  n{} {open} \"{}\" {close} n{}",
        edge.from,
        Escaped(&words::label(edge)),
        edge.to
    )
}

/// A text in quotes, in which a character that means something is written by its number.
struct Escaped<'a>(&'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '"' | '#' | '&' | '<' | '>' | '`' | ';' => write!(f, "#{};", c as u32)?,
                c if c.is_control() => f.write_char('\u{FFFD}')?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
