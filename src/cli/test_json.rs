//! Tests for programs: one JSON object a line, one line a test. The format is documented in
//! `docs/testing.md`. In: verdicts. Out: text. Never: a change of a key that is there.

use super::test::{Message, Verdict};
use serde_json::{Value, json};

/// A line for each test.
pub fn lines(verdicts: &[Verdict]) -> String {
    let lines = verdicts.iter().map(|verdict| {
        let messages: Vec<Value> = verdict.messages.iter().map(message).collect();
        let line = json!({
            "file": verdict.file,
            "test": verdict.title,
            "passed": verdict.messages.is_empty(),
            "messages": messages,
        });
        format!("{line}\n")
    });
    lines.collect()
}

fn message(message: &Message) -> Value {
    json!({
        "code": message.code,
        "message": message.text,
        "file": message.file,
        "line": message.line,
        "column": message.column,
    })
}
