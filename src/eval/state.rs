//! What evaluation keeps while it runs: values of items, locals, assumptions, the graph so far.
//! Plain state with small helpers; what each construct does stands in its own file.

use super::budget::Budget;
use super::ids::Ids;
use super::instance::Within;
use super::program::{Program, Unit};
use super::reports::Reports;
use super::shared::Shared;
use super::stack::StackGuard;
use super::with::Wanted;
use crate::diag::Diagnostic;
use crate::graph::{
    Frame, FrameId, FrameKind, Graph, MapId, Origin, Value, ValueKind, find_cycles,
};
use crate::resolve::DeclId;
use crate::syntax::ast::{ExprId, Item, ItemId};
use crate::text::{Name, Pattern, Span};
use rustc_hash::{FxHashMap, FxHashSet};

/// A module, ready to be run.
pub(super) struct Prepared<'a> {
    pub unit: Unit<'a>,
    /// By [`ExprId`]: what of [`CLOSED`], [`FAILED`] and [`GUARDED`] holds.
    flags: Vec<u8>,
    /// By [`ItemId`].
    items: Vec<Option<&'a Item>>,
    /// By [`ItemId`]: whether the item has a place in the order of evaluation. What calls itself
    /// has none, and is never run.
    ordered: Vec<bool>,
}

/// The expression gives the same value in every pass.
pub(super) const CLOSED: u8 = 1;
/// Checking found an error at the expression.
pub(super) const FAILED: u8 = 2;
/// The value must be held against a type.
pub(super) const GUARDED: u8 = 4;

/// An evaluation on its way.
pub(super) struct Eval<'a> {
    pub program: Program<'a>,
    pub modules: &'a [Prepared<'a>],
    /// The module whose code runs, and its place in `modules`.
    pub module: &'a Prepared<'a>,
    pub scope: usize,
    /// One for each module.
    pub scopes: Vec<Scope>,
    pub graph: Graph,
    pub reports: Reports,
    /// The locals of all frames; those of the current one begin at `base`.
    pub locals: Vec<Value>,
    pub base: usize,
    /// Arguments that are evaluated but not yet bound.
    pub arguments: Vec<Option<Value>>,
    pub frame: FrameId,
    pub assumptions: super::assume::Assumptions,
    /// The instance that is being made.
    pub within: Within,
    /// The entries of the `with`s of all instances that are being made.
    pub wanted: Vec<Wanted>,
    /// Whether what runs may run again, so that keeping closed values pays.
    pub repeating: bool,
    /// What a test fixes: params and inputs that are known all the same.
    pub fixed: Vec<(Name, Value)>,
    /// Whether a policy or a test looks at the finished graph: reading a property gives what was set.
    pub judging: bool,
    /// How many branches are open of which only the deployment knows whether they are taken.
    pub open_branches: u32,
    pub budget: Budget,
    pub ids: Ids,
    /// The variables of all `@deferred` loops, as the engine spells them.
    pub loop_variables: FxHashSet<Name>,
    /// Room for texts while they are put together.
    pub text: String,
    pub stack: StackGuard,
    pub patterns: FxHashMap<Name, Pattern>,
    /// Top-level `let`s that hold maps, by the address of the map; the inner maps of two-level
    /// ones too, with their key. The values of the items keep the addresses alive.
    pub maps: FxHashMap<usize, (MapId, Option<Name>)>,
    /// Whether an intrinsic spells a reference, which the order of evaluation does not see.
    pub spelled_references: bool,
}

/// The values of a module's items and closed expressions.
#[derive(Default)]
pub(super) struct Scope {
    /// By [`ItemId`]. [`ValueKind::Error`] where there is none.
    pub items: Vec<ValueKind>,
    /// By [`ItemId`]: where the value of the item was written.
    pub origins: Vec<Option<Origin>>,
    /// What passes share.
    pub shared: Shared,
}

impl<'a> Prepared<'a> {
    pub fn new(unit: Unit<'a>, regardless: bool) -> Prepared<'a> {
        let count = unit.module.expr_count as usize;
        let mut flags = vec![0; count];
        for (flag, closed) in flags.iter_mut().zip(&unit.names.closed) {
            *flag |= if *closed { CLOSED } else { 0 };
        }
        let wrong = unit.types.failed.iter().filter(|_| !regardless);
        for (flag, failed) in flags.iter_mut().zip(wrong) {
            *flag |= if *failed { FAILED } else { 0 };
        }
        for id in unit.types.guards.keys().filter(|_| !regardless) {
            if let Some(flag) = flags.get_mut(id.0 as usize) {
                *flag |= GUARDED;
            }
        }
        let items = unit.module.items_by_id();
        let mut ordered = vec![false; items.len()];
        for id in &unit.names.order {
            if let Some(slot) = ordered.get_mut(id.0 as usize) {
                *slot = true;
            }
        }
        Prepared {
            unit,
            flags,
            items,
            ordered,
        }
    }

    pub fn flags(&self, id: ExprId) -> u8 {
        self.flags.get(id.0 as usize).copied().unwrap_or(FAILED)
    }

    /// The start of the module's text, for what has no place in it.
    pub fn whole(&self) -> Span {
        Span::new(self.unit.module.file, 0, 0)
    }

    pub fn item(&self, id: ItemId) -> Option<&'a Item> {
        self.items.get(id.0 as usize).copied().flatten()
    }

