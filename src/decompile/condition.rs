//! Conditions: comparisons, joined by `&&`, `||` and `!`. In: the body of a condition or an assertion. Out: the
//! expression that comes out the same, else the function in the namespace `cfn`. Never: the `let` around it.

use super::Form;
use super::function::function_of;
use super::param_type::scalar;
use super::state::Decompiler;
use crate::syntax::ast::{BinaryOp, Expr, ExprKind, UnaryOp};
use crate::template::{Entry, Node, NodeKind};
use crate::text::{Name, Span};

impl Decompiler<'_> {
    /// A condition in the best form that comes out the same.
    pub fn condition(&mut self, node: &Node) -> Expr {
        let function = node.single().filter(|entry| is_test(&entry.key));
        let Some(function) = function else {
            return self.raw(node);
        };
        self.check_condition(function);
        let asked = self.asked(node);
        if asked == Form::Natural
            && let Some(natural) = self.natural_condition(node, function)
        {
            self.wrote(node, Form::Natural);
            return natural;
        }
        match asked {
            Form::Natural | Form::Spelled => self.spelled(node),
            Form::Raw | Form::Fragment => self.raw(node),
        }
    }

    /// A condition by its id: its name, or its expression where it stands at its uses.
    pub fn condition_use(&mut self, id: &Name, node: &Node) -> Option<Expr> {
        let name = self.names.condition(id)?.name.clone();
        if !self.scope.inlined.contains(id) {
            return Some(self.name(node.span, name));
        }
        let template = self.template;
        let body = template.root.get("Conditions")?.get(id)?;
        Some(self.condition(body))
    }

    fn natural_condition(&mut self, node: &Node, function: &Entry) -> Option<Expr> {
        let argument = &function.value;
        match function.key.as_str() {
            "Condition" => self.condition_use(argument.as_text()?, argument),
            "Fn::Equals" => self.equals(node, argument, BinaryOp::Equal),
            "Fn::Not" => self.negation(node, argument),
            "Fn::And" => self.junction(node, argument, BinaryOp::And),
            "Fn::Or" => self.junction(node, argument, BinaryOp::Or),
            _ => None,
        }
    }

    fn negation(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let [operand] = argument.as_list()? else {
            return None;
        };
        let inner = operand.single()?;
        let natural = self.asked(operand) == Form::Natural;
        let compared = match inner.key.as_str() {
            // `!!x` would be `x`.
            "Fn::Not" => return None,
            "Fn::Equals" if natural => self.equals(node, &inner.value, BinaryOp::NotEqual),
            _ => None,
        };
        if compared.is_some() {
            self.check_condition(inner);
            self.wrote(operand, Form::Natural);
            return compared;
        }
        let operand = Box::new(self.condition(operand));
        let op = UnaryOp::Not;
        Some(self.expr(node.span, ExprKind::Unary { op, operand }))
    }

    /// `a && b && c`, `a || b || c`. What is joined in the same way inside would lose its brackets, and
    /// what is said twice would be said once.
    fn junction(&mut self, node: &Node, argument: &Node, op: BinaryOp) -> Option<Expr> {
        let own = match op {
            BinaryOp::And => "Fn::And",
            _ => "Fn::Or",
        };
        let operands = argument.as_list().filter(|operands| operands.len() > 1)?;
        let is_nested = |operand: &Node| operand.single().is_some_and(|inner| inner.key == own);
        let mut numbered = operands.iter().enumerate();
        let fits = numbered.all(|(at, operand)| {
            !is_nested(operand) && !operands[..at].iter().any(|other| is_same(other, operand))
        });
        if !fits {
            return None;
        }
        let mut operands = operands.iter();
        let mut joined = self.condition(operands.next()?);
        for operand in operands {
            let right = self.condition(operand);
            joined = self.binary(node.span, op, joined, right);
        }
        Some(joined)
    }

    fn equals(&mut self, node: &Node, argument: &Node, op: BinaryOp) -> Option<Expr> {
        let [left, right] = argument.as_list()? else {
            return None;
        };
        // Of known values nothing would be left, and a known one stands on the right.
        let function = function_of(left)?;
        if function.key == "Fn::If" || is_same(left, right) {
            return None;
        }
        match (&right.kind, function.key.as_str()) {
            (NodeKind::Map(_), _) => {
                let other = function_of(right)?;
                if other.key == "Fn::If" {
                    return None;
                }
            }
            (NodeKind::List(_) | NodeKind::Null, _) => return None,
            (_, "Ref") => {
                let right = self.comparable(function.value.as_text()?, right)?;
                let left = self.value(left);
                return Some(self.binary(node.span, op, left, right));
            }
            (NodeKind::Text(text), "Fn::FindInMap") if !self.may_find(&function.value, text) => {
                return None;
            }
            (NodeKind::Text(_), _) => {}
            _ => return None,
        }
        let left = self.value(left);
        let right = self.value(right);
        Some(self.binary(node.span, op, left, right))
    }

    /// A literal as what `Ref` gives is compared with it, which the template always does as with a text.
    /// `None` where the types of the language have it that the two are never equal.
    fn comparable(&mut self, id: &str, literal: &Node) -> Option<Expr> {
        let text = literal.as_text()?;
        let template = self.template;
        let declared = template.root.get("Parameters").and_then(|all| all.get(id));
        let Some(declared) = declared else {
            return Some(self.literal(literal));
        };
        let allowed = declared.get("AllowedValues").and_then(Node::as_list);
        let has = |allowed: &[Node]| {
            allowed
                .iter()
                .any(|one| scalar(one).is_some_and(|one| one == *text))
        };
        if !allowed.is_none_or(has) {
            return None;
        }
        let ty = declared.get("Type").and_then(Node::as_text);
        match ty.map(Name::as_str) {
            Some("Number") => {
                let number: i64 = text.parse().ok()?;
                let is_plain = number.to_string() == *text;
                is_plain.then(|| self.expr(literal.span, ExprKind::Int(number)))
            }
            Some(ty) if is_list(ty) => None,
            _ => Some(self.literal(literal)),
        }
    }

    fn binary(&mut self, span: Span, op: BinaryOp, left: Expr, right: Expr) -> Expr {
        let kind = ExprKind::Binary {
            op,
            op_span: span,
            left: Box::new(left),
            right: Box::new(right),
        };
        self.expr(span, kind)
    }
}

fn is_list(ty: &str) -> bool {
    ty == "CommaDelimitedList" || ty.contains("List<")
}

/// Whether a function is a condition.
pub fn is_test(function: &str) -> bool {
    matches!(
        function,
        "Condition"
            | "Fn::And"
            | "Fn::Contains"
            | "Fn::EachMemberEquals"
            | "Fn::EachMemberIn"
            | "Fn::Equals"
            | "Fn::Not"
            | "Fn::Or"
    )
}

/// Whether two nodes say the same, wherever they stand.
fn is_same(left: &Node, right: &Node) -> bool {
    match (&left.kind, &right.kind) {
        (NodeKind::List(l), NodeKind::List(r)) => {
            l.len() == r.len() && l.iter().zip(r).all(|(l, r)| is_same(l, r))
        }
        (NodeKind::Map(l), NodeKind::Map(r)) => {
            let has = |entry: &Entry| {
                let other = right.get(&entry.key);
                other.is_some_and(|other| is_same(&entry.value, other))
            };
            l.len() == r.len() && l.iter().all(has)
        }
        (l, r) => l == r,
    }
}
