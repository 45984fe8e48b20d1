//! Anchors, aliases, tags and directives. In: a scanner that stands before one. Out: its token. Never: what a
//! tag means.

use super::scan::{Scanned, Scanner};
use super::text::hex;
use super::token::{Directive, Tag, Token, TokenKind};
use std::borrow::Cow;

impl<'t> Scanner<'t> {
    /// `&name` or `*name`.
    pub(super) fn anchor(&mut self) -> Scanned<Token<'t>> {
        let start = self.at;
        let is_alias = self.byte(0) == Some(b'*');
        self.at += 1;
        let name = self.word();
        let ends = self.is_blank_or_end(0)
            || matches!(self.byte(0), Some(byte) if b"?:,]}%@`".contains(&byte));
        if name.is_empty() || !ends {
            return Err(self.mistakes.anchor_name(start, is_alias, self.text));
        }
        let kind = match is_alias {
            true => TokenKind::Alias(name),
            false => TokenKind::Anchor(name),
        };
        Ok(self.token(kind, start))
    }

    /// `!Sub`, `!!str`, `!handle!suffix`, `!<uri>` or `!`.
    pub(super) fn tag(&mut self) -> Scanned<Token<'t>> {
        let start = self.at;
        let tag = if self.byte(1) == Some(b'<') {
            self.at += 2;
            let suffix = self.uri(true, start)?;
            if self.byte(0) != Some(b'>') {
                return Err(self.mistakes.tag(start, self.at));
            }
            self.at += 1;
            Tag { handle: "", suffix }
        } else {
            self.at += 1;
            let word = self.word();
            if self.byte(0) == Some(b'!') {
                self.at += 1;
                Tag {
                    handle: &self.text[start..self.at],
                    suffix: self.uri(false, start)?,
                }
            } else {
                self.at -= word.len();
                Tag {
                    handle: "!",
                    suffix: self.uri(false, start)?,
                }
            }
        };
        let ends = self.is_blank_or_end(0) || self.in_flow() && self.byte(0) == Some(b',');
        if !ends || tag.handle != "!" && tag.suffix.is_empty() {
            return Err(self.mistakes.tag(start, self.at));
        }
        Ok(self.token(TokenKind::Tag(tag), start))
    }

    /// `%YAML 1.1` or `%TAG ! prefix`.
    pub(super) fn directive(&mut self) -> Scanned<()> {
        let start = self.at;
        self.leave_all()?;
        self.at += 1;
        let directive = match self.word() {
            "YAML" if self.skip_spaces() => {
                let major = self.digits();
                let dot = self.byte(0) == Some(b'.');
                self.at += usize::from(dot);
                match (major, self.digits()) {
                    (Some(major), Some(minor)) if dot => Directive::Version { major, minor },
                    _ => return Err(self.mistakes.directive(start, self.text)),
                }
            }
            "TAG" if self.skip_spaces() => {
                let handle = self.at;
                self.at += usize::from(self.byte(0) == Some(b'!'));
                let word = self.word();
                let ends = self.byte(0) == Some(b'!');
                self.at += usize::from(ends);
                let handle = &self.text[handle..self.at];
                if !handle.starts_with('!') || !ends && !word.is_empty() || !self.skip_spaces() {
                    return Err(self.mistakes.directive(start, self.text));
                }
                let prefix = self.uri(true, start)?;
                Directive::Tag { handle, prefix }
            }
            _ => return Err(self.mistakes.directive(start, self.text)),
        };
        let token = self.token(TokenKind::Directive(directive), start);
        if !self.is_blank_or_end(0) {
            return Err(self.mistakes.directive(start, self.text));
        }
        self.skip_spaces();
        self.skip_comment();
        if !self.is_blank_or_end(0) {
            return Err(self.mistakes.directive(start, self.text));
        }
        self.add(token);
        Ok(())
    }

    fn token(&self, kind: TokenKind<'t>, start: usize) -> Token<'t> {
        Token {
            kind,
            start,
            end: self.at,
        }
    }

    /// Letters, digits, `_` and `-`.
    fn word(&mut self) -> &'t str {
        let text = self.text;
        let rest = &text[self.at..];
        let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        let length = rest.bytes().take_while(is_word).count();
        self.at += length;
        &rest[..length]
    }

    fn digits(&mut self) -> Option<u32> {
        let rest = &self.text[self.at..];
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        self.at += length;
        rest[..length].parse().ok()
    }

    /// Whether there are any.
    fn skip_spaces(&mut self) -> bool {
        let start = self.at;
        while matches!(self.byte(0), Some(b' ' | b'\t')) {
            self.at += 1;
        }
        self.at > start
    }

    /// What may stand in a tag; with brackets and commas where something else ends it.
    fn uri(&mut self, brackets: bool, tag: usize) -> Scanned<Cow<'t, str>> {
        let text = self.text;
        let start = self.at;
        let mut escaped = None;
        while let Some(byte) = self.byte(0) {
            if byte == b'%' {
                let bytes = escaped.get_or_insert_with(|| text.as_bytes()[start..self.at].to_vec());
                let Some(code) = hex(text, self.at + 1, 2).and_then(|code| u8::try_from(code).ok())
                else {
                    return Err(self.mistakes.tag(tag, self.at + 1));
                };
                bytes.push(code);
                self.at += 3;
                continue;
            }
            let is_part = byte.is_ascii_alphanumeric()
                || b"_-;/?:@&=+$.!~*'()".contains(&byte)
                || brackets && b",[]".contains(&byte);
            if !is_part {
                break;
            }
            if let Some(bytes) = &mut escaped {
                bytes.push(byte);
            }
            self.at += 1;
        }
        match escaped.map(String::from_utf8) {
            None => Ok(Cow::Borrowed(&text[start..self.at])),
            Some(Ok(suffix)) => Ok(Cow::Owned(suffix)),
            Some(Err(_)) => Err(self.mistakes.tag(tag, self.at)),
        }
    }
}
