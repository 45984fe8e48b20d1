//! The snapshot of one stack: each phase runs when its result is first asked for, and once. In: a
//! session and a request. Out: what each phase made, and all that was found, sorted by place.
//! Never: output.

use super::cache::{Checked, Kind, Parsed, Resolved};
use super::engine::Plan;
use super::inputs::read_inputs;
use super::modules::{Loaded, Loader};
use super::policies::{misplaced, titles};
use super::project::Project;
use super::templates;
use super::{Config, Found, PolicyFile, Request, Session, apply};
use crate::awscc;
use crate::check::{Signatures, Types};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::{Layout, Sizes, Target};
use crate::eval::{Evaluation, Inputs, Program, TestRun, Unit, evaluate};
use crate::graph::{FrameId, FrameKind, Graph, Origin, ResourceKind, Value, ValueKind, outwards};
use crate::resolve::{DeclId, Names, reach};
use crate::schema::Catalogue;
use crate::syntax::ast::{ItemId, Module};
use crate::tags::add_stack_tags;
use crate::text::{FileId, Sources, Span};
use crate::validate::{Options, limits, validate};
use rustc_hash::{FxHashMap, FxHashSet};
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// What is known of one stack. Immutable: a change of a file makes a new one.
#[derive(Debug)]
pub struct Analysis {
    pub sources: Sources,
    pub stack: FileId,
    /// With the files as they were, and what other analyses made.
    pub(super) session: Session,
    pub(super) request: Request,
    pub(super) config: Arc<Config>,
    catalogue: Arc<Catalogue>,
    /// What was wrong with reading the files. A stack without a text is not looked at.
    unread: Vec<Diagnostic>,
    readable: bool,
    inputs: Inputs,
    /// Every file of the program, each behind those that it imports: the stack last.
    files: Vec<Loaded>,
    /// The files whose policies every resource is held against.
    policies: Vec<FileId>,
    /// What was wrong with the imports.
    unloaded: Vec<Diagnostic>,
    names: OnceLock<Vec<Arc<Resolved>>>,
    reached: OnceLock<FxHashMap<FileId, FxHashSet<ItemId>>>,
    types: OnceLock<Vec<Arc<Checked>>>,
    graph: OnceLock<Evaluation>,
    lowered: OnceLock<Option<(Graph, Vec<Diagnostic>)>>,
    plan: OnceLock<Plan>,
    emitted: OnceLock<(Vec<u8>, Sizes)>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
}

/// Reads and parses the stack's file and all that it imports. Nothing else happens until something is
/// asked for.
pub fn analyse(session: &Session, request: Request) -> Analysis {
    let mut sources = Sources::default();
    let (stack, mut unread) = session.files.open(&request.stack, &mut sources);
    let readable = unread.is_empty();
    let (inputs, wrong) = read_inputs(session, &request, &mut sources);
    unread.extend(wrong);
    let config = match &request.config {
        Some(config) => config.clone(),
        None => {
            let (mut config, wrong) =
                Config::of_stack(&request.stack, &session.files, &mut sources);
            unread.extend(wrong);
            unread.extend(session.add_schemas(&mut config, &mut sources));
            Arc::new(config)
        }
    };
    let readable = readable && !config.lacks_schemas;
    let catalogue = config.catalogue.clone();
    let mut policies = Vec::new();
    let (mut files, unloaded) = match readable {
        true => {
            let path = &request.stack;
            for policy in &config.policies {
                if let PolicyFile::Project(path) = policy {
                    let (file, wrong) = session.files.open(path, &mut sources);
                    unread.extend(wrong);
                    policies.push(file);
                }
            }
            let mut loader = Loader::new(&session.files, &session.cache, &mut sources, path);
            policies.iter().for_each(|file| loader.load(*file));
            for policy in &config.policies {
                if let PolicyFile::Library(path) = policy {
                    policies.extend(loader.load_library(path));
                }
            }
            loader.load(stack);
            loader.finish()
        }
        false => (vec![Loaded::empty(stack)], Vec::new()),
    };
    // A file of policies may be the stack, or import it; the stack is the last all the same.
    if let Some(at) = files.iter().position(|f| f.parsed.module.file == stack) {
        files[at..].rotate_left(1);
    }
    for file in files.iter().map(|f| &f.parsed.module) {
        if file.file != stack && policies.contains(&file.file) {
            unread.extend(file.items.iter().filter_map(misplaced));
        }
    }
    if !policies.contains(&stack) {
        policies.push(stack);
    }
    Analysis {
        sources,
        stack,
        session: session.clone(),
        request,
        config,
        catalogue: catalogue.unwrap_or_else(Catalogue::shared),
        unread,
        readable,
        inputs,
        files,
        policies,
        unloaded,
        reached: OnceLock::new(),
        names: OnceLock::new(),
        types: OnceLock::new(),
        graph: OnceLock::new(),
        lowered: OnceLock::new(),
        plan: OnceLock::new(),
        emitted: OnceLock::new(),
        diagnostics: OnceLock::new(),
    }
}

