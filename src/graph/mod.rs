//! What evaluation yields and emitters read.
//!
//! In: nothing (plain data). Out: [`Graph`], [`Value`] and the order in which resources depend on
//! each other. Never: a target, syntax, or a schema.

mod graph;
mod list;
mod map;
mod value;

pub use graph::{
    Condition, ConditionId, DeferredLoop, Frame, FrameKind, Graph, Identity, LoopId, MapId, MapLet,
    Output, Param, ParamId, Resource, ResourceId, ResourceKind, ResourceOptions, Rule, RuleAssert,
    Settings,
};
pub use list::{DeferredRef, List, Weight};
pub use map::{Keys, ValueMap};
pub use value::{
    ArithmeticOp, CompareOp, Deferred, FrameId, MatchArm, Origin, Presence, Pseudo, Value,
    ValueKind,
};
