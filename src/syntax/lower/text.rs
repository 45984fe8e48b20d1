//! Texts: what stands between the quotes becomes what it means. In: a text's node. Out: parts with
//! escapes resolved and indentation stripped. Never: the values of interpolations.

use super::context::{Context, Node, Nodes, end, start};
use super::expr::expr;
use super::grammar::Rule;
use crate::syntax::ast::{Expr, ExprKind, Ident, Key, Text, TextLiteral, TextPart, TextStyle};
use crate::syntax::{escapes, mistakes};
use crate::text::Name;
use std::ops::Range;

/// Between the quotes: written text, or an expression.
enum Piece {
    Written(Range<usize>),
    Expr(Expr),
}

/// A text where an expression may stand.
pub(super) fn text<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Expr {
    let style = style(&node);
    let span = cx.span(start(&node) - quotes(style), end(&node));
    if style == TextStyle::Quoted
        && let Some(value) = plain(&node)
    {
        let parts = match value {
            "" => Vec::new(),
            value => vec![TextPart::Text {
                value: Name::from(value),
                span: cx.span(start(&node), start(&node) + value.len()),
            }],
        };
        cx.height = 1;
        return cx.expr(span, ExprKind::Text(TextLiteral { style, parts }));
    }
    let (parts, below) = parts(cx, node, style);
    cx.above(below, span, ExprKind::Text(TextLiteral { style, parts }))
}

/// A text as the key of a record: a name, unless it interpolates.
pub(super) fn key<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Key {
    let Expr { id, span, kind } = text(cx, node);
    match kind {
        ExprKind::Text(literal) if known(&literal.parts).is_some() => {
            // A key is no expression: its number goes to the next one.
            cx.expr_count = id.0;
            cx.height = 0;
            let name = known(&literal.parts).unwrap_or_default();
            Key::Name(Ident { name, span })
        }
        kind => Key::Computed(Box::new(Expr { id, span, kind })),
    }
}

/// A text where only a known one may stand: a path, a title, a literal type.
pub(super) fn literal<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Text {
    let Expr { id, span, kind } = text(cx, node);
    let value = match &kind {
        ExprKind::Text(literal) => known(&literal.parts),
        _ => None,
    };
    if value.is_some() {
        cx.expr_count = id.0;
    }
    let value = value.unwrap_or_else(|| {
        cx.report(mistakes::interpolated(span));
        Name::new()
    });
    Text { value, span }
}

fn style(node: &Node) -> TextStyle {
    match node.as_rule() {
        Rule::text => TextStyle::Quoted,
        Rule::multi_text => TextStyle::MultiQuoted,
        Rule::raw_text => TextStyle::Raw,
        _ => TextStyle::MultiRaw,
    }
}

/// How many quotes stand at either end.
fn quotes(style: TextStyle) -> usize {
    match style {
        TextStyle::Quoted | TextStyle::Raw => 1,
        TextStyle::MultiQuoted | TextStyle::MultiRaw => 3,
    }
}

/// The content of a text on one line that holds nothing but itself.
fn plain<'i>(node: &Node<'i>) -> Option<&'i str> {
    let content = node.as_str().strip_suffix('"')?;
    let special = content.bytes().any(|b| b == b'\\' || b == b'$');
    (!special).then_some(content)
}

/// The value of parts that hold no expression.
fn known(parts: &[TextPart]) -> Option<Name> {
    match parts {
        [] => Some(Name::new()),
        [TextPart::Text { value, .. }] => Some(value.clone()),
        _ => None,
    }
}

fn parts<'i>(cx: &mut Context<'i>, node: Node<'i>, style: TextStyle) -> (Vec<TextPart>, u32) {
    let (from, mut to) = (start(&node), end(&node));
    let mut pieces = Vec::new();
    let mut at = from;
    let mut tallest = 0;
    let mut closed = true;
    let mut nodes = Nodes::of(node);
    while let Some(node) = nodes.next(cx) {
        match node.as_rule() {
            Rule::unterminated => {
                closed = false;
                let open = from - quotes(style);
                let span = cx.span(open, from);
                cx.report(mistakes::unclosed_text(span, style));
            }
            Rule::interpolation | Rule::multi_interpolation => {
                pieces.push(Piece::Written(at..start(&node)));
                at = end(&node);
                let span = cx.span(start(&node), at);
                let inner = cx.deeper(span, |cx| interpolation(cx, node));
                let inner = inner.unwrap_or_else(|| cx.error_expr(at));
                tallest = tallest.max(cx.height);
                pieces.push(Piece::Expr(inner));
            }
            _ => {}
        }
    }
    if closed {
        to -= quotes(style);
    }
    pieces.push(Piece::Written(at..to));

    let multi = matches!(style, TextStyle::MultiQuoted | TextStyle::MultiRaw);
    let layout = multi.then(|| Layout::of(cx.text, &mut pieces));
    let escaped = matches!(style, TextStyle::Quoted | TextStyle::MultiQuoted);
    let mut parts = Vec::with_capacity(pieces.len());
    let mut line_start = layout.as_ref().is_some_and(|l| l.begins_with_line);
    for piece in pieces {
        match piece {
            Piece::Expr(expr) => {
                line_start = false;
                parts.push(TextPart::Expr(expr));
            }
            Piece::Written(range) => {
                let written = cx.text.get(range.clone()).unwrap_or("");
                if escaped {
                    escape_mistakes(cx, range.start, written);
                }
                let span = cx.span(range.start, range.end);
                let mut value = match &layout {
                    Some(layout) => layout.strip(written, line_start),
                    None => written.into(),
                };
                if escaped && value.contains('\\') {
                    value = escapes::resolve(&value).into();
                }
                line_start = false;
                if !value.is_empty() {
                    let value = Name::from(&*value);
                    parts.push(TextPart::Text { value, span });
                }
            }
        }
    }
    (parts, tallest)
}

