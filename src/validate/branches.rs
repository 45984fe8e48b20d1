//! The branches of a schema: all must hold, one must, or one if another does. Where none fits, the
//! one that was meant is told from the others and alone reported.

use super::assume::Assume;
use super::finding::Finding;
use super::fit::Fit;
use super::shape::owner;
use super::values::Walk;
use crate::diag::{Code, all_of, one_of};
use crate::graph::{Value, ValueKind};
use crate::schema::{Additional, Condition, Node, ObjectRules, TypeSet};
use crate::text::Name;
use crate::types::NodeId;

impl Walk<'_> {
    pub fn branches<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let Some(branches) = &node.branches else {
            return Fit::Yes;
        };
        let mut fit = Fit::Yes;
        for branch in &branches.all_of {
            fit = fit.and(self.check::<WORDS>(value, *branch, assume));
            if fit == Fit::No && !WORDS {
                return fit;
            }
        }
        if !branches.any_of.is_empty() {
            fit = fit.and(self.any_of::<WORDS>(value, id, &branches.any_of, assume));
        }
        if !branches.one_of.is_empty() {
            fit = fit.and(self.one_of::<WORDS>(value, id, &branches.one_of, assume));
        }
        if let Some(not) = branches.not {
            fit = fit.and(self.none_of::<WORDS>(value, id, not, assume));
        }
        if let Some(condition) = &branches.condition {
            fit = fit.and(self.condition::<WORDS>(value, condition, assume));
        }
        fit
    }

    fn any_of<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        branches: &[NodeId],
        assume: Assume,
    ) -> Fit {
        let mut best = Fit::No;
        for branch in branches {
            best = best.min(self.test(value, *branch, assume));
            if best == Fit::Yes {
                return best;
            }
        }
        if best == Fit::No && WORDS {
            self.no_branch(value, id, branches, assume);
        }
        best
    }

    fn one_of<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        branches: &[NodeId],
        assume: Assume,
    ) -> Fit {
        let mut best = Fit::No;
        let mut first = None;
        for branch in branches {
            let fit = self.test(value, *branch, assume);
            best = best.min(fit);
            match (fit, first) {
                (Fit::Yes, None) => first = Some(*branch),
                // A scalar that reads as several kinds is none the worse for it.
                (Fit::Yes, Some(other)) if value.as_map().is_some() => {
                    return self.several::<WORDS>(value, id, other, *branch);
                }
                _ => {}
            }
        }
        if best == Fit::No && WORDS {
            self.no_branch(value, id, branches, assume);
        }
        best
    }

    fn none_of<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        not: NodeId,
        assume: Assume,
    ) -> Fit {
        let fit = self.test(value, not, assume).not();
        if fit != Fit::No || !WORDS {
            return fit;
        }
        let schema = self.schema;
        let names = schema.node(not).and_then(only_requires);
        match (names, value.as_map()) {
            (Some([first, second]), Some(map)) => self.exclusive(map, first, second),
            (Some([only]), Some(map)) => {
                let at = map.get(only).unwrap_or(value).origin;
                self.no::<WORDS>(|_| {
                    let message = format!("`{only}` may not be set here");
                    Finding::new(Code::SchemaConflict, at, message)
                        .here(format!("the value of `{only}`"))
                        .help(format!("remove `{only}`"))
                });
            }
            _ => {
                self.no::<WORDS>(|walk| {
                    let wrong = walk.described(not);
                    let owner = owner(walk.schema, id);
                    let message = format!("`{owner}` may not have {wrong} here");
                    Finding::new(Code::SchemaConflict, value.origin, message).whole()
                });
            }
        }
        fit
    }

    fn condition<const WORDS: bool>(
        &mut self,
        value: &Value,
        condition: &Condition,
        assume: Assume,
    ) -> Fit {
        let branch = match self.test(value, condition.test, assume) {
            Fit::Yes => condition.then,
            Fit::No => condition.otherwise,
            Fit::Unknown => return Fit::Unknown,
        };
        let Some(branch) = branch else {
            return Fit::Yes;
        };
        let before = self.findings.len();
        let fit = self.check::<WORDS>(value, branch, assume);
        if WORDS && self.findings.len() > before {
            self.add_reasons(value, condition.test, before);
        }
        fit
    }

    /// Points at the properties because of which the branch of a condition holds.
    fn add_reasons(&mut self, value: &Value, test: NodeId, before: usize) {
        let schema = self.schema;
        let object = schema.node(test).and_then(|node| node.object.as_ref());
        let (Some(object), Some(map)) = (object, value.as_map()) else {
            return;
        };
        for property in &object.properties {
            let asks = schema.node(property.node);
            let decides = asks.is_some_and(|n| n.values.is_some() || n.text.is_some());
            let Some(set) = map.get(&property.name).filter(|_| decides) else {
                continue;
            };
            for finding in self.findings.iter_mut().skip(before) {
                let known = finding.at.span == set.origin.span
                    || finding.also.iter().any(|(at, _)| *at == set.origin.span);
                if !known {
                    let label = format!("because of `{}`", property.name);
                    finding.also.push((set.origin.span, label));
                }
            }
        }
    }

    /// More than one form fits where one must.
    fn several<const WORDS: bool>(
        &mut self,
        value: &Value,
        id: NodeId,
        one: NodeId,
        other: NodeId,
    ) -> Fit {
        if !WORDS {
            return Fit::No;
        }
        let schema = self.schema;
        let names = |id| schema.node(id).and_then(only_requires);
        match (names(one), names(other), value.as_map()) {
            (Some([first, ..]), Some([second, ..]), Some(map)) if first != second => {
                self.exclusive(map, first, second);
                Fit::No
            }
            _ => self.no::<WORDS>(|walk| {
                let owner = owner(walk.schema, id);
                let (one, other) = (walk.described(one), walk.described(other));
                let message = format!("`{owner}` takes either {one} or {other}, not both");
                Finding::new(Code::SchemaConflict, value.origin, message).whole()
            }),
        }
    }

    /// Reports the branch that was meant.
    fn no_branch(&mut self, value: &Value, id: NodeId, branches: &[NodeId], assume: Assume) {
        if self.alternatives(value, id, branches) {
            return;
        }
        let depth = self.path.len();
        let outer = std::mem::take(&mut self.findings);
        let told = std::mem::take(&mut self.told);
        let mut best: Option<(Distance, Vec<Finding>)> = None;
        for branch in branches {
            self.told = told.clone();
            self.check::<true>(value, *branch, assume);
            let found = std::mem::take(&mut self.findings);
            let distance = distance(&found, depth);
            let nearer = best.as_ref().is_none_or(|(least, _)| distance < *least);
            if !found.is_empty() && nearer {
                best = Some((distance, found));
            }
        }
        self.told = told;
        self.findings = outer;
        let kinds = self.kinds_of_branches(branches);
        match best {
            // No branch even takes this kind of value: all kinds that one takes are the news.
            Some((distance, _)) if distance.kind && branches.len() > 1 => {
                let node = Node {
                    types: kinds,
                    ..Node::default()
                };
                self.wrong_kind::<true>(value, &node);
            }
            Some((_, found)) => self.findings.extend(found),
            None => {
                self.no::<true>(|walk| {
                    let owner = owner(walk.schema, id);
                    let message = format!("this is no form of `{owner}`");
                    Finding::new(Code::SchemaConflict, value.origin, message).whole()
                });
            }
        }
    }

    fn kinds_of_branches(&self, branches: &[NodeId]) -> TypeSet {
        let nodes = branches.iter().filter_map(|id| self.schema.node(*id));
        nodes.fold(TypeSet::NONE, |kinds, node| kinds.with(node.types))
    }

    /// Where every branch only asks for properties, one sentence says it.
    fn alternatives(&mut self, value: &Value, id: NodeId, branches: &[NodeId]) -> bool {
        let schema = self.schema;
        if !matches!(value.kind, ValueKind::Map(_)) {
            return false;
        }
        let mut groups: Vec<String> = Vec::new();
        for branch in branches {
            let Some(names) = schema.node(*branch).and_then(only_requires) else {
                return false;
            };
            let group = all_of(names);
            if !groups.contains(&group) {
                groups.push(group);
            }
        }
        let owner = owner(schema, id);
        let any = groups.join(" or ");
        self.needs(
            value,
            format!("`{owner}` needs {any}"),
            format!("add {any}"),
        );
        true
    }

    /// What a node asks for, for messages that say that something has it or has it not.
    pub fn described(&self, id: NodeId) -> String {
        let Some(node) = self.schema.node(id) else {
            return "this form".to_owned();
        };
        if let Some(names) = only_requires(node) {
            return all_of(names);
        }
        if let Some(values) = &node.values {
            return one_of(&values.allowed);
        }
        let object = node.object.as_ref();
        let parts: Vec<String> = object
            .into_iter()
            .flat_map(|object| &object.properties)
            .filter_map(|property| {
                let values = self.schema.node(property.node)?.values.as_ref()?;
                Some(format!("`{}: {}`", property.name, listed(&values.allowed)))
            })
            .collect();
        match (parts.is_empty(), object) {
            (false, _) => parts.join(" and "),
            (true, Some(object)) if !object.required.is_empty() => all_of(&object.required),
            _ => "this form".to_owned(),
        }
    }
}

