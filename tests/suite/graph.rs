//! `infra graph` and `infra playground` as commands: formats, files that appear whole or not at all, exit
//! codes; and that the page knows the source and the part of the template of everything that it shows.

use crate::folder::{Folder, code, stderr, stdout};
use crate::harness::{files_with, infra, text};
use infra::diagram::{Backing, Drawn};
use infra::emit::Target;
use infra::session::{Request, Session, analyse};
use serde_json::Value;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

const GOOD: &str = "param days: int = 3\nresource queue = AWS::SQS::Queue { DelaySeconds: days }\n";
const WRONG: &str = "resource queue = AWS::SQS::Queue { DelaySeconds: nowhere }\n";

#[test]
fn the_ending_of_the_file_says_the_format() {
    let folder = Folder::with("main.infra", GOOD);
    for (out, start) in [
        ("a.svg", "<svg "),
        ("a.html", "<!doctype html>"),
        ("a.dot", "digraph "),
        ("a.gv", "digraph "),
        ("a.mmd", "flowchart LR\n"),
        ("a.json", "{\n"),
    ] {
        let output = folder.infra(&["graph", "main.infra", "-o", out]);
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        assert_eq!(stdout(&output) + &stderr(&output), "", "{out}");
        assert!(folder.read(out).starts_with(start), "{out}");
    }
    let output = folder.infra(&["graph", "main.infra"]);
    assert!(stdout(&output).starts_with("<svg "));
    let option = ["graph", "main.infra", "-o", "a.txt", "--format", "dot"];
    assert_eq!(code(&folder.infra(&option)), 0);
    assert!(folder.read("a.txt").starts_with("digraph "));
}

