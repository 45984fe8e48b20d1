//! Templates to trees: the way back.
//!
//! In: a [`Template`](crate::template::Template). Out: the tree of a program that makes it, every part of
//! which has the place in the template that it came from, and what is wrong with the template's shape.
//! Never: types or schemas; the phases behind see the tree as they see any other.

mod attributes;
mod build;
mod choice;
mod circles;
mod condition;
mod conditions;
mod encode;
mod form;
mod fragment;
mod function;
mod inlined;
mod join;
mod known;
mod literal;
mod lookup;
mod mappings;
mod names;
mod outputs;
mod param_type;
mod params;
mod program;
mod raw;
mod reference;
mod resources;
mod rolled;
mod rules;
mod scope;
mod settings;
mod spelled;
mod state;
mod sub;
mod value;

pub use form::{Form, Forms, Purpose};
pub use program::{Decompiled, decompile};
pub use rolled::{Rolled, roll};
