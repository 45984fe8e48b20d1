//! What kind of place the cursor is at. In: the copy, with a name at the cursor. Out: the kind, with what is
//! known of it. Never: items.

use super::ask::Asked;
use super::cursor::Standing;
use super::stand_in::NAME;
use super::type_names::Use;
use crate::ide::wanted::{component_of, target_of_with, wanted};
use crate::ide::{Path, path_at};
use crate::syntax::ast::{
    Argument, Attribute, Expr, ExprKind, Item, ItemKind, Node, RecordEntry, StatementKind, TypeName,
};
use crate::types::{ComponentType, Type};
use std::sync::Arc;

pub enum Place<'a> {
    Nothing,
    /// Where an item may begin.
    Item {
        inside_component: bool,
    },
    /// A line of a test, a policy or a rule; with the words that may begin one.
    Statement(&'static [&'static str]),
    /// Behind `@`, before an item where one follows.
    Attribute(Option<&'a Item>),
    /// A key of a record of this type, which has these entries.
    Key {
        wanted: Type,
        entries: &'a [RecordEntry],
    },
    /// A name inside an instance, in its `with`; behind a dot, of what stands before that.
    WithKey {
        instance: Arc<ComponentType>,
        prefix: Option<Type>,
    },
    Value {
        wanted: Option<Type>,
        /// The call that it is an argument of.
        call: Option<&'a Expr>,
    },
    /// What is waited for.
    Resources,
    /// Behind the dot of this expression.
    Member {
        field: &'a Expr,
        wanted: Option<Type>,
    },
    Type,
    /// `T.X`, or `net.X` where a type may stand.
    TypeMember(&'a TypeName),
    ResourceType(Use),
    /// A name in the braces of this import.
    ImportName(&'a Item),
    ImportPath,
    /// In a text.
    Text {
        wanted: Option<Type>,
        /// Whether it is an action of IAM's.
        actions: bool,
    },
    /// The code of a diagnostic, in a text of this attribute or statement.
    Code(&'static str),
}

pub fn place<'a>(asked: &Asked<'a>) -> Place<'a> {
    let view = asked.view;
    let path = path_at(view.module, asked.copy.offset);
    match asked.cursor.standing {
        Standing::Comment => Place::Nothing,
        Standing::Text { .. } => in_text(asked, &path),
        Standing::Code => in_code(asked, &path),
    }
}

const IN_TEST: &[&str] = &["assert", "expect", "snapshot", "let"];
const IN_POLICY: &[&str] = &["require", "warn", "let"];
const IN_RULE: &[&str] = &["assert"];

fn in_code<'a>(asked: &Asked<'a>, path: &Path<'a>) -> Place<'a> {
    let line = asked.cursor.line_before();
    if line.ends_with('@') {
        let item = path.item();
        return Place::Attribute(item.filter(|item| !matches!(item.kind, ItemKind::Error { .. })));
    }
    let is_first = line.trim().is_empty();
    let wants = wanted(asked.view, path);
    let want_above = |steps: usize| {
        let at = wants.len().checked_sub(steps + 1)?;
        wants.get(at).cloned().flatten()
    };
    let above = path.above(1);
    match (path.last(), above) {
        (Some(Node::Ident(name)), Some(above)) if name.name == NAME => match above {
            Node::ImportName(_) => path.item().map_or(Place::Nothing, Place::ImportName),
            Node::Entry(_) => key(path, want_above(1)),
            Node::Expr(expr) => match with_entry(asked, path) {
                Some(place) => place,
                None => Place::Member {
                    field: expr,
                    wanted: want_above(1),
                },
            },
            Node::TypeName(ty) => Place::TypeMember(ty),
            Node::Attribute(_) => Place::Attribute(path.item()),
            _ => Place::Nothing,
        },
        (Some(Node::TypeName(ty)), Some(above)) if ty.base == NAME => match above {
            Node::Type(_) => Place::Type,
            Node::Item(item) => Place::ResourceType(match item.kind {
                ItemKind::Resource(_) => Use::Made,
                ItemKind::Existing(_) => Use::Existing,
                ItemKind::Data(_) => Use::Read,
                _ => Use::Named,
            }),
            _ => Place::Value {
                wanted: None,
                call: None,
            },
        },
        (Some(Node::Expr(expr)), _) if matches!(&expr.kind, ExprKind::Name(n) if n == NAME) => {
            if let Some(place) = with_entry(asked, path) {
                return place;
            }
            if let Some(Node::Entry(RecordEntry::Field { .. })) = above
                && is_key_position(asked)
            {
                return key(path, want_above(1));
            }
            let waits = path
                .nodes
                .iter()
                .any(|node| matches!(node, Node::Attribute(one) if one.name.name == "dependsOn"));
            if waits {
                return Place::Resources;
            }
            Place::Value {
                wanted: want_above(0),
                call: call_of(path),
            }
        }
        _ => broken(asked, path, is_first),
    }
}

/// What a place is of which the tree says nothing: from the brackets around it.
fn broken<'a>(asked: &Asked<'a>, path: &Path<'a>, is_first: bool) -> Place<'a> {
    let Some(item) = path.item() else {
        return match is_first && asked.cursor.open.is_empty() {
            true => Place::Item {
                inside_component: false,
            },
            false => Place::Nothing,
        };
    };
    if let Some(place) = with_entry(asked, path) {
        return place;
    }
    let in_component = path.nodes.iter().any(
        |node| matches!(node, Node::Item(item) if matches!(item.kind, ItemKind::Component(_))),
    );
    let depth = asked.cursor.open.len();
    match &item.kind {
        ItemKind::Test(_) if is_first && depth == 1 => Place::Statement(IN_TEST),
        ItemKind::Policy(_) if is_first && depth == 1 => Place::Statement(IN_POLICY),
        ItemKind::Rule(_) if is_first && depth == 1 => Place::Statement(IN_RULE),
        _ if is_first && depth == usize::from(in_component) => Place::Item {
            inside_component: in_component,
        },
        _ => Place::Nothing,
    }
}

/// Whether the word begins an entry: nothing stands between it and the bracket or the entry before.
fn is_key_position(asked: &Asked) -> bool {
    let before = asked.cursor.text.get(..asked.cursor.start).unwrap_or("");
    let line = asked.cursor.line_before();
    line.trim().is_empty() || before.trim_end().ends_with(['{', ','])
}

fn key<'a>(path: &Path<'a>, wanted: Option<Type>) -> Place<'a> {
    let record = path.nodes.iter().rev().find_map(|node| match node {
        Node::Expr(expr) => match &expr.kind {
            ExprKind::Record(entries) => Some(entries.as_slice()),
            _ => None,
        },
        _ => None,
    });
    match (wanted, record) {
        (Some(wanted), Some(entries)) => Place::Key { wanted, entries },
        // The braces of a function's body look like those of a record.
        (None, Some([_])) if is_body(path) => Place::Value {
            wanted: None,
            call: None,
        },
        _ => Place::Nothing,
    }
}

