//! Functions between texts and other forms: JSON, YAML, base64, SHA-256.

use super::call::{Call, Fault, deep};
use super::data;
use super::signature::{Param, Signature, Ty, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Deferred, ValueKind};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest, Sha256};

const TEXT: Param = param("text", Ty::Text);

const TEXT_TO_TEXT: &[Signature] = &[signature(&[TEXT], Ty::Text)];

const TEXT_TO_JSON: &[Signature] = &[signature(&[TEXT], Ty::Json)];

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Compute {
            compute: to_json,
            defer: Some(defer_to_json),
        },
        ..function(
            "toJson",
            &[signature(&[param("value", Ty::Json)], Ty::Text)],
            "The value as JSON, on one line. With deploy-time values in it, it becomes \
             `Fn::ToJsonString`.",
            example(r#"toJson({ retries: 3 })"#, r#"'{"retries":3}'"#),
            to_json,
        )
    },
    function(
        "fromJson",
        TEXT_TO_JSON,
        "The value that a JSON text holds.",
        example(r#"fromJson('{ "retries": 3 }')"#, "{ retries: 3 }"),
        from_json,
    ),
    function(
        "fromYaml",
        TEXT_TO_JSON,
        "The value that a YAML text of one document holds. Tags are refused.",
        example(r#"fromYaml("retries: 3")"#, "{ retries: 3 }"),
        from_yaml,
    ),
    Builtin {
        run: Run::Compute {
            compute: base64,
            defer: Some(defer_base64),
        },
        ..function(
            "base64",
            TEXT_TO_TEXT,
            "The bytes of the text (UTF-8) in base64. A text that is known only when deploying \
             becomes `Fn::Base64`.",
            example(r#"base64("hello")"#, r#""aGVsbG8=""#),
            base64,
        )
    },
    function(
        "sha256",
        TEXT_TO_TEXT,
        "The SHA-256 digest of the text (UTF-8), in hexadecimal.",
        example(r#"substring(sha256("hello"), 0, 12)"#, r#""2cf24dba5fb0""#),
        sha256,
    ),
];

/// Bytes in base64, with padding.
pub(super) fn base64_text(bytes: &[u8]) -> String {
    BASE64_STANDARD.encode(bytes)
}

fn to_json(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.raw(0)?;
    deep(value, 0)?;
    let text = data::to_json(value).map_err(|e| Fault::at(0, e.to_string()))?;
    call.reserve_text(text.len())?;
    Ok(ValueKind::Text(text.into()))
}

fn defer_to_json(call: &Call) -> Option<Deferred> {
    Some(Deferred::ToJson(call.raw(0).ok()?.clone()))
}

fn from_json(call: &mut Call) -> Result<ValueKind, Fault> {
    Ok(data::from_json(call.text(0)?, call.origin, call.world)?.kind)
}

fn from_yaml(call: &mut Call) -> Result<ValueKind, Fault> {
    Ok(data::from_yaml(call.text(0)?, call.origin, call.world)?.kind)
}

fn base64(call: &mut Call) -> Result<ValueKind, Fault> {
    let text = call.text(0)?;
    call.reserve_text(text.len().saturating_mul(4) / 3)?;
    Ok(ValueKind::Text(base64_text(text.as_bytes()).into()))
}

fn defer_base64(call: &Call) -> Option<Deferred> {
    Some(Deferred::Base64(call.raw(0).ok()?.clone()))
}

fn sha256(call: &mut Call) -> Result<ValueKind, Fault> {
    let digest = Sha256::digest(call.text(0)?.as_bytes());
    let digits = digest.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16));
    Ok(ValueKind::Text(digits.collect()))
}
