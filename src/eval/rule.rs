//! `rule`: what the engine checks before it makes anything; and `stack { ... }`.

use super::ids::Namespace;
use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Rule, RuleAssert, ValueKind};
use crate::syntax::ast::{self, Expr, Item, StatementKind};

impl<'a> Eval<'a> {
    pub fn rule(&mut self, item: &'a Item, rule: &'a ast::Rule) {
        let (checked, condition) = self.filter(rule.condition.as_ref());
        if !checked {
            return;
        }
        let before = condition.as_ref().map(|c| self.assume(c, true));
        let mut asserts = Vec::new();
        for statement in &rule.asserts {
            match &statement.kind {
                StatementKind::Let(value) => {
                    let value = self.expr(&value.value);
                    self.locals.push(value);
                }
                StatementKind::Assert {
                    condition: asserted,
                    message,
                } => asserts.extend(self.assert(asserted, message.as_ref(), condition.is_some())),
                // `require` and `warn` belong into policies, which has been reported.
                StatementKind::Require { .. }
                | StatementKind::Warn { .. }
                | StatementKind::Expect { .. }
                | StatementKind::Snapshot(_)
                | StatementKind::Error => {}
            }
        }
        if let Some(before) = before {
            self.retract(before);
        }
        let attributes = item.attribute("attributes");
        let attributes = attributes.and_then(|attribute| self.first(attribute));
        let explicit = self.explicit_id(item);
        let id = self.id_of(&rule.title.value, &[], explicit.as_ref());
        let condition = self.also_within(condition, rule.title.span);
        self.take_id(Namespace::Rule, &id, &rule.title.value, rule.title.span);
        self.graph.rules.push(Rule {
            title: rule.title.value.clone(),
            logical_id: id,
            condition,
            asserts,
            attributes,
            origin: self.origin(rule.title.span),
        });
    }

    /// One `assert`. What is known to hold need not be checked.
    fn assert(
        &mut self,
        asserted: &'a Expr,
        message: Option<&'a Expr>,
        conditional: bool,
    ) -> Option<RuleAssert> {
        let condition = self.condition(asserted);
        let message = message.and_then(|message| {
            let value = self.expr(message);
            if value.is_error() {
                return None;
            }
            let known = self.must_be_known(&value, message.span, "the message of an `assert`")?;
            known.as_text().cloned()
        });
        match condition.kind {
            ValueKind::Error | ValueKind::Bool(true) => None,
            ValueKind::Bool(false) if !conditional => {
                let said = message.map_or_else(String::new, |m| format!(": {m}"));
                self.report(
                    Diagnostic::new(
                        Code::EvalRule,
                        asserted.span,
                        format!("this never holds{said}"),
                    )
                    .here("known to be false"),
                );
                None
            }
            _ => Some(RuleAssert { condition, message }),
        }
    }

    /// `stack { ... }`.
    pub fn settings(&mut self, body: &'a Expr) {
        let value = self.expr(body);
        let origin = self.origin(body.span);
        let settings = &mut self.graph.settings;
        settings.origin = Some(origin);
        let Some(entries) = value.as_map() else {
            return;
        };
        for (key, entry) in entries.iter() {
            let entry = entry.clone();
            match key.as_str() {
                "formatVersion" => settings.format_version = Some(entry),
                _ if entry.is_null() => {}
                "template" => settings.template = Some(entry),
                "description" => settings.description = Some(entry),
                "transform" => settings.transform = Some(entry),
                "metadata" => settings.metadata = Some(entry),
                "tags" => settings.tags = Some(entry),
                "globals" => settings.globals = Some(entry),
                "hooks" => settings.hooks = Some(entry),
                _ => drop(settings.other.insert(key.clone(), entry)),
            }
        }
        if let Some(tags) = self.graph.settings.tags.take() {
            let at = tags.origin.span;
            self.graph.settings.tags = self.must_be_known(&tags, at, "which tags a stack has");
        }
        if let Some(target) = self.graph.settings.other.get("target").cloned() {
            let at = target.origin.span;
            if let Some(known) = self.must_be_known(&target, at, "the target of a stack") {
                self.graph.settings.other.insert("target".into(), known);
            }
        }
        if let Some(version) = self.graph.settings.format_version.clone() {
            let at = version.origin.span;
            self.graph.settings.format_version =
                self.must_be_known(&version, at, "the version of the format");
        }
        self.fragment();
        self.settings_of_terraform();
        if let Some(description) = self.graph.settings.description.clone() {
            let at = description.origin.span;
            self.graph.settings.description =
                self.must_be_known(&description, at, "the description of a stack");
        }
    }

    /// What is merged into the template as it is, whether `raw` stands around it or not.
    fn fragment(&mut self) {
        let Some(fragment) = self.graph.settings.template.take() else {
            return;
        };
        let at = fragment.origin.span;
        let fragment = match fragment.as_deferred() {
            Some(Deferred::Raw(inner)) => inner.clone(),
            _ => fragment,
        };
        self.graph.settings.template =
            self.must_be_known_deep(&fragment, at, "a fragment of the template");
    }
}
