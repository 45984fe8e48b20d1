//! How a file looks in an editor: colours, folds, growing selections, hints, and the changes of formatting and of fixes.
//! The cases are as in `ide.rs`.

use crate::ide::{Fixture, cases, drawn};
use infra::diag::Edit;
use infra::ide::{
    Change, FoldKind, HintKind, HintOptions, View, fix_all, fixes, folds, format_ended,
    format_range, hints, selections, tokens,
};
use infra::text::Span;

fn whole(view: &View) -> Span {
    Span::new(view.file, 0, view.text().len())
}

/// The text of a file with changes made.
fn changed(view: &View, changes: impl IntoIterator<Item = (Span, String)>) -> String {
    let mut changes: Vec<(Span, String)> = changes.into_iter().collect();
    changes.sort_by_key(|(at, _)| (at.start, at.end));
    let mut text = view.text().to_owned();
    for (at, new) in changes.into_iter().rev() {
        text.replace_range(at.range(), &new);
    }
    text
}

fn of_changes(changes: Vec<Change>) -> impl Iterator<Item = (Span, String)> {
    changes.into_iter().map(|change| (change.at, change.text))
}

fn of_edits(edits: &[Edit]) -> impl Iterator<Item = (Span, String)> + '_ {
    edits.iter().map(|edit| (edit.at, edit.text.clone()))
}

#[test]
fn words_have_kinds() {
    cases("tokens", |fixture| {
        fixture.ask(|view, _| {
            let mut shown = String::new();
            let mut last = 0;
            for token in tokens(view) {
                let at = view.source.line_column(token.at.start);
                if at.line != last {
                    last = at.line;
                    shown += &format!("{:>3} {}\n", at.line, view.source.line(at.line));
                }
                let modifiers: String = token
                    .modifiers
                    .names()
                    .map(|name| format!(" {name}"))
                    .collect();
                let word = view.slice(token.at);
                shown += &format!("      {word}  {}{modifiers}\n", token.kind.name());
            }
            shown
        })
    });
}

#[test]
fn tokens_stand_in_order_on_one_line_each() {
    for file in crate::harness::files("examples")
        .into_iter()
        .chain(crate::harness::files("tests/ui"))
        .filter(|file| file.extension().is_some_and(|e| e == "infra"))
    {
        let Ok(text) = std::fs::read_to_string(&file) else {
            continue;
        };
        if text.is_empty() {
            continue;
        }
        let mut fixture = Fixture::new(&text.replace("//- ", "// "));
        fixture.ask(|view, _| {
            let mut end = 0;
            for token in tokens(view) {
                assert!(token.at.start >= end, "{}", file.display());
                let word = view.text().get(token.at.range()).expect("a piece of text");
                assert!(
                    !word.is_empty() && !word.contains('\n'),
                    "{}",
                    file.display()
                );
                end = token.at.end;
            }
        });
    }
}

#[test]
fn what_is_closed_can_be_folded() {
    cases("folding", |fixture| {
        fixture.ask(|view, _| {
            let shown = folds(view).into_iter().map(|fold| {
                let from = view.source.line_column(fold.at.start);
                let to = view.source.line_column(fold.at.end);
                let kind = match fold.kind {
                    FoldKind::Comment => "comment",
                    FoldKind::Imports => "imports",
                    FoldKind::Region => "region",
                };
                let first = view.source.line(from.line);
                format!("{}-{} {kind}: {first}\n", from.line, to.line)
            });
            shown.collect()
        })
    });
}

#[test]
fn selections_grow() {
    cases("selection", |fixture| {
        fixture.ask(|view, offset| {
            let around = selections(view, offset).into_iter();
            let shown = around.map(|at| {
                let text = view.slice(at).trim_end_matches('\n');
                format!("{}\n", text.replace('\n', "\n  "))
            });
            shown.collect()
        })
    });
}

#[test]
fn hints_say_what_is_not_written() {
    cases("hints", |fixture| {
        fixture.ask(|view, _| {
            let all = hints(view, whole(view), HintOptions::default());
            let mut shown = String::new();
            let lines = view.text().lines().count() as u32;
            for line in 1..=lines {
                let here = all.iter().filter(|hint| {
                    let at = view.source.line_column(hint.at.start);
                    at.line == line
                });
                let mut text = view.source.line(line).to_owned();
                let mut below = String::new();
                for hint in here.collect::<Vec<_>>().into_iter().rev() {
                    let at = view.source.line_column(hint.at.start);
                    let column = text
                        .char_indices()
                        .nth(at.column as usize - 1)
                        .map_or(text.len(), |(at, _)| at);
                    text.insert_str(column, &format!("‹{}›", hint.label));
                    if let Some(tooltip) = &hint.tooltip {
                        let tooltip = tooltip.replace('\n', ", ");
                        below.insert_str(0, &format!("    {}  {tooltip}\n", hint.label));
                    }
                }
                shown += &format!("{text}\n{below}");
            }
            shown
        })
    });
}

