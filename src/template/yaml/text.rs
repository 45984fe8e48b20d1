//! Texts: plain, in quotes, and blocks. In: a scanner that stands before one. Out: its token, with the text
//! that it means. Never: whether it means a number.

use super::scan::{Scanned, Scanner};
use super::token::{Token, TokenKind};
use std::borrow::Cow;

/// A text that is put together from parts of the file; it is a part of the file itself while there is one.
struct Parts<'t> {
    file: &'t str,
    /// Where the part begins that is not in `text` yet.
    start: usize,
    text: Option<String>,
}

impl<'t> Parts<'t> {
    fn new(file: &'t str, start: usize) -> Parts<'t> {
        Parts {
            file,
            start,
            text: None,
        }
    }

    /// Takes the part up to `end`, then `insert`; the next part begins at `next`.
    fn cut(&mut self, end: usize, insert: &str, next: usize) {
        let text = self.text.get_or_insert_default();
        text.push_str(&self.file[self.start..end]);
        text.push_str(insert);
        self.start = next;
    }

    fn finish(mut self, end: usize) -> Cow<'t, str> {
        if self.text.is_some() {
            self.cut(end, "", end);
        }
        match self.text {
            Some(text) => Cow::Owned(text),
            None => Cow::Borrowed(&self.file[self.start..end]),
        }
    }
}

/// Line breaks that were passed: the first is a space where no other follows, and nothing where one does.
#[derive(Default)]
struct Breaks {
    first: Option<&'static str>,
    others: String,
}

impl Breaks {
    fn add(&mut self, bytes: &[u8]) {
        let what = meaning(bytes);
        match self.first {
            None => self.first = Some(what),
            Some(_) => self.others.push_str(what),
        }
    }

    fn folded(self) -> Cow<'static, str> {
        match self.first {
            None => Cow::Borrowed(""),
            Some("\n") if self.others.is_empty() => Cow::Borrowed(" "),
            Some("\n") => Cow::Owned(self.others),
            Some(first) => Cow::Owned(first.to_owned() + &self.others),
        }
    }
}

impl<'t> Scanner<'t> {
    pub(super) fn plain(&mut self) -> Scanned<Token<'t>> {
        let start = self.at;
        let indent = self.indent + 1;
        let mut end = start;
        let mut parts = Parts::new(self.text, start);
        loop {
            if self.at_document_mark() || self.byte(0) == Some(b'#') {
                break;
            }
            self.plain_word()?;
            end = end.max(self.at);
            let mut breaks = Breaks::default();
            let had = self.at;
            self.pass_blanks(&mut breaks, |scanner, is_behind| {
                match is_behind && scanner.column() < indent && scanner.byte(0) == Some(b'\t') {
                    true => Err(scanner.mistakes.tab(scanner.at)),
                    false => Ok(()),
                }
            })?;
            if self.at == had {
                break;
            }
            let lines = breaks.first.is_some();
            if lines {
                self.key_allowed = true;
            }
            let goes_on = (self.in_flow() || self.column() >= indent) && self.plain_goes_on();
            if !goes_on {
                break;
            }
            if lines {
                self.key_allowed = false;
                parts.cut(end, &breaks.folded(), self.at);
            }
        }
        Ok(Token {
            kind: TokenKind::Scalar {
                value: parts.finish(end),
                plain: true,
            },
            start,
            end,
        })
    }

    /// Goes to the next place where a plain text may end.
    fn plain_word(&mut self) -> Scanned<()> {
        let is_flow = self.in_flow();
        while let Some(byte) = self.byte(0) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' => break,
                0xc2 | 0xe2 if self.break_length(0) > 0 => break,
                b':' if self.is_blank_or_end(1) => break,
                b':' if is_flow
                    && matches!(self.byte(1), Some(next) if b",?[]{}".contains(&next)) =>
                {
                    return Err(self.mistakes.colon_in_flow(self.at));
                }
                b',' | b'[' | b']' | b'{' | b'}' if is_flow => break,
                _ => self.at += 1,
            }
        }
        Ok(())
    }

    /// Whether a plain text has a further word here, behind white space.
    fn plain_goes_on(&self) -> bool {
        let ends = match self.byte(0) {
            None | Some(b'#') => true,
            Some(b':') => self.is_blank_or_end(1),
            Some(b',' | b'[' | b']' | b'{' | b'}') => self.in_flow(),
            Some(_) => self.at_document_mark(),
        };
        !ends
    }

    /// Goes over white space and line breaks; `check` sees each blank, and whether it is behind a line break.
    fn pass_blanks(
        &mut self,
        breaks: &mut Breaks,
        check: impl Fn(&Self, bool) -> Scanned<()>,
    ) -> Scanned<()> {
        loop {
            if matches!(self.byte(0), Some(b' ' | b'\t')) {
                check(self, breaks.first.is_some())?;
                self.at += 1;
                continue;
            }
            match self.break_length(0) {
                0 => return Ok(()),
                length => {
                    breaks.add(&self.text.as_bytes()[self.at..]);
                    self.skip_break(length);
                }
            }
        }
    }

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

/// What a line break at the beginning of some bytes means in a text; nothing where there is none.
fn meaning(bytes: &[u8]) -> &'static str {
    match bytes {
        [b'\r' | b'\n', ..] | [0xc2, 0x85, ..] => "\n",
        [0xe2, 0x80, 0xa8, ..] => "\u{2028}",
        [0xe2, 0x80, 0xa9, ..] => "\u{2029}",
        _ => "",
    }
}

/// A number of so many hexadecimal digits at a place.
pub fn hex(text: &str, at: usize, digits: usize) -> Option<u32> {
    let code = text.get(at..at + digits)?;
    let are_digits = code.bytes().all(|byte| byte.is_ascii_hexdigit());
    are_digits.then(|| u32::from_str_radix(code, 16).ok())?
}
