//! How a program that comes out otherwise is written next. In: a template, how its parts were written, and the
//! places where what the program makes differs. Out: which parts are to be further from natural. Never: a
//! part nearer to natural than it was asked for, so that rounds of repair end.

use crate::decompile::{Form, Forms};
use crate::template::{Difference, Node, NodeKind, What};
use crate::text::Span;

/// How much a round puts into the fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// A part goes one step, then what is around it.
    Step,
    /// A declaration as a whole.
    Declaration,
    /// The whole template.
    Whole,
}

/// How deep declarations stand: `/Resources/Queue`.
const DECLARATION: usize = 2;

/// What is below this (`/Resources/Queue/Properties/Tags`) is a value, which can always be `raw`.
const VALUE: usize = 4;

/// Asks for other forms of what stands where something differs. Whether anything new was asked for.
pub(super) fn raise(
    root: &Node,
    differences: &[Difference],
    made: &Forms,
    asked: &mut Forms,
    pace: Pace,
) -> bool {
    let mut raised = false;
    if pace == Pace::Whole {
        return ask(asked, root.span, Form::Fragment);
    }
    for difference in differences {
        raised |= match pace {
            Pace::Step => step(difference, made, asked),
            _ => difference
                .path
                .get(DECLARATION)
                .is_some_and(|node| ask(asked, node.span, Form::Fragment)),
        };
    }
    // What is there and was not written has no place of its own: it comes from somewhere.
    raised || everywhere(made, asked)
}

/// The innermost part that can be written in another form.
fn step(difference: &Difference, made: &Forms, asked: &mut Forms) -> bool {
    let path = &difference.path;
    match (path.as_slice(), difference.what) {
        // A transform that nobody named.
        ([root], What::OnlySecond(_)) if difference.pointer == "/Transform" => {
            return ask(asked, root.span, Form::Spelled);
        }
        // A section that has none of its declarations.
        ([_, section], What::OnlyFirst(_)) => {
            let mut raised = false;
            for entry in section.as_map().unwrap_or_default() {
                raised |= ask(asked, entry.value.span, Form::Fragment);
            }
            if raised {
                return true;
            }
        }
        _ => {}
    }
    for (depth, node) in path.iter().enumerate().skip(1).rev() {
        let span = node.span;
        let form = made.get(&span).copied();
        if depth > DECLARATION {
            // What stands right in a function's arguments is as that function makes it.
            let around = depth.checked_sub(2).and_then(|above| path.get(above));
            if form.is_none()
                && let Some(function) = around.filter(|node| node.single().is_some())
                && made.get(&function.span) == Some(&Form::Natural)
                && ask(asked, function.span, Form::Spelled)
            {
                return true;
            }
            if form.is_none() && depth < VALUE {
                continue;
            }
            let next = match form {
                Some(Form::Natural) if asked.get(&span) < Some(&Form::Spelled) => Form::Spelled,
                _ => Form::Raw,
            };
            if ask(asked, span, next) {
                return true;
            }
        } else if depth == DECLARATION {
            if inside(node, made, asked) || ask(asked, span, Form::Fragment) {
                return true;
            }
        } else if node.as_map().is_none() && ask(asked, span, Form::Fragment) {
            return true;
        }
    }
    false
}

/// All that is natural in a declaration, one step further.
fn inside(declaration: &Node, made: &Forms, asked: &mut Forms) -> bool {
    let mut raised = false;
    let mut open = vec![declaration];
    while let Some(node) = open.pop() {
        if made.get(&node.span) == Some(&Form::Natural) {
            raised |= ask(asked, node.span, Form::Spelled);
        }
        match &node.kind {
            NodeKind::List(items) => open.extend(items),
            NodeKind::Map(entries) => open.extend(entries.iter().map(|entry| &entry.value)),
            _ => {}
        }
    }
    raised
}

/// All that is natural anywhere, one step further.
fn everywhere(made: &Forms, asked: &mut Forms) -> bool {
    let natural = made.iter().filter(|(_, form)| **form == Form::Natural);
    let mut raised = false;
    for (span, _) in natural {
        raised |= ask(asked, *span, Form::Spelled);
    }
    raised
}

/// Whether this was not asked for before.
fn ask(asked: &mut Forms, at: Span, form: Form) -> bool {
    let known = asked.entry(at).or_insert(Form::Natural);
    let is_new = *known < form;
    if is_new {
        *known = form;
    }
    is_new
}
