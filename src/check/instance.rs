//! Instances of components: what they are given, and what can be read of them.

use super::access::Link;
use super::checker::Checker;
use super::record::Owner;
use super::shape::RecordShape;
use super::signature::What;
use super::ty::written;
use crate::diag::{Code, Diagnostic, one_of};
use crate::syntax::ast::*;
use crate::types::{ComponentType, Field, RecordType, Type};
use std::sync::Arc;

impl<'a> Checker<'a> {
    /// Whether the name of a type is one of the program's own, not of the catalogue.
    pub fn is_own(&self, name: &TypeName) -> bool {
        self.names.declared(self.module.file, name).is_some()
            || self.names.modules.contains_key(&name.base)
    }

    /// What the instances of the component of this name are.
    pub fn named_component(&mut self, name: &TypeName) -> Type {
        let Some(decl) = self.names.declared(self.module.file, name) else {
            // A namespace without such a member, which has been reported.
            return Type::Error;
        };
        let (declared, is_component, ty) = match self.signature(decl) {
            Some(signature) => {
                self.warn_deprecated_signature(signature, name.span);
                let is_component = signature.what == What::Component;
                (Some(signature.declared), is_component, signature.ty.clone())
            }
            None => {
                let Some(item) = self.item(decl.item) else {
                    return Type::Error;
                };
                self.warn_deprecated(item, name.span);
                let is_component = matches!(item.kind, ItemKind::Component(_));
                let ty = self.types.item(item.id).clone();
                (item.kind.name().map(|n| n.span), is_component, ty)
            }
        };
        let parts = usize::from(self.names.modules.contains_key(&name.base));
        if is_component && name.members.len() == parts {
            return ty;
        }
        let written = written(name);
        let message = format!("expected a resource type or a component, found `{written}`");
        let mut diagnostic = Diagnostic::new(Code::SchemaUnknownType, name.span, message)
            .here("nothing that can be made");
        if let Some(declared) = declared {
            diagnostic = diagnostic.label(declared, format!("`{written}` is declared here"));
        }
        self.say(diagnostic);
        Type::Error
    }

    /// Checks what an instance is given.
    pub fn instance(&mut self, component: &Arc<ComponentType>, resource: &'a Resource) {
        let body = &resource.body;
        let ExprKind::Record(entries) = &body.kind else {
            self.infer(body);
            return;
        };
        let fields = component.inputs.iter().map(|input| Field {
            name: input.name.clone(),
            ty: input.ty.clone(),
            optional: input.optional,
        });
        let record = Arc::new(RecordType {
            fields: fields.collect(),
        });
        let shape = RecordShape {
            record: record.clone(),
            node: None,
        };
        let owner = Owner::Instance(component, &resource.name);
        self.check_fields(body, entries, &shape, false, owner);
        self.record_type(body, Type::Record(record));
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                ..
            } = entry
                && let Some(input) = component.inputs.iter().find(|i| i.name == name.name)
                && let Some(deprecated) = &input.deprecated
            {
                self.warn(&name.name, deprecated, name.span);
            }
        }
        if let Some(with) = &resource.with {
            self.with(component, with);
        }
    }

    /// What an instance has under a name.
    pub fn instance_member(&mut self, link: Link<'a>, component: &ComponentType) -> Type {
        let name = &link.name.name;
        if name.is_empty() {
            return Type::Error;
        }
        if let Some(ty) = component.member(name) {
            return ty.clone();
        }
        let members = || component.members().map(|m| m.as_str());
        let near = self.suggest(name, members()).map(str::to_owned);
        let message = format!("`{}` has no output `{name}`", component.name);
        let mut diagnostic = Diagnostic::new(Code::TypeUnknownField, link.name.span, message)
            .here("cannot be read")
            .label(
                component.declared,
                format!("`{}` is declared here", component.name),
            );
        diagnostic = match near {
            _ if component.inside(name).is_some() => diagnostic.help(format!(
                "give it away in the component: `output {name} = {name}`"
            )),
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                link.name.span,
                near,
            ),
            None if members().next().is_none() => diagnostic.help("declare it as an output there"),
            None => diagnostic.help(format!("read one of {}", one_of(members()))),
        };
        self.report(link.expr, diagnostic);
        Type::Error
    }
}
