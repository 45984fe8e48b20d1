//! What the `format` of a schema means: dates, networks, and the identifiers of resources. In: a
//! text, known or in part. Out: whether it can be meant. A format that is not listed says nothing.

use crate::text::{Partial, Pattern};
use rustc_hash::FxHashMap;
use std::net::{Ipv4Addr, Ipv6Addr};

/// A format, and what messages say of it.
#[derive(Debug, PartialEq)]
pub(super) struct Format {
    pub name: &'static str,
    pub wanted: &'static str,
    pub example: &'static str,
    /// What every text of the format has.
    pattern: &'static str,
    /// What a pattern cannot say about a text that is known whole.
    also: Option<Also>,
}

#[derive(Debug, PartialEq)]
enum Also {
    Ipv4,
    Ipv4Network,
    Ipv6,
    Ipv6Network,
    Json,
    Regex,
}

/// The patterns that were needed so far.
#[derive(Default)]
pub(super) struct Formats(FxHashMap<&'static str, Pattern>);

const fn format(
    name: &'static str,
    wanted: &'static str,
    example: &'static str,
    pattern: &'static str,
) -> Format {
    Format {
        name,
        wanted,
        example,
        pattern,
        also: None,
    }
}

const fn with(also: Also, format: Format) -> Format {
    Format {
        also: Some(also),
        ..format
    }
}

/// The forms of identifiers are those of the services' documentation, as cfn-lint's format rules
/// (E1150 to E1164) collect them; the others are JSON Schema's.
static FORMATS: &[Format] = &[
    format(
        "AWS::ACM::Certificate.Arn",
        "the ARN of a certificate",
        "arn:aws:acm:us-east-1:123456789012:certificate/12345678-abcd",
        r"^arn:aws[a-zA-Z-]*:acm:[a-z0-9-]+:\d{12}:certificate/.+$",
    ),
    format(
        "AWS::EC2::Image.Id",
        "the id of an image",
        "ami-0123456789abcdef0",
        r"^(ami-([0-9a-z]{8}|[0-9a-z]{17})|resolve:ssm.*)$",
    ),
    format(
        "AWS::EC2::SecurityGroup.Id",
        "the id of a security group",
        "sg-0123456789abcdef0",
        "^sg-([a-fA-F0-9]{8}|[a-fA-F0-9]{17})$",
    ),
    format(
        "AWS::EC2::SecurityGroup.Name",
        "the name of a security group",
        "web servers",
        r"^[a-zA-Z0-9 ._\-:/()#,@\[\]+=&;{}!$*]+$",
    ),
    format(
        "AWS::EC2::Subnet.Id",
        "the id of a subnet",
        "subnet-0123456789abcdef0",
        "^subnet-([0-9A-Fa-f]{8}|[0-9A-Fa-f]{17})$",
    ),
    format(
        "AWS::EC2::VPC.Id",
        "the id of a VPC",
        "vpc-0123456789abcdef0",
        "^vpc-([0-9A-Fa-f]{8}|[0-9A-Fa-f]{17})$",
    ),
    format(
        "AWS::IAM::Role.Arn",
        "the ARN of a role",
        "arn:aws:iam::123456789012:role/name",
        r"^arn:aws[a-zA-Z-]*:iam::\d{12}:role/.+$",
    ),
    format(
        "AWS::KMS::Alias.AliasName",
        "the name of a key's alias",
        "alias/name",
        "^alias/[a-zA-Z0-9:/_-]+$",
    ),
    format(
        "AWS::KMS::Key.Arn",
        "the ARN of a key",
        "arn:aws:kms:us-east-1:123456789012:key/12345678-1234-1234-1234-123456789012",
        r"^arn:aws[a-zA-Z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)/.+$",
    ),
    format(
        "AWS::KMS::Key.Id",
        "the id of a key",
        "12345678-1234-1234-1234-123456789012",
        "^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}|alias/[a-zA-Z0-9/_-]+)$",
    ),
    format(
        "AWS::Lambda::Function.Arn",
        "the ARN of a function",
        "arn:aws:lambda:us-east-1:123456789012:function:name",
        r"^arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\d{12}:function:.+$",
    ),
    format(
        "AWS::Logs::LogGroup.Name",
        "the name of a log group",
        "/aws/lambda/name",
        r"^[.\-_/#A-Za-z0-9]{1,512}\Z",
    ),
    format(
        "AWS::S3::Bucket.Name",
        "the name of a bucket (3 to 63 small letters, digits, `.` and `-`)",
        "name-of-bucket",
        r"^((?![.-])(?!.*\.\.)(?!.*-\.)(?!.*\.-)[a-z0-9.-]{3,63}(?<![.-]))?$",
    ),
    format(
        "AWS::SNS::Topic.Arn",
        "the ARN of a topic",
        "arn:aws:sns:us-east-1:123456789012:name",
        r"^arn:aws[a-zA-Z-]*:sns:[a-z0-9-]+:\d{12}:.+$",
    ),
    format(
        "date",
        "a date",
        "2026-01-31",
        r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$",
    ),
    format(
        "date-time",
        "a date and time with its zone",
        "2026-01-31T12:00:00Z",
        r"^\d{4}-(0[1-9]|1[0-2])-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
    ),
    format("email", "an e-mail address", "name@example.com", "@"),
    with(
        Also::Ipv4,
        format("ipv4", "an IPv4 address", "10.0.0.1", "^[0-9.]+$"),
    ),
    with(
        Also::Ipv4Network,
        format(
            "ipv4-network",
            "an IPv4 network",
            "10.0.0.0/16",
            "^[0-9.]+(/[0-9.]+)?$",
        ),
    ),
    with(
        Also::Ipv6,
        format("ipv6", "an IPv6 address", "2001:db8::1", "^[0-9a-fA-F:.]+$"),
    ),
    with(
        Also::Ipv6Network,
        format(
            "ipv6-network",
            "an IPv6 network",
            "2001:db8::/32",
            "^[0-9a-fA-F:.]+(/[0-9]+)?$",
        ),
    ),
    with(Also::Json, format("json", "a JSON document", "{}", "")),
    with(
        Also::Regex,
        format("regex", "a regular expression", "^[a-z]+$", ""),
    ),
    format(
        "time",
        "a time with its zone",
        "12:00:00Z",
        r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$",
    ),
];

/// A format by its name, where it says something about texts.
pub(super) fn named(name: &str) -> Option<&'static Format> {
    let at = FORMATS.binary_search_by(|format| format.name.cmp(name));
    FORMATS.get(at.ok()?)
}

