//! Values with functions in them, at any depth. In: nodes. Out: which functions do not get what they take.

use super::Checker;
use super::functions::{self, Arg, Function, Gives, Is, KEPT, OUTPUT, Takes, find};
use super::shape::{kind_of, text_of};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest, one_of};
use crate::template::{Entry, Node, NodeKind};
use crate::text::Span;

/// The name of the function that a node is, known or not.
pub(super) fn function_of(node: &Node) -> Option<&str> {
    let key = node.single()?.key.as_str();
    (key == "Ref" || (key.starts_with("Fn::") && !key.starts_with("Fn::ForEach::"))).then_some(key)
}

/// A value of any kind.
pub(super) fn value(checker: &mut Checker, node: &Node) {
    if function_of(node).is_some() {
        return function(checker, node, None);
    }
    match &node.kind {
        NodeKind::List(list) => {
            for item in list {
                value(checker, item);
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                match entry.key.as_str() {
                    "Fn::Transform" => {}
                    key if key.starts_with("Fn::ForEach::") => each(checker, entry),
                    key if find(key).is_some() && key != "Ref" => beside(checker, entry),
                    _ => value(checker, &entry.value),
                }
            }
        }
        NodeKind::Null if !checker.takes_null => checker.wrong_kind(node, "a value"),
        _ => {}
    }
}

/// What an output or the name of an export may be.
pub(super) fn output(checker: &mut Checker, node: &Node) {
    against(checker, node, &OUTPUT);
}

/// What keeps a resource, where that is not written as a text.
pub(super) fn kept(checker: &mut Checker, node: &Node) {
    against(checker, node, &KEPT);
}

/// What is true or false.
pub(super) fn condition(checker: &mut Checker, node: &Node) {
    against(checker, node, &functions::CONDITIONS);
}

/// A loop, which stands in the key.
pub(super) fn each(checker: &mut Checker, entry: &Entry) {
    if !checker.transforms.language_extensions {
        extension(checker, entry.key_span, &entry.key);
    }
    let Some([_, _, body]) = entry.value.as_list() else {
        let message = format!("`{}` takes a name, a list and a map", entry.key);
        return wrong(checker, entry.value.span, message);
    };
    value(checker, body);
}

fn extension(checker: &mut Checker, at: Span, name: &str) {
    let message = format!("`{name}` needs the transform `AWS::LanguageExtensions`");
    checker.found.push(
        Diagnostic::new(Code::TemplateFunction, at, message)
            .here("not a function without it")
            .help("add `Transform: AWS::LanguageExtensions`"),
    );
}

fn beside(checker: &mut Checker, entry: &Entry) {
    let message = format!("`{}` stands beside other keys", entry.key);
    checker.found.push(
        Diagnostic::new(Code::TemplateFunction, entry.key_span, message)
            .here("a function stands alone")
            .help("remove the keys beside it"),
    );
}

fn wrong(checker: &mut Checker, at: Span, message: String) {
    checker
        .found
        .push(Diagnostic::new(Code::TemplateFunction, at, message).here("not what it takes"));
}

/// Holds a function's arguments against what it takes. `wanted` is what the place of the function wants.
fn function(checker: &mut Checker, node: &Node, wanted: Option<&Arg>) {
    let Some(entry) = node.single() else {
        return;
    };
    let Some(function) = find(&entry.key) else {
        return unknown(checker, entry);
    };
    if function.extension && !checker.transforms.language_extensions {
        extension(checker, entry.key_span, function.name);
    }
    let given = &entry.value;
    match &function.takes {
        Takes::One(arg) => against(checker, given, arg),
        Takes::Several { least, most, args } => {
            several(checker, function, given, (*least, *most), args, wanted);
        }
        Takes::Keys {
            keys,
            required,
            each,
        } => keyed(checker, function, given, keys, *required, each),
        Takes::Ref => reference(checker, given),
        Takes::GetAtt => attribute(checker, given),
        Takes::Sub => substitute(checker, given),
        Takes::Data => {}
    }
}

fn unknown(checker: &mut Checker, entry: &Entry) {
    if checker.transforms.macros {
        return;
    }
    let message = format!("there is no function `{}`", entry.key);
    let names = functions::FUNCTIONS.iter().map(|function| function.name);
    let near = nearest(&entry.key, names, 2);
    let mut diagnostic = Diagnostic::new(Code::TemplateFunction, entry.key_span, message)
        .here("nothing has this name");
    if let Some(help) = did_you_mean(&near) {
        diagnostic = diagnostic.help(help);
    }
    checker.found.push(diagnostic);
}

