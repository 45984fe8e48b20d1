//! What follows a dot, and the keys of records: named by a type, not by a scope. In: an expression, and the
//! types that checking found. Out: the properties, attributes, inputs, outputs and fields that are named.
//! Never: a check of its own.

use super::kind::{Role, Symbol};
use super::walk::Walk;
use crate::builtins::{self, Space};
use crate::resolve::{Binding, DeclId, Namespace};
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Type, TypeKey};
use std::sync::Arc;

/// Attributes have at most this many dots: `Endpoint.Address`, `Outputs.X`.
const DOTS: usize = 3;

/// The names of a record's fields, sorted.
pub fn shape<'n>(names: impl Iterator<Item = &'n Name>) -> Arc<[Name]> {
    let mut names: Vec<Name> = names.cloned().collect();
    names.sort_unstable();
    names.into()
}

impl<'a> Walk<'a> {
    /// `a.b.c`: what each of the names means.
    pub fn chain(&mut self, expr: &'a Expr) {
        let mut links = Vec::new();
        let mut root = expr;
        while let ExprKind::Field { base, name, .. } = &root.kind {
            links.push((root, &**base, name));
            root = base;
        }
        links.reverse();
        let mut at = self.qualified(root, links.first().copied());
        if at == 0 {
            self.expr(root);
        }
        while let Some((_, base, name)) = links.get(at).copied() {
            let names: Vec<&Ident> = links.iter().skip(at).map(|(.., name)| *name).collect();
            let ty = self.type_of(base);
            let (symbol, used) = self.member(&ty, &names);
            if let Some(symbol) = symbol {
                let last = names.get(used - 1).map_or(name.span, |last| last.span);
                self.push(name.span.to(last), symbol, Role::Read);
            }
            at += used;
        }
    }

