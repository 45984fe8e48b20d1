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
