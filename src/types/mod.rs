//! Types and what may be asked of them.
//!
//! In: types, and schemas behind the trait [`Schemas`]. Out: whether one type goes where another is
//! wanted, and how a type is printed. Never: syntax, values, or a concrete catalogue.

mod assign;
mod component;
mod display;
mod nodes;
mod scalar;
mod schemas;
#[cfg(test)]
mod tests;
mod ty;

pub use assign::{Doubt, Fit, Mismatch, Step, Why, fit, fit_in_schema};
pub use component::{ComponentInput, ComponentType, Member};
pub use display::{show, show_wanted, show_whole};
pub use nodes::{Node, Nodes};
pub use scalar::text_fits;

pub use schemas::{Attribute, Schemas};
pub use ty::{
    Field, IntRange, ListType, Literal, NodeId, NumberRange, RecordType, Relation,
    StringConstraint, Type, TypeKey,
};
