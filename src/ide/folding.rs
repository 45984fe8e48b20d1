//! What can be folded away. In: a view of a file. Out: stretches of whole lines, the outermost first where
//! several begin on one line. Never: two that begin on the same line, which no editor can tell apart.

use super::View;
use crate::syntax::ast::*;
use crate::text::Span;
use rustc_hash::FxHashSet;

/// A stretch that can be folded: from the end of what stays visible to the end of what does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fold {
    pub at: Span,
    pub kind: FoldKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FoldKind {
    Comment,
    Imports,
    Region,
}

/// All that can be folded.
pub fn folds(view: &View) -> Vec<Fold> {
    let mut folds = Folds {
        view,
        found: Vec::new(),
    };
    folds.imports();
    folds.comments();
    Node::Module(view.module).walk(&mut |node| folds.node(node));
    folds.finish()
}

struct Folds<'a, 'v> {
    view: &'v View<'a>,
    found: Vec<Fold>,
}

impl Folds<'_, '_> {
    fn line(&self, offset: u32) -> u32 {
        self.view.source.line_column(offset).line
    }

    /// The byte behind the last sign of a line.
    fn line_end(&self, line: u32) -> u32 {
        let starts = self.view.source.line_starts();
        let start = starts.get(line as usize - 1).copied().unwrap_or(0);
        start + self.view.source.line(line).len() as u32
    }

    /// All lines behind the first one.
    fn lines(&mut self, at: Span, kind: FoldKind) {
        let first = self.line(at.start);
        let end = at.end.max(self.line_end(first));
        let at = Span::new(at.file, self.line_end(first) as usize, end as usize);
        self.found.push(Fold { at, kind });
    }

    /// What stands between two brackets; the closing one stays where it is.
    fn inside(&mut self, at: Span, opening: usize) {
        let last = self.line(at.end);
        let first = self.line(at.start);
        if last <= first + 1 {
            return;
        }
        let start = at.start as usize + opening;
        let end = self.line_end(last - 1);
        let at = Span::new(at.file, start, end as usize);
        let kind = FoldKind::Region;
        self.found.push(Fold { at, kind });
    }

    fn imports(&mut self) {
        let is_import = |item: &Item| matches!(item.kind, ItemKind::Import(_));
        let groups = self.view.module.items.chunk_by(|a, b| {
            is_import(a) && is_import(b) && self.line(b.span.start) <= self.line(a.span.end) + 1
        });
        let mut found = Vec::new();
        for group in groups {
            if let [first, .., last] = group {
                found.push(first.span.to(last.span));
            }
        }
        for at in found {
            self.lines(at, FoldKind::Imports);
        }
    }

    /// Comments that stand on lines of their own, one below the other, are one.
    fn comments(&mut self) {
        let mut group: Option<Span> = None;
        for comment in &self.view.module.comments {
            let start = comment.span.start as usize;
            let before = self.view.text().get(..start).unwrap_or("");
            let is_alone = before
                .rsplit('\n')
                .next()
                .is_some_and(|line| line.trim().is_empty());
            let follows = group.is_some_and(|group| {
                is_alone && self.line(comment.span.start) == self.line(group.end) + 1
            });
            match &mut group {
                Some(group) if follows => *group = group.to(comment.span),
                _ => {
                    if let Some(group) = group.replace(comment.span) {
                        self.lines(group, FoldKind::Comment);
                    }
                }
            }
        }
        if let Some(group) = group {
            self.lines(group, FoldKind::Comment);
        }
    }

