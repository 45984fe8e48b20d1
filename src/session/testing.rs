//! The tests of a file: each is a whole build in memory, with what the test fixes. In: a session, a
//! file. Out: its tests, and what each of them found. Never: a file that is written.

use super::combinations::combinations;
use super::{Analysis, Request, Session, analyse};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::Target;
use crate::eval::{Expected, TestRun};
use crate::graph::{FrameId, Origin, Value, ValueKind};
use crate::syntax::ast::{ItemId, ItemKind, Module};
use crate::text::{Name, Span};
use crate::types::{Literal, Type};
use std::path::{Path, PathBuf};

/// One thing to run.
#[derive(Debug, Clone)]
pub struct TestCase {
    pub title: String,
    kind: TestKind,
}

#[derive(Debug, Clone)]
enum TestKind {
    /// A `test` of the file.
    Written(ItemId),
    /// A build with these params.
    Params(Vec<(Name, Value)>),
}

/// What a test found.
#[derive(Debug)]
pub struct TestResult {
    /// The build; its sources are those of the failures.
    pub analysis: Analysis,
    pub failures: Vec<Diagnostic>,
    pub snapshots: Vec<Snapshot>,
}

/// A template that is to be as it was.
#[derive(Debug)]
pub struct Snapshot {
    pub path: PathBuf,
    /// Where it is asked for.
    pub at: Span,
    /// What the file holds; nothing where there is none.
    pub before: Option<Vec<u8>>,
    pub now: Vec<u8>,
}

/// So many combinations of params are all built.
const ALL_COMBINATIONS: usize = 64;

/// A param with more values than this is left to its default.
const FEW_VALUES: usize = 16;

/// The files of a program that hold tests: the stack first, as a whole build is tested too.
pub fn tested_files(analysis: &Analysis) -> Vec<PathBuf> {
    let path = |file| PathBuf::from(&analysis.sources.get(file).path);
    let is_test = |module: &&Module| {
        let mut items = module.items.iter();
        items.any(|item| matches!(item.kind, ItemKind::Test(_)))
    };
    let others = analysis.own_files().filter(is_test).map(|m| m.file);
    let others = others.filter(|file| *file != analysis.stack);
    std::iter::once(analysis.stack)
        .chain(others)
        .map(path)
        .collect()
}

/// The tests that a file holds, in their order.
pub fn tests_of(analysis: &Analysis) -> Vec<TestCase> {
    let items = analysis.module().items.iter();
    let tests = items.filter_map(|item| match &item.kind {
        ItemKind::Test(test) => Some(TestCase {
            title: test.title.value.to_string(),
            kind: TestKind::Written(item.id),
        }),
        _ => None,
    });
    tests.collect()
}

/// A build for each combination of the params that have few values.
pub fn combinations_of(analysis: &Analysis) -> Vec<TestCase> {
    let mut params: Vec<(Name, Vec<Value>)> = Vec::new();
    for item in &analysis.module().items {
        if let ItemKind::Param(param) = &item.kind {
            let values = few_values(analysis.types().item(item.id), param.name.span);
            if let Some(values) = values {
                params.push((param.name.name.clone(), values));
            }
        }
    }
    let counts: Vec<usize> = params.iter().map(|(_, values)| values.len()).collect();
    let rows = combinations(&counts, ALL_COMBINATIONS).into_iter();
    rows.map(|row| {
        let picked = params
            .iter()
            .zip(row)
            .filter_map(|((name, values), at)| Some((name.clone(), values.get(at)?.clone())));
        let params: Vec<(Name, Value)> = picked.collect();
        let shown = params.iter().map(|(name, value)| match &value.kind {
            ValueKind::Text(text) => format!("{name} = {:?}", text.as_str()),
            ValueKind::Bool(bool) => format!("{name} = {bool}"),
            ValueKind::Int(int) => format!("{name} = {int}"),
            ValueKind::Number(number) => format!("{name} = {number}"),
            _ => name.to_string(),
        });
        TestCase {
            title: format!("with {}", shown.collect::<Vec<_>>().join(", ")),
            kind: TestKind::Params(params),
        }
    })
    .collect()
}

