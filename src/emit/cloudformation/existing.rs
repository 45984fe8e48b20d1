//! Resources that are there already: their identifier, what was written of them, and their ARN. In: an
//! `existing` resource. Out: values made of what the user wrote. Never: a look-up, which CloudFormation has
//! not.

use super::plan::{Planner, address};
use super::problem::ProblemKind;
use crate::graph::{Deferred, Origin, Pseudo, Resource, Value, ValueKind, ValueMap};
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::Schemas;

/// What `Ref` would return.
pub fn identifier<'a>(catalogue: &Catalogue, resource: &'a Resource) -> Option<&'a Value> {
    let properties = resource.properties.as_map()?;
    let reference = catalogue.reference(&resource.ty).attribute;
    let known = properties.get(&reference).or_else(|| properties.get("Id"));
    known.filter(|value| !value.is_null())
}

impl Planner<'_> {
    /// A property of an existing resource that is not written in its braces: its ARN, put together
    /// from what is; its identifier under another name.
    pub fn existing_property(&mut self, value: &Value) -> Option<Value> {
        let ValueKind::Deferred(deferred) = &value.kind else {
            return None;
        };
        let key = address(deferred);
        if let Some(known) = self.plan.fields.get(&key) {
            return known.clone();
        }
        let Deferred::Prop {
            resource,
            path,
            known: None,
        } = &**deferred
        else {
            return None;
        };
        let resource = self.graph.resource(*resource);
        let found = match &**path {
            [name] if name == "Arn" => arn(self.catalogue, resource, value.origin),
            [name] if *name == self.catalogue.reference(&resource.ty).attribute => {
                identifier(self.catalogue, resource).cloned()
            }
            _ => None,
        };
        if found.is_none() {
            let property = path.join(".").into();
            self.report(ProblemKind::Existing { property }, value.origin);
        }
        self.plan.fields.insert(key, found.clone());
        found
    }
}

/// The ARN's published form with its blanks filled in.
fn arn(catalogue: &Catalogue, resource: &Resource, at: Origin) -> Option<Value> {
    let properties = resource.properties.as_map()?;
    let format = catalogue.schema(&resource.ty)?.arn_format.as_ref()?;
    let pseudo = |pseudo| Some(Value::deferred(Deferred::Pseudo(pseudo), at));
    let mut parts = Vec::new();
    let mut rest = format.as_str();
    while let Some((before, after)) = rest.split_once("${") {
        let (blank, after) = after.split_once('}')?;
        parts.push(Value::text(Name::from(before), at));
        let filled = match blank {
            "Partition" | "AWS::Partition" => pseudo(Pseudo::Partition),
            "Region" | "AWS::Region" => pseudo(Pseudo::Region),
            "Account" | "AccountId" | "AWS::AccountId" => pseudo(Pseudo::AccountId),
            property => match property.strip_suffix("WithPath") {
                Some(name) => {
                    parts.push(Value::text(path(properties)?, at));
                    properties.get(name).cloned()
                }
                None => properties.get(property).cloned(),
            },
        };
        parts.push(filled.filter(|value| !value.is_null())?);
        rest = after;
    }
    parts.push(Value::text(Name::from(rest), at));
    Some(Value::deferred(Deferred::Concat(parts), at))
}

/// The path before a name of IAM, as ARNs have it: without the first slash. `None` where it is not
/// known.
fn path(properties: &ValueMap) -> Option<Name> {
    match properties.get("Path").map(|path| &path.kind) {
        None | Some(ValueKind::Null) => Some(Name::new()),
        Some(ValueKind::Text(path)) => Some(path.trim_start_matches('/').into()),
        Some(_) => None,
    }
}
