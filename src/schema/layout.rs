//! JSON as a project keeps it: sorted, a line for what is small, so that a change of a schema is a
//! change of few lines. In: a value. Out: text, the same for the same value. Never: what it means.

use serde_json::Value;

/// What takes more than this is written over several lines.
const WIDTH: usize = 120;

/// The text of a value, with a line end. What is less deep than `open` always has lines of its own.
pub fn lay_out(value: &Value, open: usize) -> String {
    let mut out = Vec::new();
    write(value, 0, open, &mut out);
    out.push(b'\n');
    // Only texts of JSON were written.
    String::from_utf8(out).unwrap_or_default()
}

fn write(value: &Value, depth: usize, open: usize, out: &mut Vec<u8>) {
    let is_long = depth < open || {
        let start = out.len();
        write_line(value, out);
        let is_long = out.len() - start > WIDTH;
        if is_long {
            out.truncate(start);
        }
        is_long
    };
    match value {
        Value::Object(map) if is_long && !map.is_empty() => {
            // The keys of a map are sorted unless another crate asks for their first order.
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push(b'{');
            for (at, key) in keys.into_iter().enumerate() {
                new_line(at, depth + 1, out);
                write_text(key, out);
                out.extend_from_slice(b": ");
                write(&map[key], depth + 1, open, out);
            }
            end_line(depth, b'}', out);
        }
        Value::Array(list) if is_long && !list.is_empty() => {
            out.push(b'[');
            for (at, item) in list.iter().enumerate() {
                new_line(at, depth + 1, out);
                write(item, depth + 1, open, out);
            }
            end_line(depth, b']', out);
        }
        // It is there already, or has no lines to be broken into.
        _ if is_long => write_line(value, out),
        _ => {}
    }
}

fn new_line(at: usize, depth: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
    out.extend(std::iter::repeat_n(b' ', depth));
}

fn end_line(depth: usize, bracket: u8, out: &mut Vec<u8>) {
    out.push(b'\n');
    out.extend(std::iter::repeat_n(b' ', depth));
    out.push(bracket);
}

fn write_line(value: &Value, out: &mut Vec<u8>) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().collect();
            keys.sort();
            out.push(b'{');
            for (at, key) in keys.into_iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(b", ");
                }
                write_text(key, out);
                out.extend_from_slice(b": ");
                write_line(&map[key], out);
            }
            out.push(b'}');
        }
        Value::Array(list) => {
            out.push(b'[');
            for (at, item) in list.iter().enumerate() {
                if at > 0 {
                    out.extend_from_slice(b", ");
                }
                write_line(item, out);
            }
            out.push(b']');
        }
        // Writing to a vector cannot fail.
        scalar => drop(serde_json::to_writer(out, scalar)),
    }
}

fn write_text(text: &str, out: &mut Vec<u8>) {
    // Writing to a vector cannot fail.
    drop(serde_json::to_writer(out, text));
}

#[cfg(test)]
mod tests {
    use super::lay_out;
    use serde_json::json;

    #[test]
    fn what_is_small_has_one_line() {
        let long = "x".repeat(100);
        let value =
            json!({ "b": [1, { "c": null }], "a": { "one": long, "two": "2", "none": {} } });
        let expected = format!(
            "{{\n \"a\": {{\n  \"none\": {{}},\n  \"one\": \"{long}\",\n  \"two\": \"2\"\n }},\n \
             \"b\": [1, {{\"c\": null}}]\n}}\n"
        );
        assert_eq!(lay_out(&value, 0), expected);
        assert_eq!(lay_out(&json!({ "a": {} }), 3), "{\n \"a\": {}\n}\n");
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&expected).ok(),
            Some(value)
        );
    }
}
