//! The text of files: from the disk, from standard input (`-`), or from an editor that has them
//! open. In: paths. Out: text, or why there is none. Never: anything outside this file reads the
//! disk below the command line.

use super::glob::Glob;
use crate::diag::{Code, Diagnostic};
use crate::text::{FileId, Source, Sources, Span};
use rustc_hash::FxHashMap;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The path that stands for standard input.
pub const STDIN: &str = "-";

/// The largest file that is read. Far above what people write (the text of 50,000 resources is
/// about 15 MB), far below what would fill the memory.
pub const FILE_LIMIT: u64 = 64 * 1024 * 1024;

/// The largest schema of a provider that is read: the largest that are published have about 60 MB with
/// all their descriptions.
pub const SCHEMA_LIMIT: u64 = 256 * 1024 * 1024;

/// A pattern looks at this many files and folders at most.
const WALK_LIMIT: usize = 100_000;

/// Where files come from.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// What an editor holds for a path, instead of what is on the disk.
    ///
    /// Names are shared: the map is copied when it changes while an analysis still has it.
    overlay: Arc<FxHashMap<Arc<Path>, Arc<str>>>,
    /// Whether that is all there is: the disk is not looked at.
    is_in_memory: bool,
    seen: Arc<Seen>,
}

/// What is the same for all who have these files.
#[derive(Debug, Default)]
struct Seen {
    /// Standard input can be read once only.
    stdin: OnceLock<Result<Vec<u8>, FileProblem>>,
    /// The ids of all files that were read so far: a file keeps its id as long as the session lasts.
    ids: Mutex<FxHashMap<Place, FileId>>,
}

/// Where a file is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Disk(PathBuf),
    /// In the library that comes with the binary.
    Library(&'static str),
}

/// Why a file has no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileProblem {
    NotFound,
    Directory,
    TooLarge,
    /// The reason as the system gives it.
    Unreadable(String),
}

impl Files {
    /// No files but those that are set.
    pub fn in_memory() -> Files {
        Files {
            is_in_memory: true,
            ..Files::default()
        }
    }

    pub fn is_in_memory(&self) -> bool {
        self.is_in_memory
    }

    /// Sets what a path holds, whatever is on the disk.
    pub fn set(&mut self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) {
        Arc::make_mut(&mut self.overlay).insert(plain(&path.into()).into(), text.into());
    }

    /// Back to what is on the disk.
    pub fn unset(&mut self, path: &Path) {
        Arc::make_mut(&mut self.overlay).remove(plain(path).as_path());
    }

    fn held(&self, path: &Path) -> Option<&Arc<str>> {
        match self.overlay.is_empty() {
            true => None,
            false => self.overlay.get(plain(path).as_path()),
        }
    }

    /// The bytes of a file.
    pub fn bytes(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        self.bytes_up_to(path, FILE_LIMIT)
    }

    fn bytes_up_to(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileProblem> {
        if let Some(text) = self.held(path) {
            return Ok(text.as_bytes().to_vec());
        }
        if self.is_in_memory {
            return Err(FileProblem::NotFound);
        }
        if path.as_os_str() == STDIN {
            let stdin = self
                .seen
                .stdin
                .get_or_init(|| read_all(std::io::stdin().lock(), 0, FILE_LIMIT));
            return stdin.clone();
        }
        match std::fs::File::open(path) {
            Ok(file) => {
                let size = file.metadata().map_or(0, |m| m.len());
                read_all(file, size, limit)
            }
            Err(error) => Err(problem(&error)),
        }
    }

    /// The bytes of a file of the project. What is none (a pipe, a device) may have no end.
    pub fn ordinary(&self, path: &Path) -> Result<Vec<u8>, FileProblem> {
        self.ordinary_up_to(path, FILE_LIMIT)
    }

    /// The bytes of a file of the project that may have another size than most.
    pub fn ordinary_up_to(&self, path: &Path, limit: u64) -> Result<Vec<u8>, FileProblem> {
        let kind = match self.held(path) {
            None if !self.is_in_memory => std::fs::metadata(path).ok(),
            _ => None,
        };
        match kind.is_some_and(|kind| !kind.is_file() && !kind.is_dir()) {
            true => Err(FileProblem::Unreadable("no ordinary file".to_owned())),
            false => self.bytes_up_to(path, limit),
        }
    }

    /// How large a file is, where that can be said without reading it.
    pub fn size(&self, path: &Path) -> Option<u64> {
        match self.held(path) {
            Some(text) => Some(text.len() as u64),
            None if self.is_in_memory => None,
            None => std::fs::metadata(path).ok().map(|m| m.len()),
        }
    }

    /// The names of what is in a folder, sorted; none where it cannot be read.
    pub fn names(&self, folder: &Path) -> Vec<String> {
        if self.is_in_memory {
            return Vec::new();
        }
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|e| e.file_name().into_string().ok());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// The files below a folder that a pattern matches, as the pattern writes them, sorted. Links to
    /// folders are not followed.
    pub fn walk(&self, folder: &Path, glob: &Glob) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        let mut seen = 0;
        let mut open = vec![(folder.to_owned(), Vec::<String>::new())];
        while let Some((folder, path)) = open.pop() {
            for name in self.names(&folder) {
                if !glob.looks_at(&name) {
                    continue;
                }
                seen += 1;
                if seen > WALK_LIMIT {
                    return Err(format!("there are more than {WALK_LIMIT} files to look at"));
                }
                let place = folder.join(&name);
                let mut path = path.clone();
                path.push(name);
                let Ok(kind) = std::fs::symlink_metadata(&place) else {
                    continue;
                };
                if kind.is_dir() {
                    if glob.depth().is_none_or(|depth| path.len() < depth) {
                        open.push((place, path));
                    }
                } else {
                    let path: Vec<&str> = path.iter().map(String::as_str).collect();
                    if glob.matches(&path) {
                        found.push(glob.written(&path));
                    }
                }
            }
        }
        found.sort();
        Ok(found)
    }

