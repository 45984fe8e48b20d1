//! A picture as SVG. In: a diagram and where everything in it stands. Out: one `<svg>` element with its
//! own colours, for light and for dark. Never: a script, a font or anything else from outside.

use super::layout::{Layout, Rect, Route};
use super::model::{Diagram, Edge, Group, Node};
use super::words;
use std::fmt::{self, Display, Formatter, Write};

const STYLE: &str = include_str!("page/picture.css");

/// The letters that stand in front of the number of what is drawn.
const NODE: &str = "node";
const BOX: &str = "box";
const EDGE: &str = "edge";

/// How long the head of an arrow is.
const HEAD: f64 = 8.0;

/// The picture of a diagram.
pub fn svg(diagram: &Diagram) -> String {
    let layout = super::layout(diagram);
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, diagram, &layout);
    out
}

/// The picture, with its places already known.
pub fn write(out: &mut String, diagram: &Diagram, layout: &Layout) -> fmt::Result {
    let (width, height) = (layout.width, layout.height);
    let crowded = if layout.is_crowded { " crowded" } else { "" };
    writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" class="picture{crowded}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-label="{}">"#,
        summary(diagram)
    )?;
    writeln!(out, "<style>\n{STYLE}</style>")?;
    writeln!(
        out,
        r#"<rect class="paper" width="{width}" height="{height}"/>"#
    )?;
    out.push_str("<g class=\"boxes\">\n");
    for (number, (group, rect)) in diagram.boxes.iter().zip(&layout.boxes).enumerate() {
        write_box(out, number, group, *rect)?;
    }
    out.push_str("</g>\n<g class=\"edges\">\n");
    for (number, (edge, route)) in diagram.edges.iter().zip(&layout.edges).enumerate() {
        write_edge(out, number, diagram, edge, route)?;
    }
    out.push_str("</g>\n<g class=\"nodes\">\n");
    for (number, (node, rect)) in diagram.nodes.iter().zip(&layout.nodes).enumerate() {
        write_node(out, number, node, *rect)?;
    }
    out.push_str("</g>\n</svg>\n");
    Ok(())
}

/// `12 resources, 2 params`.
fn summary(diagram: &Diagram) -> String {
    use super::model::NodeKind;
    let is_param = |node: &&Node| node.kind == NodeKind::Param;
    let params = diagram.nodes.iter().filter(is_param).count();
    let resources = diagram.nodes.len() - params;
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    format!(
        "{resources} resource{}, {params} param{}",
        plural(resources),
        plural(params)
    )
}

