//! Every name in every item. In: a file's items and what they declare. Out: what each name stands
//! for, which items each item reads, and which expressions are closed. Never types.

use super::declare::{Declared, described, is_namespace, namespace};
use super::scope::Scope;
use super::{Binding, DeclId, Reads};
use crate::builtins::{self, Space};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::syntax::ast::*;
use crate::text::{FileId, Name, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// Suggestions are made for this many unknown names; a file with more has another problem.
const SUGGESTIONS: usize = 20;

/// No local is read.
const CLOSED: u32 = u32::MAX;

/// The result of the walk: side tables, and what is needed to order items.
pub struct Walked<'a> {
    pub top: FxHashMap<Name, ItemId>,
    pub items: Vec<Option<&'a Item>>,
    pub bindings: Vec<Binding>,
    pub closed: Vec<bool>,
    pub slots: Vec<u32>,
    pub reads: Reads,
    /// Whether all text was understood, so that what nothing reads is unused.
    pub complete: bool,
}

/// Walks over all items.
pub fn walk<'a>(
    module: &'a Module,
    declared: Declared<'a>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Walked<'a> {
    let exprs = module.expr_count as usize;
    let items = module.item_count as usize;
    let mut walk = Walk {
        file: module.file,
        result: Walked {
            top: declared.top,
            items: declared.items,
            bindings: vec![Binding::None; exprs],
            closed: vec![false; exprs],
            slots: vec![0; items],
            reads: Reads {
                edges: Vec::new(),
                ranges: vec![(0, 0); items],
            },
            complete: module.broken.is_empty() && declared.broken.is_empty(),
        },
        broken: declared.broken,
        scope: Scope::default(),
        unknown: 0,
        diagnostics,
    };
    for item in &module.items {
        let start = walk.result.reads.edges.len() as u32;
        walk.item(item);
        let end = walk.result.reads.edges.len() as u32;
        let at = item.id.0 as usize;
        if let Some(range) = walk.result.reads.ranges.get_mut(at) {
            *range = (start, end);
        }
        if let Some(slots) = walk.result.slots.get_mut(at) {
            *slots = walk.scope.slots();
        }
        walk.leave(0);
        walk.scope = Scope::default();
    }
    walk.result
}

