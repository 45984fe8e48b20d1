//! The sections of a template, but for its parameters and resources. In: the root. Out: what is wrong with
//! keys and kinds.

use super::shape::{Key, Record, Shape, key, required, text_of};
use super::{Checker, Transforms, parameters, resources, values};
use crate::diag::{Code, Diagnostic};
use crate::template::{Entry, Node, NodeKind};

const SECTIONS: [Key; 12] = [
    key("AWSTemplateFormatVersion", Shape::OneOf(&["2010-09-09"])),
    key("Description", Shape::Text),
    key("Metadata", Shape::Map),
    key("Parameters", Shape::Map),
    key("Rules", Shape::Map),
    key("Mappings", Shape::Map),
    key("Conditions", Shape::Map),
    key("Transform", Shape::Any),
    key("Globals", Shape::Map),
    key("Hooks", Shape::Map),
    required("Resources", Shape::Map),
    key("Outputs", Shape::Map),
];

const TEMPLATE: Record = Record {
    what: "a template",
    keys: &SECTIONS,
    open: false,
};

const EXPORT: Record = Record {
    what: "an export",
    keys: &[required("Name", Shape::Any)],
    open: false,
};

const OUTPUT: Record = Record {
    what: "an output",
    keys: &[
        required("Value", Shape::Any),
        key("Description", Shape::Text),
        key("Condition", Shape::Text),
        key("Export", Shape::Record(&EXPORT)),
    ],
    open: false,
};

const ASSERTION: Record = Record {
    what: "an assertion",
    keys: &[
        required("Assert", Shape::Any),
        key("AssertDescription", Shape::Text),
    ],
    open: true,
};

const RULE: Record = Record {
    what: "a rule",
    keys: &[
        key("RuleCondition", Shape::Any),
        required("Assertions", Shape::List(&Shape::Record(&ASSERTION))),
    ],
    open: true,
};

const TRANSFORM: Record = Record {
    what: "a transform",
    keys: &[required("Name", Shape::Text), key("Parameters", Shape::Map)],
    open: false,
};

pub(super) fn check(checker: &mut Checker, root: &Node) {
    let Some(entries) = root.as_map() else {
        return checker.wrong_kind(root, "a map");
    };
    for entry in entries {
        let section = &entry.value;
        let Some(key) = SECTIONS.iter().find(|key| key.name == entry.key) else {
            checker.unknown_key(entry, &TEMPLATE);
            continue;
        };
        match (key.name, &section.kind) {
            ("Transform", _) => transform(checker, section),
            (_, NodeKind::Map(_)) if matches!(key.shape, Shape::Map) => {
                in_section(checker, key.name, section);
            }
            _ => checker.shape(section, key.shape, false),
        }
    }
    let at = root.span.at_start();
    checker.missing(at, entries, &TEMPLATE);
}

fn in_section(checker: &mut Checker, name: &str, section: &Node) {
    match name {
        "Parameters" => parameters::check(checker, section),
        "Resources" => resources::check(checker, section),
        "Mappings" => mappings(checker, section),
        "Conditions" => conditions(checker, section),
        "Outputs" => outputs(checker, section),
        "Rules" => rules(checker, section),
        _ => {}
    }
}

/// The entries of a section that declare something: not those of a loop, or of a macro's result.
pub(super) fn entries<'n>(checker: &mut Checker, section: &'n Node) -> Vec<&'n Entry> {
    let mut own = Vec::new();
    for entry in section.as_map().unwrap_or_default() {
        match entry.key.as_str() {
            "Fn::Transform" => {}
            key if key.starts_with("Fn::ForEach::") => values::each(checker, entry),
            _ => own.push(entry),
        }
    }
    own
}

/// The id of something that is declared.
pub(super) fn id(checker: &mut Checker, entry: &Entry, what: &str) {
    let is_id = |c: char| c.is_ascii_alphanumeric();
    named(checker, entry, what, is_id, "letters and digits");
}

