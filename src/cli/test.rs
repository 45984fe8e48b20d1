//! `infra test`: the tests of files, each a whole build in memory. In: files, or the project. Out: what
//! passed and what did not, and why. Never: a test that is left out without a word.

use super::args::{TestArgs, TestFormat};
use super::build::refuse_template;
use super::diff::diff;
use super::messages::{Findings, reports_of};
use super::outcome::{CLEAN, ERRORS};
use super::output::prepare;
use super::parallel::in_parallel;
use super::project;
use super::terminal::Stream;
use super::{Outcome, Terminal, junit, test_json};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::Target;
use crate::session::{
    Request, STDIN, Session, Snapshot, TestCase, TestResult, analyse, combinations_of, run_test,
    tested_files, tests_of,
};
use std::path::{Path, PathBuf};

/// What became of one test, or of a file that could not be tested.
pub struct Verdict {
    pub file: String,
    /// Nothing where the file itself is wrong.
    pub title: Option<String>,
    /// Reports for people; empty where the test passed.
    pub report: String,
    pub messages: Vec<Message>,
}

/// A failure for programs.
pub struct Message {
    pub code: &'static str,
    pub text: String,
    pub file: String,
    pub line: u32,
    pub column: u32,
}

pub fn run(args: &TestArgs, terminal: &Terminal) -> Outcome {
    tested(args, terminal).unwrap_or_else(|outcome| outcome)
}

fn tested(args: &TestArgs, terminal: &Terminal) -> Result<Outcome, Outcome> {
    let session = Session::default();
    let files = files(args, &session, terminal)?;
    let mut verdicts = Vec::new();
    let mut work: Vec<(&Tested, TestCase)> = Vec::new();
    let mut hidden = 0;
    for tested in &files {
        let file = &tested.file;
        let analysis = analyse(&session, tested.request());
        refuse_template(&analysis)?;
        let mut wrong = analysis.written();
        wrong.retain(|d| d.severity == Severity::Error);
        if !wrong.is_empty() {
            let findings = Findings {
                sources: &analysis.sources,
                diagnostics: &wrong,
                target: None,
            };
            verdicts.push(verdict(file, None, &[findings], terminal));
            continue;
        }
        let mut cases = tests_of(&analysis);
        if args.all_params {
            cases.extend(combinations_of(&analysis));
        }
        let all = cases.len();
        if let Some(filter) = &args.filter {
            cases.retain(|case| case.title.contains(filter.as_str()));
        }
        hidden += all - cases.len();
        if let Some(target) = tested.target
            && files.iter().filter(|other| other.file == *file).count() > 1
        {
            let title = |case: &mut TestCase| case.title.push_str(&format!(" ({target})"));
            cases.iter_mut().for_each(title);
        }
        work.extend(cases.into_iter().map(|case| (tested, case)));
    }
    if let Some(filter) = &args.filter
        && work.is_empty()
        && verdicts.is_empty()
    {
        return Err(Outcome::usage(format!(
            "--filter: no test has `{filter}` in its title, of {hidden}"
        )));
    }
    let results = in_parallel(&work, |(tested, case)| {
        let result = run_test(&session, &tested.request(), case);
        judge(&tested.file, case, result, args, terminal)
    });
    let mut blessed = Vec::new();
    for (verdict, snapshots) in results {
        verdicts.push(verdict);
        blessed.extend(snapshots);
    }
    // In the order of the files; those that are wrong in themselves stand where they belong.
    verdicts.sort_by_key(|v| {
        files
            .iter()
            .position(|tested| shown(&tested.file) == v.file)
    });
    let written = bless(&blessed);
    let mut outcome = Outcome {
        stdout: printed(args.format, &verdicts).into_bytes(),
        ..Outcome::default()
    };
    let failed = verdicts.iter().any(|verdict| !verdict.messages.is_empty());
    outcome.code = if failed { ERRORS } else { CLEAN };
    if let Err(reason) = written {
        outcome.stderr = format!("error: {reason}\n").into_bytes();
        outcome.code = ERRORS;
    }
    if args.watch {
        outcome.watch = files.into_iter().map(|tested| tested.file).collect();
    }
    Ok(outcome)
}

/// The files that are named, else the programs of the project, each once.
fn files(args: &TestArgs, session: &Session, terminal: &Terminal) -> Result<Vec<Tested>, Outcome> {
    let target = args.target.map(Target::from);
    if !args.files.is_empty() {
        project::refuse_names(&args.project)?;
        let files = args.files.iter().cloned();
        return Ok(files.map(|file| Tested { file, target }).collect());
    }
    let project = project::open(session, &args.project)?;
    if project.has_errors() {
        let text = reports_of(&[project.findings()], terminal.style(Stream::Error));
        return Err(Outcome {
            stderr: text.into_bytes(),
            code: ERRORS,
            ..Outcome::default()
        });
    }
    let mut files: Vec<Tested> = Vec::new();
    for stack in &project.stacks {
        let stack = Tested {
            file: stack.file.clone(),
            target: target.or(stack.target),
        };
        let analysis = analyse(session, stack.request());
        if analysis.is_template() {
            continue;
        }
        let target = Some(analysis.target());
        for file in tested_files(&analysis) {
            let tested = Tested { file, target };
            if !files.contains(&tested) {
                files.push(tested);
            }
        }
    }
    Ok(files)
}

