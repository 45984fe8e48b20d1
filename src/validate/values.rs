//! Holds values against the nodes of a schema. In: a value of the graph and the node that it must
//! be like. Out: a [`Fit`], and on request what is wrong in words. The quick way comes first: it
//! allocates nothing and stops at the first doubt; only what it doubts is walked again for words.
//! Never: a diagnostic twice, or a guess about what only the deployment knows.

use super::assume::{Assume, Question};
use super::finding::Finding;
use super::fit::Fit;
use super::formats::Formats;
use super::memo::Memo;
use crate::graph::{Deferred, DeferredRef, Graph, Value, ValueKind};
use crate::schema::{Catalogue, Node, Schema, packaged};
use crate::text::Name;
use crate::types::{Literal, NodeId};
use rustc_hash::FxHashSet;

/// A walk over resources of one type.
pub(super) struct Walk<'a> {
    pub graph: &'a Graph,
    pub catalogue: &'a Catalogue,
    pub schema: &'a Schema,
    pub memo: Memo,
    /// Whether the question is if a value is like a node, not that it must be: what depends on the
    /// deployment is then unknown.
    pub testing: bool,
    /// Whether the quick way met something that fits and still deserves a remark.
    pub remarks: bool,
    /// Where the walk for words is.
    pub path: Vec<Step>,
    pub findings: Vec<Finding>,
    /// Shared lists and maps of which everything was said.
    pub told: FxHashSet<(usize, NodeId)>,
    /// The text of an interpolation, and where its holes are: kept to be used again.
    pub text: String,
    pub holes: Vec<usize>,
    pub formats: Formats,
    packaged: Vec<NodeId>,
}

/// One step from a value into it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Step {
    Key(Name),
    Element,
}

