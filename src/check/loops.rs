//! What a loop runs over, and the variables that it binds.

use super::checker::{Checker, Origin};
use super::join::Elements;
use super::want::{Role, Want};
use crate::diag::Code;
use crate::syntax::ast::*;
use crate::types::{Literal, Type};

/// What the key and the value of a loop are.
pub struct Passes {
    pub key: Type,
    pub value: Type,
    /// Whether the key names the pass: a map's key. An index does not.
    pub keyed: bool,
}

impl<'a> Checker<'a> {
    /// Binds the variables of one `for`.
    pub fn clause(&mut self, clause: &'a ForClause) -> Passes {
        let ty = self.infer(&clause.iterable);
        let passes = self.passes(&clause.iterable, &ty);
        if clause.key.is_some() {
            self.bind(passes.key.clone(), Origin::Key);
        }
        let key = clause.key.is_some();
        self.bind(passes.value.clone(), Origin::Value { clause, key });
        if let Some(by) = &clause.by {
            self.key(by, "what the passes are named by");
        }
        passes
    }

    /// A condition must be a boolean.
    pub fn condition(&mut self, expr: &'a Expr, what: &'static str) {
        self.check(expr, Want::new(&Type::Bool, Role::Part(what)));
    }

    /// A key must be a text or a whole number.
    pub fn key(&mut self, expr: &'a Expr, what: &'static str) {
        let ty = self.infer(expr);
        let wanted = Type::union([self.string.clone(), Type::int()]);
        self.accept(expr, &ty, Want::new(&wanted, Role::Part(what)));
    }

    pub fn map_for(&mut self, map: &'a MapFor, want: Option<Want<'_>>) -> Type {
        let mark = self.mark();
        for clause in &map.clauses {
            self.clause(clause);
        }
        if let Some(condition) = &map.condition {
            self.condition(condition, "the condition of the loop");
            self.assume(condition, true);
        }
        self.key(&map.key, "the key");
        let ty = match want {
            Some(want) => {
                self.check(&map.value, want);
                Type::Never
            }
            None => self.infer(&map.value),
        };
        self.leave(mark);
        Type::map(ty)
    }

    pub fn check_map_for(&mut self, expr: &'a Expr, map: &'a MapFor, want: Want<'_>) {
        let shapes = self.shapes(want.ty, want.schema);
        let schema = shapes.schema;
        let mut maps = shapes.all.into_iter().filter_map(|shape| match shape {
            super::shape::Shape::Map(value) => Some(value),
            _ => None,
        });
        if let (Some(value), None) = (maps.next(), maps.next()) {
            let inner = Want {
                ty: &value,
                nullable: schema,
                schema,
                role: want.role,
            };
            self.map_for(map, Some(inner));
            self.record_type(expr, want.ty.clone());
            return;
        }
        let found = self.map_for(map, None);
        let found = self.record_type(expr, found);
        self.accept(expr, &found, want);
    }

    /// What the passes over a value are.
    fn passes(&mut self, expr: &'a Expr, ty: &Type) -> Passes {
        let mut keys = Elements::default();
        let mut values = Elements::default();
        let mut keyed = false;
        for member in self.nodes.members(ty) {
            match member {
                Type::List(list) => {
                    keys.add(Type::int());
                    values.add(list.element.clone());
                }
                Type::Map(value) => {
                    keyed = true;
                    keys.add(self.string.clone());
                    values.add((*value).clone());
                }
                Type::Record(record) => {
                    keyed = true;
                    for field in &record.fields {
                        keys.add(Type::Literal(Literal::Text(field.name.clone())));
                        values.add(match field.optional {
                            true => field.ty.clone().optional(),
                            false => field.ty.clone(),
                        });
                    }
                }
                Type::Json | Type::Any => {
                    keys.add(Type::Json);
                    values.add(Type::Json);
                }
                Type::Error | Type::Never => {
                    keys.add(Type::Error);
                    values.add(Type::Error);
                }
                Type::Null => {
                    self.maybe_null(expr);
                    keys.add(Type::Error);
                    values.add(Type::Error);
                }
                other => {
                    let found = self.show(&other);
                    let message = format!("expected a list or a map, found `{found}`");
                    let mut diagnostic = self
                        .error(Code::TypeNotIterable, expr, message)
                        .here("what the loop runs over");
                    if matches!(other, Type::Int(_) | Type::Literal(Literal::Int(_))) {
                        diagnostic = diagnostic.help("write a range: `1..n`");
                    }
                    self.report(expr, diagnostic);
                    keys.add(Type::Error);
                    values.add(Type::Error);
                }
            }
        }
        Passes {
            key: keys.ty(),
            value: values.ty(),
            keyed,
        }
    }
}
