//! Templates that are checked as they are. In: the text of one; what was found in it. Out: its tree, for all
//! phases behind; and what counts there how much. Never: another way through the phases.

use super::Found;
use crate::decompile::{Forms, Purpose, decompile};
use crate::diag::{Code, Diagnostic, Severity};
use crate::syntax::ast::Module;
use crate::template::{self, Template};
use crate::text::{FileId, Source};

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
pub(super) fn weigh(found: &mut Found, file: FileId) {
    let found = found.program.iter_mut().chain(&mut found.graph);
    found.filter(|d| d.at.file == file).for_each(weigh_one);
}

fn weigh_one(diagnostic: &mut Diagnostic) {
    match weight(diagnostic.code) {
        Weight::AsItIs => {}
        Weight::Warning if diagnostic.severity == Severity::Error => {
            diagnostic.severity = Severity::Warning;
        }
        Weight::Warning => {}
    }
    if speaks_of_programs(diagnostic.code) {
        diagnostic.help = None;
        diagnostic.fixes.clear();
    }
    if !mends_templates(diagnostic.code) {
        let fix = diagnostic.fixes.drain(..).next();
        let title = fix.map(|fix| fix.title);
        diagnostic.help = diagnostic.help.take().or(title);
    }
}

enum Weight {
    AsItIs,
    /// What the service may take all the same.
    Warning,
}

/// What only this language asks for, or what may be newer than what is known here, is a warning.
fn weight(code: Code) -> Weight {
    match code {
        // Guards are what this language asks for: CloudFormation finds out when it makes the stack.
        Code::PhaseUnguarded | Code::TypeConditionalResource => Weight::Warning,
        // Identifiers are texts to CloudFormation.
        Code::RelationMismatch => Weight::Warning,
        // Actions appear with every feature of every service.
        Code::IamUnknownAction => Weight::Warning,
        _ => Weight::AsItIs,
    }
}

/// Whether what helps in a program is no help in a template.
fn speaks_of_programs(code: Code) -> bool {
    matches!(code, Code::PhaseUnguarded | Code::TypeConditionalResource)
}

/// Whether the changes that a code offers are right in YAML and JSON too.
fn mends_templates(code: Code) -> bool {
    matches!(code, Code::SchemaQuoted)
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
    }
}