fn several(
    checker: &mut Checker,
    function: &Function,
    given: &Node,
    (least, most): (usize, usize),
    args: &[Arg],
    wanted: Option<&Arg>,
) {
    let Some(list) = given.as_list() else {
        return checker.wrong_kind(given, "a list");
    };
    if list.len() < least || list.len() > most {
        let count = match least == most {
            true => format!("{least}"),
            false => format!("{least} to {most}"),
        };
        let values = if most == 1 { "value" } else { "values" };
        let message = format!(
            "`{}` takes {count} {values}, found {}",
            function.name,
            list.len()
        );
        wrong(checker, given.span, message);
    }
    // What is too much has no place to be right in.
    for (at, item) in list.iter().take(most).enumerate() {
        let Some(arg) = args.get(at).or(args.last()) else {
            continue;
        };
        match (arg.is, wanted) {
            (Is::Inherited, Some(wanted)) => against(checker, item, wanted),
            (Is::Inherited, None) => value(checker, item),
            _ => against(checker, item, arg),
        }
    }
    if let (true, [index, from]) = (function.name == "Fn::Select", list) {
        within(checker, index, from);
    }
}

/// The index of `Fn::Select`, where the list is written out.
fn within(checker: &mut Checker, index: &Node, from: &Node) {
    let number = text_of(&index.kind).and_then(|text| text.parse::<usize>().ok());
    let (Some(number), Some(list)) = (number, from.as_list()) else {
        return;
    };
    if number >= list.len() {
        let message = format!(
            "the list has {} elements, and none at the index {number}",
            list.len()
        );
        wrong(checker, index.span, message);
    }
}

fn keyed(
    checker: &mut Checker,
    function: &Function,
    given: &Node,
    keys: &[&'static str],
    required: usize,
    each: &Arg,
) {
    let Some(entries) = given.as_map() else {
        return checker.wrong_kind(given, "a map");
    };
    for entry in entries {
        match keys.contains(&entry.key.as_str()) {
            true => against(checker, &entry.value, each),
            false => {
                let message = format!("`{}` has no `{}`", function.name, entry.key);
                checker.found.push(
                    Diagnostic::new(Code::TemplateUnknownKey, entry.key_span, message)
                        .here("nothing has this name")
                        .help(format!("write one of {}", one_of(keys))),
                );
            }
        }
    }
    for key in keys.iter().take(required) {
        if given.get(key).is_none() {
            let message = format!("`{}` must have `{key}`", function.name);
            checker.found.push(
                Diagnostic::new(Code::TemplateMissingKey, given.span, message)
                    .here(format!("`{key}` is missing"))
                    .help(format!("add `{key}`")),
            );
        }
    }
}

fn reference(checker: &mut Checker, given: &Node) {
    let computed = checker.transforms.language_extensions && function_of(given).is_some();
    match given.kind {
        NodeKind::Text(_) => {}
        _ if computed => value(checker, given),
        _ => checker.wrong_kind(given, "the name of a parameter or resource"),
    }
}

fn attribute(checker: &mut Checker, given: &Node) {
    match &given.kind {
        NodeKind::List(list) => {
            if list.len() != 2 {
                let count = list.len();
                let message = format!(
                    "`Fn::GetAtt` takes a resource and an attribute, found a list of {count}"
                );
                return wrong(checker, given.span, message);
            }
            for (at, item) in list.iter().enumerate() {
                let computed = checker.transforms.language_extensions || at == 1;
                match (computed && function_of(item).is_some(), &item.kind) {
                    (true, _) => value(checker, item),
                    (false, kind) if text_of(kind).is_some() => {}
                    (false, _) => checker.wrong_kind(item, "a string"),
                }
            }
        }
        NodeKind::Text(text) if text.contains('.') => {}
        NodeKind::Text(_) => {
            let message = "`Fn::GetAtt` takes a resource and an attribute".to_owned();
            wrong(checker, given.span, message);
        }
        _ => checker.wrong_kind(given, "a resource and an attribute"),
    }
}

fn substitute(checker: &mut Checker, given: &Node) {
    let list = match &given.kind {
        NodeKind::List(list) => list,
        kind if text_of(kind).is_some() => return,
        _ => return checker.wrong_kind(given, "a string, or a list of one and a map"),
    };
    if list.len() != 2 {
        let message = format!(
            "`Fn::Sub` takes a string, or a list of one and a map, found a list of {}",
            list.len()
        );
        wrong(checker, given.span, message);
    }
    if let Some(text) = list.first().filter(|text| text_of(&text.kind).is_none()) {
        checker.wrong_kind(text, "a string");
    }
    let Some(values) = list.get(1) else {
        return;
    };
    match values.as_map() {
        Some(entries) if function_of(values).is_none() => {
            let set = |entry: &&Entry| entry.value.kind != NodeKind::Null;
            for entry in entries.iter().filter(set) {
                against(checker, &entry.value, &functions::SUBSTITUTED);
            }
        }
        _ => checker.wrong_kind(values, "a map"),
    }
}

/// Holds a node against what an argument may be.
fn against(checker: &mut Checker, node: &Node, arg: &Arg) {
    let Some(name) = function_of(node) else {
        return literal(checker, node, arg);
    };
    let extended = checker.transforms.language_extensions;
    let only_extended = matches!(name, "Fn::Join" | "Fn::Sub" | "Fn::If" | "Fn::Select");
    let is_allowed = arg.functions.contains(&name)
        && (extended
            || !only_extended
            || !std::ptr::eq(arg.functions, functions::MAP_KEY.functions));
    if !is_allowed {
        // What a macro is called by may be anything.
        if find(name).is_some() || !checker.transforms.macros {
            not_here(checker, node, name);
        }
        return;
    }
    if let Some(expected) = misfit(checker, node, arg) {
        checker.wrong_kind(node, expected);
    }
    function(checker, node, Some(arg));
}

fn not_here(checker: &mut Checker, node: &Node, name: &str) {
    let message = format!("`{name}` cannot stand here");
    checker.found.push(
        Diagnostic::new(Code::TemplateFunction, node.span, message)
            .here("a function of another kind"),
    );
}

/// What was expected, where a function gives another kind of value.
fn misfit(checker: &Checker, node: &Node, arg: &Arg) -> Option<&'static str> {
    match (arg.is, gives(checker, node)) {
        (Is::List(_), Gives::Text) => Some("a list"),
        (Is::Text | Is::Int(..) | Is::Region, Gives::List) => Some("a string"),
        _ => None,
    }
}

