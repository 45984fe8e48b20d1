//! What a plain text means in YAML 1.1. In: a text without quotes. Out: null, a boolean, a number or the text.
//! Never: dates, which stay texts; numbers that YAML 1.1 does not know, like `1e3`.

use crate::template::NodeKind;

pub fn resolve(text: &str) -> NodeKind {
    let kind = match text.as_bytes().first() {
        None | Some(b'~' | b'n' | b'N' | b'y' | b'Y' | b't' | b'T' | b'f' | b'F' | b'o' | b'O') => {
            word(text)
        }
        Some(b'-' | b'+' | b'.' | b'0'..=b'9') => number(text),
        _ => None,
    };
    kind.unwrap_or_else(|| NodeKind::Text(text.into()))
}

/// A text under one of YAML's own tags: `!!int "80"`. Nothing where it does not fit, or the tag is another.
pub fn as_tagged(tag: &str, text: &str) -> Option<NodeKind> {
    match (tag, resolve(text)) {
        ("str" | "timestamp", _) => Some(NodeKind::Text(text.into())),
        ("null", _) => Some(NodeKind::Null),
        ("bool", kind @ NodeKind::Bool(_)) => Some(kind),
        ("int", kind @ NodeKind::Int(_)) => Some(kind),
        ("float", kind @ NodeKind::Number(_)) => Some(kind),
        ("float", NodeKind::Int(int)) => Some(NodeKind::Number(int as f64)),
        _ => None,
    }
}

fn word(text: &str) -> Option<NodeKind> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Some(NodeKind::Null),
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Some(NodeKind::Bool(true))
        }
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Some(NodeKind::Bool(false))
        }
        _ => None,
    }
}

/// A whole number, or one with a point. It may be infinite, or none.
fn number(text: &str) -> Option<NodeKind> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'-' => (-1, &text[1..]),
        b'+' => (1, &text[1..]),
        _ => (1, text),
    };
    let signed = digits.len() < text.len();
    let float = match digits {
        ".inf" | ".Inf" | ".INF" => Some(f64::INFINITY),
        ".nan" | ".NaN" | ".NAN" if !signed => Some(f64::NAN),
        _ if !digits.contains('.') => None,
        _ => float(digits, signed),
    };
    if let Some(value) = float {
        return Some(NodeKind::Number(f64::from(sign) * value));
    }
    let (base, digits) = match digits.as_bytes() {
        [b'0', b'b', ..] => (2, &digits[2..]),
        [b'0', b'x', ..] => (16, &digits[2..]),
        [b'0', _, ..] => (8, &digits[1..]),
        [b'0'..=b'9', ..] => (10, digits),
        _ => return None,
    };
    if base == 10 && digits.contains(':') {
        let exact = exact_sixties(digits).map(|exact| i128::from(sign) * exact);
        return sixties(digits).map(|value| whole(f64::from(sign) * value, exact));
    }
    let is_digit = |c: char| c == '_' || c.is_digit(base);
    if digits.is_empty() || !digits.chars().all(is_digit) {
        return None;
    }
    let digits: String = digits.chars().filter(|c| *c != '_').collect();
    if digits.is_empty() && base != 8 {
        return None;
    }
    let exact = i128::from_str_radix(&digits, base).ok();
    let exact = exact.or(digits.is_empty().then_some(0));
    let near = match base {
        10 => digits.parse().unwrap_or(f64::INFINITY),
        _ => digits
            .chars()
            .filter_map(|c| c.to_digit(base))
            .fold(0.0, |sum, digit| sum * f64::from(base) + f64::from(digit)),
    };
    Some(whole(
        f64::from(sign) * near,
        exact.map(|exact| i128::from(sign) * exact),
    ))
}

/// A whole number; one near to it where it is too large.
fn whole(near: f64, exact: Option<i128>) -> NodeKind {
    match exact.and_then(|exact| i64::try_from(exact).ok()) {
        Some(int) => NodeKind::Int(int),
        None => NodeKind::Number(near),
    }
}

/// `12.5e+3`, `.5` or `1:30.5`, without its sign.
fn float(digits: &str, signed: bool) -> Option<f64> {
    if digits.contains(':') {
        let (whole, _) = digits.split_once('.')?;
        let fraction = digits.get(whole.len() + 1..)?;
        let is_right = fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_');
        let last = whole.rfind(':')?;
        let seconds: f64 = plain_digits(&digits[last + 1..]).parse().ok()?;
        let before = sixties(whole)? - plain_digits(&whole[last + 1..]).parse::<f64>().ok()?;
        return is_right.then_some(before + seconds);
    }
    let (mantissa, exponent) = match digits.find(['e', 'E']) {
        Some(at) => (&digits[..at], Some(&digits[at + 1..])),
        None => (digits, None),
    };
    let (whole, fraction) = mantissa.split_once('.')?;
    let are_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let begins = |text: &str| text.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let is_right = match whole.is_empty() {
        true => !signed && begins(fraction) && are_digits(fraction),
        false => begins(whole) && are_digits(whole) && are_digits(fraction),
    };
    let exponent_is_right = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['-', '+']).unwrap_or("");
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    });
    match is_right && exponent_is_right {
        true => plain_digits(digits).parse().ok(),
        false => None,
    }
}

/// `190:20:30`: each part but the first is below sixty.
fn sixties(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    let begins = first.as_bytes().first().is_some_and(u8::is_ascii_digit);
    let are_digits = first.bytes().all(|b| b.is_ascii_digit() || b == b'_');
    let mut value: f64 = match begins && are_digits {
        true => plain_digits(first).parse().ok()?,
        false => return None,
    };
    for part in parts {
        value = match part.as_bytes() {
            [b'0'..=b'9'] | [b'0'..=b'5', b'0'..=b'9'] => {
                value * 60.0 + part.parse::<f64>().ok()?
            }
            _ => return None,
        };
    }
    Some(value)
}

/// The same of a text that is one, where no number is too large.
fn exact_sixties(text: &str) -> Option<i128> {
    let mut parts = text.split(':').map(|part| plain_digits(part).parse().ok());
    parts.try_fold(0_i128, |sum, part| sum.checked_mul(60)?.checked_add(part?))
}

fn plain_digits(text: &str) -> String {
    text.replace('_', "")
}
