//! A policy document and its statements: which elements there are, which must be, which exclude
//! each other.

use super::actions::KnownActions;
use super::places::{Kind, Place};
use super::{actions, conditions, principals, resources};
use crate::diag::{Code, nearest, one_of};
use crate::graph::{Deferred, Origin, Value, ValueKind, ValueMap};
use crate::text::Name;
use crate::validate::choices::each_choice;
use crate::validate::finding::Finding;
use crate::validate::objects::is_intrinsic;
use crate::validate::scalars::shown;

/// What a check of one document carries along.
pub(super) struct Policy<'p, 'c> {
    pub place: Place,
    /// Whether the schema knows the grammar of policies here, so that it has been said already.
    pub typed: bool,
    pub actions: &'p mut KnownActions<'c>,
    pub found: &'p mut Vec<Finding>,
}

const OF_DOCUMENT: &[&str] = &["Version", "Id", "Statement"];
const OF_STATEMENT: &[&str] = &[
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];
const VERSIONS: &[&str] = &["2012-10-17", "2008-10-17"];
const EFFECTS: &[&str] = &["Allow", "Deny"];

/// What is wrong with a policy document.
pub(in crate::validate) fn check(
    document: &Value,
    place: Place,
    typed: bool,
    actions: &mut KnownActions,
    found: &mut Vec<Finding>,
) {
    let mut policy = Policy {
        place,
        typed,
        actions,
        found,
    };
    each_choice(document, &mut |document| policy.document(document));
}

impl Policy<'_, '_> {
    fn document(&mut self, document: &Value) {
        match &document.kind {
            ValueKind::Map(map) if is_intrinsic(map) => {}
            ValueKind::Map(map) => self.elements_of_document(document, map),
            ValueKind::Text(text) => {
                // What is no JSON has been said by its format.
                if let Ok(json) = serde_json::from_str(text) {
                    self.untyped(&value_of(json, document.origin));
                }
            }
            ValueKind::Deferred(deferred) => {
                if let Deferred::ToJson(inner) = deferred.as_ref() {
                    self.untyped(inner);
                }
            }
            _ => {}
        }
    }

    /// A document inside a text, of which no schema knows anything.
    fn untyped(&mut self, document: &Value) {
        let typed = std::mem::replace(&mut self.typed, false);
        self.document(document);
        self.typed = typed;
    }

    fn elements_of_document(&mut self, document: &Value, map: &ValueMap) {
        self.known_elements(map, OF_DOCUMENT, "a policy");
        if let Some(version) = set(map, "Version") {
            self.one_of_texts(version, VERSIONS, "the version of the language");
            if version.as_text().is_some_and(|v| v == "2008-10-17") {
                let message = "policies of version `2008-10-17` know no variables";
                self.say(
                    Finding::new(Code::IamOldVersion, version.origin, message)
                        .here("the version of the language")
                        .help("write `\"2012-10-17\"`")
                        .instead("\"2012-10-17\""),
                );
            }
        }
        let Some(statements) = set(map, "Statement") else {
            if self.place.kind == Kind::Other {
                return;
            }
            let message = "a policy needs `Statement`";
            self.say(
                Finding::new(Code::IamMissingElement, document.origin, message)
                    .here("this policy")
                    .help("add `Statement: [...]`")
                    .whole(),
            );
            return;
        };
        let mut sids: Vec<&Value> = Vec::new();
        each_choice(statements, &mut |statements| match &statements.kind {
            ValueKind::List(list) => {
                for statement in list.iter() {
                    each_choice(statement, &mut |statement| self.statement(statement));
                    sids.extend(statement.as_map().and_then(|map| set(map, "Sid")));
                }
            }
            _ => self.statement(statements),
        });
        self.different_sids(&sids);
    }

