//! The one style: `tests/format/<case>.infra` printed must be `<case>.out`. And for every program
//! of the project: printing keeps the tree and the comments, and printing twice changes nothing.

use crate::fuzzing::bodies::{formatting, shape};
use crate::harness::{Expected, files_with};
use infra::syntax::{format, parse};
use infra::text::FileId;

#[test]
fn programs_look_as_expected() {
    let mut expected = Expected::new();
    for case in files_with("tests/format", ".infra") {
        let text = std::fs::read_to_string(&case).expect("a case is text");
        let (module, _) = parse(FileId(0), &text);
        expected.compare(&case.with_extension("out"), &format(&text, &module));
    }
    expected.finish("tests/format", &[".out"]);
}

#[test]
fn the_library_looks_as_printed() {
    let mut expected = Expected::new();
    for folder in ["stdlib", "tests/std", "tests/policies"] {
        for path in files_with(folder, ".infra") {
            let text = std::fs::read_to_string(&path).expect("a module is text");
            let (module, _) = parse(FileId(0), &text);
            expected.compare(&path, &format(&text, &module));
        }
    }
    expected.finish("stdlib/std", &[".infra"]);
}

#[test]
fn printing_keeps_the_meaning() {
    let mut wrong = Vec::new();
    let programs = ["tests", "examples", "stdlib"];
    for path in programs
        .iter()
        .flat_map(|folder| files_with(folder, ".infra"))
    {
        // Some cases of other suites are no text.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        if let Err(reason) = formatting(&text) {
            wrong.push(format!("{}: {reason}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn line_ends_and_marks_of_other_systems_are_read() {
    let text = "let a = {\n  b: 1 // one\n  c: \"\"\"\n    x\n    \"\"\"\n}\n";
    for other in [text.replace('\n', "\r\n"), format!("\u{FEFF}{text}")] {
        let (module, diagnostics) = parse(FileId(0), &other);
        assert_eq!(diagnostics, []);
        let printed = format(&other, &module);
        assert_eq!(
            shape(&printed, &parse(FileId(0), &printed).0),
            shape(&other, &module)
        );
    }
}

#[test]
fn lines_that_end_in_two_ways_keep_what_cannot_be_read() {
    // The return behind the backslash is the mistake; without it the text would end elsewhere.
    let text = "let a = 1\nlet b = \"x\"a\n  \"c\\\r\nu{41}\"\n  'raw'\n";
    assert_eq!(formatting(text), Ok(()));
    let (module, _) = parse(FileId(0), text);
    assert_eq!(format(text, &module), text);
}
