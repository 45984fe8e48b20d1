//! The sections of a configuration, in their order. In: a graph, its plan, the catalogue, the options. Out:
//! bytes, as they come, and how many each section took. Never: the whole configuration in memory.

use super::plan::Plan;
use super::write::Emitter;
use super::{locals, meta, outputs, settings, variables};
use crate::emit::json::Json;
use crate::emit::layout::{Layout, Sizes};
use crate::emit::sourcemap::Mapped;
use crate::emit::stream::{self, Stream};
use crate::emit::writer::Writer;
use crate::graph::{Graph, ResourceId};
use crate::schema::Catalogue;
use crate::text::Sources;
use std::io::{self, Write};

/// A section that is written in one go. Nothing is written where nothing is in it.
type Section<'a, W> = (&'static str, fn(&mut Emitter<'a, W>));

/// Writes a configuration. An error is one of `out`. Terraform reads JSON alone, so that this is what
/// any layout but the minified one gives.
pub fn emit(
    graph: &Graph,
    plan: &Plan,
    catalogue: &Catalogue,
    layout: Layout,
    out: &mut dyn Write,
) -> io::Result<Sizes> {
    let sizes = match layout {
        Layout::Json | Layout::Yaml => {
            let emitter = Emitter::new(graph, plan, catalogue, Json::<true>::new());
            write(emitter, out)?.0
        }
        Layout::MinifiedJson => {
            let emitter = Emitter::new(graph, plan, catalogue, Json::<false>::new());
            write(emitter, out)?.0
        }
    };
    Ok(sizes)
}

/// Writes a configuration, and gives the map from its pointers to the sources.
pub fn emit_mapped(
    graph: &Graph,
    plan: &Plan,
    catalogue: &Catalogue,
    layout: Layout,
    out: &mut dyn Write,
    sources: &Sources,
) -> io::Result<(Sizes, Vec<u8>)> {
    match layout {
        Layout::Json | Layout::Yaml => {
            let writer = Mapped::new(Json::<true>::new(), graph, sources);
            let (sizes, writer) = write(Emitter::new(graph, plan, catalogue, writer), out)?;
            Ok((sizes, writer.finish()))
        }
        Layout::MinifiedJson => {
            let writer = Mapped::new(Json::<false>::new(), graph, sources);
            let (sizes, writer) = write(Emitter::new(graph, plan, catalogue, writer), out)?;
            Ok((sizes, writer.finish()))
        }
    }
}

fn write<W: Writer + Send>(
    mut emitter: Emitter<'_, W>,
    out: &mut dyn Write,
) -> io::Result<(Sizes, W)> {
    let mut stream = Stream::new(out);
    emitter.out.open_map();
    settings::description(&mut emitter);
    let before: [Section<W>; 4] = [
        ("terraform", settings::terraform),
        ("provider", settings::providers),
        ("variable", variables::variables),
        ("locals", locals::locals),
    ];
    sections(&mut emitter, &mut stream, &before)?;
    resources(&mut emitter, &mut stream)?;
    let after: [Section<W>; 3] = [
        ("moved", meta::moved),
        ("import", meta::import),
        ("output", outputs::outputs),
    ];
    sections(&mut emitter, &mut stream, &after)?;
    emitter.out.close_map();
    emitter.out.finish_line();
    stream.take(&mut emitter.out)?;
    Ok((stream.finish(), emitter.out))
}

fn sections<'a, W: Writer>(
    emitter: &mut Emitter<'a, W>,
    stream: &mut Stream,
    sections: &[Section<'a, W>],
) -> io::Result<()> {
    for (name, write) in sections {
        stream.section(name);
        write(emitter);
        stream.take(&mut emitter.out)?;
    }
    Ok(())
}

/// Data sources, modules and resources, type by type.
fn resources<W: Writer + Send>(emitter: &mut Emitter<W>, stream: &mut Stream) -> io::Result<()> {
    let plan = emitter.plan;
    let sections = ["data", "module", "resource"];
    for section in sections {
        let groups = plan.groups.iter().filter(|group| group.section == section);
        let mut groups = groups.peekable();
        let added = section == "data" && !plan.lookups.all.is_empty();
        if groups.peek().is_none() && !added {
            continue;
        }
        stream.section(section);
        emitter.out.key(section);
        emitter.out.open_map();
        if added {
            emitter.added_data_sources();
        }
        for group in groups {
            if group.ty.is_empty() {
                stream.resources(emitter, &group.resources)?;
                continue;
            }
            let added = plan.lookups.all.iter().any(|l| added && l.ty == group.ty);
            emitter.out.key(&group.ty);
            emitter.out.open_map();
            if added {
                emitter.added_of_type(&group.ty);
            }
            stream.resources(emitter, &group.resources)?;
            emitter.out.close_map();
        }
        emitter.out.close_map();
        stream.take(&mut emitter.out)?;
    }
    Ok(())
}

impl<W: Writer + Send> stream::Emitter for Emitter<'_, W> {
    type Out = W;

    fn out(&mut self) -> &mut W {
        &mut self.out
    }

    fn into_out(self) -> W {
        self.out
    }

    /// What is not written is in no group.
    fn is_written(&self, _: ResourceId) -> bool {
        true
    }

    fn resource(&mut self, id: ResourceId) {
        self.resource(id);
    }

    fn fork(&self) -> Option<Self> {
        let out = self.out.fork()?;
        Some(Emitter::new(self.graph, self.plan, self.catalogue, out))
    }
}
