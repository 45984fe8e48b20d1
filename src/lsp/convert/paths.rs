//! Files as the protocol names them, and as paths. In: `file:` addresses, or paths. Out: the other one.
//! Never: an address that is no file's; there is no path for that.

use lsp_types::Uri;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

/// What stands in a path of an address as it is: what RFC 3986 calls unreserved, and the slash.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'/');

/// The path of an address, without `.` and `..`. `None` where it is no file on this machine.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    // What stands before the path is a machine; this one has no name, or is called so.
    let path = match rest.strip_prefix("localhost") {
        Some(path) if path.starts_with('/') => path,
        _ => rest,
    };
    let path = path.split(['?', '#']).next().unwrap_or(path);
    if !path.starts_with('/') {
        return None;
    }
    let path = percent_decode_str(path).decode_utf8().ok()?;
    // `/c:/folder` of a machine with drives.
    let bytes = path.as_bytes();
    let has_drive =
        bytes.get(1).is_some_and(u8::is_ascii_alphabetic) && bytes.get(2) == Some(&b':');
    let path = match has_drive && cfg!(windows) {
        true => path.get(1..)?,
        false => &path,
    };
    let mut plain = PathBuf::new();
    for component in Path::new(path).components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    Some(plain)
}

/// The address of a file; `None` where its path is not from the root, or is no text.
pub fn uri_of(path: &Path) -> Option<Uri> {
    if !path.is_absolute() {
        return None;
    }
    let path = path
        .to_str()?
        .replace('\\', if cfg!(windows) { "/" } else { "\\" });
    let path = utf8_percent_encode(&path, ESCAPED).to_string();
    let slash = if path.starts_with('/') { "" } else { "/" };
    Uri::from_str(&format!("file://{slash}{path}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(uri: &str) -> Option<PathBuf> {
        path_of(&Uri::from_str(uri).ok()?)
    }

    #[test]
    fn there_and_back() {
        for text in ["/a/main.infra", "/a b/ö%/😀.infra", "/a#b?c/[x].infra"] {
            let uri = uri_of(Path::new(text));
            let back = uri.as_ref().and_then(path_of);
            assert_eq!(back, Some(PathBuf::from(text)), "{uri:?}");
        }
    }

    #[test]
    fn what_is_escaped_without_need_is_the_same_path() {
        assert_eq!(
            path("file:///a%2Db/%6Dain.infra"),
            Some("/a-b/main.infra".into())
        );
        assert_eq!(path("file://localhost/a/./b/../c"), Some("/a/c".into()));
    }

    #[test]
    fn what_is_no_file_here_has_no_path() {
        assert_eq!(path("untitled:Untitled-1"), None);
        assert_eq!(path("file://machine/a"), None);
        assert_eq!(path("https://example.com/a"), None);
        assert_eq!(uri_of(Path::new("a/b")), None);
    }
}
