//! Names to identifiers: the logical ids of CloudFormation and the addresses of Terraform. Both come
//! from the names in the source and the keys of loops alone, never from counters or hashes of
//! content, so that reordering code never replaces a database.

use crate::text::Name;

/// Longer identifiers are refused by CloudFormation.
pub const LONGEST_ID: usize = 255;

/// Why a key cannot be part of an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// Nothing alphanumeric is in it.
    Empty,
    NonAscii(char),
}

/// `["queue", "orders-eu"]` gives `QueueOrdersEu`: the alphanumeric parts, each capitalised.
pub fn logical_id<'a>(path: impl IntoIterator<Item = &'a str>) -> Name {
    let mut id = String::with_capacity(32);
    for segment in path {
        push_capitalised(&mut id, segment);
    }
    id.as_str().into()
}

/// Adds a name or a key to the logical id of what is around it.
pub fn push_capitalised(id: &mut String, segment: &str) {
    let is_part = |b: u8| b.is_ascii_alphanumeric();
    let mut rest = segment;
    while let Some(start) = rest.bytes().position(is_part) {
        rest = rest.get(start..).unwrap_or_default();
        let end = rest.bytes().position(|b| !is_part(b));
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        let at = id.len();
        id.push_str(part);
        if let Some(first) = id.get_mut(at..at + 1) {
            first.make_ascii_uppercase();
        }
        rest = after;
    }
}

/// `["queue", "orders-eu"]` gives `queue_orders_eu`; humps become parts: `photoBucket` gives
/// `photo_bucket`.
pub fn terraform_name<'a>(path: impl IntoIterator<Item = &'a str>) -> Name {
    let mut id = String::with_capacity(32);
    for segment in path {
        let mut parted = true;
        let mut before = ' ';
        let mut characters = segment.chars().peekable();
        while let Some(character) = characters.next() {
            let follows_lower = before.is_ascii_lowercase() || before.is_ascii_digit();
            let ends_capitals = before.is_ascii_uppercase()
                && characters.peek().is_some_and(char::is_ascii_lowercase);
            let hump = character.is_ascii_uppercase() && (follows_lower || ends_capitals);
            if character.is_ascii_alphanumeric() {
                if (parted || hump) && !id.is_empty() {
                    id.push('_');
                }
                id.push(character.to_ascii_lowercase());
                parted = false;
            } else {
                parted = true;
            }
            before = character;
        }
    }
    id.as_str().into()
}

/// Whether a key can be part of an identifier.
pub fn check_key(key: &str) -> Result<(), KeyFault> {
    if let Some(character) = key.chars().find(|c| !c.is_ascii()) {
        return Err(KeyFault::NonAscii(character));
    }
    match key.bytes().any(|b| b.is_ascii_alphanumeric()) {
        true => Ok(()),
        false => Err(KeyFault::Empty),
    }
}

/// Whether a text can be a logical id as it is.
pub fn is_logical_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// Whether a text can be the name of a condition as it is (cfn-lint's schema of conditions).
pub fn is_condition_id(text: &str) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'&';
    !text.is_empty() && text.len() <= LONGEST_ID && text.bytes().all(fits)
}

/// Whether a text can be a name in a configuration of Terraform as it is.
pub fn is_terraform_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    let begins = |b: u8| b.is_ascii_alphabetic() || b == b'_';
    let goes_on = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    text.len() <= LONGEST_ID && bytes.next().is_some_and(begins) && bytes.all(goes_on)
}
