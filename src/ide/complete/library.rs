//! What is not imported yet: of the library, and of the project's other files. In: the letters that were
//! typed. Out: names that fit, each with the import that it needs. Never: a name that is known here already.

use super::ask::Context;
use super::cursor::Cursor;
use super::item::{Completion, Completions, Kind};
use super::type_names::{braces, rank_of};
use crate::ide::Change;
use crate::ide::fuzzy::score;
use crate::resolve::{is_private, offers};
use crate::session::{Analysis, Declares};
use crate::syntax::ast::{Import, ImportNames, Item, ItemKind, Module};
use crate::text::{FileId, Span};
use std::path::{Component, Path};

/// So many other files are looked at.
const FILES: usize = 400;

/// So many names of other files are offered.
const NAMES: usize = 40;

/// The tree of a file, in a program that it is part of.
pub fn module_of(analysis: &Analysis, file: FileId) -> Option<&Module> {
    analysis.trees().find(|module| module.file == file)
}

/// Offers what is declared elsewhere and may be imported, of these kinds. `back` leads from places of the
/// tree to those of the file.
pub fn offer(
    context: &Context,
    cursor: &Cursor,
    module: &Module,
    back: &dyn Fn(u32) -> u32,
    kinds: &[&str],
    list: &mut Completions,
) {
    let word = cursor.word();
    if word.is_empty() {
        // Too many would fit.
        list.incomplete = true;
        return;
    }
    let own = &context.analysis.sources.get(context.file).path;
    let mut found = Vec::new();
    for (path, declares) in context.session.library() {
        search(word, path, &declares, kinds, &mut found);
    }
    for other in context.others.iter().take(FILES) {
        if let Some(path) = path_between(own, other)
            && let Some(declares) = context.session.declares(other)
        {
            search(word, &path, &declares, kinds, &mut found);
        }
    }
    found.sort_by(|a, b| b.score.cmp(&a.score).then(a.path.cmp(&b.path)));
    list.incomplete |= found.len() > NAMES;
    for (nth, one) in (700..).zip(found.into_iter().take(NAMES)) {
        if list.has(&one.name) {
            continue;
        }
        let rank = match one.kind {
            Kind::Component => rank_of(one.score),
            _ => nth,
        };
        let mut item = Completion::new(one.name.as_str(), one.kind, rank)
            .filter(word)
            .detail(format!("{}, from \"{}\"", one.what, one.path))
            .page(one.page);
        item.also = vec![import_of(
            module,
            context.file,
            cursor.text,
            &one.path,
            &one.name,
            back,
        )];
        list.push(match one.kind {
            Kind::Function if !cursor.behind().starts_with('(') => {
                item.snippet(format!("{}($0)", one.name))
            }
            Kind::Component if !cursor.has_body() => {
                item.snippet(format!("{} {}", one.name, one.braces))
            }
            _ => item,
        });
    }
}

struct Found {
    score: i32,
    name: String,
    kind: Kind,
    what: &'static str,
    path: String,
    page: String,
    braces: String,
}

fn search(word: &str, path: &str, declares: &Declares, kinds: &[&str], found: &mut Vec<Found>) {
    let module = declares.module();
    let offered = offers(module);
    // A file that is a stack has nothing for others.
    if !offered.refused.is_empty() {
        return;
    }
    for (name, one) in &offered.names {
        if is_private(name) || !kinds.contains(&one.kind()) {
            continue;
        }
        let Some(score) = score(word, name) else {
            continue;
        };
        let item = crate::ide::items::item_of(module, one.item);
        found.push(Found {
            score,
            name: name.to_string(),
            kind: match one.kind() {
                "component" => Kind::Component,
                "function" => Kind::Function,
                "type" => Kind::Type,
                _ => Kind::Constant,
            },
            what: one.kind(),
            path: path.to_owned(),
            page: item.and_then(doc_of).unwrap_or_default(),
            braces: match item.map(|item| &item.kind) {
                Some(ItemKind::Component(component)) => braces(&component.params),
                _ => String::new(),
            },
        });
    }
}

fn doc_of(item: &Item) -> Option<String> {
    item.doc.as_ref().map(|doc| doc.text.clone())
}

/// The change that imports a name: into the braces of an import of the same file, else as a new line.
fn import_of(
    module: &Module,
    file: FileId,
    text: &str,
    path: &str,
    name: &str,
    back: &dyn Fn(u32) -> u32,
) -> Change {
    let imports = module.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Import(import) => Some((item, import)),
        _ => None,
    });
    let imports: Vec<(&Item, &Import)> = imports.collect();
    let at = |offset: u32| {
        let offset = back(offset) as usize;
        Span::new(file, offset, offset)
    };
    for (_, import) in &imports {
        if import.path.value == path
            && let ImportNames::Listed(names) = &import.names
            && let Some(last) = names.last()
        {
            let last = last.alias.as_ref().unwrap_or(&last.name);
            return Change {
                at: at(last.span.end),
                text: format!(", {name}"),
            };
        }
    }
    let line = format!("import {{ {name} }} from \"{path}\"\n");
    if let Some((last, _)) = imports.last() {
        // The next line, where there is one.
        let end = back(last.span.end) as usize;
        let rest = text.get(end..).unwrap_or("");
        return match rest.find('\n') {
            Some(found) => Change {
                at: Span::new(file, end + found + 1, end + found + 1),
                text: line,
            },
            None => Change {
                at: Span::new(file, text.len(), text.len()),
                text: format!("\n{}", line.trim_end()),
            },
        };
    }
    // Before the first item, behind what is said of the file as a whole.
    let first = module.items.first().map_or(0, |item| item.span.start);
    Change {
        at: at(first),
        text: format!("{line}\n"),
    }
}

/// How a file names another one, from its folder. Nothing for itself, and for what has no such path.
pub fn path_between(from: &str, to: &Path) -> Option<String> {
    let from = Path::new(from);
    if from == to {
        return None;
    }
    let folder: Vec<Component> = from.parent()?.components().collect();
    let target: Vec<Component> = to.components().collect();
    let shared = folder
        .iter()
        .zip(&target)
        .take_while(|(a, b)| a == b)
        .count();
    let up = folder.len() - shared;
    let mut path = match up {
        0 => "./".to_owned(),
        _ => "../".repeat(up),
    };
    let rest = target.get(shared..)?.iter();
    let rest: Option<Vec<&str>> = rest.map(|part| part.as_os_str().to_str()).collect();
    path.push_str(&rest?.join("/"));
    Some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_the_folder_of_the_file() {
        let path = |from: &str, to: &str| path_between(from, Path::new(to));
        assert_eq!(
            path("/a/main.infra", "/a/lib.infra").as_deref(),
            Some("./lib.infra")
        );
        assert_eq!(
            path("/a/main.infra", "/a/b/c.infra").as_deref(),
            Some("./b/c.infra")
        );
        assert_eq!(
            path("/a/b/main.infra", "/a/c/d.infra").as_deref(),
            Some("../c/d.infra")
        );
        assert_eq!(path("/a/main.infra", "/a/main.infra"), None);
    }
}
