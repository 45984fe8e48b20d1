//! `infra build`: a stack to its template, on standard output or in a file.

use super::args::BuildArgs;
use super::messages::{Findings, render};
use super::outcome::{CLEAN, ERRORS};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::session::{Session, analyse};

pub fn run(args: &BuildArgs, terminal: &Terminal) -> Outcome {
    let mut request = match args.options.request() {
        Ok(request) => request,
        Err(outcome) => return outcome,
    };
    request.stack.clone_from(&args.file);
    let session = Session::default();
    let analysis = analyse(&session, request);
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
    } else {
        outcome.code = CLEAN;
    }
    // The process ends here: giving every node of the tree and the graph back to the allocator
    // would take longer than some whole builds.
    std::mem::forget(analysis);
    outcome
}