/// A file, and the target that it is tested for.
#[derive(PartialEq, Eq)]
struct Tested {
    file: PathBuf,
    /// Where there is none, the file or its project says it.
    target: Option<Target>,
}

impl Tested {
    fn request(&self) -> Request {
        Request {
            stack: self.file.clone(),
            target: self.target,
            ..Request::default()
        }
    }
}

/// The verdict on a test, and the snapshots that are to be written.
fn judge(
    file: &Path,
    case: &TestCase,
    result: TestResult,
    args: &TestArgs,
    terminal: &Terminal,
) -> (Verdict, Vec<(PathBuf, Vec<u8>)>) {
    let mut failures = result.failures;
    let mut differences = String::new();
    let mut blessed = Vec::new();
    for snapshot in result.snapshots {
        if snapshot.before.as_ref() == Some(&snapshot.now) {
            continue;
        }
        if args.bless {
            // What is wrong is not to be remembered as right.
            if failures.is_empty() {
                blessed.push((snapshot.path, snapshot.now));
            }
            continue;
        }
        failures.push(outdated(&snapshot));
        if let Some(before) = &snapshot.before {
            differences.push_str(&diff(before, &snapshot.now));
        }
    }
    let findings = Findings {
        sources: &result.analysis.sources,
        diagnostics: &failures,
        target: None,
    };
    let mut verdict = verdict(file, Some(case.title.clone()), &[findings], terminal);
    verdict.report.push_str(&differences);
    (verdict, blessed)
}

fn outdated(snapshot: &Snapshot) -> Diagnostic {
    let path = snapshot.path.display();
    let message = match snapshot.before {
        Some(_) => format!("the template is not as in `{path}`"),
        None => format!("there is no snapshot `{path}` yet"),
    };
    Diagnostic::new(Code::TestSnapshot, snapshot.at, message)
        .here("compared here")
        .help("look at the template, and accept it with `infra test --bless`")
}

fn verdict(
    file: &Path,
    title: Option<String>,
    findings: &[Findings],
    terminal: &Terminal,
) -> Verdict {
    let all = || {
        findings
            .iter()
            .flat_map(|f| f.diagnostics.iter().map(|d| (f.sources, d)))
    };
    let messages = all().map(|(sources, d)| {
        let start = sources.start(d.at);
        Message {
            code: d.code.as_str(),
            text: d.message.clone(),
            file: sources.get(d.at.file).path.clone(),
            line: start.line,
            column: start.column,
        }
    });
    let messages: Vec<Message> = messages.collect();
    let report = match messages.is_empty() {
        true => String::new(),
        false => reports_of(findings, terminal.style(Stream::Out)),
    };
    Verdict {
        file: shown(file),
        title,
        report,
        messages,
    }
}

/// A file as messages show it.
fn shown(file: &Path) -> String {
    match file.as_os_str() == STDIN {
        true => "<stdin>".to_owned(),
        false => file.display().to_string(),
    }
}

/// Writes the snapshots that were accepted: all of them, or none.
fn bless(snapshots: &[(PathBuf, Vec<u8>)]) -> Result<(), String> {
    let mut pending = Vec::with_capacity(snapshots.len());
    for (path, bytes) in snapshots {
        super::build::make_folder(path)?;
        pending.push(prepare(path, bytes)?);
    }
    pending
        .into_iter()
        .try_for_each(super::output::Pending::finish)
}

fn printed(format: TestFormat, verdicts: &[Verdict]) -> String {
    match format {
        TestFormat::Human => human(verdicts),
        TestFormat::Json => test_json::lines(verdicts),
        TestFormat::Junit => junit::document(verdicts),
    }
}

/// A line for each test, what is wrong behind those that failed, and how many they are.
fn human(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    let mut file = "";
    for verdict in verdicts {
        if verdict.file != file {
            file = &verdict.file;
            text.push_str(&format!("{file}\n"));
        }
        let failed = !verdict.messages.is_empty();
        let mark = if failed { '✗' } else { '✓' };
        let title = verdict.title.as_deref().unwrap_or("cannot be tested");
        text.push_str(&format!("  {mark} {title}\n"));
        if failed {
            text.push_str(&format!("\n{}", verdict.report));
        }
    }
    let failed = verdicts.iter().filter(|v| !v.messages.is_empty()).count();
    let passed = verdicts.len() - failed;
    let counted = match (passed, failed) {
        (0, 0) => "no tests".to_owned(),
        (passed, 0) => format!("{passed} passed"),
        (0, failed) => format!("{failed} failed"),
        (passed, failed) => format!("{failed} failed, {passed} passed"),
    };
    let line = if text.is_empty() || text.ends_with("\n\n") {
        ""
    } else {
        "\n"
    };
    format!("{text}{line}{counted}\n")
}
