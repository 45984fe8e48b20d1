//! `Fn::Sub` as an interpolated text. In: the text of one. Out: its pieces; the text with expressions in it,
//! where that comes out as the same `Fn::Sub`. Never: variables of its own, whose names nothing keeps.

use super::Purpose;
use super::literal::interpolated_style;
use super::reference::{is_member, pseudo};
use super::state::Decompiler;
use crate::syntax::ast::{Expr, ExprKind, TextLiteral, TextPart, TextStyle};
use crate::template::{Entry, Node, NodeKind};
use crate::text::{Name, Span};

/// A part of the text of a `Sub`.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'t> {
    /// Text as it will be: `${!x}` is `${x}` here.
    Text(String),
    /// What stands in `${...}`.
    Variable(&'t str),
}

/// The pieces of the text of a `Sub`; `None` where a `${` has no end.
pub fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        literal.push_str(before);
        if let Some(escaped) = after.strip_prefix('!') {
            literal.push_str("${");
            rest = escaped;
            continue;
        }
        let (variable, after) = after.split_once('}')?;
        if !literal.is_empty() {
            pieces.push(Piece::Text(std::mem::take(&mut literal)));
        }
        pieces.push(Piece::Variable(variable));
        rest = after;
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(Piece::Text(literal));
    }
    Some(pieces)
}

impl Decompiler<'_> {
    pub fn natural_sub(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        if self.purpose == Purpose::Check {
            return self.checked_sub(node, argument);
        }
        let pieces = pieces(argument.as_text()?)?;
        let are_variables = |piece: &Piece| matches!(piece, Piece::Variable(_));
        // A text that needs no `Sub` gets none.
        if !pieces.iter().any(are_variables) {
            return None;
        }
        let mut variables = pieces.iter().filter_map(|piece| match piece {
            Piece::Variable(variable) => Some(*variable),
            Piece::Text(_) => None,
        });
        if !variables.all(|variable| self.has_name(variable)) {
            return None;
        }
        let span = argument.span;
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Text(text) => Some(text.as_str()),
            Piece::Variable(_) => None,
        });
        let style = interpolated_style(texts);
        let mut parts = Vec::with_capacity(pieces.len());
        for piece in pieces {
            parts.push(match piece {
                Piece::Text(text) => TextPart::Text {
                    value: text.into(),
                    span,
                },
                Piece::Variable(variable) => TextPart::Expr(self.variable(variable, span)?),
            });
        }
        Some(self.expr(node.span, ExprKind::Text(TextLiteral { style, parts })))
    }

    /// The text with all that is read in it, also where it would come out in other words. What a variable of its
    /// own holds stands at the first hole that it fills.
    fn checked_sub(&mut self, node: &Node, argument: &Node) -> Option<Expr> {
        let (argument, own) = match argument.as_list() {
            Some([text, own]) => (text, Some(own.as_map()?)),
            Some(_) => return None,
            None => (argument, None),
        };
        let span = argument.span;
        let mut own: Vec<_> = own.unwrap_or_default().iter().map(Some).collect();
        let mut parts = Vec::new();
        for piece in pieces(argument.as_text()?)? {
            let variable = match piece {
                Piece::Text(text) => {
                    let value = text.into();
                    parts.push(TextPart::Text { value, span });
                    continue;
                }
                Piece::Variable(variable) => variable.trim(),
            };
            let is_own = |entry: &&mut Option<&Entry>| entry.is_some_and(|e| e.key == variable);
            let value = match own.iter_mut().find(is_own) {
                Some(entry) => entry
                    .take()
                    .filter(|entry| entry.value.kind != NodeKind::Null)
                    .map(|entry| self.value(&entry.value)),
                None if self.has_name(variable) => {
                    let read = self.variable(variable, span);
                    Some(read.unwrap_or_else(|| self.spelled_read(variable, span)))
                }
                None => None,
            };
            // What nothing is known of was reported, or stands in the text already.
            parts.push(match value {
                Some(value) => TextPart::Expr(value),
                None => TextPart::Expr(self.member(span, "aws", "stackName")),
            });
        }
        let style = TextStyle::Quoted;
        Some(self.expr(node.span, ExprKind::Text(TextLiteral { style, parts })))
    }

    /// What a variable reads, as the template's own function.
    fn spelled_read(&mut self, variable: &str, span: Span) -> Expr {
        let (name, arguments) = match variable.split_once('.') {
            Some((id, attribute)) => ("getAtt", vec![id, attribute]),
            None => ("ref", vec![variable]),
        };
        let callee = self.member(span, "cfn", name);
        let arguments = arguments
            .into_iter()
            .map(|text| self.text(span, text.into()));
        let arguments = arguments.collect();
        self.call(span, callee, arguments)
    }

    /// Whether the source has a name for what a variable reads.
    fn has_name(&self, variable: &str) -> bool {
        match variable.split_once('.') {
            Some((id, attribute)) => {
                self.names.thing(id).is_some() && attribute.split('.').all(is_member)
            }
            None => {
                let own = self.scope.variables.iter().rev();
                let mut own = own.filter(|(id, _)| id == variable);
                match own.next() {
                    Some((_, name)) => name.is_some(),
                    None => pseudo(variable).is_some() || self.names.thing(variable).is_some(),
                }
            }
        }
    }

    fn variable(&mut self, variable: &str, span: Span) -> Option<Expr> {
        match variable.split_once('.') {
            Some((id, attribute)) => self.attribute_read(id, attribute, span, span),
            None => self.reference(&Name::from(variable), span),
        }
    }
}
