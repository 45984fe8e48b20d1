//! Declarations of all files that an editor knows of, by a part of their names. In: a workspace, and what was
//! typed. Out: what fits, the best first. Never: more than anybody reads.

use super::Workspace;
use super::fuzzy::score;
use super::outline::{Kind, Part, parts};
use crate::syntax::parse;
use crate::text::{FileId, Source};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many are shown.
const SHOWN: usize = 256;

/// The declarations of a file as they were when it was last looked at.
#[derive(Debug)]
pub struct Declared {
    pub source: Source,
    pub parts: Vec<Part>,
}

/// A declaration that fits.
#[derive(Debug, Clone)]
pub struct Match {
    pub path: PathBuf,
    pub file: Arc<Declared>,
    pub part: Part,
    /// What it is inside of.
    pub around: Option<String>,
}

/// What a program declares, without a look at what that means.
pub fn declared(path: &Path, text: String) -> Declared {
    let (module, _) = parse(FileId(0), &text);
    let source = Source::new(path.to_string_lossy(), text);
    let parts = parts(&module, &source);
    Declared { source, parts }
}

/// The declarations whose names fit what was typed, and what is inside components.
pub fn search(workspace: &mut Workspace, typed: &str) -> Vec<Match> {
    workspace.look_everywhere();
    let mut found: Vec<(i32, Match)> = Vec::new();
    for path in workspace.known_files() {
        let Some(file) = workspace.declared(&path) else {
            continue;
        };
        for part in &file.parts {
            let inside = match part.kind {
                Kind::Component => part.inside.as_slice(),
                _ => &[],
            };
            let all = inside.iter().map(|inner| (inner, Some(part.name.clone())));
            for (part, around) in std::iter::once((part, None)).chain(all) {
                if let Some(score) = score(typed, &part.name) {
                    let fits = Match {
                        path: path.clone(),
                        file: file.clone(),
                        part: Part {
                            inside: Vec::new(),
                            ..part.clone()
                        },
                        around,
                    };
                    found.push((score, fits));
                }
            }
        }
    }
    // What fits alike stays in the order of the paths and of the text.
    found.sort_by_key(|(score, _)| -score);
    found.truncate(SHOWN);
    found.into_iter().map(|(_, fits)| fits).collect()
}
