//! What is inserted with places to be filled: `${1:name}`, `$0`. In: types. Out: snippets as editors know
//! them. Never: more than what must be written; nor the indentation of the line, which the client adds.

use crate::ide::fields::{element_of, fields_of, members};
use crate::schema::Catalogue;
use crate::types::{Literal, Schemas, Type};

/// Records inside records are filled this deep.
const DEPTH: u32 = 3;

/// The braces of a type with all that must be set in them.
pub fn body(catalogue: &Catalogue, ty: &Type) -> String {
    let mut filler = Filler { catalogue, next: 1 };
    filler.record(ty, "", DEPTH)
}

/// The fields that must be set and are not, a line each.
pub fn fields(catalogue: &Catalogue, fields: &[(String, Type)]) -> String {
    let mut filler = Filler { catalogue, next: 1 };
    let lines = fields.iter().map(|(name, ty)| {
        let value = filler.value(ty, "", DEPTH);
        format!("{}: {value}", key(name))
    });
    let lines: Vec<String> = lines.collect();
    lines.join("\n")
}

/// What stands behind the colon of a key: the brackets, where the type has some.
pub fn opened(catalogue: &Catalogue, ty: &Type) -> &'static str {
    match shape(catalogue, ty) {
        Shape::Record => "{ $0 }",
        Shape::List(element) => match shape(catalogue, &element) {
            Shape::Record => "[{ $0 }]",
            _ => "[$0]",
        },
        Shape::Other => "$0",
    }
}

enum Shape {
    Record,
    List(Type),
    Other,
}

fn shape(catalogue: &Catalogue, ty: &Type) -> Shape {
    let all = members(catalogue, &ty.without_null());
    let is_scalar = |ty: &Type| {
        matches!(
            ty,
            Type::Str(_) | Type::Literal(_) | Type::Bool | Type::Id(_)
        )
    };
    match all.first() {
        Some(Type::Record(_) | Type::Map(_)) if !all.iter().any(is_scalar) => Shape::Record,
        Some(Type::List(list)) => Shape::List(list.element.clone()),
        // A record that may be written as its text.
        _ if all.iter().any(|ty| matches!(ty, Type::Record(_))) => Shape::Record,
        _ => Shape::Other,
    }
}

struct Filler<'a> {
    catalogue: &'a Catalogue,
    /// The number of the next place.
    next: u32,
}

impl Filler<'_> {
    fn place(&mut self) -> u32 {
        let place = self.next;
        self.next += 1;
        place
    }

    fn record(&mut self, ty: &Type, indent: &str, depth: u32) -> String {
        let fields = fields_of(self.catalogue, ty);
        let required: Vec<_> = fields.into_iter().filter(|field| field.required).collect();
        if required.is_empty() || depth == 0 {
            return format!("{{ ${} }}", self.place());
        }
        let inner = format!("{indent}  ");
        let lines = required.iter().map(|field| {
            let value = self.value(&field.ty, &inner, depth - 1);
            format!("{inner}{}: {value}\n", key(&field.name))
        });
        let lines: String = lines.collect();
        format!("{{\n{lines}{indent}}}")
    }

    fn value(&mut self, ty: &Type, indent: &str, depth: u32) -> String {
        if let Type::Named(key, node) = ty
            && let [relation, ..] = self.catalogue.relations(key, *node).as_slice()
        {
            let hint = relation.resource.name.rsplit("::").next().unwrap_or("");
            let hint = hint.to_ascii_lowercase();
            return format!("${{{}:{hint}.{}}}", self.place(), relation.attribute);
        }
        let all = members(self.catalogue, &ty.without_null());
        let literals: Vec<String> = all.iter().filter_map(literal).collect();
        if !literals.is_empty() {
            let first = literals.iter().take(60).map(|text| escaped_choice(text));
            let choices: Vec<String> = first.collect();
            return format!("${{{}|{}|}}", self.place(), choices.join(","));
        }
        let first = all
            .iter()
            .find(|ty| !matches!(ty, Type::Str(_)) || all.len() == 1);
        match first.or(all.first()) {
            Some(Type::Str(_)) => format!("\"${{{}}}\"", self.place()),
            Some(Type::Bool) => format!("${{{}|true,false|}}", self.place()),
            Some(Type::Int(range)) => {
                let least = range.min.unwrap_or(0);
                format!("${{{}:{least}}}", self.place())
            }
            Some(Type::Number(_)) => format!("${{{}:0}}", self.place()),
            Some(Type::List(_)) => {
                let element = element_of(self.catalogue, ty).unwrap_or(Type::Json);
                match shape(self.catalogue, &element) {
                    Shape::Record => format!("[{}]", self.record(&element, indent, depth)),
                    _ => format!("[${}]", self.place()),
                }
            }
            Some(Type::Record(_)) => self.record(ty, indent, depth),
            Some(Type::Map(_)) => format!("{{ ${} }}", self.place()),
            _ => format!("${}", self.place()),
        }
    }
}

fn literal(ty: &Type) -> Option<String> {
    match ty {
        Type::Literal(Literal::Text(text)) => Some(format!("\"{text}\"")),
        Type::Literal(other) => Some(other.to_string()),
        _ => None,
    }
}

/// A key as it is written: in quotes where it is no name.
pub fn key(name: &str) -> String {
    let is_start = |c: char| c.is_alphabetic() || c == '_';
    let is_name =
        name.starts_with(is_start) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    match is_name {
        true => name.to_owned(),
        false => format!("\"{}\"", escaped(name)),
    }
}

/// A text inside of a snippet.
pub fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('$', "\\$")
        .replace('}', "\\}")
}

fn escaped_choice(text: &str) -> String {
    escaped(text).replace(',', "\\,").replace('|', "\\|")
}

/// A snippet without its places, for editors that know none.
pub fn plain(snippet: &str) -> String {
    let mut text = String::new();
    let mut rest = snippet;
    while let Some(at) = rest.find(['$', '\\']) {
        text.push_str(&rest[..at]);
        let behind = &rest[at + 1..];
        if rest[at..].starts_with('\\') {
            let mut letters = behind.chars();
            text.extend(letters.next());
            rest = letters.as_str();
            continue;
        }
        rest = match behind.strip_prefix('{') {
            Some(inside) => {
                let end = closing(inside);
                let body = inside.get(..end).unwrap_or("");
                let body = body.trim_start_matches(|c: char| c.is_ascii_digit());
                let first = match body.strip_prefix('|') {
                    Some(choices) => choices.split([',', '|']).next().unwrap_or(""),
                    None => body.strip_prefix(':').unwrap_or(""),
                };
                text.push_str(first);
                inside.get(end + 1..).unwrap_or("")
            }
            None => behind.trim_start_matches(|c: char| c.is_ascii_digit()),
        };
    }
    text.push_str(rest);
    text
}

fn closing(inside: &str) -> usize {
    let mut is_escaped = false;
    let at = inside.char_indices().find(|(_, c)| {
        let ends = *c == '}' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    at.map_or(inside.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_can_be_left_out() {
        assert_eq!(
            plain("{\n  A: \"${1}\"\n  B: ${2|\"x\",\"y\"|}\n}$0"),
            "{\n  A: \"\"\n  B: \"x\"\n}"
        );
        assert_eq!(plain("a: ${1:role.Arn} \\$ { $2 }"), "a: role.Arn $ {  }");
    }

    #[test]
    fn keys_that_are_no_names_are_quoted() {
        assert_eq!(key("BucketName"), "BucketName");
        assert_eq!(key("x-amz"), "\"x-amz\"");
    }
}