/// Runs one test of the file that `request` names.
pub fn run_test(session: &Session, request: &Request, case: &TestCase) -> TestResult {
    let mut request = request.clone();
    match &case.kind {
        TestKind::Written(item) => request.test = Some(*item),
        TestKind::Params(params) => request.params.clone_from(params),
    }
    let file = request.stack.clone();
    let analysis = analyse(session, request);
    let nothing = TestRun::default();
    let run = analysis.test_run().unwrap_or(&nothing);
    let mut failures = unexpected(&analysis, &run.expected);
    // An error elsewhere that is expected, or reported, has left an assertion without an answer.
    if let Some(at) = run.unanswered
        && failures.is_empty()
    {
        failures.push(
            Diagnostic::new(Code::TestFailed, at, "this has no answer")
                .here("an error decided nothing")
                .help("assert something that the error leaves alone"),
        );
    }
    failures.extend(run.failures.iter().cloned());
    let mut snapshots = Vec::new();
    for (name, at) in &run.snapshots {
        let path = snapshot_path(&file, name, analysis.target());
        snapshots.push(Snapshot {
            before: session.files.bytes(&path).ok(),
            path,
            at: *at,
            now: analysis.template().to_vec(),
        });
    }
    TestResult {
        analysis,
        failures,
        snapshots,
    }
}

/// The errors that nothing expects, and what is expected but not there.
fn unexpected(analysis: &Analysis, expected: &[Expected]) -> Vec<Diagnostic> {
    let found = analysis.diagnostics();
    let fits = |wanted: &Expected, found: &Diagnostic| {
        let part = wanted.message.as_ref();
        found.code == wanted.code && part.is_none_or(|part| found.message.contains(part.as_str()))
    };
    // A file of functions or components is tested without a resource of its own.
    let mut items = analysis.module().items.iter();
    let has_resource = items.any(|item| matches!(item.kind, ItemKind::Resource(_)));
    let counts = |d: &&Diagnostic| has_resource || d.code != Code::LimitNoResource;
    let errors = found.iter().filter(|d| d.severity == Severity::Error);
    let errors = errors.filter(counts);
    let left = errors.filter(|d| !expected.iter().any(|wanted| fits(wanted, d)));
    let mut failures: Vec<Diagnostic> = left.cloned().collect();
    for wanted in expected {
        if found.iter().any(|d| fits(wanted, d)) {
            continue;
        }
        let code = wanted.code.as_str();
        let others: Vec<&Diagnostic> = found.iter().filter(|d| d.code == wanted.code).collect();
        let diagnostic = match (others.first(), &wanted.message) {
            (Some(other), Some(part)) => {
                let message = format!("no `{code}` says `{part}`");
                Diagnostic::new(Code::TestExpected, wanted.at, message)
                    .here("expected here")
                    .label(other.at, format!("this one says: {}", other.message))
            }
            _ => Diagnostic::new(
                Code::TestExpected,
                wanted.at,
                format!("nothing gives `{code}`"),
            )
            .here("expected here"),
        };
        failures.push(diagnostic);
    }
    failures
}

/// The file of a snapshot: beside the program, under its name.
fn snapshot_path(file: &Path, name: &str, target: Target) -> PathBuf {
    let stem = file.file_stem().unwrap_or_default().to_string_lossy();
    let folder = file.parent().unwrap_or(Path::new(""));
    let ending = match target {
        Target::CloudFormation => "json",
        Target::Terraform => "tf.json",
    };
    let name = format!("{stem}.{name}.{ending}");
    folder.join("snapshots").join(name)
}

/// The values of a type that has few.
fn few_values(ty: &Type, at: Span) -> Option<Vec<Value>> {
    let origin = Origin {
        span: at,
        frame: FrameId::TOP,
    };
    let mut values = Vec::new();
    for member in ty.members() {
        match member {
            Type::Bool => values.extend([true, false].map(ValueKind::Bool)),
            Type::Literal(literal) => values.push(match literal {
                Literal::Text(text) => ValueKind::Text(text.clone()),
                Literal::Int(int) => ValueKind::Int(*int),
                Literal::Number(number) => ValueKind::Number(*number),
                Literal::Bool(bool) => ValueKind::Bool(*bool),
            }),
            _ => return None,
        }
    }
    let values = values.into_iter().map(|kind| Value::new(kind, origin));
    Some(values.collect::<Vec<_>>()).filter(|values| values.len() <= FEW_VALUES)
}
