//! Calls: which argument is for which parameter, and what the function gives.

use super::checker::Checker;
use super::signature::{Parameter, What};
use super::want::{Role, Want};
use crate::builtins::{BuiltinId, Kind, OUTPUT, RESOURCES};
use crate::diag::{Code, Diagnostic, all_of};
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::Type;
use std::sync::Arc;

/// What is called, for messages.
pub struct Callee<'c> {
    pub name: &'c str,
    /// The names of its parameters, and whether each may be left out.
    pub parameters: Vec<(&'c str, bool)>,
    /// Whether any number of further arguments may follow.
    pub rest: bool,
    pub declared: Option<Span>,
}

/// A function of the program.
struct Function {
    name: Name,
    declared: Span,
    /// Nothing where it stands in a cycle.
    parameters: Option<Arc<[Parameter]>>,
    result: Type,
}

impl<'a> Checker<'a> {
    pub fn call(&mut self, expr: &'a Expr, callee: &'a Expr, arguments: &'a [Argument]) -> Type {
        match &callee.kind {
            ExprKind::Name(_) => match self.names.binding(callee.id) {
                Binding::Builtin(id) if id.get().name == OUTPUT => {
                    return self.output_of(expr, arguments);
                }
                Binding::Builtin(id) if id.get().name == RESOURCES => {
                    return self.resources_of(expr, arguments);
                }
                Binding::Builtin(id) => return self.call_builtin(expr, callee, id, arguments),
                Binding::Item(decl) => {
                    if let Some(function) = self.function_of(callee, decl) {
                        return self.call_function(expr, callee, &function, arguments);
                    }
                }
                _ => {}
            },
            ExprKind::Field { base, name, .. } => {
                if let Binding::Item(decl) = self.names.binding(callee.id)
                    && let Some(function) = self.function_of(callee, decl)
                {
                    return self.call_function(expr, callee, &function, arguments);
                }
                if let Binding::Namespace(namespace) = self.names.binding(base.id) {
                    let Some(id) = self.in_namespace(expr, name, namespace) else {
                        self.infer_arguments(arguments);
                        return Type::Error;
                    };
                    return self.call_builtin(expr, callee, id, arguments);
                }
            }
            ExprKind::Paren(inner) => return self.call(expr, inner, arguments),
            _ => {}
        }
        let ty = self.infer(callee);
        self.infer_arguments(arguments);
        if !ty.is_error() {
            let found = self.show(&ty);
            let message = format!("expected a function, found `{found}`");
            let mut diagnostic = self
                .error(Code::TypeNotAFunction, callee, message)
                .here("cannot be called")
                .help("remove the parentheses");
            if let Some(item) = self.root_item(callee)
                && let Some(name) = item.kind.name()
            {
                let text = format!("`{}` is declared here", name.name);
                diagnostic = diagnostic.label(name.span, text);
            }
            self.report(expr, diagnostic);
        }
        Type::Error
    }

    pub fn infer_arguments(&mut self, arguments: &'a [Argument]) {
        for argument in arguments {
            self.infer(&argument.value);
        }
    }

    /// The function that is called, of this file or an imported one.
    fn function_of(&mut self, callee: &'a Expr, decl: DeclId) -> Option<Function> {
        let (name, declared, result) = match self.signature(decl) {
            Some(signature) => {
                if signature.what != What::Fn {
                    return None;
                }
                self.warn_deprecated_signature(signature, callee.span);
                let name = signature.name.clone();
                (name, signature.declared, signature.ty.clone())
            }
            None => {
                let item = self.item_of(callee)?;
                let ItemKind::Fn(function) = &item.kind else {
                    return None;
                };
                self.warn_deprecated(item, callee.span);
                let name = function.name.name.clone();
                let result = self.types.item(item.id).clone();
                (name, function.name.span, result)
            }
        };
        Some(Function {
            name,
            declared,
            parameters: self.parameters(decl),
            result,
        })
    }

    fn call_function(
        &mut self,
        expr: &'a Expr,
        callee: &'a Expr,
        function: &Function,
        arguments: &'a [Argument],
    ) -> Type {
        let Some(parameters) = &function.parameters else {
            // It stands in a cycle, which has been reported.
            self.infer_arguments(arguments);
            return Type::Error;
        };
        let described = Callee {
            name: &function.name,
            parameters: parameters
                .iter()
                .map(|p| (p.name.name.as_str(), p.optional))
                .collect(),
            rest: false,
            declared: Some(function.declared),
        };
        let Some(places) = self.places(expr, callee, arguments, &described) else {
            self.infer_arguments(arguments);
            return Type::Error;
        };
        for (argument, place) in arguments.iter().zip(places) {
            let Some(parameter) = parameters.get(place) else {
                self.infer(&argument.value);
                continue;
            };
            let role = Role::Argument {
                function: &function.name,
                parameter: &parameter.name.name,
                declared: Some(parameter.name.span),
            };
            self.check(&argument.value, Want::new(&parameter.ty, role));
        }
        function.result.clone()
    }

