//! Things that stand below one another: items, entries, statements. In: their places, and how to
//! print each. Out: lines, with the comments and blank lines between them. Never: brackets.

use super::printer::Printer;

/// Where a thing was written: from its first sign to its last.
#[derive(Clone, Copy)]
pub struct Place {
    pub start: u32,
    pub end: u32,
}

/// How the things of one bracket share lines.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Each on a line of its own.
    Single,
    /// Those that were written on one line stay there, as long as they fit, with commas between.
    Kept,
    /// As many on one line as fit.
    Filled,
    /// Each on a line of its own that ends with a comma, but for the last.
    Commas,
    /// Each on lines of its own; where nobody wrote them, with an empty line before and after one that takes
    /// several.
    Items,
}

/// Prints things on lines below one another, and comments up to `end`. `begin` is where the bracket
/// before the first one ends, if there is one; the line is then still that of the bracket.
pub fn lines<T>(
    p: &mut Printer,
    things: &[T],
    begin: Option<u32>,
    end: u32,
    rows: Rows,
    place: impl Fn(&Printer, &T) -> Place,
    print: impl Fn(&mut Printer, &T),
) {
    let mut before = begin;
    let mut is_first = true;
    let mut line = p.line_count();
    let mut was_tall = false;
    for (index, thing) in things.iter().enumerate() {
        let at = place(p, thing);
        let commented = comments(p, &mut before, at.start, &mut is_first, begin.is_some());
        let same_row = matches!(rows, Rows::Kept | Rows::Filled)
            && !is_first
            && !commented
            && line == p.line_count()
            && before.is_some_and(|before| !p.line_ends(before, at.start));
        let in_row = same_row
            && p.comment_before(at.end).is_none()
            && p.try_flat(0, |p| {
                p.push(", ");
                print(p, thing);
            });
        if !in_row {
            break_line(p, before, at.start, is_first, begin.is_some());
            line = p.line_count();
            let apart = rows == Rows::Items && p.is_unwritten() && !is_first && !commented;
            if apart && was_tall {
                p.blank_line();
            }
            let mark = p.mark();
            let columns = usize::from(rows == Rows::Commas);
            p.reserving(columns, |p| {
                print_or_keep(p, at, |p| print(p, thing));
            });
            let is_tall = p.line_count() > line;
            if apart && !was_tall && is_tall && !p.blank_between(before.unwrap_or(0), at.start) {
                p.blank_line_at(&mark);
            }
            was_tall = is_tall;
        }
        if rows == Rows::Commas && index + 1 < things.len() {
            p.push(",");
        }
        before = Some(at.end);
        is_first = false;
    }
    comments(p, &mut before, end, &mut is_first, begin.is_some());
}

/// Prints a thing; as it was written, where it has a comment in a place that no one prints.
pub fn print_or_keep(p: &mut Printer, at: Place, print: impl FnOnce(&mut Printer)) {
    let mark = p.mark();
    print(p);
    p.misplace_comments(at.end);
    if p.take_misplaced() {
        p.reset(mark);
        p.verbatim(at.start, at.end);
    }
}

/// Prints the comments before an offset; whether there were any.
fn comments(
    p: &mut Printer,
    before: &mut Option<u32>,
    offset: u32,
    is_first: &mut bool,
    in_brackets: bool,
) -> bool {
    let mut printed = false;
    while let Some(comment) = p.comment_before(offset) {
        let behind = !*is_first && before.is_some_and(|end| !p.line_ends(end, comment.start));
        if behind && !p.is_flat() {
            p.push(" ");
        } else {
            break_line(p, *before, comment.start, *is_first, in_brackets);
        }
        p.print_comment();
        *before = Some(comment.end);
        *is_first = false;
        printed = true;
    }
    printed
}

/// Begins the line of a thing, with an empty one before it if there was one. The first line of a
/// file has begun already.
fn break_line(p: &mut Printer, before: Option<u32>, start: u32, is_first: bool, in_brackets: bool) {
    if is_first && !in_brackets {
        return;
    }
    p.newline();
    if let Some(before) = before
        && !is_first
        && p.blank_between(before, start)
    {
        p.blank_line();
    }
}
