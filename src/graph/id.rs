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
    let mut id = IdBuffer::new();
    for segment in path {
        write_capitalised(&mut id, segment);
    }
    id.finish()
}

/// `["queue", "orders-eu"]` gives `queue_orders_eu`; humps become parts: `photoBucket` gives
/// `photo_bucket`.
pub fn terraform_name<'a>(path: impl IntoIterator<Item = &'a str>) -> Name {
    let mut id = Name::new();
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
    id
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

fn write_capitalised(id: &mut IdBuffer, segment: &str) {
    let mut starts = true;
    for byte in segment.bytes() {
        if !byte.is_ascii_alphanumeric() {
            starts = true;
            continue;
        }
        id.push(if starts {
            byte.to_ascii_uppercase()
        } else {
            byte
        });
        starts = false;
    }
}

/// An identifier while it is made: on the stack unless it is unusually long, so that the name
/// itself is the only allocation.
struct IdBuffer {
    short: [u8; 64],
    length: usize,
    long: String,
}

impl IdBuffer {
    fn new() -> IdBuffer {
        IdBuffer {
            short: [0; 64],
            length: 0,
            long: String::new(),
        }
    }

    /// `byte` is ASCII.
    fn push(&mut self, byte: u8) {
        if self.length == self.short.len() {
            self.flush();
        }
        self.short[self.length] = byte;
        self.length += 1;
    }

    fn flush(&mut self) {
        let short = self.short.get(..self.length).unwrap_or_default();
        self.long
            .push_str(std::str::from_utf8(short).unwrap_or_default());
        self.length = 0;
    }

    fn finish(mut self) -> Name {
        if !self.long.is_empty() {
            self.flush();
            return self.long.into();
        }
        let short = self.short.get(..self.length).unwrap_or_default();
        std::str::from_utf8(short).unwrap_or_default().into()
    }
}
