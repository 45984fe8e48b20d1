//! `infra check`: what there is to say about several stacks, and no template.

use super::args::CheckArgs;
use super::messages::{Findings, render};
use super::outcome::{CLEAN, ERRORS};
use super::terminal::Stream;
use super::{Outcome, Terminal};
use crate::session::{Analysis, Session, analyse};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

pub fn run(args: &CheckArgs, terminal: &Terminal) -> Outcome {
    let request = match args.options.request() {
        Ok(request) => request,
        Err(outcome) => return outcome,
    };
    let session = Session::default();
    let analyses = in_parallel(&args.files, |file| {
        let mut request = request.clone();
        request.stack = file.to_owned();
        let analysis = analyse(&session, request);
        analysis.diagnostics();
        analysis
    });
    let findings: Vec<Findings<'_>> = analyses.iter().map(Findings::from).collect();
    let style = || terminal.style(Stream::Out);
    let options = &args.options;
    let text = render(
        options.message_format,
        &findings,
        style,
        options.max_reports,
    );
    let errors = analyses.iter().any(Analysis::has_errors);
    Outcome {
        stdout: text.into_bytes(),
        code: if errors { ERRORS } else { CLEAN },
        ..Outcome::default()
    }
}

/// One result for each file, in the order of the files. A single file starts no thread.
fn in_parallel<T: Send>(
    files: &[impl AsRef<Path> + Sync],
    work: impl Fn(&Path) -> T + Sync,
) -> Vec<T> {
    if files.len() < 2 {
        return files.iter().map(|file| work(file.as_ref())).collect();
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(files.len()));
    std::thread::scope(|scope| {
        for _ in 0..threads.min(files.len()) {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(index) else { return };
                    let result = work(file.as_ref());
                    let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                    results.push((index, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}
