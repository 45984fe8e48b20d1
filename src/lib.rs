//! The compiler behind the `infra` command: from a text that describes a stack to the template that
//! an engine deploys. This page is the way of the data, in words; each folder's `mod.rs` says what
//! comes in, what goes out, and what it never does.
//!
//! ```text
//! text ─parse→ tree ─resolve→ names ─check→ types ─eval→ graph ─validate→ graph ─emit→ template
//!                                      ▲                   ▲
//!                                      └──── catalogue ────┘
//! ```
//!
//! **[`syntax`]** turns a text into a tree. No text is refused: what cannot be read becomes a node
//! that says so, has been reported, and is passed over in silence by all that follows.
//! **[`resolve`]** says what each name stands for and in which order items can be evaluated; a cycle
//! is found here. **[`check`]** gives every expression a type, called or not, and asks the
//! catalogue, behind a trait that **[`types`]** declares, what a resource takes. Trees are never
//! changed: names and types are tables beside them, by the number of an expression.
//!
//! **[`eval`]** runs the program, and every program ends. What is known becomes plain data. What
//! only the deployment knows becomes an expression for the engine; which engine, evaluation does not
//! know. The result is the **[`graph`]**: resources, params, conditions and outputs, each value with
//! its origin, the place where it was written and the loop passes that it came through. **[`tags`]**
//! adds what the stack wants on every resource.
//! **[`validate`]** holds the graph against what the catalogue and the engine ask (patterns, ranges,
//! relations, limits), and points at those origins. **[`emit`]** writes the template. It cannot
//! fail: what the target cannot say has been reported before.
//!
//! **[`diagram`]** draws the graph: nodes in boxes, with an arrow for each value that reads another.
//!
//! **[`schema`]** is the catalogue: every resource type of CloudFormation, built into the binary,
//! each decoded when it is first asked for. Starting the process costs nothing.
//!
//! Each phase is one free function from values to values that returns `(T, Vec<Diagnostic>)`. What a
//! user got wrong is data (**[`diag`]**), never an `Err`, so each phase goes on and one run finds
//! everything. What follows from a mistake stays silent: a failed expression has the type
//! [`types::Type::Error`] and the value [`graph::ValueKind::Error`], which fit everywhere.
//!
//! **[`session`]** is the only pipeline. It reads files, runs each phase when something asks for its
//! result, applies `@allow` and `--deny`, and sorts what was found by place. The command line
//! ([`cli`]), the editor ([`ide`], behind the protocol in [`lsp`]) and the tests go through it alike. Nothing below `cli` prints, and nothing below
//! `session` touches the disk.

pub mod awscc;
pub mod builtins;
pub mod check;
pub mod cli;
pub mod decompile;
pub mod diag;
pub mod diagram;
pub mod emit;
pub mod eval;
pub mod graph;
pub mod ide;
pub mod lsp;
pub mod playground;
pub mod resolve;
pub mod schema;
pub mod session;
pub mod syntax;
pub mod tags;
pub mod template;
pub mod text;
pub mod types;
pub mod validate;
