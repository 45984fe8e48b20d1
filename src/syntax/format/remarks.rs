//! Where the comments of another text go that a tree was made from. In: what has lines of its own in the tree,
//! with its places in that text. Out: the comments before, behind and after each. Never: one comment less.

use crate::syntax::ast::Line;
use crate::text::Span;
use std::cmp::Reverse;

/// What may stand on a line of its own, and where it is in the other text.
#[derive(Debug, Clone, Copy)]
pub struct Thing {
    pub line: Line,
    pub start: u32,
    pub end: u32,
}

/// A line of a comment, as it is written here.
#[derive(Debug, Clone)]
pub struct Remark {
    pub text: String,
    /// Whether an empty line follows it.
    pub ends: bool,
}

/// The comments of each thing, by its number.
pub struct Remarks {
    before: Vec<Vec<Remark>>,
    behind: Vec<Vec<Remark>>,
    after: Vec<Vec<Remark>>,
    /// What stands behind everything.
    pub last: Vec<Remark>,
}

/// Where a comment goes.
#[derive(Debug, Clone, Copy)]
enum Goal {
    Before(usize),
    Behind(usize),
    After(usize),
    Last,
}

/// How long a comment is at most that stands behind something.
const LONGEST: usize = 60;

impl Remarks {
    /// Gives each comment of `text` to one of the things, which are in the order in which they are printed.
    pub fn of(things: &[Thing], text: &str, comments: &[Span]) -> Remarks {
        let mut remarks = Remarks {
            before: vec![Vec::new(); things.len()],
            behind: vec![Vec::new(); things.len()],
            after: vec![Vec::new(); things.len()],
            last: Vec::new(),
        };
        let order = Order::of(things, text);
        let mut run: Option<(u32, Goal)> = None;
        for span in comments {
            let written = text.get(span.range()).unwrap_or("");
            let begin = start_of(text, span.start);
            let is_alone = text[..begin as usize]
                .trim_end_matches([' ', '\t'])
                .ends_with(['\n', '\r'])
                || text[..begin as usize].trim().is_empty();
            let goal = match run {
                Some((end, goal)) if is_alone && is_next_line(text, end, begin) => goal,
                _ if is_alone => order.of_line(begin),
                _ => order.of_end(begin, written.len()),
            };
            // Lines below a comment behind something are no part of it.
            run = is_alone.then_some((span.end, goal));
            let ends = is_alone && is_blank_behind(text, span.end);
            let written = comment(written, ends);
            match goal {
                Goal::Before(thing) => remarks.before[thing].extend(written),
                Goal::Behind(thing) => remarks.behind[thing].extend(written),
                Goal::After(thing) => remarks.after[thing].extend(written),
                Goal::Last => remarks.last.extend(written),
            }
        }
        remarks
    }

    pub fn take_before(&mut self, thing: usize) -> Vec<Remark> {
        self.before
            .get_mut(thing)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    pub fn take_behind(&mut self, thing: usize) -> Vec<Remark> {
        self.behind
            .get_mut(thing)
            .map(std::mem::take)
            .unwrap_or_default()
    }

    pub fn take_after(&mut self, thing: usize) -> Vec<Remark> {
        self.after
            .get_mut(thing)
            .map(std::mem::take)
            .unwrap_or_default()
    }
}

/// The things in the order of the other text.
struct Order<'a> {
    text: &'a str,
    things: &'a [Thing],
    /// Numbers of things; what begins at one place stands before what is in it.
    sorted: Vec<usize>,
    /// By place in `sorted`: the nearest thing around it, likewise.
    outer: Vec<Option<usize>>,
}

