//! The library inside the binary as files that an editor can open. In: a file of a program. Out: its address,
//! for one of the library that of a copy in the user's cache, which is written when it is first asked for.
//! Never: a copy that differs from what the compiler reads, or a failure; without a cache there is no address.

use super::convert::uri_of;
use crate::session::Analysis;
use crate::text::FileId;
use lsp_types::Uri;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// The address of a file of a program.
pub fn address(analysis: &Analysis, file: FileId) -> Option<Uri> {
    let source = analysis.sources.get(file);
    let path = Path::new(&source.path);
    if path.is_absolute() {
        return uri_of(path);
    }
    let is_library = analysis.file(file).is_some_and(|file| file.is_library);
    if !is_library {
        return None;
    }
    let copy = folder()?.join(path);
    keep(&copy, &source.text).ok()?;
    uri_of(&copy)
}

/// Whether a file is such a copy.
pub fn is_copy(path: &Path) -> bool {
    folder().is_some_and(|folder| path.starts_with(folder))
}

/// Where this version keeps copies.
fn folder() -> Option<PathBuf> {
    let named = |name: &str| {
        let path = PathBuf::from(env::var_os(name)?);
        path.is_absolute().then_some(path)
    };
    let cache = named("XDG_CACHE_HOME")
        .or_else(|| named("LOCALAPPDATA"))
        .or_else(|| Some(named("HOME")?.join(".cache")))?;
    Some(cache.join("infra").join(env!("CARGO_PKG_VERSION")))
}

fn keep(copy: &Path, text: &str) -> io::Result<()> {
    if fs::read_to_string(copy).is_ok_and(|kept| kept == text) {
        return Ok(());
    }
    if let Some(folder) = copy.parent() {
        fs::create_dir_all(folder)?;
    }
    // Another server may do the same: each has a name of its own until the copy is whole.
    let own = RandomState::new().build_hasher().finish();
    let written = copy.with_extension(format!("{own:x}.new"));
    fs::write(&written, text)?;
    let mut rights = fs::metadata(&written)?.permissions();
    rights.set_readonly(true);
    fs::set_permissions(&written, rights)?;
    fs::rename(&written, copy)
}
