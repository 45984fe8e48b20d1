//! YAML that people like to read and that a reader of YAML 1.1, as CloudFormation has one, takes for
//! the same document as the JSON. In: the events of [`Writer`]. Out: block maps and lists, one entry a
//! line. Never: tags, anchors, flow style (but for what is empty), or a plain text that some reader
//! would take for something else.

use super::json::escape;
use super::writer::{Writer, write_int, write_number};

/// A YAML document in the making.
pub struct Yaml {
    buffer: Vec<u8>,
    open: Vec<Open>,
    lead: Lead,
    /// The text that is being put together.
    text: String,
}

/// A map or list that is not closed yet.
#[derive(Clone, Copy)]
struct Open {
    column: usize,
    lead: Lead,
    empty: bool,
}

/// What stands before the value that comes next.
#[derive(Clone, Copy, PartialEq)]
enum Lead {
    Start,
    Key,
    Dash,
}

impl Yaml {
    pub fn new() -> Yaml {
        Yaml {
            buffer: Vec::new(),
            open: Vec::new(),
            lead: Lead::Start,
            text: String::new(),
        }
    }

    fn column(&self) -> usize {
        self.open.last().map_or(0, |open| open.column)
    }

    fn line(&mut self, column: usize) {
        self.buffer.push(b'\n');
        self.buffer.resize(self.buffer.len() + column, b' ');
    }

    fn space(&mut self) {
        if self.lead != Lead::Start {
            self.buffer.push(b' ');
        }
    }

    fn open(&mut self) {
        let column = match self.lead {
            Lead::Start => 0,
            Lead::Key | Lead::Dash => self.column() + 2,
        };
        self.open.push(Open {
            column,
            lead: self.lead,
            empty: true,
        });
    }

    /// Goes to where the next entry of the innermost map or list starts.
    fn entry(&mut self) {
        let Some(open) = self.open.last_mut() else {
            return;
        };
        let first = std::mem::replace(&mut open.empty, false);
        let Open { column, lead, .. } = *open;
        match lead {
            Lead::Start if first => {}
            // The first entry stands on the line of the dash.
            Lead::Dash if first => self.buffer.push(b' '),
            _ => self.line(column),
        }
    }

    fn close(&mut self, nothing: &[u8]) {
        if let Some(open) = self.open.pop()
            && open.empty
        {
            self.lead = open.lead;
            self.space();
            self.buffer.extend_from_slice(nothing);
        }
    }

    /// Writes a text behind a key or a dash.
    fn scalar(&mut self, text: &str) {
        self.space();
        if text.contains('\n') && fits_block(text) {
            self.block(text);
        } else {
            inline(&mut self.buffer, text);
        }
    }

    /// `|`, how the text ends, and its lines.
    fn block(&mut self, text: &str) {
        let column = self.column() + 2;
        self.buffer.push(b'|');
        if text.starts_with([' ', '\n', '\t']) {
            self.buffer.push(b'2');
        }
        let body = text.trim_end_matches('\n');
        match text.len() - body.len() {
            0 => self.buffer.push(b'-'),
            1 => {}
            _ => self.buffer.push(b'+'),
        }
        for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
            match line.is_empty() {
                true => self.buffer.push(b'\n'),
                false => self.line(column),
            }
            self.buffer.extend_from_slice(line.as_bytes());
        }
    }
}

impl Writer for Yaml {
    fn open_map(&mut self) {
        self.open();
    }

    fn key(&mut self, key: &str) {
        self.entry();
        inline(&mut self.buffer, key);
        self.buffer.push(b':');
        self.lead = Lead::Key;
    }

    fn close_map(&mut self) {
        self.close(b"{}");
    }

    fn open_list(&mut self) {
        self.open();
    }

    fn item(&mut self) {
        self.entry();
        self.buffer.push(b'-');
        self.lead = Lead::Dash;
    }

    fn close_list(&mut self) {
        self.close(b"[]");
    }

    fn null(&mut self) {
        self.space();
        self.buffer.extend_from_slice(b"null");
    }

    fn bool(&mut self, value: bool) {
        self.space();
        let text: &[u8] = if value { b"true" } else { b"false" };
        self.buffer.extend_from_slice(text);
    }

    fn int(&mut self, value: i64) {
        self.space();
        write_int(&mut self.buffer, value);
    }

    fn number(&mut self, value: f64) {
        self.space();
        let start = self.buffer.len();
        write_number(&mut self.buffer, value);
        mend_exponent(&mut self.buffer, start);
    }

    fn open_text(&mut self) {
        self.text.clear();
    }

