//! `infra import`: a program from a template, with the proof that it makes that template. In: a template.
//! Out: the program, on standard output or in files, and what was proved. Never: a file that is there
//! already, unless that is asked for.

use super::args::ImportArgs;
use super::build::make_folder;
use super::messages::{Findings, printable, render};
use super::outcome::{CLEAN, ERRORS};
use super::output::{Pending, prepare};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::session::{Analysis, Imported, Request, Session, Wishes, analyse, import};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// So many places are named of one kind.
const SHOWN: usize = 20;

/// The name of the program in a folder.
const MAIN: &str = "main.infra";

pub fn run(args: &ImportArgs, terminal: &Terminal) -> Outcome {
    let session = Session::default();
    let request = Request {
        stack: args.file.clone(),
        ..Request::default()
    };
    let analysis = analyse(&session, request);
    if !analysis.is_template() && analysis.written().is_empty() {
        let file = args.file.display();
        return Outcome::usage(format!("expected a template, found the program `{file}`"));
    }
    let program = args.out.as_deref().map(place);
    let wishes = Wishes {
        program: program.clone().unwrap_or_else(|| MAIN.into()),
        extracts: args.extract_files,
        rolls: args.rolled,
    };
    let mut outcome = findings(args, &analysis, terminal);
    match import(&analysis, &wishes) {
        None => outcome.code = ERRORS,
        Some(imported) => {
            let written = write(args, program.as_deref(), &imported, &mut outcome.stdout);
            let place = program.as_deref().filter(|_| written.is_ok());
            let mut said = summary(&analysis, &imported, place);
            outcome.code = match imported.is_equal() {
                true => CLEAN,
                false => ERRORS,
            };
            if let Err(reason) = written {
                // Writing to a String cannot fail.
                let _ = writeln!(said, "error: {reason}; nothing was written");
                outcome.code = ERRORS;
            }
            outcome.stderr.extend_from_slice(said.as_bytes());
        }
    }
    // The process ends here; see `build.rs`.
    std::mem::forget(analysis);
    outcome
}

/// Where the program goes: what ends with `.infra` is a file, anything else a folder.
fn place(out: &Path) -> PathBuf {
    let is_file = out.extension().is_some_and(|ending| ending == "infra") && !out.is_dir();
    match is_file {
        true => out.to_owned(),
        false => out.join(MAIN),
    }
}

/// What there is to say about the template.
fn findings(args: &ImportArgs, analysis: &Analysis, terminal: &Terminal) -> Outcome {
    let style = || terminal.style(Stream::Error);
    let text = render(
        args.message_format,
        &[Findings::from(analysis)],
        &[],
        style,
        args.max_reports,
    );
    Outcome {
        stderr: text.into_bytes(),
        ..Outcome::default()
    }
}

/// The program to where it belongs: all of its files, or none.
fn write(
    args: &ImportArgs,
    program: Option<&Path>,
    imported: &Imported,
    stdout: &mut Vec<u8>,
) -> Result<(), String> {
    let Some(program) = program else {
        *stdout = imported.text.clone().into_bytes();
        return Ok(());
    };
    let beside = imported.files.iter();
    let beside = beside.map(|(name, text)| (program.with_file_name(name), text.as_bytes()));
    let files: Vec<(PathBuf, &[u8])> = [(program.to_owned(), imported.text.as_bytes())]
        .into_iter()
        .chain(beside)
        .collect();
    for (path, _) in &files {
        if !args.force && path.symlink_metadata().is_ok() {
            let path = path.display();
            return Err(format!(
                "`{path}` is there already (`--force` writes over it)"
            ));
        }
    }
    let mut pending = Vec::new();
    for (path, bytes) in &files {
        make_folder(path)?;
        pending.push(prepare(path, bytes)?);
    }
    pending.into_iter().try_for_each(Pending::finish)
}

/// What was proved, and what is not as one would have written it.
fn summary(analysis: &Analysis, imported: &Imported, program: Option<&Path>) -> String {
    let template = &analysis.sources.get(analysis.stack).path;
    let template = printable(template);
    let mut said = String::new();
    // Writing to a String cannot fail.
    let _ = match imported.differences.as_slice() {
        [] if !imported.is_whole => writeln!(
            said,
            "not proved: the program makes what could be read of `{template}`"
        ),
        [] => writeln!(
            said,
            "equal: the program makes what `{template}` says: {}",
            counted(imported)
        ),
        [_] => writeln!(
            said,
            "not equal: the program makes something else than `{template}` in one place"
        ),
        more => writeln!(
            said,
            "not equal: the program makes something else than `{template}` in {} places",
            more.len()
        ),
    };
    for difference in imported.differences.iter().take(SHOWN) {
        let _ = writeln!(said, "  {}", printable(difference));
    }
    if imported.differences.len() > SHOWN {
        let _ = writeln!(said, "  and {} more", imported.differences.len() - SHOWN);
    }
    let kept = [
        (
            "function",
            ["keeps", "keep"],
            "the template's spelling, in `cfn`",
            &imported.spelled,
        ),
        (
            "value",
            ["stays", "stay"],
            "the template's JSON, in `raw`",
            &imported.raw,
        ),
    ];
    for (what, [one, many], how, places) in kept {
        if places.is_empty() {
            continue;
        }
        let count = number(places.len(), what);
        let verb = if places.len() == 1 { one } else { many };
        let shown = places.iter().take(SHOWN);
        let shown: Vec<String> = shown
            .map(|at| format!("{}:{}", at.line, at.column))
            .collect();
        let rest = if places.len() > SHOWN { ", ..." } else { "" };
        let _ = writeln!(said, "  {count} {verb} {how}: {}{rest}", shown.join(", "));
    }
    if let Some(program) = program {
        let beside = imported.files.iter();
        let beside = beside.map(|(name, _)| program.with_file_name(name));
        for path in std::iter::once(program.to_owned()).chain(beside) {
            let _ = writeln!(said, "wrote {}", path.display());
        }
        let _ = writeln!(said, "next: infra build {}", program.display());
    }
    said
}

/// `3 resources, 1 parameter`.
fn counted(imported: &Imported) -> String {
    let counted = imported.counts.iter().filter(|(_, count)| *count > 0);
    let counted = counted.map(|(what, count)| number(*count, what));
    counted.collect::<Vec<_>>().join(", ")
}

fn number(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
