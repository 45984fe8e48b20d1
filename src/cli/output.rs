//! Files that appear whole or not at all. In: paths and bytes. Out: files. Never: half of one, or
//! one of two.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file that is written beside its place, and not there yet.
#[derive(Debug)]
pub struct Pending {
    place: PathBuf,
    /// None where the place is no ordinary file (a pipe, a device): there it was written at once.
    temporary: Option<PathBuf>,
}

/// Writes the bytes beside the place where they belong.
pub fn prepare(path: &Path, bytes: &[u8]) -> Result<Pending, String> {
    let failed = |error: io::Error| format!("`{}` cannot be written: {error}", path.display());
    // Through a symbolic link: what it points to is replaced, not the link.
    let place = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&place).ok();
    if existing.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(format!(
            "expected a file, found the folder `{}`",
            path.display()
        ));
    }
    if existing.as_ref().is_some_and(|m| !m.is_file()) {
        fs::write(&place, bytes).map_err(failed)?;
        return Ok(Pending {
            place,
            temporary: None,
        });
    }
    if existing
        .as_ref()
        .is_some_and(|m| m.permissions().readonly())
    {
        return Err(format!("`{}` is write-protected", path.display()));
    }
    let (temporary, mut file) = create_beside(&place).map_err(failed)?;
    let pending = Pending {
        place,
        temporary: Some(temporary.clone()),
    };
    file.write_all(bytes).map_err(failed)?;
    if let Some(existing) = existing {
        fs::set_permissions(&temporary, existing.permissions()).map_err(failed)?;
    }
    Ok(pending)
}

impl Pending {
    /// Puts the file in its place.
    pub fn finish(mut self) -> Result<(), String> {
        let Some(temporary) = self.temporary.take() else {
            return Ok(());
        };
        fs::rename(&temporary, &self.place).map_err(|error| {
            self.temporary = Some(temporary);
            format!("`{}` cannot be written: {error}", self.place.display())
        })
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // It is of no use to anybody; that it stays is not worth a second message.
            let _ = fs::remove_file(temporary);
        }
    }
}

/// A new file in the folder of the place, with a name that nothing has.
fn create_beside(place: &Path) -> io::Result<(PathBuf, File)> {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    for attempt in 0..100 {
        let name = format!(".{name}.{}-{attempt}.tmp", std::process::id());
        let temporary = place.with_file_name(name);
        match File::create_new(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}
