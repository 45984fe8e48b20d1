//! The type of a parameter, as narrow as the template says. In: the keys of a parameter. Out: a type, a default, and
//! the keys that the two say exactly. Never: a type that would say what the template does not.

use super::Purpose;
use super::build::{bounds, list_type, literal_type, named_type};
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind, ListEntry, Number, PatternKind, TypeExpr, TypeExprKind};
use crate::template::{Node, NodeKind};
use crate::text::{Name, Pattern, Span};

/// What the type and the default of a `param` say.
pub struct Typed {
    pub ty: TypeExpr,
    pub default: Option<Expr>,
    /// The value is the name of what Systems Manager holds.
    pub ssm: bool,
    /// The keys of the template that come out as they are.
    pub says: Vec<&'static str>,
}

/// What the parameter types of the engine hold: the type of the language with the same meaning.
const IDENTIFIERS: [(&str, &str); 11] = [
    (
        "AWS::EC2::AvailabilityZone::Name",
        "AWS::EC2::Subnet.AvailabilityZone",
    ),
    ("AWS::EC2::Image::Id", "AWS::EC2::Instance.ImageId"),
    ("AWS::EC2::Instance::Id", "AWS::EC2::Instance.Id"),
    ("AWS::EC2::KeyPair::KeyName", "AWS::EC2::KeyPair.KeyName"),
    (
        "AWS::EC2::SecurityGroup::GroupName",
        "AWS::EC2::SecurityGroup.GroupName",
    ),
    ("AWS::EC2::SecurityGroup::Id", "AWS::EC2::SecurityGroup.Id"),
    ("AWS::EC2::Subnet::Id", "AWS::EC2::Subnet.Id"),
    ("AWS::EC2::Volume::Id", "AWS::EC2::Volume.Id"),
    ("AWS::EC2::VPC::Id", "AWS::EC2::VPC.Id"),
    (
        "AWS::Route53::HostedZone::Id",
        "AWS::Route53::HostedZone.Id",
    ),
    ("AWS::SSM::Parameter::Name", "AWS::SSM::Parameter.Name"),
];

impl<'a> Decompiler<'a> {
    /// The type that a parameter has.
    pub fn param_type(&mut self, param: &'a Node) -> Typed {
        let written = param.get("Type");
        let span = written.map_or(param.span, |ty| ty.span);
        let ty = written.and_then(Node::as_text).map_or("", Name::as_str);
        let mut typed = match (ty, inside(ty, "AWS::SSM::Parameter::Value<")) {
            (_, Some(of)) => stored(of, span),
            ("String", _) => text(param, span),
            ("Number", _) => number(param, span),
            ("CommaDelimitedList", _) => listed(text(param, span), true),
            ("List<Number>", _) => listed(number(param, span), true),
            ("List<String>", _) => listed(text(param, span), false),
            _ => match (identifier(ty), inside(ty, "List<").and_then(identifier)) {
                (Some(name), _) => said(named_type(name, None, span)),
                (_, Some(name)) => listed(said(named_type(name, None, span)), true),
                _ => Typed::plain(param),
            },
        };
        if let Some(default) = param.get("Default") {
            let (default, exact) = self.default_of(&typed, ty, default);
            typed.default = default;
            if exact {
                typed.says.push("Default");
            }
        }
        typed
    }

    /// A default as the type has it, and whether it comes out as it stands.
    fn default_of(&mut self, typed: &Typed, ty: &str, default: &Node) -> (Option<Expr>, bool) {
        let span = default.span;
        let Some(written) = scalar(default) else {
            return (None, false);
        };
        let is_text = matches!(default.kind, NodeKind::Text(_));
        if typed.ssm || !matches!(typed.ty.kind, TypeExprKind::List { .. }) {
            if ty != "Number" {
                return (Some(self.text(span, written)), is_text);
            }
            // Where nothing is to come out, a number in quotes is one, as it is beside literals.
            let is_literal = !matches!(typed.ty.kind, TypeExprKind::Name { .. });
            let as_number = !is_text || is_literal || self.purpose == Purpose::Check;
            return match numeral(default).filter(|_| as_number) {
                Some(number) => (Some(self.number(span, number)), !is_text),
                None => (Some(self.text(span, written)), is_text),
            };
        }
        let mut exact = is_text;
        let mut items = Vec::new();
        for part in written.split(',').filter(|_| !written.is_empty()) {
            // The engine leaves out the blanks around each.
            let trimmed = part.trim();
            exact &= part == trimmed;
            let number = trimmed.parse::<i64>().ok();
            let item = match number.filter(|_| ty == "List<Number>") {
                Some(number) => {
                    exact &= part == number.to_string();
                    self.number(span, Number::Int(number))
                }
                // CloudFormation leaves the spaces out that come around a part.
                None if self.purpose == Purpose::Check => self.text(span, part.trim().into()),
                None => self.text(span, trimmed.into()),
            };
            items.push(ListEntry::Item(item));
        }
        (Some(self.expr(span, ExprKind::List(items))), exact)
    }

    fn number(&mut self, span: Span, number: Number) -> Expr {
        let kind = match number {
            Number::Int(value) => ExprKind::Int(value),
            Number::Float(value) => ExprKind::Number(value),
        };
        self.expr(span, kind)
    }
}

impl Typed {
    /// A type that says nothing.
    pub fn plain(param: &Node) -> Typed {
        let span = param.get("Type").map_or(param.span, |ty| ty.span);
        Typed {
            ty: named_type("string", None, span),
            default: None,
            ssm: false,
            says: Vec::new(),
        }
    }
}

fn said(ty: TypeExpr) -> Typed {
    Typed {
        ty,
        default: None,
        ssm: false,
        says: vec!["Type"],
    }
}