    fn part(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn close_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        self.scalar(&text);
        self.text = text;
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

    fn fork(&self) -> Option<Yaml> {
        Some(Yaml {
            buffer: Vec::new(),
            open: self.open.clone(),
            lead: self.lead,
            text: String::new(),
        })
    }
}

/// YAML 1.1 takes `1e21` for a text: a number with an exponent needs a point and a sign.
fn mend_exponent(buffer: &mut Vec<u8>, start: usize) {
    let Some(e) = buffer[start..].iter().position(|byte| *byte == b'e') else {
        return;
    };
    let e = start + e;
    if buffer.get(e + 1) != Some(&b'-') {
        buffer.insert(e + 1, b'+');
    }
    if !buffer[start..e].contains(&b'.') {
        buffer.splice(e..e, *b".0");
    }
}

/// Writes a text on one line: plain where no reader takes it for something else, else in quotes.
fn inline(buffer: &mut Vec<u8>, text: &str) {
    let quoting = text.contains(['"', '\\']) && !text.contains('\'');
    if is_plain(text) {
        buffer.extend_from_slice(text.as_bytes());
    } else if quoting && text.chars().all(is_printable) {
        buffer.push(b'\'');
        buffer.extend_from_slice(text.as_bytes());
        buffer.push(b'\'');
    } else {
        buffer.push(b'"');
        double_quoted(buffer, text);
        buffer.push(b'"');
    }
}

/// JSON's escapes are YAML's too; YAML has a few more characters that may not stand for themselves.
fn double_quoted(buffer: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some(place) = rest.find(|c: char| c >= '\u{7f}' && !is_printable(c)) {
        let (before, after) = rest.split_at(place);
        escape(buffer, before);
        let mut chars = after.chars();
        if let Some(c) = chars.next() {
            buffer.extend_from_slice(format!("\\u{:04x}", u32::from(c)).as_bytes());
        }
        rest = chars.as_str();
    }
    escape(buffer, rest);
}

/// Whether a text may stand without quotes. Stricter than YAML on purpose: what starts like a
/// number, a date or a sign is quoted, whatever follows.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
        return false;
    };
    let starts = first.is_ascii_alphabetic() || matches!(first, b'/' | b'$' | b'_');
    let ends = !matches!(last, b' ' | b':');
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || b"_./:+=@,()$*-%{} ".contains(byte);
    starts && ends && bytes.iter().all(inside) && !text.contains(": ") && !is_word_of_yaml(text)
}

/// What YAML 1.1 takes for a boolean or for nothing.
fn is_word_of_yaml(text: &str) -> bool {
    const WORDS: [&str; 9] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    text.len() <= 5 && WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// Whether a text of several lines may be a literal block: all characters stand for themselves, and
/// no line is blank but for white space, which editors take away.
fn fits_block(text: &str) -> bool {
    let blank = |line: &str| !line.is_empty() && line.trim().is_empty();
    text.chars()
        .all(|c| is_printable(c) || matches!(c, '\n' | '\t'))
        && !text.split('\n').any(blank)
        && !text.trim().is_empty()
}

/// Whether YAML 1.1 lets a character stand for itself within a line.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => false,
        c => c >= '\u{a0}',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut buffer = Vec::new();
        inline(&mut buffer, text);
        String::from_utf8(buffer).expect("UTF-8")
    }

    #[test]
    fn quotes_what_yaml_would_read_otherwise() {
        let quoted = [
            "yes",
            "on",
            "No",
            "TRUE",
            "null",
            "~",
            "012",
            "2012-10-17",
            "1e3",
            "=",
            "!Ref x",
            "",
            " a",
            "a ",
            "a:",
            "a: b",
            "a #b",
            "- a",
            "0x1f",
            ".5",
            "+1",
            "1:20",
            "<<",
            "*all",
            "ä",
        ];
        for text in quoted {
            assert_eq!(shown(text), format!("\"{text}\""));
        }
        let plain = [
            "AWS::S3::Bucket",
            "Fn::Sub",
            "arn:${AWS::Partition}:s3:::a/*",
            "/aws/logs",
            "yesterday",
            "a.b-c_d",
            "python3.13",
        ];
        for text in plain {
            assert_eq!(shown(text), text);
        }
        assert_eq!(shown("say \"hello\""), "'say \"hello\"'");
        assert_eq!(shown("it's \"so\""), "\"it's \\\"so\\\"\"");
        assert_eq!(shown("a\u{85}b\u{7}"), "\"a\\u0085b\\u0007\"");
    }

    #[test]
    fn numbers_have_a_point_and_a_sign_where_they_have_an_exponent() {
        let mut yaml = Yaml::new();
        yaml.open_list();
        for value in [1e21, 1.5e-9, 0.25, -2.0] {
            yaml.item();
            yaml.number(value);
        }
        yaml.close_list();
        let text = String::from_utf8(yaml.bytes().to_vec()).expect("ASCII");
        assert_eq!(text, "- 1.0e+21\n- 1.5e-9\n- 0.25\n- -2");
    }

    #[test]
    fn layout() {
        let mut yaml = Yaml::new();
        yaml.open_map();
        yaml.key("Tags");
        yaml.open_list();
        for _ in 0..2 {
            yaml.item();
            yaml.open_map();
            yaml.key("Key");
            yaml.text("a");
            yaml.key("Value");
            yaml.open_list();
            yaml.item();
            yaml.open_list();
            yaml.item();
            yaml.int(1);
            yaml.close_list();
            yaml.close_list();
            yaml.close_map();
        }
        yaml.close_list();
        yaml.key("None");
        yaml.open_map();
        yaml.close_map();
        yaml.key("Script");
        yaml.text("#!/bin/sh\n\necho\n");
        yaml.key("Ends");
        yaml.text(" a\nb");
        yaml.close_map();
        let text = String::from_utf8(yaml.bytes().to_vec()).expect("ASCII");
        let wanted = "\
Tags:
  - Key: a
    Value:
      - - 1
  - Key: a
    Value:
      - - 1
None: {}
Script: |
  #!/bin/sh

  echo
Ends: |2-
   a
  b";
        assert_eq!(text, wanted);
    }
}
