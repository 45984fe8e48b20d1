//! Calls of what is built in: the first signature that the arguments fit, with the types that they
//! give its variables.

use super::call::Callee;
use super::checker::Checker;
use super::want::{Role, Want};
use crate::builtins::{Builtin, Param, Signature, Ty};
use crate::diag::Code;
use crate::syntax::ast::*;
use crate::types::{Mismatch, Type, Why};

impl<'a> Checker<'a> {
    pub fn call_signatures(
        &mut self,
        expr: &'a Expr,
        callee: &'a Expr,
        builtin: &'static Builtin,
        signatures: &'static [Signature],
        arguments: &'a [Argument],
    ) -> Type {
        let Some(first) = signatures.first() else {
            self.infer_arguments(arguments);
            return Type::Error;
        };
        let path = builtin.path();
        if let [only] = signatures
            && only.variables.is_empty()
        {
            let Some(places) = self.places(expr, callee, arguments, &described(&path, only)) else {
                self.infer_arguments(arguments);
                return Type::Error;
            };
            for (argument, place) in arguments.iter().zip(places) {
                self.check_plain(&path, only, place, &argument.value);
            }
            return only.result.instantiate(&[]);
        }
        let found: Vec<Type> = arguments.iter().map(|a| self.infer(&a.value)).collect();
        // The signatures that take this many arguments; if none does, the first says what is wrong.
        let taking: Vec<&Signature> = signatures
            .iter()
            .filter(|s| {
                let rest = s.rest.is_some();
                arguments.len() >= s.required() && (rest || arguments.len() <= s.params.len())
            })
            .collect();
        let mut best: Option<(usize, &Signature)> = None;
        for signature in &taking {
            let Some(places) = plain_places(signature, arguments) else {
                continue;
            };
            let mut variables = vec![None; signature.variables.len()];
            let fitting = found.iter().zip(&places).take_while(|(found, place)| {
                let param = param_at(signature, **place);
                param.is_some_and(|p| self.unify(&p.ty, found, signature, &mut variables))
            });
            let fitting = fitting.count();
            if fitting == found.len() {
                let variables: Vec<Option<Type>> = variables
                    .into_iter()
                    .map(|v| Some(v.unwrap_or(Type::Never)))
                    .collect();
                return signature.result.instantiate(&variables);
            }
            if best.is_none_or(|(most, _)| fitting > most) {
                best = Some((fitting, signature));
            }
        }
        match best {
            Some((wrong, signature)) => {
                self.does_not_fit(&path, signature, &taking, arguments, &found, wrong);
            }
            None => {
                let signature = taking.first().copied().unwrap_or(first);
                self.places(expr, callee, arguments, &described(&path, signature));
            }
        }
        self.fail(expr);
        Type::Error
    }

    fn check_plain(
        &mut self,
        path: &str,
        signature: &'static Signature,
        place: usize,
        value: &'a Expr,
    ) {
        let Some(param) = param_at(signature, place) else {
            self.infer(value);
            return;
        };
        let role = Role::Argument {
            function: path,
            parameter: param.name,
            declared: None,
        };
        if param.ty == Ty::Resource {
            return self.check_resource(value, role);
        }
        let wanted = param.ty.instantiate(&[]);
        self.check(value, Want::new(&wanted, role).nullable(param.optional));
    }

    /// Any resource; whether it is there does not matter to who asks for its name.
    fn check_resource(&mut self, value: &'a Expr, role: Role<'_>) {
        let ty = self.infer(value);
        let is_resource = |ty: &Type| {
            matches!(
                ty,
                Type::Resource(_) | Type::Null | Type::Error | Type::Never | Type::Any
            )
        };
        if !ty.members().iter().all(is_resource) || ty == Type::Null {
            let found = self.show(&ty);
            let message = format!("expected a resource, found `{found}`");
            let diagnostic = self
                .error(Code::TypeMismatch, value, message)
                .here(role.label());
            self.report(value, diagnostic);
        }
    }

