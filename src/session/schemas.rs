//! The catalogue of a project: what is built in, and the schemas that its `infra.lock` pins. In: the
//! project's folder. Out: the catalogue, and what is wrong with its schemas, each at its pin. Never: a
//! schema that is not the pinned one.

use super::files::{Place, is_inside};
use super::lock::{self, LOCK_FILE, Pin, hash};
use super::request::Session;
use super::{Config, FileProblem, Files, SCHEMA_LIMIT};
use crate::diag::{Code, Diagnostic};
use crate::schema::given::What;
use crate::schema::{AddedProvider, AddedType, Additions, Catalogue, Dump};
use crate::text::{Name, Source, Sources, Span};
use rustc_hash::FxHashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// The catalogues of projects, each with the lock that it was made from.
#[derive(Debug, Default)]
pub struct Catalogues {
    made: Mutex<FxHashMap<PathBuf, (String, Arc<Catalogue>)>>,
}

impl Session {
    /// Gives a project the catalogue that its lock asks for. Where that cannot be had, the project says
    /// so, and nothing of it is looked at.
    pub fn add_schemas(&self, config: &mut Config, sources: &mut Sources) -> Vec<Diagnostic> {
        let Some(path) = &config.lock else {
            return Vec::new();
        };
        let bytes = match self.files.ordinary(path) {
            Err(FileProblem::NotFound) => return Vec::new(),
            Ok(bytes) => Ok(bytes),
            Err(problem) => Err(problem),
        };
        let (file, mut wrong) = match bytes {
            Ok(bytes) => self.files.add(path, bytes, sources),
            Err(problem) => self.files.refuse(path, &problem, sources),
        };
        let text = sources.get(file).text.clone();
        // Who else asks meanwhile waits, and has the same one. Nothing that holds the lock can panic.
        let mut made = self
            .catalogues
            .made
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some((before, catalogue)) = made.get(path)
            && *before == text
        {
            config.catalogue = Some(catalogue.clone());
            return wrong;
        }
        let (pins, unread) = lock::read(file, &text);
        wrong.extend(unread);
        let mut additions = Additions::default();
        for pin in &pins {
            match read(pin, &config.root, &self.files, sources) {
                Ok(Addition::Type(ty)) => additions.types.push(ty),
                Ok(Addition::Provider(provider)) => additions.providers.push(provider),
                Err(diagnostic) => wrong.push(*diagnostic),
            }
        }
        config.lacks_schemas = !wrong.is_empty();
        if wrong.is_empty() {
            let catalogue = Arc::new(Catalogue::with(additions));
            made.insert(path.clone(), (text, catalogue.clone()));
            config.catalogue = Some(catalogue);
        }
        wrong
    }
}

enum Addition {
    Type(AddedType),
    Provider(AddedProvider),
}

/// Reads the schema of a pin.
fn read(
    pin: &Pin,
    root: &Path,
    files: &Files,
    sources: &mut Sources,
) -> Result<Addition, Box<Diagnostic>> {
    let path = root.join(&pin.file);
    let is_relative = Path::new(&pin.file).is_relative() && !pin.file.is_empty();
    if !is_relative || !is_inside(&path, root) {
        let message = format!("`{}` is outside of the project", pin.file);
        let outside = Diagnostic::new(Code::ConfigOutside, pin.at, message)
            .here("leads out of its folder")
            .help(AGAIN);
        return Err(Box::new(outside));
    }
    // It is among what is read, so that no template replaces it.
    let shown = path.display().to_string();
    let source = Arc::new(Source::new(shown.clone(), ""));
    sources.set(files.id(Place::Disk(path.clone())), source);
    let bytes = files
        .ordinary_up_to(&path, SCHEMA_LIMIT)
        .map_err(|problem| {
            let unread = Diagnostic::new(problem.code(), pin.at, problem.message(&shown))
                .here("pinned here")
                .help(AGAIN);
            Box::new(unread)
        })?;
    let text = String::from_utf8(bytes)
        .ok()
        .filter(|text| hash(text) == pin.sha256);
    let text = text.ok_or_else(|| {
        let message = format!("`{shown}` is not what `{LOCK_FILE}` pins");
        Box::new(unfit(pin.at, message, "its bytes are others"))
    })?;
    addition(pin, text, &shown).ok_or_else(|| {
        let message = format!("`{shown}` is no schema of `{}`", pin.what.name());
        Box::new(unfit(pin.at, message, "not as an import writes it"))
    })
}

/// What is made of a schema; nothing where it is not as an import writes it.
fn addition(pin: &Pin, text: String, shown: &str) -> Option<Addition> {
    let file = Name::from(shown);
    match &pin.what {
        What::Type(name) => Some(Addition::Type(AddedType {
            name: name.clone(),
            text,
            file,
        })),
        What::Provider(source) => {
            let dump = Dump::open(text).filter(|dump| dump.source == *source)?;
            let version = pin.version.clone();
            Some(Addition::Provider(AddedProvider {
                dump,
                version,
                file,
            }))
        }
    }
}

const AGAIN: &str = "get it back from version control, or run `infra schema import` again";

fn unfit(at: Span, message: String, label: &str) -> Diagnostic {
    Diagnostic::new(Code::ConfigPin, at, message)
        .here(label)
        .help(AGAIN)
}
