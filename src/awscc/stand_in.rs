//! Types that the provider lacks where it has another one that does the same for one thing. In: a resource.
//! Out: that type of CloudFormation, and the properties as it has them. Never: one resource made of several.

use crate::graph::{Resource, Value, ValueKind, ValueMap};

/// A type, the property that lists what it is for, the type that is for one of them, and its property.
/// Where a type has several such properties, one of them may be set.
const STAND_INS: [(&str, &str, &str, &str); 5] = [
    (
        "AWS::IAM::Policy",
        "Roles",
        "AWS::IAM::RolePolicy",
        "RoleName",
    ),
    (
        "AWS::IAM::Policy",
        "Users",
        "AWS::IAM::UserPolicy",
        "UserName",
    ),
    (
        "AWS::IAM::Policy",
        "Groups",
        "AWS::IAM::GroupPolicy",
        "GroupName",
    ),
    (
        "AWS::SNS::TopicPolicy",
        "Topics",
        "AWS::SNS::TopicInlinePolicy",
        "TopicArn",
    ),
    (
        "AWS::SQS::QueuePolicy",
        "Queues",
        "AWS::SQS::QueueInlinePolicy",
        "Queue",
    ),
];

pub(super) enum Found {
    /// The other type, and the properties that it has.
    Other(&'static str, Value),
    /// It is for several things, or for what only the deployment knows: each needs its own.
    Several(&'static str),
    None,
}

/// What stands in for a resource.
pub(super) fn find(resource: &Resource) -> Found {
    let ours = STAND_INS.iter().filter(|(ty, ..)| resource.ty.name == *ty);
    let Some(properties) = resource.properties.as_map() else {
        return ours
            .map(|(.., other, _)| Found::Several(other))
            .next()
            .unwrap_or(Found::None);
    };
    let is_set = |list: &str| {
        let value = properties.get(list);
        value.is_some_and(|value| !value.is_null())
    };
    let mut several = None;
    let mut only = None;
    for (_, list, other, one) in ours {
        several = several.or(Some(*other));
        if is_set(list) {
            several = Some(*other);
            only = match only {
                None => Some((*list, *other, *one)),
                Some(_) => return Found::Several(other),
            };
        }
    }
    let Some(several) = several else {
        return Found::None;
    };
    let renamed =
        only.and_then(|(list, other, one)| Some((other, renamed(properties, list, one)?)));
    match renamed {
        Some((other, properties)) => {
            Found::Other(other, Value::map(properties, resource.properties.origin))
        }
        None => Found::Several(several),
    }
}

/// The properties with the only element of the list under the other name. `None` where there is not
/// one, or where only the deployment knows how many there are.
fn renamed(properties: &ValueMap, list: &str, one: &str) -> Option<ValueMap> {
    let ValueKind::List(elements) = &properties.get(list)?.kind else {
        return None;
    };
    let [element] = &***elements else {
        return None;
    };
    let entries = properties.iter().map(|(key, value)| match key == list {
        true => (one.into(), element.clone()),
        false => (key.clone(), value.clone()),
    });
    Some(entries.collect())
}
