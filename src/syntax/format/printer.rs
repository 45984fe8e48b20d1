//! Where printed text goes: columns, indentation, attempts to print on one line, and the comments
//! that wait to be printed. In: pieces of text. Out: the whole. Never: what a piece means.

use super::WIDTH;
use super::unwritten::Layout;
use crate::syntax::ast::{Comment, Module};
use crate::text::Span;

pub struct Printer<'a> {
    /// What the tree was parsed from; empty for one that nobody wrote.
    pub text: &'a str,
    /// Where the lines of a tree are that nobody wrote.
    layout: Option<&'a Layout>,
    comments: &'a [Comment],
    broken: &'a [Span],
    next_comment: usize,
    out: String,
    column: usize,
    indent: usize,
    /// The line is new: its indentation is not printed yet.
    at_line_start: bool,
    /// While all is to stand on one line: how many columns there are, and whether it went wrong.
    flat: Option<usize>,
    failed: bool,
    /// Whether this is in the quotes of a text.
    in_text: bool,
    /// How many columns are needed behind whatever is printed now.
    reserved: usize,
    /// A comment stands where nothing prints one.
    misplaced: bool,
    /// How many lines have ended.
    lines: usize,
}

/// Where the printer was.
pub struct Mark {
    length: usize,
    column: usize,
    at_line_start: bool,
    next_comment: usize,
    misplaced: bool,
    lines: usize,
}

