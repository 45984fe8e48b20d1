//! The texts that the editor has open. In: what it says of their changes. Out: the texts. Never: a text
//! that the editor does not have: a change that comes too late, or to a file that is not open, is refused.

use super::convert::{Encoding, Lines};
use lsp_types::TextDocumentContentChangeEvent;
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};

/// The open texts, by their paths.
#[derive(Debug, Default)]
pub struct Documents {
    open: FxHashMap<PathBuf, Document>,
}

#[derive(Debug)]
pub struct Document {
    pub version: i32,
    pub text: String,
}

/// Why a change was refused.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    NotOpen,
    /// The text has this version, or a later one, already.
    Late {
        version: i32,
    },
}

impl Documents {
    pub fn open(&mut self, path: PathBuf, version: i32, text: String) {
        self.open.insert(path, Document { version, text });
    }

    pub fn close(&mut self, path: &Path) -> bool {
        self.open.remove(path).is_some()
    }

    pub fn get(&self, path: &Path) -> Option<&Document> {
        self.open.get(path)
    }

    /// Changes a text, one change after the other, and gives it back.
    pub fn change(
        &mut self,
        path: &Path,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
    ) -> Result<&str, Refusal> {
        let document = self.open.get_mut(path).ok_or(Refusal::NotOpen)?;
        if version <= document.version {
            let version = document.version;
            return Err(Refusal::Late { version });
        }
        document.version = version;
        for change in changes {
            let Some(range) = change.range else {
                document.text = change.text;
                continue;
            };
            let lines = Lines::new(&document.text, encoding);
            let start = lines.offset(range.start) as usize;
            let end = (lines.offset(range.end) as usize).max(start);
            document.text.replace_range(start..end, &change.text);
        }
        Ok(&document.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lsp_types::{Position, Range};

    fn change(from: (u32, u32), to: (u32, u32), text: &str) -> TextDocumentContentChangeEvent {
        TextDocumentContentChangeEvent {
            range: Some(Range::new(
                Position::new(from.0, from.1),
                Position::new(to.0, to.1),
            )),
            range_length: None,
            text: text.to_owned(),
        }
    }

    #[test]
    fn changes_build_on_each_other() {
        let mut documents = Documents::default();
        let path = Path::new("/a.infra");
        documents.open(
            path.to_owned(),
            1,
            "let a = \"😀\"\r\nlet b = 2\n".to_owned(),
        );
        let changes = vec![
            change((0, 11), (0, 11), "!"),
            change((0, 9), (0, 12), "x"),
            change((1, 0), (99, 0), ""),
        ];
        let text = documents.change(path, 2, changes, Encoding::Utf16);
        assert_eq!(text, Ok("let a = \"x\"\r\n"));
    }

    #[test]
    fn what_comes_too_late_changes_nothing() {
        let mut documents = Documents::default();
        let path = Path::new("/a.infra");
        documents.open(path.to_owned(), 5, "let a = 1".to_owned());
        let late = documents.change(path, 5, vec![change((0, 0), (0, 3), "")], Encoding::Utf16);
        assert_eq!(late, Err(Refusal::Late { version: 5 }));
        let text = documents.get(path).map(|d| d.text.as_str());
        assert_eq!(text, Some("let a = 1"));
        let closed = documents.change(Path::new("/b"), 1, Vec::new(), Encoding::Utf16);
        assert_eq!(closed, Err(Refusal::NotOpen));
    }
}