    fn call_builtin(
        &mut self,
        expr: &'a Expr,
        callee: &'a Expr,
        id: BuiltinId,
        arguments: &'a [Argument],
    ) -> Type {
        match id.get().kind {
            Kind::Function(signatures) => {
                self.call_signatures(expr, callee, id.get(), signatures, arguments)
            }
            Kind::Value(_) => {
                self.infer_arguments(arguments);
                let path = id.get().path();
                let message = format!("expected a function, found `{path}`");
                let diagnostic = self
                    .error(Code::TypeNotAFunction, callee, message)
                    .here("cannot be called")
                    .help(format!("write `{path}`"));
                self.report(expr, diagnostic);
                Type::Error
            }
        }
    }

    /// For each argument the index of its parameter. Says which are missing, which are too many,
    /// and which have a wrong name; then there are no places.
    pub fn places(
        &mut self,
        expr: &'a Expr,
        callee: &'a Expr,
        arguments: &'a [Argument],
        described: &Callee<'_>,
    ) -> Option<Vec<usize>> {
        let known = &described.parameters;
        let mut places = Vec::with_capacity(arguments.len());
        let mut given = vec![false; known.len()];
        let mut fine = true;
        for (at, argument) in arguments.iter().enumerate() {
            let place = match &argument.name {
                None => at,
                Some(name) => match known.iter().position(|(p, _)| *p == name.name) {
                    Some(place) => place,
                    None => {
                        self.unknown_argument(name, described);
                        fine = false;
                        continue;
                    }
                },
            };
            match given.get_mut(place) {
                Some(given) if *given => {
                    let name = known.get(place).map_or("", |(name, _)| name);
                    let message = format!("the argument `{name}` is given twice");
                    let diagnostic = self
                        .error(Code::TypeUnknownArgument, &argument.value, message)
                        .here("the second time")
                        .help("remove one of them");
                    self.report(&argument.value, diagnostic);
                    fine = false;
                }
                Some(given) => *given = true,
                None if described.rest => {}
                None => {
                    self.too_many(&argument.value, arguments.len(), described);
                    fine = false;
                    break;
                }
            }
            places.push(place);
        }
        let missing: Vec<&str> = known
            .iter()
            .zip(&given)
            .filter(|((_, optional), given)| !optional && !**given)
            .map(|((name, _), _)| *name)
            .collect();
        if fine && !missing.is_empty() {
            let missing = all_of(missing);
            let message = format!("`{}` needs {missing}", described.name);
            let diagnostic = self
                .error(Code::TypeMissingArgument, callee, message)
                .here("called without it");
            let diagnostic = declared_at(diagnostic, described).help(format!("add {missing}"));
            self.report(expr, diagnostic);
            fine = false;
        }
        if !fine {
            self.fail(expr);
        }
        fine.then_some(places)
    }

    fn unknown_argument(&mut self, name: &Ident, described: &Callee<'_>) {
        let parameters = described.parameters.iter().map(|(name, _)| *name);
        let near = self.suggest(&name.name, parameters.clone());
        let message = format!("`{}` has no parameter `{}`", described.name, name.name);
        let mut diagnostic = Diagnostic::new(Code::TypeUnknownArgument, name.span, message)
            .here("nothing has this name");
        diagnostic = match near {
            Some(near) => diagnostic.help(format!("write `{near}`")).fix(
                format!("write `{near}`"),
                name.span,
                near,
            ),
            None if described.parameters.is_empty() => diagnostic,
            None => {
                let names = crate::diag::one_of(parameters);
                diagnostic.help(format!("write one of {names}"))
            }
        };
        self.say(declared_at(diagnostic, described));
    }

    fn too_many(&mut self, extra: &'a Expr, given: usize, described: &Callee<'_>) {
        let most = described.parameters.len();
        let takes = match most {
            0 => "no arguments".to_owned(),
            1 => "one argument".to_owned(),
            n => format!("at most {n} arguments"),
        };
        let message = format!("`{}` takes {takes}, found {given}", described.name);
        let diagnostic = self
            .error(Code::TypeUnknownArgument, extra, message)
            .here("one too many")
            .help("remove it");
        self.report(extra, declared_at(diagnostic, described));
    }
}

fn declared_at(diagnostic: Diagnostic, described: &Callee<'_>) -> Diagnostic {
    match described.declared {
        Some(at) => diagnostic.label(at, format!("`{}` is declared here", described.name)),
        None => diagnostic,
    }
}
