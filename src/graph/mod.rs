//! What evaluation yields and emitters read.
//!
//! In: nothing (plain data). Out: [`Graph`], [`Value`] and the order in which resources depend on
//! each other. Never: a target, syntax, or a schema.

mod graph;
mod value;

pub use graph::{
    Condition, ConditionId, DeferredLoop, Frame, FrameKind, Graph, Identity, LoopId, MapId, MapLet,
    Output, Param, ParamId, Resource, ResourceId, ResourceKind, ResourceOptions, Rule, RuleAssert,
    Settings,
};
pub use value::{
    ArithmeticOp, CompareOp, Deferred, FrameId, MatchArm, Origin, Pseudo, Value, ValueKind,
    ValueMap,
};
