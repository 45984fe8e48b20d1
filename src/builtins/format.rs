//! `format("%s-%03d", ...)`: the verbs and what they do with values.

use super::call::{Call, Fault, known, mismatch};
use super::string::scalar_text;
use crate::graph::{Value, ValueKind};

/// One `%...` of a format.
#[derive(Debug, Default)]
struct Verb {
    left: bool,
    zeros: bool,
    width: usize,
    places: Option<usize>,
    letter: char,
}

/// Wider than this is a typing error.
const WIDEST: usize = 1000;

/// `format(text, values...)`.
pub(super) fn format(call: &mut Call) -> Result<ValueKind, Fault> {
    let text = call.text(0)?;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut used = 0;
    while let Some((before, after)) = rest.split_once('%') {
        out.push_str(before);
        let (verb, after) = parse_verb(after)?;
        rest = after;
        if verb.letter == '%' {
            out.push('%');
            continue;
        }
        used += 1;
        let missing = || {
            Fault::at(
                0,
                format!("the format asks for value {used}, which is not given"),
            )
        };
        let value = call.arguments.get(used).ok_or_else(missing)?;
        let written = write(&verb, known(value, used)?, used)?;
        call.reserve_text(out.len().saturating_add(written.len()))?;
        pad(&mut out, &verb, &written);
    }
    out.push_str(rest);
    let given = call.arguments.len() - 1;
    if used < given {
        let message = format!("the format has {used} verbs for {given} values");
        return Err(Fault::at(used + 1, message).help("add `%s` for it, or leave the value out"));
    }
    Ok(ValueKind::Text(out.into()))
}

/// The verb whose `%` stands just before `text`, and what follows it.
fn parse_verb(text: &str) -> Result<(Verb, &str), Fault> {
    let mut verb = Verb::default();
    let mut rest = text;
    loop {
        match rest.as_bytes().first() {
            Some(b'-') => verb.left = true,
            Some(b'0') => verb.zeros = true,
            _ => break,
        }
        rest = &rest[1..];
    }
    (verb.width, rest) = parse_number(rest)?;
    if let Some(after) = rest.strip_prefix('.') {
        let (places, after) = parse_number(after)?;
        (verb.places, rest) = (Some(places), after);
    }
    let mut letters = rest.chars();
    match letters.next() {
        Some(letter @ ('s' | 'd' | 'x' | 'X' | 'f' | '%')) => {
            verb.letter = letter;
            Ok((verb, letters.as_str()))
        }
        Some(other) => {
            let message = format!("`%{other}` is not a verb of `format`");
            Err(Fault::at(0, message).help("use `%s`, `%d`, `%x`, `%X`, `%f` or `%%`"))
        }
        None => Err(Fault::at(0, "the format ends with a single `%`").help("write `%%`")),
    }
}

fn parse_number(text: &str) -> Result<(usize, &str), Fault> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = text.split_at(end);
    match digits.parse() {
        _ if digits.is_empty() => Ok((0, rest)),
        Ok(number) if number <= WIDEST => Ok((number, rest)),
        _ => Err(Fault::at(
            0,
            format!("`{digits}` is too wide: {WIDEST} is the widest"),
        )),
    }
}

fn write(verb: &Verb, value: &Value, index: usize) -> Result<String, Fault> {
    let text = || scalar_text(value).ok_or_else(|| mismatch(index, "a scalar", value));
    match (verb.letter, &value.kind) {
        ('d', ValueKind::Int(int)) => Ok(int.to_string()),
        ('x', ValueKind::Int(int)) => Ok(format!("{int:x}")),
        ('X', ValueKind::Int(int)) => Ok(format!("{int:X}")),
        ('f', ValueKind::Int(int)) => Ok(format!("{:.*}", verb.places.unwrap_or(6), *int as f64)),
        ('f', ValueKind::Number(number)) => Ok(format!("{:.*}", verb.places.unwrap_or(6), number)),
        ('f', _) => Err(mismatch(index, "a number for `%f`", value)),
        ('d' | 'x' | 'X', _) => {
            let wanted = format!("an integer for `%{}`", verb.letter);
            Err(mismatch(index, &wanted, value))
        }
        _ => Ok(match verb.places {
            Some(places) => text()?.chars().take(places).collect(),
            None => text()?.to_string(),
        }),
    }
}

fn pad(out: &mut String, verb: &Verb, written: &str) {
    let missing = verb.width.saturating_sub(written.chars().count());
    let fill = |out: &mut String, with: char| out.extend(std::iter::repeat_n(with, missing));
    if verb.left {
        out.push_str(written);
        fill(out, ' ');
    } else if verb.zeros && verb.letter != 's' {
        let digits = written.strip_prefix('-');
        if digits.is_some() {
            out.push('-');
        }
        fill(out, '0');
        out.push_str(digits.unwrap_or(written));
    } else {
        fill(out, ' ');
        out.push_str(written);
    }
}
