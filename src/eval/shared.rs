//! What the passes of loops and the calls of functions share: the values of closed expressions, the
//! shapes of record literals, the paths of attributes. Kept by expression, found in one step.

use super::state::{CLOSED, Eval, FAILED, GUARDED};
use crate::graph::{Deferred, FrameId, Keys, Value};
use crate::syntax::ast::{Expr, ExprId, ExprKind, TextPart};
use crate::text::Name;
use std::sync::Arc;

/// What is kept for the expressions of a module.
#[derive(Default)]
pub(super) struct Shared {
    /// By [`ExprId`]: one more than the place in `kept`; 0 for nothing. Empty until something is
    /// kept, which a program without loops and functions never needs.
    places: Vec<u32>,
    kept: Vec<Kept>,
}

/// What is kept for one expression.
pub(super) enum Kept {
    /// Of a closed expression.
    Value {
        value: Value,
        /// Under which assumptions it holds; `None` for all.
        under: Option<u64>,
    },
    /// Of a record literal.
    Shape(Arc<Shape>),
    /// Of an attribute that is read.
    Path(Arc<[Name]>),
}

/// What all records of one literal have in common.
pub(super) struct Shape {
    pub keys: Keys,
    /// The values that are the same in every pass; anything in the places of the others.
    pub fixed: Vec<Value>,
    /// The places of the other values.
    pub open: Vec<usize>,
}

impl Shared {
    pub fn get(&self, id: ExprId) -> Option<&Kept> {
        let place = self.places.get(id.0 as usize).copied()?;
        self.kept.get((place as usize).checked_sub(1)?)
    }

    /// Keeps something for an expression of a module with `count` expressions.
    pub fn set(&mut self, id: ExprId, count: u32, kept: Kept) {
        if self.places.is_empty() {
            self.places = vec![0; count as usize];
        }
        let Some(place) = self.places.get_mut(id.0 as usize) else {
            return;
        };
        match self.kept.get_mut((*place as usize).wrapping_sub(1)) {
            Some(old) => *old = kept,
            None => {
                self.kept.push(kept);
                *place = self.kept.len() as u32;
            }
        }
    }
}

impl<'a> Eval<'a> {
    /// The value of a closed expression: computed once, and again only under other assumptions
    /// where it depends on them.
    pub fn kept(&mut self, expr: &'a Expr) -> Value {
        let mark = self.assumptions.mark();
        if let Some(Kept::Value { value, under }) = self.here().shared.get(expr.id)
            && under.is_none_or(|under| under == mark)
        {
            return value.clone();
        }
        // It belongs to no pass: what it makes is the same in all of them.
        let frame = std::mem::replace(&mut self.frame, FrameId::TOP);
        self.repeating = false;
        let asked = self.assumptions.asked();
        let value = self.compute(expr);
        self.repeating = true;
        self.frame = frame;
        let kept = Kept::Value {
            value: value.clone(),
            under: (self.assumptions.asked() != asked).then_some(mark),
        };
        self.keep(expr.id, kept);
        value
    }

    fn keep(&mut self, id: ExprId, kept: Kept) {
        let count = self.module.unit.module.expr_count;
        self.here_mut().shared.set(id, count, kept);
    }

    /// The shape of a record literal, where it is known already.
    pub fn shape(&self, id: ExprId) -> Option<Arc<Shape>> {
        match self.here().shared.get(id) {
            Some(Kept::Shape(shape)) => Some(shape.clone()),
            _ => None,
        }
    }

    /// Keeps the shape of a literal, from the values that its first record got.
    pub fn keep_shape(&mut self, id: ExprId, keys: Keys, values: &[(&'a Expr, &Value)]) {
        let mut shape = Shape {
            keys,
            fixed: Vec::with_capacity(values.len()),
            open: Vec::new(),
        };
        for (place, (expr, value)) in values.iter().enumerate() {
            let mut fixed = (*value).clone();
            fixed.origin.frame = FrameId::TOP;
            shape.fixed.push(fixed);
            if !self.is_fixed(expr, value) {
                shape.open.push(place);
            }
        }
        self.keep(id, Kept::Shape(Arc::new(shape)));
    }

    /// Whether an expression has this value in every pass.
    fn is_fixed(&self, expr: &Expr, value: &Value) -> bool {
        if self.module.flags(expr.id) & (CLOSED | FAILED | GUARDED) != CLOSED {
            return false;
        }
        match &expr.kind {
            kind if is_worth_keeping(kind) => matches!(
                self.here().shared.get(expr.id),
                Some(Kept::Value { under: None, .. })
            ),
            // What a name stands for may depend on what is assumed.
            ExprKind::Name(_) => !matches!(value.as_deferred(), Some(Deferred::If { .. })),
            _ => true,
        }
    }

    /// The path of an attribute that is read at an expression.
    pub fn path(&mut self, id: ExprId, name: &Name) -> Arc<[Name]> {
        if let Some(Kept::Path(path)) = self.here().shared.get(id) {
            return path.clone();
        }
        let path: Arc<[Name]> = Arc::from([name.clone()]);
        if self.repeating {
            self.keep(id, Kept::Path(path.clone()));
        }
        path
    }
}

/// Whether looking a closed value up is cheaper than making it again.
pub(super) fn is_worth_keeping(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Int(_)
        | ExprKind::Number(_)
        | ExprKind::Name(_)
        | ExprKind::TypeName(_)
        | ExprKind::Error => false,
        ExprKind::Text(text) => text.parts.iter().any(|p| matches!(p, TextPart::Expr(_))),
        _ => true,
    }
}
