//! The way from a place to its page. In: a file and a byte offset. Out: the page of the innermost thing there.
//! Never: the pages themselves, which stand beside.

use super::{entry, member, name};
use crate::ide::docs::{self, code, paragraphs};
use crate::ide::items::declared;
use crate::ide::phase::phase;
use crate::ide::wanted::wanted;
use crate::ide::{View, path_at};
use crate::syntax::ast::{ExprKind, ItemKind, Node};
use crate::text::Span;
use crate::types::show;

/// What is shown, and the place that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    pub at: Span,
    pub text: String,
}

pub fn hover(view: &View, offset: u32) -> Option<Hover> {
    let path = path_at(view.module, offset);
    let wants = wanted(view, &path);
    let last = path.last()?;
    let above = path.above(1);
    let word = word_at(view, offset);
    let found = match (last, above) {
        (Node::Ident(ident), Some(above)) => {
            let text = match above {
                Node::Item(item) => Some(docs::declaration(view, item)),
                Node::Attribute(_) => docs::attribute_word(&ident.name),
                Node::Entry(_) => entry::key(view, &path, &wants, ident),
                Node::Expr(expr) => member::member(view, expr, ident),
                Node::ImportName(_) => name::imported(view, &path, ident),
                Node::Argument(_) => entry::argument(view, &path, ident),
                Node::TypeName(ty) => name::type_member(view, ty, ident),
                Node::Field(field) => {
                    let doc = field.doc.as_ref().map_or("", |doc| &doc.text);
                    Some(paragraphs([
                        code(view.slice(field.name.span.to(field.ty.span))),
                        doc.to_owned(),
                    ]))
                }
                Node::Param(_) | Node::Clause(_) | Node::Let(_) => {
                    name::local_name(view, &path, &ident.name)
                }
                _ => None,
            };
            text.map(|text| (ident.span, text))
        }
        (Node::TypeName(ty), _) => {
            let whole = name::type_name(view, ty).map(|text| (ty.span, text));
            // A keyword stands beside the type that it begins.
            whole.filter(|(at, _)| at.start <= offset)
        }
        (Node::Expr(expr), _) => match &expr.kind {
            ExprKind::Name(written) => {
                let text = name::name(view, &path, expr, written);
                let text = text.or_else(|| entry::with_target(view, &path, expr));
                text.map(|text| (expr.span, text))
            }
            _ => None,
        },
        (Node::Piece(at), _) => entry::value(view, &path, &wants).map(|text| (at, text)),
        (Node::Text(text), Some(Node::Item(item))) => match &item.kind {
            ItemKind::Import(_) => name::import_path(view, item).map(|page| (text.span, page)),
            _ => None,
        },
        _ => None,
    };
    let found = found.or_else(|| {
        let (at, word) = word?;
        let is_name = matches!(
            last,
            Node::Ident(_) | Node::Doc(_) | Node::Piece(_) | Node::Text(_)
        );
        let page = docs::keyword(word).filter(|_| !is_name)?;
        Some((at, page))
    });
    let found = found.or_else(|| match last {
        Node::Expr(expr) if expr.span.start <= offset => {
            let ty = view.types.expr(expr.id);
            let is_plain = matches!(expr.kind, ExprKind::Error | ExprKind::Record(_));
            (!ty.is_error() && !is_plain).then(|| {
                let shown = show(ty, view.catalogue());
                (
                    expr.span,
                    paragraphs([code(&shown), phase(view, expr).sentence()]),
                )
            })
        }
        _ => None,
    });
    let (at, text) = found?;
    (!text.trim().is_empty()).then_some(Hover { at, text })
}

/// The declaration that a binding leads to.
pub(super) fn declaration_page(view: &View, decl: crate::resolve::DeclId) -> Option<String> {
    let (there, item) = declared(view, decl)?;
    let page = docs::declaration(&there, item);
    let from = match decl.file == view.file {
        true => String::new(),
        false => format!("From `{}`.", file_name(&there.source.path)),
    };
    Some(paragraphs([page, from]))
}

/// The last part of a path; of the library, all of it.
pub(super) fn file_name(path: &str) -> &str {
    match path.starts_with("std/") {
        true => path.trim_end_matches(".infra"),
        false => path.rsplit(['/', '\\']).next().unwrap_or(path),
    }
}

/// The word around a place.
fn word_at<'a>(view: &View<'a>, offset: u32) -> Option<(Span, &'a str)> {
    let text = view.text();
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (before, behind) = text.split_at_checked(offset as usize)?;
    let start = before.trim_end_matches(is_part).len();
    let end = text.len() - behind.trim_start_matches(is_part).len();
    let word = text.get(start..end).filter(|word| !word.is_empty())?;
    Some((Span::new(view.file, start, end), word))
}
