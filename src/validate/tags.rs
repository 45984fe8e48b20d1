//! Tags: what AWS asks of the tags of every service, whatever the schema says. In: the value of a
//! resource's tag property. The limits are those of "Tag naming limits and requirements" in the
//! Tag Editor's user guide.

use super::choices::each_choice;
use super::finding::Finding;
use super::same::repeated_parts;
use crate::diag::Code;
use crate::graph::{Value, ValueKind};
use crate::schema::TagShape;

const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;
const RESERVED: &str = "aws:";

/// What is wrong with the tags of a resource.
pub(super) fn check(tags: &Value, shape: TagShape, found: &mut Vec<Finding>) {
    each_choice(tags, &mut |tags| match (&tags.kind, shape) {
        (ValueKind::Map(map), TagShape::Map) => {
            for (key, value) in map.iter() {
                check_key(key, value, found);
                check_value(value, found);
            }
        }
        (ValueKind::List(list), TagShape::List | TagShape::AutoScaling) => {
            for tag in list.iter().filter_map(Value::as_map) {
                if let Some(key) = tag.get("Key")
                    && let Some(text) = key.as_text()
                {
                    check_key(text, key, found);
                }
                if let Some(value) = tag.get("Value") {
                    check_value(value, found);
                }
            }
            check_unique(list, found);
        }
        _ => {}
    });
}

fn check_key(key: &str, at: &Value, found: &mut Vec<Finding>) {
    let message = match key {
        "" => "the key of a tag is empty".to_owned(),
        key if key.starts_with(RESERVED) => {
            format!("`{key}` begins with `{RESERVED}`, which is for AWS alone")
        }
        key if key.len() > LONGEST_KEY && key.chars().count() > LONGEST_KEY => {
            let count = key.chars().count();
            format!("expected at most {LONGEST_KEY} characters in the key of a tag, found {count}")
        }
        _ => return,
    };
    let finding = Finding::new(Code::SchemaTag, at.origin, message).here("the key of a tag");
    found.push(finding);
}

fn check_value(value: &Value, found: &mut Vec<Finding>) {
    let Some(text) = value.as_text().filter(|text| text.len() > LONGEST_VALUE) else {
        return;
    };
    let count = text.chars().count();
    if count > LONGEST_VALUE {
        let message =
            format!("expected at most {LONGEST_VALUE} characters in a tag, found {count}");
        let finding = Finding::new(Code::SchemaTag, value.origin, message);
        found.push(finding.here("the value of a tag"));
    }
}

fn check_unique(list: &[Value], found: &mut Vec<Finding>) {
    let key = |tag: &Value| {
        let key = tag.as_map()?.get("Key")?;
        (!key.is_null() && !key.is_error()).then(|| key.clone())
    };
    // Two tags are told apart without remembering their keys.
    if let [one, other] = list
        && let (Some(one), Some(other)) = (key(one), key(other))
        && let (Some(one), Some(other)) = (one.as_text(), other.as_text())
        && one != other
    {
        return;
    }
    if list.len() < 2 {
        return;
    }
    let keys: Vec<Value> = list.iter().filter_map(key).collect();
    let parts: Vec<Vec<Value>> = keys.iter().map(|key| vec![key.clone()]).collect();
    let Some((first, second)) = repeated_parts(&parts) else {
        return;
    };
    if let (Some(first), Some(second)) = (keys.get(first), keys.get(second)) {
        let message = match second.as_text() {
            Some(key) => format!("two tags have the key `{key}`"),
            None => "two tags have the same key".to_owned(),
        };
        let finding = Finding::new(Code::SchemaTag, second.origin, message).here("the second one");
        let finding = match first.origin.span == second.origin.span {
            true => finding,
            false => finding.also(first.origin.span, "the first one"),
        };
        found.push(finding.help("keep one of them"));
    }
}
