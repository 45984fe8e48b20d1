//! The lines of a tree that nobody wrote. In: the tree, and the comments of the text that it was made from.
//! Out: places for all its parts in the order in which they are printed, with the comments and the ends of lines
//! between them. Never: text of the tree.

use super::remarks::{Remark, Remarks, Thing};
use crate::syntax::ast::{
    Comment, Expr, ExprId, ExprKind, Item, ItemKind, Line, ListEntry, Module, RecordEntry, Visitor,
    walk_expr, walk_item,
};
use crate::text::{FileId, Span};
use std::mem::Discriminant;

/// What the text of a tree would tell if there were one.
pub struct Layout {
    pub comments: Vec<Comment>,
    /// Of each comment, with its slashes.
    pub texts: Vec<String>,
    /// Where lines end, in order.
    breaks: Vec<u32>,
    /// Where empty lines stand, in order.
    blanks: Vec<u32>,
}

/// How many entries a record has at most that stands on one line; less by one that is the body of a
/// declaration.
const ENTRIES: usize = 6;

/// How many brackets may stand in one another on one line.
const DEPTH: usize = 3;

impl Layout {
    /// Gives new places to all parts of a tree. Its places and the comments are in `text`.
    pub fn of(module: &mut Module, text: &str, comments: &[Span]) -> Layout {
        let mut things = Things::default();
        module.items.iter_mut().for_each(|item| things.item(item));
        let mut writer = Writer {
            file: module.file,
            remarks: Remarks::of(&things.found, text, comments),
            layout: Layout {
                comments: Vec::new(),
                texts: Vec::new(),
                breaks: Vec::new(),
                blanks: Vec::new(),
            },
            at: 0,
            next: 0,
            open: Vec::new(),
            previous: None,
            apart: false,
            body: None,
            broken: false,
            in_text: 0,
        };
        module.items.iter_mut().for_each(|item| writer.item(item));
        let last = std::mem::take(&mut writer.remarks.last);
        if !last.is_empty() {
            writer.blank();
        }
        writer.own_lines(last);
        writer.layout
    }

    /// Whether a line ends between two places.
    pub fn line_ends(&self, start: u32, end: u32) -> bool {
        any_between(&self.breaks, start, end)
    }

    /// Whether an empty line stands between two places.
    pub fn blank_between(&self, start: u32, end: u32) -> bool {
        any_between(&self.blanks, start, end)
    }
}

fn any_between(places: &[u32], start: u32, end: u32) -> bool {
    let from = places.partition_point(|place| *place < start);
    places.get(from).is_some_and(|place| *place < end)
}

/// Finds what may stand on lines of its own.
#[derive(Default)]
struct Things {
    found: Vec<Thing>,
    in_text: u32,
}

impl Visitor for Things {
    fn expr(&mut self, expr: &mut Expr) {
        let text = u32::from(matches!(expr.kind, ExprKind::Text(_)));
        self.in_text += text;
        walk_expr(self, expr);
        self.in_text -= text;
    }

    fn begin(&mut self, line: Line, start: u32, end: u32) {
        if self.in_text == 0 {
            self.found.push(Thing { line, start, end });
        }
    }
}

/// Gives places.
struct Writer {
    file: FileId,
    remarks: Remarks,
    layout: Layout,
    at: u32,
    /// How many things have begun, and which of them have not ended.
    next: usize,
    open: Vec<usize>,
    /// The kind of the item before, in the same file or component.
    previous: Option<Discriminant<ItemKind>>,
    /// Whether the item that begins is of another kind.
    apart: bool,
    /// The braces of the item.
    body: Option<ExprId>,
    /// Whether the entries of the bracket stand below one another.
    broken: bool,
    /// In how many texts this stands: those have no lines.
    in_text: u32,
}

impl Visitor for Writer {
    fn item(&mut self, item: &mut Item) {
        let kind = std::mem::discriminant(&item.kind);
        let previous = self.previous.take();
        self.apart = previous.is_some_and(|previous| previous != kind);
        self.body = body(&item.kind).map(|body| body.id);
        walk_item(self, item);
        self.previous = Some(kind);
    }

