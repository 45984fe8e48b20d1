//! `infra build`: a stack to its template, on standard output or in a file; or all stacks of a
//! project, each to its own.

use super::args::{BuildArgs, TemplateFormat};
use super::messages::{Findings, render};
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use super::parallel::in_parallel;
use super::project::{self, Project};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::emit::{Layout, Target};
use crate::session::{Analysis, CONFIG_FILE, Request, STDIN, Session, StackConfig, analyse};
use crate::template::is_template;
use rustc_hash::FxHashSet;
use std::path::{Path, PathBuf};

pub fn run(args: &BuildArgs, terminal: &Terminal) -> Outcome {
    let session = Session::default();
    let built = match &args.file {
        Some(file) => one(args, file, &session, terminal),
        None => all(args, &session, terminal),
    };
    built.unwrap_or_else(|outcome| outcome)
}

/// Builds the stack of a file.
fn one(
    args: &BuildArgs,
    file: &Path,
    session: &Session,
    terminal: &Terminal,
) -> Result<Outcome, Outcome> {
    project::refuse_names(&args.project)?;
    let mut request = args.options.request()?;
    request.target = args.target.map(Target::from);
    file.clone_into(&mut request.stack);
    refuse_overwriting(args, file)?;
    request.layout = layout(args)?.unwrap_or_default();
    let mut analysis = analyse(session, request);
    refuse_template(&analysis)?;
    refuse_unreadable(args.out.as_deref(), &analysis)?;
    let findings = [Findings::from(&analysis)];
    let mut outcome = messages(args, &findings, terminal);
    if analysis.has_errors() {
        outcome.code = ERRORS;
    } else {
        let out = args.out.as_deref().filter(|path| *path != Path::new(STDIN));
        let out = out.map(|out| place(out, &analysis));
        let outs = [out.as_deref(), args.source_map.as_deref()];
        let written = refuse_read(outs.into_iter().flatten(), std::slice::from_ref(&analysis))
            .and_then(|()| write(args, out.as_deref(), &mut analysis, &mut outcome.stdout));
        if let Err(reason) = written {
            cannot_write(&reason, &mut outcome);
        }
    }
    // The process ends here: giving every node of the tree and the graph back to the allocator
    // would take longer than some whole builds.
    std::mem::forget(analysis);
    Ok(outcome)
}

/// What is written must neither be what is read nor one file twice.
fn refuse_overwriting(args: &BuildArgs, file: &Path) -> Result<(), Outcome> {
    let inputs = args.options.inputs.as_deref();
    let outs = [args.out.as_deref(), args.source_map.as_deref()];
    let outs = || {
        outs.into_iter()
            .flatten()
            .filter(|path| *path != Path::new(STDIN))
    };
    for out in outs() {
        if [Some(file), inputs]
            .into_iter()
            .flatten()
            .any(|read| is_same_file(read, out))
        {
            let path = out.display();
            return Err(Outcome::usage(format!(
                "`{path}` is read: write to another file"
            )));
        }
    }
    match (outs().next(), outs().nth(1)) {
        (Some(template), Some(map)) if is_same_file(template, map) => Err(Outcome::usage(
            "--out and --source-map name one file: give each its own",
        )),
        _ => Ok(()),
    }
}

pub fn is_same_file(a: &Path, b: &Path) -> bool {
    match (a.canonicalize(), b.canonicalize()) {
        (Ok(a), Ok(b)) => a == b && a.is_file(),
        // What is not there yet has no other name than the one that is written.
        (Err(_), Err(_)) => a == b,
        _ => false,
    }
}

/// Builds stacks of the project: all of their templates, or none.
fn all(args: &BuildArgs, session: &Session, terminal: &Terminal) -> Result<Outcome, Outcome> {
    if args.out.is_some() || args.source_map.is_some() {
        return Err(Outcome::usage(format!(
            "--out and --source-map are for a FILE: the stacks of `{CONFIG_FILE}` say their own `out`"
        )));
    }
    let layout = layout(args)?;
    let project = project::open(session, &args.project)?;
    if !project.has_errors() {
        refuse_nameless(&project)?;
    }
    let mut options = args.options.request()?;
    options.target = args.target.map(Target::from);
    let request = |stack| {
        let mut request = project.request(stack, &options);
        request.layout = layout.unwrap_or(request.layout);
        request
    };
    let requests: Vec<Request> = project.stacks.iter().map(request).collect();
    let mut built = in_parallel(&requests, |request| {
        let analysis = analyse(session, request.clone());
        if !analysis.has_errors() && !analysis.is_template() {
            analysis.template();
        }
        analysis
    });
    let outs = project.stacks.iter().map(|stack| stack.out.as_deref());
    for (out, analysis) in outs.zip(&built) {
        refuse_unreadable(out, analysis)?;
    }
    let mut findings = vec![project.findings()];
    findings.extend(built.iter().map(Findings::from));
    let mut outcome = messages(args, &findings, terminal);
    if project.has_errors() || built.iter().any(Analysis::has_errors) {
        outcome.code = ERRORS;
    } else {
        let outs = project.stacks.iter().zip(&built);
        let outs = outs.map(|(stack, built)| Some(place(stack.out.as_deref()?, built)));
        let outs: Vec<Option<PathBuf>> = outs.collect();
        let paths = || outs.iter().flatten().map(PathBuf::as_path);
        let written = refuse_read(paths(), &built)
            .and_then(|()| refuse_outside(paths(), project.root()))
            .and_then(|()| refuse_equal(paths()))
            .and_then(|()| write_all(&outs, &mut built, &mut outcome.stdout));
        if let Err(reason) = written {
            cannot_write(&reason, &mut outcome);
        }
    }
    std::mem::forget(built);
    Ok(outcome)
}

