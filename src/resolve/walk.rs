//! Every name in every item. In: a file's items and what they declare. Out: what each name stands
//! for, which items each item reads, and which expressions are closed. Never types.

use super::component::Inside;
use super::declare::{Declared, described, is_namespace, namespace};
use super::imports::{self, Imported};
use super::scope::Scope;
use super::tables::{Binding, DeclId, Names, Reads};
use crate::builtins::{self, Space};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::syntax::ast::*;
use crate::text::{FileId, Name, Span};
use rustc_hash::FxHashSet;

/// Suggestions are made for this many unknown names; a file with more has another problem.
const SUGGESTIONS: usize = 20;

/// No local is read.
pub(super) const CLOSED: u32 = u32::MAX;

/// The result of the walk: side tables, and what is needed to order items.
pub struct Walked<'a> {
    pub names: Names,
    /// By [`ItemId`]; those inside components too.
    pub items: Vec<Option<&'a Item>>,
    pub imported: Imported,
    /// Whether all text was understood, so that what nothing reads is unused.
    pub complete: bool,
}

/// Walks over all items.
pub fn walk<'a>(
    module: &'a Module,
    declared: Declared<'a>,
    imported: Imported,
    diagnostics: &mut Vec<Diagnostic>,
) -> Walked<'a> {
    let exprs = module.expr_count as usize;
    let items = module.item_count as usize;
    let listed = imported.names.iter().map(|(n, i)| (n.clone(), i.decl));
    let modules = imported.modules.iter();
    let names = Names {
        bindings: vec![Binding::None; exprs],
        closed: vec![false; exprs],
        reads: Reads {
            edges: Vec::new(),
            ranges: vec![(0, 0); items],
        },
        top: declared.top,
        imported: listed.collect(),
        modules: modules.map(|(n, m)| (n.clone(), m.offers.file)).collect(),
        ..Names::default()
    };
    let mut walk = Walk {
        file: module.file,
        result: Walked {
            names,
            items: declared.items,
            imported,
            complete: module.broken.is_empty() && declared.broken.is_empty(),
        },
        broken: declared.broken,
        scope: Scope::default(),
        item: ItemId(0),
        inside: None,
        unknown: 0,
        raw: false,
        diagnostics,
    };
    for item in &module.items {
        walk.item = item.id;
        let start = walk.result.names.reads.edges.len();
        walk.item(item);
        walk.close_reads(item.id, start);
        walk.leave(0);
        walk.close_component();
    }
    walk.result
}

pub(super) struct Walk<'a, 'd> {
    pub file: FileId,
    pub result: Walked<'a>,
    pub broken: FxHashSet<Name>,
    pub scope: Scope<'a>,
    /// The top-level item that is being walked.
    item: ItemId,
    /// The component that is being walked.
    pub inside: Option<Inside>,
    /// How many unknown names were reported.
    unknown: usize,
    /// Whether this is inside an interpolation of what is given to `raw`.
    raw: bool,
    pub diagnostics: &'d mut Vec<Diagnostic>,
}

