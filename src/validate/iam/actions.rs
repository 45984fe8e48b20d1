//! Actions: `service:Name`, with wildcards. One that no service has is a slip of the pen, and a
//! policy that does not do what it says.

use super::document::Policy;
use crate::diag::{Code, nearest};
use crate::graph::Value;
use crate::schema::Catalogue;
use crate::text::Name;
use crate::validate::finding::Finding;
use rustc_hash::FxHashSet;

/// The actions that were found to exist, so that a loop of roles looks each up once.
pub(in crate::validate) struct KnownActions<'a> {
    catalogue: &'a Catalogue,
    known: FxHashSet<Name>,
}

impl<'a> KnownActions<'a> {
    pub fn new(catalogue: &'a Catalogue) -> KnownActions<'a> {
        KnownActions {
            catalogue,
            known: FxHashSet::default(),
        }
    }
}

pub(super) fn check(policy: &mut Policy, value: &Value, name: &str) {
    policy.each_text(value, name, &mut |policy, value, action| {
        if action == "*" || policy.actions.known.contains(action) {
            return;
        }
        match fault(policy.actions.catalogue, action) {
            None => {
                policy.actions.known.insert(action.clone());
            }
            Some(fault) => policy.say(finding(policy.actions.catalogue, value, action, fault)),
        }
    });
}

enum Fault {
    /// There is no colon in it.
    Form,
    Service,
    Action,
    /// No action of the service is like this.
    Pattern,
}

fn fault(catalogue: &Catalogue, action: &str) -> Option<Fault> {
    let Some((service, action)) = action.split_once(':') else {
        return Some(Fault::Form);
    };
    if is_pattern(service) {
        return None;
    }
    // A catalogue without actions says nothing about them.
    if catalogue.iam_services().len() == 0 {
        return None;
    }
    let Some(mut actions) = catalogue.iam_actions(service) else {
        return Some(Fault::Service);
    };
    let found = match is_pattern(action) {
        true => actions.any(|known| matches(action.as_bytes(), known.as_bytes())),
        false => actions.any(|known| known.eq_ignore_ascii_case(action)),
    };
    match (found, is_pattern(action)) {
        (true, _) => None,
        (false, true) => Some(Fault::Pattern),
        (false, false) => Some(Fault::Action),
    }
}

fn finding(catalogue: &Catalogue, value: &Value, action: &Name, fault: Fault) -> Finding {
    let (service, name) = action.split_once(':').unwrap_or((action, ""));
    let message = match fault {
        Fault::Form => format!("`{action}` is no action: expected `service:Action` or `*`"),
        Fault::Service => format!("no service has the actions `{service}:`"),
        Fault::Action => format!("`{service}` has no action `{name}`"),
        Fault::Pattern => format!("no action of `{service}` matches `{name}`"),
    };
    let finding = Finding::new(Code::IamUnknownAction, value.origin, message).here("an action");
    let near = match fault {
        Fault::Service => nearest(service, catalogue.iam_services(), 1)
            .first()
            .map(|near| format!("{near}:{name}")),
        Fault::Action => catalogue.iam_actions(service).and_then(|actions| {
            let near = nearest(name, actions, 1);
            near.first().map(|near| format!("{service}:{near}"))
        }),
        Fault::Form | Fault::Pattern => None,
    };
    match near {
        Some(near) => finding
            .help(format!("write `{near:?}`"))
            .instead(format!("{near:?}")),
        None => finding,
    }
}

fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?'])
}

/// `*` stands for any text, `?` for any character.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut place) = (0, 0);
    // Where to go on when what follows the last `*` does not fit here.
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(c) if *c == b'?' || c.eq_ignore_ascii_case(&text[place]) => {
                at += 1;
                place += 1;
            }
            _ => match &mut star {
                Some((after, start)) => {
                    *start += 1;
                    (at, place) = (*after + 1, *start);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|c| *c == b'*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("Get*", "GetObject", true),
            ("get*", "GetObject", true),
            ("*Object", "GetObject", true),
            ("G?tObject", "GetObject", true),
            ("*e*t*t", "GetObject", true),
            ("Get*x", "GetObject", false),
            ("Get?", "GetObject", false),
            ("*", "", true),
        ] {
            let found = matches(pattern.as_bytes(), text.as_bytes());
            assert_eq!(found, expected, "{pattern} {text}");
        }
    }
}
