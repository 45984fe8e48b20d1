//! A template to a program that makes it, with the proof. In: the analysis of a template. Out: the program,
//! and where what it makes differs from the template. Never: output, or a word about the program that was
//! not found by building it.
//!
//! The tree of a program is built without its text first; its parts have the template's places. Where
//! something else comes out, the part that stands there is written in another form (see `repair.rs`), and all
//! is built again. At last the program is printed, and what counts is what comes of that text.

use super::allowed::allowed;
use super::cache::Kind;
use super::extract::{Beside, extract};
use super::repair::{Pace, raise};
use super::rolled::shortest;
use super::spelled::spelled;
use super::{Analysis, Config, Files, Request, Session, analyse};
use crate::decompile::{Decompiled, Forms, Purpose, decompile};
use crate::diag::{Diagnostic, Severity};
use crate::emit::{Layout, Target};
use crate::syntax::ast::Module;
use crate::syntax::{self, parse};
use crate::template::{self, Node, NodeKind, Template, differences};
use crate::text::{FileId, LineColumn, Source, Span};
use std::path::PathBuf;
use std::sync::Arc;

/// So many rounds change single parts.
const STEPS: usize = 8;

/// So many rounds there are before the whole template goes into the fragment.
const DECLARATIONS: usize = 10;

/// How a program is to be written.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Where it will stand.
    pub program: PathBuf,
    /// Whether long texts go into files beside it.
    pub extracts: bool,
    /// Whether equal resources become loops, and repeated values `let`s.
    pub rolls: bool,
}

/// A template as a program.
#[derive(Debug)]
pub struct Imported {
    pub text: String,
    /// The files beside the program.
    pub files: Vec<Beside>,
    /// Where what the program makes is not the template, a line each.
    pub differences: Vec<String>,
    /// Whether all of the template could be read. Of another one nothing is proved.
    pub is_whole: bool,
    /// How many entries of each kind the template has.
    pub counts: Vec<(&'static str, usize)>,
    /// Where functions are spelled as in the template, in `cfn`.
    pub spelled: Vec<LineColumn>,
    /// Where the template's JSON stands in `raw`.
    pub raw: Vec<LineColumn>,
}

/// The sections that are counted, with what one entry is.
const COUNTED: &[(&str, &str)] = &[
    ("Resources", "resource"),
    ("Parameters", "parameter"),
    ("Mappings", "mapping"),
    ("Conditions", "condition"),
    ("Rules", "rule"),
    ("Outputs", "output"),
];

/// The program that makes a template. Nothing where the template could not be read.
pub fn import(analysis: &Analysis, wishes: &Wishes) -> Option<Imported> {
    let Kind::Template(Some(template)) = &analysis.stack_file().parsed.kind else {
        return None;
    };
    let workshop = Workshop::new(analysis, template, wishes);
    let mut asked = Forms::default();
    let mut round = 0;
    loop {
        round += 1;
        let tree = decompile(template, Purpose::Keep, &asked);
        let mut printed = None;
        let of_tree = workshop.build_tree(&tree);
        let of_text;
        let mut found = differences(&template.root, &of_tree);
        if found.is_empty() {
            let printed = printed.insert(workshop.print(&tree.module));
            of_text = workshop.build(printed);
            found = differences(&template.root, &of_text);
        }
        let pace = match round {
            round if round <= STEPS => Pace::Step,
            round if round <= DECLARATIONS => Pace::Declaration,
            _ => Pace::Whole,
        };
        let mut again = |pace| raise(&template.root, &found, &tree.forms, &mut asked, pace);
        if found.is_empty() || !(again(pace) || again(Pace::Whole)) {
            let differences = found.iter().map(ToString::to_string);
            let mut module = tree.module;
            if found.is_empty()
                && let Some((allowing, better)) = workshop.allowing(&module)
            {
                module = allowing;
                printed = Some(better);
            }
            let rolled = match wishes.rolls && found.is_empty() {
                true => workshop.rolled(&module),
                false => None,
            };
            let printed = rolled.or(printed);
            let Printed { text, files } = printed.unwrap_or_else(|| workshop.print(&module));
            let (module, unreadable) = parse(NO_FILE, &text);
            let spelled = spelled(&module);
            let wrong = unreadable.iter().map(|found| found.message.clone());
            return Some(Imported {
                differences: differences.chain(wrong).collect(),
                is_whole: template.is_whole,
                counts: counts(&template.root),
                spelled: places(&text, &spelled.spelled),
                raw: places(&text, &spelled.raw),
                text,
                files,
            });
        }
    }
}

fn counts(root: &Node) -> Vec<(&'static str, usize)> {
    let count = |section: &str| {
        root.get(section)
            .and_then(Node::as_map)
            .map_or(0, <[_]>::len)
    };
    let sections = COUNTED.iter();
    sections
        .map(|(section, one)| (*one, count(section)))
        .collect()
}

fn places(text: &str, spans: &[Span]) -> Vec<LineColumn> {
    let source = Source::new("", text);
    let starts = spans.iter().map(|span| source.line_column(span.start));
    starts.collect()
}

/// A program as text, with the files beside it.
struct Printed {
    text: String,
    files: Vec<Beside>,
}

/// Where programs are built, in memory.
struct Workshop<'a> {
    analysis: &'a Analysis,
    template: &'a Template,
    wishes: &'a Wishes,
    request: Request,
}

