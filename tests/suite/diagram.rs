//! Pictures of stacks: `tests/diagrams/<name>/main.infra` is drawn in every language of pictures, each
//! held against the file beside it. What holds for all pictures is tried on diagrams out of nothing.

use crate::harness::{Expected, files_with, infra, text};
use infra::diagram::{
    Diagram, Edge, Group, Layout, Node, NodeKind, Place, Rect, Relation, RelationKind, layout, svg,
};
use infra::text::{FileId, Span};
use std::path::PathBuf;

#[test]
fn pictures_are_as_expected() {
    let formats = [
        ("json", "picture.json"),
        ("dot", "picture.dot"),
        ("mermaid", "picture.mmd"),
        ("svg", "picture.svg"),
    ];
    let mut expected = Expected::new();
    for program in files_with("tests/diagrams", "main.infra") {
        let path = program.to_string_lossy();
        for (format, file) in formats {
            let outcome = infra(["graph", &path, "--format", format]);
            assert_eq!(outcome.code, 0, "{path}: {}", text(&outcome.stderr));
            expected.compare(&program.with_file_name(file), &text(&outcome.stdout));
        }
    }
    expected.finish("tests/diagrams", &[".json", ".dot", ".mmd", ".svg"]);
}

#[test]
fn the_same_stack_gives_the_same_picture() {
    for program in examples() {
        let path = program.to_string_lossy();
        for format in ["svg", "json", "dot", "mermaid"] {
            let draw = || infra(["graph", &path, "--format", format]).stdout;
            assert_eq!(draw(), draw(), "{path}");
        }
    }
}

#[test]
fn pictures_of_examples_are_tidy() {
    for program in examples() {
        let session = infra::session::Session::default();
        let request = infra::session::Request {
            stack: program.clone(),
            ..Default::default()
        };
        let analysis = infra::session::analyse(&session, request);
        let graph = analysis.graph();
        let diagram = infra::diagram::of(graph, &analysis.sources, analysis.catalogue());
        assert_eq!(
            diagram.nodes.len(),
            graph.resources.len() + graph.params.len()
        );
        check(&diagram, &layout(&diagram), &program.to_string_lossy());
    }
}

#[test]
fn pictures_of_anything_are_tidy() {
    for seed in 0..150 {
        let diagram = random(seed);
        let layout = layout(&diagram);
        check(&diagram, &layout, &format!("seed {seed}"));
        assert_eq!(layout, infra::diagram::layout(&diagram), "seed {seed}");
    }
}

#[test]
fn a_stack_that_is_too_big_for_layers_is_drawn_all_the_same() {
    let mut nodes: Vec<Node> = (0..2500)
        .map(|n| node(n, (n % 3 == 0).then_some(0)))
        .collect();
    nodes.extend((2500..2600).map(|n| node(n, None)));
    let edges = (1..2500).flat_map(|n| [edge(n, n / 2), edge(n, n * 7 % 2499 + 1)]);
    let mut edges: Vec<Edge> = edges.filter(|edge| edge.from != edge.to).collect();
    edges.sort_by_key(|edge| (edge.from, edge.to));
    edges.dedup_by_key(|edge| (edge.from, edge.to));
    let diagram = Diagram {
        nodes,
        boxes: vec![group(0, None)],
        edges,
    };
    check(&diagram, &layout(&diagram), "a big one");
}

#[test]
fn a_diagram_without_anything_has_a_picture() {
    let picture = svg(&Diagram::default());
    assert!(picture.contains("0 resources, 0 params"), "{picture}");
    assert!(picture.ends_with("</svg>\n"));
}

