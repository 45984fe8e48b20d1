//! What the compiler has to say, as data. Never rendered here: see `cli/report.rs`.

use super::Code;
use crate::text::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    Error,
    Warning,
    Note,
}

/// One thing to say, at one place.
///
/// The message is one line, lower case, without a full stop, with the user's own text in
/// backticks. The first label (at [`Diagnostic::at`]) says what this is; a second one, at a
/// declaration, why something else was expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    pub message: String,
    pub at: Span,
    /// The declaration (its name) of the resource or other thing that this is about, where `at` may
    /// be elsewhere: in a function that it calls. What `@allow` on that declaration silences.
    pub subject: Option<Span>,
    pub labels: Vec<Label>,
    /// In which loop passes and instances it happened: `in the pass `team = "orders"``.
    pub context: Vec<String>,
    /// One action, in the imperative.
    pub help: Option<String>,
    pub fixes: Vec<Fix>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub at: Span,
    pub text: String,
}

/// A change of the source that mends what the diagnostic says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    pub title: String,
    pub edits: Vec<Edit>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    pub at: Span,
    pub text: String,
}

/// What a message may have at most, in bytes. A name of a megabyte is not read to its end.
const TEXT_LIMIT: usize = 1_000;

impl Diagnostic {
    /// A diagnostic of the code's own severity.
    pub fn new(code: Code, at: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            severity: code.severity(),
            message: clip(message.into()),
            at,
            subject: None,
            labels: Vec::new(),
            context: Vec::new(),
            help: None,
            fixes: Vec::new(),
        }
    }

    pub fn label(mut self, at: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label {
            at,
            text: clip(text.into()),
        });
        self
    }

    /// A label at the diagnostic's own place: what this is, in six words at most.
    pub fn here(self, text: impl Into<String>) -> Diagnostic {
        let at = self.at;
        self.label(at, text)
    }

    /// Says which declaration this is about: see [`Diagnostic::subject`].
    pub fn about(mut self, declaration: Span) -> Diagnostic {
        self.subject = Some(declaration);
        self
    }

    /// One more line of how it came to be: ``in the pass `team = "orders"` ``.
    pub fn context(mut self, line: impl Into<String>) -> Diagnostic {
        self.context.push(clip(line.into()));
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help = Some(clip(text.into()));
        self
    }

    pub fn fix(
        mut self,
        title: impl Into<String>,
        at: Span,
        text: impl Into<String>,
    ) -> Diagnostic {
        let edits = vec![Edit {
            at,
            text: text.into(),
        }];
        self.fixes.push(Fix {
            title: clip(title.into()),
            edits,
        });
        self
    }
}

/// A text on one line, and without its middle where it is longer than anybody reads. Both come from
/// what the user wrote: a name of a megabyte, a key with a line break.
fn clip(text: String) -> String {
    let text = if text.contains(['\n', '\r']) {
        text.replace('\r', "\\r").replace('\n', "\\n")
    } else {
        text
    };
    if text.len() <= TEXT_LIMIT {
        return text;
    }
    let is_boundary = |i: &usize| text.is_char_boundary(*i);
    let head = (0..=TEXT_LIMIT / 2).rev().find(is_boundary).unwrap_or(0);
    let tail = text.len() - TEXT_LIMIT / 4;
    let tail = (tail..text.len()).find(is_boundary).unwrap_or(text.len());
    format!("{}…{}", &text[..head], &text[tail..])
}