impl<'a> Walk<'a, '_> {
    pub fn item(&mut self, item: &'a Item) {
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
                if let Some(with) = &resource.with {
                    self.with(with);
                }
            }
            ItemKind::Data(data) => {
                for clause in &data.loops {
                    self.clause(clause, false);
                }
                self.attributes(&item.attributes);
                self.maybe(data.condition.as_ref());
                self.expr(&data.body);
            }
            ItemKind::Module(module) => {
                for clause in &module.loops {
                    self.clause(clause, false);
                }
                self.attributes(&item.attributes);
                self.maybe(module.condition.as_ref());
                self.expr(&module.body);
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
            ItemKind::Test(test) => {
                self.attributes(&item.attributes);
                self.maybe(test.with.as_ref());
                for statement in &test.body {
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
            ItemKind::Component(component) => self.component(item, component),
            ItemKind::Import(_) => {}
            ItemKind::Error { .. } => self.result.complete = false,
        }
    }

    /// What goes into an instance. The names before the colons are those of the component.
    fn with(&mut self, with: &'a With) {
        for entry in &with.entries {
            self.attributes(&entry.attributes);
            let mut target = &entry.target;
            while let ExprKind::Field { base, .. } | ExprKind::Index { base, .. } = &target.kind {
                if let ExprKind::Index { index, .. } = &target.kind {
                    self.expr(index);
                }
                target = base;
            }
            self.expr(&entry.value);
        }
    }

    pub fn attributes(&mut self, attributes: &'a [Attribute]) {
        for attribute in attributes {
            for argument in &attribute.arguments {
                // A provider's alias is no value.
                if attribute.name.name != "provider" || argument.value.as_alias().is_none() {
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
            StatementKind::Expect { .. } | StatementKind::Snapshot(_) => {}
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

    pub fn maybe(&mut self, expr: Option<&'a Expr>) -> u32 {
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
            ExprKind::Field { base, name, .. } => match self.qualified(expr, base, name) {
                true => CLOSED,
                false => self.expr(base),
            },
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
                let types = self.calls(callee, builtins::RESOURCES);
                let values = arguments.iter().map(|a| &a.value);
                let values: Vec<&Expr> = values.filter(|v| !types || self.is_value(v)).collect();
                self.raw |= self.calls(callee, "raw") && arguments.iter().any(is_text);
                let open = open.min(self.each(values));
                self.raw &= !self.calls(callee, "raw");
                // Where it stops is a matter of the pass and of the instance.
                if self.calls(callee, "fail") { 0 } else { open }
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
        if let Some(closed) = self.result.names.closed.get_mut(expr.id.0 as usize) {
            *closed = open as usize >= depth;
        }
        open
    }

    /// Whether a call of this is one of the built-in function of this name.
    fn calls(&self, callee: &Expr, name: &str) -> bool {
        match self.result.names.binding(callee.id) {
            Binding::Builtin(builtin) => builtin.get().name == name,
            _ => false,
        }
    }

    /// Whether an argument where a type is wanted is something else all the same.
    fn is_value(&self, argument: &Expr) -> bool {
        argument.as_type_name().is_none_or(|name| {
            let declared = self.declared_at_top(&name.base).is_some();
            declared || self.scope.find(&name.base).is_some()
        })
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
            self.read_inside(slot, expr.span);
            self.set(expr, Binding::Local(slot));
            return slot;
        }
        if let Some(item) = self.result.names.top.get(name.as_str()).copied() {
            self.read(item, expr.span);
            let file = self.file;
            self.set(expr, Binding::Item(DeclId { file, item }));
        } else if let Some(decl) = self.read_imported(name) {
            self.set(expr, Binding::Item(decl));
        } else if let Some(module) = self.result.imported.modules.get_mut(name.as_str()) {
            module.used = true;
            let file = module.offers.file;
            self.set(expr, Binding::Module(file));
        } else if let Some(builtin) = builtins::find(Space::Global, name) {
            self.set(expr, Binding::Builtin(builtin));
        } else if let Some(namespace) = namespace(name) {
            self.set(expr, Binding::Namespace(namespace));
        } else if !name.is_empty() && !self.broken.contains(name.as_str()) {
            self.unknown_name(name, expr.span);
        }
        CLOSED
    }

    /// Whether `base.name` is something of an imported module.
    fn qualified(&mut self, expr: &Expr, base: &'a Expr, name: &'a Ident) -> bool {
        let ExprKind::Name(module) = &base.kind else {
            return false;
        };
        if self.scope.find(module).is_some() || self.result.names.top.contains_key(module.as_str())
        {
            return false;
        }
        let Some(found) = self.read_module(module, name) else {
            return false;
        };
        if let Some(decl) = found {
            self.set(expr, Binding::Item(decl));
        }
        true
    }

    /// Reads a name of an imported module; nothing where there is no such module, and no declaration
    /// where it has no such name, which is reported.
    fn read_module(&mut self, module: &Name, name: &Ident) -> Option<Option<DeclId>> {
        let imported = self.result.imported.modules.get_mut(module.as_str())?;
        imported.used = true;
        let found = imports::find(&imported.offers, name, module);
        let decl = found.map(|offered| imported.offers.decl(&offered));
        Some(match decl {
            Ok(decl) => {
                let path = (module.clone(), name.name.clone());
                self.result.names.qualified.insert(path, decl);
                self.result.names.foreign.push((self.item, decl));
                Some(decl)
            }
            Err(diagnostic) => {
                self.diagnostics.extend(diagnostic.map(|d| *d));
                None
            }
        })
    }

    /// Reads a name that is imported on its own.
    fn read_imported(&mut self, name: &Name) -> Option<DeclId> {
        let imported = self.result.imported.names.get_mut(name.as_str())?;
        imported.used = true;
        let decl = imported.decl;
        self.result.names.foreign.push((self.item, decl));
        Some(decl)
    }

    fn set(&mut self, expr: &Expr, binding: Binding) {
        if let Some(slot) = self.result.names.bindings.get_mut(expr.id.0 as usize) {
            *slot = binding;
        }
    }

    fn read(&mut self, item: ItemId, at: Span) {
        self.result.names.reads.edges.push((item, at));
    }

    /// What was read from `start` on was read by this item.
    pub fn close_reads(&mut self, item: ItemId, start: usize) {
        let reads = &mut self.result.names.reads;
        let end = reads.edges.len();
        if let Some(range) = reads.ranges.get_mut(item.0 as usize) {
            *range = (start as u32, end as u32);
        }
    }

    fn unknown_name(&mut self, name: &Name, at: Span) {
        let message = format!("unknown name `{name}`");
        let mut diagnostic =
            Diagnostic::new(Code::NameUnknown, at, message).here("nothing has this name");
        self.unknown += 1;
        if self.raw {
            let help = "write `raw('...')` with single quotes, which interpolate nothing";
            diagnostic = diagnostic.help(help);
        } else if self.unknown <= SUGGESTIONS {
            let names = &self.result.names;
            let declared = names.top.keys().chain(names.imported.keys());
            let mut candidates: Vec<&str> = declared.map(Name::as_str).collect();
            candidates.extend(names.modules.keys().map(Name::as_str));
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

    pub fn bind(&mut self, name: &'a Ident, must_be_used: bool) {
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
            None => match self.declared_at_top(&name.name) {
                Some(found) => found,
                None => return,
            },
        };
        let message = format!("`{}` is already the name of {what}", name.name);
        self.diagnostics.push(
            Diagnostic::new(Code::NameShadowed, name.span, message)
                .here("hides it from here on")
                .label(first, "declared here")
                .help("choose another name for the inner one"),
        );
    }

    /// Where a name of the top level is declared, and as what.
    fn declared_at_top(&self, name: &Name) -> Option<(Span, &'static str)> {
        if let Some(item) = self.result.names.top.get(name) {
            let item = self.result.items.get(item.0 as usize)?.as_ref()?;
            return Some((item.kind.name()?.span, described(&item.kind)));
        }
        let imported = &self.result.imported;
        let listed = imported.names.get(name).map(|i| (i.at, i.what));
        let module = || Some((imported.modules.get(name)?.at, "an import"));
        listed.or_else(module)
    }

    pub fn leave(&mut self, depth: usize) {
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

    pub fn ty(&mut self, ty: Option<&'a TypeExpr>) {
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
    fn type_name(&mut self, name: &'a TypeName) {
        if let Some(item) = self.result.names.top.get(&name.base).copied() {
            return self.read(item, name.span);
        }
        match name.members.first() {
            Some(member) if self.read_module(&name.base, member).is_some() => {}
            _ => {
                self.read_imported(&name.base);
            }
        }
    }
}

fn is_text(argument: &Argument) -> bool {
    matches!(argument.value.kind, ExprKind::Text(_))
}
