//! Attributes: `@id`, `@dependsOn` and all others that resources carry.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    Allow, Origin, ResourceId, ResourceOptions, Value, ValueKind, is_condition_id, is_logical_id,
    is_terraform_name,
};
use crate::syntax::ast::{Attribute, ExprKind, Item, ItemKind, TextPart};
use crate::text::{Name, Span};
use std::sync::Arc;

/// What the attributes of an instance say to the resources inside. Their own word goes first.
#[derive(Debug, Clone, Default)]
pub(super) struct Inherited {
    depends_on: Vec<(ResourceId, Origin)>,
    deletion_policy: Option<Value>,
    update_replace_policy: Option<Value>,
    /// Lists: each resource takes what is for its own provider.
    provider: Option<Value>,
    allow: Vec<Allow>,
}

impl<'a> Eval<'a> {
    /// The id that `@id` gives, checked.
    pub fn explicit_id(&mut self, item: &'a Item) -> Option<Name> {
        let attribute = item.attribute("id")?;
        let argument = attribute.arguments.first()?;
        let value = self.expr(&argument.value);
        if value.is_error() {
            return None;
        }
        let at = argument.value.span;
        let known = self.must_be_known(&value, at, "an id")?;
        let text = known.as_text()?.clone();
        // What only one of the engines takes is for that one to say.
        let is_let = matches!(item.kind, ItemKind::Let(_));
        if is_logical_id(&text) || is_terraform_name(&text) || is_let && is_condition_id(&text) {
            return Some(text);
        }
        let message = format!("`{text}` cannot be an id");
        self.report(
            Diagnostic::new(Code::IdInvalid, at, message)
                .here("not only letters and digits")
                .help("use letters and digits, 255 at most; for Terraform also `_` and `-`"),
        );
        None
    }

    /// The text of an attribute that must be known.
    pub fn known_text_attribute(&mut self, item: &'a Item, name: &str) -> Option<Name> {
        let argument = item.attribute(name)?.arguments.first()?;
        let value = self.expr(&argument.value);
        if value.is_error() {
            return None;
        }
        let need = format!("`@{name}`");
        let known = self.must_be_known(&value, argument.value.span, &need)?;
        known.as_text().cloned()
    }

    /// From `@description`, else from the `///` before the item.
    pub fn description(&mut self, item: &'a Item) -> Option<Name> {
        let exact = self.known_text_attribute(item, "description");
        exact.or_else(|| item.doc.as_ref().map(|doc| doc.text.as_str().into()))
    }

    /// What the attributes of an instance say to all that is inside, with what those around it say.
    pub fn inherited(&mut self, item: &'a Item) -> Option<Arc<Inherited>> {
        if item.attributes.is_empty() {
            return self.within.options.clone();
        }
        let around = self.within.options.as_deref().cloned();
        let mut inherited = around.unwrap_or_default();
        for attribute in &item.attributes {
            match attribute.name.name.as_str() {
                "dependsOn" => self.depends_on(attribute, &mut inherited.depends_on),
                "deletionPolicy" => inherited.deletion_policy = self.first(attribute),
                "updateReplacePolicy" => inherited.update_replace_policy = self.first(attribute),
                "provider" => inherited.provider = self.provider(attribute, true),
                "allow" => inherited.allow.extend(allowed(attribute)),
                _ => {}
            }
        }
        Some(Arc::new(inherited))
    }

    /// What a resource's attributes say; nothing where they say nothing.
    pub fn options(&mut self, item: &'a Item, id: Option<Name>) -> Option<Box<ResourceOptions>> {
        let own = self.options_of(&item.attributes, id);
        let Some(inherited) = &self.within.options else {
            return own;
        };
        let mut options = own.unwrap_or_default();
        options.depends_on.extend_from_slice(&inherited.depends_on);
        options.allow.extend_from_slice(&inherited.allow);
        let (policy, replace) = (&inherited.deletion_policy, &inherited.update_replace_policy);
        options.deletion_policy = options.deletion_policy.or_else(|| policy.clone());
        options.update_replace_policy = options.update_replace_policy.or_else(|| replace.clone());
        options.provider = options.provider.or_else(|| inherited.provider.clone());
        Some(options)
    }