    fn statement(&mut self, statement: &Value) {
        let map = match &statement.kind {
            ValueKind::Map(map) if !is_intrinsic(map) => map,
            ValueKind::Map(_)
            | ValueKind::Deferred(_)
            | ValueKind::Null
            | ValueKind::Error
            | ValueKind::Resource(..) => return,
            kind => {
                let message = format!("expected a record, found {}", shown(kind));
                let finding = Finding::new(Code::IamValue, statement.origin, message);
                return self.say(finding.here("a statement"));
            }
        };
        self.known_elements(map, OF_STATEMENT, "a statement");
        match set(map, "Effect") {
            Some(effect) => self.one_of_texts(effect, EFFECTS, "the effect of a statement"),
            None => self.missing(statement, &["Effect"]),
        }
        if let Some(sid) = set(map, "Sid") {
            self.sid(sid);
        }
        self.one_element(statement, map, ["Action", "NotAction"]);
        match self.place.kind {
            Kind::Identity => {
                self.one_element(statement, map, ["Resource", "NotResource"]);
                let why = "the policy belongs to who may do this";
                self.no_element(map, ["Principal", "NotPrincipal"], why);
            }
            Kind::Resource => {
                self.one_element(statement, map, ["Resource", "NotResource"]);
                self.one_element(statement, map, ["Principal", "NotPrincipal"]);
            }
            Kind::Whole => {
                self.one_element(statement, map, ["Principal", "NotPrincipal"]);
                self.no_element(map, ["Resource", "NotResource"], "it is this repository");
            }
            Kind::Trust => {
                self.one_element(statement, map, ["Principal", "NotPrincipal"]);
                self.no_element(map, ["Resource", "NotResource"], "it is this role");
            }
            Kind::Other => {
                self.exclusive(map, ["Resource", "NotResource"]);
                self.exclusive(map, ["Principal", "NotPrincipal"]);
            }
        }
        for name in ["Action", "NotAction"] {
            if let Some(value) = set(map, name) {
                actions::check(self, value, name);
            }
        }
        for name in ["Resource", "NotResource"] {
            if let Some(value) = set(map, name) {
                resources::check(self, value, name);
            }
        }
        for name in ["Principal", "NotPrincipal"] {
            if let Some(value) = set(map, name) {
                principals::check(self, value, name);
            }
        }
        if let Some(condition) = set(map, "Condition") {
            conditions::check(self, condition);
        }
    }

    fn known_elements(&mut self, map: &ValueMap, known: &[&str], whole: &str) {
        for (key, value) in map {
            if known.contains(&key.as_str()) || value.is_error() || key.starts_with("Fn::") {
                continue;
            }
            let message = format!("{whole} has no element `{key}`");
            let near = nearest(key, known.iter().copied(), 1);
            let help = match near.first() {
                Some(near) => format!("write `{near}`"),
                None => format!("remove `{key}`"),
            };
            self.say(
                Finding::new(Code::IamUnknownElement, value.origin, message)
                    .here(format!("the value of `{key}`"))
                    .help(help),
            );
        }
    }

    /// Exactly one of the two.
    fn one_element(&mut self, statement: &Value, map: &ValueMap, names: [&str; 2]) {
        if names.iter().all(|name| set(map, name).is_none()) {
            self.missing(statement, &names);
        }
        self.exclusive(map, names);
    }

    fn exclusive(&mut self, map: &ValueMap, [first, second]: [&str; 2]) {
        let (Some(one), Some(other)) = (set(map, first), set(map, second)) else {
            return;
        };
        if may_be_null(one) || may_be_null(other) {
            return;
        }
        let message = format!("a statement has either `{first}` or `{second}`");
        self.say(
            Finding::new(Code::IamElement, other.origin, message)
                .here(format!("the value of `{second}`"))
                .also(one.origin.span, format!("the value of `{first}`"))
                .help("make two statements, or remove one of them"),
        );
    }

    fn no_element(&mut self, map: &ValueMap, names: [&str; 2], why: &str) {
        for name in names {
            let Some(value) = set(map, name) else {
                continue;
            };
            let message = format!("`{name}` may not stand in this policy: {why}");
            self.say(
                Finding::new(Code::IamElement, value.origin, message)
                    .here(format!("the value of `{name}`"))
                    .help(format!("remove `{name}`")),
            );
        }
    }

    fn missing(&mut self, statement: &Value, names: &[&str]) {
        let names = one_of(names);
        let message = format!("a statement of this policy needs {names}");
        self.say(
            Finding::new(Code::IamMissingElement, statement.origin, message)
                .here("this statement")
                .help(format!("add {names}"))
                .whole(),
        );
    }

    fn one_of_texts(&mut self, value: &Value, allowed: &[&str], label: &str) {
        each_choice(value, &mut |value| {
            let fits = match &value.kind {
                ValueKind::Text(text) => allowed.contains(&text.as_str()),
                ValueKind::Deferred(_) | ValueKind::Null | ValueKind::Error => true,
                _ => false,
            };
            if fits {
                return;
            }
            let quoted = allowed.iter().map(|text| format!("{text:?}"));
            let message = format!("expected {}, found {}", one_of(quoted), shown(&value.kind));
            let finding = Finding::new(Code::IamValue, value.origin, message).here(label);
            let near = value
                .as_text()
                .and_then(|text| nearest(text, allowed.iter().copied(), 1).first().copied());
            self.say(match near {
                Some(near) => finding
                    .help(format!("write `{near:?}`"))
                    .instead(format!("{near:?}")),
                None => finding,
            });
        });
    }

