//! The sections of a template, in their order, and the way of its bytes to whoever takes them. In: a
//! graph, its plan, the options. Out: bytes, as they come, and how many each section took. Never: the
//! whole template in memory.

use super::plan::Plan;
use super::sections;
use super::write::Emitter;
use crate::emit::json::Json;
use crate::emit::sourcemap::Mapped;
use crate::emit::writer::{Fork, Writer};
use crate::emit::yaml::Yaml;
use crate::graph::{Graph, ResourceId};
use crate::text::Sources;
use std::io::{self, Write};

/// How a template is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    #[default]
    Json,
    /// Without white space.
    MinifiedJson,
    Yaml,
}

/// How many bytes a template has and what takes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sizes {
    pub total: u64,
    /// By section, in the order of the template.
    pub sections: Vec<(&'static str, u64)>,
    /// By resource, in the order of the template.
    pub resources: Vec<(ResourceId, u32)>,
}

/// Writes a template. An error is one of `out`.
pub fn emit(graph: &Graph, plan: &Plan, layout: Layout, out: &mut dyn Write) -> io::Result<Sizes> {
    match layout {
        Layout::Json => in_parallel(graph, plan, Json::<true>::new(), out),
        Layout::MinifiedJson => in_parallel(graph, plan, Json::<false>::new(), out),
        Layout::Yaml => in_parallel(graph, plan, Yaml::new(), out),
    }
}

/// Writes a template, and gives the map from its pointers to the sources.
pub fn emit_mapped(
    graph: &Graph,
    plan: &Plan,
    layout: Layout,
    out: &mut dyn Write,
    sources: &Sources,
) -> io::Result<(Sizes, Vec<u8>)> {
    match layout {
        Layout::Json => mapped(graph, plan, Json::<true>::new(), out, sources),
        Layout::MinifiedJson => mapped(graph, plan, Json::<false>::new(), out, sources),
        Layout::Yaml => mapped(graph, plan, Yaml::new(), out, sources),
    }
}

/// As soon as so many bytes wait they are handed on: few enough to stay in a core's own cache.
const ENOUGH: usize = 1 << 16;
/// So many resources are written in one go where several threads write.
const CHUNK: usize = 1 << 12;
/// From so many resources on it pays to have several threads.
const LARGE: usize = 2 * CHUNK;

fn in_parallel<W: Fork + Send>(
    graph: &Graph,
    plan: &Plan,
    writer: W,
    out: &mut dyn Write,
) -> io::Result<Sizes> {
    let mut stream = Stream::new(out);
    let mut emitter = Emitter::new(graph, plan, writer);
    sections::before(&mut emitter, &mut stream)?;
    let order = graph.in_source_order();
    let resources = order.len();
    // Asking how many cores there are takes longer than a small stack.
    let threads = match resources {
        0..LARGE => 1,
        _ => std::thread::available_parallelism().map_or(1, usize::from),
    };
    if threads < 2 {
        one_by_one(&mut emitter, &order, &mut stream)?;
    } else {
        // What is written first decides whether a comma stands before what follows.
        let is_written = |id: &ResourceId| sections::is_written(graph.resource(*id));
        let first = order.iter().position(is_written);
        let (first, rest) = order.split_at(first.map_or(resources, |place| place + 1));
        one_by_one(&mut emitter, first, &mut stream)?;
        for part in rest.chunks(threads * CHUNK) {
            let parts = part.chunks(CHUNK);
            let forks: Vec<_> = parts.map(|part| (emitter.out.fork(), part)).collect();
            for (chunk, sizes) in chunks(graph, plan, forks) {
                stream.write(&chunk)?;
                stream.sizes.resources.extend(sizes);
            }
        }
    }
    sections::after(&mut emitter, &mut stream)?;
    Ok(stream.sizes)
}

/// The bytes of a part, and the size of each resource in it.
type Chunk = (Vec<u8>, Vec<(ResourceId, u32)>);

/// The bytes of each part, in order.
fn chunks<W: Writer + Send>(
    graph: &Graph,
    plan: &Plan,
    forks: Vec<(W, &[ResourceId])>,
) -> Vec<Chunk> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = forks
            .into_iter()
            .map(|(fork, part)| {
                scope.spawn(move || {
                    let mut emitter = Emitter::new(graph, plan, fork);
                    let sizes = part.iter().map(|id| (*id, emitter.measured(*id))).collect();
                    (emitter.out.into_bytes(), sizes)
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

fn mapped<W: Writer>(
    graph: &Graph,
    plan: &Plan,
    writer: W,
    out: &mut dyn Write,
    sources: &Sources,
) -> io::Result<(Sizes, Vec<u8>)> {
    let mut stream = Stream::new(out);
    let mut emitter = Emitter::new(graph, plan, Mapped::new(writer, graph, sources));
    sections::before(&mut emitter, &mut stream)?;
    one_by_one(&mut emitter, &graph.in_source_order(), &mut stream)?;
    sections::after(&mut emitter, &mut stream)?;
    Ok((stream.sizes, emitter.out.finish()))
}

fn one_by_one<W: Writer>(
    emitter: &mut Emitter<W>,
    part: &[ResourceId],
    stream: &mut Stream,
) -> io::Result<()> {
    for id in part {
        let size = emitter.measured(*id);
        stream.sizes.resources.push((*id, size));
        if emitter.out.bytes().len() >= ENOUGH {
            stream.take(&mut emitter.out)?;
        }
    }
    stream.take(&mut emitter.out)
}

impl<W: Writer> Emitter<'_, W> {
    /// Writes a resource, and says how many bytes it took.
    fn measured(&mut self, id: ResourceId) -> u32 {
        let before = self.out.bytes().len();
        self.resource(id);
        (self.out.bytes().len() - before) as u32
    }
}

/// Where bytes go, counted.
pub struct Stream<'a> {
    out: &'a mut dyn Write,
    sizes: Sizes,
}

impl<'a> Stream<'a> {
    fn new(out: &'a mut dyn Write) -> Stream<'a> {
        Stream {
            out,
            sizes: Sizes::default(),
        }
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

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.sizes.total += bytes.len() as u64;
        if let Some((_, size)) = self.sizes.sections.last_mut() {
            *size += bytes.len() as u64;
        }
        self.out.write_all(bytes)
    }
}
