//! What changed between two texts, line by line. In: both. Out: the lines that went and came, each
//! group with a line before and behind it. Never: all of a long text.

use std::fmt::Write;

/// More changed lines are counted, not shown.
const SHOWN: usize = 60;

/// How far apart two texts may be for their changes to be found exactly: the work grows with the
/// product of the lines that differ.
const EXACT: usize = 4_000_000;

/// The difference, `-` before what was there and `+` before what is there now.
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

/// The lines of both in order, each with `-`, `+` or a blank: along a longest common row of lines,
/// where finding one is not too much work.
fn changes<'t>(old: &[&'t str], new: &[&'t str]) -> Vec<(char, &'t str)> {
    if old.len().saturating_mul(new.len()) > EXACT {
        let gone = old.iter().map(|line| ('-', *line));
        return gone.chain(new.iter().map(|line| ('+', *line))).collect();
    }
    let width = new.len() + 1;
    // How many lines both have in common behind each pair of places.
    let mut common = vec![0u32; (old.len() + 1) * width];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i * width + j] = match old[i] == new[j] {
                true => common[(i + 1) * width + j + 1] + 1,
                false => common[(i + 1) * width + j].max(common[i * width + j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changes = Vec::new();
    while i < old.len() || j < new.len() {
        let (gone, come) = (old.get(i), new.get(j));
        match (gone, come) {
            (Some(a), Some(b)) if a == b => {
                changes.push((' ', *a));
                i += 1;
                j += 1;
            }
            (Some(a), _)
                if come.is_none() || common[(i + 1) * width + j] >= common[i * width + j + 1] =>
            {
                changes.push(('-', *a));
                i += 1;
            }
            (_, Some(b)) => {
                changes.push(('+', *b));
                j += 1;
            }
            _ => break,
        }
    }
    changes
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
