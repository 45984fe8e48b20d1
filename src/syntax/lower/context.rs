//! What the lowering carries along: numbers for ids, comments, findings, and how deep it is. In:
//! pest's pairs, one after the other. Out: what they leave behind beside the tree. Never: the
//! meaning of a rule.

use super::grammar::Rule;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Comment, Expr, ExprId, ExprKind, Ident, ItemId};
use crate::syntax::mistakes;
use crate::text::{FileId, Name, Span};
use pest::iterators::{Pair, Pairs};

/// How deep expressions, types and components may stand in one another, and how many operators may
/// follow one another. Every later phase may recurse without a limit of its own.
pub const NESTING_LIMIT: u32 = 128;

pub(super) type Node<'i> = Pair<'i, Rule>;

/// The children of a node, without the comments between them.
pub(super) struct Nodes<'i> {
    pairs: Pairs<'i, Rule>,
    peeked: Option<Node<'i>>,
}

pub(super) struct Context<'i> {
    pub file: FileId,
    /// The text that is lowered: a file, or a stretch of one.
    pub text: &'i str,
    /// Where that stretch begins in its file.
    pub base: usize,
    pub expr_count: u32,
    pub item_count: u32,
    pub comments: Vec<Comment>,
    pub diagnostics: Vec<Diagnostic>,
    pub broken: Vec<Span>,
    /// Whether the text ends with a document that documents nothing.
    pub dangling_doc: bool,
    /// How tall the tree is that was made last.
    pub height: u32,
    depth: u32,
    too_deep: bool,
    /// What is missing or stray before this offset follows from what was reported already.
    quiet_until: usize,
    /// Where the last bracket that was left open should have been closed.
    pub unclosed_at: Option<usize>,
    /// What components that are never closed have taken in, though it belongs to the file.
    pub outside: Vec<Nodes<'i>>,
    /// Where a comment begins that has taken in the rest of the text, for it is never closed.
    pub endless_comment: Option<usize>,
    /// Where such comments begin that are read as a line each.
    pub cut_comments: &'i [usize],
}

