//! Values held against types where the checker could not prove that they fit: bounds, what comes
//! out of `json`, and what the user gives for inputs. What a schema asks of a property is not looked
//! at here: validation does that for every value.

use super::state::Eval;
use crate::builtins::{kind_name, scalar_text};
use crate::diag::{Code, Diagnostic};
use crate::graph::{Value, ValueKind, ValueMap};
use crate::syntax::ast::Expr;
use crate::text::Name;
use crate::types::{ListType, Literal, RecordType, StringConstraint, Type};

impl<'a> Eval<'a> {
    /// The value, or an error where it is known and does not fit the type that is asked for at an
    /// expression.
    pub fn guard(&mut self, value: Value, expr: &'a Expr) -> Value {
        let types = self.module.unit.types;
        let Some(ty) = types.guards.get(&expr.id) else {
            return value;
        };
        let Some(problem) = self.misfit(&value, ty) else {
            return value;
        };
        let mut diagnostic = Diagnostic::new(Code::EvalMismatch, expr.span, problem)
            .here("does not fit what is wanted here");
        if value.origin.span != expr.span {
            diagnostic = diagnostic.label(value.origin.span, "the value comes from here");
        }
        self.report(diagnostic);
        self.error(expr.span)
    }

    /// Why a value does not fit a type; `None` where it does, or where that is not known yet.
    pub fn misfit(&mut self, value: &Value, ty: &Type) -> Option<String> {
        let value = value.known()?;
        if matches!(
            value.kind,
            ValueKind::Error
                | ValueKind::Deferred(_)
                | ValueKind::Resource(..)
                | ValueKind::Instance(..)
        ) {
            return None;
        }
        let ty = self.structure(ty);
        match ty.members() {
            [only] => self.misfit_one(value, only),
            members => {
                let mut problems = Vec::new();
                for member in members {
                    let member = self.structure(member);
                    problems.push((is_near(value, &member), self.misfit(value, &member)?));
                }
                // The member that the value was meant to be, if there is one.
                let mut near = problems.into_iter().filter(|(near, _)| *near);
                match (near.next(), near.next()) {
                    (Some((_, problem)), None) => Some(problem),
                    _ => Some(self.expected(&ty, value)),
                }
            }
        }
    }

    /// A type whose outermost level is no reference into a schema.
    pub fn structure(&self, ty: &Type) -> Type {
        match ty {
            Type::Named(key, node) => self.program.schemas.expand(key, *node),
            other => other.clone(),
        }
    }

    fn misfit_one(&mut self, value: &Value, ty: &Type) -> Option<String> {
        match (ty, &value.kind) {
            // Another level of references is a schema's own matter.
            (Type::Error | Type::Json | Type::Any | Type::Named(..), _) => None,
            (Type::Resource(_) | Type::Component(_), _) => None,
            (Type::Null, ValueKind::Null) | (Type::Bool, ValueKind::Bool(_)) => None,
            (Type::Id(_), ValueKind::Text(_)) => None,
            (Type::Int(range), ValueKind::Int(int)) => {
                let fits = range.min.is_none_or(|min| *int >= min)
                    && range.max.is_none_or(|max| *int <= max);
                (!fits).then(|| self.expected(ty, value))
            }
            (Type::Number(range), ValueKind::Int(_) | ValueKind::Number(_)) => {
                let number = crate::builtins::float(&value.kind)?;
                let fits = range.min.is_none_or(|min| number >= min)
                    && range.max.is_none_or(|max| number <= max);
                (!fits).then(|| self.expected(ty, value))
            }
            (Type::Str(constraint), ValueKind::Text(text)) => {
                (!self.text_fits(text, constraint)).then(|| self.expected(ty, value))
            }
            (Type::Literal(literal), kind) => {
                (!is_literal(literal, kind)).then(|| self.expected(ty, value))
            }
            (Type::List(list), ValueKind::List(items)) => {
                let count = items.len() as u64;
                let fits = list.min.is_none_or(|min| count >= u64::from(min))
                    && list.max.is_none_or(|max| count <= u64::from(max));
                if !fits {
                    return Some(self.expected(ty, value));
                }
                self.misfit_of_elements(items, list)
            }
            (Type::Map(element), ValueKind::Map(map)) => {
                let misfit = |(key, value)| {
                    let problem = self.misfit(value, element)?;
                    Some(format!("`{key}`: {problem}"))
                };
                map.iter().find_map(misfit)
            }
            (Type::Record(record), ValueKind::Map(map)) => self.misfit_of_fields(map, record),
            _ => Some(self.expected(ty, value)),
        }
    }

    fn misfit_of_elements(&mut self, items: &[Value], list: &ListType) -> Option<String> {
        let mut numbered = items.iter().enumerate();
        numbered.find_map(|(index, item)| {
            let problem = self.misfit(item, &list.element)?;
            Some(format!("element {index}: {problem}"))
        })
    }

    fn misfit_of_fields(&mut self, map: &ValueMap, record: &RecordType) -> Option<String> {
        for field in &record.fields {
            match map.get(&field.name) {
                None if field.optional || field.ty.is_optional() => {}
                None => return Some(format!("the field `{}` is missing", field.name)),
                Some(value) if value.is_null() && field.optional => {}
                Some(value) => {
                    if let Some(problem) = self.misfit(value, &field.ty) {
                        return Some(format!("`{}`: {problem}", field.name));
                    }
                }
            }
        }
        let unknown = map.keys().find(|key| record.field(key).is_none())?;
        let names: Vec<String> = record
            .fields
            .iter()
            .map(|f| format!("`{}`", f.name))
            .collect();
        Some(format!(
            "no field `{unknown}`; there are {}",
            names.join(", ")
        ))
    }

    fn text_fits(&mut self, text: &Name, constraint: &StringConstraint) -> bool {
        use crate::builtins::World;
        let length = || text.chars().count() as u64;
        constraint.min.is_none_or(|min| length() >= u64::from(min))
            && constraint.max.is_none_or(|max| length() <= u64::from(max))
            && constraint
                .pattern
                .as_ref()
                .is_none_or(|pattern| self.pattern(pattern).is_match(text))
    }

    fn expected(&self, ty: &Type, value: &Value) -> String {
        let found = match scalar_text(value) {
            Some(text) if text.len() <= LONGEST_SHOWN => format!("`{text}`"),
            _ => kind_name(value).to_owned(),
        };
        format!("expected `{}`, found {found}", self.shown(ty))
    }

    /// A type as messages show it.
    pub fn shown(&self, ty: &Type) -> String {
        crate::types::show_wanted(ty, self.program.schemas)
    }
}

/// A longer text is not shown in a message.
const LONGEST_SHOWN: usize = 60;

fn is_literal(literal: &Literal, kind: &ValueKind) -> bool {
    match (literal, kind) {
        (Literal::Text(l), ValueKind::Text(text)) => l == text,
        (Literal::Bool(l), ValueKind::Bool(bool)) => l == bool,
        (Literal::Int(l), ValueKind::Int(int)) => l == int,
        (Literal::Number(l), kind) => crate::builtins::float(kind) == Some(*l),
        _ => false,
    }
}

/// Whether a value is of the outermost kind of a type, whatever is in it.
fn is_near(value: &Value, ty: &Type) -> bool {
    matches!(
        (ty, &value.kind),
        (Type::List(_), ValueKind::List(_))
            | (Type::Map(_) | Type::Record(_), ValueKind::Map(_))
            | (Type::Str(_) | Type::Id(_), ValueKind::Text(_))
            | (
                Type::Int(_) | Type::Number(_),
                ValueKind::Int(_) | ValueKind::Number(_)
            )
    )
}