/// No two nodes overlap; boxes hold what is in them and nothing else; arrows begin and end at their
/// nodes; labels stand apart; all of it is on the page.
fn check(diagram: &Diagram, layout: &Layout, of: &str) {
    let page = Rect {
        x: 0.0,
        y: 0.0,
        width: layout.width,
        height: layout.height,
    };
    for (number, rect) in layout.nodes.iter().enumerate() {
        assert!(page.contains(*rect), "{of}: node {number} is off the page");
        for (other, around) in layout.nodes.iter().enumerate().skip(number + 1) {
            assert!(!rect.overlaps(*around), "{of}: nodes {number} and {other}");
        }
        let inside: Vec<usize> = diagram.around(diagram.nodes[number].group).collect();
        for (group, around) in layout.boxes.iter().enumerate() {
            match inside.contains(&group) {
                true => assert!(around.contains(*rect), "{of}: {number} in box {group}"),
                false => assert!(!around.overlaps(*rect), "{of}: {number} not in {group}"),
            }
        }
    }
    for (number, rect) in layout.boxes.iter().enumerate() {
        assert!(page.contains(*rect), "{of}: box {number} is off the page");
        let outside: Vec<usize> = diagram.around(Some(number)).collect();
        for (other, around) in layout
            .boxes
            .iter()
            .enumerate()
            .filter(|(o, _)| *o != number)
        {
            let is_inside = diagram.around(Some(other)).any(|outer| outer == number);
            match outside.contains(&other) {
                true => assert!(around.contains(*rect), "{of}: box {number} in {other}"),
                false if is_inside => {}
                false => assert!(!around.overlaps(*rect), "{of}: boxes {number} and {other}"),
            }
        }
    }
    for (edge, route) in diagram.edges.iter().zip(&layout.edges) {
        let of = format!("{of}: {} to {}", edge.from, edge.to);
        let (first, last) = (route.points.first(), route.points.last());
        let (first, last) = (first.expect("a way"), last.expect("a way"));
        assert!(touches(layout.nodes[edge.from], *first), "{of}: {first:?}");
        assert!(touches(layout.nodes[edge.to], *last), "{of}: {last:?}");
    }
}

/// Whether a point is at the border of a node, as far as whole numbers tell.
fn touches(rect: Rect, (x, y): (f64, f64)) -> bool {
    let near = |a: f64, b: f64| (a - b).abs() <= 1.5;
    let between = |low: f64, at: f64, high: f64| low - 1.5 <= at && at <= high + 1.5;
    let at_side = (near(x, rect.x) || near(x, rect.right())) && between(rect.y, y, rect.bottom());
    let at_end = (near(y, rect.y) || near(y, rect.bottom())) && between(rect.x, x, rect.right());
    at_side || at_end
}

fn examples() -> Vec<PathBuf> {
    let mut found = files_with("examples", "main.infra");
    found.extend(files_with("tests/diagrams", "main.infra"));
    found
}

/// A diagram with boxes in boxes and edges in every direction, from a number.
fn random(seed: u64) -> Diagram {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut below = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit.max(1) as u64) as usize
    };
    let count = 2 + below(60);
    let boxes: Vec<Group> = (0..below(9))
        .map(|number| group(number, (number > 0 && below(2) == 0).then(|| below(number))))
        .collect();
    let mut nodes: Vec<Node> = Vec::new();
    for number in 0..count {
        let inside = !boxes.is_empty() && below(3) > 0;
        let group = inside.then(|| below(boxes.len()));
        nodes.push(node(number, group));
    }
    // Every box holds something, as those of a graph do.
    for number in 0..boxes.len() {
        nodes.push(node(nodes.len(), Some(number)));
    }
    for _ in 0..below(16) {
        let mut param = node(nodes.len(), None);
        param.kind = NodeKind::Param;
        nodes.push(param);
    }
    let mut edges: Vec<Edge> = Vec::new();
    for _ in 0..below(count * 2) {
        edges.push(edge(below(count), below(nodes.len())));
    }
    edges.sort_by_key(|edge| (edge.from, edge.to));
    edges.dedup_by_key(|edge| (edge.from, edge.to));
    Diagram {
        nodes,
        boxes,
        edges,
    }
}

fn node(number: usize, group: Option<usize>) -> Node {
    let long = if number.is_multiple_of(5) {
        "WithALongName"
    } else {
        ""
    };
    Node {
        id: format!("Node{number}").into(),
        name: format!("node{number}{long}"),
        kind: NodeKind::Resource,
        ty: "AWS::SQS::Queue".to_owned(),
        group,
        is_conditional: false,
        is_many: false,
        at: Span::new(FileId(0), 0, 0),
        place: place(),
        context: Vec::new(),
    }
}

fn group(number: usize, parent: Option<usize>) -> Group {
    Group {
        id: format!("box{number}"),
        name: format!("box{number}"),
        component: "Box".into(),
        parent,
        is_conditional: false,
        at: Span::new(FileId(0), 0, 0),
        place: place(),
    }
}

fn edge(from: usize, to: usize) -> Edge {
    let relation = Relation {
        kind: RelationKind::Property,
        property: "Some.Property".to_owned(),
        reads: None,
        at: Span::new(FileId(0), 0, 0),
    };
    Edge {
        from,
        to,
        relations: vec![relation],
    }
}

fn place() -> Place {
    Place {
        file: "main.infra".to_owned(),
        line: 1,
        column: 1,
        end_line: 1,
        end_column: 1,
    }
}
