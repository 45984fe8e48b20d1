//! Operators.

use super::checker::Checker;
use super::want::{Role, Want};
use crate::diag::Code;
use crate::syntax::ast::*;
use crate::types::{Literal, Type};

impl<'a> Checker<'a> {
    pub fn unary(&mut self, expr: &'a Expr, op: UnaryOp, operand: &'a Expr) -> Type {
        match op {
            UnaryOp::Not => {
                self.condition(operand, "what is negated");
                Type::Bool
            }
            UnaryOp::Negate => match self.number(expr, operand, "-") {
                Type::Literal(Literal::Int(n)) => match n.checked_neg() {
                    Some(n) => Type::Literal(Literal::Int(n)),
                    None => Type::int(),
                },
                Type::Literal(Literal::Number(n)) => Type::Literal(Literal::Number(-n)),
                other => widened(other),
            },
        }
    }

    pub fn binary(
        &mut self,
        expr: &'a Expr,
        op: BinaryOp,
        left: &'a Expr,
        right: &'a Expr,
    ) -> Type {
        use BinaryOp::*;
        match op {
            And | Or => {
                self.condition(left, "an operand");
                let mark = self.mark();
                self.assume(left, op == And);
                self.condition(right, "an operand");
                self.leave(mark);
                Type::Bool
            }
            Equal | NotEqual => {
                let left_ty = self.infer(left);
                let right_ty = self.infer(right);
                self.comparable(expr, left, &left_ty, right, &right_ty);
                Type::Bool
            }
            Less | LessEqual | Greater | GreaterEqual => {
                self.number(expr, left, op.symbol());
                self.number(expr, right, op.symbol());
                Type::Bool
            }
            In => self.contained(expr, left, right),
            Coalesce => {
                let left_ty = self.infer_left(left);
                let right_ty = self.infer(right);
                Type::union([left_ty, right_ty])
            }
            Multiply | Divide | Remainder | Add | Subtract => {
                let a = widened(self.number(expr, left, op.symbol()));
                if a.is_error() {
                    // The first says all that there is to say.
                    self.infer(right);
                    return a;
                }
                let b = widened(self.number(expr, right, op.symbol()));
                match (a, b) {
                    (Type::Error, _) | (_, Type::Error) => Type::Error,
                    (Type::Int(_), Type::Int(_)) if op != Divide => Type::int(),
                    _ => Type::number(),
                }
            }
        }
    }

    pub fn check_coalesce(&mut self, left: &'a Expr, right: &'a Expr, want: Want<'_>) -> Type {
        let found = self.infer_left(left);
        self.accept(left, &found, want);
        self.check(right, want);
        want.ty.clone()
    }

    pub fn range(&mut self, from: &'a Expr, to: &'a Expr) -> Type {
        let int = Type::int();
        self.check(from, Want::new(&int, Role::Part("where a range begins")));
        self.check(to, Want::new(&int, Role::Part("where a range ends")));
        Type::list(int)
    }

    /// The left side of `??`, without its `null`.
    fn infer_left(&mut self, left: &'a Expr) -> Type {
        let ty = self.infer(left);
        let may_be_null = self.nodes.members(&ty).iter().any(|member| {
            matches!(
                member,
                Type::Null | Type::Json | Type::Any | Type::Error | Type::Never
            )
        });
        // A map may lack the key: `map[key] ?? default`.
        if !may_be_null && !is_lookup(left) {
            self.never_null(left);
        }
        ty.without_null()
    }

    /// Says that a question about `null` has one answer.
    pub fn never_null(&mut self, expr: &'a Expr) {
        let what = match self.path(expr) {
            Some(path) => format!("`{path}`"),
            None => "this value".to_owned(),
        };
        let diagnostic = self
            .error(Code::TypeNeverNull, expr, format!("{what} is never `null`"))
            .here("always there")
            .help("remove the question mark and what follows from it");
        self.report(expr, diagnostic);
    }

    /// An operand that must be a number.
    fn number(&mut self, expr: &'a Expr, operand: &'a Expr, symbol: &str) -> Type {
        let ty = self.infer(operand);
        let members = self.nodes.members(&ty);
        let mut int = true;
        for member in &members {
            match member {
                Type::Int(_) | Type::Literal(Literal::Int(_)) => {}
                Type::Number(_) | Type::Literal(Literal::Number(_)) => int = false,
                Type::Json | Type::Any => {
                    int = false;
                    self.types.guards.insert(operand.id, Type::number());
                }
                Type::Error | Type::Never => return Type::Error,
                Type::Null => {
                    self.maybe_null(operand);
                    return Type::Error;
                }
                other => {
                    self.not_a_number(expr, operand, other, symbol);
                    return Type::Error;
                }
            }
        }
        match members.as_slice() {
            [only @ (Type::Literal(_) | Type::Int(_) | Type::Number(_))] => only.clone(),
            _ if int => Type::int(),
            _ => Type::number(),
        }
    }

