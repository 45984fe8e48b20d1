//! Code actions. In: a range of a file. Out: what can be done there, each as edits. Never: what the client
//! did not ask for, where it says which kinds it wants.

use super::asked::Asked;
use crate::diag::Edit;
use crate::ide::{self, RefactorKind, Scene};
use crate::lsp::convert::{diagnostic, workspace_edit};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams};

pub fn actions(
    server: &mut Server,
    params: CodeActionParams,
) -> Answer<Option<Vec<CodeActionOrCommand>>> {
    let text_document = server.client.text_document.as_ref();
    let client = text_document.and_then(|client| client.code_action.as_ref());
    let literals = client.and_then(|client| client.code_action_literal_support.as_ref());
    if literals.is_none() {
        // It knows commands alone, which cannot say what they change.
        return Ok(None);
    }
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    let within = asked.span(params.range);
    // Who reads the file may not be a part of this program.
    let mut readers = server.workspace.readers(&asked.path);
    let is_shared = readers.any(|reader| *reader != asked.path);
    let mut actions = Actions {
        server,
        only: params.context.only.as_deref(),
        asked: &asked,
        found: Vec::new(),
    };
    if actions.wants(&CodeActionKind::QUICKFIX) {
        for repair in ide::fixes(&view, within) {
            let mended = diagnostic(&asked.analysis, actions.server.encoding, repair.diagnostic);
            let fix = repair.fix;
            let action = actions.action(CodeActionKind::QUICKFIX, &fix.title, &fix.edits);
            actions.found.push(CodeAction {
                is_preferred: repair.is_only.then_some(true),
                diagnostics: Some(vec![mended]),
                ..action
            });
        }
    }
    let refactorings = [
        RefactorKind::Mend,
        RefactorKind::Extract,
        RefactorKind::Inline,
        RefactorKind::Rewrite,
    ];
    if refactorings.iter().any(|one| actions.wants(&kind_of(*one))) {
        let scene = Scene {
            view,
            session: actions.server.workspace.session(),
            selection: within,
            is_shared,
        };
        for one in ide::refactors(&scene) {
            let kind = kind_of(one.kind);
            if actions.wants(&kind) {
                let action = actions.action(kind, &one.title, &one.edits);
                actions.found.push(action);
            }
        }
    }
    if actions.wants(&CodeActionKind::SOURCE_ORGANIZE_IMPORTS) {
        let edits = ide::organize(&view);
        if !edits.is_empty() {
            let kind = CodeActionKind::SOURCE_ORGANIZE_IMPORTS;
            let action = actions.action(kind, "put the imports in order", &edits);
            actions.found.push(action);
        }
    }
    if actions.wants(&CodeActionKind::SOURCE_FIX_ALL) {
        let edits = ide::fix_all(&view);
        if !edits.is_empty() {
            let kind = CodeActionKind::SOURCE_FIX_ALL;
            let action = actions.action(kind, "fix all that leaves no choice", &edits);
            actions.found.push(action);
        }
    }
    let found = actions.found.into_iter();
    Ok(Some(found.map(CodeActionOrCommand::CodeAction).collect()))
}

fn kind_of(kind: RefactorKind) -> CodeActionKind {
    match kind {
        RefactorKind::Mend => CodeActionKind::QUICKFIX,
        RefactorKind::Extract => CodeActionKind::REFACTOR_EXTRACT,
        RefactorKind::Inline => CodeActionKind::REFACTOR_INLINE,
        RefactorKind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
    }
}

struct Actions<'a> {
    server: &'a Server,
    asked: &'a Asked,
    only: Option<&'a [CodeActionKind]>,
    found: Vec<CodeAction>,
}

impl Actions<'_> {
    /// Whether the client wants actions of a kind: that kind is named, or one that holds it.
    fn wants(&self, kind: &CodeActionKind) -> bool {
        let holds = |wanted: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(wanted.as_str());
            let is_all = wanted.as_str().is_empty();
            is_all || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.only.is_none_or(|only| only.iter().any(holds))
    }

    fn action(&self, kind: CodeActionKind, title: &str, edits: &[Edit]) -> CodeAction {
        let changes = edits.iter().map(|edit| (edit.at, edit.text.clone()));
        let server = self.server;
        let edit = workspace_edit(
            &self.asked.analysis,
            &server.documents,
            &server.client,
            server.encoding,
            changes,
        );
        CodeAction {
            title: title.to_owned(),
            kind: Some(kind),
            edit: Some(edit),
            ..CodeAction::default()
        }
    }
}
