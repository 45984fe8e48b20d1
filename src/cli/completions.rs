//! `infra completions`: a script that completes commands and options in a shell.

use super::Outcome;
use super::args::{CompletionsArgs, description};

pub fn run(args: &CompletionsArgs) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut description(), "infra", &mut script);
    Outcome {
        stdout: script,
        ..Outcome::default()
    }
}