fn write_box(out: &mut String, number: usize, group: &Group, rect: Rect) -> fmt::Result {
    let classes = if group.is_conditional {
        "box conditional"
    } else {
        "box"
    };
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    writeln!(out, r#"<g class="{classes}" id="{BOX}-{number}">"#)?;
    writeln!(
        out,
        "<title>{}: {}</title>",
        Escaped(&group.id),
        Escaped(&group.component)
    )?;
    writeln!(
        out,
        r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="8"/>"#
    )?;
    let (name, component) = titles(group, width);
    write!(
        out,
        r#"<text x="{}" y="{}"><tspan class="name">{}</tspan>"#,
        x + 12.0,
        y + 18.0,
        Escaped(&name)
    )?;
    if let Some(component) = component {
        write!(out, " {}", Escaped(&component))?;
    }
    out.push_str("</text>\n</g>\n");
    Ok(())
}

/// The name of a box and of its component, as far as there is room.
fn titles(group: &Group, width: f64) -> (String, Option<String>) {
    let room = width - 24.0;
    let name = words::fitting(&group.name, room, words::NAME_WIDTH);
    let left = room - words::width(&name, words::NAME_WIDTH) - words::TYPE_WIDTH;
    let is_whole = words::width(&group.component, words::TYPE_WIDTH) <= left;
    (name, is_whole.then(|| group.component.to_string()))
}

fn write_node(out: &mut String, number: usize, node: &Node, rect: Rect) -> fmt::Result {
    let Rect {
        x,
        y,
        width,
        height,
    } = rect;
    let conditional = if node.is_conditional {
        " conditional"
    } else {
        ""
    };
    writeln!(
        out,
        r#"<g class="node {}{conditional}" id="{NODE}-{number}" transform="translate({x} {y})">"#,
        node.kind.as_str()
    )?;
    write!(out, "<title>{}", Escaped(&title(node)))?;
    out.push_str("</title>\n");
    if node.is_many {
        writeln!(
            out,
            r#"<rect class="behind" x="4" y="4" width="{width}" height="{height}" rx="6"/>"#
        )?;
    }
    writeln!(
        out,
        r#"<rect class="face" width="{width}" height="{height}" rx="6"/>"#
    )?;
    writeln!(
        out,
        r#"<path class="mark" d="M6 0h-0a6 6 0 0 0 -6 6v{}a6 6 0 0 0 6 6z"/>"#,
        height - 12.0
    )?;
    writeln!(
        out,
        r#"<text class="name" x="16" y="20">{}</text>"#,
        Escaped(&words::name(&node.name))
    )?;
    writeln!(
        out,
        r#"<text class="type" x="16" y="36">{}</text>"#,
        Escaped(&words::ty(node))
    )?;
    out.push_str("</g>\n");
    Ok(())
}

/// All that there is to say of a node in a few lines.
fn title(node: &Node) -> String {
    let mut lines = vec![
        format!("{}: {}", node.name, node.ty),
        format!("logical id {}", node.id),
    ];
    lines.extend(node.context.iter().cloned());
    if node.is_conditional {
        lines.push("made where its condition holds".to_owned());
    }
    if node.is_many {
        lines.push("one for each pass of a loop of the deployment".to_owned());
    }
    let place = &node.place;
    lines.push(format!("{}:{}:{}", place.file, place.line, place.column));
    lines.join("\n")
}

fn write_edge(
    out: &mut String,
    number: usize,
    diagram: &Diagram,
    edge: &Edge,
    route: &Route,
) -> fmt::Result {
    let classes = match (route.is_faint, edge.is_order_alone()) {
        (true, _) => "edge faint",
        (false, true) => "edge order",
        (false, false) => "edge",
    };
    writeln!(out, r#"<g class="{classes}" id="{EDGE}-{number}">"#)?;
    let title = words::title_of_edge(diagram, edge);
    writeln!(out, "<title>{}</title>", Escaped(&title))?;
    let (line, head) = match route.is_faint {
        true => (straight(&route.points), None),
        false => arrow(&route.points),
    };
    writeln!(out, r#"<path class="reach" d="{line}"/>"#)?;
    writeln!(out, r#"<path class="line" d="{line}"/>"#)?;
    if let Some(head) = head {
        writeln!(out, r#"<path class="head" d="{head}"/>"#)?;
    }
    writeln!(
        out,
        r#"<text x="{}" y="{}" text-anchor="middle">{}</text>"#,
        route.label.0,
        route.label.1 + 3.0,
        Escaped(&words::label(edge))
    )?;
    out.push_str("</g>\n");
    Ok(())
}

/// The line through the points of a route, and the head at its end. Between two points it leaves and
/// arrives level, as layers stand side by side.
fn arrow(points: &[(f64, f64)]) -> (String, Option<String>) {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return (String::new(), None);
    };
    let before = points.iter().rev().nth(1).unwrap_or(first);
    // Layers stand side by side; only what is beside itself is reached from above or below.
    let back = if last.0 >= before.0 { -1.0 } else { 1.0 };
    let end = (last.0 + back * HEAD, last.1);
    let mut line = format!("M{} {}", first.0, first.1);
    let mut from = *first;
    let inner = points
        .get(1..points.len().saturating_sub(1))
        .unwrap_or_default();
    for to in inner.iter().copied().chain([end]) {
        let middle = ((from.0 + to.0) / 2.0).round();
        // Writing to a String cannot fail.
        let _ = write!(
            line,
            "C{middle} {} {middle} {} {} {}",
            from.1, to.1, to.0, to.1
        );
        from = to;
    }
    let head = format!("M{} {}l{} -4v8z", last.0, last.1, back * HEAD);
    (line, Some(head))
}

fn straight(points: &[(f64, f64)]) -> String {
    let mut line = String::new();
    for (number, (x, y)) in points.iter().enumerate() {
        let step = if number == 0 { 'M' } else { 'L' };
        // Writing to a String cannot fail.
        let _ = write!(line, "{step}{x} {y}");
    }
    line
}

/// A text between tags or in an attribute.
pub struct Escaped<'a>(pub &'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                // XML has no other control characters.
                '\t' | '\n' => f.write_char(c)?,
                c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => {
                    f.write_char('\u{FFFD}')?;
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}
