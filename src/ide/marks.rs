//! The template beside its source: which part was made by what. In: an analysis, and a place in the source or
//! in the template. Out: the places of the other side. Never: a template of a program that has errors; the
//! asker sees to that.

use super::{View, path_at, properties};
use crate::session::Analysis;
use crate::syntax::ast::{Item, ItemKind, Key, Node, RecordEntry};
use crate::template::{self, NodeKind};
use crate::text::{FileId, LineColumn, Name, Span};
use rustc_hash::FxHashSet;
use serde_json::Value;

/// A template, with what its parts were made of.
#[derive(Debug)]
pub struct Made {
    pub text: String,
    root: Option<template::Node>,
    /// In the order of the template.
    parts: Vec<Part>,
    frames: Vec<Frame>,
}

#[derive(Debug)]
struct Part {
    /// Where the value stands in the template, with its key.
    at: Span,
    from: Place,
    frame: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    file: FileId,
    offset: u32,
}

/// A step of how a value came to be: of a call, or an instance, where that is written.
#[derive(Debug)]
struct Frame {
    at: Option<Place>,
    within: Option<usize>,
}

/// The template is no file of the program.
const TEMPLATE: FileId = FileId(u32::MAX);

/// The template of a program, as the request that the analysis was made for has it.
pub fn made(analysis: &Analysis) -> Made {
    let (bytes, map) = analysis.template_with_map();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let root = template::read_json(TEMPLATE, &text);
    let map: Value = serde_json::from_slice(&map).unwrap_or_default();
    let mut reader = Reader {
        analysis,
        files: files(analysis, &map),
        parts: Vec::new(),
    };
    if let (Some(root), Some(entries)) = (&root, map.get("template")) {
        reader.entries(entries, Some((root, root.span)));
    }
    let frames = map.get("frames").and_then(Value::as_array);
    let frames = frames.into_iter().flatten().map(|frame| {
        let at = frame.get("at").and_then(|at| reader.place(at));
        let within = frame.get("within").and_then(Value::as_u64);
        Frame {
            at: at.map(|(place, _)| place),
            within: within.and_then(|number| (number as usize).checked_sub(1)),
        }
    });
    let frames = frames.collect();
    Made {
        text,
        root,
        parts: reader.parts,
        frames,
    }
}

/// The parts of the template that the innermost construct at a place has made; none where nothing there
/// makes anything.
pub fn made_at(made: &Made, view: &View, offset: u32) -> Vec<Span> {
    let path = path_at(view.module, offset);
    // The keys on the way out, for values that were written elsewhere.
    let mut names: Vec<Name> = Vec::new();
    let mut inner: Option<&Node> = None;
    // What a file of components makes is no more than what is at hand.
    for node in path.nodes.iter().skip(1).rev() {
        let part = reach(node, inner);
        let is_here = |place: &Place| place.file == view.file && part.contains(&place.offset);
        let parts = made.parts.iter();
        let parts =
            parts.filter(|part| is_here(&part.from) || made.calls(part).any(|at| is_here(&at)));
        let marks = outermost(parts.map(|part| part.at));
        if !marks.is_empty() {
            let is_named = match node {
                Node::Item(item) => is_plain(view, item),
                _ => true,
            };
            return match is_named && !names.is_empty() {
                true => made.narrowed(marks, &names),
                false => marks,
            };
        }
        match node {
            Node::Entry(RecordEntry::Field {
                key: Key::Name(name),
                ..
            }) => names.insert(0, name.name.clone()),
            Node::Item(item) if !matches!(item.kind, ItemKind::Error { .. }) => {
                return Vec::new();
            }
            _ => {}
        }
        inner = Some(node);
    }
    Vec::new()
}

/// Where what a construct makes begins. Of one that holds the cursor in a part which makes nothing that is its own
/// beginning: what its other parts make has nothing to do with the cursor.
fn reach(node: &Node, inner: Option<&Node>) -> std::ops::Range<u32> {
    let whole = node.span().start..node.span().end;
    let only = |at: u32| at..at + 1;
    match (node, inner) {
        (_, None) | (Node::Entry(_), Some(Node::Ident(_))) => whole,
        (Node::Item(item), _) => match (&item.kind, item.kind.name()) {
            (ItemKind::Resource(_) | ItemKind::Data(_) | ItemKind::Module(_), Some(name)) => {
                only(name.span.start)
            }
            _ => whole,
        },
        _ => only(whole.start),
    }
}

/// Whether an item declares resources, and no instances.
fn is_plain(view: &View, item: &Item) -> bool {
    match &item.kind {
        ItemKind::Resource(resource) => view.names.declared(view.file, &resource.ty).is_none(),
        ItemKind::Data(_) => true,
        _ => false,
    }
}

/// Where the part of the template at a place is written: the innermost one, then the property that it was given to,
/// then the calls and instances that have led there.
pub fn sources_at(made: &Made, analysis: &Analysis, offset: u32) -> Vec<Span> {
    let holds = |part: &&Part| part.at.start <= offset && offset <= part.at.end;
    let mut around: Vec<&Part> = made.parts.iter().filter(holds).collect();
    around.sort_by_key(|part| part.at.end - part.at.start);
    let Some(part) = around.first() else {
        return Vec::new();
    };
    let mut found = vec![construct(analysis, part.from)];
    found.extend(given(made, analysis, &around, offset));
    found.extend(made.calls(part).map(|place| construct(analysis, place)));
    let mut seen = FxHashSet::default();
    found.retain(|at| seen.insert(*at));
    found
}

