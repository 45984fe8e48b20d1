//! The snapshot of one stack: each phase runs when its result is first asked for, and once. In: a
//! session and a request. Out: what each phase made, and all that was found, sorted by place.
//! Never: output.

use super::project::Project;
use super::{Config, Found, Request, Session, apply};
use crate::check::{Types, check};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::cloudformation::{Plan, Sizes, emit, emit_mapped, plan};
use crate::eval::{Evaluation, Given, Inputs, Program, Unit, evaluate};
use crate::graph::Graph;
use crate::resolve::{Names, resolve};
use crate::schema::Catalogue;
use crate::syntax::ast::{ItemKind, Module};
use crate::syntax::parse;
use crate::tags::add_stack_tags;
use crate::text::{FileId, Name, Sources, Span};
use crate::validate::{Options, limits, target, validate};
use std::sync::{Arc, OnceLock};

/// What is known of one stack. Immutable: a change of a file makes a new one.
#[derive(Debug)]
pub struct Analysis<'a> {
    pub sources: Sources,
    pub stack: FileId,
    session: &'a Session,
    request: Request,
    config: Arc<Config>,
    catalogue: &'static Catalogue,
    /// What was wrong with reading the files. A stack without a text is not looked at.
    unread: Vec<Diagnostic>,
    readable: bool,
    inputs: Inputs,
    module: OnceLock<Phase<Module>>,
    names: OnceLock<Phase<Names>>,
    types: OnceLock<Phase<Types>>,
    graph: OnceLock<Evaluation>,
    plan: OnceLock<Plan>,
    emitted: OnceLock<(Vec<u8>, Sizes)>,
    diagnostics: OnceLock<Vec<Diagnostic>>,
}

/// What a phase made, and what it found.
type Phase<T> = (T, Vec<Diagnostic>);

/// Reads the stack's file. Nothing else happens until something is asked for.
pub fn analyse(session: &Session, request: Request) -> Analysis<'_> {
    let mut sources = Sources::default();
    let (stack, mut unread) = session.files.open(&request.stack, &mut sources);
    let readable = unread.is_empty();
    let (inputs, wrong) = read_inputs(session, &request, &mut sources);
    unread.extend(wrong);
    let config = match &request.config {
        Some(config) => config.clone(),
        None => {
            let (config, wrong) = Config::of_stack(&request.stack, &session.files, &mut sources);
            unread.extend(wrong);
            Arc::new(config)
        }
    };
    Analysis {
        sources,
        stack,
        session,
        request,
        config,
        catalogue: Catalogue::builtin(),
        unread,
        readable,
        inputs,
        module: OnceLock::new(),
        names: OnceLock::new(),
        types: OnceLock::new(),
        graph: OnceLock::new(),
        plan: OnceLock::new(),
        emitted: OnceLock::new(),
        diagnostics: OnceLock::new(),
    }
}

impl Analysis<'_> {
    /// The tree; empty where the file could not be read.
    pub fn module(&self) -> &Module {
        &self.parsed().0
    }

    pub fn names(&self) -> &Names {
        &self.resolved().0
    }

    pub fn types(&self) -> &Types {
        &self.checked().0
    }

    pub fn graph(&self) -> &Graph {
        &self.evaluated().graph
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
        let mapped = emit_mapped(self.graph(), self.plan(), layout, &mut bytes, &self.sources);
        // Writing to a vector cannot fail.
        let map = mapped.map_or_else(|_| Vec::new(), |(_, map)| map);
        (bytes, map)
    }

    /// Everything that there is to say, sorted by place. Runs all phases.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        self.diagnostics.get_or_init(|| {
            let mut found = Found::default();
            found.program.extend_from_slice(&self.unread);
            if self.readable {
                found.program.extend_from_slice(&self.parsed().1);
                let named =
                    |d: &&Diagnostic| !(d.code == Code::NameUnused && self.is_condition(d.at));
                found
                    .program
                    .extend(self.resolved().1.iter().filter(named).cloned());
                found.program.extend_from_slice(&self.checked().1);
                found
                    .program
                    .extend_from_slice(&self.evaluated().diagnostics);
                found.policies.extend_from_slice(&self.evaluated().policies);
                found.titles = titles(self.module());
                found
                    .program
                    .extend(target::check(self.graph(), self.plan(), &self.sources));
                let options = Options {
                    sources: &self.sources,
                    regions: &self.request.regions,
                };
                found.graph = validate(self.graph(), self.catalogue, &options);
                let counts = limits::check(self.graph(), self.plan(), self.stack);
                found.graph.extend(counts);
                // The template of a program without a meaning has no size.
                if !found.program.iter().any(|d| d.severity == Severity::Error) {
                    let sizes = &self.emitted().1;
                    let size = limits::check_size(self.graph(), sizes, self.stack);
                    found.graph.extend(size);
                    found
                        .graph
                        .extend(limits::check_some(self.graph(), self.stack));
                }
            }
            let levels = self.request.levels.over(&self.config.levels);
            apply(&levels, self.module(), found)
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
            let sizes = emit(self.graph(), self.plan(), layout, &mut bytes);
            // Writing to a vector cannot fail.
            (bytes, sizes.unwrap_or_default())
        })
    }

    fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| plan(self.graph(), self.catalogue))
    }

    fn parsed(&self) -> &Phase<Module> {
        self.module.get_or_init(|| {
            let text = &self.sources.get(self.stack).text;
            parse(self.stack, if self.readable { text } else { "" })
        })
    }

    fn resolved(&self) -> &Phase<Names> {
        self.names.get_or_init(|| resolve(self.module()))
    }

    fn checked(&self) -> &Phase<Types> {
        self.types
            .get_or_init(|| check(self.module(), self.names(), self.catalogue))
    }

    fn evaluated(&self) -> &Evaluation {
        self.graph.get_or_init(|| {
            let unit = Unit {
                module: self.module(),
                names: self.names(),
                types: self.types(),
            };
            let files = &self.session.files;
            let program = Program {
                units: &[unit],
                schemas: self.catalogue,
                policies: &[self.stack],
                inputs: &self.inputs,
                files: &Project::new(files, &self.sources, &self.request.stack),
            };
            evaluate(&program, |graph| add_stack_tags(graph, self.catalogue))
        })
    }
}

/// The names of a module's policies.
fn titles(module: &Module) -> Vec<Name> {
    let policies = module.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Policy(policy) => Some(policy.title.value.clone()),
        _ => None,
    });
    policies.collect()
}

/// What the user gave for inputs. The command line is the later word.
fn read_inputs(
    session: &Session,
    request: &Request,
    sources: &mut Sources,
) -> (Inputs, Vec<Diagnostic>) {
    let mut inputs = Inputs::default();
    let mut wrong = Vec::new();
    for path in &request.inputs_files {
        let (file, unread) = session.files.open(path, sources);
        if unread.is_empty() {
            let source = sources.get(file);
            if let Err((reason, place)) = inputs.add_file(&source.text) {
                let message = format!("the inputs in `{}` cannot be read: {reason}", source.path);
                let place = place.map_or(0, |place| source.offset(place) as usize);
                let at = Span::new(file, place, place);
                wrong.push(Diagnostic::new(Code::FileInputs, at, message));
            }
        }
        wrong.extend(unread);
    }
    for (name, value) in &request.values {
        inputs
            .given
            .push((name.clone(), Given::Data(value.clone())));
    }
    for (name, text) in &request.inputs {
        inputs.add_text(name.clone(), text.clone());
    }
    (inputs, wrong)
}
