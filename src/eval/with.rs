//! `with { main: { ... } }`: what of an instance is to be different. Evaluated where it is written,
//! kept while the instance is made, and merged into each resource that it names.

use super::state::{Eval, FAILED};
use crate::builtins::scalar_text;
use crate::diag::{Code, Diagnostic};
use crate::graph::{Resource, ResourceOptions, Value, ValueKind, ValueMap};
use crate::syntax::ast::{Expr, ExprKind, With};
use crate::text::{Name, Span};
use std::sync::Arc;

/// One entry, as far as its names are not yet found.
#[derive(Clone)]
pub(super) struct Change {
    /// What it names, outermost first.
    path: Arc<[Step]>,
    /// How many of the steps lead to the instance that is being made.
    found: usize,
    properties: Value,
    options: Option<Box<ResourceOptions>>,
    /// Its place in [`super::instance::Within`]'s table of what was used.
    number: usize,
}

/// A name, and the keys of the pass that is meant; of all passes where there are fewer.
struct Step {
    name: Name,
    keys: Vec<Name>,
}

/// An entry that names a pass, which must be there.
#[derive(Clone)]
pub(super) struct Wanted {
    at: Span,
    shown: String,
    pub used: bool,
}

impl<'a> Eval<'a> {
    /// Evaluates what is to be different, in the frame of who makes the instance.
    pub fn changes(&mut self, with: &'a With) -> Vec<Change> {
        let mut changes = Vec::with_capacity(with.entries.len());
        for entry in &with.entries {
            if self.module.flags(entry.target.id) & FAILED != 0 {
                continue;
            }
            let properties = self.expr(&entry.value);
            let options = self.options_of(&entry.attributes, None);
            let mut path = Vec::new();
            if self.steps(&entry.target, &mut path).is_none() || properties.is_error() {
                continue;
            }
            let number = self.wanted.len();
            let keyed = path.iter().any(|step| !step.keys.is_empty());
            self.wanted.push(Wanted {
                at: entry.target.span,
                shown: shown(&path),
                used: !keyed,
            });
            changes.push(Change {
                path: path.into(),
                found: 0,
                properties,
                options,
                number,
            });
        }
        changes
    }

    /// Says which of the entries from `first` on name a pass that there is not.
    pub fn refuse_unused_changes(&mut self, first: usize) {
        let rest = self.wanted.split_off(first.min(self.wanted.len()));
        for wanted in rest.into_iter().filter(|w| !w.used) {
            let message = format!("there is no `{}` in this instance", wanted.shown);
            self.report(
                Diagnostic::new(Code::EvalMissingKey, wanted.at, message)
                    .here("no pass has this key")
                    .help("name a key that the loop has, or leave it out for all passes"),
            );
        }
    }

    /// The changes that go on inside an instance of the instance at hand.
    pub fn changes_inside(&self, name: &Name, keys: &[Name]) -> Vec<Change> {
        let all = self.within.changes.iter();
        let inside = all.filter(|c| c.path.len() > c.found + 1 && c.names(name, keys));
        let inside = inside.map(|change| Change {
            found: change.found + 1,
            ..change.clone()
        });
        inside.collect()
    }

    /// Changes a resource of the instance at hand.
    pub fn change(&mut self, resource: &mut Resource, keys: &[Name]) {
        if self.within.changes.is_empty() {
            return;
        }
        let all = self.within.changes.iter();
        let own = all.filter(|c| c.path.len() == c.found + 1 && c.names(&resource.name, keys));
        for change in own.cloned().collect::<Vec<Change>>() {
            if let Some(wanted) = self.wanted.get_mut(change.number) {
                wanted.used = true;
            }
            let before = std::mem::replace(
                &mut resource.properties,
                Value::null(change.properties.origin),
            );
            resource.properties = self.merged(before, &change.properties);
            if let Some(changed) = change.options {
                let options = resource.options.get_or_insert_default();
                replace_options(options, *changed);
            }
        }
    }