impl<'i> Nodes<'i> {
    pub fn of(node: Node<'i>) -> Nodes<'i> {
        Nodes::new(node.into_inner())
    }

    pub fn new(pairs: Pairs<'i, Rule>) -> Nodes<'i> {
        Nodes {
            pairs,
            peeked: None,
        }
    }

    pub fn next(&mut self, cx: &mut Context<'i>) -> Option<Node<'i>> {
        if self.peeked.is_some() {
            return self.peeked.take();
        }
        loop {
            let node = self.pairs.next()?;
            match node.as_rule() {
                Rule::line_comment | Rule::block_comment => cx.comment(&node),
                _ => return Some(node),
            }
        }
    }

    /// Makes the child that was taken last the next one again.
    pub fn put_back(&mut self, node: Node<'i>) {
        self.peeked = Some(node);
    }

    /// Where the child begins that was looked at or put back.
    pub fn start(&self) -> Option<usize> {
        self.peeked.as_ref().map(start)
    }

    /// How many children are left, at most.
    pub fn len(&self) -> usize {
        self.pairs.len() + usize::from(self.peeked.is_some())
    }

    /// The rule of the next child.
    pub fn peek(&mut self, cx: &mut Context<'i>) -> Option<Rule> {
        if self.peeked.is_none() {
            self.peeked = self.next(cx);
        }
        self.peeked.as_ref().map(Pair::as_rule)
    }

    /// The next child if it is of this rule.
    pub fn take(&mut self, cx: &mut Context<'i>, rule: Rule) -> Option<Node<'i>> {
        match self.peek(cx) {
            Some(found) if found == rule => self.peeked.take(),
            _ => None,
        }
    }
}

/// Where a node begins, as an offset in the lowered text.
pub(super) fn start(node: &Node) -> usize {
    node.as_span().start()
}

/// Whether the bracket before a node is never closed.
pub(super) fn is_unclosed(node: &Node) -> bool {
    let last = node.clone().into_inner().next_back();
    last.is_some_and(|last| last.as_rule() == Rule::missing_close)
}

/// Where a node ends, as an offset in the lowered text.
pub(super) fn end(node: &Node) -> usize {
    node.as_span().end()
}

impl<'i> Context<'i> {
    pub fn new(file: FileId, text: &'i str, base: usize) -> Context<'i> {
        Context {
            file,
            text,
            base,
            expr_count: 0,
            item_count: 0,
            comments: Vec::new(),
            diagnostics: Vec::new(),
            broken: Vec::new(),
            dangling_doc: false,
            height: 0,
            depth: 0,
            too_deep: false,
            quiet_until: 0,
            unclosed_at: None,
            outside: Vec::new(),
            endless_comment: None,
            cut_comments: &[],
        }
    }

    pub fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.file, self.base + start, self.base + end)
    }

    pub fn span_of(&self, node: &Node) -> Span {
        let span = node.as_span();
        self.span(span.start(), span.end())
    }

    pub fn expr(&mut self, span: Span, kind: ExprKind) -> Expr {
        let id = ExprId(self.expr_count);
        self.expr_count += 1;
        Expr { id, span, kind }
    }

    /// An expression of no height where one is missing or cannot be read.
    pub fn error_expr(&mut self, at: usize) -> Expr {
        self.height = 0;
        let span = self.span(at, at);
        self.expr(span, ExprKind::Error)
    }

    pub fn item_id(&mut self) -> ItemId {
        self.item_count += 1;
        ItemId(self.item_count - 1)
    }

    pub fn ident(&mut self, node: &Node) -> Ident {
        let text = node.as_str();
        let span = self.span_of(node);
        if !text.is_ascii() {
            self.report(mistakes::foreign_letters(span, text));
        }
        Ident {
            name: Name::from(text),
            span,
        }
    }

    /// A name that is declared here: not a reserved word.
    pub fn declared(&mut self, node: &Node) -> Ident {
        let ident = self.ident(node);
        if mistakes::is_reserved(&ident.name) {
            self.report(mistakes::reserved(ident.span, &ident.name));
        }
        ident
    }

    /// The name that stands where one is missing.
    pub fn no_name(&self, at: usize) -> Ident {
        Ident {
            name: Name::new(),
            span: self.span(at, at),
        }
    }

    pub fn comment(&mut self, node: &Node) {
        // The rule of a comment begins behind its first slash.
        let (from, text) = (start(node) - 1, node.as_str());
        let to = match node.as_rule() {
            Rule::line_comment => from + 1 + text.trim_end().len(),
            _ => end(node),
        };
        let span = self.span(from, to);
        if node.as_rule() == Rule::block_comment {
            if text.len() < 3 || !text.ends_with("*/") {
                self.report(mistakes::unclosed_comment(span));
                self.endless_comment = Some(from);
            }
        } else if self.cut_comments.contains(&from) {
            self.report(mistakes::unclosed_comment(span));
        }
        self.comments.push(Comment { span });
    }

    /// Says something about the text, and that it is broken there.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.broken.push(diagnostic.at);
        self.diagnostics.push(diagnostic);
    }

    /// Reports what is missing at an offset, unless that follows from what was reported before.
    pub fn expected(&mut self, at: usize, what: &str, help: Option<String>) {
        if let Some(found) = self.unheard(at) {
            let span = self.span(found.range.start, found.range.end);
            let message = format!("expected {what}, found {}", found.what);
            let due = what.split(" behind ").next().unwrap_or(what);
            let mut diagnostic = Diagnostic::new(Code::SyntaxExpected, span, message)
                .here(format!("{due} is due here"));
            diagnostic.help = help.or(found.habit);
            self.report(diagnostic);
        }
    }

    /// Reports that a value is missing. Where the next line cannot be meant to hold it, the end of
    /// the line before is where it is due.
    pub fn expected_value(&mut self, at: usize) {
        let before = self.text.get(..at).unwrap_or("").trim_end();
        let blank = self.text.get(before.len()..at).unwrap_or("");
        let due = match blank.contains('\n') && mistakes::ends_value(self.text, at) {
            true => before.len(),
            false => at,
        };
        self.expected(due, "a value", None);
        self.quiet_until = self.quiet_until.max(at);
    }

    /// Nothing more is reported of the line that holds an offset.
    pub fn quiet_line(&mut self, at: usize) {
        let rest = self.text.get(at..).unwrap_or("");
        self.quiet_until = at + rest.find('\n').unwrap_or(rest.len());
    }

    /// What stands at an offset, if nothing has been said about it. What follows it up to the next
    /// comma, bracket or line is not reported again.
    pub fn unheard(&mut self, at: usize) -> Option<mistakes::Found> {
        if at <= self.quiet_until && self.quiet_until > 0 {
            let span = self.span(at, at);
            self.broken.push(span);
            return None;
        }
        let found = mistakes::found(self.text, at);
        let end = mistakes::end_of_mistake(self.text, found.range.start);
        self.quiet_until = end.max(at);
        Some(found)
    }

    /// Goes one level down; `None`, once reported, where that is too deep.
    pub fn deeper<T>(&mut self, at: Span, lower: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth >= NESTING_LIMIT {
            self.nesting(at);
            return None;
        }
        self.depth += 1;
        let lowered = lower(self);
        self.depth -= 1;
        Some(lowered)
    }

    /// An expression over others, of which the tallest is `below` high.
    pub fn above(&mut self, below: u32, span: Span, kind: ExprKind) -> Expr {
        if below >= NESTING_LIMIT {
            self.nesting(span);
            self.height = 0;
            return self.expr(span, ExprKind::Error);
        }
        self.height = below + 1;
        self.expr(span, kind)
    }

    fn nesting(&mut self, at: Span) {
        self.broken.push(at);
        if !self.too_deep {
            self.too_deep = true;
            self.report(mistakes::nesting(at));
        }
    }
}