/// The value of the property at a place, in the declaration of the resource around it.
fn given(made: &Made, analysis: &Analysis, around: &[&Part], offset: u32) -> Option<Span> {
    let root = made.root.as_ref()?;
    around.iter().find_map(|part| {
        let view = View::of(analysis, part.from.file)?;
        let path = path_at(view.module, part.from.offset);
        let ItemKind::Resource(resource) = &path.item()?.kind else {
            return None;
        };
        if resource.name.span.start != part.from.offset {
            return None;
        }
        let keys = properties::keys_to(properties::part_at(root, part.at)?, offset);
        properties::in_source(&resource.body, &keys)
    })
}

impl Made {
    /// Where the calls and instances are written that have made a part, the innermost first.
    fn calls<'a>(&'a self, part: &Part) -> impl Iterator<Item = Place> + use<'a> {
        let mut next = part.frame;
        // A frame that is within itself would go on for ever.
        let mut left = self.frames.len();
        let frames = std::iter::from_fn(move || {
            let frame = self.frames.get(next?)?;
            left = left.checked_sub(1)?;
            next = frame.within;
            Some(frame.at)
        });
        frames.flatten()
    }

    /// Of each resource what the names of its properties lead to; all of it where they lead nowhere.
    fn narrowed(&self, marks: Vec<Span>, names: &[Name]) -> Vec<Span> {
        let narrow = |at: Span| {
            let part = properties::part_at(self.root.as_ref()?, at)?;
            properties::in_template(part, names)
        };
        let marks = marks.into_iter();
        marks.map(|at| narrow(at).unwrap_or(at)).collect()
    }
}

/// Reads the map.
struct Reader<'a> {
    analysis: &'a Analysis,
    files: Vec<Option<FileId>>,
    parts: Vec<Part>,
}

impl Reader<'_> {
    /// The entries below one, and what stands in the template there with its key.
    fn entries(&mut self, map: &Value, above: Option<(&template::Node, Span)>) {
        for (key, value) in map.as_object().into_iter().flatten() {
            if key == "at" {
                if let (Some((_, at)), Some((from, frame))) = (above, self.place(value)) {
                    self.parts.push(Part { at, from, frame });
                }
                continue;
            }
            let below = above.and_then(|(node, at)| find(node, at, key));
            self.entries(value, below);
        }
    }

    fn place(&self, at: &Value) -> Option<(Place, Option<usize>)> {
        let number = |at: &Value| at.as_u64().and_then(|number| usize::try_from(number).ok());
        let at = at.as_array()?;
        let file = self.files.get(number(at.first()?)?).copied().flatten()?;
        let place = LineColumn {
            line: number(at.get(1)?)? as u32,
            column: number(at.get(2)?)? as u32,
        };
        let offset = self.analysis.sources.get(file).offset(place);
        let frame = at.get(3).and_then(number);
        let frame = frame.and_then(|number| number.checked_sub(1));
        Some((Place { file, offset }, frame))
    }
}

/// The files of the map, by their numbers there.
fn files(analysis: &Analysis, map: &Value) -> Vec<Option<FileId>> {
    let named = map.get("files").and_then(Value::as_array);
    let named = named.into_iter().flatten();
    let find = |path: &Value| analysis.file_at(std::path::Path::new(path.as_str()?));
    named.map(find).collect()
}

/// What stands under a pointer, with its key.
fn find<'t>(
    node: &'t template::Node,
    at: Span,
    pointer: &str,
) -> Option<(&'t template::Node, Span)> {
    let mut found = (node, at);
    for segment in pointer.split('/').skip(1) {
        let segment = segment.replace("~1", "/").replace("~0", "~");
        found = match &found.0.kind {
            NodeKind::Map(entries) => {
                let entry = entries.iter().find(|entry| entry.key == segment)?;
                (&entry.value, entry.key_span.to(entry.value.span))
            }
            NodeKind::List(items) => {
                let item = items.get(segment.parse::<usize>().ok()?)?;
                (item, item.span)
            }
            _ => return None,
        };
    }
    Some(found)
}

/// Those that no other one holds, in their order.
fn outermost(places: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut places: Vec<Span> = places.collect();
    places.sort_by_key(|at| (at.start, u32::MAX - at.end));
    let mut end = 0;
    places.retain(|at| {
        let is_outside = at.start >= end;
        end = end.max(at.end);
        is_outside
    });
    places
}

/// What begins at a place: the largest expression, else the word.
fn construct(analysis: &Analysis, place: Place) -> Span {
    let start = Span::new(place.file, place.offset as usize, place.offset as usize);
    let Some(view) = View::of(analysis, place.file) else {
        return start;
    };
    let path = path_at(view.module, place.offset);
    let mut nodes = path.nodes.iter().skip(1);
    let found = nodes.find(|node| {
        matches!(node, Node::Expr(_) | Node::Ident(_)) && node.span().start == place.offset
    });
    found.map_or(start, |node| node.span())
}
