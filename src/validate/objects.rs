//! Records and maps: which properties there are, which must be, and which go together.

use super::assume::{Assume, each_scenario, questions_of, resolved};
use super::finding::Finding;
use super::fit::Fit;
use super::shape::{Shape, counts_keys, is_complete, owner};
use super::values::{Step, Walk};
use crate::diag::{Code, all_of, nearest, one_of};
use crate::graph::{Value, ValueKind, ValueMap};
use crate::schema::{Node, ObjectRules, TypeSet};
use crate::text::Name;
use crate::types::NodeId;
use std::sync::Arc;

impl Walk<'_> {
    pub fn map<const WORDS: bool>(
        &mut self,
        value: &Value,
        map: &Arc<ValueMap>,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        if is_intrinsic(map) {
            return Fit::Unknown;
        }
        // One block stands for a list of one.
        let block = node.list.as_ref().and_then(|rules| rules.items);
        if let Some(block) = block.filter(|id| self.schema.is_block(*id)) {
            return self.check::<WORDS>(value, block, assume);
        }
        if !node.types.has(TypeSet::OBJECT) {
            return self.wrong_kind::<WORDS>(value, node);
        }
        if node.object.is_none() && node.branches.is_none() {
            return Fit::Yes;
        }
        let address = Arc::as_ptr(map) as usize;
        let shared = Arc::strong_count(map) > 1 && assume.is_nothing();
        if shared && let Some(fit) = self.is_known_shared::<WORDS>(id, address) {
            return fit;
        }
        let fit = self.object::<WORDS>(value, map, id, node, assume);
        if shared {
            self.keep_shared::<WORDS>(id, address, fit);
        }
        fit
    }

    fn object<const WORDS: bool>(
        &mut self,
        value: &Value,
        map: &ValueMap,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let mut fit = Fit::Yes;
        let mut shape = None;
        if let Some(rules) = &node.object {
            let keys = map.shared_keys();
            let known = self.memo.shape(id, keys, || Shape::of(rules, keys));
            fit = self.properties::<WORDS>(map, rules, &known, id, assume);
            if fit == Fit::No && !WORDS {
                return fit;
            }
            shape = Some((rules, known));
        }
        let counted = shape.as_ref().is_some_and(|(rules, _)| counts_keys(rules));
        if !counted && node.branches.is_none() {
            return fit;
        }
        let rules = shape
            .as_ref()
            .map(|(rules, shape)| (rules.as_ref(), shape.as_ref()));
        let is_open = |value: &Value| match &value.kind {
            ValueKind::Deferred(_) => resolved(value, assume).is_none(),
            _ => false,
        };
        if !map.values().any(is_open) {
            return fit.and(self.together::<WORDS>(value, map, rules, id, node, assume));
        }
        let mut questions = Vec::new();
        for value in map.values() {
            questions_of(value, assume, &mut questions);
        }
        let mut all: Option<Fit> = None;
        let few = each_scenario(&mut questions, assume, &mut |inner| {
            let one = self.together::<WORDS>(value, map, rules, id, node, inner);
            all = Some(all.map_or(one, |all| self.join(all, one)));
        });
        match few {
            true => fit.and(all.unwrap_or(Fit::Unknown)),
            false => fit.and(self.at_least::<WORDS>(value, map, rules, id, assume)),
        }
    }

    /// What can be said where too much depends on the deployment: that a property which must be
    /// there is on no branch.
    fn at_least<const WORDS: bool>(
        &mut self,
        value: &Value,
        map: &ValueMap,
        rules: Option<(&ObjectRules, &Shape)>,
        id: NodeId,
        assume: Assume,
    ) -> Fit {
        let Some((rules, _)) = rules else {
            return Fit::Unknown;
        };
        let may = |name: &&Name| {
            let value = map.get(name);
            value.is_some_and(|value| !resolved(value, assume).is_some_and(Value::is_null))
        };
        let missing: Vec<&Name> = rules.required.iter().filter(|name| !may(name)).collect();
        if missing.is_empty() {
            return Fit::Unknown;
        }
        if WORDS {
            let owner = owner(self.schema, id);
            let all = all_of(&missing);
            self.needs(
                value,
                format!("`{owner}` needs {all}"),
                format!("add {all}"),
            );
        }
        Fit::No
    }

    /// Each property by itself.
    fn properties<const WORDS: bool>(
        &mut self,
        map: &ValueMap,
        rules: &ObjectRules,
        shape: &Shape,
        id: NodeId,
        assume: Assume,
    ) -> Fit {
        let mut fit = Fit::Yes;
        for (place, node) in &shape.checks {
            let Some((key, value)) = map.get_index(*place as usize) else {
                continue;
            };
            if WORDS {
                self.path.push(Step::Key(key.clone()));
            }
            fit = fit.and(self.check::<WORDS>(value, *node, assume));
            if WORDS {
                self.path.pop();
            } else if fit == Fit::No {
                return fit;
            }
        }
        let set = |place: &u32| {
            let entry = map.get_index(*place as usize)?;
            (!entry.1.is_null() && !entry.1.is_error()).then_some(entry)
        };
        for (key, value) in shape.unknown.iter().filter_map(set) {
            fit = self.unknown::<WORDS>(key, value, rules, id);
        }
        for (key, value) in shape.read_only.iter().filter_map(set) {
            fit = self.read_only::<WORDS>(key, value, id);
        }
        for (key, value) in shape.deprecated.iter().filter_map(set) {
            self.deprecated::<WORDS>(key, value, id);
        }
        if let Some(node) = rules.property_names {
            for (key, value) in map {
                let name = Value::text(key.clone(), value.origin);
                fit = fit.and(self.check::<WORDS>(&name, node, assume));
            }
        }
        fit
    }

    /// What concerns the properties together, once it is settled which there are.
    fn together<const WORDS: bool>(
        &mut self,
        value: &Value,
        map: &ValueMap,
        rules: Option<(&ObjectRules, &Shape)>,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let mut fit = Fit::Yes;
        if let Some((rules, shape)) = rules {
            let absent = |value: &Value| match &value.kind {
                ValueKind::Null => true,
                ValueKind::Deferred(_) => resolved(value, assume).is_some_and(Value::is_null),
                _ => false,
            };
            let all = !map.values().any(absent);
            let has = |name: &str| map.get(name).is_some_and(|value| !absent(value));
            let count = || map.values().filter(|value| !absent(value)).count();
            let complete = match all {
                true => shape.complete,
                false => is_complete(rules, count(), &has),
            };
            // What a macro puts in place of a key is not known.
            let is_given = || map.into_iter().any(|(key, _)| key.starts_with("Fn::"));
            if !complete && !is_given() {
                fit = Fit::No;
                if WORDS {
                    self.incomplete(value, map, rules, id, count(), &has);
                } else {
                    return fit;
                }
            }
            for (name, node) in &rules.dependent_schemas {
                if has(name) {
                    fit = fit.and(self.check::<WORDS>(value, *node, assume));
                }
            }
        }
        fit.and(self.branches::<WORDS>(value, id, node, assume))
    }

    fn unknown<const WORDS: bool>(
        &mut self,
        key: &Name,
        value: &Value,
        rules: &ObjectRules,
        id: NodeId,
    ) -> Fit {
        self.no::<WORDS>(|walk| {
            let owner = owner(walk.schema, id);
            let settable = rules.properties.iter().map(|p| p.name.as_str());
            let near = nearest(key, settable.clone(), 1);
            let message = format!("`{owner}` has no property `{key}`");
            let finding = Finding::new(Code::SchemaUnknownProperty, value.origin, message)
                .here(format!("the value of `{key}`"));
            match (near.first(), rules.properties.is_empty()) {
                (Some(near), _) => finding.help(format!("write `{near}`")),
                (None, true) => finding.help(format!("remove `{key}`")),
                (None, false) => finding.help(format!("write one of {}", one_of(settable))),
            }
        })
    }

    fn read_only<const WORDS: bool>(&mut self, key: &Name, value: &Value, id: NodeId) -> Fit {
        self.no::<WORDS>(|walk| {
            let owner = owner(walk.schema, id);
            let message = format!("`{key}` of `{owner}` is only ever read");
            Finding::new(Code::SchemaReadOnly, value.origin, message)
                .here(format!("the value of `{key}`"))
                .help(format!("remove `{key}`: the service sets it"))
        })
    }

    fn deprecated<const WORDS: bool>(&mut self, key: &Name, value: &Value, id: NodeId) {
        if self.testing {
            return;
        }
        self.remarks = true;
        if WORDS {
            let owner = owner(self.schema, id);
            let message = format!("`{key}` of `{owner}` is deprecated");
            let finding = Finding::new(Code::SchemaDeprecated, value.origin, message)
                .here(format!("the value of `{key}`"))
                .help(format!("look up what the service has in place of `{key}`"));
            self.findings.push(finding);
        }
    }

    /// Says which properties are missing and which do not go together.
    fn incomplete(
        &mut self,
        value: &Value,
        map: &ValueMap,
        rules: &ObjectRules,
        id: NodeId,
        count: usize,
        has: &dyn Fn(&str) -> bool,
    ) {
        let owner = owner(self.schema, id);
        let missing: Vec<&Name> = rules.required.iter().filter(|name| !has(name)).collect();
        if !missing.is_empty() {
            let all = all_of(&missing);
            self.needs(
                value,
                format!("`{owner}` needs {all}"),
                format!("add {all}"),
            );
        }
        for group in rules.required_xor.iter().chain(&rules.required_or) {
            if !group.iter().any(|name| has(name)) {
                let any = one_of(group);
                self.needs(
                    value,
                    format!("`{owner}` needs {any}"),
                    format!("add {any}"),
                );
            }
        }
        for group in &rules.required_xor {
            let set: Vec<&Name> = group.iter().filter(|name| has(name)).collect();
            if let [first, second, ..] = set.as_slice() {
                self.exclusive(map, first, second);
            }
        }
        for (name, others) in &rules.dependent_required {
            let missing: Vec<&Name> = others.iter().filter(|other| !has(other)).collect();
            if has(name) && !missing.is_empty() {
                let all = all_of(&missing);
                let at = map.get(name).unwrap_or(value).origin;
                let message = format!("`{name}` needs {all} beside it");
                self.no::<true>(|_| {
                    Finding::new(Code::SchemaDependency, at, message)
                        .here(format!("the value of `{name}`"))
                        .help(format!("add {all}"))
                });
            }
        }
        for (name, others) in &rules.dependent_excluded {
            for other in others.iter().filter(|other| has(name) && has(other)) {
                self.exclusive(map, name, other);
            }
        }
        let bounds = [
            (
                "at least",
                rules.min_properties.filter(|min| count < *min as usize),
            ),
            (
                "at most",
                rules.max_properties.filter(|max| count > *max as usize),
            ),
        ];
        for (bound, wanted) in bounds {
            let Some(wanted) = wanted else { continue };
            let entries = if wanted == 1 { "entry" } else { "entries" };
            let message = format!("expected {bound} {wanted} {entries}, found {count}");
            self.no::<true>(|_| Finding::new(Code::SchemaCount, value.origin, message).whole());
        }
    }

    pub fn needs(&mut self, value: &Value, message: String, help: String) {
        let label = match self.path.is_empty() {
            true => "this resource",
            false => "this record",
        };
        self.no::<true>(|_| {
            Finding::new(Code::SchemaMissingProperty, value.origin, message)
                .here(label)
                .help(help)
                .whole()
        });
    }

    /// Two properties of which one may be set.
    pub fn exclusive(&mut self, map: &ValueMap, first: &str, second: &str) {
        let Some((first_value, second_value)) = map.get(first).zip(map.get(second)) else {
            return;
        };
        self.no::<true>(|_| {
            let message = format!("`{first}` and `{second}` may not both be set");
            Finding::new(Code::SchemaConflict, second_value.origin, message)
                .here(format!("the value of `{second}`"))
                .also(first_value.origin.span, format!("the value of `{first}`"))
                .help("remove one of them")
        });
    }
}

/// Whether a record is a function of the template language, spelled out.
pub(super) fn is_intrinsic(map: &ValueMap) -> bool {
    match map.get_index(0) {
        Some((key, _)) if map.len() == 1 => key.starts_with("Fn::") || key == "Ref",
        _ => false,
    }
}
