//! The `terraform` block: which providers there must be. In: a plan. Out: events. Never: a provider that
//! nothing needs.

use super::write::Emitter;
use crate::emit::writer::Writer;

/// The section, where anything is in it.
pub fn terraform<W: Writer>(emitter: &mut Emitter<W>) {
    let plan = emitter.plan;
    let mut providers = plan.providers.iter().filter_map(|p| required(p)).peekable();
    if providers.peek().is_none() {
        return;
    }
    emitter.out.key("terraform");
    emitter.out.open_map();
    emitter.out.key("required_providers");
    emitter.out.open_map();
    for (name, source, version) in providers {
        emitter.out.key(name);
        emitter.out.open_map();
        emitter.out.key("source");
        emitter.out.text(source);
        emitter.out.key("version");
        emitter.out.text(&version);
        emitter.out.close_map();
    }
    emitter.out.close_map();
    emitter.out.close_map();
}

/// Local name, source and versions of a provider: `hashicorp/aws 6.47.0` gives `aws`, `hashicorp/aws` and
/// `~> 6.47`. `None` for what is built into Terraform.
fn required(provider: &str) -> Option<(&str, &str, String)> {
    let (source, version) = provider.split_once(' ')?;
    if source.starts_with(BUILT_IN) {
        return None;
    }
    let name = source.rsplit('/').next()?;
    let mut numbers = version.split('.');
    let version = match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => format!("~> {major}.{minor}"),
        _ => version.to_string(),
    };
    Some((name, source, version))
}

const BUILT_IN: &str = "terraform.io/builtin/";
