//! Texts, known or in part: their length, pattern, format and the values that are allowed.

use super::assume::Assume;
use super::finding::Finding;
use super::fit::Fit;
use super::formats::{self, Format, Formats};
use super::scalars::{fault_of, is_allowed, kinds, number_of, plain, reads_as, shown};
use super::values::Walk;
use crate::diag::{Code, one_of};
use crate::graph::{Deferred, Value, ValueKind};
use crate::schema::{Node, TextRules, TypeSet};
use crate::text::{Name, Partial, Pattern};
use crate::types::{Literal, NodeId};

/// What a reference that the engine resolves looks like inside a text.
const DYNAMIC: &str = "{{resolve:";

impl Walk<'_> {
    pub fn text<const WORDS: bool>(
        &mut self,
        value: &Value,
        text: &Name,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        if !WORDS && self.memo.has_text(id, text) {
            return Fit::Yes;
        }
        let fit = self.known_text::<WORDS>(value, text, id, node, assume);
        match fit {
            Fit::Yes if !WORDS && !self.remarks && is_worth_keeping(node) => {
                self.memo.keep_text(id, text);
            }
            _ => {}
        }
        fit
    }

    fn known_text<const WORDS: bool>(
        &mut self,
        value: &Value,
        text: &Name,
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        if !node.types.has(TypeSet::STRING) {
            if reads_as(node.types, text) {
                self.quoted::<WORDS>(value, text, node);
            } else if is_dynamic(text) || self.is_packaged(id) {
                return Fit::Unknown;
            } else {
                return self.wrong_kind::<WORDS>(value, node);
            }
        }
        if let Some(rules) = &node.values
            && !is_allowed(rules, &value.kind)
        {
            return match is_dynamic(text) {
                true => Fit::Unknown,
                false => self.not_allowed::<WORDS>(value, rules),
            };
        }
        if let Some(rules) = &node.number
            && let Some(number) = number_of(&value.kind)
            && let Some(fault) = fault_of(rules, number)
        {
            return self.out_of_range::<WORDS>(value, fault);
        }
        let known = Partial { text, holes: &[] };
        if let Some(fault) = fault_of_text(node, known, &mut self.formats) {
            return match is_dynamic(text) {
                true => Fit::Unknown,
                false => self.wrong_text::<WORDS>(value, fault),
            };
        }
        match &node.branches {
            None => Fit::Yes,
            Some(_) => self.branches::<WORDS>(value, id, node, assume),
        }
    }

    /// An interpolated text, whose known parts are held against what they can show.
    pub fn concat<const WORDS: bool>(
        &mut self,
        value: &Value,
        parts: &[Value],
        id: NodeId,
        node: &Node,
        assume: Assume,
    ) -> Fit {
        let scalars = TypeSet::STRING
            .with(TypeSet::NUMBER)
            .with(TypeSet::BOOLEAN)
            .with(TypeSet::INTEGER);
        if node.types.both(scalars) == TypeSet::NONE {
            return self.no::<WORDS>(|_| {
                let wanted = kinds(node.types);
                let message = format!("expected {wanted}, found `string`");
                Finding::new(Code::SchemaType, value.origin, message)
            });
        }
        let asks = node.values.is_some()
            || node.text.is_some()
            || node.format.is_some()
            || node.number.is_some();
        let own = if !asks {
            match node.types.has(TypeSet::STRING) {
                true => Fit::Yes,
                false => Fit::Unknown,
            }
        } else {
            let mut text = std::mem::take(&mut self.text);
            let mut holes = std::mem::take(&mut self.holes);
            text.clear();
            holes.clear();
            add_parts(parts, &mut text, &mut holes);
            let partial = Partial {
                text: &text,
                holes: &holes,
            };
            let fit = self.partial_text::<WORDS>(value, partial, node);
            (self.text, self.holes) = (text, holes);
            fit
        };
        match (own, &node.branches) {
            (Fit::No, _) => own,
            (_, None) => own,
            (_, Some(_)) => own.and(self.branches::<WORDS>(value, id, node, assume)),
        }
    }

    fn partial_text<const WORDS: bool>(
        &mut self,
        value: &Value,
        partial: Partial,
        node: &Node,
    ) -> Fit {
        if is_dynamic(partial.text) {
            return Fit::Unknown;
        }
        if let Some(rules) = &node.values {
            let possible = rules.allowed.iter().any(|allowed| {
                let allowed = match allowed {
                    Literal::Text(text) => text.clone(),
                    other => other.to_string().into(),
                };
                could_be(partial, &allowed, rules.ignore_case)
            });
            if !possible {
                return self.no::<WORDS>(|_| {
                    let wanted = one_of(&rules.allowed);
                    let message = format!("expected {wanted}, found {}", with_holes(partial));
                    Finding::new(Code::SchemaEnum, value.origin, message)
                });
            }
        }
        match fault_of_text(node, partial, &mut self.formats) {
            Some(fault) => self.wrong_text::<WORDS>(value, fault),
            None => Fit::Unknown,
        }
    }

    pub fn without_pattern<const WORDS: bool>(&mut self, value: &Value, pattern: &Pattern) -> Fit {
        let fault = TextFault::Pattern(pattern);
        self.no::<WORDS>(|_| fault_finding(value, fault))
    }

    fn wrong_text<const WORDS: bool>(&mut self, value: &Value, fault: TextFault) -> Fit {
        self.no::<WORDS>(|_| fault_finding(value, fault))
    }
}

