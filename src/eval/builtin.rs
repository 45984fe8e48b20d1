//! Calls of built-in functions: arguments in their places, the value where they are known as far as
//! the function looks into them, else the expression for the engine.

use super::call::space;
use super::logic::is_known;
use super::state::Eval;
use crate::builtins::{
    BuiltinId, Call, Fault, FileFault, Kind, Run, Signature, Spelling, World, find,
};
use crate::diag::{Code, Diagnostic};
use crate::graph::{Deferred, Origin, ResourceId, Value};
use crate::resolve::Binding;
use crate::syntax::ast::{Argument, Expr, ExprKind, Ident};
use crate::text::{Name, Pattern, Span};
use std::sync::Arc;

impl<'a> Eval<'a> {
    /// `aws.region`: a member that is read without a call.
    pub fn member_of_namespace(&mut self, base: &Expr, name: &Ident, at: Span) -> Option<Value> {
        let ExprKind::Name(_) = base.kind else {
            return None;
        };
        match self.module.unit.names.binding(base.id) {
            Binding::Namespace(namespace) => {
                let found = find(space(namespace), &name.name);
                let member = found.filter(|id| matches!(id.get().kind, Kind::Value(_)));
                Some(match member {
                    Some(id) => self.run_builtin(id, &[], &[], at),
                    None => self.error(at),
                })
            }
            _ => None,
        }
    }

    pub fn call_builtin(&mut self, id: BuiltinId, arguments: &'a [Argument], at: Span) -> Value {
        let (values, places) = self.bind_builtin(id, arguments, at);
        if values.iter().any(Value::is_error) {
            return self.error(at);
        }
        self.run_builtin(id, &values, &places, at)
    }

