//! The files that a program reads: `file`, `fileBase64`, `files`. In: paths as a module writes them,
//! relative to its folder. Out: bytes and names. Never: anything outside of the project's root, by
//! `..`, by an absolute path or through a link.

use super::files::{flat, real};
use super::glob::Glob;
use super::{Config, FileProblem, Files, STDIN};
use crate::builtins::FileFault;
use crate::diag::nearest;
use crate::eval;
use crate::text::{FileId, Sources};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A file that goes into a template may be this large; a template may have 1 MB.
const ASSET_LIMIT: u64 = 4 * 1024 * 1024;

/// The project of one stack, as evaluation sees it.
#[derive(Debug)]
pub struct Project<'a> {
    files: &'a Files,
    sources: &'a Sources,
    root: Root<'a>,
}

/// The folder that no path of a stack's project leaves.
#[derive(Debug)]
pub struct Root<'a> {
    stack: &'a Path,
    /// Whether no file is on the disk, so that no links are to be followed.
    is_in_memory: bool,
    /// Without links. Found when the first file is asked for.
    folder: OnceLock<PathBuf>,
}

impl<'a> Root<'a> {
    pub fn new(stack: &'a Path, files: &Files) -> Root<'a> {
        Root {
            stack,
            is_in_memory: files.is_in_memory(),
            folder: OnceLock::new(),
        }
    }

    fn folder(&self) -> &Path {
        self.folder.get_or_init(|| {
            if self.is_in_memory {
                let folder = folder_of(&self.stack.to_string_lossy());
                return flat(&folder).unwrap_or(folder);
            }
            let root = Config::discover(self.stack).root;
            real(&root).unwrap_or(root)
        })
    }

    /// Where a path leads that a file in this folder writes; nothing where that is outside of the
    /// project.
    pub fn place(&self, folder: &Path, path: &str) -> Option<PathBuf> {
        let relative = Path::new(path);
        let plain = relative.components().all(|c| {
            matches!(
                c,
                Component::Normal(_) | Component::CurDir | Component::ParentDir
            )
        });
        if !plain || path == STDIN {
            return None;
        }
        let place = folder.join(relative);
        let real = match self.is_in_memory {
            true => None,
            false => real(&place),
        };
        let inside = match real {
            Some(real) => real.starts_with(self.folder()),
            // What is not there has no links to follow: the text of its path says where it is.
            None => flat(&place).is_some_and(|p| p.starts_with(self.folder())),
        };
        inside.then_some(place)
    }
}

impl<'a> Project<'a> {
    pub fn new(files: &'a Files, sources: &'a Sources, stack: &'a Path) -> Project<'a> {
        let root = Root::new(stack, files);
        Project {
            files,
            sources,
            root,
        }
    }

    /// Where a path of a module leads, if that is inside of the project.
    fn place(&self, from: FileId, path: &str) -> Result<PathBuf, FileFault> {
        let folder = folder_of(&self.sources.get(from).path);
        let place = self.root.place(&folder, path);
        place.ok_or(FileFault::Outside)
    }
}

impl eval::Files for Project<'_> {
    fn read(&self, from: FileId, path: &str) -> Result<Arc<[u8]>, FileFault> {
        let place = self.place(from, path)?;
        let size = self.files.size(&place).unwrap_or(0);
        if size > ASSET_LIMIT {
            return Err(FileFault::TooBig { bytes: size });
        }
        self.files
            .ordinary(&place)
            .map(Arc::from)
            .map_err(|problem| match problem {
                FileProblem::NotFound => FileFault::NotFound {
                    near: near(self.files, &place, path),
                },
                FileProblem::Directory => FileFault::IsFolder,
                FileProblem::TooLarge => FileFault::TooBig {
                    bytes: super::FILE_LIMIT,
                },
                FileProblem::Unreadable(reason) => FileFault::Other(reason),
            })
    }

    fn list(&self, from: FileId, pattern: &str) -> Result<Vec<String>, FileFault> {
        let glob = Glob::parse(pattern).ok_or(FileFault::Outside)?;
        let start = if glob.folder.is_empty() {
            "."
        } else {
            &glob.folder
        };
        let folder = self.place(from, start)?;
        self.files.walk(&folder, &glob).map_err(FileFault::Other)
    }
}

/// The folder of a file, by its path.
pub fn folder_of(path: &str) -> PathBuf {
    match Path::new(path).parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Paths beside the wrong one that it may be a slip of, as the module would write them.
pub fn near(files: &Files, place: &Path, written: &str) -> Vec<String> {
    let (Some(folder), Some(name)) = (place.parent(), place.file_name().and_then(|n| n.to_str()))
    else {
        return Vec::new();
    };
    let names = files.names(folder);
    let lead = written.strip_suffix(name).unwrap_or("");
    let near = nearest(name, names.iter().map(String::as_str), 3);
    near.into_iter().map(|n| format!("{lead}{n}")).collect()
}
