//! The copy of a file that is looked at in its place. In: the file, and the cursor in it. Out: the same text
//! with a name where the cursor is, under a path beside the file, as a program of its own. Never: a change
//! of what is known of the file itself.

use super::ask::Context;
use super::cursor::{Cursor, Standing, closes};
use crate::ide::View;
use crate::session::{Analysis, Request, analyse};
use crate::text::{FileId, Span};
use std::path::Path;

/// The name that stands at the cursor. No program has it.
pub const NAME: &str = "completedHere";

/// What the path of the copy ends with.
const ENDING: &str = ".completing.infra";

pub struct StandIn {
    analysis: Analysis,
    file: FileId,
    /// Where the name stands; in a text, where the cursor is.
    pub offset: u32,
    /// What was put in the place of what.
    replaced: u32,
    inserted: u32,
}

impl StandIn {
    /// The copy; with the rest of a broken item left out where the name cannot be found otherwise.
    pub fn new(context: &Context, cursor: &Cursor) -> Option<StandIn> {
        let whole = StandIn::of(context, text_with(cursor))?;
        let begins_line = cursor.line_before().trim().is_empty() && cursor.open.is_empty();
        if cursor.standing != Standing::Code || begins_line || whole.is_found() {
            return Some(whole);
        }
        let closed = StandIn::of(context, closed_text(cursor));
        // The item before may go on where this one begins.
        let apart = || StandIn::of(context, separated_text(cursor)?);
        let found = closed.filter(StandIn::is_found);
        let found = found.or_else(|| apart().filter(StandIn::is_found));
        found.or(Some(whole))
    }

    fn of(context: &Context, made: Made) -> Option<StandIn> {
        let path = &context.analysis.sources.get(context.file).path;
        let beside = format!("{path}{ENDING}");
        let mut session = context.session.clone();
        session.files.set(beside.as_str(), made.text);
        let request = Request {
            stack: beside.clone().into(),
            config: Some(context.analysis.shared_config()),
            ..Request::default()
        };
        let analysis = analyse(&session, request);
        let file = analysis.file_at(Path::new(&beside))?;
        Some(StandIn {
            analysis,
            file,
            offset: made.offset as u32,
            replaced: made.replaced as u32,
            inserted: made.inserted as u32,
        })
    }

    pub fn view(&self) -> Option<View<'_>> {
        View::of(&self.analysis, self.file)
    }

    /// A place of the copy, in the file itself.
    pub fn back(&self, offset: u32) -> u32 {
        match offset >= self.offset + self.inserted {
            true => offset - self.inserted + self.replaced,
            false => offset.min(self.offset + self.replaced),
        }
    }

    /// Whether the tree has the name, and not only text that could not be read.
    fn is_found(&self) -> bool {
        let module = self.analysis.module();
        let path = crate::ide::path_at(module, self.offset);
        let last = path.last().map(crate::syntax::ast::Node::span);
        let end = self.offset + self.inserted;
        let place = Span::new(self.file, self.offset as usize, end as usize);
        last == Some(place)
    }
}

struct Made {
    text: String,
    offset: usize,
    replaced: usize,
    inserted: usize,
}

/// The text with the name in it; in a text, with what closes that.
fn text_with(cursor: &Cursor) -> Made {
    let (text, at) = (cursor.text, cursor.offset);
    let part = |range: std::ops::Range<usize>| text.get(range).unwrap_or("");
    match cursor.standing {
        Standing::Text { start, is_closed } => {
            let closing = if is_closed {
                ""
            } else {
                quote_before(text, start)
            };
            Made {
                text: format!("{}{closing}{}", part(0..at), part(at..text.len())),
                offset: at,
                replaced: 0,
                inserted: closing.len(),
            }
        }
        _ => Made {
            text: format!(
                "{}{NAME}{}",
                part(0..cursor.start),
                part(cursor.end..text.len())
            ),
            offset: cursor.start,
            replaced: cursor.end - cursor.start,
            inserted: NAME.len(),
        },
    }
}

/// The quotes that a text begins with, before its first letter.
fn quote_before(text: &str, start: usize) -> &str {
    let before = text.get(..start).unwrap_or("");
    let length = match before.ends_with("\"\"\"") || before.ends_with("'''") {
        true => 3,
        false => 1,
    };
    before
        .get(before.len().saturating_sub(length)..)
        .unwrap_or("")
}

/// The text with a comma between the item and the one before, in the place of a new line, so that all places
/// stay as they are.
fn separated_text(cursor: &Cursor) -> Option<Made> {
    let made = closed_text(cursor);
    let before = made.text.get(..cursor.start)?;
    let lines = before.rmatch_indices('\n');
    let mut starts = lines.filter(|(at, _)| {
        let line = before.get(at + 1..).unwrap_or("");
        line.starts_with(char::is_alphabetic)
    });
    let (at, _) = starts.next()?;
    let mut text = made.text.clone();
    text.replace_range(at..at + 1, ",");
    Some(Made { text, ..made })
}

/// The text up to the name, with all brackets closed, and the items that follow.
fn closed_text(cursor: &Cursor) -> Made {
    let before = cursor.text.get(..cursor.start).unwrap_or("");
    let mut text = format!("{before}{NAME}");
    let open = cursor.open.iter().rev();
    let closing: String = open.map(|(bracket, _)| closes(*bracket) as char).collect();
    text.push_str(&closing);
    let rest = cursor.behind();
    // An item begins where a line does, without indentation.
    let next = rest.match_indices('\n').find(|(at, _)| {
        let line = rest.get(at + 1..).unwrap_or("");
        line.starts_with(|c: char| c.is_alphabetic() || c == '@' || c == '/')
    });
    if let Some((at, _)) = next {
        text.push_str(rest.get(at..).unwrap_or(""));
    }
    Made {
        text,
        offset: cursor.start,
        // What follows is of no use for edits: all of these are before it.
        replaced: cursor.end - cursor.start,
        inserted: NAME.len(),
    }
}
