//! `infra playground`: a page to try the language on. In: a port. Out: the address of the page, and
//! the page for as long as the process runs. Never: an address that another machine can reach.

use super::Outcome;
use super::init::EXAMPLES;
use super::outcome::ERRORS;
use crate::playground::{Example, serve};
use clap::Parser;
use std::io::{self, Write};
use std::net::{Ipv4Addr, TcpListener};

/// Try the language on a page: source left, template, messages and picture right.
///
/// The page is served to this machine alone, and nothing of it leaves the machine. It reads no files: the
/// program is in the page, which compiles it with every key. Ctrl-C ends it.
#[derive(Parser)]
#[command(
    name = "playground",
    bin_name = "infra playground",
    after_help = "\
Examples:
  infra playground                              prints the address to open
  infra playground --port 8080

Exit codes: 1 the port cannot be used, 2 usage."
)]
pub struct PlaygroundArgs {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    pub port: u16,
}

pub fn run(args: &PlaygroundArgs) -> Outcome {
    let port = args.port;
    match open(port) {
        Ok(()) => Outcome::default(),
        Err(error) => Outcome {
            stderr: format!("error: port {port} of 127.0.0.1 cannot be used: {error}\n")
                .into_bytes(),
            code: ERRORS,
            ..Outcome::default()
        },
    }
}

fn open(port: u16) -> io::Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let address = listener.local_addr()?;
    // The command goes on for as long as the page is open: whoever opens it cannot wait for its end.
    let mut stdout = io::stdout().lock();
    writeln!(stdout, "http://{address}/")?;
    stdout.flush()?;
    drop(stdout);
    serve(listener, examples())
}

/// The examples that are one program and no project.
fn examples() -> Vec<Example> {
    let is_program = |path: &str| path == "main.infra";
    let is_project = |path: &str| path == crate::session::CONFIG_FILE;
    let programs = EXAMPLES.iter().filter(|example| {
        let mut paths = example.files.iter().map(|(path, _)| *path);
        paths.clone().any(is_program) && !paths.any(is_project)
    });
    programs
        .map(|example| Example {
            name: example.name,
            files: example.files,
        })
        .collect()
}
