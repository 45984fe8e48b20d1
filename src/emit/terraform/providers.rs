//! The providers of a stack and how each is configured. In: the entries `terraform` and `providers` of
//! `stack`, and the catalogue. Out: which configuration a resource takes, and why it cannot have the
//! one that it asks for. Never: what a configuration says.

use super::plan::Planner;
use super::problem::ProblemKind;
use crate::graph::{Graph, Resource, ResourceKind, Value, ValueKind, ValueMap};
use crate::schema::{Catalogue, provider};
use crate::text::Name;

/// All providers that are configured or required by what is written.
#[derive(Debug, Default)]
pub struct Providers(Vec<Provider>);

/// A provider by the name that it has in the configuration.
#[derive(Debug)]
pub struct Provider {
    pub name: Name,
    /// `hashicorp/aws`; nothing where nobody says it.
    pub source: Option<Name>,
    pub aliases: Vec<Name>,
}

/// Why a resource cannot have the configuration that it asks for.
pub enum Wrong {
    /// There is none of this name.
    Unknown,
    /// It is one of another provider.
    Foreign,
}

impl Providers {
    pub fn of(graph: &Graph, catalogue: &Catalogue) -> Providers {
        let mut providers = Providers::default();
        let required = written(graph, "terraform").and_then(|map| map.get("required_providers"));
        for (name, entry) in entries(required) {
            let source = entry.as_map().and_then(|map| map.get("source"));
            let source = source.and_then(Value::as_text).cloned();
            let provider = providers.named(name, catalogue);
            provider.source = source.or(provider.source.take());
        }
        let configured = graph.settings.other.get("providers");
        for (name, entry) in entries(configured) {
            let aliases = configurations(entry).filter_map(alias).cloned();
            providers.named(name, catalogue).aliases.extend(aliases);
        }
        providers
    }

    pub fn iter(&self) -> impl Iterator<Item = &Provider> {
        self.0.iter()
    }

    fn find(&self, name: &str) -> Option<&Provider> {
        self.0.iter().find(|provider| provider.name == name)
    }

    fn named(&mut self, name: &Name, catalogue: &Catalogue) -> &mut Provider {
        let place = self.0.iter().position(|provider| provider.name == *name);
        let place = place.unwrap_or_else(|| {
            self.0.push(Provider {
                name: name.clone(),
                source: known_source(catalogue, name),
                aliases: Vec::new(),
            });
            self.0.len() - 1
        });
        &mut self.0[place]
    }

    /// The configuration that `@provider` names, as a resource of this provider has it: `aws.us`.
    pub fn choose(&self, asked: &str, source: &str) -> Result<Name, Wrong> {
        let own = provider::local_name(source);
        let (name, alias) = match asked.split_once('.') {
            Some((name, alias)) => (name, Some(alias)),
            None if self.has(own, asked) => (own, Some(asked)),
            None => (asked, None),
        };
        let Some(provider) = self.find(name) else {
            return Err(Wrong::Unknown);
        };
        match alias {
            Some(alias) if !provider.aliases.iter().any(|a| a == alias) => Err(Wrong::Unknown),
            _ if provider.source.as_ref().is_some_and(|s| s != source) => Err(Wrong::Foreign),
            Some(alias) => Ok(ecow::eco_format!("{name}.{alias}")),
            None => Ok(name.into()),
        }
    }

    /// The configuration that `@provider` names before a module, which is of no provider itself: what
    /// modules usually call its provider, and the whole.
    pub fn choose_any(&self, asked: &str) -> Option<(Name, Name)> {
        if let Some((name, alias)) = asked.split_once('.') {
            let provider = self.find(name).filter(|_| self.has(name, alias))?;
            return Some((provider.usual_name(), asked.into()));
        }
        let mut having = self
            .0
            .iter()
            .filter(|p| p.aliases.iter().any(|a| a == asked));
        match (having.next(), having.next()) {
            (Some(only), None) => {
                let whole = ecow::eco_format!("{}.{asked}", only.name);
                Some((only.usual_name(), whole))
            }
            _ => {
                let provider = self.find(asked)?;
                Some((provider.usual_name(), provider.name.clone()))
            }
        }
    }

    fn has(&self, name: &str, alias: &str) -> bool {
        let provider = self.find(name);
        provider.is_some_and(|provider| provider.aliases.iter().any(|a| a == alias))
    }

    /// All that a resource of this provider could have asked for; without a provider, all there is.
    fn offered(&self, source: Option<&str>) -> Vec<Name> {
        let own = source.map(provider::local_name);
        let fits = |provider: &&Provider| source.is_none() || provider.source.as_deref() == source;
        let mut offered = Vec::new();
        for provider in self.0.iter().filter(fits) {
            let is_own = own == Some(provider.name.as_str());
            if !is_own {
                offered.push(provider.name.clone());
            }
            offered.extend(provider.aliases.iter().map(|alias| match is_own {
                true => alias.clone(),
                false => ecow::eco_format!("{}.{alias}", provider.name),
            }));
        }
        offered
    }
}

