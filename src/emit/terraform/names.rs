//! Names in a configuration: of resources, variables, locals and outputs. In: a graph. Out: names that
//! Terraform takes, made from the names in the source alone. Never: a counter.

use crate::graph::{
    FrameKind, Graph, Identity, Resource, ResourceId, ResourceKind, ValueKind, outwards,
    terraform_name,
};
use crate::schema::provider::data_name;
use crate::text::Name;

/// The name of each resource in its type, by [`ResourceId`].
pub fn resources(graph: &Graph) -> Vec<Name> {
    let all = (0..graph.resources.len() as u32).map(ResourceId);
    all.map(|id| resource(graph, id)).collect()
}

/// The address of each resource, by [`ResourceId`]: `aws_sqs_queue.orders`.
pub fn addresses(graph: &Graph) -> Vec<String> {
    let named = graph.resources.iter().zip(resources(graph));
    let address = named.map(|(resource, name)| match section(resource) {
        ("data", ty) => format!("data.{ty}.{name}"),
        ("module", _) => format!("module.{name}"),
        (_, ty) => format!("{ty}.{name}"),
    });
    address.collect()
}

/// The last part of a resource's address.
fn resource(graph: &Graph, id: ResourceId) -> Name {
    let resource = graph.resource(id);
    let own = resource.options.as_ref().and_then(|o| o.id.as_ref());
    match own {
        Some(own) => explicit(graph, resource, own),
        None => of(&graph.identity(id)),
    }
}

/// The name that a resource has where its own is this one: the prefix of its instances stays.
pub fn explicit(graph: &Graph, resource: &Resource, own: &Name) -> Name {
    let prefix = terraform_name(prefix(graph, resource).iter().map(Name::as_str));
    match prefix.is_empty() {
        true => valid(own.clone()),
        false => ecow::eco_format!("{prefix}_{own}"),
    }
}

/// The names and keys of the instances that hold a resource, outermost first.
fn prefix(graph: &Graph, resource: &Resource) -> Vec<Name> {
    let mut path = Vec::new();
    // The keys of the innermost passes are the resource's own.
    let mut inside = true;
    let mut keyless = false;
    for kind in outwards(&graph.frames, resource.origin.frame) {
        match kind {
            FrameKind::Instance { name, id, .. } => {
                inside = false;
                keyless = id.is_some();
                path.push(id.as_ref().unwrap_or(name).clone());
            }
            FrameKind::Pass { value, .. } if !inside && !keyless => {
                let key = match &value.kind {
                    ValueKind::Text(key) => key.clone(),
                    ValueKind::Int(key) => ecow::eco_format!("{key}"),
                    _ => continue,
                };
                // Keys stand behind the name of their instance.
                let name = path.pop();
                path.push(key);
                path.extend(name);
            }
            _ => {}
        }
    }
    path.reverse();
    path
}

/// The name of a thing that names lead to.
pub fn of(identity: &Identity) -> Name {
    match &identity.explicit {
        Some(explicit) => valid(explicit.clone()),
        None => valid(terraform_name(identity.path.iter().map(Name::as_str))),
    }
}

/// The name of what has a single name in the source.
pub fn of_one(name: &str) -> Name {
    valid(terraform_name([name]))
}

/// Under which key of the configuration a resource stands, and under which type there: modules have none.
pub fn section(resource: &Resource) -> (&'static str, &str) {
    let name = resource.ty.name.as_str();
    match (resource.kind, data_name(name)) {
        (ResourceKind::Module, _) => ("module", ""),
        (_, Some(data)) => ("data", data),
        (ResourceKind::Data | ResourceKind::Existing, None) => ("data", name),
        (ResourceKind::Managed, None) => ("resource", name),
    }
}

/// Whether a text is a whole address (`aws_sqs_queue.orders`, `module.network[0].aws_vpc.main`) rather than a
/// name or one with a key (`orders["eu.west"]`).
pub fn is_address(text: &str) -> bool {
    let before_key = text.split('[').next().unwrap_or(text);
    before_key.contains('.')
}

/// Whether a text can be a name, or an address of names with keys behind them.
pub fn is_valid(text: &str) -> bool {
    let is_name = |name: &str| {
        let mut bytes = name.bytes();
        let begins = bytes
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_');
        begins && bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    };
    let mut rest = text;
    loop {
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if !is_name(name) {
            return false;
        }
        let behind = match behind.strip_prefix('[') {
            Some(keyed) => match keyed.find(']') {
                Some(close) => keyed.get(close + 1..).unwrap_or_default(),
                None => return false,
            },
            None => behind,
        };
        match behind.strip_prefix('.') {
            Some(next) => rest = next,
            None => return behind.is_empty(),
        }
    }
}

/// A name may not begin with a digit.
fn valid(name: Name) -> Name {
    match name.bytes().next() {
        Some(b'0'..=b'9') => ecow::eco_format!("_{name}"),
        _ => name,
    }
}
