//! The tokens that the tree knows: names, literals and comments. In: a view. Out: tokens, in no order. Never:
//! keywords and signs, which no tree keeps (see `words.rs`).

use super::bound::{self, Frame, Look, Looks};
use super::{Modifiers, Token, TokenKind};
use crate::ide::View;
use crate::resolve::{Binding, DeclId};
use crate::syntax::ast::*;
use crate::text::Span;
use crate::types::{Schemas, Type};

const DECLARED: Modifiers = Modifiers::DECLARATION;

/// The tokens of names, literals and comments.
pub fn tokens(view: &View) -> Vec<Token> {
    let mut walk = Walk {
        view,
        looks: Looks::new(view),
        frame: Frame::Plain,
        tokens: Vec::new(),
    };
    for item in &view.module.items {
        walk.frame = match &item.kind {
            ItemKind::Fn(function) => Frame::Function(function.params.len()),
            ItemKind::Component(_) => Frame::Component(item),
            _ => Frame::Plain,
        };
        walk.node(Node::Item(item));
    }
    for comment in &view.module.comments {
        walk.push(comment.span, (TokenKind::Comment, Modifiers::NONE));
    }
    walk.tokens
}

struct Walk<'a, 'v> {
    view: &'v View<'a>,
    looks: Looks<'a>,
    frame: Frame<'v>,
    tokens: Vec<Token>,
}

