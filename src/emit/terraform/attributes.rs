//! What is said beside the properties of a resource, about an output and about the whole stack, and
//! that only CloudFormation has a use for. In: a graph. Out: problems. Never: what Terraform has a word
//! for.

use super::plan::Planner;
use super::problem::{Attribute, ProblemKind};
use crate::graph::{ResourceOptions, Value};

impl Planner<'_> {
    pub fn attributes(&mut self) {
        let graph = self.graph;
        for resource in &graph.resources {
            if let Some(options) = &resource.options {
                self.subject = Some(resource.origin.span);
                self.options(options);
            }
        }
        for param in &graph.params {
            self.subject = Some(param.origin.span);
            self.unless_absent(Attribute::Keys, param.attributes.as_ref());
        }
        for output in &graph.outputs {
            self.subject = Some(output.origin.span);
            self.unless_absent(Attribute::Keys, output.attributes.as_ref());
            self.unless_absent(Attribute::Export, output.export.as_ref());
        }
        self.subject = None;
    }

    /// The entries of `stack` that only CloudFormation knows.
    pub fn settings(&mut self) {
        let settings = &self.graph.settings;
        let transform = settings
            .transform
            .as_ref()
            .map(|value| ("transform", value));
        let others = [
            ("metadata", &settings.metadata),
            ("globals", &settings.globals),
            ("hooks", &settings.hooks),
            ("formatVersion", &settings.format_version),
            ("template", &settings.template),
        ];
        let others = others.into_iter();
        let others = others.filter_map(|(name, value)| Some((name, value.as_ref()?)));
        for (name, value) in transform.into_iter().chain(others) {
            self.report(ProblemKind::Setting(name), value.origin);
        }
    }

    fn options(&mut self, options: &ResourceOptions) {
        let policies = [
            (Attribute::Deletion, &options.deletion_policy),
            (Attribute::Replacement, &options.update_replace_policy),
        ];
        let is_protected = is_protected(options);
        for (attribute, policy) in policies {
            let Some(policy) = policy else { continue };
            match policy.as_text().map(|text| text.as_str()) {
                // What Terraform does in any case.
                Some("Delete") => {}
                Some("Snapshot") => {
                    self.report(ProblemKind::Attribute(Attribute::Snapshot), policy.origin);
                }
                _ if is_protected => {}
                _ => self.report(ProblemKind::Attribute(attribute), policy.origin),
            }
        }
        self.unless_absent(Attribute::Creation, options.creation_policy.as_ref());
        self.unless_absent(Attribute::Update, options.update_policy.as_ref());
        self.unless_absent(Attribute::Metadata, options.metadata.as_ref());
        self.unless_absent(Attribute::Keys, options.attributes.as_ref());
    }

    fn unless_absent(&mut self, attribute: Attribute, value: Option<&Value>) {
        if let Some(value) = value {
            self.report(ProblemKind::Attribute(attribute), value.origin);
        }
    }
}

/// Whether Terraform refuses to delete the resource.
fn is_protected(options: &ResourceOptions) -> bool {
    let lifecycle = options.lifecycle.as_ref().and_then(Value::as_map);
    let refuses = lifecycle.and_then(|entries| entries.get("prevent_destroy"));
    refuses.and_then(Value::as_bool) == Some(true)
}
