//! What stands in brackets: on one line, or on lines below one another. In: the things, and how to
//! print each. Out: the brackets with them. Never: what the things are.

use super::entries::{Place, Rows, lines};
use super::printer::Printer;

/// A bracketed group: where it was written, and how it looks.
#[derive(Clone, Copy)]
pub struct Brackets<'a> {
    pub open: &'a str,
    pub close: &'a str,
    /// Between the brackets and what they hold, on one line.
    pub padding: &'a str,
    /// Between two things on one line.
    pub separator: &'a str,
    pub rows: Rows,
    /// Where the opening bracket ends.
    pub begin: u32,
    /// Where the closing bracket begins.
    pub end: u32,
}

impl Brackets<'_> {
    /// `{ a, b }`
    pub fn braces(begin: u32, end: u32) -> Brackets<'static> {
        Brackets {
            open: "{",
            close: "}",
            padding: " ",
            separator: ", ",
            rows: Rows::Kept,
            begin,
            end,
        }
    }

    /// `[a, b]`
    pub fn square(begin: u32, end: u32) -> Brackets<'static> {
        Brackets {
            open: "[",
            close: "]",
            padding: "",
            ..Brackets::braces(begin, end)
        }
    }

    /// `(a, b)`
    pub fn round(begin: u32, end: u32) -> Brackets<'static> {
        Brackets {
            open: "(",
            close: ")",
            padding: "",
            rows: Rows::Commas,
            ..Brackets::braces(begin, end)
        }
    }

    /// Prints the group: on one line where it was written so and fits with `after` more columns.
    pub fn print<T>(
        mut self,
        p: &mut Printer,
        after: usize,
        things: &[T],
        place: impl Fn(&Printer, &T) -> Place,
        print: impl Fn(&mut Printer, &T),
    ) {
        p.misplace_comments(self.begin);
        if p.is_unwritten() && self.rows == Rows::Kept {
            self.rows = Rows::Single;
        }
        if p.comment_before(self.end).is_none() {
            if things.is_empty() {
                p.push(self.open);
                p.push(self.close);
                return;
            }
            if !self.was_broken(p, things, &place) {
                let flat = p.try_flat(after, |p| self.flat(p, things, &print));
                if flat || p.is_flat() {
                    return;
                }
                if self.rows == Rows::Kept {
                    // There are no rows to keep: all was one.
                    self.rows = Rows::Single;
                }
            }
        }
        if p.is_flat() {
            p.fail();
            return;
        }
        p.push(self.open);
        p.indented(|p| {
            lines(
                p,
                things,
                Some(self.begin),
                self.end,
                self.rows,
                place,
                print,
            )
        });
        p.newline();
        p.push(self.close);
    }

    /// Whether a new line stood before one of the things.
    pub fn was_broken<T>(
        &self,
        p: &Printer,
        things: &[T],
        place: impl Fn(&Printer, &T) -> Place,
    ) -> bool {
        let mut before = self.begin;
        things.iter().any(|thing| {
            let at = place(p, thing);
            p.line_ends(std::mem::replace(&mut before, at.end), at.start)
        })
    }

    fn flat<T>(&self, p: &mut Printer, things: &[T], print: impl Fn(&mut Printer, &T)) {
        p.push(self.open);
        p.push(self.padding);
        for (index, thing) in things.iter().enumerate() {
            if index > 0 {
                p.push(self.separator);
            }
            print(p, thing);
        }
        p.push(self.padding);
        p.push(self.close);
    }
}