    /// `net.zones` and `aws.region`: how many links that takes.
    fn qualified(
        &mut self,
        root: &'a Expr,
        first: Option<(&'a Expr, &'a Expr, &'a Ident)>,
    ) -> usize {
        let (Some((whole, _, name)), ExprKind::Name(base)) = (first, &root.kind) else {
            return 0;
        };
        if let Binding::Item(decl) = self.view.names.binding(whole.id) {
            if let Some(import) = self.whole_import(base) {
                self.push(root.span, import, Role::Read);
            }
            self.push(name.span, Symbol::Declared(decl), Role::Read);
            return 1;
        }
        let Binding::Namespace(namespace) = self.view.names.binding(root.id) else {
            return 0;
        };
        self.push(root.span, Symbol::Namespace(namespace), Role::Read);
        let space = match namespace {
            Namespace::Aws => Space::Aws,
            Namespace::Cfn => Space::Cfn,
        };
        if let Some(member) = builtins::find(space, &name.name) {
            self.push(name.span, Symbol::Builtin(member), Role::Read);
        }
        1
    }

    /// The type of an expression; where checking has none, because something is wrong with it, that of what
    /// it names.
    fn type_of(&mut self, expr: &'a Expr) -> Type {
        let ty = self.view.types.expr(expr.id);
        if !ty.is_error() {
            return ty.clone();
        }
        match &expr.kind {
            ExprKind::Name(name) => {
                let decl = match self.view.names.binding(expr.id) {
                    Binding::Item(decl) => Some(decl),
                    Binding::Local(_) => self.local(name).and_then(Symbol::decl),
                    _ => None,
                };
                decl.map_or(Type::Error, |decl| self.type_of_item(decl))
            }
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.type_of(inner),
            ExprKind::Index { base, .. } => {
                let base = self.type_of(base);
                self.element(&base).unwrap_or(Type::Error)
            }
            _ => Type::Error,
        }
    }

    fn type_of_item(&mut self, decl: DeclId) -> Type {
        let view = self.declarations.view(decl.file);
        view.map_or(Type::Error, |view| view.types.item(decl.item).clone())
    }

    /// What a value of a type has under a name, and how many names that takes: an attribute may have dots.
    fn member(&mut self, ty: &Type, names: &[&Ident]) -> (Option<Symbol>, usize) {
        let Some(name) = names.first().map(|name| &name.name) else {
            return (None, 1);
        };
        for member in ty.members() {
            let found = match member {
                Type::Resource(key) => return self.resource_member(key, names),
                Type::Component(component) => {
                    let component = self.declarations.component_at(component.declared);
                    component.and_then(|component| self.instance_member(component, name))
                }
                other => self.key_of(other, name),
            };
            if found.is_some() {
                return (found, 1);
            }
        }
        (None, 1)
    }

    fn instance_member(&mut self, component: DeclId, name: &str) -> Option<Symbol> {
        if let Some(output) = self.declarations.output(component, name) {
            return Some(Symbol::Declared(output));
        }
        let input = self.declarations.param(component, name)?;
        Some(Symbol::Parameter(input))
    }

    fn resource_member(&mut self, key: &TypeKey, names: &[&Ident]) -> (Option<Symbol>, usize) {
        let schemas = self.nodes.schemas;
        let attribute = |name: Name| Symbol::Attribute(key.clone(), name);
        for used in (2..=names.len().min(DOTS + 1)).rev() {
            let parts: Vec<&str> = names.iter().take(used).map(|n| n.name.as_str()).collect();
            let dotted = parts.join(".");
            if schemas.attribute(key, &dotted).is_some() {
                return (Some(attribute(dotted.into())), used);
            }
        }
        let Some(name) = names.first().map(|name| &name.name) else {
            return (None, 1);
        };
        // What can be set is that, also where the engine gives it: its name is the same thing at both ends.
        let property = schemas.properties(key).and_then(|root| {
            let node = self.nodes.get(key, root);
            let Type::Record(record) = &node.ty else {
                return None;
            };
            node.field(record, name)?;
            let symbol = Symbol::Property(key.clone(), root, name.clone());
            Some((symbol, node.is_read_only(name)))
        });
        let reference = schemas.reference(key).attribute;
        let is_given = schemas.attribute(key, name).is_some()
            || (name == "ref" && !reference.is_empty())
            || *name == reference
            || matches!(name.as_str(), "Id" | "Arn");
        let symbol = match property {
            Some((symbol, false)) => Some(symbol),
            _ if is_given => Some(attribute(name.clone())),
            other => other.map(|(symbol, _)| symbol),
        };
        (symbol, 1)
    }

    /// What a type calls a field, or a property.
    fn key_of(&self, ty: &Type, name: &Name) -> Option<Symbol> {
        match ty {
            Type::Named(key, id) => {
                let node = self.nodes.get(key, *id);
                match &node.ty {
                    Type::Record(record) => {
                        node.field(record, name)?;
                        Some(Symbol::Property(key.clone(), *id, name.clone()))
                    }
                    inner => self.key_of(inner, name),
                }
            }
            Type::Record(record) => {
                let mut fields = record.fields.iter();
                fields.find(|field| field.name == *name)?;
                let names = shape(record.fields.iter().map(|field| &field.name));
                Some(Symbol::Field(names, name.clone()))
            }
            Type::Union(members) => members.iter().find_map(|one| self.key_of(one, name)),
            Type::List(list) if list.or_one => self.key_of(&list.element, name),
            _ => None,
        }
    }

    /// A record that is written out: what its keys mean, and what they hold.
    pub fn record(&mut self, expr: &'a Expr, entries: &'a [RecordEntry], wanted: Option<&Type>) {
        let found = self.view.types.expr(expr.id);
        let ty = match found {
            Type::Error | Type::Json => wanted.unwrap_or(found).clone(),
            found => found.clone(),
        };
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                value,
            } = entry
            {
                let symbol = match &ty {
                    // What is said of an existing resource may be an attribute of it.
                    Type::Resource(key) => self.resource_member(key, &[name]).0,
                    ty => self.key_of(ty, &name.name),
                };
                if let Some(symbol) = symbol {
                    self.push(name.span, symbol, Role::Write);
                }
                let inner = self.field_type(&ty, &name.name);
                self.wanted(value, inner.as_ref());
            } else {
                self.entry_values(entry);
            }
        }
    }

    fn field_type(&self, ty: &Type, name: &Name) -> Option<Type> {
        match ty {
            Type::Named(key, id) => self.field_type(&self.nodes.get(key, *id).ty, name),
            Type::Record(record) => {
                let mut fields = record.fields.iter();
                fields.find(|f| f.name == *name).map(|f| f.ty.clone())
            }
            Type::Union(members) => members.iter().find_map(|one| self.field_type(one, name)),
            Type::Map(value) => Some((**value).clone()),
            Type::List(list) if list.or_one => self.field_type(&list.element, name),
            Type::Resource(key) => {
                let root = self.nodes.schemas.properties(key)?;
                self.field_type(&Type::Named(key.clone(), root), name)
            }
            _ => None,
        }
    }

    /// What a type holds many of.
    pub fn element(&self, ty: &Type) -> Option<Type> {
        match ty {
            Type::List(list) => Some(list.element.clone()),
            Type::Map(value) => Some((**value).clone()),
            Type::Named(key, id) => self.element(&self.nodes.get(key, *id).ty),
            Type::Union(members) => members.iter().find_map(|one| self.element(one)),
            _ => None,
        }
    }

    /// The type of a resource that an item declares.
    pub fn resource_key(&self, item: &Item) -> Option<TypeKey> {
        fn key(ty: &Type) -> Option<&TypeKey> {
            match ty {
                Type::Resource(key) => Some(key),
                Type::Map(inner) => key(inner),
                Type::Union(members) => members.iter().find_map(key),
                _ => None,
            }
        }
        key(self.view.types.item(item.id)).cloned()
    }

    /// The type of what stands in the braces of a resource.
    pub fn properties(&self, item: &Item) -> Option<Type> {
        let key = self.resource_key(item)?;
        match item.kind {
            ItemKind::Existing(_) => Some(Type::Resource(key)),
            _ => {
                let root = self.nodes.schemas.properties(&key)?;
                Some(Type::Named(key, root))
            }
        }
    }
}