    fn node(&mut self, node: Node) {
        match node {
            Node::Item(item) => self.item(item),
            Node::Doc(doc) => self.lines(doc.span, FoldKind::Comment),
            Node::With(with) => self.braces(with.span),
            Node::Type(TypeExpr {
                span,
                kind: TypeExprKind::Record(_),
            }) => self.inside(*span, 1),
            Node::Expr(expr) => match &expr.kind {
                ExprKind::List(_)
                | ExprKind::Record(_)
                | ExprKind::ListFor(_)
                | ExprKind::MapFor(_)
                | ExprKind::Block { .. }
                | ExprKind::Paren(_) => self.inside(expr.span, 1),
                ExprKind::Match { subject, .. } => self.braces_behind(expr.span, subject.span.end),
                ExprKind::Call { callee, .. } => {
                    let at = callee.span.at_end().to(expr.span.at_end());
                    self.inside(at, 1);
                }
                ExprKind::Text(text) => match text.style {
                    TextStyle::MultiQuoted | TextStyle::MultiRaw => self.inside(expr.span, 3),
                    TextStyle::Quoted | TextStyle::Raw => {}
                },
                _ => {}
            },
            _ => {}
        }
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            // Their bodies are expressions.
            ItemKind::Resource(_)
            | ItemKind::Existing(_)
            | ItemKind::Data(_)
            | ItemKind::Module(_)
            | ItemKind::Stack(_)
            | ItemKind::Fn(_)
            | ItemKind::Let(_)
            | ItemKind::Output(_)
            | ItemKind::Param(_)
            | ItemKind::Input(_)
            | ItemKind::Type(_) => {}
            ItemKind::Import(import) => {
                if let ImportNames::Listed(_) = &import.names {
                    self.braces(item.span.at_start().to(import.path.span.at_start()));
                }
            }
            ItemKind::Component(component) => {
                let header = component.name.span.end;
                let params = component.params.last();
                let header = params.map_or(header, |last| Node::Param(last).span().end);
                self.braces_behind(item.span, header);
            }
            ItemKind::Rule(rule) => {
                let condition = rule.condition.as_ref();
                let header = condition.map_or(rule.title.span.end, |c| c.span.end);
                self.braces_behind(item.span, header);
            }
            ItemKind::Policy(policy) => {
                let condition = policy.condition.as_ref();
                let header = condition.map_or(policy.ty.span.end, |c| c.span.end);
                self.braces_behind(item.span, header);
            }
            ItemKind::Test(test) => {
                let with = test.with.as_ref();
                let header = with.map_or(test.title.span.end, |with| with.span.end);
                self.braces_behind(item.span, header);
            }
            ItemKind::Error { .. } => {
                let end = item.span.end;
                let begins = self.declaration(item);
                self.lines(
                    Span::new(item.span.file, begins as usize, end as usize),
                    FoldKind::Region,
                );
            }
        }
    }

    /// Where an item begins, without what stands before it.
    fn declaration(&self, item: &Item) -> u32 {
        let doc = item.doc.iter().map(|doc| doc.span.end);
        let attributes = item.attributes.iter().map(|one| one.span.end);
        let lead = doc.chain(attributes).max();
        let behind = lead.unwrap_or(item.span.start) as usize;
        let text = self.view.text();
        let rest = text.get(behind..item.span.end as usize).unwrap_or("");
        (behind + rest.len() - rest.trim_start().len()) as u32
    }

    /// The first braces of a stretch.
    fn braces(&mut self, at: Span) {
        self.braces_behind(at, at.start);
    }

    /// The first braces of a stretch, behind its header.
    fn braces_behind(&mut self, at: Span, header: u32) {
        let text = self.view.text();
        let rest = text.get(header as usize..at.end as usize).unwrap_or("");
        if let Some(brace) = rest.find('{') {
            let start = header as usize + brace;
            self.inside(Span::new(at.file, start, at.end as usize), 1);
        }
    }

    fn finish(mut self) -> Vec<Fold> {
        let mut found = std::mem::take(&mut self.found);
        found.retain(|fold| self.line(fold.at.start) < self.line(fold.at.end));
        found.sort_by_key(|fold| (fold.at.start, u32::MAX - fold.at.end));
        let mut begun = FxHashSet::default();
        found.retain(|fold| begun.insert(self.line(fold.at.start)));
        found
    }
}