impl Imported {
    /// Whether the program makes the template, all of it and nothing else.
    pub fn is_equal(&self) -> bool {
        self.differences.is_empty() && self.is_whole
    }
}

impl<'a> Workshop<'a> {
    /// Neither the policies of the project nor what it allows makes a template.
    fn new(analysis: &'a Analysis, template: &'a Template, wishes: &'a Wishes) -> Workshop<'a> {
        let config = Config {
            root: analysis.config.root.clone(),
            catalogue: analysis.config.catalogue.clone(),
            ..Config::default()
        };
        let request = Request {
            stack: analysis.request.stack.clone(),
            config: Some(Arc::new(config)),
            target: Some(Target::CloudFormation),
            layout: Layout::MinifiedJson,
            regardless: true,
            ..Request::default()
        };
        Workshop {
            analysis,
            template,
            wishes,
            request,
        }
    }

    /// The program without those errors that are warnings in the template, where it has such.
    fn allowing(&self, module: &Module) -> Option<(Module, Printed)> {
        let module = allowed(module, self.analysis.diagnostics())?;
        let printed = self.print(&module);
        let made = self.build(&printed);
        let is_equal = differences(&self.template.root, &made).is_empty();
        is_equal.then_some((module, printed))
    }

    /// The shortest program that still makes the template, without an error that the long one has not.
    fn rolled(&self, module: &Module) -> Option<Printed> {
        let errors = |printed: &Printed| self.made(printed, count_errors);
        let before = errors(&self.print(module));
        shortest(module, |module| {
            let printed = self.print(module);
            let made = self.build(&printed);
            let is_equal = differences(&self.template.root, &made).is_empty();
            (is_equal && errors(&printed) <= before).then_some(printed)
        })
    }

    fn print(&self, module: &Module) -> Printed {
        let comments = self.template.comments.iter();
        let comments: Vec<Span> = comments.map(|comment| comment.span).collect();
        let template = &self.analysis.sources.get(self.template.file).text;
        let (module, files) = match self.wishes.extracts {
            true => {
                let program = self.wishes.program.file_name().unwrap_or_default();
                extract(module, &program.to_string_lossy())
            }
            false => (module.clone(), Vec::new()),
        };
        Printed {
            text: syntax::print(&module, template, &comments),
            files,
        }
    }

    /// What a tree makes that has no text.
    fn build_tree(&self, tree: &Decompiled) -> Node {
        let Some(source) = self.analysis.sources.shared(self.template.file) else {
            return NOTHING;
        };
        let session = &self.analysis.session;
        let module = tree.module.clone();
        session.cache.set_parsed(self.template.file, source, module);
        read(analyse(session, self.request.clone()).template())
    }

    /// What a program makes that would stand in its place.
    fn build(&self, printed: &Printed) -> Node {
        self.made(printed, |analysis| read(analysis.template()))
    }

    fn made<T>(&self, printed: &Printed, of: impl Fn(&Analysis) -> T) -> T {
        let program = &self.wishes.program;
        let mut files = Files::default();
        files.set(program, printed.text.as_str());
        for (name, text) in &printed.files {
            files.set(program.with_file_name(name), text.as_str());
        }
        let request = Request {
            stack: program.clone(),
            ..self.request.clone()
        };
        of(&analyse(&Session::new(files), request))
    }
}

fn count_errors(analysis: &Analysis) -> usize {
    let is_error = |found: &&Diagnostic| found.severity == Severity::Error;
    analysis.diagnostics().iter().filter(is_error).count()
}

/// A template that was made.
fn read(template: &[u8]) -> Node {
    let text = String::from_utf8_lossy(template);
    let (template, _) = template::read(NO_FILE, &text);
    template.map_or(NOTHING, |template| template.root)
}

/// What is made is in no file.
const NO_FILE: FileId = FileId(u32::MAX);

const NOTHING: Node = Node {
    kind: NodeKind::Null,
    span: Span {
        file: NO_FILE,
        start: 0,
        end: 0,
    },
};
