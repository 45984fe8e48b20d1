//! `infra.lock`: the schemas that a project adds, each pinned by the hash of its file. In: the text. Out:
//! the pins, and what is wrong with them, each at its place; or the text of pins, the same for the same
//! pins. Never: the disk.

use super::toml::Reader;
use crate::diag::{Code, Diagnostic};
use crate::schema::given::{What, is_source, is_type_name};
use crate::text::{FileId, Name, Span};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The file of pins, beside the project's `infra.toml`.
pub const LOCK_FILE: &str = "infra.lock";

const KEYS: &[&str] = &["version", "schemas"];
const PIN_KEYS: &[&str] = &["provider", "type", "version", "file", "sha256"];

/// One schema of the project.
#[derive(Debug, Clone)]
pub struct Pin {
    pub what: What,
    /// Empty where nobody said it.
    pub version: Name,
    /// From the folder of the project, with `/`.
    pub file: String,
    /// Of the file's text, see [`hash`].
    pub sha256: String,
    pub at: Span,
}

/// Reads the pins.
pub fn read(file: FileId, text: &str) -> (Vec<Pin>, Vec<Diagnostic>) {
    let table = match DeTable::parse(text) {
        Ok(table) => table,
        Err(error) => {
            let range = error.span().unwrap_or(0..0);
            let message = format!("`{LOCK_FILE}` cannot be read: {}", error.message());
            let at = Span::new(file, range.start, range.end);
            let diagnostic = Diagnostic::new(Code::ConfigSyntax, at, message)
                .here("no TOML from here on")
                .help("get the file back from version control, or take one side of a merge");
            return (Vec::new(), vec![diagnostic]);
        }
    };
    let mut reader = Reader::new(file);
    let mut pins = Vec::new();
    let what = format!("`{LOCK_FILE}`");
    for (key, value) in reader.entries(table.get_ref(), KEYS, &what) {
        match (key, value.get_ref()) {
            ("version", DeValue::Integer(version)) if version.as_str() == "1" => {}
            ("version", _) => {
                let at = reader.span(value.span());
                let message = format!("`{LOCK_FILE}` is of another version than 1");
                reader.found.push(
                    Diagnostic::new(Code::ConfigMismatch, at, message)
                        .here("not known here")
                        .help("take a later `infra`"),
                );
            }
            (_, DeValue::Array(list)) => {
                for item in list.iter() {
                    pins.extend(pin(&mut reader, item));
                }
            }
            _ => reader.mismatch(key, value, "a list of tables"),
        }
    }
    refuse_same_names(&pins, &mut reader.found);
    (pins, reader.found)
}

/// The text of pins, sorted.
pub fn print(pins: &[Pin]) -> String {
    let mut pins: Vec<&Pin> = pins.iter().collect();
    pins.sort_by(|a, b| a.what.cmp(&b.what));
    let mut text = String::from(
        "# The schemas that this project adds. `infra schema import` writes this file.\nversion = 1\n",
    );
    for pin in pins {
        text.push_str("\n[[schemas]]\n");
        let mut entry = |key: &str, value: &str| {
            // None of these has a character that a TOML text must escape, but for file names.
            let value = value.replace('\\', "\\\\").replace('"', "\\\"");
            let _ = writeln!(text, "{key} = \"{value}\"");
        };
        match &pin.what {
            What::Provider(source) => entry("provider", source),
            What::Type(name) => entry("type", name),
        }
        if !pin.version.is_empty() {
            entry("version", &pin.version);
        }
        entry("file", &pin.file);
        entry("sha256", &pin.sha256);
    }
    text
}

/// The hash by which a schema is pinned. Line ends do not count: version control may change them.
pub fn hash(text: &str) -> String {
    let mut hash = Sha256::new();
    match text.contains('\r') {
        true => text.split('\r').for_each(|part| hash.update(part)),
        false => hash.update(text),
    }
    let mut shown = String::with_capacity(64);
    for byte in hash.finalize() {
        // Writing to a String cannot fail.
        let _ = write!(shown, "{byte:02x}");
    }
    shown
}

fn pin(reader: &mut Reader, value: &Spanned<DeValue>) -> Option<Pin> {
    let at = reader.span(value.span());
    let table = reader.table("schemas", value)?;
    let (mut provider, mut ty, mut version, mut file, mut sha256) = (None, None, None, None, None);
    for (key, value) in reader.entries(table, PIN_KEYS, "a schema") {
        let place = match key {
            "provider" => &mut provider,
            "type" => &mut ty,
            "version" => &mut version,
            "file" => &mut file,
            _ => &mut sha256,
        };
        *place = Some(reader.text(key, value)?);
    }
    let what = match (&provider, &ty) {
        (Some(source), None) if is_source(&source.text) => {
            Some(What::Provider(source.text.as_str().into()))
        }
        (None, Some(name)) if is_type_name(&name.text) => {
            Some(What::Type(name.text.as_str().into()))
        }
        _ => None,
    };
    match (what, file, sha256) {
        (Some(what), Some(file), Some(sha256)) => Some(Pin {
            what,
            version: version.map_or_else(Name::new, |text| text.text.into()),
            file: file.text,
            sha256: sha256.text,
            at: file.at,
        }),
        _ => {
            let message = "expected `provider` or `type`, and `file` and `sha256`";
            reader.found.push(
                Diagnostic::new(Code::ConfigMissingKey, at, message)
                    .here("no whole entry")
                    .help("get the file back from version control, or import the schema again"),
            );
            None
        }
    }
}

/// A program names a provider by its local name, so that one has it.
fn refuse_same_names(pins: &[Pin], found: &mut Vec<Diagnostic>) {
    for (at, pin) in pins.iter().enumerate() {
        let name = pin.what.local_name();
        let first = pins.iter().take(at).find(|p| p.what.local_name() == name);
        let Some(first) = first else { continue };
        let message = match first.what == pin.what {
            true => format!("`{}` is pinned twice", pin.what.name()),
            false => format!(
                "`{}` and `{}` are both called `{name}`",
                first.what.name(),
                pin.what.name()
            ),
        };
        found.push(
            Diagnostic::new(Code::ConfigPin, pin.at, message)
                .here("pinned again here")
                .label(first.at, "pinned here first")
                .help("remove one of the two entries"),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::{Pin, hash, print, read};
    use crate::schema::given::What;
    use crate::text::{FileId, Span};

    #[test]
    fn what_is_written_is_read_again() {
        let pin = |what: What, version: &str| Pin {
            version: version.into(),
            file: format!("schemas/a \"b\"\\{}", what.path()),
            sha256: hash(""),
            at: Span::new(FileId(0), 0, 0),
            what,
        };
        let pins = [
            pin(What::Type("Company::Team::Thing".into()), ""),
            pin(What::Provider("hashicorp/aws".into()), "6.19.0"),
        ];
        let text = print(&pins);
        let (back, wrong) = read(FileId(0), &text);
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(print(&back), text);
        assert_eq!(back.len(), 2);
        assert_eq!(back[0].what, pins[1].what);
        assert_eq!(back[0].file, pins[1].file);
    }

    #[test]
    fn line_ends_do_not_count() {
        assert_eq!(hash("a\r\nb\r\n"), hash("a\nb\n"));
        assert_ne!(hash("a\nb\n"), hash("a\nb"));
    }
}
