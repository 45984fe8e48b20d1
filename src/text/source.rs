//! Source files and their line index: byte offsets to lines and columns. Never reads the disk.

use super::{FileId, Span};
use std::sync::{Arc, LazyLock, OnceLock};

/// A line and a column, both counted from 1; the column in Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    pub line: u32,
    pub column: u32,
}

/// One file's path (as messages show it) and text.
#[derive(Debug)]
pub struct Source {
    pub path: String,
    pub text: String,
    lines: OnceLock<Vec<u32>>,
}

impl Source {
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Source {
        Source {
            path: path.into(),
            text: text.into(),
            lines: OnceLock::new(),
        }
    }

    /// The byte offset at which each line starts. Computed on first ask.
    pub fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let newlines = self.text.bytes().enumerate().filter(|(_, b)| *b == b'\n');
            std::iter::once(0)
                .chain(newlines.map(|(i, _)| i as u32 + 1))
                .collect()
        })
    }

    /// Where a byte offset is. An offset past the end counts as the end.
    pub fn line_column(&self, offset: u32) -> LineColumn {
        let starts = self.line_starts();
        let line = starts.partition_point(|s| *s <= offset) - 1;
        let end = (offset as usize).min(self.text.len());
        let before = self.text.get(starts[line] as usize..end).unwrap_or("");
        LineColumn {
            line: line as u32 + 1,
            column: before.chars().count() as u32 + 1,
        }
    }

    /// The byte offset of a place. One past the end of its line, or of the text, counts as that end.
    pub fn offset(&self, place: LineColumn) -> u32 {
        let line = place.line.max(1);
        let starts = self.line_starts();
        let Some(start) = starts.get(line as usize - 1) else {
            return self.text.len() as u32;
        };
        let text = self.line(line);
        let before = text.chars().take(place.column.saturating_sub(1) as usize);
        start + before.map(char::len_utf8).sum::<usize>() as u32
    }

    /// The text of a line (counted from 1), without its line break.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.line_starts();
        let at = |i: usize| starts.get(i).map_or(self.text.len(), |s| *s as usize);
        let text = self
            .text
            .get(at(line as usize - 1)..at(line as usize))
            .unwrap_or("");
        text.trim_end_matches(['\n', '\r'])
    }
}

/// All files that one analysis reads, by [`FileId`]. A file's id is the same in all analyses of one
/// session, so that some ids are those of files that this one does not read.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Option<Arc<Source>>>,
    /// In the order in which they were read: the stack first.
    order: Vec<FileId>,
}

impl Sources {
    /// Adds a file under an id of its own.
    pub fn add(&mut self, source: Source) -> FileId {
        let file = FileId(self.files.len() as u32);
        self.set(file, Arc::new(source));
        file
    }

    /// Sets what a file holds.
    pub fn set(&mut self, file: FileId, source: Arc<Source>) {
        let at = file.0 as usize;
        if self.files.len() <= at {
            self.files.resize(at + 1, None);
        }
        if let Some(slot) = self.files.get_mut(at)
            && slot.replace(source).is_none()
        {
            self.order.push(file);
        }
    }

    /// A file; an empty one without a name where it is not of this set.
    pub fn get(&self, file: FileId) -> &Source {
        static NONE: LazyLock<Source> = LazyLock::new(|| Source::new("", ""));
        let source = self.files.get(file.0 as usize);
        source.and_then(Option::as_deref).unwrap_or(&NONE)
    }

    /// A file, to be kept.
    pub fn shared(&self, file: FileId) -> Option<Arc<Source>> {
        self.files.get(file.0 as usize).cloned().flatten()
    }

    /// The text that a span covers; empty where the span is not of this set.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or("")
    }

    /// Where a span starts.
    pub fn start(&self, span: Span) -> LineColumn {
        self.get(span.file).line_column(span.start)
    }

    /// Where a span ends.
    pub fn end(&self, span: Span) -> LineColumn {
        self.get(span.file).line_column(span.end)
    }

    /// All files, in the order in which they were read.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.order.iter().map(|file| (*file, self.get(*file)))
    }

    /// The place of each file in that order, by its id.
    pub fn ranks(&self) -> Vec<u32> {
        let mut ranks = vec![u32::MAX; self.files.len()];
        for (file, rank) in self.order.iter().zip(0..) {
            if let Some(slot) = ranks.get_mut(file.0 as usize) {
                *slot = rank;
            }
        }
        ranks
    }
}
