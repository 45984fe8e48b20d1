//! Records that are written out: the bodies of resources, properties, arguments.

use super::checker::Checker;
use super::join::Elements;
use super::meta::{self, Block};
use super::shape::{RecordShape, Shape};
use super::spread::Fields;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic, all_of};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::{ComponentType, Field, RecordType, Type, TypeKey};

/// What a record belongs to, for messages and for their place.
#[derive(Clone, Copy)]
pub enum Owner<'w> {
    /// The body of a resource: its type, and its name, where what is missing is reported.
    Resource(&'w TypeKey, &'w Ident),
    /// What an instance of a component is given, and its name.
    Instance(&'w ComponentType, &'w Ident),
    /// Any other record, whose wanted type this is.
    Value(&'w Type),
}

impl<'a> Checker<'a> {
    pub fn infer_record(&mut self, entries: &'a [RecordEntry]) -> Type {
        let mut fields = Fields::default();
        for entry in entries {
            match entry {
                RecordEntry::Field {
                    key: Key::Name(name),
                    value,
                } => {
                    let ty = self.infer(value);
                    if fields.has_written(&name.name) {
                        self.written_twice(name, value);
                    }
                    fields.set(name.name.clone(), ty, false);
                    fields.mark_written(&name.name);
                }
                RecordEntry::Field {
                    key: Key::Computed(key),
                    value,
                } => {
                    let name = self.computed_key(key);
                    let ty = self.infer(value);
                    match name {
                        Some(name) => fields.set(name, ty, false),
                        None => fields.open(ty),
                    }
                }
                RecordEntry::Spread(value) => {
                    let ty = self.infer(value);
                    self.spread_into(value, &ty, &mut fields);
                }
                RecordEntry::Error(_) => fields.broken = true,
            }
        }
        fields.ty()
    }

    pub fn check_record(&mut self, expr: &'a Expr, entries: &'a [RecordEntry], want: Want<'_>) {
        let shapes = self.shapes(want.ty, want.schema);
        let schema = shapes.schema;
        let mut records = Vec::new();
        let mut maps = Vec::new();
        let mut open = false;
        for shape in shapes.all {
            match shape {
                Shape::Record(record) => records.push(record),
                Shape::Map(value) => maps.push(value),
                Shape::Open => open = true,
                Shape::List(_) => {}
            }
        }
        let known = |record: &RecordShape| {
            entries.iter().all(|entry| match entry {
                RecordEntry::Field {
                    key: Key::Name(name),
                    ..
                } => record.field(&name.name).is_some(),
                _ => true,
            })
        };
        if !maps.is_empty() || open {
            records.retain(known);
        }
        if let Some(shape) = self.meant(entries, records) {
            let owner = Owner::Value(want.ty);
            self.check_fields(expr, entries, &shape, schema, owner);
            self.record_type(expr, want.ty.clone());
        } else if let [value] = maps.as_slice() {
            let inner = Want::new(value, want.role).nullable(schema).schema(schema);
            self.check_values(entries, inner);
            self.record_type(expr, want.ty.clone());
        } else if open && maps.is_empty() {
            self.check_values(entries, want.nullable(true));
            self.record_type(expr, Type::Json);
        } else {
            let found = self.infer_record(entries);
            let found = self.record_type(expr, found);
            self.accept(expr, &found, want);
        }
    }

    /// Checks the entries of a record whose fields are known, and that none is missing.
    pub fn check_fields(
        &mut self,
        expr: &'a Expr,
        entries: &'a [RecordEntry],
        shape: &RecordShape,
        schema: bool,
        owner: Owner<'_>,
    ) {
        let start = self.written.len();
        self.written
            .resize(start + shape.record.fields.len(), false);
        let mut partial = Partial {
            shape,
            schema,
            owner,
            start,
            open: false,
        };
        self.entries(entries, &mut partial);
        let missing = match partial.open || self.partial {
            true => Vec::new(),
            false => self.missing(shape, start),
        };
        self.written.truncate(start);
        if !missing.is_empty() {
            self.report_missing(expr, &missing, schema, owner);
        }
    }

    /// Checks entries that are a part of a record: all of it, or one branch of a spread.
    pub fn entries(&mut self, entries: &'a [RecordEntry], partial: &mut Partial<'_>) {
        for (at, entry) in entries.iter().enumerate() {
            match entry {
                RecordEntry::Field {
                    key: Key::Name(name),
                    value,
                } => {
                    let twice = || entries.get(..at).is_some_and(|e| is_written(e, &name.name));
                    self.entry(name, value, partial, twice);
                }
                RecordEntry::Field {
                    key: Key::Computed(key),
                    value,
                } => {
                    match self.computed_key(key) {
                        Some(name) => {
                            let name = Ident {
                                name,
                                span: key.span,
                            };
                            self.entry(&name, value, partial, || false);
                        }
                        None => {
                            partial.open = true;
                            self.infer(value);
                        }
                    };
                }
                RecordEntry::Spread(value) => self.spread(value, partial),
                RecordEntry::Error(_) => partial.open = true,
            }
        }
    }

