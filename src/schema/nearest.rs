//! Names that are near a wrong one, for suggestions about resource types. Runs only after a mistake.

use crate::text::Name;

/// The best five: those with the same last part in another service first, then by edit distance.
pub fn types<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Vec<Name> {
    let wrong = wrong.to_ascii_lowercase();
    let mut scored: Vec<(usize, &str)> = names
        .filter_map(|name| {
            let lower = name.to_ascii_lowercase();
            let distance = distance(&wrong, &lower);
            let near = distance <= wrong.len() / 4 + 1 || last(&wrong) == last(&lower);
            near.then_some((distance, name))
        })
        .collect();
    scored.sort();
    scored
        .into_iter()
        .take(5)
        .map(|(_, name)| name.into())
        .collect()
}

fn last(name: &str) -> &str {
    name.rsplit("::").next().unwrap_or(name)
}

/// How many letters to add, drop or replace (Levenshtein).
pub fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replace = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = replace.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
