//! Lists that are written out, and comprehensions.

use super::checker::Checker;
use super::join::Elements;
use super::shape::Shape;
use super::want::{Role, Want};
use crate::diag::Code;
use crate::syntax::ast::*;
use crate::types::{Type, Why};

impl<'a> Checker<'a> {
    pub fn infer_list(&mut self, entries: &'a [ListEntry]) -> Type {
        let mut elements = Elements::default();
        for entry in entries {
            match entry {
                // An element that is `null` is left out.
                ListEntry::Item(e) => elements.add(self.infer(e).without_null()),
                ListEntry::Spread(e) => {
                    let ty = self.infer(e);
                    elements.add(self.spread_element(e, &ty));
                }
            }
        }
        Type::list(elements.ty())
    }

    pub fn check_list(&mut self, expr: &'a Expr, entries: &'a [ListEntry], want: Want<'_>) {
        let shapes = self.shapes(want.ty, want.schema);
        let schema = shapes.schema;
        let open = shapes.all.iter().any(|s| matches!(s, Shape::Open));
        let mut lists = shapes.all.into_iter().filter_map(|shape| match shape {
            Shape::List(list) => Some(list),
            _ => None,
        });
        let list = match (lists.next(), lists.next()) {
            (Some(list), None) => list,
            (None, _) if open => {
                for entry in entries {
                    match entry {
                        ListEntry::Item(e) => self.check(e, want.nullable(true)),
                        ListEntry::Spread(e) => {
                            let ty = self.infer(e);
                            self.spread_element(e, &ty);
                        }
                    }
                }
                self.record_type(expr, Type::Json);
                return;
            }
            // None, or several that only the whole tells apart.
            _ => {
                let found = self.infer_list(entries);
                let found = self.record_type(expr, found);
                return self.accept(expr, &found, want);
            }
        };
        let inner = Want {
            ty: &list.element,
            nullable: true,
            schema,
            role: want.role,
        };
        let mut known = true;
        for entry in entries {
            match entry {
                ListEntry::Item(e) => self.check(e, inner),
                ListEntry::Spread(e) => {
                    known = false;
                    let ty = self.infer(e);
                    let element = self.spread_element(e, &ty);
                    self.accept(e, &element, inner);
                }
            }
        }
        self.record_type(expr, want.ty.clone());
        if !schema && (list.min.is_some() || list.max.is_some()) {
            let length = entries.len() as u32;
            let fits = list.min.is_none_or(|min| length >= min)
                && list.max.is_none_or(|max| length <= max);
            match (known, fits) {
                (true, true) => {}
                (true, false) => {
                    let wanted = Type::List(list);
                    let message = format!(
                        "expected `{}`, found a list of {length}",
                        self.show(&wanted)
                    );
                    let diagnostic = self.error(Code::TypeMismatch, expr, message);
                    self.report(expr, diagnostic.here(want.role.label()));
                }
                (false, _) => {
                    self.types.guards.insert(expr.id, want.ty.clone());
                }
            }
        }
    }

    pub fn list_for(&mut self, list: &'a ListFor, want: Option<Want<'_>>) -> Type {
        let mark = self.mark();
        for clause in &list.clauses {
            self.clause(clause);
        }
        if let Some(condition) = &list.condition {
            self.condition(condition, "the condition of the loop");
            self.assume(condition, true);
        }
        let ty = match want {
            Some(want) => {
                self.check(&list.body, want);
                Type::Never
            }
            None => self.infer(&list.body).without_null(),
        };
        self.leave(mark);
        Type::list(ty)
    }

    pub fn check_list_for(&mut self, expr: &'a Expr, list: &'a ListFor, want: Want<'_>) {
        let shapes = self.shapes(want.ty, want.schema);
        let schema = shapes.schema;
        let mut lists = shapes.all.into_iter().filter_map(|shape| match shape {
            Shape::List(list) => Some(list),
            _ => None,
        });
        if let (Some(wanted), None) = (lists.next(), lists.next()) {
            let inner = Want {
                ty: &wanted.element,
                nullable: true,
                schema,
                role: want.role,
            };
            self.list_for(list, Some(inner));
            self.record_type(expr, want.ty.clone());
            if !schema && (wanted.min.is_some() || wanted.max.is_some()) {
                self.types.guards.insert(expr.id, want.ty.clone());
            }
            return;
        }
        let found = self.list_for(list, None);
        let found = self.record_type(expr, found);
        self.accept(expr, &found, want);
    }

    /// What the elements of a spread list are.
    fn spread_element(&mut self, expr: &'a Expr, ty: &Type) -> Type {
        let mut elements = Vec::new();
        for member in self.nodes.members(ty) {
            match member {
                Type::List(list) => elements.push(list.element.clone()),
                Type::Json | Type::Any => elements.push(Type::Json),
                Type::Error => elements.push(Type::Error),
                // `...null` adds nothing.
                Type::Null | Type::Never => {}
                other => {
                    let wanted = Type::list(Type::Any);
                    let want = Want::new(&wanted, Role::Part("what is spread into a list"));
                    let mismatch = crate::types::Mismatch {
                        path: Vec::new(),
                        wanted: wanted.clone(),
                        found: other,
                        why: Why::Kind,
                    };
                    self.mismatch(expr, &mismatch, want);
                    return Type::Error;
                }
            }
        }
        Type::union(elements)
    }
}
