//! The stacks of a project, where a command names no file. In: its `infra.toml` and `--stack`. Out: a
//! request for each. Never: a stack whose description is wrong.

use super::Outcome;
use super::args::ProjectOptions;
use super::messages::Findings;
use crate::diag::{Diagnostic, Severity, did_you_mean, nearest};
use crate::session::{CONFIG_FILE, Config, Request, Session, StackConfig};
use crate::text::Sources;
use std::path::Path;
use std::sync::Arc;

/// What a command works on.
pub struct Project {
    config: Arc<Config>,
    /// The text of `infra.toml`, and what is wrong with it.
    sources: Sources,
    pub diagnostics: Vec<Diagnostic>,
    pub stacks: Vec<StackConfig>,
}

/// The stacks that were asked for: those with these names, else all.
pub fn open(session: &Session, options: &ProjectOptions) -> Result<Project, Outcome> {
    let mut sources = Sources::default();
    // `Path::join` with an empty folder gives a path without one, which is how messages show it.
    let found = Config::in_folder(&options.project, &session.files, &mut sources);
    let Some((mut config, mut diagnostics)) = found else {
        let place = match options.project == Path::new(".") {
            true => "this folder".to_owned(),
            false => format!("`{}`", options.project.display()),
        };
        return Err(Outcome::usage(format!(
            "expected a FILE, or an `{CONFIG_FILE}` in {place} or above it"
        )));
    };
    diagnostics.extend(session.add_schemas(&mut config, &mut sources));
    let wrong = !diagnostics.is_empty();
    let known: Vec<String> = config.stacks.iter().map(|s| s.name.to_string()).collect();
    diagnostics.extend(config.take_missing(&session.files));
    // What cannot be read has been reported.
    if known.is_empty() && !wrong {
        return Err(Outcome::usage(format!(
            "`{CONFIG_FILE}` has no stacks: add `[stacks.NAME]`, or name a FILE"
        )));
    }
    for name in options.stack.iter().filter(|_| !wrong) {
        if !known.contains(name) {
            let near = nearest(name, known.iter().map(String::as_str), 3);
            let help = did_you_mean(&near);
            let help = help.unwrap_or_else(|| format!("there are: {}", known.join(", ")));
            let message = format!("--stack: no stack is named `{name}`\n  {help}");
            return Err(Outcome::usage(message));
        }
    }
    let all = options.stack.is_empty();
    let stacks = config.stacks.iter();
    let stacks = stacks.filter(|s| all || options.stack.iter().any(|name| s.name == *name));
    let stacks = stacks.cloned().collect();
    Ok(Project {
        config: Arc::new(config),
        sources,
        diagnostics,
        stacks,
    })
}

impl Project {
    /// What to ask the session for: the stack's own settings, and those of the command line over them.
    pub fn request(&self, stack: &StackConfig, options: &Request) -> Request {
        stack.request(&self.config, options)
    }

    pub fn findings(&self) -> Findings<'_> {
        Findings {
            sources: &self.sources,
            diagnostics: &self.diagnostics,
            target: None,
        }
    }

    /// The folder of `infra.toml`, as messages show it.
    pub fn root(&self) -> &Path {
        &self.config.root
    }

    pub fn has_errors(&self) -> bool {
        let is_error = |d: &Diagnostic| d.severity == Severity::Error;
        self.diagnostics.iter().any(is_error)
    }
}

/// A file that is named is no stack of the project.
pub fn refuse_names(options: &ProjectOptions) -> Result<(), Outcome> {
    match options.stack.first() {
        None => Ok(()),
        Some(name) => Err(Outcome::usage(format!(
            "expected a FILE or `--stack {name}`, found both"
        ))),
    }
}
