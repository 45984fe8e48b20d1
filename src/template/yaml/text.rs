//! Plain texts, and what all texts share: the parts that they are put together from, and line breaks. In: a scanner
//! that stands before one. Out: its token, with the text that it means. Never: whether it means a number.

use super::scan::{Scanned, Scanner};
use super::token::{Token, TokenKind};
use std::borrow::Cow;

/// A text that is put together from parts of the file; it is a part of the file itself while there is one.
pub(super) struct Parts<'t> {
    file: &'t str,
    /// Where the part begins that is not in `text` yet.
    start: usize,
    text: Option<String>,
}

impl<'t> Parts<'t> {
    pub(super) fn new(file: &'t str, start: usize) -> Parts<'t> {
        Parts {
            file,
            start,
            text: None,
        }
    }

    /// Takes the part up to `end`, then `insert`; the next part begins at `next`.
    pub(super) fn cut(&mut self, end: usize, insert: &str, next: usize) {
        let text = self.text.get_or_insert_default();
        text.push_str(&self.file[self.start..end]);
        text.push_str(insert);
        self.start = next;
    }

    pub(super) fn finish(mut self, end: usize) -> Cow<'t, str> {
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
pub(super) struct Breaks {
    pub(super) first: Option<&'static str>,
    pub(super) others: String,
}

impl Breaks {
    fn add(&mut self, bytes: &[u8]) {
        let what = meaning(bytes);
        match self.first {
            None => self.first = Some(what),
            Some(_) => self.others.push_str(what),
        }
    }

    pub(super) fn folded(self) -> Cow<'static, str> {
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
    pub(super) fn pass_blanks(
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
}

/// What a line break at the beginning of some bytes means in a text; nothing where there is none.
pub(super) fn meaning(bytes: &[u8]) -> &'static str {
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
