//! Functions over texts. Positions count characters, never bytes.

use super::call::{Call, Fault, known, mismatch};
use super::format::format;
use super::signature::{Param, SCALAR, Signature, Ty, optional, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Deferred, Value, ValueKind};
use crate::text::Name;

const TEXTS: Ty = Ty::List(&Ty::Text);

const TEXT: Param = param("text", Ty::Text);

const TEXT_TO_TEXT: &[Signature] = &[signature(&[TEXT], Ty::Text)];

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Compute {
            compute: split,
            defer: Some(defer_split),
        },
        ..function(
            "split",
            &[signature(&[param("separator", Ty::Text), TEXT], TEXTS)],
            "The parts of a text between the places where `separator` stands. A text that is known \
             only when deploying becomes `Fn::Split`.",
            example(
                r#"split(",", "eu-west-1,eu-west-2")"#,
                r#"["eu-west-1", "eu-west-2"]"#,
            ),
            split,
        )
    },
    Builtin {
        run: Run::Compute {
            compute: join,
            defer: Some(defer_join),
        },
        ..function(
            "join",
            &[signature(
                &[
                    param("separator", Ty::Text),
                    param("list", Ty::List(&SCALAR)),
                ],
                Ty::Text,
            )],
            "All elements of a list in one text, with `separator` between them. A list that is \
             known only when deploying becomes `Fn::Join`.",
            example(r#"join("-", ["orders", "eu", 1])"#, r#""orders-eu-1""#),
            join,
        )
    },
    function(
        "replace",
        &[signature(
            &[TEXT, param("part", Ty::Text), param("with", Ty::Text)],
            Ty::Text,
        )],
        "The text with every `part` in it replaced by `with`, from left to right.",
        example(r#"replace("a.b.c", ".", "-")"#, r#""a-b-c""#),
        replace,
    ),
    function(
        "lower",
        TEXT_TO_TEXT,
        "The text in lower case.",
        example(r#"lower("Orders")"#, r#""orders""#),
        lower,
    ),
    function(
        "upper",
        TEXT_TO_TEXT,
        "The text in upper case.",
        example(r#"upper("orders")"#, r#""ORDERS""#),
        upper,
    ),
    function(
        "trim",
        TEXT_TO_TEXT,
        "The text without white space at its start and its end.",
        example(r#"trim("  orders ")"#, r#""orders""#),
        trim,
    ),
    function(
        "substring",
        &[signature(
            &[TEXT, param("start", Ty::Int), optional("length", Ty::Int)],
            Ty::Text,
        )],
        "The characters of a text from `start` on (the first is 0), `length` of them or all that \
         follow. What lies beyond the end is left out.",
        example(r#"substring("eu-west-1", 3, 4)"#, r#""west""#),
        substring,
    ),
    function(
        "startsWith",
        &[signature(&[TEXT, param("start", Ty::Text)], Ty::Bool)],
        "Whether the text begins with `start`.",
        example(r#"startsWith("eu-west-1", "eu-")"#, "true"),
        starts_with,
    ),
    function(
        "endsWith",
        &[signature(&[TEXT, param("end", Ty::Text)], Ty::Bool)],
        "Whether the text ends with `end`.",
        example(r#"endsWith("jobs.fifo", ".fifo")"#, "true"),
        ends_with,
    ),
    function(
        "matches",
        &[signature(&[TEXT, param("pattern", Ty::Text)], Ty::Bool)],
        "Whether the whole text fits a regular expression, in the dialect of `string(/.../)`.",
        example(r#"matches("orders-eu", "[a-z]+-[a-z]{2}")"#, "true"),
        matches,
    ),
    function(
        "format",
        &[signature(&[param("format", Ty::Text)], Ty::Text).rest(param("values", SCALAR))],
        "The text `format` with each verb replaced by the next value: `%s` any value, `%d` an \
         integer, `%x` and `%X` one in hexadecimal, `%f` a number (`%.2f` with two places), `%%` a \
         percent sign. A width pads with blanks (`%5d`), with zeros (`%05d`) or on the right \
         (`%-5s`).",
        example(
            r#"format("%s-%03d (%.1f%%)", "job", 7, 12.5)"#,
            r#""job-007 (12.5%)""#,
        ),
        format,
    ),
    function(
        "toString",
        &[signature(&[param("value", SCALAR)], Ty::Text)],
        "A number or a boolean as text, as interpolation writes it.",
        example("toString(300)", r#""300""#),
        to_string,
    ),
    function(
        "toInt",
        &[signature(
            &[param("value", Ty::OneOf(&[Ty::Text, Ty::Number]))],
            Ty::Int,
        )],
        "The integer that a text holds, or a number that has no fraction.",
        example(r#"toInt("300")"#, "300"),
        to_int,
    ),
];

/// A scalar as interpolation writes it. `None` for everything else.
pub fn scalar_text(value: &Value) -> Option<Name> {
    match &value.kind {
        ValueKind::Text(text) => Some(text.clone()),
        ValueKind::Int(int) => Some(super::number::with_digits(*int, |digits| digits.into())),
        ValueKind::Number(number) => Some(number_text(*number)),
        ValueKind::Bool(true) => Some("true".into()),
        ValueKind::Bool(false) => Some("false".into()),
        _ => None,
    }
}

/// The shortest text that reads back as the same number, without an exponent where it has a usual
/// size.
pub fn number_text(number: f64) -> Name {
    if number != 0.0 && !(1e-7..1e21).contains(&number.abs()) {
        ecow::eco_format!("{number:e}")
    } else {
        ecow::eco_format!("{number}")
    }
}

fn split(call: &mut Call) -> Result<ValueKind, Fault> {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    if separator.is_empty() {
        return Err(Fault::at(0, "the separator of `split` is empty")
            .help("give the text between the parts"));
    }
    call.reserve(text.matches(separator.as_str()).count() + 1)?;
    let parts = text.split(separator.as_str());
    let parts = parts.map(|part| Value::text(part, call.origin));
    Ok(Value::list(Vec::from_iter(parts), call.origin).kind)
}

fn defer_split(call: &Call) -> Option<Deferred> {
    let (separator, text) = (call.raw(0).ok()?.clone(), call.raw(1).ok()?.clone());
    Some(Deferred::Split { separator, text })
}

fn join(call: &mut Call) -> Result<ValueKind, Fault> {
    let (separator, list) = (call.text(0)?, call.list(1)?);
    let mut texts = Vec::with_capacity(list.len());
    // What is `null` was left out of the list by a condition.
    for value in list.iter().filter(|v| !v.is_null()) {
        let value = known(value, 1)?;
        texts.push(scalar_text(value).ok_or_else(|| mismatch(1, "scalars", value))?);
    }
    let between = separator.len() * texts.len().saturating_sub(1);
    let size = between + texts.iter().map(|t| t.len()).sum::<usize>();
    call.reserve_text(size)?;
    Ok(ValueKind::Text(texts.join(separator).into()))
}

fn defer_join(call: &Call) -> Option<Deferred> {
    let (separator, list) = (call.raw(0).ok()?.clone(), call.raw(1).ok()?.clone());
    Some(Deferred::Join { separator, list })
}

fn replace(call: &mut Call) -> Result<ValueKind, Fault> {
    let (text, part, with) = (call.text(0)?, call.text(1)?, call.text(2)?);
    if part.is_empty() {
        return Err(
            Fault::at(1, "the part that `replace` looks for is empty").help("say what to replace")
        );
    }
    let found = text.matches(part.as_str()).count();
    call.reserve_text(text.len() + found.saturating_mul(with.len()))?;
    Ok(ValueKind::Text(
        text.as_str().replace(part.as_str(), with).into(),
    ))
}

fn lower(call: &mut Call) -> Result<ValueKind, Fault> {
    let text = call.text(0)?;
    call.reserve_text(text.len())?;
    Ok(ValueKind::Text(text.to_lowercase()))
}

fn upper(call: &mut Call) -> Result<ValueKind, Fault> {
    let text = call.text(0)?;
    call.reserve_text(text.len())?;
    Ok(ValueKind::Text(text.to_uppercase()))
}

fn trim(call: &mut Call) -> Result<ValueKind, Fault> {
    Ok(ValueKind::Text(call.text(0)?.trim().into()))
}

fn substring(call: &mut Call) -> Result<ValueKind, Fault> {
    let text = call.text(0)?;
    let start = position(call.int(1)?, 1, "start")?;
    let length = match call.option(2) {
        Some(_) => position(call.int(2)?, 2, "length")?,
        None => usize::MAX,
    };
    call.reserve_text(text.len())?;
    let characters = text.chars().skip(start).take(length);
    Ok(ValueKind::Text(characters.collect()))
}

fn position(value: i64, index: usize, name: &str) -> Result<usize, Fault> {
    let negative = || Fault::at(index, format!("`{name}` is {value}, which is below zero"));
    usize::try_from(value).map_err(|_| negative())
}

fn starts_with(call: &mut Call) -> Result<ValueKind, Fault> {
    let start = call.text(1)?.as_str();
    let known = parts(call, 0).and_then(|parts| parts.first()?.as_text());
    let found = match known {
        // What is known of the text decides, or is itself the beginning of `start`.
        Some(known) if known.len() >= start.len() => known.starts_with(start),
        Some(known) if !start.starts_with(known.as_str()) => false,
        _ => call.text(0)?.starts_with(start),
    };
    Ok(ValueKind::Bool(found))
}

fn ends_with(call: &mut Call) -> Result<ValueKind, Fault> {
    let end = call.text(1)?.as_str();
    let known = parts(call, 0).and_then(|parts| parts.last()?.as_text());
    let found = match known {
        Some(known) if known.len() >= end.len() => known.ends_with(end),
        Some(known) if !end.ends_with(known.as_str()) => false,
        _ => call.text(0)?.ends_with(end),
    };
    Ok(ValueKind::Bool(found))
}

/// The parts of an interpolated text that only the deployment knows as a whole.
fn parts<'a>(call: &Call<'a>, index: usize) -> Option<&'a [Value]> {
    match call.raw(index).ok()?.as_deferred()? {
        Deferred::Concat(parts) => Some(parts),
        _ => None,
    }
}

fn matches(call: &mut Call) -> Result<ValueKind, Fault> {
    let (text, pattern) = (call.text(0)?, call.text(1)?);
    let pattern = call.world.pattern(pattern);
    match pattern.problem() {
        Some(error) => Err(Fault::at(
            1,
            format!("this is no regular expression: {error}"),
        )),
        None => Ok(ValueKind::Bool(pattern.is_match(text))),
    }
}

fn to_string(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    let text = scalar_text(value).ok_or_else(|| mismatch(0, "a scalar", value))?;
    Ok(ValueKind::Text(text))
}

fn to_int(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    let int = match &value.kind {
        ValueKind::Int(int) => Some(*int),
        ValueKind::Number(number) => super::number::whole(*number),
        ValueKind::Text(text) => text.trim().parse().ok(),
        _ => return Err(mismatch(0, "a string or a number", value)),
    };
    int.map(ValueKind::Int).ok_or_else(|| {
        let shown = scalar_text(value).unwrap_or_default();
        Fault::at(0, format!("`{shown}` is not an integer"))
    })
}
