//! What an editor has before it: folders, open files, and the programs that those are part of. In: what
//! the editor says of its files. Out: analyses, made when they are asked for and kept until something
//! that they read changes. Never: a wait for what nobody asked for; looking through the folders goes
//! step by step, see [`Workspace::look_further`].

use super::readers::Readers;
use super::search::{Declared, declared};
use crate::diag::Code;
use crate::session::{Analysis, CONFIG_FILE, Config, Files, Request, Session, analyse};
use crate::template::is_template;
use crate::text::Sources;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// So many programs are kept; one that is asked for again is made anew, out of trees that are kept
/// longer.
const KEPT: usize = 24;

/// What programs are called.
const ENDING: &str = ".infra";

/// A program that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    Changed(PathBuf),
    /// There is nothing more to be said of it.
    Gone(PathBuf),
}

/// The files of an editor.
#[derive(Debug, Default)]
pub struct Workspace {
    session: Session,
    open: FxHashSet<PathBuf>,
    readers: Readers,
    /// Files of which it is not known yet what they read.
    unseen: VecDeque<PathBuf>,
    /// Programs to be looked at again, because something that they read has changed.
    stale: BTreeSet<PathBuf>,
    /// The last ones behind.
    kept: Vec<(PathBuf, Arc<Analysis>)>,
    /// Open files that are templates of CloudFormation.
    templates: FxHashSet<PathBuf>,
    /// Programs that name a file that is not there.
    lacking: FxHashSet<PathBuf>,
    /// What files declare, of those that were searched.
    declared: FxHashMap<PathBuf, Arc<Declared>>,
}

impl Workspace {
    /// Adds a folder. Its programs are looked at by and by.
    pub fn add_folder(&mut self, folder: &Path) {
        let found = self.session.files.below(folder, ENDING);
        for path in found.unwrap_or_default() {
            if !self.readers.knows(&path) {
                self.unseen.push_back(path);
            }
        }
    }

    /// Forgets what nobody has open of a folder.
    pub fn remove_folder(&mut self, folder: &Path) {
        self.unseen.retain(|path| !path.starts_with(folder));
        for (path, _) in self
            .kept
            .extract_if(.., |(path, _)| path.starts_with(folder))
        {
            self.readers.forget(&path);
        }
    }

    /// The editor has a file open: from now on its text is what the editor says.
    pub fn open(&mut self, path: &Path, text: &str) {
        self.open.insert(path.to_owned());
        if looks_like_template(path, text) {
            self.templates.insert(path.to_owned());
        }
        self.touch(path);
        self.session.files.set(path, text);
    }

    /// The text of an open file has changed.
    pub fn set(&mut self, path: &Path, text: &str) {
        self.make_stale(path);
        self.session.files.set(path, text);
    }

    /// The editor has closed a file: its text is what the disk says.
    pub fn close(&mut self, path: &Path) {
        self.touch(path);
        self.open.remove(path);
        self.templates.remove(path);
        self.session.files.unset(path);
    }

    /// A file has changed, or came to be, or is gone: all that read it are to be looked at again, and those
    /// who looked for one that was not there.
    pub fn touch(&mut self, path: &Path) {
        let lacking: Vec<PathBuf> = self.lacking.iter().cloned().collect();
        lacking.iter().for_each(|program| self.drop_kept(program));
        self.make_stale(path);
    }

    fn make_stale(&mut self, path: &Path) {
        self.declared.remove(path);
        let mut stale: Vec<PathBuf> = self.readers.of(path).cloned().collect();
        if self.is_looked_at(path) {
            stale.push(path.to_owned());
        }
        if !self.is_looked_at(path) {
            // A file of settings, or one that a program reads as it is.
            let folder = path.parent().unwrap_or(path);
            let all = self.kept.iter().map(|(program, _)| program);
            let below = all.filter(|program| {
                let root = Config::discover(program).root;
                folder.starts_with(&root) || program.starts_with(folder)
            });
            stale.extend(below.cloned().collect::<Vec<_>>());
        }
        stale.iter().for_each(|program| self.drop_kept(program));
    }

    fn drop_kept(&mut self, program: &Path) {
        self.kept.retain(|(kept, _)| kept != program);
        self.stale.insert(program.to_owned());
    }

