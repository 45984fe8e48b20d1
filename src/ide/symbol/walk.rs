//! A walk over the tree of a file that keeps the variables in view, as `resolve` does. In: a file. Out: all
//! that is named there. Never: what follows a dot, or a key (see `access.rs`).

use super::declarations::Declarations;
use super::kind::{Occurrence, Role, Symbol};
use crate::builtins::{OUTPUT, RESOURCES};
use crate::check::TYPE_NAMES;
use crate::ide::View;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::{Nodes, Type, TypeKey};
use rustc_hash::FxHashMap;

pub fn occurrences(view: &View) -> Vec<Occurrence> {
    let mut walk = Walk::new(*view);
    for item in &view.module.items {
        walk.item(item);
    }
    let mut found = std::mem::take(&mut walk.found);
    match view.is_template {
        true => super::template::narrow(&mut walk, found),
        false => {
            found.sort_by_key(|one| (one.at.start, one.at.end));
            found
        }
    }
}

pub(super) struct Walk<'a> {
    pub view: View<'a>,
    pub declarations: Declarations<'a>,
    pub nodes: Nodes<'a>,
    /// The variables in view, the innermost last.
    scope: Vec<(&'a Name, Symbol)>,
    /// By the name here: what is imported under another name.
    aliases: FxHashMap<&'a Name, Symbol>,
    /// Declarations that could not be read, by the names that they would have.
    broken: FxHashMap<&'a Name, DeclId>,
    found: Vec<Occurrence>,
}

