//! What names mean: side tables over one file's tree. Plain data.

use crate::builtins::BuiltinId;
use crate::syntax::ast::{ExprId, ItemId};
use crate::text::{FileId, Name, Span};

/// A declaration anywhere in the session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DeclId {
    pub file: FileId,
    pub item: ItemId,
}

/// What an [`crate::syntax::ast::ExprKind::Name`] stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Binding {
    /// Not a name, or one that has been reported.
    #[default]
    None,
    /// A variable of the enclosing function, loop, comprehension or block: its slot in the
    /// frame. A call starts a new frame, whose first slots are the parameters; each top-level
    /// item has a frame of its own.
    Local(u32),
    /// A `param`, `input`, `let`, `fn`, `resource`, `existing`, `data`, `module` or `component`.
    Item(DeclId),
    Builtin(BuiltinId),
    Namespace(Namespace),
    /// `import "path" as name`.
    Module(FileId),
}

/// The built-in namespaces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    Aws,
    Cfn,
}

/// What one file's names mean.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By [`ExprId`].
    pub bindings: Vec<Binding>,
    /// By [`ExprId`]: whether the expression reads no local but those that it binds itself, so
    /// that every evaluation of it in one instance gives the same value.
    pub closed: Vec<bool>,
    /// By [`ItemId`]: how many slots the frame of the item (the body of a `fn`, the passes of a
    /// `resource`) needs.
    pub slots: Vec<u32>,
    /// The items that declare values and functions (`param`, `input`, `let`, `fn`, `resource`,
    /// `existing`), each after those that it reads, by calls too. What stands in a cycle, or reads
    /// what does, has been reported and is left out.
    pub order: Vec<ItemId>,
    /// The `type`s, each after those that it names; what contains itself is left out.
    pub types: Vec<ItemId>,
    /// By name: the declarations of the file's top level.
    pub top: rustc_hash::FxHashMap<Name, ItemId>,
    pub reads: Reads,
}

/// Which items each item reads, and where.
#[derive(Debug, Clone, Default)]
pub struct Reads {
    pub(super) edges: Vec<(ItemId, Span)>,
    /// By [`ItemId`]: its part of `edges`.
    pub(super) ranges: Vec<(u32, u32)>,
}

impl Reads {
    pub fn of(&self, item: ItemId) -> &[(ItemId, Span)] {
        let (start, end) = self.ranges.get(item.0 as usize).copied().unwrap_or((0, 0));
        self.edges.get(start as usize..end as usize).unwrap_or(&[])
    }
}

impl Names {
    pub fn binding(&self, id: ExprId) -> Binding {
        self.bindings
            .get(id.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    pub fn is_closed(&self, id: ExprId) -> bool {
        self.closed.get(id.0 as usize).copied().unwrap_or(false)
    }
}
