//! A fragment merged into a template while that is written. In: the events of a [`Writer`], and a map. Out: the same
//! events, in which entries of the map stand in place of, or beside, those that were written. Maps are merged entry
//! by entry, all else is replaced. Never: a look at what the entries mean.

use crate::emit::writer::Writer;
use crate::graph::{Origin, Value, ValueKind, ValueMap};

/// A writer that hands everything on, but for what the fragment says otherwise.
pub struct Overlay<'a, W> {
    inner: W,
    levels: Vec<Level<'a>>,
    next: Next<'a>,
}

/// What the next value is to be.
enum Next<'a> {
    AsWritten,
    /// A map is merged with this, all else is replaced by it.
    Merged(&'a Value),
    /// It was written before: the events of the value are dropped, so many brackets deep.
    Dropped(usize),
}

/// A map or a list that is open.
struct Level<'a> {
    over: Option<&'a ValueMap>,
    /// Which entries of the fragment have been written, by their places in it.
    seen: Vec<bool>,
}

impl<'a, W: Writer> Overlay<'a, W> {
    /// `fragment` is a map.
    pub fn new(inner: W, fragment: &'a Value) -> Overlay<'a, W> {
        Overlay {
            inner,
            levels: Vec::new(),
            next: Next::Merged(fragment),
        }
    }

    pub fn into_inner(self) -> W {
        self.inner
    }

    /// Opens a map or a list; `false`: it is dropped, or was replaced.
    fn open(&mut self, is_map: bool) -> bool {
        let over = match std::mem::replace(&mut self.next, Next::AsWritten) {
            Next::Dropped(depth) => {
                self.next = Next::Dropped(depth + 1);
                return false;
            }
            Next::Merged(value) => match value.as_map() {
                Some(map) if is_map => Some(map),
                _ => {
                    write(&mut self.inner, value);
                    self.next = Next::Dropped(1);
                    return false;
                }
            },
            Next::AsWritten => None,
        };
        let seen = vec![false; over.map_or(0, ValueMap::len)];
        self.levels.push(Level { over, seen });
        true
    }

    /// Closes a map or a list; `false`: it was dropped.
    fn close(&mut self) -> bool {
        if let Next::Dropped(depth) = &mut self.next {
            *depth = depth.saturating_sub(1);
            if *depth == 0 {
                self.next = Next::AsWritten;
            }
            return false;
        }
        true
    }

    /// Whether a scalar is to be written as it comes.
    fn scalar(&mut self) -> bool {
        match std::mem::replace(&mut self.next, Next::AsWritten) {
            Next::AsWritten => true,
            Next::Dropped(depth) => {
                if depth > 0 {
                    self.next = Next::Dropped(depth);
                }
                false
            }
            Next::Merged(value) => {
                write(&mut self.inner, value);
                false
            }
        }
    }

    fn is_dropped(&self) -> bool {
        matches!(self.next, Next::Dropped(_))
    }
}

impl<W: Writer> Writer for Overlay<'_, W> {
    fn open_map(&mut self) {
        if self.open(true) {
            self.inner.open_map();
        }
    }

    fn key(&mut self, key: &str) {
        if self.is_dropped() {
            return;
        }
        self.inner.key(key);
        let Some(level) = self.levels.last_mut() else {
            return;
        };
        let over = level.over;
        let found = over.and_then(|over| Some((over.shared_keys().place(key)?, over.get(key)?)));
        if let Some((place, value)) = found {
            if let Some(seen) = level.seen.get_mut(place) {
                *seen = true;
            }
            self.next = Next::Merged(value);
        }
    }

    fn close_map(&mut self) {
        if !self.close() {
            return;
        }
        if let Some(level) = self.levels.pop()
            && let Some(over) = level.over
        {
            let new = over.iter().zip(level.seen).filter(|(_, seen)| !seen);
            for ((key, value), _) in new {
                self.inner.key(key);
                write(&mut self.inner, value);
            }
        }
        self.inner.close_map();
    }

    fn open_list(&mut self) {
        if self.open(false) {
            self.inner.open_list();
        }
    }

    fn item(&mut self) {
        if !self.is_dropped() {
            self.inner.item();
        }
    }

    fn close_list(&mut self) {
        if self.close() {
            self.levels.pop();
            self.inner.close_list();
        }
    }

    fn null(&mut self) {
        if self.scalar() {
            self.inner.null();
        }
    }

    fn bool(&mut self, value: bool) {
        if self.scalar() {
            self.inner.bool(value);
        }
    }

    fn int(&mut self, value: i64) {
        if self.scalar() {
            self.inner.int(value);
        }
    }

    fn number(&mut self, value: f64) {
        if self.scalar() {
            self.inner.number(value);
        }
    }

    fn text(&mut self, text: &str) {
        if self.scalar() {
            self.inner.text(text);
        }
    }

    fn open_text(&mut self) {
        match &self.next {
            Next::AsWritten => self.inner.open_text(),
            // Its end ends it, as that of a bracket.
            _ => {
                self.open(false);
            }
        }
    }

    fn part(&mut self, text: &str) {
        if !self.is_dropped() {
            self.inner.part(text);
        }
    }

    fn close_text(&mut self) {
        if self.close() {
            self.inner.close_text();
        }
    }

    fn at(&mut self, origin: Origin) {
        if !self.is_dropped() {
            self.inner.at(origin);
        }
    }

    fn finish_line(&mut self) {
        self.inner.finish_line();
    }

    fn bytes(&self) -> &[u8] {
        self.inner.bytes()
    }

    fn clear(&mut self) {
        self.inner.clear();
    }

    fn into_bytes(self) -> Vec<u8> {
        self.inner.into_bytes()
    }

    /// One writer must see the whole document.
    fn fork(&self) -> Option<Self> {
        None
    }
}

/// Writes what is known as it is, nulls and all.
fn write(out: &mut impl Writer, value: &Value) {
    out.at(value.origin);
    match &value.kind {
        ValueKind::Bool(value) => out.bool(*value),
        ValueKind::Int(value) => out.int(*value),
        ValueKind::Number(value) => out.number(*value),
        ValueKind::Text(text) => out.text(text),
        ValueKind::List(items) => {
            out.open_list();
            for item in items.iter() {
                out.item();
                write(out, item);
            }
            out.close_list();
        }
        ValueKind::Map(map) => {
            out.open_map();
            for (key, item) in map.iter() {
                out.key(key);
                write(out, item);
            }
            out.close_map();
        }
        ValueKind::Null
        | ValueKind::Resource(..)
        | ValueKind::Instance(..)
        | ValueKind::Deferred(_)
        | ValueKind::Error => out.null(),
    }
}
