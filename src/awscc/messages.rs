//! What does not carry over, in words: a diagnostic at the place where it was written, with a way out. In:
//! what was found. Out: diagnostics, one for each place. Never: a search.

use super::counterpart::{Counterpart, Shape};
use super::names::attribute_name;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    FrameKind, Graph, Origin, Resource, ResourceKind, Value, context, outwards, places,
};
use crate::schema::{Catalogue, provider, split_provider};
use crate::text::{Name, Span};
use crate::types::NodeId;
use rustc_hash::FxHashSet;

/// How many of the calls and instances that lead to a place are shown.
const PLACES: usize = 3;

/// What was found, once for each place.
pub(super) struct Reports<'a> {
    graph: &'a Graph,
    found: Vec<Diagnostic>,
    places: FxHashSet<(Code, Span)>,
    /// The first resource that is said to be kept, and how many there are.
    retained: Option<(Retained, u32)>,
}

/// Where a resource is said to be kept.
#[derive(Clone, Copy)]
struct Retained {
    at: Span,
    declaration: Span,
}

impl<'a> Reports<'a> {
    pub fn new(graph: &'a Graph) -> Reports<'a> {
        Reports {
            graph,
            found: Vec::new(),
            places: FxHashSet::default(),
            retained: None,
        }
    }

    /// Adds what is said of something that came to be this way.
    pub fn add(&mut self, diagnostic: Diagnostic, origin: Origin) {
        if self.places.insert((diagnostic.code, diagnostic.at)) {
            self.found.push(self.placed(diagnostic, origin));
        }
    }

    /// Adds the passes, calls and instances that lead there.
    fn placed(&self, mut diagnostic: Diagnostic, origin: Origin) -> Diagnostic {
        let frames = &self.graph.frames;
        for (text, at) in places(frames, origin.frame).take(PLACES) {
            if at != diagnostic.at {
                diagnostic = diagnostic.label(at, text);
            }
        }
        diagnostic.context = context(frames, origin.frame);
        diagnostic
    }

    /// A resource that is kept when the stack goes. Of one in a component the user knows the instance.
    pub fn retained(&mut self, resource: &Resource, policy: Origin) {
        let new = || {
            let kinds = outwards(&self.graph.frames, resource.origin.frame);
            let instances = kinds.filter_map(|kind| match kind {
                FrameKind::Instance { at, .. } => Some(*at),
                _ => None,
            });
            let first = match instances.last() {
                Some(instance) => Retained {
                    at: instance,
                    declaration: instance,
                },
                None => Retained {
                    at: policy.span,
                    declaration: resource.origin.span,
                },
            };
            (first, 0)
        };
        let (_, count) = self.retained.get_or_insert_with(new);
        *count += 1;
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        if let Some((first, count)) = self.retained {
            self.found.push(retained(first, count));
        }
        self.found
    }
}

/// A type that the provider does not have.
pub(super) fn no_type(resource: &Resource, catalogue: &Catalogue) -> Diagnostic {
    let ty = &resource.ty.name;
    let span = resource.origin.span;
    let never = never(ty);
    let message = match ty.starts_with("AWS::") {
        true if never.is_some() => format!("Terraform's provider `awscc` has no type for `{ty}`"),
        true => {
            let version = version(catalogue);
            format!("Terraform's provider `awscc` has no type for `{ty}`{version}")
        }
        false => format!("`{ty}` is CloudFormation's and cannot be built for Terraform"),
    };
    let help = match never {
        Some(instead) => instead.to_owned(),
        None => other_or_newer(ty, resource.kind, catalogue),
    };
    Diagnostic::new(Code::TargetCloudformation, span, message)
        .here("a type of CloudFormation")
        .help(help)
        .about(span)
}

/// What to do about a type that no version of the provider has.
fn never(ty: &str) -> Option<&'static str> {
    if ty.starts_with("AWS::Serverless::") {
        return Some("use the types that it is short for, or a component of `std/serverless`");
    }
    if ty.starts_with("Custom::") || ty == "AWS::CloudFormation::CustomResource" {
        return Some("call the function with `aws_lambda_invocation`");
    }
    if ty.ends_with("::MODULE") {
        return Some("use a component, or a `module` of Terraform");
    }
    if ty.starts_with("AWS::CloudFormation::WaitCondition") {
        return Some("leave it away: Terraform waits for what a resource reads");
    }
    None
}

/// What to do about a type that another version may have.
fn other_or_newer(ty: &str, kind: ResourceKind, catalogue: &Catalogue) -> String {
    let newer = "`infra schema import` a newer `awscc`";
    match other(ty, catalogue).filter(|_| kind == ResourceKind::Managed) {
        Some(other) => format!("use a type of the provider `aws`: `{other}`, or {newer}"),
        None => format!("use a type of the provider `aws`, or {newer}"),
    }
}

/// In which version of the provider that is so. The one that is built in may be known by its revision alone.
fn version(catalogue: &Catalogue) -> String {
    let all = catalogue.providers().map(split_provider);
    let own = all.filter(|(source, _)| provider::local_name(source) == "awscc");
    match own.last() {
        Some((_, version)) if version.contains('.') => format!(" in version {version}"),
        Some((_, version)) if !version.is_empty() => " in the version that is built in".to_owned(),
        _ => String::new(),
    }
}

