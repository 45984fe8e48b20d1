//! Expressions of Terraform's language. In: values, known and deferred. Out: text, with brackets where they
//! are needed and nowhere else. Never: what stands around the expression.

use super::literal;
use super::place::Place;
use super::plan::Plan;
use crate::graph::{
    ArithmeticOp, CompareOp, Deferred, Graph, LoopId, Pseudo, ResourceId, ResourceKind, Value,
    ValueKind, ValueMap,
};
use crate::text::Name;

/// How tightly operators bind. What binds less tightly than its surroundings stands in brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Binding {
    Choice,
    Or,
    And,
    Equality,
    Order,
    Sum,
    Product,
    Prefix,
    /// What may have `.name`, `[0]` behind it.
    Postfix,
}

/// Writes expressions, one behind the other.
pub struct Printer<'a> {
    pub graph: &'a Graph,
    pub plan: &'a Plan,
    pub text: String,
    /// The innermost `@deferred` loop around this.
    pub each: Option<LoopId>,
}

impl<'a> Printer<'a> {
    /// A value, wherever nothing stands around it.
    pub fn value(&mut self, value: &Value, place: Place) {
        self.bound(value, place, Binding::Choice);
    }

    /// A value beside an operator.
    pub fn bound(&mut self, value: &Value, place: Place, around: Binding) {
        match &value.kind {
            ValueKind::Null
            | ValueKind::Bool(_)
            | ValueKind::Int(_)
            | ValueKind::Number(_)
            | ValueKind::Error
            | ValueKind::Instance(..) => {
                let is_negative = match value.kind {
                    ValueKind::Int(int) => int < 0,
                    ValueKind::Number(number) => number.is_sign_negative(),
                    _ => false,
                };
                self.grouped(is_negative && around > Binding::Choice, |printer| {
                    literal::scalar(&value.kind, &mut printer.text);
                });
            }
            ValueKind::Text(text) => literal::quoted(text, &mut self.text),
            ValueKind::List(items) => self.list(items, place),
            ValueKind::Map(map) => self.object(map, place),
            ValueKind::Resource(id, _) => self.attribute(*id, &[Name::from("id")]),
            ValueKind::Deferred(deferred) => self.deferred(deferred, place, around),
        }
    }