    /// The arguments in the order of the parameters, and where each was written.
    fn bind_builtin(
        &mut self,
        id: BuiltinId,
        arguments: &'a [Argument],
        at: Span,
    ) -> (Vec<Value>, Vec<Span>) {
        let signatures = id.get().signatures();
        let mut values = Vec::with_capacity(arguments.len());
        let mut places = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let place = match &argument.name {
                None => index,
                // One that no signature has was reported.
                Some(name) => match place_of(signatures, &name.name) {
                    Some(place) => place,
                    None => continue,
                },
            };
            while values.len() <= place {
                values.push(Value::null(self.origin(at)));
                places.push(at);
            }
            let value = self.expr(&argument.value);
            if let (Some(v), Some(p)) = (values.get_mut(place), places.get_mut(place)) {
                *v = value;
                *p = argument.value.span;
            }
        }
        let wanted = signatures.iter().map(|s| s.params.len()).max();
        while values.len() < wanted.unwrap_or(0) {
            values.push(Value::null(self.origin(at)));
            places.push(at);
        }
        // Signatures of one function differ in what they take, not in how many: what lies behind
        // the longest list of parameters are further arguments.
        (values, places)
    }

    fn run_builtin(&mut self, id: BuiltinId, values: &[Value], places: &[Span], at: Span) -> Value {
        let builtin = id.get();
        let origin = self.origin(at);
        let result = match &builtin.run {
            Run::Pseudo(pseudo) => Ok(Value::deferred(Deferred::Pseudo(*pseudo), origin)),
            Run::Intrinsic { name, argument } => {
                Ok(self.intrinsic(name, *argument, values, origin))
            }
            Run::Defer(defer) => {
                let mut call = self.builtin_call(values, origin);
                defer(&mut call).map(|deferred| self.deferred(deferred, origin))
            }
            Run::Known(compute) => {
                let mut call = self.builtin_call(values, origin);
                match compute(&mut call) {
                    Err(Fault::Deferred(index)) => {
                        let need = format!("an argument of `{}`", builtin.path());
                        let value = values.get(index).cloned();
                        let place = places.get(index).copied().unwrap_or(at);
                        value.map(|v| self.must_be_known_deep(&v, place, &need));
                        Err(Fault::Reported)
                    }
                    other => other.map(|kind| Value::new(kind, origin)),
                }
            }
            Run::Compute { compute, defer } => {
                let mut call = self.builtin_call(values, origin);
                match compute(&mut call) {
                    Err(Fault::Deferred(index)) => {
                        return self.run_deferred(id, values, places, index, *defer, at);
                    }
                    other => other.map(|kind| Value::new(kind, origin)),
                }
            }
        };
        match result {
            Ok(value) => self.limited(value),
            Err(fault) => self.explain(fault, builtin.path(), places, at),
        }
    }

    /// A call with an argument that is not known as far as the function needs it.
    fn run_deferred(
        &mut self,
        id: BuiltinId,
        values: &[Value],
        places: &[Span],
        index: usize,
        defer: Option<fn(&Call) -> Option<Deferred>>,
        at: Span,
    ) -> Value {
        let origin = self.origin(at);
        // What may be one of several values gives one of several results, unless the engine has the
        // function itself and needs it anyway.
        if let Some(value) = values.get(index)
            && (defer.is_none() || self.has_known_leaves(value))
        {
            let over = self.over_branches(value, origin, &mut |eval, branch| {
                let mut values = values.to_vec();
                if let Some(slot) = values.get_mut(index) {
                    *slot = branch.clone();
                }
                eval.run_builtin(id, &values, places, at)
            });
            if let Some(over) = over {
                return over;
            }
        }
        let call = self.builtin_call(values, origin);
        let deferred = match defer {
            Some(defer) => defer(&call),
            None => Some(Deferred::Call {
                function: id.get().name,
                arguments: call.given().cloned().collect(),
            }),
        };
        match deferred {
            Some(Deferred::Or(equal)) => {
                // `contains`: fold what is known of it.
                let equal = equal.iter().map(|e| match e.as_deferred() {
                    Some(Deferred::Equals(l, r)) => self.equals(l, r, origin),
                    _ => e.clone(),
                });
                let equal = equal.collect();
                self.or(equal, origin)
            }
            Some(deferred) => self.deferred(deferred, origin),
            None => {
                let call = Deferred::Call {
                    function: id.get().name,
                    arguments: values.to_vec(),
                };
                self.deferred(call, origin)
            }
        }
    }

    fn has_known_leaves(&self, value: &Value) -> bool {
        let choice = matches!(
            value.as_deferred(),
            Some(Deferred::If { .. } | Deferred::Match { .. })
        );
        let mut leaves = Vec::new();
        choice && self.leaves(value, &mut leaves).is_some() && leaves.iter().all(is_known)
    }

    fn intrinsic(
        &mut self,
        name: &'static str,
        spelling: Spelling,
        values: &[Value],
        origin: Origin,
    ) -> Value {
        if !matches!(spelling, Spelling::Fixed(_)) {
            self.spelled_references = true;
        }
        let call = self.builtin_call(values, origin);
        let argument = spelling.argument(&call);
        self.deferred(Deferred::Intrinsic { name, argument }, origin)
    }

    fn builtin_call<'c>(&'c mut self, arguments: &'c [Value], origin: Origin) -> Call<'c> {
        Call {
            arguments,
            origin,
            world: self,
        }
    }

    fn explain(&mut self, fault: Fault, function: Name, places: &[Span], at: Span) -> Value {
        let diagnostic = match fault {
            Fault::Reported | Fault::Deferred(_) => return self.error(at),
            Fault::OverBudget { wanted, of } => {
                self.report_over_budget(wanted, of, at);
                return self.error(at);
            }
            Fault::Fail(message) if self.open_branches > 0 => {
                Diagnostic::new(Code::PhaseFail, at, message)
                    .here("in a branch only the deployment takes")
                    .help("say it in a `rule`, which is checked when deploying")
            }
            Fault::Fail(message) => {
                Diagnostic::new(Code::EvalFail, at, message).here("stopped here")
            }
            Fault::Wrong {
                message,
                argument,
                help,
            } => {
                let place = argument.and_then(|i| places.get(i).copied()).unwrap_or(at);
                let diagnostic = Diagnostic::new(Code::EvalFunction, place, message);
                let diagnostic = diagnostic.here(format!("given to `{function}`"));
                match help {
                    Some(help) => diagnostic.help(help),
                    None => diagnostic,
                }
            }
        };
        self.report(diagnostic);
        self.error(at)
    }
}

/// The place of a named argument.
fn place_of(signatures: &[Signature], name: &str) -> Option<usize> {
    let places = |s: &Signature| s.params.iter().position(|p| p.name == name);
    signatures.iter().find_map(places)
}

impl World for Eval<'_> {
    fn read(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault> {
        let from = self.module.unit.module.file;
        self.program.files.read(from, path)
    }

    fn list(&mut self, pattern: &str) -> Result<Vec<String>, FileFault> {
        let from = self.module.unit.module.file;
        self.program.files.list(from, pattern)
    }

    fn pattern(&mut self, text: &Name) -> Pattern {
        match self.patterns.get(text) {
            Some(pattern) => pattern.clone(),
            None => {
                let pattern = Pattern::whole(text);
                self.patterns.insert(text.clone(), pattern.clone());
                pattern
            }
        }
    }

    fn logical_id(&self, resource: ResourceId) -> Name {
        self.graph.resource(resource).logical_id.clone()
    }

    fn reserve(&mut self, values: u64, of: &'static str) -> Result<(), Fault> {
        match self.budget.take(values) {
            true => Ok(()),
            false => Err(Fault::OverBudget { wanted: values, of }),
        }
    }
}
