//! What only Terraform has a use for, with its types: the entries `terraform` and `providers` of
//! `stack`, and `@lifecycle`. Whether the target is Terraform is for others to say.

use super::attribute::is_resources;
use super::checker::Checker;
use super::expr::literal_text;
use super::resource::resource_key;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic, one_of};
use crate::schema::provider;
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Field, ListType, Literal, RecordType, Type, TypeKey};
use std::sync::Arc;

/// Entries of a `terraform` block of which there may be one, each for the place of the state.
const STATE: [&str; 2] = ["backend", "cloud"];

impl<'a> Checker<'a> {
    /// The type of the entry `terraform`.
    pub fn terraform_settings(&self) -> Type {
        let text = || self.string.clone();
        let required = record([("source", text()), ("version", text())]);
        let names = Type::union([Type::list(text()), Type::map(text())]);
        let workspaces = record([("name", text()), ("project", text()), ("tags", names)]);
        record([
            ("required_version", text()),
            (
                "required_providers",
                Type::map(Type::union([text(), required])),
            ),
            ("backend", Type::map(Type::map(Type::Json))),
            (
                "cloud",
                record([
                    ("organization", text()),
                    ("hostname", text()),
                    ("token", text()),
                    ("workspaces", workspaces),
                ]),
            ),
            ("experiments", Type::list(text())),
            ("provider_meta", Type::map(Type::map(Type::Json))),
        ])
    }

    /// The state is in one place.
    pub fn one_state(&mut self, settings: &'a Expr) {
        let ExprKind::Record(entries) = &settings.kind else {
            return;
        };
        let mut places: Vec<&Ident> = Vec::new();
        for (name, value) in named(entries) {
            match &value.kind {
                ExprKind::Record(backends) if name.name == "backend" => {
                    let keys = named(backends).map(|(name, _)| name);
                    places.extend(keys);
                    if backends.is_empty() {
                        self.no_backend(value);
                    }
                }
                _ if STATE.contains(&name.name.as_str()) => places.push(name),
                _ => {}
            }
        }
        let [first, second, ..] = places.as_slice() else {
            return;
        };
        let message = format!("the state is kept in `{}` already", first.name);
        self.say(
            Diagnostic::new(Code::TypeDuplicateKey, second.span, message)
                .here("a second place")
                .label(first.span, "the first place")
                .help("remove one of them"),
        );
    }

    fn no_backend(&mut self, value: &'a Expr) {
        let diagnostic = self
            .error(
                Code::TypeMissingField,
                value,
                "expected a backend, found none",
            )
            .here("says nothing")
            .help("name one: `backend: { s3: { ... } }`");
        self.report(value, diagnostic);
    }

    /// The type of the entry `providers`: of each provider, one configuration or a list of them. What
    /// is known of a provider is asked for; of others, anything may be said.
    pub fn providers(&self, stack: &'a Stack) -> Type {
        let all = Type::map(configurations(Type::map(Type::Json)));
        let Some(ExprKind::Record(entries)) = entry(&stack.body, "providers").map(|e| &e.kind)
        else {
            return all;
        };
        let names: Vec<&Name> = named(entries).map(|(name, _)| &name.name).collect();
        if names.len() < entries.len() {
            return all;
        }
        let field = |name: &Name| Field {
            name: name.clone(),
            ty: configurations(self.configuration(stack, name)),
            optional: true,
        };
        Type::record(names.into_iter().map(field).collect())
    }

    /// How the provider with this local name is configured.
    fn configuration(&self, stack: &'a Stack, name: &Name) -> Type {
        let required = entry(&stack.body, "terraform")
            .and_then(|e| entry(e, "required_providers"))
            .and_then(|e| entry(e, name));
        let source = required.and_then(|e| entry(e, "source"));
        let source = source.and_then(|e| match &e.kind {
            ExprKind::Text(text) => literal_text(text),
            _ => None,
        });
        let own = source.as_ref().map_or(name, |source| source);
        let key = provider::configuration(provider::local_name(own));
        let open = Type::map(Type::Json);
        let Some(key) = self.nodes.resource(&key) else {
            return open;
        };
        let Some(root) = self.schemas().properties(&key) else {
            return open;
        };
        let Type::Record(known) = &self.nodes.get(&key, root).ty else {
            return open;
        };
        let mut fields = known.fields.clone();
        fields.push(Field {
            name: "alias".into(),
            ty: self.string.clone(),
            optional: true,
        });
        Type::record(fields)
    }

