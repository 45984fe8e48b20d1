//! A broken file never silences the rest: of each example every token is left out, one at a time. The items
//! beside the broken one stay in the outline, are hovered and completed; and what is reported there is a
//! consequence: it is about what the broken item declares.

use crate::harness::files_with;
use infra::diag::{Diagnostic, Severity};
use infra::ide::{Context, View, Workspace, complete, hover};
use infra::session::Analysis;
use infra::syntax::ast::{ImportNames, Item, ItemKind};
use infra::text::Span;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// An example, whole.
struct Example {
    path: PathBuf,
    text: String,
    items: Vec<Whole>,
}

/// An item as it was before anything was left out.
struct Whole {
    range: Range<usize>,
    is_stack: bool,
    /// Where its head names it, and what is shown there; `None` for items without a name.
    name: Option<Named>,
    /// A place in the braces of a resource, and what may be written there.
    inside: Option<(usize, BTreeSet<String>)>,
    /// The names that it gives to the file.
    declares: BTreeSet<String>,
    /// All words in it, but those of lines that are comments.
    mentions: BTreeSet<String>,
}

struct Named {
    name: String,
    at: usize,
    shown: Option<String>,
}

/// A token that is left out, and what follows from that.
struct Cut<'a> {
    example: &'a Example,
    token: Range<usize>,
    /// The item that is broken by it.
    broken: Option<usize>,
    /// The first item that is no longer code: without the mark of a text of several lines the language reads
    /// all up to the next such mark as other than it was, to the end of the file.
    text_from: usize,
    /// The items that read what the broken one declares, or read it through others.
    readers: BTreeSet<usize>,
}

/// To complete reads the file once more: one of so many tokens shows it, so that the test stays quick.
const COMPLETED: usize = 13;

#[test]
fn any_token_left_out_breaks_one_item_alone() {
    let mut wrong = Vec::new();
    let (mut count, mut properties) = (0, 0);
    for path in files_with("examples", ".infra") {
        let path = std::fs::canonicalize(&path).expect("an example is there");
        let example = Example::read(&path);
        let offered = example.items.iter().filter_map(|item| item.inside.as_ref());
        properties += offered.map(|(_, labels)| labels.len()).sum::<usize>();
        let mut workspace = Workspace::default();
        for token in tokens(&example.text) {
            count += 1;
            let mut text = example.text.clone();
            text.replace_range(token.clone(), "");
            workspace.open(&path, &text);
            let analysis = workspace.analysis(&path);
            let cut = Cut::new(&example, token);
            let completes = match count % COMPLETED {
                0 => cut.completes(&workspace, &analysis),
                _ => Ok(()),
            };
            if let Err(reason) = cut.holds(&analysis).and(completes) {
                let start = cut.token.start;
                let at = Span::new(analysis.stack, start, start);
                let place = analysis.sources.start(at);
                let left_out = example.text.get(cut.token).unwrap_or("");
                let (line, column) = (place.line, place.column);
                let path = example.path.display();
                wrong.push(format!(
                    "{path}:{line}:{column}: without `{left_out}`: {reason}"
                ));
            }
        }
    }
    assert!(count > 1_000, "{count} tokens");
    assert!(properties > 100, "{properties} properties are offered");
    let (failed, lines) = (wrong.len(), wrong.join("\n"));
    assert!(wrong.is_empty(), "{failed} of {count} tokens\n{lines}");
}

