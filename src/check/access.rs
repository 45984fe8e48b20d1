//! `a.b`, `a?.b` and `a[b]`. A chain of fields is looked at as a whole: what follows `?.` is skipped
//! where there is nothing, and an attribute of a resource may have dots.

use super::checker::Checker;
use super::want::{Role, Want};
use crate::builtins::{self, Kind, Space};
use crate::diag::{Code, Diagnostic, one_of};
use crate::resolve::{Binding, Namespace};
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Literal, RecordType, Type};

/// One `.name` of a chain.
#[derive(Clone, Copy)]
pub struct Link<'a> {
    pub expr: &'a Expr,
    pub base: &'a Expr,
    pub name: &'a Ident,
    pub optional: bool,
}

impl<'a> Checker<'a> {
    /// A chain of fields, of which `expr` is the last.
    pub fn field(&mut self, expr: &'a Expr) -> Type {
        let mut links = Vec::with_capacity(2);
        let mut root = expr;
        while let ExprKind::Field {
            base,
            name,
            optional,
        } = &root.kind
        {
            links.push(Link {
                expr: root,
                base,
                name,
                optional: *optional,
            });
            root = base;
        }
        links.reverse();
        let mut at = 0;
        let whole = links.first().map(|l| self.names.binding(l.expr.id));
        let mut ty = match (self.names.binding(root.id), whole) {
            // `net.zones`: something of an imported module.
            (_, Some(Binding::Item(decl))) => {
                at = 1;
                match links.first() {
                    Some(first) => self.imported_value(first.expr, &first.name.name, decl),
                    None => Type::Error,
                }
            }
            (Binding::Namespace(namespace), _) => {
                at = 1;
                match links.first() {
                    Some(first) => self.namespace_member(*first, namespace),
                    None => Type::Error,
                }
            }
            _ => self.infer(root),
        };
        // Whether a `?.` may have skipped the rest.
        let mut skipped = false;
        while let Some(link) = links.get(at).copied() {
            if self.may_be_null(&ty) {
                if !link.optional {
                    self.maybe_null(link.base);
                    ty = Type::Error;
                } else {
                    skipped = true;
                    ty = self.present(&ty);
                }
            } else if link.optional && !skipped && !is_unknown(&ty) {
                self.never_null(link.base);
            }
            if ty.is_error() {
                links
                    .iter()
                    .skip(at)
                    .for_each(|l| self.set(l.expr, Type::Error));
                return Type::Error;
            }
            let (own, used) = match &ty {
                Type::Resource(key) => {
                    let key = key.clone();
                    self.member(&key, links.get(at..).unwrap_or(&[]))
                }
                Type::Component(component) => {
                    let component = component.clone();
                    (self.instance_member(link, &component), 1)
                }
                _ => (self.field_of(link, &ty), 1),
            };
            at += used;
            let Some(last) = links.get(at - 1) else { break };
            let whole = match skipped && !own.is_error() {
                true => own.clone().optional(),
                false => own.clone(),
            };
            let narrowed = self.narrowed(last.expr, whole.clone());
            self.record_type(last.expr, narrowed.clone());
            ty = match narrowed == whole {
                true => own,
                false => {
                    skipped = false;
                    narrowed
                }
            };
        }
        match skipped && !ty.is_error() {
            true => ty.optional(),
            false => ty,
        }
    }

    pub fn index(&mut self, expr: &'a Expr, base: &'a Expr, index: &'a Expr) -> Type {
        let base_ty = self.infer(base);
        if self.may_be_null(&base_ty) {
            self.maybe_null(base);
            self.infer(index);
            return Type::Error;
        }
        let mut results = Vec::new();
        let members = self.nodes.members(&base_ty);
        // A list and a map want different indexes: the first member says which.
        let index_ty = self.infer(index);
        for member in members {
            let result = match member {
                Type::List(list) if list.set => {
                    self.no_index(expr);
                    return Type::Error;
                }
                Type::List(list) => {
                    self.accept(
                        index,
                        &index_ty,
                        Want::new(&Type::int(), Role::Part("the index")),
                    );
                    list.element.clone()
                }
                Type::Map(value) => {
                    if !(is_of_resources(&value) && is_int(&index_ty)) {
                        self.map_key(index, &index_ty);
                    }
                    (*value).clone()
                }
                Type::Record(record) => self.record_index(index, &index_ty, &record),
                Type::Json | Type::Any => Type::Json,
                Type::Error | Type::Never => Type::Error,
                other => {
                    let found = self.show(&other);
                    let message = format!("expected a list or a map, found `{found}`");
                    let diagnostic = self
                        .error(Code::TypeMismatch, base, message)
                        .here("has no elements");
                    self.report(base, diagnostic);
                    Type::Error
                }
            };
            results.push(result);
        }
        let ty = Type::union(results);
        self.narrowed(expr, ty)
    }

