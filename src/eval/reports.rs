//! What evaluation has to say. A mistake in a loop is said once, with the first pass that met it
//! and how many others did.

use super::state::Eval;
use crate::diag::{Code, Diagnostic};
use crate::graph::{FrameId, ResourceId, context, places};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

/// Of the calls and instances that lead somewhere this many are shown.
const SHOWN_PLACES: usize = 4;

/// A circle is shown with this many of its steps.
const SHOWN_STEPS: usize = 6;

#[derive(Default)]
pub(super) struct Reports {
    found: Vec<Diagnostic>,
    /// Which of `found` is at a place, and how often the same was found again.
    places: FxHashMap<(Code, Span), (usize, usize)>,
}

impl Reports {
    fn add(&mut self, diagnostic: Diagnostic, counted: bool) {
        let place = (diagnostic.code, diagnostic.at);
        match self.places.get_mut(&place) {
            Some((_, again)) => *again += usize::from(counted),
            None => {
                self.places.insert(place, (self.found.len(), 0));
                self.found.push(diagnostic);
            }
        }
    }

    /// Takes back what was found since there were so many, if all of it is that something is not
    /// known. Says whether there was anything of that kind.
    pub fn take_unknown(&mut self, since: usize) -> bool {
        let new = self.found.get(since..).unwrap_or(&[]);
        let is_unknown = |d: &Diagnostic| d.code.as_str().starts_with("phase::");
        if new.is_empty() || !new.iter().all(is_unknown) {
            return false;
        }
        self.found.truncate(since);
        self.places.retain(|_, (index, _)| *index < since);
        true
    }

    /// How many different things were found so far.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (index, again) in self.places.into_values() {
            if let Some(diagnostic) = self.found.get_mut(index)
                && again > 0
            {
                diagnostic.context.push(match again {
                    1 => "and once more".to_owned(),
                    _ => format!("and {again} more times"),
                });
            }
        }
        self.found
    }
}

impl Eval<'_> {
    /// Reports something that happens in the current frame.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        let diagnostic = self.placed(diagnostic, self.frame);
        self.reports.add(diagnostic, true);
    }

    /// Reports something that stands for itself, whatever pass or call found it.
    pub fn report_plain(&mut self, diagnostic: Diagnostic) {
        self.reports.add(diagnostic, false);
    }

    /// Adds in which passes a diagnostic happens, and the calls and instances that lead there.
    pub fn placed(&self, mut diagnostic: Diagnostic, frame: FrameId) -> Diagnostic {
        diagnostic.context = context(&self.graph.frames, frame);
        for (text, at) in places(&self.graph.frames, frame).take(SHOWN_PLACES) {
            if at != diagnostic.at {
                diagnostic = diagnostic.label(at, text);
            }
        }
        diagnostic
    }

    /// The error of resources that need each other.
    pub fn report_cycle(&mut self, cycle: &[ResourceId]) {
        let resources = cycle.iter().map(|id| self.graph.resource(*id));
        let steps: Vec<(Name, Span)> = resources
            .map(|r| (r.logical_id.clone(), r.origin.span))
            .collect();
        let Some((first, at)) = steps.first() else {
            return;
        };
        let shown = steps
            .iter()
            .take(SHOWN_STEPS)
            .map(|(id, _)| format!("`{id}`"));
        let mut shown: Vec<String> = shown.collect();
        if steps.len() > SHOWN_STEPS {
            shown.push(format!("{} more", steps.len() - SHOWN_STEPS));
        }
        shown.push(format!("`{first}`"));
        let message = format!("resources need each other: {}", shown.join(" → "));
        let mut diagnostic = Diagnostic::new(Code::GraphCycle, *at, message)
            .here("begins and ends here")
            .help("break the circle: let one of them do without the next");
        for (id, at) in steps.iter().skip(1).take(SHOWN_STEPS - 1) {
            diagnostic = diagnostic.label(*at, format!("`{id}`"));
        }
        self.report_plain(diagnostic);
    }

    /// Takes room for values that are about to be made. Reports where there is none.
    pub fn reserve(&mut self, values: u64, of: &str, at: Span) -> bool {
        if self.budget.take(values) {
            return true;
        }
        self.report_over_budget(values, of, at);
        false
    }

    /// The error of a build that asks for too much. Said once: everything after it follows from it.
    pub fn report_over_budget(&mut self, wanted: u64, of: &str, at: Span) {
        if std::mem::replace(&mut self.budget.reported, true) {
            return;
        }
        let most = super::budget::MOST_VALUES;
        let message = match wanted {
            0..=1 => format!("the build needs more than {most} {of}"),
            _ => format!("{wanted} {of} are more than a build may hold"),
        };
        self.report_plain(
            Diagnostic::new(Code::EvalTooMany, at, message)
                .here("asked for here")
                .help("make less of it at once"),
        );
    }
}
