//! The lines of a source that a report shows. In: a source and the places in it that are marked.
//! Out: a small text of those lines, each with its number, and the places in that text. Never: a
//! line longer than a screen or a character that moves the cursor, however the file was made.

use super::messages::printable;
use crate::text::{Source, Span};
use std::collections::BTreeSet;
use std::ops::Range;

/// Lines before and after a marked one.
const AROUND: u32 = 1;
/// A mark over more lines than this shows the first of them alone.
const MARK_LINES: u32 = 8;
/// A longer line, in bytes, is cut around its first mark.
const LINE_LIMIT: usize = 240;
/// What is left of a line that is cut: this much before its first mark ...
const LEAD: usize = 40;
/// ... and this much in all.
const WINDOW: usize = 160;

/// A few lines of a source.
#[derive(Debug)]
pub struct Excerpt {
    pub name: String,
    pub text: String,
    pub rows: Vec<Row>,
}

/// One line of an excerpt.
#[derive(Debug)]
pub struct Row {
    /// Of the line in its source, from 1.
    pub number: u32,
    /// Where it starts in the excerpt's text.
    pub start: usize,
    /// How many characters were cut at its start, less those that stand for them.
    pub cut: usize,
}

/// The part of a line that is kept: from which byte to which.
struct Window {
    row: Row,
    raw: Range<usize>,
    lead: &'static str,
}

/// The lines around the marks, and where the marks are in them.
///
/// The lines around the first mark come first, and behind them the others as in the source: what is
/// drawn of an excerpt is drawn from its start.
pub fn excerpt(source: &Source, marks: &[Span]) -> (Excerpt, Vec<Range<usize>>) {
    let starts = source.line_starts();
    // What follows the last line break is a line only where something stands or is marked there.
    let ends_empty = starts.len() > 1
        && starts
            .last()
            .is_some_and(|s| *s as usize == source.text.len());
    let last_line = starts.len() as u32 - u32::from(ends_empty);
    let marked: Vec<(u32, u32)> = marks.iter().map(|m| lines_of(source, *m)).collect();
    let around = |(first, last): &(u32, u32)| {
        first.saturating_sub(AROUND).max(1)..=(last + AROUND).min(last_line).max(*last)
    };
    let mut numbers: BTreeSet<u32> = marked.iter().flat_map(around).collect();
    // An empty line at the edge says nothing.
    let all = numbers.clone();
    numbers.retain(|n| {
        let is_marked = marked
            .iter()
            .any(|(first, last)| (first..=last).contains(&n));
        let is_between = all.contains(&(n - 1)) && all.contains(&(n + 1));
        is_marked || is_between || !source.line(*n).trim().is_empty()
    });

    let mut text = String::new();
    let mut windows = Vec::with_capacity(numbers.len());
    for number in first_block_first(numbers, marked.first().map_or(1, |(first, _)| *first)) {
        let first_mark = marks
            .iter()
            .zip(&marked)
            .filter(|(_, (first, _))| *first == number);
        let first_mark = first_mark.map(|(mark, _)| mark.start as usize).min();
        let window = window(source, number, first_mark, text.len());
        text.push_str(window.lead);
        text.push_str(&printable(&source.text[window.raw.clone()]));
        if window.raw.end < line_range(source, number).end {
            text.push('…');
        }
        text.push('\n');
        windows.push(window);
    }

    let place = |offset: usize, number: u32| {
        let window = windows.iter().find(|w| w.row.number == number)?;
        let offset = offset.clamp(window.raw.start, window.raw.end);
        let before = source.text.get(window.raw.start..offset)?;
        Some(window.row.start + window.lead.len() + printable(before).len())
    };
    let places = marks.iter().zip(&marked).map(|(mark, (first, last))| {
        let start = place(mark.start as usize, *first).unwrap_or(0);
        let end = place(mark.end as usize, *last).unwrap_or(start);
        start..end.max(start)
    });
    let places = places.collect();
    let rows = windows.into_iter().map(|w| w.row).collect();
    let name = printable(&source.path).into_owned();
    (Excerpt { name, text, rows }, places)
}

impl Excerpt {
    /// The row that holds an offset of the excerpt's text.
    pub fn row_at(&self, offset: usize) -> usize {
        self.rows
            .partition_point(|r| r.start <= offset)
            .saturating_sub(1)
    }

    /// Whether rows are lines that follow one another in the source.
    pub fn is_whole(&self, first: usize, last: usize) -> bool {
        let rows = self.rows.get(first..=last).unwrap_or(&[]);
        rows.windows(2)
            .all(|pair| pair[1].number == pair[0].number + 1)
    }

