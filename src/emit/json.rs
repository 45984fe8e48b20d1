//! JSON, indented by two blanks or without any white space. In: the events of [`Writer`]. Out: bytes.
//! Never: a tree, or white space at the end.

use super::writer::{Writer, write_int, write_number};

/// A JSON document in the making. `PRETTY` is known when compiling, so that each layout has its own
/// straight code.
pub struct Json<const PRETTY: bool> {
    buffer: Vec<u8>,
    depth: usize,
    /// Nothing stands yet in the innermost map or list.
    empty: bool,
}

/// A line break and the indentation of forty levels.
const INDENT: &[u8; 81] =
    b"\n                                                                                ";

impl<const PRETTY: bool> Json<PRETTY> {
    pub fn new() -> Json<PRETTY> {
        Json {
            buffer: Vec::new(),
            depth: 0,
            empty: true,
        }
    }

    /// The comma behind what stands before, and the new line.
    #[inline]
    fn next(&mut self) {
        if !self.empty {
            self.buffer.push(b',');
        }
        self.empty = false;
        self.line();
    }

    #[inline]
    fn line(&mut self) {
        if !PRETTY {
            return;
        }
        let width = 1 + 2 * self.depth;
        match INDENT.get(..width) {
            Some(indent) => self.buffer.extend_from_slice(indent),
            None => {
                self.buffer.push(b'\n');
                self.buffer.resize(self.buffer.len() + width - 1, b' ');
            }
        }
    }

    #[inline]
    fn open(&mut self, bracket: u8) {
        self.buffer.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    #[inline]
    fn close(&mut self, bracket: u8) {
        self.depth = self.depth.saturating_sub(1);
        if !self.empty {
            self.line();
        }
        self.empty = false;
        self.buffer.push(bracket);
    }
}

impl<const PRETTY: bool> Writer for Json<PRETTY> {
    #[inline]
    fn open_map(&mut self) {
        self.open(b'{');
    }

    #[inline]
    fn key(&mut self, key: &str) {
        self.next();
        self.buffer.push(b'"');
        escape(&mut self.buffer, key);
        self.buffer
            .extend_from_slice(if PRETTY { b"\": " } else { b"\":" });
    }

    #[inline]
    fn close_map(&mut self) {
        self.close(b'}');
    }

    #[inline]
    fn open_list(&mut self) {
        self.open(b'[');
    }

    #[inline]
    fn item(&mut self) {
        self.next();
    }

    #[inline]
    fn close_list(&mut self) {
        self.close(b']');
    }

    fn null(&mut self) {
        self.buffer.extend_from_slice(b"null");
    }

    fn bool(&mut self, value: bool) {
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.buffer.extend_from_slice(text);
    }

    fn int(&mut self, value: i64) {
        write_int(&mut self.buffer, value);
    }

    fn number(&mut self, value: f64) {
        write_number(&mut self.buffer, value);
    }

    #[inline]
    fn open_text(&mut self) {
        self.buffer.push(b'"');
    }

    #[inline]
    fn part(&mut self, text: &str) {
        escape(&mut self.buffer, text);
    }

    #[inline]
    fn close_text(&mut self) {
        self.buffer.push(b'"');
    }

    fn finish_line(&mut self) {
        self.buffer.push(b'\n');
    }

    fn into_bytes(self) -> Vec<u8> {
        self.buffer
    }

    fn bytes(&self) -> &[u8] {
        &self.buffer
    }

    fn clear(&mut self) {
        self.buffer.clear();
    }

