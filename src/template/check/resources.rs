//! The attributes of resources. In: the section. Out: what is wrong with what stands beside `Properties`.

use super::shape::{Key, Record, Shape, key, required, text_of};
use super::{Checker, sections, values};
use crate::diag::{Code, Diagnostic};
use crate::template::{Entry, Node};

const KEYS: [Key; 12] = [
    required("Type", Shape::Text),
    key("Properties", Shape::Any),
    key("DependsOn", Shape::Texts),
    key("Condition", Shape::Text),
    key("Metadata", Shape::Any),
    key("DeletionPolicy", Shape::Any),
    key("UpdateReplacePolicy", Shape::Any),
    key("CreationPolicy", Shape::Map),
    key("UpdatePolicy", Shape::Map),
    key("Version", Shape::Text),
    // Of SAM alone.
    key("Connectors", Shape::Map),
    key("IgnoreGlobals", Shape::Any),
];

const RESOURCE: Record = Record {
    what: "a resource",
    keys: &KEYS,
    open: false,
};

/// What has snapshots.
const KEPT_BY_SNAPSHOT: [&str; 10] = [
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::FSx::FileSystem",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::EC2::VolumeAttachment",
];

/// What of a resource says how it is updated.
const UPDATED: [(&str, &[&str]); 6] = [
    (
        "AWS::AutoScaling::AutoScalingGroup",
        &[
            "AutoScalingReplacingUpdate",
            "AutoScalingRollingUpdate",
            "AutoScalingScheduledAction",
            "AutoScalingInstanceRefresh",
        ],
    ),
    ("AWS::Lambda::Alias", &["CodeDeployLambdaAliasUpdate"]),
    ("AWS::Elasticsearch::Domain", &["EnableVersionUpgrade"]),
    ("AWS::OpenSearchService::Domain", &["EnableVersionUpgrade"]),
    (
        "AWS::ElastiCache::ReplicationGroup",
        &["UseOnlineResharding"],
    ),
    (
        "AWS::AppStream::Fleet",
        &["StopBeforeUpdate", "StartAfterUpdate"],
    ),
];

/// What of a resource says when it is there.
const CREATED: [(&str, &[&str]); 3] = [
    (
        "AWS::AutoScaling::AutoScalingGroup",
        &["AutoScalingCreationPolicy", "ResourceSignal"],
    ),
    ("AWS::CloudFormation::WaitCondition", &["ResourceSignal"]),
    ("AWS::AppStream::Fleet", &["StartFleet"]),
];

pub(super) fn check(checker: &mut Checker, section: &Node) {
    for entry in sections::entries(checker, section) {
        sections::id(checker, entry, "resource");
        resource(checker, entry);
    }
}

/// One resource, also in a loop.
pub(super) fn resource(checker: &mut Checker, entry: &Entry) {
    let Some(keys) = entry.value.as_map() else {
        return checker.wrong_kind(&entry.value, "a map");
    };
    let ty = entry.value.get("Type").and_then(Node::as_text);
    let ty = ty.map(|ty| ty.as_str()).unwrap_or_default();
    // A macro may make anything of what is no attribute of CloudFormation's.
    let is_sam = ty.starts_with("AWS::Serverless::");
    for key in keys {
        match key.key.as_str() {
            "Type" => type_name(checker, &key.value),
            "Properties" => {
                checker.takes_null = is_sam;
                properties(checker, &key.value);
                checker.takes_null = true;
            }
            "DeletionPolicy" => kept(checker, &key.value, ty, true),
            "UpdateReplacePolicy" => kept(checker, &key.value, ty, false),
            "UpdatePolicy" => policy(checker, key, ty, &UPDATED),
            "CreationPolicy" => policy(checker, key, ty, &CREATED),
            "Metadata" => values::value(checker, &key.value),
            name => match KEYS.iter().find(|known| known.name == name) {
                Some(known) => checker.shape(&key.value, known.shape, false),
                None if is_sam || name == "Fn::Transform" => {}
                None => checker.unknown_key(key, &RESOURCE),
            },
        }
    }
    let is_made = keys.iter().any(|key| key.key == "Fn::Transform");
    if !is_made {
        checker.missing(entry.key_span, keys, &RESOURCE);
    }
}

/// `AWS::SQS::Queue`, `Custom::Anything`
fn type_name(checker: &mut Checker, node: &Node) {
    let Some(text) = text_of(&node.kind) else {
        return checker.wrong_kind(node, "a string");
    };
    let is_part = |part: &str| {
        let is_letter = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'@');
        !part.is_empty() && part.bytes().all(is_letter)
    };
    if text.contains("::") && text.split("::").all(is_part) {
        return;
    }
    let message = format!("`{text}` is no type of resources");
    checker.found.push(
        Diagnostic::new(Code::TemplateValue, node.span, message)
            .here("not a type")
            .help("write a type as `AWS::SQS::Queue`"),
    );
}

fn properties(checker: &mut Checker, node: &Node) {
    match node.as_map() {
        Some(_) => values::value(checker, node),
        None => checker.wrong_kind(node, "a map"),
    }
}

fn kept(checker: &mut Checker, node: &Node, ty: &str, deleted: bool) {
    let snapshot = KEPT_BY_SNAPSHOT.contains(&ty) || ty.is_empty();
    let allowed: &[&str] = match (deleted, snapshot) {
        (true, true) => &["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"],
        (true, false) => &["Delete", "Retain", "RetainExceptOnCreate"],
        (false, true) => &["Delete", "Retain", "Snapshot"],
        (false, false) => &["Delete", "Retain"],
    };
    match text_of(&node.kind) {
        Some(text) => checker.one_of(node, &text, allowed),
        None => values::kept(checker, node),
    }
}

/// What only some types have, and what they have.
fn policy(checker: &mut Checker, entry: &Entry, ty: &str, known: &[(&str, &[&'static str])]) {
    let name = &entry.key;
    let Some((_, keys)) = known.iter().find(|(known, _)| *known == ty) else {
        // Instances signal that they are there, and so does what a macro makes.
        let open = name == "CreationPolicy" && !ty.ends_with("::MODULE");
        if !open && !checker.transforms.macros {
            let message = format!("a resource of type `{ty}` has no `{name}`");
            checker.found.push(
                Diagnostic::new(Code::TemplateUnknownKey, entry.key_span, message)
                    .here("of resources of other types")
                    .help(format!("remove `{name}`")),
            );
        }
        return values::value(checker, &entry.value);
    };
    values::value(checker, &entry.value);
    match entry.value.as_map() {
        Some(found) => {
            for key in found.iter().filter(|key| !key.key.starts_with("Fn::")) {
                if !keys.contains(&key.key.as_str()) {
                    let message = format!("the `{name}` of `{ty}` has no `{}`", key.key);
                    checker.found.push(
                        Diagnostic::new(Code::TemplateUnknownKey, key.key_span, message)
                            .here("nothing has this name")
                            .help(format!("write one of {}", crate::diag::one_of(keys.iter()))),
                    );
                }
            }
        }
        None => checker.wrong_kind(&entry.value, "a map"),
    }
}
