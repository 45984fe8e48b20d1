//! The nearest names to one that does not exist. In: a word and the words that would have been
//! right. Out: the few that the user may have meant, best first. Never: more than are asked for.

/// The candidates that `wanted` may be a slip of, best first, at most `limit`.
///
/// A candidate counts where it differs by case and punctuation alone, or by at most a third of its
/// letters (transposed neighbours are one difference). Ties keep the order of the candidates.
pub fn nearest<'a>(
    wanted: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let folded = fold(wanted);
    let allowed = folded.len().div_ceil(3);
    let mut found: Vec<(usize, &str)> = Vec::new();
    for candidate in candidates {
        if candidate == wanted || found.iter().any(|(_, c)| *c == candidate) {
            continue;
        }
        let other = fold(candidate);
        if other.len().abs_diff(folded.len()) > allowed {
            continue;
        }
        let distance = distance(&folded, &other);
        // Names of one or two letters have no slips: every one would be near every other.
        if distance <= allowed && (distance == 0 || distance < folded.len().max(other.len()) - 1) {
            found.push((distance, candidate));
        }
    }
    found.sort_by_key(|(distance, _)| *distance);
    found.truncate(limit);
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The help of "no such name": ``did you mean `a`?`` or a choice of several.
pub fn did_you_mean(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match quoted.as_slice() {
        [] => None,
        [one] => Some(format!("did you mean {one}?")),
        [init @ .., last] => Some(format!("did you mean {} or {last}?", init.join(", "))),
    }
}

/// `` `a`, `b` or `c` ``; of more than five the first four and how many there are beside.
pub fn one_of<T: std::fmt::Display>(values: impl IntoIterator<Item = T>) -> String {
    listed(values, "or")
}

/// `` `a`, `b` and `c` ``; of more than five the first four and how many there are beside.
pub fn all_of<T: std::fmt::Display>(values: impl IntoIterator<Item = T>) -> String {
    listed(values, "and")
}

fn listed<T: std::fmt::Display>(values: impl IntoIterator<Item = T>, word: &str) -> String {
    let mut quoted: Vec<String> = values.into_iter().map(|v| format!("`{v}`")).collect();
    if quoted.len() > 5 {
        let more = quoted.len() - 4;
        quoted.truncate(4);
        quoted.push(format!("{more} more"));
    }
    match quoted.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// Letters and digits in lower case: `bucket_name` and `BucketName` are one word.
fn fold(word: &str) -> Vec<char> {
    let letters: Vec<char> = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    if letters.is_empty() {
        word.chars().collect()
    } else {
        letters
    }
}

/// How many insertions, deletions, changes and swaps of neighbours lead from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, y) in b.iter().enumerate() {
            let change = previous[j] + usize::from(x != y);
            row[j + 1] = change.min(previous[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y;
            if swapped {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_best_first() {
        let names = ["BucketName", "BucketEncryption", "Tags", "BucketNames"];
        assert_eq!(
            nearest("BuckteName", names, 5),
            ["BucketName", "BucketNames"]
        );
        assert_eq!(nearest("bucket_name", names, 1), ["BucketName"]);
        assert_eq!(nearest("Tgas", names, 5), ["Tags"]);
        assert!(nearest("Policy", names, 5).is_empty());
    }

    #[test]
    fn short_names_have_no_slips() {
        assert!(nearest("a", ["b", "c"], 5).is_empty());
        assert!(nearest("ab", ["xb"], 5).is_empty());
        assert_eq!(nearest("A", ["a"], 5), ["a"]);
    }

    #[test]
    fn lists_are_short() {
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(all_of(["a", "b"]), "`a` and `b`");
        assert_eq!(
            one_of(["a", "b", "c", "d", "e", "f"]),
            "`a`, `b`, `c`, `d` or 2 more"
        );
    }

    #[test]
    fn help_reads_as_a_sentence() {
        assert_eq!(did_you_mean(&[]), None);
        assert_eq!(did_you_mean(&["a"]).as_deref(), Some("did you mean `a`?"));
        let three = did_you_mean(&["a", "b", "c"]);
        assert_eq!(three.as_deref(), Some("did you mean `a`, `b` or `c`?"));
    }
}