impl Example {
    fn read(path: &Path) -> Example {
        let text = std::fs::read_to_string(path).expect("an example is text");
        let mut workspace = Workspace::default();
        workspace.open(path, &text);
        let analysis = workspace.analysis(path);
        let view = View::of(&analysis, analysis.stack).expect("an example is read");
        let items = view.module.items.iter().map(|item| Whole {
            range: item.span.range(),
            is_stack: matches!(item.kind, ItemKind::Stack(_)),
            name: item.kind.name().map(|name| Named {
                name: name.name.to_string(),
                at: name.span.start as usize,
                shown: hover(&view, name.span.start).map(|hover| hover.text),
            }),
            inside: match &item.kind {
                ItemKind::Resource(resource) => {
                    let offset = resource.body.span.start as usize + 1;
                    Some((offset, completed(&workspace, &analysis, offset)))
                }
                _ => None,
            },
            declares: declared(item),
            mentions: words(view.slice(item.span)),
        });
        Example {
            path: path.to_owned(),
            items: items.collect(),
            text: text.clone(),
        }
    }

    /// The items that mention a name of these, or one of an item that does.
    fn readers(&self, mut names: BTreeSet<String>) -> BTreeSet<usize> {
        let mut readers = BTreeSet::new();
        loop {
            let more = self
                .items
                .iter()
                .enumerate()
                .find(|(at, item)| !readers.contains(at) && !item.mentions.is_disjoint(&names));
            let Some((at, item)) = more else {
                return readers;
            };
            readers.insert(at);
            names.extend(item.declares.iter().cloned());
        }
    }
}

