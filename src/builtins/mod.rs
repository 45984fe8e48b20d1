//! The functions that the language has built in.
//!
//! In: nothing. Out: [`TABLE`], the only place that names them, with signature, documentation and
//! implementation. Never: syntax.

mod table;

pub use table::BuiltinId;
