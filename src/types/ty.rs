//! What a value may be. Pure data: no look-ups, no judgement (see `assign.rs`), no printing (see
//! `display.rs`). Types that come from a schema stay references ([`Type::Named`]) and are expanded
//! on demand through [`super::Schemas`], because definitions recurse and most are never asked for.

use super::ComponentType;
use crate::text::Name;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The type of a value. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Something that was reported already. Fits everywhere and is never reported again: this is
    /// the whole rule against cascades.
    Error,
    /// No value at all: the type of `fail(...)` and of the element of `[]`.
    Never,
    Null,
    Bool,
    Int(IntRange),
    Number(NumberRange),
    Str(Arc<StringConstraint>),
    Literal(Literal),
    List(Arc<ListType>),
    /// String-keyed; the type is that of the values.
    Map(Arc<Type>),
    Record(Arc<RecordType>),
    /// A resource of this type: what `resource` declares and what a component takes.
    Resource(TypeKey),
    /// An instance of a component: what `resource` declares where it names one.
    Component(Arc<ComponentType>),
    /// A node of a resource type's schema: a property or a definition, with all its constraints.
    Named(TypeKey, NodeId),
    /// A string that knows what it identifies.
    Id(Relation),
    /// Two or more members, flat, without duplicates. Made by [`Type::union`].
    Union(Arc<[Type]>),
    /// Any JSON value.
    Json,
    /// The top type, never inferred silently.
    Any,
}

/// A literal's own type.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    Text(Name),
    Int(i64),
    Number(f64),
    Bool(bool),
}

/// Bounds of an `int`, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IntRange {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

/// Bounds of a `number`, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct NumberRange {
    pub min: Option<f64>,
    pub max: Option<f64>,
}

/// What a `string(...)` asks: a length in characters and a pattern that matches the whole value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StringConstraint {
    pub min: Option<u32>,
    pub max: Option<u32>,
    pub pattern: Option<Name>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListType {
    pub element: Type,
    pub min: Option<u32>,
    pub max: Option<u32>,
    /// Whether a single element may be written for a list of one: the blocks of Terraform.
    pub or_one: bool,
    /// Whether its elements have no order, and so no index: the sets of Terraform.
    pub set: bool,
}

/// `{ name: string, size?: int }`. Unknown fields are an error.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RecordType {
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub name: Name,
    pub ty: Type,
    pub optional: bool,
}

/// A resource type by its name (`AWS::S3::Bucket`), with its place in the catalogue for a fast
/// look-up. Open types (`Custom::X`, modules, private types without a schema) have no place.
#[derive(Debug, Clone)]
pub struct TypeKey {
    pub name: Name,
    pub index: Option<u32>,
}

impl TypeKey {
    /// What calls of Terraform's modules are, of which nothing is known.
    pub fn module() -> TypeKey {
        TypeKey {
            name: MODULE.into(),
            index: None,
        }
    }

    pub fn is_module(&self) -> bool {
        self.name == MODULE
    }

    /// Whether it is a type of one of Terraform's providers, whose names have no colons.
    pub fn is_terraform(&self) -> bool {
        !self.name.contains("::")
    }
}

impl PartialEq for TypeKey {
    fn eq(&self, other: &TypeKey) -> bool {
        self.name == other.name
    }
}

impl Eq for TypeKey {}

impl std::hash::Hash for TypeKey {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

const MODULE: &str = "module";

/// A node of one type's schema, by its index there. Node 0 is the resource's own properties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// What an identifier identifies: `AWS::IAM::Role.Arn` is `{ AWS::IAM::Role, Arn }`; what `Ref`
/// returns, where it has no property's name, is `Id`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Relation {
    pub resource: TypeKey,
    pub attribute: Name,
}

// Numbers are finite, so that equality is an equivalence; shared parts are then equal without a look.
impl Eq for Type {}
impl Eq for ListType {}
impl Eq for RecordType {}
impl Eq for Field {}
impl Eq for Literal {}

