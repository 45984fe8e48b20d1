//! One type for many values: the elements of a list, the arms of a `match`. Literals are kept while
//! they are few; records with the same fields become one record, and lists one list, so that a long
//! table has a short type.

use crate::text::Name;
use crate::types::{Field, Type};
use rustc_hash::FxHashMap;

/// A list of more different literals than this is a list of texts, or of numbers.
const LITERALS: usize = 32;

/// More different records than this are one record, in which what some lack is optional.
const SHAPES: usize = 16;

/// The union of many types.
#[derive(Default)]
pub struct Elements {
    types: Vec<Type>,
    literals: usize,
    records: Vec<Joined>,
    list: Option<Box<Elements>>,
    map: Option<Box<Elements>>,
}

/// Records with the same fields.
#[derive(Default)]
struct Joined {
    fields: Vec<(Name, Elements, usize)>,
    places: FxHashMap<Name, usize>,
    count: usize,
}

impl Elements {
    pub fn add(&mut self, ty: Type) {
        match ty {
            Type::Union(members) => members.iter().for_each(|m| self.add(m.clone())),
            Type::Record(record) => {
                let same = |joined: &Joined| {
                    joined.fields.len() == record.fields.len()
                        && record.fields.iter().all(|f| joined.has(&f.name))
                };
                let at = match self.records.iter().position(same) {
                    Some(at) => at,
                    None if self.records.len() >= SHAPES => 0,
                    None => {
                        self.records.push(Joined::default());
                        self.records.len() - 1
                    }
                };
                if let Some(joined) = self.records.get_mut(at) {
                    record.fields.iter().for_each(|f| joined.add(f));
                    joined.count += 1;
                }
            }
            Type::List(list) if list.min.is_none() && list.max.is_none() => {
                self.list.get_or_insert_default().add(list.element.clone());
            }
            Type::Map(value) => self.map.get_or_insert_default().add((*value).clone()),
            Type::Literal(literal) if self.literals >= LITERALS => self.push(literal.widened()),
            Type::Literal(_) => {
                self.literals += usize::from(!self.types.contains(&ty));
                self.push(ty);
                if self.literals == LITERALS {
                    self.widen();
                }
            }
            Type::Never => {}
            other => self.push(other),
        }
    }

    pub fn ty(self) -> Type {
        let mut types = self.types;
        types.extend(self.records.into_iter().map(Joined::ty));
        types.extend(self.list.map(|elements| Type::list(elements.ty())));
        types.extend(self.map.map(|values| Type::map(values.ty())));
        Type::union(types)
    }

    fn push(&mut self, ty: Type) {
        if !self.types.contains(&ty) {
            self.types.push(ty);
        }
    }

    fn widen(&mut self) {
        for ty in std::mem::take(&mut self.types) {
            self.push(match ty {
                Type::Literal(literal) => literal.widened(),
                other => other,
            });
        }
    }
}

impl Joined {
    fn has(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    fn add(&mut self, field: &Field) {
        let at = match self.places.get(&field.name) {
            Some(at) => *at,
            None => {
                self.places.insert(field.name.clone(), self.fields.len());
                self.fields
                    .push((field.name.clone(), Elements::default(), 0));
                self.fields.len() - 1
            }
        };
        if let Some((_, elements, count)) = self.fields.get_mut(at) {
            elements.add(field.ty.clone());
            *count += usize::from(!field.optional);
        }
    }

    fn ty(self) -> Type {
        let field = |(name, elements, count): (Name, Elements, usize)| Field {
            name,
            ty: elements.ty(),
            optional: count < self.count,
        };
        Type::record(self.fields.into_iter().map(field).collect())
    }
}
