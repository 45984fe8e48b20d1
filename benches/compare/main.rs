//! One command that prints the table of the README: `cargo bench`.
//!
//! Every figure is of whole processes: the compiler (parsing, checking, evaluating, validating,
//! emitting) against a process that does nothing, against one that parses the same template with
//! `serde_json` and prints it and, for a long program, against the grammar's machine alone. What
//! stands on the library is measured against the same template from plain resources; templates that are
//! checked or imported, against the process that parses and prints them. Each pair of
//! commands runs in turn, `RUNS` times after a warm-up; the medians and their ratio are printed.
//! With `--quick`, five runs and no largest program.

// A benchmark prints its table.
#![allow(clippy::print_stdout)]

mod measure;
mod plain;
mod programs;

use measure::{Sample, alternate};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How often each command runs, after a warm-up.
const RUNS: usize = 20;

type Failure = Box<dyn std::error::Error>;

/// A program and the process that it is measured against.
struct Row {
    title: String,
    source: PathBuf,
    action: Action,
    floor: Floor,
}

/// What is measured of a program.
#[derive(Clone, Copy, PartialEq)]
enum Action {
    Build,
    /// Checking its template as it is.
    Check,
    /// Making a program of its template, and proving that.
    Import,
}

enum Floor {
    /// A process that does nothing.
    Nothing,
    /// A process that parses the template and prints it.
    Print,
    /// A process that takes the program apart by the grammar, and nothing else.
    BareParse,
    /// The compiler, with a program that gives the same template without the library.
    Plain,
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(at) = arguments.iter().position(|a| a == measure::CHILD) {
        return measure::run_child(&arguments[at + 1..]);
    }
    let quick = arguments.iter().any(|a| a == "--quick");
    let runs = if quick { 5 } else { RUNS };

    let infra = PathBuf::from(env!("CARGO_BIN_EXE_infra"));
    let floors = build_floors(&infra)?;
    let folder = std::env::temp_dir().join(format!("infra-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let rows = rows(&folder, quick)?;

    println!("medians of {runs} alternating runs, whole processes\n");
    println!("| program | floor | floor ms | infra ms | ratio | floor MB | infra MB |");
    println!("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    for row in &rows {
        let template = folder.join("template.json");
        build(&infra, &row.source, &template)?;
        let (name, floor) = match row.floor {
            Floor::Nothing => ("nothing", vec![floors.join("nothing").into_os_string()]),
            Floor::Print => (
                "parse and print",
                vec![
                    floors.join("print").into_os_string(),
                    template.clone().into_os_string(),
                ],
            ),
            Floor::BareParse => (
                "bare parse",
                vec![
                    floors.join("bare_parse").into_os_string(),
                    row.source.clone().into_os_string(),
                ],
            ),
            Floor::Plain => {
                let source = written_plain(&infra, &template, &folder)?;
                ("without the library", compile(&infra, &source))
            }
        };
        let compiler = match row.action {
            Action::Build => compile(&infra, &row.source),
            Action::Check => on_template(&infra, "check", &template),
            Action::Import => on_template(&infra, "import", &template),
        };
        let (a, b) = alternate(&compiler, &floor, runs)?;
        print_row(&row.title, name, &a, &b);
    }
    std::fs::remove_dir_all(&folder)?;
    Ok(())
}

fn rows(folder: &Path, quick: bool) -> Result<Vec<Row>, Failure> {
    let mut rows = Vec::new();
    let mut add =
        |title: &str, text: Option<String>, floors: Vec<Floor>| -> Result<PathBuf, Failure> {
            let source = match text {
                Some(text) => {
                    let path = folder.join(format!("{}.infra", title.replace([' ', ','], "-")));
                    std::fs::write(&path, text)?;
                    path
                }
                None => Path::new(env!("CARGO_MANIFEST_DIR"))
                    .join("examples")
                    .join(title)
                    .join("main.infra"),
            };
            for floor in floors {
                rows.push(Row {
                    title: title.to_string(),
                    source: source.clone(),
                    action: Action::Build,
                    floor,
                });
            }
            Ok(source)
        };
    add("smallest", Some(programs::smallest()), vec![Floor::Nothing])?;
    add("serverless-api", None, vec![Floor::Nothing, Floor::Print])?;
    let shop = add("shop", None, vec![Floor::Plain])?;
    add("500 pairs", Some(programs::pairs(500)), vec![Floor::Print])?;
    add(
        "5,000 pairs",
        Some(programs::pairs(5_000)),
        vec![Floor::Print],
    )?;
    if !quick {
        add(
            "50,000 pairs",
            Some(programs::pairs(50_000)),
            vec![Floor::Print],
        )?;
    }
    let terraform = Some(programs::terraform_pairs(5_000));
    add("5,000 pairs for Terraform", terraform, vec![Floor::Print])?;
    let written = Some(programs::written_out(5_000));
    add(
        "5,000 resources written out",
        written,
        vec![Floor::Print, Floor::BareParse],
    )?;
    let on_templates = [
        ("the template of shop, checked", Action::Check),
        ("the template of shop, imported and proved", Action::Import),
    ];
    for (title, action) in on_templates {
        rows.push(Row {
            title: title.to_owned(),
            source: shop.clone(),
            action,
            floor: Floor::Print,
        });
    }
    Ok(rows)
}

/// Builds the floors beside the compiler, in the same profile; gives their folder.
fn build_floors(infra: &Path) -> Result<PathBuf, Failure> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--quiet"])
        .args(["--example", "nothing", "--example", "print"])
        .args(["--example", "bare_parse"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if !status.success() {
        return Err("the floors could not be built".into());
    }
    let profile = infra.parent().ok_or("the compiler has no folder")?;
    Ok(profile.join("examples"))
}

fn build(infra: &Path, source: &Path, template: &Path) -> Result<(), Failure> {
    let status = Command::new(infra)
        .arg("build")
        .arg(source)
        .arg("-o")
        .arg(template)
        .args(["--allow", "over-limits"])
        .stderr(std::process::Stdio::null())
        .status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} does not build", source.display()).into())
    }
}

/// The command that compiles a program.
fn compile(infra: &Path, source: &Path) -> Vec<OsString> {
    vec![
        infra.as_os_str().to_owned(),
        "build".into(),
        source.as_os_str().to_owned(),
        "--allow".into(),
        "over-limits".into(),
    ]
}

/// A command for a template.
fn on_template(infra: &Path, command: &str, template: &Path) -> Vec<OsString> {
    vec![
        infra.as_os_str().to_owned(),
        command.into(),
        template.as_os_str().to_owned(),
    ]
}

/// A program of plain resources that gives the same template, which is looked at.
fn written_plain(infra: &Path, template: &Path, folder: &Path) -> Result<PathBuf, Failure> {
    let read = |path: &Path| -> Result<serde_json::Value, Failure> {
        Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
    };
    let wanted = read(template)?;
    let source = folder.join("plain.infra");
    std::fs::write(&source, plain::plain(&wanted)?)?;
    let made = folder.join("plain.json");
    build(infra, &source, &made)?;
    if read(&made)? != wanted {
        return Err("the program of plain resources gives another template".into());
    }
    Ok(source)
}

fn print_row(title: &str, floor: &str, infra: &Sample, other: &Sample) {
    println!(
        "| {title} | {floor} | {:.2} | {:.2} | {:.2} | {:.1} | {:.1} |",
        other.milliseconds,
        infra.milliseconds,
        infra.milliseconds / other.milliseconds,
        other.megabytes,
        infra.megabytes,
    );
}
