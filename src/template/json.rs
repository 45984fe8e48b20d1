//! JSON with places. In: the text of a file. Out: its value, or the first mistake. Never: what a key means.

use super::mistakes::Mistakes;
use super::yaml::Mapping;
use super::{NESTING_LIMIT, Node, NodeKind};
use crate::diag::Diagnostic;
use crate::text::{Name, Span};

type Read<T> = Result<T, Box<Diagnostic>>;

/// The value, and what is wrong with it though it is JSON: keys that are there twice.
pub fn read(text: &str, mistakes: Mistakes) -> Read<(Node, Vec<Diagnostic>)> {
    let mut reader = Reader {
        text,
        mistakes,
        at: 0,
        depth: 0,
        diagnostics: Vec::new(),
    };
    reader.at += usize::from(text.starts_with('\u{feff}')) * 3;
    let root = reader.value()?;
    reader.skip_blank();
    match reader.byte() {
        None => Ok((root, reader.diagnostics)),
        Some(_) => Err(mistakes.behind_json(reader.at, text)),
    }
}

struct Reader<'t> {
    text: &'t str,
    mistakes: Mistakes,
    at: usize,
    depth: usize,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_blank(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn span_from(&self, start: usize) -> Span {
        self.mistakes.span(start, self.at)
    }

    fn value(&mut self) -> Read<Node> {
        self.skip_blank();
        let start = self.at;
        let kind = match self.byte() {
            Some(b'{') => self.nested(Self::map)?,
            Some(b'[') => self.nested(Self::list)?,
            Some(b'"') => NodeKind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(_) => self.word()?,
            None => return Err(self.mistakes.json_end(start)),
        };
        let span = self.span_from(start);
        Ok(Node { kind, span })
    }

    fn nested(&mut self, read: fn(&mut Self) -> Read<NodeKind>) -> Read<NodeKind> {
        self.depth += 1;
        if self.depth > NESTING_LIMIT {
            return Err(self.mistakes.nesting(self.at));
        }
        let kind = read(self)?;
        self.depth -= 1;
        Ok(kind)
    }

    fn word(&mut self) -> Read<NodeKind> {
        let rest = &self.text[self.at..];
        let words = [
            ("true", NodeKind::Bool(true)),
            ("false", NodeKind::Bool(false)),
            ("null", NodeKind::Null),
        ];
        for (word, kind) in words {
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
            if rest.strip_prefix(word).is_some_and(ends) {
                self.at += word.len();
                return Ok(kind);
            }
        }
        Err(self.mistakes.json_value(self.at, self.text))
    }

    fn list(&mut self) -> Read<NodeKind> {
        let open = self.at;
        self.at += 1;
        let mut items = Vec::new();
        self.skip_blank();
        if self.byte() == Some(b']') {
            self.at += 1;
            return Ok(NodeKind::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.comma(open, b']')? {
                return Ok(NodeKind::List(items));
            }
        }
    }

    fn map(&mut self) -> Read<NodeKind> {
        let open = self.at;
        self.at += 1;
        let mut map = Mapping::default();
        self.skip_blank();
        if self.byte() == Some(b'}') {
            self.at += 1;
            return Ok(NodeKind::Map(map.finish()));
        }
        loop {
            self.skip_blank();
            let start = self.at;
            match self.byte() {
                Some(b'"') => {}
                None => return Err(self.mistakes.json_unclosed(self.at, open, b'}')),
                Some(_) => return Err(self.mistakes.json_key(start, self.text)),
            }
            let key = self.string()?;
            let key_span = self.span_from(start);
            self.skip_blank();
            match self.byte() {
                Some(b':') => self.at += 1,
                None => return Err(self.mistakes.json_unclosed(self.at, open, b'}')),
                Some(_) => return Err(self.mistakes.json_colon(self.at, key_span, self.text)),
            }
            let value = self.value()?;
            if let Some((name, first)) = map.add(key, key_span, value) {
                let found = self.mistakes.duplicate_key(&name, key_span, first);
                self.diagnostics.push(*found);
            }
            if self.comma(open, b'}')? {
                return Ok(NodeKind::Map(map.finish()));
            }
        }
    }

    /// A comma, or the bracket that closes: then true.
    fn comma(&mut self, open: usize, close: u8) -> Read<bool> {
        self.skip_blank();
        match self.byte() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(true)
            }
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.skip_blank();
                match self.byte() {
                    Some(byte) if byte == close => Err(self.mistakes.json_comma(comma)),
                    _ => Ok(false),
                }
            }
            None => Err(self.mistakes.json_unclosed(self.at, open, close)),
            Some(_) => {
                let is_list = close == b']';
                Err(self
                    .mistakes
                    .separator(self.at, open, is_list, false, self.text))
            }
        }
    }

    fn number(&mut self) -> Read<NodeKind> {
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        let first = self.byte();
        let whole = self.digits();
        let mut is_int = true;
        let mut is_right = whole == 1 || whole > 1 && first != Some(b'0');
        if self.byte() == Some(b'.') {
            self.at += 1;
            is_right &= self.digits() > 0;
            is_int = false;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            is_right &= self.digits() > 0;
            is_int = false;
        }
        if !is_right {
            return Err(self.mistakes.json_value(start, self.text));
        }
        let written = &self.text[start..self.at];
        if is_int && let Ok(int) = written.parse() {
            return Ok(NodeKind::Int(int));
        }
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(NodeKind::Number(number)),
            _ => {
                let found = self.mistakes.not_finite(self.span_from(start), written);
                self.diagnostics.push(*found);
                Ok(NodeKind::Text(written.into()))
            }
        }
    }

    /// How many there are.
    fn digits(&mut self) -> usize {
        let start = self.at;
        while matches!(self.byte(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        self.at - start
    }

    fn string(&mut self) -> Read<Name> {
        let open = self.at;
        self.at += 1;
        let mut part = self.at;
        let mut text = String::new();
        loop {
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => {
                    text.push_str(&self.text[part..self.at]);
                    let meant = self.escape()?;
                    text.push(meant);
                    part = self.at;
                }
                None => return Err(self.mistakes.unclosed_text(open, self.text)),
                Some(b'\n' | b'\r') => return Err(self.mistakes.unclosed_text(open, self.text)),
                Some(0..0x20) => return Err(self.mistakes.character(self.at, self.text)),
                Some(_) => self.at += 1,
            }
        }
        let last = &self.text[part..self.at];
        self.at += 1;
        if text.is_empty() {
            return Ok(last.into());
        }
        text.push_str(last);
        Ok(text.into())
    }

    fn escape(&mut self) -> Read<char> {
        let start = self.at;
        let code = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        let meant = match code {
            Some(byte @ (b'"' | b'\\' | b'/')) => Some(char::from(byte)),
            Some(b'b') => Some('\x08'),
            Some(b'f') => Some('\x0c'),
            Some(b'n') => Some('\n'),
            Some(b'r') => Some('\r'),
            Some(b't') => Some('\t'),
            Some(b'u') => self.unicode(),
            _ => None,
        };
        let digits = usize::from(code == Some(b'u')) * 4;
        meant.ok_or_else(|| self.mistakes.json_escape(start, digits, self.text))
    }

    /// The digits behind `\u`; two escapes may be one character.
    fn unicode(&mut self) -> Option<char> {
        let first = self.unit()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.text[self.at..].starts_with("\\u") {
            return None;
        }
        self.at += 2;
        let second = self.unit()?.checked_sub(0xdc00)?;
        char::from_u32(0x10000 + ((first - 0xd800) << 10) + second).filter(|_| second < 0x400)
    }

    fn unit(&mut self) -> Option<u32> {
        let unit = super::yaml::hex(self.text, self.at, 4)?;
        self.at += 4;
        Some(unit)
    }
}
