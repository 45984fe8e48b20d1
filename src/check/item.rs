//! Items: all that declares something, each after what it reads, then the rest.

use super::checker::{Checker, Origin};
use super::module::module_type;
use super::signature::Parameter;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::*;
use crate::types::{Fit, Literal, Type};
use rustc_hash::FxHashSet;

impl<'a> Checker<'a> {
    /// Checks the whole file, or what counts of it.
    pub fn module(&mut self, only: Option<&FxHashSet<ItemId>>) {
        let counts = |id: &ItemId| only.is_none_or(|only| only.contains(id));
        for item in self.module.items.iter().filter(|i| counts(&i.id)) {
            self.declare(item);
        }
        let mut done = vec![false; self.items.len()];
        for id in self.names.order.iter().filter(|id| counts(id)) {
            if let Some(item) = self.item(*id) {
                self.item_body(item);
            }
            if let Some(done) = done.get_mut(id.0 as usize) {
                *done = true;
            }
        }
        let mut rest: Vec<&Item> = self.module.items.iter().collect();
        rest.retain(|item| counts(&item.id) && done.get(item.id.0 as usize) != Some(&true));
        // Tests read what outputs are.
        rest.sort_by_key(|item| matches!(item.kind, ItemKind::Test(_)));
        for item in rest {
            self.item_body(item);
        }
    }

    /// What can be said of an item before its expressions are looked at.
    pub fn declare(&mut self, item: &'a Item) {
        let ty = match &item.kind {
            // What a component is, is known after its body.
            ItemKind::Resource(resource) if !self.is_own(&resource.ty) => {
                self.resource_type(resource)
            }
            ItemKind::Existing(existing) => self.existing_type(existing),
            ItemKind::Data(data) => self.data_type(data),
            ItemKind::Module(module) => module_type(module),
            _ => return,
        };
        self.set_item(item.id, ty);
    }

    /// Checks an item, whose variables begin behind those of the component around it.
    pub fn item_body(&mut self, item: &'a Item) {
        self.frame.truncate(self.shared);
        self.facts.clear();
        match &item.kind {
            ItemKind::Param(param) => self.param(item, param, true),
            ItemKind::Input(param) => self.param(item, param, false),
            ItemKind::Let(value) => {
                self.attributes(item);
                let ty = self.let_type(value);
                self.set_item(item.id, ty);
            }
            ItemKind::Fn(function) => self.function(item, function),
            ItemKind::Resource(resource) => self.resource(item, resource),
            ItemKind::Existing(existing) => self.existing(item, existing),
            ItemKind::Output(output) => self.output(item, output),
            ItemKind::Stack(stack) => self.stack(item, stack),
            ItemKind::Rule(rule) => self.rule(item, rule),
            ItemKind::Type(alias) => {
                self.attributes(item);
                let ty = self.lower(&alias.ty);
                self.set_item(item.id, ty);
            }
            ItemKind::Component(component) => self.component(item, component),
            ItemKind::Data(data) => self.data(item, data),
            ItemKind::Module(module) => self.module_call(item, module),
            ItemKind::Policy(policy) => self.policy(item, policy),
            ItemKind::Test(test) => self.test(item, test),
            ItemKind::Import(_) | ItemKind::Error { .. } => {}
        }
    }

    /// Binds a `let` of a body.
    pub fn local_let(&mut self, value: &'a Let) {
        let ty = self.let_type(value);
        self.bind(ty, Origin::Let(&value.value));
    }

    fn let_type(&mut self, value: &'a Let) -> Type {
        match &value.ty {
            Some(written) => {
                let ty = self.lower(written);
                let role = Role::Declared {
                    name: &value.name.name,
                    ty: written.span,
                };
                self.check(&value.value, Want::new(&ty, role));
                ty
            }
            None => self.infer(&value.value),
        }
    }

    fn function(&mut self, item: &'a Item, function: &'a Fn) {
        self.attributes(item);
        let mut parameters = Vec::with_capacity(function.params.len());
        for param in &function.params {
            let ty = self.parameter_type(param);
            self.bind(ty.clone(), Origin::Param);
            parameters.push(Parameter {
                name: param.name.clone(),
                ty,
                optional: param.default.is_some(),
            });
            for attribute in &param.attributes {
                self.misplaced(attribute, "a parameter of a function");
            }
        }
        self.types.functions.insert(item.id, parameters.into());
        let result = match &function.result {
            Some(written) => {
                let ty = self.lower(written);
                let role = Role::Result {
                    function: &function.name.name,
                    ty: written.span,
                };
                self.check(&function.body, Want::new(&ty, role));
                ty
            }
            None => self.infer(&function.body),
        };
        self.set_item(item.id, result);
    }

