//! A call of a built-in function while it runs: its arguments, as plain as the function wants them,
//! and what may go wrong. Never: a diagnostic (the evaluator knows the places and makes it).

use crate::graph::{Deferred, List, Origin, ResourceId, Value, ValueKind, ValueMap};
use crate::text::{Name, Pattern};
use std::sync::Arc;

/// The arguments of a call, in the order of the parameters.
pub struct Call<'a> {
    /// One for each parameter, `null` where an optional one was left out; behind them the rest.
    pub arguments: &'a [Value],
    /// Where the call is written.
    pub origin: Origin,
    pub world: &'a mut dyn World,
}

/// Why a function gives no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// An argument is not known before the deployment; which one.
    Deferred(usize),
    /// An argument has been reported already.
    Reported,
    /// The user's mistake.
    Wrong {
        message: String,
        /// The argument that is to blame, where one is.
        argument: Option<usize>,
        help: Option<String>,
    },
    /// `fail(message)`.
    Fail(Name),
    /// More values than a build may hold.
    OverBudget { wanted: u64, of: &'static str },
}

/// What functions need of the one who calls them.
pub trait World {
    /// The bytes of a file of the project.
    fn read(&mut self, path: &str) -> Result<Arc<[u8]>, FileFault>;

    /// The paths of the project's files that a pattern matches, sorted.
    fn list(&mut self, pattern: &str) -> Result<Vec<String>, FileFault>;

    /// A pattern that must match a whole text. Compiled once.
    fn pattern(&mut self, text: &Name) -> Pattern;

    /// The logical id of a resource.
    fn logical_id(&self, resource: ResourceId) -> Name;

    /// Asks for room for this many further values, before they are made.
    fn reserve(&mut self, values: u64, of: &'static str) -> Result<(), Fault>;
}

/// Why a file cannot be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileFault {
    NotFound {
        /// Names of files that are there and look like it.
        near: Vec<String>,
    },
    /// The path leaves the project.
    Outside,
    IsFolder,
    /// Bigger than any template can be.
    TooBig {
        bytes: u64,
    },
    /// Another reason, in the system's words.
    Other(String),
}

/// Texts longer than this are not made: nothing that is deployed holds one.
const LONGEST_TEXT: usize = 64 << 20;

impl Fault {
    /// The user's mistake, in one argument.
    pub fn at(argument: usize, message: impl Into<String>) -> Fault {
        Fault::Wrong {
            message: message.into(),
            argument: Some(argument),
            help: None,
        }
    }

    /// The user's mistake, in the call as a whole.
    pub fn wrong(message: impl Into<String>) -> Fault {
        Fault::Wrong {
            message: message.into(),
            argument: None,
            help: None,
        }
    }

    pub fn help(mut self, text: impl Into<String>) -> Fault {
        if let Fault::Wrong { help, .. } = &mut self {
            *help = Some(text.into());
        }
        self
    }
}