fn is_body(path: &Path) -> bool {
    let item = path.item();
    matches!(item.map(|item| &item.kind), Some(ItemKind::Fn(_)))
}

/// A name in the `with` of an instance.
fn with_entry<'a>(asked: &Asked<'a>, path: &Path<'a>) -> Option<Place<'a>> {
    let at = path
        .nodes
        .iter()
        .rposition(|node| matches!(node, Node::With(_)))?;
    let around = path.nodes.get(..at)?;
    let item = path.item()?;
    let instance = component_of(asked.view.types.item(item.id))?.clone();
    match path.nodes.get(at + 1) {
        Some(Node::WithEntry(entry)) => {
            let is_target = entry.target.span.start <= asked.copy.offset
                && asked.copy.offset <= entry.target.span.end;
            if !is_target {
                return None;
            }
            let prefix = match path.last()? {
                Node::Ident(_) => match path.above(1)? {
                    Node::Expr(Expr {
                        kind: ExprKind::Field { base, .. },
                        ..
                    }) => Some(target_of_with(asked.view, around, base)?),
                    _ => None,
                },
                _ => None,
            };
            Some(Place::WithKey { instance, prefix })
        }
        // Text of an entry that could not be read.
        None => Some(Place::WithKey {
            instance,
            prefix: None,
        }),
        _ => None,
    }
}

/// The call whose argument the name is.
fn call_of<'a>(path: &Path<'a>) -> Option<&'a Expr> {
    let Some(Node::Argument(Argument { name: None, .. })) = path.above(1) else {
        return None;
    };
    match path.above(2)? {
        Node::Expr(expr) => Some(expr),
        _ => None,
    }
}

fn in_text<'a>(asked: &Asked<'a>, path: &Path<'a>) -> Place<'a> {
    let wants = wanted(asked.view, path);
    let nodes = &path.nodes;
    let in_attribute = nodes.iter().rev().find_map(|node| match node {
        Node::Attribute(attribute) => Some(*attribute),
        _ => None,
    });
    if let Some(Attribute { name, .. }) = in_attribute
        && name.name == "allow"
    {
        let is_first = !asked.cursor.line_before().contains(',');
        return match is_first {
            true => Place::Code("allow"),
            false => Place::Nothing,
        };
    }
    match path.last() {
        Some(Node::Text(text)) => match path.above(1) {
            Some(Node::Item(item)) if matches!(item.kind, ItemKind::Import(_)) => Place::ImportPath,
            Some(Node::Statement(one)) => match &one.kind {
                StatementKind::Expect { code, .. } if code.span == text.span => {
                    Place::Code("expect")
                }
                _ => Place::Nothing,
            },
            _ => Place::Nothing,
        },
        Some(Node::Expr(_) | Node::Piece(_)) => Place::Text {
            wanted: wants.last().cloned().flatten(),
            actions: super::iam::is_action(asked, path),
        },
        _ => Place::Nothing,
    }
}
