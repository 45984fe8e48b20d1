//! A picture as a page of its own. In: a diagram, its sources, and the template with its map. Out: one
//! file of HTML that holds all of it. Never: a request; the page says so itself, by the policy in its head.

use super::layout::{Layout, Rect, Route};
use super::model::{Diagram, Edge};
use super::parts::{Lines, parts};
use super::svg::{Escaped, write};
use super::words;
use crate::text::{FileId, Sources};
use serde::Serialize;

const PAGE: &str = include_str!("page/page.html");
const PAGE_SCRIPT: &str = include_str!("page/page.js");

/// What looks at a picture, for other pages that hold one.
pub const TOOLS: &str = include_str!("page/tools.html");
pub const STYLE: &str = concat!(
    include_str!("page/page.css"),
    include_str!("page/viewer.css")
);
pub const SCRIPT: &str = concat!(
    include_str!("page/viewer.js"),
    include_str!("page/highlight.js"),
    include_str!("page/details.js")
);

/// What stands behind a diagram.
pub struct Backing<'a> {
    pub title: &'a str,
    pub sources: &'a Sources,
    /// As the engine calls the template: `template.json`.
    pub template_name: &'a str,
    /// JSON.
    pub template: &'a str,
    pub map: &'a str,
}

/// The page of a diagram.
pub fn html(diagram: &Diagram, backing: &Backing) -> String {
    let drawn = Drawn::new(diagram, backing);
    let title = Escaped(backing.title).to_string();
    let script = format!("{SCRIPT}\n{PAGE_SCRIPT}");
    fill(
        PAGE,
        &[
            ("title", &title),
            ("style", STYLE),
            ("tools", TOOLS),
            ("picture", &drawn.picture),
            ("data", &in_script(&drawn.data)),
            ("script", &script),
        ],
    )
}

/// A picture with all that its page knows of it.
pub struct Drawn {
    /// SVG.
    pub picture: String,
    /// JSON.
    pub data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Data<'a> {
    width: f64,
    height: f64,
    template_name: &'a str,
    template: &'a str,
    files: Vec<FileData<'a>>,
    nodes: Vec<NodeData<'a>>,
    boxes: Vec<BoxData<'a>>,
    edges: Vec<EdgeData>,
}

#[derive(Serialize)]
struct FileData<'a> {
    path: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct NodeData<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    #[serde(rename = "type")]
    ty: &'a str,
    #[serde(rename = "box")]
    group: Option<usize>,
    context: &'a [String],
    /// An index into the files.
    file: usize,
    lines: Lines,
    part: Option<Lines>,
    rect: RectData,
}

#[derive(Serialize)]
struct BoxData<'a> {
    id: &'a str,
    name: &'a str,
    component: &'a str,
    parent: Option<usize>,
    rect: RectData,
}

#[derive(Serialize)]
struct EdgeData {
    from: usize,
    to: usize,
    faint: bool,
    text: String,
    title: String,
    reasons: Vec<String>,
    points: Vec<(f64, f64)>,
    label: (f64, f64),
}

#[derive(Serialize)]
struct RectData {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Drawn {
    pub fn new(diagram: &Diagram, backing: &Backing) -> Drawn {
        let layout = super::layout(diagram);
        let mut picture = String::new();
        // Writing to a String cannot fail.
        let _ = write(&mut picture, diagram, &layout);
        let data = data(diagram, &layout, backing);
        Drawn {
            picture,
            // Plain data of strings and numbers always has a JSON form.
            data: serde_json::to_string(&data).unwrap_or_default(),
        }
    }
}

fn data<'a>(diagram: &'a Diagram, layout: &Layout, backing: &Backing<'a>) -> Data<'a> {
    let parts = parts(diagram, backing.template, backing.map);
    let mut files: Vec<FileId> = diagram.nodes.iter().map(|node| node.at.file).collect();
    files.sort_unstable();
    files.dedup();
    let number = |file: FileId| files.binary_search(&file).unwrap_or_default();
    let nodes = diagram.nodes.iter().zip(&layout.nodes).zip(parts);
    let nodes = nodes.map(|((node, place), part)| NodeData {
        id: &node.id,
        name: &node.name,
        kind: node.kind.as_str(),
        ty: &node.ty,
        group: node.group,
        context: &node.context,
        file: number(node.at.file),
        lines: (node.place.line, node.place.end_line),
        part,
        rect: rect(*place),
    });
    let boxes = diagram.boxes.iter().zip(&layout.boxes);
    let boxes = boxes.map(|(group, place)| BoxData {
        id: &group.id,
        name: &group.name,
        component: &group.component,
        parent: group.parent,
        rect: rect(*place),
    });
    let edges = diagram.edges.iter().zip(&layout.edges);
    Data {
        width: layout.width,
        height: layout.height,
        template_name: backing.template_name,
        template: backing.template,
        nodes: nodes.collect(),
        boxes: boxes.collect(),
        edges: edges
            .map(|(edge, route)| of_edge(diagram, edge, route))
            .collect(),
        files: files
            .iter()
            .map(|file| {
                let source = backing.sources.get(*file);
                FileData {
                    path: &source.path,
                    text: &source.text,
                }
            })
            .collect(),
    }
}

fn of_edge(diagram: &Diagram, edge: &Edge, route: &Route) -> EdgeData {
    EdgeData {
        from: edge.from,
        to: edge.to,
        faint: route.is_faint,
        text: words::label(edge),
        title: words::title_of_edge(diagram, edge),
        reasons: words::reasons(edge),
        points: route.points.clone(),
        label: route.label,
    }
}

fn rect(rect: Rect) -> RectData {
    RectData {
        x: rect.x,
        y: rect.y,
        width: rect.width,
        height: rect.height,
    }
}

/// JSON inside of an element for scripts: no text in it ends the element.
pub fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// A page with its places filled: `{{name}}`. What is put in is not looked at again.
pub fn fill(page: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once("{{") {
        out.push_str(before);
        let (name, after) = behind.split_once("}}").unwrap_or((behind, ""));
        let part = parts.iter().find(|(known, _)| *known == name);
        out.push_str(part.map_or("", |(_, text)| text));
        rest = after;
    }
    out.push_str(rest);
    out
}
