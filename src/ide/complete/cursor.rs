//! What stands around the cursor, from the letters alone. In: a text and a byte offset. Out: whether the
//! cursor is in code, a text or a comment, the word there, and the brackets that are open. Never: a tree.

use super::type_names::Use;
use crate::text::{FileId, Span};

/// The cursor in a text.
#[derive(Debug)]
pub struct Cursor<'a> {
    pub file: FileId,
    pub text: &'a str,
    pub offset: usize,
    pub standing: Standing,
    /// Where the word begins that the cursor is in or behind, and where it ends.
    pub start: usize,
    pub end: usize,
    /// The brackets that are open, with their places.
    pub open: Vec<(u8, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    Code,
    Comment,
    /// In a text: where what it holds begins, and whether something closes it.
    Text {
        start: usize,
        is_closed: bool,
    },
}

/// A text that is open, or code inside of one.
enum Layer {
    Text {
        quote: &'static str,
        interpolates: bool,
        start: usize,
    },
    /// `${`, and how many brackets were open before.
    Hole { brackets: usize },
}

impl<'a> Cursor<'a> {
    pub fn new(file: FileId, text: &'a str, offset: u32) -> Cursor<'a> {
        let mut offset = (offset as usize).min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let (standing, open) = scan(text, offset);
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before = text.get(..offset).unwrap_or("");
        let behind = text.get(offset..).unwrap_or("");
        let mut start = before.trim_end_matches(is_word).len();
        let mut end = text.len() - behind.trim_start_matches(is_word).len();
        if standing == Standing::Code {
            // The name of a type is one word.
            let is_type = |c: char| is_word(c) || c == ':';
            let wide = before.trim_end_matches(is_type).len();
            if text
                .get(wide..offset)
                .is_some_and(|word| word.contains("::"))
            {
                start = wide;
                end = text.len() - behind.trim_start_matches(is_type).len();
            }
        }
        Cursor {
            file,
            text,
            offset,
            standing,
            start,
            end,
            open,
        }
    }

    /// What was written of the word so far.
    pub fn word(&self) -> &'a str {
        self.text.get(self.start..self.offset).unwrap_or("")
    }

    pub fn word_span(&self) -> Span {
        Span::new(self.file, self.start, self.end)
    }

    /// The text before the word, of its own line.
    pub fn line_before(&self) -> &'a str {
        let before = self.text.get(..self.start).unwrap_or("");
        before.rsplit('\n').next().unwrap_or(before)
    }

    /// The text behind the word.
    pub fn behind(&self) -> &'a str {
        self.text.get(self.end..).unwrap_or("")
    }

    /// Whether the word is a part of the name of a type: `AWS::S`.
    pub fn is_in_colons(&self) -> bool {
        self.word().contains("::")
    }

    /// What the type that stands here is for: behind the `=` of a resource, on one line with that.
    pub fn names_type(&self) -> Option<Use> {
        let header = self.line_before().trim().strip_suffix('=')?;
        if header.ends_with(['=', '!', '<', '>']) {
            return None;
        }
        let mut words = header.split_whitespace();
        let of = match words.next()? {
            "resource" => Use::Made,
            "existing" => Use::Existing,
            "data" => Use::Read,
            _ => return None,
        };
        words.next().map(|_| of)
    }

    /// Whether braces follow already.
    pub fn has_body(&self) -> bool {
        self.behind()
            .trim_start_matches([' ', '\t'])
            .starts_with('{')
    }
}

