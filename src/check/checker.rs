//! What checking one file keeps at hand. In: the file's tree, its names, the schemas. Out: the
//! tables, filled by the other files of this folder, each of which adds one construct.

use super::facts::Facts;
use super::phase::Phases;
use super::signature::{Parameter, Signature, Signatures};
use super::tables::Types;
use crate::diag::{Code, Diagnostic, Severity, nearest};
use crate::resolve::{Binding, DeclId, Names};
use crate::syntax::ast::*;
use crate::text::{Name, Span};
use crate::types::{Fit, Nodes, Schemas, Type, fit};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Suggestions are made for this many mistakes; a file with more has another problem.
const SUGGESTIONS: u32 = 100;

pub struct Checker<'a> {
    pub module: &'a Module,
    pub names: &'a Names,
    pub nodes: Nodes<'a>,
    /// By [`ItemId`].
    pub items: Vec<Option<&'a Item>>,
    pub types: Types,
    pub diagnostics: Vec<Diagnostic>,
    /// The variables of the frame, by slot.
    pub frame: Vec<Local<'a>>,
    /// What is known to hold at the place that is being checked.
    pub facts: Facts<'a>,
    /// What the imported files offer.
    library: &'a [Arc<Signatures>],
    /// Whether records are parts of others, in which nothing must be there.
    pub partial: bool,
    /// How many variables of the frame are those of the component around it: its inputs and items.
    pub shared: usize,
    /// The component that is being checked.
    pub component: Option<ItemId>,
    pub phases: Phases,
    /// Params of which it was said that their type could say more.
    pub noted: FxHashSet<ItemId>,
    /// Which fields have been written, of all records that are being checked, innermost last.
    pub written: Vec<bool>,
    /// `string`, made once.
    pub string: Type,
    /// Whether the first variable is the resource that a policy is about.
    pub in_policy: bool,
    /// The snapshots that tests compare, each with the place that names it.
    pub snapshots: FxHashMap<Name, Span>,
    /// Whether the lines of a test are checked.
    pub in_test: bool,
    suggestions: u32,
}

/// A variable and its type.
#[derive(Clone)]
pub struct Local<'a> {
    pub ty: Type,
    pub origin: Origin<'a>,
}

