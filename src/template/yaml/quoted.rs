//! Texts in quotes. In: a scanner that stands before one. Out: its token, with the text that it means. Never: texts
//! without quotes.

use super::scan::{Scanned, Scanner};
use super::text::{Breaks, Parts, hex};
use super::token::{Token, TokenKind};

impl<'t> Scanner<'t> {
    pub(super) fn single_quoted(&mut self) -> Scanned<Token<'t>> {
        self.quoted(b'\'')
    }

    pub(super) fn double_quoted(&mut self) -> Scanned<Token<'t>> {
        self.quoted(b'"')
    }

    fn quoted(&mut self, quote: u8) -> Scanned<Token<'t>> {
        let start = self.at;
        self.at += 1;
        let mut parts = Parts::new(self.text, self.at);
        loop {
            if self.at_document_mark() {
                return Err(self.mistakes.unclosed_text(start, self.text));
            }
            match self.byte(0) {
                None => return Err(self.mistakes.unclosed_text(start, self.text)),
                Some(b'\'') if quote == b'\'' && self.byte(1) == Some(b'\'') => {
                    parts.cut(self.at, "'", self.at + 2);
                    self.at += 2;
                }
                Some(byte) if byte == quote => break,
                Some(b'\\') if quote == b'"' => self.escape(&mut parts)?,
                Some(b' ' | b'\t' | b'\n' | b'\r' | 0xc2 | 0xe2) => {
                    let before = self.at;
                    let mut breaks = Breaks::default();
                    self.pass_blanks(&mut breaks, |_, _| Ok(()))?;
                    if breaks.first.is_some() {
                        parts.cut(before, &breaks.folded(), self.at);
                    } else if self.at == before {
                        self.at += 1;
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        let value = parts.finish(self.at);
        self.at += 1;
        Ok(Token {
            kind: TokenKind::Scalar {
                value,
                plain: false,
            },
            start,
            end: self.at,
        })
    }

    /// An escape in double quotes.
    fn escape(&mut self, parts: &mut Parts<'t>) -> Scanned<()> {
        let start = self.at;
        let length = self.break_length(1);
        if length > 0 {
            // The line break is no part of the text; what indents the next line neither.
            self.at += 1;
            self.skip_break(length);
            let mut breaks = Breaks {
                first: Some("\n"),
                others: String::new(),
            };
            self.pass_blanks(&mut breaks, |_, _| Ok(()))?;
            parts.cut(start, &breaks.others, self.at);
            return Ok(());
        }
        let digits = match self.byte(1) {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            _ => 0,
        };
        let meant = match self.byte(1) {
            Some(b'0') => Some('\0'),
            Some(b'a') => Some('\x07'),
            Some(b'b') => Some('\x08'),
            Some(b't' | b'\t') => Some('\t'),
            Some(b'n') => Some('\n'),
            Some(b'v') => Some('\x0b'),
            Some(b'f') => Some('\x0c'),
            Some(b'r') => Some('\r'),
            Some(b'e') => Some('\x1b'),
            Some(byte @ (b' ' | b'"' | b'/' | b'\\')) => Some(char::from(byte)),
            Some(b'N') => Some('\u{85}'),
            Some(b'_') => Some('\u{a0}'),
            Some(b'L') => Some('\u{2028}'),
            Some(b'P') => Some('\u{2029}'),
            _ if digits > 0 => hex(self.text, start + 2, digits).and_then(char::from_u32),
            _ => None,
        };
        let Some(meant) = meant else {
            return Err(self.mistakes.escape(start, digits, self.text));
        };
        self.at += 2 + digits;
        parts.cut(start, meant.encode_utf8(&mut [0; 4]), self.at);
        Ok(())
    }
}
