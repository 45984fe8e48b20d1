//! What the server can do, as it tells the client. In: what the client can do. Out: the server's
//! capabilities. Never: one that `requests` does not answer.

use super::convert::Encoding;
use crate::ide::{Modifiers, TokenKind};
use lsp_types::{
    ClientCapabilities, CodeActionKind, CodeActionOptions, CodeActionProviderCapability,
    CodeLensOptions, CompletionOptions, DeclarationCapability, DocumentLinkOptions,
    DocumentOnTypeFormattingOptions, FoldingRangeProviderCapability, HoverProviderCapability,
    OneOf, RenameOptions, SaveOptions, SelectionRangeProviderCapability, SemanticTokenModifier,
    SemanticTokenType, SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions,
    ServerCapabilities, SignatureHelpOptions, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};

/// What asks for completion without a word: behind a dot, in a text, in the name of a type, an attribute, a path,
/// an action.
const COMPLETING: [&str; 5] = [".", "\"", ":", "@", "/"];

/// What begins a call, or the next of its arguments.
const CALLING: [&str; 3] = ["(", ",", "{"];

pub fn capabilities(client: &ClientCapabilities, encoding: Encoding) -> ServerCapabilities {
    let rename = client
        .text_document
        .as_ref()
        .and_then(|c| c.rename.as_ref());
    let asks_before = rename.and_then(|rename| rename.prepare_support);
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(
            TextDocumentSyncOptions {
                open_close: Some(true),
                change: Some(TextDocumentSyncKind::INCREMENTAL),
                save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions {
                    include_text: Some(false),
                })),
                ..TextDocumentSyncOptions::default()
            },
        )),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        call_hierarchy_provider: Some(true.into()),
        code_action_provider: Some(code_actions()),
        code_lens_provider: Some(CodeLensOptions {
            resolve_provider: Some(true),
        }),
        completion_provider: Some(CompletionOptions {
            resolve_provider: Some(true),
            trigger_characters: Some(COMPLETING.map(str::to_owned).to_vec()),
            ..CompletionOptions::default()
        }),
        declaration_provider: Some(DeclarationCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: Default::default(),
        }),
        document_on_type_formatting_provider: Some(DocumentOnTypeFormattingOptions {
            first_trigger_character: "}".to_owned(),
            more_trigger_character: Some(vec!["\n".to_owned()]),
        }),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        implementation_provider: Some(true.into()),
        inlay_hint_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        rename_provider: Some(match asks_before.unwrap_or(false) {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: Default::default(),
            }),
            false => OneOf::Left(true),
        }),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        semantic_tokens_provider: Some(semantic_tokens().into()),
        signature_help_provider: Some(SignatureHelpOptions {
            trigger_characters: Some(CALLING.map(str::to_owned).to_vec()),
            ..SignatureHelpOptions::default()
        }),
        type_definition_provider: Some(true.into()),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

fn code_actions() -> CodeActionProviderCapability {
    let kinds = vec![
        CodeActionKind::QUICKFIX,
        CodeActionKind::REFACTOR_EXTRACT,
        CodeActionKind::REFACTOR_INLINE,
        CodeActionKind::REFACTOR_REWRITE,
        CodeActionKind::SOURCE_FIX_ALL,
        CodeActionKind::SOURCE_ORGANIZE_IMPORTS,
    ];
    CodeActionProviderCapability::Options(CodeActionOptions {
        code_action_kinds: Some(kinds),
        ..CodeActionOptions::default()
    })
}

fn semantic_tokens() -> SemanticTokensOptions {
    let kinds = TokenKind::ALL.iter().map(|kind| kind.name());
    let modifiers = Modifiers::NAMES.iter().copied();
    SemanticTokensOptions {
        legend: SemanticTokensLegend {
            token_types: kinds.map(SemanticTokenType::new).collect(),
            token_modifiers: modifiers.map(SemanticTokenModifier::new).collect(),
        },
        range: Some(true),
        full: Some(SemanticTokensFullOptions::Delta { delta: Some(true) }),
        ..SemanticTokensOptions::default()
    }
}
