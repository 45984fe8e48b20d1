//! `infra fmt`: which files it takes, what it writes, what it says; and that it changes no meaning.

use crate::folder::{Folder, code, stderr, stdout};
use crate::harness::{files_with, infra};
use infra::session::{Files, Request, Session, analyse};
use infra::syntax::{format, parse};
use infra::text::FileId;
use std::path::Path;

const UGLY: &str = "// of orders\nresource  queue=AWS::SQS::Queue{QueueName:'orders'}\n";
const PRETTY: &str = "// of orders\nresource queue = AWS::SQS::Queue { QueueName: 'orders' }\n";
const BROKEN: &str = "let a   = 1\n\nlet = = 2 // why\n\nlet b   = 3\n";

#[test]
fn files_are_written_where_they_change() {
    let folder = Folder::with("ugly.infra", UGLY);
    folder.write("pretty.infra", PRETTY);
    let before = modified(&folder, "pretty.infra");
    let output = folder.infra(&["fmt", "ugly.infra", "pretty.infra", "ugly.infra"]);
    assert_eq!(
        (
            code(&output),
            stdout(&output).as_str(),
            stderr(&output).as_str()
        ),
        (0, "formatted ugly.infra\n", "")
    );
    assert_eq!(folder.read("ugly.infra"), PRETTY);
    assert_eq!(modified(&folder, "pretty.infra"), before);
    assert_eq!(folder.names(), ["pretty.infra", "ugly.infra"]);
    let again = folder.infra(&["fmt", "ugly.infra"]);
    assert_eq!((code(&again), stdout(&again).as_str()), (0, ""));
}

