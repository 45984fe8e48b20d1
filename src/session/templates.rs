//! Templates that are checked as they are. In: the text of one; what was found in it. Out: its tree, for all
//! phases behind; and what counts there how much. Never: another way through the phases.

use super::Found;
use crate::decompile::{Forms, Purpose, decompile};
use crate::diag::{Code, Diagnostic, Severity};
use crate::syntax::ast::Module;
use crate::template::{self, Node, NodeKind, Template};
use crate::text::{FileId, Source, Span};
use rustc_hash::FxHashSet;

/// A template, and the tree of a program that makes it.
pub(super) fn tree(file: FileId, source: &Source) -> (Option<Template>, Module, Vec<Diagnostic>) {
    let (template, mut found) = template::read(file, &source.text);
    let Some(template) = template else {
        return (None, nothing(file), found);
    };
    found.extend(template::check(&template));
    let decompiled = decompile(&template, Purpose::Check, &Forms::default());
    found.extend(decompiled.diagnostics);
    (Some(template), decompiled.module, found)
}

/// What was found in a template, as it counts there: what only this language asks for is no error, and what
/// would be written in this language mends no template.
pub(super) fn weigh(found: &mut Found, file: FileId, text: &str, template: Option<&Template>) {
    let is_of_template = |d: &&Diagnostic| d.code.as_str().starts_with("template::");
    let said: FxHashSet<u32> = (found.program.iter())
        .filter(is_of_template)
        .map(|d| d.at.start)
        .collect();
    // What has no shape is not looked at any further.
    let is_silent = |d: &Diagnostic| {
        let again = !is_of_template(&d) && said.contains(&d.at.start);
        d.at.file == file && (weight(d.code) == Weight::Silent || again)
    };
    found.program.retain(|d| !is_silent(d));
    found.graph.retain(|d| !is_silent(d));
    let found = found.program.iter_mut().chain(&mut found.graph);
    let found = found.filter(|d| d.at.file == file);
    // Looked for where there is something to be weighed.
    let mut elsewhere = None;
    for diagnostic in found {
        let mut written_there = || {
            let template = template.map(|template| &template.root);
            let elsewhere = elsewhere.get_or_insert_with(|| Elsewhere::new(template));
            // What may not be set there is so because of a value.
            match diagnostic.code {
                Code::SchemaConflict => {
                    let mut labels = diagnostic.labels.iter();
                    !labels.any(|l| l.text.starts_with("because of") && elsewhere.has(l.at))
                }
                _ => !elsewhere.has(diagnostic.at),
            }
        };
        let is_error = match weight(diagnostic.code) {
            Weight::AsItIs => true,
            Weight::Warning | Weight::Silent => false,
            Weight::WhereWritten => written_there(),
        };
        if !is_error && diagnostic.severity == Severity::Error {
            diagnostic.severity = Severity::Warning;
        }
        reword(diagnostic);
        keep_quotes(diagnostic, text);
    }
}

fn reword(diagnostic: &mut Diagnostic) {
    if speaks_of_programs(diagnostic) {
        diagnostic.fixes.clear();
        let is_guard = GUARDS.contains(&diagnostic.code);
        let help = "read it under `Fn::If`, or write the same `Condition` here";
        diagnostic.help = is_guard.then(|| help.to_owned());
    }
    if !mends_templates(diagnostic.code) {
        let fix = diagnostic.fixes.drain(..).next();
        let title = fix.map(|fix| fix.title);
        diagnostic.help = diagnostic.help.take().or(title);
    }
    if diagnostic.code == Code::RelationMismatch
        && let Some(help) = diagnostic.help.as_deref().and_then(as_function)
    {
        diagnostic.help = Some(help);
    }
}