#[test]
fn hints_can_be_taken_as_text() {
    // What a hint offers to write is what the checker said: nothing new is wrong with it.
    let text = "fn double(n: int, by: int) = n * by\nlet twice = double(2, 3)\noutput x = twice\n";
    let mut fixture = Fixture::new(text);
    let written = fixture.ask(|view, _| {
        let all = hints(view, whole(view), HintOptions::default());
        changed(
            view,
            all.into_iter()
                .filter_map(|hint| Some((hint.at, hint.written?))),
        )
    });
    assert_eq!(
        written,
        "fn double(n: int, by: int) -> int = n * by\nlet twice: int = double(n: 2, by: 3)\noutput x = twice\n"
    );
    let found = |text: &str| {
        let analysis = Fixture::new(text).analysis();
        analysis.diagnostics().len()
    };
    assert_eq!(found(text), found(&written));
}

#[test]
fn hints_are_of_the_kinds_that_are_wanted() {
    let mut fixture = Fixture::new(
        "fn f(n: int, m: int) = n + m\nlet x = f(1, 2)\nresource q = AWS::SQS::Queue { DelaySeconds: x }\n",
    );
    fixture.ask(|view, _| {
        for kind in [HintKind::Type, HintKind::Parameter, HintKind::Id] {
            let options = HintOptions {
                types: kind == HintKind::Type,
                parameters: kind == HintKind::Parameter,
                ids: kind == HintKind::Id,
            };
            let found = hints(view, whole(view), options);
            assert!(!found.is_empty());
            assert!(found.iter().all(|hint| hint.kind == kind));
        }
        // Nothing of another line.
        let first = Span::new(view.file, 0, 20);
        let found = hints(view, first, HintOptions::default());
        assert!(found.iter().all(|hint| first.contains(hint.at)));
    });
}

#[test]
fn fixes_mend_what_was_found() {
    cases("fixes", |fixture| {
        let analysis = fixture.analysis();
        fixture.ask(|view, _| {
            let mut shown = String::new();
            for repair in fixes(view, whole(view)) {
                shown += &drawn(&analysis, repair.diagnostic.at);
                let only = if repair.is_only {
                    " (the only one)"
                } else {
                    ""
                };
                shown += &format!("  {}{only}\n", repair.fix.title);
            }
            let all = fix_all(view);
            shown + "---\n" + &changed(view, of_edits(&all))
        })
    });
}

#[test]
fn the_item_that_was_ended_is_formatted() {
    cases("format-ended", |fixture| {
        fixture.ask(|view, offset| {
            let before = view.text().get(..offset as usize).expect("a place");
            let typed = &before[before.len() - 1..];
            changed(view, of_changes(format_ended(view, offset, typed)))
        })
    });
}

#[test]
fn a_range_is_formatted_alone() {
    let text = "let a=1\nlet b=2\nlet c=3\noutput o=a+b+c\n";
    let mut fixture = Fixture::new(text);
    let made = fixture.ask(|view, _| {
        let second = Span::new(view.file, 8, 12);
        changed(view, of_changes(format_range(view, second)))
    });
    assert_eq!(made, "let a=1\nlet b = 2\nlet c=3\noutput o=a+b+c\n");
}

#[test]
fn a_file_that_ends_anywhere_has_looks_too() {
    for file in crate::harness::files_with("examples", ".infra") {
        let whole_text = std::fs::read_to_string(&file).expect("an example is text");
        // Ends that are spread over the file, in the middle of everything.
        let step = whole_text.len() / 5 + 1;
        let ends = (1..5)
            .map(|part| part * step)
            .filter(|end| *end < whole_text.len());
        for end in ends.filter(|end| whole_text.is_char_boundary(*end)) {
            let text = format!(
                "{}\nresource next = AWS::SQS::Queue {{}}\nlet last = 1\n",
                &whole_text[..end]
            );
            let mut fixture = Fixture::new(&text);
            fixture.ask(|view, _| {
                let all = whole(view);
                let inside = |at: Span| assert!(all.contains(at), "{}: {end}", file.display());
                tokens(view).iter().for_each(|token| inside(token.at));
                folds(view).iter().for_each(|fold| inside(fold.at));
                let options = HintOptions::default();
                hints(view, all, options)
                    .iter()
                    .for_each(|hint| inside(hint.at));
                for offset in (0..=end).step_by(step / 3 + 1) {
                    let around = selections(view, offset as u32);
                    assert_eq!(around.last(), Some(&all));
                    around.iter().for_each(|at| inside(*at));
                    format_ended(view, offset as u32, "}");
                }
                fix_all(view).iter().for_each(|edit| inside(edit.at));
                // What is whole has its colours. The next declaration may be read as the end of what was cut.
                // A text of several lines that nobody has closed holds all that follows.
                let is_open = |quotes: &str| whole_text[..end].matches(quotes).count() % 2 == 1;
                if is_open("'''") || is_open("\"\"\"") {
                    return;
                }
                let all = tokens(view);
                let mut names = all.iter().map(|token| view.slice(token.at));
                let has_last = names.any(|name| name == "last");
                assert!(has_last, "{}: {end}", file.display());
            });
        }
    }
}