    /// Where a row ends, its line break included.
    pub fn row_end(&self, row: usize) -> usize {
        self.rows
            .get(row + 1)
            .map_or(self.text.len(), |next| next.start)
    }
}

/// The numbers of lines, those of the block around one of them before all others.
fn first_block_first(numbers: BTreeSet<u32>, home: u32) -> Vec<u32> {
    let is_apart = |from: u32, to: u32| (from..to).any(|n| !numbers.contains(&n));
    let (block, others): (Vec<u32>, Vec<u32>) =
        (numbers.iter()).partition(|n| !is_apart(home.min(**n), home.max(**n)));
    [block, others].concat()
}

/// The first and the last line of a mark that are shown.
fn lines_of(source: &Source, mark: Span) -> (u32, u32) {
    let first = source.line_column(mark.start).line;
    // A mark that ends with a line break does not reach into the next line.
    let end = if mark.end > mark.start {
        mark.end - 1
    } else {
        mark.end
    };
    let last = source.line_column(end).line;
    if last - first >= MARK_LINES {
        (first, first)
    } else {
        (first, last)
    }
}

fn line_range(source: &Source, number: u32) -> Range<usize> {
    let starts = source.line_starts();
    let start = starts.get(number as usize - 1).map_or(0, |s| *s as usize);
    start..start + source.line(number).len()
}

fn window(source: &Source, number: u32, first_mark: Option<usize>, start: usize) -> Window {
    let line = line_range(source, number);
    if line.len() <= LINE_LIMIT {
        let row = Row {
            number,
            start,
            cut: 0,
        };
        return Window {
            row,
            raw: line,
            lead: "",
        };
    }
    let text = &source.text;
    let mark = first_mark.unwrap_or(line.start).min(line.end);
    let from = boundary_before(text, mark.saturating_sub(LEAD).max(line.start));
    let to = boundary_before(text, (from + WINDOW).min(line.end));
    if from == line.start {
        let row = Row {
            number,
            start,
            cut: 0,
        };
        return Window {
            row,
            raw: from..to,
            lead: "",
        };
    }
    let cut = text[line.start..from].chars().count() - 1;
    Window {
        row: Row { number, start, cut },
        raw: from..to,
        lead: "…",
    }
}

/// The last place between two characters up to an offset.
fn boundary_before(text: &str, offset: usize) -> usize {
    let mut places = (0..=offset).rev();
    places.find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::FileId;

    fn shown(text: &str, mark: Range<usize>) -> (Excerpt, Vec<String>) {
        let source = Source::new("a.infra", text);
        let spans = [Span::new(FileId(0), mark.start, mark.end)];
        let (excerpt, places) = excerpt(&source, &spans);
        let marked = places.into_iter().map(|p| excerpt.text[p].to_owned());
        let marked = marked.collect();
        (excerpt, marked)
    }

    #[test]
    fn lines_around_the_mark_are_kept_with_their_numbers() {
        let (excerpt, marked) = shown("a\nb\nc\nd\ne\nf\n", 4..5);
        assert_eq!(excerpt.text, "b\nc\nd\n");
        assert_eq!(excerpt.rows[0].number, 2);
        assert_eq!(marked, ["c"]);
    }

    #[test]
    fn a_long_line_is_cut_around_its_mark() {
        let text = format!("{}WRONG{}", "é".repeat(500_000), "b".repeat(500_000));
        let (excerpt, marked) = shown(&text, 1_000_000..1_000_005);
        assert!(excerpt.text.len() < 300, "{}", excerpt.text.len());
        assert_eq!(marked, ["WRONG"]);
        let column = excerpt.text[..excerpt.text.find('W').unwrap_or(0)]
            .chars()
            .count();
        assert_eq!(column + excerpt.rows[0].cut, 500_000);
    }

    #[test]
    fn a_mark_over_many_lines_shows_the_first() {
        let text = format!("{{{}}}", "\n".repeat(5_000));
        let (excerpt, marked) = shown(&text, 0..5_002);
        assert_eq!(excerpt.rows.len(), 1);
        assert_eq!(marked, ["{"]);
    }

    #[test]
    fn control_characters_are_not_printed() {
        let (excerpt, marked) = shown("a \u{1b}[31m b", 8..9);
        assert_eq!(excerpt.text, "a \u{FFFD}[31m b\n");
        assert_eq!(marked, ["b"]);
    }

    #[test]
    fn the_end_of_an_empty_file_can_be_marked() {
        let (excerpt, marked) = shown("", 0..0);
        assert_eq!((excerpt.rows.len(), marked), (1, vec![String::new()]));
    }
}