fn interpolation<'i>(cx: &mut Context<'i>, node: Node<'i>) -> Expr {
    let open = start(&node);
    let mut nodes = Nodes::of(node);
    let inner = expr(cx, &mut nodes);
    let height = cx.height;
    super::rest(cx, &mut nodes, open);
    cx.height = height;
    inner
}

fn escape_mistakes(cx: &mut Context, offset: usize, written: &str) {
    for (range, kind) in escapes::mistakes(written) {
        let span = cx.span(offset + range.start, offset + range.end);
        let text = written.get(range).unwrap_or("");
        cx.report(mistakes::escape(span, text, kind));
    }
}

/// The indentation that a text of several lines has in common.
struct Layout {
    indent: usize,
    /// Whether the quotes stand alone, so that the first line is stripped too.
    begins_with_line: bool,
}

impl Layout {
    /// Finds the common indentation and takes away the line breaks next to the quotes.
    fn of(text: &str, pieces: &mut [Piece]) -> Layout {
        let mut begins_with_line = false;
        if let Some(Piece::Written(range)) = pieces.first_mut() {
            let written = text.get(range.clone()).unwrap_or("");
            let line = written.split('\n').next().unwrap_or("");
            if line.len() < written.len() && line.trim().is_empty() {
                range.start += line.len() + 1;
                begins_with_line = true;
            }
        }
        let alone = pieces.len() == 1 && begins_with_line;
        let mut closing = None;
        if let Some(Piece::Written(range)) = pieces.last_mut() {
            let written = text.get(range.clone()).unwrap_or("");
            let last = written.rfind('\n');
            let line = last.map_or(written, |i| &written[i + 1..]);
            if (last.is_some() || alone) && line.trim_matches([' ', '\t']).is_empty() {
                closing = Some(line.len());
                let kept = &written[..last.unwrap_or(0)];
                range.end = range.start + kept.strip_suffix('\r').unwrap_or(kept).len();
            }
        }
        let mut indent = closing;
        let mut at_start = begins_with_line;
        let last = pieces.len().saturating_sub(1);
        for (i, piece) in pieces.iter().enumerate() {
            let Piece::Written(range) = piece else {
                continue;
            };
            let written = text.get(range.clone()).unwrap_or("");
            let mut lines = written.split('\n').peekable();
            let mut counts = std::mem::replace(&mut at_start, false);
            while let Some(line) = lines.next() {
                let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
                let before_expr = lines.peek().is_none() && i < last;
                if counts && (before_expr || !line.trim().is_empty()) {
                    indent = Some(indent.map_or(blanks, |found| found.min(blanks)));
                }
                counts = true;
            }
        }
        Layout {
            indent: indent.unwrap_or(0),
            begins_with_line,
        }
    }

    /// The text without the common indentation; its lines end with `\n` alone.
    fn strip<'a>(&self, written: &'a str, line_start: bool) -> std::borrow::Cow<'a, str> {
        let indented = line_start && self.indent > 0;
        if !indented && !written.contains('\n') {
            return written.into();
        }
        let mut stripped = String::with_capacity(written.len());
        for (i, line) in written.split('\n').enumerate() {
            if i > 0 {
                if stripped.ends_with('\r') {
                    stripped.pop();
                }
                stripped.push('\n');
            }
            let blanks = line.len() - line.trim_start_matches([' ', '\t']).len();
            let cut = if i > 0 || line_start {
                blanks.min(self.indent)
            } else {
                0
            };
            stripped.push_str(&line[cut..]);
        }
        stripped.into()
    }
}