fn listed(of: Typed, exact: bool) -> Typed {
    let kept = |key: &&str| match *key {
        "Type" => exact,
        key => matches!(key, "AllowedValues" | "AllowedPattern"),
    };
    Typed {
        says: of.says.into_iter().filter(kept).collect(),
        ..said(list_type(of.ty))
    }
}

/// What a parameter of Systems Manager holds. Bounds would be held against its name.
fn stored(of: &str, span: Span) -> Typed {
    let ty = |name: &str| named_type(name, None, span);
    let (ty, exact) = match (of, identifier(of), inside(of, "List<").and_then(identifier)) {
        ("String", ..) => (ty("string"), true),
        ("List<String>", ..) => (list_type(ty("string")), true),
        ("CommaDelimitedList", ..) => (list_type(ty("string")), false),
        (_, Some(name), _) => (ty(name), true),
        (_, _, Some(name)) => (list_type(ty(name)), true),
        _ => (ty("string"), false),
    };
    Typed {
        ty,
        default: None,
        ssm: true,
        says: if exact { vec!["Type"] } else { Vec::new() },
    }
}

fn text(param: &Node, span: Span) -> Typed {
    let mut says = vec!["Type"];
    if let Some(allowed) = param.get("AllowedValues") {
        let items = allowed.as_list().unwrap_or_default();
        let texts: Option<Vec<Name>> = items.iter().map(scalar).collect();
        if let Some(texts) = texts.filter(|texts| is_distinct(texts)) {
            if items.iter().all(|item| item.as_text().is_some()) {
                says.push("AllowedValues");
            }
            let literals = texts.into_iter().map(PatternKind::Text).collect();
            return Typed {
                says,
                ..said(literal_type(literals, allowed.span))
            };
        }
    }
    let mut length = |key: &'static str| {
        let node = param.get(key)?;
        let number = numeral(node).filter(|n| matches!(n, Number::Int(0..=4_294_967_295)))?;
        if matches!(node.kind, NodeKind::Int(_)) {
            says.push(key);
        }
        Some(number)
    };
    let (min, max) = (length("MinLength"), length("MaxLength"));
    let pattern = param.get("AllowedPattern").and_then(Node::as_text);
    let pattern = pattern.filter(|pattern| is_pattern(pattern));
    if pattern.is_some() {
        says.push("AllowedPattern");
    }
    let bounds = bounds(min, max, pattern, span);
    Typed {
        says,
        ..said(named_type("string", bounds, span))
    }
}

fn number(param: &Node, span: Span) -> Typed {
    let mut says = vec!["Type"];
    if let Some(allowed) = param.get("AllowedValues") {
        let items = allowed.as_list().unwrap_or_default();
        let numbers: Option<Vec<Number>> = items.iter().map(numeral).collect();
        if let Some(numbers) = numbers.filter(|numbers| is_distinct(numbers)) {
            if !items.iter().any(|item| item.as_text().is_some()) {
                says.push("AllowedValues");
            }
            let literals = numbers.into_iter().map(|number| match number {
                Number::Int(value) => PatternKind::Int(value),
                Number::Float(value) => PatternKind::Number(value),
            });
            return Typed {
                says,
                ..said(literal_type(literals.collect(), allowed.span))
            };
        }
    }
    let mut bound = |key: &'static str| {
        let node = param.get(key)?;
        let number = numeral(node)?;
        if node.as_text().is_none() {
            says.push(key);
        }
        Some(number)
    };
    let (min, max) = (bound("MinValue"), bound("MaxValue"));
    let default = param.get("Default").and_then(numeral);
    let all = [min, max, default];
    let whole = !all.iter().flatten().any(|n| matches!(n, Number::Float(_)));
    let bounds = bounds(min, max, None, span);
    let name = if whole { "int" } else { "number" };
    Typed {
        says,
        ..said(named_type(name, bounds, span))
    }
}

fn is_distinct<T: PartialEq>(items: &[T]) -> bool {
    let mut rest = items;
    while let Some((first, others)) = rest.split_first() {
        if others.contains(first) {
            return false;
        }
        rest = others;
    }
    !items.is_empty()
}

/// A scalar as the engine reads it where it wants a text.
pub fn scalar(node: &Node) -> Option<Name> {
    match &node.kind {
        NodeKind::Text(text) => Some(text.clone()),
        NodeKind::Bool(value) => Some(ecow::eco_format!("{value}")),
        NodeKind::Int(value) => Some(ecow::eco_format!("{value}")),
        NodeKind::Number(value) => Some(ecow::eco_format!("{value}")),
        _ => None,
    }
}

/// A number, also one in quotes.
fn numeral(node: &Node) -> Option<Number> {
    match &node.kind {
        NodeKind::Int(value) => Some(Number::Int(*value)),
        NodeKind::Number(value) => Some(Number::Float(*value)),
        NodeKind::Text(text) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(value), _) => Some(Number::Int(value)),
            (_, Ok(value)) if value.is_finite() => Some(Number::Float(value)),
            _ => None,
        },
        _ => None,
    }
}

/// Whether a pattern is understood. Where it cannot stand between slashes it is printed in quotes.
fn is_pattern(pattern: &str) -> bool {
    !pattern.is_empty() && Pattern::whole(pattern).problem().is_none()
}

fn identifier(ty: &str) -> Option<&'static str> {
    let found = IDENTIFIERS.iter().find(|(name, _)| *name == ty)?;
    Some(found.1)
}

/// What stands between `open` and `>`.
fn inside<'t>(ty: &'t str, open: &str) -> Option<&'t str> {
    ty.strip_prefix(open)?.strip_suffix('>')
}