impl<'a> Walk<'a> {
    fn new(view: View<'a>) -> Walk<'a> {
        let mut walk = Walk {
            view,
            declarations: Declarations::new(view.analysis),
            nodes: Nodes::new(view.catalogue()),
            scope: Vec::new(),
            aliases: FxHashMap::default(),
            broken: FxHashMap::default(),
            found: Vec::new(),
        };
        for item in &view.module.items {
            match &item.kind {
                ItemKind::Error { name: Some(name) } => {
                    walk.broken.insert(&name.name, walk.own(item));
                }
                ItemKind::Import(import) => walk.import(item, import),
                _ => {}
            }
        }
        walk
    }

    pub fn push(&mut self, at: Span, symbol: Symbol, role: Role) {
        if !at.range().is_empty() {
            self.found.push(Occurrence { at, symbol, role });
        }
    }

    /// The declaration that an item of this file is.
    fn own(&self, item: &Item) -> DeclId {
        DeclId {
            file: self.view.file,
            item: item.id,
        }
    }

    fn import(&mut self, item: &'a Item, import: &'a Import) {
        let imported = self.view.imports.iter().find(|(id, _)| *id == item.id);
        let Some(file) = imported.map(|(_, file)| *file) else {
            return;
        };
        self.push(import.path.span, Symbol::File(file), Role::Read);
        match &import.names {
            ImportNames::Whole(name) => {
                let at = name.span;
                self.push(at, Symbol::Import { at, file }, Role::Declaration);
            }
            ImportNames::Listed(names) => {
                for one in names {
                    let Some(decl) = self.declarations.top(file, &one.name.name) else {
                        continue;
                    };
                    self.push(one.name.span, Symbol::Declared(decl), Role::Read);
                    if let Some(alias) = &one.alias {
                        let at = alias.span;
                        let symbol = Symbol::Alias { at, decl };
                        self.push(at, symbol.clone(), Role::Declaration);
                        self.aliases.insert(&alias.name, symbol);
                    }
                }
            }
        }
    }

    fn item(&mut self, item: &'a Item) {
        let depth = self.scope.len();
        if let Some(name) = item.kind.name() {
            let symbol = Symbol::Declared(self.own(item));
            self.push(name.span, symbol, Role::Declaration);
        }
        match &item.kind {
            ItemKind::Import(_) | ItemKind::Error { .. } => {}
            ItemKind::Component(component) => self.component(component),
            ItemKind::Resource(resource) => self.resource(item, resource),
            ItemKind::Existing(existing) => {
                self.type_name(&existing.ty);
                let wanted = self.properties(item);
                self.wanted(&existing.body, wanted.as_ref());
            }
            ItemKind::Data(data) => {
                self.header(&data.loops, data.condition.as_ref());
                if let Some(key) = self.resource_key(item) {
                    self.push(data.ty.span, Symbol::Type(key), Role::Read);
                }
                let wanted = self.properties(item);
                self.wanted(&data.body, wanted.as_ref());
            }
            ItemKind::Policy(policy) => {
                self.bind(&policy.binding, Symbol::Local(policy.binding.span));
                self.type_name(&policy.ty);
                policy.condition.iter().for_each(|c| self.expr(c));
                policy.body.iter().for_each(|s| self.statement(s));
            }
            ItemKind::Test(test) => {
                test.with.iter().for_each(|with| self.choices(with));
                test.body.iter().for_each(|s| self.statement(s));
            }
            _ => Node::Item(item).each_child(&mut |node| match node {
                Node::Doc(_) | Node::Attribute(_) | Node::Ident(_) => {}
                other => self.node(other),
            }),
        }
        // They may read the variables of the header.
        self.attributes(&item.attributes);
        self.scope.truncate(depth);
    }

    fn component(&mut self, component: &'a Component) {
        component.params.iter().for_each(|param| self.param(param));
        for inner in &component.items {
            let is_read = !matches!(inner.kind, ItemKind::Output(_));
            if let Some(name) = inner.kind.name().filter(|_| is_read) {
                let symbol = Symbol::Declared(self.own(inner));
                self.scope.push((&name.name, symbol));
            }
        }
        component.items.iter().for_each(|inner| self.item(inner));
    }

    fn resource(&mut self, item: &'a Item, resource: &'a Resource) {
        self.header(&resource.loops, resource.condition.as_ref());
        self.type_name(&resource.ty);
        let file = self.view.file;
        let component = self.declarations.named_component(file, &resource.ty);
        match (component, &resource.body.kind) {
            (Some(component), ExprKind::Record(entries)) => self.inputs(component, entries),
            _ => {
                let wanted = self.properties(item);
                self.wanted(&resource.body, wanted.as_ref());
            }
        }
        for entry in resource.with.iter().flat_map(|with| &with.entries) {
            self.attributes(&entry.attributes);
            self.target(component, &entry.target);
            self.expr(&entry.value);
        }
    }

    /// What an instance is given.
    fn inputs(&mut self, component: DeclId, entries: &'a [RecordEntry]) {
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                ..
            } = entry
                && let Some(at) = self.declarations.param(component, &name.name)
            {
                self.push(name.span, Symbol::Parameter(at), Role::Write);
            }
            self.entry_values(entry);
        }
    }

    /// What `with` reaches inside an instance: what the last name of it stands for.
    fn target(&mut self, component: Option<DeclId>, target: &'a Expr) -> Option<DeclId> {
        match &target.kind {
            ExprKind::Name(name) => {
                let found = self.declarations.inside(component?, name)?;
                self.push(target.span, Symbol::Declared(found), Role::Write);
                Some(found)
            }
            ExprKind::Field { base, name, .. } => {
                let outer = self.target(component, base)?;
                let ItemKind::Resource(instance) = &self.declarations.item(outer)?.kind else {
                    return None;
                };
                let inner = self
                    .declarations
                    .named_component(outer.file, &instance.ty)?;
                let found = self.declarations.inside(inner, &name.name)?;
                self.push(name.span, Symbol::Declared(found), Role::Write);
                Some(found)
            }
            ExprKind::Index { base, index } => {
                self.expr(index);
                self.target(component, base)
            }
            _ => None,
        }
    }

    /// The params and inputs that a test fixes.
    fn choices(&mut self, with: &'a Expr) {
        let ExprKind::Record(entries) = &with.kind else {
            return self.expr(with);
        };
        for entry in entries {
            if let RecordEntry::Field {
                key: Key::Name(name),
                ..
            } = entry
                && let Some(decl) = self.declarations.top(self.view.file, &name.name)
            {
                self.push(name.span, Symbol::Declared(decl), Role::Write);
            }
            self.entry_values(entry);
        }
    }

    pub fn entry_values(&mut self, entry: &'a RecordEntry) {
        match entry {
            RecordEntry::Field { key, value } => {
                if let Key::Computed(key) = key {
                    self.expr(key);
                }
                self.expr(value);
            }
            RecordEntry::Spread(value) => self.expr(value),
            RecordEntry::Error(_) => {}
        }
    }

    fn header(&mut self, loops: &'a [ForClause], condition: Option<&'a Expr>) {
        loops.iter().for_each(|clause| self.clause(clause));
        condition.iter().for_each(|condition| self.expr(condition));
    }

    fn clause(&mut self, clause: &'a ForClause) {
        self.expr(&clause.iterable);
        for name in clause.key.iter().chain([&clause.value]) {
            self.bind(name, Symbol::Local(name.span));
        }
        clause.by.iter().for_each(|by| self.expr(by));
    }

    fn param(&mut self, param: &'a FnParam) {
        self.attributes(&param.attributes);
        param.ty.iter().for_each(|ty| self.ty(ty));
        param.default.iter().for_each(|value| self.expr(value));
        self.bind(&param.name, Symbol::Parameter(param.name.span));
    }

    fn local_let(&mut self, one: &'a Let) {
        one.ty.iter().for_each(|ty| self.ty(ty));
        self.expr(&one.value);
        self.bind(&one.name, Symbol::Local(one.name.span));
    }

    fn bind(&mut self, name: &'a Ident, symbol: Symbol) {
        self.push(name.span, symbol.clone(), Role::Declaration);
        self.scope.push((&name.name, symbol));
    }

    fn attributes(&mut self, attributes: &'a [Attribute]) {
        for attribute in attributes {
            let name = &attribute.name;
            self.push(name.span, Symbol::Annotation(name.name.clone()), Role::Read);
            for argument in &attribute.arguments {
                // A provider's alias is no value.
                if name.name != "provider" || argument.value.as_alias().is_none() {
                    self.expr(&argument.value);
                }
            }
        }
    }

    fn statement(&mut self, statement: &'a Statement) {
        Node::Statement(statement).each_child(&mut |node| self.node(node));
    }

    fn node(&mut self, node: Node<'a>) {
        match node {
            Node::Expr(expr) => self.expr(expr),
            Node::Type(ty) => self.ty(ty),
            Node::TypeName(name) => self.type_name(name),
            Node::Clause(clause) => self.clause(clause),
            Node::Let(one) => self.local_let(one),
            Node::Param(param) => self.param(param),
            Node::Statement(statement) => self.statement(statement),
            Node::Item(item) => self.item(item),
            other => other.each_child(&mut |below| self.node(below)),
        }
    }

    pub fn expr(&mut self, expr: &'a Expr) {
        self.wanted(expr, None);
    }

    /// An expression in a place that wants a type.
    pub fn wanted(&mut self, expr: &'a Expr, wanted: Option<&Type>) {
        let depth = self.scope.len();
        match &expr.kind {
            ExprKind::Name(name) => self.name(name, expr),
            ExprKind::Record(entries) => self.record(expr, entries, wanted),
            ExprKind::List(entries) => {
                let element = wanted.and_then(|ty| self.element(ty));
                for ListEntry::Item(value) | ListEntry::Spread(value) in entries {
                    self.wanted(value, element.as_ref());
                }
            }
            ExprKind::Paren(inner) => self.wanted(inner, wanted),
            ExprKind::Field { .. } => self.chain(expr),
            ExprKind::Call { callee, arguments } => self.call(callee, arguments),
            _ => Node::Expr(expr).each_child(&mut |node| self.node(node)),
        }
        self.scope.truncate(depth);
    }

    fn name(&mut self, name: &'a Name, expr: &'a Expr) {
        let symbol = match self.view.names.binding(expr.id) {
            Binding::Local(_) => self.local(name).cloned(),
            Binding::Item(decl) => {
                let alias = self.aliases.get(name).filter(|a| a.decl() == Some(decl));
                Some(alias.cloned().unwrap_or(Symbol::Declared(decl)))
            }
            Binding::Builtin(builtin) => Some(Symbol::Builtin(builtin)),
            Binding::Namespace(namespace) => Some(Symbol::Namespace(namespace)),
            Binding::Module(_) => self.whole_import(name),
            Binding::None => self.broken.get(name).map(|decl| Symbol::Declared(*decl)),
        };
        if let Some(symbol) = symbol {
            self.push(expr.span, symbol, Role::Read);
        }
    }

    /// A variable in view.
    pub fn local(&self, name: &str) -> Option<&Symbol> {
        let found = self.scope.iter().rev().find(|(own, _)| *own == name);
        found.map(|(_, symbol)| symbol)
    }

    /// `net`, where the whole of a file is imported under that name.
    pub fn whole_import(&self, name: &str) -> Option<Symbol> {
        let file = *self.view.names.modules.get(name)?;
        self.view.module.items.iter().find_map(|item| {
            let ItemKind::Import(import) = &item.kind else {
                return None;
            };
            match &import.names {
                ImportNames::Whole(own) if own.name == name => {
                    let at = own.span;
                    Some(Symbol::Import { at, file })
                }
                _ => None,
            }
        })
    }

    fn call(&mut self, callee: &'a Expr, arguments: &'a [Argument]) {
        self.expr(callee);
        let binding = self.view.names.binding(callee.id);
        for argument in arguments {
            if let Some(name) = &argument.name
                && let Some(symbol) = self.parameter(binding, name)
            {
                self.push(name.span, symbol, Role::Write);
            }
            let value = &argument.value;
            match binding {
                Binding::Builtin(id) if id.get().name == OUTPUT => self.output_name(value),
                Binding::Builtin(id) if id.get().name == RESOURCES => self.type_value(value),
                _ => self.expr(value),
            }
        }
    }

    fn parameter(&mut self, callee: Binding, name: &Ident) -> Option<Symbol> {
        match callee {
            Binding::Item(decl) => {
                let at = self.declarations.param(decl, &name.name)?;
                Some(Symbol::Parameter(at))
            }
            Binding::Builtin(id) => Some(Symbol::BuiltinParameter(id, name.name.clone())),
            _ => None,
        }
    }

    /// `output("url")`: the text is the name of an output.
    fn output_name(&mut self, value: &'a Expr) {
        let ExprKind::Text(text) = &value.kind else {
            return self.expr(value);
        };
        if let [TextPart::Text { value: name, span }] = text.parts.as_slice() {
            let items = self.view.module.items.iter();
            let mut outputs = items.filter(|item| match &item.kind {
                ItemKind::Output(output) => output.name.name == *name,
                _ => false,
            });
            if let Some(output) = outputs.next() {
                let symbol = Symbol::Declared(self.own(output));
                self.push(*span, symbol, Role::Read);
            }
        } else {
            self.expr(value);
        }
    }

    /// `resources(Type)`: the type where a value stands otherwise.
    fn type_value(&mut self, value: &'a Expr) {
        match (&value.kind, self.view.names.binding(value.id)) {
            (ExprKind::TypeName(name), _) => self.type_name(name),
            (_, Binding::None) => {
                let own = value.as_type_name();
                let own = own.map(|name| name.resource_type().0);
                match own.and_then(|own| self.nodes.resource(&own)) {
                    Some(key) => self.push(value.span, Symbol::Type(key), Role::Read),
                    None => self.expr(value),
                }
            }
            _ => self.expr(value),
        }
    }

    fn ty(&mut self, ty: &'a TypeExpr) {
        if let TypeExprKind::Record(fields) = &ty.kind {
            let names = super::access::shape(fields.iter().map(|field| &field.name.name));
            for field in fields {
                let symbol = Symbol::Field(names.clone(), field.name.name.clone());
                self.push(field.name.span, symbol, Role::Declaration);
                self.ty(&field.ty);
            }
        } else {
            Node::Type(ty).each_child(&mut |node| self.node(node));
        }
    }

    fn type_name(&mut self, name: &'a TypeName) {
        let whole = name.span;
        let end = |length: usize| whole.start as usize + length;
        let base = Span::new(whole.file, whole.start as usize, end(name.base.len()));
        let names = self.view.names;
        if let Some(decl) = names.declared(self.view.file, name) {
            match (self.whole_import(&name.base), name.members.first()) {
                (Some(import), Some(member)) if !names.top.contains_key(&name.base) => {
                    self.push(base, import, Role::Read);
                    self.push(member.span, Symbol::Declared(decl), Role::Read);
                }
                _ => {
                    let alias = self.aliases.get(&name.base);
                    let alias = alias.filter(|alias| alias.decl() == Some(decl)).cloned();
                    let symbol = alias.unwrap_or(Symbol::Declared(decl));
                    self.push(base, symbol, Role::Read);
                }
            }
            return;
        }
        if let Some(import) = self.whole_import(&name.base) {
            return self.push(base, import, Role::Read);
        }
        if let Some(decl) = self.broken.get(&name.base) {
            return self.push(base, Symbol::Declared(*decl), Role::Read);
        }
        let (own, parts) = name.resource_type();
        match self.nodes.resource(&own) {
            Some(key) => self.schema_type(name, base, &key, parts),
            None if name.members.is_empty() => {
                let is_known = TYPE_NAMES.contains(&name.base.as_str());
                if is_known {
                    self.push(base, Symbol::Scalar(name.base.clone()), Role::Read);
                }
            }
            None => {}
        }
    }

    fn schema_type(&mut self, name: &TypeName, base: Span, key: &TypeKey, parts: &[Ident]) {
        // A data source has a dot in its name.
        let skipped = name.members.len() - parts.len();
        let last = name.members.get(..skipped).and_then(<[Ident]>::last);
        let own = last.map_or(base, |last| base.to(last.span));
        self.push(own, Symbol::Type(key.clone()), Role::Read);
        if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
            let names: Vec<&str> = parts.iter().map(|part| part.name.as_str()).collect();
            let part = Symbol::Part(key.clone(), names.join(".").into());
            self.push(first.span.to(last.span), part, Role::Read);
        }
    }
}
