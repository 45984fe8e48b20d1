//! `resource`: its loops, its condition, its body against the schema.

use super::checker::Checker;
use super::loops::Passes;
use super::record::Owner;
use super::shape::RecordShape;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic, one_of};
use crate::schema::provider;
use crate::syntax::ast::*;
use crate::types::{ComponentType, Literal, Type, TypeKey};
use std::sync::Arc;

impl<'a> Checker<'a> {
    /// What the name of a resource stands for.
    pub fn resource_type(&mut self, resource: &'a Resource) -> Type {
        let mut element = self.named_resource(&resource.ty);
        if let Type::Resource(key) = &element
            && let Some(name) = provider::data_name(&key.name)
        {
            let message = format!(
                "expected a resource type, found a data source `{}`",
                key.name
            );
            let declared = &resource.name.name;
            self.say(
                Diagnostic::new(Code::SchemaUnknownType, resource.ty.span, message)
                    .here("looked up, never made")
                    .help(format!("write `data {declared} = {name} {{ ... }}`")),
            );
            element = Type::Error;
        }
        repeated(element, &resource.loops, resource.condition.as_ref())
    }

    /// The resource type of this name.
    pub fn named_resource(&mut self, name: &TypeName) -> Type {
        if name.base.is_empty() {
            return Type::Error;
        }
        if self.is_own(name) {
            return self.named_component(name);
        }
        let (own, parts) = name.resource_type();
        let key = self.nodes.resource(&own);
        match (key, parts.first()) {
            (Some(key), None) => Type::Resource(key),
            (Some(_), Some(member)) => {
                let message = format!("expected a resource type, found a part of `{own}`");
                self.say(
                    Diagnostic::new(Code::SchemaUnknownType, member.span, message)
                        .here("a part of the type")
                        .help(format!("write `{own}`")),
                );
                Type::Error
            }
            (None, _) => {
                self.unknown_type(name);
                Type::Error
            }
        }
    }

    /// Says that no resource type has this name.
    pub fn unknown_type(&mut self, name: &TypeName) {
        if self.is_broken_name(&name.base) {
            return;
        }
        let (own, parts) = name.resource_type();
        let near = match self.may_suggest() {
            true => self.schemas().nearest_types(&own),
            false => Vec::new(),
        };
        let message = format!("unknown resource type `{own}`");
        let mut diagnostic =
            Diagnostic::new(Code::SchemaUnknownType, name.span, message).here("no such type");
        if let [first, rest @ ..] = near.as_slice() {
            diagnostic = diagnostic.help(match rest {
                [] => format!("write `{first}`"),
                _ => format!("write {}", one_of(near.iter())),
            });
            if parts.is_empty() {
                diagnostic =
                    diagnostic.fix(format!("write `{first}`"), name.span, first.to_string());
            }
        } else if self.may_suggest() && own.contains(['_', ':']) && !own.starts_with("AWS::") {
            let help = "add its schema to the project: `infra schema import FILE`";
            diagnostic = diagnostic.help(help);
        }
        self.say(diagnostic);
    }

    pub fn resource(&mut self, item: &'a Item, resource: &'a Resource) {
        if self.is_own(&resource.ty) {
            let ty = self.resource_type(resource);
            self.set_item(item.id, ty);
        }
        self.header(item, &resource.loops, resource.condition.as_ref());
        if let Some(component) = component(self.types.item(item.id)).cloned() {
            return self.instance(&component, resource);
        }
        let key = resource_key(self.types.item(item.id)).cloned();
        match (&resource.with, &key) {
            (Some(with), Some(_)) => self.with_of_resource(with),
            (Some(with), None) => self.with_of_unknown(with),
            (None, _) => {}
        }
        match key {
            Some(key) => self.body(&key, &resource.name, &resource.body),
            None => {
                self.infer(&resource.body);
            }
        }
    }

    /// The loops, the condition and the attributes of what may be made many times or not at all.
    pub fn header(&mut self, item: &'a Item, loops: &'a [ForClause], condition: Option<&'a Expr>) {
        for clause in loops {
            let passes = self.clause(clause);
            self.needs_key(clause, &passes);
        }
        if let Some(condition) = condition {
            self.condition(condition, "the condition of the resource");
            if !loops.is_empty() && self.split_condition(condition) {
                self.elements_optional(item);
            }
            self.assume(condition, true);
        }
        self.attributes(item);
    }

