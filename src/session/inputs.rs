//! What the user gives for inputs: files of them, values of the project, texts of the command line. In: a
//! request. Out: [`Inputs`], each with the place where it is written, if that is a file. Never: whether
//! the stack has such an input (see `eval/input.rs`).

use super::request::{Request, Session};
use crate::diag::{Code, Diagnostic};
use crate::eval::{Given, Inputs};
use crate::text::{FileId, Name, Sources, Span};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// All that is given. The command line is the later word.
pub fn read_inputs(
    session: &Session,
    request: &Request,
    sources: &mut Sources,
) -> (Inputs, Vec<Diagnostic>) {
    let mut inputs = Inputs::default();
    let mut wrong = Vec::new();
    for path in &request.inputs_files {
        let (file, unread) = session.files.open(path, sources);
        if unread.is_empty() {
            let source = sources.get(file);
            let places = places_of_keys(&source.text);
            if let Err((reason, place)) =
                inputs.add_file(&source.text, |name| span_of(file, places.get(name)))
            {
                let message = format!("the inputs in `{}` cannot be read: {reason}", source.path);
                let place = place.map_or(0, |place| source.offset(place) as usize);
                let at = Span::new(file, place, place);
                wrong.push(Diagnostic::new(Code::FileInputs, at, message));
            }
        }
        wrong.extend(unread);
    }
    for (name, value) in &request.values {
        inputs.add(name.clone(), Given::Data(value.clone()), None);
    }
    for (name, text) in &request.inputs {
        inputs.add(name.clone(), Given::Text(text.clone()), None);
    }
    (inputs, wrong)
}

/// The start of the file, where a key is written in a way that is not looked for.
fn span_of(file: FileId, place: Option<&Range<usize>>) -> Span {
    let place = place.cloned().unwrap_or(0..0);
    Span::new(file, place.start, place.end)
}

/// Where the keys of the outermost map are written: in YAML at the start of a line, in JSON behind
/// the first brace. Escapes in quoted keys are left as they are.
fn places_of_keys(text: &str) -> FxHashMap<Name, Range<usize>> {
    let mut places = FxHashMap::default();
    let mut add = |at: Range<usize>| {
        let name = text.get(at.clone()).unwrap_or_default();
        places.entry(Name::from(name)).or_insert(at);
    };
    if text.trim_start().starts_with('{') {
        keys_in_braces(text, &mut add);
        return places;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some(key) = key_at(line) {
            add(start + key.start..start + key.end);
        }
        start += line.len();
    }
    places
}

/// The key at the very start of a text, without its quotes, if a colon follows.
fn key_at(text: &str) -> Option<Range<usize>> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        let length = quoted_length(text)?;
        let follows = text.get(length..)?.trim_start_matches([' ', '\t']);
        return follows.starts_with(':').then_some(1..length - 1);
    }
    if first.is_whitespace() || matches!(first, '#' | '-' | '%' | '[' | ']' | '}' | ',') {
        return None;
    }
    let line = text.lines().next()?;
    let colon = line
        .find(": ")
        .or_else(|| line.trim_end().strip_suffix(':').map(str::len))?;
    Some(0..line.get(..colon)?.trim_end().len())
}

/// How long the quoted text is that a text begins with, quotes and all.
fn quoted_length(text: &str) -> Option<usize> {
    let mut characters = text.char_indices();
    let (_, quote) = characters.next()?;
    while let Some((at, character)) = characters.next() {
        if character == quote {
            return Some(at + 1);
        }
        if character == '\\' && quote == '"' {
            characters.next();
        }
    }
    None
}

fn keys_in_braces(text: &str, add: &mut impl FnMut(Range<usize>)) {
    let mut depth = 0usize;
    let mut at = 0;
    // Whether an entry of the outermost braces begins here.
    let mut begins = false;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(character) = rest.chars().next() else {
            return;
        };
        if begins && !character.is_whitespace() {
            if let Some(key) = key_at(rest) {
                add(at + key.start..at + key.end);
            }
            begins = false;
        }
        match character {
            '{' | '[' => depth += 1,
            '}' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        begins |= depth == 1 && matches!(character, '{' | ',');
        at += match character {
            '"' | '\'' => quoted_length(rest).unwrap_or(rest.len()),
            _ => character.len_utf8(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::places_of_keys;

    fn at(text: &str, key: &str) -> Option<usize> {
        places_of_keys(text).get(key).map(|at| at.start)
    }

    #[test]
    fn keys_of_yaml_stand_at_the_start_of_a_line() {
        let text = "# a: comment\nteams:\n  - a\n  b: c\n\"odd key\" : 1\nretries: 3\n";
        assert_eq!(at(text, "teams"), Some(13));
        assert_eq!(at(text, "odd key"), Some(34));
        assert_eq!(at(text, "retries"), Some(47));
        assert_eq!(at(text, "b"), None);
    }

    #[test]
    fn keys_of_json_stand_behind_the_first_brace() {
        let text = "{ \"a\": { \"b\": [1, { \"c\": 2 }] },\n  \"d,{\": \"x: y\", e: 1}";
        assert_eq!(at(text, "a"), Some(3));
        assert_eq!(at(text, "b"), None);
        assert_eq!(at(text, "d,{"), Some(36));
        assert_eq!(at(text, "e"), Some(50));
    }

    #[test]
    fn broken_texts_have_the_keys_that_they_have() {
        assert_eq!(at("\"a", "a"), None);
        assert_eq!(at("{\"a\":1, \"b", "a"), Some(2));
        assert_eq!(at("", "a"), None);
    }
}
