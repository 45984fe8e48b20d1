//! The sections of a template, in their order. In: a graph, its plan, the options. Out: bytes, as they come,
//! and how many each section took. Never: the whole template in memory.

use super::overlay::Overlay;
use super::plan::Plan;
use super::sections;
use super::write::Emitter;
use crate::emit::json::Json;
use crate::emit::layout::{Layout, Sizes};
use crate::emit::sourcemap::Mapped;
use crate::emit::stream::{self, Stream};
use crate::emit::writer::Writer;
use crate::emit::yaml::Yaml;
use crate::graph::{Graph, ResourceId};
use crate::text::Sources;
use std::io::{self, Write};

/// Writes a template. An error is one of `out`.
pub fn emit(graph: &Graph, plan: &Plan, layout: Layout, out: &mut dyn Write) -> io::Result<Sizes> {
    let written = match layout {
        Layout::Json => write(graph, plan, Json::<true>::new(), out)?.0,
        Layout::MinifiedJson => write(graph, plan, Json::<false>::new(), out)?.0,
        Layout::Yaml => write(graph, plan, Yaml::new(), out)?.0,
    };
    Ok(written)
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

fn mapped<W: Writer + Send>(
    graph: &Graph,
    plan: &Plan,
    writer: W,
    out: &mut dyn Write,
    sources: &Sources,
) -> io::Result<(Sizes, Vec<u8>)> {
    let writer = Mapped::new(writer, graph, sources);
    let (sizes, writer) = write(graph, plan, writer, out)?;
    Ok((sizes, writer.finish()))
}

fn write<W: Writer + Send>(
    graph: &Graph,
    plan: &Plan,
    writer: W,
    out: &mut dyn Write,
) -> io::Result<(Sizes, W)> {
    match &graph.settings.template {
        None => write_all(graph, plan, writer, out),
        Some(fragment) => {
            let writer = Overlay::new(writer, fragment);
            let (sizes, writer) = write_all(graph, plan, writer, out)?;
            Ok((sizes, writer.into_inner()))
        }
    }
}

fn write_all<W: Writer + Send>(
    graph: &Graph,
    plan: &Plan,
    writer: W,
    out: &mut dyn Write,
) -> io::Result<(Sizes, W)> {
    let mut stream = Stream::new(out);
    let mut emitter = Emitter::new(graph, plan, writer);
    sections::before(&mut emitter, &mut stream)?;
    stream.resources(&mut emitter, &graph.in_source_order())?;
    sections::after(&mut emitter, &mut stream)?;
    Ok((stream.finish(), emitter.out))
}

impl<W: Writer + Send> stream::Emitter for Emitter<'_, W> {
    type Out = W;

    fn out(&mut self) -> &mut W {
        &mut self.out
    }

    fn into_out(self) -> W {
        self.out
    }

    fn is_written(&self, id: ResourceId) -> bool {
        sections::is_written(self.graph.resource(id))
    }

    fn resource(&mut self, id: ResourceId) {
        self.resource(id);
    }

    fn fork(&self) -> Option<Self> {
        Some(Emitter::new(self.graph, self.plan, self.out.fork()?))
    }
}
