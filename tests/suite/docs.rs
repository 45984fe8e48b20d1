//! Every program that the documentation shows is run: the README, the changelog, `docs/`, the
//! examples' pages, the documents (`///`) of the library and the page of each code.
//!
//! A block begins with three backticks and one of these:
//!
//! - `infra`: a whole program, without an error (warnings are fine: a page shows what is unused).
//! - `infra error`: a program that is wrong. On the page of a code it must give that code.
//! - `infra terraform` and `infra terraform error`: the same, built for Terraform.
//! - `yaml template`: a template of CloudFormation, in which `infra check` finds no error.
//! - `yaml template error`: one in which it finds some. On the page of a code it must give that code.
//! - `infra imported` right behind a template: what `infra import` makes of it, to the letter.
//! - `infra expressions`: one expression a line; each must have a type. Lines of comments are
//!   skipped.
//! - `infra file NAME`, also with another language: a file that is there for the programs further
//!   down on the page.
//! - `json` right behind a program: all of it must be in the template that the program makes; what
//!   the template has besides is left out. `json terraform`: in the configuration that it makes for
//!   Terraform. One program may have both.
//!
//! What a block needs and a reader need not see stands in a comment before it:
//!
//! ```text
//! <!-- given
//! param stage: "dev" | "prod"
//! -->
//! ```
//!
//! That text goes before the next block. Blocks of other languages are not looked at.

use crate::harness::{files_with, infra};
use infra::diag::{Code, Diagnostic, Severity};
use infra::emit::Target;
use infra::session::{Files, Request, Session, Wishes, analyse, import};
use infra::syntax::{format, parse};
use infra::text::FileId;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// Codes that no small program gives.
const NOT_SHOWN: &[Code] = &[Code::SchemaContains, Code::SchemaDeprecated];

struct Block {
    /// Of its first line, from 1.
    line: usize,
    kind: String,
    text: String,
    /// The files that stand before it, by their names.
    files: Vec<(String, String)>,
    /// The blocks of JSON behind it, each with the target that it is of.
    json: Vec<(Target, String)>,
    /// The program behind a template.
    imported: Option<String>,
}