/// The type of Terraform's other provider of AWS that is called alike. What it has for EC2 is not named
/// after the service.
fn other<'a>(ty: &str, catalogue: &'a Catalogue) -> Option<&'a str> {
    let mut parts = ty.split("::").skip(1);
    let service = parts.next()?.to_ascii_lowercase();
    let own = attribute_name(parts.next()?);
    let prefix = format!("aws_{service}_");
    let exact = [format!("{prefix}{own}"), format!("aws_{own}")];
    let types = || catalogue.provider_types();
    if let Some(found) = types().find(|name| exact.iter().any(|exact| exact == name)) {
        return Some(found);
    }
    let ending = format!("_{own}");
    let alike = types().filter(|name| name.starts_with(&prefix) && name.ends_with(&ending));
    alike.min_by_key(|name| name.len())
}

/// A type that stands for several things where the provider has one for each.
pub(super) fn several(resource: &Resource, instead: &str) -> Diagnostic {
    let span = resource.origin.span;
    let message = format!(
        "`{}` for more than one thing does not carry over to Terraform",
        resource.ty.name
    );
    Diagnostic::new(Code::TargetCloudformation, span, message)
        .here("not for one thing alone")
        .help(format!("write an `{instead}` for each"))
        .about(span)
}

/// A property that the provider does not have, or does not let anybody set.
pub(super) fn no_property(
    at: Origin,
    counterpart: &Counterpart,
    record: NodeId,
    property: &str,
) -> Diagnostic {
    let ty = &counterpart.key.name;
    let attribute = counterpart.attribute(record, property);
    let message = match counterpart.is_only_read(record, &attribute) {
        true => format!("`{ty}` of Terraform does not let `{property}` be set"),
        false => format!("`{ty}` of Terraform has no `{property}`"),
    };
    Diagnostic::new(Code::TargetProperty, at.span, message)
        .here("the provider lacks it")
        .help("take it away, or use a type of the provider `aws` for this resource")
}

/// A list or a map where the provider wants something else.
pub(super) fn misfit(value: &Value, counterpart: &Counterpart, wanted: Shape) -> Diagnostic {
    let ty = &counterpart.key.name;
    let found = match value.as_list() {
        Some(_) => "a list",
        None => "a record",
    };
    let wanted = match wanted {
        Shape::List(_) | Shape::Set(_) => "a list",
        Shape::Map(_) => "a map",
        Shape::Number => "a number",
        Shape::Bool => "a boolean",
        Shape::Record | Shape::Text | Shape::Any => "a record",
    };
    let message = format!("`{ty}` of Terraform takes {wanted} here, and not {found}");
    Diagnostic::new(Code::TargetProperty, value.origin.span, message)
        .here("has another form there")
        .help("take it away, or use a type of the provider `aws` for this resource")
}

/// An attribute that the provider does not give.
pub(super) fn no_attribute(at: Origin, counterpart: &Counterpart, path: &str) -> Diagnostic {
    let ty = &counterpart.key.name;
    let message = format!("`{ty}` of Terraform does not give `{path}`");
    Diagnostic::new(Code::TargetProperty, at.span, message)
        .here("the provider lacks it")
        .help("read another attribute, or use a type of the provider `aws` for this resource")
}

/// What identifies an existing resource is not all there.
pub(super) fn no_identifier(resource: &Resource, property: &Name) -> Diagnostic {
    let span = resource.origin.span;
    let message = format!(
        "Terraform looks up an `{}` by its `{property}`",
        resource.ty.name
    );
    Diagnostic::new(Code::TargetExisting, span, message)
        .here("its braces do not say that")
        .help(format!("add `{property}`"))
        .about(span)
}

/// A text in which CloudFormation would put a secret.
pub(super) fn dynamic(at: Origin) -> Diagnostic {
    let message = "Terraform does not resolve `{{resolve:...}}` in a text";
    Diagnostic::new(Code::TargetFunction, at.span, message)
        .here("CloudFormation alone reads this")
        .help("write `aws.secret(...)` or `aws.ssm(...)`")
}

/// A record of which nobody knows the names while compiling.
pub(super) fn unspelled(at: Origin) -> Diagnostic {
    let message = "Terraform wants the properties in this written out";
    Diagnostic::new(Code::TargetArgument, at.span, message)
        .here("its names are known when deploying")
        .help("write a record or a list of records, or take a `param` of a record type")
}

/// A policy of which only the deployment knows what it says.
pub(super) fn deferred_policy(at: Origin) -> Diagnostic {
    let message = "Terraform wants to know before it deploys whether a resource is kept";
    Diagnostic::new(Code::TargetArgument, at.span, message)
        .here("known when deploying")
        .help("decide by an `input`, or write `@lifecycle({ prevent_destroy: true })`")
}

fn retained(first: Retained, count: u32) -> Diagnostic {
    let message = match count {
        1 => "a resource is kept: Terraform refuses to destroy it".to_owned(),
        _ => format!("{count} resources are kept: Terraform refuses to destroy them"),
    };
    Diagnostic::new(Code::TargetRetained, first.at, message)
        .here("becomes `prevent_destroy`")
        .help("before its declaration goes, take a resource out of the state: `terraform state rm`")
        .about(first.declaration)
}
