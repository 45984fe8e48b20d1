//! `infra fmt`: programs in the one style. In: files and folders. Out: the same files, formatted, or what would
//! change. Never: another meaning, or half a file.

use super::args::FormatArgs;
use super::diff::unified;
use super::messages::{Findings, printable, reports_of};
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use super::parallel::in_parallel;
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::diag::Diagnostic;
use crate::session::{CONFIG_FILE, Config, Files, STDIN};
use crate::syntax::{format, parse};
use crate::text::{FileId, Sources};
use std::path::{Path, PathBuf};

/// What the names of programs end with.
const ENDING: &str = ".infra";

/// What the names of templates end with.
const TEMPLATES: &[&str] = &["yaml", "yml", "json", "template"];

/// One program, before and now.
struct Formatted {
    sources: Sources,
    file: FileId,
    /// What cannot be read: the file, or parts of it.
    diagnostics: Vec<Diagnostic>,
    /// None where the file itself cannot be read.
    text: Option<String>,
}

pub fn run(args: &FormatArgs, terminal: &Terminal) -> Outcome {
    let files = Files::default();
    let paths = match paths(args, &files) {
        Ok(paths) => paths,
        Err(message) => return Outcome::usage(message),
    };
    let all = in_parallel(&paths, |path| formatted(&files, path));
    let mut outcome = Outcome::default();
    for (path, one) in paths.iter().zip(&all) {
        tell(args, path, one, &mut outcome);
    }
    let findings: Vec<Findings<'_>> = all.iter().map(Formatted::findings).collect();
    if findings.iter().any(|found| !found.diagnostics.is_empty()) {
        let reports = reports_of(&findings, terminal.style(Stream::Error));
        outcome.stderr.splice(0..0, reports.into_bytes());
        outcome.code = ERRORS;
    }
    outcome
}

/// What is to be formatted, each file once.
fn paths(args: &FormatArgs, files: &Files) -> Result<Vec<PathBuf>, String> {
    if args.files.is_empty() {
        let mut sources = Sources::default();
        let Some((config, _)) = Config::in_folder(Path::new("."), files, &mut sources) else {
            return Err(format!(
                "expected a FILE, or an `{CONFIG_FILE}` in this folder or above it\n  \
                 `infra fmt .` formats all programs in this folder"
            ));
        };
        return files.below(&config.root, ENDING);
    }
    let is_stdin = |path: &PathBuf| path.as_os_str() == STDIN;
    if args.files.len() > 1 && args.files.iter().any(is_stdin) {
        return Err("standard input (`-`) is formatted alone".to_owned());
    }
    let mut paths = Vec::new();
    for path in &args.files {
        if path.is_dir() {
            paths.extend(files.below(path, ENDING)?);
        } else {
            refuse_other(path)?;
            paths.push(path.clone());
        }
    }
    let mut seen = rustc_hash::FxHashSet::default();
    paths.retain(|path| seen.insert(path.clone()));
    Ok(paths)
}

/// What is no program by its name is not touched.
fn refuse_other(path: &Path) -> Result<(), String> {
    let shown = path.display().to_string();
    let shown = printable(&shown);
    let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
    let ending = ending.as_ref().and_then(|ending| ending.to_str());
    if path.as_os_str() == STDIN || shown.ends_with(ENDING) {
        Ok(())
    } else if ending.is_some_and(|ending| TEMPLATES.contains(&ending)) {
        Err(format!(
            "expected an `{ENDING}` file, found `{shown}`\n  \
             `infra import {shown}` makes a program of a template"
        ))
    } else {
        Err(format!("expected an `{ENDING}` file, found `{shown}`"))
    }
}

fn formatted(files: &Files, path: &Path) -> Formatted {
    let mut sources = Sources::default();
    let (file, mut diagnostics) = files.open(path, &mut sources);
    let mut text = None;
    if diagnostics.is_empty() {
        let source = sources.get(file);
        let (module, found) = parse(file, &source.text);
        text = Some(format(&source.text, &module));
        diagnostics = found;
    }
    Formatted {
        sources,
        file,
        diagnostics,
        text,
    }
}

impl Formatted {
    fn findings(&self) -> Findings<'_> {
        Findings {
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            target: None,
        }
    }
}

/// Writes or shows one program.
fn tell(args: &FormatArgs, path: &Path, one: &Formatted, outcome: &mut Outcome) {
    let Some(now) = &one.text else {
        return;
    };
    let source = one.sources.get(one.file);
    let shown = printable(&source.path);
    if !one.diagnostics.is_empty() {
        let rest = "what cannot be read stays as it is; all around it is formatted";
        outcome.stderr.extend(format!("{shown}: {rest}\n").bytes());
    }
    let changes = source.text != *now;
    let is_stdin = path.as_os_str() == STDIN;
    if changes && args.diff {
        let text = unified(&shown, &source.text, now);
        outcome.stdout.extend(text.bytes());
    } else if changes && args.check {
        outcome.stdout.extend(format!("{shown}\n").bytes());
    }
    if args.check && changes {
        outcome.code = ERRORS;
    }
    if args.check || args.diff {
        return;
    }
    if is_stdin {
        outcome.stdout.extend(now.bytes());
    } else if changes {
        match prepare(path, now.as_bytes()).and_then(Pending::finish) {
            Ok(()) => outcome
                .stdout
                .extend(format!("formatted {shown}\n").bytes()),
            Err(reason) => {
                outcome.stderr.extend(format!("error: {reason}\n").bytes());
                outcome.code = ERRORS;
            }
        }
    }
}
