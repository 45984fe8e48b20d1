//! The fuzz targets' bodies, over every program of the repository: what the targets begin with.

#[path = "../fuzz/bodies.rs"]
pub mod bodies;

use crate::harness::files_with;

#[test]
fn the_fuzz_targets_hold_for_every_program() {
    let folders = ["examples", "stdlib", "tests"];
    let programs = folders.iter().flat_map(|f| files_with(f, ".infra"));
    let mut count = 0;
    for path in programs {
        // Some are no text, on purpose.
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        bodies::parse(&text);
        bodies::stack(&text);
        bodies::format(&text);
        count += 1;
    }
    assert!(count > 100, "{count} programs");
}

#[test]
fn the_fuzz_target_for_templates_holds_for_every_template() {
    let endings = [".yaml", ".yml", ".json"];
    let files = endings
        .iter()
        .flat_map(|ending| files_with("tests", ending));
    let mut count = 0;
    for path in files {
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        bodies::template(&text);
        // With the line ends of other systems, and cut off.
        bodies::template(&text.replace('\n', "\r\n"));
        for at in (0..text.len().min(2_000)).step_by(7) {
            bodies::template(text.get(..at).unwrap_or(""));
        }
        count += 1;
    }
    assert!(count > 50, "{count} templates");
}
