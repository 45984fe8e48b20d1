//! Values as the language writes them, for people. In: a value. Out: one short line. Never: all of a
//! long one.

use crate::graph::{Graph, Value, ValueKind};
use std::fmt::Write;

/// Longer texts are cut.
const LONGEST: usize = 100;

/// A value on one line.
pub fn shown(graph: &Graph, value: &Value) -> String {
    let mut text = String::new();
    write_value(graph, value, &mut text);
    if text.chars().count() > LONGEST {
        text = text.chars().take(LONGEST).collect();
        text.push('…');
    }
    text
}

/// Stops where enough was written. Writing to a String cannot fail.
fn write_value(graph: &Graph, value: &Value, out: &mut String) {
    if out.len() > 4 * LONGEST {
        return;
    }
    let _ = match &value.kind {
        ValueKind::Null => write!(out, "null"),
        ValueKind::Bool(bool) => write!(out, "{bool}"),
        ValueKind::Int(int) => write!(out, "{int}"),
        ValueKind::Number(number) => write!(out, "{number}"),
        ValueKind::Text(text) => write!(out, "{:?}", text.as_str()),
        ValueKind::List(list) => {
            out.push('[');
            for (index, item) in list.iter().enumerate() {
                out.push_str(if index == 0 { "" } else { ", " });
                write_value(graph, item, out);
            }
            write!(out, "]")
        }
        ValueKind::Map(map) => {
            out.push('{');
            for (index, (key, item)) in map.iter().enumerate() {
                let _ = write!(out, "{}{key}: ", if index == 0 { " " } else { ", " });
                write_value(graph, item, out);
            }
            write!(out, "{}", if map.is_empty() { "}" } else { " }" })
        }
        ValueKind::Resource(id, _) => {
            write!(out, "the resource `{}`", graph.resource(*id).logical_id)
        }
        ValueKind::Instance(..) => write!(out, "an instance"),
        ValueKind::Deferred(_) => match value.known().filter(|v| v.as_deferred().is_none()) {
            Some(known) => {
                write_value(graph, known, out);
                Ok(())
            }
            None => write!(out, "known when deploying"),
        },
        ValueKind::Error => write!(out, "an error"),
    };
}
