//! Any text through all phases, to the template where there is one, and to every form of messages.
#![no_main]

use infra::cli::{Findings, MessageFormat, Style, render};
use infra::session::{Files, Request, Session, analyse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut files = Files::default();
    files.set("main.infra", text);
    let session = Session { files };
    let request = Request {
        stack: "main.infra".into(),
        ..Request::default()
    };
    let analysis = analyse(&session, request);
    let style = Style {
        colour: true,
        width: 40,
    };
    for format in MessageFormat::ALL {
        render(*format, &[Findings::from(&analysis)], || style, 0);
    }
    if !analysis.has_errors() {
        analysis.template();
    }
});
