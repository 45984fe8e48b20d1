//! Folding and growing selections. In: a file, and places in it. Out: ranges. Never: lines that the client
//! could not hide.

use super::asked::Asked;
use crate::ide::{self, FoldKind};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{
    FoldingRange, FoldingRangeKind, FoldingRangeParams, SelectionRange, SelectionRangeParams,
};

pub fn ranges(
    server: &mut Server,
    params: FoldingRangeParams,
) -> Answer<Option<Vec<FoldingRange>>> {
    let folding = server.client.text_document.as_ref();
    let folding = folding.and_then(|client| client.folding_range.as_ref());
    let limit = folding.and_then(|client| client.range_limit);
    let whole_lines = folding.and_then(|client| client.line_folding_only) == Some(true);
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    if view.is_template {
        return Ok(None);
    }
    let lines = asked.lines(asked.file);
    let folds = ide::folds(&view).into_iter();
    let ranges = folds.take(limit.unwrap_or(u32::MAX) as usize).map(|fold| {
        let range = lines.range(fold.at);
        FoldingRange {
            start_line: range.start.line,
            start_character: (!whole_lines).then_some(range.start.character),
            end_line: range.end.line,
            end_character: (!whole_lines).then_some(range.end.character),
            kind: Some(match fold.kind {
                FoldKind::Comment => FoldingRangeKind::Comment,
                FoldKind::Imports => FoldingRangeKind::Imports,
                FoldKind::Region => FoldingRangeKind::Region,
            }),
            collapsed_text: None,
        }
    });
    Ok(Some(ranges.collect()))
}

pub fn selections(
    server: &mut Server,
    params: SelectionRangeParams,
) -> Answer<Option<Vec<SelectionRange>>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    let lines = asked.lines(asked.file);
    let mut answer = Vec::new();
    for position in params.positions {
        let around = ide::selections(&view, lines.offset(position));
        let grown = around.into_iter().rev().fold(None, |parent, at| {
            Some(SelectionRange {
                range: lines.range(at),
                parent: parent.map(Box::new),
            })
        });
        answer.extend(grown);
    }
    Ok(Some(answer))
}
