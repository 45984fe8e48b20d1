//! Expressions: what type one has, and whether it is the one that is wanted. Each construct is in a
//! file of its own; here are the literals, the names, and the way to all others.

use super::checker::Checker;
use super::signature::What;
use super::want::Want;
use crate::diag::Code;
use crate::graph::Pseudo;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::Name;
use crate::types::{Literal, Type};

impl<'a> Checker<'a> {
    /// The type of an expression of which nothing is wanted.
    pub fn infer(&mut self, expr: &'a Expr) -> Type {
        if self.partial {
            return self.apart(|checker| checker.infer(expr));
        }
        let ty = match &expr.kind {
            ExprKind::Null => Type::Null,
            ExprKind::Bool(value) => Type::Literal(Literal::Bool(*value)),
            ExprKind::Int(value) => Type::Literal(Literal::Int(*value)),
            ExprKind::Number(value) => Type::Literal(Literal::Number(*value)),
            ExprKind::Text(text) => self.text(text),
            ExprKind::List(entries) => self.infer_list(entries),
            ExprKind::Record(entries) => self.infer_record(entries),
            ExprKind::ListFor(list) => self.list_for(list, None),
            ExprKind::MapFor(map) => self.map_for(map, None),
            ExprKind::Name(name) => self.name(expr, name),
            ExprKind::TypeName(name) => self.type_name_value(expr, name),
            ExprKind::Paren(inner) => self.infer(inner),
            ExprKind::Field { .. } => self.field(expr),
            ExprKind::Index { base, index } => self.index(expr, base, index),
            ExprKind::Call { callee, arguments } => self.call(expr, callee, arguments),
            ExprKind::Assume(inner) => self.assume_there(expr, inner),
            ExprKind::Unary { op, operand } => self.unary(expr, *op, operand),
            ExprKind::Binary {
                op, left, right, ..
            } => self.binary(expr, *op, left, right),
            ExprKind::Range { from, to } => self.range(from, to),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => self.infer_if(condition, then, otherwise),
            ExprKind::Match { subject, arms } => self.match_on(expr, subject, arms, None),
            ExprKind::Block { lets, result } => self.block(lets, result, None),
            ExprKind::Error => Type::Error,
        };
        self.record_type(expr, ty)
    }

