//! What stands between entries and does not belong there, and brackets that are not closed. In:
//! nodes. Out: messages. Never: a part of the tree.

use super::context::{Context, Node, Nodes, start};
use super::grammar::Rule;
use crate::diag::{Code, Diagnostic};
use crate::syntax::mistakes;

/// Reports the next node if it stands between two entries; whether it did. `open` is where their
/// bracket is.
pub(super) fn between<'i>(
    cx: &mut Context<'i>,
    nodes: &mut Nodes<'i>,
    rule: Rule,
    open: usize,
) -> bool {
    let parentheses = cx.text.as_bytes().get(open) == Some(&b'(');
    let separator = if parentheses {
        "a comma"
    } else {
        "a comma or a new line"
    };
    match rule {
        Rule::missing_separator
        | Rule::missing_comma
        | Rule::stray_semicolon
        | Rule::stray_comma
        | Rule::stray_text
        | Rule::stray_argument
        | Rule::stray_entry => {
            if let Some(node) = nodes.next(cx) {
                cx.separator(start(&node), separator);
            }
            true
        }
        Rule::missing_close => {
            if let Some(node) = nodes.next(cx) {
                cx.unclosed(open, start(&node));
            }
            true
        }
        _ => false,
    }
}

/// What is left behind the one thing that brackets hold.
pub(super) fn rest<'i>(cx: &mut Context<'i>, nodes: &mut Nodes<'i>, open: usize) {
    while let Some(node) = nodes.next(cx) {
        match node.as_rule() {
            Rule::missing_close => cx.unclosed(open, start(&node)),
            _ => {
                let close = closing(cx.text, open);
                cx.expected(start(&node), &format!("`{close}`"), None);
            }
        }
    }
}

impl<'i> Context<'i> {
    /// What follows an entry without a comma.
    pub fn separator(&mut self, at: usize, separator: &str) {
        if let Some(found) = self.unheard(at) {
            let span = self.span(found.range.start, found.range.end);
            let message = format!("expected {separator}, found {}", found.what);
            let mut diagnostic = Diagnostic::new(Code::SyntaxSeparator, span, message)
                .here("what is before has ended");
            diagnostic.help = found.habit.or_else(|| mistakes::after(self.text, at));
            self.report(diagnostic);
        }
    }

    /// A sign that stands where another is due, and what it should be.
    pub fn wrong(&mut self, node: &Node<'i>, right: &str, help: Option<String>) {
        let written = node.as_str();
        let span = self.span_of(node);
        let message = format!("expected `{right}`, found `{written}`");
        let mut diagnostic = Diagnostic::new(Code::SyntaxExpected, span, message)
            .here(format!("`{right}` is due here"))
            .fix(format!("write `{right}`"), span, right);
        diagnostic.help = help;
        self.report(diagnostic);
    }

    /// A bracket that is still open where only its end may come.
    pub fn unclosed(&mut self, open: usize, at: usize) {
        // `${` is the one bracket of two signs.
        let signs = self.text.get(open..open + 2).filter(|signs| *signs == "${");
        let bracket = signs.or(self.text.get(open..open + 1)).unwrap_or("{");
        let open_span = self.span(open, open + bracket.len());
        let close = closing(self.text, open);
        let end = self.text.get(..at).unwrap_or("").trim_end().len();
        let here = self.span(end, end);
        let place = (here.start, here.end);
        if let Some(last) = self.diagnostics.last_mut()
            && last.code == Code::SyntaxUnclosed
            && last
                .labels
                .get(1)
                .is_some_and(|l| (l.at.start, l.at.end) == place)
        {
            // One place can close all that is open there: one message for all of them.
            if last.labels.len() < 5 {
                last.labels.push(crate::diag::Label {
                    at: open_span,
                    text: "nor is this one".to_owned(),
                });
            }
            self.broken.push(open_span);
            return;
        }
        let mut diagnostic = Diagnostic::new(
            Code::SyntaxUnclosed,
            open_span,
            format!("the `{bracket}` is never closed"),
        )
        .here("opened here")
        .label(here, format!("`{close}` is due by here"));
        if let Some(inner) = mistakes::misindented(self.text, open, end) {
            let inner = self.span(inner, inner + 1);
            diagnostic = diagnostic.label(inner, "its end has another indentation");
        }
        self.unclosed_at = Some(at);
        self.report(diagnostic);
    }
}

/// The bracket that closes the one at an offset.
fn closing(text: &str, open: usize) -> char {
    match text.as_bytes().get(open) {
        Some(b'(') => ')',
        Some(b'[') => ']',
        Some(b'<') => '>',
        _ => '}',
    }
}