    fn fork(&self) -> Option<Json<PRETTY>> {
        Some(Json {
            buffer: Vec::new(),
            depth: self.depth,
            empty: self.empty,
        })
    }
}

/// Writes a text's characters as they stand inside of quotes. What needs no escape, which is nearly
/// everything, is found eight bytes at a time and copied as a whole.
#[inline]
pub fn escape(buffer: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    match special(bytes) {
        None => buffer.extend_from_slice(bytes),
        Some(first) => escape_from(buffer, bytes, first),
    }
}

#[cold]
fn escape_from(buffer: &mut Vec<u8>, mut bytes: &[u8], first: usize) {
    let mut next = Some(first);
    while let Some(place) = next {
        let (plain, rest) = bytes.split_at(place);
        buffer.extend_from_slice(plain);
        let Some((byte, rest)) = rest.split_first() else {
            return;
        };
        match byte {
            b'"' => buffer.extend_from_slice(b"\\\""),
            b'\\' => buffer.extend_from_slice(b"\\\\"),
            b'\n' => buffer.extend_from_slice(b"\\n"),
            b'\r' => buffer.extend_from_slice(b"\\r"),
            b'\t' => buffer.extend_from_slice(b"\\t"),
            control => {
                buffer.extend_from_slice(b"\\u00");
                for digit in [control >> 4, control & 15] {
                    buffer.push(b"0123456789abcdef"[digit as usize]);
                }
            }
        }
        bytes = rest;
        next = special(bytes);
    }
    buffer.extend_from_slice(bytes);
}

/// The place of the first byte that JSON wants escaped: a quote, a backslash or a control
/// character.
#[inline]
fn special(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = u64::from_ne_bytes([0x80; 8]);
    let (words, tail) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let has_zero = |x: u64| x.wrapping_sub(ONES) & !x;
        let quote = has_zero(word ^ (ONES * u64::from(b'"')));
        let backslash = has_zero(word ^ (ONES * u64::from(b'\\')));
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        // Borrows only spoil what stands above the first hit, so the lowest one is right.
        let hits = (quote | backslash | control) & HIGHS;
        if hits != 0 {
            return Some(number * 8 + hits.trailing_zeros() as usize / 8);
        }
    }
    let rest = tail
        .iter()
        .position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\'));
    rest.map(|place| words.len() * 8 + place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut buffer = Vec::new();
        escape(&mut buffer, text);
        String::from_utf8(buffer).expect("UTF-8")
    }

    #[test]
    fn escapes_what_json_wants_escaped() {
        assert_eq!(
            escaped("plain text, with ünïcödé"),
            "plain text, with ünïcödé"
        );
        assert_eq!(escaped("a \"quoted\" word"), "a \\\"quoted\\\" word");
        assert_eq!(escaped("eight by\\tes"), "eight by\\\\tes");
        assert_eq!(
            escaped("\n\r\t\u{1}\u{1f}\u{7f}"),
            "\\n\\r\\t\\u0001\\u001f\u{7f}"
        );
    }

    #[test]
    fn every_place_and_every_byte_agrees_with_another_printer() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..128u8 {
                    let mut text = vec![b'x'; length];
                    text[place] = byte;
                    let text = String::from_utf8(text).expect("ASCII");
                    let read: String =
                        serde_json::from_str(&format!("\"{}\"", escaped(&text))).expect("JSON");
                    assert_eq!(read, text);
                }
            }
        }
    }

    #[test]
    fn numbers_read_back_as_they_were() {
        for value in [
            0.0,
            1.0,
            -3.0,
            0.5,
            1e21,
            1e300,
            1.5e-9,
            123456.789,
            9e15,
            f64::MAX,
        ] {
            let mut buffer = Vec::new();
            write_number(&mut buffer, value);
            let text = String::from_utf8(buffer).expect("ASCII");
            let read: serde_json::Value = serde_json::from_str(&text).expect("a JSON number");
            assert_eq!(read.as_f64(), Some(value), "{text}");
        }
        for value in [0, -1, 42, i64::MAX, i64::MIN] {
            let mut buffer = Vec::new();
            write_int(&mut buffer, value);
            assert_eq!(String::from_utf8(buffer).expect("ASCII"), value.to_string());
        }
    }

    fn sample<const PRETTY: bool>() -> String {
        let mut json = Json::<PRETTY>::new();
        json.open_map();
        json.key("a");
        json.open_list();
        json.item();
        json.int(1);
        json.item();
        json.open_map();
        json.close_map();
        json.close_list();
        json.key("b");
        json.null();
        json.close_map();
        String::from_utf8(json.bytes().to_vec()).expect("UTF-8")
    }

    #[test]
    fn both_layouts() {
        assert_eq!(sample::<false>(), r#"{"a":[1,{}],"b":null}"#);
        let pretty = "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": null\n}";
        assert_eq!(sample::<true>(), pretty);
    }
}
