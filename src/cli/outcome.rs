//! What a command comes to, and the one place that prints it. In: the arguments of the process.
//! Out: bytes on its two streams and an exit code. Never: more than one write a stream.

use super::watch::wait_for_change;
use super::{Terminal, run};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// The exit codes, as `--help` documents them.
pub const CLEAN: u8 = 0;
pub const ERRORS: u8 = 1;
pub const USAGE: u8 = 2;

/// What a command has to say.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
    pub code: u8,
    /// Where this is not empty, the command runs again when one of these files changes.
    pub watch: Vec<PathBuf>,
}

impl Outcome {
    /// Prints a text.
    pub fn text(text: impl Into<String>) -> Outcome {
        Outcome {
            stdout: text.into().into_bytes(),
            ..Outcome::default()
        }
    }

    /// Complains about how the command was used.
    pub fn usage(message: impl std::fmt::Display) -> Outcome {
        Outcome {
            stderr: format!("error: {message}\n").into_bytes(),
            code: USAGE,
            ..Outcome::default()
        }
    }
}

/// Runs the command that the arguments of this process ask for.
pub fn main() -> ExitCode {
    let mut outcome = run(std::env::args_os().collect(), &Terminal::Real);
    let mut printed = print_all(&outcome);
    while !outcome.watch.is_empty() && printed.is_ok() {
        wait_for_change(&outcome.watch);
        outcome = run(std::env::args_os().collect(), &Terminal::Real);
        printed = print_all(&outcome);
    }
    match printed {
        Ok(()) => ExitCode::from(outcome.code),
        // A full disk behind a redirection: nobody may take what was written for the whole.
        Err(_) => ExitCode::from(outcome.code.max(ERRORS)),
    }
}

fn print_all(outcome: &Outcome) -> std::io::Result<()> {
    print(std::io::stderr().lock(), &outcome.stderr)?;
    print(std::io::stdout().lock(), &outcome.stdout)
}

/// All bytes with as few calls as the system lets. A reader that went away (`| head`) has what it
/// wanted.
fn print(mut stream: impl Write, bytes: &[u8]) -> std::io::Result<()> {
    if bytes.is_empty() {
        return Ok(());
    }
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}