/// How a variable came to be.
#[derive(Clone, Copy)]
pub enum Origin<'a> {
    Param,
    /// An input of a component.
    Input,
    /// Something inside a component.
    Item(&'a Item),
    Let(&'a Expr),
    /// The key, or index, of a loop; its value has the next slot.
    Key,
    /// The value of a loop. `key` says whether the slot before it is the loop's key.
    Value {
        clause: &'a ForClause,
        key: bool,
    },
}

impl<'a> Checker<'a> {
    pub fn new(
        module: &'a Module,
        names: &'a Names,
        library: &'a [Arc<Signatures>],
        schemas: &'a dyn Schemas,
    ) -> Checker<'a> {
        let exprs = module.expr_count as usize;
        let items = module.items_by_id();
        Checker {
            module,
            names,
            nodes: Nodes::new(schemas),
            types: Types {
                exprs: vec![Type::Error; exprs],
                items: vec![Type::Error; items.len()],
                failed: vec![false; exprs],
                guards: FxHashMap::default(),
                functions: FxHashMap::default(),
            },
            items,
            diagnostics: Vec::new(),
            frame: Vec::new(),
            facts: Facts::default(),
            library,
            partial: false,
            shared: 0,
            component: None,
            phases: Phases::default(),
            noted: FxHashSet::default(),
            written: Vec::new(),
            string: Type::string(),
            in_policy: false,
            in_test: false,
            snapshots: FxHashMap::default(),
            suggestions: 0,
        }
    }

    pub fn schemas(&self) -> &'a dyn Schemas {
        self.nodes.schemas
    }

    pub fn item(&self, id: ItemId) -> Option<&'a Item> {
        self.items.get(id.0 as usize).copied().flatten()
    }

    /// The item that a name stands for.
    pub fn item_of(&self, expr: &Expr) -> Option<&'a Item> {
        match self.names.binding(expr.id) {
            Binding::Item(decl) if decl.file == self.module.file => self.item(decl.item),
            Binding::Local(slot) => match self.frame.get(slot as usize)?.origin {
                Origin::Item(item) => Some(item),
                _ => None,
            },
            _ => None,
        }
    }

    /// What an imported file says of a declaration.
    pub fn signature(&self, decl: DeclId) -> Option<&'a Signature> {
        let file = self.library.iter().find(|s| s.file == decl.file)?;
        file.items.get(&decl.item)
    }

    /// The parameters of a function, wherever it is declared.
    pub fn parameters(&self, decl: DeclId) -> Option<Arc<[Parameter]>> {
        match decl.file == self.module.file {
            true => self.types.functions.get(&decl.item).cloned(),
            false => self.signature(decl)?.parameters.clone(),
        }
    }

    pub fn set(&mut self, expr: &Expr, ty: Type) {
        if let Some(slot) = self.types.exprs.get_mut(expr.id.0 as usize) {
            *slot = ty;
        }
    }

    pub fn set_item(&mut self, id: ItemId, ty: Type) {
        if self.shared > 0
            && let Some(place) = self.names.places.get(&id)
            && let Some(local) = self.frame.get_mut(*place as usize)
        {
            local.ty = ty.clone();
        }
        if let Some(slot) = self.types.items.get_mut(id.0 as usize) {
            *slot = ty;
        }
    }

    /// Says something about an expression. An error makes its value one, so that evaluation is
    /// silent about it.
    pub fn report(&mut self, expr: &Expr, diagnostic: Diagnostic) {
        if diagnostic.severity == Severity::Error {
            self.fail(expr);
        }
        self.diagnostics.push(diagnostic);
    }

    pub fn fail(&mut self, expr: &Expr) {
        if let Some(failed) = self.types.failed.get_mut(expr.id.0 as usize) {
            *failed = true;
        }
        self.set(expr, Type::Error);
    }

    pub fn say(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// The name that was meant, if one is near.
    pub fn suggest<'n>(
        &mut self,
        wrong: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        match self.may_suggest() {
            true => nearest(wrong, candidates, 1).first().copied(),
            false => None,
        }
    }

    /// Looking for what was meant takes time: a file with very many slips has another problem.
    pub fn may_suggest(&mut self) -> bool {
        self.suggestions += 1;
        self.suggestions <= SUGGESTIONS
    }

    pub fn fit(&self, found: &Type, wanted: &Type) -> Fit {
        fit(found, wanted, &self.nodes)
    }

    pub fn bind(&mut self, ty: Type, origin: Origin<'a>) {
        self.frame.push(Local { ty, origin });
    }

    /// Ends the scope of the variables and facts that came after.
    pub fn leave(&mut self, mark: Mark) {
        self.frame.truncate(mark.frame);
        self.facts.truncate(mark.facts);
    }

    pub fn mark(&self) -> Mark {
        Mark {
            frame: self.frame.len(),
            facts: self.facts.mark(),
        }
    }

    /// A new diagnostic at an expression, for [`Checker::report`].
    pub fn error(&self, code: Code, expr: &Expr, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(code, expr.span, message)
    }

    /// What an expression is called in a message: a name or a path of names, if it is one.
    pub fn path(&self, expr: &Expr) -> Option<Name> {
        match &expr.kind {
            ExprKind::Name(name) => Some(name.clone()),
            ExprKind::Paren(inner) | ExprKind::Assume(inner) => self.path(inner),
            ExprKind::Field { base, name, .. } => {
                Some(ecow::eco_format!("{}.{}", self.path(base)?, name.name))
            }
            ExprKind::Index { base, .. } => Some(ecow::eco_format!("{}[...]", self.path(base)?)),
            _ => None,
        }
    }
}

/// A place in the stacks of variables and facts.
#[derive(Clone, Copy)]
pub struct Mark {
    frame: usize,
    facts: (usize, usize),
}
