//! Semantic tokens: of a file, of a part of it, or what is other than before. In: a file. Out: numbers, as the
//! protocol has them. Never: a difference to a list that the client does not have.

use super::asked::Asked;
use crate::ide::{self, Token};
use crate::lsp::router::Answer;
use crate::lsp::server::Server;
use lsp_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensEdit, SemanticTokensFullDeltaResult, SemanticTokensParams,
    SemanticTokensRangeParams, SemanticTokensRangeResult, SemanticTokensResult,
};
use rustc_hash::FxHashMap;
use std::path::PathBuf;

/// The last list of each file that the client has, under its number.
#[derive(Debug, Default)]
pub struct SentTokens {
    by_file: FxHashMap<PathBuf, (u64, Vec<SemanticToken>)>,
    count: u64,
}

/// So many numbers are one token.
const NUMBERS: u32 = 5;

/// So many files' lists are kept.
const KEPT: usize = 64;

pub fn full(
    server: &mut Server,
    params: SemanticTokensParams,
) -> Answer<Option<SemanticTokensResult>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let Some(data) = all(&asked)? else {
        return Ok(None);
    };
    let result_id = server.tokens.send(&asked.path, &data);
    let result_id = Some(result_id);
    Ok(Some(SemanticTokens { result_id, data }.into()))
}

pub fn delta(
    server: &mut Server,
    params: SemanticTokensDeltaParams,
) -> Answer<Option<SemanticTokensFullDeltaResult>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let Some(data) = all(&asked)? else {
        return Ok(None);
    };
    let before = server.tokens.take(&asked.path, &params.previous_result_id);
    let result_id = Some(server.tokens.send(&asked.path, &data));
    let result = match before {
        Some(before) => SemanticTokensDelta {
            result_id,
            edits: difference(&before, &data),
        }
        .into(),
        None => SemanticTokens { result_id, data }.into(),
    };
    Ok(Some(result))
}

pub fn range(
    server: &mut Server,
    params: SemanticTokensRangeParams,
) -> Answer<Option<SemanticTokensRangeResult>> {
    let asked = Asked::about(server, &params.text_document.uri)?;
    let view = asked.view()?;
    if view.is_template {
        return Ok(None);
    }
    let within = asked.span(params.range);
    let mut tokens = ide::tokens(&view);
    tokens.retain(|token| token.at.start < within.end && within.start < token.at.end);
    let data = encode(&asked, &tokens);
    let result_id = None;
    Ok(Some(SemanticTokens { result_id, data }.into()))
}

fn all(asked: &Asked) -> Answer<Option<Vec<SemanticToken>>> {
    let view = asked.view()?;
    Ok((!view.is_template).then(|| encode(asked, &ide::tokens(&view))))
}

/// Each token by how far it is from the one before.
fn encode(asked: &Asked, tokens: &[Token]) -> Vec<SemanticToken> {
    let lines = asked.lines(asked.file);
    let (mut line, mut start) = (0, 0);
    let mut encoded = Vec::with_capacity(tokens.len());
    for token in tokens {
        let range = lines.range(token.at);
        if range.start.line != range.end.line {
            continue;
        }
        let delta_line = range.start.line - line;
        if delta_line > 0 {
            start = 0;
        }
        encoded.push(SemanticToken {
            delta_line,
            delta_start: range.start.character - start,
            length: range.end.character - range.start.character,
            token_type: token.kind as u32,
            token_modifiers_bitset: token.modifiers.0,
        });
        (line, start) = (range.start.line, range.start.character);
    }
    encoded
}

/// One edit that makes the new list of the old one; none where they are the same.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Vec<SemanticTokensEdit> {
    let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
    let head = old.iter().zip(new).take_while(same).count();
    let (old, new) = (&old[head..], &new[head..]);
    let tail = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(same)
        .count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    if old.is_empty() && new.is_empty() {
        return Vec::new();
    }
    vec![SemanticTokensEdit {
        start: head as u32 * NUMBERS,
        delete_count: old.len() as u32 * NUMBERS,
        data: Some(new.to_vec()),
    }]
}

impl SentTokens {
    fn send(&mut self, path: &std::path::Path, data: &[SemanticToken]) -> String {
        self.count += 1;
        if self.by_file.len() >= KEPT {
            self.by_file.clear();
        }
        let sent = (self.count, data.to_vec());
        self.by_file.insert(path.to_owned(), sent);
        self.count.to_string()
    }

    fn take(&mut self, path: &std::path::Path, id: &str) -> Option<Vec<SemanticToken>> {
        let (number, data) = self.by_file.remove(path)?;
        (number.to_string() == id).then_some(data)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(length: u32) -> SemanticToken {
        SemanticToken {
            length,
            ..SemanticToken::default()
        }
    }

    #[test]
    fn an_edit_makes_the_new_list_of_the_old_one() {
        let lists: [&[u32]; 6] = [&[], &[1], &[1, 2, 3], &[1, 4, 3], &[1, 1, 1], &[1, 1]];
        for old in lists {
            for new in lists {
                let [old, new] = [old, new].map(|l| l.iter().map(|n| token(*n)).collect());
                let mut made: Vec<SemanticToken> = old;
                let new: Vec<SemanticToken> = new;
                for edit in difference(&made, &new) {
                    let start = (edit.start / NUMBERS) as usize;
                    let end = start + (edit.delete_count / NUMBERS) as usize;
                    made.splice(start..end, edit.data.unwrap_or_default());
                }
                assert_eq!(made, new);
            }
        }
    }
}