    /// What attributes say of one resource.
    pub fn options_of(
        &mut self,
        attributes: &'a [Attribute],
        id: Option<Name>,
    ) -> Option<Box<ResourceOptions>> {
        if attributes.is_empty() {
            return None;
        }
        let mut options = ResourceOptions {
            id,
            ..ResourceOptions::default()
        };
        for attribute in attributes {
            match attribute.name.name.as_str() {
                "dependsOn" => {
                    self.depends_on(attribute, &mut options.depends_on);
                    options.depends_on_list |= is_list(attribute);
                }
                "deletionPolicy" => options.deletion_policy = self.first(attribute),
                "updateReplacePolicy" => options.update_replace_policy = self.first(attribute),
                "updatePolicy" => options.update_policy = self.first(attribute),
                "creationPolicy" => options.creation_policy = self.first(attribute),
                "metadata" => options.metadata = self.first(attribute),
                "attributes" => options.attributes = self.first(attribute),
                "lifecycle" => options.lifecycle = self.lifecycle(attribute),
                "moved" => options.moved = self.moved(attribute),
                "import" => options.import = self.first(attribute),
                "provider" => options.provider = self.provider(attribute, false),
                "allow" => options.allow.extend(allowed(attribute)),
                // `@id` was read before; others have no place here, which has been reported.
                _ => {}
            }
        }
        Some(Box::new(options))
    }

    pub fn first(&mut self, attribute: &'a Attribute) -> Option<Value> {
        let argument = attribute.arguments.first()?;
        Some(self.expr(&argument.value))
    }

    fn depends_on(&mut self, attribute: &'a Attribute, out: &mut Vec<(ResourceId, Origin)>) {
        for argument in &attribute.arguments {
            let value = self.expr(&argument.value);
            let at = argument.value.span;
            self.collect_resources(&value, at, out);
        }
    }

    /// All resources in a value: itself, or what a collection holds.
    pub fn collect_resources(
        &mut self,
        value: &Value,
        at: Span,
        out: &mut Vec<(ResourceId, Origin)>,
    ) {
        match &value.kind {
            ValueKind::Resource(id, _) => {
                let origin = self.origin(at);
                out.push((*id, origin));
            }
            // All that is inside, and really made.
            ValueKind::Instance(id, _) => {
                let origin = self.origin(at);
                let inside = self.graph.instance(*id).resources.clone();
                let made = inside
                    .map(ResourceId)
                    .filter(|id| self.graph.resource(*id).kind.is_made());
                out.extend(made.map(|id| (id, origin)));
            }
            ValueKind::Map(map) => map
                .values()
                .for_each(|v| self.collect_resources(v, at, out)),
            ValueKind::List(list) => list.iter().for_each(|v| self.collect_resources(v, at, out)),
            // A resource that is known not to be made.
            ValueKind::Null | ValueKind::Error => {}
            ValueKind::Deferred(_) => {
                self.must_be_known(value, at, "what `@dependsOn` names");
            }
            _ => {
                self.wrong_kind(value, "a resource");
            }
        }
    }
}

/// Whether the one argument of an attribute is written as a list.
fn is_list(attribute: &Attribute) -> bool {
    match attribute.arguments.as_slice() {
        [only] => matches!(only.value.kind, ExprKind::List(_)),
        _ => false,
    }
}

/// The code or policy that `@allow` names, and why.
fn allowed(attribute: &Attribute) -> Option<Allow> {
    Some(Allow {
        what: plain_text(attribute, 0)?,
        reason: plain_text(attribute, 1),
        at: attribute.span,
    })
}

fn plain_text(attribute: &Attribute, argument: usize) -> Option<Name> {
    match &attribute.arguments.get(argument)?.value.kind {
        ExprKind::Text(text) => match text.parts.as_slice() {
            [TextPart::Text { value, .. }] => Some(value.clone()),
            _ => None,
        },
        _ => None,
    }
}
