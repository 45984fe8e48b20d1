//! One name for each identifier of a type. Published relations name the same identifier in several
//! ways (`AWS::EC2::VPC.Id`, `/properties/VpcId`); comparing them needs one. In: the target's registry
//! JSON and a published name. Out: the property or attribute that it is.

use crate::text::Name;
use crate::types::Relation;
use serde_json::Value;

/// What reading one type asks about the others.
pub trait Identities {
    /// The relation to a type's attribute under its published name.
    fn relation(&self, resource: &str, attribute: &str) -> Relation;

    /// What may stand wherever this is wanted: the ARN of an alias for that of its function.
    fn also(&self, relation: &Relation) -> Vec<Relation>;
}

/// The property whose value an identifier is: its own name; else the property that carries the
/// identifier's format; else, for `Id`, `Name` and `Arn`, what `Ref` returns.
pub fn canonical(target: Option<&Value>, name: &str) -> Name {
    let Some(target) = target else {
        return singular(name).into();
    };
    let format = |property: &str| {
        let schema = &target["properties"][property];
        let format = schema["format"].as_str()?;
        let (resource, identifier) = format.split_once('.')?;
        (target["typeName"].as_str() == Some(resource)).then_some(identifier)
    };
    let name = singular(name);
    let identifier = format(name).unwrap_or(name);
    let primary = primary(target);
    if let Some(primary) = primary
        && format(primary) == Some(identifier)
    {
        return primary.into();
    }
    let properties = target["properties"].as_object().into_iter().flatten();
    let mut same = properties
        .map(|(p, _)| p.as_str())
        .filter(|p| format(p) == Some(identifier));
    match (same.next(), primary) {
        (Some(property), _) => property.into(),
        (None, _) if !target["properties"][name].is_null() => name.into(),
        (None, Some(primary)) if matches!(name, "Id" | "Name") => primary.into(),
        (None, Some(primary)) if name == "Arn" && primary.ends_with("Arn") => primary.into(),
        _ => name.into(),
    }
}

/// The single property that `Ref` returns.
fn primary(target: &Value) -> Option<&str> {
    if let Some(reference) = target["reference"].as_str() {
        return Some(reference);
    }
    match target["primaryIdentifier"].as_array()?.as_slice() {
        [only] => only
            .as_str()?
            .strip_prefix("/properties/")
            .filter(|p| !p.contains('/')),
        _ => None,
    }
}

/// Formats of lists are in the plural: `AWS::EC2::Subnet.Ids`.
fn singular(name: &str) -> &str {
    match name {
        "Ids" => "Id",
        "Names" => "Name",
        "Arns" => "Arn",
        _ => name,
    }
}
