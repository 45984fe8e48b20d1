//! Source maps: from each JSON pointer of a template to the place in the source. In: what a
//! [`Writer`] is told, places included. Out: one JSON document. Never: work where nobody asks for a
//! map, for then this writer is not there.
//!
//! ```json
//! {"version":1,
//!  "template":{
//!   "/Resources/QueueOrders":{"at":[0,9,10],
//!    "/Properties/QueueName":{"at":[0,10,14,2]}}},
//!  "files":["main.infra"],
//!  "frames":[{"pass":"team = \"orders\"","within":1}]}
//! ```
//!
//! The pointer of an entry is the keys that lead to it, one behind the other. `at` is the file (an
//! index into `files`), line and column (both from 1) and, where the value came to be in a loop, a
//! call or an instance, its frame (an index from 1 into `frames`). A pointer without an entry has the
//! place of the nearest one above it.

use super::json::escape;
use super::writer::{Writer, write_int};
use crate::graph::{Frame, FrameId, FrameKind, Graph, Origin, Value, ValueKind};
use crate::text::{FileId, Sources, Span};
use rustc_hash::FxHashMap;

/// A writer that hands everything on, and keeps the map of it.
pub struct Mapped<'a, W> {
    inner: W,
    graph: &'a Graph,
    sources: &'a Sources,
    map: Vec<u8>,
    /// The pointer of the value that is being written.
    pointer: String,
    levels: Vec<Level>,
    files: Interned<FileId>,
    frames: Interned<FrameId>,
}

/// A value that is being written, on the way from the document to the innermost one.
struct Level {
    /// How long the pointer was above it.
    above: usize,
    /// How long the pointer of the nearest entry was above it.
    base: usize,
    /// The place that holds here: its own, else that of the nearest entry.
    place: Option<Origin>,
    /// The map has an entry for it, which is open.
    entry: bool,
    /// A map or a list, whose next entry stands below; else a scalar, which the next one ends.
    container: bool,
    /// Where it is a list: how many elements there were.
    elements: usize,
}

/// Numbers for what is used, in the order of first use.
struct Interned<T> {
    all: Vec<T>,
    numbers: FxHashMap<T, usize>,
}

