//! `variable` blocks. In: the params of a graph, and what they are as variables. Out: first the [`Variable`]s
//! and what Terraform cannot check, then events. Never: a value of a variable.

use super::constraint::constraint;
use super::expression::{Binding, Printer};
use super::names;
use super::place::Place;
use super::plan::Planner;
use super::problem::ProblemKind;
use super::rules::Ruled;
use super::validation::{Asked, Validation, asked};
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{Param, Value, ValueKind};
use crate::text::Name;

/// A variable, ready to be written.
#[derive(Debug, Default)]
pub struct Variable {
    pub name: Name,
    ty: String,
    validations: Vec<Validation>,
    pub rules: Vec<Ruled>,
}

/// What `aws.stackName` is.
const STACK_NAME: &str = "stack_name";

/// Names that mean something else where a module is called.
const RESERVED: [&str; 8] = [
    "count",
    "depends_on",
    "for_each",
    "lifecycle",
    "locals",
    "providers",
    "source",
    "version",
];

impl Planner<'_> {
    pub fn variables(&mut self) {
        for param in &self.graph.params {
            self.subject = Some(param.origin.span);
            let variable = self.variable(param);
            self.plan.variables.push(variable);
        }
        self.subject = None;
    }

    fn variable(&mut self, param: &Param) -> Variable {
        let name = names::of(&param.identity);
        let is_stack_name = self.plan.stack_name && name == STACK_NAME;
        if RESERVED.contains(&name.as_str()) || is_stack_name {
            self.report(ProblemKind::VariableName(name.clone()), param.origin);
        }
        let Asked {
            mut validations,
            unchecked,
            of_several_kinds,
        } = asked(self.catalogue, &name, &param.ty);
        if param.ssm {
            self.check_stored(param);
            return Variable {
                ty: "string".to_owned(),
                name,
                ..Variable::default()
            };
        }
        if of_several_kinds {
            self.report(ProblemKind::SeveralKinds, param.origin);
        }
        for pattern in unchecked {
            self.report(ProblemKind::Pattern(pattern), param.origin);
        }
        if let Some(said) = &param.constraint_description
            && !validations.is_empty()
        {
            validations = vec![Validation {
                condition: all_of(validations),
                message: said.to_string(),
            }];
        }
        Variable {
            ty: constraint(self.catalogue, &param.ty),
            name,
            validations,
            rules: Vec::new(),
        }
    }
}

/// The section, where there are params.
pub fn variables<W: Writer>(emitter: &mut Emitter<W>) {
    let (graph, plan) = (emitter.graph, emitter.plan);
    if graph.params.is_empty() && !plan.stack_name {
        return;
    }
    emitter.out.key("variable");
    emitter.out.open_map();
    for (param, variable) in graph.params.iter().zip(&plan.variables) {
        emitter.out.key(&variable.name);
        emitter.out.at(param.origin);
        emitter.variable(param, variable);
    }
    if plan.stack_name {
        emitter.out.key(STACK_NAME);
        emitter.out.open_map();
        emitter.out.key("type");
        emitter.out.text("string");
        emitter.out.key("description");
        emitter
            .out
            .text("What this stack is called: a part of the names of what it makes.");
        emitter.out.close_map();
    }
    emitter.out.close_map();
}

impl<'a, W: Writer> Emitter<'a, W> {
    fn variable(&mut self, param: &Param, variable: &Variable) {
        self.out.open_map();
        self.out.key("type");
        self.out.text(&variable.ty);
        if let Some(description) = &param.description {
            self.out.key("description");
            self.out.text(description);
        }
        let is_optional = param.ty.is_optional();
        if let Some(default) = &param.default {
            self.out.key("default");
            self.known(default);
        } else if is_optional {
            self.out.key("default");
            self.out.null();
        }
        if !is_optional {
            self.out.key("nullable");
            self.out.bool(false);
        }
        // The name of what is stored is no secret.
        if param.secret && !param.ssm {
            self.out.key("sensitive");
            self.out.bool(true);
        }
        self.validations(variable);
        self.out.close_map();
    }

    fn validations(&mut self, variable: &Variable) {
        if variable.validations.is_empty() && variable.rules.is_empty() {
            return;
        }
        self.out.key("validation");
        self.out.open_list();
        // Terraform wants the variable itself in its conditions.
        self.printer.inlines = true;
        for validation in &variable.validations {
            self.validation(&validation.message, |printer| {
                printer.text.push_str(&validation.condition);
            });
        }
        for rule in &variable.rules {
            self.validation(&rule.message, |printer| match &rule.condition {
                None => printer.value(&rule.assert, Place::UNKNOWN),
                Some(condition) => {
                    printer.bound(condition, Place::UNKNOWN, Binding::Or);
                    printer.text.push_str(" ? ");
                    printer.bound(&rule.assert, Place::UNKNOWN, Binding::Or);
                    printer.text.push_str(" : true");
                }
            });
        }
        self.printer.inlines = false;
        self.out.close_list();
    }

    fn validation(&mut self, message: &str, condition: impl FnOnce(&mut Printer<'a>)) {
        self.out.item();
        self.out.open_map();
        self.out.key("condition");
        self.expression(condition);
        self.out.key("error_message");
        self.template(message);
        self.out.close_map();
    }

    /// A value where Terraform reads no expressions: nothing is escaped.
    fn known(&mut self, value: &Value) {
        self.out.at(value.origin);
        match &value.kind {
            ValueKind::Bool(value) => self.out.bool(*value),
            ValueKind::Int(value) => self.out.int(*value),
            ValueKind::Number(value) => self.out.number(*value),
            ValueKind::Text(text) => self.out.text(text),
            ValueKind::List(items) => {
                self.out.open_list();
                for item in items.iter() {
                    self.out.item();
                    self.known(item);
                }
                self.out.close_list();
            }
            ValueKind::Map(map) => {
                self.out.open_map();
                for (key, value) in map.iter() {
                    self.out.key(key);
                    self.known(value);
                }
                self.out.close_map();
            }
            // A default is known at every level.
            _ => self.out.null(),
        }
    }
}

/// Several conditions as one.
fn all_of(validations: Vec<Validation>) -> String {
    let mut conditions = validations.into_iter().map(|v| v.condition);
    match (conditions.next(), conditions.next()) {
        (Some(only), None) => only,
        (first, second) => {
            let all: Vec<String> = first.into_iter().chain(second).chain(conditions).collect();
            format!("alltrue([{}])", all.join(", "))
        }
    }
}
