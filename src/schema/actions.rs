//! The names of IAM actions with their capitals. In: actions in lower case (all that is published of
//! them) and the permissions in the schemas, which are spelled as AWS does. Out: all actions, spelled
//! so too: IAM does not care, people who read a suggestion do.

use super::Schema;
use crate::text::Name;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Actions by service, sorted without regard to case.
pub fn named(
    published: &BTreeMap<Name, BTreeSet<Name>>,
    schemas: &[Schema],
) -> BTreeMap<Name, Vec<Name>> {
    let spelled = Spelled::from(schemas);
    let of_service = |(service, actions): (&Name, &BTreeSet<Name>)| {
        let actions = actions
            .iter()
            .map(|action| spelled.action(service, action))
            .collect();
        (service.clone(), actions)
    };
    published.iter().map(of_service).collect()
}

/// What is known about spelling.
#[derive(Default)]
struct Spelled<'a> {
    /// `sqs:sendmessage` → `SendMessage`
    actions: FxHashMap<String, &'a str>,
    /// `sendmessage` → `SendMessage`, of any service.
    anywhere: BTreeMap<String, &'a str>,
    /// `message` → `Message`, and how often it is met.
    words: FxHashMap<String, (&'a str, u32)>,
    /// How many words were met in all.
    met: u32,
}

impl<'a> Spelled<'a> {
    fn from(schemas: &'a [Schema]) -> Spelled<'a> {
        let mut spelled = Spelled::default();
        for schema in schemas {
            let p = &schema.permissions;
            let permissions = [&p.create, &p.read, &p.update, &p.delete, &p.list];
            for permission in permissions.into_iter().flatten() {
                let Some((_, action)) = permission.split_once(':') else {
                    continue;
                };
                if is_name(action) {
                    spelled
                        .actions
                        .insert(permission.as_str().to_ascii_lowercase(), action);
                    spelled.anywhere.insert(action.to_ascii_lowercase(), action);
                }
            }
        }
        let actions: Vec<&str> = spelled.anywhere.values().copied().collect();
        let names = schemas.iter().flat_map(|schema| {
            let objects = schema.nodes.iter().filter_map(|node| node.object.as_ref());
            let properties = objects.flat_map(|o| &o.properties).map(|p| p.name.as_str());
            properties.chain(schema.name.split("::"))
        });
        for word in actions
            .into_iter()
            .chain(names.filter(|n| is_name(n)))
            .flat_map(words)
        {
            let lower = word.to_ascii_lowercase();
            let known = spelled.words.entry(lower).or_insert((word, 0));
            known.1 += 1;
            // `Post` is met in names, `POST` in lists of methods.
            if word.bytes().any(|b| b.is_ascii_lowercase()) {
                known.0 = word;
            }
            spelled.met += 1;
        }
        spelled
    }

    fn action(&self, service: &str, action: &str) -> Name {
        let known = self
            .actions
            .get(&format!("{service}:{action}"))
            .or(self.anywhere.get(action));
        match known {
            Some(spelled) => (*spelled).into(),
            None => self.joined(action),
        }
    }

    /// The likeliest split into words: the cheapest, where a word costs the more the rarer it is.
    fn joined(&self, action: &str) -> Name {
        // The cheapest way to each place: its cost, where its last word starts, the word.
        let mut best: Vec<Option<(f64, usize, &str)>> = vec![None; action.len() + 1];
        if let Some(first) = best.first_mut() {
            *first = Some((0.0, 0, ""));
        }
        for start in 0..action.len() {
            let Some((before, _, _)) = best[start] else {
                continue;
            };
            for (end, place) in best.iter_mut().enumerate().skip(start + 1) {
                let Some(part) = action.get(start..end) else {
                    continue;
                };
                let rarity = |count: u32| f64::from(self.met / count).log2();
                let single = part.strip_suffix('s').and_then(|stem| self.words.get(stem));
                let (cost, word) = match (self.words.get(part), single) {
                    (Some((word, count)), _) if part.len() > 1 => (rarity(*count), *word),
                    (None, Some((_, count))) if part.len() > 3 => (rarity(*count) + 4.0, part),
                    // Dearer than any one word that is known, cheaper than shreds.
                    _ => (22.0 + 3.0 * part.len() as f64, part),
                };
                if place.is_none_or(|(other, _, _)| before + cost < other) {
                    *place = Some((before + cost, start, word));
                }
            }
        }
        let mut parts = Vec::new();
        let mut end = action.len();
        while let Some((_, start, word)) = best.get(end).copied().flatten().filter(|_| end > 0) {
            parts.push(capital(word));
            end = start;
        }
        parts.into_iter().rev().collect::<String>().into()
    }
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// `ListMFADevices` as `List`, `MFA`, `Devices`.
fn words(action: &str) -> Vec<&str> {
    let bytes = action.as_bytes();
    let upper = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_uppercase);
    let lower = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_lowercase);
    let starts = (1..bytes.len()).filter(|&i| upper(i) && (!upper(i - 1) || lower(i + 1)));
    let mut found = Vec::new();
    let mut start = 0;
    for next in starts.chain([bytes.len()]) {
        found.extend(action.get(start..next));
        start = next;
    }
    found
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |c| {
        c.to_ascii_uppercase().to_string() + letters.as_str()
    })
}