    /// Whether a file is a program, or a template that is checked as it is.
    pub fn is_looked_at(&self, path: &Path) -> bool {
        path.to_string_lossy().ends_with(ENDING) || self.templates.contains(path)
    }

    pub fn is_open(&self, path: &Path) -> bool {
        self.open.contains(path)
    }

    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What a file holds, in the editor or on the disk.
    pub fn text(&self, path: &Path) -> Option<String> {
        let bytes = self.session.files.bytes(path).ok()?;
        String::from_utf8(bytes).ok()
    }

    /// What a program declares; `None` where it is none, or is gone.
    pub fn declared(&mut self, path: &Path) -> Option<Arc<Declared>> {
        if let Some(known) = self.declared.get(path) {
            return Some(known.clone());
        }
        if self.templates.contains(path) {
            return None;
        }
        let made = Arc::new(declared(path, self.text(path)?));
        self.declared.insert(path.to_owned(), made.clone());
        Some(made)
    }

    /// Whether there is something to look at that nobody asked for.
    pub fn has_work(&self) -> bool {
        !self.stale.is_empty() || !self.unseen.is_empty()
    }

    /// Whether a file is a program of its own, and still there.
    pub fn is_program(&self, path: &Path) -> bool {
        let programs = self.readers.programs(path);
        programs.iter().any(|program| program == path) && self.is_there(path)
    }

    /// Whether a file can be looked at: it is open, or on the disk.
    fn is_there(&self, path: &Path) -> bool {
        let is_there = self.is_open(path) || self.session.files.size(path).is_some();
        is_there && self.is_looked_at(path)
    }

    /// The next program whose findings are not those that were told: of those that an open file is part
    /// of, first the ones that are open themselves.
    pub fn next_stale(&mut self) -> Option<Stale> {
        while let Some(file) = self.pick_stale() {
            self.stale.remove(&file);
            if !self.is_there(&file) {
                self.readers.forget(&file);
                self.lacking.remove(&file);
                return Some(Stale::Gone(file));
            }
            if !self.readers.knows(&file) {
                self.look_at(&file);
            }
            let programs = self.readers.programs(&file);
            if programs.contains(&file) {
                return Some(Stale::Changed(file));
            }
            // It is a part of others, which hold all that there is to say of it.
            for program in programs {
                if self.is_of_open(&program) {
                    self.stale.insert(program);
                }
            }
        }
        None
    }

    fn pick_stale(&self) -> Option<PathBuf> {
        let open = self.stale.iter().find(|path| self.open.contains(*path));
        open.or_else(|| self.stale.first()).cloned()
    }

    /// Whether a program reads a file that is open.
    fn is_of_open(&self, program: &Path) -> bool {
        let mut read = self.readers.read_by(program);
        read.any(|file| self.open.contains(file))
    }

    /// Looks at the next file of the folders, for what it reads. Whether there was one.
    pub fn look_further(&mut self) -> bool {
        while let Some(path) = self.unseen.pop_front() {
            if !self.readers.knows(&path) {
                self.look_at(&path);
                return true;
            }
        }
        false
    }

    /// Looks at all files of the folders, and again at what has changed: for answers that must not leave one
    /// out.
    pub fn look_everywhere(&mut self) {
        while self.look_further() {}
        let stale = self.stale.iter().filter(|program| self.is_there(program));
        for program in stale.cloned().collect::<Vec<_>>() {
            self.analysis(&program);
        }
    }

    fn look_at(&mut self, path: &Path) {
        let analysis = analysis_in(&self.session, path);
        self.learn(path, &analysis);
    }

    fn learn(&mut self, path: &Path, analysis: &Analysis) {
        let is_new = !self.readers.knows(path);
        self.readers.set(path, files_of(analysis));
        // What was thought to be a program of its own may be a part of this one.
        if is_new && analysis.own_files().nth(1).is_some() {
            let read = self.readers.read_by(path);
            let open = read.filter(|file| self.open.contains(*file));
            self.stale.extend(open.cloned().collect::<Vec<_>>());
        }
        let lacks = analysis
            .unloaded()
            .iter()
            .any(|d| d.code == Code::FileNotFound);
        match lacks {
            true => self.lacking.insert(path.to_owned()),
            false => self.lacking.remove(path),
        };
    }

