//! Actions of IAM's. In: a text where one may stand. Out: services, and behind their colon their actions.
//! Never: who may do them.

use super::ask::Asked;
use super::item::{Completion, Completions, Kind, MOST};
use super::values::content;
use crate::ide::Path;
use crate::ide::callee::callee;
use crate::ide::fuzzy::score;
use crate::syntax::ast::{ExprKind, Key, Node, RecordEntry};

/// The keys of a policy's statement that hold actions.
const KEYS: [&str; 2] = ["Action", "NotAction"];

/// Whether a text is an action: the value of such a key, or what a function takes as `actions`.
pub fn is_action(asked: &Asked, path: &Path) -> bool {
    let mut above = path.nodes.iter().rev();
    let holder = above.find_map(|node| match node {
        Node::Entry(RecordEntry::Field {
            key: Key::Name(key),
            ..
        }) => Some(KEYS.contains(&key.name.as_str())),
        Node::Argument(_) => Some(is_action_argument(asked, path)),
        _ => None,
    });
    holder.unwrap_or(false)
}

fn is_action_argument(asked: &Asked, path: &Path) -> bool {
    let found = path.nodes.windows(2).rev().find_map(|pair| match pair {
        [Node::Expr(call), Node::Argument(argument)] => Some((call, argument)),
        _ => None,
    });
    let Some((call, argument)) = found else {
        return false;
    };
    let ExprKind::Call {
        callee: function,
        arguments,
    } = &call.kind
    else {
        return false;
    };
    let at = arguments
        .iter()
        .position(|one| std::ptr::eq(one, *argument));
    let called = callee(asked.view, function);
    let way = called.as_ref().and_then(|called| called.ways.first());
    let name = match &argument.name {
        Some(name) => Some(&name.name),
        None => way
            .zip(at)
            .and_then(|(way, at)| way.parameters.get(at))
            .map(|parameter| &parameter.name),
    };
    name.is_some_and(|name| name == "actions")
}

pub fn actions(asked: &Asked, list: &mut Completions) {
    let catalogue = asked.view.catalogue();
    let at = content(asked);
    let start = at.start as usize;
    let typed = asked
        .cursor
        .text
        .get(start..asked.cursor.offset)
        .unwrap_or("");
    let Some((service, action)) = typed.split_once(':') else {
        let found = best(typed, catalogue.iam_services());
        for (rank, service) in (0..).zip(found) {
            let item = Completion::new(format!("{service}:"), Kind::Namespace, rank);
            list.push(item.detail("actions of a service").filter(typed).at(at));
        }
        list.incomplete = true;
        return;
    };
    let Some(actions) = catalogue.iam_actions(service) else {
        return;
    };
    let found = best(action, actions);
    for (rank, action) in (1..).zip(found) {
        let item = Completion::new(format!("{service}:{action}"), Kind::Value, rank);
        list.push(item.filter(typed).at(at));
    }
    let item = Completion::new(format!("{service}:*"), Kind::Value, 9000);
    list.push(
        item.detail("all actions of the service")
            .filter(typed)
            .at(at),
    );
    // What fits best changes with every letter.
    list.incomplete = true;
}

/// Those that fit what was typed, the best first.
fn best<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let scored = names.filter_map(|name| Some((score(typed, name)?, name)));
    let mut scored: Vec<(i32, &str)> = scored.collect();
    match typed.is_empty() {
        true => scored.sort_by_key(|(_, name)| *name),
        false => scored.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1))),
    }
    scored.truncate(MOST);
    scored.into_iter().map(|(_, name)| name).collect()
}
