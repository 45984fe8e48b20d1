//! The messages of the syntax phase that do not say what was expected. In: the place, and what
//! stands there. Out: one [`Diagnostic`] each. Never: where they apply.

use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{BinaryOp, TextStyle};
use crate::syntax::escapes::Wrong;
use crate::syntax::lower::NESTING_LIMIT;
use crate::text::Span;

const RESERVED: &[&str] = &[
    "if", "then", "else", "match", "for", "in", "let", "true", "false", "null",
];

/// Whether a word can be no name.
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

pub fn reserved(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxName,
        at,
        format!("`{word}` is a reserved word and cannot be a name"),
    )
    .here("reserved word")
    .help(format!("choose another name, such as `{word}_`"))
}

pub fn foreign_letters(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxName,
        at,
        format!("the name `{word}` has letters that ids cannot hold"),
    )
    .here("not only `a-z`, `A-Z`, `0-9`, `_`")
    .help("write names in ASCII letters, digits and `_`; keys of records may be quoted")
}

pub fn nesting(at: Span) -> Diagnostic {
    let at = Span {
        end: at.end.min(at.start + 1),
        ..at
    };
    Diagnostic::new(
        Code::SyntaxNesting,
        at,
        format!("more than {NESTING_LIMIT} levels stand in one another"),
    )
    .here("too deep from here on")
    .help("give parts of it names with `let`")
}

pub fn chained(at: Span, before: Span) -> Diagnostic {
    Diagnostic::new(Code::SyntaxChained, at, "comparisons do not chain")
        .here("compares the result of another")
        .label(before, "the first comparison")
        .help("join two comparisons with `&&`, or add parentheses")
}

pub fn operator(at: Span, written: &str, meant: BinaryOp) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::SyntaxOperator,
        at,
        format!("there is no operator `{written}`"),
    )
    .here("not an operator");
    if written == "**" {
        return diagnostic.help("multiply with `*`");
    }
    let symbol = meant.symbol();
    diagnostic.fix(format!("write `{symbol}`"), at, symbol)
}

pub fn unclosed_text(at: Span, style: TextStyle) -> Diagnostic {
    let (quotes, help) = match style {
        TextStyle::Quoted => (
            "\"",
            "close it on the same line, or write `\"\"\"` at both ends",
        ),
        TextStyle::Raw => (
            "'",
            "close it on the same line, or write `'''` at both ends",
        ),
        TextStyle::MultiQuoted => ("\"\"\"", "close it with `\"\"\"`"),
        TextStyle::MultiRaw => ("'''", "close it with `'''`"),
    };
    Diagnostic::new(
        Code::SyntaxUnclosed,
        at,
        format!("the text that begins with `{quotes}` is never closed"),
    )
    .here("opened here")
    .help(help)
}

pub fn unclosed_comment(at: Span) -> Diagnostic {
    let at = Span {
        end: at.end.min(at.start + 2),
        ..at
    };
    Diagnostic::new(Code::SyntaxUnclosed, at, "the comment is never closed")
        .here("opened here")
        .help("close it with `*/`")
}

pub fn unclosed_pattern(at: Span) -> Diagnostic {
    Diagnostic::new(Code::SyntaxUnclosed, at, "the pattern is never closed")
        .here("opened here")
        .help("close it with `/`; inside it write `\\/`")
}

pub fn escape(at: Span, written: &str, wrong: Wrong) -> Diagnostic {
    let (message, help) = match wrong {
        Wrong::Unknown => (
            format!("there is no escape `{written}`"),
            "write one of `\\n`, `\\r`, `\\t`, `\\\"`, `\\\\`, `\\$`, `\\u{...}`, or a raw text in `'`",
        ),
        Wrong::Form => (
            "expected `\\u{...}` with one to six hexadecimal digits".to_owned(),
            "write the character's code in braces: `\\u{1F600}`",
        ),
        Wrong::Character => (
            format!("no character has the code in `{written}`"),
            "write a code up to `10FFFF` that is no surrogate",
        ),
    };
    Diagnostic::new(Code::SyntaxEscape, at, message)
        .here("not an escape")
        .help(help)
}

pub fn interpolated(at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxInterpolation,
        at,
        "expected a text that is known as it stands, found an interpolated one",
    )
    .here("nothing is evaluated here")
    .help("write the whole text")
}

pub fn leading_zero(at: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxNumber,
        at,
        format!("the number `{written}` begins with a zero"),
    )
    .here("its zeros would be lost")
    .help(format!(
        "write the text `\"{written}\"`, or leave the zeros out"
    ))
}

pub fn int_range(at: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxNumber,
        at,
        format!("the int `{written}` is out of range"),
    )
    .here("more than 64 bits")
    .help(format!(
        "write at most {}, or a text if it is an identifier",
        i64::MAX
    ))
}

pub fn number_range(at: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxNumber,
        at,
        format!("the number `{written}` is out of range"),
    )
    .here("too large for a number")
    .help("write a smaller number")
}

/// A number with letters behind its `digits` digits.
pub fn number(at: Span, written: &str, digits: usize) -> Diagnostic {
    let plain: String = written.chars().filter(|c| *c != '_').collect();
    let tail = written.get(digits..).unwrap_or("");
    let help = if plain.bytes().all(|b| b.is_ascii_digit()) {
        format!("write `{plain}`")
    } else if tail.starts_with(['x', 'X', 'b', 'o']) {
        "write numbers in decimal".to_owned()
    } else {
        format!("write the text `\"{written}\"`, or the number alone")
    };
    Diagnostic::new(
        Code::SyntaxNumber,
        at,
        format!("expected a number, found `{written}`"),
    )
    .here("more than digits")
    .help(help)
}

pub fn map_bounds(at: Span) -> Diagnostic {
    Diagnostic::new(Code::SyntaxBounds, at, "a map has no bounds")
        .here("bounds of a map")
        .help("leave the bounds out")
}

pub fn bare_collection(at: Span, word: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxExpected,
        at,
        format!("expected the type of what the {word} holds"),
    )
    .here(format!("a {word} of what?"))
    .help(format!("write `{word}<string>`, or the type that fits"))
}

pub fn not_generic(at: Span, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        Code::SyntaxExpected,
        at,
        format!("expected `list` or `map` before `<`, found `{name}`"),
    )
    .here("takes no other type");
    match name.to_ascii_lowercase().as_str() {
        "list" | "array" | "set" | "vec" => diagnostic.fix("write `list`", at, "list"),
        "map" | "dict" | "record" | "object" => diagnostic.fix("write `map`", at, "map"),
        _ => diagnostic,
    }
}

pub fn second_argument(at: Span) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxExpected,
        at,
        "expected `>`: a list or map holds one type",
    )
    .here("a second type")
    .help("write the type of the values alone: keys of maps are texts")
}

pub fn second_bound(at: Span, what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxBounds,
        at,
        format!("expected one {what}, found a second one"),
    )
    .here(format!("the second {what}"))
    .help(format!("leave one {what}"))
}

pub fn open_range(at: Span) -> Diagnostic {
    Diagnostic::new(Code::SyntaxBounds, at, "the range `..` has neither end")
        .here("bounds nothing")
        .help("write a lower or an upper end: `1..`, `..10`")
}

pub fn lone_bound(at: Span, written: &str) -> Diagnostic {
    Diagnostic::new(
        Code::SyntaxBounds,
        at,
        format!("expected a range, found the number `{written}`"),
    )
    .here("a lower or an upper end?")
    .fix(
        format!("write `{written}..{written}`"),
        at,
        format!("{written}..{written}"),
    )
}