impl Type {
    pub fn int() -> Type {
        Type::Int(IntRange::default())
    }

    pub fn number() -> Type {
        Type::Number(NumberRange::default())
    }

    pub fn string() -> Type {
        Type::Str(Arc::new(StringConstraint::default()))
    }

    pub fn text(value: &str) -> Type {
        Type::Literal(Literal::Text(value.into()))
    }

    pub fn list(element: Type) -> Type {
        Type::List(Arc::new(ListType {
            element,
            min: None,
            max: None,
            or_one: false,
            set: false,
        }))
    }

    pub fn map(value: Type) -> Type {
        Type::Map(Arc::new(value))
    }

    pub fn record(fields: Vec<Field>) -> Type {
        Type::Record(Arc::new(RecordType { fields }))
    }

    /// `T?`: the union with `null`.
    pub fn optional(self) -> Type {
        Type::union([self, Type::Null])
    }

    /// The union of all members: flat, without duplicates, `Never` left out. `Error` and `Any`
    /// swallow the rest.
    pub fn union(members: impl IntoIterator<Item = Type>) -> Type {
        let mut flat = Flat::default();
        for member in members {
            match member {
                Type::Never => {}
                Type::Error => return Type::Error,
                Type::Any => return Type::Any,
                Type::Union(inner) => {
                    for ty in inner.iter() {
                        flat.add(ty.clone());
                    }
                }
                ty => flat.add(ty),
            }
        }
        let mut all = flat.all;
        match all.len() {
            0 => Type::Never,
            1 => all.remove(0),
            _ => Type::Union(all.into()),
        }
    }

    /// The members of a union; of any other type, itself.
    pub fn members(&self) -> &[Type] {
        match self {
            Type::Union(members) => members,
            other => std::slice::from_ref(other),
        }
    }

    /// Whether `null` is one of the values. `json` and `any` hold it too, but need no check.
    pub fn is_optional(&self) -> bool {
        self.members().contains(&Type::Null)
    }

    /// The type without `null`.
    pub fn without_null(&self) -> Type {
        match self {
            Type::Union(members) => {
                Type::union(members.iter().filter(|m| **m != Type::Null).cloned())
            }
            Type::Null => Type::Never,
            other => other.clone(),
        }
    }

    /// Whether its values are resources or instances: things that are made, not data.
    pub fn is_handle(&self) -> bool {
        matches!(self, Type::Resource(_) | Type::Component(_))
    }

    pub fn is_error(&self) -> bool {
        matches!(self, Type::Error)
    }
}

impl RecordType {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
}

impl Literal {
    /// The type that a literal is one value of.
    pub fn widened(&self) -> Type {
        match self {
            Literal::Text(_) => Type::string(),
            Literal::Int(_) => Type::int(),
            Literal::Number(_) => Type::number(),
            Literal::Bool(_) => Type::Bool,
        }
    }
}

/// From so many members on, texts are looked up instead of compared one by one.
const MANY: usize = 16;

/// The members of a union in the making, each once.
#[derive(Default)]
struct Flat {
    all: Vec<Type>,
    /// The texts among them, once there are [`MANY`].
    texts: FxHashSet<Name>,
}

impl Flat {
    fn add(&mut self, ty: Type) {
        let Type::Literal(Literal::Text(text)) = &ty else {
            return self.add_compared(ty);
        };
        if self.all.len() < MANY {
            return self.add_compared(ty);
        }
        if self.texts.is_empty() {
            self.texts
                .extend(self.all.iter().filter_map(|known| match known {
                    Type::Literal(Literal::Text(text)) => Some(text.clone()),
                    _ => None,
                }));
        }
        if self.texts.insert(text.clone()) {
            self.all.push(ty);
        }
    }

    fn add_compared(&mut self, ty: Type) {
        if !self.all.contains(&ty) {
            self.all.push(ty);
        }
    }
}
