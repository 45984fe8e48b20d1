//! `infra check`: what there is to say about several stacks, and no template.

use super::args::CheckArgs;
use super::messages::{Findings, render};
use super::outcome::{CLEAN, ERRORS};
use super::parallel::in_parallel;
use super::project::{self, Project};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::session::{Analysis, Request, Session, analyse};
use std::path::Path;

pub fn run(args: &CheckArgs, terminal: &Terminal) -> Outcome {
    let session = Session::default();
    let (project, requests) = match requests(args, &session) {
        Ok(requests) => requests,
        Err(outcome) => return outcome,
    };
    let analyses = in_parallel(&requests, |request| {
        let analysis = analyse(&session, request.clone());
        analysis.diagnostics();
        analysis
    });
    let mut findings: Vec<Findings<'_>> = project.iter().map(Project::findings).collect();
    findings.extend(analyses.iter().map(Findings::from));
    let style = || terminal.style(Stream::Out);
    let options = &args.options;
    let text = render(
        options.message_format,
        &findings,
        style,
        options.max_reports,
    );
    let errors = project.as_ref().is_some_and(Project::has_errors);
    let errors = errors || analyses.iter().any(Analysis::has_errors);
    Outcome {
        stdout: text.into_bytes(),
        code: if errors { ERRORS } else { CLEAN },
        ..Outcome::default()
    }
}

/// What is to be checked: the files that are named, else stacks of the project.
fn requests(
    args: &CheckArgs,
    session: &Session,
) -> Result<(Option<Project>, Vec<Request>), Outcome> {
    let options = args.options.request()?;
    let of_file = |file: &Path| {
        let mut request = options.clone();
        request.stack = file.to_owned();
        request
    };
    if !args.files.is_empty() {
        project::refuse_names(&args.project)?;
        let requests = args.files.iter().map(|file| of_file(file));
        return Ok((None, requests.collect()));
    }
    let project = project::open(session, &args.project)?;
    let stacks = project.stacks.iter();
    let requests = stacks
        .map(|stack| project.request(stack, &options))
        .collect();
    Ok((Some(project), requests))
}
