//! A walk over a tree, in the order in which it is written. In: a part of a tree, and what to do at each
//! part of that. Out: what was done. Never: a reason.

use super::{
    Argument, Attribute, Bounds, Doc, Expr, ExprKind, FnParam, ForClause, Ident, ImportNames, Item,
    ItemKind, Key, Let, ListEntry, Param, RecordEntry, Statement, StatementKind, Text, TextPart,
    TypeExpr, TypeExprKind, TypeName, With,
};
use crate::text::Span;

/// What stands on lines of its own, or may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Item,
    Attribute,
    Entry,
    Element,
}

/// What is done at each part; what is not overridden goes on to the parts below.
pub trait Visitor: Sized {
    fn item(&mut self, item: &mut Item) {
        walk_item(self, item);
    }

    fn expr(&mut self, expr: &mut Expr) {
        walk_expr(self, expr);
    }

    /// Something begins that may have a line of its own: where it was written.
    fn begin(&mut self, _line: Line, _start: u32, _end: u32) {}

    fn end(&mut self) {}

    /// What has a place begins, before its parts.
    fn open(&mut self, _span: &mut Span) {}

    fn close(&mut self, _span: &mut Span) {}
}

pub fn walk_item<V: Visitor>(v: &mut V, item: &mut Item) {
    v.begin(Line::Item, item.span.start, item.span.end);
    v.open(&mut item.span);
    doc(v, &mut item.doc);
    for attribute in &mut item.attributes {
        v.begin(Line::Attribute, attribute.span.start, attribute.span.end);
        self::attribute(v, attribute);
        v.end();
    }
    declaration(v, &mut item.kind);
    v.close(&mut item.span);
    v.end();
}

fn declaration<V: Visitor>(v: &mut V, kind: &mut ItemKind) {
    match kind {
        ItemKind::Import(import) => {
            match &mut import.names {
                ImportNames::Listed(names) => {
                    for one in names {
                        name(v, &mut one.name);
                        if let Some(alias) = &mut one.alias {
                            name(v, alias);
                        }
                    }
                }
                ImportNames::Whole(one) => name(v, one),
            }
            text(v, &mut import.path);
        }
        ItemKind::Param(param) | ItemKind::Input(param) => self::param(v, param),
        ItemKind::Let(one) => binding(v, one),
        ItemKind::Type(alias) => {
            name(v, &mut alias.name);
            ty(v, &mut alias.ty);
        }
        ItemKind::Fn(function) => {
            name(v, &mut function.name);
            params(v, &mut function.params);
            maybe_type(v, &mut function.result);
            v.expr(&mut function.body);
        }
        ItemKind::Component(component) => {
            name(v, &mut component.name);
            params(v, &mut component.params);
            component.items.iter_mut().for_each(|item| v.item(item));
        }
        ItemKind::Resource(resource) => {
            name(v, &mut resource.name);
            header(v, &mut resource.loops, &mut resource.condition);
            type_name(v, &mut resource.ty);
            v.expr(&mut resource.body);
            if let Some(block) = &mut resource.with {
                with(v, block);
            }
        }
        ItemKind::Existing(existing) => {
            name(v, &mut existing.name);
            type_name(v, &mut existing.ty);
            v.expr(&mut existing.body);
        }
        ItemKind::Data(data) => {
            name(v, &mut data.name);
            header(v, &mut data.loops, &mut data.condition);
            type_name(v, &mut data.ty);
            v.expr(&mut data.body);
        }
        ItemKind::Output(output) => {
            name(v, &mut output.name);
            maybe(v, &mut output.condition);
            maybe_type(v, &mut output.ty);
            v.expr(&mut output.value);
        }
        ItemKind::Module(module) => {
            name(v, &mut module.name);
            header(v, &mut module.loops, &mut module.condition);
            text(v, &mut module.source);
            v.expr(&mut module.body);
        }
        ItemKind::Stack(stack) => v.expr(&mut stack.body),
        ItemKind::Rule(rule) => {
            text(v, &mut rule.title);
            maybe(v, &mut rule.condition);
            statements(v, &mut rule.asserts);
        }
        ItemKind::Policy(policy) => {
            text(v, &mut policy.title);
            name(v, &mut policy.binding);
            type_name(v, &mut policy.ty);
            maybe(v, &mut policy.condition);
            statements(v, &mut policy.body);
        }
        ItemKind::Test(test) => {
            text(v, &mut test.title);
            maybe(v, &mut test.with);
            statements(v, &mut test.body);
        }
        ItemKind::Error { .. } => {}
    }
}

