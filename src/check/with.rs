//! `with { main: { ... } }`: what of an instance is to be different. Each entry names something inside
//! the component and holds a part of its properties.

use super::checker::Checker;
use super::record::Owner;
use super::shape::RecordShape;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic, all_of};
use crate::syntax::ast::*;
use crate::types::{ComponentType, Type, TypeKey};

impl<'a> Checker<'a> {
    pub fn with(&mut self, component: &ComponentType, with: &'a With) {
        for entry in &with.entries {
            self.with_attributes(&entry.attributes);
            let target = self.with_target(component, &entry.target);
            // Without a key all passes are meant.
            let target = target.map(|ty| element(&ty));
            if !matches!(target, Some(Type::Resource(_))) {
                // Nothing is to be looked for.
                self.fail(&entry.target);
            }
            match target {
                Some(Type::Resource(key)) => self.with_properties(&key, entry),
                Some(Type::Component(inner)) => {
                    self.infer(&entry.value);
                    self.with_instance(&inner, entry);
                }
                _ => {
                    self.infer(&entry.value);
                }
            }
        }
    }

    /// What stands inside of what has no known type is not known either.
    pub fn with_of_unknown(&mut self, with: &'a With) {
        for entry in &with.entries {
            self.with_attributes(&entry.attributes);
            self.fail(&entry.target);
            self.infer(&entry.value);
        }
    }

    /// Says that nothing can be reached inside a plain resource.
    pub fn with_of_resource(&mut self, with: &'a With) {
        for entry in &with.entries {
            self.infer(&entry.value);
        }
        let message = "`with` belongs behind an instance of a component";
        self.say(
            Diagnostic::new(Code::TypeWith, with.span, message)
                .here("a plain resource has nothing inside")
                .help("write the properties into its braces"),
        );
    }

    /// What an entry names: a resource or an instance, of all its passes where it names no key.
    /// Nothing where there is no such thing, which is reported.
    fn with_target(&mut self, component: &ComponentType, target: &'a Expr) -> Option<Type> {
        match &target.kind {
            ExprKind::Name(name) => {
                let name = Ident {
                    name: name.clone(),
                    span: target.span,
                };
                self.inside_of(component, &name)
            }
            ExprKind::Field { base, name, .. } => {
                match element(&self.with_target(component, base)?) {
                    Type::Component(inner) => self.inside_of(&inner, name),
                    Type::Error => None,
                    other => {
                        let found = self.show(&other);
                        let message =
                            format!("expected an instance of a component, found `{found}`");
                        let code = Code::TypeWith;
                        self.say(
                            Diagnostic::new(code, base.span, message)
                                .here("has nothing inside")
                                .help("write its properties into braces behind the colon"),
                        );
                        None
                    }
                }
            }
            ExprKind::Index { base, index } => {
                self.key(index, "the key of the pass");
                match self.with_target(component, base)? {
                    Type::Map(inner) => Some((*inner).clone()),
                    Type::Error => None,
                    _ => {
                        self.say(
                            Diagnostic::new(Code::TypeWith, base.span, "there is only one of this")
                                .here("no loop makes it")
                                .help("name it without a key"),
                        );
                        None
                    }
                }
            }
            // Reported when it was parsed.
            _ => None,
        }
        .map(|ty| match &target.kind {
            // A further key may name one of its passes.
            _ if matches!(ty, Type::Map(_)) => ty,
            _ => element(&ty),
        })
    }

    fn inside_of(&mut self, component: &ComponentType, name: &Ident) -> Option<Type> {
        if name.name.is_empty() {
            return None;
        }
        if let Some(inside) = component.inside(&name.name) {
            return Some(inside.ty.clone());
        }
        let names = || component.inside.iter().map(|i| i.name.as_str());
        let near = self.suggest(&name.name, names()).map(str::to_owned);
        let message = format!("there is no `{}` in `{}`", name.name, component.name);
        let declared = format!("`{}` is declared here", component.name);
        let mut diagnostic = Diagnostic::new(Code::TypeWith, name.span, message)
            .here("nothing inside has this name")
            .label(component.declared, declared);
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                name.span,
                near,
            ),
            None if component.inside.is_empty() => diagnostic.help("remove it: nothing is inside"),
            None => diagnostic.help(format!("it holds {}", all_of(names()))),
        };
        self.say(diagnostic);
        None
    }

    /// Checks a part of a resource's properties: none must be there, and `null` removes one.
    fn with_properties(&mut self, key: &TypeKey, entry: &'a WithEntry) {
        let value = &entry.value;
        let name = Ident {
            name: self.path(&entry.target).unwrap_or_default(),
            span: entry.target.span,
        };
        let partial = std::mem::replace(&mut self.partial, true);
        match self.schemas().properties(key) {
            Some(root) => {
                let node = self.nodes.get(key, root);
                match (&node.ty, &value.kind) {
                    (Type::Record(record), ExprKind::Record(entries)) => {
                        let shape = RecordShape {
                            record: record.clone(),
                            node: Some(node.clone()),
                        };
                        let owner = Owner::Resource(key, &name);
                        self.check_fields(value, entries, &shape, true, owner);
                        self.record_type(value, Type::Named(key.clone(), root));
                    }
                    _ => {
                        let ty = Type::Named(key.clone(), root);
                        let want = Want::new(&ty, Role::Part("the properties"));
                        self.check(value, want.schema(true));
                    }
                }
            }
            None => {
                let want = Want::new(&Type::Json, Role::Part("the properties"));
                self.check(value, want.schema(true));
            }
        }
        self.partial = partial;
    }

    fn with_instance(&mut self, inner: &ComponentType, entry: &'a WithEntry) {
        let path = self.path(&entry.target).unwrap_or_default();
        let message = format!("`{path}` is an instance of `{}`, no resource", inner.name);
        let first = inner.inside.first().map(|i| &i.name);
        let mut diagnostic = Diagnostic::new(Code::TypeWith, entry.target.span, message)
            .here("has no properties of its own");
        if let Some(first) = first {
            diagnostic = diagnostic.help(format!("name what is inside: `{path}.{first}: ...`"));
        }
        self.say(diagnostic);
    }

    fn with_attributes(&mut self, attributes: &'a [Attribute]) {
        for attribute in attributes {
            self.attribute_of_with(attribute);
        }
    }
}

/// The type of one pass, where it is there.
fn element(ty: &Type) -> Type {
    match ty {
        Type::Map(inner) => element(inner),
        Type::Union(_) => ty.without_null(),
        other => other.clone(),
    }
}
