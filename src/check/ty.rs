//! Types as they are written, to types: names are looked up, bounds are checked.

use super::checker::Checker;
use super::signature::What;
use crate::diag::{Code, Diagnostic};
use crate::resolve::DeclId;
use crate::syntax::ast::*;
use crate::text::{Name, Pattern};
use crate::types::{
    Field, IntRange, ListType, NumberRange, RecordType, StringConstraint, Type, TypeKey,
};
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The names of types that the language has itself.
pub const TYPE_NAMES: [&str; 9] = [
    "string", "int", "number", "bool", "null", "json", "any", "list", "map",
];

impl<'a> Checker<'a> {
    /// The type that is written.
    pub fn lower(&mut self, ty: &TypeExpr) -> Type {
        match &ty.kind {
            TypeExprKind::Name { name, bounds } => self.lower_name(name, bounds.as_ref()),
            TypeExprKind::List { element, bounds } => {
                let element = self.lower(element);
                let (min, max) = match bounds {
                    Some(bounds) => {
                        self.no_pattern(bounds, "list");
                        self.lengths(bounds)
                    }
                    None => (None, None),
                };
                Type::List(Arc::new(ListType {
                    element,
                    min,
                    max,
                    or_one: false,
                    set: false,
                }))
            }
            TypeExprKind::Map { value } => Type::map(self.lower(value)),
            TypeExprKind::Record(fields) => self.lower_record(fields),
            TypeExprKind::Literal(pattern) => match pattern {
                PatternKind::Wildcard => Type::Error,
                other => super::branch::type_of(other),
            },
            TypeExprKind::Optional(inner) => self.lower(inner).optional(),
            TypeExprKind::Union(members) => {
                let members: Vec<Type> = members.iter().map(|m| self.lower(m)).collect();
                Type::union(members)
            }
            TypeExprKind::Error => Type::Error,
        }
    }

    fn lower_record(&mut self, fields: &[FieldType]) -> Type {
        let mut seen: FxHashSet<&str> = FxHashSet::default();
        let mut lowered = Vec::with_capacity(fields.len());
        for field in fields {
            let ty = self.lower(&field.ty);
            if !seen.insert(&field.name.name) && !field.name.name.is_empty() {
                let message = format!("`{}` is written twice", field.name.name);
                self.say(
                    Diagnostic::new(Code::TypeDuplicateKey, field.name.span, message)
                        .here("the second time")
                        .help("remove one of them"),
                );
                continue;
            }
            lowered.push(Field {
                name: field.name.name.clone(),
                ty,
                optional: field.optional,
            });
        }
        Type::Record(Arc::new(RecordType { fields: lowered }))
    }

    fn lower_name(&mut self, name: &TypeName, bounds: Option<&Bounds>) -> Type {
        if name.base.is_empty() {
            return Type::Error;
        }
        if name.members.is_empty() {
            match (name.base.as_str(), bounds) {
                ("string", None) => return self.string.clone(),
                ("string", Some(bounds)) => return self.string_type(bounds),
                ("int", Some(bounds)) => return self.int_type(bounds),
                ("number", Some(bounds)) => return self.number_type(bounds),
                ("int", None) => return Type::int(),
                ("number", None) => return Type::number(),
                _ => {}
            }
        }
        if let Some(bounds) = bounds {
            let message = format!("expected no bounds behind `{}`", name.base);
            self.say(
                Diagnostic::new(Code::TypeBounds, bounds.span, message)
                    .here("nothing to bound")
                    .help("bound a `string`, an `int`, a `number` or a `list<...>`"),
            );
        }
        if name.members.is_empty() {
            match name.base.as_str() {
                "bool" => return Type::Bool,
                "null" => return Type::Null,
                "json" => return Type::Json,
                "any" => return Type::Any,
                _ => {}
            }
        }
        if let Some(decl) = self.names.declared(self.module.file, name) {
            return self.declared_type(name, decl);
        }
        if self.names.modules.contains_key(&name.base) {
            return self.bare_module(name);
        }
        let (own, parts) = name.resource_type();
        let Some(key) = self.nodes.resource(&own) else {
            if own.contains("::") || own != name.base {
                self.unknown_type(name);
            } else {
                self.unknown_name(name);
            }
            return Type::Error;
        };
        if parts.is_empty() {
            return Type::Resource(key);
        }
        let mut member = Name::new();
        for part in parts {
            if !member.is_empty() {
                member.push('.');
            }
            member.push_str(&part.name);
        }
        match self.schemas().member(&key, &member) {
            Some(ty) => ty,
            // Open types say nothing of their parts.
            None if self.schemas().properties(&key).is_none() => Type::Json,
            None => {
                self.unknown_part(parts, &key, &member);
                Type::Error
            }
        }
    }

