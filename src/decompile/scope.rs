//! What is known at the place of a value: the conditions that hold there, and the variables of loops. In: ids
//! of conditions. Out: whether one holds. Never: an evaluation; what only that can find out, it finds out.

use super::state::Decompiler;
use crate::template::Node;
use crate::text::Name;
use rustc_hash::FxHashSet;

/// What values share while they are written.
#[derive(Debug, Default)]
pub struct Scope {
    /// The conditions that hold here, or do not, innermost last.
    held: Vec<(Name, bool)>,
    /// The variables of loops around: the id in the template, and the name in the source where there is one.
    pub variables: Vec<(Name, Option<Name>)>,
    /// Conditions that something names by a text: they must be there under that name.
    pub named_conditions: FxHashSet<Name>,
    /// Mappings that something names by a text.
    pub named_mappings: FxHashSet<Name>,
    /// Mappings that something looks up by a name in the source.
    pub looked_up: FxHashSet<Name>,
    /// Conditions that stand at their uses instead of in a `let`.
    pub inlined: FxHashSet<Name>,
}

/// So deep do conditions name each other at most where it is asked what follows from them.
const DEEPEST: usize = 16;

impl<'a> Decompiler<'a> {
    /// Writes something that is only there where a condition holds, or does not.
    pub fn under<T>(
        &mut self,
        condition: &Name,
        truth: bool,
        write: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.scope.held.len();
        if self.names.condition(condition).is_some() {
            self.hold(condition, truth, DEEPEST);
        }
        let written = write(self);
        self.scope.held.truncate(before);
        written
    }

    /// Whether a condition is known to hold here, or not to hold.
    pub fn holds(&self, condition: &str) -> Option<bool> {
        let held = self.scope.held.iter().rev();
        let mut found = held.filter(|(name, _)| name == condition);
        found.next().map(|(_, truth)| *truth)
    }

    fn hold(&mut self, condition: &Name, truth: bool, depth: usize) {
        if depth == 0 || self.holds(condition) == Some(truth) {
            return;
        }
        self.scope.held.push((condition.clone(), truth));
        let template = self.template;
        let conditions = template.root.get("Conditions");
        if let Some(body) = conditions.and_then(|all| all.get(condition)) {
            self.hold_body(body, truth, depth - 1);
        }
    }

    fn hold_body(&mut self, body: &Node, truth: bool, depth: usize) {
        let Some(function) = body.single().filter(|_| depth > 0) else {
            return;
        };
        match (function.key.as_str(), truth) {
            ("Condition", _) => {
                if let Some(name) = function.value.as_text() {
                    self.hold(name, truth, depth);
                }
            }
            ("Fn::Not", _) | ("Fn::And", true) | ("Fn::Or", false) => {
                let truth = truth != (function.key == "Fn::Not");
                for operand in function.value.as_list().unwrap_or_default() {
                    self.hold_body(operand, truth, depth - 1);
                }
            }
            _ => {}
        }
    }
}
