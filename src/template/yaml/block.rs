//! Texts of several lines behind `|` and `>`. In: a scanner that stands before one. Out: its token, with the text
//! that it means. Never: other texts.

use super::scan::{Scanned, Scanner};
use super::text::meaning;
use super::token::{Token, TokenKind};
use std::borrow::Cow;

impl<'t> Scanner<'t> {
    /// `|` or `>`, and the lines that are indented behind it.
    pub(super) fn block_text(&mut self) -> Scanned<Token<'t>> {
        let start = self.at;
        let is_folded = self.byte(0) == Some(b'>');
        self.at += 1;
        let (mut keep, mut indent) = (None, 0);
        for _ in 0..2 {
            match self.byte(0) {
                Some(byte @ (b'+' | b'-')) if keep.is_none() => keep = Some(byte == b'+'),
                Some(byte @ b'1'..=b'9') if indent == 0 => {
                    indent = self.indent.max(0) + isize::from(byte - b'0');
                }
                _ => break,
            }
            self.at += 1;
        }
        let mut end = self.at;
        while matches!(self.byte(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        self.skip_comment();
        match self.break_length(0) {
            0 if self.byte(0).is_some() => {
                return Err(self.mistakes.block_header(start, self.at, self.text));
            }
            0 => {}
            length => self.skip_break(length),
        }
        let mut text = String::new();
        let (mut first, mut others) = ("", String::new());
        let mut was_blank = false;
        self.block_breaks(&mut indent, &mut others)?;
        while self.column() == indent && self.byte(0).is_some() {
            let is_blank = matches!(self.byte(0), Some(b' ' | b'\t'));
            if is_folded && first == "\n" && !was_blank && !is_blank {
                if others.is_empty() {
                    text.push(' ');
                }
            } else {
                text.push_str(first);
            }
            text.push_str(&others);
            others.clear();
            was_blank = is_blank;
            let line = self.at;
            self.skip_line();
            text.push_str(&self.text[line..self.at]);
            end = self.at;
            first = meaning(&self.text.as_bytes()[self.at..]);
            match self.break_length(0) {
                0 => {}
                length => self.skip_break(length),
            }
            self.block_breaks(&mut indent, &mut others)?;
        }
        if keep != Some(false) {
            text.push_str(first);
        }
        if keep == Some(true) {
            text.push_str(&others);
        }
        Ok(Token {
            kind: TokenKind::Scalar {
                value: Cow::Owned(text),
                plain: false,
            },
            start,
            end,
        })
    }

    /// The empty lines of a block, and the indentation of what follows. Where the indentation is not known
    /// yet (0), that of the first line decides it.
    fn block_breaks(&mut self, indent: &mut isize, breaks: &mut String) -> Scanned<()> {
        let mut deepest = 0;
        loop {
            while (*indent == 0 || self.column() < *indent) && self.byte(0) == Some(b' ') {
                self.at += 1;
            }
            deepest = deepest.max(self.column());
            if (*indent == 0 || self.column() < *indent) && self.byte(0) == Some(b'\t') {
                return Err(self.mistakes.tab(self.at));
            }
            match self.break_length(0) {
                0 => break,
                length => {
                    breaks.push_str(meaning(&self.text.as_bytes()[self.at..]));
                    self.skip_break(length);
                }
            }
        }
        if *indent == 0 {
            *indent = deepest.max(self.indent + 1).max(1);
        }
        Ok(())
    }
}
