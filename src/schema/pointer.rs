//! Places in registry JSON. In: a type's JSON and a place (a JSON pointer, `""` for the type itself).
//! Out: the place of a property or element below it, through `$ref`s and, where it must, branches.

use serde_json::Value;

/// The place that a `$ref` leads to; the place itself where there is none.
pub fn resolve(source: &Value, at: &str) -> String {
    let mut at = at.to_string();
    // Longer chains than this are circles.
    for _ in 0..16 {
        match source.pointer(&at).and_then(|s| s["$ref"].as_str()) {
            Some(target) => at = target.trim_start_matches('#').to_string(),
            None => break,
        }
    }
    at
}

/// A property of the object at a place.
pub fn property(source: &Value, at: &str, name: &str) -> Option<String> {
    below(source, at, 0, &|at, schema| {
        schema["properties"]
            .get(name)
            .map(|_| format!("{at}/properties/{}", escaped(name)))
    })
}

/// The elements of the list, or the values of the map, at a place.
pub fn element(source: &Value, at: &str) -> Option<String> {
    below(source, at, 0, &|at, schema| {
        if schema["items"].is_object() {
            return Some(format!("{at}/items"));
        }
        if schema["additionalProperties"].is_object() {
            return Some(format!("{at}/additionalProperties"));
        }
        let (pattern, _) = schema["patternProperties"].as_object()?.iter().next()?;
        Some(format!("{at}/patternProperties/{}", escaped(pattern)))
    })
}

/// A property path (`Rules/*/Id`) below the type.
pub fn path(source: &Value, path: &str) -> Option<String> {
    let steps = path.split('/').filter(|step| !step.is_empty());
    { steps }.try_fold(String::new(), |at, step| match step {
        "*" => element(source, &at),
        name => property(source, &at, name),
    })
}

/// A key as JSON pointers write it.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn below(
    source: &Value,
    at: &str,
    depth: u32,
    step: &dyn Fn(&str, &Value) -> Option<String>,
) -> Option<String> {
    let at = resolve(source, at);
    let schema = source.pointer(&at)?;
    if let Some(found) = step(&at, schema) {
        return Some(found);
    }
    // Branches may refer back to their own object; no published schema nests them this deep.
    if depth == 8 {
        return None;
    }
    for key in ["allOf", "anyOf", "oneOf"] {
        for i in 0..schema[key].as_array().map_or(0, Vec::len) {
            if let Some(found) = below(source, &format!("{at}/{key}/{i}"), depth + 1, step) {
                return Some(found);
            }
        }
    }
    None
}
