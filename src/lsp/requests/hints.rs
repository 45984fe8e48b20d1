//! Inlay hints. In: a range of a file. Out: what is good to know there, as far as the client wants it. Never:
//! a hint outside the range.

use super::asked::Asked;
use crate::ide::{self, HintKind, HintOptions};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::request::InlayHintRefreshRequest;
use lsp_types::{
    DidChangeConfigurationParams, InlayHint, InlayHintKind, InlayHintLabel, InlayHintParams,
    InlayHintTooltip, TextEdit,
};
use serde_json::Value;

pub fn hints(server: &mut Server, params: InlayHintParams) -> Answer<Option<Vec<InlayHint>>> {
    let options = server.hints;
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    if view.is_template {
        return Ok(None);
    }
    let lines = asked.lines(asked.file);
    let found = ide::hints(&view, asked.span(params.range), options);
    let hints = found.into_iter().map(|hint| {
        let range = lines.range(hint.at);
        let edit = hint.written.map(|text| vec![TextEdit::new(range, text)]);
        InlayHint {
            position: range.start,
            label: InlayHintLabel::String(hint.label),
            kind: match hint.kind {
                HintKind::Type => Some(InlayHintKind::TYPE),
                HintKind::Parameter => Some(InlayHintKind::PARAMETER),
                HintKind::Id => None,
            },
            text_edits: edit,
            tooltip: hint.tooltip.map(InlayHintTooltip::String),
            padding_left: Some(hint.kind == HintKind::Id),
            padding_right: Some(hint.kind == HintKind::Parameter),
            data: None,
        }
    });
    Ok(Some(hints.collect()))
}

/// The client has changed its settings.
pub fn configured(server: &mut Server, params: DidChangeConfigurationParams) {
    let before = server.hints;
    server.hints = options(before, &params.settings);
    let workspace = server.client.workspace.as_ref();
    let client = workspace.and_then(|client| client.inlay_hint.as_ref());
    let can_refresh = client.and_then(|client| client.refresh_support) == Some(true);
    if can_refresh && server.hints != before {
        server.ask::<InlayHintRefreshRequest>(());
    }
}

/// What settings say of hints: `{ "infra": { "inlayHints": { "types": false } } }`, with or without the
/// outer name. All are off where `inlayHints` is `false`, or `enabled` is. What is not said stays.
pub fn options(before: HintOptions, settings: &Value) -> HintOptions {
    let own = settings.get("infra").unwrap_or(settings);
    let Some(said) = own.get("inlayHints") else {
        return before;
    };
    let is = |name: &str, before: bool| said.get(name).and_then(Value::as_bool).unwrap_or(before);
    let all = said.as_bool().unwrap_or_else(|| is("enabled", true));
    if !all {
        return HintOptions {
            types: false,
            parameters: false,
            ids: false,
        };
    }
    // Who switches them on again gets them all.
    let before = match said.as_bool() {
        Some(true) => HintOptions::default(),
        _ => before,
    };
    HintOptions {
        types: is("types", before.types),
        parameters: is("parameters", before.parameters),
        ids: is("logicalIds", before.ids),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NONE: HintOptions = HintOptions {
        types: false,
        parameters: false,
        ids: false,
    };

    #[test]
    fn settings_switch_hints_off_and_on() {
        let all = HintOptions::default();
        assert_eq!(options(all, &json!({})), all);
        assert_eq!(options(all, &json!({ "inlayHints": false })), NONE);
        let off = json!({ "infra": { "inlayHints": { "enabled": false } } });
        assert_eq!(options(all, &off), NONE);
        let one = json!({ "infra": { "inlayHints": { "types": false } } });
        let without = HintOptions {
            types: false,
            ..all
        };
        assert_eq!(options(all, &one), without);
        assert_eq!(options(without, &json!(null)), without);
        assert_eq!(options(NONE, &json!({ "inlayHints": true })), all);
    }
}