    /// The type that a declaration of the program stands for.
    fn declared_type(&mut self, name: &TypeName, decl: DeclId) -> Type {
        let known = self.names.modules.contains_key(&name.base);
        let plain = name.members.len() == usize::from(known);
        let (declared, is_type, ty) = match self.signature(decl) {
            Some(signature) => {
                self.warn_deprecated_signature(signature, name.span);
                let is_type = matches!(signature.what, What::Type | What::Component);
                (Some(signature.declared), is_type, signature.ty.clone())
            }
            None => {
                let Some(item) = self.item(decl.item) else {
                    return Type::Error;
                };
                self.warn_deprecated(item, name.span);
                let is_type = matches!(item.kind, ItemKind::Type(_) | ItemKind::Component(_));
                let ty = self.types.item(item.id).clone();
                (item.kind.name().map(|n| n.span), is_type, ty)
            }
        };
        if is_type && plain {
            return ty;
        }
        let written = written(name);
        let message = format!("expected a type, found `{written}`");
        let mut diagnostic =
            Diagnostic::new(Code::TypeNotAType, name.span, message).here("no type");
        if let Some(declared) = declared {
            diagnostic = diagnostic.label(declared, format!("`{written}` is declared here"));
        }
        self.say(diagnostic);
        Type::Error
    }

    /// The name of a whole import where a type is wanted. A wrong member has been reported.
    fn bare_module(&mut self, name: &TypeName) -> Type {
        if name.members.is_empty() {
            let message = format!("expected a type, found the namespace `{}`", name.base);
            self.say(
                Diagnostic::new(Code::TypeNotAType, name.span, message)
                    .here("no type")
                    .help(format!("name a type in it: `{}.Name`", name.base)),
            );
        }
        Type::Error
    }

