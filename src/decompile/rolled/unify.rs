//! In what two resources differ. In: both. Out: the literals in which they do, by their places in the first one.
//! Never: a difference in shape; such resources have nothing in common.

use super::bare::same;
use crate::syntax::ast::{
    Argument, Arm, Expr, ExprId, ExprKind, Item, ItemKind, Key, ListEntry, RecordEntry, Resource,
    TextPart,
};
use crate::text::Name;

/// A literal, or a part of a text, of the first resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub expr: ExprId,
    /// Which part of a text with expressions.
    pub part: Option<usize>,
}

/// A place in which two resources differ.
#[derive(Debug, Clone)]
pub struct Hole {
    pub place: Place,
    /// The key that it stands under.
    pub under: Name,
    /// What stands there in either.
    pub first: Expr,
    pub other: Expr,
}

/// Where two resources differ; `None` where not in literals alone.
pub fn unify(first: &Item, other: &Item) -> Option<Vec<Hole>> {
    let (ItemKind::Resource(a), ItemKind::Resource(b)) = (&first.kind, &other.kind) else {
        return None;
    };
    let mut finder = Finder {
        holes: Vec::new(),
        under: Name::new(),
    };
    let conditions = match (&a.condition, &b.condition) {
        (None, None) => true,
        (Some(a), Some(b)) => same(a, b),
        _ => false,
    };
    let plain = |r: &Resource| r.loops.is_empty() && r.with.is_none();
    let alike = conditions
        && plain(a)
        && plain(b)
        && a.ty.base == b.ty.base
        && first.doc.is_none()
        && other.doc.is_none()
        && finder.attributes(first, other)
        && finder.exprs(&a.body, &b.body);
    alike.then_some(finder.holes)
}

struct Finder {
    holes: Vec<Hole>,
    under: Name,
}

