//! What evaluation yields and emitters read.
//!
//! In: nothing (plain data). Out: [`Graph`], [`Value`] and the order in which resources depend on
//! each other. Never: a target, syntax, or a schema.

mod branches;
mod frames;
mod graph;
mod id;
mod list;
mod map;
mod operands;
mod order;
mod same;
mod spelled;
mod value;

pub use frames::{context, outwards, places};
pub use graph::{
    Allow, Condition, ConditionId, DeferredLoop, Frame, FrameKind, Graph, Identity, Instance,
    InstanceId, Let, LoopId, MapId, MapLet, Output, Over, Param, ParamId, Resource, ResourceId,
    ResourceKind, ResourceOptions, Rule, RuleAssert, Settings,
};
pub use id::{
    KeyFault, LONGEST_ID, check_key, is_condition_id, is_logical_id, is_terraform_name, logical_id,
    push_capitalised, terraform_name,
};
pub use list::{DeferredRef, List, Weight};
pub use map::{Keys, ValueMap};
pub use order::{by_id, find_cycles, needs};
pub use same::is_same_expression;
pub use spelled::spelled_ids;
pub use value::{
    ArithmeticOp, CompareOp, DOCUMENT, Deferred, FrameId, MatchArm, Origin, Presence, Pseudo,
    Value, ValueKind,
};
