//! Which programs read which files. In: what each file reads, itself and all that it imports. Out: the
//! programs that a file is part of. Never: the disk.

use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// All files that are known, and what they read.
#[derive(Debug, Default)]
pub struct Readers {
    reads: FxHashMap<PathBuf, BTreeSet<PathBuf>>,
    /// The same the other way round: who reads a file, the file itself included.
    readers: FxHashMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Readers {
    /// Whether it is known what a file reads.
    pub fn knows(&self, file: &Path) -> bool {
        self.reads.contains_key(file)
    }

    /// Says what a file reads, itself included. What was said before does not hold any more.
    pub fn set(&mut self, file: &Path, reads: BTreeSet<PathBuf>) {
        if self.reads.get(file) == Some(&reads) {
            return;
        }
        self.forget(file);
        for read in &reads {
            let readers = self.readers.entry(read.clone()).or_default();
            readers.insert(file.to_owned());
        }
        self.reads.insert(file.to_owned(), reads);
    }

    /// The file is gone. Those who read it read it still.
    pub fn forget(&mut self, file: &Path) {
        for read in self.reads.remove(file).unwrap_or_default() {
            if let Some(readers) = self.readers.get_mut(&read) {
                readers.remove(file);
                if readers.is_empty() {
                    self.readers.remove(&read);
                }
            }
        }
    }

    /// What a file reads, as far as that is known.
    pub fn read_by(&self, file: &Path) -> impl Iterator<Item = &PathBuf> {
        self.reads.get(file).into_iter().flatten()
    }

    /// All files that read this one, in the order of their paths; itself among them, once it is known.
    pub fn of(&self, file: &Path) -> impl Iterator<Item = &PathBuf> {
        self.readers.get(file).into_iter().flatten()
    }

    /// All that are read by something, itself at least, in the order of their paths.
    pub fn all_files(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.readers.keys().cloned().collect();
        files.sort();
        files
    }

    /// All that nobody else reads, in the order of their paths.
    pub fn all_programs(&self) -> Vec<PathBuf> {
        let is_program = |file: &&PathBuf| self.programs(file).contains(file);
        let mut programs: Vec<PathBuf> = self.reads.keys().filter(is_program).cloned().collect();
        programs.sort();
        programs
    }

    /// The programs that a file is part of: those of its readers that nobody else reads. One that nobody
    /// reads, or that all who read it are read by, is a program of its own.
    pub fn programs(&self, file: &Path) -> Vec<PathBuf> {
        let is_program = |reader: &&PathBuf| self.of(reader).all(|other| other == *reader);
        let programs: Vec<PathBuf> = self.of(file).filter(is_program).cloned().collect();
        match programs.is_empty() {
            true => vec![file.to_owned()],
            false => programs,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(all: &[(&str, &[&str])]) -> Readers {
        let mut readers = Readers::default();
        for (file, reads) in all {
            let own = reads.iter().chain([file]).map(PathBuf::from);
            readers.set(Path::new(file), own.collect());
        }
        readers
    }

    fn programs(readers: &Readers, file: &str) -> Vec<String> {
        let programs = readers.programs(Path::new(file)).into_iter();
        programs.map(|path| path.display().to_string()).collect()
    }

    #[test]
    fn a_file_is_part_of_those_that_nobody_else_reads() {
        let readers = known(&[
            ("a", &["lib", "base"]),
            ("b", &["lib", "base"]),
            ("lib", &["base"]),
            ("base", &[]),
            ("alone", &[]),
        ]);
        assert_eq!(programs(&readers, "base"), ["a", "b"]);
        assert_eq!(programs(&readers, "a"), ["a"]);
        assert_eq!(programs(&readers, "alone"), ["alone"]);
        assert_eq!(programs(&readers, "unknown"), ["unknown"]);
    }

    #[test]
    fn files_that_read_each_other_are_programs_of_their_own() {
        let readers = known(&[("a", &["b"]), ("b", &["a"])]);
        assert_eq!(programs(&readers, "a"), ["a"]);
        assert_eq!(programs(&readers, "b"), ["b"]);
    }

    #[test]
    fn what_is_gone_reads_nothing() {
        let mut readers = known(&[("a", &["lib"]), ("lib", &[])]);
        readers.forget(Path::new("a"));
        assert_eq!(programs(&readers, "lib"), ["lib"]);
    }
}
