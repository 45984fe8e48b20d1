//! What can be read of a resource: `r.ref`, its attributes, its properties.

use super::access::Link;
use super::checker::Checker;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Field, Relation, Type, TypeKey};

/// Attributes have at most this many dots: `Endpoint.Address`, `Outputs.X`.
const DOTS: usize = 3;

impl<'a> Checker<'a> {
    /// The member of a resource that a chain begins with: its type, and how many links it takes.
    pub fn member(&mut self, key: &TypeKey, links: &[Link<'a>]) -> (Type, usize) {
        let Some(first) = links.first().copied() else {
            return (Type::Error, 1);
        };
        let name = &first.name.name;
        if name.is_empty() {
            return (Type::Error, 1);
        }
        let reference = self.schemas().reference(key);
        if name == "ref" && !reference.attribute.is_empty() {
            return (Type::Id(reference), 1);
        }
        // A policy asks what was set, also where the engine has an attribute of the same name.
        if self.is_subject(first.base)
            && let Some(ty) = self.property(key, first)
        {
            return (ty.optional(), 1);
        }
        for used in (2..=links.len().min(DOTS + 1)).rev() {
            let dotted = dotted(links, used);
            if let Some(attribute) = self.schemas().attribute(key, &dotted) {
                for link in links.iter().take(used - 1) {
                    self.set(link.expr, Type::Json);
                }
                return (attribute.ty, used);
            }
        }
        if let Some(attribute) = self.schemas().attribute(key, name) {
            return (attribute.ty, 1);
        }
        if self.module.is_template {
            return (self.partial_attribute(key, first), 1);
        }
        if reference.attribute == *name {
            return (Type::Id(reference), 1);
        }
        if let Some(ty) = self.property(key, first) {
            return (ty, 1);
        }
        if name == "Id" && !key.is_terraform() {
            return (Type::Id(reference), 1);
        }
        if name == "Arn" && self.is_existing(first.base) && self.schemas().has_arn_form(key) {
            let relation = Relation {
                resource: key.clone(),
                attribute: name.clone(),
            };
            return (Type::Id(relation), 1);
        }
        (self.partial_attribute(key, first), 1)
    }

    fn is_existing(&self, base: &Expr) -> bool {
        let item = self.item_of(base);
        matches!(item.map(|i| &i.kind), Some(ItemKind::Existing(_)))
    }

    /// A property, of which the value that was set can be read.
    fn property(&mut self, key: &TypeKey, link: Link<'a>) -> Option<Type> {
        let root = self.schemas().properties(key)?;
        let node = self.nodes.get(key, root);
        let Type::Record(record) = &node.ty else {
            return None;
        };
        let (_, field) = node.field(record, &link.name.name)?;
        if node.is_read_only(&link.name.name) {
            return None;
        }
        let ty = field.ty.clone();
        let item = self.collection(link.base).and_then(|c| self.item(c.item));
        let item = item.or_else(|| self.item_of(link.base));
        let body = item.and_then(|item| match &item.kind {
            ItemKind::Resource(resource) => Some(&resource.body),
            ItemKind::Existing(existing) => Some(&existing.body),
            _ => None,
        });
        let set = body.map(|body| self.set_in(body, &link.name.name));
        let optional = match set {
            Some(Set::To(value)) => self.value_may_be_null(value),
            Some(Set::Nowhere) => true,
            Some(Set::Perhaps) | None => field.optional,
        };
        Some(match optional {
            true => ty.optional(),
            false => ty,
        })
    }

    /// Where a body sets a property.
    fn set_in(&self, body: &'a Expr, name: &str) -> Set<'a> {
        let ExprKind::Record(entries) = &body.kind else {
            return Set::Perhaps;
        };
        let mut set = Set::Nowhere;
        for entry in entries {
            match entry {
                RecordEntry::Field {
                    key: Key::Name(key),
                    value,
                } if key.name == name => set = Set::To(value),
                RecordEntry::Field {
                    key: Key::Name(_), ..
                } => {}
                _ => set = Set::Perhaps,
            }
        }
        set
    }

    /// Whether a value that was checked may turn out to be `null`.
    fn value_may_be_null(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Null => true,
            ExprKind::Paren(inner) => self.value_may_be_null(inner),
            ExprKind::If {
                then, otherwise, ..
            } => self.value_may_be_null(then) || self.value_may_be_null(otherwise),
            ExprKind::Match { arms, .. } => arms.iter().any(|a| self.value_may_be_null(&a.value)),
            ExprKind::Block { result, .. } => self.value_may_be_null(result),
            ExprKind::Binary {
                op: BinaryOp::Coalesce,
                right,
                ..
            } => self.value_may_be_null(right),
            ExprKind::List(_) | ExprKind::Record(_) | ExprKind::ListFor(_) => false,
            ExprKind::MapFor(_) => false,
            _ => self.types.expr(value.id).is_optional(),
        }
    }

    /// The first part of attributes with dots, as a record of what may follow.
    fn partial_attribute(&mut self, key: &TypeKey, link: Link<'a>) -> Type {
        let name = &link.name.name;
        let mut fields = Vec::new();
        for attribute in self.schemas().attribute_names(key) {
            let rest = attribute
                .strip_prefix(name.as_str())
                .and_then(|r| r.strip_prefix('.'));
            if let Some(rest) = rest
                && let Some(found) = self.schemas().attribute(key, &attribute)
            {
                fields.push(Field {
                    name: rest.into(),
                    ty: found.ty,
                    optional: false,
                });
            }
        }
        match fields.is_empty() {
            true => self.unknown_member(key, link),
            false => Type::record(fields),
        }
    }

    fn unknown_member(&mut self, key: &TypeKey, link: Link<'a>) -> Type {
        let name = &link.name.name;
        let mut names = self.schemas().attribute_names(key);
        let reference = self.schemas().reference(key);
        if !self.module.is_template {
            names.extend(self.property_names(key));
        }
        if !reference.attribute.is_empty() && !self.module.is_template {
            names.push("ref".into());
        }
        let near = self
            .suggest(name, names.iter().map(|n| n.as_str()))
            .map(str::to_owned);
        let message = format!("`{}` has no attribute `{name}`", key.name);
        let mut diagnostic = Diagnostic::new(Code::SchemaUnknownAttribute, link.name.span, message)
            .here("cannot be read");
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                link.name.span,
                near,
            ),
            // `Ref` gives the ARN of some types, which have no attribute for it.
            None if name == "Arn"
                && reference.attribute.ends_with("Arn")
                && !self.module.is_template =>
            {
                diagnostic.help("write `ref`, which is the ARN").fix(
                    "write `ref`",
                    link.name.span,
                    "ref",
                )
            }
            None => {
                let attributes = self.schemas().attribute_names(key);
                let more: &[&str] = match self.module.is_template {
                    true => &[],
                    false => &["ref"],
                };
                let readable = attributes.iter().map(Name::as_str);
                let readable = readable.chain(more.iter().copied());
                if attributes.is_empty() && more.is_empty() {
                    diagnostic = diagnostic.help("read it with `Ref`: there are no attributes");
                    self.report(link.expr, diagnostic);
                    return Type::Error;
                }
                diagnostic.help(format!("read one of {}", crate::diag::one_of(readable)))
            }
        };
        if let Some(item) = self.root_item(link.base)
            && let Some(declared) = item.kind.name()
        {
            let text = format!("`{}` is declared here", declared.name);
            diagnostic = diagnostic.label(declared.span, text);
        }
        self.report(link.expr, diagnostic);
        Type::Error
    }

    /// The names of a type's own properties.
    pub fn property_names(&self, key: &TypeKey) -> Vec<Name> {
        let Some(root) = self.schemas().properties(key) else {
            return Vec::new();
        };
        let node = self.nodes.get(key, root);
        match &node.ty {
            Type::Record(record) => record.fields.iter().map(|f| f.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

/// Where a property is set.
enum Set<'a> {
    To(&'a Expr),
    Nowhere,
    /// Something is spread into the body that may set it.
    Perhaps,
}

fn dotted(links: &[Link<'_>], used: usize) -> Name {
    let mut dotted = Name::new();
    for link in links.iter().take(used) {
        if !dotted.is_empty() {
            dotted.push('.');
        }
        dotted.push_str(&link.name.name);
    }
    dotted
}