    /// Says that what is read is a set.
    fn no_index(&mut self, expr: &'a Expr) {
        let path = match &expr.kind {
            ExprKind::Index { base, .. } => self.path(base),
            _ => None,
        };
        let path = path.unwrap_or_else(|| "...".into());
        let message = "expected a list or a map, found a set, whose elements have no order";
        let diagnostic = self
            .error(Code::TypeMismatch, expr, message)
            .here("no element is the first")
            .help(format!(
                "write `one({path})` where there is one element alone"
            ));
        self.report(expr, diagnostic);
    }

    /// Whether `null` is among the values; what is unknown needs no question.
    fn may_be_null(&self, ty: &Type) -> bool {
        match ty {
            Type::Null | Type::Union(_) => ty.is_optional(),
            Type::Named(key, node) => self.nodes.get(key, *node).ty.is_optional(),
            _ => false,
        }
    }

    fn present(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(..) => self.nodes.structure(ty).without_null(),
            _ => ty.without_null(),
        }
    }

    fn map_key(&mut self, index: &'a Expr, ty: &Type) {
        if is_int(ty) {
            let found = self.show(ty);
            let message = format!("expected a text, found `{found}`");
            let key = match &index.kind {
                ExprKind::Int(n) => format!("write `\"{n}\"`"),
                _ => match self.path(index) {
                    Some(path) => format!("write `toString({path})`"),
                    None => "write it as a text: `toString(...)`".to_owned(),
                },
            };
            let diagnostic = self
                .error(Code::TypeMismatch, index, message)
                .here("the key of a map")
                .help(key);
            return self.report(index, diagnostic);
        }
        let string = self.string.clone();
        self.accept(index, ty, Want::new(&string, Role::Part("the key")));
    }

    fn record_index(&mut self, index: &'a Expr, ty: &Type, record: &RecordType) -> Type {
        self.map_key(index, ty);
        let mut results = Vec::new();
        for member in self.nodes.members(ty) {
            match member {
                Type::Literal(Literal::Text(name)) => match record.field(&name) {
                    Some(field) => results.push(field_type(field)),
                    None => return self.unknown_key(index, &name, record),
                },
                // Any key: any value.
                _ => results.extend(record.fields.iter().map(field_type)),
            }
        }
        Type::union(results)
    }

    fn unknown_key(&mut self, index: &'a Expr, name: &Name, record: &RecordType) -> Type {
        let near = self.suggest(name, record.fields.iter().map(|f| f.name.as_str()));
        let near = near.map(str::to_owned);
        let message = format!("no entry `{name}`");
        let diagnostic = self.error(Code::TypeUnknownField, index, message);
        let diagnostic = suggest_field(diagnostic.here("nothing has this key"), near, record);
        self.report(index, diagnostic);
        Type::Error
    }

    /// The field of a value that is no resource.
    fn field_of(&mut self, link: Link<'a>, ty: &Type) -> Type {
        if link.name.name.is_empty() {
            return Type::Error;
        }
        let members = self.nodes.members(ty);
        let mut results = Vec::with_capacity(members.len());
        let mut absent = None;
        let mut lacking = None;
        let mut found_one = false;
        // What a schema takes as a record may be its text too: `PolicyDocument`.
        let is_of_schema = ty.members().iter().any(|m| matches!(m, Type::Named(..)));
        // What a provider gives is read as its attributes are: without a question.
        let of_provider = matches!(ty, Type::Named(key, _) if key.is_terraform());
        let is_record = |m: &Type| matches!(m, Type::Record(_) | Type::Map(_));
        let may_be_text = is_of_schema && members.iter().any(is_record);
        for member in members {
            match member {
                Type::Str(_) if may_be_text => {}
                Type::Record(record) => match record.field(&link.name.name) {
                    Some(field) => {
                        found_one = true;
                        results.push(match of_provider {
                            true => field.ty.clone(),
                            false => field_type(field),
                        });
                    }
                    None => {
                        absent = Some(record);
                        results.push(Type::Null);
                    }
                },
                Type::Map(value) => {
                    found_one = true;
                    results.push((*value).clone());
                }
                Type::Resource(key) => {
                    found_one = true;
                    results.push(self.member(&key, &[link]).0);
                }
                Type::Component(component) => match component.member(&link.name.name) {
                    Some(ty) => {
                        found_one = true;
                        results.push(ty.clone());
                    }
                    None => {
                        lacking = Some(component);
                        results.push(Type::Null);
                    }
                },
                Type::Json | Type::Any => return Type::Json,
                Type::Error | Type::Never => return Type::Error,
                other => return self.no_fields(link, &other),
            }
        }
        match (found_one, absent) {
            (false, Some(record)) => {
                let names = record.fields.iter().map(|f| f.name.as_str());
                let near = self.suggest(&link.name.name, names).map(str::to_owned);
                let message = format!("no field `{}`", link.name.name);
                let diagnostic = Diagnostic::new(Code::TypeUnknownField, link.name.span, message)
                    .here("nothing has this name");
                let diagnostic = suggest_field(diagnostic, near, &record);
                self.report(link.expr, diagnostic);
                Type::Error
            }
            _ => match lacking {
                Some(component) if !found_one => self.instance_member(link, &component),
                _ => Type::union(results),
            },
        }
    }

    fn no_fields(&mut self, link: Link<'a>, found: &Type) -> Type {
        let shown = self.show(found);
        let message = format!("expected a record, found `{shown}`");
        let mut diagnostic = self
            .error(Code::TypeUnknownField, link.base, message)
            .here(format!("has no field `{}`", link.name.name));
        if let Type::List(_) = found {
            diagnostic = diagnostic.help("take one element: `[0]`, or loop over all");
        }
        self.report(link.expr, diagnostic);
        Type::Error
    }

    fn namespace_member(&mut self, link: Link<'a>, namespace: Namespace) -> Type {
        let Some(builtin) = self.in_namespace(link.expr, link.name, namespace) else {
            return Type::Error;
        };
        let ty = match builtin.get().kind {
            Kind::Value(ty) => ty.instantiate(&[]),
            Kind::Function(_) => {
                let path = builtin.get().path();
                let message = format!("expected a value, found `{path}`, a function");
                let diagnostic = self
                    .error(Code::TypeNotAValue, link.expr, message)
                    .here("a function, not a value")
                    .help(format!("call it: `{path}(...)`"));
                self.report(link.expr, diagnostic);
                Type::Error
            }
        };
        self.record_type(link.expr, ty)
    }

    /// What a namespace holds under a name.
    pub fn in_namespace(
        &mut self,
        expr: &'a Expr,
        name: &Ident,
        namespace: Namespace,
    ) -> Option<builtins::BuiltinId> {
        let (space, own) = match namespace {
            Namespace::Aws => (Space::Aws, "aws"),
            Namespace::Cfn => (Space::Cfn, "cfn"),
        };
        let found = builtins::find(space, &name.name);
        if found.is_none() && !name.name.is_empty() {
            let near = self.suggest(&name.name, builtins::names(space));
            let message = format!("`{own}` has no `{}`", name.name);
            let mut diagnostic = Diagnostic::new(Code::NameUnknown, name.span, message)
                .here("nothing has this name");
            if let Some(near) = near {
                diagnostic = diagnostic.help(format!("write `{own}.{near}`")).fix(
                    format!("write `{near}`"),
                    name.span,
                    near,
                );
            }
            self.report(expr, diagnostic);
        }
        found
    }
}

fn field_type(field: &crate::types::Field) -> Type {
    match field.optional {
        true => field.ty.clone().optional(),
        false => field.ty.clone(),
    }
}

fn suggest_field(diagnostic: Diagnostic, near: Option<String>, record: &RecordType) -> Diagnostic {
    match near {
        Some(near) => diagnostic.help(format!("write `{near}`")),
        None if record.fields.is_empty() => diagnostic,
        None => {
            let names = record.fields.iter().map(|f| f.name.as_str());
            diagnostic.help(format!("write one of {}", one_of(names)))
        }
    }
}

fn is_unknown(ty: &Type) -> bool {
    matches!(ty, Type::Error | Type::Json | Type::Any | Type::Never)
}

fn is_int(ty: &Type) -> bool {
    matches!(ty, Type::Int(_) | Type::Literal(Literal::Int(_)))
}

/// What a loop of resources or instances gives, of one level or several: its keys may be integers.
fn is_of_resources(element: &Type) -> bool {
    let is_made = |ty: &Type| matches!(ty, Type::Resource(_) | Type::Component(_));
    match element {
        Type::Map(inner) => is_of_resources(inner),
        Type::Union(_) => element.members().iter().any(is_made),
        other => is_made(other),
    }
}
