//! How a template is to look, and how big it came out. In: nothing (plain data). Out: the same. Never: a
//! target.

use crate::graph::ResourceId;

/// How a template is to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    #[default]
    Json,
    /// Without white space.
    MinifiedJson,
    Yaml,
}

/// How many bytes a template has and what takes them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sizes {
    pub total: u64,
    /// By section, in the order of the template.
    pub sections: Vec<(&'static str, u64)>,
    /// By resource, in the order of the template.
    pub resources: Vec<(ResourceId, u32)>,
}