impl<'a> Call<'a> {
    /// The argument as it was given; `null` where it was left out.
    pub fn raw(&self, index: usize) -> Result<&'a Value, Fault> {
        // The checker counts arguments: a missing one has been reported.
        self.arguments.get(index).ok_or(Fault::Reported)
    }

    /// All arguments up to the last that was given.
    pub fn given(&self) -> impl Iterator<Item = &'a Value> {
        let last = self.arguments.iter().rposition(|v| !v.is_null());
        self.arguments.iter().take(last.map_or(0, |i| i + 1))
    }

    /// The argument, known at its outermost level.
    pub fn known(&self, index: usize) -> Result<&'a Value, Fault> {
        known(self.raw(index)?, index)
    }

    /// The argument, where it was given and is not `null`.
    pub fn option(&self, index: usize) -> Option<&'a Value> {
        self.arguments.get(index).filter(|v| !v.is_null())
    }

    pub fn text(&self, index: usize) -> Result<&'a Name, Fault> {
        text(self.raw(index)?, index)
    }

    pub fn int(&self, index: usize) -> Result<i64, Fault> {
        let value = self.known(index)?;
        match value.kind {
            ValueKind::Int(int) => Ok(int),
            _ => Err(mismatch(index, "an integer", value)),
        }
    }

    pub fn bool(&self, index: usize) -> Result<bool, Fault> {
        let value = self.known(index)?;
        let known = value.as_bool();
        known.ok_or_else(|| mismatch(index, "`true` or `false`", value))
    }

    pub fn list(&self, index: usize) -> Result<&'a List, Fault> {
        list(self.raw(index)?, index)
    }

    pub fn map(&self, index: usize) -> Result<&'a ValueMap, Fault> {
        let value = self.known(index)?;
        let map = value.as_map();
        map.ok_or_else(|| mismatch(index, "a map", value))
    }

    /// A list of texts.
    pub fn texts(&self, index: usize) -> Result<Vec<&'a Name>, Fault> {
        let items = self.list(index)?;
        items.iter().map(|v| text(v, index)).collect()
    }

    /// Asks for the room of a text of this many bytes.
    pub fn reserve_text(&mut self, bytes: usize) -> Result<(), Fault> {
        if bytes > LONGEST_TEXT {
            return Err(Fault::OverBudget {
                wanted: bytes as u64,
                of: "bytes in one text",
            });
        }
        self.reserve(bytes / size_of::<Value>())
    }

    /// Asks for the room of this many values.
    pub fn reserve(&mut self, values: usize) -> Result<(), Fault> {
        self.world.reserve(values as u64, "values")
    }

    /// A value that this call makes.
    pub fn make(&self, kind: ValueKind) -> Value {
        Value::new(kind, self.origin)
    }
}

/// A value at its outermost level; `index` is the argument that it came with.
pub fn known(value: &Value, index: usize) -> Result<&Value, Fault> {
    let value = value.known().ok_or(Fault::Deferred(index))?;
    match value.kind {
        ValueKind::Error => Err(Fault::Reported),
        _ => Ok(value),
    }
}

pub fn text(value: &Value, index: usize) -> Result<&Name, Fault> {
    let value = known(value, index)?;
    let text = value.as_text();
    text.ok_or_else(|| mismatch(index, "a string", value))
}

pub fn list(value: &Value, index: usize) -> Result<&List, Fault> {
    let value = known(value, index)?;
    match &value.kind {
        ValueKind::List(list) => Ok(list),
        _ => Err(mismatch(index, "a list", value)),
    }
}

/// Fails where something at any depth is not known yet.
pub fn deep(value: &Value, index: usize) -> Result<(), Fault> {
    match &known(value, index)?.kind {
        ValueKind::List(list) => list.iter().try_for_each(|v| deep(v, index)),
        ValueKind::Map(map) => map.values().try_for_each(|v| deep(v, index)),
        _ => Ok(()),
    }
}

/// An argument that is of another kind than its parameter, which only an untyped value (`json`)
/// can be: everything else is found before anything runs.
pub fn mismatch(index: usize, wanted: &str, found: &Value) -> Fault {
    Fault::at(
        index,
        format!("expected {wanted}, found {}", kind_name(found)),
    )
}

/// What a value is, for messages.
pub fn kind_name(value: &Value) -> &'static str {
    match &value.kind {
        ValueKind::Null => "`null`",
        ValueKind::Bool(_) => "a boolean",
        ValueKind::Int(_) => "an integer",
        ValueKind::Number(_) => "a number",
        ValueKind::Text(_) => "a string",
        ValueKind::List(_) => "a list",
        ValueKind::Map(_) => "a map",
        ValueKind::Resource(..) => "a resource",
        ValueKind::Instance(..) => "an instance of a component",
        ValueKind::Deferred(deferred) => match deferred.as_ref() {
            Deferred::Prop { .. } | Deferred::Reference(_) => "an attribute of a resource",
            Deferred::Param(_) => "a param",
            _ => "a value that only the deployment knows",
        },
        ValueKind::Error => "an error",
    }
}
