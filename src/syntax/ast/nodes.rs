//! A tree as nodes of one kind, for those who look for a place in it. In: a part of a tree. Out: the
//! parts below it that have a place, in the order in which they are written. Never: a change (see
//! `visit.rs`), or a meaning.

use super::{
    Argument, Arm, Attribute, Bounds, Doc, Expr, ExprKind, FieldType, FnParam, ForClause, Ident,
    ImportName, ImportNames, Item, ItemKind, Key, Let, ListEntry, Module, RecordEntry, Statement,
    StatementKind, Text, TextPart, TypeExpr, TypeExprKind, TypeName, With, WithEntry,
};
use crate::text::Span;

/// A part of a tree.
#[derive(Debug, Clone, Copy)]
pub enum Node<'a> {
    Module(&'a Module),
    Item(&'a Item),
    Doc(&'a Doc),
    Attribute(&'a Attribute),
    ImportName(&'a ImportName),
    /// A name that is declared, or the name of a field, an argument or an attribute.
    Ident(&'a Ident),
    /// A path or a title.
    Text(&'a Text),
    Param(&'a FnParam),
    Clause(&'a ForClause),
    With(&'a With),
    WithEntry(&'a WithEntry),
    Statement(&'a Statement),
    Let(&'a Let),
    Expr(&'a Expr),
    /// A piece of a text between its `${...}`.
    Piece(Span),
    Entry(&'a RecordEntry),
    Argument(&'a Argument),
    Arm(&'a Arm),
    Type(&'a TypeExpr),
    TypeName(&'a TypeName),
    Field(&'a FieldType),
    Bounds(&'a Bounds),
}

impl<'a> Node<'a> {
    /// The text that it covers.
    pub fn span(self) -> Span {
        match self {
            Node::Module(module) => {
                let end = module.items.last().map_or(0, |item| item.span.end);
                Span::new(module.file, 0, end as usize)
            }
            Node::Item(item) => item.span,
            Node::Doc(doc) => doc.span,
            Node::Attribute(attribute) => attribute.span,
            Node::ImportName(one) => match &one.alias {
                Some(alias) => one.name.span.to(alias.span),
                None => one.name.span,
            },
            Node::Ident(ident) => ident.span,
            Node::Text(text) => text.span,
            Node::Param(param) => covered(param.name.span, self),
            Node::Clause(clause) => clause.span,
            Node::With(with) => with.span,
            Node::WithEntry(entry) => covered(entry.target.span.to(entry.value.span), self),
            Node::Statement(statement) => statement.span,
            Node::Let(one) => one.name.span.to(one.value.span),
            Node::Expr(expr) => expr.span,
            Node::Piece(span) => span,
            Node::Entry(RecordEntry::Field { key, value }) => match key {
                Key::Name(name) => name.span.to(value.span),
                Key::Computed(key) => key.span.to(value.span),
            },
            Node::Entry(RecordEntry::Spread(value)) => value.span,
            Node::Entry(RecordEntry::Error(span)) => *span,
            Node::Argument(one) => match &one.name {
                Some(name) => name.span.to(one.value.span),
                None => one.value.span,
            },
            Node::Arm(arm) => arm.span,
            Node::Type(ty) => ty.span,
            Node::TypeName(name) => name.span,
            Node::Field(field) => covered(field.name.span.to(field.ty.span), self),
            Node::Bounds(bounds) => bounds.span,
        }
    }

    /// The parts below it, in the order in which they are written.
    pub fn children(self) -> Vec<Node<'a>> {
        let mut below = Vec::new();
        self.each_child(&mut |node| below.push(node));
        below
    }

    /// Calls `f` with each of the parts below it, in the order in which they are written.
    pub fn each_child(self, f: &mut dyn FnMut(Node<'a>)) {
        match self {
            Node::Module(module) => module.items.iter().for_each(|item| f(Node::Item(item))),
            Node::Item(item) => {
                item.doc.iter().for_each(|doc| f(Node::Doc(doc)));
                attributes(&item.attributes, f);
                declaration(&item.kind, f);
            }
            Node::Attribute(attribute) => {
                f(Node::Ident(&attribute.name));
                arguments(&attribute.arguments, f);
            }
            Node::ImportName(one) => {
                f(Node::Ident(&one.name));
                one.alias.iter().for_each(|alias| f(Node::Ident(alias)));
            }
            Node::Param(param) => {
                attributes(&param.attributes, f);
                f(Node::Ident(&param.name));
                param.ty.iter().for_each(|ty| f(Node::Type(ty)));
                param.default.iter().for_each(|value| f(Node::Expr(value)));
            }
            Node::Clause(clause) => {
                clause.key.iter().for_each(|key| f(Node::Ident(key)));
                f(Node::Ident(&clause.value));
                f(Node::Expr(&clause.iterable));
                clause.by.iter().for_each(|by| f(Node::Expr(by)));
            }
            Node::With(with) => with.entries.iter().for_each(|one| f(Node::WithEntry(one))),
            Node::WithEntry(entry) => {
                attributes(&entry.attributes, f);
                f(Node::Expr(&entry.target));
                f(Node::Expr(&entry.value));
            }
            Node::Statement(statement) => self::statement(&statement.kind, f),
            Node::Let(one) => binding(one, f),
            Node::Expr(expr) => expression(&expr.kind, f),
            Node::Entry(entry) => match entry {
                RecordEntry::Field { key, value } => {
                    match key {
                        Key::Name(name) => f(Node::Ident(name)),
                        Key::Computed(key) => f(Node::Expr(key)),
                    }
                    f(Node::Expr(value));
                }
                RecordEntry::Spread(value) => f(Node::Expr(value)),
                RecordEntry::Error(_) => {}
            },
            Node::Argument(one) => {
                one.name.iter().for_each(|name| f(Node::Ident(name)));
                f(Node::Expr(&one.value));
            }
            Node::Arm(arm) => f(Node::Expr(&arm.value)),
            Node::Type(ty) => self::ty(&ty.kind, f),
            Node::TypeName(name) => name.members.iter().for_each(|one| f(Node::Ident(one))),
            Node::Field(field) => {
                field.doc.iter().for_each(|doc| f(Node::Doc(doc)));
                f(Node::Ident(&field.name));
                f(Node::Type(&field.ty));
            }
            Node::Bounds(bounds) => {
                let pattern = bounds.pattern.iter();
                pattern.for_each(|pattern| f(Node::Text(pattern)));
            }
            Node::Doc(_) | Node::Ident(_) | Node::Text(_) | Node::Piece(_) => {}
        }
    }

    /// Calls `f` with it and everything below it, each before what is below that.
    pub fn walk(self, f: &mut dyn FnMut(Node<'a>)) {
        // Trees are as deep as their writers nest, which parsing has limited.
        f(self);
        self.each_child(&mut |below| below.walk(f));
    }
}

/// A span with those of all parts below.
fn covered(span: Span, node: Node) -> Span {
    let mut whole = span;
    node.each_child(&mut |below| {
        let one = below.span();
        whole = Span::new(
            whole.file,
            whole.start.min(one.start) as usize,
            whole.end.max(one.end) as usize,
        );
    });
    whole
}

fn declaration<'a>(kind: &'a ItemKind, f: &mut dyn FnMut(Node<'a>)) {
    match kind {
        ItemKind::Import(import) => {
            match &import.names {
                ImportNames::Listed(names) => {
                    names.iter().for_each(|name| f(Node::ImportName(name)));
                    f(Node::Text(&import.path));
                }
                ImportNames::Whole(name) => {
                    f(Node::Text(&import.path));
                    f(Node::Ident(name));
                }
            };
        }
        ItemKind::Param(param) | ItemKind::Input(param) => {
            f(Node::Ident(&param.name));
            param.ty.iter().for_each(|ty| f(Node::Type(ty)));
            maybe(&param.default, f);
        }
        ItemKind::Let(one) => binding(one, f),
        ItemKind::Type(alias) => {
            f(Node::Ident(&alias.name));
            f(Node::Type(&alias.ty));
        }
        ItemKind::Fn(function) => {
            f(Node::Ident(&function.name));
            function.params.iter().for_each(|one| f(Node::Param(one)));
            function.result.iter().for_each(|ty| f(Node::Type(ty)));
            f(Node::Expr(&function.body));
        }
        ItemKind::Component(component) => {
            f(Node::Ident(&component.name));
            component.params.iter().for_each(|one| f(Node::Param(one)));
            component.items.iter().for_each(|item| f(Node::Item(item)));
        }
        ItemKind::Resource(resource) => {
            f(Node::Ident(&resource.name));
            header(&resource.loops, &resource.condition, f);
            f(Node::TypeName(&resource.ty));
            f(Node::Expr(&resource.body));
            resource.with.iter().for_each(|with| f(Node::With(with)));
        }
        ItemKind::Existing(existing) => {
            f(Node::Ident(&existing.name));
            f(Node::TypeName(&existing.ty));
            f(Node::Expr(&existing.body));
        }
        ItemKind::Data(data) => {
            f(Node::Ident(&data.name));
            header(&data.loops, &data.condition, f);
            f(Node::TypeName(&data.ty));
            f(Node::Expr(&data.body));
        }
        ItemKind::Output(output) => {
            f(Node::Ident(&output.name));
            maybe(&output.condition, f);
            output.ty.iter().for_each(|ty| f(Node::Type(ty)));
            f(Node::Expr(&output.value));
        }
        ItemKind::Module(module) => {
            f(Node::Ident(&module.name));
            header(&module.loops, &module.condition, f);
            f(Node::Text(&module.source));
            f(Node::Expr(&module.body));
        }
        ItemKind::Stack(stack) => f(Node::Expr(&stack.body)),
        ItemKind::Rule(rule) => {
            f(Node::Text(&rule.title));
            maybe(&rule.condition, f);
            rule.asserts.iter().for_each(|one| f(Node::Statement(one)));
        }
        ItemKind::Policy(policy) => {
            f(Node::Text(&policy.title));
            f(Node::Ident(&policy.binding));
            f(Node::TypeName(&policy.ty));
            maybe(&policy.condition, f);
            policy.body.iter().for_each(|one| f(Node::Statement(one)));
        }
        ItemKind::Test(test) => {
            f(Node::Text(&test.title));
            maybe(&test.with, f);
            test.body.iter().for_each(|one| f(Node::Statement(one)));
        }
        ItemKind::Error { name } => name.iter().for_each(|name| f(Node::Ident(name))),
    }
}

fn expression<'a>(kind: &'a ExprKind, f: &mut dyn FnMut(Node<'a>)) {
    match kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::Name(_)
        | ExprKind::Error => {}
        ExprKind::TypeName(name) => f(Node::TypeName(name)),
        ExprKind::Text(text) => {
            for part in &text.parts {
                f(match part {
                    TextPart::Text { span, .. } => Node::Piece(*span),
                    TextPart::Expr(expr) => Node::Expr(expr),
                });
            }
        }
        ExprKind::List(entries) => {
            for ListEntry::Item(value) | ListEntry::Spread(value) in entries {
                f(Node::Expr(value));
            }
        }
        ExprKind::Record(entries) => entries.iter().for_each(|entry| f(Node::Entry(entry))),
        ExprKind::ListFor(list) => {
            header(&list.clauses, &list.condition, f);
            f(Node::Expr(&list.body));
        }
        ExprKind::MapFor(map) => {
            header(&map.clauses, &map.condition, f);
            f(Node::Expr(&map.key));
            f(Node::Expr(&map.value));
        }
        ExprKind::Paren(inner) | ExprKind::Assume(inner) => f(Node::Expr(inner)),
        ExprKind::Field { base, name, .. } => {
            f(Node::Expr(base));
            f(Node::Ident(name));
        }
        ExprKind::Index { base, index } => {
            f(Node::Expr(base));
            f(Node::Expr(index));
        }
        ExprKind::Call {
            callee,
            arguments: given,
        } => {
            f(Node::Expr(callee));
            arguments(given, f);
        }
        ExprKind::Unary { operand, .. } => f(Node::Expr(operand)),
        ExprKind::Binary { left, right, .. } => {
            f(Node::Expr(left));
            f(Node::Expr(right));
        }
        ExprKind::Range { from, to } => {
            f(Node::Expr(from));
            f(Node::Expr(to));
        }
        ExprKind::If {
            condition,
            then,
            otherwise,
        } => {
            f(Node::Expr(condition));
            f(Node::Expr(then));
            f(Node::Expr(otherwise));
        }
        ExprKind::Match { subject, arms } => {
            f(Node::Expr(subject));
            arms.iter().for_each(|arm| f(Node::Arm(arm)));
        }
        ExprKind::Block { lets, result } => {
            lets.iter().for_each(|one| f(Node::Let(one)));
            f(Node::Expr(result));
        }
    }
}

fn ty<'a>(kind: &'a TypeExprKind, f: &mut dyn FnMut(Node<'a>)) {
    match kind {
        TypeExprKind::Name { name, bounds } => {
            f(Node::TypeName(name));
            bounds.iter().for_each(|bounds| f(Node::Bounds(bounds)));
        }
        TypeExprKind::List { element, bounds } => {
            f(Node::Type(element));
            bounds.iter().for_each(|bounds| f(Node::Bounds(bounds)));
        }
        TypeExprKind::Map { value } => f(Node::Type(value)),
        TypeExprKind::Record(fields) => fields.iter().for_each(|one| f(Node::Field(one))),
        TypeExprKind::Optional(inner) => f(Node::Type(inner)),
        TypeExprKind::Union(members) => members.iter().for_each(|one| f(Node::Type(one))),
        TypeExprKind::Literal(_) | TypeExprKind::Error => {}
    }
}

fn statement<'a>(kind: &'a StatementKind, f: &mut dyn FnMut(Node<'a>)) {
    match kind {
        StatementKind::Assert { condition, message }
        | StatementKind::Require { condition, message }
        | StatementKind::Warn { condition, message } => {
            f(Node::Expr(condition));
            maybe(message, f);
        }
        StatementKind::Expect { code, message } => {
            f(Node::Text(code));
            message.iter().for_each(|text| f(Node::Text(text)));
        }
        StatementKind::Snapshot(name) => f(Node::Text(name)),
        StatementKind::Let(one) => f(Node::Let(one)),
        StatementKind::Error => {}
    }
}

fn header<'a>(loops: &'a [ForClause], condition: &'a Option<Expr>, f: &mut dyn FnMut(Node<'a>)) {
    loops.iter().for_each(|clause| f(Node::Clause(clause)));
    maybe(condition, f);
}

fn binding<'a>(one: &'a Let, f: &mut dyn FnMut(Node<'a>)) {
    f(Node::Ident(&one.name));
    one.ty.iter().for_each(|ty| f(Node::Type(ty)));
    f(Node::Expr(&one.value));
}

fn maybe<'a>(expr: &'a Option<Expr>, f: &mut dyn FnMut(Node<'a>)) {
    expr.iter().for_each(|expr| f(Node::Expr(expr)));
}

fn attributes<'a>(all: &'a [Attribute], f: &mut dyn FnMut(Node<'a>)) {
    all.iter().for_each(|one| f(Node::Attribute(one)));
}

fn arguments<'a>(all: &'a [Argument], f: &mut dyn FnMut(Node<'a>)) {
    all.iter().for_each(|one| f(Node::Argument(one)));
}
