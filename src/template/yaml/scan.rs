//! Text to tokens. In: the text of a file. Out: its tokens, its comments, and the first mistake that leaves
//! no further token. Never: whether the tokens make a document.
//!
//! The rules are those of YAML 1.1 as the implementation reads it that CloudFormation's users have: a key
//! without a `?` is known when its `:` comes, so that the token [`TokenKind::Key`] is put in where it began.

use super::token::{Token, TokenKind};
use crate::diag::Diagnostic;
use crate::template::mistakes::Mistakes;
use crate::text::Span;

/// How many characters a key without a `?` may have.
const KEY_LIMIT: usize = 1024;

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

/// Where a key may have begun.
#[derive(Debug, Clone, Copy)]
struct Key {
    at: usize,
    line: usize,
    column: isize,
    /// The number of its first token.
    token: usize,
    /// Nothing but a key may stand there.
    required: bool,
}

pub(super) struct Scanner<'t> {
    pub(super) text: &'t str,
    pub(super) mistakes: Mistakes,
    /// How deep lists and maps may stand in one another.
    limit: usize,
    pub(super) at: usize,
    line: usize,
    line_start: usize,
    /// The column of the innermost list or map that is written by indentation; -1 outside of all.
    pub(super) indent: isize,
    indents: Vec<isize>,
    /// The places of the open brackets.
    brackets: Vec<usize>,
    /// For each open bracket, and the file outside of all, where a key may have begun.
    keys: Vec<Option<Key>>,
    pub(super) key_allowed: bool,
    tokens: Vec<Token<'t>>,
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

    fn push(&mut self, kind: TokenKind<'t>, length: usize) {
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

    fn open_bracket(&mut self, kind: TokenKind<'t>) -> Scanned<()> {
        self.remember_key()?;
        if self.brackets.len() + self.indents.len() >= self.limit {
            return Err(self.mistakes.nesting(self.at));
        }
        self.brackets.push(self.at);
        self.keys.push(None);
        self.key_allowed = true;
        self.push(kind, 1);
        Ok(())
    }

    fn close_bracket(&mut self, kind: TokenKind<'t>) -> Scanned<()> {
        self.forget_key()?;
        if self.brackets.pop().is_some() {
            self.keys.pop();
        }
        self.key_allowed = false;
        self.push(kind, 1);
        Ok(())
    }

    fn block_entry(&mut self) -> Scanned<()> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.mistakes.list_behind(self.at));
            }
            self.open_block(self.column(), None, TokenKind::BlockList, self.at)?;
        }
        self.forget_key()?;
        self.key_allowed = true;
        self.push(TokenKind::BlockEntry, 1);
        Ok(())
    }

    fn explicit_key(&mut self) -> Scanned<()> {
        if !self.in_flow() {
            if !self.key_allowed {
                return Err(self.mistakes.key_behind(self.at));
            }
            self.open_block(self.column(), None, TokenKind::BlockMap, self.at)?;
        }
        self.forget_key()?;
        self.key_allowed = !self.in_flow();
        self.push(TokenKind::Key, 1);
        Ok(())
    }

    fn value(&mut self) -> Scanned<()> {
        if let Some(key) = self.keys.last_mut().and_then(Option::take) {
            let begin = Token {
                kind: TokenKind::Key,
                start: key.at,
                end: key.at,
            };
            self.tokens.insert(key.token, begin);
            self.open_block(key.column, Some(key.token), TokenKind::BlockMap, key.at)?;
            self.key_allowed = false;
        } else {
            if !self.in_flow() {
                if !self.key_allowed {
                    let scalar = self.tokens.last().filter(|token| token.is_scalar());
                    let before = scalar.map(|token| (token.start, token.end));
                    return Err(self.mistakes.value_behind(self.at, before, self.text));
                }
                self.open_block(self.column(), None, TokenKind::BlockMap, self.at)?;
            }
            self.key_allowed = !self.in_flow();
        }
        self.push(TokenKind::Value, 1);
        Ok(())
    }

    /// Begins a list or a map by indentation where the column is further right than that of the innermost;
    /// its token is put before the one of a number.
    fn open_block(
        &mut self,
        column: isize,
        before: Option<usize>,
        kind: TokenKind<'t>,
        at: usize,
    ) -> Scanned<()> {
        if self.in_flow() || self.indent >= column {
            return Ok(());
        }
        if self.indents.len() >= self.limit {
            return Err(self.mistakes.nesting(at));
        }
        self.indents.push(self.indent);
        self.indent = column;
        let token = Token {
            kind,
            start: at,
            end: at,
        };
        self.tokens
            .insert(before.unwrap_or(self.tokens.len()), token);
        Ok(())
    }

    /// Ends the lists and maps whose indentation is further right than a column.
    fn close_blocks(&mut self, column: isize) {
        while !self.in_flow() && self.indent > column {
            self.push(TokenKind::BlockEnd, 0);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// A key may begin here.
    fn remember_key(&mut self) -> Scanned<()> {
        if !self.key_allowed {
            return Ok(());
        }
        self.forget_key()?;
        let key = Key {
            at: self.at,
            line: self.line,
            column: self.column(),
            token: self.tokens.len(),
            required: !self.in_flow() && self.indent == self.column(),
        };
        if let Some(slot) = self.keys.last_mut() {
            *slot = Some(key);
        }
        Ok(())
    }

    /// What may have been a key is none.
    fn forget_key(&mut self) -> Scanned<()> {
        match self.keys.last_mut() {
            Some(Some(key)) if key.required => Err(self.mistakes.no_colon(key.at, self.text)),
            Some(slot) => {
                *slot = None;
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// A key is on one line and not too long.
    fn forget_old_keys(&mut self) -> Scanned<()> {
        for slot in &mut self.keys {
            let Some(key) = *slot else { continue };
            let is_old = key.line < self.line
                || self.at - key.at > KEY_LIMIT
                    && self.text[key.at..self.at].chars().count() > KEY_LIMIT;
            if is_old && key.required {
                return Err(self.mistakes.no_colon(key.at, self.text));
            }
            if is_old {
                *slot = None;
            }
        }
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