impl<'a> Printer<'a> {
    pub fn new(text: &'a str, module: &'a Module) -> Printer<'a> {
        Printer {
            text,
            layout: None,
            comments: &module.comments,
            broken: &module.broken,
            next_comment: 0,
            out: String::with_capacity(text.len() + text.len() / 8),
            column: 0,
            indent: 0,
            at_line_start: true,
            flat: None,
            failed: false,
            in_text: false,
            reserved: 0,
            misplaced: false,
            lines: 0,
        }
    }

    /// For a tree whose places are those of its layout.
    pub fn unwritten(module: &'a Module, layout: &'a Layout) -> Printer<'a> {
        Printer {
            layout: Some(layout),
            comments: &layout.comments,
            broken: &[],
            ..Printer::new("", module)
        }
    }

    /// Whether nobody wrote what is printed.
    pub fn is_unwritten(&self) -> bool {
        self.layout.is_some()
    }

    /// All that was printed.
    pub fn finish(self) -> String {
        self.out
    }

    /// Ends the last line, if there is one.
    pub fn end_line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Prints text that holds no new line.
    pub fn push(&mut self, text: &str) {
        if self.failed || text.is_empty() {
            return;
        }
        if self.at_line_start {
            self.out.extend(std::iter::repeat_n(' ', self.indent));
            self.column = self.indent;
            self.at_line_start = false;
        }
        self.out.push_str(text);
        self.column += text.chars().count();
        if self.flat.is_some_and(|width| self.column > width) {
            self.failed = true;
        }
    }

    /// Prints text as it was written, new lines too.
    pub fn push_written(&mut self, text: &str) {
        match text.rfind('\n') {
            Some(_) if self.flat.is_some() => self.failed = true,
            Some(last) => {
                self.push(text.get(..last).unwrap_or(""));
                let line = text.get(last..).unwrap_or("");
                self.out.push_str(line);
                self.column = line.chars().count() - 1;
                self.lines += 1;
            }
            None => self.push(text),
        }
    }

    /// Begins a new line.
    pub fn newline(&mut self) {
        if self.flat.is_some() {
            self.failed = true;
            return;
        }
        self.out.push('\n');
        self.column = 0;
        self.lines += 1;
        self.at_line_start = true;
    }

    /// Puts an empty line before the line that began there.
    pub fn blank_line_at(&mut self, mark: &Mark) {
        self.out.insert(mark.length, '\n');
    }

    /// Leaves one line empty: called on a new line.
    pub fn blank_line(&mut self) {
        if !self.out.ends_with("\n\n") && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    pub fn indented(&mut self, print: impl FnOnce(&mut Self)) {
        self.indent += 2;
        print(self);
        self.indent -= 2;
    }

    /// Keeps a column free behind each line.
    pub fn reserving(&mut self, columns: usize, print: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.reserved, columns);
        print(self);
        self.reserved = before;
    }

    /// How many lines have ended.
    pub fn line_count(&self) -> usize {
        self.lines
    }

    pub fn is_flat(&self) -> bool {
        self.flat.is_some()
    }

    /// Gives an attempt up.
    pub fn fail(&mut self) {
        self.failed = true;
    }

    /// What something looks like on one line in the quotes of a text, however wide that is.
    pub fn in_text(&mut self, print: impl FnOnce(&mut Self)) -> String {
        let mark = self.mark();
        let flat = self.flat.replace(usize::MAX);
        let in_text = std::mem::replace(&mut self.in_text, true);
        let failed = std::mem::take(&mut self.failed);
        self.at_line_start = false;
        print(self);
        let text = self.out.split_off(mark.length);
        self.failed |= failed;
        self.in_text = in_text;
        self.flat = flat;
        self.reset(mark);
        text
    }

    /// Whether this is printed in the quotes of a text.
    pub fn is_in_text(&self) -> bool {
        self.in_text
    }

    /// Prints a text of several lines, with its quotes. All of it stands one level deeper than what is
    /// before, the last quotes too: they say how much of the indentation is none of the text's.
    pub fn text_lines(&mut self, quotes: &str, content: &str) {
        if self.flat.is_some() {
            self.failed = true;
            return;
        }
        self.push(quotes);
        self.indented(|p| {
            for line in content.split('\n') {
                p.newline();
                p.push(line);
            }
            p.newline();
            p.push(quotes);
        });
    }

    /// Prints on one line, on which `after` more columns are needed; or prints nothing.
    pub fn try_flat(&mut self, after: usize, print: impl FnOnce(&mut Self)) -> bool {
        if self.flat.is_some() {
            print(self);
            return !self.failed;
        }
        let mark = self.mark();
        self.flat = Some(WIDTH.saturating_sub(after + self.reserved));
        print(self);
        self.flat = None;
        let fits = !std::mem::take(&mut self.failed);
        if !fits {
            self.reset(mark);
        }
        fits
    }

    /// How many columns something takes on one line.
    pub fn width_of(&mut self, print: impl FnOnce(&mut Self)) -> usize {
        let mark = self.mark();
        let before = (self.flat.replace(usize::MAX), self.failed);
        self.push("");
        let from = self.column;
        print(self);
        let width = self.column.saturating_sub(from);
        (self.flat, self.failed) = before;
        self.reset(mark);
        width
    }

    pub fn mark(&self) -> Mark {
        Mark {
            length: self.out.len(),
            column: self.column,
            at_line_start: self.at_line_start,
            next_comment: self.next_comment,
            misplaced: self.misplaced,
            lines: self.lines,
        }
    }

    /// Takes back all that was printed since.
    pub fn reset(&mut self, mark: Mark) {
        self.out.truncate(mark.length);
        self.column = mark.column;
        self.at_line_start = mark.at_line_start;
        self.next_comment = mark.next_comment;
        self.misplaced = mark.misplaced;
        self.lines = mark.lines;
    }

    /// Passes over the comments before an offset: nothing prints them where they are. Those that nobody
    /// wrote wait for the next place that has comments.
    pub fn misplace_comments(&mut self, offset: u32) {
        while !self.is_unwritten() && self.comment_before(offset).is_some() {
            self.next_comment += 1;
            self.misplaced = true;
        }
    }

    /// Whether comments were passed over since the last time that this was asked.
    pub fn take_misplaced(&mut self) -> bool {
        std::mem::take(&mut self.misplaced)
    }

    /// The next comment if it begins before an offset.
    pub fn comment_before(&self, offset: u32) -> Option<Span> {
        let comment = self.comments.get(self.next_comment)?;
        (comment.span.start < offset).then_some(comment.span)
    }

    /// Whether a comment begins between two offsets.
    pub fn comment_between(&self, start: u32, end: u32) -> bool {
        let first = self
            .comments
            .partition_point(|comment| comment.span.start < start);
        let comment = self.comments.get(first);
        comment.is_some_and(|comment| comment.span.start < end)
    }

    /// Prints the next comment.
    pub fn print_comment(&mut self) {
        if let Some(comment) = self.comments.get(self.next_comment) {
            let written = match self.layout {
                Some(layout) => layout
                    .texts
                    .get(self.next_comment)
                    .map_or("", String::as_str),
                None => self.slice(comment.span.start, comment.span.end),
            };
            self.next_comment += 1;
            self.push_written(written);
        }
    }

    /// Prints a stretch of the text as it was written, with the comments in it.
    pub fn verbatim(&mut self, start: u32, end: u32) {
        self.misplace_comments(start);
        let written = self.slice(start, end);
        self.push_written(written);
        while self.comment_before(end).is_some() {
            self.next_comment += 1;
        }
    }

    pub fn slice(&self, start: u32, end: u32) -> &'a str {
        self.text.get(start as usize..end as usize).unwrap_or("")
    }

    /// Whether a line ends between two offsets.
    pub fn line_ends(&self, start: u32, end: u32) -> bool {
        match self.layout {
            Some(layout) => layout.line_ends(start, end),
            None => self.slice(start, end).contains('\n'),
        }
    }

    /// Whether an empty line stands between two offsets.
    pub fn blank_between(&self, start: u32, end: u32) -> bool {
        if let Some(layout) = self.layout {
            return layout.blank_between(start, end);
        }
        let mut lines = self.slice(start, end).split('\n').skip(1).peekable();
        while let Some(line) = lines.next() {
            if lines.peek().is_some() && line.trim().is_empty() {
                return true;
            }
        }
        false
    }

    /// Where a sign begins that stands before an offset, behind white space.
    pub fn sign_before(&self, offset: u32, sign: &str) -> u32 {
        let before = self.slice(0, offset).trim_end();
        match before.strip_suffix(sign) {
            Some(before) => before.len() as u32,
            None => offset,
        }
    }

    /// What cannot be read.
    pub fn broken(&self) -> &'a [Span] {
        self.broken
    }
}