fn named(checker: &mut Checker, entry: &Entry, what: &str, fits: impl Fn(char) -> bool, of: &str) {
    if !entry.key.is_empty() && entry.key.chars().all(fits) {
        return;
    }
    let message = format!(
        "the name of a {what} consists of {of}, found `{}`",
        entry.key
    );
    checker.found.push(
        Diagnostic::new(Code::IdInvalid, entry.key_span, message)
            .here("not a name")
            .help("leave out the other characters"),
    );
}

/// What the template says is run over it.
pub(super) fn transforms(root: &Node) -> Transforms {
    let mut found = Transforms::default();
    let Some(section) = root.get("Transform") else {
        return found;
    };
    let one = std::slice::from_ref(section);
    for node in section.as_list().unwrap_or(one) {
        match node.get("Name").unwrap_or(node).as_text() {
            Some(name) if name == "AWS::LanguageExtensions" => found.language_extensions = true,
            Some(name) if name.starts_with("AWS::") => {}
            _ => found.macros = true,
        }
    }
    found
}

fn transform(checker: &mut Checker, node: &Node) {
    match &node.kind {
        NodeKind::List(list) => {
            for item in list {
                transform(checker, item);
            }
        }
        NodeKind::Map(entries) => checker.record(node.span, entries, &TRANSFORM, false),
        _ => checker.shape(node, Shape::Text, false),
    }
}

fn mappings(checker: &mut Checker, section: &Node) {
    for mapping in entries(checker, section) {
        id(checker, mapping, "mapping");
        let Some(keys) = mapping.value.as_map() else {
            checker.wrong_kind(&mapping.value, "a map");
            continue;
        };
        for first in keys.iter().filter(|entry| entry.key != "Fn::Transform") {
            let Some(second) = first.value.as_map() else {
                checker.wrong_kind(&first.value, "a map");
                continue;
            };
            if second.is_empty() {
                let message = format!("`{}` of a mapping has no key", first.key);
                checker.found.push(
                    Diagnostic::new(Code::TemplateValue, first.key_span, message)
                        .here("nothing can be found in it")
                        .help("remove it, or add a key"),
                );
            }
            for entry in second.iter().filter(|entry| entry.key != "Fn::Transform") {
                leaf(checker, &entry.value);
            }
        }
    }
}

fn leaf(checker: &mut Checker, node: &Node) {
    match &node.kind {
        NodeKind::List(list) => {
            for item in list.iter().filter(|item| text_of(&item.kind).is_none()) {
                checker.wrong_kind(item, "a string");
            }
        }
        kind if text_of(kind).is_some() => {}
        NodeKind::Map(entries) if entries.iter().any(|e| e.key == "Fn::Transform") => {}
        _ => checker.wrong_kind(node, "a string or a list of strings"),
    }
}

fn conditions(checker: &mut Checker, section: &Node) {
    for entry in entries(checker, section) {
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '&' || c == '_';
        named(
            checker,
            entry,
            "condition",
            fits,
            "letters, digits, `&` and `_`",
        );
        values::condition(checker, &entry.value);
    }
}

fn outputs(checker: &mut Checker, section: &Node) {
    for entry in entries(checker, section) {
        id(checker, entry, "output");
        match entry.value.as_map() {
            Some(keys) => {
                checker.record(entry.key_span, keys, &OUTPUT, false);
                let value = entry.value.get("Value");
                let export = entry
                    .value
                    .get("Export")
                    .and_then(|export| export.get("Name"));
                for text in value.into_iter().chain(export) {
                    values::output(checker, text);
                }
            }
            None => checker.wrong_kind(&entry.value, "a map"),
        }
    }
}

fn rules(checker: &mut Checker, section: &Node) {
    for entry in entries(checker, section) {
        id(checker, entry, "rule");
        match entry.value.as_map() {
            Some(keys) => checker.record(entry.key_span, keys, &RULE, false),
            None => checker.wrong_kind(&entry.value, "a map"),
        }
    }
}
