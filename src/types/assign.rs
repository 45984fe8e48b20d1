//! Whether a value of one type goes where another is wanted. In: both types, and the nodes of
//! schemas. Out: a [`Fit`], which says how sure that is, or where and why it is not so. Never:
//! messages.
//!
//! `Always` is an order: reflexive and transitive. What goes beyond it is a [`Doubt`]: a bound that
//! only the value can prove, a plain string for an identifier, and what the engines convert where a
//! schema asks: a number for a string, a quoted number for a number.

use super::scalar;
use super::{Field, ListType, Literal, NodeId, Nodes, RecordType, Relation, Type, TypeKey};
use crate::text::Name;

/// Types that share their parts may be much larger than their text. What takes more steps than this
/// is left to the values.
const STEPS: u32 = 100_000;

/// How surely one type goes where another is wanted.
#[derive(Debug, Clone, PartialEq)]
pub enum Fit {
    /// Every value of the one is a value of the other.
    Always,
    Maybe(Doubt),
    Never(Box<Mismatch>),
}

/// Why a fit is not sure, the graver last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubt {
    /// A schema's constraint, which is held against the value once there is one.
    Schema,
    /// The program's own bound, or a `json` that may hold something else: only the value will tell.
    Value,
    /// A string where an identifier is wanted.
    PlainText,
    /// A number or a boolean in quotes where a schema wants it without.
    Quoted,
}

/// Where and why a type does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Mismatch {
    /// From the whole value to the part that does not fit.
    pub path: Vec<Step>,
    pub wanted: Type,
    pub found: Type,
    pub why: Why,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Field(Name),
    Element,
    /// The values of a map.
    Value,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Why {
    /// Values of another kind.
    Kind,
    /// `null` is possible and may not be.
    Null,
    /// A literal that is not among those that are wanted.
    Literal,
    /// A number out of its range, a text of a wrong length or without its pattern.
    Bounds,
    /// Fields that must be there.
    Missing(Vec<Name>),
    /// A field that the wanted record does not have.
    Unknown(Name),
    /// It identifies something else; these would do.
    Identifies(Vec<Relation>),
}

/// Whether `found` goes where `wanted` is wanted.
pub fn fit(found: &Type, wanted: &Type, nodes: &Nodes<'_>) -> Fit {
    assign(nodes, false).fit(found, wanted)
}

/// Whether `found` goes where a schema wants `wanted`, which is a part of a node.
pub fn fit_in_schema(found: &Type, wanted: &Type, nodes: &Nodes<'_>) -> Fit {
    assign(nodes, true).fit(found, wanted)
}

fn assign<'n, 'a>(nodes: &'n Nodes<'a>, in_schema: bool) -> Assign<'n, 'a> {
    Assign {
        nodes,
        assumed: Vec::new(),
        in_schema,
        steps: STEPS,
    }
}

impl Fit {
    pub fn is_never(&self) -> bool {
        matches!(self, Fit::Never(_))
    }

    /// The less sure of both.
    pub fn and(self, other: Fit) -> Fit {
        match (self, other) {
            (Fit::Never(why), _) | (_, Fit::Never(why)) => Fit::Never(why),
            (Fit::Always, fit) | (fit, Fit::Always) => fit,
            (Fit::Maybe(a), Fit::Maybe(b)) => Fit::Maybe(a.max(b)),
        }
    }

    fn below(self, step: impl FnOnce() -> Step) -> Fit {
        match self {
            Fit::Never(mut mismatch) => {
                mismatch.path.insert(0, step());
                Fit::Never(mismatch)
            }
            fit => fit,
        }
    }
}

/// A mismatch of whole values.
pub fn never(found: &Type, wanted: &Type, why: Why) -> Fit {
    Fit::Never(Box::new(Mismatch {
        path: Vec::new(),
        wanted: wanted.clone(),
        found: found.clone(),
        why,
    }))
}

struct Assign<'n, 'a> {
    nodes: &'n Nodes<'a>,
    /// Pairs of nodes that are being compared: definitions recurse.
    assumed: Vec<[(TypeKey, NodeId); 2]>,
    /// Whether a schema asks, which takes more than the language does and leaves its constraints to
    /// the values.
    in_schema: bool,
    /// How much may still be compared.
    steps: u32,
}