    fn expr(&mut self, expr: &mut Expr) {
        let is_text = matches!(expr.kind, ExprKind::Text(_));
        let most = ENTRIES - usize::from(self.body == Some(expr.id));
        let before = std::mem::replace(&mut self.broken, is_large(expr, most));
        self.in_text += u32::from(is_text);
        walk_expr(self, expr);
        self.in_text -= u32::from(is_text);
        self.broken = before;
    }

    fn begin(&mut self, line: Line, _start: u32, _end: u32) {
        if self.in_text > 0 {
            return;
        }
        self.open.push(self.next);
        let comments = self.remarks.take_before(self.next);
        let is_first = self.next == 0;
        self.next += 1;
        self.at += 2;
        if line == Line::Item && !is_first && (self.apart || !comments.is_empty()) {
            self.blank();
        }
        if line == Line::Item || self.broken {
            self.line_break();
        }
        self.own_lines(comments);
    }

    fn end(&mut self) {
        if self.in_text > 0 {
            return;
        }
        let Some(thing) = self.open.pop() else {
            return;
        };
        self.at += 2;
        for remark in self.remarks.take_behind(thing) {
            self.comment(remark.text);
            self.line_break();
        }
        let comments = self.remarks.take_after(thing);
        self.own_lines(comments);
    }

    fn open(&mut self, span: &mut Span) {
        self.at += 2;
        *span = Span {
            file: self.file,
            start: self.at,
            end: self.at,
        };
        self.at += 2;
    }

    fn close(&mut self, span: &mut Span) {
        self.at += 2;
        span.end = self.at;
    }
}

impl Writer {
    fn own_lines(&mut self, remarks: Vec<Remark>) {
        for remark in remarks {
            self.line_break();
            self.comment(remark.text);
            self.line_break();
            if remark.ends {
                self.blank();
            }
        }
    }

    fn comment(&mut self, text: String) {
        self.at += 1;
        let span = Span {
            file: self.file,
            start: self.at,
            end: self.at + 1,
        };
        self.at += 1;
        self.layout.comments.push(Comment { span });
        self.layout.texts.push(text);
    }

    fn line_break(&mut self) {
        self.layout.breaks.push(self.at);
        self.at += 1;
    }

    fn blank(&mut self) {
        self.layout.blanks.push(self.at);
        self.at += 1;
    }
}

/// The braces of a declaration.
fn body(kind: &ItemKind) -> Option<&Expr> {
    match kind {
        ItemKind::Resource(one) => Some(&one.body),
        ItemKind::Existing(one) => Some(&one.body),
        ItemKind::Data(one) => Some(&one.body),
        ItemKind::Module(one) => Some(&one.body),
        ItemKind::Stack(one) => Some(&one.body),
        _ => None,
    }
}

/// Whether a record is too much for one line, however wide that is.
fn is_large(expr: &Expr, most: usize) -> bool {
    match &expr.kind {
        ExprKind::Record(entries) => entries.len() > most || depth(expr) > DEPTH,
        _ => false,
    }
}

/// How many brackets with more than one thing in them stand in one another.
fn depth(expr: &Expr) -> usize {
    let (values, many): (Vec<&Expr>, bool) = match &expr.kind {
        ExprKind::Record(entries) => (entries.iter().filter_map(entry_value).collect(), true),
        ExprKind::List(entries) => {
            let values = entries.iter().map(|entry| match entry {
                ListEntry::Item(value) | ListEntry::Spread(value) => value,
            });
            (values.collect(), entries.len() > 1)
        }
        ExprKind::Call { arguments, .. } => {
            let values = arguments.iter().map(|argument| &argument.value);
            (values.collect(), arguments.len() > 1)
        }
        ExprKind::If {
            then, otherwise, ..
        } => (vec![then, otherwise], false),
        _ => return 0,
    };
    let below = values.into_iter().map(depth).max();
    below.map_or(0, |below| below + usize::from(many))
}

fn entry_value(entry: &RecordEntry) -> Option<&Expr> {
    match entry {
        RecordEntry::Field { value, .. } | RecordEntry::Spread(value) => Some(value),
        RecordEntry::Error(_) => None,
    }
}
