//! What CloudFormation asks of a template before it looks at any resource type: the keys of its sections, the
//! arguments of its functions.
//!
//! In: a [`Template`]. Out: what is wrong with it, each at its place. Never: a schema of a resource type, or
//! whether a name is declared: the phases behind see to that.

mod embedded;
mod functions;
mod parameters;
mod resources;
mod sections;
mod shape;
mod values;

use super::Template;
use crate::diag::Diagnostic;
use crate::text::Name;
use rustc_hash::FxHashSet;

/// Everything that is wrong with the shape of a template, in the order of its sections.
pub fn check(template: &Template) -> Vec<Diagnostic> {
    let mut checker = Checker::new(template);
    sections::check(&mut checker, &template.root);
    embedded::check(&mut checker, &template.root);
    checker.found
}

/// The state of one check.
struct Checker {
    found: Vec<Diagnostic>,
    transforms: Transforms,
    /// Whether null may stand for a value: SAM leaves it out.
    takes_null: bool,
    /// The parameters that are lists.
    lists: FxHashSet<Name>,
    /// The parameters that are not.
    texts: FxHashSet<Name>,
}

/// What is run over the template before it is deployed.
#[derive(Debug, Clone, Copy, Default)]
struct Transforms {
    language_extensions: bool,
    /// What somebody wrote: what this does is not known.
    macros: bool,
}

impl Checker {
    fn new(template: &Template) -> Checker {
        let (lists, texts) = parameters::kinds(&template.root);
        Checker {
            found: Vec::new(),
            transforms: sections::transforms(&template.root),
            takes_null: true,
            lists,
            texts,
        }
    }
}