    fn not_a_number(&mut self, expr: &'a Expr, operand: &'a Expr, found: &Type, symbol: &str) {
        let shown = self.show(found);
        let message = format!("expected a number, found `{shown}`");
        let mut diagnostic = self
            .error(Code::TypeOperator, operand, message)
            .here(format!("an operand of `{symbol}`"));
        let help = match (symbol, found) {
            ("+", Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_))) => {
                Some("join texts by interpolation: `\"${a}${b}\"`")
            }
            ("+", Type::List(_)) => Some("join lists by spreading: `[...a, ...b]`"),
            ("+", Type::Record(_) | Type::Map(_)) => {
                Some("join records by spreading: `{ ...a, ...b }`")
            }
            (_, Type::Str(_) | Type::Literal(Literal::Text(_))) => {
                Some("read it as a number: `toInt(...)`")
            }
            _ => None,
        };
        if let Some(help) = help {
            diagnostic = diagnostic.help(help);
        }
        self.fail(expr);
        self.report(operand, diagnostic);
    }

    /// Two values of which one can never be the other are compared by mistake.
    fn comparable(
        &mut self,
        expr: &'a Expr,
        left: &'a Expr,
        left_ty: &Type,
        right: &'a Expr,
        right_ty: &Type,
    ) {
        let null = |ty: &Type| matches!(ty, Type::Null);
        for (asked, ty, other) in [(left, left_ty, right_ty), (right, right_ty, left_ty)] {
            if null(other) && !null(ty) {
                let members = self.nodes.members(ty);
                let open = |m: &Type| {
                    matches!(
                        m,
                        Type::Null | Type::Json | Type::Any | Type::Error | Type::Never
                    )
                };
                if !members.iter().any(open) && !self.is_conditional(asked) {
                    self.never_null(asked);
                }
                return;
            }
        }
        if !self.overlap(left_ty, right_ty) {
            let (a, b) = (self.show(left_ty), self.show(right_ty));
            let message = format!("`{a}` and `{b}` are never equal");
            let mut diagnostic = self
                .error(Code::TypeComparison, expr, message)
                .here("always the same answer");
            for (ty, other, at) in [(left_ty, right_ty, left), (right_ty, left_ty, right)] {
                if let Type::Literal(Literal::Text(wrong)) = ty {
                    let members = self.nodes.members(other);
                    let texts = members.iter().filter_map(|m| match m {
                        Type::Literal(Literal::Text(text)) => Some(text.as_str()),
                        _ => None,
                    });
                    if let Some(near) = self.suggest(wrong, texts) {
                        let near = Literal::Text(near.into()).to_string();
                        diagnostic = diagnostic.help(format!("write `{near}`")).fix(
                            format!("write `{near}`"),
                            at.span,
                            near,
                        );
                        break;
                    }
                }
            }
            self.report(expr, diagnostic);
        }
    }

    /// Whether a value can be of both types.
    fn overlap(&self, a: &Type, b: &Type) -> bool {
        let (a, b) = (self.nodes.members(a), self.nodes.members(b));
        a.iter().any(|a| b.iter().any(|b| may_be_equal(a, b)))
    }

    /// `x in xs`.
    fn contained(&mut self, expr: &'a Expr, left: &'a Expr, right: &'a Expr) -> Type {
        let left_ty = self.infer(left);
        let right_ty = self.infer(right);
        for member in self.nodes.members(&right_ty) {
            let elements = match member {
                Type::List(list) => list.element.clone(),
                Type::Map(_) | Type::Record(_) => self.string.clone(),
                Type::Json | Type::Any | Type::Error | Type::Never => return Type::Bool,
                Type::Null => {
                    self.maybe_null(right);
                    return Type::Bool;
                }
                other => {
                    let found = self.show(&other);
                    let message = format!("expected a list or a map, found `{found}`");
                    let mut diagnostic = self
                        .error(Code::TypeOperator, right, message)
                        .here("what `in` looks into");
                    if matches!(other, Type::Str(_) | Type::Literal(Literal::Text(_))) {
                        diagnostic = diagnostic.help("look into a text: `contains(text, part)`");
                    }
                    self.report(right, diagnostic);
                    return Type::Bool;
                }
            };
            if !matches!(elements, Type::Never) {
                self.comparable(expr, left, &left_ty, right, &elements);
            }
        }
        Type::Bool
    }
}

fn is_lookup(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Paren(inner) => is_lookup(inner),
        ExprKind::Field { base, .. } => is_lookup(base),
        ExprKind::Index { .. } => true,
        _ => false,
    }
}

fn widened(ty: Type) -> Type {
    match ty {
        Type::Int(_) | Type::Literal(Literal::Int(_)) => Type::int(),
        Type::Number(_) | Type::Literal(Literal::Number(_)) => Type::number(),
        other => other,
    }
}

fn may_be_equal(a: &Type, b: &Type) -> bool {
    use Type::*;
    match (a, b) {
        (Error | Never | Json | Any, _) | (_, Error | Never | Json | Any) => true,
        (Literal(a), Literal(b)) => a == b,
        (Null, Null) | (List(_), List(_)) => true,
        (Map(_) | Record(_), Map(_) | Record(_)) => true,
        (Resource(a), Resource(b)) => a == b,
        (Component(a), Component(b)) => a.is(b),
        (Id(a), Id(b)) => a == b,
        _ => matches!((kind(a), kind(b)), (Some(a), Some(b)) if a == b),
    }
}

/// The kind of a scalar: texts, numbers, booleans.
fn kind(ty: &Type) -> Option<u8> {
    match ty {
        Type::Str(_) | Type::Id(_) | Type::Literal(Literal::Text(_)) => Some(0),
        Type::Int(_) | Type::Number(_) => Some(1),
        Type::Literal(Literal::Int(_) | Literal::Number(_)) => Some(1),
        Type::Bool | Type::Literal(Literal::Bool(_)) => Some(2),
        _ => None,
    }
}