    pub fn is_ordered(&self, id: ItemId) -> bool {
        self.ordered.get(id.0 as usize).copied().unwrap_or(false)
    }
}

impl<'a> Eval<'a> {
    /// An evaluation of a program's stack. `None` where there is no module at all.
    pub fn new(program: Program<'a>, modules: &'a [Prepared<'a>]) -> Option<Eval<'a>> {
        let scope = |prepared: &Prepared| {
            let items = prepared.items.len();
            Scope {
                items: vec![ValueKind::Error; items],
                origins: vec![None; items],
                ..Scope::default()
            }
        };
        let top = Frame {
            parent: FrameId::TOP,
            kind: FrameKind::Top,
        };
        Some(Eval {
            program,
            modules,
            module: modules.first()?,
            scope: 0,
            scopes: modules.iter().map(scope).collect(),
            graph: Graph {
                frames: vec![top],
                ..Graph::default()
            },
            reports: Reports::default(),
            locals: Vec::new(),
            base: 0,
            arguments: Vec::new(),
            frame: FrameId::TOP,
            assumptions: super::assume::Assumptions::default(),
            within: Within::default(),
            wanted: Vec::new(),
            repeating: false,
            judging: false,
            fixed: program.fixed.to_vec(),
            open_branches: 0,
            budget: Budget::default(),
            ids: Ids::default(),
            loop_variables: FxHashSet::default(),
            text: String::new(),
            stack: StackGuard::here(),
            patterns: FxHashMap::default(),
            maps: FxHashMap::default(),
            spelled_references: false,
        })
    }

    /// The place of what is made here.
    pub fn origin(&self, span: Span) -> Origin {
        Origin {
            span,
            frame: self.frame,
        }
    }

    pub fn value(&self, kind: ValueKind, span: Span) -> Value {
        Value::new(kind, self.origin(span))
    }

    /// What stands for a value that could not be had and has been reported.
    pub fn error(&self, span: Span) -> Value {
        self.value(ValueKind::Error, span)
    }

    /// Enters a frame; the caller goes back to the one that was current.
    pub fn push_frame(&mut self, kind: FrameKind) -> FrameId {
        let frame = FrameId(self.graph.frames.len() as u32);
        let parent = std::mem::replace(&mut self.frame, frame);
        self.graph.frames.push(Frame { parent, kind });
        parent
    }

    pub fn here(&self) -> &Scope {
        // There is a scope for each module, and `scope` is only set from a module's place.
        &self.scopes[self.scope]
    }

    pub fn here_mut(&mut self) -> &mut Scope {
        &mut self.scopes[self.scope]
    }

    /// Sets the value of an item of the current module, or of the instance at hand.
    pub fn set_item(&mut self, item: ItemId, value: Value) {
        if self.within.instance.is_some()
            && let Some(place) = self.module.unit.names.places.get(&item)
        {
            if let Some(slot) = self.locals.get_mut(self.base + *place as usize) {
                *slot = value;
            }
            return;
        }
        let at = item.0 as usize;
        let scope = self.here_mut();
        if let Some(origin) = scope.origins.get_mut(at) {
            *origin = Some(value.origin);
        }
        if let Some(kind) = scope.items.get_mut(at) {
            *kind = value.kind;
        }
    }

    /// What was made and what was found.
    /// The values of all items, given away.
    pub fn take_values(&mut self) -> Vec<Vec<ValueKind>> {
        let scopes = self.scopes.iter_mut();
        scopes
            .map(|scope| std::mem::take(&mut scope.items))
            .collect()
    }

    pub fn finish(mut self) -> (Graph, Vec<Diagnostic>) {
        if self.spelled_references {
            for cycle in find_cycles(&self.graph) {
                self.report_cycle(&cycle);
            }
        }
        (self.graph, self.reports.finish())
    }

    /// In which of the modules a declaration stands.
    pub fn module_of(&self, decl: DeclId) -> Option<usize> {
        if self.module.unit.module.file == decl.file {
            return Some(self.scope);
        }
        let mut modules = self.modules.iter();
        modules.position(|m| m.unit.module.file == decl.file)
    }
}
