//! Lists: how many elements, which, and none twice.

use super::assume::{Assume, each_scenario, questions_of, resolved};
use super::finding::Finding;
use super::fit::Fit;
use super::same::repeated;
use super::scalars::shown;
use super::values::{Step, Walk};
use crate::diag::{Code, all_of};
use crate::graph::{List, Value, ValueKind};
use crate::schema::{ListRules, Node, TypeSet};
use crate::text::Name;
use crate::types::NodeId;
use std::sync::Arc;

impl Walk<'_> {
    pub fn list<const WORDS: bool>(
        &mut self,
        value: &Value,
        list: &Arc<List>,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        if !node.types.has(TypeSet::ARRAY) {
            return self.wrong_kind::<WORDS>(value, node);
        }
        if node.list.is_none() && node.branches.is_none() {
            return Fit::Yes;
        }
        let address = Arc::as_ptr(list) as usize;
        let shared = Arc::strong_count(list) > 1 && assume.is_nothing();
        if shared && let Some(fit) = self.is_known_shared::<WORDS>(id, address) {
            return fit;
        }
        let own = match &node.list {
            Some(rules) => self.elements::<WORDS>(value, list, rules, assume),
            None => Fit::Yes,
        };
        let fit = match own == Fit::No && !WORDS {
            true => own,
            false => own.and(self.branches::<WORDS>(value, id, node, assume)),
        };
        if shared {
            self.keep_shared::<WORDS>(id, address, fit);
        }
        fit
    }

    /// What is known of a shared value that was looked at before.
    pub fn is_known_shared<const WORDS: bool>(
        &mut self,
        id: NodeId,
        address: usize,
    ) -> Option<Fit> {
        match (WORDS, self.testing) {
            // Everything has been said of it.
            (true, false) => self.told.contains(&(address, id)).then_some(Fit::Unknown),
            _ => self.memo.shared(id, address, self.testing),
        }
    }

    pub fn keep_shared<const WORDS: bool>(&mut self, id: NodeId, address: usize, fit: Fit) {
        match (WORDS, self.testing) {
            (true, false) => {
                self.told.insert((address, id));
            }
            (false, false) if self.remarks || fit == Fit::No => {}
            _ => self.memo.keep_shared(id, address, self.testing, fit),
        }
    }

    fn elements<const WORDS: bool>(
        &mut self,
        value: &Value,
        list: &[Value],
        rules: &ListRules,
        assume: Assume,
    ) -> Fit {
        let mut fit = Fit::Yes;
        for (at, element) in list.iter().enumerate() {
            let Some(node) = rules.prefix.get(at).copied().or(rules.items) else {
                break;
            };
            if WORDS {
                self.path.push(Step::Element);
            }
            fit = fit.and(self.check::<WORDS>(element, node, assume));
            if WORDS {
                self.path.pop();
            } else if fit == Fit::No {
                return fit;
            }
        }
        if !counts(rules) {
            return fit;
        }
        let is_open = |element: &Value| match &element.kind {
            ValueKind::Deferred(_) => resolved(element, assume).is_none(),
            _ => false,
        };
        if !list.iter().any(is_open) {
            return fit.and(self.as_a_whole::<WORDS>(value, list, rules, assume));
        }
        let mut questions = Vec::new();
        for element in list {
            questions_of(element, assume, &mut questions);
        }
        let mut all: Option<Fit> = None;
        let few = each_scenario(&mut questions, assume, &mut |inner| {
            let one = self.as_a_whole::<WORDS>(value, list, rules, inner);
            all = Some(all.map_or(one, |all| self.join(all, one)));
        });
        match few {
            true => fit.and(all.unwrap_or(Fit::Unknown)),
            // Too much depends on the deployment: what is sure in any case can still be wrong.
            false => fit.and(
                self.as_a_whole::<WORDS>(value, list, rules, assume)
                    .max(Fit::Unknown),
            ),
        }
    }

    /// What concerns the elements together. What each of them is has been decided.
    fn as_a_whole<const WORDS: bool>(
        &mut self,
        value: &Value,
        list: &[Value],
        rules: &ListRules,
        assume: Assume,
    ) -> Fit {
        let mut fit = Fit::Yes;
        let most = list.iter().filter(|e| !is_absent(e, assume)).count();
        // What an error stands for may be several elements.
        let broken = list.iter().any(Value::is_error);
        if let Some(min) = rules.min_items
            && most < min as usize
            && !broken
        {
            fit = self.wrong_count::<WORDS>(value, "at least", min, most);
        }
        if let Some(max) = rules.max_items
            && most > max as usize
        {
            let least = list.iter().filter(|e| there(e, assume).is_some()).count();
            if least > max as usize {
                fit = self.wrong_count::<WORDS>(value, "at most", max, least);
            }
        }
        if rules.unique_items
            && let Some((first, second)) = repeated(list, |e| there(e, assume))
        {
            fit = self.twice::<WORDS>(first, second, None);
        }
        if !rules.unique_keys.is_empty() {
            fit = fit.and(self.same_keys::<WORDS>(list, &rules.unique_keys, assume));
        }
        if let Some(max) = rules.max_unique_items {
            let present: Vec<&Value> = list.iter().filter_map(|e| there(e, assume)).collect();
            let different = super::same::different(&present);
            if different > max as usize {
                fit = self.no::<WORDS>(|_| {
                    let message =
                        format!("expected at most {max} different elements, found {different}");
                    Finding::new(Code::SchemaCount, value.origin, message)
                });
            }
        }
        if let Some(node) = rules.contains {
            fit = fit.and(self.contains::<WORDS>(value, list, node, assume));
        }
        fit
    }

    fn contains<const WORDS: bool>(
        &mut self,
        value: &Value,
        list: &[Value],
        node: NodeId,
        assume: Assume,
    ) -> Fit {
        let fits = list.iter().map(|element| match is_absent(element, assume) {
            true => Fit::No,
            false => self.test(element, node, assume),
        });
        match fits.min() {
            Some(Fit::Yes) => Fit::Yes,
            Some(Fit::Unknown) => Fit::Unknown,
            None | Some(Fit::No) => self.no::<WORDS>(|walk| {
                let wanted = walk.described(node);
                let message = format!("no element of `{}` has {wanted}", walk.name());
                Finding::new(Code::SchemaContains, value.origin, message)
            }),
        }
    }

    /// Elements that agree in all of these keys.
    fn same_keys<const WORDS: bool>(
        &mut self,
        list: &[Value],
        keys: &[Name],
        assume: Assume,
    ) -> Fit {
        let with_all = |element: &&Value| {
            let map = element.as_map();
            map.is_some_and(|map| {
                let has = |key: &Name| map.get(key).is_some_and(|v| !v.is_null() && !v.is_error());
                keys.iter().all(has)
            })
        };
        let present = list.iter().filter_map(|e| there(e, assume));
        let found: Vec<&Value> = present.filter(with_all).collect();
        // All elements have as many keys, so that those of two are equal as lists are.
        let of = |element: &&Value| -> Vec<Value> {
            let map = element.as_map();
            let get = |key: &Name| map.and_then(|map| map.get(key)).cloned();
            keys.iter().filter_map(get).collect()
        };
        let parts: Vec<Vec<Value>> = found.iter().map(of).collect();
        match super::same::repeated_parts(&parts) {
            Some((first, second)) => match (found.get(first), found.get(second)) {
                (Some(first), Some(second)) => self.twice::<WORDS>(first, second, Some(keys)),
                _ => Fit::Yes,
            },
            None => Fit::Yes,
        }
    }

    fn twice<const WORDS: bool>(
        &mut self,
        first: &Value,
        second: &Value,
        keys: Option<&[Name]>,
    ) -> Fit {
        self.no::<WORDS>(|walk| {
            let name = walk.name();
            let message = match (keys, &second.kind) {
                (Some(keys), _) => {
                    format!("two elements of `{name}` agree in {}", all_of(keys.iter()))
                }
                (None, ValueKind::Map(_) | ValueKind::List(_) | ValueKind::Deferred(_)) => {
                    format!("two elements of `{name}` are the same")
                }
                (None, kind) => format!("{} stands twice in `{name}`", shown(kind)),
            };
            let finding = Finding::new(Code::SchemaUnique, second.origin, message)
                .here("the second time")
                .help("remove one of them");
            match first.origin.span == second.origin.span {
                true => finding,
                false => finding.also(first.origin.span, "the first time"),
            }
        })
    }

    fn wrong_count<const WORDS: bool>(
        &mut self,
        value: &Value,
        bound: &str,
        wanted: u32,
        found: usize,
    ) -> Fit {
        self.no::<WORDS>(|_| {
            let elements = if wanted == 1 { "element" } else { "elements" };
            let found = if found == 0 {
                "none".to_owned()
            } else {
                found.to_string()
            };
            let message = format!("expected {bound} {wanted} {elements}, found {found}");
            Finding::new(Code::SchemaCount, value.origin, message)
        })
    }
}

/// Whether it matters which elements are there.
fn counts(rules: &ListRules) -> bool {
    rules.min_items.is_some()
        || rules.max_items.is_some()
        || rules.unique_items
        || !rules.unique_keys.is_empty()
        || rules.max_unique_items.is_some()
        || rules.contains.is_some()
}

/// Whether a value is left out.
fn is_absent(value: &Value, assume: Assume) -> bool {
    resolved(value, assume).is_some_and(Value::is_null)
}

/// What stands in the place of a value, where something surely does.
fn there<'v>(value: &'v Value, assume: Assume) -> Option<&'v Value> {
    let found = resolved(value, assume)?;
    (!found.is_null() && !found.is_error()).then_some(found)
}
