//! CloudFormation's quotas. In: a graph, the plan of its template and, once it is written, its size.
//! Out: what is too much, with what takes the room. Never: a limit of one resource type: those stand
//! in the schemas.
//!
//! The numbers are those of the AWS CloudFormation User Guide, "Understand CloudFormation quotas".

use crate::diag::{Code, Diagnostic};
use crate::emit::Sizes;
use crate::emit::cloudformation::Plan;
use crate::graph::{Graph, ResourceKind, Value};
use crate::text::{FileId, Name, Span};
use indexmap::IndexMap;
use rustc_hash::FxBuildHasher;

const RESOURCES: usize = 500;
const PARAMETERS: usize = 200;
const OUTPUTS: usize = 200;
const MAPPINGS: usize = 200;
/// Keys of one mapping.
const MAPPING_ATTRIBUTES: usize = 200;
/// Characters of a name: of a parameter, an output, a mapping, a key of a mapping.
const NAME: usize = 255;
/// Bytes of a parameter's value.
const PARAMETER_VALUE: usize = 4_096;
/// Bytes of a description: of the template, a parameter, an output.
const DESCRIPTION: usize = 1_024;
/// Bytes of a template that stands in the request itself.
const INLINE: u64 = 51_200;
/// Bytes of a template that the request names in S3.
const IN_S3: u64 = 1_000_000;

/// So many declarations are named as those that take the room.
const NAMED: usize = 5;

/// Counts, and the lengths of names, values and descriptions.
pub fn check(graph: &Graph, plan: &Plan, stack: FileId) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let managed = || {
        graph
            .resources
            .iter()
            .filter(|r| r.kind == ResourceKind::Managed)
    };
    let counts = [
        ("resources", managed().count(), RESOURCES),
        ("parameters", graph.params.len(), PARAMETERS),
        ("outputs", plan.output_leaves().len(), OUTPUTS),
        ("mappings", plan.mappings().len(), MAPPINGS),
    ];
    for (what, count, limit) in counts {
        if count > limit {
            let by = match what {
                "resources" => by_declaration(managed().map(|r| (&r.name, r.origin.span, 1))),
                "outputs" => by_declaration(plan.output_leaves().filter_map(|output| {
                    let output = graph.outputs.get(output)?;
                    Some((&output.name, output.origin.span, 1))
                })),
                _ => Breakdown::default(),
            };
            let message = format!("a template may have {limit} {what}, this one has {count}");
            let help = format!("split the stack: {limit} {what} are the most");
            found.push(by.diagnostic(message, stack).help(help));
        }
    }
    for (name, keys, at) in plan.mappings() {
        if keys > MAPPING_ATTRIBUTES {
            let message =
                format!("a mapping may have {MAPPING_ATTRIBUTES} keys, `{name}` has {keys}");
            found.push(over(at, message).help("split the map in two"));
        }
    }
    texts(graph, stack, &mut found);
    found
}

/// A stack without anything to make, which CloudFormation does not take. What declares only what can
/// be imported is no stack.
pub fn check_some(graph: &Graph, stack: FileId) -> Option<Diagnostic> {
    let makes = |kind| graph.resources.iter().any(|r| r.kind == kind);
    let params = graph.params.iter().map(|param| param.origin.span);
    let outputs = graph.outputs.iter().map(|output| output.origin.span);
    let at = outputs.chain(params).min_by_key(|span| span.start);
    let is_stack = at.is_some() || !graph.rules.is_empty() || makes(ResourceKind::Existing);
    let fragment = graph.settings.template.as_ref().and_then(Value::as_map);
    let written = fragment.and_then(|fragment| fragment.get("Resources")?.as_map());
    let has_more = written.is_some_and(|resources| !resources.is_empty());
    if !is_stack || makes(ResourceKind::Managed) || has_more {
        return None;
    }
    let message = "a template must have a resource, this one has none";
    let at = at.unwrap_or(Span::new(stack, 0, 0));
    let diagnostic = Diagnostic::new(Code::LimitNoResource, at, message);
    Some(diagnostic.help("declare a resource, or check for what loop or condition left out all"))
}

/// The size of the written template.
pub fn check_size(graph: &Graph, sizes: &Sizes, stack: FileId) -> Option<Diagnostic> {
    let total = sizes.total;
    if total <= INLINE {
        return None;
    }
    let by = by_declaration(sizes.resources.iter().map(|(id, bytes)| {
        let resource = graph.resource(*id);
        (&resource.name, resource.origin.span, *bytes as usize)
    }));
    let line = format!("bytes: {}", largest(&by, sizes).join(", "));
    let diagnostic = if total > IN_S3 {
        let message = format!("a template may have {IN_S3} bytes, this one has {total}");
        over(by.place(stack), message)
            .here("most come from here")
            .help("split the stack, or build with `--minify`")
    } else {
        let message =
            format!("this template has {total} bytes: over {INLINE} it must be deployed from S3");
        Diagnostic::new(Code::LimitInline, by.place(stack), message)
            .help("name a bucket when deploying, or build with `--minify`")
    };
    Some(diagnostic.context(line))
}

