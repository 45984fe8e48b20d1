//! The bundle as it lies in the binary. In: its bytes. Out: names, regions, IAM actions, and the
//! bytes of one type's schema, all read in place. Nothing is parsed when it is opened, and broken
//! bytes give empty answers, never a panic.
//!
//! The layout, all numbers little-endian `u32`:
//!
//! ```text
//! magic (8 bytes) · counts of types, strings, regions, services · sizes of the five parts
//! types      16 bytes each: offset and size of the schema, regions as 64 bits
//! services   12 bytes each: name, offset and size of the actions
//! strings    the end of each text; the first are the type names, sorted, then the regions'
//! texts      all texts after each other, each once
//! data       schemas (see `decode.rs`) and IAM actions (a sorted one a line)
//! ```
//!
//! In the bundle of Terraform's providers, the providers stand where the regions do.

use super::Regions;

/// The first bytes of a bundle. The last one is the version of its layout.
pub const MAGIC: &[u8; 8] = b"infracat";
/// Counts and sizes after the magic.
pub const HEADER: usize = MAGIC.len() + 4 * 9;
pub const TYPE_SIZE: usize = 16;
pub const SERVICE_SIZE: usize = 12;

/// A view of a bundle. Cheap to copy.
#[derive(Debug, Clone, Copy, Default)]
pub struct Store<'a> {
    types: &'a [u8],
    services: &'a [u8],
    strings: &'a [u8],
    texts: &'a [u8],
    data: &'a [u8],
    regions: u32,
}

impl<'a> Store<'a> {
    /// Opens a bundle. `None` where the bytes are none, or one of another version.
    pub fn open(bytes: &'a [u8]) -> Option<Store<'a>> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let header = |i: usize| u32_at(rest, i * 4).map(|n| n as usize);
        let mut at = HEADER;
        let mut part = |i: usize| {
            let start = at;
            at = at.checked_add(header(4 + i)?)?;
            bytes.get(start..at)
        };
        let (types, services, strings) = (part(0)?, part(1)?, part(2)?);
        let (texts, data) = (part(3)?, part(4)?);
        Some(Store {
            types,
            services,
            strings,
            texts,
            data,
            regions: header(2)? as u32,
        })
    }

    /// How many types there are.
    pub fn len(&self) -> usize {
        self.types.len() / TYPE_SIZE
    }

    /// A text by its number; empty where there is none.
    pub fn text(&self, index: u32) -> &'a str {
        let end = |i: u32| u32_at(self.strings, i as usize * 4).map(|n| n as usize);
        let start = index.checked_sub(1).map_or(Some(0), end);
        let range = start
            .zip(end(index))
            .and_then(|(start, end)| self.texts.get(start..end));
        range
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or("")
    }

    /// The place of a type, by binary search.
    pub fn find(&self, name: &str) -> Option<u32> {
        search(self.len() as u32, |i| self.text(i).cmp(name))
    }

    /// All type names, sorted.
    pub fn names(self) -> impl ExactSizeIterator<Item = &'a str> {
        (0..self.len()).map(move |i| self.text(i as u32))
    }

    pub fn region_names(self) -> impl ExactSizeIterator<Item = &'a str> {
        let first = self.len();
        (0..self.regions as usize).map(move |i| self.text((first + i) as u32))
    }

    pub fn regions_of(&self, index: u32) -> Regions {
        let at = index as usize * TYPE_SIZE + 8;
        let half = |at| u32_at(self.types, at).unwrap_or(0) as u64;
        Regions(half(at) | half(at + 4) << 32)
    }

    /// The bytes of a type's schema.
    pub fn schema(&self, index: u32) -> &'a [u8] {
        self.data_at(self.types, index as usize * TYPE_SIZE)
    }

    /// The prefixes of IAM actions (`s3`), sorted.
    pub fn services(self) -> impl ExactSizeIterator<Item = &'a str> {
        (0..self.services.len() / SERVICE_SIZE).map(move |i| self.service(i as u32))
    }

    /// The actions of a service, sorted without regard to case. `None` where there is no such service.
    pub fn actions(
        &self,
        service: &str,
    ) -> Option<impl Iterator<Item = &'a str> + Clone + use<'a>> {
        let count = (self.services.len() / SERVICE_SIZE) as u32;
        let index = search(count, |i| self.service(i).cmp(service))?;
        let bytes = self.data_at(self.services, index as usize * SERVICE_SIZE + 4);
        Some(std::str::from_utf8(bytes).unwrap_or("").lines())
    }

    fn service(&self, index: u32) -> &'a str {
        let name = u32_at(self.services, index as usize * SERVICE_SIZE);
        name.map_or("", |name| self.text(name))
    }

    /// The part of the data whose offset and size stand in a table.
    fn data_at(&self, table: &[u8], at: usize) -> &'a [u8] {
        let range = u32_at(table, at)
            .zip(u32_at(table, at + 4))
            .and_then(|(start, size)| {
                let start = start as usize;
                self.data.get(start..start.checked_add(size as usize)?)
            });
        range.unwrap_or_default()
    }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

fn search(count: u32, compare: impl Fn(u32) -> std::cmp::Ordering) -> Option<u32> {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        match compare(middle) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(middle),
        }
    }
    None
}
