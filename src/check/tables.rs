//! What checking found: side tables over one file's tree. Plain data.

use super::signature::Parameter;
use crate::syntax::ast::{ExprId, ItemId};
use crate::types::Type;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// The types of one file's expressions and items.
#[derive(Debug, Clone, Default)]
pub struct Types {
    /// By [`ExprId`]. [`Type::Error`] where something was reported or nothing was checked.
    pub exprs: Vec<Type>,
    /// By [`ItemId`]: of a `param`, `input` or `let` its type; of a `fn` its result; of a single
    /// `resource` [`Type::Resource`] (optional under a condition), of a loop the map of them; of a
    /// `type` what it stands for; of a `component` what its instances are. Those of the items inside
    /// components too.
    pub items: Vec<Type>,
    /// By [`ExprId`]: an error was reported at this very expression, so that evaluating it must
    /// give [`crate::graph::ValueKind::Error`].
    pub failed: Vec<bool>,
    /// What could not be proved: the value of the expression, where it turns out to be known, must
    /// still be held against the type. Bounds (`int(1..10)` given an `int`) and what is read from
    /// `json` stand here; what a schema asks does not, since `validate` looks at all of that.
    pub guards: FxHashMap<ExprId, Type>,
    /// The parameters of each function.
    pub functions: FxHashMap<ItemId, Arc<[Parameter]>>,
}

impl Types {
    pub fn expr(&self, id: ExprId) -> &Type {
        self.exprs.get(id.0 as usize).unwrap_or(&Type::Error)
    }

    pub fn item(&self, id: ItemId) -> &Type {
        self.items.get(id.0 as usize).unwrap_or(&Type::Error)
    }

    pub fn is_failed(&self, id: ExprId) -> bool {
        self.failed.get(id.0 as usize).copied().unwrap_or(false)
    }
}