impl<'v> Walk<'_, 'v> {
    fn push(&mut self, at: Span, (kind, modifiers): Look) {
        if at.start < at.end {
            let token = Token {
                at,
                kind,
                modifiers,
            };
            self.tokens.push(token);
        }
    }

    fn name(&mut self, name: &Ident, kind: TokenKind, modifiers: Modifiers) {
        self.push(name.span, (kind, modifiers));
    }

    fn node(&mut self, node: Node<'v>) {
        match node {
            Node::Item(item) => self.item(item),
            Node::Doc(doc) => {
                self.push(doc.span, (TokenKind::Comment, Modifiers::DOCUMENTATION));
            }
            Node::Attribute(attribute) => {
                let at = attribute.span.at_start().to(attribute.name.span);
                self.push(at, (TokenKind::Decorator, Modifiers::NONE));
            }
            Node::ImportName(one) => self.import(one),
            Node::Text(text) => self.push(text.span, (TokenKind::Text, Modifiers::NONE)),
            Node::Param(param) => self.name(&param.name, TokenKind::Parameter, DECLARED),
            Node::Clause(clause) => {
                for name in clause.key.iter().chain([&clause.value]) {
                    let modifiers = DECLARED.with(Modifiers::READONLY);
                    self.name(name, TokenKind::Variable, modifiers);
                }
            }
            Node::Let(one) => {
                let modifiers = DECLARED.with(Modifiers::READONLY);
                self.name(&one.name, TokenKind::Variable, modifiers);
            }
            Node::WithEntry(entry) => self.target(&entry.target),
            Node::Expr(expr) => return self.expr(expr),
            Node::Entry(RecordEntry::Field {
                key: Key::Name(name),
                ..
            }) => self.name(name, TokenKind::Property, Modifiers::NONE),
            Node::Argument(one) => {
                if let Some(name) = &one.name {
                    self.name(name, TokenKind::Parameter, Modifiers::NONE);
                }
            }
            Node::Arm(arm) => arm.patterns.iter().for_each(|one| self.pattern(one)),
            Node::Type(ty) => {
                if let TypeExprKind::Literal(kind) = &ty.kind {
                    self.literal(ty.span, kind);
                }
            }
            Node::TypeName(name) => self.type_name(name),
            Node::Field(field) => {
                let modifiers = DECLARED;
                self.name(&field.name, TokenKind::Property, modifiers);
            }
            Node::Bounds(bounds) => return self.bounds(bounds),
            Node::Module(_)
            | Node::Ident(_)
            | Node::With(_)
            | Node::Statement(_)
            | Node::Piece(_)
            | Node::Entry(_) => {}
        }
        self.below(node);
    }

    fn below(&mut self, node: Node<'v>) {
        node.each_child(&mut |below| self.node(below));
    }

    fn item(&mut self, item: &'v Item) {
        if let ItemKind::Import(import) = &item.kind {
            if let ImportNames::Whole(name) = &import.names {
                self.name(name, TokenKind::Namespace, DECLARED);
            }
        } else if let Some(name) = item.kind.name() {
            let decl = DeclId {
                file: self.view.file,
                item: item.id,
            };
            let (kind, modifiers) = match &item.kind {
                // Its value may be known only when deploying.
                ItemKind::Let(_) => self.looks.declared(decl),
                _ => bound::of_item(item),
            };
            self.name(name, kind, modifiers.with(DECLARED));
        }
        // The name of a `let` is that of its item.
        if let ItemKind::Policy(policy) = &item.kind {
            self.name(&policy.binding, TokenKind::Variable, DECLARED);
        }
    }

    fn import(&mut self, one: &ImportName) {
        let here = one.alias.as_ref().unwrap_or(&one.name);
        let names = &self.view.names.imported;
        let Some(decl) = names.get(&here.name).copied() else {
            return;
        };
        let (kind, modifiers) = self.looks.declared(decl);
        self.name(&one.name, kind, modifiers);
        if let Some(alias) = &one.alias {
            self.name(alias, kind, modifiers.with(DECLARED));
        }
    }

    /// What a `with` reaches into is a part of the instance.
    fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(_) => {
                self.push(target.span, (TokenKind::Property, Modifiers::NONE));
            }
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => self.target(base),
            _ => {}
        }
    }

    fn expr(&mut self, expr: &'v Expr) {
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) => {
                self.push(expr.span, (TokenKind::Keyword, Modifiers::NONE));
            }
            ExprKind::Int(_) | ExprKind::Number(_) => {
                self.push(expr.span, (TokenKind::Number, Modifiers::NONE));
            }
            ExprKind::Text(text) => self.text(expr.span, text),
            ExprKind::Name(_) => {
                let binding = self.view.names.binding(expr.id);
                if let Some(look) = self.looks.bound(self.view, self.frame, binding) {
                    self.push(expr.span, look);
                } else if let Some(name) = self.resource_type(expr) {
                    self.type_name(&name);
                }
            }
            ExprKind::Field { base, name, .. } => {
                let look = self.field(expr, base, name);
                self.push(name.span, look);
            }
            ExprKind::Binary { op_span, op, .. } => {
                let kind = match op {
                    BinaryOp::In => TokenKind::Keyword,
                    _ => TokenKind::Operator,
                };
                self.push(*op_span, (kind, Modifiers::NONE));
            }
            _ => {}
        }
        self.below(Node::Expr(expr));
    }

    /// `aws_sqs_queue`, where a type may stand.
    fn resource_type(&self, expr: &Expr) -> Option<TypeName> {
        let name = expr.as_type_name()?;
        let is_known = self.view.catalogue().resource(&name.base).is_some();
        is_known.then_some(name)
    }

    fn field(&mut self, whole: &Expr, base: &Expr, name: &Ident) -> Look {
        let names = self.view.names;
        if let Some(look) = match names.binding(whole.id) {
            Binding::None => None,
            binding => self.looks.bound(self.view, self.frame, binding),
        } {
            return look;
        }
        if let Binding::Namespace(namespace) = names.binding(base.id)
            && let Some(look) = bound::of_namespace(namespace, &name.name)
        {
            return look;
        }
        let of = self.view.types.expr(base.id).without_null();
        match of {
            Type::Resource(_) => (TokenKind::Property, Modifiers::DEFERRED),
            _ => (TokenKind::Property, Modifiers::NONE),
        }
    }

    /// A text, without what is interpolated.
    fn text(&mut self, whole: Span, literal: &TextLiteral) {
        let source = self.view.text();
        let look = (TokenKind::Text, Modifiers::NONE);
        let mut start = whole.start as usize;
        for part in &literal.parts {
            let TextPart::Expr(expr) = part else {
                continue;
            };
            let before = source.get(start..expr.span.start as usize).unwrap_or("");
            let Some(opens) = before.rfind("${") else {
                continue;
            };
            let opens = start + opens;
            self.push(Span::new(whole.file, start, opens), look);
            self.push(
                Span::new(whole.file, opens, opens + 2),
                (TokenKind::Operator, Modifiers::NONE),
            );
            let behind = expr.span.end as usize;
            let rest = source.get(behind..whole.end as usize).unwrap_or("");
            let Some(closes) = rest.find('}') else {
                return;
            };
            start = behind + closes + 1;
            self.push(
                Span::new(whole.file, start - 1, start),
                (TokenKind::Operator, Modifiers::NONE),
            );
        }
        self.push(
            Span::new(
                whole.file,
                start.min(whole.end as usize),
                whole.end as usize,
            ),
            look,
        );
    }

    fn pattern(&mut self, pattern: &Pattern) {
        self.literal(pattern.span, &pattern.kind);
    }

    fn literal(&mut self, at: Span, kind: &PatternKind) {
        let kind = match kind {
            PatternKind::Text(_) => TokenKind::EnumMember,
            PatternKind::Int(_) | PatternKind::Number(_) => TokenKind::Number,
            PatternKind::Null | PatternKind::Bool(_) => TokenKind::Keyword,
            PatternKind::Wildcard => TokenKind::Variable,
        };
        self.push(at, (kind, Modifiers::NONE));
    }

    fn bounds(&mut self, bounds: &Bounds) {
        for bound in bounds.min.iter().chain(&bounds.max) {
            self.push(bound.span, (TokenKind::Number, Modifiers::NONE));
        }
        if let Some(pattern) = &bounds.pattern {
            self.push(pattern.span, (TokenKind::Pattern, Modifiers::NONE));
        }
    }

    fn type_name(&mut self, name: &TypeName) {
        let start = name.span.start as usize;
        let base = Span::new(name.span.file, start, start + name.base.len());
        let own = self.view.names.declared(name.span.file, name);
        let is_qualified = self.view.names.modules.contains_key(&name.base);
        let mut members = name.members.iter();
        let look = match own {
            _ if is_qualified => {
                if let (Some(own), Some(member)) = (own, members.next()) {
                    let look = self.looks.declared(own);
                    self.push(member.span, look);
                }
                (TokenKind::Namespace, Modifiers::NONE)
            }
            Some(own) => self.looks.declared(own),
            None => {
                let (resource, _) = name.resource_type();
                let is_resource =
                    resource.contains("::") || self.view.catalogue().resource(&resource).is_some();
                let kind = match is_resource {
                    true => TokenKind::Class,
                    false => TokenKind::Type,
                };
                (kind, Modifiers::DEFAULT_LIBRARY)
            }
        };
        self.push(base, look);
        for member in members {
            self.name(member, TokenKind::Type, Modifiers::DEFAULT_LIBRARY);
        }
    }
}
