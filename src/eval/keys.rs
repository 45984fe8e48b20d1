//! The keys of loops that make resources: where they come from, and which cannot be.

use super::ids::{Taken, collision};
use super::state::{CLOSED, Eval};
use crate::builtins::scalar_text;
use crate::diag::{Code, Diagnostic};
use crate::graph::{
    FrameId, FrameKind, KeyFault, Resource, ResourceId, Value, ValueKind, check_key, outwards,
};
use crate::syntax::ast::{ForClause, Ident, Item};
use crate::text::{Name, Span};
use rustc_hash::FxHashMap;

impl<'a> Eval<'a> {
    /// The key of a pass, as a value and as a text: what `by` says, the map's key, or the element.
    pub fn pass_key(&mut self, clause: &'a ForClause, place: Value) -> Option<(Value, Name)> {
        let (key, at) = match &clause.by {
            Some(by) => {
                let value = self.expr(by);
                if value.is_error() {
                    return None;
                }
                (
                    self.must_be_known(&value, by.span, "a loop's key")?,
                    by.span,
                )
            }
            None => (place, clause.iterable.span),
        };
        if key.is_error() {
            return None;
        }
        let key = self.must_be_known(&key, at, "a loop's key")?;
        if let Some(name) = key_text(&key) {
            if let ValueKind::Int(_) = key.kind {
                return Some((key, name));
            }
            return self
                .checked_key(&name, key.origin.span)
                .then_some((key, name));
        }
        let message = "the elements have no key of their own";
        let name = &clause.value.name;
        self.report_plain(
            Diagnostic::new(Code::IdNoKey, at, message)
                .here("neither strings nor integers")
                .help(format!("say what tells them apart: `by {name}.name`")),
        );
        None
    }

    fn checked_key(&mut self, key: &str, at: Span) -> bool {
        let (message, here) = match check_key(key) {
            Ok(()) => return true,
            Err(KeyFault::Empty) => (
                format!("the key `{key}` has no letter and no digit"),
                "an id is made from it".to_owned(),
            ),
            Err(KeyFault::NonAscii(character)) => (
                format!("the key `{key}` cannot be part of an id"),
                format!("`{character}` is not ASCII"),
            ),
        };
        self.report(
            Diagnostic::new(Code::IdBadKey, at, message)
                .here(here)
                .help("give another key with `by`, or the id with `@id`"),
        );
        false
    }

    /// Two equal keys in one loop are an error.
    pub fn refuse_equal_keys(&mut self, names: &[Name], frames: &[FrameId], clause: &ForClause) {
        let mut seen: FxHashMap<&Name, FrameId> = FxHashMap::default();
        for (name, frame) in names.iter().zip(frames) {
            if let Some(first) = seen.insert(name, *frame) {
                self.equal_keys(first, *frame, clause);
            }
        }
    }

    pub fn equal_keys(&mut self, first: FrameId, second: FrameId, clause: &ForClause) {
        let (key, at) = self.key_at(second, clause);
        let (_, first) = self.key_at(first, clause);
        let message = format!("two passes have the key `{key}`");
        let mut diagnostic = Diagnostic::new(Code::IdDuplicateKey, at, message)
            .help("say with `by` what tells the passes apart");
        diagnostic = match first == at {
            true => diagnostic.here("gives it twice"),
            false => diagnostic
                .here("the key of the second")
                .label(first, "the key of the first"),
        };
        self.report_plain(diagnostic);
    }

    /// The key of the pass of a frame, and where it was written.
    fn key_at(&self, frame: FrameId, clause: &ForClause) -> (Name, Span) {
        let pass = outwards(&self.graph.frames, frame).find_map(|kind| match kind {
            FrameKind::Pass { value, .. } => Some(value),
            _ => None,
        });
        let place = clause
            .by
            .as_ref()
            .map_or(clause.iterable.span, |by| by.span);
        match pass {
            Some(key) => (scalar_text(key).unwrap_or_default(), key.origin.span),
            None => (Name::new(), place),
        }
    }

    /// The error of a resource whose id another one has.
    pub fn report_taken(
        &mut self,
        resource: &Resource,
        taken: &Taken,
        innermost: Option<&'a ForClause>,
    ) {
        let (name, first) = self.owner(taken);
        let at = resource.origin.span;
        let (Taken::Resource(number), Some(clause), true) = (taken, innermost, first == at) else {
            let diagnostic = collision(&resource.logical_id, (&resource.name, at), (&name, first));
            self.report(diagnostic);
            return;
        };
        // Two passes of one loop: the keys are to blame.
        let other = self.graph.resource(ResourceId(*number)).origin.frame;
        let (mine, theirs) = (self.keys_of(resource.origin.frame), self.keys_of(other));
        if mine == theirs {
            self.equal_keys(other, resource.origin.frame, clause);
            return;
        }
        let id = &resource.logical_id;
        let message = format!("the keys `{theirs}` and `{mine}` give the same id `{id}`");
        let (_, at) = self.key_at(resource.origin.frame, clause);
        let (_, first) = self.key_at(other, clause);
        let mut diagnostic = Diagnostic::new(Code::IdCollision, at, message)
            .here("only letters and digits count")
            .help("give other keys with `by`, or the ids with `@id`");
        if first != at {
            diagnostic = diagnostic.label(first, "the other key");
        }
        self.report_plain(diagnostic);
    }

    /// All keys that lead to a frame, outermost first.
    fn keys_of(&self, frame: FrameId) -> String {
        let kinds = outwards(&self.graph.frames, frame);
        let mut keys: Vec<Name> = kinds
            .filter_map(|kind| match kind {
                FrameKind::Pass { value, .. } => scalar_text(value),
                _ => None,
            })
            .collect();
        keys.reverse();
        keys.join("`, `")
    }

    /// In a loop, an `@id` that reads no variable gives all resources one id.
    pub fn refuses_constant_id(&mut self, item: &'a Item) -> bool {
        const OF_ONE: [(&str, &str); 3] = [
            ("id", "every pass of the loop would get this id"),
            (
                "moved",
                "every pass of the loop would come from this address",
            ),
            ("import", "every pass of the loop would stand for this"),
        ];
        let mut refused = false;
        for (name, message) in OF_ONE {
            let argument = item.attribute(name).and_then(|a| a.arguments.first());
            let Some(argument) = argument else { continue };
            if self.module.flags(argument.value.id) & CLOSED != 0 {
                let at = argument.value.span;
                self.report_plain(
                    Diagnostic::new(Code::IdConstant, at, message)
                        .here("the same in every pass")
                        .help("put the loop's variable into it: `${...}`"),
                );
                refused = true;
            }
        }
        refused
    }
}

/// The variable that a pass is named after: that of the key, where there is one.
pub(super) fn shown_variable(clause: &ForClause) -> &Ident {
    match (&clause.key, &clause.by) {
        (Some(key), None) => key,
        _ => &clause.value,
    }
}

/// The text of a loop's key.
fn key_text(value: &Value) -> Option<Name> {
    match value.kind {
        ValueKind::Text(_) | ValueKind::Int(_) => scalar_text(value),
        _ => None,
    }
}
