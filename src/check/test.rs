//! `test "title" with { ... } { ... }`: the params and inputs that it fixes, and its lines; and
//! `resources(Type)`, which tests and policies may ask.

use super::checker::Checker;
use super::expr::literal_text;
use super::want::{Role, Want};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::resolve::Binding;
use crate::syntax::ast::*;
use crate::types::Type;

impl<'a> Checker<'a> {
    pub fn test(&mut self, item: &'a Item, test: &'a Test) {
        self.attributes(item);
        if let Some(with) = &test.with {
            self.test_with(with);
        }
        self.in_test = true;
        for statement in &test.body {
            match &statement.kind {
                StatementKind::Assert { condition, message } => {
                    self.condition(condition, "what is asserted");
                    self.message(message.as_ref());
                    // Where it does not hold, the lines after it are not looked at.
                    self.assume(condition, true);
                }
                StatementKind::Let(value) => self.local_let(value),
                StatementKind::Expect { code, .. } => self.expected_code(code),
                StatementKind::Snapshot(name) => self.snapshot_name(name),
                StatementKind::Require { condition, message }
                | StatementKind::Warn { condition, message } => {
                    self.infer(condition);
                    if let Some(message) = message {
                        self.infer(message);
                    }
                    self.foreign_line(statement, "a test holds `assert`", "a policy", "`assert`");
                }
                StatementKind::Error => {}
            }
        }
        self.in_test = false;
    }

    /// Says that a line belongs elsewhere.
    pub fn foreign_line(&mut self, line: &Statement, message: &str, owner: &str, instead: &str) {
        self.say(
            Diagnostic::new(Code::TypeUnsupported, line.span, message)
                .here(format!("belongs into {owner}"))
                .help(format!("write {instead}")),
        );
    }

    /// What a message is made of.
    pub fn message(&mut self, message: Option<&'a Expr>) {
        if let Some(message) = message {
            let string = self.string.clone();
            self.check(message, Want::new(&string, Role::Part("the message")));
        }
    }

    /// The params and inputs that are fixed, each with a value of its type.
    fn test_with(&mut self, with: &'a Expr) {
        let ExprKind::Record(entries) = &with.kind else {
            self.infer(with);
            return;
        };
        for entry in entries {
            let (name, value) = match entry {
                RecordEntry::Field {
                    key: Key::Name(name),
                    value,
                } => (name, value),
                RecordEntry::Field { value, .. } | RecordEntry::Spread(value) => {
                    self.infer(value);
                    let diagnostic = self
                        .error(Code::TypeMismatch, value, "expected `name: value`")
                        .here("an entry without a name")
                        .help("write each param and input with its name");
                    self.report(value, diagnostic);
                    continue;
                }
                RecordEntry::Error(_) => continue,
            };
            let item = self.names.top.get(&name.name).and_then(|id| self.item(*id));
            let fixed = item.and_then(|item| match &item.kind {
                ItemKind::Param(param) | ItemKind::Input(param) => Some((item, param)),
                _ => None,
            });
            match fixed {
                Some((item, param)) => {
                    let ty = self.types.item(item.id).clone();
                    let at = param.ty.as_ref().map_or(param.name.span, |ty| ty.span);
                    let role = Role::Declared {
                        name: &param.name.name,
                        ty: at,
                    };
                    self.check(value, Want::new(&ty, role));
                }
                None => {
                    self.infer(value);
                    self.unknown_choice(name);
                }
            }
        }
        self.set(with, Type::Json);
    }

