//! How near to the language a part of a template is said. In: nothing; out: plain data.

use crate::text::Span;
use rustc_hash::FxHashMap;

/// What the tree is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be checked alone: names are the template's own ids, every condition is a `let`.
    Check,
    /// To be printed and kept: names are in the language's style, conditions stand at their use where the
    /// name comes out the same.
    Keep,
}

/// From the best to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// As one would write it.
    Natural,
    /// In the namespace `cfn`: the template's own function.
    Spelled,
    /// `raw(...)`.
    Raw,
    /// Of a whole declaration: in `stack { template: raw({...}) }`.
    Fragment,
}

/// The form of each part of a template, by its place there. As an argument: at least this far from natural.
/// As a result: how each part that was written by itself was written.
pub type Forms = FxHashMap<Span, Form>;
