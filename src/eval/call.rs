//! Calls of the user's functions.

use super::state::Eval;
use crate::builtins::{BuiltinId, OUTPUT, RESOURCES};
use crate::graph::{FrameKind, Value};
use crate::resolve::{Binding, DeclId, Namespace};
use crate::syntax::ast::{Argument, Expr, ExprKind, Fn, Ident, ItemKind};
use crate::text::Span;

impl<'a> Eval<'a> {
    pub fn call_expr(
        &mut self,
        callee: &'a Expr,
        arguments: &'a [Argument],
        expr: &'a Expr,
    ) -> Value {
        let mut callee = callee;
        while let ExprKind::Paren(inner) = &callee.kind {
            callee = inner;
        }
        match &callee.kind {
            ExprKind::Name(_) => match self.module.unit.names.binding(callee.id) {
                Binding::Item(decl) => self.call(decl, arguments, expr.span),
                Binding::Builtin(id) if id.get().name == OUTPUT => {
                    self.output_of(arguments, expr.span)
                }
                Binding::Builtin(id) if id.get().name == RESOURCES => {
                    self.resources_of(arguments, expr.span)
                }
                Binding::Builtin(id) => self.call_builtin(id, arguments, expr.span),
                _ => self.error(expr.span),
            },
            ExprKind::Field { base, name, .. } => {
                if let Binding::Item(decl) = self.module.unit.names.binding(callee.id) {
                    return self.call(decl, arguments, expr.span);
                }
                match self.callee_in(base, name) {
                    Some(id) => self.call_builtin(id, arguments, expr.span),
                    None => self.error(expr.span),
                }
            }
            _ => self.error(expr.span),
        }
    }

    /// The function that `base.name` is, where `base` is a built-in namespace.
    fn callee_in(&self, base: &Expr, name: &Ident) -> Option<BuiltinId> {
        let ExprKind::Name(_) = base.kind else {
            return None;
        };
        match self.module.unit.names.binding(base.id) {
            Binding::Namespace(namespace) => crate::builtins::find(space(namespace), &name.name),
            _ => None,
        }
    }

    fn call(&mut self, decl: DeclId, arguments: &'a [Argument], at: Span) -> Value {
        let modules = self.modules;
        let Some((scope, module)) = self
            .module_of(decl)
            .and_then(|i| Some((i, modules.get(i)?)))
        else {
            return self.error(at);
        };
        let Some(ItemKind::Fn(function)) = module.item(decl.item).map(|i| &i.kind) else {
            return self.error(at);
        };
        if !module.is_ordered(decl.item) || !self.reserve(1, "calls", at) {
            return self.error(at);
        }
        self.push_arguments(function, arguments);
        let caller = (self.module, self.scope, self.base, self.repeating);
        // Functions stand outside of instances.
        let slots = std::mem::take(&mut self.within.slots);
        self.module = module;
        self.scope = scope;
        self.repeating = true;
        let frame = self.push_frame(FrameKind::Call {
            function: function.name.name.clone(),
            at,
        });
        let value = self.with_stack(at, |eval| eval.run(function));
        self.frame = frame;
        self.within.slots = slots;
        (self.module, self.scope, self.base, self.repeating) = caller;
        value
    }

    /// Evaluates the arguments of a call, in the order of the parameters.
    fn push_arguments(&mut self, function: &'a Fn, arguments: &'a [Argument]) {
        for (index, param) in function.params.iter().enumerate() {
            let positional = arguments.get(index).filter(|a| a.name.is_none());
            let given = positional.or_else(|| {
                let mut named = arguments.iter();
                named.find(|a| a.name.as_ref().is_some_and(|n| n.name == param.name.name))
            });
            let value = given.map(|argument| self.expr(&argument.value));
            self.arguments.push(value);
        }
    }

    /// Runs a function whose arguments lie on `arguments`.
    fn run(&mut self, function: &'a Fn) -> Value {
        let base = self.locals.len();
        self.base = base;
        let first = self.arguments.len() - function.params.len();
        for (index, param) in function.params.iter().enumerate() {
            let given = self.arguments.get_mut(first + index).and_then(Option::take);
            let value = match (given, &param.default) {
                (Some(value), _) => value,
                (None, Some(default)) => self.expr(default),
                // Left out without a default, which has been reported.
                (None, None) => self.error(param.name.span),
            };
            self.locals.push(value);
        }
        self.arguments.truncate(first);
        let value = self.expr(&function.body);
        self.locals.truncate(base);
        value
    }
}

/// Where the names of a namespace stand in the table of built-ins.
pub(super) fn space(namespace: Namespace) -> crate::builtins::Space {
    match namespace {
        Namespace::Aws => crate::builtins::Space::Aws,
        Namespace::Cfn => crate::builtins::Space::Cfn,
    }
}
