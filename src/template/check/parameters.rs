//! The parameters of a template. In: the section. Out: what is wrong with its keys and with how they go
//! together. Never: whether a default keeps its bounds: the types see to that.

use super::shape::{Key, Record, Shape, key, required, text_of};
use super::{Checker, sections};
use crate::diag::{Code, Diagnostic};
use crate::template::{Entry, Node};
use crate::text::Name;
use rustc_hash::FxHashSet;

const KEYS: [Key; 11] = [
    required("Type", Shape::Text),
    key("Default", Shape::Text),
    key("Description", Shape::Text),
    key("NoEcho", Shape::Bool),
    key("AllowedValues", Shape::List(&Shape::Text)),
    key("AllowedPattern", Shape::Text),
    key("ConstraintDescription", Shape::Text),
    key("MinLength", Shape::Int),
    key("MaxLength", Shape::Int),
    key("MinValue", Shape::Number),
    key("MaxValue", Shape::Number),
];

const PARAMETER: Record = Record {
    what: "a parameter",
    keys: &KEYS,
    open: false,
};

/// What is chosen among the things that the account has.
const OF_THE_ACCOUNT: [&str; 10] = [
    "AWS::EC2::AvailabilityZone::Name",
    "AWS::EC2::Image::Id",
    "AWS::EC2::Instance::Id",
    "AWS::EC2::KeyPair::KeyName",
    "AWS::EC2::SecurityGroup::GroupName",
    "AWS::EC2::SecurityGroup::Id",
    "AWS::EC2::Subnet::Id",
    "AWS::EC2::VPC::Id",
    "AWS::EC2::Volume::Id",
    "AWS::Route53::HostedZone::Id",
];

pub(super) fn check(checker: &mut Checker, section: &Node) {
    for entry in sections::entries(checker, section) {
        sections::id(checker, entry, "parameter");
        let Some(keys) = entry.value.as_map() else {
            checker.wrong_kind(&entry.value, "a map");
            continue;
        };
        checker.record(entry.key_span, keys, &PARAMETER, false);
        let Some(ty) = entry.value.get("Type") else {
            continue;
        };
        if let Some(name) = text_of(&ty.kind) {
            type_of(checker, ty, &name);
            for entry in keys {
                bounds(checker, entry, &name);
            }
        }
    }
}

/// The parameters that are lists, and those that are not.
pub(super) fn kinds(root: &Node) -> (FxHashSet<Name>, FxHashSet<Name>) {
    let (mut lists, mut texts) = (FxHashSet::default(), FxHashSet::default());
    let section = root.get("Parameters").and_then(Node::as_map);
    for entry in section.unwrap_or_default() {
        let Some(ty) = entry.value.get("Type").and_then(Node::as_text) else {
            continue;
        };
        match is_list(ty) {
            true => lists.insert(entry.key.clone()),
            false => texts.insert(entry.key.clone()),
        };
    }
    (lists, texts)
}

fn is_list(ty: &str) -> bool {
    let ty = stored(ty).unwrap_or(ty);
    ty == "CommaDelimitedList" || ty.starts_with("List<")
}

/// What is looked up in the parameter store.
fn stored(ty: &str) -> Option<&str> {
    ty.strip_prefix("AWS::SSM::Parameter::Value<")?
        .strip_suffix('>')
}

fn is_type(ty: &str) -> bool {
    if let Some(inner) = stored(ty) {
        return matches!(inner, "String" | "CommaDelimitedList" | "List<String>")
            || is_of_the_account(inner);
    }
    matches!(
        ty,
        "String" | "Number" | "CommaDelimitedList" | "List<Number>" | "List<String>"
    ) || ty == "AWS::SSM::Parameter::Name"
        || is_of_the_account(ty)
}

fn is_of_the_account(ty: &str) -> bool {
    let inner = ty.strip_prefix("List<").and_then(|t| t.strip_suffix('>'));
    OF_THE_ACCOUNT.contains(&inner.unwrap_or(ty))
}

fn type_of(checker: &mut Checker, node: &Node, ty: &str) {
    if is_type(ty) {
        return;
    }
    let message = format!("a parameter cannot be a `{ty}`");
    checker.found.push(
        Diagnostic::new(Code::TemplateValue, node.span, message)
            .here("not a type of parameters")
            .help("write `String`, `Number`, `CommaDelimitedList` or a type of AWS"),
    );
}

/// Bounds of another kind of parameter bound nothing, and are refused.
fn bounds(checker: &mut Checker, entry: &Entry, ty: &str) {
    let wrong = match entry.key.as_str() {
        "MinLength" | "MaxLength" | "AllowedPattern" => ty == "Number",
        "MinValue" | "MaxValue" => ty != "Number",
        _ => false,
    };
    if !wrong {
        return;
    }
    let message = format!("a parameter of type `{ty}` has no `{}`", entry.key);
    checker.found.push(
        Diagnostic::new(Code::TemplateUnknownKey, entry.key_span, message)
            .here("of parameters of another type")
            .help(format!("remove `{}`, or change `Type`", entry.key)),
    );
}