    /// Checks the properties of a resource.
    pub fn body(&mut self, key: &TypeKey, name: &'a Ident, body: &'a Expr) {
        let ExprKind::Record(entries) = &body.kind else {
            self.infer(body);
            return;
        };
        let Some(root) = self.schemas().properties(key) else {
            // Custom resources and modules take anything.
            let role = Role::Part("the properties");
            return self.check(body, Want::new(&Type::Json, role).schema(true));
        };
        let node = self.nodes.get(key, root);
        match &node.ty {
            Type::Record(record) => {
                let shape = RecordShape {
                    record: record.clone(),
                    node: Some(node.clone()),
                };
                let owner = Owner::Resource(key, name);
                self.check_fields(body, entries, &shape, true, owner);
                self.record_type(body, Type::Named(key.clone(), root));
            }
            _ => {
                let ty = Type::Named(key.clone(), root);
                self.check(body, Want::new(&ty, Role::Part("the properties")));
            }
        }
    }

    /// The elements of a loop whose condition is decided when deploying may be absent.
    fn elements_optional(&mut self, item: &Item) {
        fn wrap(ty: &Type) -> Type {
            match ty {
                Type::Map(inner) => Type::map(wrap(inner)),
                Type::Error => Type::Error,
                other => other.clone().optional(),
            }
        }
        let ty = wrap(self.types.item(item.id));
        self.set_item(item.id, ty);
    }

    /// Each pass needs a name, which gives the id.
    fn needs_key(&mut self, clause: &'a ForClause, passes: &Passes) {
        if passes.keyed || clause.by.is_some() {
            return;
        }
        let names = |ty: &Type| {
            matches!(
                ty,
                Type::Str(_)
                    | Type::Id(_)
                    | Type::Int(_)
                    | Type::Literal(Literal::Text(_) | Literal::Int(_))
                    | Type::Json
                    | Type::Any
                    | Type::Error
                    | Type::Never
            )
        };
        let members = self.nodes.members(&passes.value);
        let Some(other) = members.iter().find(|ty| !names(ty)) else {
            return;
        };
        let found = self.show(other);
        let message = format!("nothing names the passes: expected texts, found `{found}`");
        let variable = &clause.value.name;
        let field = match other {
            Type::Record(record) => {
                let texts = record.fields.iter().filter(|f| {
                    let members = self.nodes.members(&f.ty);
                    !f.optional && members.iter().all(names)
                });
                let mut texts = texts.map(|f| f.name.as_str());
                texts.next().unwrap_or("name").to_owned()
            }
            _ => "name".to_owned(),
        };
        let diagnostic = self
            .error(Code::TypeLoopKey, &clause.iterable, message)
            .here("each pass needs a name")
            .help(format!("write `by {variable}.{field}` behind it"))
            .fix(
                format!("write `by {variable}.{field}`"),
                clause.span.at_end(),
                format!(" by {variable}.{field}"),
            );
        self.report(&clause.iterable, diagnostic);
    }
}

/// What a name stands for that is made in loops, or perhaps not at all.
pub fn repeated(element: Type, loops: &[ForClause], condition: Option<&Expr>) -> Type {
    match (loops, condition) {
        ([], Some(_)) if !element.is_error() => element.optional(),
        (loops, _) => loops.iter().fold(element, |ty, _| Type::map(ty)),
    }
}

/// The component whose instances a name stands for.
fn component(ty: &Type) -> Option<&Arc<ComponentType>> {
    match ty {
        Type::Component(component) => Some(component),
        Type::Map(inner) => component(inner),
        Type::Union(members) => members.iter().find_map(component),
        _ => None,
    }
}

/// The type of the resources that a name stands for.
pub fn resource_key(ty: &Type) -> Option<&TypeKey> {
    match ty {
        Type::Resource(key) => Some(key),
        Type::Map(inner) => resource_key(inner),
        Type::Union(members) => members.iter().find_map(resource_key),
        _ => None,
    }
}
