//! Built-in functions with deferred arguments. In: a function of the language and its arguments. Out: what
//! Terraform has for it, with the same meaning. Never: a function that nearly does the same.

use super::expression::{Binding, Nulls, Printer};
use super::literal;
use super::place::Place;
use super::shape::{self, Shape};
use crate::graph::{DOCUMENT, Graph, Value, ValueKind};
use crate::schema::Catalogue;

/// How a function is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `name(a, b)`
    Call(&'static str),
    /// `name(list...)`
    Spread(&'static str),
    /// `concat([], lists...)`: of no lists Terraform makes none.
    Flatten,
    /// `join(with, split(part, text))`: `replace` would take some texts for regular expressions.
    Replace,
    /// `substr(text, start, -1)`
    Rest,
    /// `can(regex("^(?:pattern)$", text))`
    Matches,
    /// `[for key, value in map : { key = key, value = value }]`
    Entries,
    /// `sum(concat([0], list))`: the sum of nothing is nothing to Terraform.
    Sum,
    /// `range(from, to + 1)`: the end is not part of Terraform's ranges.
    Range,
    /// `jsonencode(value)` of what is not null.
    Document,
    /// `strcontains(text, part)`
    HoldsText,
}

/// `None` where Terraform has nothing that means the same.
pub fn form(
    graph: &Graph,
    catalogue: &Catalogue,
    function: &str,
    arguments: &[Value],
) -> Option<Form> {
    let shape = |index: usize| {
        let argument = arguments.get(index);
        argument.map_or(Shape::Any, |value| shape::of(graph, catalogue, value))
    };
    let is_list = |shape: &Shape| matches!(shape, Shape::List(_) | Shape::Tuple(_));
    let of_texts = |shape: &Shape| match shape {
        Shape::List(element) => **element == Shape::Text,
        Shape::Tuple(elements) => elements.iter().all(|element| *element == Shape::Text),
        _ => false,
    };
    let known = |index: usize| arguments.get(index).filter(|v| v.as_deferred().is_none());
    Some(match function {
        "lower" => Form::Call("lower"),
        "upper" => Form::Call("upper"),
        "trim" => Form::Call("trimspace"),
        "startsWith" => Form::Call("startswith"),
        "endsWith" => Form::Call("endswith"),
        "toString" => Form::Call("tostring"),
        "format" => Form::Call("format"),
        "distinct" => Form::Call("distinct"),
        "reverse" => Form::Call("reverse"),
        "keys" => Form::Call("keys"),
        "values" => Form::Call("values"),
        "one" => Form::Call("one"),
        "merge" => Form::Call("merge"),
        "abs" => Form::Call("abs"),
        "floor" => Form::Call("floor"),
        "ceil" => Form::Call("ceil"),
        "fromJson" => Form::Call("jsondecode"),
        "fromYaml" => Form::Call("yamldecode"),
        "sha256" => Form::Call("sha256"),
        "cidrHost" => Form::Call("cidrhost"),
        "entries" => Form::Entries,
        // Of numbers and of texts alike; what is no number is an error in both.
        "toInt" if shape(0) == Shape::Text => Form::Call("tonumber"),
        "min" if is_list(&shape(0)) => Form::Spread("min"),
        "max" if is_list(&shape(0)) => Form::Spread("max"),
        "min" => Form::Call("min"),
        "max" => Form::Call("max"),
        "sum" => Form::Sum,
        "flatten" => match known(0).and_then(Value::as_list) {
            Some([_, ..]) => Form::Spread("concat"),
            _ => Form::Flatten,
        },
        // Terraform sorts texts alone.
        "sort" if of_texts(&shape(0)) => Form::Call("sort"),
        "substring" if arguments.len() < 3 => Form::Rest,
        "substring" => Form::Call("substr"),
        // A text is taken apart between all characters there, and here at none.
        "replace" if known(1).is_some_and(|part| part.as_text().is_some_and(|t| t.is_empty())) => {
            return None;
        }
        "replace" => Form::Replace,
        "matches" => {
            let pattern = known(1)?.as_text()?;
            // Terraform's regular expressions look neither ahead nor behind, nor do they repeat what they found.
            let is_plain = !["(?=", "(?!", "(?<"]
                .iter()
                .any(|part| pattern.contains(part));
            is_plain.then_some(Form::Matches)?
        }
        DOCUMENT => Form::Document,
        "range" if arguments.len() == 2 => Form::Range,
        "contains" if shape(0) == Shape::Text => Form::HoldsText,
        "contains" => Form::Call("contains"),
        _ => return None,
    })
}

impl Printer<'_> {
    /// A call of a built-in function. What has no form is a problem of the plan.
    pub fn function(&mut self, function: &str, arguments: &[Value], around: Binding) {
        let Some(form) = form(self.graph, self.catalogue, function, arguments) else {
            return self.text.push_str("null");
        };
        let all: Vec<&Value> = arguments.iter().collect();
        match (form, all.as_slice()) {
            (Form::Call(name), all) => self.call(name, all),
            (Form::Spread(name), [list, ..]) => {
                self.push(&[name, "("]);
                self.value(list, Place::UNKNOWN);
                self.text.push_str("...)");
            }
            (Form::Flatten, [lists]) => {
                self.text.push_str("concat([], ");
                self.value(lists, Place::UNKNOWN);
                self.text.push_str("...)");
            }
            (Form::Replace, [text, part, with]) => {
                self.text.push_str("join(");
                self.value(with, Place::UNKNOWN);
                self.text.push_str(", ");
                self.call("split", &[part, text]);
                self.text.push(')');
            }
            (Form::Rest, [text, start]) => {
                self.text.push_str("substr(");
                self.value(text, Place::UNKNOWN);
                self.text.push_str(", ");
                self.value(start, Place::UNKNOWN);
                self.text.push_str(", -1)");
            }
            (Form::Matches, [text, pattern]) => {
                let pattern = pattern.as_text().map_or("", |pattern| pattern);
                self.text.push_str("can(regex(");
                literal::quoted(&format!("^(?:{pattern})$"), &mut self.text);
                self.text.push_str(", ");
                self.value(text, Place::UNKNOWN);
                self.text.push_str("))");
            }
            (Form::Entries, [map]) => {
                self.text.push_str("[for key, value in ");
                self.value(map, Place::UNKNOWN);
                self.text.push_str(" : { key = key, value = value }]");
            }
            (Form::Sum, [list]) => {
                self.text.push_str("sum(concat([0], ");
                self.value(list, Place::UNKNOWN);
                self.text.push_str("))");
            }
            (Form::Range, [from, to]) => {
                self.text.push_str("range(");
                self.value(from, Place::UNKNOWN);
                self.text.push_str(", ");
                match to.kind {
                    ValueKind::Int(to) => self.text.push_str(&to.saturating_add(1).to_string()),
                    _ => {
                        self.bound(to, Place::UNKNOWN, Binding::Sum);
                        self.text.push_str(" + 1");
                    }
                }
                self.text.push(')');
            }
            (Form::Document, [value]) => self.json(value, Nulls::LeftOut),
            (Form::HoldsText, [text, part]) => self.call("strcontains", &[text, part]),
            _ => self.operation(Binding::Postfix, around, |p| p.text.push_str("null")),
        }
    }
}
