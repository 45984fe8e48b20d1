//! What Terraform's `awscc` provider calls the types and properties of CloudFormation. In: a name of
//! CloudFormation. Out: the provider's name. One rule gives them all, as the provider's own generator
//! has it; what it has beside the rule is in the three lists below. Never: a look at a schema.

use crate::text::Name;

/// Words with capitals inside that count as one word.
const WORDS: [(&str, &str); 6] = [
    ("CloudFormation", "Cloudformation"),
    ("CloudFront", "Cloudfront"),
    ("CloudWatch", "Cloudwatch"),
    ("CNAMEs", "Cnames"),
    ("FSx", "Fsx"),
    ("OTel", "Otel"),
];

/// Properties of a resource itself that would be arguments of Terraform's own, and what they are
/// called instead.
const RENAMED: [(&str, &str); 1] = [("provider", "provider_name")];

/// Where all types of CloudFormation come from that the provider has.
const ORGANISATION: &str = "AWS";

/// `AWS::S3::Bucket` gives `awscc_s3_bucket`. `None` for what is no type of AWS: custom resources,
/// modules, types of others.
pub fn type_name(ty: &str) -> Option<Name> {
    let (service, resource) = parts(ty)?;
    let mut name = Name::from("awscc_");
    name.extend(service.chars().map(|c| c.to_ascii_lowercase()));
    name.push('_');
    name.push_str(&attribute_name(resource));
    Some(name)
}

/// The attribute that stands for a property of a resource itself: `BucketName` gives `bucket_name`. The
/// provider keeps `id` for itself, so that the property `Id` of a `Cluster` is `cluster_id`.
pub fn root_attribute_name(ty: &str, property: &str) -> Name {
    let name = attribute_name(property);
    if name == "id"
        && let Some((_, resource)) = parts(ty)
    {
        let mut name = attribute_name(resource);
        name.push_str("_id");
        return name;
    }
    match RENAMED.iter().find(|(reserved, _)| name == *reserved) {
        Some((_, instead)) => (*instead).into(),
        None => name,
    }
}

/// The attribute that stands for a property below one of a resource. Words begin where capitals do,
/// where capitals end (`CRLSign`), and around digits; what is no letter and no digit parts them too.
pub fn attribute_name(property: &str) -> Name {
    let word = WORDS.iter().any(|(word, _)| property.contains(word));
    let mut replaced = Name::new();
    let property = if word {
        let whole = WORDS.iter().fold(property.to_owned(), |text, (word, one)| {
            text.replace(word, one)
        });
        replaced.push_str(&whole);
        replaced.as_str()
    } else {
        property
    };
    let mut name = Name::with_capacity(property.len() + 4);
    let bytes = property.as_bytes();
    for (i, byte) in bytes.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| bytes.get(i));
        let after = bytes.get(i + 1);
        let capital = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_uppercase);
        let small = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
        let digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        match byte {
            b'A'..=b'Z' => {
                if capital(before) && small(after) {
                    name.push('_');
                }
                name.push(byte.to_ascii_lowercase() as char);
            }
            b'a'..=b'z' => {
                name.push(*byte as char);
                if capital(after) || digit(after) {
                    name.push('_');
                }
            }
            b'0'..=b'9' => {
                name.push(*byte as char);
                if capital(after) || small(after) {
                    name.push('_');
                }
            }
            _ => name.push('_'),
        }
    }
    name
}

/// Service and resource of a type of AWS.
fn parts(ty: &str) -> Option<(&str, &str)> {
    let mut parts = ty.split("::");
    let named = |part: &&str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric());
    parts.next().filter(|first| *first == ORGANISATION)?;
    let service = parts.next().filter(named)?;
    let resource = parts.next().filter(named)?;
    parts.next().is_none().then_some((service, resource))
}
