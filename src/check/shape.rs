//! What a wanted type offers to a list or a record that is written out: its lists, its records, its
//! maps, with nodes of schemas expanded. Never judges an entry.

use super::checker::Checker;
use crate::syntax::ast::*;
use crate::types::{ListType, Literal, Node, RecordType, Type};
use std::rc::Rc;
use std::sync::Arc;

/// One way to be what is wanted.
pub enum Shape {
    List(Arc<ListType>),
    Map(Arc<Type>),
    Record(RecordShape),
    /// `json`, or `any`.
    Open,
}

/// A record, and the node of the schema that it is, if it is one.
#[derive(Clone)]
pub struct RecordShape {
    pub record: Arc<RecordType>,
    pub node: Option<Rc<Node>>,
}

/// All ways to be what is wanted. `schema` is whether a schema asks.
pub struct Shapes {
    pub all: Vec<Shape>,
    pub schema: bool,
}

impl RecordShape {
    /// The field of this name with its index.
    pub fn field(&self, name: &str) -> Option<(usize, &crate::types::Field)> {
        match &self.node {
            Some(node) => node.field(&self.record, name),
            None => {
                let at = self.record.fields.iter().position(|f| f.name == name)?;
                Some((at, self.record.fields.get(at)?))
            }
        }
    }
}

impl<'a> Checker<'a> {
    pub fn shapes(&self, wanted: &Type, schema: bool) -> Shapes {
        let mut shapes = Shapes {
            all: Vec::with_capacity(1),
            schema,
        };
        self.add_shapes(wanted, None, &mut shapes);
        shapes
    }

    fn add_shapes(&self, ty: &Type, node: Option<&Rc<Node>>, shapes: &mut Shapes) {
        match ty {
            Type::List(list) => {
                shapes.all.push(Shape::List(list.clone()));
                if list.or_one {
                    self.add_shapes(&list.element, None, shapes);
                }
            }
            Type::Map(value) => shapes.all.push(Shape::Map(value.clone())),
            Type::Record(record) => shapes.all.push(Shape::Record(RecordShape {
                record: record.clone(),
                node: node.cloned(),
            })),
            Type::Json | Type::Any | Type::Error => shapes.all.push(Shape::Open),
            Type::Named(key, id) => {
                let node = self.nodes.get(key, *id);
                shapes.schema = true;
                self.add_shapes(&node.ty, Some(&node), shapes);
            }
            Type::Union(members) => {
                for member in members.iter() {
                    self.add_shapes(member, None, shapes);
                }
            }
            _ => {}
        }
    }

    /// Which of several records was meant: the one whose literals agree and that knows the names.
    pub fn meant(&self, entries: &[RecordEntry], shapes: Vec<RecordShape>) -> Option<RecordShape> {
        let mut best: Option<(i32, RecordShape)> = None;
        for shape in shapes {
            let score = self.score(entries, &shape);
            if best.as_ref().is_none_or(|(other, _)| score > *other) {
                best = Some((score, shape));
            }
        }
        best.map(|(_, shape)| shape)
    }

    fn score(&self, entries: &[RecordEntry], shape: &RecordShape) -> i32 {
        let mut score = 0;
        let mut required = shape.record.fields.iter().filter(|f| !f.optional).count() as i32;
        for entry in entries {
            let RecordEntry::Field {
                key: Key::Name(name),
                value,
            } = entry
            else {
                continue;
            };
            let Some((_, field)) = shape.field(&name.name) else {
                score -= 2;
                continue;
            };
            score += 1;
            required -= i32::from(!field.optional);
            if let ExprKind::Text(text) = &value.kind
                && let Some(text) = super::expr::literal_text(text)
            {
                let literal = Type::Literal(Literal::Text(text));
                let members = self.nodes.members(&field.ty);
                if members.iter().all(|m| matches!(m, Type::Literal(_))) {
                    score += if members.contains(&literal) { 4 } else { -4 };
                }
            }
        }
        score - required
    }
}
