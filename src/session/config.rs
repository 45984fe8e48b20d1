//! The project: which folder its files may not leave, and what its `infra.toml` says. In: the path
//! of a stack, or of a folder in the project. Out: [`Config`], and what is wrong with it. Never: a
//! place above the nearest `infra.toml`.

use super::files::{flat, is_inside, nearest_with};
use super::lock::LOCK_FILE;
use super::manifest::read;
use super::{Files, Levels, Request, STDIN};
use crate::diag::{Code, Diagnostic, did_you_mean, nearest};
use crate::emit::{Layout, Target};
use crate::graph::Value;
use crate::schema::Catalogue;
use crate::text::{Name, Sources, Span};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file that marks a project's root.
pub const CONFIG_FILE: &str = "infra.toml";

/// What holds for every stack of a project.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The nearest folder above the stack with an [`CONFIG_FILE`], else the stack's own. As messages
    /// show it: from the current folder, where that is possible.
    pub root: PathBuf,
    pub stacks: Vec<StackConfig>,
    /// The files of policies that bind every stack.
    pub policies: Vec<PolicyFile>,
    /// Where they are named, until it is known that they are there.
    pub(super) policies_at: Vec<(PathBuf, Span)>,
    /// What the project allows and denies; the command line has the last word.
    pub levels: Levels,
    /// Where added schemas are kept, from the folder of the project.
    pub schemas: Option<PathBuf>,
    /// Where they are pinned; nothing where there is no [`CONFIG_FILE`].
    pub lock: Option<PathBuf>,
    /// With the schemas that the project adds; nothing where it adds none.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Whether they could not be had: without them, nothing can be said of a program.
    pub(super) lacks_schemas: bool,
}

/// A file whose policies bind every stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicyFile {
    Project(PathBuf),
    /// Of the library inside the binary, as imports name it.
    Library(Name),
}

/// `[stacks.NAME]`.
#[derive(Debug, Clone)]
pub struct StackConfig {
    pub name: Name,
    /// Where the name stands.
    pub at: Span,
    pub file: PathBuf,
    pub file_at: Span,
    /// Files of inputs, the later word last.
    pub inputs_files: Vec<PathBuf>,
    /// Where they are named.
    pub inputs_at: Span,
    /// Inputs that are written down here; they go before those of the files.
    pub inputs: Vec<(Name, Value)>,
    pub out: Option<PathBuf>,
    pub layout: Layout,
    pub regions: Vec<Name>,
    /// The engine that it is built for, where that is said here.
    pub target: Option<Target>,
}

impl StackConfig {
    /// What to ask the session for: the stack's own settings, and those of `options` over them.
    pub fn request(&self, config: &Arc<Config>, options: &Request) -> Request {
        let mut request = options.clone();
        request.stack.clone_from(&self.file);
        request.config = Some(config.clone());
        request.inputs_files.clone_from(&self.inputs_files);
        let files = options.inputs_files.iter().cloned();
        request.inputs_files.extend(files);
        request.values.clone_from(&self.inputs);
        if request.regions.is_empty() {
            request.regions.clone_from(&self.regions);
        }
        request.layout = self.layout;
        request.target = request.target.or(self.target);
        request
    }
}

impl Config {
    /// The root for a stack, without a look into its [`CONFIG_FILE`].
    pub fn discover(stack: &Path) -> Config {
        let folder = folder_of(stack);
        let root = marked(folder)
            .or_else(|| flat(folder))
            .unwrap_or_else(|| folder.to_owned());
        Config {
            root,
            ..Config::default()
        }
    }

    /// Of a stack that is nowhere on the disk: no project is around it.
    pub fn in_memory() -> Config {
        Config {
            root: PathBuf::from("."),
            ..Config::default()
        }
    }

    /// What the [`CONFIG_FILE`] above a stack says; nothing where there is none. Its text is added to
    /// the sources.
    pub fn of_stack(
        stack: &Path,
        files: &Files,
        sources: &mut Sources,
    ) -> (Config, Vec<Diagnostic>) {
        Config::in_folder(folder_of(stack), files, sources).unwrap_or_default()
    }

