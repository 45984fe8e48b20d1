//! Source files and their line index: byte offsets to lines and columns. Never reads the disk.

use super::{FileId, Span};
use std::sync::OnceLock;

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

/// All files that one analysis reads, by [`FileId`].
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, source: Source) -> FileId {
        self.files.push(source);
        FileId(self.files.len() as u32 - 1)
    }

    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    /// The text that a span covers; empty where the span is not of this set.
    pub fn slice(&self, span: Span) -> &str {
        let source = self.files.get(span.file.0 as usize);
        source.and_then(|s| s.text.get(span.range())).unwrap_or("")
    }

    /// Where a span starts.
    pub fn start(&self, span: Span) -> LineColumn {
        self.get(span.file).line_column(span.start)
    }

    /// Where a span ends.
    pub fn end(&self, span: Span) -> LineColumn {
        self.get(span.file).line_column(span.end)
    }

    pub fn iter(&self) -> impl Iterator<Item = (FileId, &Source)> {
        self.files
            .iter()
            .enumerate()
            .map(|(i, s)| (FileId(i as u32), s))
    }
}
