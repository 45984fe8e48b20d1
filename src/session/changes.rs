//! What another version of a schema means for a program. In: one stack, analysed with the schemas as they
//! were and as they are to be. Out: the lines whose meaning changes, and how. Never: what only the
//! schemas changed, and the program does not use.

use super::glob::Glob;
use super::{Analysis, Request, Session};
use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::graph::{Deferred, Graph, Origin, Resource, ResourceKind, Value, ValueKind};
use crate::schema::{Access, Additional, Catalogue, Node, Schema};
use crate::text::Name;
use crate::types::{NodeId, Schemas, TypeKey, show};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::path::Path;

/// A line that means something else.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    pub file: String,
    pub line: u32,
    pub text: String,
}

/// All changes of a stack, by place.
pub fn changes(before: &Analysis, after: &Analysis) -> BTreeSet<Change> {
    let mut walk = Walk {
        before,
        old: before.catalogue(),
        new: after.catalogue(),
        seen: FxHashSet::default(),
        changes: BTreeSet::new(),
    };
    let graph = before.graph();
    graph
        .resources
        .iter()
        .for_each(|resource| walk.resource(resource));
    for output in &graph.outputs {
        walk.reads(&output.value, graph);
    }
    let facts = walk.changes;
    let said: BTreeSet<(&str, u32)> = facts.iter().map(|c| (c.file.as_str(), c.line)).collect();
    let known: FxHashSet<_> = before
        .diagnostics()
        .iter()
        .map(|d| place(before, d))
        .collect();
    let found = after.diagnostics().iter();
    let new = found.filter(|d| !known.contains(&place(after, d)));
    let new = new.map(|d| (d.code, change(after, d)));
    // What a fact says in fewer words is not said again.
    let new = new.filter(|(code, c)| !is_fact(*code) || !said.contains(&(c.file.as_str(), c.line)));
    let new: Vec<Change> = new.map(|(_, change)| change).collect();
    facts.into_iter().chain(new).collect()
}

/// A request for each program below a folder, for projects that name no stacks.
pub fn programs(session: &Session, root: &Path) -> Vec<Request> {
    let all = Glob::parse("**/*.infra").map(|glob| session.files.walk(root, &glob));
    let all = all.and_then(Result::ok).unwrap_or_default();
    let request = |path: String| Request {
        stack: match root == Path::new(".") {
            true => path.into(),
            false => root.join(path),
        },
        ..Request::default()
    };
    all.into_iter().map(request).collect()
}

fn is_fact(code: Code) -> bool {
    let facts = [
        Code::SchemaUnknownProperty,
        Code::SchemaUnknownAttribute,
        Code::SchemaUnknownType,
        Code::SchemaMissingProperty,
        Code::SchemaDeprecated,
        Code::SchemaReadOnly,
    ];
    facts.contains(&code)
}

/// What makes two findings of two analyses the same.
fn place<'a>(analysis: &'a Analysis, d: &'a Diagnostic) -> (&'a str, u32, u32, Code, &'a str) {
    let path = analysis.sources.get(d.at.file).path.as_str();
    (path, d.at.start, d.at.end, d.code, &d.message)
}

fn change(analysis: &Analysis, d: &Diagnostic) -> Change {
    let severity = match d.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    Change {
        file: analysis.sources.get(d.at.file).path.clone(),
        line: analysis.sources.start(d.at).line,
        text: format!("{severity}: {}", d.message),
    }
}

/// Looks at what the resources of a stack set and read.
struct Walk<'a> {
    before: &'a Analysis,
    old: &'a Catalogue,
    new: &'a Catalogue,
    /// Expressions that were looked at: passes of a loop share them.
    seen: FxHashSet<usize>,
    changes: BTreeSet<Change>,
}

/// The same type, as it was and as it is to be.
#[derive(Clone, Copy)]
struct Pair<'s> {
    key: &'s TypeKey,
    new_key: &'s TypeKey,
    old: &'s Schema,
    new: &'s Schema,
}

impl<'a> Walk<'a> {
    fn say(&mut self, at: Origin, text: String) {
        let sources = &self.before.sources;
        self.changes.insert(Change {
            file: sources.get(at.span.file).path.clone(),
            line: sources.start(at.span).line,
            text,
        });
    }

