//! What the language has built in: functions, and the namespaces `aws` and `cfn`.
//!
//! In: nothing. Out: the table ([`find`], [`all`]), the only place that names them, with signature,
//! documentation and implementation. Never: syntax, diagnostics, or the disk.

mod aws;
mod call;
mod cfn;
mod data;
mod encode;
mod files;
mod format;
mod list;
mod map;
mod meta;
mod net;
mod number;
mod same;
mod signature;
mod string;
mod table;

pub use call::{Call, Fault, FileFault, World, kind_name};
pub use data::{from_json, from_yaml, from_yaml_file, to_json};
pub use files::READERS;
pub use meta::{OUTPUT, RESOURCES};
pub use number::{float, is_finite, order, whole, with_digits};
pub use same::{is_same, key_of};
pub use signature::{Param, Signature, Ty, Variable};
pub use string::{number_text, scalar_text};
pub use table::{Builtin, BuiltinId, Example, Kind, Run, Space, Spelling, all, find, names};