    /// The files below a folder whose names end so, sorted; nothing in hidden folders, and none behind links
    /// to folders.
    pub fn below(&self, folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
        let Some(glob) = Glob::parse(&format!("**/*{ending}")) else {
            return Ok(Vec::new());
        };
        let searched = match folder.as_os_str().is_empty() {
            true => Path::new("."),
            false => folder,
        };
        let found = self.walk(searched, &glob)?;
        Ok(found.iter().map(|path| folder.join(path)).collect())
    }

    /// The id of a file.
    pub fn id(&self, place: Place) -> FileId {
        // Nothing that holds the lock can panic.
        let mut ids = self.seen.ids.lock().unwrap_or_else(PoisonError::into_inner);
        let next = FileId(ids.len() as u32);
        *ids.entry(place).or_insert(next)
    }

    /// Reads a file into a set of sources. It is there afterwards in any case, so that messages
    /// can name it: without text where it could not be read.
    pub fn open(&self, path: &Path, sources: &mut Sources) -> (FileId, Vec<Diagnostic>) {
        match self.bytes(path) {
            Ok(bytes) => self.add(path, bytes, sources),
            Err(problem) => self.refuse(path, &problem, sources),
        }
    }

    /// Adds a file that could not be read to a set of sources, without text, and says why.
    pub fn refuse(
        &self,
        path: &Path,
        problem: &FileProblem,
        sources: &mut Sources,
    ) -> (FileId, Vec<Diagnostic>) {
        let shown = shown(path);
        let message = problem.message(&shown);
        let file = self.id(Place::Disk(path.to_owned()));
        sources.set(file, Arc::new(Source::new(shown, "")));
        let at = Span::new(file, 0, 0);
        let diagnostic = Diagnostic::new(problem.code(), at, message);
        (file, vec![diagnostic.help(problem.help())])
    }

    /// Adds a file that was read to a set of sources.
    pub fn add(
        &self,
        path: &Path,
        bytes: Vec<u8>,
        sources: &mut Sources,
    ) -> (FileId, Vec<Diagnostic>) {
        let file = self.id(Place::Disk(path.to_owned()));
        let (source, diagnostics) = decode(file, shown(path), bytes);
        sources.set(file, Arc::new(source));
        (file, diagnostics)
    }
}

/// Whether a path leads to below a folder, through links too. What is not there has no links to follow:
/// the text of its path says where it is.
pub(super) fn is_inside(path: &Path, folder: &Path) -> bool {
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let both = match (real(path), real(folder)) {
        (Some(path), Some(folder)) => Some((path, folder)),
        _ => flat(path).zip(flat(folder)),
    };
    both.is_some_and(|(path, folder)| path.starts_with(folder))
}

/// The place behind a path, without links. `None` where nothing is there.
pub(super) fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok()
}

/// The nearest folder, this one or one above it, that has a file of this name.
pub(super) fn nearest_with(name: &str, folder: &Path) -> Option<PathBuf> {
    let absolute = flat(folder)?;
    let found = absolute.ancestors().find(|f| f.join(name).is_file());
    found.map(Path::to_owned)
}

/// A path without `.` and `..`, from the root of the file system.
pub(super) fn flat(path: &Path) -> Option<PathBuf> {
    let mut flat = PathBuf::new();
    // An empty path is the current folder, which the system does not say of itself.
    let path = match path.as_os_str().is_empty() {
        true => Path::new("."),
        false => path,
    };
    for component in std::path::absolute(path).ok()?.components() {
        match component {
            Component::ParentDir => {
                flat.pop();
            }
            Component::CurDir => {}
            other => flat.push(other),
        }
    }
    Some(flat)
}

