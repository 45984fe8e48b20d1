//! Templates to programs: `infra import` of `tests/import/<case>.yaml` must print `<case>.infra`, and that
//! program must make the template. Those in `rolled` are imported with `--rolled`.

use crate::harness::{Expected, files, infra, text};
use infra::template::{Node, differences, read};
use infra::text::FileId;
use std::path::Path;

#[test]
fn templates_become_programs_that_make_them() {
    let mut expected = Expected::new();
    for case in files("tests/import") {
        let ending = case.extension().and_then(|ending| ending.to_str());
        if !matches!(ending, Some("yaml" | "json")) {
            continue;
        }
        let file = case.to_string_lossy();
        let mut arguments = vec!["import", &file];
        if case.starts_with("tests/import/rolled") {
            arguments.push("--rolled");
        }
        let outcome = infra(arguments);
        let (program, said) = (text(&outcome.stdout), text(&outcome.stderr));
        if outcome.code != 0 {
            expected.fail(format!("{file}: not proved\n{said}"));
        }
        expected.compare(&case.with_extension("infra"), &program);
        let said = said.replace(
            &*file,
            case.file_name()
                .unwrap_or_default()
                .to_str()
                .unwrap_or_default(),
        );
        expected.compare(&case.with_extension("stderr"), &said);
        for difference in differences(&template(&case), &built(&program)) {
            expected.fail(format!("{file}: {difference}"));
        }
    }
    expected.finish("tests/import", &[".infra", ".stderr"]);
}

fn template(path: &Path) -> Node {
    let written = std::fs::read_to_string(path).expect("a template is text");
    root(&written)
}

/// What a program makes.
fn built(program: &str) -> Node {
    use infra::session::{Files, Request, Session, analyse};
    let mut files = Files::default();
    files.set("main.infra", program);
    let request = Request {
        stack: "main.infra".into(),
        ..Request::default()
    };
    let session = Session::new(files);
    let made = analyse(&session, request);
    root(&String::from_utf8_lossy(made.template()))
}

fn root(written: &str) -> Node {
    let (template, wrong) = read(FileId(0), written);
    template.unwrap_or_else(|| panic!("{wrong:?}")).root
}