impl Formats {
    /// Whether a text can be of a format.
    pub fn may_be(&mut self, format: &'static Format, value: Partial) -> bool {
        if let Some(also) = &format.also
            && value.holes.is_empty()
        {
            return also.holds(value.text);
        }
        let pattern = self
            .0
            .entry(format.name)
            .or_insert_with(|| Pattern::new(format.pattern));
        match value.holes.is_empty() {
            true => pattern.is_match(value.text),
            false => pattern.may_match(value),
        }
    }
}

impl Also {
    fn holds(&self, text: &str) -> bool {
        match self {
            Also::Ipv4 => text.parse::<Ipv4Addr>().is_ok(),
            Also::Ipv6 => text.parse::<Ipv6Addr>().is_ok(),
            Also::Ipv4Network => is_network(text, 32, |address| {
                let address: Ipv4Addr = address.parse().ok()?;
                Some(u128::from(address.to_bits()) << 96)
            }),
            Also::Ipv6Network => is_network(text, 128, |address| {
                let address: Ipv6Addr = address.parse().ok()?;
                Some(address.to_bits())
            }),
            Also::Json => serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok(),
            Also::Regex => Pattern::new(text).problem().is_none(),
        }
    }
}

/// An address with a prefix length behind which it has no bits.
fn is_network(text: &str, bits: u32, address: impl Fn(&str) -> Option<u128>) -> bool {
    let (start, length) = match text.split_once('/') {
        Some((start, length)) => (start, length.parse().ok()),
        None => (text, Some(bits)),
    };
    let host = |start: u128, length: u32| start.checked_shl(length).unwrap_or(0);
    let both = address(start).zip(length.filter(|length| *length <= bits));
    both.is_some_and(|(start, length)| host(start, length) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_and_take_their_examples() {
        assert!(FORMATS.is_sorted_by_key(|format| format.name));
        let mut formats = Formats::default();
        for format in FORMATS {
            let text = format.example;
            assert!(
                formats.may_be(format, Partial { text, holes: &[] }),
                "{}",
                format.name
            );
            let hidden = Partial {
                text: "",
                holes: &[0],
            };
            assert!(formats.may_be(format, hidden), "{}", format.name);
        }
    }

    #[test]
    fn what_a_pattern_cannot_say() {
        let mut formats = Formats::default();
        for (name, text, expected) in [
            ("ipv4-network", "10.0.0.0/8", true),
            ("ipv4-network", "10.0.0.1/8", false),
            ("ipv4-network", "10.0.0.0/33", false),
            ("ipv4-network", "0.0.0.0/0", true),
            ("ipv6-network", "::/0", true),
            ("ipv6-network", "2001:db8::1/32", false),
            ("json", "{\"a\": 1}", true),
            ("json", "{a: 1}", false),
            ("date", "2026-02-30", true),
            ("AWS::S3::Bucket.Name", "a..b", false),
        ] {
            let format = named(name).expect("a listed format");
            let found = formats.may_be(format, Partial { text, holes: &[] });
            assert_eq!(found, expected, "{name} {text}");
        }
    }
}