/// A path without the steps that lead nowhere: `./a` is `a`.
fn plain(path: &Path) -> PathBuf {
    let steps = path.components();
    steps.filter(|step| *step != Component::CurDir).collect()
}

fn shown(path: &Path) -> String {
    match path.as_os_str() == STDIN {
        true => "<stdin>".to_owned(),
        false => path.display().to_string(),
    }
}

impl FileProblem {
    pub fn code(&self) -> Code {
        match self {
            FileProblem::NotFound => Code::FileNotFound,
            FileProblem::Directory => Code::FileDirectory,
            FileProblem::TooLarge => Code::FileTooLarge,
            FileProblem::Unreadable(_) => Code::FileUnreadable,
        }
    }

    pub fn message(&self, path: &str) -> String {
        match self {
            FileProblem::NotFound => format!("there is no file `{path}`"),
            FileProblem::Directory => format!("expected a file, found the folder `{path}`"),
            FileProblem::TooLarge => {
                let limit = FILE_LIMIT / (1024 * 1024);
                format!("`{path}` is larger than {limit} MiB")
            }
            FileProblem::Unreadable(reason) => format!("`{path}` cannot be read: {reason}"),
        }
    }

    fn help(&self) -> &'static str {
        match self {
            FileProblem::NotFound => "check the path: it is relative to the current folder",
            FileProblem::Directory => "name the stack's file in it",
            FileProblem::TooLarge => "split the program, or write its resources as a loop",
            FileProblem::Unreadable(_) => "check the file and its permissions",
        }
    }
}

/// All bytes, in one go where the size is known.
fn read_all(reader: impl Read, size: u64, limit: u64) -> Result<Vec<u8>, FileProblem> {
    if size > limit {
        return Err(FileProblem::TooLarge);
    }
    let mut bytes = Vec::with_capacity(size as usize + 1);
    match reader.take(limit + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > limit => Err(FileProblem::TooLarge),
        Ok(_) => Ok(bytes),
        Err(error) => Err(problem(&error)),
    }
}

fn problem(error: &std::io::Error) -> FileProblem {
    match error.kind() {
        std::io::ErrorKind::NotFound => FileProblem::NotFound,
        std::io::ErrorKind::IsADirectory => FileProblem::Directory,
        kind => FileProblem::Unreadable(kind.to_string()),
    }
}

/// Bytes to a source. A byte order mark of UTF-8 is dropped: it is no part of the text.
fn decode(file: FileId, shown: String, mut bytes: Vec<u8>) -> (Source, Vec<Diagnostic>) {
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        bytes.drain(..3);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (Source::new(shown, text), Vec::new()),
        Err(error) => error.into_bytes(),
    };
    let utf16 = bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF");
    // The replacement character stands where the first wrong byte is, so the report can show it.
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let start = text.find('\u{FFFD}').unwrap_or(0);
    let end = (start + '\u{FFFD}'.len_utf8()).min(text.len());
    let message = format!("`{shown}` is not UTF-8 text");
    let at = Span::new(file, start, end);
    let diagnostic = Diagnostic::new(Code::FileNotUtf8, at, message);
    let diagnostic = if utf16 {
        diagnostic.here("a mark of UTF-16")
    } else {
        diagnostic.here("no character of UTF-8")
    };
    let diagnostic = diagnostic.help("save the file as UTF-8");
    (Source::new(shown, text), vec![diagnostic])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(bytes: &[u8]) -> (Source, Vec<Diagnostic>) {
        decode(FileId(0), "a.infra".into(), bytes.to_vec())
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        let (source, diagnostics) = open(b"\xEF\xBB\xBFlet a = 1");
        assert!(diagnostics.is_empty());
        assert_eq!(source.text, "let a = 1");
    }

    #[test]
    fn the_first_wrong_byte_is_shown() {
        let (_, diagnostics) = open(b"let a = \"\xFF\"");
        let places: Vec<_> = diagnostics.iter().map(|d| (d.code, d.at.range())).collect();
        assert_eq!(places, [(Code::FileNotUtf8, 9..12)]);
    }

    #[test]
    fn the_editor_goes_before_the_disk() {
        let mut files = Files::default();
        let path = Path::new("no/such/file.infra");
        assert_eq!(files.bytes(path), Err(FileProblem::NotFound));
        files.set(path, "let a = 1");
        assert_eq!(files.bytes(path), Ok(b"let a = 1".to_vec()));
        files.unset(path);
        assert_eq!(files.bytes(path), Err(FileProblem::NotFound));
    }

    #[test]
    fn a_folder_is_no_file() {
        let files = Files::default();
        assert_eq!(files.bytes(Path::new("src")), Err(FileProblem::Directory));
    }
}