impl<'a> Order<'a> {
    fn of(things: &'a [Thing], text: &'a str) -> Order<'a> {
        let mut sorted: Vec<usize> = (0..things.len()).collect();
        sorted.sort_by_key(|i| (things[*i].start, Reverse(things[*i].end), *i));
        let mut outer = Vec::with_capacity(sorted.len());
        let mut open: Vec<usize> = Vec::new();
        for (place, i) in sorted.iter().enumerate() {
            while open
                .pop_if(|around| things[sorted[*around]].end <= things[*i].start)
                .is_some()
            {}
            outer.push(open.last().copied());
            open.push(place);
        }
        Order {
            text,
            things,
            sorted,
            outer,
        }
    }

    fn thing(&self, place: usize) -> Thing {
        self.things[self.sorted[place]]
    }

    /// How many things begin before an offset.
    fn count_before(&self, offset: u32) -> usize {
        self.sorted
            .partition_point(|i| self.things[*i].start < offset)
    }

    /// What begins last before an offset, then what is around that, and so on.
    fn around(&self, offset: u32) -> impl Iterator<Item = usize> {
        let first = self.count_before(offset).checked_sub(1);
        std::iter::successors(first, |place| self.outer[*place])
    }

    /// A comment on a line of its own goes before what comes next; after what comes before where only that
    /// is as far to the right.
    fn of_line(&self, at: u32) -> Goal {
        let next = self.count_before(at);
        if next == 0 {
            // The head of the text is that of the tree.
            return if self.things.is_empty() {
                Goal::Last
            } else {
                Goal::Before(0)
            };
        }
        let follows = (next < self.sorted.len()).then(|| self.thing(next));
        let column = self.column(at);
        // What stands as far to the right as an element's content is about the element.
        if follows.is_none_or(|thing| self.column(thing.start) < column) && column > 0 {
            let end = follows.map_or(u32::MAX, |thing| thing.start);
            for place in self.around(at) {
                let thing = self.thing(place);
                if thing.end > end {
                    break;
                }
                if self.column_of(thing) > column {
                    continue;
                }
                return match thing.line {
                    Line::Entry | Line::Element => Goal::After(self.sorted[place]),
                    Line::Item | Line::Attribute => Goal::Before(self.item_around(place)),
                };
            }
        }
        match follows {
            Some(_) => Goal::Before(self.sorted[next]),
            None => Goal::Last,
        }
    }

    /// A comment at the end of a line goes behind what ends there, or before what does not.
    fn of_end(&self, at: u32, length: usize) -> Goal {
        let line = self.line_start(at);
        let begun = self.count_before(at);
        let here = self.count_before(line);
        let ends = (here..begun).find(|place| self.thing(*place).end <= at);
        if let Some(place) = ends
            && length <= LONGEST
        {
            let is_line = matches!(self.thing(place).line, Line::Entry | Line::Element);
            if is_line {
                return Goal::Behind(self.sorted[place]);
            }
        }
        if let Some(place) = ends {
            return Goal::Before(self.sorted[place]);
        }
        let around = self.around(at).find(|place| self.thing(*place).end > at);
        match around.or((begun < self.sorted.len()).then_some(begun)) {
            Some(place) => Goal::Before(self.sorted[place]),
            None => Goal::Last,
        }
    }

    /// The item that a part of it belongs to.
    fn item_around(&self, place: usize) -> usize {
        let around = std::iter::successors(Some(place), |place| self.outer[*place]);
        let item = around
            .into_iter()
            .find(|place| self.thing(*place).line == Line::Item);
        self.sorted[item.unwrap_or(place)]
    }

    fn line_start(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or("");
        before.rfind('\n').map_or(0, |i| i as u32 + 1)
    }

    fn column(&self, at: u32) -> u32 {
        at - self.line_start(at)
    }

    /// The column of a thing; that of an element is the one of its dash.
    fn column_of(&self, thing: Thing) -> u32 {
        let start = self.line_start(thing.start);
        let before = self.text.get(start as usize..thing.start as usize);
        let before = before.unwrap_or("").trim_end();
        match before.strip_suffix('-') {
            Some(before) if thing.line == Line::Element => before.len() as u32,
            _ => thing.start - start,
        }
    }
}

/// Where a comment begins that may be given without its sign.
fn start_of(text: &str, start: u32) -> u32 {
    let before = text.get(..start as usize).unwrap_or("");
    before.strip_suffix('#').unwrap_or(before).len() as u32
}

/// Whether nothing but a line's end is between two offsets.
fn is_next_line(text: &str, end: u32, start: u32) -> bool {
    let between = text.get(end as usize..start as usize).unwrap_or("");
    between.trim().is_empty() && between.matches('\n').count() <= 1
}

/// Whether the next line is empty.
fn is_blank_behind(text: &str, end: u32) -> bool {
    let mut lines = text.get(end as usize..).unwrap_or("").split('\n').skip(1);
    lines.next().is_some_and(|line| line.trim().is_empty()) && lines.next().is_some()
}

/// As it is written here, line by line.
fn comment(written: &str, ends: bool) -> impl Iterator<Item = Remark> {
    // A row of signs is all of a comment.
    let text = match written.strip_prefix('#') {
        Some(rest) if !rest.starts_with('#') => rest,
        _ => written,
    };
    let mut lines = text.split(['\n', '\r']).map(str::trim_end).peekable();
    std::iter::from_fn(move || {
        let line = lines.next()?;
        let text = match line.as_bytes().first() {
            None => "//".to_owned(),
            Some(b' ' | b'\t') => format!("//{line}"),
            Some(_) => format!("// {line}"),
        };
        let ends = ends && lines.peek().is_none();
        Some(Remark { text, ends })
    })
}
