//! `existing`: a resource that is already there. It must say what identifies it, and may say more.
//! Whether what is read of it can be looked up is for the target to say.

use super::checker::Checker;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::schema::provider;
use crate::syntax::ast::*;
use crate::types::{Relation, Type, TypeKey};

impl<'a> Checker<'a> {
    /// What the name of an existing resource stands for. Terraform looks one up by the data source of
    /// the same type.
    pub fn existing_type(&mut self, existing: &Existing) -> Type {
        let Type::Resource(key) = self.named_resource(&existing.ty) else {
            return Type::Error;
        };
        if !key.is_terraform() {
            return Type::Resource(key);
        }
        let name = &existing.name.name;
        let (message, help) = match provider::data_name(&key.name) {
            Some(own) => (
                format!(
                    "expected a resource type, found a data source `{}`",
                    key.name
                ),
                format!("write `data {name} = {own} {{ ... }}`"),
            ),
            None => match self.nodes.resource(&provider::data_source(&key.name)) {
                Some(data) => return Type::Resource(data),
                None => (
                    format!("no data source is named `{}`", key.name),
                    "look it up by another one: `data name = type { ... }`".to_owned(),
                ),
            },
        };
        self.say(
            Diagnostic::new(Code::SchemaUnknownType, existing.ty.span, message)
                .here("cannot be looked up")
                .help(help),
        );
        Type::Error
    }

    pub fn existing(&mut self, item: &'a Item, existing: &'a Existing) {
        self.attributes(item);
        let Type::Resource(key) = self.types.item(item.id).clone() else {
            self.infer(&existing.body);
            return;
        };
        if key.is_terraform() {
            return self.body(&key, &existing.name, &existing.body);
        }
        let ExprKind::Record(entries) = &existing.body.kind else {
            return;
        };
        let mut known = self.property_names(&key);
        known.extend(self.schemas().attribute_names(&key));
        let reference = self.schemas().reference(&key);
        known.push(reference.attribute.clone());
        let mut identified = self.schemas().properties(&key).is_none();
        for entry in entries {
            let RecordEntry::Field {
                key: Key::Name(name),
                value,
            } = entry
            else {
                if let RecordEntry::Spread(value)
                | RecordEntry::Field {
                    key: Key::Computed(_),
                    value,
                } = entry
                {
                    self.infer(value);
                    let message = "expected `name: value`";
                    let diagnostic = self
                        .error(Code::TypeMismatch, value, message)
                        .here("an entry without a name")
                        .help("write each property with its name");
                    self.report(value, diagnostic);
                }
                continue;
            };
            identified |= name.name == reference.attribute;
            match self.said(&key, &name.name, &reference) {
                Some(ty) => {
                    let want = Want::new(&ty, Role::Property(&name.name)).schema(true);
                    self.check(value, want);
                }
                None => {
                    self.infer(value);
                    let near = self.suggest(&name.name, known.iter().map(|n| n.as_str()));
                    let near = near.map(str::to_owned);
                    let message = format!("`{}` has no property `{}`", key.name, name.name);
                    let mut diagnostic =
                        Diagnostic::new(Code::SchemaUnknownProperty, name.span, message)
                            .here("nothing has this name");
                    if let Some(near) = near {
                        diagnostic = diagnostic.help(format!("write `{near}`"));
                    }
                    self.report(value, diagnostic);
                }
            }
        }
        if !identified {
            let message = format!("`{}` needs `{}`", key.name, reference.attribute);
            self.say(
                Diagnostic::new(Code::SchemaMissingProperty, existing.name.span, message)
                    .here("what identifies it is missing")
                    .help(format!("add `{}`", reference.attribute)),
            );
        }
        self.set(&existing.body, Type::Json);
    }

    /// The type of what the braces may say: a property, or an attribute.
    fn said(&self, key: &TypeKey, name: &str, reference: &Relation) -> Option<Type> {
        let Some(root) = self.schemas().properties(key) else {
            return Some(Type::Json);
        };
        if let Some(attribute) = self.schemas().attribute(key, name) {
            return Some(attribute.ty);
        }
        if reference.attribute == name {
            return Some(Type::Id(reference.clone()));
        }
        let node = self.nodes.get(key, root);
        let Type::Record(record) = &node.ty else {
            return None;
        };
        node.field(record, name).map(|(_, field)| field.ty.clone())
    }
}