    fn unknown_choice(&mut self, name: &Ident) {
        let choices = self
            .module
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Param(param) | ItemKind::Input(param) => Some(param.name.name.as_str()),
                _ => None,
            });
        let near = nearest(&name.name, choices, 3);
        let message = format!("no param or input is named `{}`", name.name);
        let help = did_you_mean(&near);
        self.say(
            Diagnostic::new(Code::NameUnknown, name.span, message)
                .here("nothing that can be chosen")
                .help(help.unwrap_or_else(|| "name a `param` or an `input` of this file".into())),
        );
    }

    fn expected_code(&mut self, code: &Text) {
        if code.value.is_empty() || Code::parse(&code.value).is_some() {
            return;
        }
        let near = nearest(&code.value, Code::ALL.iter().map(|c| c.as_str()), 3);
        let help = did_you_mean(&near);
        let message = format!("no code is named `{}`", code.value);
        self.say(
            Diagnostic::new(Code::AllowUnknown, code.span, message)
                .here("no code of a diagnostic")
                .help(help.unwrap_or_else(|| "list all codes with `infra explain`".into())),
        );
    }

    /// A snapshot is a file: its name is part of the file's.
    fn snapshot_name(&mut self, name: &Text) {
        if let Some(first) = self.snapshots.get(&name.value).copied() {
            let message = format!("`{}` is already the name of a snapshot", name.value);
            self.say(
                Diagnostic::new(Code::NameDuplicate, name.span, message)
                    .here("named again here")
                    .label(first, "named here first")
                    .help("choose another name: each snapshot is a file"),
            );
            return;
        }
        self.snapshots.insert(name.value.clone(), name.span);
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let fits =
            !name.value.is_empty() && name.value.len() <= 100 && name.value.chars().all(fits);
        if !fits && name.span.start < name.span.end {
            let message = format!("`{}` cannot be the name of a file", name.value);
            self.say(
                Diagnostic::new(Code::TestName, name.span, message)
                    .here("not only letters, digits, `-`, `_`")
                    .help("use letters, digits, `-` and `_`, 100 at most"),
            );
        }
    }

    /// `output("name")`: the value of an output of this file.
    pub fn output_of(&mut self, expr: &'a Expr, arguments: &'a [Argument]) -> Type {
        self.infer_types(arguments);
        if !self.in_test {
            let message = "`output` looks at the finished stack";
            let diagnostic = self
                .error(Code::TestResources, expr, message)
                .here("the stack is still being made")
                .help("ask in a test; here, name what the output is made of");
            self.report(expr, diagnostic);
            return Type::Error;
        }
        let name = match arguments {
            [argument] => match &argument.value.kind {
                ExprKind::Text(text) => literal_text(text),
                _ => None,
            },
            _ => None,
        };
        let Some(name) = name else {
            let message = "`output` takes the name of an output";
            let diagnostic = self
                .error(Code::TypeMissingArgument, expr, message)
                .here("which output")
                .help("write the name in quotes: `output(\"url\")`");
            self.report(expr, diagnostic);
            return Type::Error;
        };
        let outputs = self
            .module
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Output(output) => Some((item, output)),
                _ => None,
            });
        if let Some((item, output)) = outputs.clone().find(|(_, o)| o.name.name == name) {
            let ty = self.types.item(item.id).clone();
            return match output.condition {
                Some(_) => ty.optional(),
                None => ty,
            };
        }
        let names = outputs.map(|(_, output)| output.name.name.as_str());
        let help = did_you_mean(&nearest(&name, names, 3));
        let message = format!("no output is named `{name}`");
        let diagnostic = self
            .error(Code::NameUnknown, expr, message)
            .here("nothing has this name")
            .help(help.unwrap_or_else(|| "name an `output` of this file".into()));
        self.report(expr, diagnostic);
        Type::Error
    }

    /// `resources(Type)`: all resources of a type.
    pub fn resources_of(&mut self, expr: &'a Expr, arguments: &'a [Argument]) -> Type {
        if !self.in_test && !self.in_policy {
            self.infer_types(arguments);
            let message = "`resources` looks at the finished stack";
            let diagnostic = self
                .error(Code::TestResources, expr, message)
                .here("the stack is still being made")
                .help("ask in a test or a policy; here, name the resources");
            self.report(expr, diagnostic);
            return Type::Error;
        }
        let [argument] = arguments else {
            self.infer_types(arguments);
            let message = format!("`resources` takes one type, found {}", arguments.len());
            let diagnostic = self
                .error(Code::TypeMissingArgument, expr, message)
                .here("which resources")
                .help("write the type: `resources(AWS::SQS::Queue)`");
            self.report(expr, diagnostic);
            return Type::Error;
        };
        let Some(name) = self.type_argument(&argument.value) else {
            self.infer(&argument.value);
            let message = "expected a resource type, found a value";
            let diagnostic = self
                .error(Code::TypeNotAType, &argument.value, message)
                .here("no type")
                .help("write the type: `resources(AWS::SQS::Queue)`");
            self.report(expr, diagnostic);
            return Type::Error;
        };
        match self.named_resource(&name) {
            Type::Error => {
                self.fail(expr);
                Type::Error
            }
            ty => Type::list(ty),
        }
    }

    /// Looks at arguments of which one may be a type.
    fn infer_types(&mut self, arguments: &'a [Argument]) {
        for argument in arguments {
            if self.type_argument(&argument.value).is_none() {
                self.infer(&argument.value);
            }
        }
    }

    /// The type that an argument names. A name that stands for a value is none.
    fn type_argument(&self, argument: &Expr) -> Option<TypeName> {
        let root = match &argument.kind {
            ExprKind::Field { base, .. } => base,
            _ => argument,
        };
        let is_value = self.names.binding(root.id) != Binding::None;
        argument.as_type_name().filter(|_| !is_value)
    }
}