impl<'a> Walk<'a> {
    pub fn new(graph: &'a Graph, catalogue: &'a Catalogue, schema: &'a Schema) -> Walk<'a> {
        Walk {
            graph,
            catalogue,
            schema,
            memo: Memo::new(schema.nodes.len()),
            testing: false,
            remarks: false,
            path: Vec::new(),
            findings: Vec::new(),
            told: FxHashSet::default(),
            text: String::new(),
            holes: Vec::new(),
            formats: Formats::default(),
            packaged: packaged(schema),
        }
    }

    /// What is wrong with a value that must be like a node. Empty, and quickly so, for what fits.
    pub fn findings(&mut self, value: &Value, id: NodeId, assume: Assume) -> Vec<Finding> {
        self.remarks = false;
        if self.check::<false>(value, id, assume) != Fit::No && !self.remarks {
            return Vec::new();
        }
        self.told.clear();
        self.check::<true>(value, id, assume);
        std::mem::take(&mut self.findings)
    }

    /// Holds a value against a node; with `WORDS`, what is wrong goes to the findings.
    pub fn check<const WORDS: bool>(&mut self, value: &Value, id: NodeId, assume: Assume) -> Fit {
        let schema = self.schema;
        let Some(node) = schema.node(id) else {
            return Fit::Yes;
        };
        match &value.kind {
            // Reported already.
            ValueKind::Error => Fit::Unknown,
            // What is `null` is left out.
            ValueKind::Null => Fit::Yes,
            ValueKind::Resource(..) | ValueKind::Instance(..) => Fit::Unknown,
            _ if node.is_never() => self.never::<WORDS>(value, assume),
            ValueKind::Text(text) => self.text::<WORDS>(value, text, id, node, assume),
            ValueKind::Bool(_) | ValueKind::Int(_) | ValueKind::Number(_) => {
                self.scalar::<WORDS>(value, id, node, assume)
            }
            ValueKind::List(list) => self.list::<WORDS>(value, list, id, node, assume),
            ValueKind::Map(map) => self.map::<WORDS>(value, map, id, node, assume),
            ValueKind::Deferred(deferred) => {
                self.deferred::<WORDS>(value, deferred, id, node, assume)
            }
        }
    }

    /// Whether a value is like a node, as a question.
    pub fn test(&mut self, value: &Value, id: NodeId, assume: Assume) -> Fit {
        let outer = (self.testing, self.remarks);
        self.testing = true;
        let fit = self.check::<false>(value, id, assume);
        (self.testing, self.remarks) = outer;
        fit
    }

    /// The fit of what is one of two values, which only the deployment knows.
    pub fn join(&self, one: Fit, other: Fit) -> Fit {
        match self.testing {
            true => one.either(other),
            false => one.and(other),
        }
    }

    /// Says no, in words where they are wanted.
    pub fn no<const WORDS: bool>(&mut self, finding: impl FnOnce(&Self) -> Finding) -> Fit {
        if WORDS {
            let mut finding = finding(self);
            finding.depth = self.path.len();
            if finding.label.is_empty() {
                finding.label = self.label();
            }
            self.findings.push(finding);
        }
        Fit::No
    }

    /// Whether `aws cloudformation package` puts an object in place of a text at this node.
    pub fn is_packaged(&self, id: NodeId) -> bool {
        self.packaged.contains(&id)
    }

    fn deferred<const WORDS: bool>(
        &mut self,
        value: &Value,
        deferred: &DeferredRef,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let remembers = !WORDS && !self.testing && assume.is_nothing();
        if remembers && let Some(fit) = self.memo.deferred(id, deferred) {
            return fit;
        }
        let fit = self.expression::<WORDS>(value, deferred, id, node, assume);
        if remembers && fit != Fit::No && !self.remarks {
            self.memo.keep_deferred(id, deferred, fit);
        }
        fit
    }

    fn expression<const WORDS: bool>(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        match deferred {
            Deferred::If {
                condition,
                then,
                otherwise,
            } => {
                let question = Question::Condition(condition);
                match assume.decide(question) {
                    Some(true) => self.check::<WORDS>(then, id, assume),
                    Some(false) => self.check::<WORDS>(otherwise, id, assume),
                    None => {
                        let held = assume.holding(question, true);
                        let one = self.check::<WORDS>(then, id, assume.with(&held));
                        let held = assume.holding(question, false);
                        let other = self.check::<WORDS>(otherwise, id, assume.with(&held));
                        self.join(one, other)
                    }
                }
            }
            Deferred::Match {
                subject,
                arms,
                otherwise,
                ..
            } => {
                let mut all = None;
                for arm in arms {
                    let question = Question::OneOf(subject, &arm.patterns);
                    if assume.decide(question) == Some(false) {
                        continue;
                    }
                    let held = assume.holding(question, true);
                    let fit = self.check::<WORDS>(&arm.value, id, assume.with(&held));
                    all = Some(all.map_or(fit, |all| self.join(all, fit)));
                }
                if let Some(otherwise) = otherwise {
                    let patterns = arms.iter().flat_map(|arm| &arm.patterns);
                    let patterns: Vec<Literal> = patterns.cloned().collect();
                    let question = Question::OneOf(subject, &patterns);
                    if assume.decide(question) != Some(true) {
                        let held = assume.holding(question, false);
                        let fit = self.check::<WORDS>(otherwise, id, assume.with(&held));
                        all = Some(all.map_or(fit, |all| self.join(all, fit)));
                    }
                }
                all.unwrap_or(Fit::Unknown)
            }
            Deferred::Lookup {
                entries,
                keys,
                default,
                ..
            } => {
                let mut all = None;
                self.leaves::<WORDS>(entries, keys, id, assume, &mut all);
                if let Some(default) = default {
                    self.leaves::<WORDS>(default, &[], id, assume, &mut all);
                }
                all.unwrap_or(Fit::Unknown)
            }
            Deferred::Prop {
                known: Some(known), ..
            } => {
                let identity = self.identity::<WORDS>(value, deferred, node);
                // What was set is wrong for the place where it is read.
                let known = Value::new(known.kind.clone(), value.origin);
                match identity {
                    Fit::No => Fit::No,
                    fit => fit.and(self.check::<WORDS>(&known, id, assume)),
                }
            }
            Deferred::Concat(parts) => self.concat::<WORDS>(value, parts, id, node, assume),
            Deferred::Raw(_) => Fit::Unknown,
            _ => self.opaque::<WORDS>(value, deferred, id, node, assume),
        }
    }

    /// The values that keys may find in a map.
    fn leaves<const WORDS: bool>(
        &mut self,
        entries: &Value,
        keys: &[Value],
        id: NodeId,
        assume: Assume,
        all: &mut Option<Fit>,
    ) {
        match (keys, entries.as_map()) {
            ([], _) => {
                let fit = self.check::<WORDS>(entries, id, assume);
                *all = Some(all.map_or(fit, |all| self.join(all, fit)));
            }
            ([key, rest @ ..], Some(map)) => {
                // A key that is known finds one value; any may be found by another.
                let known = key.as_text().map(|key| map.get(key));
                let found: Vec<&Value> = match known {
                    Some(one) => one.into_iter().collect(),
                    None => map.values().collect(),
                };
                for value in found {
                    self.leaves::<WORDS>(value, rest, id, assume, all);
                }
            }
            (_, None) => {}
        }
    }

    /// What only the deployment knows: its kind, and what it identifies.
    fn opaque<const WORDS: bool>(
        &mut self,
        value: &Value,
        deferred: &Deferred,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let mut fit = self.kind_of_deferred::<WORDS>(value, deferred, node);
        if fit != Fit::No {
            fit = fit.and(self.identity::<WORDS>(value, deferred, node));
        }
        if fit == Fit::No {
            return fit;
        }
        let says_more = node.values.is_some()
            || node.text.is_some()
            || node.number.is_some()
            || node.list.is_some()
            || node.object.is_some()
            || node.format.is_some();
        if says_more {
            fit = fit.and(Fit::Unknown);
        }
        fit.and(self.branches::<WORDS>(value, id, node, assume))
    }

    fn never<const WORDS: bool>(&mut self, value: &Value, assume: Assume) -> Fit {
        if let Some(Deferred::If { .. } | Deferred::Match { .. }) = value.as_deferred() {
            return match super::assume::resolved(value, assume) {
                Some(found) if found.is_null() => Fit::Yes,
                Some(_) => self.may_not_be_set::<WORDS>(value),
                None => Fit::Unknown,
            };
        }
        self.may_not_be_set::<WORDS>(value)
    }

    fn may_not_be_set<const WORDS: bool>(&mut self, value: &Value) -> Fit {
        self.no::<WORDS>(|walk| {
            let name = walk.name();
            let message = format!("`{name}` may not be set here");
            Finding::new(crate::diag::Code::SchemaConflict, value.origin, message)
                .help(format!("remove `{name}`, or change what rules it out"))
        })
    }

    /// The property that the walk is in.
    pub fn name(&self) -> Name {
        let key = self.path.iter().rev().find_map(|step| match step {
            Step::Key(name) => Some(name.clone()),
            Step::Element => None,
        });
        key.unwrap_or_else(|| self.schema.name.clone())
    }

    /// What stands at the place of the walk, in a few words.
    pub fn label(&self) -> String {
        match self.path.last() {
            None => "this resource".to_owned(),
            Some(Step::Key(name)) => format!("the value of `{name}`"),
            Some(Step::Element) => format!("an element of `{}`", self.name()),
        }
    }
}