    /// The programs that a file is part of.
    pub fn programs(&mut self, path: &Path) -> Vec<PathBuf> {
        if !self.readers.knows(path) {
            self.look_at(path);
        }
        self.readers.programs(path)
    }

    /// All files that read this one, itself among them.
    pub fn readers(&self, path: &Path) -> impl Iterator<Item = &PathBuf> {
        self.readers.of(path)
    }

    /// All files that a program reads, itself among them.
    pub fn read_by(&self, program: &Path) -> Vec<PathBuf> {
        self.readers.read_by(program).cloned().collect()
    }

    /// All programs and parts of programs that are known, in the order of their paths.
    pub fn known_files(&self) -> Vec<PathBuf> {
        let mut files = self.readers.all_files();
        files.retain(|path| self.is_looked_at(path));
        files
    }

    /// All programs that are known, in the order of their paths.
    pub fn all_programs(&self) -> Vec<PathBuf> {
        self.readers.all_programs()
    }

    /// All programs and modules that are known, in the order of their paths.
    pub fn modules(&self) -> Vec<PathBuf> {
        let mut files: Vec<PathBuf> = self.readers.all_files();
        files.extend(self.unseen.iter().cloned());
        files.retain(|path| path.to_string_lossy().ends_with(ENDING));
        files.sort();
        files.dedup();
        files
    }

    /// The analysis of a program.
    pub fn analysis(&mut self, program: &Path) -> Arc<Analysis> {
        if let Some(at) = self.kept.iter().position(|(path, _)| path == program) {
            let kept = self.kept.remove(at);
            let analysis = kept.1.clone();
            self.kept.push(kept);
            return analysis;
        }
        let analysis = Arc::new(analysis_in(&self.session, program));
        self.learn(program, &analysis);
        if self.kept.len() >= KEPT {
            self.kept.remove(0);
        }
        self.kept.push((program.to_owned(), analysis.clone()));
        analysis
    }

    /// The analysis in which a file is looked at: of a program that it is part of, an open one if there is
    /// one.
    pub fn analysis_of(&mut self, path: &Path) -> Arc<Analysis> {
        let programs = self.programs(path);
        let is_open = |program: &&PathBuf| self.open.contains(*program);
        let program = programs.iter().find(is_open).or(programs.first());
        let program = program.cloned().unwrap_or_else(|| path.to_owned());
        self.analysis(&program)
    }
}

/// The analysis of a program, as the project builds it.
pub(super) fn analysis_in(session: &Session, program: &Path) -> Analysis {
    analyse(session, request(session, program))
}

/// What is asked for, of a program: as the project builds it, where that names it.
fn request(session: &Session, program: &Path) -> Request {
    let mut sources = Sources::default();
    let files: &Files = &session.files;
    let plain = Request {
        stack: program.to_owned(),
        ..Request::default()
    };
    let Some(folder) = program.parent() else {
        return plain;
    };
    let Some((config, _)) = Config::in_folder(folder, files, &mut sources) else {
        return plain;
    };
    let Some(stack) = config.stacks.iter().find(|stack| stack.file == program) else {
        return plain;
    };
    // The analysis reads the settings itself, and says what is wrong with them.
    Request {
        config: None,
        ..stack.request(&Arc::default(), &plain)
    }
}

/// Whether a file is a template of CloudFormation: many others have the same endings.
fn looks_like_template(path: &Path, text: &str) -> bool {
    let begins = |line: &str| {
        let line = line.trim_start_matches(['"', '\'', '\u{feff}', ' ', '{']);
        line.starts_with("AWSTemplateFormatVersion") || line.starts_with("Resources")
    };
    is_template(&path.to_string_lossy(), "") && text.lines().any(begins)
}

/// All files that a program reads as parts of it, with the project's settings.
fn files_of(analysis: &Analysis) -> BTreeSet<PathBuf> {
    let own = analysis.own_files().map(|module| module.file);
    let paths = own.map(|file| PathBuf::from(&analysis.sources.get(file).path));
    let settings = analysis.config().root.join(CONFIG_FILE);
    paths.chain([settings]).collect()
}
