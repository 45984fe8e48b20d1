//! What a walk over values has found, before it is known how often: a finding to a diagnostic, with
//! the loop passes and calls that it came through, once for each place.

use crate::diag::{Code, Diagnostic};
use crate::graph::{FrameId, Graph, Origin, context, places};
use crate::text::{Sources, Span};
use rustc_hash::FxHashMap;

/// Something wrong with a value.
#[derive(Debug)]
pub(super) struct Finding {
    pub code: Code,
    pub at: Origin,
    pub message: String,
    /// What stands there, in a few words.
    pub label: String,
    pub help: Option<String>,
    /// What to write instead of the text that stands there.
    pub instead: Option<String>,
    /// Further places, and what they have to do with it.
    pub also: Vec<(Span, String)>,
    /// How deep in the resource it is.
    pub depth: usize,
    /// Whether it concerns a record as a whole, of which only the first brace is shown.
    pub whole: bool,
}

/// All diagnostics of the phase: of the same thing at the same place, one.
pub(super) struct Reports<'a> {
    graph: &'a Graph,
    sources: &'a Sources,
    found: Vec<Diagnostic>,
    /// The diagnostic of a code at a place, and how many passes have it.
    places: FxHashMap<(Code, Span), (usize, usize)>,
}

/// So many calls are shown of those that a value came through.
const PLACES: usize = 3;

impl Finding {
    pub fn new(code: Code, at: Origin, message: impl Into<String>) -> Finding {
        Finding {
            code,
            at,
            message: message.into(),
            label: String::new(),
            help: None,
            instead: None,
            also: Vec::new(),
            depth: 0,
            whole: false,
        }
    }

    pub fn here(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    pub fn instead(mut self, text: impl Into<String>) -> Finding {
        self.instead = Some(text.into());
        self
    }

    pub fn also(mut self, at: Span, label: impl Into<String>) -> Finding {
        self.also.push((at, label.into()));
        self
    }

    pub fn whole(mut self) -> Finding {
        self.whole = true;
        self
    }
}

impl<'a> Reports<'a> {
    pub fn new(graph: &'a Graph, sources: &'a Sources) -> Reports<'a> {
        Reports {
            graph,
            sources,
            found: Vec::new(),
            places: FxHashMap::default(),
        }
    }

    pub fn graph(&self) -> &'a Graph {
        self.graph
    }

    /// Adds a finding about a declaration.
    pub fn add(&mut self, finding: Finding, subject: Option<Span>) {
        let at = self.place(&finding);
        if let Some((_, more)) = self.places.get_mut(&(finding.code, at)) {
            *more += 1;
            return;
        }
        self.places
            .insert((finding.code, at), (self.found.len(), 0));
        let diagnostic = self.diagnostic(finding, at, subject);
        self.found.push(diagnostic);
    }

    /// Takes over what another part of the graph gave.
    pub fn append(&mut self, other: Reports) {
        let mut other_places: Vec<_> = other.places.into_iter().collect();
        other_places.sort_by_key(|(_, (index, _))| *index);
        let mut found: Vec<Option<Diagnostic>> = other.found.into_iter().map(Some).collect();
        for (place, (index, more)) in other_places {
            match self.places.get_mut(&place) {
                Some((_, known)) => {
                    *known += more + 1;
                    found[index] = None;
                }
                None => {
                    let kept = found[..index].iter().flatten().count();
                    self.places.insert(place, (self.found.len() + kept, more));
                }
            }
        }
        self.found.extend(found.into_iter().flatten());
    }

    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (index, more) in self.places.into_values() {
            let Some(diagnostic) = self.found.get_mut(index).filter(|_| more > 0) else {
                continue;
            };
            let passes = if more == 1 { "pass" } else { "passes" };
            if !diagnostic.context.is_empty() {
                diagnostic
                    .context
                    .push(format!("and in {more} more {passes}"));
            }
        }
        self.found
    }

    /// Where to point: at a record as a whole, its first brace.
    fn place(&self, finding: &Finding) -> Span {
        let at = finding.at.span;
        match finding.whole && self.sources.slice(at).starts_with('{') {
            true => Span {
                end: at.start + 1,
                ..at
            },
            false => at,
        }
    }

    fn diagnostic(&self, finding: Finding, at: Span, subject: Option<Span>) -> Diagnostic {
        let frame = finding.at.frame;
        let mut diagnostic = Diagnostic::new(finding.code, at, finding.message);
        if !finding.label.is_empty() {
            diagnostic = diagnostic.here(finding.label);
        }
        for (place, label) in finding.also {
            diagnostic = diagnostic.label(place, label);
        }
        if let Some(instead) = finding.instead
            && is_quoted(self.sources.slice(at))
        {
            diagnostic = diagnostic.fix(format!("write `{instead}`"), at, instead);
        }
        diagnostic.help = finding.help;
        diagnostic.subject = subject;
        self.with_frames(diagnostic, frame)
    }

    /// Adds the passes, calls and instances that lead to a place.
    fn with_frames(&self, mut diagnostic: Diagnostic, frame: FrameId) -> Diagnostic {
        for (text, at) in places(&self.graph.frames, frame).take(PLACES) {
            if at != diagnostic.at {
                diagnostic = diagnostic.label(at, text);
            }
        }
        diagnostic.context = context(&self.graph.frames, frame);
        diagnostic
    }
}

/// Whether a place of the source holds a text that is written there, not one that was computed.
fn is_quoted(source: &str) -> bool {
    let inner = source.strip_prefix(['"', '\'']).unwrap_or("");
    let end = inner.find(['"', '\'', '$']);
    end.is_some_and(|end| end + 1 == inner.len() && !inner.ends_with('$'))
}
