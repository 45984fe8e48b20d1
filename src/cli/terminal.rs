//! What the streams can show. In: the process's environment, asked only when something is to be
//! reported. Out: colour and width. Never: anything asked on the way to a clean build.

use std::io::IsTerminal;
use terminal_size::terminal_size_of;

/// The width where there is no terminal.
const DEFAULT_WIDTH: usize = 100;

/// Where a command's text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// To the streams of this process.
    Real,
    /// Into a text of this width, without colours.
    Plain { width: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    Out,
    Error,
}

/// What one stream can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
    pub width: usize,
}

impl Terminal {
    pub fn style(self, stream: Stream) -> Style {
        match self {
            Terminal::Plain { width } => Style {
                colour: false,
                width,
            },
            Terminal::Real => {
                let (terminal, size) = match stream {
                    Stream::Out => {
                        let stdout = std::io::stdout();
                        (stdout.is_terminal(), terminal_size_of(stdout))
                    }
                    Stream::Error => {
                        let stderr = std::io::stderr();
                        (stderr.is_terminal(), terminal_size_of(stderr))
                    }
                };
                let width = size.filter(|_| terminal);
                let width = width.map_or(DEFAULT_WIDTH, |(width, _)| usize::from(width.0));
                // Below 40 columns a report is a column of fragments; let the terminal wrap.
                let width = width.clamp(40, 140);
                Style {
                    colour: terminal && wants_colour(),
                    width,
                }
            }
        }
    }
}

/// <https://no-color.org>: any value that is not empty asks for no colour.
fn wants_colour() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}
