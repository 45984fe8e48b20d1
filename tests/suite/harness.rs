//! What the tests share: folders of cases, expected files, and the command run in this process.

use infra::cli::{Outcome, Terminal};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The width at which expected reports are drawn.
pub const WIDTH: usize = 100;

/// All files below a folder, sorted. None where there is no such folder.
pub fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else {
            continue;
        };
        for entry in entries {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The files below a folder that end so.
pub fn files_with(folder: &str, ending: &str) -> Vec<PathBuf> {
    let mut found = files(folder);
    found.retain(|path| path.to_string_lossy().ends_with(ending));
    found
}

/// Runs a command as `infra ARGUMENTS...` does, in this process and without a terminal.
pub fn infra<S: AsRef<str>>(arguments: impl IntoIterator<Item = S>) -> Outcome {
    let mut all = vec![OsString::from("infra")];
    all.extend(arguments.into_iter().map(|a| OsString::from(a.as_ref())));
    infra::cli::run(all, &Terminal::Plain { width: WIDTH })
}

/// The text of an output stream.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// A folder's expected files: what does not match is collected, or rewritten under `BLESS=1`.
pub struct Expected {
    bless: bool,
    read: BTreeSet<PathBuf>,
    wrong: Vec<String>,
}

impl Expected {
    pub fn new() -> Expected {
        let bless = std::env::var_os("BLESS").is_some_and(|value| value == "1");
        Expected {
            bless,
            read: BTreeSet::new(),
            wrong: Vec::new(),
        }
    }

    /// Holds a result against its file.
    pub fn compare(&mut self, path: &Path, actual: &str) {
        self.read.insert(path.to_owned());
        let expected = std::fs::read_to_string(path).unwrap_or_default();
        if expected == actual {
            return;
        }
        if self.bless {
            std::fs::write(path, actual).expect("an expected file can be written");
        } else {
            let difference = difference(&expected, actual);
            self.wrong
                .push(format!("{}:\n{difference}", path.display()));
        }
    }

    /// Something is wrong that blessing does not mend.
    pub fn fail(&mut self, message: String) {
        self.wrong.push(message);
    }

    /// Fails with all that was wrong, and with the files below the folder that end so and that
    /// nothing has read.
    pub fn finish(mut self, folder: &str, endings: &[&str]) {
        for path in files(folder) {
            let name = path.to_string_lossy();
            let expected = endings.iter().any(|ending| name.ends_with(ending));
            if expected && !self.read.contains(&path) {
                self.wrong.push(format!("{name}: nothing reads this file"));
            }
        }
        assert!(
            self.wrong.is_empty(),
            "{} wrong; look at each, then `BLESS=1 cargo test` rewrites expected files\n\n{}",
            self.wrong.len(),
            self.wrong.join("\n\n")
        );
    }
}

/// The lines in which two texts differ, from the first to the last.
fn difference(expected: &str, actual: &str) -> String {
    let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
    let same = |(a, b): &(&&str, &&str)| a == b;
    let head = old.iter().zip(&new).take_while(same).count();
    let rest = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev());
    let tail = tail.take(rest).take_while(same).count();
    let shown = |lines: &[&str], mark: char| {
        let cut = lines.iter().take(40);
        cut.map(|line| format!("{mark} {line}\n"))
            .collect::<String>()
    };
    format!(
        "at line {}\n{}{}",
        head + 1,
        shown(&old[head..old.len() - tail], '-'),
        shown(&new[head..new.len() - tail], '+')
    )
}
