//! The words in a picture, as short as the picture needs them. In: names, types and paths. Out: what is
//! drawn, and how wide that is. Never: the whole of a long name; that stands in the title of what is
//! drawn.

use super::model::{Diagram, Edge, Node, NodeKind, Relation, RelationKind};

/// A name of more characters is shortened.
const NAME: usize = 28;
const TYPE: usize = 32;
const LABEL: usize = 24;

/// The width of a character of a name, of a type and of a label: in fonts of one width it is three
/// fifths of the size (13, 11 and 10), and a little for those where it is not.
pub const NAME_WIDTH: f64 = 8.0;
pub const TYPE_WIDTH: f64 = 6.8;
pub const LABEL_WIDTH: f64 = 6.2;

/// The name of a node or a box.
pub fn name(name: &str) -> String {
    shortened(name, NAME)
}

/// The type of a node, without what all types of its provider begin with.
pub fn ty(node: &Node) -> String {
    let ty = node.ty.strip_prefix("AWS::").unwrap_or(&node.ty);
    shortened(&with_kind(node.kind, ty), TYPE)
}

/// The type of a node with nothing left out.
pub fn whole_type(node: &Node) -> String {
    with_kind(node.kind, &node.ty)
}

fn with_kind(kind: NodeKind, ty: &str) -> String {
    match kind {
        NodeKind::Resource => ty.to_owned(),
        NodeKind::Module => "module".to_owned(),
        NodeKind::Param => format!("param: {ty}"),
        NodeKind::Existing | NodeKind::Data => format!("{} {ty}", kind.as_str()),
    }
}

/// What stands at an arrow: the first property that makes it, and how many more there are.
pub fn label(edge: &Edge) -> String {
    let Some(first) = edge.relations.first() else {
        return String::new();
    };
    let path = path(&first.property);
    match edge.relations.len() {
        1 => path,
        all => format!("{path} +{}", all - 1),
    }
}

/// All of what makes an edge, a line each: `RedrivePolicy.deadLetterTargetArn reads Arn`.
pub fn reasons(edge: &Edge) -> Vec<String> {
    edge.relations.iter().map(reason).collect()
}

/// `QueueOrders → DeadLetters`, and below it all of what makes the edge.
pub fn title_of_edge(diagram: &Diagram, edge: &Edge) -> String {
    let id = |node: usize| diagram.nodes.get(node).map_or("", |node| node.id.as_str());
    let mut title = format!("{} → {}", id(edge.from), id(edge.to));
    for reason in reasons(edge) {
        title.push('\n');
        title.push_str(&reason);
    }
    title
}

fn reason(relation: &Relation) -> String {
    match (&relation.reads, relation.kind) {
        (_, RelationKind::DependsOn) => relation.property.clone(),
        (Some(reads), _) => format!("{} reads {reads}", relation.property),
        (None, _) => relation.property.clone(),
    }
}

/// A path: of a long one where it begins and where it ends, or the end alone.
fn path(path: &str) -> String {
    if path.chars().count() <= LABEL {
        return path.to_owned();
    }
    let first = path.split(['.', '[']).next().unwrap_or_default();
    let last = path.rsplit('.').next().unwrap_or_default();
    let ends = format!("{first}…{last}");
    match ends.chars().count() <= LABEL {
        true => ends,
        false => shortened(&format!("…{last}"), LABEL),
    }
}

/// A text with its middle left out, where it is longer than this.
fn shortened(text: &str, longest: usize) -> String {
    let length = text.chars().count();
    if length <= longest {
        return text.to_owned();
    }
    let kept = longest.saturating_sub(1);
    let head: String = text.chars().take(kept - kept / 2).collect();
    let tail: String = text.chars().skip(length - kept / 2).collect();
    format!("{head}…{tail}")
}

/// A text in a room of this width.
pub fn fitting(text: &str, room: f64, of_one: f64) -> String {
    let places = (room / of_one).floor().max(1.0) as usize;
    shortened(text, places)
}

/// How wide a text is drawn. What is not ASCII may take two places.
pub fn width(text: &str, of_one: f64) -> f64 {
    let places = |c: char| if c.is_ascii() || c == '…' { 1.0 } else { 2.0 };
    text.chars().map(places).sum::<f64>() * of_one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_lose_their_middle() {
        assert_eq!(shortened("queue", 5), "queue");
        assert_eq!(shortened("deadLetters", 6), "dea…rs");
        assert_eq!(shortened("äöüäöü", 4), "äö…ü");
    }

    #[test]
    fn long_paths_keep_their_ends() {
        assert_eq!(
            path("Policies[0].PolicyDocument.Statement[1].Resource"),
            "Policies…Resource"
        );
        assert_eq!(
            path("RedrivePolicy.deadLetterTargetArn"),
            "…deadLetterTargetArn"
        );
        assert_eq!(path("VpcConfig.SubnetIds[0]"), "VpcConfig.SubnetIds[0]");
    }
}