/// What the text up to a place leaves open.
fn scan(text: &str, until: usize) -> (Standing, Vec<(u8, usize)>) {
    let bytes = text.as_bytes();
    let mut layers: Vec<Layer> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut at = 0;
    let starts = |at: usize, part: &str| {
        bytes
            .get(at..)
            .is_some_and(|b| b.starts_with(part.as_bytes()))
    };
    while at < until {
        if let Some(Layer::Text {
            quote,
            interpolates,
            ..
        }) = layers.last()
        {
            let (quote, interpolates) = (*quote, *interpolates);
            let is_short = quote.len() == 1;
            if interpolates && bytes[at] == b'\\' {
                at += 2;
            } else if interpolates && starts(at, "${") {
                layers.push(Layer::Hole {
                    brackets: open.len(),
                });
                at += 2;
            } else if starts(at, quote) {
                layers.pop();
                at += quote.len();
            } else {
                // A text on one line that nobody closed ends with it.
                if is_short && bytes[at] == b'\n' {
                    layers.pop();
                }
                at += 1;
            }
            continue;
        }
        match bytes[at] {
            b'/' if starts(at, "//") => {
                let rest = text.get(at..).unwrap_or("");
                let end = rest.find('\n').map_or(text.len(), |end| at + end);
                if until <= end {
                    return (Standing::Comment, open);
                }
                at = end;
            }
            b'/' if starts(at, "/*") => {
                let rest = text.get(at + 2..).unwrap_or("");
                let end = rest.find("*/").map_or(text.len() + 1, |end| at + end + 4);
                if until < end {
                    return (Standing::Comment, open);
                }
                at = end;
            }
            b'"' | b'\'' => {
                let (quote, interpolates) = match () {
                    () if starts(at, "\"\"\"") => ("\"\"\"", true),
                    () if starts(at, "'''") => ("'''", false),
                    () if bytes[at] == b'"' => ("\"", true),
                    () => ("'", false),
                };
                at += quote.len();
                layers.push(Layer::Text {
                    quote,
                    interpolates,
                    start: at,
                });
            }
            bracket @ (b'{' | b'[' | b'(') => {
                open.push((bracket, at));
                at += 1;
            }
            closing @ (b'}' | b']' | b')') => {
                let brackets = match layers.last() {
                    Some(Layer::Hole { brackets }) => Some(*brackets),
                    _ => None,
                };
                if closing == b'}' && brackets == Some(open.len()) {
                    layers.pop();
                } else if let Some(place) = open.iter().rposition(|(b, _)| closes(*b) == closing) {
                    open.truncate(place);
                }
                at += 1;
            }
            _ => at += 1,
        }
    }
    let standing = match layers.last() {
        Some(Layer::Text { quote, start, .. }) => Standing::Text {
            start: *start,
            is_closed: is_closed(text, until, quote),
        },
        _ => Standing::Code,
    };
    (standing, open)
}

/// Whether a text that is open at a place is closed behind it: of a short one, on the same line.
fn is_closed(text: &str, from: usize, quote: &str) -> bool {
    let rest = text.get(from..).unwrap_or("");
    let rest = match quote.len() {
        1 => rest.split('\n').next().unwrap_or(rest),
        _ => rest,
    };
    rest.contains(quote)
}

pub fn closes(bracket: u8) -> u8 {
    match bracket {
        b'{' => b'}',
        b'[' => b']',
        _ => b')',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> (Standing, String, Vec<u8>) {
        let offset = text.find('|').unwrap_or(text.len());
        let plain = text.replacen('|', "", 1);
        let cursor = Cursor::new(FileId(0), &plain, offset as u32);
        let open = cursor.open.iter().map(|(bracket, _)| *bracket).collect();
        (cursor.standing, cursor.word().to_owned(), open)
    }

    #[test]
    fn code_texts_and_comments_are_told_apart() {
        assert_eq!(at("let a = b|").0, Standing::Code);
        assert_eq!(at("let a = 1 // b|").0, Standing::Comment);
        assert_eq!(at("/* a\n b| */").0, Standing::Comment);
        assert_eq!(at("/* a */ b|").0, Standing::Code);
        let text = |start, is_closed| Standing::Text { start, is_closed };
        assert_eq!(at("let a = \"b|\"").0, text(9, true));
        assert_eq!(at("let a = \"b|\nlet c = \"\"").0, text(9, false));
        assert_eq!(at("let a = \"${b|}\"").0, Standing::Code);
        assert_eq!(at("let a = \"${b} c|\"").0, text(9, true));
        assert_eq!(at("let a = 'x\nlet b = c|").0, Standing::Code);
    }

    #[test]
    fn brackets_that_are_open_are_known() {
        assert_eq!(at("a { b [ c(1) |").2, b"{[");
        assert_eq!(at("a { \"}\" |").2, b"{");
        assert_eq!(at("a { \"${ f({ |").2, b"{({");
    }

    #[test]
    fn the_name_of_a_type_is_one_word() {
        assert_eq!(at("x = AWS::S3::Bu|").1, "AWS::S3::Bu");
        assert_eq!(at("x: Bu|").1, "Bu");
        assert_eq!(at("x:Bu|").1, "Bu");
    }
}