    pub fn parameter_type(&mut self, param: &'a FnParam) -> Type {
        match (&param.ty, &param.default) {
            (Some(written), default) => {
                let ty = self.lower(written);
                if let Some(default) = default {
                    let role = Role::Declared {
                        name: &param.name.name,
                        ty: written.span,
                    };
                    self.check(default, Want::new(&ty, role));
                }
                ty
            }
            (None, Some(default)) => widened(self.infer(default)),
            (None, None) => {
                self.needs_type(&param.name);
                Type::Error
            }
        }
    }

    /// Says that a declaration needs a type.
    pub fn needs_type(&mut self, name: &Ident) {
        if name.name.is_empty() {
            return;
        }
        let message = format!("`{}` needs a type", name.name);
        self.say(
            Diagnostic::new(Code::TypeNeedsType, name.span, message)
                .here("nothing says what it may be")
                .help(format!("write `{}: string`, or another type", name.name)),
        );
    }

    fn output(&mut self, item: &'a Item, output: &'a Output) {
        if let Some(condition) = &output.condition {
            self.condition(condition, "the condition of the output");
            self.assume(condition, true);
        }
        self.attributes(item);
        let ty = match &output.ty {
            Some(written) => {
                let ty = self.lower(written);
                let role = Role::Declared {
                    name: &output.name.name,
                    ty: written.span,
                };
                self.check(&output.value, Want::new(&ty, role));
                ty
            }
            None => self.infer(&output.value),
        };
        // A component may give a resource away; a stack gives data.
        if self.component.is_none() {
            self.data_only(output, &ty);
        }
        self.set_item(item.id, ty);
    }

    fn data_only(&mut self, output: &'a Output, ty: &Type) {
        let Fit::Never(mismatch) = self.fit(ty, &Type::Json) else {
            return;
        };
        let path = self.path(&output.value);
        let path = path.as_deref().unwrap_or("");
        let (found, help) = match &mismatch.found {
            Type::Resource(key) => (
                format!("a resource `{}`", key.name),
                match key.is_module() {
                    true => format!("write `{path}.` and one of its outputs"),
                    false => format!("write `{path}.ref`, or an attribute"),
                },
            ),
            Type::Component(component) => (
                format!("an instance of `{}`", component.name),
                format!("write `{path}.` and one of its outputs"),
            ),
            _ => return,
        };
        let diagnostic = self
            .error(
                Code::TypeMismatch,
                &output.value,
                format!("expected data, found {found}"),
            )
            .here(format!("the value of `{}`", output.name.name))
            .help(help);
        self.report(&output.value, diagnostic);
    }

    fn rule(&mut self, item: &'a Item, rule: &'a Rule) {
        self.attributes(item);
        if let Some(condition) = &rule.condition {
            self.condition(condition, "the condition of the rule");
        }
        for statement in &rule.asserts {
            match &statement.kind {
                StatementKind::Assert { condition, message } => {
                    self.condition(condition, "what is asserted");
                    if let Some(message) = message {
                        let string = self.string.clone();
                        self.check(message, Want::new(&string, Role::Part("the message")));
                    }
                }
                StatementKind::Let(value) => self.local_let(value),
                StatementKind::Require { condition, message }
                | StatementKind::Warn { condition, message } => {
                    self.infer(condition);
                    if let Some(message) = message {
                        self.infer(message);
                    }
                    let message = "a rule holds `assert` alone";
                    self.foreign_line(statement, message, "a policy", "`assert`");
                }
                StatementKind::Expect { .. } | StatementKind::Snapshot(_) => {
                    let message = "a rule holds `assert` alone";
                    self.foreign_line(statement, message, "a test", "`assert`");
                }
                StatementKind::Error => {}
            }
        }
    }
}

/// The type that a default says of a declaration without one: a literal is one of many values.
pub fn widened(ty: Type) -> Type {
    match ty {
        Type::Literal(Literal::Bool(_)) => Type::Bool,
        Type::Literal(literal) => literal.widened(),
        Type::List(list) => Type::list(widened(list.element.clone())),
        Type::Map(value) => Type::map(widened((*value).clone())),
        Type::Union(members) => Type::union(members.iter().map(|m| widened(m.clone()))),
        Type::Record(record) => {
            let fields = record.fields.iter().map(|field| crate::types::Field {
                name: field.name.clone(),
                ty: widened(field.ty.clone()),
                optional: field.optional,
            });
            Type::record(fields.collect())
        }
        other => other,
    }
}