    /// Checks an expression against what is wanted.
    pub fn check(&mut self, expr: &'a Expr, want: Want<'_>) {
        if self.partial && !is_merged(expr) {
            return self.apart(|checker| checker.check(expr, want));
        }
        let ty = match &expr.kind {
            ExprKind::Paren(inner) => {
                self.check(inner, want);
                self.types.expr(inner.id).clone()
            }
            ExprKind::List(entries) => return self.check_list(expr, entries, want),
            ExprKind::Record(entries) => return self.check_record(expr, entries, want),
            ExprKind::ListFor(list) => return self.check_list_for(expr, list, want),
            ExprKind::MapFor(map) => return self.check_map_for(expr, map, want),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.check_if(condition, then, otherwise, want);
                want.ty.clone()
            }
            ExprKind::Match { subject, arms } => self.match_on(expr, subject, arms, Some(want)),
            ExprKind::Block { lets, result } => self.block(lets, result, Some(want)),
            ExprKind::Binary {
                op: BinaryOp::Coalesce,
                left,
                right,
                ..
            } => self.check_coalesce(left, right, want),
            _ => {
                let found = self.infer(expr);
                return self.accept(expr, &found, want);
            }
        };
        self.record_type(expr, ty);
    }

    /// Checks something that is no part of a record that is merged into another.
    fn apart<T>(&mut self, check: impl FnOnce(&mut Self) -> T) -> T {
        let partial = std::mem::replace(&mut self.partial, false);
        let checked = check(self);
        self.partial = partial;
        checked
    }

    /// Writes down the type, unless an error was reported at this very expression.
    pub fn record_type(&mut self, expr: &Expr, ty: Type) -> Type {
        if self.types.is_failed(expr.id) {
            return Type::Error;
        }
        if let Some(slot) = self.types.exprs.get_mut(expr.id.0 as usize) {
            slot.clone_from(&ty);
        }
        ty
    }

    /// A type of literals of one's own for a text without interpolation.
    fn text(&mut self, text: &'a TextLiteral) -> Type {
        if let Some(text) = literal_text(text) {
            return Type::Literal(Literal::Text(text));
        }
        for part in &text.parts {
            if let TextPart::Expr(part) = part {
                let ty = self.infer(part);
                self.check_interpolated(part, &ty);
            }
        }
        self.string.clone()
    }

    fn check_interpolated(&mut self, part: &'a Expr, ty: &Type) {
        for member in self.nodes.members(ty) {
            let help = match member {
                Type::Null => return self.maybe_null(part),
                Type::Resource(key) if key.is_module() => "write one of its outputs: `.name`",
                Type::Resource(_) => "write `.ref`, or an attribute of the resource",
                Type::Component(_) => "write one of its outputs: `.name`",
                Type::List(_) => "join the list: `join(\",\", ...)`",
                Type::Record(_) | Type::Map(_) => "write it as JSON: `toJson(...)`",
                _ => continue,
            };
            let found = self.show(ty);
            let message = format!("expected a text, a number or a boolean, found `{found}`");
            let diagnostic = self.error(Code::TypeInterpolation, part, message);
            return self.report(part, diagnostic.here("cannot stand in a text").help(help));
        }
    }

    fn name(&mut self, expr: &'a Expr, name: &Name) -> Type {
        match self.names.binding(expr.id) {
            Binding::None => {
                // Whoever declares it badly, or forgot to, has been told.
                self.fail(expr);
                Type::Error
            }
            Binding::Local(slot) => {
                let local = self.frame.get(slot as usize);
                let ty = local.map_or(Type::Error, |l| l.ty.clone());
                self.narrowed(expr, ty)
            }
            Binding::Item(decl) => {
                let Some(item) = self.item_of(expr) else {
                    return self.imported_value(expr, name, decl);
                };
                self.warn_deprecated(item, expr.span);
                match &item.kind {
                    ItemKind::Fn(_) => self.no_value(expr, name, "a function", "call it"),
                    ItemKind::Type(_) => self.no_value(expr, name, "a type", "name a value"),
                    ItemKind::Component(_) => {
                        self.no_value(expr, name, "a component", "name an instance of it")
                    }
                    _ => {
                        let ty = self.types.item(item.id).clone();
                        self.narrowed(expr, ty)
                    }
                }
            }
            Binding::Builtin(_) => self.no_value(expr, name, "a built-in function", "call it"),
            Binding::Namespace(_) | Binding::Module(_) => {
                self.no_value(expr, name, "a namespace", "name something in it")
            }
        }
    }

    /// The type of what an imported file declares.
    pub fn imported_value(&mut self, expr: &'a Expr, name: &Name, decl: DeclId) -> Type {
        // A declaration that stands in a cycle has been reported.
        let Some(signature) = self.signature(decl) else {
            return Type::Error;
        };
        self.warn_deprecated_signature(signature, expr.span);
        match signature.what {
            What::Fn => self.no_value(expr, name, "a function", "call it"),
            What::Type => self.no_value(expr, name, "a type", "name a value"),
            What::Component => self.no_value(expr, name, "a component", "name an instance of it"),
            What::Let => self.narrowed(expr, signature.ty.clone()),
        }
    }

    fn no_value(&mut self, expr: &'a Expr, name: &Name, what: &str, help: &str) -> Type {
        let message = format!("expected a value, found `{name}`, {what}");
        let diagnostic = self.error(Code::TypeNotAValue, expr, message);
        self.report(
            expr,
            diagnostic.here(format!("{what}, not a value")).help(help),
        );
        Type::Error
    }

    fn type_name_value(&mut self, expr: &'a Expr, name: &TypeName) -> Type {
        let message = format!("expected a value, found the type `{}`", name.base);
        let diagnostic = self
            .error(Code::TypeNotAValue, expr, message)
            .here("a type, not a value");
        let diagnostic = match natural(&name.base).filter(|_| name.members.is_empty()) {
            Some(value) => {
                let fix = format!("write `{value}`");
                diagnostic.help(fix.clone()).fix(fix, expr.span, value)
            }
            None => diagnostic.help("name a resource of this type"),
        };
        self.report(expr, diagnostic);
        Type::Error
    }

    fn block(&mut self, lets: &'a [Let], result: &'a Expr, want: Option<Want<'_>>) -> Type {
        let mark = self.mark();
        for value in lets {
            self.local_let(value);
        }
        let ty = match want {
            Some(want) => {
                self.check(result, want);
                self.types.expr(result.id).clone()
            }
            None => self.infer(result),
        };
        self.leave(mark);
        ty
    }
}

/// Whether what an expression gives may be a record that is merged into another: lists and all else
/// replace what was there.
fn is_merged(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        ExprKind::Record(_)
            | ExprKind::Paren(_)
            | ExprKind::If { .. }
            | ExprKind::Match { .. }
            | ExprKind::MapFor(_)
    )
}

/// The text of a literal without interpolation.
pub fn literal_text(text: &TextLiteral) -> Option<Name> {
    match text.parts.as_slice() {
        [] => Some(Name::new()),
        [TextPart::Text { value, .. }] => Some(value.clone()),
        parts => {
            let mut all = Name::new();
            for part in parts {
                match part {
                    TextPart::Text { value, .. } => all.push_str(value),
                    TextPart::Expr(_) => return None,
                }
            }
            Some(all)
        }
    }
}

/// What a pseudo parameter of CloudFormation is called here.
fn natural(name: &str) -> Option<String> {
    let name = name.strip_prefix("AWS::")?;
    if name == "NoValue" {
        return Some("null".to_owned());
    }
    let mut all = Pseudo::ALL.iter().map(|pseudo| pseudo.name());
    let same = all.find(|own| own.eq_ignore_ascii_case(name));
    same.map(|own| format!("aws.{own}"))
}
