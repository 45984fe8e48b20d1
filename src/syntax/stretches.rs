//! Large files, parsed in stretches on all cores. In: a text. Out: the items that the whole text
//! has, if nothing is wrong with it. Never: messages.
//!
//! A text is cut where a line begins, without indentation, with what may begin an item. No
//! parser looks at what is before, so a cut may fall into a text, a comment or a bracket that began
//! earlier. Then the stretch before it ends with that text, comment or bracket unclosed; and every
//! stretch but the first begins where the one before ended, so by induction the first wrong cut is
//! noticed. Where a stretch has anything to report the whole file is parsed in one go instead, which
//! also gives the messages.

use super::lower::{self, Lowered};
use super::renumber;
use crate::text::FileId;
use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How long a stretch is at least: long enough to make up for what it costs to start one, short
/// enough for its tokens to stay in the cache.
const LENGTH: usize = 32 << 10;

/// What an item may begin with.
const KEYWORDS: &[&str] = &[
    "resource",
    "let",
    "output",
    "param",
    "input",
    "fn",
    "type",
    "existing",
    "data",
    "import",
    "component",
    "module",
    "stack",
    "rule",
    "policy",
    "test",
];

/// The whole text, lowered; `None` where it is short, cannot be cut, or has a mistake.
pub fn lower(file: FileId, text: &str) -> Option<Lowered> {
    if text.len() < 2 * LENGTH {
        return None;
    }
    let stretches = cut(text, LENGTH);
    let threads = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    lower_all(file, text, &stretches, threads)
}

/// Lowers all stretches on so many threads, and joins them.
fn lower_all(
    file: FileId,
    text: &str,
    stretches: &[Range<usize>],
    threads: usize,
) -> Option<Lowered> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    // Each thread takes the next stretch until there is none, or one has failed.
    let work = || {
        let mut done = Vec::new();
        while !failed.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(stretch) = stretches.get(index) else {
                break;
            };
            match clean(file, text, stretch) {
                Some(lowered) => done.push((index, lowered)),
                None => failed.store(true, Ordering::Relaxed),
            }
        }
        done
    };
    let mut parts = std::thread::scope(|scope| {
        let others = 1..threads.min(stretches.len());
        let others: Vec<_> = others.map(|_| scope.spawn(work)).collect();
        let mut parts = work();
        for other in others {
            parts.extend(other.join().ok()?);
        }
        Some(parts)
    })?;
    if parts.len() != stretches.len() {
        return None;
    }
    parts.sort_by_key(|(index, _)| *index);
    parts.into_iter().map(|(_, part)| part).reduce(join)
}

/// A stretch with nothing to report. A document at its end belongs to what follows.
fn clean(file: FileId, text: &str, stretch: &Range<usize>) -> Option<Lowered> {
    let lowered = lower::lower(file, text.get(stretch.clone())?, stretch.start)?;
    (lowered.diagnostics.is_empty() && !lowered.dangling_doc).then_some(lowered)
}

/// Appends a stretch, whose numbers go on from those before.
fn join(mut whole: Lowered, mut part: Lowered) -> Lowered {
    renumber::items(&mut part.items, whole.expr_count, whole.item_count);
    whole.items.append(&mut part.items);
    whole.comments.append(&mut part.comments);
    whole.expr_count += part.expr_count;
    whole.item_count += part.item_count;
    whole
}

/// Cuts a text into stretches of at least this length, the last one excepted.
fn cut(text: &str, length: usize) -> Vec<Range<usize>> {
    let mut stretches = Vec::with_capacity(text.len() / length + 1);
    let mut start = 0;
    while let Some(end) = next_cut(text, start + length) {
        stretches.push(start..end);
        start = end;
    }
    stretches.push(start..text.len());
    stretches
}

/// The first place from an offset on where a line may begin an item, and where the line before
/// looks like the end of one. An attribute and a document stay with what follows them.
fn next_cut(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let newline = |from: usize| {
        let rest = bytes.get(from..)?;
        Some(from + rest.iter().position(|b| *b == b'\n')? + 1)
    };
    let mut before = newline(from)?;
    while let Some(line) = newline(before) {
        if begins_item(bytes.get(line..)?) && ends_item(bytes.get(before..line)?) {
            return Some(line);
        }
        before = line;
    }
    None
}

fn begins_item(line: &[u8]) -> bool {
    line.starts_with(b"@") || line.starts_with(b"///") || begins_with_keyword(line)
}

fn ends_item(line: &[u8]) -> bool {
    matches!(line.trim_ascii(), b"" | b"}") || begins_with_keyword(line)
}

fn begins_with_keyword(line: &[u8]) -> bool {
    KEYWORDS.iter().any(|word| {
        let rest = line.strip_prefix(word.as_bytes());
        rest.is_some_and(|rest| matches!(rest.first(), Some(b' ' | b'{' | b'"' | b'\'')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    const FILE: FileId = FileId(0);

    fn program(resources: usize) -> String {
        let mut text = String::from("// head\nparam stage: \"dev\" | \"prod\" = \"dev\"\n\n");
        for i in 0..resources {
            text += &format!(
                "/// The queue {i}.\n@id(\"Queue{i}\")\nresource queue{i} = AWS::SQS::Queue {{\n  \
                 QueueName: \"q-${{stage}}-{i}\" // name\n  Delay: 1 + {i} * (2 - x)\n}}\n\n"
            );
        }
        text
    }

    /// The same tree, comments and numbers as in one go.
    fn same(text: &str, length: usize) {
        let whole = lower::lower(FILE, text, 0).expect("a flat text");
        assert!(whole.diagnostics.is_empty(), "{:?}", whole.diagnostics);
        let stretches = cut(text, length);
        assert!(stretches.len() > 2, "too few stretches");
        for threads in [1, 2, 7] {
            let parts = lower_all(FILE, text, &stretches, threads).expect("no mistakes");
            assert_eq!(parts.items, whole.items);
            assert_eq!(parts.comments, whole.comments);
            assert_eq!(parts.expr_count, whole.expr_count);
            assert_eq!(parts.item_count, whole.item_count);
        }
    }

    #[test]
    fn stretches_make_the_same_tree() {
        same(&program(50), 100);
        same(&program(50).replace('\n', "\r\n"), 700);
    }

    #[test]
    fn a_cut_inside_of_something_is_noticed() {
        let inside = "\n\nlet a = 1\n\nlet b = 2\n\nlet c = 3\n\n";
        for (open, close) in [
            ("let x = '''", "'''"),
            ("let x = \"\"\"", "\"\"\""),
            ("/*", "*/"),
            ("component X() {", "}"),
            ("test \"t\" {", "}"),
            ("let x = {", "y }"),
        ] {
            let text = format!("{}{open}{inside}{close}\n\n{}", program(2), program(2));
            let stretches = cut(&text, 10);
            assert!(lower_all(FILE, &text, &stretches, 2).is_none(), "{open}");
        }
    }

    #[test]
    fn a_document_stays_with_what_it_documents() {
        let text = "let a = 1\n\n/// Of b.\n\nlet b = 2\n";
        let stretches = [0..21, 21..text.len()];
        assert!(lower_all(FILE, text, &stretches, 1).is_none());
    }

    #[test]
    fn mistakes_are_reported_once() {
        let text = program(900) + "let = 1\n";
        let (module, diagnostics) = parse(FILE, &text);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(module.items.len(), 902);
    }
}