    fn resource(&mut self, resource: &'a Resource) {
        self.reads(&resource.properties, self.before.graph());
        let Some(old) = self.old.schema(&resource.ty) else {
            return;
        };
        let name = &resource.ty.name;
        let new_key = self.new.find(name);
        let Some((new_key, new)) = new_key
            .as_ref()
            .and_then(|key| Some((key, self.new.schema(key)?)))
        else {
            // A type that was there before is no other name of this one.
            let fresh = self.new.names().chain(self.new.provider_types());
            let fresh = fresh.filter(|name| self.old.find(name).is_none());
            let near = nearest(name, fresh, 1);
            self.say(resource.origin, gone(name, &near));
            return;
        };
        let is_deprecated = |schema: &Schema| schema.deprecated.iter().any(|path| path.is_empty());
        if is_deprecated(new) && !is_deprecated(old) {
            self.say(resource.origin, format!("`{name}` is deprecated"));
        }
        // What exists is found by what it is identified by; nothing else is set.
        if resource.kind == ResourceKind::Existing {
            return;
        }
        let pair = Pair {
            key: &resource.ty,
            new_key,
            old,
            new,
        };
        let root = (NodeId(0), NodeId(0));
        self.object(pair, root, &resource.properties, resource.origin, name);
    }

    /// A record that is written where two versions have an object; or a choice of records.
    fn object(
        &mut self,
        pair: Pair,
        (old, new): (NodeId, NodeId),
        value: &Value,
        at: Origin,
        path: &str,
    ) {
        let nodes = (pair.old.node(old), pair.new.node(new));
        let (Some(old_node), Some(new_node)) = nodes else {
            return;
        };
        match &value.kind {
            ValueKind::Map(map) => {
                for (name, value) in map.iter() {
                    let places = (
                        pair.old.property_below(old, name),
                        pair.new.property_below(new, name),
                    );
                    let Some(was) = places.0 else { continue };
                    let path = format!("{path}.{name}");
                    let Some(is) = places.1 else {
                        let known = pair.old.property_names_below(old);
                        let mut fresh = pair.new.property_names_below(new);
                        fresh.retain(|name| !known.contains(name));
                        let near = nearest(name, fresh, 1);
                        self.say(value.origin, gone(&path, &near));
                        continue;
                    };
                    let access =
                        |node: &Node| node.property(name).map(|p| p.access).unwrap_or_default();
                    self.access(access(old_node), access(new_node), value.origin, &path);
                    self.property(pair, (was, is), value, &path);
                }
                let required = |node: &Node| {
                    let object = node.object.as_ref();
                    object
                        .map(|object| object.required.clone())
                        .unwrap_or_default()
                };
                let was = required(old_node);
                for name in required(new_node) {
                    if !was.contains(&name) && !map.contains_key(&name) {
                        self.say(at, format!("`{path}.{name}` is required"));
                    }
                }
            }
            ValueKind::List(list) => {
                for item in list.iter() {
                    self.object(pair, (old, new), item, item.origin, path);
                }
            }
            ValueKind::Deferred(deferred) => deferred.operands(&mut |operand| {
                self.object(pair, (old, new), operand, operand.origin, path);
            }),
            _ => {}
        }
    }

    /// What a property takes, and what stands in it.
    fn property(&mut self, pair: Pair, (old, new): (NodeId, NodeId), value: &Value, path: &str) {
        let inner = |schema: &Schema, mut id: NodeId| {
            // Through lists; a schema may refer to itself, a value is not that deep.
            for _ in 0..8 {
                let list = schema.node(id).and_then(|node| node.list.as_ref());
                match list.and_then(|list| list.items) {
                    Some(items) => id = items,
                    None => break,
                }
            }
            id
        };
        let has_properties = |schema: &Schema, id: NodeId| {
            let object = schema.node(id).and_then(|node| node.object.as_ref());
            object.is_some_and(|object| !object.properties.is_empty())
        };
        let (was, is) = (inner(pair.old, old), inner(pair.new, new));
        if has_properties(pair.old, was) && has_properties(pair.new, is) {
            self.object(pair, (was, is), value, value.origin, path);
            return;
        }
        let (was, is) = (
            text_of(self.old, pair.key, pair.old, old),
            text_of(self.new, pair.new_key, pair.new, new),
        );
        if was != is {
            self.say(value.origin, format!("`{path}` is {is}, was {was}"));
        }
    }

