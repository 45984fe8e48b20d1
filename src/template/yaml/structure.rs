//! Lists and maps, by indentation and in brackets, and the keys that are known by their `:`. In: a scanner that
//! stands before a sign. Out: its token, and those of the list or map that begins or ends with it. Never: texts.

use super::scan::{Scanned, Scanner};
use super::token::{Token, TokenKind};

/// How many characters a key without a `?` may have.
const KEY_LIMIT: usize = 1024;

/// Where a key may have begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    at: usize,
    line: usize,
    column: isize,
    /// The number of its first token.
    pub(super) token: usize,
    /// Nothing but a key may stand there.
    required: bool,
}

impl<'t> Scanner<'t> {
    pub(super) fn open_bracket(&mut self, kind: TokenKind<'t>) -> Scanned<()> {
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

    pub(super) fn close_bracket(&mut self, kind: TokenKind<'t>) -> Scanned<()> {
        self.forget_key()?;
        if self.brackets.pop().is_some() {
            self.keys.pop();
        }
        self.key_allowed = false;
        self.push(kind, 1);
        Ok(())
    }

    pub(super) fn block_entry(&mut self) -> Scanned<()> {
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

    pub(super) fn explicit_key(&mut self) -> Scanned<()> {
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

    pub(super) fn value(&mut self) -> Scanned<()> {
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
    pub(super) fn close_blocks(&mut self, column: isize) {
        while !self.in_flow() && self.indent > column {
            self.push(TokenKind::BlockEnd, 0);
            self.indent = self.indents.pop().unwrap_or(-1);
        }
    }

    /// A key may begin here.
    pub(super) fn remember_key(&mut self) -> Scanned<()> {
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
    pub(super) fn forget_key(&mut self) -> Scanned<()> {
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
    pub(super) fn forget_old_keys(&mut self) -> Scanned<()> {
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
