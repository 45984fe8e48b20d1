//! Expressions of Terraform's language. In: values, known and deferred. Out: text, with brackets where they
//! are needed and nowhere else. Never: what stands around the expression.

use super::literal;
use super::loops::Pass;
use super::nulls::may_be_null;
use super::place::Place;
use super::plan::Plan;
use crate::graph::{
    ArithmeticOp, CompareOp, Deferred, DeferredRef, Graph, Pseudo, ResourceId, ResourceKind, Value,
    ValueKind, ValueMap,
};
use crate::schema::Catalogue;
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
    pub catalogue: &'a Catalogue,
    pub text: String,
    /// The passes of the `@deferred` loops around this, outermost first.
    pub passes: Vec<Pass>,
    /// What comes next is the value of a local, and not to be written as its name.
    pub whole: bool,
    /// No value is written as the name of a local.
    pub inlines: bool,
    pub nulls: Nulls,
}

/// What becomes of what is null in lists and objects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Nulls {
    /// It is left out of lists and maps. An attribute that is null is one that is not set.
    #[default]
    AsPlaced,
    /// It stays, but for elements of lists that may be null.
    Kept,
    /// It is left out of all of them.
    LeftOut,
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
                self.grouped(is_negative && around > Binding::Sum, |printer| {
                    literal::scalar(&value.kind, &mut printer.text);
                });
            }
            ValueKind::Text(text) => literal::quoted(text, &mut self.text),
            ValueKind::List(items) => self.list(items, place),
            ValueKind::Map(map) => self.object(map, place),
            ValueKind::Resource(id, _) => self.reference(*id),
            ValueKind::Deferred(deferred) => self.deferred(deferred, place, around),
        }
    }

    /// A deferred value.
    fn deferred(&mut self, deferred: &DeferredRef, place: Place, around: Binding) {
        if let Some(name) = self.local(deferred) {
            return self.push(&["local.", name]);
        }
        match &**deferred {
            Deferred::Param(id) => {
                let param = self.graph.param(*id);
                match param.ssm {
                    true => self.stored(deferred, param),
                    false => self.push(&["var.", &super::names::of(&param.identity)]),
                }
            }
            Deferred::Pseudo(Pseudo::StackName) => self.text.push_str("var.stack_name"),
            Deferred::Pseudo(_)
            | Deferred::AvailabilityZones(_)
            | Deferred::ImportValue(_)
            | Deferred::StackOutput { .. }
            | Deferred::Secret { .. }
            | Deferred::Ssm { .. } => self.looked_up(deferred),
            Deferred::Reference(id) => self.reference(*id),
            Deferred::Prop { resource, path, .. } => self.attribute(*resource, path),
            Deferred::Concat(parts) => self.concat(parts),
            Deferred::Condition(id) => {
                self.push(&["local.", self.plan.condition_name(*id)]);
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
            Deferred::And(operands) => self.junction(operands, true, around),
            Deferred::Or(operands) => self.junction(operands, false, around),
            Deferred::Compare { op, left, right } => {
                self.binary(left, order(*op), right, Binding::Order, around);
            }
            Deferred::Arithmetic { op, left, right } => {
                let (sign, binding) = arithmetic(*op);
                self.binary(left, sign, right, binding, around);
            }
            Deferred::If { .. } | Deferred::Match { .. } | Deferred::Lookup { .. } => {
                self.choice(deferred, place, around);
            }
            Deferred::Select { list, index } => {
                let is_set = matches!(list.as_deferred(), Some(Deferred::Prop { resource, path, .. })
                    if self.root(*resource).follow(path).is_set());
                match is_set {
                    true => self.call("tolist", &[list]),
                    false => self.bound(list, Place::UNKNOWN, Binding::Postfix),
                }
                self.index(index);
            }
            Deferred::Join { separator, list } => self.call("join", &[separator, list]),
            Deferred::Split { separator, text } => self.call("split", &[separator, text]),
            Deferred::Base64(value) => self.call("base64encode", &[value]),
            Deferred::ToJson(value) => {
                // A null that is written is one of the JSON, known or not.
                self.json(value, Nulls::Kept);
            }
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
            Deferred::EachKey(each) => self.each(*each, true),
            Deferred::EachValue(each) => self.each(*each, false),
            Deferred::Field { base, name } => {
                self.bound(base, Place::UNKNOWN, Binding::Postfix);
                literal::step(name, &mut self.text);
            }
            Deferred::Raw(value) => self.raw(value, around),
            Deferred::Call {
                function,
                arguments,
            } => self.function(function, arguments, around),
            // A problem of the plan.
            Deferred::Intrinsic { .. } => self.text.push_str("null"),
        }
    }

    /// The local that a value is written as.
    pub fn local(&mut self, deferred: &DeferredRef) -> Option<&'a str> {
        match std::mem::take(&mut self.whole) {
            false if !self.inlines => self.plan.let_name(deferred.address()),
            _ => None,
        }
    }

    /// What a data source gives that nobody declares.
    fn looked_up(&mut self, deferred: &DeferredRef) {
        let Some(lookup) = self.plan.lookups.get(deferred) else {
            // A problem of the plan.
            return self.text.push_str("null");
        };
        let key = match &**deferred {
            Deferred::Secret { key, .. } => key.as_ref(),
            Deferred::StackOutput { name, .. } => Some(name),
            _ => None,
        };
        let attribute = match &**deferred {
            Deferred::Pseudo(Pseudo::Region) => "region",
            Deferred::Pseudo(Pseudo::AccountId) => "account_id",
            Deferred::Pseudo(Pseudo::Partition) => "partition",
            Deferred::Pseudo(_) => "dns_suffix",
            Deferred::AvailabilityZones(_) => "names",
            Deferred::StackOutput { .. } => "outputs",
            Deferred::Secret { .. } => "secret_string",
            Deferred::Ssm { secure: false, .. } => "insecure_value",
            _ => "value",
        };
        let decode = key.is_some() && attribute == "secret_string";
        if decode {
            self.text.push_str("jsondecode(");
        }
        self.push(&["data.", lookup.ty, ".", &lookup.name, ".", attribute]);
        if decode {
            self.text.push(')');
        }
        if let Some(key) = key {
            self.index(key);
        }
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

    /// What `ref` is of a resource.
    fn reference(&mut self, id: ResourceId) {
        self.attribute(id, &[Name::from("id")]);
    }

    /// What a path leads to below a resource; without a path, the resource that is there.
    pub fn attribute(&mut self, id: ResourceId, path: &[Name]) {
        let start = self.text.len();
        let resource = self.graph.resource(id);
        self.address(id);
        if resource.each.is_some() {
            self.pass_of(resource);
        } else if resource.condition.is_some() {
            self.text.push_str("[0]");
        }
        if let [only] = path {
            return literal::step(only, &mut self.text);
        }
        let mut place = self.root(id);
        for step in path {
            // The elements of a set have no numbers.
            if place.is_set() {
                self.text.insert_str(start, "tolist(");
                self.text.push(')');
            }
            literal::step(step, &mut self.text);
            place = place.follow(std::slice::from_ref(step));
        }
    }

    fn root(&self, id: ResourceId) -> Place<'a> {
        Place::root(self.catalogue.schema(&self.graph.resource(id).ty))
    }

    /// `.name`, `[0]`, `[var.key]`
    pub fn index(&mut self, index: &Value) {
        match &index.kind {
            ValueKind::Text(text) => literal::step(text, &mut self.text),
            _ => {
                self.text.push('[');
                self.value(index, Place::UNKNOWN);
                self.text.push(']');
            }
        }
    }

    /// A text of JSON.
    pub fn json(&mut self, value: &Value, nulls: Nulls) {
        let before = std::mem::replace(&mut self.nulls, nulls);
        self.call("jsonencode", &[value]);
        self.nulls = before;
    }

    fn list(&mut self, items: &[Value], place: Place) {
        let nulls = items
            .iter()
            .any(|item| may_be_null(self.graph, item) && !item.is_null());
        let keeps = self.nulls == Nulls::Kept;
        self.text
            .push_str(if nulls { "[for item in [" } else { "[" });
        let items = items.iter().filter(|item| keeps || !item.is_null());
        for (number, item) in items.enumerate() {
            if number > 0 {
                self.text.push_str(", ");
            }
            self.value(item, place.element(number));
        }
        self.text.push_str(if nulls {
            "] : item if item != null]"
        } else {
            "]"
        });
    }

    fn object(&mut self, map: &ValueMap, place: Place) {
        let is_open = place.is_map() || self.nulls == Nulls::LeftOut;
        let nulls = is_open && has_choice_of_null(self.graph, map);
        let keeps = self.nulls == Nulls::Kept;
        if nulls {
            self.text.push_str("{ for key, value in ");
        }
        let mut open = "{ ";
        for (key, value) in map.iter().filter(|(_, value)| keeps || !value.is_null()) {
            self.text.push_str(open);
            literal::key(key, &mut self.text);
            self.text.push_str(" = ");
            self.value(value, place.property(key));
            open = ", ";
        }
        for key in place.missing(map) {
            self.text.push_str(open);
            literal::key(key, &mut self.text);
            self.text.push_str(" = null");
            open = ", ";
        }
        self.text.push_str(if open == "{ " { "{}" } else { " }" });
        if nulls {
            self.text.push_str(" : key => value if value != null }");
        }
    }

    /// A text in quotes, with expressions in it.
    fn concat(&mut self, parts: &[Value]) {
        if let [only] = parts
            && only.as_deferred().is_some()
        {
            return self.call("tostring", &[only]);
        }
        self.text.push('"');
        for (number, part) in parts.iter().enumerate() {
            match &part.kind {
                ValueKind::Text(text) if number + 1 < parts.len() => {
                    let (text, dollars) = literal::before_expression(text);
                    literal::quoted_part(text, &mut self.text);
                    if !dollars.is_empty() {
                        self.push(&["${\"", dollars, "\"}"]);
                    }
                }
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
        match literal::only_expression(text) {
            Some(inner) => {
                let is_plain = inner
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || b"_-.[]".contains(&b));
                self.grouped(around > Binding::Choice && !is_plain, |printer| {
                    printer.text.push_str(inner);
                });
            }
            None => {
                self.text.push('"');
                literal::quoted_template(text, &mut self.text);
                self.text.push('"');
            }
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

    pub fn grouped(&mut self, group: bool, write: impl FnOnce(&mut Self)) {
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

/// Whether an entry of a map may be null, beside those that are.
pub fn has_choice_of_null(graph: &Graph, map: &ValueMap) -> bool {
    let mut values = map.values();
    values.any(|value| !value.is_null() && may_be_null(graph, value))
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
