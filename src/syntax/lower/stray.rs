//! Lines that are no declaration. In: such a line. Out: what was probably meant, as a message, and
//! the name that it would have declared. Never: more than one message for text that is all of
//! another language.

use super::context::{Context, Node, start};
use crate::syntax::ast::Ident;
use crate::syntax::mistakes::declarations::{self, Stray};
use crate::text::Name;

/// What the lines before had in common, so that what follows from it is not reported again.
#[derive(Default)]
pub(super) struct Strays {
    /// How far the last reported line was indented.
    indent: Option<usize>,
    foreign: bool,
}

/// Reports a line; returns the name that it would have declared.
pub(super) fn stray_item(cx: &mut Context, node: &Node, strays: &mut Strays) -> Option<Ident> {
    let at = start(node);
    let text = node.as_str();
    let line_start = cx.text.get(..at).and_then(|t| t.rfind('\n'));
    let indent = at - line_start.map_or(0, |i| i + 1);
    let stray = declarations::classify(text);
    let name = stray.name.clone().map(|range| Ident {
        name: Name::from(text.get(range.clone()).unwrap_or("")),
        span: cx.span(at + range.start, at + range.end),
    });
    let belongs_to_last = strays.indent.is_some_and(|last| indent > last);
    if belongs_to_last || (strays.foreign && stray.foreign) {
        cx.broken.push(cx.span_of(node));
        return name;
    }
    strays.indent = Some(indent);
    strays.foreign = stray.foreign;
    report(cx, at, stray);
    cx.broken.push(cx.span_of(node));
    name
}

fn report(cx: &mut Context, at: usize, stray: Stray) {
    match stray.unknown {
        Some(word) => {
            let span = cx.span(at + word.start, at + word.end);
            let text = cx.text.get(at + word.start..at + word.end).unwrap_or("");
            let diagnostic = declarations::unknown(span, text);
            cx.report(diagnostic);
        }
        None => cx.expected(at + stray.at, &stray.expected, stray.help),
    }
}
