//! A template to a program that makes it, with the proof. In: the analysis of a template. Out: the program,
//! and where what it makes differs from the template. Never: output, or a word about the program that was
//! not found by building it.
//!
//! The tree of a program is built without its text first; its parts have the template's places. Where
//! something else comes out, the part that stands there is written in another form (see `repair.rs`), and all
//! is built again. At last the program is printed, and what counts is what comes of that text.

use super::cache::Kind;
use super::repair::{Pace, raise};
use super::{Analysis, Config, Files, Request, Session, analyse};
use crate::decompile::{Decompiled, Forms, Purpose, decompile};
use crate::emit::{Layout, Target};
use crate::syntax;
use crate::template::{self, Node, NodeKind, Template, differences};
use crate::text::{FileId, LineColumn, Span};
use std::path::{Path, PathBuf};
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
}

/// A template as a program.
#[derive(Debug)]
pub struct Imported {
    pub text: String,
    /// Where what the program makes is not the template, a line each.
    pub differences: Vec<String>,
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
    let workshop = Workshop::new(analysis, template, &wishes.program);
    let mut asked = Forms::default();
    let mut round = 0;
    loop {
        round += 1;
        let tree = decompile(template, Purpose::Keep, &asked);
        let mut text = None;
        let mut made = workshop.build_tree(&tree);
        if differences(&template.root, &made).is_empty() {
            let text = text.insert(workshop.print(&tree));
            made = workshop.build_text(text);
        }
        let found = differences(&template.root, &made);
        let pace = match round {
            ..=STEPS => Pace::Step,
            ..=DECLARATIONS => Pace::Declaration,
            _ => Pace::Whole,
        };
        if found.is_empty() || !raise(&template.root, &found, &tree.forms, &mut asked, pace) {
            return Some(Imported {
                text: text.unwrap_or_else(|| workshop.print(&tree)),
                differences: found.iter().map(ToString::to_string).collect(),
                counts: counts(&template.root),
                spelled: Vec::new(),
                raw: Vec::new(),
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

/// Where programs are built, in memory.
struct Workshop<'a> {
    analysis: &'a Analysis<'a>,
    template: &'a Template,
    program: &'a Path,
    request: Request,
}

impl<'a> Workshop<'a> {
    /// Neither the policies of the project nor what it allows makes a template.
    fn new(analysis: &'a Analysis, template: &'a Template, program: &'a Path) -> Workshop<'a> {
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
            program,
            request,
        }
    }

    fn print(&self, tree: &Decompiled) -> String {
        let comments = self.template.comments.iter();
        let comments: Vec<Span> = comments.map(|comment| comment.span).collect();
        let text = &self.analysis.sources.get(self.template.file).text;
        syntax::print(&tree.module, text, &comments)
    }

    /// What a tree makes that has no text.
    fn build_tree(&self, tree: &Decompiled) -> Node {
        let Some(source) = self.analysis.sources.shared(self.template.file) else {
            return NOTHING;
        };
        let session = self.analysis.session;
        let module = tree.module.clone();
        session.cache.set_parsed(self.template.file, source, module);
        read(analyse(session, self.request.clone()).template())
    }

    /// What a program makes that would stand in its place.
    fn build_text(&self, text: &str) -> Node {
        let mut files = Files::default();
        files.set(self.program, text);
        let request = Request {
            stack: self.program.to_owned(),
            ..self.request.clone()
        };
        read(analyse(&Session::new(files), request).template())
    }
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
