//! Name to signature, documentation and implementation of every built-in function.

/// A built-in function, by its index in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct BuiltinId(pub u16);
