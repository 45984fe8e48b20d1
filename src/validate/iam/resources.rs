//! Resources of a statement: ARNs, with wildcards.

use super::document::Policy;
use super::places::Kind;
use crate::diag::Code;
use crate::graph::Value;
use crate::validate::finding::Finding;
use crate::validate::scalars::shown;

pub(super) fn check(policy: &mut Policy, value: &Value, name: &str) {
    // Services differ in what they take in their own policies.
    if !matches!(policy.place.kind, Kind::Identity | Kind::Resource) {
        return policy.each_text(value, name, &mut |_, _, _| {});
    }
    policy.each_text(value, name, &mut |policy, value, text| {
        let fits = match text.as_str() {
            "*" => !policy.place.names_itself,
            text => is_arn(text),
        };
        if fits {
            return;
        }
        let wanted = match policy.place.names_itself {
            true => "the ARN of the bucket or of what is in it",
            false => "an ARN or `\"*\"`",
        };
        let message = format!("expected {wanted}, found {}", shown(&value.kind));
        policy.say(
            Finding::new(Code::IamResource, value.origin, message)
                .here("a resource")
                .help("write it like `\"arn:aws:s3:::bucket/*\"`"),
        );
    });
}

/// `arn:partition:service:region:account:resource`, where the service's own part may begin after
/// the region.
fn is_arn(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next();
    let (Some("arn"), Some(partition), Some(service)) = (next(), next(), next()) else {
        return false;
    };
    let partition = partition == "*" || partition.starts_with("aws") || partition.contains("${");
    let account = |text: &str| {
        let digits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.is_empty() || digits || text == "*" || text == "aws" || text.contains(['*', '?', '$'])
    };
    let rest = match (next(), next(), next()) {
        (Some(_), Some(owner), Some(name)) => account(owner) && !name.is_empty(),
        // `arn:aws:s3:*`
        (Some(_), None, None) => true,
        _ => false,
    };
    partition && !service.is_empty() && rest
}

#[cfg(test)]
mod tests {
    use super::is_arn;

    #[test]
    fn arns_of_policies() {
        for (text, expected) in [
            ("arn:aws:s3:::bucket/*", true),
            ("arn:aws:s3:*", true),
            ("arn:*:logs:*:*:*", true),
            ("arn:aws-cn:iam::123456789012:role/x", true),
            ("arn:aws:iam::aws:policy/ReadOnly", true),
            ("arn:aws:sqs:us-east-1:1234:queue", false),
            ("bucket/*", false),
            ("arn:aws:s3:::", false),
        ] {
            assert_eq!(is_arn(text), expected, "{text}");
        }
    }
}