impl<'a, W: Writer> Mapped<'a, W> {
    pub fn new(inner: W, graph: &'a Graph, sources: &'a Sources) -> Mapped<'a, W> {
        let root = Level {
            above: 0,
            base: 0,
            place: None,
            entry: true,
            container: false,
            elements: 0,
        };
        Mapped {
            inner,
            graph,
            sources,
            map: b"{\"version\":1,\n\"template\":{".to_vec(),
            pointer: String::new(),
            levels: vec![root],
            files: Interned::new(),
            frames: Interned::new(),
        }
    }

    /// The map, once everything has been written.
    pub fn finish(mut self) -> Vec<u8> {
        while let Some(level) = self.levels.pop() {
            if level.entry {
                self.map.push(b'}');
            }
        }
        self.write_frames();
        self.write_files();
        self.map.extend_from_slice(b"}\n");
        self.map
    }

    /// Leaves what stands below the innermost map or list, and enters its next value.
    fn enter(&mut self, segment: impl FnOnce(&mut String, usize)) {
        while let Some(level) = self.levels.pop_if(|level| !level.container) {
            self.leave(&level);
        }
        let Some(parent) = self.levels.last_mut() else {
            return;
        };
        let above = self.pointer.len();
        let level = Level {
            above,
            base: if parent.entry { above } else { parent.base },
            place: parent.place,
            entry: false,
            container: false,
            elements: 0,
        };
        segment(&mut self.pointer, parent.elements);
        parent.elements += 1;
        self.levels.push(level);
    }

    fn leave(&mut self, level: &Level) {
        if level.entry {
            self.map.push(b'}');
        }
        self.pointer.truncate(level.above);
    }

    fn open(&mut self) {
        if let Some(level) = self.levels.last_mut() {
            level.container = true;
        }
    }

    /// A closed map or list is like a scalar: the next value ends it.
    fn close(&mut self) {
        while let Some(level) = self.levels.pop_if(|level| !level.container) {
            self.leave(&level);
        }
        if let Some(level) = self.levels.last_mut() {
            level.container = false;
        }
    }

    fn write_place(&mut self, span: Span, frame: FrameId) {
        let file = self.files.number(span.file);
        let start = self.sources.start(span);
        for (lead, number) in [
            (b'[', file),
            (b',', start.line as usize),
            (b',', start.column as usize),
        ] {
            self.map.push(lead);
            write_int(&mut self.map, number as i64);
        }
        if frame != FrameId::TOP {
            self.map.push(b',');
            let frame = self.frames.number(frame) + 1;
            write_int(&mut self.map, frame as i64);
        }
        self.map.push(b']');
    }

    fn write_files(&mut self) {
        self.map.extend_from_slice(b",\n\"files\":[");
        for (number, file) in self.files.all.iter().enumerate() {
            if number > 0 {
                self.map.push(b',');
            }
            quoted(&mut self.map, &self.sources.get(*file).path);
        }
        self.map.push(b']');
    }

    /// Writing a frame may ask for the one around it, which is then written later.
    fn write_frames(&mut self) {
        self.map.extend_from_slice(b",\n\"frames\":[");
        let mut written = 0;
        while let Some(id) = self.frames.all.get(written).copied() {
            if written > 0 {
                self.map.push(b',');
            }
            let Frame { parent, kind } = self.graph.frame(id);
            self.write_frame(kind);
            if *parent != FrameId::TOP {
                let parent = self.frames.number(*parent) + 1;
                self.map.extend_from_slice(b",\"within\":");
                write_int(&mut self.map, parent as i64);
            }
            self.map.push(b'}');
            written += 1;
        }
        self.map.push(b']');
    }

    fn write_frame(&mut self, kind: &FrameKind) {
        let (word, text, at) = match kind {
            FrameKind::Top => ("top", String::new(), None),
            FrameKind::Pass { variable, value } => {
                ("pass", format!("{variable} = {}", short(value)), None)
            }
            FrameKind::Call { function, at } => ("call", function.to_string(), Some(*at)),
            FrameKind::Instance { name, at, .. } => ("instance", name.to_string(), Some(*at)),
        };
        self.map.push(b'{');
        quoted(&mut self.map, word);
        self.map.push(b':');
        quoted(&mut self.map, &text);
        if let Some(at) = at {
            self.map.extend_from_slice(b",\"at\":");
            self.write_place(at, FrameId::TOP);
        }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Interned<T> {
    fn new() -> Interned<T> {
        Interned {
            all: Vec::new(),
            numbers: FxHashMap::default(),
        }
    }

    fn number(&mut self, item: T) -> usize {
        *self.numbers.entry(item).or_insert_with(|| {
            self.all.push(item);
            self.all.len() - 1
        })
    }
}

impl<W: Writer> Writer for Mapped<'_, W> {
    fn open_map(&mut self) {
        self.open();
        self.inner.open_map();
    }

    fn key(&mut self, key: &str) {
        self.enter(|pointer, _| {
            pointer.push('/');
            for c in key.chars() {
                match c {
                    '~' => pointer.push_str("~0"),
                    '/' => pointer.push_str("~1"),
                    c => pointer.push(c),
                }
            }
        });
        self.inner.key(key);
    }

    fn close_map(&mut self) {
        self.close();
        self.inner.close_map();
    }

    fn open_list(&mut self) {
        self.open();
        self.inner.open_list();
    }

    fn item(&mut self) {
        self.enter(|pointer, place| {
            pointer.push('/');
            pointer.push_str(&place.to_string());
        });
        self.inner.item();
    }

    fn close_list(&mut self) {
        self.close();
        self.inner.close_list();
    }

    fn null(&mut self) {
        self.inner.null();
    }

    fn bool(&mut self, value: bool) {
        self.inner.bool(value);
    }

    fn int(&mut self, value: i64) {
        self.inner.int(value);
    }

    fn number(&mut self, value: f64) {
        self.inner.number(value);
    }

    fn open_text(&mut self) {
        self.inner.open_text();
    }

    fn part(&mut self, text: &str) {
        self.inner.part(text);
    }

    fn close_text(&mut self) {
        self.inner.close_text();
    }

    fn at(&mut self, origin: Origin) {
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        if level.entry || level.container || level.place == Some(origin) {
            return;
        }
        level.entry = true;
        level.place = Some(origin);
        if self.map.last() != Some(&b'{') {
            self.map.push(b',');
        }
        self.map.extend_from_slice(b"\n\"");
        escape(&mut self.map, &self.pointer[level.base..]);
        self.map.extend_from_slice(b"\":{\"at\":");
        self.write_place(origin.span, origin.frame);
    }

    fn finish_line(&mut self) {
        self.inner.finish_line();
    }

    fn into_bytes(self) -> Vec<u8> {
        self.inner.into_bytes()
    }

    /// One map holds the whole document.
    fn fork(&self) -> Option<Self> {
        None
    }

    fn bytes(&self) -> &[u8] {
        self.inner.bytes()
    }

    fn clear(&mut self) {
        self.inner.clear();
    }
}

fn quoted(map: &mut Vec<u8>, text: &str) {
    map.push(b'"');
    escape(map, text);
    map.push(b'"');
}

/// What a loop's variable holds, in a few words.
fn short(value: &Value) -> String {
    match &value.kind {
        ValueKind::Text(text) => format!("\"{text}\""),
        ValueKind::Int(number) => number.to_string(),
        ValueKind::Number(number) => number.to_string(),
        ValueKind::Bool(value) => value.to_string(),
        ValueKind::Null => "null".to_string(),
        ValueKind::List(_) => "[...]".to_string(),
        ValueKind::Map(map) => match map.get("name").and_then(Value::as_text) {
            Some(name) => format!("{{ name: \"{name}\", ... }}"),
            None => "{ ... }".to_string(),
        },
        ValueKind::Resource(..)
        | ValueKind::Instance(..)
        | ValueKind::Deferred(_)
        | ValueKind::Error => "...".to_string(),
    }
}