impl Finder {
    fn attributes(&mut self, first: &Item, other: &Item) -> bool {
        let of = |item: &'_ Item| -> Vec<usize> {
            let all = item.attributes.iter().enumerate();
            let others = all.filter(|(_, attribute)| attribute.name.name != "id");
            others.map(|(index, _)| index).collect()
        };
        let (a, b) = (of(first), of(other));
        a.len() == b.len()
            && a.iter().zip(&b).all(|(a, b)| {
                let (a, b) = (&first.attributes[*a], &other.attributes[*b]);
                a.name.name == b.name.name && self.arguments(&a.arguments, &b.arguments)
            })
    }

    fn arguments(&mut self, a: &[Argument], b: &[Argument]) -> bool {
        let name = |argument: &Argument| argument.name.as_ref().map(|name| name.name.clone());
        a.len() == b.len()
            && a.iter()
                .zip(b)
                .all(|(a, b)| name(a) == name(b) && self.exprs(&a.value, &b.value))
    }

    fn exprs(&mut self, a: &Expr, b: &Expr) -> bool {
        match (&a.kind, &b.kind) {
            (ExprKind::Bool(x), ExprKind::Bool(y)) => x == y || self.hole(a, b),
            (ExprKind::Int(x), ExprKind::Int(y)) => x == y || self.hole(a, b),
            (ExprKind::Number(x), ExprKind::Number(y)) => x == y || self.hole(a, b),
            (ExprKind::Text(x), ExprKind::Text(y)) => {
                let known = |parts: &[TextPart]| matches!(parts, [] | [TextPart::Text { .. }]);
                if known(&x.parts) && known(&y.parts) {
                    return same(a, b) || self.hole(a, b);
                }
                x.parts.len() == y.parts.len()
                    && (x.parts.iter().zip(&y.parts).enumerate())
                        .all(|(index, (x, y))| self.parts(a, b, index, x, y))
            }
            (ExprKind::List(x), ExprKind::List(y)) => {
                x.len() == y.len()
                    && x.iter().zip(y).all(|pair| match pair {
                        (ListEntry::Item(x), ListEntry::Item(y))
                        | (ListEntry::Spread(x), ListEntry::Spread(y)) => self.exprs(x, y),
                        _ => false,
                    })
            }
            (ExprKind::Record(x), ExprKind::Record(y)) => {
                x.len() == y.len() && x.iter().zip(y).all(|(x, y)| self.entries(x, y))
            }
            (
                ExprKind::Field {
                    base: x,
                    name: xn,
                    optional: xo,
                },
                ExprKind::Field {
                    base: y,
                    name: yn,
                    optional: yo,
                },
            ) => xn.name == yn.name && xo == yo && self.exprs(x, y),
            (ExprKind::Index { base: x, index: xi }, ExprKind::Index { base: y, index: yi }) => {
                self.exprs(x, y) && self.exprs(xi, yi)
            }
            (
                ExprKind::Call {
                    callee: x,
                    arguments: xa,
                },
                ExprKind::Call {
                    callee: y,
                    arguments: ya,
                },
            ) => {
                // What is spelled as in the template is so by its literals.
                match is_spelled(x) {
                    true => same(a, b),
                    false => same(x, y) && self.arguments(xa, ya),
                }
            }
            (
                ExprKind::If {
                    condition: xc,
                    then: xt,
                    otherwise: xo,
                },
                ExprKind::If {
                    condition: yc,
                    then: yt,
                    otherwise: yo,
                },
            ) => same(xc, yc) && self.exprs(xt, yt) && self.exprs(xo, yo),
            (
                ExprKind::Match {
                    subject: x,
                    arms: xs,
                },
                ExprKind::Match {
                    subject: y,
                    arms: ys,
                },
            ) => {
                let patterns =
                    |arm: &Arm| -> Vec<_> { arm.patterns.iter().map(|p| p.kind.clone()).collect() };
                same(x, y)
                    && xs.len() == ys.len()
                    && (xs.iter().zip(ys))
                        .all(|(x, y)| patterns(x) == patterns(y) && self.exprs(&x.value, &y.value))
            }
            (ExprKind::Paren(x), ExprKind::Paren(y)) => self.exprs(x, y),
            _ => same(a, b),
        }
    }

    fn parts(&mut self, a: &Expr, b: &Expr, index: usize, x: &TextPart, y: &TextPart) -> bool {
        match (x, y) {
            (TextPart::Expr(x), TextPart::Expr(y)) => self.exprs(x, y),
            (TextPart::Text { value: xv, .. }, TextPart::Text { value: yv, .. }) => {
                if xv != yv {
                    self.holes.push(Hole {
                        place: Place {
                            expr: a.id,
                            part: Some(index),
                        },
                        under: self.under.clone(),
                        first: of_part(a, x),
                        other: of_part(b, y),
                    });
                }
                true
            }
            _ => false,
        }
    }

    fn entries(&mut self, a: &RecordEntry, b: &RecordEntry) -> bool {
        match (a, b) {
            (
                RecordEntry::Field {
                    key: Key::Name(x),
                    value: a,
                },
                RecordEntry::Field {
                    key: Key::Name(y),
                    value: b,
                },
            ) => {
                let outer = std::mem::replace(&mut self.under, x.name.clone());
                let alike = x.name == y.name && self.exprs(a, b);
                self.under = outer;
                alike
            }
            (RecordEntry::Spread(a), RecordEntry::Spread(b)) => self.exprs(a, b),
            _ => false,
        }
    }

    fn hole(&mut self, a: &Expr, b: &Expr) -> bool {
        self.holes.push(Hole {
            place: Place {
                expr: a.id,
                part: None,
            },
            under: self.under.clone(),
            first: a.clone(),
            other: b.clone(),
        });
        true
    }
}

/// A part of a text as a text of its own.
fn of_part(text: &Expr, part: &TextPart) -> Expr {
    let ExprKind::Text(literal) = &text.kind else {
        return text.clone();
    };
    let mut literal = literal.clone();
    literal.parts = vec![part.clone()];
    Expr {
        kind: ExprKind::Text(literal),
        ..text.clone()
    }
}

/// Whether a function stands for the template's own spelling: `raw`, `cfn.sub`.
pub fn is_spelled(callee: &Expr) -> bool {
    match &callee.kind {
        ExprKind::Name(name) => name == "raw",
        ExprKind::Field { base, .. } => {
            matches!(&base.kind, ExprKind::Name(name) if name == "cfn")
        }
        _ => false,
    }
}
