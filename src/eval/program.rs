//! What evaluation is given: modules with their side tables, inputs, and the project's files.

use crate::builtins::{Fault, FileFault, World, from_yaml_file};
use crate::check::Types;
use crate::graph::{FrameId, Origin, ResourceId, Value, ValueKind};
use crate::resolve::Names;
use crate::syntax::ast::{ItemId, Module};
use crate::text::{FileId, LineColumn, Name, Pattern, Span};
use crate::types::Schemas;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// Everything that evaluation reads.
#[derive(Clone, Copy)]
pub struct Program<'a> {
    /// The stack first; behind it every module that it imports, directly or not, each behind those
    /// that it imports itself.
    pub units: &'a [Unit<'a>],
    pub schemas: &'a (dyn Schemas + Sync),
    /// The files whose policies every resource is held against.
    pub policies: &'a [FileId],
    /// The test of the stack that is to be run.
    pub test: Option<ItemId>,
    /// Params that are known all the same.
    pub fixed: &'a [(Name, Value)],
    pub inputs: &'a Inputs,
    /// What was reported as wrong is evaluated all the same, as far as that can be.
    pub regardless: bool,
    pub files: &'a dyn Files,
}

/// A module with what was found out about it.
#[derive(Clone, Copy)]
pub struct Unit<'a> {
    pub module: &'a Module,
    pub names: &'a Names,
    pub types: &'a Types,
    /// The top-level items that the stack needs; nothing for all of them.
    pub reached: Option<&'a FxHashSet<ItemId>>,
}

/// The project's files, for `file`, `fileBase64` and `files`. Paths are relative to the folder of
/// the module `from`; whoever implements this keeps them inside of the project.
pub trait Files: Sync {
    fn read(&self, from: FileId, path: &str) -> Result<Arc<[u8]>, FileFault>;

    /// The paths of all files that a pattern matches, sorted, as the module would write them.
    fn list(&self, from: FileId, pattern: &str) -> Result<Vec<String>, FileFault>;
}

/// A project without files.
#[derive(Debug, Clone, Copy)]
pub struct NoFiles;

/// What the user gave for the `input`s of the stack. Of two for one name the later counts.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    pub given: Vec<GivenInput>,
}

#[derive(Debug, Clone)]
pub struct GivenInput {
    pub name: Name,
    pub value: Given,
    /// Where its name is written, if that is a file.
    pub at: Option<Span>,
}

#[derive(Debug, Clone)]
pub enum Given {
    /// `--input name=text`: read as the declared type says.
    Text(String),
    /// From a file of inputs.
    Data(Value),
}

impl Inputs {
    /// Adds the entries of a file of inputs, YAML or JSON. `place` says where a name is written.
    ///
    /// An error comes with the line and column at which it was found, where they are known.
    pub fn add_file(
        &mut self,
        text: &str,
        place: impl Fn(&str) -> Span,
    ) -> Result<(), (String, Option<LineColumn>)> {
        let origin = Origin {
            span: Span::new(FileId(0), 0, 0),
            frame: FrameId::TOP,
        };
        let read = from_yaml_file(text, origin, &mut Room(MOST_INPUT));
        let value = read.map_err(|(fault, place)| match fault {
            Fault::Wrong { message, .. } => (message, place),
            _ => ("the file holds too many values".to_owned(), None),
        })?;
        match &value.kind {
            ValueKind::Map(map) => {
                for (name, value) in map.iter() {
                    let at = Some(place(name));
                    self.add(Name::from(name), Given::Data(value.clone()), at);
                }
                Ok(())
            }
            ValueKind::Null => Ok(()),
            _ => Err(("expected a map from inputs to values".to_owned(), None)),
        }
    }

    pub fn add(&mut self, name: Name, value: Given, at: Option<Span>) {
        self.given.push(GivenInput { name, value, at });
    }
}

impl Files for NoFiles {
    fn read(&self, _: FileId, _: &str) -> Result<Arc<[u8]>, FileFault> {
        Err(FileFault::NotFound { near: Vec::new() })
    }

    fn list(&self, _: FileId, _: &str) -> Result<Vec<String>, FileFault> {
        Ok(Vec::new())
    }
}

/// A file of inputs with more values than this is refused.
const MOST_INPUT: u64 = 1_000_000;

/// Room for values, and nothing else of a world.
struct Room(u64);

impl World for Room {
    fn read(&mut self, _: &str) -> Result<Arc<[u8]>, FileFault> {
        Err(FileFault::NotFound { near: Vec::new() })
    }

    fn list(&mut self, _: &str) -> Result<Vec<String>, FileFault> {
        Ok(Vec::new())
    }

    fn pattern(&mut self, text: &Name) -> Pattern {
        Pattern::whole(text)
    }

    fn logical_id(&self, _: ResourceId) -> Name {
        Name::new()
    }

    fn reserve(&mut self, values: u64, of: &'static str) -> Result<(), Fault> {
        let left = self.0.checked_sub(values);
        self.0 = left.ok_or(Fault::OverBudget { wanted: values, of })?;
        Ok(())
    }
}
