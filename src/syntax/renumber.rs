//! New numbers for the expressions and items of a part of a file. In: the part, numbered from 0.
//! Out: the same, numbered from where it belongs. Never: anything else of the tree.

use super::ast::{
    Argument, Arm, Attribute, Expr, ExprKind, FnParam, ForClause, Item, ItemKind, Key, Let,
    ListEntry, RecordEntry, Statement, StatementKind, TextPart, With,
};

/// How far the numbers go up.
#[derive(Clone, Copy)]
struct Shift {
    exprs: u32,
    items: u32,
}

/// Adds to every number of these items.
pub fn items(items: &mut [Item], exprs: u32, by_items: u32) {
    let shift = Shift {
        exprs,
        items: by_items,
    };
    items.iter_mut().for_each(|item| shift.item(item));
}

impl Shift {
    fn item(self, item: &mut Item) {
        item.id.0 += self.items;
        self.attributes(&mut item.attributes);
        match &mut item.kind {
            ItemKind::Param(param) | ItemKind::Input(param) => self.maybe(&mut param.default),
            ItemKind::Let(item) => self.binding(item),
            ItemKind::Fn(item) => {
                self.params(&mut item.params);
                self.expr(&mut item.body);
            }
            ItemKind::Component(component) => {
                self.params(&mut component.params);
                component.items.iter_mut().for_each(|item| self.item(item));
            }
            ItemKind::Resource(resource) => {
                self.loops(&mut resource.loops);
                self.maybe(&mut resource.condition);
                self.expr(&mut resource.body);
                if let Some(with) = &mut resource.with {
                    self.with(with);
                }
            }
            ItemKind::Existing(existing) => self.expr(&mut existing.body),
            ItemKind::Data(data) => {
                self.loops(&mut data.loops);
                self.maybe(&mut data.condition);
                self.expr(&mut data.body);
            }
            ItemKind::Output(output) => {
                self.maybe(&mut output.condition);
                self.expr(&mut output.value);
            }
            ItemKind::Module(module) => {
                self.loops(&mut module.loops);
                self.maybe(&mut module.condition);
                self.expr(&mut module.body);
            }
            ItemKind::Stack(stack) => self.expr(&mut stack.body),
            ItemKind::Rule(rule) => {
                self.maybe(&mut rule.condition);
                self.statements(&mut rule.asserts);
            }
            ItemKind::Policy(policy) => {
                self.maybe(&mut policy.condition);
                self.statements(&mut policy.body);
            }
            ItemKind::Test(test) => {
                self.maybe(&mut test.with);
                self.statements(&mut test.body);
            }
            ItemKind::Import(_) | ItemKind::Type(_) | ItemKind::Error { .. } => {}
        }
    }

    fn expr(self, expr: &mut Expr) {
        expr.id.0 += self.exprs;
        match &mut expr.kind {
            ExprKind::Null
            | ExprKind::Bool(_)
            | ExprKind::Int(_)
            | ExprKind::Number(_)
            | ExprKind::Name(_)
            | ExprKind::TypeName(_)
            | ExprKind::Error => {}
            ExprKind::Text(text) => {
                for part in &mut text.parts {
                    if let TextPart::Expr(expr) = part {
                        self.expr(expr);
                    }
                }
            }
            ExprKind::List(entries) => {
                for entry in entries {
                    let (ListEntry::Item(value) | ListEntry::Spread(value)) = entry;
                    self.expr(value);
                }
            }
            ExprKind::Record(entries) => entries.iter_mut().for_each(|e| self.entry(e)),
            ExprKind::ListFor(list) => {
                self.loops(&mut list.clauses);
                self.maybe(&mut list.condition);
                self.expr(&mut list.body);
            }
            ExprKind::MapFor(map) => {
                self.loops(&mut map.clauses);
                self.maybe(&mut map.condition);
                self.expr(&mut map.key);
                self.expr(&mut map.value);
            }
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.expr(inner),
            ExprKind::Field { base, .. } => self.expr(base),
            ExprKind::Index { base, index } => {
                self.expr(base);
                self.expr(index);
            }
            ExprKind::Call { callee, arguments } => {
                self.expr(callee);
                self.arguments(arguments);
            }
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            ExprKind::Range { from, to } => {
                self.expr(from);
                self.expr(to);
            }
            ExprKind::If {
                condition,
                then,
                otherwise,
            } => {
                self.expr(condition);
                self.expr(then);
                self.expr(otherwise);
            }
            ExprKind::Match { subject, arms } => {
                self.expr(subject);
                for Arm { value, .. } in arms {
                    self.expr(value);
                }
            }
            ExprKind::Block { lets, result } => {
                lets.iter_mut().for_each(|item| self.binding(item));
                self.expr(result);
            }
        }
    }

    fn entry(self, entry: &mut RecordEntry) {
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

    fn maybe(self, expr: &mut Option<Expr>) {
        if let Some(expr) = expr {
            self.expr(expr);
        }
    }

    fn binding(self, binding: &mut Let) {
        self.expr(&mut binding.value);
    }

    fn attributes(self, attributes: &mut [Attribute]) {
        for attribute in attributes {
            self.arguments(&mut attribute.arguments);
        }
    }

    fn arguments(self, arguments: &mut [Argument]) {
        for argument in arguments {
            self.expr(&mut argument.value);
        }
    }

    fn params(self, params: &mut [FnParam]) {
        for param in params {
            self.attributes(&mut param.attributes);
            self.maybe(&mut param.default);
        }
    }

    fn loops(self, loops: &mut [ForClause]) {
        for clause in loops {
            self.expr(&mut clause.iterable);
            self.maybe(&mut clause.by);
        }
    }

    fn with(self, with: &mut With) {
        for entry in &mut with.entries {
            self.attributes(&mut entry.attributes);
            self.expr(&mut entry.target);
            self.expr(&mut entry.value);
        }
    }

    fn statements(self, statements: &mut [Statement]) {
        for statement in statements {
            match &mut statement.kind {
                StatementKind::Assert { condition, message }
                | StatementKind::Require { condition, message }
                | StatementKind::Warn { condition, message } => {
                    self.expr(condition);
                    self.maybe(message);
                }
                StatementKind::Let(item) => self.binding(item),
                StatementKind::Expect { .. }
                | StatementKind::Snapshot(_)
                | StatementKind::Error => {}
            }
        }
    }
}