    fn entry(
        &mut self,
        name: &Ident,
        value: &'a Expr,
        partial: &mut Partial<'_>,
        twice: impl FnOnce() -> bool,
    ) {
        if name.name.is_empty() {
            self.infer(value);
            return;
        }
        let Some((at, field)) = partial.shape.field(&name.name) else {
            self.infer(value);
            if partial.schema && gives_properties(&name.name) {
                partial.open = true;
                return;
            }
            return self.unknown_field(name, value, partial);
        };
        let written = &mut self.written[partial.start + at];
        let again = std::mem::replace(written, true);
        if again && twice() {
            self.infer(value);
            return self.written_twice(name, value);
        }
        let node = partial.shape.node.as_ref();
        if node.is_some_and(|node| node.is_read_only(&name.name)) {
            self.infer(value);
            return self.read_only(name, value, partial);
        }
        // What is `null` is left out.
        let want = Want {
            ty: &field.ty,
            nullable: field.optional && !matches!(partial.owner, Owner::Instance(..)),
            schema: partial.schema,
            role: Role::Property(&name.name),
        };
        self.check(value, want);
    }

    fn missing(&self, shape: &RecordShape, start: usize) -> Vec<Name> {
        let written = self.written.get(start..).unwrap_or(&[]);
        let is_missing =
            |at: usize, field: &Field| !field.optional && written.get(at) == Some(&false);
        match &shape.node {
            Some(node) => {
                let required = node.required.iter().filter_map(|at| {
                    let field = shape.record.fields.get(*at as usize)?;
                    let at = *at as usize;
                    (is_missing(at, field) && !node.is_read_only(&field.name))
                        .then(|| field.name.clone())
                });
                required.collect()
            }
            None => {
                let fields = shape.record.fields.iter().enumerate();
                let missing = fields.filter(|(at, field)| is_missing(*at, field));
                missing.map(|(_, field)| field.name.clone()).collect()
            }
        }
    }

    fn check_values(&mut self, entries: &'a [RecordEntry], inner: Want<'_>) {
        for entry in entries {
            match entry {
                RecordEntry::Field { key, value } => {
                    let role = match key {
                        Key::Name(name) => Role::Property(&name.name),
                        Key::Computed(key) => {
                            self.computed_key(key);
                            inner.role
                        }
                    };
                    self.check(value, Want { role, ..inner });
                }
                RecordEntry::Spread(value) => {
                    let ty = self.infer(value);
                    let values = self.spread_values(value, &ty);
                    self.accept(value, &values, inner);
                }
                RecordEntry::Error(_) => {}
            }
        }
        self.values_written_twice(entries);
    }

