//! One stack and several targets. In: its analyses, one a target. Out: what was found whatever the
//! target, what was found for one alone, and for which of them the stack builds. Never: the same
//! message once for each target.

use super::messages::{Findings, Standing};
use crate::diag::{Code, Diagnostic, Severity};
use crate::emit::Target;
use crate::session::Analysis;
use crate::text::{Sources, Span};
use rustc_hash::FxHashSet;

/// What was found in one stack.
pub struct Targets<'a> {
    /// Its name in the project, else its file.
    stack: &'a str,
    sources: &'a Sources,
    /// Whatever the target.
    common: Vec<Diagnostic>,
    own: Vec<Own>,
}

/// What was found for one target alone.
struct Own {
    target: Target,
    diagnostics: Vec<Diagnostic>,
}

/// What makes two messages one.
type Key<'a> = (Code, Span, &'a str, &'a [String]);

fn key(diagnostic: &Diagnostic) -> Key<'_> {
    let Diagnostic {
        code,
        at,
        message,
        context,
        ..
    } = diagnostic;
    (*code, *at, message, context)
}

impl<'a> Targets<'a> {
    /// The analyses are those of one stack, whose files they read in the same order. A file may be
    /// several stacks of a project, so that there they go by their names.
    #[allow(
        clippy::indexing_slicing,
        reason = "a stack is analysed for each target"
    )]
    pub fn of(name: Option<&'a str>, analyses: &'a [Analysis]) -> Targets<'a> {
        let first = &analyses[0];
        let found = analyses.iter().map(|a| a.diagnostics().iter().map(key));
        let found: Vec<FxHashSet<Key>> = found.map(Iterator::collect).collect();
        let everywhere = |d: &&Diagnostic| found.iter().all(|found| found.contains(&key(d)));
        let common = first.diagnostics().iter().filter(everywhere).cloned();
        let own = analyses.iter().map(|analysis| {
            let target = analysis.target();
            let own = analysis.diagnostics().iter().filter(|d| !everywhere(d));
            let own = own.cloned();
            let context = format!("when built for {target}");
            Own {
                target,
                diagnostics: own.map(|d| d.context(context.as_str())).collect(),
            }
        });
        Targets {
            stack: name.unwrap_or(&first.sources.get(first.stack).path),
            sources: &first.sources,
            common: common.collect(),
            own: own.collect(),
        }
    }

    pub fn findings(&self) -> impl Iterator<Item = Findings<'_>> {
        let common = Findings {
            sources: self.sources,
            diagnostics: &self.common,
            target: None,
        };
        let own = self.own.iter().map(|own| Findings {
            sources: self.sources,
            diagnostics: &own.diagnostics,
            target: Some(own.target),
        });
        std::iter::once(common).chain(own)
    }

    pub fn standings(&self) -> impl Iterator<Item = Standing> {
        self.own.iter().map(|own| {
            let found = || self.common.iter().chain(&own.diagnostics);
            let count = |severity| found().filter(|d| d.severity == severity).count();
            Standing {
                stack: self.stack.to_owned(),
                target: own.target,
                errors: count(Severity::Error),
                warnings: count(Severity::Warning),
            }
        })
    }
}
