//! What types ask of the values of variables. In: a param's type. Out: conditions in Terraform's language,
//! each with the sentence that is said where it does not hold; and patterns that Terraform cannot hold a
//! value against. Never: a condition that fails by itself where a value is absent.

use super::constraint::{ANY, constraint, structure};
use super::{literal, re2};
use crate::schema::Catalogue;
use crate::text::Name;
use crate::types::{IntRange, ListType, Literal, NumberRange, StringConstraint, Type, show};

/// One `validation` block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validation {
    /// An expression.
    pub condition: String,
    /// What is said where it does not hold.
    pub message: String,
}

/// All that a type asks of the variable of this name.
#[derive(Debug, Default)]
pub struct Asked {
    pub validations: Vec<Validation>,
    /// Patterns that were left out.
    pub unchecked: Vec<Name>,
    /// Whether something may be of several kinds of which one has a structure: that is left out.
    pub of_several_kinds: bool,
}

/// Unions of more values than this are counted, not listed, where one is missed.
const LISTED: usize = 10;

/// Definitions refer to themselves.
const DEPTH: usize = 6;

pub fn asked(catalogue: &Catalogue, name: &str, ty: &Type) -> Asked {
    let mut walk = Walk {
        catalogue,
        asked: Asked::default(),
    };
    let place = Place {
        expression: format!("var.{name}"),
        whole: format!("the value of {name}"),
        part_of: name.to_owned(),
        depth: 0,
    };
    for check in walk.checks(&place, ty) {
        walk.asked.validations.push(Validation {
            message: sentence(&format!("{} must {}", check.about, check.must)),
            condition: check.condition,
        });
    }
    walk.asked
}

/// A text as Terraform shows its own: from a capital letter to a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    let end = match text.ends_with(['.', '!', '?']) {
        true => "",
        false => ".",
    };
    format!("{}{}{end}", first.unwrap_or_default(), letters.as_str())
}

struct Walk<'a> {
    catalogue: &'a Catalogue,
    asked: Asked,
}

/// A value that a condition is about.
struct Place {
    expression: String,
    /// As messages call it: `each element of teams`.
    whole: String,
    /// As messages call it where they are about a part of it.
    part_of: String,
    depth: usize,
}

/// A condition on a part of a variable.
struct Check {
    condition: String,
    about: String,
    /// What stands behind `must`.
    must: String,
}

