//! What all parts of the way back share: the numbers of the tree, and which form each part has. In: nodes of a
//! template. Out: nodes of the tree. Never: what a function means.

use super::circles::Circles;
use super::fragment::Fragments;
use super::names::Names;
use super::scope::Scope;
use super::{Form, Forms, Purpose};
use crate::diag::Diagnostic;
use crate::syntax::ast::{
    Attribute, Expr, ExprId, ExprKind, Ident, Item, ItemId, ItemKind, TextLiteral, TextPart,
    TextStyle,
};
use crate::template::{Node, Template};
use crate::text::{Name, Span};

/// The state of one way back.
#[derive(Debug)]
pub struct Decompiler<'a> {
    pub template: &'a Template,
    pub purpose: Purpose,
    /// The least form of each place.
    pub asked: &'a Forms,
    /// The form that each place got.
    pub forms: Forms,
    pub diagnostics: Vec<Diagnostic>,
    pub names: Names,
    /// What goes into the template as it is, section by section.
    pub fragments: Fragments,
    /// What is known where a value is written.
    pub scope: Scope,
    /// Looked for where a template is checked.
    pub circles: Circles<'a>,
    next_expr: u32,
    next_item: u32,
}

impl<'a> Decompiler<'a> {
    pub fn new(template: &'a Template, purpose: Purpose, asked: &'a Forms) -> Decompiler<'a> {
        Decompiler {
            template,
            purpose,
            asked,
            forms: Forms::default(),
            diagnostics: Vec::new(),
            names: Names::default(),
            fragments: Fragments::default(),
            scope: Scope::default(),
            circles: match purpose {
                Purpose::Check => Circles::new(template),
                Purpose::Keep => Circles::default(),
            },
            next_expr: 0,
            next_item: 0,
        }
    }

    /// The least form that was asked for at a node.
    pub fn asked(&self, node: &Node) -> Form {
        self.asked.get(&node.span).copied().unwrap_or(Form::Natural)
    }

    /// Remembers how a node was written.
    pub fn wrote(&mut self, node: &Node, form: Form) {
        self.forms.insert(node.span, form);
    }

    pub fn expr(&mut self, span: Span, kind: ExprKind) -> Expr {
        let id = ExprId(self.next_expr);
        self.next_expr += 1;
        Expr { id, span, kind }
    }

    pub fn item(&mut self, span: Span, attributes: Vec<Attribute>, kind: ItemKind) -> Item {
        let id = ItemId(self.next_item);
        self.next_item += 1;
        Item {
            id,
            span,
            doc: None,
            attributes,
            kind,
        }
    }

    /// A text without interpolation.
    pub fn text(&mut self, span: Span, value: Name) -> Expr {
        let parts = vec![TextPart::Text { value, span }];
        self.expr(
            span,
            ExprKind::Text(TextLiteral {
                style: TextStyle::Quoted,
                parts,
            }),
        )
    }

    pub fn name(&mut self, span: Span, name: impl Into<Name>) -> Expr {
        self.expr(span, ExprKind::Name(name.into()))
    }

    /// `base.name`
    pub fn field(&mut self, span: Span, base: Expr, name: impl Into<Name>) -> Expr {
        let name = Ident {
            name: name.into(),
            span,
        };
        self.expr(
            span,
            ExprKind::Field {
                base: Box::new(base),
                name,
                optional: false,
            },
        )
    }

    /// How many ids were given: of expressions, of items.
    pub fn counts(&self) -> (u32, u32) {
        (self.next_expr, self.next_item)
    }
}
