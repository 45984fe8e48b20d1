//! A template that was pasted, as a program. In: a text. Out: the program, and where it makes something else.
//! Never: a file; nothing of it is on a disk.

use crate::session::{Files, Imported, Request, Session, Wishes, analyse, import};
use std::path::{Path, PathBuf};

/// The program that makes a template; nothing where the text is none. `name` is what its file is called.
pub fn import_text(text: &str, name: Option<&str>) -> Option<Imported> {
    let stem = name.map(Path::new).and_then(Path::file_stem);
    let stem = stem.map_or("template".into(), |stem| stem.to_string_lossy());
    // The ending says nothing: JSON is read as such, and is YAML besides.
    let place = PathBuf::from(format!("/{stem}.yaml"));
    let mut files = Files::default();
    files.set(&place, text);
    let request = Request {
        stack: place.clone(),
        ..Request::default()
    };
    let wishes = Wishes {
        program: place.with_extension("infra"),
        extracts: false,
        rolls: false,
    };
    import(&analyse(&Session::new(files), request), &wishes)
}
