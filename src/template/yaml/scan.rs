//! Text to tokens. In: the text of a file. Out: its tokens, its comments, and the first mistake that leaves
//! no further token. Never: whether the tokens make a document.
//!
//! The rules are those of YAML 1.1 as the implementation reads it that CloudFormation's users have: a key
//! without a `?` is known when its `:` comes, so that the token [`TokenKind::Key`] is put in where it began.

use super::structure::Key;
use super::token::{Token, TokenKind};
use crate::diag::Diagnostic;
use crate::template::mistakes::Mistakes;
use crate::text::Span;

pub type Scanned<T> = Result<T, Box<Diagnostic>>;

pub struct Tokens<'t> {
    pub tokens: Vec<Token<'t>>,
    pub comments: Vec<Span>,
    /// What stands where the tokens end, unless the file ends there.
    pub mistake: Option<Box<Diagnostic>>,
}

pub fn scan(text: &str, mistakes: Mistakes, limit: usize) -> Tokens<'_> {
    let mut scanner = Scanner {
        text,
        mistakes,
        limit,
        at: 0,
        line: 0,
        line_start: 0,
        indent: -1,
        indents: Vec::new(),
        brackets: Vec::new(),
        keys: vec![None],
        key_allowed: true,
        tokens: Vec::with_capacity(text.len() / 8),
        comments: Vec::new(),
    };
    let mut mistake = None;
    loop {
        match scanner.next() {
            Ok(true) => {}
            Ok(false) => break,
            Err(found) => {
                mistake = Some(found);
                break;
            }
        }
    }
    if mistake.is_some() {
        // What may have been a key is not known to be one or not.
        let open = scanner.keys.iter().flatten().map(|key| key.token).min();
        scanner.tokens.truncate(open.unwrap_or(usize::MAX));
    }
    Tokens {
        tokens: scanner.tokens,
        comments: scanner.comments,
        mistake,
    }
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) mistakes: Mistakes,
    /// How deep lists and maps may stand in one another.
    pub(super) limit: usize,
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) line_start: usize,
    /// The column of the innermost list or map that is written by indentation; -1 outside of all.
    pub(super) indent: isize,
    pub(super) indents: Vec<isize>,
    /// The places of the open brackets.
    pub(super) brackets: Vec<usize>,
    /// For each open bracket, and the file outside of all, where a key may have begun.
    pub(super) keys: Vec<Option<Key>>,
    pub(super) key_allowed: bool,
    pub(super) tokens: Vec<Token<'t>>,
    pub(super) comments: Vec<Span>,
}

impl<'t> Scanner<'t> {
    /// Scans one token; false at the end of the file.
    fn next(&mut self) -> Scanned<bool> {
        self.skip_blank();
        self.forget_old_keys()?;
        self.close_blocks(self.column());
        let (byte, blank_follows) = (self.byte(0), self.is_blank_or_end(1));
        match byte {
            None => return self.end().map(|()| false),
            Some(b'%') if self.column() == 0 => self.directive()?,
            Some(b'-' | b'.') if self.at_document_mark() => {
                let kind = match byte {
                    Some(b'-') => TokenKind::DocumentStart,
                    _ => TokenKind::DocumentEnd,
                };
                self.leave_all()?;
                self.push(kind, 3);
            }
            Some(b'[') => self.open_bracket(TokenKind::FlowList)?,
            Some(b'{') => self.open_bracket(TokenKind::FlowMap)?,
            Some(b']') => self.close_bracket(TokenKind::FlowListEnd)?,
            Some(b'}') => self.close_bracket(TokenKind::FlowMapEnd)?,
            Some(b',') => {
                self.forget_key()?;
                self.key_allowed = true;
                self.push(TokenKind::FlowEntry, 1);
            }
            Some(b'-') if blank_follows => self.block_entry()?,
            Some(b'?') if self.in_flow() || blank_follows => self.explicit_key()?,
            Some(b':') if self.in_flow() || blank_follows => self.value()?,
            Some(b'*' | b'&') => self.begin_key(Self::anchor)?,
            Some(b'!') => self.begin_key(Self::tag)?,
            Some(b'|' | b'>') if !self.in_flow() => {
                self.forget_key()?;
                self.key_allowed = true;
                let token = self.block_text()?;
                self.add(token);
            }
            Some(b'\'') => self.begin_key(Self::single_quoted)?,
            Some(b'"') => self.begin_key(Self::double_quoted)?,
            Some(b'-') if !matches!(self.byte(1), Some(b' ' | b'\t')) => {
                self.begin_key(Self::plain)?;
            }
            Some(b'?' | b':') if !self.in_flow() => self.begin_key(Self::plain)?,
            Some(b'\t') => return Err(self.mistakes.tab(self.at)),
            Some(other) if b"-?:|>%@`".contains(&other) => {
                return Err(self.mistakes.cannot_begin(self.at, self.text));
            }
            Some(_) => self.begin_key(Self::plain)?,
        }
        Ok(true)
    }

