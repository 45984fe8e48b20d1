//! Keywords and signs: what stands between the tokens that the tree knows. In: a text, and those tokens. Out:
//! all tokens, in order, each on one line. Never: a judgement about what cannot be read; words there have
//! the colour that they would have elsewhere.

use super::{Modifiers, Token, TokenKind};
use crate::text::{FileId, Span};

/// Words that are keywords where no name can stand.
const WORDS: &[&str] = &[
    "as",
    "assert",
    "by",
    "component",
    "data",
    "else",
    "existing",
    "expect",
    "false",
    "fn",
    "for",
    "from",
    "if",
    "import",
    "in",
    "input",
    "let",
    "match",
    "module",
    "null",
    "output",
    "param",
    "policy",
    "require",
    "resource",
    "rule",
    "snapshot",
    "stack",
    "test",
    "then",
    "true",
    "type",
    "warn",
    "with",
];

/// Signs that mean something between two things; brackets, commas and colons only part them.
const SIGNS: &[u8] = b"=<>!?|&+-*/%.";

/// All tokens of a text, with those that are known.
pub fn fill(text: &str, file: FileId, mut known: Vec<Token>) -> Vec<Token> {
    known.sort_by_key(|token| (token.at.start, token.at.end));
    let mut all = Vec::with_capacity(known.len() * 2);
    let mut at = 0;
    for token in known {
        let start = token.at.start as usize;
        if start < at {
            // Two parts of the tree share a place: `{ a }` written for `{ a: a }`.
            continue;
        }
        scan(text, file, at, start, &mut all);
        lines(text, token, &mut all);
        at = (token.at.end as usize).min(text.len());
    }
    scan(text, file, at, text.len(), &mut all);
    all
}

/// The parts of a token on each of its lines.
fn lines(text: &str, token: Token, all: &mut Vec<Token>) {
    let mut start = token.at.start as usize;
    let Some(whole) = text.get(token.at.range()) else {
        return;
    };
    for line in whole.split_inclusive('\n') {
        let shown = line.trim_end_matches(['\n', '\r']);
        let blank = shown.len() - shown.trim_start().len();
        if !shown.trim().is_empty() {
            let from = match start == token.at.start as usize {
                true => start,
                false => start + blank,
            };
            let at = Span::new(token.at.file, from, start + shown.len());
            all.push(Token { at, ..token });
        }
        start += line.len();
    }
}

/// The words and signs of a stretch of text.
fn scan(text: &str, file: FileId, from: usize, to: usize, all: &mut Vec<Token>) {
    let Some(stretch) = text.get(from..to) else {
        return;
    };
    let mut at = 0;
    while let Some(rest) = stretch.get(at..)
        && let Some(first) = rest.chars().next()
    {
        let (length, kind) = piece(rest, first);
        if let Some(kind) = kind {
            let token = Token {
                at: Span::new(file, from + at, from + at + length),
                kind,
                modifiers: Modifiers::NONE,
            };
            lines(text, token, all);
        }
        at += length;
    }
}

/// How long the first piece of a text is, and what it is.
fn piece(rest: &str, first: char) -> (usize, Option<TokenKind>) {
    let run = |fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
    match first {
        '/' if rest.starts_with("//") => {
            let end = rest.find('\n').unwrap_or(rest.len());
            (end, Some(TokenKind::Comment))
        }
        '/' if rest.starts_with("/*") => {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            (end, Some(TokenKind::Comment))
        }
        '"' | '\'' => (quoted(rest, first), Some(TokenKind::Text)),
        '@' => {
            let word = rest.get(1..).unwrap_or("");
            let end = word.find(|c| !is_of_word(c)).unwrap_or(word.len());
            (1 + end, (end > 0).then_some(TokenKind::Decorator))
        }
        first if first.is_ascii_digit() => (run(is_of_word), Some(TokenKind::Number)),
        first if is_of_word(first) => {
            let length = run(is_of_word);
            let word = rest.get(..length).unwrap_or("");
            // `type: "A"` is an entry.
            let behind = rest.get(length..).unwrap_or("").trim_start_matches(' ');
            let is_key = behind.starts_with(':');
            if matches!(word, "list" | "map") && behind.starts_with('<') {
                return (length, Some(TokenKind::Type));
            }
            let kind = match WORDS.contains(&word) {
                true if !is_key => Some(TokenKind::Keyword),
                _ => is_key.then_some(TokenKind::Property),
            };
            (length, kind)
        }
        first if is_sign(first) => {
            let length = run(is_sign);
            let is_dot = rest.get(..length) == Some(".");
            (length, (!is_dot).then_some(TokenKind::Operator))
        }
        first => (first.len_utf8(), None),
    }
}

/// A text that nobody could read, up to its end or that of its line.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' => return at,
            c if c == quote && !escaped => return at + 1,
            c => escaped = c == '\\' && !escaped,
        }
    }
    rest.len()
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn is_sign(c: char) -> bool {
    u8::try_from(c).is_ok_and(|b| SIGNS.contains(&b))
}
