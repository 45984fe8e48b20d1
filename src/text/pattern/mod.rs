//! Patterns as the schemas write them.
//!
//! In: a pattern's text. Out: [`Pattern`], which says whether a text has it, and whether a text that
//! is known only in part ([`Partial`]) may have it. Never: captures, panics, or more than
//! polynomial time.
//!
//! An engine of our own because no published one does all of this: it reads the mixture of dialects
//! that schemas are written in (ECMAScript, Java, Perl: look-around, `\p{..}`, `\Z`, `(?i)`), costs
//! about a microsecond to compile (a process that checks twenty resources compiles fifty patterns),
//! and decides texts with unknown parts.

mod pattern;
mod program;
mod search;
mod set;
mod syntax;

pub use pattern::{Partial, Pattern};
