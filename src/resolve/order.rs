//! The order in which items can be evaluated. In: which items each item reads. Out: the items that
//! others may read, each after those that it reads, and every cycle, shown. Never
//! recurses: a chain may be as long as the file.

use super::tables::Reads;
use crate::diag::{Code, Diagnostic};
use crate::syntax::ast::{Item, ItemId, ItemKind};
use crate::text::Span;

/// A cycle is shown with this many of its steps.
const SHOWN: usize = 6;

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// On the path that leads to the current item.
    Open,
    Done,
}

/// One item on the path, and which of its reads comes next.
struct Step {
    item: ItemId,
    next: usize,
    /// Where the item before it reads it.
    at: Span,
}

/// Orders items by what they read; of independent ones the first written comes first, and params
/// come before all others, so that they are in the order of the source.
pub fn order(
    items: &[Option<&Item>],
    reads: &Reads,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ItemId> {
    let mut states = vec![State::New; items.len()];
    let mut circular = vec![false; items.len()];
    let mut order = Vec::with_capacity(items.len());
    let mut path: Vec<Step> = Vec::new();
    let all = || items.iter().flatten();
    let is_param = |item: &&&Item| matches!(item.kind, ItemKind::Param(_));
    let params = all().filter(is_param);
    for item in params.chain(all().filter(|item| !is_param(item))) {
        if states.get(item.id.0 as usize) != Some(&State::New) {
            continue;
        }
        path.push(Step {
            item: item.id,
            next: 0,
            at: item.span,
        });
        while let Some(step) = path.last_mut() {
            let at = step.item.0 as usize;
            states[at] = State::Open;
            let Some((read, span)) = reads.of(step.item).get(step.next).copied() else {
                states[at] = State::Done;
                if let Some(item) = items[at]
                    && is_read(&item.kind)
                {
                    order.push(item.id);
                }
                path.pop();
                continue;
            };
            step.next += 1;
            match states.get(read.0 as usize) {
                Some(State::New) => path.push(Step {
                    item: read,
                    next: 0,
                    at: span,
                }),
                Some(State::Open) => {
                    let from = path.iter().position(|s| s.item == read).unwrap_or(0);
                    let cycle = &path[from..];
                    if cycle.iter().any(|s| !circular[s.item.0 as usize]) {
                        cycle
                            .iter()
                            .for_each(|s| circular[s.item.0 as usize] = true);
                        diagnostics.extend(shown(cycle, span, items));
                    }
                }
                _ => {}
            }
        }
    }
    order.retain(|item| !circular[item.0 as usize]);
    order
}

/// Whether others may read it.
fn is_read(kind: &ItemKind) -> bool {
    matches!(
        kind,
        ItemKind::Type(_)
            | ItemKind::Component(_)
            | ItemKind::Param(_)
            | ItemKind::Input(_)
            | ItemKind::Let(_)
            | ItemKind::Fn(_)
            | ItemKind::Resource(_)
            | ItemKind::Existing(_)
            | ItemKind::Data(_)
            | ItemKind::Module(_)
    )
}

/// The error for a cycle. `closing` is where its last item reads the first.
fn shown(cycle: &[Step], closing: Span, items: &[Option<&Item>]) -> Option<Diagnostic> {
    let item = |step: &Step| items.get(step.item.0 as usize).copied().flatten();
    let name = |step: &Step| item(step).and_then(|i| i.kind.name());
    let first = name(cycle.first()?)?;
    let all =
        |is: fn(&ItemKind) -> bool| cycle.iter().all(|s| item(s).is_some_and(|i| is(&i.kind)));
    let (code, verb, help) = if all(|k| matches!(k, ItemKind::Fn(_))) {
        let help = "loop over a list instead: every program ends";
        (Code::NameRecursion, "calls", help)
    } else if all(|k| matches!(k, ItemKind::Component(_))) {
        let help = "take what is inside as an input: every program ends";
        (Code::NameRecursion, "contains", help)
    } else if all(|k| matches!(k, ItemKind::Type(_))) {
        let help = "use `json` where the nesting has no end";
        (Code::NameRecursion, "contains", help)
    } else {
        let help = "break the circle: move what both need into a third declaration";
        (Code::NameCycle, "needs", help)
    };
    let mut names: Vec<String> = cycle
        .iter()
        .take(SHOWN)
        .filter_map(|s| Some(format!("`{}`", name(s)?.name)))
        .collect();
    if cycle.len() > SHOWN {
        names.push(format!("{} more", cycle.len() - SHOWN));
    }
    names.push(format!("`{}`", first.name));
    let message = match cycle.len() {
        1 => format!("`{}` {verb} itself", first.name),
        _ => format!("`{}` {verb} itself: {}", first.name, names.join(" → ")),
    };
    let mut diagnostic = Diagnostic::new(code, first.span, message).here("begins and ends here");
    let next = cycle.iter().skip(1).map(|s| (s.at, name(s)));
    let steps = cycle.iter().zip(next.chain([(closing, Some(first))]));
    for (step, (at, read)) in steps.take(SHOWN) {
        if let (Some(reader), Some(read)) = (name(step), read) {
            let text = format!("`{}` {verb} `{}`", reader.name, read.name);
            diagnostic = diagnostic.label(at, text);
        }
    }
    Some(diagnostic.help(help))
}
