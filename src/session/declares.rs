//! What files declare, without a program around them: for those who look for what could be imported. In: a
//! path, or the library. Out: trees. Never: meanings.

use super::cache::Parsed;
use super::files::Place;
use super::{Session, library};
use crate::syntax::ast::Module;
use crate::template::is_template;
use crate::text::{Source, Sources};
use std::path::Path;
use std::sync::Arc;

/// The tree of a file.
#[derive(Debug, Clone)]
pub struct Declares {
    parsed: Arc<Parsed>,
}

impl Declares {
    pub fn module(&self) -> &Module {
        &self.parsed.module
    }
}

/// The paths of the library, as imports write them.
pub fn library_paths() -> impl Iterator<Item = &'static str> {
    library::paths()
}

impl Session {
    /// All files of the library, with their paths.
    pub fn library(&self) -> impl Iterator<Item = (&'static str, Declares)> {
        library::paths().filter_map(|path| {
            let (shown, text) = library::find(path)?;
            let file = self.files.id(Place::Library(shown));
            let parsed = self.cache.library(file, || Source::new(shown, text));
            Some((path, Declares { parsed }))
        })
    }

    /// The tree of a file. Nothing where it is none that can be imported.
    pub fn declares(&self, path: &Path) -> Option<Declares> {
        let shown = path.to_str()?;
        if is_template(shown, "") {
            return None;
        }
        let bytes = self.files.ordinary(path).ok()?;
        let mut sources = Sources::default();
        let (file, wrong) = self.files.add(path, bytes, &mut sources);
        let parsed = wrong
            .is_empty()
            .then(|| self.cache.parsed(file, &mut sources))?;
        Some(Declares { parsed })
    }
}
