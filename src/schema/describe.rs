//! Descriptions of types and of what is in them. In: a type and a path in it. Out: the text that who
//! published it wrote there, where the schema at hand has descriptions: of what is built in there
//! are none.

use super::Catalogue;
use crate::types::TypeKey;
use serde_json::Value;

/// The description of a type, or of the place in it that a path of names leads to.
pub fn describe(catalogue: &Catalogue, key: &TypeKey, path: &[&str]) -> Option<String> {
    let published = catalogue.published(key)?;
    let place = match key.is_terraform() {
        true => path
            .iter()
            .try_fold(&published["block"], |at, step| in_block(at, step)),
        false => in_registry(&published, path),
    };
    let text = place?["description"].as_str()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An attribute or a nested block.
fn in_block<'a>(at: &'a Value, step: &str) -> Option<&'a Value> {
    let inner = &at["nested_type"]["attributes"];
    let attributes = [&at["attributes"], inner];
    let attribute = attributes.into_iter().find_map(|all| all.get(step));
    attribute.or_else(|| Some(&at["block_types"].get(step)?["block"]))
}

/// A property, through references, lists and maps; the first name may be that of a definition.
fn in_registry<'a>(root: &'a Value, path: &[&str]) -> Option<&'a Value> {
    let mut at = root;
    for (depth, step) in path.iter().enumerate() {
        let holder = holder(root, at);
        let definition = || root["definitions"].get(step).filter(|_| depth == 0);
        at = holder["properties"].get(step).or_else(definition)?;
    }
    let own = at["description"].as_str().is_some();
    Some(if own { at } else { holder(root, at) })
}

/// The object behind references, lists and maps.
fn holder<'a>(root: &'a Value, mut at: &'a Value) -> &'a Value {
    // References may lead in a circle; no published schema nests this deep.
    for _ in 0..16 {
        let name = at["$ref"]
            .as_str()
            .and_then(|r| r.strip_prefix("#/definitions/"));
        let mut patterns = at["patternProperties"].as_object().into_iter().flatten();
        at = match name {
            Some(name) => &root["definitions"][name],
            None if at["items"].is_object() => &at["items"],
            None if at["properties"].is_object() => return at,
            None => match patterns.next() {
                Some((_, inner)) => inner,
                None => return at,
            },
        };
    }
    at
}
