//! Who uses whom: calls of functions, and instances of components. In: a workspace, and a function, a
//! component, or whatever uses some. Out: users and what is used, each with the places. Never: a use of what
//! the language has built in.

use super::outline::Kind;
use super::symbol::{Declarations, Occurrence, Role, Symbol, occurrences, symbol_at};
use super::{View, Workspace, around, uses};
use crate::resolve::DeclId;
use crate::session::Analysis;
use crate::syntax::ast::{Item, ItemKind};
use crate::text::Span;
use std::sync::Arc;

/// Something that uses, or is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub name: String,
    pub kind: Kind,
    pub whole: Span,
    pub at: Span,
}

/// A user, or something used, with the places in the user's file.
#[derive(Debug, Clone)]
pub struct Call {
    pub node: Node,
    /// A program in which the node's file is.
    pub analysis: Arc<Analysis>,
    pub places: Vec<Span>,
}

/// The function or component that is named at a place.
pub fn prepare(view: &View, offset: u32) -> Option<Node> {
    let mut declarations = Declarations::new(view.analysis);
    let named = symbol_at(view, offset).and_then(|one| one.symbol.decl());
    let named = named.and_then(|decl| declarations.item(decl));
    named.and_then(node).filter(|node| is_callable(node.kind))
}

/// Who uses it.
pub fn incoming(workspace: &mut Workspace, analysis: &Arc<Analysis>, decl: DeclId) -> Vec<Call> {
    let mut calls = Vec::new();
    for file in uses(workspace, analysis, &Symbol::Declared(decl)) {
        let Some(view) = file.view() else { continue };
        let mut found: Vec<(&Item, Vec<Span>)> = Vec::new();
        for one in file.uses.iter().filter(|one| one.role == Role::Read) {
            let Some(item) = around(&view, one.at.start) else {
                continue;
            };
            match found.iter_mut().find(|(known, _)| known.id == item.id) {
                Some((_, places)) => places.push(one.at),
                None => found.push((item, vec![one.at])),
            }
        }
        for (item, places) in found {
            calls.extend(node(item).map(|node| Call {
                node,
                analysis: file.analysis.clone(),
                places,
            }));
        }
    }
    calls
}

/// What it uses.
pub fn outgoing(analysis: &Arc<Analysis>, decl: DeclId) -> Vec<Call> {
    let mut declarations = Declarations::new(analysis);
    let (Some(view), Some(item)) = (declarations.view(decl.file), declarations.item(decl)) else {
        return Vec::new();
    };
    let is_in = |one: &Occurrence| item.span.contains(one.at) && one.role == Role::Read;
    let mut calls: Vec<(DeclId, Call)> = Vec::new();
    for one in occurrences(&view).into_iter().filter(is_in) {
        let Some(used) = one.symbol.decl().filter(|used| *used != decl) else {
            continue;
        };
        if let Some((_, call)) = calls.iter_mut().find(|(known, _)| *known == used) {
            call.places.push(one.at);
            continue;
        }
        let found = declarations.item(used).and_then(node);
        if let Some(node) = found.filter(|node| is_callable(node.kind)) {
            let call = Call {
                node,
                analysis: analysis.clone(),
                places: vec![one.at],
            };
            calls.push((used, call));
        }
    }
    calls.into_iter().map(|(_, call)| call).collect()
}

/// The item that a node is, by the place of its name.
pub fn item_at(view: &View, name: u32) -> Option<DeclId> {
    let item = around(view, name)?;
    Some(DeclId {
        file: view.file,
        item: item.id,
    })
}

fn is_callable(kind: Kind) -> bool {
    matches!(kind, Kind::Fn | Kind::Component)
}

fn node(item: &Item) -> Option<Node> {
    let (name, at, kind): (&str, Span, Kind) = match &item.kind {
        ItemKind::Test(test) => (&test.title.value, test.title.span, Kind::Test),
        ItemKind::Policy(policy) => (&policy.title.value, policy.title.span, Kind::Policy),
        ItemKind::Rule(rule) => (&rule.title.value, rule.title.span, Kind::Rule),
        ItemKind::Stack(_) => ("stack", item.span, Kind::Stack),
        kind => {
            let name = kind.name()?;
            (&name.name, name.span, kind_of(kind)?)
        }
    };
    Some(Node {
        name: name.to_owned(),
        kind,
        whole: item.span,
        at,
    })
}

fn kind_of(kind: &ItemKind) -> Option<Kind> {
    Some(match kind {
        ItemKind::Param(_) => Kind::Param,
        ItemKind::Input(_) => Kind::Input,
        ItemKind::Let(_) => Kind::Let,
        ItemKind::Type(_) => Kind::Type,
        ItemKind::Fn(_) => Kind::Fn,
        ItemKind::Component(_) => Kind::Component,
        ItemKind::Resource(_) => Kind::Resource,
        ItemKind::Existing(_) => Kind::Existing,
        ItemKind::Data(_) => Kind::Data,
        ItemKind::Output(_) => Kind::Output,
        ItemKind::Module(_) => Kind::Module,
        _ => return None,
    })
}
