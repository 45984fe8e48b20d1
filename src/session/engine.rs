//! The engine that a stack is built for. In: a finished graph. Out: its plan, its bytes, and what the
//! engine cannot say. Never: the choice of the engine, which is the analysis's.

use crate::diag::Diagnostic;
use crate::emit::{Layout, Sizes, Target, cloudformation, terraform};
use crate::graph::Graph;
use crate::schema::Catalogue;
use crate::text::{FileId, Sources};
use crate::validate::{limits, target};
use std::io::{self, Write};

/// What one of the emitters must know of a graph before it writes.
#[derive(Debug)]
pub(super) enum Plan {
    CloudFormation(Box<cloudformation::Plan>),
    Terraform(Box<terraform::Plan>),
}

impl Plan {
    pub fn new(target: Target, graph: &Graph, catalogue: &Catalogue) -> Plan {
        match target {
            Target::CloudFormation => {
                Plan::CloudFormation(Box::new(cloudformation::plan(graph, catalogue)))
            }
            Target::Terraform => Plan::Terraform(Box::new(terraform::plan(graph, catalogue))),
        }
    }

    /// What the engine cannot say.
    pub fn unsaid(&self, graph: &Graph, sources: &Sources) -> Vec<Diagnostic> {
        match self {
            Plan::CloudFormation(plan) => target::cloudformation::check(graph, plan, sources),
            Plan::Terraform(plan) => target::terraform::check(graph, plan),
        }
    }

    /// What is more than the engine takes, without a look at the size.
    pub fn over_limits(&self, graph: &Graph, stack: FileId) -> Vec<Diagnostic> {
        match self {
            Plan::CloudFormation(plan) => limits::check(graph, plan, stack),
            Plan::Terraform(_) => Vec::new(),
        }
    }

    /// What is too large for the engine, or nothing at all to it.
    pub fn over_size(&self, graph: &Graph, sizes: &Sizes, stack: FileId) -> Vec<Diagnostic> {
        match self {
            Plan::CloudFormation(_) => {
                let size = limits::check_size(graph, sizes, stack);
                let some = limits::check_some(graph, stack);
                size.into_iter().chain(some).collect()
            }
            Plan::Terraform(_) => Vec::new(),
        }
    }

    /// What the engine calls each resource, by its number.
    pub fn names(&self, graph: &Graph) -> Vec<String> {
        let ids = graph.resources.iter().map(|one| one.logical_id.to_string());
        match self {
            Plan::CloudFormation(_) => ids.collect(),
            Plan::Terraform(_) => terraform::addresses(graph),
        }
    }

    pub fn emit(
        &self,
        graph: &Graph,
        catalogue: &Catalogue,
        layout: Layout,
        out: &mut dyn Write,
    ) -> io::Result<Sizes> {
        match self {
            Plan::CloudFormation(plan) => cloudformation::emit(graph, plan, layout, out),
            Plan::Terraform(plan) => terraform::emit(graph, plan, catalogue, layout, out),
        }
    }

    /// The same, with the map from its parts to the sources.
    pub fn emit_mapped(
        &self,
        graph: &Graph,
        catalogue: &Catalogue,
        layout: Layout,
        out: &mut dyn Write,
        sources: &Sources,
    ) -> io::Result<(Sizes, Vec<u8>)> {
        match self {
            Plan::CloudFormation(plan) => {
                cloudformation::emit_mapped(graph, plan, layout, out, sources)
            }
            Plan::Terraform(plan) => {
                terraform::emit_mapped(graph, plan, catalogue, layout, out, sources)
            }
        }
    }
}
