//! What holds for the names of every program: of the examples, of the library, and of both half typed.

use crate::harness::files_with;
use infra::ide::rename::{Identity, prepare, rename};
use infra::ide::{
    Occurrence, Part, Role, Symbol, View, Which, Workspace, calls, definition, links, occurrences,
    outline, references, symbol_at,
};
use infra::session::Analysis;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Programs that people write, by where they are.
fn programs() -> Vec<PathBuf> {
    let mut all = files_with("examples", ".infra");
    all.extend(files_with("stdlib/std", ".infra"));
    let whole = all
        .iter()
        .map(|path| path.canonicalize().expect("it is there"));
    whole.collect()
}

fn analysis(workspace: &mut Workspace, path: &Path, text: &str) -> Arc<Analysis> {
    workspace.open(path, text);
    workspace.analysis_of(path)
}

/// Asks something about a file as it is on the disk.
fn of_file<T>(path: &Path, ask: impl Fn(&View) -> T) -> T {
    let mut workspace = Workspace::default();
    let text = std::fs::read_to_string(path).expect("a program is text");
    of_text(&mut workspace, path, &text, ask)
}

fn of_text<T>(workspace: &mut Workspace, path: &Path, text: &str, ask: impl Fn(&View) -> T) -> T {
    let analysis = analysis(workspace, path, text);
    let file = analysis.file_at(path).expect("the file is read");
    ask(&View::of(&analysis, file).expect("it is a file of the program"))
}

/// Names stand beside each other, and are pieces of the text.
fn check_places(view: &View, all: &[Occurrence]) {
    let mut end = 0;
    for one in all {
        assert_eq!(one.at.file, view.file, "{one:?}");
        assert!(
            end <= one.at.start,
            "{} {one:?} in {all:#?}",
            view.source.path
        );
        let text = view.text().get(one.at.range());
        assert!(text.is_some_and(|text| !text.is_empty()), "{one:?}");
        end = one.at.end;
    }
}

fn check_parts(view: &View, parts: &[Part]) {
    for part in parts {
        assert!(part.whole.contains(part.at), "{part:?}");
        assert!(part.whole.end as usize <= view.text().len(), "{part:?}");
        assert!(!part.name.trim().is_empty(), "{part:?}");
        check_parts(view, &part.inside);
    }
}

#[test]
fn every_name_has_one_declaration_and_is_found_from_it() {
    for path in programs() {
        of_file(&path, |view| {
            let all = occurrences(view);
            check_places(view, &all);
            check_parts(view, &outline(view));
            for one in &all {
                let home = match &one.symbol {
                    Symbol::Declared(decl) => decl.file,
                    Symbol::Local(at)
                    | Symbol::Parameter(at)
                    | Symbol::Alias { at, .. }
                    | Symbol::Import { at, .. } => at.file,
                    _ => continue,
                };
                if home != view.file {
                    continue;
                }
                let declared = all
                    .iter()
                    .filter(|other| other.symbol == one.symbol && other.role == Role::Declaration);
                assert_eq!(declared.count(), 1, "{} {one:?}", path.display());
            }
            for one in all.iter().step_by(40) {
                assert!(references(view, &one.symbol).contains(one), "{one:?}");
                assert_eq!(symbol_at(view, one.at.start).as_ref(), Some(one));
            }
        });
    }
}

/// Each of these texts is a program that somebody is about to write.
fn half_typed(text: &str) -> Vec<String> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let step = (starts.len() / 5).max(1);
    let places = starts.iter().skip(step / 2).step_by(step);
    let texts = places.flat_map(|at| {
        let (before, after) = text.split_at(*at);
        let rest: String = after.chars().skip(1).collect();
        // The end is not there yet; a letter is missing; something opens that nothing closes.
        [
            before.to_owned(),
            format!("{before}{rest}"),
            format!("{before} {{ (\"{after}"),
        ]
    });
    texts.collect()
}

#[test]
fn what_is_half_typed_has_names_all_the_same() {
    for path in programs() {
        let text = std::fs::read_to_string(&path).expect("a program is text");
        let mut workspace = Workspace::default();
        for text in half_typed(&text) {
            of_text(&mut workspace, &path, &text, |view| {
                let all = occurrences(view);
                check_places(view, &all);
                check_parts(view, &outline(view));
                links(view);
                // At the start, at the end, past it, and in the middle of some name.
                let some = all.get(all.len() / 2).map_or(0, |one| one.at.start + 1);
                for at in [0, text.len() as u32, u32::MAX, some] {
                    for which in [Which::Definition, Which::Declaration, Which::Type] {
                        definition(view, at, which);
                    }
                    calls::prepare(view, at);
                    let _ = prepare(view, at);
                }
            });
        }
    }
}

#[test]
fn names_of_the_examples_can_be_others_and_keep_ids() {
    let mut kept = 0;
    for path in files_with("examples", ".infra") {
        let path = path.canonicalize().expect("it is there");
        let mut workspace = Workspace::default();
        let text = std::fs::read_to_string(&path).expect("a program is text");
        let program = analysis(&mut workspace, &path, &text);
        let file = program.file_at(&path).expect("the file is read");
        let view = View::of(&program, file).expect("it is a file of the program");
        let mut seen = BTreeSet::new();
        let declared = occurrences(&view).into_iter().filter(|one| {
            let is_name = prepare(&view, one.at.start).is_ok();
            // One of each kind of line is enough.
            let line = view.source.line(view.source.line_column(one.at.start).line);
            let word = line
                .split_whitespace()
                .next()
                .unwrap_or_default()
                .to_owned();
            one.role == Role::Declaration && is_name && seen.insert(word)
        });
        for one in declared {
            let subject = prepare(&view, one.at.start).expect("it can have another name");
            let renamed = rename(&mut workspace, &program, &subject, "another");
            let said = format!("`{}` in {}", subject.name, path.display());
            let renamed = renamed.unwrap_or_else(|refused| panic!("{said}: {refused}"));
            assert!(!renamed.files.is_empty(), "{said}");
            kept += usize::from(matches!(renamed.identity, Identity::Kept { .. }));
        }
    }
    assert!(kept > 10, "{kept}");
}