impl<'a> Cut<'a> {
    fn new(example: &'a Example, token: Range<usize>) -> Cut<'a> {
        let items = &example.items;
        let broken = items
            .iter()
            .position(|item| item.range.start <= token.start && token.end <= item.range.end);
        let left_out = example.text.get(token.clone());
        let is_mark = matches!(left_out, Some("\"\"\"" | "'''"));
        let text_from = match broken {
            Some(broken) if is_mark => broken + 1,
            _ => items.len(),
        };
        let lost = items.iter().enumerate();
        let lost = lost.filter(|(at, _)| Some(*at) == broken || *at >= text_from);
        let names = lost.flat_map(|(_, item)| item.declares.iter().cloned());
        Cut {
            readers: example.readers(names.collect()),
            example,
            token,
            broken,
            text_from,
        }
    }

    /// Whether the items beside the broken one are as they were.
    fn holds(&self, analysis: &Analysis) -> Result<(), String> {
        let view = View::of(analysis, analysis.stack).ok_or("the file is not read")?;
        let items = view.module.items.iter();
        let outline = items.filter_map(|item| Some(item.kind.name()?.name.as_str()));
        let outline: BTreeSet<&str> = outline.collect();
        let whole = self.example.items.iter().enumerate().take(self.text_from);
        for (at, item) in whole.filter(|(at, _)| Some(*at) != self.broken) {
            if let Some(Named { name, .. }) = &item.name
                && !outline.contains(name.as_str())
            {
                return Err(format!("`{name}` is not in the outline"));
            }
            let range = self.moved(item.range.start)..self.moved(item.range.end);
            let here = analysis.diagnostics().iter().find(|found| {
                found.at.file == analysis.stack
                    && range.contains(&(found.at.start as usize))
                    && found.severity == Severity::Error
                    && !self.is_consequence(found, at)
            });
            if let Some(found) = here {
                let line = analysis.sources.start(found.at).line;
                let (code, message) = (found.code.as_str(), &found.message);
                return Err(format!("line {line}: {code}: {message}"));
            }
        }
        self.shows(&view)
    }

    /// Whether the items next to the broken one show what they did. Of what reads it they show something.
    fn shows(&self, view: &View) -> Result<(), String> {
        for at in self.beside(|item| item.name.is_some()) {
            let item = self.example.items.get(at);
            let Some(Named {
                name,
                at: offset,
                shown,
            }) = item.and_then(|item| item.name.as_ref())
            else {
                continue;
            };
            let now = hover(view, self.moved(*offset) as u32).map(|hover| hover.text);
            let is_same = match self.readers.contains(&at) {
                true => now.is_some() == shown.is_some(),
                false => now == *shown,
            };
            if !is_same {
                return Err(format!("`{name}` shows {now:?}, not {shown:?}"));
            }
        }
        Ok(())
    }

    /// Whether the same may be written in the resources next to the broken item. What a resource is that reads
    /// the broken item may no longer be known.
    fn completes(&self, workspace: &Workspace, analysis: &Analysis) -> Result<(), String> {
        for at in self.beside(|item| item.inside.is_some()) {
            let item = self.example.items.get(at);
            let Some((offset, whole)) = item.and_then(|item| item.inside.as_ref()) else {
                continue;
            };
            let now = completed(workspace, analysis, self.moved(*offset));
            if now != *whole && !self.readers.contains(&at) {
                let line = self
                    .example
                    .text
                    .get(..*offset)
                    .map_or(0, |text| text.lines().count());
                return Err(format!(
                    "in the braces of line {line}: {now:?}, not {whole:?}"
                ));
            }
        }
        Ok(())
    }

    /// The items of some kind that are next to the broken one.
    fn beside(&self, is_one: impl Fn(&Whole) -> bool) -> impl Iterator<Item = usize> {
        let broken = self.broken.unwrap_or(0);
        let is_one = |at: &usize| self.example.items.get(*at).is_some_and(&is_one);
        let before = (0..broken).rev().find(is_one);
        let after = (broken + 1..self.text_from).find(is_one);
        before.into_iter().chain(after)
    }

    /// Whether an error in an item is about something that the broken one declares. A broken `stack` no longer
    /// says what is built and by which providers.
    fn is_consequence(&self, found: &Diagnostic, item: usize) -> bool {
        let broken = self.broken.and_then(|at| self.example.items.get(at));
        let is_target = found.code.as_str().starts_with("target::");
        self.readers.contains(&item) || is_target && broken.is_some_and(|item| item.is_stack)
    }

    /// Where an offset is without the token.
    fn moved(&self, offset: usize) -> usize {
        match offset > self.token.start {
            true => offset - self.token.len(),
            false => offset,
        }
    }
}

/// What may be written at a place.
fn completed(workspace: &Workspace, analysis: &Analysis, offset: usize) -> BTreeSet<String> {
    let context = Context {
        session: workspace.session(),
        analysis,
        file: analysis.stack,
        others: &[],
        snippets: false,
    };
    let found = complete(&context, offset as u32).items;
    found.into_iter().map(|item| item.label).collect()
}

/// The names that an item gives to its file: its own, or those that it imports.
fn declared(item: &Item) -> BTreeSet<String> {
    let name = |name: &infra::syntax::ast::Ident| name.name.to_string();
    match &item.kind {
        ItemKind::Import(import) => match &import.names {
            ImportNames::Whole(whole) => BTreeSet::from([name(whole)]),
            ImportNames::Listed(names) => {
                let names = names.iter();
                names
                    .map(|one| name(one.alias.as_ref().unwrap_or(&one.name)))
                    .collect()
            }
        },
        // An output binds no name.
        ItemKind::Output(_) => BTreeSet::new(),
        kind => kind.name().map(name).into_iter().collect(),
    }
}

fn words(text: &str) -> BTreeSet<String> {
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let code = text.lines().filter(is_code);
    let words = code.flat_map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_'));
    words.map(str::to_owned).collect()
}

/// The tokens of a program: words, numbers, the marks of texts, and signs. What is said in comments is none.
fn tokens(text: &str) -> Vec<Range<usize>> {
    const SIGNS: &[&str] = &[
        "\"\"\"", "'''", "${", "...", "..", "=>", "->", "==", "!=", "<=", ">=", "&&", "||", "?.",
        "??",
    ];
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            continue;
        } else if rest.starts_with(word) {
            rest.find(|c| !word(c)).unwrap_or(rest.len())
        } else if let Some(sign) = SIGNS.iter().find(|sign| rest.starts_with(**sign)) {
            sign.len()
        } else {
            rest.chars().next().map_or(1, char::len_utf8)
        };
        if !rest.starts_with(char::is_whitespace) {
            found.push(at..at + length);
        }
        at += length;
    }
    found
}
