//! What emitters say to a format, event by event. In: the parts of a document in order. Out: bytes
//! in a buffer. Never: a tree of the document, or a judgement on what is written.

use crate::graph::Origin;

/// A format. Calls come in the order of the document: a [`Writer::key`] before each value of a map,
/// an [`Writer::item`] before each value of a list.
pub trait Writer {
    fn open_map(&mut self);
    fn key(&mut self, key: &str);
    fn close_map(&mut self);

    fn open_list(&mut self);
    fn item(&mut self);
    fn close_list(&mut self);

    fn null(&mut self);
    fn bool(&mut self, value: bool);
    fn int(&mut self, value: i64);
    fn number(&mut self, value: f64);
    fn text(&mut self, text: &str) {
        self.open_text();
        self.part(text);
        self.close_text();
    }

    /// A text that comes in parts.
    fn open_text(&mut self);
    fn part(&mut self, text: &str);
    fn close_text(&mut self);

    /// Where the user wrote the value that comes next. Only who makes a source map listens.
    #[inline]
    fn at(&mut self, origin: Origin) {
        let _ = origin;
    }

    /// The line break at the end of a document.
    fn finish_line(&mut self);

    /// What was written since the last [`Writer::clear`].
    fn bytes(&self) -> &[u8];

    /// Forgets the bytes, keeps the place in the document.
    fn clear(&mut self);

    fn into_bytes(self) -> Vec<u8>
    where
        Self: Sized;

    /// A writer that goes on behind what stands here, with bytes of its own; `None` where one writer
    /// must write the whole document.
    fn fork(&self) -> Option<Self>
    where
        Self: Sized;
}

/// `{"key": "text"}`, the shape of most intrinsics.
pub fn pair(out: &mut impl Writer, key: &str, text: &str) {
    out.open_map();
    out.key(key);
    out.text(text);
    out.close_map();
}

/// Writes a number as JSON has it: the shortest text that reads back as the same number, without a
/// fraction where there is none.
pub fn write_number(buffer: &mut Vec<u8>, value: f64) {
    use std::io::Write;
    let size = value.abs();
    // Writing into a vector cannot fail.
    let _ = match () {
        () if size < 9e15 && value.fract() == 0.0 => write!(buffer, "{}", value as i64),
        () if (1e-7..1e21).contains(&size) => write!(buffer, "{value}"),
        () => write!(buffer, "{value:e}"),
    };
}

/// Writes an integer.
pub fn write_int(buffer: &mut Vec<u8>, value: i64) {
    let mut digits = [0u8; 20];
    let mut place = digits.len();
    let mut rest = value.unsigned_abs();
    loop {
        place -= 1;
        digits[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if value < 0 {
        buffer.push(b'-');
    }
    buffer.extend_from_slice(&digits[place..]);
}
