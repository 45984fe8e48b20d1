//! All that may stand in a place: the branches of what only the deployment decides.

use crate::graph::{Deferred, Value};

/// Calls `visit` for each value that the deployment may put here, without nested choices.
pub(super) fn each_choice<'v>(value: &'v Value, visit: &mut dyn FnMut(&'v Value)) {
    match value.as_deferred() {
        Some(Deferred::If {
            then, otherwise, ..
        }) => {
            each_choice(then, visit);
            each_choice(otherwise, visit);
        }
        Some(Deferred::Match {
            arms, otherwise, ..
        }) => {
            for arm in arms {
                each_choice(&arm.value, visit);
            }
            if let Some(otherwise) = otherwise {
                each_choice(otherwise, visit);
            }
        }
        Some(Deferred::Prop {
            known: Some(known), ..
        }) => each_choice(known, visit),
        _ => visit(value),
    }
}

/// Calls `visit` for each value at a path of properties: `*` stands for every element of a list
/// and every entry of a map.
pub(super) fn each_at<'v>(value: &'v Value, path: &[&str], visit: &mut dyn FnMut(&'v Value)) {
    let Some((step, rest)) = path.split_first() else {
        return each_choice(value, visit);
    };
    each_choice(
        value,
        &mut |found| match (found.as_map(), found.as_list()) {
            (Some(map), _) if *step == "*" => {
                map.values().for_each(|value| each_at(value, rest, visit));
            }
            (Some(map), _) => {
                if let Some(value) = map.get(step) {
                    each_at(value, rest, visit);
                }
            }
            (_, Some(list)) if *step == "*" => {
                list.iter().for_each(|value| each_at(value, rest, visit));
            }
            // A path may leave out that something is a list.
            (_, Some(list)) => list.iter().for_each(|value| each_at(value, path, visit)),
            _ => {}
        },
    );
}