    /// `@lifecycle({ ... })` before something of this type.
    pub fn lifecycle(&mut self, argument: &'a Expr, of: Option<ItemId>) {
        let text = || self.string.clone();
        let all = Type::Literal(Literal::Text("all".into()));
        let condition = configurations(Type::record(vec![
            Field {
                name: "condition".into(),
                ty: Type::Bool,
                optional: false,
            },
            Field {
                name: "error_message".into(),
                ty: text(),
                optional: false,
            },
        ]));
        let wanted = record([
            ("create_before_destroy", Type::Bool),
            ("prevent_destroy", Type::Bool),
            ("ignore_changes", Type::union([all, Type::list(text())])),
            ("replace_triggered_by", Type::list(Type::Any)),
            ("precondition", condition.clone()),
            ("postcondition", condition),
        ]);
        let role = Role::Part("the argument of the attribute");
        self.check(argument, Want::new(&wanted, role));
        if let Some(of) = of
            && let Some(ignored) = entry(argument, "ignore_changes")
        {
            self.ignored(ignored, of);
        }
        if let Some(triggers) = entry(argument, "replace_triggered_by")
            && let ExprKind::List(entries) = &triggers.kind
        {
            for entry in entries {
                if let ListEntry::Item(trigger) = entry {
                    self.trigger(trigger);
                }
            }
        }
    }

    /// The properties of which changes are ignored are there.
    fn ignored(&mut self, ignored: &'a Expr, of: ItemId) {
        let Some(key) = resource_key(self.types.item(of)).cloned() else {
            return;
        };
        let ExprKind::List(entries) = &ignored.kind else {
            return;
        };
        let names = self.property_names(&key);
        if names.is_empty() {
            return;
        }
        for entry in entries {
            let ListEntry::Item(item) = entry else {
                continue;
            };
            let ExprKind::Text(text) = &item.kind else {
                continue;
            };
            let Some(path) = literal_text(text) else {
                continue;
            };
            let end = path.find(['.', '[']).unwrap_or(path.len());
            let first = path.get(..end).unwrap_or_default();
            if names.iter().any(|name| name == first) {
                continue;
            }
            let near = self.suggest(first, names.iter().map(Name::as_str));
            let help = match near {
                Some(near) => format!("write `\"{near}\"`"),
                None => format!("write one of {}", one_of(names.iter())),
            };
            let message = format!("`{}` has no property `{first}`", key.name);
            let diagnostic = self
                .error(Code::SchemaUnknownProperty, item, message)
                .here("nothing has this name")
                .help(help);
            self.report(item, diagnostic);
        }
    }

    /// What replaces a resource is a resource, or what is read of one.
    fn trigger(&mut self, trigger: &'a Expr) {
        let mut root = trigger;
        while let ExprKind::Field { base, .. } | ExprKind::Index { base, .. } = &root.kind {
            root = base;
        }
        let read = !std::ptr::eq(root, trigger);
        let ty = self
            .types
            .expr(if read { root.id } else { trigger.id })
            .clone();
        let made = |key: &TypeKey| !key.is_module() && provider::data_name(&key.name).is_none();
        if is_resources(&ty) && resource_key(&ty).is_none_or(made) {
            return;
        }
        let found = self.show(&ty);
        let message = format!("expected a resource or what is read of one, found `{found}`");
        let diagnostic = self
            .error(Code::AttributeArguments, trigger, message)
            .here("never changes when a resource does")
            .help("name a resource, or an attribute: `bucket.arn`");
        self.report(trigger, diagnostic);
    }
}

/// A record whose fields may all be left out.
fn record<const N: usize>(fields: [(&str, Type); N]) -> Type {
    let field = |(name, ty): (&str, Type)| Field {
        name: name.into(),
        ty,
        optional: true,
    };
    Type::Record(Arc::new(RecordType {
        fields: fields.into_iter().map(field).collect(),
    }))
}

/// A block, or a list of them.
fn configurations(element: Type) -> Type {
    Type::List(Arc::new(ListType {
        element,
        min: None,
        max: None,
        or_one: true,
        set: false,
    }))
}

/// The entries of a record that is written out.
fn named(entries: &[RecordEntry]) -> impl Iterator<Item = (&Ident, &Expr)> {
    entries.iter().filter_map(|entry| match entry {
        RecordEntry::Field {
            key: Key::Name(name),
            value,
        } => Some((name, value)),
        _ => None,
    })
}

/// The entry of this name in a record that is written out.
pub(super) fn entry<'a>(record: &'a Expr, name: &str) -> Option<&'a Expr> {
    let ExprKind::Record(entries) = &record.kind else {
        return None;
    };
    let found = named(entries).find(|(key, _)| key.name == name);
    found.map(|(_, value)| value)
}