    pub(super) fn byte(&self, ahead: usize) -> Option<u8> {
        self.text.as_bytes().get(self.at + ahead).copied()
    }

    pub(super) fn column(&self) -> isize {
        (self.at - self.line_start) as isize
    }

    pub(super) fn in_flow(&self) -> bool {
        !self.brackets.is_empty()
    }

    /// The length of the line break that is so many bytes ahead; 0 where there is none.
    pub(super) fn break_length(&self, ahead: usize) -> usize {
        break_length(self.text.as_bytes().get(self.at + ahead..).unwrap_or(&[]))
    }

    pub(super) fn is_blank_or_end(&self, ahead: usize) -> bool {
        matches!(self.byte(ahead), None | Some(b' ' | b'\t')) || self.break_length(ahead) > 0
    }

    /// Goes behind a line break of so many bytes.
    pub(super) fn skip_break(&mut self, length: usize) {
        self.at += length;
        self.line += 1;
        self.line_start = self.at;
    }

    /// `---` or `...` at the beginning of a line.
    pub(super) fn at_document_mark(&self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or(&[]);
        self.column() == 0
            && (rest.starts_with(b"---") || rest.starts_with(b"..."))
            && self.is_blank_or_end(3)
    }

    /// White space and comments.
    fn skip_blank(&mut self) {
        loop {
            if self.column() == 0
                && self.text.as_bytes()[self.at..].starts_with(&[0xef, 0xbb, 0xbf])
            {
                self.at += 3;
                // It counts as one column.
                self.line_start += 2;
            }
            let tabs = self.in_flow() || !self.key_allowed;
            while self.byte(0) == Some(b' ') || tabs && self.byte(0) == Some(b'\t') {
                self.at += 1;
            }
            self.skip_comment();
            match self.break_length(0) {
                0 => return,
                length => self.skip_break(length),
            }
            if !self.in_flow() {
                self.key_allowed = true;
            }
        }
    }

    /// Remembers a comment that begins here, and goes to the end of its line.
    pub(super) fn skip_comment(&mut self) {
        if self.byte(0) == Some(b'#') {
            let start = self.at + 1;
            self.skip_line();
            self.comments.push(self.mistakes.span(start, self.at));
        }
    }

    /// Goes to the end of the line.
    pub(super) fn skip_line(&mut self) {
        while let Some(byte) = self.byte(0) {
            if matches!(byte, b'\n' | b'\r' | 0xc2 | 0xe2) && self.break_length(0) > 0 {
                break;
            }
            self.at += 1;
        }
    }

    /// Ends all lists and maps: a document ends here.
    pub(super) fn leave_all(&mut self) -> Scanned<()> {
        self.close_blocks(-1);
        self.forget_key()?;
        self.key_allowed = false;
        Ok(())
    }

    pub(super) fn add(&mut self, token: Token<'t>) {
        self.tokens.push(token);
    }

    pub(super) fn push(&mut self, kind: TokenKind<'t>, length: usize) {
        let start = self.at;
        self.at += length;
        self.tokens.push(Token {
            kind,
            start,
            end: self.at,
        });
    }

    fn end(&mut self) -> Scanned<()> {
        self.close_blocks(-1);
        self.forget_key()?;
        self.push(TokenKind::End, 0);
        Ok(())
    }

    /// What may begin a key: remembers where, and scans it.
    fn begin_key(&mut self, scan: fn(&mut Self) -> Scanned<Token<'t>>) -> Scanned<()> {
        self.remember_key()?;
        self.key_allowed = false;
        let token = scan(self)?;
        self.add(token);
        Ok(())
    }
}

/// The length of a line break at the beginning of some bytes; 0 where there is none.
pub(super) fn break_length(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        [0xc2, 0x85, ..] => 2,
        [0xe2, 0x80, 0xa8 | 0xa9, ..] => 3,
        _ => 0,
    }
}