    fn values_written_twice(&mut self, entries: &'a [RecordEntry]) {
        if entries.len() < 2 {
            return;
        }
        let mut seen = rustc_hash::FxHashSet::default();
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                value,
            } = entry
                && !seen.insert(&name.name)
                && !name.name.is_empty()
            {
                self.written_twice(name, value);
            }
        }
    }

    /// The key that an expression gives, where its type has one value.
    fn computed_key(&mut self, key: &'a Expr) -> Option<Name> {
        self.key(key, "the key");
        match self.types.expr(key.id) {
            Type::Literal(crate::types::Literal::Text(text)) => Some(text.clone()),
            _ => None,
        }
    }

    fn written_twice(&mut self, name: &Ident, value: &'a Expr) {
        let message = format!("`{}` is written twice", name.name);
        self.fail(value);
        self.say(
            Diagnostic::new(Code::TypeDuplicateKey, name.span, message)
                .here("the second time")
                .help("remove one of them"),
        );
    }

    fn unknown_field(&mut self, name: &Ident, value: &'a Expr, partial: &Partial<'_>) {
        let fields = &partial.shape.record.fields;
        // What is only ever read is no help to who writes.
        let node = partial.shape.node.as_ref();
        let writable = fields
            .iter()
            .map(|f| f.name.as_str())
            .filter(|name| !node.is_some_and(|node| node.is_read_only(name)));
        let (code, message) = match partial.schema {
            true => {
                let owner = self.owner(partial.owner);
                let message = format!("`{owner}` has no property `{}`", name.name);
                (Code::SchemaUnknownProperty, message)
            }
            false => {
                let message = match partial.owner {
                    Owner::Instance(component, _) => {
                        format!("`{}` has no input `{}`", component.name, name.name)
                    }
                    _ => format!("unknown field `{}`", name.name),
                };
                (Code::TypeUnknownField, message)
            }
        };
        self.fail(value);
        if let Owner::Resource(key, _) = partial.owner
            && let Some(block) = Block::of(key)
            && let Some(instead) = meta::instead(&name.name, block)
        {
            return self.kept_name(code, name, message, instead);
        }
        let near = self.suggest(&name.name, writable.clone());
        let mut diagnostic =
            Diagnostic::new(code, name.span, message).here("nothing has this name");
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                name.span,
                near,
            ),
            None if writable.clone().next().is_none() => {
                diagnostic.help("remove it: there are no fields")
            }
            None => diagnostic.help(format!("write one of {}", crate::diag::one_of(writable))),
        };
        diagnostic = declared_at(diagnostic, partial.owner);
        self.say(diagnostic);
    }

    fn read_only(&mut self, name: &Ident, value: &'a Expr, partial: &Partial<'_>) {
        let owner = self.owner(partial.owner);
        let message = format!("`{}` of `{owner}` is only ever read", name.name);
        self.fail(value);
        self.say(
            Diagnostic::new(Code::SchemaReadOnly, name.span, message)
                .here("the service sets this")
                .help("remove it"),
        );
    }

    fn report_missing(&mut self, expr: &'a Expr, names: &[Name], schema: bool, owner: Owner<'_>) {
        let (at, label) = match owner {
            Owner::Resource(_, name) => (name.span, "this resource"),
            Owner::Instance(_, name) => (name.span, "this instance"),
            Owner::Value(_) => (brace(expr.span), "this record"),
        };
        let code = match schema {
            true => Code::SchemaMissingProperty,
            false => Code::TypeMissingField,
        };
        let all = all_of(names);
        let message = match (schema, owner) {
            (false, Owner::Value(_)) => format!("{all} must be given"),
            _ => format!("`{}` needs {all}", self.owner(owner)),
        };
        // The entries that are there are still worth a look, but not the whole.
        let diagnostic = Diagnostic::new(code, at, message)
            .here(label)
            .help(format!("add {all}"));
        let diagnostic = declared_at(diagnostic, owner);
        match owner {
            Owner::Resource(..) | Owner::Instance(..) => self.say(diagnostic),
            Owner::Value(_) => self.report(expr, diagnostic),
        }
    }

    fn owner(&self, owner: Owner<'_>) -> String {
        match owner {
            Owner::Resource(key, _) => key.name.to_string(),
            Owner::Instance(component, _) => component.name.to_string(),
            Owner::Value(ty) => self.show(ty),
        }
    }

    /// The values of what is spread into a map.
    fn spread_values(&mut self, expr: &'a Expr, ty: &Type) -> Type {
        let mut fields = Fields::default();
        self.spread_into(expr, ty, &mut fields);
        let mut values = Elements::default();
        match fields.ty() {
            Type::Record(record) => {
                let RecordType { fields } = &*record;
                fields.iter().for_each(|f| values.add(f.ty.clone()));
            }
            Type::Map(value) => values.add((*value).clone()),
            other => values.add(other),
        }
        values.ty()
    }
}

/// Entries of a record that are being checked, and what has been written of it.
pub struct Partial<'s> {
    pub shape: &'s RecordShape,
    pub schema: bool,
    pub owner: Owner<'s>,
    /// Where its flags begin in [`Checker::written`].
    pub start: usize,
    /// Whether it may hold more than can be seen.
    pub open: bool,
}

/// Adds where a component is declared.
fn declared_at(diagnostic: Diagnostic, owner: Owner<'_>) -> Diagnostic {
    match owner {
        Owner::Instance(component, _) => {
            let text = format!("`{}` is declared here", component.name);
            diagnostic.label(component.declared, text)
        }
        _ => diagnostic,
    }
}

/// The place of what a record lacks: its brace, since the whole would underline many lines.
pub fn brace(span: Span) -> Span {
    Span {
        end: (span.start + 1).min(span.end),
        ..span
    }
}

fn is_written(entries: &[RecordEntry], name: &str) -> bool {
    entries.iter().any(
        |entry| matches!(entry, RecordEntry::Field { key: Key::Name(n), .. } if n.name == name),
    )
}

/// Whether CloudFormation puts other properties in the place of one: what a transform or a loop makes.
fn gives_properties(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach::")
}
