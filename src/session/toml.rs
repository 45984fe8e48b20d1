//! Values of a TOML file, each with its place. In: what the parser gives. Out: texts, lists, tables,
//! and messages where something else stands. Never: what a key means.

use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::graph::{FrameId, Origin, Value, ValueKind, ValueMap};
use crate::text::{FileId, Name, Span};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads the values of one file and keeps what is wrong with them.
pub(super) struct Reader {
    file: FileId,
    pub found: Vec<Diagnostic>,
}

/// A text at its place.
pub(super) struct Text {
    pub text: String,
    pub at: Span,
}

impl Reader {
    pub fn new(file: FileId) -> Reader {
        Reader {
            file,
            found: Vec::new(),
        }
    }

    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(self.file, range.start, range.end)
    }

    /// The entries of a table of which all keys are known; `what` is what has these keys.
    pub fn entries<'t, 'i>(
        &mut self,
        table: &'t DeTable<'i>,
        known: &[&str],
        what: &str,
    ) -> Vec<(&'t str, &'t Spanned<DeValue<'i>>)> {
        let mut entries = Vec::with_capacity(table.len());
        for (key, value) in table {
            let name: &str = key.get_ref();
            if known.contains(&name) {
                entries.push((name, value));
                continue;
            }
            let at = self.span(key.span());
            let near = nearest(name, known.iter().copied(), 3);
            let help = did_you_mean(&near);
            let help = help.unwrap_or_else(|| format!("write {}", one_of(known)));
            let diagnostic = Diagnostic::new(
                Code::ConfigUnknownKey,
                at,
                format!("{what} has no `{name}`"),
            )
            .here("no key of this table")
            .help(help);
            self.found.push(match near.as_slice() {
                [one] => diagnostic.fix(format!("write `{one}`"), at, *one),
                _ => diagnostic,
            });
        }
        entries
    }

    pub fn table<'t, 'i>(
        &mut self,
        name: &str,
        value: &'t Spanned<DeValue<'i>>,
    ) -> Option<&'t DeTable<'i>> {
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.mismatch(name, value, "a table");
        }
        table
    }

    pub fn text(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<Text> {
        match value.get_ref() {
            DeValue::String(text) => Some(Text {
                text: text.clone().into_owned(),
                at: self.span(value.span()),
            }),
            _ => {
                self.mismatch(name, value, "a text");
                None
            }
        }
    }

    /// A list of texts; what is none is left out.
    pub fn texts(&mut self, name: &str, value: &Spanned<DeValue>) -> Vec<Text> {
        let DeValue::Array(list) = value.get_ref() else {
            self.mismatch(name, value, "a list of texts");
            return Vec::new();
        };
        let texts = list.iter().filter_map(|item| self.text(name, item));
        texts.collect()
    }

    /// A text or a list of texts.
    pub fn one_or_more(&mut self, name: &str, value: &Spanned<DeValue>) -> Vec<Text> {
        match value.get_ref() {
            DeValue::String(_) => self.text(name, value).into_iter().collect(),
            DeValue::Array(_) => self.texts(name, value),
            _ => {
                self.mismatch(name, value, "a text or a list of texts");
                Vec::new()
            }
        }
    }

    /// A value of the language.
    pub fn value(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<Value> {
        let origin = Origin {
            span: self.span(value.span()),
            frame: FrameId::TOP,
        };
        let kind = match value.get_ref() {
            DeValue::String(text) => ValueKind::Text(Name::from(&**text)),
            DeValue::Boolean(bool) => ValueKind::Bool(*bool),
            DeValue::Integer(int) => match i64::from_str_radix(int.as_str(), int.radix()) {
                Ok(int) => ValueKind::Int(int),
                Err(_) => return self.no_value(name, value, "an integer of 64 bits"),
            },
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(number) if f64::is_finite(number) => ValueKind::Number(number),
                _ => return self.no_value(name, value, "a number that is finite"),
            },
            DeValue::Datetime(_) => return self.no_value(name, value, "a date in quotes"),
            DeValue::Array(list) => {
                let mut items = Vec::with_capacity(list.len());
                for item in list.iter() {
                    items.push(self.value(name, item)?);
                }
                return Some(Value::list(items, origin));
            }
            DeValue::Table(table) => {
                let mut map = ValueMap::new();
                for (key, item) in table {
                    map.insert(Name::from(&**key.get_ref()), self.value(name, item)?);
                }
                return Some(Value::map(map, origin));
            }
        };
        Some(Value::new(kind, origin))
    }

    fn no_value(&mut self, name: &str, value: &Spanned<DeValue>, wanted: &str) -> Option<Value> {
        self.mismatch(name, value, wanted);
        None
    }

    /// Says that something else had to stand here.
    pub fn mismatch(&mut self, name: &str, value: &Spanned<DeValue>, wanted: &str) {
        let found = match value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) | DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("`{name}`: expected {wanted}, found {found}");
        let at = self.span(value.span());
        self.found
            .push(Diagnostic::new(Code::ConfigMismatch, at, message).here(found));
    }
}