pub fn walk_expr<V: Visitor>(v: &mut V, expr: &mut Expr) {
    v.open(&mut expr.span);
    match &mut expr.kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::Name(_)
        | ExprKind::Error => {}
        ExprKind::TypeName(name) => type_name(v, name),
        ExprKind::Text(text) => {
            for part in &mut text.parts {
                match part {
                    TextPart::Text { span, .. } => leaf(v, span),
                    TextPart::Expr(expr) => v.expr(expr),
                }
            }
        }
        ExprKind::List(entries) => {
            for entry in entries {
                let (ListEntry::Item(value) | ListEntry::Spread(value)) = entry;
                v.begin(Line::Element, value.span.start, value.span.end);
                v.expr(value);
                v.end();
            }
        }
        ExprKind::Record(entries) => entries.iter_mut().for_each(|e| entry(v, e)),
        ExprKind::ListFor(list) => {
            header(v, &mut list.clauses, &mut list.condition);
            v.expr(&mut list.body);
        }
        ExprKind::MapFor(map) => {
            header(v, &mut map.clauses, &mut map.condition);
            v.expr(&mut map.key);
            v.expr(&mut map.value);
        }
        ExprKind::Paren(inner) | ExprKind::Assume(inner) => v.expr(inner),
        ExprKind::Field {
            base, name: field, ..
        } => {
            v.expr(base);
            name(v, field);
        }
        ExprKind::Index { base, index } => {
            v.expr(base);
            v.expr(index);
        }
        ExprKind::Call { callee, arguments } => {
            v.expr(callee);
            arguments.iter_mut().for_each(|one| argument(v, one));
        }
        ExprKind::Unary { operand, .. } => v.expr(operand),
        ExprKind::Binary {
            left,
            op_span,
            right,
            ..
        } => {
            v.expr(left);
            leaf(v, op_span);
            v.expr(right);
        }
        ExprKind::Range { from, to } => {
            v.expr(from);
            v.expr(to);
        }
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => {
            v.expr(condition);
            v.expr(then);
            v.expr(otherwise);
        }
        ExprKind::Match { subject, arms } => {
            v.expr(subject);
            for arm in arms {
                v.open(&mut arm.span);
                arm.patterns.iter_mut().for_each(|p| leaf(v, &mut p.span));
                v.expr(&mut arm.value);
                v.close(&mut arm.span);
            }
        }
        ExprKind::Block { lets, result } => {
            lets.iter_mut().for_each(|one| binding(v, one));
            v.expr(result);
        }
    }
    v.close(&mut expr.span);
}

fn entry<V: Visitor>(v: &mut V, entry: &mut RecordEntry) {
    match entry {
        RecordEntry::Field { key, value } => {
            let start = match key {
                Key::Name(name) => name.span.start,
                Key::Computed(key) => key.span.start,
            };
            v.begin(Line::Entry, start, value.span.end);
            match key {
                Key::Name(key) => name(v, key),
                Key::Computed(key) => v.expr(key),
            }
            v.expr(value);
        }
        RecordEntry::Spread(value) => {
            v.begin(Line::Entry, value.span.start, value.span.end);
            v.expr(value);
        }
        RecordEntry::Error(span) => {
            v.begin(Line::Entry, span.start, span.end);
            leaf(v, span);
        }
    }
    v.end();
}

fn attribute<V: Visitor>(v: &mut V, attribute: &mut Attribute) {
    v.open(&mut attribute.span);
    name(v, &mut attribute.name);
    let arguments = attribute.arguments.iter_mut();
    arguments.for_each(|one| argument(v, one));
    v.close(&mut attribute.span);
}

fn argument<V: Visitor>(v: &mut V, argument: &mut Argument) {
    if let Some(one) = &mut argument.name {
        name(v, one);
    }
    v.expr(&mut argument.value);
}

fn param<V: Visitor>(v: &mut V, param: &mut Param) {
    name(v, &mut param.name);
    maybe_type(v, &mut param.ty);
    maybe(v, &mut param.default);
}

fn params<V: Visitor>(v: &mut V, params: &mut [FnParam]) {
    for param in params {
        param.attributes.iter_mut().for_each(|a| attribute(v, a));
        name(v, &mut param.name);
        maybe_type(v, &mut param.ty);
        maybe(v, &mut param.default);
    }
}

