//! What intrinsics name by a text: `cfn.ref("Id")`, `cfn.sub("${Id.Attr}")`. In: the name of an
//! intrinsic and its argument. Out: each id, with the attribute that is read of it. Never: whether
//! anything has that id.

use super::Value;

/// Calls `visit` with every id that an intrinsic names in plain text, and with what it reads of it;
/// nothing where that is what `Ref` returns.
pub fn spelled_ids<'a>(
    intrinsic: &str,
    argument: &'a Value,
    visit: &mut dyn FnMut(&'a str, Option<&'a str>),
) {
    let list = argument.as_list();
    let first = match list {
        Some(list) => list.first(),
        None => Some(argument),
    };
    let Some(text) = first.and_then(Value::as_text) else {
        return;
    };
    match intrinsic {
        "Ref" => visit(text, None),
        "Fn::GetAtt" => {
            let second = list.and_then(|list| list.get(1)).and_then(Value::as_text);
            match (text.split_once('.'), second) {
                (_, Some(attribute)) => visit(text, Some(attribute)),
                (Some((id, attribute)), None) => visit(id, Some(attribute)),
                (None, None) => visit(text, None),
            }
        }
        "Fn::Sub" => {
            let own = list.and_then(|list| list.get(1)).and_then(Value::as_map);
            let is_own = |name: &str| own.is_some_and(|own| own.contains_key(name));
            let parts = text.split("${").skip(1);
            let names = parts.filter_map(|part| Some(part.split_once('}')?.0.trim()));
            // `${!Name}` is a text.
            for name in names.filter(|name| !name.starts_with('!') && !is_own(name)) {
                match name.split_once('.') {
                    Some((id, attribute)) => visit(id, Some(attribute)),
                    None => visit(name, None),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{FrameId, Origin, ValueMap};
    use crate::text::{FileId, Span};

    const HERE: Origin = Origin {
        span: Span {
            file: FileId(0),
            start: 0,
            end: 0,
        },
        frame: FrameId::TOP,
    };

    fn ids(intrinsic: &str, argument: &Value) -> Vec<String> {
        let mut found = Vec::new();
        spelled_ids(intrinsic, argument, &mut |id, attribute| {
            found.push(match attribute {
                Some(attribute) => format!("{id} {attribute}"),
                None => id.to_owned(),
            });
        });
        found
    }

    #[test]
    fn ids_are_read_out_of_texts() {
        let text = |text: &str| Value::text(text, HERE);
        assert_eq!(ids("Ref", &text("Queue")), ["Queue"]);
        assert_eq!(ids("Fn::GetAtt", &text("Queue.A.B")), ["Queue A.B"]);
        let pair = Value::list(vec![text("Queue"), text("Arn")], HERE);
        assert_eq!(ids("Fn::GetAtt", &pair), ["Queue Arn"]);
        assert_eq!(ids("Fn::Sub", &text("${A}-${B.Arn}${!C}")), ["A", "B Arn"]);
        let mut own = ValueMap::new();
        own.insert("A".into(), text("a"));
        let with = Value::list(vec![text("${A}${B}"), Value::map(own, HERE)], HERE);
        assert_eq!(ids("Fn::Sub", &with), ["B"]);
    }

    #[test]
    fn what_names_nothing_gives_nothing() {
        let text = Value::text("Queue", HERE);
        assert!(ids("Fn::Join", &text).is_empty());
        assert!(ids("Ref", &Value::null(HERE)).is_empty());
        assert!(ids("Fn::Sub", &Value::text("${A", HERE)).is_empty());
    }
}
