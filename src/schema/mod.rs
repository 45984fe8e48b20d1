//! The catalogue of resource types.
//!
//! In: the bundles that come with the binary, or registry schemas as JSON text, or what Terraform says
//! of its providers. Out: [`Catalogue`],
//! which finds a type by its name and gives its [`Schema`], decoded on first ask; it answers
//! [`crate::types::Schemas`]. Never: the syntax, values, or a judgement of either.

mod actions;
mod added;
mod bundle;
mod catalogue;
mod decode;
mod describe;
mod dump;
mod encode;
mod export;
pub mod given;
mod layout;
mod model;
mod naming;
mod nodes;
mod packaged;
mod patches;
mod pointer;
pub mod provider;
pub mod provider_export;
mod published;
mod registry;
mod relation;
mod service_spec;
mod store;
mod views;

pub use added::{AddedProvider, AddedType, Additions};
pub use bundle::{Bundle, make as make_bundle, make_of_providers};
pub use catalogue::{Catalogue, is_open, split as split_provider};
pub use describe::describe;
pub use dump::Dump;
pub use export::{node as node_json, schema as schema_json};
pub use model::{
    Access, Additional, AttributeFact, Branches, Condition, Lifecycle, ListRules, Node,
    NumberRules, ObjectForm, ObjectRules, OtherAttributes, Permissions, Property, PropertyPath,
    Reference, Regions, Schema, TagShape, Tags, TextRules, TypeSet, ValueRules,
};
pub use packaged::packaged;
pub use published::Published;
