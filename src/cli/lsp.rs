//! `infra lsp`: the language server, over standard input and output. In: nothing; editors say the rest. Out:
//! the end of the conversation. Never: a word that is not the protocol's.

use super::Outcome;
use super::outcome::{CLEAN, ERRORS};
use crate::lsp::serve_stdio;
use clap::Parser;

/// The language server, for editors.
///
/// It speaks the Language Server Protocol over standard input and output, until the editor leaves. How
/// editors are set up for it: docs/editors.md.
#[derive(Parser)]
#[command(name = "lsp", bin_name = "infra lsp")]
pub struct LspArgs {
    /// What editors say to ask for these pipes, which there is no other way than.
    #[arg(long, hide = true)]
    stdio: bool,
}

pub fn run(_: &LspArgs) -> Outcome {
    match serve_stdio() {
        Ok(is_polite) => Outcome {
            code: if is_polite { CLEAN } else { ERRORS },
            ..Outcome::default()
        },
        Err(error) => Outcome {
            stderr: format!("error: {error}\n").into_bytes(),
            code: ERRORS,
            ..Outcome::default()
        },
    }
}