/// A key that stands between quotes stays there.
fn keep_quotes(diagnostic: &mut Diagnostic, text: &str) {
    if diagnostic.code != Code::SchemaUnknownProperty {
        return;
    }
    for edit in diagnostic.fixes.iter_mut().flat_map(|fix| &mut fix.edits) {
        let written = text.get(edit.at.range()).unwrap_or("");
        if written.len() > 1 && written.starts_with(['"', '\'']) {
            edit.at.start += 1;
            edit.at.end -= 1;
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    AsItIs,
    /// What the service may take all the same.
    Warning,
    /// An error where the value is written, a warning where a parameter, a mapping or a function gives it: it
    /// may be one that is never chosen.
    WhereWritten,
    /// Said by what looks at the template itself.
    Silent,
}

/// Whether what is found of a value may be a warning where it is an error of a program that could be allowed.
pub(super) fn counts_less(code: Code) -> bool {
    match weight(code) {
        Weight::WhereWritten => true,
        Weight::Warning => matches!(code, Code::IamUnknownAction | Code::SecretExposed),
        Weight::AsItIs | Weight::Silent => false,
    }
}

/// What only this language asks for, or what may be newer than what is known here, is a warning.
fn weight(code: Code) -> Weight {
    match code {
        // Guards are what this language asks for: CloudFormation finds out when it makes the stack.
        Code::PhaseUnguarded | Code::PhaseOptionalOutput | Code::TypeConditionalResource => {
            Weight::Warning
        }
        // Identifiers are texts to CloudFormation.
        Code::RelationMismatch => Weight::Warning,
        // Actions appear with every feature of every service.
        Code::IamUnknownAction => Weight::Warning,
        // Where secrets stand, and comparisons that are always false, CloudFormation takes.
        Code::SecretExposed | Code::TypeComparison => Weight::Warning,
        Code::SchemaEnum
        | Code::SchemaPattern
        | Code::SchemaFormat
        | Code::SchemaLength
        | Code::SchemaRange
        | Code::SchemaConflict => Weight::WhereWritten,
        // Most identifiers have no type of parameters.
        Code::AttributeArguments | Code::RelationPlainString => Weight::Silent,
        _ => Weight::AsItIs,
    }
}

/// The places of values that come from elsewhere: functions, and the sections that functions look things up in.
struct Elsewhere(FxHashSet<Span>, Vec<Span>);

impl Elsewhere {
    fn new(root: Option<&Node>) -> Elsewhere {
        let mut functions = FxHashSet::default();
        let mut sections = Vec::new();
        if let Some(root) = root {
            collect(root, &mut functions);
            let looked_up = ["Mappings", "Parameters"].iter();
            sections.extend(looked_up.filter_map(|name| Some(root.get(name)?.span)));
        }
        Elsewhere(functions, sections)
    }

    fn has(&self, at: Span) -> bool {
        self.0.contains(&at) || self.1.iter().any(|section| section.contains(at))
    }
}

fn collect(node: &Node, functions: &mut FxHashSet<Span>) {
    match &node.kind {
        NodeKind::List(items) => items.iter().for_each(|item| collect(item, functions)),
        NodeKind::Map(entries) => {
            let single = node.single().map(|entry| entry.key.as_str());
            if single.is_some_and(|key| key == "Ref" || key.starts_with("Fn::")) {
                functions.insert(node.span);
            }
            let values = entries.iter().map(|entry| &entry.value);
            values.for_each(|value| collect(value, functions));
        }
        _ => {}
    }
}

/// What is said where something that may be absent is read as if it were there.
const GUARDS: &[Code] = &[
    Code::PhaseUnguarded,
    Code::PhaseOptionalOutput,
    Code::TypeConditionalResource,
];

/// Whether what helps in a program is no help in a template.
fn speaks_of_programs(diagnostic: &Diagnostic) -> bool {
    let mut helps = diagnostic
        .help
        .iter()
        .chain(diagnostic.fixes.iter().map(|fix| &fix.title));
    GUARDS.contains(&diagnostic.code) || helps.any(|help| help.contains("`@"))
}

/// What a program reads as `queue.Arn`, as a template reads it.
fn as_function(help: &str) -> Option<String> {
    let read = help.strip_prefix("write `")?.strip_suffix('`')?;
    let (id, name) = read.split_once('.')?;
    Some(match name {
        "ref" => format!("read `{id}` with `Ref`"),
        _ => format!("read `{name}` of `{id}` with `Fn::GetAtt`"),
    })
}

/// Whether the changes that a code offers are right in YAML and JSON too.
fn mends_templates(code: Code) -> bool {
    matches!(
        code,
        Code::SchemaQuoted | Code::SchemaUnknownProperty | Code::SchemaEnum
    )
}

/// The tree of a text of which nothing could be read.
fn nothing(file: FileId) -> Module {
    Module {
        file,
        items: Vec::new(),
        comments: Vec::new(),
        expr_count: 0,
        item_count: 0,
        broken: Vec::new(),
        is_template: true,
    }
}
