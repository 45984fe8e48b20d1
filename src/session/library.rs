//! The library inside the binary. In: the path of an import. Out: its text. Never: the disk.

/// What an import of the library begins with.
pub const PREFIX: &str = "std/";

/// The files of `stdlib/std`, by the paths under which they are imported.
macro_rules! library {
    ($($name:literal)*) => {
        &[$((
            concat!("std/", $name),
            concat!("std/", $name, ".infra"),
            include_str!(concat!("../../stdlib/std/", $name, ".infra")),
        )),*]
    };
}

/// The path of an import, the name that messages show, and the text.
type Entry = (&'static str, &'static str, &'static str);

static LIBRARY: &[Entry] = library! {
    "ci" "containers" "iam" "network" "observability" "policies" "serverless" "storage" "web"
};

/// A file of the library: the name that messages show, and the text.
pub fn find(path: &str) -> Option<(&'static str, &'static str)> {
    let found = LIBRARY.iter().find(|(import, ..)| *import == path);
    found.map(|(_, shown, text)| (*shown, *text))
}

/// All paths that can be imported.
pub fn paths() -> impl Iterator<Item = &'static str> {
    LIBRARY.iter().map(|(import, ..)| *import)
}