    fn sid(&mut self, sid: &Value) {
        let Some(text) = sid.as_text() else {
            return;
        };
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if self.place.kind == Kind::Identity && (!plain || text.is_empty()) {
            let message = format!("expected letters and digits, found {}", shown(&sid.kind));
            let plain: String = text.chars().filter(char::is_ascii_alphanumeric).collect();
            let finding =
                Finding::new(Code::IamValue, sid.origin, message).here("the name of a statement");
            self.say(match plain.is_empty() {
                true => finding,
                false => finding
                    .help(format!("write `{plain:?}`"))
                    .instead(format!("{plain:?}")),
            });
        }
    }

    /// Statements of one document have different names, if they have any.
    fn different_sids(&mut self, sids: &[&Value]) {
        // Buckets take policies with one name twice.
        if self.place.names_itself {
            return;
        }
        for (at, sid) in sids.iter().enumerate() {
            let Some(text) = sid.as_text().filter(|text| !text.is_empty()) else {
                continue;
            };
            let Some(first) = sids[..at]
                .iter()
                .find(|other| other.as_text() == Some(text))
            else {
                continue;
            };
            let message = format!("two statements are named `{text}`");
            let finding = Finding::new(Code::IamValue, sid.origin, message).here("the second one");
            let finding = match first.origin.span == sid.origin.span {
                true => finding,
                false => finding.also(first.origin.span, "the first one"),
            };
            self.say(finding.help("give it another name"));
        }
    }

    /// Reports what a schema does not know.
    pub fn say(&mut self, finding: Finding) {
        let of_grammar = !matches!(finding.code, Code::IamUnknownAction | Code::IamOldVersion);
        if !(self.typed && of_grammar) {
            self.found.push(finding);
        }
    }

    /// Calls `visit` for every text that an element holds, itself or in a list; what may not stand
    /// there is reported.
    pub fn each_text(
        &mut self,
        value: &Value,
        name: &str,
        visit: &mut dyn FnMut(&mut Self, &Value, &Name),
    ) {
        each_choice(value, &mut |value| match &value.kind {
            ValueKind::List(list) => {
                if list.is_empty() {
                    let message = format!("`{name}` holds nothing");
                    let finding = Finding::new(Code::IamValue, value.origin, message)
                        .here(format!("the value of `{name}`"));
                    self.say(finding);
                }
                for element in list.iter() {
                    each_choice(element, &mut |element| self.one_text(element, name, visit));
                }
            }
            _ => self.one_text(value, name, visit),
        });
    }

    fn one_text(
        &mut self,
        value: &Value,
        name: &str,
        visit: &mut dyn FnMut(&mut Self, &Value, &Name),
    ) {
        match &value.kind {
            ValueKind::Text(text) if text.contains("{{resolve:") => {}
            ValueKind::Text(text) => visit(self, value, text),
            ValueKind::Deferred(_)
            | ValueKind::Null
            | ValueKind::Error
            | ValueKind::Resource(..) => {}
            ValueKind::Map(map) if is_intrinsic(map) => {}
            kind => {
                let message = format!("expected a text, found {}", shown(kind));
                self.say(
                    Finding::new(Code::IamValue, value.origin, message)
                        .here(format!("in `{name}`")),
                );
            }
        }
    }
}

/// An element, unless it is left out or was reported.
pub(super) fn set<'v>(map: &'v ValueMap, name: &str) -> Option<&'v Value> {
    map.get(name).filter(|value| !value.is_null())
}

fn may_be_null(value: &Value) -> bool {
    let mut null = false;
    each_choice(value, &mut |value| null |= value.is_null());
    null
}

/// The JSON of a policy that is written as a text. All of it comes from the place of the text.
fn value_of(json: serde_json::Value, origin: Origin) -> Value {
    use serde_json::Value as Json;
    let kind = match json {
        Json::Null => ValueKind::Null,
        Json::Bool(bool) => ValueKind::Bool(bool),
        Json::Number(number) => match number.as_i64() {
            Some(int) => ValueKind::Int(int),
            None => ValueKind::Number(number.as_f64().unwrap_or_default()),
        },
        Json::String(text) => ValueKind::Text(text.into()),
        Json::Array(list) => {
            let values = list.into_iter().map(|json| value_of(json, origin));
            return Value::list(values.collect::<Vec<Value>>(), origin);
        }
        Json::Object(map) => {
            let entries = map.into_iter();
            let entries = entries.map(|(key, json)| (Name::from(key), value_of(json, origin)));
            return Value::map(entries.collect(), origin);
        }
    };
    Value::new(kind, origin)
}
