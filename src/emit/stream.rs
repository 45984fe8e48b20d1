//! The way of a template's bytes to whoever takes them. In: what an emitter writes, section by section,
//! resource by resource. Out: bytes, as they come, and how many each section took. Never: the whole
//! template in memory, or a word of what is written.

use super::layout::Sizes;
use super::writer::Writer;
use crate::graph::ResourceId;
use std::io::{self, Write};

/// What writes resources, for [`Stream::resources`].
pub trait Emitter: Sized + Send {
    type Out: Writer;

    fn out(&mut self) -> &mut Self::Out;

    fn into_out(self) -> Self::Out;

    /// Whether anything is written for a resource.
    fn is_written(&self, id: ResourceId) -> bool;

    /// Writes a resource under its name.
    fn resource(&mut self, id: ResourceId);

    /// An emitter that goes on behind what stands here, with bytes of its own; `None` where one must
    /// write all.
    fn fork(&self) -> Option<Self>;
}

/// Where bytes go, counted.
pub struct Stream<'a> {
    out: &'a mut dyn Write,
    sizes: Sizes,
}

/// As soon as so many bytes wait they are handed on: few enough to stay in a core's own cache.
const ENOUGH: usize = 1 << 16;
/// So many resources are written in one go where several threads write.
const CHUNK: usize = 1 << 12;
/// From so many resources on it pays to have several threads.
const LARGE: usize = 2 * CHUNK;

impl<'a> Stream<'a> {
    pub fn new(out: &'a mut dyn Write) -> Stream<'a> {
        Stream {
            out,
            sizes: Sizes::default(),
        }
    }

    /// What came out, once everything was written.
    pub fn finish(self) -> Sizes {
        self.sizes
    }

    /// What is written from here on belongs to this section.
    pub fn section(&mut self, name: &'static str) {
        self.sizes.sections.push((name, 0));
    }

    /// Hands on what a writer has.
    pub fn take(&mut self, writer: &mut impl Writer) -> io::Result<()> {
        self.write(writer.bytes())?;
        writer.clear();
        Ok(())
    }

    /// Writes resources into one map, in this order; many of them on several threads.
    pub fn resources<E: Emitter>(
        &mut self,
        emitter: &mut E,
        order: &[ResourceId],
    ) -> io::Result<()> {
        // Asking how many cores there are takes longer than a small stack.
        let threads = match order.len() {
            0..LARGE => 1,
            _ => std::thread::available_parallelism().map_or(1, usize::from),
        };
        if threads < 2 {
            return self.one_by_one(emitter, order);
        }
        // What is written first decides whether a comma stands before what follows.
        let first = order.iter().position(|id| emitter.is_written(*id));
        let (first, rest) = order.split_at(first.map_or(order.len(), |place| place + 1));
        self.one_by_one(emitter, first)?;
        for part in rest.chunks(threads * CHUNK) {
            let parts = part.chunks(CHUNK);
            let forks: Option<Vec<_>> = parts.map(|part| Some((emitter.fork()?, part))).collect();
            let Some(forks) = forks else {
                self.one_by_one(emitter, part)?;
                continue;
            };
            for (chunk, sizes) in chunks(forks) {
                self.write(&chunk)?;
                self.sizes.resources.extend(sizes);
            }
        }
        Ok(())
    }

    fn one_by_one<E: Emitter>(&mut self, emitter: &mut E, part: &[ResourceId]) -> io::Result<()> {
        for id in part {
            let size = measured(emitter, *id);
            self.sizes.resources.push((*id, size));
            if emitter.out().bytes().len() >= ENOUGH {
                self.take(emitter.out())?;
            }
        }
        self.take(emitter.out())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sizes.total += bytes.len() as u64;
        if let Some((_, size)) = self.sizes.sections.last_mut() {
            *size += bytes.len() as u64;
        }
        self.out.write_all(bytes)
    }
}

/// The bytes of a part, and the size of each resource in it.
type Chunk = (Vec<u8>, Vec<(ResourceId, u32)>);

/// The bytes of each part, in order.
fn chunks<E: Emitter>(forks: Vec<(E, &[ResourceId])>) -> Vec<Chunk> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = forks
            .into_iter()
            .map(|(mut fork, part)| {
                scope.spawn(move || {
                    let sizes = part.iter().map(|id| (*id, measured(&mut fork, *id)));
                    let sizes = sizes.collect();
                    (fork.into_out().into_bytes(), sizes)
                })
            })
            .collect();
        let joined = threads.into_iter().map(|thread| match thread.join() {
            Ok(bytes) => bytes,
            // Emitters do not panic; if one does, it is not hidden here.
            Err(panic) => std::panic::resume_unwind(panic),
        });
        joined.collect()
    })
}

/// Writes a resource, and says how many bytes it took.
fn measured<E: Emitter>(emitter: &mut E, id: ResourceId) -> u32 {
    let before = emitter.out().bytes().len();
    emitter.resource(id);
    (emitter.out().bytes().len() - before) as u32
}