    /// What an `if` leaves out is there to be named: who changes it changes nothing.
    pub fn leave_out(&mut self, name: &Name, keys: &[Name]) {
        for change in self.within.changes.iter().filter(|c| c.names(name, keys)) {
            if let Some(wanted) = self.wanted.get_mut(change.number) {
                wanted.used = true;
            }
        }
    }

    /// What a value becomes: records are merged, all else is replaced, and `null` removes.
    fn merged(&mut self, before: Value, change: &Value) -> Value {
        let ValueKind::Map(changes) = &change.kind else {
            return change.clone();
        };
        match &before.kind {
            ValueKind::Map(entries) => {
                let mut merged = ValueMap::clone(entries);
                for (key, change) in changes.iter() {
                    let value = match merged.get(key).cloned() {
                        Some(before) => self.merged(before, change),
                        None => change.clone(),
                    };
                    merged.insert(key.clone(), value);
                }
                // What is removed is as if it had never been written.
                let left = merged.iter().filter(|(_, value)| !value.is_null());
                let left: ValueMap = left.map(|(k, v)| (k.clone(), v.clone())).collect();
                Value::map(left, before.origin)
            }
            ValueKind::Deferred(_) => {
                let merged =
                    self.over_branches(&before, before.origin, &mut |eval, branch| match &branch
                        .kind
                    {
                        ValueKind::Map(_) => eval.merged(branch.clone(), change),
                        _ => change.clone(),
                    });
                merged.unwrap_or_else(|| change.clone())
            }
            _ => change.clone(),
        }
    }

    /// The names and keys of what an entry changes. Nothing where a key is not known, which is
    /// reported.
    fn steps(&mut self, target: &'a Expr, path: &mut Vec<Step>) -> Option<()> {
        match &target.kind {
            ExprKind::Name(name) => path.push(Step {
                name: name.clone(),
                keys: Vec::new(),
            }),
            ExprKind::Field { base, name, .. } => {
                self.steps(base, path)?;
                path.push(Step {
                    name: name.name.clone(),
                    keys: Vec::new(),
                });
            }
            ExprKind::Index { base, index } => {
                self.steps(base, path)?;
                let value = self.expr(index);
                if value.is_error() {
                    return None;
                }
                let known = self.must_be_known(&value, index.span, "the key of a pass")?;
                path.last_mut()?.keys.push(scalar_text(&known)?);
            }
            _ => return None,
        }
        Some(())
    }
}

impl Change {
    /// Whether its next step is this pass of something.
    fn names(&self, name: &Name, keys: &[Name]) -> bool {
        let step = self.path.get(self.found);
        step.is_some_and(|step| step.name == *name && keys.starts_with(&step.keys))
    }
}

fn replace_options(options: &mut ResourceOptions, changed: ResourceOptions) {
    let ResourceOptions {
        id: _,
        depends_on,
        depends_on_list,
        deletion_policy,
        update_replace_policy,
        update_policy,
        creation_policy,
        metadata,
        attributes,
        lifecycle,
        provider,
        moved: _,
        import: _,
        allow,
    } = changed;
    options.depends_on.extend(depends_on);
    options.depends_on_list |= depends_on_list;
    options.allow.extend(allow);
    let replaced = [
        (&mut options.deletion_policy, deletion_policy),
        (&mut options.update_replace_policy, update_replace_policy),
        (&mut options.update_policy, update_policy),
        (&mut options.creation_policy, creation_policy),
        (&mut options.metadata, metadata),
        (&mut options.attributes, attributes),
        (&mut options.lifecycle, lifecycle),
        (&mut options.provider, provider),
    ];
    for (option, changed) in replaced {
        if changed.is_some() {
            *option = changed;
        }
    }
}

fn shown(path: &[Step]) -> String {
    let mut shown = String::new();
    for step in path {
        if !shown.is_empty() {
            shown.push('.');
        }
        shown.push_str(&step.name);
        step.keys
            .iter()
            .for_each(|key| shown.push_str(&format!("[{key:?}]")));
    }
    shown
}
