//! What names mean: side tables over one file's tree. Plain data.

use crate::builtins::BuiltinId;
use crate::syntax::ast::{ExprId, ItemId, TypeName};
use crate::text::{FileId, Name, Span};
use rustc_hash::FxHashMap;

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
    /// item has a frame of its own. What is inside a component has that of the component, whose
    /// first slots are the inputs and the items ([`Names::places`]).
    Local(u32),
    /// A `param`, `input`, `let`, `fn`, `resource`, `existing`, `data`, `module` or `component`, of
    /// this file or an imported one. `net.x` has one too, as a whole.
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
    /// The items that declare something, each after those that it reads, by calls too. What stands
    /// in a cycle, or reads what does, has been reported and is left out.
    pub order: Vec<ItemId>,
    /// The same of the items inside each component; of one that contains itself there is nothing.
    pub inside: FxHashMap<ItemId, Vec<ItemId>>,
    /// By [`ItemId`], of items inside components: the slot of the item in the component's frame,
    /// behind the inputs. All of a component is one frame: its items are variables to one another.
    pub places: FxHashMap<ItemId, u32>,
    /// Which of the file's own top-level items each item reads.
    pub reads: Reads,
    /// Which declarations of other files each top-level item reads, in the order of the items.
    pub foreign: Vec<(ItemId, DeclId)>,
    /// By name: the declarations of the file's top level.
    pub top: FxHashMap<Name, ItemId>,
    /// By the name here: what is imported by name.
    pub imported: FxHashMap<Name, DeclId>,
    /// The names of whole imports: `net` of `import "./net.infra" as net`.
    pub modules: FxHashMap<Name, FileId>,
    /// What is read of whole imports: `net.Vpc` by `("net", "Vpc")`.
    pub qualified: FxHashMap<(Name, Name), DeclId>,
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

    /// Which declarations of other files a top-level item reads.
    pub fn foreign_of(&self, item: ItemId) -> impl Iterator<Item = DeclId> + '_ {
        // Items stand in the order of the text, which is that of their ids.
        let start = self.foreign.partition_point(|(reader, _)| *reader < item);
        let own = self.foreign.iter().skip(start);
        own.take_while(move |(reader, _)| *reader == item)
            .map(|(_, read)| *read)
    }

    /// What the name of a type, or of a component, stands for, where it is one of the program's own.
    pub fn declared(&self, file: FileId, name: &TypeName) -> Option<DeclId> {
        if let Some(item) = self.top.get(&name.base).copied() {
            return Some(DeclId { file, item });
        }
        match name.members.first() {
            Some(member) if self.modules.contains_key(&name.base) => {
                let path = (name.base.clone(), member.name.clone());
                self.qualified.get(&path).copied()
            }
            _ => self.imported.get(&name.base).copied(),
        }
    }

    pub fn is_closed(&self, id: ExprId) -> bool {
        self.closed.get(id.0 as usize).copied().unwrap_or(false)
    }
}
