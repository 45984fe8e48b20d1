//! The `terraform` block and how providers are configured. In: a plan, and the entries `terraform` and
//! `providers` of `stack`. Out: events. Never: a provider that nothing needs.

use super::place::Place;
use super::providers::{configurations, entries, known_source, written};
use super::write::Emitter;
use crate::emit::writer::Writer;
use crate::graph::{Value, ValueMap};
use crate::schema::{provider, split_provider};
use crate::text::Name;

/// What is required of one provider.
struct Required {
    name: Name,
    source: Option<Name>,
    version: Option<Name>,
}

/// What the stack is for, as the comment that a configuration in JSON may have.
pub fn description<W: Writer>(emitter: &mut Emitter<W>) {
    let description = emitter.graph.settings.description.as_ref();
    if let Some(text) = description.and_then(Value::as_text) {
        emitter.out.key("//");
        emitter.out.text(text);
    }
}

/// The section, where anything is in it.
pub fn terraform<W: Writer>(emitter: &mut Emitter<W>) {
    let graph = emitter.graph;
    let settings = written(graph, "terraform");
    let required = required(emitter, settings);
    let others: Vec<(&Name, &Value)> = entries(graph.settings.other.get("terraform"))
        .filter(|(name, _)| *name != "required_providers")
        .collect();
    if required.is_empty() && others.is_empty() {
        return;
    }
    emitter.out.key("terraform");
    emitter.out.open_map();
    let is_version = |name: &Name| name == "required_version";
    for (name, value) in others.iter().filter(|(name, _)| is_version(name)) {
        emitter.out.key(name);
        emitter.value(value, Place::UNKNOWN);
    }
    if !required.is_empty() {
        emitter.out.key("required_providers");
        emitter.out.open_map();
        required.iter().for_each(|one| one.write(&mut emitter.out));
        emitter.out.close_map();
    }
    for (name, value) in others.iter().filter(|(name, _)| !is_version(name)) {
        emitter.out.key(name);
        emitter.value(value, Place::UNKNOWN);
    }
    emitter.out.close_map();
}

/// The section `provider`, where anything is in it.
pub fn providers<W: Writer>(emitter: &mut Emitter<W>) {
    let configured = emitter.graph.settings.other.get("providers");
    let mut configured = entries(configured).peekable();
    if configured.peek().is_none() {
        return;
    }
    emitter.out.key("provider");
    emitter.out.open_map();
    for (name, entry) in configured {
        let place = place_of(emitter, name);
        emitter.out.key(name);
        match entry.as_list() {
            Some(_) => {
                emitter.out.open_list();
                for one in configurations(entry) {
                    emitter.out.item();
                    emitter.blocks(one, place);
                }
                emitter.out.close_list();
            }
            None => emitter.blocks(entry, place),
        }
    }
    emitter.out.close_map();
}

/// Where the configuration of a provider stands in its schema.
fn place_of<'a, W: Writer>(emitter: &Emitter<'a, W>, name: &str) -> Place<'a> {
    let providers = &emitter.plan.configured;
    let source = providers.iter().find(|provider| provider.name == name);
    let source = source.and_then(|provider| provider.source.as_deref());
    let own = provider::local_name(source.unwrap_or(name));
    let key = emitter.catalogue.find(&provider::configuration(own));
    Place::root(key.and_then(|key| emitter.catalogue.schema(&key)))
}

/// All that is required: what is written first, then what follows from the providers in use.
fn required<W: Writer>(emitter: &Emitter<W>, settings: Option<&ValueMap>) -> Vec<Required> {
    let mut required: Vec<Required> = Vec::new();
    let asked = settings.and_then(|map| map.get("required_providers"));
    for (name, entry) in entries(asked) {
        let text = |key: &str| entry.as_map()?.get(key)?.as_text().cloned();
        required.push(Required {
            name: name.clone(),
            source: text("source").or_else(|| known_source(emitter.catalogue, name)),
            version: text("version").or_else(|| entry.as_text().cloned()),
        });
    }
    let configured = emitter.plan.configured.iter().map(|p| &p.name);
    let known = |name: &Name| {
        let mut all = emitter.catalogue.providers();
        all.find(|label| usual(label).is_some_and(|u| u.name == *name))
    };
    let used = emitter.plan.providers.iter().map(Name::as_str);
    let labels: Vec<&str> = used.chain(configured.filter_map(known)).collect();
    for usual in labels.into_iter().filter_map(usual) {
        if !required.iter().any(|one| one.name == usual.name) {
            required.push(usual);
        }
    }
    required
}

/// `hashicorp/aws 6.47.0` gives `aws`, `hashicorp/aws` and `~> 6.47`. `None` for what is built into
/// Terraform. What is no number of a version, or has none, asks for none.
fn usual(label: &str) -> Option<Required> {
    let (source, version) = split_provider(label);
    if source.starts_with(BUILT_IN) {
        return None;
    }
    let mut numbers = version.split('.').map(str::parse::<u32>);
    let version = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => Some(ecow::eco_format!("~> {major}.{minor}")),
        _ => None,
    };
    Some(Required {
        name: provider::local_name(source).into(),
        source: Some(source.into()),
        version,
    })
}

const BUILT_IN: &str = "terraform.io/builtin/";

impl Required {
    fn write(&self, out: &mut impl Writer) {
        out.key(&self.name);
        out.open_map();
        let all = [("source", &self.source), ("version", &self.version)];
        for (key, text) in all {
            if let Some(text) = text {
                out.key(key);
                out.text(text);
            }
        }
        out.close_map();
    }
}
