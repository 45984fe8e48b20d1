//! `Rules`: each is a `rule`. In: an entry of the section. Out: the declaration. Never: what a condition says.

use super::Form;
use super::names::needs_id;
use super::names::wish;
use super::state::Decompiler;
use crate::syntax::ast::{Item, ItemKind, Rule, Statement, StatementKind, Text};
use crate::template::{Entry, Node};
use crate::text::Name;

impl<'a> Decompiler<'a> {
    /// `None`: no `rule` can say it.
    pub fn rule(&mut self, entry: &'a Entry) -> Option<Item> {
        let keys = entry.value.as_map()?;
        let own = |key: &str| matches!(key, "RuleCondition" | "Assertions");
        let others: Vec<&Entry> = keys.iter().filter(|key| !own(&key.key)).collect();
        let asserts = entry.value.get("Assertions")?.as_list()?;
        if asserts.is_empty() || !asserts.iter().all(is_assert) {
            return None;
        }
        let span = entry.key_span;
        let title = title_of(&entry.key);
        let condition = entry.value.get("RuleCondition");
        let condition = condition.map(|node| self.condition(node));
        let mut statements = Vec::with_capacity(asserts.len());
        for assert in asserts {
            let condition = self.condition(assert.get("Assert")?);
            let message = assert.get("AssertDescription");
            let message = message.map(|node| self.literal(node));
            statements.push(Statement {
                span: assert.span,
                kind: StatementKind::Assert { condition, message },
            });
        }
        let id = needs_id(&title, &entry.key).then(|| self.always_id(&entry.key, span));
        let others = self.other_keys(&others);
        let attributes = id.into_iter().chain(others).collect();
        self.wrote(&entry.value, Form::Natural);
        let kind = ItemKind::Rule(Rule {
            title: Text { value: title, span },
            condition,
            asserts: statements,
        });
        Some(self.item(span.to(entry.value.span), attributes, kind))
    }
}

fn is_assert(node: &Node) -> bool {
    let keys = node.as_map().unwrap_or_default();
    node.get("Assert").is_some()
        && keys.iter().all(|key| match key.key.as_str() {
            "Assert" => true,
            "AssertDescription" => key.value.as_text().is_some(),
            _ => false,
        })
}

/// `ProductionIsLarge` is `production is large`, where that gives the same id.
fn title_of(id: &str) -> Name {
    let mut title = String::with_capacity(id.len() + 8);
    let mut before = 'a';
    for letter in id.chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            if !title.is_empty() {
                title.push(' ');
            }
            title.push(letter.to_ascii_lowercase());
        } else {
            title.push(letter);
        }
        before = letter;
    }
    match needs_id(&title, id) {
        false => title.into(),
        true => wish(id, super::Purpose::Check),
    }
}