impl Provider {
    /// What a configuration calls it unless it says otherwise.
    fn usual_name(&self) -> Name {
        let source = self.source.as_ref();
        source.map_or(self.name.clone(), |s| provider::local_name(s).into())
    }
}

impl Planner<'_> {
    /// Whether what each `@provider` names is there.
    pub fn aliases(&mut self) {
        let graph = self.graph;
        for resource in &graph.resources {
            let asked = resource.options.as_ref().and_then(|o| o.provider.as_ref());
            let Some(asked) = asked else { continue };
            self.subject = Some(resource.origin.span);
            match resource.kind {
                ResourceKind::Module => {
                    for (_, asked) in of_module(asked) {
                        self.alias_of_module(asked);
                    }
                }
                _ => self.alias_of_resource(resource, asked),
            }
        }
        self.subject = None;
    }

    fn alias_of_module(&mut self, asked: &Value) {
        let Some(name) = asked.as_text() else { return };
        if self.plan.configured.choose_any(name).is_none() {
            let kind = ProblemKind::Alias {
                asked: name.clone(),
                provider: None,
                offered: self.plan.configured.offered(None),
            };
            self.report(kind, asked.origin);
        }
    }

    /// What an instance says around it is for the resources that it fits.
    fn alias_of_resource(&mut self, resource: &Resource, asked: &Value) {
        let (Some(name), Some(source)) = (asked.as_text(), source_of(resource, self.catalogue))
        else {
            return;
        };
        let provider = provider::local_name(source);
        let kind = match self.plan.configured.choose(name, source) {
            Ok(_) => return,
            Err(Wrong::Unknown) => ProblemKind::Alias {
                asked: name.clone(),
                provider: Some(provider.into()),
                offered: self.plan.configured.offered(Some(source)),
            },
            Err(Wrong::Foreign) => ProblemKind::OtherProvider {
                asked: name.clone(),
                provider: provider.into(),
            },
        };
        self.report(kind, asked.origin);
    }
}

/// The configuration that a resource takes, where it is not the usual one.
pub fn of_resource(
    providers: &Providers,
    catalogue: &Catalogue,
    resource: &Resource,
) -> Option<Name> {
    asked_for(providers, catalogue, resource).or_else(|| {
        // By its name it would be one of another provider.
        let source = catalogue.guest_of(&resource.ty)?;
        let named = providers
            .iter()
            .find(|p| p.source.as_deref() == Some(source));
        Some(named.map_or_else(|| provider::local_name(source).into(), |p| p.name.clone()))
    })
}

fn asked_for(providers: &Providers, catalogue: &Catalogue, resource: &Resource) -> Option<Name> {
    let asked = resource.options.as_ref()?.provider.as_ref()?;
    let source = source_of(resource, catalogue)?;
    let choose = |asked: &Value| providers.choose(asked.as_text()?, source).ok();
    match asked.as_list() {
        Some(list) => list.iter().find_map(choose),
        None => choose(asked),
    }
}

/// What `@provider` says before a module: perhaps what the module calls a configuration, and the
/// configuration.
pub fn of_module(asked: &Value) -> Vec<(Option<&Name>, &Value)> {
    match &asked.kind {
        ValueKind::List(list) => list.iter().map(|asked| (None, asked)).collect(),
        ValueKind::Map(map) => {
            let entry = |(name, asked)| (Some(name), asked);
            map.iter().map(entry).collect()
        }
        _ => vec![(None, asked)],
    }
}

/// The configurations of one provider.
pub fn configurations(entry: &Value) -> impl Iterator<Item = &Value> {
    let list = entry.as_list();
    let one = list.is_none().then_some(entry);
    list.into_iter().flatten().chain(one)
}

/// An entry of `stack` that is a map.
pub fn written<'a>(graph: &'a Graph, name: &str) -> Option<&'a ValueMap> {
    graph.settings.other.get(name).and_then(Value::as_map)
}

/// The entries of a map that say something.
pub fn entries(value: Option<&Value>) -> impl Iterator<Item = (&Name, &Value)> {
    let entries = value.and_then(Value::as_map).into_iter();
    let entries = entries.flat_map(ValueMap::iter);
    entries.filter(|(_, entry)| !entry.is_null())
}

/// The source of a provider by its usual name, where it is a known one.
pub fn known_source(catalogue: &Catalogue, name: &str) -> Option<Name> {
    let mut sources = catalogue.providers().filter_map(|p| p.split(' ').next());
    let source = sources.find(|source| provider::local_name(source) == name);
    source.map(Name::from)
}

fn source_of<'a>(resource: &Resource, catalogue: &'a Catalogue) -> Option<&'a str> {
    let number = catalogue.provider_of(&resource.ty)?;
    catalogue.providers().nth(number)?.split(' ').next()
}

fn alias(configuration: &Value) -> Option<&Name> {
    configuration.as_map()?.get("alias")?.as_text()
}
