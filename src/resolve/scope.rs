//! The local variables that are visible at a place. A variable's slot is its depth: what has gone
//! out of scope gives its slot to the next.

use crate::syntax::ast::Ident;
use crate::text::{Name, Span};

/// A variable of a function, a loop, a comprehension or a block.
#[derive(Debug)]
pub struct Local<'a> {
    pub name: &'a Name,
    pub span: Span,
    pub used: bool,
    /// Whether to say that nothing reads it.
    pub must_be_used: bool,
}

/// The variables of one frame, innermost last.
#[derive(Debug, Default)]
pub struct Scope<'a> {
    locals: Vec<Local<'a>>,
}

impl<'a> Scope<'a> {
    /// How many variables are visible.
    pub fn depth(&self) -> usize {
        self.locals.len()
    }

    pub fn bind(&mut self, name: &'a Ident, must_be_used: bool) {
        self.locals.push(Local {
            name: &name.name,
            span: name.span,
            used: false,
            must_be_used,
        });
    }

    /// The slot of a visible variable.
    pub fn find(&self, name: &str) -> Option<u32> {
        let at = self.locals.iter().rposition(|l| l.name == name)?;
        Some(at as u32)
    }

    pub fn local(&self, slot: u32) -> Option<&Local<'a>> {
        self.locals.get(slot as usize)
    }

    pub fn mark_used(&mut self, slot: u32) {
        if let Some(local) = self.locals.get_mut(slot as usize) {
            local.used = true;
        }
    }

    /// Ends the scope of all variables beyond `depth` and returns them.
    pub fn leave(&mut self, depth: usize) -> impl Iterator<Item = Local<'a>> + '_ {
        self.locals.drain(depth..)
    }

    pub fn names(&self) -> impl Iterator<Item = &'a str> {
        self.locals.iter().map(|l| l.name.as_str())
    }
}