/// What a function gives.
fn gives(checker: &Checker, node: &Node) -> Gives {
    let Some(entry) = node.single() else {
        return Gives::Anything;
    };
    if entry.key != "Ref" {
        return find(&entry.key).map_or(Gives::Anything, |function| function.gives);
    }
    match entry.value.as_text() {
        Some(name) if checker.lists.contains(name) || name == "AWS::NotificationARNs" => {
            Gives::List
        }
        Some(name) if checker.texts.contains(name) => Gives::Text,
        Some(name) if name.starts_with("AWS::") && name != "AWS::NoValue" => Gives::Text,
        _ => Gives::Anything,
    }
}

/// Holds what is no function against what an argument may be.
fn literal(checker: &mut Checker, node: &Node, arg: &Arg) {
    let text = text_of(&node.kind);
    match (arg.is, &node.kind) {
        (Is::Anything | Is::Inherited, _) => value(checker, node),
        (Is::Text, _) if text.is_some() => {}
        (Is::Text, _) => checker.wrong_kind(node, "a string"),
        (Is::Int(least, most), _) => int(checker, node, text, least, most),
        (Is::Region, _) => match text {
            Some(text) if is_region(&text) => {}
            Some(text) => wrong(checker, node.span, format!("`{text}` is no region")),
            None => checker.wrong_kind(node, "a region"),
        },
        (Is::List(items), NodeKind::List(list)) => {
            for item in list {
                against(checker, item, items);
            }
        }
        (Is::List(_), _) => checker.wrong_kind(node, "a list"),
        (Is::Data, NodeKind::List(_) | NodeKind::Map(_)) => value(checker, node),
        (Is::Data, _) => checker.wrong_kind(node, "a list or a map"),
        (Is::Default, _) => match node.single() {
            Some(entry) if entry.key == "DefaultValue" => value(checker, &entry.value),
            _ => checker.wrong_kind(node, "`DefaultValue`"),
        },
        (Is::Condition, _) => match node.single() {
            Some(entry) if entry.key == "Condition" && entry.value.as_text().is_some() => {}
            _ => checker.wrong_kind(node, "a condition"),
        },
    }
}

fn int(checker: &mut Checker, node: &Node, text: Option<String>, least: i64, most: i64) {
    match text.and_then(|text| text.trim().parse::<i64>().ok()) {
        Some(number) if number < least || number > most => {
            let message = match most {
                i64::MAX => format!("expected {least} or more, found {number}"),
                _ => format!("expected {least} to {most}, found {number}"),
            };
            wrong(checker, node.span, message);
        }
        Some(_) => {}
        None => {
            let found = kind_of(node);
            wrong(
                checker,
                node.span,
                format!("expected a whole number, found {found}"),
            );
        }
    }
}

/// `eu-west-1`, `us-gov-east-1`; nothing is the stack's own.
fn is_region(text: &str) -> bool {
    let mut parts = text.split('-');
    let area = parts.next().unwrap_or_default();
    let number = parts.next_back().unwrap_or_default();
    let words: Vec<&str> = parts.collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase());
    text.is_empty()
        || (is_word(&area)
            && !words.is_empty()
            && words.iter().all(is_word)
            && number.len() == 1
            && number.bytes().all(|b| b.is_ascii_digit()))
}