impl Walk<'_> {
    fn checks(&mut self, place: &Place, ty: &Type) -> Vec<Check> {
        if place.depth > DEPTH {
            return Vec::new();
        }
        let ty = structure(self.catalogue, ty);
        let is_optional = ty.is_optional();
        let mut checks = self.present(place, &ty.without_null());
        if is_optional {
            for check in &mut checks {
                let Check { condition, .. } = check;
                *condition = format!("{} == null ? true : {condition}", place.expression);
            }
        }
        checks
    }

    /// What is asked of a value that is there.
    fn present(&mut self, place: &Place, ty: &Type) -> Vec<Check> {
        match ty {
            Type::List(list) => self.list(place, list),
            Type::Map(values) => self.each(place, values, "value"),
            Type::Record(_) if constraint(self.catalogue, ty) == ANY => {
                self.asked.of_several_kinds = true;
                Vec::new()
            }
            Type::Record(record) => {
                let mut checks = Vec::new();
                for field in &record.fields {
                    let inner = place.field(&field.name);
                    let ty = match field.optional {
                        true => structure(self.catalogue, &field.ty).optional(),
                        false => field.ty.clone(),
                    };
                    checks.extend(self.checks(&inner, &ty));
                }
                checks
            }
            ty => {
                let condition = self.condition(&place.expression, ty);
                let check = |condition| Check {
                    condition,
                    about: place.whole.clone(),
                    must: self.must(ty),
                };
                condition.map(check).into_iter().collect()
            }
        }
    }

    fn list(&mut self, place: &Place, list: &ListType) -> Vec<Check> {
        let length = format!("length({})", place.expression);
        let range = bounds(&length, list.min, list.max);
        let check = |condition| Check {
            condition,
            about: place.whole.clone(),
            must: format!("have {}", counted(list.min, list.max, "element")),
        };
        let own = range.map(check);
        let each = self.each(place, &list.element, "element");
        own.into_iter().chain(each).collect()
    }

    /// What is asked of each element of a list or value of a map.
    fn each(&mut self, place: &Place, ty: &Type, what: &str) -> Vec<Check> {
        let variable = match place.depth {
            0 => "item".to_owned(),
            depth => format!("item{}", depth + 1),
        };
        let inner = Place {
            whole: format!("each {what} of {}", place.part_of),
            part_of: format!("each {what} of {}", place.part_of),
            expression: variable.clone(),
            depth: place.depth + 1,
        };
        let checks = self.checks(&inner, ty);
        let all = checks.into_iter().map(|check| Check {
            condition: format!(
                "alltrue([for {variable} in {} : {}])",
                place.expression, check.condition
            ),
            ..check
        });
        all.collect()
    }

    /// What is asked of a scalar, or of what may be of several kinds, as one condition; none where
    /// anything of that kind will do.
    fn condition(&mut self, expression: &str, ty: &Type) -> Option<String> {
        match ty {
            Type::Int(range) => Some(int(expression, *range)),
            Type::Number(range) => number(expression, *range),
            Type::Str(constraint) => self.text(expression, constraint),
            Type::Literal(literal) => Some(format!("{expression} == {}", spelled(literal))),
            Type::Union(members) => self.union(expression, members),
            _ => None,
        }
    }

    fn text(&mut self, expression: &str, constraint: &StringConstraint) -> Option<String> {
        let length = format!("length({expression})");
        let length = bounds(&length, constraint.min, constraint.max);
        let pattern = constraint.pattern.as_ref().and_then(|pattern| {
            let Some(pattern) = re2::whole(pattern) else {
                self.asked.unchecked.push(pattern.clone());
                return None;
            };
            let mut quoted = String::with_capacity(pattern.len() + 2);
            literal::quoted(&pattern, &mut quoted);
            Some(format!("can(regex({quoted}, {expression}))"))
        });
        match (length, pattern) {
            (Some(length), Some(pattern)) => Some(format!("{length} && {pattern}")),
            (length, pattern) => length.or(pattern),
        }
    }

    fn union(&mut self, expression: &str, members: &[Type]) -> Option<String> {
        let members: Vec<Type> = members
            .iter()
            .map(|member| structure(self.catalogue, member))
            .collect();
        let whole = Type::union(members.iter().cloned());
        let mixed = constraint(self.catalogue, &whole) == ANY;
        let mut literals = Vec::new();
        let mut others = Vec::new();
        for member in &members {
            match (member, mixed) {
                (Type::Literal(literal), _) => literals.push(spelled(literal)),
                (member, false) => others.push(self.condition(expression, member)?),
                (member, true) => others.push(self.of_kind(expression, member)?),
            }
        }
        let listed = match (literals.as_slice(), mixed) {
            ([], _) => Vec::new(),
            ([only], _) => vec![format!("{expression} == {only}")],
            // The elements of one list are made texts where any of them is.
            (all, true) => all.iter().map(|l| format!("{expression} == {l}")).collect(),
            (all, false) => vec![format!("contains([{}], {expression})", all.join(", "))],
        };
        let all: Vec<String> = listed.into_iter().chain(others).collect();
        match (all.as_slice(), mixed) {
            ([only], _) => Some(only.clone()),
            (all, _) => Some(format!("anytrue([{}])", all.join(", "))),
        }
    }

    /// Whether a value of any kind is of this one and as it asks; none where anything is.
    fn of_kind(&mut self, expression: &str, ty: &Type) -> Option<String> {
        let kind = match ty {
            Type::Bool => "tobool",
            Type::Int(_) | Type::Number(_) => "tonumber",
            Type::Str(_) | Type::Id(_) => "tostring",
            Type::List(_) => "tolist",
            Type::Map(_) | Type::Record(_) => "keys",
            _ => return None,
        };
        let value = format!("{kind}({expression})");
        if is_structure(ty) {
            // Which fields there are is not known of a value of any type: reading one would fail.
            self.asked.of_several_kinds = true;
            return Some(format!("can({value})"));
        }
        Some(match self.condition(&value, ty) {
            Some(asked) => format!("try({asked}, false)"),
            None => format!("can({value})"),
        })
    }

    /// What stands behind `must` for a scalar.
    fn must(&self, ty: &Type) -> String {
        let expanded;
        let ty = match ty {
            Type::Union(members) => {
                let members = members.iter();
                expanded = Type::union(members.map(|m| structure(self.catalogue, m)));
                &expanded
            }
            ty => ty,
        };
        match ty {
            Type::Int(range) => {
                let float = |bound: Option<i64>| bound.map(|bound| bound.to_string());
                let range = within(float(range.min), float(range.max));
                format!("be a whole number{range}")
            }
            Type::Number(range) => {
                let text = |bound: Option<f64>| bound.map(|b| spelled(&Literal::Number(b)));
                format!("be a number{}", within(text(range.min), text(range.max)))
            }
            Type::Str(constraint) => {
                let (min, max) = (constraint.min, constraint.max);
                let bounded = min.or(max).is_some();
                let length = bounded.then(|| format!("have {}", counted(min, max, "character")));
                let pattern = constraint.pattern.as_ref();
                let pattern = pattern.filter(|pattern| re2::whole(pattern).is_some());
                let pattern = pattern.map(|pattern| format!("match the pattern {pattern}"));
                let parts: Vec<String> = length.into_iter().chain(pattern).collect();
                parts.join(" and ")
            }
            Type::Literal(literal) => format!("be {literal}"),
            Type::Union(members) if members.len() > LISTED => {
                format!("be one of the {} values that are allowed", members.len())
            }
            Type::Union(members) if members.iter().all(|m| matches!(m, Type::Literal(_))) => {
                let mut texts: Vec<String> =
                    members.iter().map(|m| show(m, self.catalogue)).collect();
                let last = texts.pop().unwrap_or_default();
                format!("be {} or {last}", texts.join(", "))
            }
            Type::Union(members) if members.iter().any(is_structure) => {
                let mut kinds: Vec<&str> = members.iter().map(kind).collect();
                kinds.dedup();
                let last = kinds.pop().unwrap_or_default();
                format!("be {} or {last}", kinds.join(", "))
            }
            ty => format!("be of the type {}", show(ty, self.catalogue)),
        }
    }
}