    fn access(&mut self, old: Access, new: Access, at: Origin, path: &str) {
        let becomes = [
            (Access::DEPRECATED, "is deprecated"),
            (Access::READ_ONLY, "is set by the provider alone"),
            (Access::SENSITIVE, "is sensitive"),
            (Access::WRITE_ONLY, "is write only"),
            (Access::CREATE_ONLY, "replaces the resource when it changes"),
        ];
        for (access, words) in becomes {
            if new.has(access) && !old.has(access) {
                self.say(at, format!("`{path}` {words}"));
            }
        }
        if old.has(Access::CREATE_ONLY) && !new.has(Access::CREATE_ONLY) {
            self.say(
                at,
                format!("`{path}` no longer replaces the resource when it changes"),
            );
        }
    }

    /// The attributes that a value reads.
    fn reads(&mut self, value: &'a Value, graph: &'a Graph) {
        match &value.kind {
            ValueKind::Map(map) => map.values().for_each(|value| self.reads(value, graph)),
            ValueKind::List(list) => list.iter().for_each(|value| self.reads(value, graph)),
            ValueKind::Deferred(deferred) => {
                if !self.seen.insert(deferred.address()) {
                    return;
                }
                if let Deferred::Prop { resource, path, .. } = &**deferred {
                    self.read(graph.resource(*resource), path, value.origin);
                }
                deferred.operands(&mut |operand| self.reads(operand, graph));
            }
            _ => {}
        }
    }

    fn read(&mut self, resource: &Resource, path: &[Name], at: Origin) {
        let new_key = self.new.find(&resource.ty.name);
        let schemas = (
            self.old.schema(&resource.ty),
            new_key
                .as_ref()
                .and_then(|key| Some((key, self.new.schema(key)?))),
        );
        let (Some(old), Some((new_key, new))) = schemas else {
            return;
        };
        let Some(was) = attribute(old, path) else {
            return;
        };
        let shown = format!("{}.{}", resource.ty.name, path.join("."));
        let Some(is) = attribute(new, path) else {
            let known: Vec<&str> = old.attributes.iter().map(|a| a.name.as_str()).collect();
            let fresh = new.attributes.iter().map(|a| a.name.as_str());
            let fresh = fresh.filter(|name| !known.contains(name));
            self.say(at, gone(&shown, &nearest(&path.join("."), fresh, 1)));
            return;
        };
        let (was, is) = (
            text_of(self.old, &resource.ty, old, was),
            text_of(self.new, new_key, new, is),
        );
        if was != is {
            self.say(at, format!("`{shown}` is {is}, was {was}"));
        }
    }
}

fn gone(what: &str, near: &[&str]) -> String {
    match near.first() {
        Some(near) => format!("`{what}` is gone; is it `{near}` now?"),
        None => format!("`{what}` is gone"),
    }
}

/// An attribute, or a property, by its path.
fn attribute(schema: &Schema, path: &[Name]) -> Option<NodeId> {
    if let Some(fact) = schema.attribute(&path.join(".")) {
        return Some(fact.node);
    }
    let mut steps = path.iter();
    steps.try_fold(NodeId(0), |at, step| schema.property_below(at, step))
}

/// A type as it is shown. Sets and lists are two, and what is in them is written out.
fn text_of(catalogue: &Catalogue, key: &TypeKey, schema: &Schema, id: NodeId) -> String {
    format!("`{}`", bare_text_of(catalogue, key, schema, id, 0))
}

fn bare_text_of(
    catalogue: &Catalogue,
    key: &TypeKey,
    schema: &Schema,
    id: NodeId,
    depth: u32,
) -> String {
    let node = schema.node(id);
    let list = node.and_then(|node| Some((node.list.as_ref()?, node.list.as_ref()?.items?)));
    let values = node.and_then(|node| match node.object.as_ref()?.additional {
        Additional::Like(values) => Some(values),
        _ => None,
    });
    // A schema may refer to itself.
    let inner = |id| match depth < 8 {
        true => bare_text_of(catalogue, key, schema, id, depth + 1),
        false => "json".to_owned(),
    };
    match (list, values) {
        (Some((rules, items)), _) => {
            let kind = if rules.set { "set" } else { "list" };
            let bound = |n: Option<u32>| n.map_or_else(String::new, |n| n.to_string());
            let bounds = match (rules.min_items, rules.max_items) {
                (None, None) => String::new(),
                (min, max) => format!("({}..{})", bound(min), bound(max)),
            };
            format!("{kind}<{}>{bounds}", inner(items))
        }
        (None, Some(values)) => format!("map<{}>", inner(values)),
        (None, None) => show(&catalogue.expand(key, id), catalogue),
    }
}
