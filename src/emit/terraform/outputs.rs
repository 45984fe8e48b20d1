//! `output` blocks. In: the outputs of a graph. Out: events. Never: another structure than the value has.

use super::names;
use super::place::Place;
use super::write::Emitter;
use crate::emit::writer::Writer;

/// The section, where there are outputs.
pub fn outputs<W: Writer>(emitter: &mut Emitter<W>) {
    let graph = emitter.graph;
    if graph.outputs.is_empty() {
        return;
    }
    emitter.out.key("output");
    emitter.out.open_map();
    for output in &graph.outputs {
        emitter.out.key(&names::of_one(&output.name));
        emitter.out.at(output.origin);
        emitter.out.open_map();
        if let Some(description) = &output.description {
            emitter.out.key("description");
            emitter.out.text(description);
        }
        emitter.out.key("value");
        emitter.value(&output.value, Place::UNKNOWN);
        emitter.out.close_map();
    }
    emitter.out.close_map();
}