#[test]
fn checks_and_differences_write_nothing() {
    let folder = Folder::with("ugly.infra", UGLY);
    folder.write("pretty.infra", PRETTY);
    let output = folder.infra(&["fmt", "--check", "ugly.infra", "pretty.infra"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (1, "ugly.infra\n")
    );
    let output = folder.infra(&["fmt", "--check", "pretty.infra"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (0, ""));
    let output = folder.infra(&["fmt", "--diff", "ugly.infra", "pretty.infra"]);
    let expected = "--- a/ugly.infra\n+++ b/ugly.infra\n@@ -1,2 +1,2 @@\n // of orders\n\
                    -resource  queue=AWS::SQS::Queue{QueueName:'orders'}\n\
                    +resource queue = AWS::SQS::Queue { QueueName: 'orders' }\n";
    assert_eq!((code(&output), stdout(&output).as_str()), (0, expected));
    let output = folder.infra(&["fmt", "--check", "--diff", "ugly.infra"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, expected));
    assert_eq!(folder.read("ugly.infra"), UGLY);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = Folder::with("other.infra", UGLY);
    let output = folder.infra_reading(&["fmt", "-"], UGLY.as_bytes());
    assert_eq!((code(&output), stdout(&output).as_str()), (0, PRETTY));
    let output = folder.infra_reading(&["fmt", "-", "--check"], UGLY.as_bytes());
    assert_eq!((code(&output), stdout(&output).as_str()), (1, "<stdin>\n"));
    let output = folder.infra(&["fmt", "-", "other.infra"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (2, ""));
    assert_eq!(folder.read("other.infra"), UGLY);
}

#[test]
fn folders_and_projects_mean_all_programs_below() {
    let folder = Folder::with("infra.toml", "[stacks.a]\nfile = \"stacks/a.infra\"\n");
    for file in [
        "stacks/a.infra",
        "stacks/deep/b.infra",
        "lib/c.infra",
        ".hidden/d.infra",
    ] {
        folder.write(file, UGLY);
    }
    folder.write("stacks/notes.txt", UGLY);
    let output = folder.infra(&["fmt", "--check", "stacks"]);
    assert_eq!(stdout(&output), "stacks/a.infra\nstacks/deep/b.infra\n");
    let output = folder.infra(&["fmt"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (
            0,
            "formatted lib/c.infra\nformatted stacks/a.infra\nformatted stacks/deep/b.infra\n"
        )
    );
    let mut below = folder.command(&["fmt", "--check"]);
    folder.write("lib/c.infra", UGLY);
    let output = below
        .current_dir(folder.0.join("stacks"))
        .output()
        .expect("the binary runs");
    assert!(
        stdout(&output).ends_with("lib/c.infra\n"),
        "{}",
        stdout(&output)
    );
    assert_eq!(folder.read(".hidden/d.infra"), UGLY);
    assert_eq!(folder.read("stacks/notes.txt"), UGLY);
    let elsewhere = Folder::with("a.infra", UGLY);
    let output = elsewhere.infra(&["fmt"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("`infra fmt .`"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_cannot_be_read_stays_as_it_is() {
    let folder = Folder::with("broken.infra", BROKEN);
    let output = folder.infra(&["fmt", "broken.infra"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (1, "formatted broken.infra\n")
    );
    assert_eq!(
        folder.read("broken.infra"),
        "let a = 1\n\nlet = = 2 // why\n\nlet b = 3\n"
    );
    let said = stderr(&output);
    assert!(said.contains("broken.infra:3:5"), "{said}");
    assert!(
        said.contains("broken.infra: what cannot be read stays"),
        "{said}"
    );
    let output = folder.infra(&["fmt", "--check", "broken.infra"]);
    assert_eq!((code(&output), stdout(&output).as_str()), (1, ""));
}

#[test]
fn other_files_are_refused() {
    let folder = Folder::with("template.yaml", "Resources: {}\n");
    folder.write("main.tf", "");
    folder.write("ugly.infra", UGLY);
    let output = folder.infra(&["fmt", "ugly.infra", "template.yaml"]);
    assert_eq!(code(&output), 2);
    let said = stderr(&output);
    assert!(said.contains("`infra import template.yaml`"), "{said}");
    assert_eq!(code(&folder.infra(&["fmt", "main.tf"])), 2);
    assert_eq!(folder.read("ugly.infra"), UGLY, "nothing is written at all");
    let output = folder.infra(&["fmt", "missing.infra", "ugly.infra"]);
    assert_eq!(
        (code(&output), stdout(&output).as_str()),
        (1, "formatted ugly.infra\n")
    );
    assert!(
        stderr(&output).contains("missing.infra"),
        "{}",
        stderr(&output)
    );
    std::fs::write(folder.0.join("latin.infra"), b"let a   = \"\xE9\"\n").expect("a file");
    assert_eq!(code(&folder.infra(&["fmt", "latin.infra"])), 1);
    let kept = std::fs::read(folder.0.join("latin.infra")).expect("a file");
    assert_eq!(kept, b"let a   = \"\xE9\"\n");
}

#[cfg(unix)]
#[test]
fn links_and_write_protection_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::with("real.infra", UGLY);
    std::os::unix::fs::symlink("real.infra", folder.0.join("link.infra")).expect("a link");
    assert_eq!(code(&folder.infra(&["fmt", "link.infra"])), 0);
    assert_eq!(folder.read("real.infra"), PRETTY);
    let link = folder
        .0
        .join("link.infra")
        .symlink_metadata()
        .expect("there");
    assert!(link.file_type().is_symlink());
    folder.write("real.infra", UGLY);
    let kept = std::fs::Permissions::from_mode(0o440);
    std::fs::set_permissions(folder.0.join("real.infra"), kept).expect("permissions");
    let output = folder.infra(&["fmt", "real.infra"]);
    assert_eq!(code(&output), 1);
    assert!(
        stderr(&output).contains("write-protected"),
        "{}",
        stderr(&output)
    );
    assert_eq!(folder.read("real.infra"), UGLY);
    assert_eq!(folder.names(), ["link.infra", "real.infra"]);
}

#[test]
fn lines_end_as_the_first_does() {
    let folder = Folder::with("dos.infra", &UGLY.replace('\n', "\r\n"));
    let text = "let a = '''\n  x\n    y\n  '''\r\nresource  s = A::B { C: a }\r\n";
    folder.write("mixed.infra", text);
    assert_eq!(code(&folder.infra(&["fmt", "."])), 0);
    assert_eq!(folder.read("dos.infra"), PRETTY.replace('\n', "\r\n"));
    assert_eq!(
        folder.read("mixed.infra"),
        "let a = '''\n  x\n    y\n  '''\nresource s = A::B { C: a }\n"
    );
    assert_eq!(stdout(&folder.infra(&["fmt", "--check", "."])), "");
}

/// The template, the messages and the values of every program are the same before and after.
#[test]
fn formatting_changes_no_program() {
    let mut changed = 0;
    let mut wrong = Vec::new();
    let mut paths = files_with("tests/programs", "main.infra");
    paths.extend(files_with("examples", ".infra"));
    paths.extend(files_with("tests/ui", ".infra"));
    for path in paths {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        // Written so that everything has to move.
        let squeezed = text.replace("\n  ", "\n      ");
        let (module, found) = parse(FileId(0), &squeezed);
        if !found.is_empty() {
            continue;
        }
        let printed = format(&squeezed, &module);
        changed += usize::from(printed != squeezed);
        let (before, now) = (built(&path, &squeezed), built(&path, &printed));
        if before != now {
            wrong.push(format!("{}\n{before}\n---\n{now}", path.display()));
        }
    }
    assert!(changed > 200, "only {changed} programs");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn what_the_project_shows_is_formatted() {
    let outcome = infra(["fmt", "--check", "examples", "stdlib", "benches"]);
    assert_eq!(String::from_utf8_lossy(&outcome.stdout), "");
    assert_eq!(outcome.code, 0);
}

/// All that a program gives: its template, or what is wrong with it.
fn built(path: &Path, text: &str) -> String {
    let mut files = Files::default();
    files.set(path, text);
    let session = Session::new(files);
    let request = Request {
        stack: path.to_owned(),
        ..Request::default()
    };
    let analysis = analyse(&session, request);
    let mut messages: Vec<String> = analysis
        .diagnostics()
        .iter()
        .map(|d| format!("{} {}\n", d.code.as_str(), d.message))
        .collect();
    messages.sort();
    if !analysis.has_errors() {
        messages.push(String::from_utf8_lossy(analysis.template()).into_owned());
    }
    messages.concat()
}

fn modified(folder: &Folder, name: &str) -> std::time::SystemTime {
    let file = folder.0.join(name).metadata().expect("the file is there");
    file.modified().expect("the system keeps times")
}
