//! Conditions that stand at their use instead of in a `let`. In: a template. Out: the ids of those whose names come
//! out the same from what they say. Never: one that is used often, or by a text.

use super::Form;
use super::Purpose;
use super::state::Decompiler;
use crate::graph::logical_id;
use crate::template::{Entry, Node};
use crate::text::Name;
use rustc_hash::{FxHashMap, FxHashSet};

/// What is used more often is said once, in a `let`.
const MOST_USES: usize = 2;

impl Decompiler<'_> {
    /// The conditions that need no `let`.
    pub fn inlined(&self) -> FxHashSet<Name> {
        let conditions = self.template.root.get("Conditions");
        let conditions = conditions.and_then(Node::as_map).unwrap_or_default();
        if self.purpose == Purpose::Check {
            return FxHashSet::default();
        }
        let fits = |entry: &&Entry| {
            let natural = self.asked(&entry.value) == Form::Natural;
            natural && name_of(&entry.value).is_some_and(|name| name == entry.key)
        };
        let mut fitting = conditions.iter().filter(fits).peekable();
        if fitting.peek().is_none() {
            return FxHashSet::default();
        }
        let mut uses = FxHashMap::default();
        count(&self.template.root, &mut uses);
        let is_used = |id: &Name| matches!(uses.get(id), Some(1..=MOST_USES));
        let ids = fitting.map(|entry| entry.key.clone());
        ids.filter(is_used).collect()
    }
}

/// The name that the language gives to a comparison: `StageIsProd`.
fn name_of(condition: &Node) -> Option<Name> {
    let function = condition.single()?;
    let argument = function.value.as_list()?;
    match (function.key.as_str(), argument) {
        ("Fn::Not", [operand]) => {
            let inner = operand.single().filter(|inner| inner.key == "Fn::Equals")?;
            compared(&inner.value, "IsNot")
        }
        ("Fn::Equals", _) => compared(&function.value, "Is"),
        _ => None,
    }
}

fn compared(argument: &Node, is: &str) -> Option<Name> {
    let [left, right] = argument.as_list()? else {
        return None;
    };
    let id = left.single().filter(|entry| entry.key == "Ref")?;
    let id = id.value.as_text()?;
    let subject = id.strip_prefix("AWS::").unwrap_or(id);
    let value = match right.as_text()?.as_str() {
        "" => Name::from("Empty"),
        text => logical_id([text]),
    };
    let subject = logical_id([subject]);
    (!value.is_empty()).then(|| ecow::eco_format!("{subject}{is}{value}"))
}

/// How often each condition is named.
fn count(node: &Node, uses: &mut FxHashMap<Name, usize>) {
    for entry in node.as_map().unwrap_or_default() {
        let first = entry.value.as_list().and_then(<[Node]>::first);
        let named = match entry.key.as_str() {
            "Condition" => entry.value.as_text(),
            "Fn::If" => first.and_then(Node::as_text),
            _ => None,
        };
        if let Some(name) = named {
            *uses.entry(name.clone()).or_default() += 1;
        }
        count(&entry.value, uses);
    }
    for item in node.as_list().unwrap_or_default() {
        count(item, uses);
    }
}