/// What programs import, and all else that makes them, is not to be written over.
fn refuse_read<'a>(
    mut outs: impl Iterator<Item = &'a Path>,
    built: &[Analysis],
) -> Result<(), String> {
    let sources = built.iter().flat_map(|analysis| analysis.sources.iter());
    let paths: FxHashSet<&str> = sources.map(|(_, source)| source.path.as_str()).collect();
    let real = |path: &Path| path.canonicalize().ok().filter(|p| p.is_file());
    let read: FxHashSet<PathBuf> = paths.iter().filter_map(|p| real(Path::new(p))).collect();
    let replaced = outs.find(|out| real(out).is_some_and(|place| read.contains(&place)));
    match replaced {
        Some(out) => Err(format!(
            "`{}` is read: write to another file",
            out.display()
        )),
        None => Ok(()),
    }
}

/// Where a stack's template goes is said in a file of the project: no link leads it to elsewhere.
fn refuse_outside<'a>(mut outs: impl Iterator<Item = &'a Path>, root: &Path) -> Result<(), String> {
    let outside = outs.find(|out| !is_below(out, root));
    match outside {
        Some(out) => Err(format!("`{}` leads out of the project", out.display())),
        None => Ok(()),
    }
}

/// Two stacks that name a folder and the file in it write to the same place.
fn refuse_equal<'a>(outs: impl Iterator<Item = &'a Path>) -> Result<(), String> {
    let mut seen = FxHashSet::default();
    let mut outs = outs;
    match outs.find(|out| !seen.insert(*out)) {
        Some(out) => Err(format!("two stacks write to `{}`", out.display())),
        None => Ok(()),
    }
}

/// Terraform reads no YAML, and JSON only under a name that says so.
fn refuse_unreadable(out: Option<&Path>, analysis: &Analysis) -> Result<(), Outcome> {
    if analysis.target() != Target::Terraform {
        return Ok(());
    }
    let wrong = match out.and_then(Path::extension) {
        _ if analysis.layout() == Layout::Yaml => "--format: Terraform reads JSON, not YAML",
        Some(ending) if ending == "tf" => "Terraform reads files that end with `.tf` as HCL",
        _ => return Ok(()),
    };
    Err(Outcome::usage(format!(
        "{wrong}\n  write it to a file that ends with `.tf.json`"
    )))
}

/// What is a template need not be built.
pub fn refuse_template(analysis: &Analysis) -> Result<(), Outcome> {
    if !analysis.is_template() {
        return Ok(());
    }
    let file = &analysis.sources.get(analysis.stack).path;
    Err(Outcome::usage(format!(
        "expected a program, found the template `{file}`\n  \
         `infra check` checks it, `infra import` turns it into a program",
    )))
}

/// Where the template goes: a folder of Terraform's holds it under a name that Terraform reads. What has
/// no ending and is not there yet is a folder too: Terraform would not see such a file.
fn place(out: &Path, analysis: &Analysis) -> PathBuf {
    let text = out.as_os_str().as_encoded_bytes();
    let is_folder = text.last().is_some_and(|last| *last == b'/')
        || out.is_dir()
        || (out.extension().is_none() && !out.exists());
    match is_folder && analysis.target() == Target::Terraform {
        true => out.join("main.tf.json"),
        false => out.to_owned(),
    }
}

/// Whether a path leads to below a folder, through links too. What is not there yet is where the
/// nearest folder above it is.
pub fn is_below(path: &Path, folder: &Path) -> bool {
    let whole = |path: &Path| match path.as_os_str().is_empty() {
        true => Path::new(".").canonicalize(),
        false => path.canonicalize(),
    };
    let Ok(folder) = whole(folder) else {
        return false;
    };
    let place = path.ancestors().find_map(|part| whole(part).ok());
    place.is_some_and(|place| place.starts_with(&folder))
}

