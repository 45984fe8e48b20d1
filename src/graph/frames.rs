//! How a value came to be: through which passes, calls and instances. In: a graph's frames. Out: a
//! line for each step, for messages.

use super::{Frame, FrameId, FrameKind, ValueKind};
use crate::text::Span;

/// Of a longer way, this many steps are shown: the first and the last.
const SHOWN: usize = 8;

/// The steps that lead to a frame, outermost first, as messages say them. Calls are left out:
/// their places say more ([`places`]).
pub fn context(frames: &[Frame], frame: FrameId) -> Vec<String> {
    let mut lines = Vec::new();
    for kind in outwards(frames, frame) {
        match kind {
            FrameKind::Top | FrameKind::Call { .. } => {}
            FrameKind::Pass { variable, value } => {
                let key = match &value.kind {
                    ValueKind::Text(text) => format!("{text:?}"),
                    ValueKind::Int(int) => int.to_string(),
                    _ => continue,
                };
                lines.push(format!("in the pass `{variable} = {key}`"));
            }
            FrameKind::Instance { name, .. } => lines.push(format!("in the instance `{name}`")),
        }
    }
    lines.reverse();
    if let Some(left) = lines.len().checked_sub(SHOWN).filter(|left| *left > 1) {
        let middle = SHOWN / 2..SHOWN / 2 + left;
        lines.splice(middle, [format!("and {left} more steps")]);
    }
    lines
}

/// The calls and instances that lead to a frame, innermost first: what each is, and where.
pub fn places(frames: &[Frame], frame: FrameId) -> impl Iterator<Item = (String, Span)> {
    outwards(frames, frame).filter_map(|kind| match kind {
        FrameKind::Call { function, at } => Some((format!("in this call of `{function}`"), *at)),
        FrameKind::Instance { component, at, .. } => {
            Some((format!("in this instance of `{component}`"), *at))
        }
        _ => None,
    })
}

/// The steps from a frame outwards.
pub fn outwards(frames: &[Frame], frame: FrameId) -> impl Iterator<Item = &FrameKind> {
    let mut next = Some(frame);
    std::iter::from_fn(move || {
        let at = next?;
        let frame = frames.get(at.0 as usize)?;
        // A frame's parent was made before it, so that this ends.
        next = (frame.parent < at).then_some(frame.parent);
        Some(&frame.kind)
    })
}
