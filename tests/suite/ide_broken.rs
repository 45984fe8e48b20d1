//! A broken file never silences the rest: of each example every token is left out, one at a time. The items
//! beside the broken one stay in the outline, are hovered and completed; and what is reported there is a
//! consequence: it is about what the broken item declares.

use crate::harness::files_with;
use infra::diag::{Diagnostic, Severity};
use infra::ide::{View, Workspace};
use infra::session::Analysis;
use infra::syntax::ast::{Item, ItemKind, Module, Node};
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
    /// What its head declares; `None` for items without a name.
    name: Option<String>,
    /// All that it, and what is in it, declares.
    declares: BTreeSet<String>,
}

#[test]
fn any_token_left_out_breaks_one_item_alone() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for path in files_with("examples", ".infra") {
        let path = std::fs::canonicalize(&path).expect("an example is there");
        let example = Example::read(&path);
        let mut workspace = Workspace::default();
        for token in tokens(&example.text) {
            count += 1;
            let mut text = example.text.clone();
            text.replace_range(token.clone(), "");
            workspace.open(&path, &text);
            let analysis = workspace.analysis(&path);
            if let Err(reason) = holds(&example, &token, &analysis) {
                let place =
                    analysis
                        .sources
                        .start(Span::new(analysis.stack, token.start, token.start));
                let left_out = example.text.get(token).unwrap_or("");
                wrong.push(format!(
                    "{}:{}:{}: without `{left_out}`: {reason}",
                    path.display(),
                    place.line,
                    place.column
                ));
            }
        }
    }
    assert!(count > 1_000, "{count} tokens");
    assert!(
        wrong.is_empty(),
        "{} of {count} tokens\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

impl Example {
    fn read(path: &Path) -> Example {
        let text = std::fs::read_to_string(path).expect("an example is text");
        let mut workspace = Workspace::default();
        workspace.open(path, &text);
        let analysis = workspace.analysis(path);
        let items = analysis.module().items.iter().map(|item| Whole {
            range: item.span.range(),
            name: item.kind.name().map(|name| name.name.to_string()),
            declares: declared(item),
        });
        Example {
            path: path.to_owned(),
            items: items.collect(),
            text: text.clone(),
        }
    }
}

/// Whether the items beside the broken one are as they were.
fn holds(example: &Example, token: &Range<usize>, analysis: &Analysis) -> Result<(), String> {
    let broken = example
        .items
        .iter()
        .position(|item| item.range.start <= token.start && token.end <= item.range.end);
    let view = View::of(analysis, analysis.stack).ok_or("the file is not read")?;
    let outline: BTreeSet<&str> = names(view.module).collect();
    let length = token.end - token.start;
    let declares = broken.and_then(|at| example.items.get(at));
    let declares = declares.map(|item| &item.declares);
    for (at, item) in example.items.iter().enumerate() {
        if Some(at) == broken {
            continue;
        }
        if let Some(name) = &item.name
            && !outline.contains(name.as_str())
        {
            return Err(format!("`{name}` is not in the outline"));
        }
        let moved = |offset: usize| match offset > token.start {
            true => offset - length,
            false => offset,
        };
        let range = moved(item.range.start)..moved(item.range.end);
        for found in analysis.diagnostics() {
            let is_here =
                found.at.file == analysis.stack && range.contains(&(found.at.start as usize));
            let is_error = found.severity == Severity::Error;
            if is_here && is_error && !is_consequence(found, analysis, declares, &range) {
                let line = analysis.sources.start(found.at).line;
                return Err(format!(
                    "line {line}: {}: {}",
                    found.code.as_str(),
                    found.message
                ));
            }
        }
    }
    Ok(())
}

/// Whether an error is about something that the broken item declares.
fn is_consequence(
    found: &Diagnostic,
    analysis: &Analysis,
    declares: Option<&BTreeSet<String>>,
    own: &Range<usize>,
) -> bool {
    let Some(declares) = declares else {
        return false;
    };
    let labels = found.labels.iter();
    let elsewhere = labels
        .clone()
        .any(|label| label.at.file == analysis.stack && !own.contains(&(label.at.start as usize)));
    let said = labels.map(|label| label.text.as_str());
    let source = analysis.sources.get(found.at.file);
    let line = source.line(source.line_column(found.at.start).line);
    let mut said = said.chain([found.message.as_str(), line]);
    elsewhere || said.any(|text| words(text).any(|word| declares.contains(word)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

fn names(module: &Module) -> impl Iterator<Item = &str> {
    let items = module.items.iter();
    items.filter_map(|item| Some(item.kind.name()?.name.as_str()))
}

/// The names that an item declares: its own, those that it imports, and all that stand in it.
fn declared(item: &Item) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    Node::Item(item).walk(&mut |node| {
        let ident = match node {
            Node::Item(item) => item.kind.name(),
            Node::ImportName(one) => one.alias.as_ref().or(Some(&one.name)),
            Node::Param(param) => Some(&param.name),
            Node::Field(field) => Some(&field.name),
            _ => None,
        };
        all.extend(ident.map(|ident| ident.name.to_string()));
    });
    if let ItemKind::Import(import) = &item.kind
        && let infra::syntax::ast::ImportNames::Whole(name) = &import.names
    {
        all.insert(name.name.to_string());
    }
    all
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
