//! The catalogue of resource types.
//!
//! In: the bundle that comes with the binary, or registry schemas as JSON text. Out: [`Catalogue`],
//! which finds a type by its name and gives its [`Schema`], decoded on first ask; it answers
//! [`crate::types::Schemas`]. Never: the syntax, values, or a judgement of either.

mod catalogue;
mod model;
mod naming;
mod nodes;
mod registry;
mod relation;
mod views;

pub use catalogue::Catalogue;
pub use model::{
    Access, Additional, AttributeFact, Branches, Condition, Lifecycle, ListRules, Node,
    NumberRules, ObjectRules, OtherAttributes, Permissions, Property, PropertyPath, Reference,
    Regions, Schema, TagShape, Tags, TextRules, TypeSet, ValueRules,
};