impl Assign<'_, '_> {
    fn fit(&mut self, found: &Type, wanted: &Type) -> Fit {
        if self.steps == 0 {
            return Fit::Maybe(self.doubt());
        }
        self.steps -= 1;
        match (found, wanted) {
            (Type::Error | Type::Never, _) | (_, Type::Error | Type::Any) => Fit::Always,
            (Type::Named(a, x), Type::Named(b, y)) if x == y && a == b => Fit::Always,
            (Type::Union(members), _) => self.all(members, wanted),
            (_, Type::Named(key, node)) => self.named(found, key, *node),
            (_, Type::Union(members)) => self.any(found, members, wanted),
            // All that a schema describes is JSON, however deep.
            (Type::Named(..), Type::Json) => Fit::Always,
            (Type::Named(key, node), _) => {
                let node = self.nodes.get(key, *node);
                match (node.relations.as_slice(), wanted) {
                    ([], _) => self.fit(&node.ty, wanted),
                    (relations, Type::Id(relation)) if relations.contains(relation) => {
                        Fit::Maybe(Doubt::PlainText)
                    }
                    _ => self.fit(&node.ty, wanted),
                }
            }
            (Type::Resource(a), Type::Resource(b)) if a == b => Fit::Always,
            (Type::Component(a), Type::Component(b)) if a.is(b) => Fit::Always,
            (Type::Resource(_) | Type::Component(_), _)
            | (_, Type::Resource(_) | Type::Component(_)) => never(found, wanted, Why::Kind),
            (Type::Any, _) => Fit::Maybe(self.doubt()),
            (_, Type::Json) => self.json(found, wanted),
            (Type::Json, _) => Fit::Maybe(self.doubt()),
            (Type::List(a), Type::List(b)) => self.list(a, b),
            (Type::Record(_) | Type::Map(_), Type::List(list)) if list.or_one => {
                self.fit(found, &list.element)
            }
            (Type::Record(a), Type::Record(b)) => self.record(a, b, found, wanted),
            (Type::Record(record), Type::Map(value)) => self.all_fields(record, value),
            (Type::Map(a), Type::Map(b)) => self.fit(a, b).below(|| Step::Value),
            // A comprehension may make the properties that a schema names.
            (Type::Map(_), Type::Record(_)) if self.in_schema => Fit::Maybe(Doubt::Schema),
            (Type::Id(relation), Type::Id(wanted))
                if relation != wanted && self.is_open(relation) =>
            {
                Fit::Maybe(Doubt::PlainText)
            }
            _ => scalar::fit(found, wanted, self.in_schema),
        }
    }

    /// Whether an identifier is of a type of one's own: its resource may stand for any other.
    fn is_open(&self, relation: &Relation) -> bool {
        let schemas = self.nodes.schemas;
        relation.resource.index.is_none() || schemas.properties(&relation.resource).is_none()
    }

    fn doubt(&self) -> Doubt {
        match self.in_schema {
            true => Doubt::Schema,
            false => Doubt::Value,
        }
    }

    /// Each member must fit.
    fn all(&mut self, members: &[Type], wanted: &Type) -> Fit {
        let mut fit = Fit::Always;
        for member in members {
            let mut one = self.fit(member, wanted);
            if let (Fit::Never(mismatch), Type::Null) = (&mut one, member)
                && mismatch.path.is_empty()
            {
                mismatch.why = Why::Null;
            }
            fit = fit.and(one);
            if fit.is_never() {
                break;
            }
        }
        fit
    }

    /// One member must be fitted; where none is, the nearest is shown.
    fn any(&mut self, found: &Type, members: &[Type], wanted: &Type) -> Fit {
        let mut best: Option<Fit> = None;
        for member in members {
            let fit = match self.fit(found, member) {
                Fit::Always => return Fit::Always,
                // Of a union of literals all are wanted, not the first.
                Fit::Never(m) if m.path.is_empty() => {
                    let literal = members.iter().all(|m| matches!(m, Type::Literal(_)));
                    let why = match m.why {
                        Why::Literal if !literal => Why::Kind,
                        why => why,
                    };
                    never(found, wanted, why)
                }
                fit => fit,
            };
            let better = match &best {
                None => true,
                Some(Fit::Maybe(a)) => matches!(&fit, Fit::Maybe(b) if b < a),
                Some(Fit::Never(a)) => match &fit {
                    Fit::Never(b) => b.nearness() > a.nearness(),
                    _ => true,
                },
                Some(Fit::Always) => false,
            };
            if better {
                best = Some(fit);
            }
        }
        best.unwrap_or(Fit::Always)
    }

    fn named(&mut self, found: &Type, key: &TypeKey, id: NodeId) -> Fit {
        let node = self.nodes.get(key, id);
        if let (Type::Id(relation), false) = (found, node.relations.is_empty()) {
            return match node.relations.contains(relation) {
                true => Fit::Always,
                false if self.is_open(relation) => Fit::Maybe(Doubt::PlainText),
                false => {
                    let wanted = Type::Named(key.clone(), id);
                    never(found, &wanted, Why::Identifies(node.relations.clone()))
                }
            };
        }
        let outer = std::mem::replace(&mut self.in_schema, true);
        let fit = match found {
            Type::Named(other, other_id) => {
                let pair = [(other.clone(), *other_id), (key.clone(), id)];
                if self.assumed.contains(&pair) {
                    Fit::Always
                } else {
                    self.assumed.push(pair);
                    let found = self.nodes.get(other, *other_id);
                    let fit = self.fit(&found.ty, &node.ty);
                    self.assumed.pop();
                    fit
                }
            }
            // A node without relations takes any identifier that is a string.
            Type::Id(_) => self.fit(&Type::string(), &node.ty),
            _ => self.fit(found, &node.ty),
        };
        self.in_schema = outer;
        match fit {
            // The name of the node says more than its structure.
            Fit::Never(mut mismatch) if mismatch.path.is_empty() => {
                mismatch.wanted = Type::Named(key.clone(), id);
                mismatch.found = found.clone();
                Fit::Never(mismatch)
            }
            Fit::Always | Fit::Maybe(Doubt::Schema) if !node.relations.is_empty() => {
                fit.and(self.identity(found, &node.relations))
            }
            fit => fit,
        }
    }