/// Which rule a text breaks.
#[derive(Debug, Clone, Copy)]
pub(super) enum TextFault<'a> {
    Short { min: u32, found: usize },
    Long { max: u32, found: usize },
    Pattern(&'a Pattern),
    Format(&'static Format),
}

fn fault_of_text<'a>(
    node: &'a Node,
    value: Partial,
    compiled: &mut Formats,
) -> Option<TextFault<'a>> {
    let rules = node.text.as_deref();
    if let Some(fault) = rules.and_then(|rules| fault_of_length(rules, value, node)) {
        return Some(fault);
    }
    if let Some(pattern) = rules.and_then(|rules| rules.pattern.as_ref()) {
        let matches = match value.holes.is_empty() {
            true => pattern.is_match(value.text),
            false => pattern.may_match(value),
        };
        if !matches {
            return Some(TextFault::Pattern(pattern));
        }
    }
    let format = formats::named(node.format.as_deref()?)?;
    (!compiled.may_be(format, value)).then_some(TextFault::Format(format))
}

fn fault_of_length<'a>(rules: &TextRules, value: Partial, node: &Node) -> Option<TextFault<'a>> {
    // The length of JSON is that of the document without white space.
    if node.format.as_deref() == Some("json") {
        return None;
    }
    let bytes = value.text.len();
    if let Some(max) = rules.max_length
        && bytes > max as usize
    {
        let found = value.text.chars().count();
        if found > max as usize {
            return Some(TextFault::Long { max, found });
        }
    }
    if let Some(min) = rules.min_length
        && value.holes.is_empty()
        && bytes < min as usize * 4
    {
        let found = value.text.chars().count();
        if found < min as usize {
            return Some(TextFault::Short { min, found });
        }
    }
    None
}

fn fault_finding(value: &Value, fault: TextFault) -> Finding {
    let found = match &value.kind {
        ValueKind::Deferred(_) => "this text".to_owned(),
        kind => shown(kind),
    };
    match fault {
        TextFault::Short { min, found } => {
            let message = format!("expected at least {}, found {found}", characters(min));
            Finding::new(Code::SchemaLength, value.origin, message)
        }
        TextFault::Long { max, found } => {
            let message = format!("expected at most {}, found {found}", characters(max));
            Finding::new(Code::SchemaLength, value.origin, message)
        }
        TextFault::Pattern(pattern) => {
            let message = format!("{found} does not match `/{}/`", cut(pattern.text()));
            Finding::new(Code::SchemaPattern, value.origin, message)
        }
        TextFault::Format(format) => {
            let message = format!("expected {}, found {found}", format.wanted);
            Finding::new(Code::SchemaFormat, value.origin, message)
                .help(format!("write it like `{}`", format.example))
        }
    }
}

fn characters(count: u32) -> String {
    match count {
        1 => "1 character".to_owned(),
        count => format!("{count} characters"),
    }
}

fn cut(pattern: &str) -> String {
    /// Longer patterns help nobody.
    const LONGEST: usize = 120;
    match pattern.chars().count() > LONGEST {
        true => pattern.chars().take(LONGEST).collect::<String>() + "...",
        false => pattern.to_owned(),
    }
}

/// Remembering a text is only worth it where looking at it again would cost more.
fn is_worth_keeping(node: &Node) -> bool {
    let pattern = node.text.as_ref().is_some_and(|t| t.pattern.is_some());
    pattern || node.values.is_some() || node.format.is_some() || node.branches.is_some()
}

fn is_dynamic(text: &str) -> bool {
    text.contains(DYNAMIC)
}

/// The known parts of an interpolation, joined, and where something else stands between them.
fn add_parts(parts: &[Value], text: &mut String, holes: &mut Vec<usize>) {
    for part in parts {
        let part = part.known().unwrap_or(part);
        match &part.kind {
            ValueKind::Text(known) => text.push_str(known),
            ValueKind::Int(_) | ValueKind::Number(_) | ValueKind::Bool(_) => {
                text.push_str(&plain(&part.kind));
            }
            ValueKind::Deferred(deferred) => match deferred.as_ref() {
                Deferred::Concat(parts) => add_parts(parts, text, holes),
                _ => add_hole(text, holes),
            },
            _ => add_hole(text, holes),
        }
    }
}

fn add_hole(text: &str, holes: &mut Vec<usize>) {
    if holes.last() != Some(&text.len()) {
        holes.push(text.len());
    }
}

/// Whether a text with holes could be this one: its parts occur in their order, the first at the
/// start, the last at the end.
fn could_be(partial: Partial, whole: &str, ignore_case: bool) -> bool {
    let same = |a: &str, b: &str| a == b || (ignore_case && a.eq_ignore_ascii_case(b));
    let mut rest = whole;
    let mut start = 0;
    for (i, hole) in partial.holes.iter().enumerate() {
        let part = partial.text.get(start..*hole).unwrap_or("");
        start = *hole;
        let found = match i {
            0 => rest
                .get(..part.len())
                .is_some_and(|head| same(head, part))
                .then_some(0),
            _ if ignore_case => rest.to_ascii_lowercase().find(&part.to_ascii_lowercase()),
            _ => rest.find(part),
        };
        let Some(found) = found else {
            return false;
        };
        rest = rest.get(found + part.len()..).unwrap_or("");
    }
    let last = partial.text.get(start..).unwrap_or("");
    if partial.holes.is_empty() {
        return same(rest, last);
    }
    let tail = rest.len().checked_sub(last.len());
    tail.and_then(|at| rest.get(at..))
        .is_some_and(|tail| same(tail, last))
}

fn with_holes(partial: Partial) -> String {
    let mut text = String::from("`\"");
    let mut start = 0;
    for hole in partial.holes {
        text.push_str(partial.text.get(start..*hole).unwrap_or(""));
        text.push('…');
        start = *hole;
    }
    text.push_str(partial.text.get(start..).unwrap_or(""));
    text + "\"`"
}