impl Place {
    fn field(&self, name: &str) -> Place {
        let about = format!("the field {name} of {}", self.part_of);
        let mut expression = self.expression.clone();
        literal::step(name, &mut expression);
        Place {
            expression,
            whole: about.clone(),
            part_of: about,
            depth: self.depth + 1,
        }
    }
}

fn is_structure(ty: &Type) -> bool {
    matches!(ty, Type::List(_) | Type::Map(_) | Type::Record(_))
}

/// What messages call a value of a type.
fn kind(ty: &Type) -> &'static str {
    match ty {
        Type::Bool | Type::Literal(Literal::Bool(_)) => "a boolean",
        Type::Int(_) | Type::Number(_) | Type::Literal(Literal::Int(_) | Literal::Number(_)) => {
            "a number"
        }
        Type::List(_) => "a list",
        Type::Map(_) | Type::Record(_) => "an object",
        _ => "a string",
    }
}

fn int(expression: &str, range: IntRange) -> String {
    let whole = format!("floor({expression}) == {expression}");
    match bounds(expression, range.min, range.max) {
        Some(bounds) => format!("{whole} && {bounds}"),
        None => whole,
    }
}

fn number(expression: &str, range: NumberRange) -> Option<String> {
    let text = |bound: Option<f64>| bound.map(|bound| spelled(&Literal::Number(bound)));
    bounds(expression, text(range.min), text(range.max))
}

/// `e >= 1 && e <= 10`
fn bounds(
    expression: &str,
    min: Option<impl ToString>,
    max: Option<impl ToString>,
) -> Option<String> {
    let text = |bound: String, sign: &str| format!("{expression} {sign} {bound}");
    match (
        min.map(|min| min.to_string()),
        max.map(|max| max.to_string()),
    ) {
        (Some(min), Some(max)) if min == max => Some(text(min, "==")),
        (Some(min), Some(max)) => Some(format!("{} && {}", text(min, ">="), text(max, "<="))),
        (Some(min), None) => Some(text(min, ">=")),
        (None, max) => max.map(|max| text(max, "<=")),
    }
}

/// Behind `a number`.
fn within(min: Option<String>, max: Option<String>) -> String {
    match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" of at least {min}"),
        (None, Some(max)) => format!(" of at most {max}"),
        (None, None) => String::new(),
    }
}

/// `1 to 5 elements`, `at least 1 element`
fn counted(min: Option<u32>, max: Option<u32>, what: &str) -> String {
    let plural = |count: u32| if count == 1 { "" } else { "s" };
    match (min, max) {
        (Some(min), Some(max)) if min == max => format!("{min} {what}{}", plural(min)),
        (Some(min), Some(max)) => format!("{min} to {max} {what}{}", plural(max)),
        (Some(min), None) => format!("at least {min} {what}{}", plural(min)),
        (None, Some(max)) => format!("at most {max} {what}{}", plural(max)),
        (None, None) => format!("any number of {what}s"),
    }
}

/// A literal in Terraform's language.
fn spelled(literal: &Literal) -> String {
    use crate::graph::ValueKind;
    let mut out = String::new();
    match literal {
        Literal::Text(text) => literal::quoted(text, &mut out),
        Literal::Int(int) => literal::scalar(&ValueKind::Int(*int), &mut out),
        Literal::Number(number) => literal::scalar(&ValueKind::Number(*number), &mut out),
        Literal::Bool(bool) => literal::scalar(&ValueKind::Bool(*bool), &mut out),
    }
    out
}