    /// Whether a type fits a parameter; what it says about the variables is kept.
    fn unify(
        &self,
        ty: &Ty,
        found: &Type,
        signature: &Signature,
        variables: &mut Vec<Option<Type>>,
    ) -> bool {
        if matches!(found, Type::Error | Type::Never) {
            return true;
        }
        match ty {
            Ty::Var(index) => {
                let bound = signature.variables.get(*index).map_or(Ty::Any, |v| v.bound);
                if bound != Ty::Any && self.fit(found, &bound.instantiate(&[])).is_never() {
                    return false;
                }
                if let Some(variable) = variables.get_mut(*index) {
                    let known = variable.take().unwrap_or(Type::Never);
                    *variable = Some(Type::union([known, found.clone()]));
                }
                true
            }
            Ty::List(element) => self.nodes.members(found).iter().all(|member| match member {
                Type::List(list) => self.unify(element, &list.element, signature, variables),
                Type::Json | Type::Any => self.unify(element, &Type::Json, signature, variables),
                Type::Error | Type::Never => true,
                _ => false,
            }),
            Ty::Map(value) => self.nodes.members(found).iter().all(|member| match member {
                Type::Map(found) => self.unify(value, found, signature, variables),
                Type::Record(record) => record.fields.iter().all(|field| {
                    let ty = match field.optional {
                        true => &field.ty.clone().optional(),
                        false => &field.ty,
                    };
                    self.unify(value, ty, signature, variables)
                }),
                Type::Json | Type::Any => self.unify(value, &Type::Json, signature, variables),
                Type::Error | Type::Never => true,
                _ => false,
            }),
            Ty::OneOf(members) => self.nodes.members(found).iter().all(|found| {
                members.iter().any(|member| {
                    let mut trial = variables.clone();
                    let fits = self.unify(member, found, signature, &mut trial);
                    if fits {
                        *variables = trial;
                    }
                    fits
                })
            }),
            Ty::Resource => found
                .members()
                .iter()
                .all(|m| matches!(m, Type::Resource(_) | Type::Null | Type::Any)),
            plain => !self.fit(found, &plain.instantiate(variables)).is_never(),
        }
    }

    fn does_not_fit(
        &mut self,
        path: &str,
        signature: &Signature,
        taking: &[&Signature],
        arguments: &'a [Argument],
        found: &[Type],
        wrong: usize,
    ) {
        let (Some(argument), Some(found)) = (arguments.get(wrong), found.get(wrong)) else {
            return;
        };
        let place = plain_places(signature, arguments).and_then(|p| p.get(wrong).copied());
        let Some((param, place)) =
            place.and_then(|place| Some((param_at(signature, place)?, place)))
        else {
            return;
        };
        if found.is_optional() && *found != Type::Null {
            let present = found.without_null();
            let mut variables = vec![None; signature.variables.len()];
            if self.unify(&param.ty, &present, signature, &mut variables) {
                return self.maybe_null(&argument.value);
            }
        }
        let wanted = taking
            .iter()
            .filter_map(|s| Some(shown(s, &param_at(s, place)?.ty)));
        let wanted = Type::union(wanted);
        let role = Role::Argument {
            function: path,
            parameter: param.name,
            declared: None,
        };
        let mismatch = Mismatch {
            path: Vec::new(),
            wanted: wanted.clone(),
            found: found.clone(),
            why: Why::Kind,
        };
        self.mismatch(&argument.value, &mismatch, Want::new(&wanted, role));
    }
}

/// A parameter's type for a message: variables at most.
fn shown(signature: &Signature, ty: &Ty) -> Type {
    let bound = |variable: &crate::builtins::Variable| match variable.bound {
        Ty::Any => Some(Type::Any),
        bound => Some(bound.instantiate(&[])),
    };
    let variables: Vec<Option<Type>> = signature.variables.iter().map(bound).collect();
    ty.instantiate(&variables)
}

/// The parameter at a place; those that follow the last are the `rest`.
fn param_at(signature: &Signature, place: usize) -> Option<&Param> {
    signature.params.get(place).or(signature.rest.as_ref())
}

/// The parameter of each argument, where all names are right.
fn plain_places(signature: &Signature, arguments: &[Argument]) -> Option<Vec<usize>> {
    let place = |(at, argument): (usize, &Argument)| match &argument.name {
        None => Some(at),
        Some(name) => signature.params.iter().position(|p| p.name == name.name),
    };
    arguments.iter().enumerate().map(place).collect()
}

fn described<'c>(path: &'c str, signature: &'static Signature) -> Callee<'c> {
    Callee {
        name: path,
        parameters: signature
            .params
            .iter()
            .map(|p| (p.name, p.optional))
            .collect(),
        rest: signature.rest.is_some(),
        declared: None,
    }
}