    /// What the [`CONFIG_FILE`] in a folder or above it says. `None` where there is none.
    pub fn in_folder(
        folder: &Path,
        files: &Files,
        sources: &mut Sources,
    ) -> Option<(Config, Vec<Diagnostic>)> {
        let root = marked(folder)?;
        // Who names files from the root of the file system gets all names so.
        let root = match folder.is_absolute() {
            true => root,
            false => shown(&root),
        };
        let (file, unread) = files.open(&root.join(CONFIG_FILE), sources);
        if unread.is_empty() {
            let (mut config, mut found) = read(file, &sources.get(file).text, &root);
            found.extend(config.refuse_links(&root));
            for (path, at) in config.policies_at.drain(..) {
                match files.size(&path) {
                    Some(_) => config.policies.push(PolicyFile::Project(path)),
                    None => found.push(missing(&path, at, files)),
                }
            }
            config.lock = Some(root.join(LOCK_FILE));
            config.root = root;
            return Some((config, found));
        }
        let config = Config {
            lock: Some(root.join(LOCK_FILE)),
            root,
            ..Config::default()
        };
        Some((config, unread))
    }

    /// The engine of a file that is built by its name: what all stacks that it is say.
    pub fn target_of(&self, stack: &Path) -> Option<Target> {
        if self.stacks.iter().all(|known| known.target.is_none()) {
            return None;
        }
        let place = flat(stack)?;
        let same = |known: &&StackConfig| flat(&known.file).is_some_and(|file| file == place);
        let mut targets = self.stacks.iter().filter(same).map(|known| known.target);
        let first = targets.next()?;
        first.filter(|_| targets.all(|other| other == first))
    }

    /// Takes out what is named in the project and is a link that leads out of it.
    fn refuse_links(&mut self, root: &Path) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        let mut is_inside = |path: &Path, at: Span| {
            let is_inside = is_inside(path, root);
            if !is_inside {
                let message = format!("`{}` leads out of the project", path.display());
                let diagnostic = Diagnostic::new(Code::ConfigOutside, at, message);
                let help = format!("write a path below the folder of `{CONFIG_FILE}`");
                found.push(diagnostic.here("a link to elsewhere").help(help));
            }
            is_inside
        };
        self.policies_at.retain(|(path, at)| is_inside(path, *at));
        for stack in &mut self.stacks {
            let at = stack.inputs_at;
            stack.inputs_files.retain(|path| is_inside(path, at));
        }
        self.stacks
            .retain(|stack| is_inside(&stack.file, stack.file_at));
        found
    }

    /// Takes out the stacks whose files are not there.
    pub fn take_missing(&mut self, files: &Files) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        self.stacks.retain(|stack| {
            let is_there = files.size(&stack.file).is_some();
            if !is_there {
                found.push(missing(&stack.file, stack.file_at, files));
            }
            is_there
        });
        found
    }
}

/// Says that a file is not there, at the place in [`CONFIG_FILE`] that names it.
fn missing(path: &Path, at: Span, files: &Files) -> Diagnostic {
    let message = format!("there is no file `{}`", path.display());
    let diagnostic = Diagnostic::new(Code::FileNotFound, at, message).here("not there");
    let near = near(files, path);
    let help = did_you_mean(&near.iter().map(String::as_str).collect::<Vec<_>>());
    let default = || format!("write a path from the folder of `{CONFIG_FILE}`");
    diagnostic.help(help.unwrap_or_else(default))
}

/// Files beside a missing one whose names are like its own.
fn near(files: &Files, path: &Path) -> Vec<String> {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name().and_then(|n| n.to_str()))
    else {
        return Vec::new();
    };
    let folder = match folder.as_os_str().is_empty() {
        true => Path::new("."),
        false => folder,
    };
    let names = files.names(folder);
    let near = nearest(name, names.iter().map(String::as_str), 3);
    near.into_iter().map(str::to_owned).collect()
}

fn folder_of(stack: &Path) -> &Path {
    match stack.parent() {
        Some(folder) if stack.as_os_str() != STDIN && !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The nearest folder with a [`CONFIG_FILE`], from the root of the file system.
fn marked(folder: &Path) -> Option<PathBuf> {
    nearest_with(CONFIG_FILE, folder)
}

/// A folder as messages show it: from the current one, where it is below or above that.
fn shown(folder: &Path) -> PathBuf {
    let Some(current) = flat(Path::new(".")) else {
        return folder.to_owned();
    };
    if let Ok(below) = folder.strip_prefix(&current) {
        return below.to_owned();
    }
    match current.strip_prefix(folder) {
        Ok(rest) => rest.components().map(|_| "..").collect(),
        Err(_) => folder.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stack_without_a_project_is_its_own_root() {
        let root = Config::discover(Path::new("src/lib.rs")).root;
        assert_eq!(Some(root), flat(Path::new("src")));
    }

    #[test]
    fn a_folder_is_shown_from_the_current_one() {
        let shown = |path: &str| shown(&flat(Path::new(path)).unwrap_or_default());
        assert_eq!(shown("."), Path::new(""));
        assert_eq!(shown("src/session"), Path::new("src/session"));
        assert_eq!(shown(".."), Path::new(".."));
    }
}
