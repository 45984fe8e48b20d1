//! One program in memory, compiled as it is typed. In: its text and the engine. Out: what was found, the
//! template and the picture, as JSON for the page. Never: a file of the disk; the session that compiles has
//! none.

use crate::diag::{Diagnostic, Severity};
use crate::diagram::{self, Backing, Drawn};
use crate::emit::Target;
use crate::session::{Analysis, Config, Files, Request, Session, analyse};
use crate::text::Span;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::path::PathBuf;
use std::sync::Arc;

/// The program's file, which is nowhere.
const FILE: &str = "main.infra";

/// So many messages are sent; who has more begins with the first.
const SHOWN: usize = 200;

/// A program to begin with: its files, of which one is the program.
#[derive(Debug, Clone, Copy)]
pub struct Example {
    pub name: &'static str,
    pub files: &'static [(&'static str, &'static str)],
}

/// What the page sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    source: String,
    /// What the stack itself says, where there is none.
    target: Option<String>,
    /// The example that it began as, whose other files it may read.
    example: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    target: &'a str,
    messages: Vec<Message>,
    /// How many more there are.
    left: usize,
    /// Nothing where the program has errors.
    built: Option<Built>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Built {
    picture: String,
    data: Box<RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message {
    severity: &'static str,
    code: &'static str,
    message: String,
    help: Option<String>,
    /// What the labels say, and the steps that led there.
    notes: Vec<String>,
    line: u32,
    column: u32,
    /// In units of UTF-16, as texts of pages count.
    start: usize,
    end: usize,
    /// The file, where it is another one than the program.
    file: Option<String>,
}

/// A session without a disk.
pub struct Workspace {
    session: Session,
    examples: Vec<Example>,
    /// The example whose files the session has.
    open: Option<&'static str>,
}

impl Workspace {
    pub fn new(examples: Vec<Example>) -> Workspace {
        Workspace {
            session: Session::new(Files::in_memory()),
            examples,
            open: None,
        }
    }

    /// The examples as the page needs them: names and programs.
    pub fn examples(&self) -> String {
        #[derive(Serialize)]
        struct Offered<'a> {
            name: &'a str,
            source: &'a str,
        }
        let program = |example: &Example| {
            let files = example.files.iter();
            let mut programs = files.filter(|(path, _)| *path == FILE);
            programs.next().map(|(_, text)| *text)
        };
        let offered = self.examples.iter().filter_map(|example| {
            Some(Offered {
                name: example.name,
                source: program(example)?,
            })
        });
        let offered: Vec<Offered> = offered.collect();
        // Plain data of strings always has a JSON form.
        serde_json::to_string(&offered).unwrap_or_default()
    }

    /// Compiles a program.
    pub fn answer(&mut self, question: &Question) -> String {
        self.open(question.example.as_deref());
        self.session.files.set(FILE, question.source.as_str());
        let request = Request {
            stack: PathBuf::from(FILE),
            config: Some(Arc::new(Config::in_memory())),
            target: question.target.as_deref().and_then(Target::parse),
            ..Request::default()
        };
        let analysis = analyse(&self.session, request);
        let found = analysis.diagnostics();
        let answer = Answer {
            target: analysis.target().as_str(),
            messages: found
                .iter()
                .take(SHOWN)
                .map(|d| message(&analysis, d))
                .collect(),
            left: found.len().saturating_sub(SHOWN),
            built: (!analysis.has_errors()).then(|| built(&analysis)).flatten(),
        };
        serde_json::to_string(&answer).unwrap_or_default()
    }

    /// Lays the files of an example beside the program, and takes away those of the last one.
    fn open(&mut self, name: Option<&str>) {
        if self.open == name {
            return;
        }
        let named = |name: Option<&str>| {
            let example = self.examples.iter().find(|e| Some(e.name) == name);
            example.copied()
        };
        let (last, next) = (named(self.open), named(name));
        for (path, _) in last.iter().flat_map(|example| example.files) {
            self.session.files.unset(path.as_ref());
        }
        for (path, text) in next.iter().flat_map(|example| example.files) {
            self.session.files.set(*path, *text);
        }
        self.open = next.map(|example| example.name);
    }
}

fn built(analysis: &Analysis) -> Option<Built> {
    let (template, map) = analysis.template_with_map();
    let diagram = diagram::of(analysis.graph(), &analysis.sources, analysis.catalogue());
    let backing = Backing {
        title: FILE,
        sources: &analysis.sources,
        template_name: analysis.target().file_name(),
        template: &String::from_utf8_lossy(&template),
        map: &String::from_utf8_lossy(&map),
    };
    let Drawn { picture, data } = Drawn::new(&diagram, &backing);
    Some(Built {
        picture,
        data: RawValue::from_string(data).ok()?,
    })
}

fn message(analysis: &Analysis, found: &Diagnostic) -> Message {
    let sources = &analysis.sources;
    let at = sources.start(found.at);
    let (start, end) = utf16(&sources.get(found.at.file).text, found.at);
    let labels = found.labels.iter().map(|label| {
        let place = sources.start(label.at);
        format!("{}:{}: {}", place.line, place.column, label.text)
    });
    Message {
        severity: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        },
        code: found.code.as_str(),
        message: found.message.to_string(),
        help: found.help.as_ref().map(ToString::to_string),
        notes: labels.chain(found.context.iter().cloned()).collect(),
        line: at.line,
        column: at.column,
        start,
        end,
        file: (found.at.file != analysis.stack).then(|| sources.get(found.at.file).path.clone()),
    }
}

/// A place in units of UTF-16.
fn utf16(text: &str, at: Span) -> (usize, usize) {
    let units = |end: u32| {
        let before = text.get(..end as usize).unwrap_or(text);
        before.encode_utf16().count()
    };
    (units(at.start), units(at.end))
}
