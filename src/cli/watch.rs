//! Waiting until a file changes. In: files. Out: nothing, as soon as something in their folders is
//! newer than it was. Never: a clock; the system says when a file was written.

use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait between two looks.
const PAUSE: Duration = Duration::from_millis(300);

/// Folders are looked through this deep: programs import from beside and below.
const DEPTH: usize = 4;

/// Returns when one of the files, or another program in their folders, has changed.
pub fn wait_for_change(files: &[PathBuf]) {
    let before = state(files);
    loop {
        std::thread::sleep(PAUSE);
        if state(files) != before {
            return;
        }
    }
}

/// What the system says of all programs and data below the folders of the files.
fn state(files: &[PathBuf]) -> Vec<String> {
    let mut folders: Vec<&Path> = files.iter().filter_map(|file| file.parent()).collect();
    folders.sort();
    folders.dedup();
    let mut state = Vec::new();
    for folder in folders {
        let folder = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        look(folder, DEPTH, &mut state);
    }
    state.sort();
    state
}

fn look(folder: &Path, depth: usize, state: &mut Vec<String>) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let Ok(data) = entry.metadata() else { continue };
        let path = entry.path();
        let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
        if data.is_dir() {
            if depth > 0 && !is_hidden {
                look(&path, depth - 1, state);
            }
        } else {
            let changed = data.modified().ok();
            state.push(format!("{} {} {changed:?}", path.display(), data.len()));
        }
    }
}
