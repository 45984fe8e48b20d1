//! Functions over numbers. Integers stay integers; what leaves 64 bits is an error.

use super::call::{Call, Fault, known, mismatch};
use super::signature::{Param, Signature, Ty, Variable, param, signature};
use super::table::{Builtin, example, function};
use crate::graph::{Value, ValueKind};

const NUMBERS: &[Variable] = &[Variable {
    name: "T",
    bound: Ty::Number,
}];

const T: Ty = Ty::Var(0);

const NUMBER: Param = param("number", Ty::Number);

const ONE_OR_MORE: &[Signature] = &[
    signature(&[param("list", Ty::List(&T))], T).over(NUMBERS),
    signature(&[param("first", T)], T)
        .rest(param("more", T))
        .over(NUMBERS),
];

pub(super) static ENTRIES: &[Builtin] = &[
    function(
        "min",
        ONE_OR_MORE,
        "The smallest of several numbers, or of a list of them.",
        example("min(300, 60, 90)", "60"),
        min,
    ),
    function(
        "max",
        ONE_OR_MORE,
        "The greatest of several numbers, or of a list of them.",
        example("max([300, 60, 90])", "300"),
        max,
    ),
    function(
        "sum",
        &[
            signature(&[param("list", Ty::List(&Ty::Int))], Ty::Int),
            signature(&[param("list", Ty::List(&Ty::Number))], Ty::Number),
        ],
        "All numbers of a list added up; 0 for an empty one.",
        example("sum([300, 60, 90])", "450"),
        sum,
    ),
    function(
        "abs",
        &[
            signature(&[param("number", Ty::Int)], Ty::Int),
            signature(&[NUMBER], Ty::Number),
        ],
        "The number without its sign.",
        example("abs(-5)", "5"),
        abs,
    ),
    function(
        "floor",
        &[signature(&[NUMBER], Ty::Int)],
        "The greatest integer that is not above the number.",
        example("floor(7 / 2)", "3"),
        floor,
    ),
    function(
        "ceil",
        &[signature(&[NUMBER], Ty::Int)],
        "The smallest integer that is not below the number.",
        example("ceil(7 / 2)", "4"),
        ceil,
    ),
];

/// The integer that a number is, where it has no fraction and fits.
pub fn whole(number: f64) -> Option<i64> {
    // 2^63 is the first that does not fit; both bounds are exact in a float.
    let fits = number.fract() == 0.0
        && (-9.223_372_036_854_776e18..9.223_372_036_854_776e18).contains(&number);
    fits.then_some(number as i64)
}

/// Calls `with` with the digits of an integer. Loops write millions of them.
pub fn with_digits<T>(int: i64, with: impl FnOnce(&str) -> T) -> T {
    // 19 digits and a sign.
    let mut digits = [b'-'; 20];
    let mut at = digits.len();
    let mut rest = int.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    at -= usize::from(int < 0);
    with(std::str::from_utf8(&digits[at..]).unwrap_or_default())
}

/// Which of two numbers is greater. Integers are compared as such: floats would lose their last
/// digits.
pub fn order(left: &ValueKind, right: &ValueKind) -> Option<std::cmp::Ordering> {
    match (left, right) {
        (ValueKind::Int(l), ValueKind::Int(r)) => Some(l.cmp(r)),
        _ => float(left)?.partial_cmp(&float(right)?),
    }
}

/// A number as a float.
pub fn float(kind: &ValueKind) -> Option<f64> {
    match kind {
        ValueKind::Int(int) => Some(*int as f64),
        ValueKind::Number(number) => Some(*number),
        _ => None,
    }
}

/// The numbers of a call: its arguments, or the elements of its only one.
fn numbers<'a>(call: &Call<'a>) -> Result<Vec<&'a Value>, Fault> {
    let first = call.known(0)?;
    let values = match (&first.kind, call.arguments.len()) {
        (ValueKind::List(list), 1) => list,
        _ => call.arguments,
    };
    let number = |value: &'a Value| {
        let value = known(value, 0)?;
        let is_number = float(&value.kind).is_some();
        is_number
            .then_some(value)
            .ok_or_else(|| mismatch(0, "numbers", value))
    };
    values.iter().map(number).collect()
}

fn extreme(call: &mut Call, wanted: std::cmp::Ordering, name: &str) -> Result<ValueKind, Fault> {
    let numbers = numbers(call)?;
    let better = |best: &'_ Value, other: &'_ Value| order(&other.kind, &best.kind) == Some(wanted);
    let best = numbers
        .into_iter()
        .reduce(|best, other| if better(best, other) { other } else { best });
    best.map(|v| v.kind.clone())
        .ok_or_else(|| Fault::at(0, format!("`{name}` of an empty list")))
}

fn min(call: &mut Call) -> Result<ValueKind, Fault> {
    extreme(call, std::cmp::Ordering::Less, "min")
}

fn max(call: &mut Call) -> Result<ValueKind, Fault> {
    extreme(call, std::cmp::Ordering::Greater, "max")
}

fn sum(call: &mut Call) -> Result<ValueKind, Fault> {
    call.list(0)?;
    let mut total = ValueKind::Int(0);
    for value in numbers(call)? {
        total = match (&total, &value.kind) {
            (ValueKind::Int(a), ValueKind::Int(b)) => a.checked_add(*b).map(ValueKind::Int),
            (a, b) => float(a)
                .zip(float(b))
                .map(|(a, b)| ValueKind::Number(a + b)),
        }
        .filter(is_finite)
        .ok_or_else(|| Fault::at(0, "the sum is too big for 64 bits"))?;
    }
    Ok(total)
}

/// Whether a number is one that a template can hold.
pub fn is_finite(kind: &ValueKind) -> bool {
    !matches!(kind, ValueKind::Number(n) if !n.is_finite())
}

fn abs(call: &mut Call) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    match value.kind {
        ValueKind::Int(int) => {
            let positive = int.checked_abs().map(ValueKind::Int);
            positive.ok_or_else(|| Fault::at(0, "the result is too big for 64 bits"))
        }
        ValueKind::Number(number) => Ok(ValueKind::Number(number.abs())),
        _ => Err(mismatch(0, "a number", value)),
    }
}

fn rounded(call: &mut Call, round: fn(f64) -> f64) -> Result<ValueKind, Fault> {
    let value = call.known(0)?;
    let int = match value.kind {
        ValueKind::Int(int) => Some(int),
        ValueKind::Number(number) => whole(round(number)),
        _ => return Err(mismatch(0, "a number", value)),
    };
    int.map(ValueKind::Int)
        .ok_or_else(|| Fault::at(0, "the result is too big for 64 bits"))
}

fn floor(call: &mut Call) -> Result<ValueKind, Fault> {
    rounded(call, f64::floor)
}

fn ceil(call: &mut Call) -> Result<ValueKind, Fault> {
    rounded(call, f64::ceil)
}
