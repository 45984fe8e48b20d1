//! Types and what may be asked of them.
//!
//! In: types, and schemas behind the trait [`Schemas`]. Out: whether one type goes where another is
//! wanted, and how a type is printed. Never: syntax, values, or a concrete catalogue.

mod schemas;
mod ty;

pub use schemas::{Attribute, Schemas};
pub use ty::{
    Field, IntRange, ListType, Literal, NodeId, NumberRange, RecordType, Relation,
    StringConstraint, Type, TypeKey,
};