    /// A deferred value.
    fn deferred(&mut self, deferred: &Deferred, place: Place, around: Binding) {
        match deferred {
            Deferred::Param(id) => {
                let name = super::names::of(&self.graph.param(*id).identity);
                self.push(&["var.", &name]);
            }
            Deferred::Pseudo(pseudo) => self.pseudo(*pseudo),
            Deferred::Reference(id) => self.attribute(*id, &[Name::from("id")]),
            Deferred::Prop { resource, path, .. } => self.attribute(*resource, path),
            Deferred::Concat(parts) => self.concat(parts),
            Deferred::Condition(id) => {
                let name = super::names::of_one(&self.graph.condition(*id).name);
                self.push(&["local.", &name]);
            }
            Deferred::Equals(left, right) => {
                self.binary(left, " == ", right, Binding::Equality, around);
            }
            Deferred::Not(inner) => match inner.as_deferred() {
                Some(Deferred::Equals(left, right)) => {
                    self.binary(left, " != ", right, Binding::Equality, around);
                }
                _ => self.operation(Binding::Prefix, around, |printer| {
                    printer.text.push('!');
                    printer.bound(inner, Place::UNKNOWN, Binding::Prefix);
                }),
            },
            Deferred::And(operands) => self.junction(operands, " && ", Binding::And, around),
            Deferred::Or(operands) => self.junction(operands, " || ", Binding::Or, around),
            Deferred::Compare { op, left, right } => {
                self.binary(left, order(*op), right, Binding::Order, around);
            }
            Deferred::Arithmetic { op, left, right } => {
                let (sign, binding) = arithmetic(*op);
                self.binary(left, sign, right, binding, around);
            }
            Deferred::If {
                condition,
                then,
                otherwise,
            } => self.operation(Binding::Choice, around, |printer| {
                printer.bound(condition, Place::UNKNOWN, Binding::Or);
                printer.text.push_str(" ? ");
                printer.bound(then, place, Binding::Or);
                printer.text.push_str(" : ");
                printer.bound(otherwise, place, Binding::Choice);
            }),
            Deferred::Select { list, index } => {
                self.bound(list, Place::UNKNOWN, Binding::Postfix);
                self.index(index);
            }
            Deferred::Join { separator, list } => self.call("join", &[separator, list]),
            Deferred::Split { separator, text } => self.call("split", &[separator, text]),
            Deferred::Base64(value) => self.call("base64encode", &[value]),
            Deferred::ToJson(value) => self.call("jsonencode", &[value]),
            Deferred::Length(value) => self.call("length", &[value]),
            Deferred::CidrSubnet {
                block,
                length,
                index,
            } => {
                self.text.push_str("cidrsubnet(");
                self.value(block, Place::UNKNOWN);
                self.text.push_str(", ");
                self.bound(length, Place::UNKNOWN, Binding::Sum);
                self.text.push_str(" - tonumber(split(\"/\", ");
                self.value(block, Place::UNKNOWN);
                self.text.push_str(")[1]), ");
                self.value(index, Place::UNKNOWN);
                self.text.push(')');
            }
            Deferred::EachKey(_) => self.text.push_str("each.key"),
            Deferred::EachValue(_) => self.text.push_str("each.value"),
            Deferred::Field { base, name } => {
                self.bound(base, Place::UNKNOWN, Binding::Postfix);
                literal::step(name, &mut self.text);
            }
            Deferred::Raw(value) => self.raw(value, around),
            // What Terraform has no expression for is a problem of the plan.
            Deferred::Match { .. }
            | Deferred::Lookup { .. }
            | Deferred::AvailabilityZones(_)
            | Deferred::ImportValue(_)
            | Deferred::StackOutput { .. }
            | Deferred::Secret { .. }
            | Deferred::Ssm { .. }
            | Deferred::Call { .. }
            | Deferred::Intrinsic { .. } => self.text.push_str("null"),
        }
    }

    fn pseudo(&mut self, pseudo: Pseudo) {
        self.text.push_str(match pseudo {
            Pseudo::Region => "data.aws_region.current.region",
            Pseudo::AccountId => "data.aws_caller_identity.current.account_id",
            Pseudo::Partition => "data.aws_partition.current.partition",
            Pseudo::UrlSuffix => "data.aws_partition.current.dns_suffix",
            Pseudo::StackName => "var.stack_name",
            // Problems of the plan.
            Pseudo::StackId | Pseudo::NotificationArns => "null",
        });
    }

    /// `aws_sqs_queue.orders`, as it is named in `depends_on`.
    pub fn address(&mut self, id: ResourceId) {
        let resource = self.graph.resource(id);
        let ty = resource.ty.name.as_str();
        if resource.kind == ResourceKind::Existing {
            self.text.push_str("data.");
        }
        self.push(&[ty, ".", self.plan.name(id)]);
    }

    /// What a path leads to below a resource.
    fn attribute(&mut self, id: ResourceId, path: &[Name]) {
        let resource = self.graph.resource(id);
        self.address(id);
        if resource.each.is_some() {
            self.text.push_str("[each.key]");
        } else if resource.condition.is_some() {
            self.text.push_str("[0]");
        }
        path.iter()
            .for_each(|step| literal::step(step, &mut self.text));
    }

    fn index(&mut self, index: &Value) {
        match &index.kind {
            ValueKind::Text(text) => literal::step(text, &mut self.text),
            _ => {
                self.text.push('[');
                self.value(index, Place::UNKNOWN);
                self.text.push(']');
            }
        }
    }

