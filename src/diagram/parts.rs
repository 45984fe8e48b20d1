//! Which part of a template each node is. In: a diagram, the template it is built to and the map of that
//! template. Out: lines of the template. Never: a guess; what no entry of the map or no key of the template
//! names has no part.

use super::model::{Diagram, Node, NodeKind};
use rustc_hash::FxHashMap;
use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The first line and the last, counted from 1.
pub type Lines = (u32, u32);

/// What stands in a template at two or three keys below its root.
struct Entry {
    pointer: String,
    start: usize,
    end: usize,
}

/// Where something was written: the file, line and column.
type At = (String, u32, u32);

/// The lines of each node, by its number.
pub fn parts(diagram: &Diagram, template: &str, map: &str) -> Vec<Option<Lines>> {
    let entries = entries(template);
    let by_pointer: FxHashMap<&str, &Entry> = entries
        .iter()
        .map(|entry| (entry.pointer.as_str(), entry))
        .collect();
    let by_place = by_place(&entries, map);
    let lines = LineStarts::new(template);
    let mut passes: FxHashMap<At, usize> = FxHashMap::default();
    let mut nodes: FxHashMap<At, usize> = FxHashMap::default();
    for node in &diagram.nodes {
        *nodes.entry(at(node)).or_default() += 1;
    }
    let find = |node: &Node| {
        // Passes of a loop are written at one place; they come in the same order in both.
        let at = at(node);
        let pass = passes.entry(at.clone()).or_default();
        let number = *pass;
        *pass += 1;
        let section = match node.kind {
            NodeKind::Param => "Parameters",
            _ => "Resources",
        };
        let pointer = format!("/{section}/{}", node.id);
        let entry = by_pointer.get(pointer.as_str()).copied().or_else(|| {
            let written = by_place.get(&at)?;
            let is_each = nodes.get(&at) == Some(&written.len());
            is_each.then(|| written.get(number).copied()).flatten()
        })?;
        Some((lines.line(entry.start), lines.line(entry.end)))
    };
    diagram.nodes.iter().map(find).collect()
}

fn at(node: &Node) -> At {
    let place = &node.place;
    (place.file.clone(), place.line, place.column)
}

type Raw<'a> = BTreeMap<String, &'a RawValue>;

/// The values below the sections of a template, and those below them, in the order of the text.
fn entries(template: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let sections: Raw = serde_json::from_str(template).unwrap_or_default();
    let place = |pointer: String, raw: &RawValue| {
        // A raw value borrows from the text.
        let start = (raw.get().as_ptr() as usize).checked_sub(template.as_ptr() as usize)?;
        let end = start + raw.get().len().saturating_sub(1);
        (end < template.len()).then_some(Entry {
            pointer,
            start,
            end,
        })
    };
    for (section, raw) in sections {
        let members: Raw = serde_json::from_str(raw.get()).unwrap_or_default();
        for (name, raw) in members {
            let pointer = format!("/{}/{}", escaped(&section), escaped(&name));
            let below: Raw = serde_json::from_str(raw.get()).unwrap_or_default();
            for (name, raw) in below {
                entries.extend(place(format!("{pointer}/{}", escaped(&name)), raw));
            }
            entries.extend(place(pointer, raw));
        }
    }
    entries.sort_by_key(|entry| (entry.start, std::cmp::Reverse(entry.end)));
    entries
}

/// A key as a pointer spells it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The outermost entries that were written at each place, in the order of the template.
fn by_place<'a>(entries: &'a [Entry], map: &str) -> FxHashMap<At, Vec<&'a Entry>> {
    let map: Value = serde_json::from_str(map).unwrap_or_default();
    let files: Vec<&str> = map
        .get("files")
        .and_then(Value::as_array)
        .map(|files| files.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let mut places: FxHashMap<String, At> = FxHashMap::default();
    if let Some(root) = map.get("template") {
        collect(root, "", &files, &mut places);
    }
    let mut by_place: FxHashMap<At, Vec<&Entry>> = FxHashMap::default();
    let mut covered: FxHashMap<At, usize> = FxHashMap::default();
    for entry in entries {
        let Some(at) = places.get(&entry.pointer) else {
            continue;
        };
        // What stands in one that was written at the same place is a part of that.
        let end = covered.entry(at.clone()).or_default();
        if entry.end > *end {
            *end = entry.end;
            by_place.entry(at.clone()).or_default().push(entry);
        }
    }
    by_place
}

/// The places of a level of the map, and of those below it.
fn collect(level: &Value, above: &str, files: &[&str], places: &mut FxHashMap<String, At>) {
    for (key, below) in level.as_object().into_iter().flatten() {
        if key == "at" {
            continue;
        }
        let pointer = format!("{above}{key}");
        // No entry that is asked for has more keys.
        if pointer.matches('/').count() > 3 {
            continue;
        }
        let at = below.get("at").and_then(Value::as_array);
        let number = |index: usize| at.and_then(|at| at.get(index)?.as_u64());
        if let (Some(file), Some(line), Some(column)) = (number(0), number(1), number(2))
            && let Some(file) = files.get(file as usize)
        {
            let at = ((*file).to_owned(), line as u32, column as u32);
            places.insert(pointer.clone(), at);
        }
        collect(below, &pointer, files, places);
    }
}

struct LineStarts(Vec<usize>);

impl LineStarts {
    fn new(text: &str) -> LineStarts {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        LineStarts(breaks.map(|(at, _)| at).collect())
    }

    /// The line of an offset, from 1.
    fn line(&self, offset: usize) -> u32 {
        self.0.partition_point(|end| *end < offset) as u32 + 1
    }
}