#[test]
fn formats_that_are_none_are_refused() {
    let folder = Folder::with("main.infra", GOOD);
    let output = folder.infra(&["graph", "main.infra", "-o", "a.png"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("`.png`"), "{}", stderr(&output));
    let output = folder.infra(&["graph", "main.infra", "--format", "png"]);
    assert_eq!(code(&output), 2);
    for known in ["svg", "html", "dot", "mermaid", "json"] {
        assert!(stderr(&output).contains(known), "{}", stderr(&output));
    }
    assert_eq!(folder.names(), ["main.infra"]);
}

#[test]
fn a_program_with_errors_has_no_picture() {
    let folder = Folder::with("main.infra", WRONG);
    folder.write("a.svg", "what was there");
    for format in ["svg", "html", "json"] {
        let output = folder.infra(&["graph", "main.infra", "-o", "a.svg", "--format", format]);
        assert_eq!(code(&output), 1);
        assert!(
            stderr(&output).contains("name::unknown"),
            "{}",
            stderr(&output)
        );
        assert_eq!(stdout(&output), "");
    }
    assert_eq!(folder.read("a.svg"), "what was there");
    assert_eq!(folder.names(), ["a.svg", "main.infra"]);
    let denied = ["graph", "main.infra", "--deny", "warnings"];
    folder.write(
        "main.infra",
        "let unused = 1\nresource queue = AWS::SQS::Queue {}\n",
    );
    assert_eq!(code(&folder.infra(&denied)), 1);
    assert_eq!(code(&folder.infra(&denied[..2])), 0);
}

#[test]
fn places_that_cannot_be_written_are_named() {
    let folder = Folder::with("main.infra", GOOD);
    let output = folder.infra(&["graph", "main.infra", "-o", "nowhere/a.svg"]);
    assert_eq!(code(&output), 1);
    let said = stderr(&output);
    assert!(
        said.contains("nowhere/a.svg") && said.contains("cannot be written"),
        "{said}"
    );
    let output = folder.infra(&["graph", "main.infra", "-o", "main.infra", "--format", "svg"]);
    assert_eq!(code(&output), 2);
    assert_eq!(folder.read("main.infra"), GOOD);
}

#[test]
fn templates_have_pictures() {
    let folder = Folder::with("main.infra", GOOD);
    let yaml = folder.infra(&["build", "main.infra", "--format", "yaml"]);
    folder.write("template.yaml", &stdout(&yaml));
    let picture = folder.infra(&["graph", "template.yaml", "--format", "json"]);
    assert_eq!(code(&picture), 0, "{}", stderr(&picture));
    let picture: Value = serde_json::from_str(&stdout(&picture)).expect("JSON");
    let edge = &picture["edges"][0];
    assert_eq!(edge["from"], "Queue");
    assert_eq!(edge["to"], "Days");
    assert_eq!(edge["relations"][0]["property"], "DelaySeconds");
    let piped = folder.infra_reading(&["graph", "-", "--format", "mermaid"], GOOD.as_bytes());
    assert!(
        stdout(&piped).contains("DelaySeconds"),
        "{}",
        stderr(&piped)
    );
}

#[test]
fn nothing_in_a_program_ends_the_script_of_its_page() {
    let program = "// </script><script>alert(1)</script>\nresource queue = AWS::SQS::Queue {\n  \
                   QueueName: \"<!--<script>\"\n  Tags: [{ Key: \"k\", Value: \"{{script}}\" }]\n}\n";
    let folder = Folder::with("main.infra", program);
    let options = [
        "graph",
        "main.infra",
        "--format",
        "html",
        "--allow",
        "schema::pattern",
    ];
    let page = folder.infra(&options[..4]);
    let page = match code(&page) {
        0 => page,
        _ => folder.infra(&options),
    };
    let page = stdout(&page);
    assert_eq!(page.matches("<script").count(), 2, "{page}");
    assert_eq!(page.matches("</script>").count(), 2);
    assert_eq!(page.matches("function createViewer").count(), 1);
}

#[test]
fn everything_on_a_page_has_its_part_of_the_template() {
    let mut programs = files_with("examples", "main.infra");
    programs.extend(files_with("tests/diagrams", "main.infra"));
    for program in programs {
        for target in Target::ALL {
            let of = format!("{} for {target}", program.display());
            let Some(page) = page(&program, target) else {
                continue;
            };
            let template = page["template"].as_str().expect("a template");
            let lines: Vec<&str> = template.lines().collect();
            for node in page["nodes"].as_array().expect("nodes") {
                let id = node["id"].as_str().expect("an id");
                // CloudFormation makes nothing for what is there.
                if node["kind"] == "existing" && target == Target::CloudFormation {
                    assert!(node["part"].is_null(), "{of}: {id}");
                    continue;
                }
                let part = node["part"].as_array();
                let part = part.unwrap_or_else(|| panic!("{of}: `{id}` has no part"));
                let first = part[0].as_u64().expect("a line") as usize;
                let begins = lines[first - 1].trim_start();
                // Terraform's names are in lower case, with their words apart.
                let plain = |text: &str| text.replace('_', "").to_lowercase();
                let found = match target {
                    Target::CloudFormation => begins.contains(id.split('$').next().unwrap_or(id)),
                    Target::Terraform => plain(begins).contains(&plain(id)),
                };
                assert!(found, "{of}: `{id}` is `{begins}`");
            }
        }
    }
}

/// What the page of a program knows. Nothing where it is not for this target.
fn page(program: &Path, target: Target) -> Option<Value> {
    let session = Session::default();
    let request = Request {
        stack: program.to_owned(),
        target: Some(target),
        ..Request::default()
    };
    let analysis = analyse(&session, request);
    if analysis.has_errors() {
        return None;
    }
    let (template, map) = analysis.template_with_map();
    let diagram = infra::diagram::of(analysis.graph(), &analysis.sources, analysis.catalogue());
    let drawn = Drawn::new(
        &diagram,
        &Backing {
            title: "a program",
            sources: &analysis.sources,
            template_name: target.file_name(),
            template: &text(&template),
            map: &text(&map),
        },
    );
    Some(serde_json::from_str(&drawn.data).expect("JSON"))
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let outcome = infra(["playground", "--port", &port]);
    assert_eq!(outcome.code, 1);
    let said = text(&outcome.stderr);
    assert!(
        said.contains(&port) && said.contains("cannot be used"),
        "{said}"
    );
    assert_eq!(infra(["playground", "--port", "70000"]).code, 2);
}
