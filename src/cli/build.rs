//! `infra build`: a stack to its template, on standard output or in a file.

use super::args::{BuildArgs, TemplateFormat};
use super::messages::{Findings, render};
use super::outcome::ERRORS;
use super::output::{Pending, prepare};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::emit::cloudformation::Layout;
use crate::session::{Analysis, STDIN, Session, analyse};
use std::path::Path;

pub fn run(args: &BuildArgs, terminal: &Terminal) -> Outcome {
    let mut request = match args.options.request() {
        Ok(request) => request,
        Err(outcome) => return outcome,
    };
    request.stack.clone_from(&args.file);
    request.layout = match layout(args) {
        Ok(layout) => layout,
        Err(outcome) => return outcome,
    };
    let session = Session::default();
    let mut analysis = analyse(&session, request);
    let mut outcome = Outcome::default();
    if !analysis.diagnostics().is_empty() {
        let style = || terminal.style(Stream::Error);
        let options = &args.options;
        let findings = [Findings::from(&analysis)];
        let text = render(
            options.message_format,
            &findings,
            style,
            options.max_reports,
        );
        outcome.stderr = text.into_bytes();
    }
    if analysis.has_errors() {
        outcome.code = ERRORS;
    } else if let Err(reason) = write(args, &mut analysis, &mut outcome.stdout) {
        outcome
            .stderr
            .extend_from_slice(format!("error: {reason}\n").as_bytes());
        outcome.code = ERRORS;
    }
    // The process ends here: giving every node of the tree and the graph back to the allocator
    // would take longer than some whole builds.
    std::mem::forget(analysis);
    outcome
}

/// How the template is to look: by the options, else by the ending of the file.
fn layout(args: &BuildArgs) -> Result<Layout, Outcome> {
    let ending = args.out.as_deref().and_then(Path::extension);
    let yaml = ending.is_some_and(|e| e == "yaml" || e == "yml");
    let format = args.format.unwrap_or(if yaml {
        TemplateFormat::Yaml
    } else {
        TemplateFormat::Json
    });
    match (format, args.minify) {
        (TemplateFormat::Json, false) => Ok(Layout::Json),
        (TemplateFormat::Json, true) => Ok(Layout::MinifiedJson),
        (TemplateFormat::Yaml, false) => Ok(Layout::Yaml),
        (TemplateFormat::Yaml, true) => Err(Outcome::usage(
            "--minify is for JSON: YAML needs its white space",
        )),
    }
}

/// The template and its map to where they belong: both, or none of them.
fn write(args: &BuildArgs, analysis: &mut Analysis, stdout: &mut Vec<u8>) -> Result<(), String> {
    let (template, map) = match args.source_map {
        Some(_) => analysis.template_with_map(),
        None => (analysis.take_template(), Vec::new()),
    };
    let mut pending = Vec::new();
    if let Some(path) = &args.source_map {
        pending.push(prepare(path, &map)?);
    }
    match args.out.as_deref().filter(|path| *path != Path::new(STDIN)) {
        Some(path) => pending.push(prepare(path, &template)?),
        None => *stdout = template,
    }
    pending.into_iter().try_for_each(Pending::finish)
}