fn listed(literals: &[crate::types::Literal]) -> String {
    let texts: Vec<String> = literals.iter().take(5).map(ToString::to_string).collect();
    texts.join(" | ")
}

/// The names, where a node says nothing but that they must be set.
fn only_requires(node: &Node) -> Option<&[Name]> {
    let object: &ObjectRules = node.object.as_deref()?;
    let says_nothing_else = node.values.is_none()
        && node.branches.is_none()
        && object.properties.is_empty()
        && object.pattern_properties.is_empty()
        && object.additional == Additional::Allowed
        && object.dependent_required.is_empty()
        && object.dependent_excluded.is_empty()
        && object.required_xor.is_empty()
        && object.required_or.is_empty()
        && !object.required.is_empty();
    says_nothing_else.then_some(&object.required)
}

/// How far a value is from a branch: one of a wrong kind is farther than one whose discriminator
/// differs, and that is farther than any number of other mistakes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Distance {
    kind: bool,
    discriminator: bool,
    mistakes: usize,
}

fn distance(findings: &[Finding], depth: usize) -> Distance {
    let at = |code: Code, below: usize| {
        findings
            .iter()
            .any(|f| f.code == code && f.depth == depth + below)
    };
    Distance {
        kind: at(Code::SchemaType, 0),
        discriminator: at(Code::SchemaEnum, 1),
        mistakes: findings.len(),
    }
}
