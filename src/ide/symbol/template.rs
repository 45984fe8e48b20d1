//! Names in a template of CloudFormation, at the places where they stand in its text. In: what is named in
//! its tree, whose places may be those of whole functions. Out: the same at the names themselves. Never: a
//! place whose text is another name.

use super::kind::{Occurrence, Symbol};
use super::walk::Walk;
use crate::text::Span;

/// Moves each place to the name in it.
pub fn narrow(walk: &mut Walk, found: Vec<Occurrence>) -> Vec<Occurrence> {
    let mut narrowed: Vec<Occurrence> = Vec::with_capacity(found.len());
    // Where to go on in a text that names several things.
    let mut behind: Option<(Span, usize)> = None;
    for one in found {
        let Some(name) = name_of(walk, &one.symbol) else {
            continue;
        };
        let text = walk.view.slice(one.at);
        let from = match behind {
            Some((at, from)) if at == one.at => from,
            _ => after_tag(text),
        };
        if let Some(start) = word(text, &name, from) {
            behind = Some((one.at, start + name.len()));
            let start = one.at.start as usize + start;
            let at = Span::new(one.at.file, start, start + name.len());
            narrowed.push(Occurrence { at, ..one });
        }
    }
    narrowed.sort_by_key(|one| (one.at.start, one.at.end));
    narrowed
}

/// How the template writes it; nothing for what only the tree of a program has.
fn name_of(walk: &mut Walk, symbol: &Symbol) -> Option<String> {
    Some(match symbol {
        Symbol::Declared(decl) => {
            let at = walk.declarations.name(*decl)?.span;
            unquoted(walk.view.slice(at)).to_owned()
        }
        Symbol::Type(key) => key.name.to_string(),
        Symbol::Property(_, _, name) | Symbol::Attribute(_, name) => name.to_string(),
        // `AWS::Region` of `aws.region`.
        Symbol::Builtin(id) => {
            let mut name = "AWS::".to_owned();
            crate::graph::push_capitalised(&mut name, id.get().name);
            name
        }
        _ => return None,
    })
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// Where a text begins behind its `!Tag`.
fn after_tag(text: &str) -> usize {
    match text.starts_with('!') {
        true => text.find(char::is_whitespace).unwrap_or(text.len()),
        false => 0,
    }
}

/// Where a name stands as a word of its own.
fn word(text: &str, name: &str, from: usize) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let rest = text.get(from..)?;
    let found = rest.match_indices(name).map(|(at, _)| from + at);
    let mut whole = found.filter(|at| {
        let before = text.get(..*at).and_then(|t| t.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    });
    whole.next()
}