fn binding<V: Visitor>(v: &mut V, binding: &mut Let) {
    name(v, &mut binding.name);
    maybe_type(v, &mut binding.ty);
    v.expr(&mut binding.value);
}

fn header<V: Visitor>(v: &mut V, loops: &mut [ForClause], condition: &mut Option<Expr>) {
    for clause in loops {
        v.open(&mut clause.span);
        if let Some(key) = &mut clause.key {
            name(v, key);
        }
        name(v, &mut clause.value);
        v.expr(&mut clause.iterable);
        maybe(v, &mut clause.by);
        v.close(&mut clause.span);
    }
    maybe(v, condition);
}

fn with<V: Visitor>(v: &mut V, with: &mut With) {
    v.open(&mut with.span);
    for entry in &mut with.entries {
        v.begin(Line::Entry, entry.target.span.start, entry.value.span.end);
        entry.attributes.iter_mut().for_each(|a| attribute(v, a));
        v.expr(&mut entry.target);
        v.expr(&mut entry.value);
        v.end();
    }
    v.close(&mut with.span);
}

fn statements<V: Visitor>(v: &mut V, statements: &mut [Statement]) {
    for statement in statements {
        v.begin(Line::Entry, statement.span.start, statement.span.end);
        v.open(&mut statement.span);
        match &mut statement.kind {
            StatementKind::Assert { condition, message }
            | StatementKind::Require { condition, message }
            | StatementKind::Warn { condition, message } => {
                v.expr(condition);
                maybe(v, message);
            }
            StatementKind::Let(one) => binding(v, one),
            StatementKind::Expect { code, message } => {
                text(v, code);
                if let Some(message) = message {
                    text(v, message);
                }
            }
            StatementKind::Snapshot(name) => text(v, name),
            StatementKind::Error => {}
        }
        v.close(&mut statement.span);
        v.end();
    }
}

fn maybe_type<V: Visitor>(v: &mut V, one: &mut Option<TypeExpr>) {
    if let Some(one) = one {
        ty(v, one);
    }
}

fn ty<V: Visitor>(v: &mut V, one: &mut TypeExpr) {
    v.open(&mut one.span);
    match &mut one.kind {
        TypeExprKind::Name { name, bounds } => {
            type_name(v, name);
            self::bounds(v, bounds);
        }
        TypeExprKind::List { element, bounds } => {
            ty(v, element);
            self::bounds(v, bounds);
        }
        TypeExprKind::Map { value } => ty(v, value),
        TypeExprKind::Record(fields) => {
            for field in fields {
                doc(v, &mut field.doc);
                name(v, &mut field.name);
                ty(v, &mut field.ty);
            }
        }
        TypeExprKind::Optional(inner) => ty(v, inner),
        TypeExprKind::Union(members) => members.iter_mut().for_each(|one| ty(v, one)),
        TypeExprKind::Literal(_) | TypeExprKind::Error => {}
    }
    v.close(&mut one.span);
}

fn bounds<V: Visitor>(v: &mut V, bounds: &mut Option<Bounds>) {
    let Some(bounds) = bounds else {
        return;
    };
    v.open(&mut bounds.span);
    for bound in [&mut bounds.min, &mut bounds.max].into_iter().flatten() {
        leaf(v, &mut bound.span);
    }
    if let Some(pattern) = &mut bounds.pattern {
        text(v, pattern);
    }
    v.close(&mut bounds.span);
}

fn maybe<V: Visitor>(v: &mut V, expr: &mut Option<Expr>) {
    if let Some(expr) = expr {
        v.expr(expr);
    }
}

fn type_name<V: Visitor>(v: &mut V, one: &mut TypeName) {
    v.open(&mut one.span);
    one.members.iter_mut().for_each(|member| name(v, member));
    v.close(&mut one.span);
}

fn doc<V: Visitor>(v: &mut V, doc: &mut Option<Doc>) {
    if let Some(doc) = doc {
        leaf(v, &mut doc.span);
    }
}

fn name<V: Visitor>(v: &mut V, name: &mut Ident) {
    leaf(v, &mut name.span);
}

fn text<V: Visitor>(v: &mut V, text: &mut Text) {
    leaf(v, &mut text.span);
}

fn leaf<V: Visitor>(v: &mut V, span: &mut Span) {
    v.open(span);
    v.close(span);
}
