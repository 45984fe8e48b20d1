//! Principals: who may do what a statement says.

use super::document::Policy;
use crate::diag::{Code, nearest, one_of};
use crate::graph::{Value, ValueKind};
use crate::validate::choices::each_choice;
use crate::validate::finding::Finding;
use crate::validate::objects::is_intrinsic;
use crate::validate::scalars::shown;

const KINDS: &[&str] = &["AWS", "Service", "Federated", "CanonicalUser"];

pub(super) fn check(policy: &mut Policy, value: &Value, name: &str) {
    each_choice(value, &mut |value| match &value.kind {
        ValueKind::Text(text) if text == "*" || text.contains("{{resolve:") => {}
        ValueKind::Map(map) if is_intrinsic(map) => {}
        ValueKind::Map(map) => {
            for (kind, value) in map.iter() {
                if value.is_null() || value.is_error() {
                    continue;
                }
                if !KINDS.contains(&kind.as_str()) {
                    unknown_kind(policy, kind, value);
                    continue;
                }
                policy.each_text(value, kind, &mut |policy, value, text| {
                    if kind == "AWS" && !is_account_or_identity(text) {
                        not_an_identity(policy, value);
                    }
                });
            }
        }
        ValueKind::Deferred(_) | ValueKind::Null | ValueKind::Error | ValueKind::Resource(..) => {}
        kind => {
            let message = format!("expected a record or `\"*\"`, found {}", shown(kind));
            let finding = Finding::new(Code::IamValue, value.origin, message)
                .here(format!("the value of `{name}`"));
            policy.say(match value.as_text() {
                Some(text) if text.ends_with(".amazonaws.com") => {
                    finding.help(format!("write `{{ Service: {text:?} }}`"))
                }
                Some(text) if is_account_or_identity(text) => {
                    finding.help(format!("write `{{ AWS: {text:?} }}`"))
                }
                _ => finding.help(format!("say of which kind: {}", one_of(KINDS))),
            });
        }
    });
}

fn unknown_kind(policy: &mut Policy, kind: &str, value: &Value) {
    let message = format!("there are no principals of the kind `{kind}`");
    let help = match nearest(kind, KINDS.iter().copied(), 1).first() {
        Some(near) => format!("write `{near}`"),
        None => format!("write {}", one_of(KINDS)),
    };
    policy.say(
        Finding::new(Code::IamUnknownElement, value.origin, message)
            .here(format!("the value of `{kind}`"))
            .help(help),
    );
}

fn not_an_identity(policy: &mut Policy, value: &Value) {
    let found = shown(&value.kind);
    let message =
        format!("expected an account, or the ARN of a user, group or role, found {found}");
    let finding = Finding::new(Code::IamValue, value.origin, message).here("a principal");
    policy.say(match value.as_text() {
        Some(text) if text.ends_with(".amazonaws.com") => {
            finding.help(format!("write `Service: {text:?}`"))
        }
        _ => finding,
    });
}

/// `*`, an account, the ARN of an identity, or the unique id that stands in its place once the
/// identity is gone.
fn is_account_or_identity(text: &str) -> bool {
    let account = || text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let unique_id = || {
        text.len() >= 16
            && (text.bytes()).all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    text == "*" || account() || unique_id() || is_identity(text)
}

fn is_identity(text: &str) -> bool {
    let mut parts = text.splitn(6, ':');
    let mut next = || parts.next().unwrap_or("");
    let (arn, partition, service) = (next(), next(), next());
    let (_region, account, name) = (next(), next(), next());
    let names = match service {
        "iam" => ["root", "user", "group", "role"].as_slice(),
        "sts" => ["assumed-role", "federated-user"].as_slice(),
        _ => return false,
    };
    let known = names.iter().any(|kind| name.starts_with(kind));
    arn == "arn" && partition.starts_with("aws") && !account.is_empty() && known
}
