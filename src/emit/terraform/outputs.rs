//! `output` blocks. In: the outputs of a graph. Out: which of them Terraform refuses to show, then events.
//! Never: another structure than the value has.

use super::expression::Binding;
use super::names;
use super::place::Place;
use super::plan::Planner;
use super::problem::ProblemKind;
use super::sensitive::{Sensitive, sensitive};
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::Output;

impl Planner<'_> {
    /// What is computed from secrets must be one.
    pub fn outputs(&mut self) {
        for output in self.graph.outputs.iter().filter(|output| !output.secret) {
            let parts = output.condition.iter().chain([&output.value]);
            let mut found = parts.filter_map(|value| sensitive(self.graph, self.catalogue, value));
            let Some(found) = found.next() else { continue };
            self.subject = Some(output.origin.span);
            match found {
                // That a secret would be shown has been said of the graph.
                Sensitive::Param { shown: true, .. } => {}
                Sensitive::Param { name, at, .. } | Sensitive::Value { name, at } => {
                    self.report(ProblemKind::Sensitive(name), at);
                }
            }
        }
        self.subject = None;
    }
}

/// The section, where there are outputs.
pub fn outputs<W: Writer>(emitter: &mut Emitter<W>) {
    let graph = emitter.graph;
    if graph.outputs.is_empty() {
        return;
    }
    emitter.out.key("output");
    emitter.out.open_map();
    for output in &graph.outputs {
        emitter.out.key(&names::of(&output.identity));
        emitter.out.at(output.origin);
        emitter.output(output);
    }
    emitter.out.close_map();
}

impl<W: Writer> Emitter<'_, W> {
    fn output(&mut self, output: &Output) {
        self.out.open_map();
        if let Some(description) = &output.description {
            self.out.key("description");
            self.out.text(description);
        }
        self.out.key("value");
        match &output.condition {
            None => self.value(&output.value, Place::UNKNOWN),
            Some(condition) => {
                self.out.at(output.value.origin);
                self.expression(|printer| {
                    printer.bound(condition, Place::UNKNOWN, Binding::Or);
                    printer.text.push_str(" ? ");
                    printer.bound(&output.value, Place::UNKNOWN, Binding::Or);
                    printer.text.push_str(" : null");
                });
            }
        }
        if output.secret {
            self.out.key("sensitive");
            self.out.bool(true);
        }
        self.out.close_map();
    }
}