/// The size of a template that is checked as it is.
pub fn check_text(total: u64, stack: FileId) -> Option<Diagnostic> {
    let at = Span::new(stack, 0, 0);
    if total > IN_S3 {
        let message = format!("a template may have {IN_S3} bytes, this one has {total}");
        return Some(over(at, message).help("split the stack"));
    }
    if total <= INLINE {
        return None;
    }
    let message =
        format!("this template has {total} bytes: over {INLINE} it must be deployed from S3");
    let diagnostic = Diagnostic::new(Code::LimitInline, at, message);
    Some(diagnostic.help("name a bucket when deploying"))
}

/// The bytes of each declaration and of the sections that hold no resources, largest first.
fn largest(by: &Breakdown, sizes: &Sizes) -> Vec<String> {
    let declared = by.counts.iter();
    let declared = declared.map(|(name, _, bytes)| (format!("`{name}`"), *bytes as u64));
    let sections = sizes
        .sections
        .iter()
        .filter(|(name, _)| *name != "Resources");
    let sections = sections.map(|(name, bytes)| ((*name).to_owned(), *bytes));
    let mut all: Vec<_> = declared
        .chain(sections)
        .filter(|(_, bytes)| *bytes > 0)
        .collect();
    all.sort_by_key(|(_, bytes)| std::cmp::Reverse(*bytes));
    let shown = all.iter().take(NAMED);
    let mut parts: Vec<_> = shown
        .map(|(name, bytes)| format!("{name} {bytes}"))
        .collect();
    let rest: u64 = all.iter().skip(NAMED).map(|(_, bytes)| bytes).sum();
    if rest > 0 {
        parts.push(format!("others {rest}"));
    }
    parts
}

/// How many (or how many bytes) there are of each declaration, most first.
#[derive(Default)]
struct Breakdown<'a> {
    counts: Vec<(&'a Name, Span, usize)>,
}

fn by_declaration<'a>(all: impl Iterator<Item = (&'a Name, Span, usize)>) -> Breakdown<'a> {
    let mut counts: IndexMap<Span, (&Name, usize), FxBuildHasher> = IndexMap::default();
    for (name, at, many) in all {
        counts.entry(at).or_insert((name, 0)).1 += many;
    }
    let mut counts: Vec<_> = counts
        .into_iter()
        .map(|(at, (name, n))| (name, at, n))
        .collect();
    counts.sort_by_key(|(_, _, count)| std::cmp::Reverse(*count));
    Breakdown { counts }
}

impl Breakdown<'_> {
    /// Where the most are declared.
    fn place(&self, stack: FileId) -> Span {
        let first = self.counts.first();
        first.map_or(Span::new(stack, 0, 0), |(_, at, _)| *at)
    }

    fn diagnostic(&self, message: String, stack: FileId) -> Diagnostic {
        let diagnostic = over(self.place(stack), message);
        if self.counts.is_empty() {
            return diagnostic;
        }
        let named = self.counts.iter().take(NAMED);
        let mut parts: Vec<String> = named.map(|(name, _, n)| format!("`{name}` {n}")).collect();
        let rest: usize = self.counts.iter().skip(NAMED).map(|(_, _, n)| n).sum();
        if rest > 0 {
            parts.push(format!("others {rest}"));
        }
        diagnostic
            .here("most come from here")
            .context(parts.join(", "))
    }
}

fn over(at: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::LimitOver, at, message)
}

fn texts(graph: &Graph, stack: FileId, found: &mut Vec<Diagnostic>) {
    let mut long = |at: Span, what: &str, length: usize, limit: usize, unit: &str| {
        if length > limit {
            let message = format!("{what} may have {limit} {unit}, this one has {length}");
            found.push(over(at, message).here("too long"));
        }
    };
    for param in &graph.params {
        let at = param.origin.span;
        long(
            at,
            "the name of a parameter",
            param.logical_id.chars().count(),
            NAME,
            "characters",
        );
        if let Some(text) = &param.description {
            long(at, "a description", text.len(), DESCRIPTION, "bytes");
        }
        if let Some(text) = param.default.as_ref().and_then(Value::as_text) {
            long(
                at,
                "the value of a parameter",
                text.len(),
                PARAMETER_VALUE,
                "bytes",
            );
        }
    }
    for output in &graph.outputs {
        let at = output.origin.span;
        long(
            at,
            "the name of an output",
            output.logical_id.chars().count(),
            NAME,
            "characters",
        );
        if let Some(text) = &output.description {
            long(at, "a description", text.len(), DESCRIPTION, "bytes");
        }
    }
    let description = graph.settings.description.as_ref();
    if let Some(text) = description.and_then(Value::as_text) {
        let at = description.map_or(Span::new(stack, 0, 0), |value| value.origin.span);
        long(at, "a description", text.len(), DESCRIPTION, "bytes");
    }
}
