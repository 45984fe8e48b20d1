//! Functions that read the project's files. What lies outside of the project is never read.

use super::call::{Call, Fault, FileFault};
use super::encode::base64_text;
use super::signature::{Param, Signature, Ty, param, signature};
use super::table::{Builtin, Run, example, function};
use crate::graph::{Value, ValueKind};
use std::sync::Arc;

const PATH: Param = param("path", Ty::Text);

const PATH_TO_TEXT: &[Signature] = &[signature(&[PATH], Ty::Text)];

/// The names of the functions whose argument is the path of one file.
pub const READERS: [&str; 2] = ["file", "fileBase64"];

pub(super) static ENTRIES: &[Builtin] = &[
    Builtin {
        run: Run::Known(file),
        ..function(
            "file",
            PATH_TO_TEXT,
            "The text of a file (UTF-8). The path is relative to the file in which the call \
             stands, and stays inside of the project.",
            example(r#"file("handler.js")"#, ""),
            file,
        )
    },
    Builtin {
        run: Run::Known(file_base64),
        ..function(
            "fileBase64",
            PATH_TO_TEXT,
            "The bytes of a file in base64.",
            example(r#"fileBase64("logo.png")"#, ""),
            file_base64,
        )
    },
    Builtin {
        run: Run::Known(files),
        ..function(
            "files",
            &[signature(
                &[param("pattern", Ty::Text)],
                Ty::List(&Ty::Text),
            )],
            "The paths of all files that a pattern matches, sorted: `*` stands for any part of a \
             name, `**` for any folders.",
            example(r#"files("functions/*.js")"#, ""),
            files,
        )
    },
];

fn read(call: &mut Call) -> Result<Arc<[u8]>, Fault> {
    let path = call.text(0)?;
    let bytes = call.world.read(path);
    let bytes = bytes.map_err(|fault| explain(fault, path))?;
    call.reserve_text(bytes.len())?;
    Ok(bytes)
}

fn file(call: &mut Call) -> Result<ValueKind, Fault> {
    let bytes = read(call)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) => Ok(ValueKind::Text(text.into())),
        Err(_) => {
            let message = format!("the file `{}` is not text in UTF-8", call.text(0)?);
            Err(Fault::at(0, message).help("read it with `fileBase64`"))
        }
    }
}

fn file_base64(call: &mut Call) -> Result<ValueKind, Fault> {
    let bytes = read(call)?;
    Ok(ValueKind::Text(base64_text(&bytes).into()))
}

fn files(call: &mut Call) -> Result<ValueKind, Fault> {
    let pattern = call.text(0)?;
    let paths = call.world.list(pattern);
    let paths = paths.map_err(|fault| explain(fault, pattern))?;
    call.reserve(paths.len())?;
    let paths = paths.iter().map(|p| Value::text(p.as_str(), call.origin));
    Ok(Value::list(Vec::from_iter(paths), call.origin).kind)
}

fn explain(fault: FileFault, path: &str) -> Fault {
    match fault {
        FileFault::NotFound { near } => {
            let fault = Fault::at(0, format!("there is no file `{path}`"));
            match near.as_slice() {
                [] => fault,
                [only] => fault.help(format!("did you mean `{only}`?")),
                several => fault.help(format!("there are `{}`", several.join("`, `"))),
            }
        }
        FileFault::Outside => Fault::at(0, format!("the path `{path}` leaves the project"))
            .help("move the file into the project"),
        FileFault::IsFolder => Fault::at(0, format!("`{path}` is a folder"))
            .help("name a file, or list the folder with `files`"),
        FileFault::TooBig { bytes } => Fault::at(
            0,
            format!("the file `{path}` has {bytes} bytes, more than any template can hold"),
        ),
        FileFault::Other(reason) => {
            Fault::at(0, format!("the file `{path}` cannot be read: {reason}"))
        }
    }
}
