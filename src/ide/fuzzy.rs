//! Whether a few letters mean a name. In: what somebody typed, and a name. Out: how well it fits, or nothing.
//! Never: a letter of what was typed that the name lacks.

/// What the first letter of a name counts.
const BEGINNING: i32 = 16;

/// What a letter counts at least that stands right behind the one before.
const NEXT: i32 = 12;

/// How well a name fits what was typed, more is better. `None` where the letters are not in it, in their order;
/// capitals and small letters are the same.
pub fn score(typed: &str, name: &str) -> Option<i32> {
    // Most names lack one: that is told fast.
    let mut rest = name.chars();
    let mut wanted = typed.chars().filter(|c| !c.is_whitespace());
    if !wanted.all(|wanted| rest.any(|letter| is_same(letter, wanted))) {
        return None;
    }
    let length = name.chars().count().min(63) as i32;
    // Of names that fit alike, the shorter one.
    let placed = begun(typed, name).or_else(|| best_placed(typed, name));
    placed.map(|score| score * 64 - length)
}

/// The score of a name that begins with what was typed: no other place of the letters is better.
fn begun(typed: &str, name: &str) -> Option<i32> {
    let start = name.get(..typed.len())?;
    let is_plain = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_graphic());
    let fits = is_plain && start.eq_ignore_ascii_case(typed);
    let is_exact = typed.as_bytes().first() == start.as_bytes().first();
    let rest = typed.len() as i32 - 1;
    fits.then_some(BEGINNING + i32::from(is_exact) + rest * NEXT)
}

/// The score of the best of all ways to place the letters.
fn best_placed(typed: &str, name: &str) -> Option<i32> {
    let typed: Vec<char> = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let letters: Vec<char> = name.chars().collect();
    // The best way to place the letters so far, by the place of the last one.
    let mut best: Vec<Option<i32>> = vec![None; letters.len()];
    for (index, wanted) in typed.iter().enumerate() {
        let mut next = vec![None; letters.len()];
        // Of all ways that end before the letter at hand.
        let mut before: Option<i32> = (index == 0).then_some(0);
        for (at, letter) in letters.iter().enumerate() {
            if is_same(*letter, *wanted) {
                let goes_on = at
                    .checked_sub(1)
                    .and_then(|at| best.get(at).copied().flatten());
                let own = worth(&letters, at) + i32::from(letter == wanted);
                let jumped = before.map(|score| score + own);
                let followed = goes_on.map(|score| score + own.max(NEXT));
                if let Some(slot) = next.get_mut(at) {
                    *slot = jumped.max(followed);
                }
            }
            before = before.max(best.get(at).copied().flatten());
        }
        best = next;
    }
    match typed.is_empty() {
        true => Some(0),
        false => best.into_iter().flatten().max(),
    }
}

fn is_same(one: char, other: char) -> bool {
    match one.is_ascii() && other.is_ascii() {
        true => one.eq_ignore_ascii_case(&other),
        false => one.to_lowercase().eq(other.to_lowercase()),
    }
}

/// What a letter counts: where a name or a word begins, more.
fn worth(letters: &[char], at: usize) -> i32 {
    let before = at.checked_sub(1).and_then(|at| letters.get(at));
    let Some(before) = before else {
        return BEGINNING;
    };
    let is_hump = letters.get(at).is_some_and(|c| c.is_uppercase()) && !before.is_uppercase();
    match is_hump || !before.is_alphanumeric() {
        true => 10,
        false => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::{begun, best_placed, score};

    /// The names that fit, the best first.
    fn sorted<'a>(typed: &str, names: &[&'a str]) -> Vec<&'a str> {
        let fit = names
            .iter()
            .filter_map(|name| Some((score(typed, name)?, *name)));
        let mut fit: Vec<(i32, &str)> = fit.collect();
        fit.sort_by_key(|(score, _)| -score);
        fit.into_iter().map(|(_, name)| name).collect()
    }

    #[test]
    fn letters_must_be_there_in_their_order() {
        assert_eq!(score("qn", "n_q"), None);
        assert_eq!(score("queues", "queue"), None);
        assert!(score("", "anything").is_some());
        assert!(score("QU", "queue").is_some());
    }

    #[test]
    fn words_and_beginnings_count_more() {
        let names = ["photoBucket", "public", "probe", "bucket"];
        assert_eq!(sorted("pb", &names), ["photoBucket", "probe", "public"]);
        assert_eq!(sorted("bucket", &names), ["bucket", "photoBucket"]);
        let types = [
            "AWS::SNS::Topic",
            "AWS::SQS::Queue",
            "AWS::SQS::QueuePolicy",
        ];
        assert_eq!(
            sorted("sqsq", &types),
            ["AWS::SQS::Queue", "AWS::SQS::QueuePolicy"]
        );
    }

    #[test]
    fn a_beginning_counts_what_its_letters_count() {
        for typed in ["AWS::", "aws::sqs", "q", "AWS::SQS::QueuePolicy", "A W"] {
            for name in ["AWS::SQS::QueuePolicy", "queue", "awsQueue"] {
                if let Some(score) = begun(typed, name) {
                    assert_eq!(Some(score), best_placed(typed, name), "{typed} in {name}");
                }
            }
        }
        assert!(begun("aws::sqs", "AWS::SQS::Queue").is_some());
    }

    #[test]
    fn the_type_that_is_meant_is_first() {
        let types = [
            "AWS::S3::AccessPoint",
            "AWS::S3::Bucket",
            "AWS::S3::BucketPolicy",
            "AWS::S3Outposts::Bucket",
            "AWS::SQS::Queue",
            "AWS::Lambda::Function",
            "AWS::Lambda::LayerVersion",
            "AWS::EC2::VPC",
            "AWS::VpcLattice::Rule",
        ];
        let first = |typed: &str| sorted(typed, &types).first().copied();
        assert_eq!(first("s3buc"), Some("AWS::S3::Bucket"));
        assert_eq!(first("s3bp"), Some("AWS::S3::BucketPolicy"));
        assert_eq!(first("lamfun"), Some("AWS::Lambda::Function"));
        assert_eq!(first("AWS::SQ"), Some("AWS::SQS::Queue"));
        assert_eq!(first("vp"), Some("AWS::EC2::VPC"));
        assert_eq!(first("qzz"), None);
    }
}
