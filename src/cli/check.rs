//! `infra check`: what there is to say about several stacks, and no template.

use super::args::{CheckArgs, CheckTarget};
use super::messages::{Findings, render};
use super::outcome::{CLEAN, ERRORS};
use super::parallel::in_parallel;
use super::project::{self, Project};
use super::targets::Targets;
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::emit::Target;
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
    let mut standings = Vec::new();
    let targets: Vec<Targets>;
    if args.target == Some(CheckTarget::All) {
        let mut names = project
            .iter()
            .flat_map(|p| &p.stacks)
            .map(|s| s.name.as_str());
        let stacks = analyses.chunks(Target::ALL.len());
        targets = stacks
            .map(|stack| Targets::of(names.next(), stack))
            .collect();
        for targets in &targets {
            findings.extend(targets.findings());
            standings.extend(targets.standings());
        }
    } else {
        findings.extend(analyses.iter().map(Findings::from));
    }
    let style = || terminal.style(Stream::Out);
    let options = &args.options;
    let text = render(
        options.message_format,
        &findings,
        &standings,
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

/// What is to be checked: the files that are named, else stacks of the project; each for every target,
/// where all are asked for.
fn requests(
    args: &CheckArgs,
    session: &Session,
) -> Result<(Option<Project>, Vec<Request>), Outcome> {
    let mut options = args.options.request()?;
    options.target = args.target.and_then(CheckTarget::one);
    let of_file = |file: &Path| {
        let mut request = options.clone();
        request.stack = file.to_owned();
        request
    };
    let (project, requests): (_, Vec<Request>) = if args.files.is_empty() {
        let project = project::open(session, &args.project)?;
        let stacks = project.stacks.iter();
        let requests = stacks
            .map(|stack| project.request(stack, &options))
            .collect();
        (Some(project), requests)
    } else {
        project::refuse_names(&args.project)?;
        (None, args.files.iter().map(|file| of_file(file)).collect())
    };
    if args.target != Some(CheckTarget::All) {
        return Ok((project, requests));
    }
    let each = |request: &Request| {
        Target::ALL.map(|target| Request {
            target: Some(target),
            ..request.clone()
        })
    };
    Ok((project, requests.iter().flat_map(each).collect()))
}