    fn unknown_name(&mut self, name: &TypeName) {
        if self.is_broken_name(&name.base) {
            return;
        }
        let types = self
            .module
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Type(alias) => Some(alias.name.name.as_str()),
                ItemKind::Component(component) => Some(component.name.name.as_str()),
                _ => None,
            });
        let imported = self.names.imported.keys().map(Name::as_str);
        let mut known: Vec<&str> = types.chain(imported).collect();
        known.sort_unstable();
        let near = self.suggest(&name.base, known.into_iter().chain(TYPE_NAMES));
        if near.is_none() && name.base.contains('_') {
            return self.unknown_type(name);
        }
        let message = format!("unknown type `{}`", name.base);
        let mut diagnostic =
            Diagnostic::new(Code::NameUnknown, name.span, message).here("no type has this name");
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("write `{near}`"));
            if name.members.is_empty() {
                diagnostic = diagnostic.fix(format!("write `{near}`"), name.span, near);
            }
        }
        self.say(diagnostic);
    }

    fn unknown_part(&mut self, parts: &[Ident], key: &TypeKey, member: &str) {
        let Some(first) = parts.first() else { return };
        let mut names = self.schemas().member_names(key);
        if !key.is_terraform() {
            names.extend(["Id".into(), "Arn".into()]);
        }
        let near = self
            .suggest(member, names.iter().map(|n| n.as_str()))
            .map(str::to_owned);
        let message = format!("`{}` has no part `{member}`", key.name);
        let mut diagnostic = Diagnostic::new(Code::SchemaUnknownPart, first.span, message)
            .here("nothing has this name");
        if let Some(near) = near {
            diagnostic = diagnostic.help(format!("write `{}.{near}`", key.name));
        }
        self.say(diagnostic);
    }

    fn string_type(&mut self, bounds: &Bounds) -> Type {
        let (min, max) = self.lengths(bounds);
        let pattern = bounds.pattern.as_ref().and_then(|pattern| {
            let whole = Pattern::whole(&pattern.value);
            match whole.problem() {
                None => Some(pattern.value.clone()),
                Some(problem) => {
                    let message = format!("the pattern cannot be read: {problem}");
                    self.say(
                        Diagnostic::new(Code::TypePattern, pattern.span, message)
                            .here("this pattern")
                            .help("write a regular expression, with `\\` before special letters"),
                    );
                    None
                }
            }
        });
        Type::Str(Arc::new(StringConstraint { min, max, pattern }))
    }

    fn int_type(&mut self, bounds: &Bounds) -> Type {
        self.no_pattern(bounds, "int");
        let min = bounds.min.as_ref().and_then(|b| self.whole(b));
        let max = bounds.max.as_ref().and_then(|b| self.whole(b));
        match self.in_order(bounds, min, max) {
            true => Type::Int(IntRange { min, max }),
            false => Type::int(),
        }
    }

    fn number_type(&mut self, bounds: &Bounds) -> Type {
        self.no_pattern(bounds, "number");
        let value = |bound: &Bound| match bound.value {
            Number::Int(n) => n as f64,
            Number::Float(n) => n,
        };
        let min = bounds.min.as_ref().map(value);
        let max = bounds.max.as_ref().map(value);
        match self.in_order(bounds, min, max) {
            true => Type::Number(NumberRange { min, max }),
            false => Type::number(),
        }
    }

    /// Bounds of a length.
    fn lengths(&mut self, bounds: &Bounds) -> (Option<u32>, Option<u32>) {
        let mut length = |bound: &Bound| {
            let whole = self.whole(bound)?;
            let length = u32::try_from(whole).ok();
            if length.is_none() {
                self.wrong_bound(bound, "expected a length of 0 or more");
            }
            length
        };
        let min = bounds.min.as_ref().and_then(&mut length);
        let max = bounds.max.as_ref().and_then(&mut length);
        match self.in_order(bounds, min, max) {
            true => (min, max),
            false => (None, None),
        }
    }

    fn whole(&mut self, bound: &Bound) -> Option<i64> {
        match bound.value {
            Number::Int(n) => Some(n),
            Number::Float(n) => {
                self.wrong_bound(bound, &format!("expected a whole number, found `{n}`"));
                None
            }
        }
    }

    fn wrong_bound(&mut self, bound: &Bound, message: &str) {
        self.say(Diagnostic::new(Code::TypeBounds, bound.span, message).here("this bound"));
    }

    fn in_order<T: PartialOrd>(&mut self, bounds: &Bounds, min: Option<T>, max: Option<T>) -> bool {
        let ordered = !matches!((min, max), (Some(min), Some(max)) if min > max);
        if !ordered {
            let message = "expected the smaller bound first";
            self.say(
                Diagnostic::new(Code::TypeBounds, bounds.span, message)
                    .here("no value fits these bounds")
                    .help("exchange the bounds"),
            );
        }
        ordered
    }

    fn no_pattern(&mut self, bounds: &Bounds, what: &str) {
        if let Some(pattern) = &bounds.pattern {
            let message = format!("expected no pattern behind `{what}`");
            self.say(
                Diagnostic::new(Code::TypeBounds, pattern.span, message)
                    .here("only a `string` has a pattern")
                    .help("remove it"),
            );
        }
    }

    /// Whether a name is declared by text that could not be read, or by an import: whoever wrote it
    /// has been told.
    pub fn is_broken_name(&self, name: &str) -> bool {
        self.module.items.iter().any(|item| match &item.kind {
            ItemKind::Error { name: Some(broken) } => broken.name == name,
            ItemKind::Import(import) => match &import.names {
                ImportNames::Whole(whole) => whole.name == name,
                ImportNames::Listed(names) => names
                    .iter()
                    .any(|n| n.alias.as_ref().unwrap_or(&n.name).name == name),
            },
            _ => false,
        })
    }
}

/// A name of a type as it is written.
pub fn written(name: &TypeName) -> Name {
    let mut text = name.base.clone();
    for member in &name.members {
        text.push('.');
        text.push_str(&member.name);
    }
    text
}