impl Analysis {
    /// The tree of the stack; empty where the file could not be read.
    pub fn module(&self) -> &Module {
        &self.stack_file().parsed.module
    }

    pub fn names(&self) -> &Names {
        let last = self.resolved().last();
        &of_stack(last).names
    }

    pub fn types(&self) -> &Types {
        let last = self.checked().last();
        &of_stack(last).types
    }

    /// The types that the stack may have.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub fn graph(&self) -> &Graph {
        &self.evaluated().graph
    }

    /// What an item of the top level comes to, in this program; nothing where that cannot be said.
    pub fn value(&self, decl: DeclId) -> Option<Value> {
        // The stack goes first.
        let last = self.files.len().checked_sub(1)?;
        let mut files = self.files.iter();
        let at = files.position(|file| file.parsed.module.file == decl.file)?;
        let place = if at == last { 0 } else { at + 1 };
        let values = self.evaluated().values.get(place)?;
        let kind = values.get(decl.item.0 as usize)?;
        let origin = Origin {
            span: Span::new(decl.file, 0, 0),
            frame: FrameId::TOP,
        };
        (!matches!(kind, ValueKind::Error)).then(|| Value::new(kind.clone(), origin))
    }

    /// The engine that the stack is built for: what was asked for, else what the project says, else the
    /// stack itself.
    pub fn target(&self) -> Target {
        let said = || {
            let written = self.graph().settings.other.get("target");
            written.and_then(|value| Target::parse(value.as_text()?))
        };
        let asked = self.request.target;
        let asked = asked.or_else(|| self.config.target_of(&self.request.stack));
        asked.or_else(said).unwrap_or_default()
    }

    /// How the template looks.
    pub fn layout(&self) -> Layout {
        self.request.layout
    }

    /// The file at a path, as the program names it; also one of settings.
    pub fn file_at(&self, path: &Path) -> Option<FileId> {
        let mut files = self.sources.iter();
        let found = files.find(|(_, source)| Path::new(&source.path) == path);
        found.map(|(file, _)| file)
    }

    /// What was asked for.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The project that the stack is part of.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The same, to be kept for other programs.
    pub fn shared_config(&self) -> Arc<Config> {
        self.config.clone()
    }

    /// The trees of all files, without a look at what they mean.
    pub fn trees(&self) -> impl Iterator<Item = &Module> {
        self.files.iter().map(|file| &file.parsed.module)
    }

    /// The file that an import leads to.
    pub fn imported_by(&self, file: FileId, import: ItemId) -> Option<FileId> {
        let mut files = self.files.iter();
        let loaded = files.find(|loaded| loaded.parsed.module.file == file)?;
        let mut imports = loaded.imports.iter();
        imports
            .find(|(item, _)| *item == import)
            .map(|(_, target)| *target)
    }

    /// The files of the program that are no parts of the library, with those of policies.
    pub fn own_files(&self) -> impl Iterator<Item = &Module> {
        let own = self.files.iter().filter(|file| !file.is_library);
        own.map(|file| &file.parsed.module)
    }

    /// What the test found that was asked for.
    pub fn test_run(&self) -> Option<&TestRun> {
        self.evaluated().test.as_ref()
    }

    /// Whether the stack is a template that is checked as it is.
    pub fn is_template(&self) -> bool {
        matches!(self.stack_file().parsed.kind, Kind::Template(_))
    }

    /// What is wrong with its imports.
    pub fn unloaded(&self) -> &[Diagnostic] {
        &self.unloaded
    }

    /// What is wrong with what is written, whatever is chosen: everything before evaluation.
    pub fn written(&self) -> Vec<Diagnostic> {
        let mut found = self.unread.clone();
        if self.readable {
            found.extend_from_slice(&self.unloaded);
            for checked in self.checked() {
                found.extend_from_slice(&checked.resolved.parsed.diagnostics);
                found.extend_from_slice(&checked.resolved.diagnostics);
                found.extend_from_slice(&checked.diagnostics);
            }
        }
        found
    }

    /// The template. Of a program with errors it holds what can be said of it.
    pub fn template(&self) -> &[u8] {
        &self.emitted().0
    }

    /// The template, given away: it is the largest thing that there is.
    pub fn take_template(&mut self) -> Vec<u8> {
        self.emitted();
        let emitted = self.emitted.take();
        emitted.map_or_else(Vec::new, |(bytes, _)| bytes)
    }

    /// The template, and the map from its parts to the sources.
    pub fn template_with_map(&self) -> (Vec<u8>, Vec<u8>) {
        let mut bytes = Vec::new();
        let layout = self.request.layout;
        let graph = self.target_graph();
        let mapped =
            self.plan()
                .emit_mapped(graph, &self.catalogue, layout, &mut bytes, &self.sources);
        // Writing to a vector cannot fail.
        let map = mapped.map_or_else(|_| Vec::new(), |(_, map)| map);
        (bytes, map)
    }

    /// What the engine calls the resources that each declaration has made, by the place of its name; of an
    /// instance, those inside it.
    pub fn made(&self) -> FxHashMap<Span, Vec<String>> {
        let graph = self.target_graph();
        let names = self.plan().names(graph);
        let mut made: FxHashMap<Span, Vec<String>> = FxHashMap::default();
        let resources = graph.resources.iter().zip(names);
        for (resource, name) in resources.filter(|(one, _)| one.kind != ResourceKind::Existing) {
            let around = outwards(&graph.frames, resource.origin.frame);
            let around = around.filter_map(|kind| match kind {
                FrameKind::Instance { at, .. } => Some(*at),
                _ => None,
            });
            for declared in around.chain([resource.origin.span]) {
                made.entry(declared).or_default().push(name.clone());
            }
        }
        made
    }

    /// Everything that there is to say, sorted by place. Runs all phases.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| {
            let mut found = Found::default();
            found.program.extend_from_slice(&self.unread);
            if self.readable {
                found.program.extend_from_slice(&self.unloaded);
                // In a template, a name is one that its own ids gave; what has none was reported there.
                let is_template = self.is_template();
                let named = |d: &&Diagnostic| {
                    let is_unused = d.code == Code::NameUnused && self.is_condition(d.at);
                    let is_unknown = d.code == Code::NameUnknown && is_template;
                    !is_unused && !is_unknown
                };
                for checked in self.checked() {
                    let resolved = &checked.resolved;
                    let parsed = &resolved.parsed.diagnostics;
                    found.program.extend_from_slice(parsed);
                    let unnamed = resolved.diagnostics.iter().filter(named);
                    found.program.extend(unnamed.cloned());
                    found.program.extend_from_slice(&checked.diagnostics);
                }
                found
                    .program
                    .extend_from_slice(&self.evaluated().diagnostics);
                found.policies.extend_from_slice(&self.evaluated().policies);
                let modules = self.files.iter().map(|file| &file.parsed.module);
                let obeyed = modules.filter(|module| self.policies.contains(&module.file));
                let (titles, doubled) = titles(obeyed);
                found.titles = titles;
                found.program.extend(doubled);
                // What a template says is in the words of its engine already.
                if !self.is_template() {
                    let uncarried = self.lowered().map(|(_, found)| found.iter().cloned());
                    found.program.extend(uncarried.into_iter().flatten());
                    let unsaid = self.plan().unsaid(self.target_graph(), &self.sources);
                    found.program.extend(unsaid);
                }
                let options = Options {
                    sources: &self.sources,
                    regions: &self.request.regions,
                };
                found.graph = validate(self.graph(), &self.catalogue, &options);
                let counts = self.plan().over_limits(self.target_graph(), self.stack);
                found.graph.extend(counts);
                if let Kind::Template(template) = &self.stack_file().parsed.kind {
                    let text = &self.sources.get(self.stack).text;
                    let bytes = text.len() as u64;
                    found.graph.extend(limits::check_text(bytes, self.stack));
                    found.is_open = template.is_some();
                    templates::weigh(&mut found, self.stack, text, template.as_ref());
                // The template of a program without a meaning has no size.
                } else if !found.program.iter().any(|d| d.severity == Severity::Error) {
                    let sizes = &self.emitted().1;
                    let graph = self.target_graph();
                    let size = self.plan().over_size(graph, sizes, self.stack);
                    found.graph.extend(size);
                }
            }
            let levels = self.request.levels.over(&self.config.levels);
            let files = self.files.iter().map(|f| &f.parsed.module);
            apply(&levels, self.stack, files, &self.sources, found)
        })
    }

    /// Whether the name of a Condition stands here, which the template has, used or not.
    fn is_condition(&self, at: Span) -> bool {
        let mut conditions = self.graph().conditions.iter();
        conditions.any(|condition| condition.origin.span == at)
    }

    /// Whether anything found is an error, or was made one by `--deny`.
    pub fn has_errors(&self) -> bool {
        let is_error = |d: &Diagnostic| d.severity == Severity::Error;
        self.diagnostics().iter().any(is_error)
    }

    fn emitted(&self) -> &(Vec<u8>, Sizes) {
        self.emitted.get_or_init(|| {
            let mut bytes = Vec::new();
            let layout = self.request.layout;
            let graph = self.target_graph();
            let sizes = self.plan().emit(graph, &self.catalogue, layout, &mut bytes);
            // Writing to a vector cannot fail.
            (bytes, sizes.unwrap_or_default())
        })
    }

    /// The graph in the types of the target's own.
    fn target_graph(&self) -> &Graph {
        self.lowered().map_or(self.graph(), |(graph, _)| graph)
    }

    /// The graph for Terraform and what does not carry over, where types of CloudFormation are in it.
    fn lowered(&self) -> Option<&(Graph, Vec<Diagnostic>)> {
        let is_needed = || self.target() == Target::Terraform && awscc::is_needed(self.graph());
        let lower = || is_needed().then(|| awscc::lower(self.graph(), &self.catalogue));
        self.lowered.get_or_init(lower).as_ref()
    }

    fn plan(&self) -> &Plan {
        let new = || Plan::new(self.target(), self.target_graph(), &self.catalogue);
        self.plan.get_or_init(new)
    }

    pub(super) fn stack_file(&self) -> &Loaded {
        of_stack(self.files.last())
    }

    pub(super) fn loaded(&self) -> &[Loaded] {
        &self.files
    }

    fn resolved(&self) -> &[Arc<Resolved>] {
        self.names.get_or_init(|| {
            let parsed = self.files.iter();
            let parsed: FxHashMap<FileId, &Arc<Parsed>> =
                parsed.map(|f| (f.parsed.module.file, &f.parsed)).collect();
            let of = |file| parsed.get(&file).map(|p| (*p).clone());
            let files = self.files.iter();
            let resolved = files.map(|file| self.session.cache.resolved(file, of));
            resolved.collect()
        })
    }

    /// What of each imported file the stack needs, and whoever else is checked as a whole.
    fn reached(&self) -> &FxHashMap<FileId, FxHashSet<ItemId>> {
        self.reached.get_or_init(|| {
            let files = self.files.iter().zip(self.resolved());
            reach(files.map(|(loaded, resolved)| {
                let file = resolved.parsed.module.file;
                let is_whole = !loaded.is_library || self.policies.contains(&file);
                (file, &resolved.names, is_whole)
            }))
        })
    }

    /// The types of all files. Of the library only what is needed is checked: the rest is checked
    /// where it is made.
    pub(super) fn checked(&self) -> &[Arc<Checked>] {
        self.types.get_or_init(|| {
            let none = FxHashSet::default();
            let mut signatures: FxHashMap<FileId, Arc<Signatures>> = FxHashMap::default();
            let mut all = Vec::with_capacity(self.files.len());
            for (loaded, resolved) in self.files.iter().zip(self.resolved()) {
                let imports = loaded.imports.iter();
                let mut library: Vec<FileId> = imports.map(|(_, file)| *file).collect();
                library.sort_unstable();
                library.dedup();
                let library = library.iter().filter_map(|f| signatures.get(f).cloned());
                let file = resolved.parsed.module.file;
                let is_part = loaded.is_library && !self.policies.contains(&file);
                let only = is_part.then(|| self.reached().get(&file).unwrap_or(&none));
                let cache = &self.session.cache;
                let checked = cache.checked(resolved, library.collect(), only, &self.catalogue);
                if file != self.stack {
                    signatures.insert(file, checked.signatures());
                }
                all.push(checked);
            }
            all
        })
    }

    fn evaluated(&self) -> &Evaluation {
        self.graph.get_or_init(|| {
            let none = FxHashSet::default();
            let mut units: Vec<Unit> = Vec::with_capacity(self.files.len());
            for checked in self.checked() {
                let file = checked.resolved.parsed.module.file;
                let needed = self.reached().get(&file).unwrap_or(&none);
                units.push(Unit {
                    module: &checked.resolved.parsed.module,
                    names: &checked.resolved.names,
                    types: &checked.types,
                    reached: (!self.policies.contains(&file)).then_some(needed),
                });
            }
            // The stack goes first, the others stay in their order.
            units.rotate_right(1);
            let files = &self.session.files;
            let program = Program {
                units: &units,
                schemas: &*self.catalogue,
                policies: &self.policies,
                test: self.request.test,
                fixed: &self.request.params,
                inputs: &self.inputs,
                regardless: self.request.regardless,
                files: &Project::new(files, &self.sources, &self.request.stack),
            };
            evaluate(&program, |graph| add_stack_tags(graph, &self.catalogue))
        })
    }
}

/// There is a stack in every analysis, and it is the last of the files.
#[allow(clippy::expect_used, reason = "an analysis is made with its stack")]
fn of_stack<T>(last: Option<&T>) -> &T {
    last.expect("the stack is one of the files")
}