struct Walk<'a, 'd> {
    file: FileId,
    result: Walked<'a>,
    broken: FxHashSet<Name>,
    scope: Scope<'a>,
    /// How many unknown names were reported.
    unknown: usize,
    diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Walk<'a, '_> {
    fn item(&mut self, item: &'a Item) {
        match &item.kind {
            ItemKind::Param(param) | ItemKind::Input(param) => {
                self.attributes(&item.attributes);
                self.ty(param.ty.as_ref());
                self.maybe(param.default.as_ref());
            }
            ItemKind::Let(value) => {
                self.attributes(&item.attributes);
                self.ty(value.ty.as_ref());
                self.expr(&value.value);
            }
            ItemKind::Type(alias) => self.ty(Some(&alias.ty)),
            ItemKind::Fn(function) => {
                self.attributes(&item.attributes);
                self.ty(function.result.as_ref());
                for param in &function.params {
                    self.ty(param.ty.as_ref());
                    // A default may read the parameters before it.
                    self.maybe(param.default.as_ref());
                    self.bind(&param.name, true);
                }
                self.expr(&function.body);
            }
            ItemKind::Resource(resource) => {
                for clause in &resource.loops {
                    // Also what nothing reads decides how many passes there are.
                    self.clause(clause, false);
                }
                self.attributes(&item.attributes);
                self.maybe(resource.condition.as_ref());
                self.type_name(&resource.ty);
                self.expr(&resource.body);
                self.result.complete &= resource.with.is_none();
            }
            ItemKind::Existing(existing) => {
                self.attributes(&item.attributes);
                self.type_name(&existing.ty);
                self.expr(&existing.body);
            }
            ItemKind::Output(output) => {
                self.attributes(&item.attributes);
                self.maybe(output.condition.as_ref());
                self.ty(output.ty.as_ref());
                self.expr(&output.value);
            }
            ItemKind::Stack(stack) => {
                self.expr(&stack.body);
            }
            ItemKind::Rule(rule) => {
                self.attributes(&item.attributes);
                self.maybe(rule.condition.as_ref());
                for statement in &rule.asserts {
                    self.statement(statement);
                }
            }
            ItemKind::Policy(policy) => {
                self.attributes(&item.attributes);
                self.bind(&policy.binding, false);
                self.maybe(policy.condition.as_ref());
                for statement in &policy.body {
                    self.statement(statement);
                }
            }
            ItemKind::Import(_)
            | ItemKind::Component(_)
            | ItemKind::Data(_)
            | ItemKind::Module(_)
            | ItemKind::Test(_)
            | ItemKind::Error { .. } => self.result.complete = false,
        }
    }

    fn attributes(&mut self, attributes: &'a [Attribute]) {
        for attribute in attributes {
            for argument in &attribute.arguments {
                // A provider's alias is no value.
                let alias = attribute.name.name == "provider"
                    && matches!(argument.value.kind, ExprKind::Name(_));
                if !alias {
                    self.expr(&argument.value);
                }
            }
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        match &statement.kind {
            StatementKind::Assert { condition, message }
            | StatementKind::Require { condition, message }
            | StatementKind::Warn { condition, message } => {
                self.expr(condition);
                self.maybe(message.as_ref());
            }
            StatementKind::Let(value) => {
                self.local_let(value);
            }
            StatementKind::Error => self.result.complete = false,
        }
    }

    fn local_let(&mut self, value: &'a Let) -> u32 {
        self.ty(value.ty.as_ref());
        let open = self.expr(&value.value);
        self.bind(&value.name, true);
        open
    }

    fn clause(&mut self, clause: &'a ForClause, must_be_used: bool) -> u32 {
        let open = self.expr(&clause.iterable);
        if let Some(key) = &clause.key {
            // It says what the loop runs over, read or not.
            self.bind(key, false);
        }
        self.bind(&clause.value, must_be_used);
        open.min(self.maybe(clause.by.as_ref()))
    }

    fn maybe(&mut self, expr: Option<&'a Expr>) -> u32 {
        expr.map_or(CLOSED, |e| self.expr(e))
    }

    /// Walks an expression. Returns the outermost local that it reads.
    fn expr(&mut self, expr: &'a Expr) -> u32 {
        let depth = self.scope.depth();
        let open = match &expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Number(_)
            | ExprKind::TypeName(_) => CLOSED,
            ExprKind::Text(text) => self.each(text.parts.iter().filter_map(|part| match part {
                TextPart::Text { .. } => None,
                TextPart::Expr(e) => Some(e),
            })),
            ExprKind::List(entries) => self.each(entries.iter().map(|entry| match entry {
                ListEntry::Item(e) | ListEntry::Spread(e) => e,
            })),
            ExprKind::Record(entries) => self.record(entries),
            ExprKind::ListFor(list) => {
                let mut open = CLOSED;
                for clause in &list.clauses {
                    open = open.min(self.clause(clause, true));
                }
                open = open.min(self.maybe(list.condition.as_ref()));
                open.min(self.expr(&list.body))
            }
            ExprKind::MapFor(map) => {
                let mut open = CLOSED;
                for clause in &map.clauses {
                    open = open.min(self.clause(clause, true));
                }
                open = open.min(self.maybe(map.condition.as_ref()));
                open = open.min(self.expr(&map.key));
                open.min(self.expr(&map.value))
            }
            ExprKind::Name(name) => self.name(name, expr),
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.expr(inner),
            ExprKind::Field { base, .. } => self.expr(base),
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Index { base, index } => self.each([&**base, &**index]),
            ExprKind::Binary { left, right, .. } => self.each([&**left, &**right]),
            ExprKind::Range { from, to } => self.each([&**from, &**to]),
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => self.each([&**condition, &**then, &**otherwise]),
            ExprKind::Call { callee, arguments } => {
                let open = self.expr(callee);
                open.min(self.each(arguments.iter().map(|a| &a.value)))
            }
            ExprKind::Match { subject, arms } => {
                let open = self.expr(subject);
                open.min(self.each(arms.iter().map(|a| &a.value)))
            }
            ExprKind::Block { lets, result } => {
                let mut open = CLOSED;
                for value in lets {
                    open = open.min(self.local_let(value));
                }
                open.min(self.expr(result))
            }
            ExprKind::Error => {
                self.result.complete = false;
                CLOSED
            }
        };
        self.leave(depth);
        if let Some(closed) = self.result.closed.get_mut(expr.id.0 as usize) {
            *closed = open as usize >= depth;
        }
        open
    }

    fn each(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) -> u32 {
        let exprs = exprs.into_iter();
        exprs.fold(CLOSED, |open, e| open.min(self.expr(e)))
    }

    fn record(&mut self, entries: &'a [RecordEntry]) -> u32 {
        let mut open = CLOSED;
        for entry in entries {
            match entry {
                RecordEntry::Field { key, value } => {
                    if let Key::Computed(key) = key {
                        open = open.min(self.expr(key));
                    }
                    open = open.min(self.expr(value));
                }
                RecordEntry::Spread(value) => open = open.min(self.expr(value)),
                RecordEntry::Error(_) => self.result.complete = false,
            }
        }
        open
    }

    fn name(&mut self, name: &'a Name, expr: &Expr) -> u32 {
        if let Some(slot) = self.scope.find(name) {
            self.scope.mark_used(slot);
            self.set(expr, Binding::Local(slot));
            return slot;
        }
        if let Some(item) = self.result.top.get(name.as_str()).copied() {
            self.read(item, expr.span);
            let file = self.file;
            self.set(expr, Binding::Item(DeclId { file, item }));
        } else if let Some(builtin) = builtins::find(Space::Global, name) {
            self.set(expr, Binding::Builtin(builtin));
        } else if let Some(namespace) = namespace(name) {
            self.set(expr, Binding::Namespace(namespace));
        } else if !name.is_empty() && !self.broken.contains(name.as_str()) {
            self.unknown_name(name, expr.span);
        }
        CLOSED
    }

    fn set(&mut self, expr: &Expr, binding: Binding) {
        if let Some(slot) = self.result.bindings.get_mut(expr.id.0 as usize) {
            *slot = binding;
        }
    }

    fn read(&mut self, item: ItemId, at: Span) {
        self.result.reads.edges.push((item, at));
    }

    fn unknown_name(&mut self, name: &Name, at: Span) {
        let message = format!("unknown name `{name}`");
        let mut diagnostic =
            Diagnostic::new(Code::NameUnknown, at, message).here("nothing has this name");
        self.unknown += 1;
        if self.unknown <= SUGGESTIONS {
            let mut candidates: Vec<&str> = self.result.top.keys().map(|n| n.as_str()).collect();
            candidates.sort_unstable();
            candidates.extend(self.scope.names());
            for name in builtins::names(Space::Global).chain(["aws", "cfn"]) {
                candidates.push(name);
            }
            let near = nearest(name, candidates, 1);
            if let Some(help) = did_you_mean(&near) {
                diagnostic = diagnostic.help(help);
            }
            if let [near] = near.as_slice() {
                diagnostic = diagnostic.fix(format!("write `{near}`"), at, *near);
            }
        }
        self.diagnostics.push(diagnostic);
    }

    fn bind(&mut self, name: &'a Ident, must_be_used: bool) {
        self.refuse_shadowing(name);
        self.scope
            .bind(name, must_be_used && !name.name.starts_with('_'));
    }

    /// A local may hide a built-in function, so that a new one breaks no program, and nothing else.
    fn refuse_shadowing(&mut self, name: &Ident) {
        if name.name.is_empty() || name.name == "_" {
            return;
        }
        if let Some(diagnostic) = is_namespace(name) {
            self.diagnostics.push(diagnostic);
            return;
        }
        let local = self
            .scope
            .find(&name.name)
            .and_then(|s| self.scope.local(s));
        let (first, what) = match local {
            Some(local) => (local.span, "a variable around it"),
            None => {
                let item = self.result.top.get(&name.name);
                let item = item.and_then(|i| self.result.items.get(i.0 as usize)?.as_ref());
                match item.and_then(|i| Some((i.kind.name()?.span, described(&i.kind)))) {
                    Some(found) => found,
                    None => return,
                }
            }
        };
        let message = format!("`{}` is already the name of {what}", name.name);
        self.diagnostics.push(
            Diagnostic::new(Code::NameShadowed, name.span, message)
                .here("hides it from here on")
                .label(first, "declared here")
                .help("choose another name for the inner one"),
        );
    }

    fn leave(&mut self, depth: usize) {
        if self.scope.depth() == depth {
            return;
        }
        for local in self.scope.leave(depth) {
            if local.must_be_used && !local.used && !local.name.is_empty() {
                let message = format!("`{}` is never read", local.name);
                self.diagnostics.push(
                    Diagnostic::new(Code::NameUnused, local.span, message)
                        .here("nothing reads this")
                        .help("remove it, or begin its name with `_`")
                        .fix(
                            format!("write `_{}`", local.name),
                            local.span.at_start(),
                            "_",
                        ),
                );
            }
        }
    }

    fn ty(&mut self, ty: Option<&'a TypeExpr>) {
        let Some(ty) = ty else { return };
        match &ty.kind {
            TypeExprKind::Name { name, .. } => self.type_name(name),
            TypeExprKind::List { element, .. } => self.ty(Some(element)),
            TypeExprKind::Map { value } => self.ty(Some(value)),
            TypeExprKind::Optional(inner) => self.ty(Some(inner)),
            TypeExprKind::Union(members) => members.iter().for_each(|m| self.ty(Some(m))),
            TypeExprKind::Record(fields) => fields.iter().for_each(|f| self.ty(Some(&f.ty))),
            TypeExprKind::Literal(_) => {}
            TypeExprKind::Error => self.result.complete = false,
        }
    }

    /// Whether a type exists is for the checker to say, which has the catalogue.
    fn type_name(&mut self, name: &TypeName) {
        if let Some(item) = self.result.top.get(&name.base).copied() {
            self.read(item, name.span);
        }
    }
}