#[test]
fn programs_in_the_documentation_are_right() {
    let mut wrong = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        let text = match page.extension().is_some_and(|ending| ending == "infra") {
            true => documents(&text),
            false => text,
        };
        for block in blocks(&text) {
            if let Err(reason) = run(&block, code_of(&page))
                .and_then(|()| makes(&block))
                .and_then(|()| becomes(&block))
            {
                let place = format!("{}:{}", page.display(), block.line);
                wrong.push(format!("{place}: {reason}\n{}", block.text));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn programs_in_the_documentation_are_formatted() {
    let mut wrong = Vec::new();
    let pages = pages().into_iter();
    for page in pages.filter(|page| page.extension().is_some_and(|ending| ending == "md")) {
        let text = std::fs::read_to_string(&page).expect("a page can be read");
        for block in written(&text) {
            let (module, mistakes) = parse(FileId(0), &block);
            if mistakes.is_empty() && format(&block, &module) != block {
                wrong.push(format!("{}:\n{block}", page.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The programs of a page as they stand there.
fn written(page: &str) -> impl Iterator<Item = String> {
    let parts = page.split("\n```").enumerate();
    let inside = parts.filter(|(number, _)| number % 2 == 1);
    inside.filter_map(|(_, block)| {
        let (kind, text) = block.split_once('\n')?;
        let is_program = kind.starts_with("infra") && !kind.contains("expressions");
        is_program.then(|| format!("{text}\n"))
    })
}

#[test]
fn the_page_of_a_code_shows_the_code() {
    // What is wrong with a file or with the command line cannot be shown by a program.
    let elsewhere = |code: &Code| {
        let name = code.as_str();
        let elsewhere = [
            "file::",
            "config::",
            "region::",
            "eval::input-",
            "policy::misplaced",
            "test::failed",
            "test::expected",
            "test::snapshot",
            "test::fixed",
        ];
        elsewhere.iter().any(|phase| name.starts_with(phase))
    };
    let shown = |code: &&Code| !elsewhere(code) && !NOT_SHOWN.contains(code);
    for code in Code::ALL.iter().filter(shown) {
        let blocks = blocks(code.page());
        let name = code.as_str();
        assert!(
            blocks.iter().any(|b| is_shown_by(b, " error")),
            "{name}: no program that gives it"
        );
        assert!(
            blocks.iter().any(|b| is_shown_by(b, "")),
            "{name}: no program mended"
        );
    }
}

/// Whether a block is a program or a template; the kind ends so.
fn is_shown_by(block: &Block, ending: &str) -> bool {
    let shows = ["infra", "yaml template"];
    shows
        .iter()
        .any(|kind| block.kind.strip_prefix(kind) == Some(ending))
}

#[test]
fn the_page_of_a_code_begins_with_it() {
    for code in Code::ALL {
        let head = format!("# `{}`\n\n", code.as_str());
        assert!(code.page().starts_with(&head), "{}", code.as_str());
        let explained = infra(["explain", code.as_str()]);
        assert_eq!(explained.stdout, code.page().as_bytes());
    }
}

#[test]
fn every_page_has_a_code() {
    let strays: Vec<PathBuf> = files_with("src/diag/pages", ".md")
        .into_iter()
        .filter(|page| code_of(page).is_none())
        .collect();
    assert!(strays.is_empty(), "pages without a code: {strays:?}");
}

fn pages() -> Vec<PathBuf> {
    let mut pages = files_with("docs", ".md");
    pages.extend(files_with("examples", ".md"));
    pages.extend(files_with("src/diag/pages", ".md"));
    pages.extend(files_with("stdlib/std", ".infra"));
    pages.extend(["README.md", "CHANGELOG.md"].map(PathBuf::from));
    pages.retain(|page| page.exists());
    pages
}

/// The documents of a module; every other line is empty, so that lines keep their numbers.
fn documents(source: &str) -> String {
    let document = |line: &str| match line.trim_start().strip_prefix("///") {
        Some(text) => format!("{}\n", text.strip_prefix(' ').unwrap_or(text)),
        None => "\n".to_owned(),
    };
    source.lines().map(document).collect()
}

/// The code whose page this is.
fn code_of(page: &Path) -> Option<Code> {
    if !page.starts_with("src/diag/pages") {
        return None;
    }
    let name = page.file_stem()?.to_str()?;
    let named = |code: &&Code| code.as_str().replace("::", "-") == name;
    Code::ALL.iter().find(named).copied()
}

fn run(block: &Block, code: Option<Code>) -> Result<(), String> {
    let (text, target, must_fail) = match block.kind.as_str() {
        "infra" => (block.text.clone(), None, false),
        "infra error" => (block.text.clone(), None, true),
        "infra terraform" => (block.text.clone(), Some(Target::Terraform), false),
        "infra terraform error" => (block.text.clone(), Some(Target::Terraform), true),
        "infra expressions" => (lets(&block.text), None, false),
        "yaml template" => (block.text.clone(), None, false),
        "yaml template error" => (block.text.clone(), None, true),
        other => return Err(format!("no kind of block is named `{other}`")),
    };
    let name = block.name();
    let found = check(name, &text, &block.files, target, code);
    let errors = found.iter().filter(|d| d.severity == Severity::Error);
    let errors: Vec<String> = errors
        .map(|d| format!("{}: {}", d.code.as_str(), d.message))
        .collect();
    match (must_fail, code) {
        (true, Some(code)) if found.iter().any(|d| d.code == code) => Ok(()),
        (true, Some(code)) => {
            let codes: Vec<&str> = found.iter().map(|d| d.code.as_str()).collect();
            Err(format!("gives no `{}` but {codes:?}", code.as_str()))
        }
        (true, None) if errors.is_empty() => Err("gives no error".to_owned()),
        (false, _) if !errors.is_empty() => Err(errors.join("\n")),
        _ => Ok(()),
    }
}

fn check(
    name: &str,
    text: &str,
    files: &[(String, String)],
    target: Option<Target>,
    code: Option<Code>,
) -> Vec<Diagnostic> {
    let (session, mut request) = session(name, text, files);
    request.target = target;
    // Most blocks show one thing, and need not make anything.
    if code != Some(Code::LimitNoResource) {
        request.levels.allow.push(Code::LimitNoResource);
    }
    analyse(&session, request).diagnostics().to_vec()
}

fn session(name: &str, text: &str, others: &[(String, String)]) -> (Session, Request) {
    let mut files = Files::default();
    for (name, text) in others {
        files.set(name, text.as_str());
    }
    files.set(name, text);
    let request = Request {
        stack: name.into(),
        ..Request::default()
    };
    (Session::new(files), request)
}

/// Whether the templates hold what the page says.
fn makes(block: &Block) -> Result<(), String> {
    for (target, json) in &block.json {
        let (session, mut request) = session(block.name(), &block.text, &block.files);
        request.target = Some(*target);
        let mut analysis = analyse(&session, request);
        if analysis.has_errors() {
            let errors = analysis.diagnostics().iter();
            let errors: Vec<&str> = errors.map(|d| d.message.as_str()).collect();
            return Err(format!("for {target}: {}", errors.join("\n")));
        }
        let template = analysis.take_template();
        let read = |text: &[u8]| serde_json::from_slice(text).map_err(|error| error.to_string());
        let (expected, actual): (Value, Value) = (read(json.as_bytes())?, read(&template)?);
        if let Some(missing) = missing("", &expected, &actual) {
            return Err(format!("for {target}: {missing}"));
        }
    }
    Ok(())
}

/// Whether the program that is made of a template is what the page says.
fn becomes(block: &Block) -> Result<(), String> {
    let Some(expected) = &block.imported else {
        return Ok(());
    };
    let (session, request) = session(block.name(), &block.text, &block.files);
    let analysis = analyse(&session, request);
    let imported = import(&analysis, &Wishes::default()).ok_or("no template")?;
    match imported.differences.as_slice() {
        [] if imported.text == *expected => Ok(()),
        [] => Err(format!("becomes\n{}", imported.text)),
        more => Err(format!("becomes something else: {more:?}")),
    }
}

impl Block {
    /// The name of the file that it is in.
    fn name(&self) -> &'static str {
        match self.kind.starts_with("yaml") {
            true => "template.yaml",
            false => "example.infra",
        }
    }
}

/// The first place where the template has not what is expected.
fn missing(pointer: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            expected.iter().find_map(|(key, value)| {
                let pointer = format!("{pointer}/{key}");
                match actual.get(key) {
                    Some(actual) => missing(&pointer, value, actual),
                    None => Some(format!("{pointer} is missing")),
                }
            })
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let mut pairs = expected.iter().zip(actual).enumerate();
            pairs.find_map(|(i, (e, a))| missing(&format!("{pointer}/{i}"), e, a))
        }
        _ if expected == actual => None,
        _ => Some(format!("{pointer}: expected {expected}, found {actual}")),
    }
}

/// Each line as the value of a `let`.
fn lets(text: &str) -> String {
    let expression = |line: &&str| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with("//")
    };
    let mut program = String::new();
    for (index, line) in text.lines().enumerate() {
        if expression(&line) && !DECLARATIONS.iter().any(|word| line.starts_with(word)) {
            program.push_str(&format!("let example{index} = "));
        }
        program.push_str(line);
        program.push('\n');
    }
    program
}

/// What a `given` comment may declare before expressions.
const DECLARATIONS: &[&str] = &[
    "param ",
    "input ",
    "let ",
    "fn ",
    "type ",
    "resource ",
    "}",
    "  ",
];

fn blocks(page: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    // Nothing but empty lines since the last program.
    let mut follows = false;
    let mut given = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if line.trim() == "<!-- given" {
            let inside = lines.by_ref().map(|(_, line)| line);
            for line in inside.take_while(|line| line.trim() != "-->") {
                given.push_str(line);
                given.push('\n');
            }
        } else if let Some(kind) = line.trim_start().strip_prefix("```") {
            let indent = line.len() - line.trim_start().len();
            let mut text = std::mem::take(&mut given);
            let inside = lines.by_ref().map(|(_, line)| line);
            for line in inside.take_while(|line| line.trim() != "```") {
                text.push_str(line.get(indent..).unwrap_or(line.trim_start()));
                text.push('\n');
            }
            let kind = kind.trim().to_owned();
            let line = index + 1;
            let json = Vec::new();
            if let Some((_, name)) = kind.split_once(" file ") {
                files.push((name.to_owned(), text));
                follows = false;
            } else if kind == "infra imported" && follows {
                if let Some(block) = blocks.last_mut() {
                    block.imported = Some(text);
                }
            } else if kind.starts_with("infra") || kind.starts_with("yaml template") {
                blocks.push(Block {
                    line,
                    kind,
                    text,
                    files: files.clone(),
                    json,
                    imported: None,
                });
                follows = true;
            } else if let Some(target) = target_of(&kind)
                && let Some(block) = blocks.last_mut().filter(|_| follows)
            {
                block.json.push((target, text));
            }
        } else if !is_between(line) {
            follows = false;
        }
    }
    blocks
}

/// Whether a line may stand between a program and what comes out: nothing, tags of a table, and an
/// announcement.
fn is_between(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('<') || line.ends_with(':')
}

/// For which target a block of JSON is.
fn target_of(kind: &str) -> Option<Target> {
    match kind {
        "json" => Some(Target::CloudFormation),
        "json terraform" => Some(Target::Terraform),
        _ => None,
    }
}
