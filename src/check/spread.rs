//! `...value` in a record. In: what is spread. Out: which fields that writes. Branches are looked
//! into, so that a mistake in one is found where it is.

use super::checker::Checker;
use super::join::Elements;
use super::record::Partial;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Field, Mismatch, Type, Why};
use rustc_hash::FxHashMap;

/// The fields of a record whose type is being put together.
#[derive(Default)]
pub struct Fields {
    fields: Vec<Field>,
    places: FxHashMap<Name, usize>,
    written: Vec<bool>,
    /// The values under keys that nobody knows. Where there are any, it is a map.
    open: Option<Elements>,
    /// Something in it has been reported, or is not JSON.
    pub broken: bool,
    json: bool,
}

impl Fields {
    /// Writes a field. One that may be absent (`optional`) leaves what was there before possible.
    pub fn set(&mut self, name: Name, ty: Type, optional: bool) {
        let at = *self.places.entry(name.clone()).or_insert(self.fields.len());
        match self.fields.get_mut(at) {
            Some(field) if optional => {
                field.ty = Type::union([field.ty.clone(), ty]);
            }
            Some(field) => {
                field.ty = ty;
                field.optional = false;
            }
            None => {
                self.fields.push(Field { name, ty, optional });
                self.written.push(false);
            }
        }
    }

    /// Whether the field was written by name.
    pub fn has_written(&self, name: &str) -> bool {
        self.places
            .get(name)
            .is_some_and(|at| self.written.get(*at) == Some(&true))
    }

    pub fn mark_written(&mut self, name: &str) {
        if let Some(written) = self
            .places
            .get(name)
            .and_then(|at| self.written.get_mut(*at))
        {
            *written = true;
        }
    }

    /// A value under a key that nobody knows.
    pub fn open(&mut self, ty: Type) {
        self.open.get_or_insert_default().add(ty);
    }

    pub fn json(&mut self) {
        self.json = true;
    }

    pub fn ty(self) -> Type {
        if self.broken {
            return Type::Error;
        }
        if self.json {
            return Type::Json;
        }
        match self.open {
            None => Type::record(self.fields),
            Some(mut values) => {
                for field in self.fields {
                    values.add(field.ty);
                }
                Type::map(values.ty())
            }
        }
    }
}

impl<'a> Checker<'a> {
    /// Adds the fields of a spread value to a type.
    pub fn spread_into(&mut self, expr: &'a Expr, ty: &Type, fields: &mut Fields) {
        let members = self.nodes.members(ty);
        let records = members
            .iter()
            .filter(|m| matches!(m, Type::Record(_)))
            .count();
        for member in &members {
            match member {
                Type::Record(record) => {
                    for field in &record.fields {
                        // In one of several branches: it may be absent.
                        let optional = field.optional || records < members.len() || records > 1;
                        fields.set(field.name.clone(), field.ty.clone(), optional);
                    }
                }
                Type::Map(value) => fields.open((**value).clone()),
                Type::Json | Type::Any => fields.json(),
                Type::Error | Type::Never => fields.broken = true,
                // `...null` adds nothing.
                Type::Null => {}
                other => {
                    self.cannot_spread(expr, other.clone());
                    fields.broken = true;
                    return;
                }
            }
        }
    }

    /// Checks a spread against the record that it becomes a part of.
    pub fn spread(&mut self, expr: &'a Expr, partial: &mut Partial<'_>) {
        match &expr.kind {
            ExprKind::Paren(inner) => self.spread(inner, partial),
            ExprKind::Null => {
                self.infer(expr);
            }
            ExprKind::Record(entries) => {
                self.entries(entries, partial);
                self.set(expr, Type::Json);
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.condition(condition, "the condition");
                let before = self.written_so_far(partial);
                let mark = self.mark();
                self.assume(condition, true);
                self.spread(then, partial);
                self.leave(mark);
                let first = self.swap_written(partial, before);
                self.assume(condition, false);
                self.spread(otherwise, partial);
                self.leave(mark);
                self.keep_written_in_both(partial, &first);
                self.set(expr, Type::Json);
            }
            _ => {
                let ty = self.infer(expr);
                self.spread_type(expr, &ty, partial);
            }
        }
    }

    fn spread_type(&mut self, expr: &'a Expr, ty: &Type, partial: &mut Partial<'_>) {
        let members = self.nodes.members(ty);
        let alone = members.len() == 1;
        for member in members {
            match member {
                Type::Record(record) => {
                    for found in &record.fields {
                        let Some((at, field)) = partial.shape.field(&found.name) else {
                            return self.spread_unknown(expr, &found.name, partial);
                        };
                        let (ty, nullable) = (field.ty.clone(), field.optional);
                        if alone && !found.optional {
                            self.written[partial.start + at] = true;
                        }
                        let want = Want {
                            ty: &ty,
                            nullable: nullable || found.optional,
                            schema: partial.schema,
                            role: Role::Property(&found.name),
                        };
                        self.accept(expr, &found.ty, want);
                    }
                }
                Type::Map(_) | Type::Json | Type::Any | Type::Error | Type::Never => {
                    partial.open = true;
                }
                Type::Null => {}
                other => return self.cannot_spread(expr, other),
            }
        }
    }

    fn spread_unknown(&mut self, expr: &'a Expr, name: &Name, partial: &Partial<'_>) {
        let code = match partial.schema {
            true => Code::SchemaUnknownProperty,
            false => Code::TypeUnknownField,
        };
        let message = format!("unknown field `{name}`");
        let diagnostic = Diagnostic::new(code, expr.span, message)
            .here(format!("brings `{name}`"))
            .help(format!("leave `{name}` out of what is spread here"));
        self.report(expr, diagnostic);
    }

    fn cannot_spread(&mut self, expr: &'a Expr, found: Type) {
        let wanted = Type::map(Type::Any);
        let want = Want::new(&wanted, Role::Part("what is spread into a record"));
        let mismatch = Mismatch {
            path: Vec::new(),
            wanted: wanted.clone(),
            found,
            why: Why::Kind,
        };
        self.mismatch(expr, &mismatch, want);
    }

    fn written_so_far(&self, partial: &Partial<'_>) -> Vec<bool> {
        self.written.get(partial.start..).unwrap_or(&[]).to_vec()
    }

    /// Puts flags back and returns those that were there.
    fn swap_written(&mut self, partial: &Partial<'_>, flags: Vec<bool>) -> Vec<bool> {
        let now = self.written_so_far(partial);
        self.written.truncate(partial.start);
        self.written.extend(flags);
        now
    }

    fn keep_written_in_both(&mut self, partial: &Partial<'_>, other: &[bool]) {
        let flags = self.written.iter_mut().skip(partial.start);
        flags.zip(other).for_each(|(flag, other)| *flag &= other);
    }
}
