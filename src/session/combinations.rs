//! Combinations of choices. In: how many values each choice has. Out: all combinations where they are
//! few, else so many that each pair of values of two choices is met. Always the same ones.

use rustc_hash::FxHashSet;

/// Each row has an index for each choice. Up to `most` rows hold all combinations.
pub(super) fn combinations(counts: &[usize], most: usize) -> Vec<Vec<usize>> {
    if counts.is_empty() || counts.contains(&0) {
        return Vec::new();
    }
    let all = counts.iter().try_fold(1usize, |all, n| all.checked_mul(*n));
    match all.filter(|all| *all <= most) {
        Some(all) => (0..all).map(|number| row(counts, number)).collect(),
        None => pairwise(counts),
    }
}

/// The digits of a number, the last choice changing fastest.
fn row(counts: &[usize], number: usize) -> Vec<usize> {
    let mut rest = number;
    let mut row: Vec<usize> = counts
        .iter()
        .rev()
        .map(|count| {
            let digit = rest % count;
            rest /= count;
            digit
        })
        .collect();
    row.reverse();
    row
}

/// A choice and one of its values.
type Pick = (usize, usize);

/// Rows until every pair of values stands in one of them. Each row begins with a pair that is still
/// missing and takes for each other choice the value that brings most of the missing ones.
fn pairwise(counts: &[usize]) -> Vec<Vec<usize>> {
    let picks = |choice: usize| {
        let count = counts.get(choice).copied().unwrap_or(0);
        (0..count).map(move |value| (choice, value))
    };
    let mut missing: Vec<(Pick, Pick)> = Vec::new();
    for first in 0..counts.len() {
        for second in first + 1..counts.len() {
            for a in picks(first) {
                missing.extend(picks(second).map(|b| (a, b)));
            }
        }
    }
    missing.reverse();
    let mut open: FxHashSet<(Pick, Pick)> = missing.iter().copied().collect();
    let mut rows = Vec::new();
    while let Some(pair) = missing.pop() {
        if !open.contains(&pair) {
            continue;
        }
        let mut row: Vec<Option<usize>> = vec![None; counts.len()];
        for (choice, value) in [pair.0, pair.1] {
            if let Some(slot) = row.get_mut(choice) {
                *slot = Some(value);
            }
        }
        for choice in 0..counts.len() {
            if row.get(choice) != Some(&None) {
                continue;
            }
            let best = picks(choice).max_by_key(|pick| {
                let gain = pairs_with(*pick, &row).filter(|p| open.contains(p)).count();
                // Of equal ones the first value.
                (gain, usize::MAX - pick.1)
            });
            if let (Some(slot), Some((_, value))) = (row.get_mut(choice), best) {
                *slot = Some(value);
            }
        }
        let full: Vec<usize> = row.iter().map(|value| value.unwrap_or(0)).collect();
        for pick in full.iter().copied().enumerate() {
            pairs_with(pick, &row).for_each(|pair| {
                open.remove(&pair);
            });
        }
        rows.push(full);
    }
    rows
}

/// The pairs of a pick with what a row has picked for other choices, the lower choice first.
fn pairs_with(pick: Pick, row: &[Option<usize>]) -> impl Iterator<Item = (Pick, Pick)> {
    let others = row.iter().enumerate();
    others.filter_map(move |(choice, value)| {
        let other = (choice, (*value)?);
        match choice.cmp(&pick.0) {
            std::cmp::Ordering::Less => Some((other, pick)),
            std::cmp::Ordering::Greater => Some((pick, other)),
            std::cmp::Ordering::Equal => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::combinations;

    #[test]
    fn few_are_all() {
        assert_eq!(combinations(&[2, 2], 64), [[0, 0], [0, 1], [1, 0], [1, 1]]);
        assert!(combinations(&[], 64).is_empty());
    }

    #[test]
    fn many_hold_every_pair() {
        let counts = [3, 2, 4, 2, 3, 2, 5];
        let rows = combinations(&counts, 64);
        assert!(rows.len() < 64, "{}", rows.len());
        for a in 0..counts.len() {
            for b in a + 1..counts.len() {
                for x in 0..counts[a] {
                    for y in 0..counts[b] {
                        assert!(rows.iter().any(|row| row[a] == x && row[b] == y));
                    }
                }
            }
        }
    }
}
