//! Any text: reading it ends, names no place outside of it, and never panics.
#![no_main]

use infra::text::FileId;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (_, diagnostics) = infra::syntax::parse(FileId(0), text);
    for diagnostic in diagnostics {
        let labels = diagnostic.labels.iter().map(|l| l.at);
        for at in labels.chain([diagnostic.at]) {
            assert!(text.get(at.range()).is_some(), "{diagnostic:?}");
        }
    }
});
