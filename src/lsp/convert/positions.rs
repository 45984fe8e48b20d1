//! Places in a text: byte offsets to lines and columns as the protocol counts them, and back. In: a text
//! and an encoding. Out: positions and ranges. Never: a failure; what is past the end is the end, as the
//! protocol says.

use crate::text::{FileId, Span};
use lsp_types::{Position, PositionEncodingKind, Range};

/// How columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    Utf8,
    /// What all clients know.
    #[default]
    Utf16,
    Utf32,
}

impl Encoding {
    /// The one to be used with a client that knows these: bytes, which need no counting, where it can.
    pub fn choose(known: &[PositionEncodingKind]) -> Encoding {
        let has = |kind: PositionEncodingKind| known.contains(&kind);
        if has(PositionEncodingKind::UTF8) {
            Encoding::Utf8
        } else if has(PositionEncodingKind::UTF32) && !has(PositionEncodingKind::UTF16) {
            Encoding::Utf32
        } else {
            Encoding::Utf16
        }
    }

    pub fn kind(self) -> PositionEncodingKind {
        match self {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }
    }

    fn width(self, c: char) -> usize {
        match self {
            Encoding::Utf8 => c.len_utf8(),
            Encoding::Utf16 => c.len_utf16(),
            Encoding::Utf32 => 1,
        }
    }
}

/// The lines of a text. They end with `\n`, `\r\n`, or `\r` alone.
#[derive(Debug)]
pub struct Lines<'a> {
    text: &'a str,
    starts: Vec<u32>,
    encoding: Encoding,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str, encoding: Encoding) -> Lines<'a> {
        let mut starts = vec![0];
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            let ends = *byte == b'\n' || (*byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
            if ends {
                starts.push(at as u32 + 1);
            }
        }
        Lines {
            text,
            starts,
            encoding,
        }
    }

    pub fn position(&self, offset: u32) -> Position {
        let offset = (offset as usize).min(self.text.len());
        let line = self.starts.partition_point(|s| *s as usize <= offset) - 1;
        let start = self.starts.get(line).map_or(0, |s| *s as usize);
        let before = self.text.get(start..offset).unwrap_or("");
        let column = match self.encoding {
            Encoding::Utf8 => before.len(),
            _ => before.chars().map(|c| self.encoding.width(c)).sum(),
        };
        Position::new(line as u32, column as u32)
    }

    pub fn range(&self, span: Span) -> Range {
        Range::new(self.position(span.start), self.position(span.end))
    }

    /// The byte offset of a position; one inside of a character is that character's start.
    pub fn offset(&self, position: Position) -> u32 {
        let Some(start) = self.starts.get(position.line as usize) else {
            return self.text.len() as u32;
        };
        let line = self.line(position.line);
        let mut column = 0;
        for (at, c) in line.char_indices() {
            column += self.encoding.width(c);
            if column > position.character as usize {
                return start + at as u32;
            }
        }
        start + line.len() as u32
    }

    pub fn span(&self, file: FileId, range: Range) -> Span {
        let start = self.offset(range.start);
        let end = self.offset(range.end).max(start);
        Span::new(file, start as usize, end as usize)
    }

    /// The text of a line, without what ends it.
    fn line(&self, line: u32) -> &'a str {
        let at = |line: usize| self.starts.get(line).map(|s| *s as usize);
        let start = at(line as usize).unwrap_or(self.text.len());
        let end = at(line as usize + 1).unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or("");
        line.trim_end_matches(['\n', '\r'])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a😀b\r\nzwölf\rlast";

    fn at(line: u32, character: u32) -> Position {
        Position::new(line, character)
    }

    #[test]
    fn there_and_back() {
        for encoding in [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32] {
            let lines = Lines::new(TEXT, encoding);
            for (offset, _) in TEXT.char_indices().filter(|(_, c)| *c != '\n') {
                let position = lines.position(offset as u32);
                assert_eq!(lines.offset(position), offset as u32, "{encoding:?}");
            }
        }
    }

    #[test]
    fn columns_are_counted_as_the_client_counts() {
        let position = |encoding| Lines::new(TEXT, encoding).position(5);
        assert_eq!(position(Encoding::Utf8), at(0, 5));
        assert_eq!(position(Encoding::Utf16), at(0, 3));
        assert_eq!(position(Encoding::Utf32), at(0, 2));
    }

    #[test]
    fn a_return_alone_ends_a_line() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.position(TEXT.len() as u32), at(2, 4));
        assert_eq!(
            lines.offset(at(1, 99)),
            TEXT.find("\rlast").unwrap_or(0) as u32
        );
    }

    #[test]
    fn what_is_past_the_end_is_the_end() {
        let lines = Lines::new(TEXT, Encoding::Utf16);
        assert_eq!(lines.offset(at(99, 0)), TEXT.len() as u32);
        assert_eq!(lines.offset(at(0, 99)), 6);
        // Between the two halves of a pair is before it.
        assert_eq!(lines.offset(at(0, 2)), 1);
    }
}