/// Several templates cannot all go to standard output; and what is a template already goes nowhere.
fn refuse_nameless(project: &Project) -> Result<(), Outcome> {
    let (templates, programs): (Vec<&StackConfig>, Vec<&StackConfig>) = project
        .stacks
        .iter()
        .partition(|stack| is_checked_alone(stack));
    if let Some(stack) = templates.iter().find(|stack| stack.out.is_some()) {
        return Err(Outcome::usage(format!(
            "the stack `{name}` has an `out` in `{CONFIG_FILE}`, and is a template already\n  \
             remove `out`: templates are checked alone",
            name = stack.name
        )));
    }
    let without = programs.iter().find(|stack| stack.out.is_none());
    match without {
        Some(stack) if programs.len() > 1 => Err(Outcome::usage(format!(
            "the stack `{name}` has no `out` in `{CONFIG_FILE}`\n  \
             add one, or build it alone: `infra build --stack {name}`",
            name = stack.name
        ))),
        _ => Ok(()),
    }
}

/// Whether a stack of the project is a template, by its name.
fn is_checked_alone(stack: &StackConfig) -> bool {
    is_template(&stack.file.to_string_lossy(), "")
}

fn messages(args: &BuildArgs, findings: &[Findings], terminal: &Terminal) -> Outcome {
    let mut outcome = Outcome::default();
    if findings.iter().any(|found| !found.diagnostics.is_empty()) {
        let style = || terminal.style(Stream::Error);
        let options = &args.options;
        let text = render(
            options.message_format,
            findings,
            &[],
            style,
            options.max_reports,
        );
        outcome.stderr = text.into_bytes();
    }
    outcome
}

pub fn cannot_write(reason: &str, outcome: &mut Outcome) {
    let message = format!("error: {reason}\n");
    outcome.stderr.extend_from_slice(message.as_bytes());
    outcome.stdout.clear();
    outcome.code = ERRORS;
}

/// How the template is to look, where the options or the ending of the file say it.
fn layout(args: &BuildArgs) -> Result<Option<Layout>, Outcome> {
    let ending = args.out.as_deref().and_then(Path::extension);
    let yaml = ending.is_some_and(|e| e == "yaml" || e == "yml");
    let by_ending = yaml.then_some(TemplateFormat::Yaml);
    match (args.format.or(by_ending), args.minify) {
        (None, false) => Ok(None),
        (None | Some(TemplateFormat::Json), true) => Ok(Some(Layout::MinifiedJson)),
        (Some(TemplateFormat::Json), false) => Ok(Some(Layout::Json)),
        (Some(TemplateFormat::Yaml), false) => Ok(Some(Layout::Yaml)),
        (Some(TemplateFormat::Yaml), true) => Err(Outcome::usage(
            "--minify is for JSON: YAML needs its white space",
        )),
    }
}

/// The template and its map to where they belong: both, or none of them.
fn write(
    args: &BuildArgs,
    out: Option<&Path>,
    analysis: &mut Analysis,
    stdout: &mut Vec<u8>,
) -> Result<(), String> {
    let (template, map) = match args.source_map {
        Some(_) => analysis.template_with_map(),
        None => (analysis.take_template(), Vec::new()),
    };
    let mut pending = Vec::new();
    if let Some(path) = &args.source_map {
        pending.push(prepare(path, &map)?);
    }
    match out {
        Some(path) => {
            // Whoever names a file has its folder; a folder may be new.
            if args.out.as_deref() != Some(path) {
                make_folder(path)?;
            }
            pending.push(prepare(path, &template)?);
        }
        None => *stdout = template,
    }
    pending.into_iter().try_for_each(Pending::finish)
}

/// Every template to its place, in folders that are made where they are missing.
fn write_all(
    outs: &[Option<PathBuf>],
    built: &mut [Analysis],
    stdout: &mut Vec<u8>,
) -> Result<(), String> {
    let mut pending = Vec::with_capacity(outs.len());
    let programs = outs
        .iter()
        .zip(built)
        .filter(|(_, built)| !built.is_template());
    for (out, analysis) in programs {
        let template = analysis.take_template();
        match out {
            Some(path) => {
                make_folder(path)?;
                pending.push(prepare(path, &template)?);
            }
            None => *stdout = template,
        }
    }
    pending.into_iter().try_for_each(Pending::finish)
}

/// Makes the folder that a file is to stand in.
pub fn make_folder(path: &Path) -> Result<(), String> {
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    if folder.as_os_str().is_empty() {
        return Ok(());
    }
    std::fs::create_dir_all(&folder)
        .map_err(|error| format!("the folder `{}` cannot be made: {error}", folder.display()))
}
