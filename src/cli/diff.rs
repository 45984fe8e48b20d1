//! What changed between two texts, line by line. In: both. Out: the lines that went and came. Never: which of
//! them is right.

use similar::{Algorithm, ChangeTag, TextDiff, capture_diff_slices};
use std::fmt::Write;

/// More changed lines are counted, not shown.
const SHOWN: usize = 60;

/// The difference for people, `-` before what was there and `+` before what is there now: not all of a long
/// one.
pub fn diff(before: &[u8], now: &[u8]) -> String {
    let (before, now) = (
        String::from_utf8_lossy(before),
        String::from_utf8_lossy(now),
    );
    let before: Vec<&str> = before.lines().collect();
    let now: Vec<&str> = now.lines().collect();
    let same = before.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let (old, new) = (tail(&before, same), tail(&now, same));
    let pairs = old.iter().rev().zip(new.iter().rev());
    let end = pairs.take_while(|(a, b)| a == b).count();
    let old = old.get(..old.len() - end).unwrap_or(&[]);
    let new = new.get(..new.len() - end).unwrap_or(&[]);
    let mut out = String::new();
    if let Some(line) = same.checked_sub(1).and_then(|at| before.get(at)) {
        let _ = writeln!(out, "  {line}");
    }
    let changes = changes(old, new);
    for (sign, line) in changes.iter().take(SHOWN) {
        let _ = writeln!(out, "{sign} {line}");
    }
    match changes.len().saturating_sub(SHOWN) {
        0 => {}
        more => drop(writeln!(out, "  ... and {more} more lines")),
    }
    if let Some(line) = before.get(before.len() - end) {
        let _ = writeln!(out, "  {line}");
    }
    out
}

fn tail<'t>(lines: &'t [&'t str], from: usize) -> &'t [&'t str] {
    lines.get(from..).unwrap_or(&[])
}

/// The lines of both in order, each with `-`, `+` or a blank.
fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    let mut lines = Vec::with_capacity(old.len().max(new.len()));
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        lines.extend(op.iter_changes(old, new).map(|change| {
            let sign = match change.tag() {
                ChangeTag::Delete => '-',
                ChangeTag::Insert => '+',
                ChangeTag::Equal => ' ',
            };
            (sign, change.value())
        }));
    }
    lines
}

/// All of the difference, as `patch` reads it.
pub fn unified(path: &str, before: &str, now: &str) -> String {
    let (from, to) = (format!("a/{path}"), format!("b/{path}"));
    TextDiff::from_lines(before, now)
        .unified_diff()
        .context_radius(3)
        .header(&from, &to)
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::diff;

    #[test]
    fn shows_what_changed_and_a_line_around() {
        let before = "a\nb\nc\nd\ne\nf\n";
        assert_eq!(
            diff(before.as_bytes(), b"a\nb\nx\nd\ny\nf\n"),
            "  b\n- c\n+ x\n  d\n- e\n+ y\n  f\n"
        );
        assert_eq!(diff(b"", b"a\n"), "+ a\n");
        assert_eq!(diff(b"a\nb\n", b"b\n"), "- a\n  b\n");
    }
}