    /// Whether what is no identifier itself may stand where one of these is wanted.
    fn identity(&self, found: &Type, wanted: &[Relation]) -> Fit {
        match found {
            Type::Str(_) => Fit::Maybe(Doubt::PlainText),
            other if is_text(other) => Fit::Always,
            Type::Named(key, node) => {
                let found = self.nodes.get(key, *node);
                let same = match found.relations.as_slice() {
                    [] => found.ty.members().iter().all(is_text),
                    relations => relations.iter().all(|r| wanted.contains(r)),
                };
                match same {
                    true => Fit::Always,
                    false => Fit::Maybe(Doubt::Schema),
                }
            }
            _ => Fit::Maybe(Doubt::Schema),
        }
    }

    fn json(&mut self, found: &Type, wanted: &Type) -> Fit {
        match found {
            Type::List(list) => self.fit(&list.element, wanted).below(|| Step::Element),
            Type::Map(value) => self.fit(value, wanted).below(|| Step::Value),
            Type::Record(record) => self.all_fields(record, wanted),
            _ => Fit::Always,
        }
    }

    fn list(&mut self, found: &ListType, wanted: &ListType) -> Fit {
        let fit = self.present(&found.element, &wanted.element);
        let fit = fit.below(|| Step::Element);
        if fit.is_never() {
            return fit;
        }
        let lengths = scalar::within(
            (found.min.map(i64::from), found.max.map(i64::from)),
            (wanted.min.map(i64::from), wanted.max.map(i64::from)),
        );
        match lengths {
            Some(true) => fit,
            _ if self.in_schema => fit.and(Fit::Maybe(Doubt::Schema)),
            Some(false) => never(
                &Type::List(found.clone().into()),
                &Type::List(wanted.clone().into()),
                Why::Bounds,
            ),
            None => fit.and(Fit::Maybe(Doubt::Value)),
        }
    }

    /// An element or an entry must fit. Where a schema asks, a `null` is left out.
    fn present(&mut self, found: &Type, wanted: &Type) -> Fit {
        match self.in_schema && found.is_optional() && !self.takes_null(wanted) {
            true => {
                let fit = self.fit(&found.without_null(), wanted);
                fit.and(Fit::Maybe(Doubt::Schema))
            }
            false => self.fit(found, wanted),
        }
    }

    fn takes_null(&self, wanted: &Type) -> bool {
        let takes = |ty: &Type| matches!(ty, Type::Null | Type::Json | Type::Any | Type::Error);
        match wanted {
            Type::Named(key, node) => self.nodes.get(key, *node).ty.members().iter().any(takes),
            other => other.members().iter().any(takes),
        }
    }

    /// Each field must fit one type: the values of a map, or `json`.
    fn all_fields(&mut self, record: &RecordType, wanted: &Type) -> Fit {
        let mut fit = Fit::Always;
        for field in &record.fields {
            let one = match field.optional {
                true => self.present(&field.ty.clone().optional(), wanted),
                false => self.present(&field.ty, wanted),
            };
            fit = fit.and(one.below(|| Step::Field(field.name.clone())));
            if fit.is_never() {
                break;
            }
        }
        fit
    }

    fn record(
        &mut self,
        found: &RecordType,
        wanted: &RecordType,
        found_ty: &Type,
        wanted_ty: &Type,
    ) -> Fit {
        let has = |f: &Field| found.field(&f.name).is_some_and(|f| !f.optional);
        let missing: Vec<Name> = wanted
            .fields
            .iter()
            .filter(|f| !f.optional && !has(f))
            .map(|f| f.name.clone())
            .collect();
        if !missing.is_empty() {
            return never(found_ty, wanted_ty, Why::Missing(missing));
        }
        let mut fit = Fit::Always;
        for field in &found.fields {
            let Some(want) = wanted.field(&field.name) else {
                return never(found_ty, wanted_ty, Why::Unknown(field.name.clone()));
            };
            let one = match want.optional {
                // What is `null` is absent.
                true => self.fit(&field.ty.without_null(), &want.ty),
                false => self.fit(&field.ty, &want.ty),
            };
            fit = fit.and(one.below(|| Step::Field(field.name.clone())));
            if fit.is_never() {
                break;
            }
        }
        fit
    }
}

impl Mismatch {
    /// How likely this is the branch that was meant: one whose literals agree, then one of the same
    /// kind, then the one that is right until deepest inside.
    fn nearness(&self) -> (bool, bool, usize) {
        let literal = matches!(self.why, Why::Literal) && !self.path.is_empty();
        let kind = !matches!(self.why, Why::Kind) || !self.path.is_empty();
        (!literal, kind, self.path.len())
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(ty, Type::Literal(Literal::Text(_)) | Type::Null)
}

impl From<Literal> for Type {
    fn from(literal: Literal) -> Type {
        Type::Literal(literal)
    }
}