    fn list(&mut self, items: &[Value], place: Place) {
        self.text.push('[');
        let items = items.iter().filter(|item| !item.is_null());
        for (number, item) in items.enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            self.value(item, place.element(number));
        }
        self.text.push(']');
    }

    fn object(&mut self, map: &ValueMap, place: Place) {
        let mut open = "{ ";
        for (key, value) in map.iter().filter(|(_, value)| !value.is_null()) {
            self.text.push_str(open);
            literal::key(key, &mut self.text);
            self.text.push_str(" = ");
            self.value(value, place.property(key));
            open = ", ";
        }
        self.text.push_str(if open == "{ " { "{}" } else { " }" });
    }

    /// A text in quotes, with expressions in it.
    fn concat(&mut self, parts: &[Value]) {
        if let [only] = parts
            && only.as_deferred().is_some()
        {
            return self.call("tostring", &[only]);
        }
        self.text.push('"');
        for part in parts {
            match &part.kind {
                ValueKind::Text(text) => literal::quoted_part(text, &mut self.text),
                _ => {
                    self.text.push_str("${");
                    self.value(part, Place::UNKNOWN);
                    self.text.push('}');
                }
            }
        }
        self.text.push('"');
    }

    /// What the user wrote in Terraform's own language.
    fn raw(&mut self, value: &Value, around: Binding) {
        let Some(text) = value.as_text() else {
            return self.bound(value, Place::UNKNOWN, around);
        };
        let inner = text.strip_prefix("${").and_then(|t| t.strip_suffix('}'));
        match inner.filter(|inner| !inner.contains("${")) {
            Some(inner) => self.grouped(around > Binding::Choice, |printer| {
                printer.text.push_str(inner.trim());
            }),
            None => self.push(&["\"", text, "\""]),
        }
    }

    /// `name(a, b)`
    pub fn call(&mut self, name: &str, arguments: &[&Value]) {
        self.push(&[name, "("]);
        for (number, argument) in arguments.iter().enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            self.value(argument, Place::UNKNOWN);
        }
        self.text.push(')');
    }

    fn junction(&mut self, operands: &[Value], sign: &str, binding: Binding, around: Binding) {
        self.operation(binding, around, |printer| {
            for (number, operand) in operands.iter().enumerate() {
                if number > 0 {
                    printer.text.push_str(sign);
                }
                printer.bound(operand, Place::UNKNOWN, binding);
            }
        });
    }

    fn binary(&mut self, left: &Value, sign: &str, right: &Value, own: Binding, around: Binding) {
        self.operation(own, around, |printer| {
            printer.bound(left, Place::UNKNOWN, own);
            printer.text.push_str(sign);
            printer.bound(right, Place::UNKNOWN, own.tighter());
        });
    }

    /// What an operator makes, in brackets where it binds less tightly than what stands around.
    pub fn operation(&mut self, own: Binding, around: Binding, write: impl FnOnce(&mut Self)) {
        self.grouped(own < around, write);
    }

    fn grouped(&mut self, group: bool, write: impl FnOnce(&mut Self)) {
        if group {
            self.text.push('(');
        }
        write(self);
        if group {
            self.text.push(')');
        }
    }

    pub fn push(&mut self, texts: &[&str]) {
        texts.iter().for_each(|text| self.text.push_str(text));
    }
}

impl Binding {
    /// The next one, for the right side of an operator whose left side goes first.
    fn tighter(self) -> Binding {
        match self {
            Binding::Choice => Binding::Or,
            Binding::Or => Binding::And,
            Binding::And => Binding::Equality,
            Binding::Equality => Binding::Order,
            Binding::Order => Binding::Sum,
            Binding::Sum => Binding::Product,
            Binding::Product => Binding::Prefix,
            Binding::Prefix | Binding::Postfix => Binding::Postfix,
        }
    }
}

fn order(op: CompareOp) -> &'static str {
    match op {
        CompareOp::Less => " < ",
        CompareOp::LessEqual => " <= ",
        CompareOp::Greater => " > ",
        CompareOp::GreaterEqual => " >= ",
    }
}

fn arithmetic(op: ArithmeticOp) -> (&'static str, Binding) {
    match op {
        ArithmeticOp::Add => (" + ", Binding::Sum),
        ArithmeticOp::Subtract => (" - ", Binding::Sum),
        ArithmeticOp::Multiply => (" * ", Binding::Product),
        ArithmeticOp::Divide => (" / ", Binding::Product),
        ArithmeticOp::Remainder => (" % ", Binding::Product),
    }
}
